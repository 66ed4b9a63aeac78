using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StoryClustering.Contracts.Ids;

namespace StoryClustering.Gateway.Articles;

/// <summary>The canonical form of an article's URL: its identity. <c>https://www.Example.com:443/A/?utm_source=x&amp;id=7#top</c>
/// becomes <c>example.com/A?id=7</c>.
/// <para>Done: scheme, "www.", default ports, a trailing dot of the host, fragments that are no route (<c>#/story/7</c> and <c>#!story/7</c>
/// are), tracking parameters and trailing slashes of the path dropped; host in lower case and Punycode; dot segments resolved;
/// percent-encoding normalised (unreserved characters decoded, the rest encoded, hex digits in upper case). Copies that others serve
/// (AMP caches, translating proxies) have the form of what they show. Kept: the case of the path, order and repeats of the query,
/// everything that might tell two articles apart. The form of a form is itself.</para>
/// <para>Not System.Uri, which turns a backslash in a path into a slash and decodes more than this.</para></summary>
public sealed record CanonicalUrl
{
    /// <summary>Query parameters that say how a reader came to a page, never which page it is. Compared without case; a name
    /// that ends in '*' is a prefix. Names that some site uses for content (ref, source, id, cid, ncid, cmpid ...) are not here.</summary>
    public static readonly IReadOnlyList<string> TrackingParameters =
    [
        "utm_*",                                                     // Urchin / Google Analytics, and whatever imitates it
        "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "gad_source", "gad_campaignid", // Google
        "at_*", "xtor", "mtm_*", "pk_*", "piwik_*", "matomo_*",      // AT Internet, Matomo
        "hsa_*", "s_kwcid", "ef_id", "wt_mc", "wt.mc_id",            // HubSpot's advertisements, Adobe, Webtrekk
        "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee", "ocid", "smid", "smtyp", "taid", // newsrooms' own
        "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "__twitter_impression", // Facebook, Twitter
        "_branch_match_id", "_branch_referrer", "_openstat", "dicbo", "tblci", // Branch, Openstat, Outbrain, Taboola
        "_x_tr_*",                                                   // Google's translating proxy
        "_ga", "_gl", "fbclid",                                      // Google Analytics across domains; Facebook
        "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id",
        "igshid", "igsh", "epik", "rdt_cid", "scclid",               // Instagram, Pinterest, Reddit, Snapchat
        "mc_cid", "mc_eid", "mkt_tok", "vero_id", "oly_enc_id", "oly_anon_id", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp",
        "ml_subscriber", "ml_subscriber_hash", "wickedid", "guccounter", "guce_referrer", "guce_referrer_sig",
    ];

    private static readonly string[] Prefixes = [.. TrackingParameters.Where(p => p.EndsWith('*')).Select(p => p[..^1])];
    private static readonly HashSet<string> Names = new(TrackingParameters.Where(p => !p.EndsWith('*')), StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> HomePages = new(["index", "home", "default", "main", "news"],
        StringComparer.OrdinalIgnoreCase);
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    private CanonicalUrl(string text, string host, bool isAddress) => (Text, Host, IsAddress) = (text, host, isAddress);

    /// <summary>Canonical form, without scheme.</summary>
    public string Text { get; }
    /// <summary>Host in lower-case Punycode, with "www." if it had one; an IPv6 address without brackets.</summary>
    public string Host { get; }
    /// <summary>True if the host is an IP address.</summary>
    public bool IsAddress { get; }
    /// <summary>True if it is a site's first page, and no article's: it has no path, or that of an index, and no query.</summary>
    public bool IsHome
    {
        get
        {
            var slash = Text.IndexOf('/', StringComparison.Ordinal);
            var path = slash < 0 ? "" : Text[(slash + 1)..];
            if (Text.AsSpan().ContainsAny('?', '#')) return false;
            var point = path.LastIndexOf('.');
            return path.Length == 0 || HomePages.Contains(point > 0 ? path[..point] : path);
        }
    }
    /// <summary>Id of the article.</summary>
    public string ArticleId => Key.Article(Text);

    /// <summary>Reads a URL. Null if it breaks a rule, which <paramref name="rule"/> then states.</summary>
    public static CanonicalUrl? Parse(string url, out string rule)
    {
        foreach (var c in url)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) continue;
            rule = "Must not contain white space or control characters.";
            return null;
        }
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : url[..colon];
        if (!scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            rule = "Must be an absolute http or https URL.";
            return null;
        }
        if (!url.AsSpan(colon + 1).StartsWith("//", StringComparison.Ordinal))
        {
            rule = "Must have a host.";
            return null;
        }
        var start = colon + 3;
        var end = IndexOfAny(url, start, "/?#");
        if (!Authority(url[start..end], out var host, out var port, out var isAddress, out rule)) return null;
        if (!isAddress && ServedCopies.AddressOf(host, url[end..]) is { } original && Parse(original, out _) is { } shownThere) return shownThere;
        var fragment = IndexOfAny(url, end, "#");
        var query = Math.Min(IndexOfAny(url, end, "?"), fragment);

        var text = new StringBuilder(url.Length);
        var shown = host;
        while (shown.StartsWith("www.", StringComparison.Ordinal) && shown.IndexOf('.', 4) > 0) shown = shown[4..];
        text.Append(isAddress && host.Contains(':', StringComparison.Ordinal) ? $"[{shown}]" : shown);
        if (port is not (0 or 80 or 443)) text.Append(CultureInfo.InvariantCulture, $":{port}");
        Path(text, url[end..query]);
        if (query < fragment) Query(text, url[(query + 1)..fragment]);
        if (fragment + 1 < url.Length && url[fragment + 1] is '!' or '/') text.Append('#').Append(Normalise(url[(fragment + 1)..]));
        rule = "";
        return new CanonicalUrl(text.ToString(), host, isAddress);
    }

    /// <summary>Checks a domain name and brings it into lower-case Punycode without a trailing dot; null if it is none.
    /// Underscores pass, because blogs have them.</summary>
    public static string? Domain(string name)
    {
        if (name.EndsWith('.')) name = name[..^1];
        if (name.Length is 0 or > 253) return null;
        if (!Ascii.IsValid(name))
        {
            try { name = Idn.GetAscii(name); }
            catch (ArgumentException) { return null; }
            if (!Ascii.IsValid(name) || name.Length > 253) return null;
        }
        name = name.ToLowerInvariant();
        foreach (var range in name.AsSpan().Split('.'))
        {
            var label = name.AsSpan()[range];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-') return null;
            foreach (var c in label)
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not '-' and not '_') return null;
        }
        // A name whose last label is a number would be read as an IPv4 address (RFC 3696, WHATWG URL).
        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        return last.IndexOfAnyExceptInRange('0', '9') < 0 || last.StartsWith("0x", StringComparison.Ordinal) ? null : name;
    }

    private static bool Authority(string authority, out string host, out int port, out bool isAddress, out string rule)
    {
        host = "";
        port = 0;
        isAddress = false;
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            rule = "Must not contain a user name or password.";
            return false;
        }
        var close = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = authority.IndexOf(':', Math.Max(0, close));
        var name = colon < 0 ? authority : authority[..colon];
        if (name.Length == 0)
        {
            rule = "Must have a host.";
            return false;
        }
        if (colon >= 0 && colon + 1 < authority.Length
            && (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535))
        {
            rule = "The port must be 1 to 65535.";
            return false;
        }
        rule = "";
        if (close > 0 && close == name.Length - 1 && IPAddress.TryParse(name.AsSpan(1, close - 1), out var v6)
            && v6.AddressFamily == AddressFamily.InterNetworkV6 && !name.Contains('%', StringComparison.Ordinal))
        {
            host = v6.ToString();
            isAddress = true;
            return true;
        }
        if (IsIPv4(name))
        {
            host = name;
            isAddress = true;
            return true;
        }
        if (Domain(name) is { } domain)
        {
            host = domain;
            return true;
        }
        rule = "The host must be a domain name or an IP address.";
        return false;
    }

    // Four decimal numbers and nothing else: 0x7f.1 and 2130706433 are refused by Domain.
    private static bool IsIPv4(string name)
    {
        var parts = name.Split('.');
        if (parts.Length != 4) return false;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return false;
        }
        return true;
    }

    private static void Path(StringBuilder text, string path)
    {
        if (path.Length <= 1) return;
        List<string> kept = [];
        var segments = path[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = Normalise(segments[i]);
            var last = i == segments.Length - 1;
            if (segment == "..")
            {
                if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
                if (last) kept.Add("");
            }
            else if (segment == ".")
            {
                if (last) kept.Add("");
            }
            else kept.Add(segment);
        }
        while (kept.Count > 0 && kept[^1].Length == 0) kept.RemoveAt(kept.Count - 1);
        foreach (var segment in kept) text.Append('/').Append(segment);
    }

    private static void Query(StringBuilder text, string query)
    {
        var separator = '?';
        foreach (var part in query.Split('&'))
        {
            if (part.Length == 0) continue;
            var normal = Normalise(part);
            var equals = normal.IndexOf('=', StringComparison.Ordinal);
            if (IsTracking(equals < 0 ? normal : normal[..equals])) continue;
            text.Append(separator).Append(normal);
            separator = '&';
        }
    }

    private static bool IsTracking(string name)
    {
        if (Names.Contains(name)) return true;
        foreach (var prefix in Prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // Decodes %41 to A, leaves %2F but in upper case, encodes what may not stand in a URL as it is. A '%' without two hex
    // digits stays: sites do answer to such URLs.
    private static string Normalise(string part)
    {
        // Decoding may put together an escape that was none ("%%34%31"): until there is none.
        for (var next = Once(part); ; next = Once(part))
        {
            if (next == part) return part;
            part = next;
        }
    }

    private static string Once(string part)
    {
        const string hex = "0123456789ABCDEF";
        var plain = true;
        foreach (var c in part) plain &= IsUnreserved(c) || (c != '%' && IsReserved(c));
        if (plain) return part;
        var text = new StringBuilder(part.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var (at, rune) in Runes(part))
        {
            var c = rune.Value;
            if (c == '%' && at + 2 < part.Length && char.IsAsciiHexDigit(part[at + 1]) && char.IsAsciiHexDigit(part[at + 2]))
            {
                var value = (char)Convert.ToByte(part.Substring(at + 1, 2), 16);
                if (IsUnreserved(value)) text.Append(value);
                else text.Append('%').Append(hex[value >> 4]).Append(hex[value & 15]);
            }
            else if (c < 128 && (IsUnreserved((char)c) || IsReserved((char)c))) text.Append((char)c);
            else
            {
                var length = rune.EncodeToUtf8(utf8);
                foreach (var b in utf8[..length]) text.Append('%').Append(hex[b >> 4]).Append(hex[b & 15]);
            }
        }
        return text.ToString();
    }

    // Characters with their places; the two hex digits of an escape come with its '%'.
    private static IEnumerable<(int At, Rune Rune)> Runes(string part)
    {
        for (var at = 0; at < part.Length;)
        {
            Rune.DecodeFromUtf16(part.AsSpan(at), out var rune, out var used);
            yield return (at, rune);
            var escape = rune.Value == '%' && at + 2 < part.Length && char.IsAsciiHexDigit(part[at + 1]) && char.IsAsciiHexDigit(part[at + 2]);
            at += escape ? 3 : used;
        }
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    private static bool IsReserved(char c) => "%:/?#[]@!$&'()*+,;=".Contains(c, StringComparison.Ordinal);

    private static int IndexOfAny(string text, int start, string any)
    {
        var at = text.AsSpan(start).IndexOfAny(any);
        return at < 0 ? text.Length : start + at;
    }
}
