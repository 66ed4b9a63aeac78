using System.Diagnostics;
using System.Globalization;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Commands;

/// <summary>A table of scores: for each set a row for each way of clustering, then their means.</summary>
internal sealed class ReportTable
{
    private readonly List<(string Way, ClusterScore Score)> _scores = [];

    public ReportTable(string title)
    {
        Console.WriteLine();
        Console.WriteLine($"| {title,-30} | by       | B3 P  | B3 R  | B3 F1 | pair P | pair R | pair F1 | stories | gold | articles | a second |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
    }

    /// <summary>Clusters, scores, writes the row.</summary>
    /// <param name="set">Name of the set.</param>
    /// <param name="way">Name of the way of clustering.</param>
    /// <param name="articles">The stream.</param>
    /// <param name="gold">Gold story by article key.</param>
    /// <param name="cluster">Story by article key; measured in wall time, with all that it does to a text.</param>
    public void Add(
        string set, string way, List<EvaluatedArticle> articles, Dictionary<string, string> gold, Func<List<EvaluatedArticle>, Dictionary<string, string>> cluster)
    {
        var clock = Stopwatch.StartNew();
        var found = cluster(articles);
        var seconds = clock.Elapsed.TotalSeconds;
        var s = ClusterScore.Of(gold, found);
        _scores.Add((way, s));
        Row(set, way, [s.Precision, s.Recall, s.F1, s.PairPrecision, s.PairRecall, s.PairF1],
            string.Create(CultureInfo.InvariantCulture, $"{s.Stories,7} | {s.GoldStories,4} | {articles.Count,8} | {articles.Count / seconds,8:0}"));
    }

    /// <summary>Means over the sets, of each figure by itself.</summary>
    public void Means()
    {
        foreach (var way in _scores.GroupBy(static entry => entry.Way, static entry => entry.Score))
        {
            Row("mean", way.Key,
                [way.Average(s => s.Precision), way.Average(s => s.Recall), way.Average(s => s.F1), way.Average(s => s.PairPrecision), way.Average(s => s.PairRecall), way.Average(s => s.PairF1)],
                $"{"",7} | {"",4} | {"",8} | {"",8}");
        }
    }

    private static void Row(string set, string way, double[] figures, string rest) =>
        Console.WriteLine($"| {set,-30} | {way,-8} | {string.Join(" | ", figures.Select(static f => f.ToString("0.000", CultureInfo.InvariantCulture)))} | {rest} |");
}
