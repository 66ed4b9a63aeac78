using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Evaluation.Frames;

/// <summary>A labelled story with the leans of its articles.</summary>
internal sealed record LabelledStory(string Id, IReadOnlyList<LabelledStory.Line> Articles)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal sealed record Line(string Id, string? Url, string Outlet, DateTimeOffset? Published, [property: JsonPropertyName("lang")] string? Language, string? Title, string? Text,
        string? Story, string? Lean)
    {
        [JsonIgnore]
        public Side Side => Lean switch { "left" => Side.Left, "center" => Side.Center, "right" => Side.Right, _ => Side.Unrated };
    }

    /// <summary>Stories of a file, by label.</summary>
    public static List<LabelledStory> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(plain);
        var lines = new List<Line>();
        for (var number = 1; reader.ReadLine() is { } text; number++)
        {
            try
            {
                if (JsonSerializer.Deserialize<Line>(text, Json) is { Story: not null } line)
                    lines.Add(line);
            }
            catch (JsonException e) { throw new EvaluationException($"{path}, line {number}: {e.Message}"); }
        }
        return [.. lines.GroupBy(static l => l.Story!, StringComparer.Ordinal).Select(static g => new LabelledStory(g.Key, [.. g]))];
    }

    /// <summary>Its articles as a ledger takes them, each outlet an origin with the lean of its article.</summary>
    public (FrameLedger Ledger, List<ArticleStanding> Standings) Ledger(FrameOptions options)
    {
        var ledger = new FrameLedger(options);
        var standings = new List<ArticleStanding>();
        for (var i = 0; i < Articles.Count; i++)
        {
            var line = Articles[i];
            var id = $"{i}";
            ledger.Put(new FrameArticle(id, line.Title ?? "", line.Text ?? "", line.Language ?? "und", line.Outlet, line.Url ?? "", line.Published ?? default, 1));
            standings.Add(new ArticleStanding(id, line.Outlet, false, line.Side, line.Outlet, OutletKind.Unknown));
        }
        return (ledger, standings);
    }
}
