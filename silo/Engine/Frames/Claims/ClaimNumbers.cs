using System.Globalization;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>What a number counts.</summary>
internal enum ClaimNumberKind : byte
{
    Plain,
    Percent,
    /// <summary>An amount of <see cref="ClaimNumber.Detail"/>.</summary>
    Money,
    /// <summary>Minutes of a day.</summary>
    Time,
    Ordinal,
    /// <summary>"Dozens": no count; <see cref="ClaimNumber.Detail"/> says which crowd.</summary>
    Crowd,
}

/// <summary>A number in a text.</summary>
/// <param name="First">First word of it.</param>
/// <param name="Last">Last word of it.</param>
/// <param name="Kind">What it counts.</param>
/// <param name="Value">The value.</param>
/// <param name="Detail">Currency, crowd, or digits too many for a value.</param>
/// <param name="Bound">Which way it is open.</param>
internal readonly record struct ClaimNumber(int First, int Last, ClaimNumberKind Kind, decimal Value, string Detail, Bound Bound)
{
    /// <summary>Whether both say the same number.</summary>
    public bool IsSame(ClaimNumber other) =>
        Kind == other.Kind && Value == other.Value && Bound == other.Bound && string.Equals(Detail, other.Detail, StringComparison.Ordinal);

    /// <summary>Whether both say the same number, if qualifiers are let alone.</summary>
    public bool IsSameValue(ClaimNumber other) => Kind == other.Kind && Value == other.Value && string.Equals(Detail, other.Detail, StringComparison.Ordinal);
}

/// <summary>Finds the numbers of a claim and of the spans that it cites, in digits and in words, by the places of words.</summary>
/// <remarks>Not <see cref="Text.NumberMentions"/>, which says what is counted and leaves out what it does not understand: here every number must be found,
/// with the way in which it is open, since one that is overlooked passes unchecked.</remarks>
internal static class ClaimNumbers
{
    private const int MostNumbers = 64;

    public static ClaimNumber[] In(ReadText text)
    {
        var found = new List<ClaimNumber>();
        for (var i = 0; i < text.Words.Length && found.Count < MostNumbers; i++)
        {
            if (At(text, i) is not { } number) continue;
            found.Add(number with { Bound = BoundOf(text, number) });
            i = number.Last;
        }
        return [.. found];
    }

    private static ClaimNumber? At(ReadText text, int first)
    {
        var words = text.Words;
        var word = words[first];
        if (word.IsDigits) return Digits(text, first);
        if (NumberVocabulary.CrowdOf(word.Lower) is { } crowd && !IsScaleOf(text, first)) return new ClaimNumber(first, first, ClaimNumberKind.Crowd, 0, crowd, Bound.None);
        var last = first;
        decimal value;
        if (NumberVocabulary.TryPlain(word.Lower, text.Language, out value))
        {
            // "Twenty-five".
            if (value is >= 20 and < 100 && Next(text, last) is { } unit && NumberVocabulary.TryPlain(unit.Lower, text.Language, out var one) && one is > 0 and < 10)
            {
                value += one;
                last++;
            }
            else if (value is >= 20 and < 100 && Next(text, last) is { Lower: "one" })
            {
                value++;
                last++;
            }
        }
        else if (word.Lower == "one" && text.Language == "en" && IsCount(text, first))
        {
            value = 1;
        }
        else if (word.Lower.Length > 2 && NumberVocabulary.TryScale(word.Lower, text.Language, out value))
        {
        }
        else
        {
            return null;
        }
        return Finish(text, first, Scaled(text, ref last, value), last, "");
    }

    // "One of the men", "no one", "one another" and "one side" count nothing.
    private static bool IsCount(ReadText text, int index)
    {
        if (Next(text, index) is { Lower: "of" or "another" or "side" or "group" or "would" or "could" or "can" or "must" or "should" }) return false;
        return index == 0 || text.Words[index].IsBroken
            || text.Words[index - 1].Lower is not ("no" or "any" or "every" or "each" or "this" or "that" or "which" or "the" or "some" or "another" or "not");
    }

    // "Two millions" is a number and no crowd.
    private static bool IsScaleOf(ReadText text, int index) =>
        index > 0 && !text.Words[index].IsBroken && NumberVocabulary.TryPlain(text.Words[index - 1].Lower, text.Language, out _) && NumberVocabulary.TryScale(text.Words[index].Lower, text.Language, out _);

    private static ClaimNumber? Digits(ReadText text, int first)
    {
        var words = text.Words;
        var written = text.Source.AsSpan(words[first].Start, words[first].End - words[first].Start);
        Span<char> digits = stackalloc char[Math.Min(written.Length, 64)];
        var length = 0;
        while (length < digits.Length && (written[length] is '.' or ',' || char.IsDigit(written[length])))
        {
            digits[length] = char.IsDigit(written[length]) ? (char)('0' + (int)CharUnicodeInfo.GetNumericValue(written[length])) : written[length];
            length++;
        }
        if (length == 0) return null;
        var suffix = words[first].Lower.AsSpan()[Math.Min(words[first].Lower.Length, words[first].Lower.AsSpan().LastIndexOfAnyInRange('0', '9') + 1)..].ToString();
        if (ClockTime(text, first, digits[..length]) is { } time) return time;
        Span<char> form = stackalloc char[65];
        var formed = Text.Numbers.Normalise(digits[..length], form);
        var detail = "";
        if (formed == 0 || formed > 27 || !decimal.TryParse(form[..formed], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            (value, detail) = (0, digits[..length].ToString());
        if (IsNegative(text.Source, words[first].Start)) value = -value;
        var last = first;
        if (suffix is "st" or "nd" or "rd" or "th" or "e" or "er" or "º" or "ª") return new ClaimNumber(first, last, ClaimNumberKind.Ordinal, value, detail, Bound.None);
        if (suffix is "am" or "pm") return Clock(first, last, value, suffix);
        if (suffix.Length > 0)
        {
            if (!NumberVocabulary.TryScale(suffix, text.Language, out var scale)) return Finish(text, first, value, last, detail + suffix);
            value = Times(value, scale);
        }
        else if (HalfOfDay(text, ref last) is { } half)
        {
            return Clock(first, last, value, half);
        }
        return Finish(text, first, Scaled(text, ref last, value), last, detail);
    }

    // "10:30", "10:30 pm".
    private static ClaimNumber? ClockTime(ReadText text, int first, ReadOnlySpan<char> hours)
    {
        var words = text.Words;
        if (first + 1 >= words.Length || words[first].End >= text.Source.Length || text.Source[words[first].End] != ':' || words[first + 1].Start != words[first].End + 1) return null;
        if (words[first + 1].Lower is not { Length: >= 2 } minutes || !char.IsAsciiDigit(minutes[0]) || !char.IsAsciiDigit(minutes[1])) return null;
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || hour > 24) return null;
        var minute = (minutes[0] - '0') * 10 + minutes[1] - '0';
        var last = first + 1;
        var half = minutes.Length > 2 ? minutes[2..] : "";
        if (half.Length == 0) half = HalfOfDay(text, ref last) ?? "";
        if (half == "pm" && hour < 12) hour += 12;
        if (half == "am" && hour == 12) hour = 0;
        return new ClaimNumber(first, last, ClaimNumberKind.Time, hour * 60 + minute, "", Bound.None);
    }

    // "5 pm", "5 p.m.", which the tokeniser reads as two words.
    private static string? HalfOfDay(ReadText text, ref int last)
    {
        if (text.Language != "en") return null;
        var rest = text.Source.AsSpan(text.Words[last].End).TrimStart(' ').TrimStart('\u00A0');
        if (rest.Length < 2 || char.ToLowerInvariant(rest[0]) is not ('a' or 'p')) return null;
        var m = rest[1] == '.' ? 2 : 1;
        if (m >= rest.Length || char.ToLowerInvariant(rest[m]) != 'm' || (m + 1 < rest.Length && char.IsLetterOrDigit(rest[m + 1]))) return null;
        var end = text.Source.Length - rest.Length + m;
        while (last + 1 < text.Words.Length && text.Words[last + 1].Start <= end) last++;
        return char.ToLowerInvariant(rest[0]) == 'a' ? "am" : "pm";
    }

    private static ClaimNumber Clock(int first, int last, decimal hour, string half)
    {
        if (half == "pm" && hour < 12) hour += 12;
        else if (half == "am" && hour == 12) hour = 0;
        return new ClaimNumber(first, last, ClaimNumberKind.Time, Times(hour, 60), "", Bound.None);
    }

    // "12 million", "two hundred thousand".
    private static decimal Scaled(ReadText text, ref int last, decimal value)
    {
        for (var steps = 0; steps < 3 && Next(text, last) is { } next && next.Lower.Length > 1 && NumberVocabulary.TryScale(next.Lower, text.Language, out var scale); steps++)
        {
            value = Times(value, scale);
            last++;
        }
        if (Next(text, last) is { Lower: "dozen" } && value < 100)
        {
            value *= 12;
            last++;
        }
        return value;
    }

    private static ClaimNumber Finish(ReadText text, int first, decimal value, int last, string detail)
    {
        var source = text.Source;
        var after = text.Words[last].End;
        while (after < source.Length && source[after] is ' ' or '\u00A0' or '\u202F') after++;
        if (after < source.Length && source[after] is '%' or '٪') return new ClaimNumber(first, last, ClaimNumberKind.Percent, value, detail, Bound.None);
        if (Next(text, last) is { } next)
        {
            if (NumberVocabulary.IsPercent(next.Lower)) return new ClaimNumber(first, last + 1, ClaimNumberKind.Percent, value, detail, Bound.None);
            if (next.Lower is "per" or "pour" or "por" && last + 2 < text.Words.Length && text.Words[last + 2].Lower is "cent" or "cento" or "ciento")
                return new ClaimNumber(first, last + 2, ClaimNumberKind.Percent, value, detail, Bound.None);
            if (NumberVocabulary.CurrencyOf(next.Lower) is { } currency) return new ClaimNumber(first, last + 1, ClaimNumberKind.Money, value, detail + currency, Bound.None);
        }
        var before = text.Words[first].Start - 1;
        if (before >= 0 && source[before] is ' ' or '\u00A0') before--;
        if (before >= 0 && NumberVocabulary.CurrencyOf(source[before]) is { } sign) return new ClaimNumber(first, last, ClaimNumberKind.Money, value, detail + sign, Bound.None);
        if (after < source.Length && NumberVocabulary.CurrencyOf(source[after]) is { } behind) return new ClaimNumber(first, last, ClaimNumberKind.Money, value, detail + behind, Bound.None);
        return new ClaimNumber(first, last, ClaimNumberKind.Plain, value, detail, Bound.None);
    }

    private static Bound BoundOf(ReadText text, ClaimNumber number)
    {
        var words = text.Words;
        for (var length = 3; length >= 1; length--)
        {
            var from = number.First - length;
            if (from < 0) continue;
            var joined = string.Join(' ', words.AsSpan(from, length).ToArray().Select(static w => w.Lower));
            if (NumberVocabulary.Before(joined) is var bound and not Bound.None) return bound;
        }
        if (number.Last + 2 < words.Length && NumberVocabulary.Behind(words[number.Last + 1].Lower + " " + words[number.Last + 2].Lower) is var behind) return behind;
        return Bound.None;
    }

    private static ReadWord? Next(ReadText text, int index) => index + 1 < text.Words.Length && !text.Words[index + 1].IsBroken ? text.Words[index + 1] : null;

    private static bool IsNegative(string source, int start) =>
        start > 0 && source[start - 1] is '-' or '\u2212' && (start == 1 || source[start - 2] is ' ' or '(');

    // Hostile digits must not overflow.
    private static decimal Times(decimal value, decimal by) => Math.Abs(value) > 1_000_000_000_000_000m ? value : value * by;
}
