using Lucene.Net.Analysis.Util;

namespace StoryClustering.Engine.Text;

/// <summary>Words that say nothing about an event, per language, by hash. Immutable.</summary>
internal static class StopWords
{
    // Lucene's English set has 33 words. News adds reporting verbs and times; Lucene's sets serve the other languages.
    internal const string EnglishWords =
        "a about above after again against all also am an and any are arent as at be because been before being below " +
        "between both but by can cant cannot could couldnt d did didnt do does doesnt doing dont down during each even few for " +
        "from further get got had hadnt has hasnt have havent having he hed her here heres hers herself him himself his how " +
        "hows i id if ill im in into is isnt it its itself ive just let lets ll m may me might more most much must my " +
        "myself no nor not now of off on once one only or other ought our ours ourselves out over own re s said same say " +
        "says she should shouldnt since so some such t than that thats the their theirs them themselves then there theres " +
        "these they theyd theyll theyre theyve this those through to told too two under until up upon us ve very was wasnt we " +
        "were werent weve what whats when where which while who whom whos why will with within without wont would wouldnt " +
        "yet you youd youll your youre yours yourself yourselves youve mr mrs ms according many still around among another";

    // Capitalised in English without naming anybody.
    private const string EnglishCalendar =
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september " +
        "october november december mr mrs ms dr am pm";

    private static readonly Dictionary<string, HashSet<ulong>> Sets = Build();

    public static readonly HashSet<ulong> Calendar = Hashes(EnglishCalendar.Split(' '));

    private static readonly HashSet<ulong> None = [];

    public static HashSet<ulong> Of(string language) => Sets.GetValueOrDefault(language, None);

    /// <summary>The languages whose stop words are known.</summary>
    public static IEnumerable<KeyValuePair<string, HashSet<ulong>>> All => Sets;

    private static Dictionary<string, HashSet<ulong>> Build() => new(StringComparer.Ordinal)
    {
        ["en"] = Hashes(EnglishWords.Split(' ')),
        ["de"] = Hashes(Words(Lucene.Net.Analysis.De.GermanAnalyzer.DefaultStopSet)
            .Concat("dass beim seit laut sei rund bereits mehr wurde wurden worden neue neuen".Split(' '))),
        ["fr"] = Hashes(Words(Lucene.Net.Analysis.Fr.FrenchAnalyzer.DefaultStopSet)
            .Concat("plus après selon deux être fait cette entre sans sous depuis comme".Split(' '))),
        ["es"] = Hashes(Words(Lucene.Net.Analysis.Es.SpanishAnalyzer.DefaultStopSet)
            .Concat("tras según dos han sido ser año años".Split(' '))),
        ["ru"] = Hashes(Words(Lucene.Net.Analysis.Ru.RussianAnalyzer.DefaultStopSet)),
        ["pt"] = Hashes(Words(Lucene.Net.Analysis.Pt.PortugueseAnalyzer.DefaultStopSet)
            .Concat("após segundo dois ser foi sobre".Split(' '))),
        ["it"] = Hashes(Words(Lucene.Net.Analysis.It.ItalianAnalyzer.DefaultStopSet)
            .Concat("dopo secondo due stato stata essere".Split(' '))),
        ["nl"] = Hashes(Words(Lucene.Net.Analysis.Nl.DutchAnalyzer.DefaultStopSet)
            .Concat("volgens tegen twee werd wordt worden zijn".Split(' '))),
        ["sv"] = Hashes(Words(Lucene.Net.Analysis.Sv.SwedishAnalyzer.DefaultStopSet)),
        ["da"] = Hashes(Words(Lucene.Net.Analysis.Da.DanishAnalyzer.DefaultStopSet)),
        ["no"] = Hashes(Words(Lucene.Net.Analysis.No.NorwegianAnalyzer.DefaultStopSet)),
        ["fi"] = Hashes(Words(Lucene.Net.Analysis.Fi.FinnishAnalyzer.DefaultStopSet)),
        ["hu"] = Hashes(Words(Lucene.Net.Analysis.Hu.HungarianAnalyzer.DefaultStopSet)),
        ["tr"] = Hashes(Words(Lucene.Net.Analysis.Tr.TurkishAnalyzer.DefaultStopSet)),
        ["ar"] = Hashes(Words(Lucene.Net.Analysis.Ar.ArabicAnalyzer.DefaultStopSet)),
        ["bg"] = Hashes(Words(Lucene.Net.Analysis.Bg.BulgarianAnalyzer.DefaultStopSet)),
    };

    private static IEnumerable<string> Words(CharArraySet set) => set.Select(word => word.Replace("'", "", StringComparison.Ordinal));

    private static HashSet<ulong> Hashes(IEnumerable<string> words)
    {
        var hashes = new HashSet<ulong>();
        foreach (var word in words)
            hashes.Add(TokenBuffer.HashOf(word));
        return hashes;
    }
}
