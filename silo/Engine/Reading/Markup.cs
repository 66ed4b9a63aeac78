using System.Buffers;
using System.Globalization;
using System.Text;
using System.Web;

namespace StoryClustering.Engine.Reading;

/// <summary>
/// Reads text in which HTML was left: entities, also escaped twice, tags, what is left of CDATA, and marks that no reader sees. What it
/// gives is
/// as long as what it was given, so that every place in the one is the same place in the other: an entity becomes its character and
/// <see cref="Filler"/>s, a tag becomes fillers or blanks. A text without any of this is given back as it is.
/// </summary>
internal static class Markup
{
    /// <summary>Stands where something was taken out: U+2060, which joins and is not seen.</summary>
    public const char Filler = '\u2060';

    private const int LongestEntity = 12;
    private const int LongestTag = 2_000;
    private const int LongestEscapedTag = 300;
    private const int MostEscapes = 4;

    private static readonly SearchValues<char> Signs = SearchValues.Create("&<\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF\u00AD\u180E");
    private static readonly SearchValues<char> Unseen = SearchValues.Create("\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF\u00AD\u180E");

    // Within a line: what they enclose goes on.
    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
        "nobr", "q", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "audio", "blockquote", "body", "br", "button", "center", "dd", "details", "div", "dl", "dt",
        "embed", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "img", "input", "li", "link", "main",
        "meta", "nav", "noscript", "object", "ol",
        "p", "picture", "pre", "section", "source", "summary", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        "video", "amp-img", "script", "style",
    };

    // What numbers of Windows-1252 were meant to be, 128 to 159.
    private const string Windows = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The text as readers see it, in as many code units.</summary>
    public static string View(string text)
    {
        var at = text.AsSpan().IndexOfAny(Signs);
        if (at < 0)
            return text;
        char[]? view = null;
        while (at < text.Length)
        {
            var length = text[at] switch
            {
                '&' => Entity(text, at, ref view),
                '<' => Tag(text, at, ref view),
                _ => Mark(text, at, ref view),
            };
            at += Math.Max(length, 1);
            var next = text.AsSpan(at).IndexOfAny(Signs);
            if (next < 0)
                break;
            at += next;
        }
        return view is null ? text : new string(view);
    }

    /// <summary>Part of a view as it is shown: without fillers and without blanks around it.</summary>
    public static string Shown(ReadOnlySpan<char> view)
    {
        view = view.Trim();
        if (!view.Contains(Filler))
            return view.ToString();
        var shown = new char[view.Length];
        var length = 0;
        foreach (var c in view)
        {
            if (c != Filler && !(c == ' ' && length > 0 && shown[length - 1] == ' '))
                shown[length++] = c;
        }
        return new string(shown, 0, length).Trim();
    }

    private static int Mark(string text, int at, ref char[]? view)
    {
        view ??= text.ToCharArray();
        var end = text.AsSpan(at).IndexOfAnyExcept(Unseen);
        var length = end < 0 ? text.Length - at : end;
        view.AsSpan(at, length).Fill(Filler);
        return length;
    }

    // "&amp;", "&#8217;", "&amp;#8217;", "&amp;amp;quot;"
    private static int Entity(string text, int at, ref char[]? view)
    {
        if (EscapedTag(text, at, ref view) is > 0 and var tag)
            return tag;
        var end = at + 1;
        for (var escapes = 0; escapes < MostEscapes && text.AsSpan(end).StartsWith("amp;", StringComparison.Ordinal); escapes++)
        {
            end += 4;
            var name = NameAt(text, end);
            if (name == 0)
                return Put(text, at, end - at, "&", ref view); // "&amp;" for itself
            if (!text.AsSpan(end).StartsWith("amp;", StringComparison.Ordinal))
                return Decoded(text, end, name) is { } inner ? Put(text, at, end + name - at, inner, ref view) : Put(text, at,
                    end - at, "&", ref view);
        }
        var length = NameAt(text, end);
        return length > 0 && Decoded(text, end, length) is { } decoded ? Put(text, at, end + length - at, decoded, ref view) : 1;
    }

    // "&lt;b&gt;", "&amp;lt;/p&amp;gt;": feeds escape the markup of their titles.
    private static int EscapedTag(string text, int at, ref char[]? view)
    {
        var rest = text.AsSpan(at, Math.Min(LongestEscapedTag, text.Length - at));
        var isTwice = rest.StartsWith("&amp;lt;", StringComparison.OrdinalIgnoreCase);
        if (!isTwice && !rest.StartsWith("&lt;", StringComparison.OrdinalIgnoreCase))
            return 0;
        var start = isTwice ? 8 : 4;
        var closing = isTwice ? "&amp;gt;" : "&gt;";
        var end = rest.IndexOf(closing, StringComparison.OrdinalIgnoreCase);
        if (end <= start)
            return 0;
        var inner = rest[start..end].TrimStart('/');
        var space = inner.IndexOfAny(' ', '/');
        var name = (space < 0 ? inner : inner[..space]).ToString();
        if (!Inline.Contains(name) && !Blocks.Contains(name))
            return 0;
        return Put(text, at, end + closing.Length, Inline.Contains(name) ? "" : " ", ref view);
    }

    // Length of what follows "&" up to and with ";"; 0 if it is no entity by its form.
    private static int NameAt(string text, int at)
    {
        var rest = text.AsSpan(at, Math.Min(LongestEntity, text.Length - at));
        var end = rest.IndexOf(';');
        if (end < 2)
            return 0;
        var name = rest[..end];
        if (name[0] == '#')
            name = name[1..];
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return 0;
        }
        return end + 1;
    }

    private static string? Decoded(string text, int at, int length)
    {
        var name = text.AsSpan(at, length - 1);
        int value;
        if (name[0] == '#')
        {
            var isNumber = name.Length > 1 && name[1] is 'x' or 'X'
                ? int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                : int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out value);
            if (!isNumber || !Rune.IsValid(value))
                return null;
            if (value is >= 128 and < 160)
                value = Windows[value - 128];
            if (value < 32 && value is not (9 or 10 or 13))
                return " ";
            var rune = new Rune(value).ToString();
            return rune.AsSpan().ContainsAny(Unseen) ? "" : rune;
        }
        var entity = $"&{name};";
        var decoded = name is "apos" ? "'" : HttpUtility.HtmlDecode(entity);
        if (decoded == entity)
            return null;
        return decoded.AsSpan().ContainsAny(Unseen) ? "" : decoded;
    }

    // "<b>", "</p>", "<br/>", "<a href='...'>", "<!-- -->", "<![CDATA[", "]]>" is left as it is: it is not seen without.
    private static int Tag(string text, int at, ref char[]? view)
    {
        var rest = text.AsSpan(at, Math.Min(LongestTag, text.Length - at));
        if (rest.StartsWith("<!--", StringComparison.Ordinal) && rest.IndexOf("-->") is > 0 and var comment)
            return Put(text, at, comment + 3, " ", ref view);
        if (rest.StartsWith("<![CDATA[", StringComparison.OrdinalIgnoreCase))
        {
            if (rest.IndexOf("]]>") is > 0 and var close)
                Put(text, at + close, 3, " ", ref view);
            return Put(text, at, 9, " ", ref view);
        }
        var start = rest.Length > 1 && rest[1] == '/' ? 2 : 1;
        var end = start;
        while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] == '-'))
            end++;
        if (end == start || end - start > LongestEntity || end >= rest.Length || rest[end] is not ('>' or ' ' or '/' or '\t' or '\n'
            or '\r'))
            return 1;
        var name = rest[start..end].ToString();
        var isInline = Inline.Contains(name);
        if (!isInline && !Blocks.Contains(name))
            return 1;
        var after = rest[end..].IndexOf('>');
        if (after < 0)
            return 1;
        var length = end + after + 1;
        // What scripts and styles hold is nobody's words.
        if (start == 1 && name.ToLowerInvariant() is "script" or "style"
            && text.IndexOf($"</{name}>", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var closing)
            length = closing - at + name.Length + 3;
        var isLine = name.ToLowerInvariant() is "p" or "br" or "div" or "li" or "h1" or "h2" or "h3" or "h4" or "blockquote" or "tr";
        return Put(text, at, length, isInline ? "" : isLine ? "\n" : " ", ref view);
    }

    private static int Put(string text, int at, int length, string with, ref char[]? view)
    {
        view ??= text.ToCharArray();
        with.CopyTo(view.AsSpan(at));
        view.AsSpan(at + with.Length, length - with.Length).Fill(Filler);
        return length;
    }
}
