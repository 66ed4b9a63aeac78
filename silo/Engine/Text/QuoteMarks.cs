namespace StoryClustering.Engine.Text;

/// <summary>Pairs quotation marks of all the ways in which languages write them. Each mark's partner is looked for in bounded work.</summary>
internal static class QuoteMarks
{
    /// <summary>Longest quotation whose end is looked for, in characters.</summary>
    public const int MostChars = 1500;

    /// <summary>Whether a character may open or close a quotation.</summary>
    public static bool IsMark(char c) => c is '"' || (c >= '\u00AB' && IsOtherMark(c));

    /// <summary>Whether a character may close a quotation, the apostrophe included.</summary>
    public static bool IsCloser(char c) =>
        c is '"' or '\'' or '\u201D' or '\u201C' or '\u2019' or '\u2018' or '\u00BB' or '\u00AB' or '\u203A' or '\u2039' or '\u300D' or '\u300F';

    /// <summary>Whether the mark there opens a quotation: told by what stands before and after it.</summary>
    public static bool Opens(ReadOnlySpan<char> text, int at)
    {
        var before = at == 0 ? ' ' : text[at - 1];
        var after = at + 1 < text.Length ? text[at + 1] : ' ';
        return text[at] switch
        {
            '\u201E' or '\u201A' or '\u300C' or '\u300E' or '\u2039' => true,
            // Opens in English, closes in German.
            '\u201C' => !char.IsWhiteSpace(after) && !char.IsLetterOrDigit(before) && !IsStop(before),
            '\u201D' or '"' => LooksOpen(before) && !char.IsWhiteSpace(after) && !IsStop(after),
            // « French » with spaces inside, »German« the other way round.
            '\u00AB' => LooksOpen(before) || (char.IsWhiteSpace(after) && !char.IsLetterOrDigit(before) && !IsStop(before)) || before is '\'' or '\u2019',
            '\u00BB' => LooksOpen(before) && char.IsLetterOrDigit(after),
            '\u2018' => LooksOpen(before) && (char.IsLetterOrDigit(after) || after is '\u2026'),
            _ => false,
        };
    }

    /// <summary>Index of the mark that closes the quotation opened there; -1 if none opens there, or it is not closed within
    /// <paramref name="most"/> characters or before another of its kind opens.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int open, int most = MostChars)
    {
        if (!IsMark(text[open]) || !Opens(text, open))
            return -1;
        var rest = text.Slice(open + 1, Math.Min(text.Length - open - 1, most));
        var found = text[open] switch
        {
            '\u201E' => rest.IndexOfAny("\u201C\u201D\"\u201E"),
            '\u201A' => SingleEnd(rest, "\u2018\u2019\u201A"),
            '\u300C' => rest.IndexOfAny('\u300D', '\u300C'),
            '\u300E' => rest.IndexOfAny('\u300F', '\u300E'),
            '\u2039' => rest.IndexOfAny('\u203A', '\u2039'),
            '\u201C' => rest.IndexOfAny('\u201D', '\u201C'),
            '\u201D' => rest.IndexOf('\u201D'),
            '"' => rest.IndexOf('"'),
            '\u00AB' => rest.IndexOfAny('\u00BB', '\u00AB'),
            '\u00BB' => rest.IndexOfAny('\u00AB', '\u00BB'),
            _ => SingleEnd(rest, "\u2019\u2018"),
        };
        if (found < 0)
            return -1;
        var end = open + 1 + found;
        return Closes(text, open, end) ? end : -1;
    }

    private static bool Closes(ReadOnlySpan<char> text, int open, int end) => text[open] switch
    {
        '"' or '\u201D' => !Opens(text, end) || (end > open + 1 && IsStop(text[end - 1])),
        '\u201C' => text[end] == '\u201D',
        _ => text[end] != text[open],
    };

    // ' is also the apostrophe: it closes beside a stop, or before a space where no plural's apostrophe can stand.
    private static int SingleEnd(ReadOnlySpan<char> rest, ReadOnlySpan<char> marks)
    {
        var weak = -1;
        for (var i = 0; i < rest.Length;)
        {
            var next = rest[i..].IndexOfAny(marks);
            if (next < 0)
                break;
            i += next;
            var before = i == 0 ? ' ' : rest[i - 1];
            var after = i + 1 < rest.Length ? rest[i + 1] : ' ';
            if (rest[i] == marks[^1] && LooksOpen(before))
                break;
            if (!char.IsLetterOrDigit(after))
            {
                if (IsStop(before) || IsStop(after))
                    return i;
                if (weak < 0 && before is not ('s' or 'S'))
                    weak = i;
            }
            i++;
        }
        return weak;
    }

    private static bool LooksOpen(char before) =>
        char.IsWhiteSpace(before) || before is '(' or '[' or '{' or '/' or ':' or '-' or '\u2013' or '\u2014' or '\u2015' or '\u201C' or '\u2018' or '"'
            or '\u00AB' or '\u201E' or '\u00BF' or '\u00A1' or '\u200B' or '\uFEFF' or '>';

    private static bool IsStop(char c) => c is '.' or ',' or '!' or '?' or ';' or ':' or ')' or '\u2026';

    private static bool IsOtherMark(char c) =>
        c is '\u00AB' or '\u00BB' or (>= '\u2018' and <= '\u201F') or '\u2039' or '\u203A' or (>= '\u300C' and <= '\u300F');
}
