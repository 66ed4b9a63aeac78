using System.Diagnostics;
using System.Globalization;
using StoryClustering.Engine;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// Runs the engine over labelled files, one configuration for all, and scores the stories. B-cubed: Bagga and Baldwin, 1998,
/// macro over labelled articles; pairwise: over pairs of labelled articles.
/// </summary>
internal static class ClusterScore
{
    public static int Run(string[] args)
    {
        var files = new List<string>();
        var options = new EngineOptions();
        foreach (var arg in args)
        {
            if (arg.StartsWith("--", StringComparison.Ordinal) && arg.Split('=') is [var name, var value])
                options = OptionText.With(options, name[2..], double.Parse(value, CultureInfo.InvariantCulture));
            else
                files.Add(arg);
        }
        if (files.Count == 0)
        {
            Console.Error.WriteLine("score FILE.jsonl.gz... [--option=value...]");
            return 2;
        }
        Console.WriteLine("set                      articles stories   B3 P   B3 R   B3 F1  pair F1  articles/s");
        var total = 0.0;
        var totalPair = 0.0;
        foreach (var file in files)
        {
            var articles = ArticleFile.Read(file);
            var clock = Stopwatch.StartNew();
            var stories = Cluster(articles, options);
            var seconds = clock.Elapsed.TotalSeconds;
            var gold = new List<string>();
            var found = new List<string>();
            for (var i = 0; i < articles.Count; i++)
            {
                if (articles[i].Story is not { } story)
                    continue;
                gold.Add(story);
                found.Add(stories[i]);
            }
            var score = Score(gold, found);
            total += score.F1;
            totalPair += score.PairF1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileName(file).Replace(".jsonl.gz", "", StringComparison.Ordinal),-24} {articles.Count,8} {stories.Distinct().Count(),7}  {score.Precision:.000}   {score.Recall:.000}   {score.F1:.000}     {score.PairF1:.000}  {articles.Count / seconds,8:0}"));
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"mean                                                    {total / files.Count:.0000}    {totalPair / files.Count:.0000}"));
        return 0;
    }

    /// <summary>The story of each article, in order.</summary>
    public static List<string> Cluster(List<FileArticle> articles, EngineOptions options)
    {
        var engine = new StoryEngine(options);
        var arrived = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < articles.Count; i++)
        {
            arrived = articles[i].Article.Published is { } time && time > arrived ? time : arrived.AddMilliseconds(1);
            engine.Ingest(Name(i), articles[i].Article, arrived);
        }
        engine.Settle();
        // Stories that were merged later count as one from the start: so they are shown to a reader in the end.
        return Enumerable.Range(0, articles.Count).Select(i => engine.StoryOf(Name(i))).ToList();

        string Name(int i) => articles[i].Id + "#" + i;
    }

    /// <summary>Scores a clustering: the label and the story of each article.</summary>
    public static (double Precision, double Recall, double F1, double PairF1) Score(List<string> gold, List<string> found)
    {
        var goldSizes = Sizes(gold);
        var foundSizes = Sizes(found);
        var both = new Dictionary<(string, string), int>();
        for (var i = 0; i < gold.Count; i++)
            both[(gold[i], found[i])] = both.GetValueOrDefault((gold[i], found[i])) + 1;
        double precision = 0, recall = 0;
        foreach (var ((label, story), n) in both)
        {
            precision += (double)n * n / foundSizes[story];
            recall += (double)n * n / goldSizes[label];
        }
        precision /= gold.Count;
        recall /= gold.Count;
        var right = both.Values.Sum(Pairs);
        var pairF1 = 2.0 * right / Math.Max(1, goldSizes.Values.Sum(Pairs) + foundSizes.Values.Sum(Pairs));
        return (precision, recall, 2 * precision * recall / (precision + recall), pairF1);
    }

    private static long Pairs(int n) => (long)n * (n - 1) / 2;

    private static Dictionary<string, int> Sizes(List<string> labels) =>
        labels.GroupBy(label => label).ToDictionary(group => group.Key, group => group.Count());
}
