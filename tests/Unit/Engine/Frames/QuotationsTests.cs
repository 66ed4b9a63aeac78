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
