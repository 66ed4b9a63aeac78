namespace StoryClustering.Engine.Text;

/// <summary>One form for numbers that languages write differently: "1,200.50", "1.200,50" -> "1200.5".</summary>
internal static class Numbers
{
    /// <summary>Writes the form and returns its length; 0 if the text is no plain number.</summary>
    /// <param name="source">As written; ASCII digits, points and commas.</param>
    /// <param name="into">At least as long.</param>
    public static int Normalise(ReadOnlySpan<char> source, Span<char> into)
    {
        var mark = DecimalMark(source);
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (char.IsAsciiDigit(c))
            {
                // Leading zeros say nothing.
                if (length == 1 && into[0] == '0' && i <= mark)
                    length = 0;
                into[length++] = c;
            }
            else if (i == mark)
            {
                into[length++] = '.';
            }
            else if (c is not ('.' or ','))
            {
                return 0;
            }
            if (length >= into.Length)
                return 0;
        }
        if (mark >= 0)
        {
            while (length > 0 && into[length - 1] == '0')
                length--;
            if (length > 0 && into[length - 1] == '.')
                length--;
        }
        return length;
    }

    /// <summary>Whether a number may be a year of living memory.</summary>
    public static bool IsYear(ReadOnlySpan<char> digits) => digits.Length == 4 && digits[..2] is "19" or "20" && digits.IndexOf('.') < 0;

    // The last mark, if it is the only one of its kind and no group of three digits follows it ("1,200" is no 1.2).
    private static int DecimalMark(ReadOnlySpan<char> source)
    {
        var last = source.LastIndexOfAny('.', ',');
        if (last < 0 || source[..last].Contains(source[last]))
            return -1;
        var other = source[last] == '.' ? ',' : '.';
        return source.Length - last - 1 == 3 && !source[..last].Contains(other) ? -1 : last;
    }
}
