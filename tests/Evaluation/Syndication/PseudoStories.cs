namespace StoryClustering.Evaluation.Syndication;

/// <summary>Stories for a file that has none: each set of texts that are copies of each other by the gold rule, directly or by others in between,
/// with as many other articles at random.</summary>
internal static class PseudoStories
{
    private const int Seed = 1;

    // One shingle in 32 is looked at; one that more articles than this have is a house's boilerplate.
    private const ulong Sampled = 32;
    private const int MostPerShingle = 50;
    private const int LeastInCommon = 2;

    public static List<List<MeasuredArticle>> Of(List<MeasuredArticle> articles)
    {
        var parents = Enumerable.Range(0, articles.Count).ToArray();
        foreach (var (a, b) in Candidates(articles))
        {
            if (articles[a].RelationTo(articles[b]) >= TextRelation.Copy)
                parents[RootOf(parents, a)] = RootOf(parents, b);
        }
        var random = new Random(Seed);
        var stories = new List<List<MeasuredArticle>>();
        foreach (var component in Enumerable.Range(0, articles.Count).GroupBy(i => RootOf(parents, i)).Where(static g => g.Count() > 1))
        {
            var story = component.Select(i => articles[i]).ToList();
            var inside = component.ToHashSet();
            while (inside.Count < 2 * story.Count && inside.Count < articles.Count)
                inside.Add(random.Next(articles.Count));
            stories.Add([.. inside.Order().Select(i => articles[i])]);
        }
        return stories;
    }

    private static IEnumerable<(int, int)> Candidates(List<MeasuredArticle> articles)
    {
        var postings = new Dictionary<ulong, List<int>>();
        var identical = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < articles.Count; i++)
        {
            if (articles[i].Text.Words > 0 && !identical.TryAdd(articles[i].Text.Normalised, i))
                yield return (identical[articles[i].Text.Normalised], i);
            // A short text has few shingles: all of them.
            var shingles = articles[i].Text.Shingles;
            foreach (var shingle in shingles)
            {
                if (shingles.Length > 4 * (int)Sampled && shingle % Sampled != 0)
                    continue;
                if (!postings.TryGetValue(shingle, out var with))
                    postings[shingle] = with = new List<int>(1);
                with.Add(i);
            }
        }
        var common = new Dictionary<(int, int), int>();
        foreach (var with in postings.Values)
        {
            if (with.Count is < 2 or > MostPerShingle)
                continue;
            for (var i = 1; i < with.Count; i++)
            {
                for (var j = 0; j < i; j++)
                    common[(with[j], with[i])] = common.GetValueOrDefault((with[j], with[i])) + 1;
            }
        }
        foreach (var (pair, shingles) in common)
        {
            if (shingles >= LeastInCommon)
                yield return pair;
        }
    }

    private static int RootOf(int[] parents, int i)
    {
        while (parents[i] != i)
            i = parents[i] = parents[parents[i]];
        return i;
    }
}
