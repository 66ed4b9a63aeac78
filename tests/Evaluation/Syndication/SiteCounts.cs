using System.IO.Compression;
using System.Text.Json;
using StoryClustering.Cli.Import;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>How many outlets of each side a site showed for a story.</summary>
internal sealed record SiteCounts(string Story, int Sources, int? Left, int? Center, int? Right)
{
    /// <summary>Reads lines {"story","coverage":{"totalSources","leaningLeft","center","leaningRight"}}; sides that are not there are null.</summary>
    /// <exception cref="EvaluationException">A line cannot be read; names file and line.</exception>
    public static IEnumerable<SiteCounts> Read(string path)
    {
        if (!File.Exists(path))
            throw new EvaluationException($"{path}: there is no such file.");
        using var file = File.OpenRead(path);
        using Stream text = LineReader.IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(line, $"{path}:{number}");
        }
    }

    private static SiteCounts Parse(string line, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var coverage = root.TryGetProperty("coverage", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
            return new SiteCounts(root.GetProperty("story").GetString() ?? "", Number(coverage, "totalSources") ?? 0,
                Number(coverage, "leaningLeft"), Number(coverage, "center"), Number(coverage, "leaningRight"));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new EvaluationException($"{place}: no counts of a story");
        }
    }

    private static int? Number(JsonElement coverage, string name) =>
        coverage.ValueKind == JsonValueKind.Object && coverage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
