using System.Globalization;
using System.Text;

namespace StoryClustering.Cli.Terminal;

/// <summary>Makes text from outside safe to print: a headline must not move the cursor, set the window title or turn the
/// direction of what follows it.</summary>
internal static class TerminalText
{
    /// <summary>The text on one line: controls, line breaks, direction marks and broken surrogates become spaces or U+FFFD.</summary>
    /// <example>"Flood\u001b[2J\nin Harbor" becomes "Flood [2J in Harbor".</example>
    public static string Clean(string text)
    {
        var changed = false;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate is enumerated as U+FFFD
        {
            if (IsUnsafe(rune))
            {
                changed = true;
                clean.Append(' ');
            }
            else
            {
                changed |= rune == Rune.ReplacementChar;
                clean.Append(rune.ToString());
            }
        }
        return changed ? clean.ToString() : text;
    }

    /// <summary>The cleaned text, cut to at most this many characters; a cut ends in "…".</summary>
    public static string Clean(string text, int characters)
    {
        var clean = Clean(text).Trim();
        if (clean.Length <= characters) return clean;
        var end = char.IsHighSurrogate(clean[characters - 2]) ? characters - 2 : characters - 1;
        return string.Concat(clean.AsSpan(0, end), "…");
    }

    private static bool IsUnsafe(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.Control:
            case UnicodeCategory.LineSeparator:
            case UnicodeCategory.ParagraphSeparator:
                return true;
            case UnicodeCategory.Format:
                return rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            default:
                return false;
        }
    }
}
