using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using StoryClustering.Engine.Features;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>One line of a file of articles.</summary>
internal sealed record FileArticle(string Id, ArticleText Article, string? Story);

/// <summary>
/// Reads articles from JSON lines, plain or gzipped: id, title, text, published (ISO 8601), story (gold label). Missing
/// fields are empty; the declared language is ignored, so that detection is measured too.
/// </summary>
internal static class ArticleFile
{
    public static List<FileArticle> Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(stream);
        var articles = new List<FileArticle>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            DateTimeOffset? published = Text(root, "published") is { } time
                ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null;
            articles.Add(new FileArticle(
                Text(root, "id") ?? articles.Count.ToString(CultureInfo.InvariantCulture),
                new ArticleText(Text(root, "title") ?? "", Text(root, "text") ?? "", null, published),
                Text(root, "story")));
        }
        return articles;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
