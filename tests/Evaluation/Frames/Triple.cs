using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoryClustering.Engine.Frames;

namespace StoryClustering.Evaluation.Frames;

/// <summary>An event as three outlets tell it, with an expert's neutral summary.</summary>
internal sealed record Triple(string Id, string Split, IReadOnlyList<Triple.Article> Articles, [property: JsonPropertyName("neutral_title")] string NeutralTitle,
    [property: JsonPropertyName("neutral_summary")] string NeutralSummary)
{
    internal sealed record Article(string Title, string Text, string? Lean);

    /// <summary>The triple with the leans that a file of labelled stories gives to articles of the same story and title.</summary>
    public Triple With(IReadOnlyDictionary<string, LabelledStory> labels) => labels.GetValueOrDefault(Id) is not { } story
        ? this
        : this with { Articles = [.. Articles.Select(a => a with { Lean = a.Lean ?? story.Articles.FirstOrDefault(l => SentenceReader.KeyOf(l.Title ?? "") == SentenceReader.KeyOf(a.Title))?.Lean })] };

    /// <summary>As a labelled story.</summary>
    public LabelledStory AsStory() =>
        new(Id, [.. Articles.Select((a, i) => new LabelledStory.Line($"{Id}-{i}", "", $"outlet-{i}.example", null, "en", a.Title, a.Text, Id, a.Lean))]);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a file, gzipped or not; one JSON object a line.</summary>
    public static IEnumerable<Triple> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(plain);
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            Triple? triple;
            try { triple = JsonSerializer.Deserialize<Triple>(line, Json); }
            catch (JsonException e) { throw new EvaluationException($"{path}, line {number}: {e.Message}"); }
            if (triple is { Articles.Count: > 0, NeutralSummary.Length: > 0 })
                yield return triple;
        }
    }
}
