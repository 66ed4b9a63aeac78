using System.Globalization;
using System.Text.Json;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Commands;

/// <summary>Scores a clustering against gold labels.</summary>
internal static class ScoreCommand
{
    public static Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--gold", "--key"], ["--json"]);
        if (arguments.Rest.Count != 1 || arguments.All("--gold").Count == 0)
            throw new EvaluationException("score OUT.jsonl --gold IN.jsonl[.gz]... [--key story] [--json]");
        var gold = Labels.ReadAll(arguments.All("--gold"), arguments.One("--key") ?? "story");
        var found = Labels.ReadAll(arguments.Rest, "story");
        RefuseAmbiguous(gold, found);
        var score = ClusterScore.Of(Labels.Labelled(gold), Labels.Labelled(found));
        Console.WriteLine(arguments.Switches.Contains("--json") ? JsonSerializer.Serialize(score) : Describe(score));
        return Task.FromResult(0);
    }

    /// <summary>A score in words, three lines.</summary>
    public static string Describe(ClusterScore s) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        B-cubed   precision {s.Precision:0.0000}  recall {s.Recall:0.0000}  F1 {s.F1:0.0000}
        pairwise  precision {s.PairPrecision:0.0000}  recall {s.PairRecall:0.0000}  F1 {s.PairF1:0.0000}
        {s.Articles} labelled articles, {s.GoldStories} gold stories, {s.Stories} stories found
        """);

    // Lines with one id are told apart by their order; that fails if one side has lines that the other has not.
    private static void RefuseAmbiguous(Dictionary<string, string?> gold, Dictionary<string, string?> found)
    {
        var lines = found.Keys.CountBy(Occurrences.IdOf).ToDictionary(StringComparer.Ordinal);
        foreach (var (id, count) in gold.Keys.CountBy(Occurrences.IdOf))
        {
            if (lines.GetValueOrDefault(id) is var other && other > 0 && other != count)
                throw new EvaluationException($"The id {id} has {other} lines in the clustering and {count} in the gold files: which is which cannot be told.");
        }
    }
}
