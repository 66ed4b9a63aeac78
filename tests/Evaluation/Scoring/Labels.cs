using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using StoryClustering.Cli.Import;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation.Scoring;

/// <summary>Labels of articles: gold stories, or those of a clustering.</summary>
internal static class Labels
{
    private sealed record Line(string Id, string? Label, DateTimeOffset Time);

    /// <summary>The label under <paramref name="key"/> of each line that has one, by the key of its article.</summary>
    /// <exception cref="EvaluationException">A line cannot be read; names file and line.</exception>
    public static Dictionary<string, string> Read(IEnumerable<string> paths, string key) =>
        Labelled(ReadAll(paths, key));

    /// <summary>
    /// The label of each line or null, by key (see <see cref="Occurrences"/>). Several files are merged by time as
    /// <see cref="ArticleStream"/> merges them, so that the second of two lines with one id is the second for both.
    /// </summary>
    /// <exception cref="EvaluationException">A line cannot be read; names file and line.</exception>
    public static Dictionary<string, string?> ReadAll(IEnumerable<string> paths, string key)
    {
        var labels = new Dictionary<string, string?>(StringComparer.Ordinal);
        var occurrences = new Occurrences();
        // Within a file times never fall, and the order is stable: this is the merge of the files.
        foreach (var line in paths.SelectMany(path => ReadFile(path, key)).OrderBy(static line => line.Time))
            labels.Add(occurrences.KeyOf(line.Id), line.Label);
        return labels;
    }

    /// <summary>Those that have one.</summary>
    public static Dictionary<string, string> Labelled(IReadOnlyDictionary<string, string?> labels) =>
        labels.Where(static entry => entry.Value is not null).ToDictionary(static entry => entry.Key, static entry => entry.Value!, StringComparer.Ordinal);

    private static IEnumerable<Line> ReadFile(string path, string key)
    {
        if (!File.Exists(path))
            throw new EvaluationException($"{path}: there is no such file.");
        using var file = File.OpenRead(path);
        using Stream text = LineReader.IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        var (number, articles, time) = (0, 0, default(DateTimeOffset));
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            articles++;
            var parsed = Parse(line, key, articles, $"{path}:{number}");
            time = parsed.Time > time ? parsed.Time : time;
            yield return parsed with { Time = time };
        }
    }

    private static Line Parse(string text, string key, int article, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var line = document.RootElement;
            if (line.ValueKind != JsonValueKind.Object)
                throw new EvaluationException($"{place}: not a JSON object");
            // A line without an id goes by its number, as in ArticleStream.
            var id = Text(line, "id") is { Length: > 0 } given ? given : article.ToString(CultureInfo.InvariantCulture);
            return new Line(id, Text(line, key), ArticleLineParser.Published(line) ?? default(DateTimeOffset));
        }
        catch (JsonException)
        {
            throw new EvaluationException($"{place}: not JSON");
        }
        catch (FormatException problem)
        {
            throw new EvaluationException($"{place}: {problem.Message}");
        }
    }

    private static string? Text(JsonElement line, string name) =>
        !line.TryGetProperty(name, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
}
