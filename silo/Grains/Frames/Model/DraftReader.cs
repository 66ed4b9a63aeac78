using System.Text.Json;
using StoryClustering.Engine.Frames.Claims;
using StoryClustering.Engine.Text;

namespace StoryClustering.Grains.Frames.Model;

/// <summary>Reads a model's answer. A fence around the JSON is forgiven, as many models put one; nothing else is.</summary>
internal static class DraftReader
{
    private const int Longest = 256 * 1024;
    // Beyond it a claim is refused for its length anyway; so much of it is kept to say so.
    private const int LongestText = 2_000;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8 };

    /// <summary>The claims; null if the answer is not of the form that was asked for. A claim that is not is left out.</summary>
    public static DraftedFrames? Read(string answer)
    {
        if (answer.Length > Longest) return null;
        try
        {
            using var document = JsonDocument.Parse(Unfenced(answer).AsMemory(), Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("claims", out var list) || list.ValueKind != JsonValueKind.Array) return null;
            var claims = new List<DraftedClaim>();
            foreach (var entry in list.EnumerateArray().Take(DraftedFrames.MostClaims))
                if (Claim(entry) is { } claim) claims.Add(claim);
            return claims.Count == 0 && list.GetArrayLength() > 0 ? null : new DraftedFrames(claims);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string with half a character.
            return null;
        }
    }

    private static DraftedClaim? Claim(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("line", out var line) || line.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("spans", out var spans) || spans.ValueKind != JsonValueKind.Array) return null;
        var numbers = new List<int>();
        foreach (var span in spans.EnumerateArray().Take(DraftedFrames.MostSpans + 1))
        {
            if (span.ValueKind != JsonValueKind.Number || !span.TryGetInt32(out var number)) return null;
            numbers.Add(number);
        }
        var words = text.GetString()!;
        return new DraftedClaim(line.GetString()!, RuneBounds.First(words, LongestText), numbers);
    }

    private static string Unfenced(string answer)
    {
        var text = answer.Trim().Trim('\uFEFF');
        if (!text.StartsWith("```", StringComparison.Ordinal) || !text.EndsWith("```", StringComparison.Ordinal) || text.Length < 6) return text;
        var start = text.IndexOf('\n', StringComparison.Ordinal);
        return start < 0 || start > text.Length - 3 ? text : text[start..^3];
    }
}
