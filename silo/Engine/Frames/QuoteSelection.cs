using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Chooses direct quotes: those that most origins carry, word for word. Where outlets give one quote in different words, the words that
/// more independent origins have are shown; if no words have more, none: somebody is wrong, and nobody here can tell who.
/// </summary>
internal static class QuoteSelection
{
    private const double SameQuote = 0.7;
    private const int LeastWords = 5;
    private const int MostWords = 60;
    private const int MostQuotes = 2_000;
    private const int MostCitations = 16;
    private const int MostRivals = 64;

    private sealed class Version(string key, string[] words)
    {
        public string Key { get; } = key;
        public HashSet<string> Words { get; } = [.. words];
        /// <summary>Its longest words: two versions of one quote share at least one of them.</summary>
        public IReadOnlyList<string> Telling { get; } = [.. words.Distinct(StringComparer.Ordinal).OrderByDescending(static w => w.Length).ThenBy(static w => w, StringComparer.Ordinal).Take(5)];
        public List<ArticleQuote> Quotes { get; } = [];
        public HashSet<int> Origins { get; } = [];
    }

    /// <summary>Chooses at most so many.</summary>
    public static IReadOnlyList<SpokenQuote> Choose(FrameSources sources, int most)
    {
        var versions = Versions(sources);
        var shown = new List<(Version Version, float Score)>();
        foreach (var version in versions)
        {
            var speaker = version.Quotes[0].Speaker;
            // Alone with a quote: the speaker at least is somebody whom others know.
            if (sources.DisputedQuotes.Contains(version.Key) || (version.Origins.Count == 1 && sources.Origins > 1 && !IsKnown(sources, version.Quotes[0], speaker)))
                continue;
            shown.Add((version, version.Origins.Count + 0.01f * Math.Min(version.Words.Count, 30)));
        }
        shown.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Version.Key, b.Version.Key));
        var chosen = new List<SpokenQuote>();
        var taken = new List<Version>();
        foreach (var (version, _) in shown)
        {
            if (chosen.Count == most)
                break;
            if (taken.Exists(t => AreOne(t, version)))
                continue;
            taken.Add(version);
            var first = version.Quotes[0];
            chosen.Add(new SpokenQuote(first.Words, first.Speaker, [.. version.Quotes.DistinctBy(static q => q.Article.Origin).Take(MostCitations)
                .Select(q => sources.Cite(q.Article, SpanField.Text, q.Start, q.Words, 1))], sources.Sides(version.Origins)));
        }
        return chosen;
    }

    /// <summary>Keys of quotes that another origin gives in other words, unless more origins have these.</summary>
    public static IReadOnlySet<string> Disputed(FrameSources sources)
    {
        var versions = Versions(sources);
        var rivals = versions.SelectMany(static v => v.Telling.Select(w => (w, v))).ToLookup(static x => x.w, static x => x.v, StringComparer.Ordinal);
        var disputed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var version in versions)
        {
            foreach (var other in version.Telling.SelectMany(w => rivals[w].Take(MostRivals)).Distinct())
            {
                // A part of a quote is no other version of it.
                if (other == version || other.Origins.Count < version.Origins.Count || !AreOne(version, other) || other.Key.Contains(version.Key, StringComparison.Ordinal)
                    || version.Key.Contains(other.Key, StringComparison.Ordinal))
                    continue;
                disputed.Add(version.Key);
                break;
            }
        }
        return disputed;
    }

    private static List<Version> Versions(FrameSources sources)
    {
        var byKey = new Dictionary<string, Version>(StringComparer.Ordinal);
        var all = sources.Articles.SelectMany(static a => a.Quotes).Take(MostQuotes);
        foreach (var quote in all.OrderBy(static q => q.Article.Standing!.IsCopy))
        {
            var words = quote.Key.Split(' ');
            if (words.Length is < LeastWords or > MostWords)
                continue;
            if (!byKey.TryGetValue(quote.Key, out var version))
                byKey.Add(quote.Key, version = new Version(quote.Key, words));
            version.Quotes.Add(quote);
            version.Origins.Add(quote.Article.Origin);
        }
        return [.. byKey.Values.OrderBy(static v => v.Key, StringComparer.Ordinal)];
    }

    private static bool AreOne(Version a, Version b)
    {
        var shared = a.Words.Count < b.Words.Count ? a.Words.Count(b.Words.Contains) : b.Words.Count(a.Words.Contains);
        return shared >= SameQuote * Math.Min(a.Words.Count, b.Words.Count);
    }

    // The last word of a name is what everybody writes.
    private static bool IsKnown(FrameSources sources, ArticleQuote quote, string speaker)
    {
        var last = speaker.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1];
        var hash = TokenBuffer.HashOf(last.ToLowerInvariant());
        return sources.Sentences.Exists(s => s.Article.Origin != quote.Article.Origin && Array.Exists(s.Names, n => n.LastWord == hash));
    }
}
