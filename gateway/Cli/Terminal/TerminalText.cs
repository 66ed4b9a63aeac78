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

    /// <summary>The cleaned text, cut to at most this many columns of a terminal; a cut ends in "…". East Asian wide
    /// characters and emoji take two columns (Unicode Standard Annex 11, by block), combining marks none.</summary>
    public static string Clean(string text, int columns)
    {
        var clean = Clean(text).Trim();
        if (clean.Length * 2 <= columns) return clean;
        int used = 0, at = 0, cut = 0;
        foreach (var rune in clean.EnumerateRunes())
        {
            used += Columns(rune);
            if (used > columns) return string.Concat(clean.AsSpan(0, cut), "…");
            at += rune.Utf16SequenceLength;
            if (used < columns) cut = at; // room for the mark
        }
        return clean;
    }

    private static int Columns(Rune rune) => rune.Value switch
    {
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
            or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };

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
