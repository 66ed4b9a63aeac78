using System.Text.Json;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation.Commands;

/// <summary>Clusters files with the engine exactly as the silo runs it; reads no labels.</summary>
internal static class ClusterCommand
{
    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--out"], [], engineOptions: true);
        if (arguments.Rest.Count == 0 || arguments.One("--out") is not { } output)
            throw new EvaluationException("cluster IN.jsonl[.gz]... --out OUT.jsonl");
        var run = new EngineRun(arguments.Options);
        await foreach (var article in ArticleStream.Read(arguments.Rest))
            run.Ingest(article);
        Write(output, run.Stories());
        return 0;
    }

    /// <summary>One line {"id","story"} for each article.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, string> stories)
    {
        using var writer = new StreamWriter(path);
        foreach (var (key, story) in stories)
            writer.WriteLine(JsonSerializer.Serialize(new { id = Occurrences.IdOf(key), story }));
    }
}
