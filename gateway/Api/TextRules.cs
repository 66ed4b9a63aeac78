using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Contracts.Ids;

namespace StoryClustering.Gateway.Api;

/// <summary>Rules that fields of several requests share.</summary>
public static class TextRules
{
    /// <summary>Checks one line of text: size, and characters that hide or reorder what people read. Refused are all C0
    /// controls and DEL (but see <paramref name="breaks"/>), lone surrogates, and the bidirectional embeddings, overrides and isolates (U+202A-202E,
    /// U+2066-2069), which can make a headline or a domain show something other than it says. The marks U+200E and U+200F
    /// are normal in Arabic and Hebrew headlines and pass.</summary>
    /// <param name="violations">Takes the faults.</param>
    /// <param name="path">Name of the field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="maxBytes">Its limit, bytes of UTF-8.</param>
    /// <param name="required">True if it must not be empty or blank.</param>
    /// <param name="breaks">True if tab, carriage return and line feed pass: publishers do break headlines over lines.</param>
    public static void Line(Violations violations, string path, string value, int maxBytes, bool required = false, bool breaks = false)
    {
        if (violations.Has(path)) return;
        if (value.Length == 0)
        {
            if (required) violations.Add(path, "Required.");
            return;
        }
        if (TooLong(violations, path, value, maxBytes)) return;
        if (required && string.IsNullOrWhiteSpace(value))
        {
            violations.Add(path, "Must not be blank.");
            return;
        }
        if (!WellFormed(violations, path, value)) return;
        foreach (var c in value)
        {
            if ((c < ' ' && !(breaks && (c is '\t' or '\n' or '\r'))) || c == '\x7f')
            {
                violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"Control character U+{(int)c:X4} is not allowed."));
                return;
            }
            if (c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
            {
                violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"Text direction control U+{(int)c:X4} is not allowed."));
                return;
            }
        }
    }

    /// <summary>Checks text of several lines. Direction controls pass, because bodies quote whatever people write; C0
    /// controls other than tab and line and page breaks do not.</summary>
    public static void Block(Violations violations, string path, string value, int maxBytes)
    {
        if (value.Length == 0 || violations.Has(path)) return;
        if (TooLong(violations, path, value, maxBytes) || !WellFormed(violations, path, value)) return;
        var at = value.AsSpan().IndexOfAny(RefusedInText);
        if (at >= 0)
        {
            violations.Add(path, string.Create(CultureInfo.InvariantCulture,
                $"Control character U+{(int)value[at]:X4} at character {at} is not allowed."));
        }
    }

    /// <summary>Checks that a field holds a story id.</summary>
    public static void StoryId(Violations violations, string path, string value) =>
        Id(violations, path, value, Key.IsStory(value), Key.StoryPrefix);

    /// <summary>Checks that a field holds an article id.</summary>
    public static void ArticleId(Violations violations, string path, string value) =>
        Id(violations, path, value, Key.IsArticle(value), Key.ArticlePrefix);

    /// <summary>Checks a list of ids: number and form; repeats pass.</summary>
    public static void Ids(Violations violations, string path, IReadOnlyList<string> values, int least, int most, bool stories)
    {
        if (values.Count < least) violations.Add(path, "Required.");
        if (values.Count > most)
        {
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {most} ids. Got {values.Count}."));
            return;
        }
        for (var i = 0; i < values.Count; i++)
        {
            if (stories ? Key.IsStory(values[i]) : Key.IsArticle(values[i])) continue;
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (stories) StoryId(violations, item, values[i]);
            else ArticleId(violations, item, values[i]);
        }
    }

    /// <summary>Checks a page size and returns the one to use.</summary>
    public static int PageSize(Violations violations, int value, int whenZero, int most)
    {
        if (value >= 0 && value <= most) return value == 0 ? whenZero : value;
        violations.Add("page_size", string.Create(CultureInfo.InvariantCulture, $"Must be 0 to {most}. Got {value}."));
        return whenZero;
    }

    /// <summary>Checks a time and returns it, or null if it is absent or wrong.</summary>
    public static DateTimeOffset? Time(Violations violations, string path, Timestamp? value)
    {
        if (value is null) return null;
        if (value.Nanos is < 0 or > 999_999_999)
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"nanos must be 0 to 999999999. Got {value.Nanos}."));
        else if (value.Seconds is < -62_135_596_800 or > 253_402_300_799)
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"Must lie in the years 1 to 9999. Got {value.Seconds} s."));
        else
            return value.ToDateTimeOffset();
        return null;
    }

    /// <summary>Whether a time of publication is none: from before there were news on the web, as a date of 0 is, or the first moment of
    /// a year
    /// that some programs begin to count in.</summary>
    public static bool IsNoPublicationTime(DateTimeOffset time) =>
        time.Year < Limits.EarliestBelievedYear || (time.UtcDateTime is { Year: 2000 or 2001, DayOfYear: 1 } utc
            && utc.TimeOfDay == TimeSpan.Zero);

    /// <summary>Checks a time of publication: not before 1900, not more than 48 h ahead.</summary>
    public static DateTimeOffset? Published(Violations violations, string path, Timestamp? value, DateTimeOffset now)
    {
        if (Time(violations, path, value) is not { } time) return null;
        if (time.Year < Limits.EarliestYear)
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"Must not be before {Limits.EarliestYear}. Got {time:u}."));
        else if (time > now + Limits.FutureTolerance)
            violations.Add(path, string.Create(CultureInfo.InvariantCulture,
                $"Must not be more than {Limits.FutureTolerance.TotalHours:0} hours in the future. Got {time:u}."));
        else
            return time;
        return null;
    }

    /// <summary>Checks a duration; null if it is absent or wrong.</summary>
    public static TimeSpan? Span(Violations violations, string path, Duration? value, TimeSpan least, TimeSpan most)
    {
        if (value is null) return null;
        var sound = value.Nanos is > -1_000_000_000 and < 1_000_000_000 && Math.Abs((double)value.Seconds) < 1e9
            && (value.Seconds == 0 || value.Nanos == 0 || Math.Sign(value.Seconds) == Math.Sign(value.Nanos));
        var span = sound ? TimeSpan.FromTicks(value.Seconds * TimeSpan.TicksPerSecond + value.Nanos / 100) : TimeSpan.MinValue;
        if (span >= least && span <= most) return span;
        violations.Add(path, string.Create(CultureInfo.InvariantCulture,
            $"Must be {least.TotalSeconds:0.###} to {most.TotalSeconds:0.###} seconds. Got {value.Seconds} s {value.Nanos} ns."));
        return null;
    }

    private static readonly System.Buffers.SearchValues<char> RefusedInText = System.Buffers.SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private static void Id(Violations violations, string path, string value, bool sound, string prefix)
    {
        if (sound || violations.Has(path)) return;
        if (value.Length == 0) violations.Add(path, "Required.");
        else violations.Add(path, $"Must be \"{prefix}\" and 26 characters of 0-9a-z without i, l, o, u.", value);
    }

    private static bool TooLong(Violations violations, string path, string value, int maxBytes)
    {
        // A character takes at most three bytes a UTF-16 unit: short strings need no count.
        if (value.Length * 3L <= maxBytes) return false;
        var bytes = Encoding.UTF8.GetByteCount(value);
        if (bytes <= maxBytes) return false;
        violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {maxBytes} bytes of UTF-8. Got {bytes}."));
        return true;
    }

    private static bool WellFormed(Violations violations, string path, string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            i += value.AsSpan(i).IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0 ? at : value.Length;
            if (i >= value.Length) return true;
            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                i++;
                continue;
            }
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"Half a surrogate pair at character {i}."));
            return false;
        }
        return true;
    }
}
