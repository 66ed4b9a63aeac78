using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Api.V1;

namespace StoryClustering.Cli.Import;

/// <summary>Makes an article of a line {"id","url","outlet","published","lang","title","text","feed_credit","canonical_url"}; unknown fields are ignored,
/// and every field may be null or absent as long as there is (url or id) and (title or text or url).</summary>
internal static class ArticleLineParser
{
    /// <summary>Host of the URLs that stand in for missing ones. ".invalid" is reserved (RFC 2606): it is nobody's.</summary>
    public const string StandInUrl = "http://import.invalid/";

    /// <summary>Longest title made from a text, characters.</summary>
    public const int MadeTitleLength = 100;

    private static readonly char[] WordBreaks = [' ', '-', '_', '.'];
    private static readonly char[] SentenceEnds = ['.', '!', '?', '…', '。', '！', '？'];

    public static InputLine Parse(InputFile file, long number, ReadOnlySequence<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(file, number, document.RootElement);
        }
        catch (JsonException malformed)
        {
            var column = malformed.BytePositionInLine is { } position ? $" at byte {position + 1}" : "";
            return Bad($"not JSON{column}");
        }
        catch (FormatException problem)
        {
            return Bad(problem.Message);
        }

        InputLine Bad(string problem) => new(file, number, null, problem);
    }

    private static InputLine Read(InputFile file, long number, JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object) throw new FormatException("not a JSON object");

        var id = Text(line, "id");
        var url = Text(line, "url").Trim();
        var title = Text(line, "title");
        var text = Text(line, "text");
        if (url.Length == 0 && id.Length == 0) throw new FormatException("neither url nor id");
        var titleMade = string.IsNullOrWhiteSpace(title);
        var bare = titleMade && string.IsNullOrWhiteSpace(text);
        if (bare && url.Length == 0) throw new FormatException("neither title nor text nor url");
        var article = new Article
        {
            Url = url.Length > 0 ? url : StandInUrl + Uri.EscapeDataString(id),
            Title = bare ? TitleOfUrl(url) : titleMade ? TitleOf(text) : title,
            Text = text,
            Outlet = Text(line, "outlet"),
            Language = Text(line, "lang"),
            ExternalId = id,
            FeedCredit = Text(line, "feed_credit"),
            CanonicalUrl = Text(line, "canonical_url"),
        };
        if (Published(line) is { } published) article.PublishedAt = Timestamp.FromDateTime(published);

        // A message beyond the limit would end the whole stream; everything smaller is the service's to judge.
        if (article.CalculateSize() > Limits.MessageBytes - 1024)
            throw new FormatException($"the article is larger than a message may be ({Limits.MessageBytes:N0} bytes)");
        return new InputLine(file, number, article, null) { TitleMade = titleMade };
    }

    /// <summary>A title for a text without one: its first sentence or line, cut between words to 100 characters.</summary>
    internal static string TitleOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        for (var i = 0; i < Math.Min(start.Length, MadeTitleLength); i++)
        {
            if (start[i] is '\n' or '\r') return start[..i].TrimEnd().ToString();
            var ends = SentenceEnds.Contains(start[i]) && (i + 1 == start.Length || char.IsWhiteSpace(start[i + 1]) || start[i] > 0x2fff);
            if (ends) return start[..(i + 1)].ToString();
        }
        if (start.Length <= MadeTitleLength) return start.TrimEnd().ToString();
        var cut = start[..MadeTitleLength];
        var space = cut.LastIndexOf(' ');
        if (space > 0) return cut[..space].TrimEnd().ToString();
        return (char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut).ToString();
    }

    /// <summary>A title for an article of which there is only the address: the words of the path's part that has most, as
    /// publishers put headlines there; without such a part the address itself, cut to 100 characters.</summary>
    internal static string TitleOfUrl(string url)
    {
        var address = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0);
        var end = address.IndexOfAny('?', '#');
        var path = (end < 0 ? address : address[..end]).ToString();
        var best = Array.Empty<string>();
        foreach (var part in path.Split('/').Skip(1))
        {
            var words = Uri.UnescapeDataString(Path.ChangeExtension(part.Replace('+', ' '), null)).Split(WordBreaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            words = Array.FindAll(words, static w => w.Any(char.IsLetter) && !w.Any(char.IsDigit) && !w.Any(char.IsControl));
            if (words.Length > best.Length) best = words;
        }
        return TitleOf(best.Length > 1 ? string.Join(' ', best) : path);
    }

    private static string Text(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value)) return "";
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number when name == "id" => value.GetRawText(),
                _ => throw new FormatException($"{name} is not a string"),
            };
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{name} is not valid Unicode");
        }
    }

    /// <summary>The time under "published"; null without one.</summary>
    /// <exception cref="FormatException">It is no ISO 8601 time.</exception>
    internal static DateTime? Published(JsonElement line)
    {
        var text = Text(line, "published").Trim();
        if (text.Length == 0) return null;
        // ISO 8601, with "T" or a space, and year first: "2026-02-03T10:11:12.5Z". A time without a zone is UTC.
        if (text.Length >= 10 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time.UtcDateTime;
        throw new FormatException("published is not an ISO 8601 time");
    }
}
