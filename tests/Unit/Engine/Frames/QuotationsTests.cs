using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Text;
using StoryClustering.Tests.Unit.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Frames;

public class QuotationsTests
{
    // "speaker: words" of each quote, joined by " | ".
    [Theory]
    [InlineData("en", "“We will not close the bridge,” Ines Quill said.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "\"We will not close the bridge,\" said Gov. Ines Quill of Orrin.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” said police spokesman Bo Tarn.", "Bo Tarn: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” said Ines Quill, the mayor of Orrin.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill, the mayor of Orrin, said on Monday.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "Ines Quill told reporters: “We will not close the bridge.”", "Ines Quill: We will not close the bridge.")]
    [InlineData("en", "“We will not close it,” Ines Quill told Bo Tarn.", "Ines Quill: We will not close it")]
    [InlineData("en", "“Nobody will close this bridge,” Ines Quill said, “as long as I am here.”", "Ines Quill: Nobody will close this bridge | Ines Quill: as long as I am here.")]
    [InlineData("en", "“Nobody will close this bridge,” Ines Quill said. “It stays as it is.”", "Ines Quill: Nobody will close this bridge | Ines Quill: It stays as it is.")]
    [InlineData("en", "Ines Quill said the bridge was old. “We will not close it,” she said.", "Ines Quill: We will not close it")]
    [InlineData("en", "“We will not close the bridge,” grumbled Ines Quill.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill sighed.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” grumbled Ines Quill, and Bo Tarn said “we never did and never will”.", "Ines Quill: We will not close the bridge | Bo Tarn: we never did and never will")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill snapped before Bo Tarn said no.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” snarled the crowd, and Bo Tarn said no.", "")]
    [InlineData("en", "“We will not close the bridge,” retired Gen. Ines Quill said.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "Ines Quill told Anna Fell that the bridge was old. “We will not close it,” she said.", "")]
    [InlineData("en", "“When will they close the bridge?” Bo Tarn asked.", "Bo Tarn: When will they close the bridge?")]
    [InlineData("en", "The bridge is old. “We will not close it,” she said.", "")]
    [InlineData("en", "“We will not close the bridge,” a spokesman said.", "")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill’s lawyer said.", "")]
    [InlineData("en", "Ines Quill’s “bridge that will never be closed” fell on Monday.", "")]
    [InlineData("en", "Ines Quill said it was “old”.", "")]
    [InlineData("en", "Bo Tarn, who wrote “The Long Road Over Water”, said nothing.", "")]
    [InlineData("en", "Ines Quill spoke. The council met.\n\n“We will not close the bridge,” he said.", "")]
    [InlineData("en", "“We will not close the bridge,” White House adviser Ines Quill said.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” said White House adviser Ines Quill.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge, ever. “We never did and never will,” Bo Tarn said.", "Bo Tarn: We never did and never will")]
    [InlineData("en", "Ines Quill told Bo Tarn that the bridge “was not going to be closed.” Bo Tarn asked when it would.", "Ines Quill: was not going to be closed.")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill of Orrin Roads told the council.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Orrin Police Chief Bo Tarn said.", "Bo Tarn: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Orrin’s President Bo Tarn said.", "Bo Tarn: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Bo Tarn, spokesman for the Roads Council said.", "")]
    [InlineData("en", "“We will not close the bridge,” said Speaker of the House Ines Quill.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” de Quill said.", "de Quill: We will not close the bridge")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, sagte Anna Beispiel.", "Anna Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, sagte die Ministerin Anna Beispiel am Montag.", "Anna Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "Polizeisprecher Jan Beispiel sagte: „Wir werden die Brücke nicht sperren.“", "Jan Beispiel: Wir werden die Brücke nicht sperren.")]
    [InlineData("de", "„Wir werden sie nicht sperren“, sagte er.", "")]
    [InlineData("fr", "« Nous ne fermerons pas le pont », a déclaré Anne Aulne.", "Anne Aulne: Nous ne fermerons pas le pont")]
    [InlineData("fr", "Anne Aulne a parlé. « Nous ne fermerons pas le pont », a-t-elle déclaré.", "")]
    [InlineData("es", "«No vamos a cerrar el puente», dijo la ministra Ana Aliso.", "Ana Aliso: No vamos a cerrar el puente")]
    [InlineData("pt", "“Não vamos fechar a ponte”, disse Ana Amieiro.", "Ana Amieiro: Não vamos fechar a ponte")]
    [InlineData("it", "«Non chiuderemo il ponte adesso», ha detto Anna Ontano.", "Anna Ontano: Non chiuderemo il ponte adesso")]
    [InlineData("nl", "“We gaan de brug niet sluiten”, zei Anna van Els.", "Anna van Els: We gaan de brug niet sluiten")]
    [InlineData("ru", "«Мы не будем закрывать мост», — сказала Анна Ольхина.", "Анна Ольхина: Мы не будем закрывать мост")]
    [InlineData("sv", "”Vi kommer inte att stänga bron”, sa Anna Alm.", "Anna Alm: Vi kommer inte att stänga bron")]
    public void Quotes_are_found_with_the_one_who_said_them(string language, string text, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Quotes(text, language).Select(quote => $"{text.Substring(quote.SpeakerStart, quote.SpeakerLength)}: {text.Substring(quote.Start, quote.Length)}")));

    // As above: verbs that are in no list, before and behind the name, and what only looks like them.
    [Theory]
    [InlineData("en", "“We will not close the bridge,” grumbles Ines Quill.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” groused harbour master Bo Tarn.", "Bo Tarn: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” spat Ines Quill.", "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” snapped the mayor, Ines Quill, and left.", "")]
    [InlineData("en", "“We will not close the bridge,” followed by applause from Bo Tarn.", "")]
    [InlineData("en", "“We will not close the bridge,” as Ines Quill knows.", "")]
    [InlineData("en", "“We will not close the bridge,” she sighed, and Bo Tarn said no.", "")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, brummte Anna Beispiel.",
        "Anna Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, seufzt die Rätin Anna Beispiel.",
        "Anna Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, so Anna Beispiel.", "Anna Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, mit Anna Beispiel.", "")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, brummte Jan Beispiel, Anna Weide sagte nichts.",
        "Jan Beispiel: Wir werden die Brücke nicht sperren")]
    [InlineData("de", "„Wir werden die Brücke nicht sperren“, seufzte sie, und Anna Weide sagte nichts.", "")]
    [InlineData("fr", "« Nous ne fermerons pas le pont », a grommelé Anne Aulne.", "Anne Aulne: Nous ne fermerons pas le pont")]
    [InlineData("fr", "« Nous ne fermerons pas le pont », soupire la maire Anne Aulne.", "Anne Aulne: Nous ne fermerons pas le pont")]
    [InlineData("fr", "« Nous ne fermerons pas le pont », contre Anne Aulne.", "")]
    [InlineData("es", "«No vamos a cerrar el puente», refunfuñó Ana Aliso.", "Ana Aliso: No vamos a cerrar el puente")]
    [InlineData("es", "«No vamos a cerrar el puente», suspiró la alcaldesa Ana Aliso.", "Ana Aliso: No vamos a cerrar el puente")]
    [InlineData("es", "«No vamos a cerrar el puente», según la ley.", "")]
    [InlineData("pt", "“Não vamos fechar a ponte”, resmungou Ana Amieiro.", "Ana Amieiro: Não vamos fechar a ponte")]
    [InlineData("pt", "“Não vamos fechar a ponte”, gemeu a prefeita Ana Amieiro.", "Ana Amieiro: Não vamos fechar a ponte")]
    [InlineData("pt", "“Não vamos fechar a ponte”, seu Amieiro.", "")]
    [InlineData("it", "«Non chiuderemo il ponte adesso», ha borbottato Anna Ontano.", "Anna Ontano: Non chiuderemo il ponte adesso")]
    [InlineData("it", "«Non chiuderemo il ponte adesso», borbottò la sindaca Anna Ontano.",
        "Anna Ontano: Non chiuderemo il ponte adesso")]
    [InlineData("it", "«Non chiuderemo il ponte adesso», dalla Ontano.", "")]
    [InlineData("nl", "“We gaan de brug niet sluiten”, bromde Anna van Els.", "Anna van Els: We gaan de brug niet sluiten")]
    [InlineData("nl", "“We gaan de brug niet sluiten”, zuchtte burgemeester Anna van Els.", "Anna van Els: We gaan de brug niet sluiten")]
    [InlineData("nl", "“We gaan de brug niet sluiten”, met Anna van Els.", "")]
    [InlineData("ru", "«Мы не будем закрывать мост», — проворчала Анна Ольхина.", "Анна Ольхина: Мы не будем закрывать мост")]
    [InlineData("ru", "«Мы не будем закрывать мост», — вздохнул мэр Иван Ольхин.", "Иван Ольхин: Мы не будем закрывать мост")]
    [InlineData("ru", "«Мы не будем закрывать мост», — для Анны Ольхиной.", "")]
    [InlineData("sv", "”Vi kommer inte att stänga bron”, muttrade Anna Alm.", "Anna Alm: Vi kommer inte att stänga bron")]
    [InlineData("sv", "”Vi kommer inte att stänga bron”, suckar ministern Anna Alm.", "Anna Alm: Vi kommer inte att stänga bron")]
    [InlineData("sv", "”Vi kommer inte att stänga bron”, under Anna Alm.", "")]
    [InlineData("da", "”Vi kommer ikke til at lukke broen”, sukkede Anna Elm.", "Anna Elm: Vi kommer ikke til at lukke broen")]
    [InlineData("no", "«Vi kommer ikke til å stenge broen», mumlet Anna Alm.", "Anna Alm: Vi kommer ikke til å stenge broen")]
    [InlineData("pl", "„Nie zamkniemy tego mostu dla nikogo” – westchnęła Anna Olcha.",
        "Anna Olcha: Nie zamkniemy tego mostu dla nikogo")]
    [InlineData("uk", "«Ми не будемо закривати міст», — зітхнула Анна Вільхіна.", "Анна Вільхіна: Ми не будемо закривати міст")]
    [InlineData("en", "“Nobody will close this bridge,” Ines Quill grumbled, “as long as I am here.”",
        "Ines Quill: Nobody will close this bridge | Ines Quill: as long as I am here.")]
    [InlineData("en", "“Nobody,” grumbled Ines Quill, “will close this bridge while I am here.”",
        "Ines Quill: will close this bridge while I am here.")]
    [InlineData("en", "“Nobody,” Ines Quill grumbled, and Bo Tarn sighed, “will close this old bridge.”",
        "Bo Tarn: will close this old bridge.")]
    [InlineData("en", "Bo Tarn said no, Ines Quill grumbled “we never did and never will”.", "")]
    [InlineData("en", "Bo Tarn said no, while Ines Quill, it seemed, “never did and never will”.", "")]
    [InlineData("en", "Ines Quill grumbled: “We will not close the bridge.”", "Ines Quill: We will not close the bridge.")]
    [InlineData("en", "Mayor Ines Quill: “We will not close the bridge.”", "Ines Quill: We will not close the bridge.")]
    [InlineData("en", "“We will not close the bridge,” Ines Quill, who works for the mayor of Orrin, told Bo Tarn.",
        "Ines Quill: We will not close the bridge")]
    [InlineData("en", "“We will not close the bridge,” Bo Tarn reports.", "")]
    [InlineData("en", "Lara tells Quill supporters, “We will not close the bridge.”", "Lara: We will not close the bridge.")]
    [InlineData("en", "Breaking News: “We will not close the bridge.”", "")]
    [InlineData("en", "“We will not close it,” Ines Quill told Fell. “We never did and never will,” she said.",
        "Ines Quill: We will not close it")]
    [InlineData("en", "Quill and Fell spoke to Orrin. “We never did and never will,” she said.", "")]
    [InlineData("en", "“We will not close the bridge. It stays.\n“Nobody will close it while I am here,” said Ines Quill.",
        "Ines Quill: Nobody will close it while I am here")]
    [InlineData("en", "‘We won’t close the bridge’, says Ines Quill.", "Ines Quill: We won’t close the bridge")]
    [InlineData("de", "Bürgermeisterin Anna Beispiel: „Wir werden die Brücke nicht sperren.“",
        "Anna Beispiel: Wir werden die Brücke nicht sperren.")]
    [InlineData("de", "„Niemand“, brummte Anna Beispiel, „wird diese alte Brücke je sperren.“",
        "Anna Beispiel: wird diese alte Brücke je sperren.")]
    [InlineData("fr", "« Personne », a soupiré Anne Aulne, « ne fermera ce pont avant moi ».",
        "Anne Aulne: ne fermera ce pont avant moi")]
    public void Quotes_with_rare_verbs_and_in_odd_forms_are_in_the_right_mouth_or_in_none(string language, string text,
        string expected) =>
        Quotes_are_found_with_the_one_who_said_them(language, text, expected);

    [Theory]
    [MemberData(nameof(InventedProse.Languages), MemberType = typeof(InventedProse))]
    public void Quotes_lie_within_their_sentence_and_speakers_in_the_text_whatever_it_is(string language)
    {
        foreach (var text in InventedProse.Rubbish(language, texts: 400))
        {
            foreach (var quote in Quotes(text, language))
            {
                Assert.InRange(quote.Start, quote.SentenceStart + 1, text.Length);
                Assert.InRange(quote.Start + quote.Length, quote.Start + 1, quote.SentenceStart + quote.SentenceLength);
                Assert.True(char.IsUpper(text[quote.SpeakerStart]) || text[quote.SpeakerStart] is 'd' or 'v', $"'{text}': {quote}");
                Assert.InRange(quote.SpeakerStart + quote.SpeakerLength, quote.SpeakerStart + 2, text.Length);
            }
        }
    }

    [Fact]
    public void No_more_quotes_are_appended_than_asked_for()
    {
        const string Text = "“Nobody will close this bridge,” Ines Quill said, “as long as I am here.”";
        var sentences = new List<SentenceCut>();
        SentenceSplitter.Split(Text, "en", sentences, 10);
        var found = new List<Quotation>();
        Quotations.Find(Text, "en", sentences, found, 1);
        Assert.Single(found);
    }

    private static List<Quotation> Quotes(string text, string language)
    {
        var sentences = new List<SentenceCut>();
        SentenceSplitter.Split(text, language, sentences, 1000);
        var found = new List<Quotation>();
        Quotations.Find(text, language, sentences, found, 100);
        return found;
    }
}
