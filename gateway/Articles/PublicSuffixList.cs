using System.Globalization;

namespace StoryClustering.Gateway.Articles;

/// <summary>Finds the registrable domain of a host ("news.harbor.co.uk" -> "harbor.co.uk") by the public suffix list and the
/// algorithm of publicsuffix.org: the longest matching rule wins, exceptions ("!") win over all, '*' stands for one label, and
/// where no rule matches the last label is the suffix.</summary>
public sealed class PublicSuffixList
{
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exceptions = new(StringComparer.Ordinal);

    private PublicSuffixList(IEnumerable<string> lines, IEnumerable<string> hosts)
    {
        var idn = new IdnMapping();
        _rules.UnionWith(hosts);
        foreach (var line in lines)
        {
            var rule = line.Trim();
            var end = rule.AsSpan().IndexOfAny(' ', '\t');
            if (end >= 0) rule = rule[..end];
            if (rule.Length == 0 || rule.StartsWith("//", StringComparison.Ordinal)) continue;
            if (rule[0] == '!') _exceptions.Add(Normal(idn, rule[1..]));
            else if (rule.StartsWith("*.", StringComparison.Ordinal)) _wildcards.Add(Normal(idn, rule[2..]));
            else _rules.Add(Normal(idn, rule));
        }
    }

    /// <summary>Number of rules.</summary>
    public int Count => _rules.Count + _wildcards.Count + _exceptions.Count;

    /// <summary>Reads the file, or takes the built-in table if there is none; either with the usual hosts of blogs and sites, which every
    /// gateway
    /// has to tell alike.</summary>
    public static PublicSuffixList Load(string path) => File.Exists(path) ? new(File.ReadLines(path), KnownSuffixes.SiteHosts)
        : BuiltIn();

    /// <summary>The built-in table: the usual national suffixes, and the usual hosts of blogs and sites.</summary>
    public static PublicSuffixList BuiltIn() => new(KnownSuffixes.Rules, KnownSuffixes.SiteHosts);

    /// <summary>Reads rules from lines in the list's format.</summary>
    public static PublicSuffixList Parse(IEnumerable<string> lines) => new(lines, []);

    /// <summary>Registrable domain of a host in lower-case Punycode. The host itself if it is a public suffix or has one label.</summary>
    public string RegistrableDomain(string host)
    {
        var labels = host.Split('.');
        var suffix = 1;
        for (var i = 0; i < labels.Length; i++)
        {
            var rest = string.Join('.', labels[i..]);
            if (_exceptions.Contains(rest))
            {
                suffix = labels.Length - i - 1;
                break;
            }
            var parent = i + 1 < labels.Length ? string.Join('.', labels[(i + 1)..]) : "";
            if (_rules.Contains(rest) || (parent.Length > 0 && _wildcards.Contains(parent)))
            {
                // An exception can only be as long as this rule, and those of this length have been tried.
                suffix = labels.Length - i;
                break;
            }
        }
        return labels.Length <= suffix ? host : string.Join('.', labels[(labels.Length - suffix - 1)..]);
    }

    private static string Normal(IdnMapping idn, string rule)
    {
        try { return idn.GetAscii(rule).ToLowerInvariant(); }
        catch (ArgumentException) { return rule.ToLowerInvariant(); }
    }
}
