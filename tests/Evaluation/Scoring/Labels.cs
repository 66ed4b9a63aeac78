using System.IO.Compression;
using System.Text.Json;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation.Scoring;

/// <summary>Labels of articles by id: gold stories, or those of a clustering.</summary>
internal static class Labels
{
    /// <summary>The label under <paramref name="key"/> of each line that has one, by the line's id (see <see cref="Occurrences"/>).</summary>
    /// <exception cref="EvaluationException">A line is not JSON, or has no id.</exception>
    public static Dictionary<string, string> Read(IEnumerable<string> paths, string key)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var occurrences = new Occurrences();
        foreach (var path in paths)
        {
            var number = 0;
            foreach (var line in Lines(path))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var (id, label) = Parse(line, key, $"{path}:{number}");
                var occurrence = occurrences.KeyOf(id);
                if (label is not null)
                    labels.Add(occurrence, label);
            }
        }
        return labels;
    }

    private static (string Id, string? Label) Parse(string line, string key, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object || Text(document.RootElement, "id") is not { } id)
                throw new EvaluationException($"{place}: no object with an id.");
            return (id, Text(document.RootElement, key));
        }
        catch (JsonException)
        {
            throw new EvaluationException($"{place}: not JSON.");
        }
    }

    private static string? Text(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };

    private static IEnumerable<string> Lines(string path)
    {
        if (!File.Exists(path))
            throw new EvaluationException($"{path}: there is no such file.");
        using var file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
