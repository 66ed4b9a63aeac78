using Lucene.Net.Analysis.De;
using Lucene.Net.Analysis.Es;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.It;
using Lucene.Net.Analysis.Pt;
using Lucene.Net.Analysis.Ru;
using Lucene.Net.Analysis.Sv;

namespace StoryClustering.Engine.Text;

/// <summary>
/// Light stemming: joins the inflections of a word, keeps different words apart. Works in place on a character array.
/// Lucene's light stemmers are called directly; a whole TokenStream per article costs several times the stemming.
/// </summary>
internal static class Stemming
{
    // Shorter words have no ending to lose, and short codes such as "US" must stay what they are.
    public const int MinLength = 4;

    /// <summary>The languages that are stemmed; texts of unknown language are stemmed as English.</summary>
    public static readonly string[] Languages = ["en", "de", "fr", "es", "ru", "pt", "it", "sv", "nl"];

    private static readonly GermanLightStemmer German = new();
    private static readonly FrenchLightStemmer French = new();
    private static readonly SpanishLightStemmer Spanish = new();
    private static readonly RussianLightStemmer Russian = new();
    private static readonly PortugueseLightStemmer Portuguese = new();
    private static readonly ItalianLightStemmer Italian = new();
    private static readonly SwedishLightStemmer Swedish = new();

    /// <summary>Stems the first <paramref name="length"/> letters; returns the length of the stem.</summary>
    public static int Stem(string language, char[] word, int length)
    {
        if (length < MinLength)
            return length;
        return language switch
        {
            "en" or "und" => EnglishStem.Stem(word, length),
            "de" => German.Stem(word, length),
            "fr" => French.Stem(word, length),
            "es" => Spanish.Stem(word, length),
            "ru" => Russian.Stem(word, length),
            "pt" => Portuguese.Stem(word, length),
            "it" => Italian.Stem(word, length),
            "sv" => Swedish.Stem(word, length),
            "nl" => DutchStem.Stem(word, length),
            _ => length,
        };
    }
}
