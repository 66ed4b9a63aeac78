using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class SentenceTraitsTests
{
    [Theory]
    [InlineData("en", "I saw the bridge fall.", "FirstPerson")]
    [InlineData("en", "Ines Quill said “we saw it fall”.", "-FirstPerson Attributed Quoted")]
    [InlineData("en", "The US closed the bridge.", "-FirstPerson")]
    [InlineData("en", "You can see it from your window.", "SecondPerson")]
    [InlineData("en", "The closure is shameful.", "Opinion")]
    [InlineData("en", "The council should resign.", "Opinion")]
    [InlineData("en", "The council should resign, Bo Tarn said.", "-Opinion Attributed")]
    [InlineData("en", "Ines Quill called it “a shameful closure”.", "-Opinion Quoted")]
    [InlineData("en", "What a bridge!", "Opinion")]
    [InlineData("en", "Who closed the bridge?", "Question")]
    [InlineData("en", "According to the council, the bridge is closed.", "Attributed")]
    [InlineData("en", "The bridge is closed.", "-Attributed -Quoted -Dangling -Hedged -Future -Past -Cause -Unresolved -Definition -Opinion -Question -FirstPerson")]
    [InlineData("en", "He closed the bridge.", "Dangling")]
    [InlineData("en", "However, the bridge is closed.", "Dangling")]
    [InlineData("en", "That was the end of the bridge.", "Dangling")]
    [InlineData("en", "It was not immediately known who closed it.", "-Dangling Unresolved")]
    [InlineData("en", "This week the council closed it.", "-Dangling")]
    [InlineData("en", "Then-mayor Bo Tarn closed it.", "-Dangling")]
    [InlineData("en", "The bridge may close.", "Hedged")]
    [InlineData("en", "May closed with rain.", "-Hedged")]
    [InlineData("en", "A hearing on the closure is scheduled for Monday.", "Future")]
    [InlineData("en", "Will Alder walked over it.", "-Future")]
    [InlineData("en", "The council previously closed two bridges.", "Past")]
    [InlineData("en", "It closed because of the flood.", "Cause Dangling")]
    [InlineData("en", "The motive remains unclear.", "Unresolved")]
    [InlineData("en", "Ines Quill, the mayor of Orrin, closed the bridge.", "Definition")]
    [InlineData("en", "Ines Quill, who built it, left.", "Definition")]
    [InlineData("en", "The Orrin Span is a bridge in the valley.", "Definition")]
    [InlineData("en", "It was closed by police spokesman Bo Tarn.", "Definition")]
    [InlineData("en", "Wisely, the council closed it.", "-Definition")]
    [InlineData("de", "Ich habe die Brücke gesehen.", "FirstPerson")]
    [InlineData("de", "Nach Angaben der Polizei ist die Brücke gesperrt.", "Attributed")]
    [InlineData("de", "Er sperrte die Brücke.", "Dangling")]
    [InlineData("de", "Die Ursache ist noch unklar.", "Unresolved")]
    [InlineData("de", "Der Rat will kommende Woche entscheiden.", "Future")]
    [InlineData("de", "Die Sperrung ist eine Schande.", "Opinion")]
    [InlineData("de", "Der Täter war mutmaßlich allein.", "Hedged")]
    [InlineData("fr", "Nous avons vu le pont.", "FirstPerson")]
    [InlineData("fr", "J'ai vu le pont.", "FirstPerson")]
    [InlineData("fr", "Selon la police, le pont est fermé.", "Attributed")]
    [InlineData("fr", "Cependant, le pont est fermé.", "Dangling")]
    [InlineData("fr", "Le pont est fermé en raison de la crue.", "Cause")]
    [InlineData("fr", "On ignore encore pourquoi.", "Unresolved")]
    [InlineData("es", "Nosotros vimos el puente.", "FirstPerson")]
    [InlineData("es", "Según la policía, el puente está cerrado.", "Attributed")]
    [InlineData("es", "Sin embargo, el puente está cerrado.", "Dangling")]
    [InlineData("es", "Se desconoce la causa del cierre.", "Unresolved")]
    [InlineData("es", "El puente será abierto la próxima semana.", "Future")]
    [InlineData("pt", "Nós vimos a ponte.", "FirstPerson")]
    [InlineData("pt", "Segundo a polícia, a ponte está fechada.", "Attributed")]
    [InlineData("pt", "Porém, a ponte está fechada.", "Dangling")]
    [InlineData("pt", "A ponte fechou por causa da chuva.", "Cause")]
    [InlineData("it", "Noi abbiamo visto il ponte.", "FirstPerson")]
    [InlineData("it", "Secondo la polizia il ponte è chiuso.", "Attributed")]
    [InlineData("it", "Tuttavia il ponte è chiuso.", "Dangling")]
    [InlineData("it", "Non è chiaro chi lo abbia chiuso.", "Unresolved")]
    [InlineData("nl", "Wij zagen de brug.", "FirstPerson")]
    [InlineData("nl", "Volgens de politie is de brug dicht.", "Attributed")]
    [InlineData("nl", "Hij sloot de brug.", "Dangling")]
    [InlineData("nl", "De oorzaak is nog onduidelijk.", "Unresolved")]
    [InlineData("ru", "Мы видели мост.", "FirstPerson")]
    [InlineData("ru", "По данным полиции, мост закрыт.", "Attributed")]
    [InlineData("ru", "Однако мост закрыт.", "Dangling")]
    [InlineData("ru", "Причина пока неизвестна, ведется расследование.", "Unresolved")]
    [InlineData("ru", "Подозреваемого задержали.", "Hedged")]
    [InlineData("sv", "Vi såg bron.", "FirstPerson")]
    [InlineData("sv", "Enligt polisen är bron stängd.", "Attributed")]
    [InlineData("sv", "Dock är bron stängd.", "Dangling")]
    [InlineData("sv", "Orsaken är ännu oklart känd.", "Unresolved")]
    [InlineData("ja", "「橋は閉鎖された」と市長が述べた。", "Quoted")]
    [InlineData("und", "Qwer tyui?", "Question")]
    public void Traits_are_told_by_words_and_marks(string language, string sentence, string expected)
    {
        var traits = SentenceTraits.Of(sentence, language);
        foreach (var name in expected.Split(' '))
        {
            var trait = Enum.Parse<SentenceTrait>(name.TrimStart('-'));
            Assert.True(traits.HasFlag(trait) != name.StartsWith('-'), $"{name}: {traits}");
        }
    }

    [Theory]
    [MemberData(nameof(InventedProse.Languages), MemberType = typeof(InventedProse))]
    public void No_text_whatever_harms_it(string language)
    {
        foreach (var text in InventedProse.Rubbish(language, texts: 400))
            Assert.Equal(SentenceTrait.None, SentenceTraits.Of(text, language) & ~(SentenceTrait)((1 << 13) - 1));
    }

    [Fact]
    public void Telling_them_allocates_nothing()
    {
        const string Sentence = "The council of Orrin said on Monday that the bridge may remain closed because of the flood, according to Ines Quill.";
        SentenceTraits.Of(Sentence, "en");
        Boilerplate.Is(Sentence, "en");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            SentenceTraits.Of(Sentence, "en");
            Boilerplate.Is(Sentence, "en");
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
