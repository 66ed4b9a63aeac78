namespace StoryClustering.Engine.Text;

/// <summary>
/// Cuts text so that no half of a surrogate pair is left at an end. Half a pair is no text: databases refuse it, encoders replace it. Whatever is
/// taken out of an article by counting characters goes through here.
/// </summary>
public static class RuneBounds
{
    /// <summary>The first <paramref name="most"/> UTF-16 code units at most, one less where the last would be half a pair.</summary>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most) return text;
        return most > 0 && char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }

    /// <summary>The same of a string, which is given back itself if it is short enough.</summary>
    public static string First(string text, int most) => text.Length <= most ? text : First(text.AsSpan(), most).ToString();

    /// <summary>The last <paramref name="most"/> UTF-16 code units at most, one less where the first would be half a pair.</summary>
    public static ReadOnlySpan<char> Last(ReadOnlySpan<char> text, int most)
    {
        if (text.Length <= most) return text;
        var rest = text[^most..];
        return most > 0 && char.IsLowSurrogate(rest[0]) ? rest[1..] : rest;
    }

    /// <summary>What an expression has found, without the half of a pair that it may have begun or ended in.</summary>
    public static string Whole(string found)
    {
        var start = found.Length > 0 && char.IsLowSurrogate(found[0]) ? 1 : 0;
        var end = found.Length > start && char.IsHighSurrogate(found[^1]) ? found.Length - 1 : found.Length;
        return start == 0 && end == found.Length ? found : found[start..end];
    }
}
