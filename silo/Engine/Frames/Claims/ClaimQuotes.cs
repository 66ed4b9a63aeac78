namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Finds what stands between quotation marks in a claim, in the forms of the supported languages.</summary>
/// <remarks>Not <see cref="Text.QuoteMarks"/>, which reads articles and lets a mark without partner pass: a claim with one is refused.</remarks>
internal static class ClaimQuotes
{
    /// <summary>The passages of a text; null if a mark is without its partner.</summary>
    public static List<string>? Passages(string text)
    {
        var passages = new List<string>();
        var open = -1;
        var closers = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (open >= 0)
            {
                if (closers.Contains(text[i], StringComparison.Ordinal) && Closes(text, i))
                {
                    passages.Add(text[(open + 1)..i]);
                    open = -1;
                }
                continue;
            }
            if (!Opens(text, i)) continue;
            closers = ClosersOf(text[i]);
            if (closers.Length == 0) return null;
            open = i;
        }
        return open < 0 ? passages : null;
    }

    /// <summary>Whether there is any mark in a text.</summary>
    public static bool IsIn(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (Opens(text, i) || (IsMark(text[i]) && !IsApostrophe(text, i))) return true;
        return false;
    }

    /// <summary>Whether a passage stands in a text as it is, as whole words. Marks, blanks and a comma or full stop at its ends do not count.</summary>
    public static bool IsQuoted(string passage, string text)
    {
        var words = passage.AsSpan().Trim();
        while (words.Length > 0 && (IsMark(words[^1]) || words[^1] is ',' or '.' or ' ')) words = words[..^1];
        while (words.Length > 0 && (IsMark(words[0]) || words[0] == ' ')) words = words[1..];
        if (words.Length == 0) return false;
        for (var from = 0; from <= text.Length - words.Length;)
        {
            var at = text.AsSpan(from).IndexOf(words, StringComparison.Ordinal);
            if (at < 0) return false;
            at += from;
            var end = at + words.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(words[0]))
                && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(words[^1]))) return true;
            from = at + 1;
        }
        return false;
    }

    public static bool IsMark(char c) =>
        c is '"' or '\'' or '\u00AB' or '\u00BB' or (>= '\u2018' and <= '\u201F') or '\u2039' or '\u203A' or '\u300C' or '\u300D' or '\u300E' or '\u300F' or '\uFF02';

    // In "don't" and "the players' bus" it is none.
    private static bool IsApostrophe(string text, int index) =>
        text[index] is '\'' or '\u2019' && index > 0 && char.IsLetterOrDigit(text[index - 1]);

    private static bool Opens(string text, int index)
    {
        var c = text[index];
        if (!IsMark(c)) return false;
        if (c is not ('\'' or '\u2018' or '\u2019')) return true;
        return (index == 0 || !char.IsLetterOrDigit(text[index - 1])) && index + 1 < text.Length && char.IsLetter(text[index + 1])
            // "the players' bus", "'s avonds", "'90s" and "rock 'n' roll" leave nothing open.
            && text.AsSpan(index + 1).IndexOfAny('\'', '\u2019') is var close && close > 1;
    }

    private static bool Closes(string text, int index) =>
        text[index] is not ('\'' or '\u2019') || index + 1 == text.Length || !char.IsLetterOrDigit(text[index + 1]);

    private static string ClosersOf(char open) => open switch
    {
        '"' or '\uFF02' => "\"\uFF02",
        '\'' => "'",
        '\u201C' => "\u201D\u201C\"",
        '\u201D' => "\u201D",
        '\u201E' or '\u201F' => "\u201C\u201D\"",
        '\u2018' or '\u2019' => "\u2019",
        '\u201A' or '\u201B' => "\u2018\u2019",
        '\u00AB' => "\u00BB",
        '\u00BB' => "\u00AB\u00BB",
        '\u2039' => "\u203A",
        '\u203A' => "\u2039",
        '\u300C' => "\u300D",
        '\u300E' => "\u300F",
        _ => "",
    };
}
