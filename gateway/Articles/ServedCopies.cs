namespace StoryClustering.Gateway.Articles;

/// <summary>Hosts that serve copies of other sites' pages, and whose page an address of theirs shows.</summary>
internal static class ServedCopies
{
    private const string AmpCache = ".cdn.ampproject.org";
    private const string TranslatingProxy = ".translate.goog";

    /// <summary>Address of the page that is shown; null if the host is none of these, or the path does not say. It is shorter than the
    /// address asked about, and may be such a copy itself.</summary>
    /// <param name="host">In lower case.</param>
    /// <param name="rest">What follows the host.</param>
    public static string? AddressOf(string host, string rest)
    {
        // https://www-example-org.cdn.ampproject.org/c/s/www.example.org/page: "c" a document, "v" in a viewer; "s" over TLS.
        if (host.EndsWith(AmpCache, StringComparison.Ordinal) || host == AmpCache[1..])
        {
            if (!rest.StartsWith("/c/", StringComparison.Ordinal) && !rest.StartsWith("/v/", StringComparison.Ordinal)) return null;
            rest = rest[3..];
            return Shown(rest);
        }
        // https://www.google.org/amp/s/www.example.org/page
        if (host.StartsWith("www.google.", StringComparison.Ordinal) && rest.StartsWith("/amp/", StringComparison.Ordinal)) return Shown(rest[5..]);
        // https://www-example-org.translate.goog/page: points are hyphens, hyphens two of them.
        if (host.EndsWith(TranslatingProxy, StringComparison.Ordinal))
        {
            var name = host[..^TranslatingProxy.Length];
            return name.Length == 0 || name.Contains('.', StringComparison.Ordinal) ? null
                : $"https://{name.Replace("--", "\n", StringComparison.Ordinal).Replace('-', '.').Replace("\n", "-", StringComparison.Ordinal)}{rest}";
        }
        return null;
    }

    private static string? Shown(string rest)
    {
        if (rest.StartsWith("s/", StringComparison.Ordinal)) rest = rest[2..];
        var host = rest.Split('/', 2)[0];
        return host.Contains('.', StringComparison.Ordinal) ? $"https://{rest}" : null;
    }
}
