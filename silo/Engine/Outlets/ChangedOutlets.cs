namespace StoryClustering.Engine.Outlets;

/// <summary>
/// Which articles a change of a catalogue touches: by their outlet, or by a name that they credit. It says yes for at least every outlet and
/// credit that the <see cref="OutletDirectory"/> before and the one after tell differently, by the same rule: agencies' short names as they are
/// written, catalogue names without case and without "The" and "News Agency", domains and hosts below them in lower case.
/// </summary>
public sealed class ChangedOutlets
{
    private readonly HashSet<string> _domains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _creditedDomains = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _everything;

    /// <summary>No changes yet.</summary>
    public ChangedOutlets()
    {
    }

    private ChangedOutlets(bool everything) => _everything = everything;

    /// <summary>All outlets and credits: for when it is not known what was changed.</summary>
    public static ChangedOutlets Everything { get; } = new(everything: true);

    /// <summary>Whether credits may be told differently, not only outlets.</summary>
    public bool TouchCredits => _everything || _creditedDomains.Count > 0;

    /// <summary>Takes a change in.</summary>
    /// <param name="before">The outlet before; null: there was none.</param>
    /// <param name="after">The outlet after.</param>
    public void Add(CatalogOutlet? before, CatalogOutlet after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var credits = before is null || before.Name != after.Name || before.Kind != after.Kind || before.Family != after.Family || !before.Domains.SequenceEqual(after.Domains);
        if (before is not null) Add(before, credits);
        Add(after, credits);
    }

    /// <summary>Whether articles of this outlet (a domain or a host below one) may be counted otherwise.</summary>
    public bool TouchOutlet(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return _everything || IsIn(_domains, host);
    }

    /// <summary>Whether articles that credit this name, as it is written, may be counted otherwise.</summary>
    public bool TouchCredit(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (_everything) return true;
        if (!TouchCredits) return false;
        var name = source.Trim();
        return (SourceNames.DomainOf(name) is { } agency && _creditedDomains.Contains(agency))
            || _names.Contains(SourceNames.Bare(name)) || IsIn(_creditedDomains, name) || IsIn(_creditedDomains, name.ToLowerInvariant());
    }

    private void Add(CatalogOutlet outlet, bool credits)
    {
        _domains.UnionWith(outlet.Domains);
        if (!credits) return;
        _creditedDomains.UnionWith(outlet.Domains);
        if (outlet.Name.Length > 0) _names.Add(SourceNames.Bare(outlet.Name));
    }

    // The domain itself, or one that it is below.
    private static bool IsIn(HashSet<string> domains, string host)
    {
        for (var at = 0; ;)
        {
            if (domains.Contains(host[at..])) return true;
            var dot = host.IndexOf('.', at);
            if (dot < 0) return false;
            at = dot + 1;
        }
    }
}
