using System.Collections.Frozen;
using System.Text;

namespace StoryClustering.Engine.Outlets;

/// <summary>An outlet of a catalogue.</summary>
/// <param name="Domains">Registrable domains, main one first; at least one.</param>
/// <param name="Name">Usual name; may be empty.</param>
/// <param name="Family">Publisher family (owner), or empty: it stands alone.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or empty.</param>
/// <param name="Languages">ISO 639-1, main one first.</param>
/// <param name="Lean">Lean.</param>
public sealed record CatalogOutlet(IReadOnlyList<string> Domains, string Name, string Family, OutletKind Kind, string Country,
    IReadOnlyList<string> Languages, Lean Lean)
{
    /// <summary>What coverage counts by.</summary>
    public OutletFacts Facts => new(Domains[0], Family.Length > 0 ? Family : Domains[0], Kind, Country, Lean);
}

/// <summary>A catalogue at one version. Immutable; of outlets that share a domain the later one counts.</summary>
public sealed class OutletDirectory : IOutletDirectory
{
    private readonly FrozenDictionary<string, OutletFacts> _byDomain;
    private readonly FrozenDictionary<string, OutletFacts> _byName;

    /// <summary>A directory of these outlets.</summary>
    public OutletDirectory(long version, IEnumerable<CatalogOutlet> outlets)
    {
        ArgumentNullException.ThrowIfNull(outlets);
        Version = version;
        var byDomain = new Dictionary<string, OutletFacts>(StringComparer.Ordinal);
        var byName = new Dictionary<string, OutletFacts>(StringComparer.OrdinalIgnoreCase);
        foreach (var outlet in outlets)
        {
            var facts = outlet.Facts;
            foreach (var domain in outlet.Domains)
                byDomain[domain] = facts;
            if (outlet.Name.Length > 0 && SourceNames.IsTelling(outlet.Name))
                byName[SourceNames.Bare(outlet.Name)] = facts;
        }
        _byDomain = byDomain.ToFrozenDictionary(StringComparer.Ordinal);
        _byName = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A directory that knows nobody.</summary>
    public static OutletDirectory Empty { get; } = new(0, []);

    /// <inheritdoc/>
    public long Version { get; }

    /// <inheritdoc/>
    public OutletFacts Find(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return Known(domain) ?? OutletFacts.Unknown(domain);
    }

    /// <inheritdoc/>
    public OutletFacts? FindKnown(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return Known(domain);
    }

    /// <inheritdoc/>
    public OutletFacts? FindSource(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Trim();
        if (name.Length == 0)
            return null;
        if (SourceNames.DomainOf(name) is { } agency)
            return _byDomain.GetValueOrDefault(agency) ?? new OutletFacts(agency, agency, OutletKind.Agency, "", Lean.Unrated);
        if (_byName.TryGetValue(SourceNames.Bare(name), out var facts))
        {
            // "AFP" is an abbreviation, "afp" is a typing error: a name of one short word must be written with a capital.
            return name.Length > 4 || name.Contains(' ') || char.IsUpper(name[0]) || facts.Domain.StartsWith(name, StringComparison.Ordinal) ? facts : null;
        }
        return name.Contains('.') ? Known(name.ToLowerInvariant()) : null;
    }

    // The domain itself, or the one that it is below.
    private OutletFacts? Known(string domain)
    {
        while (true)
        {
            if (_byDomain.TryGetValue(domain, out var facts))
                return facts;
            var dot = domain.IndexOf('.');
            if (dot < 0)
                return null;
            domain = domain[(dot + 1)..];
        }
    }
}

/// <summary>The catalogue that comes with the service: several hundred outlets of the world with what is certain of each. Its leans are the
/// project's own editorial starting point.</summary>
public static class StarterOutlets
{
    private const int Fields = 7;
    private static readonly Lazy<IReadOnlyList<CatalogOutlet>> s_all = new(Load);

    /// <summary>All outlets, with their leans.</summary>
    public static IReadOnlyList<CatalogOutlet> All => s_all.Value;

    private static List<CatalogOutlet> Load()
    {
        using var stream = typeof(StarterOutlets).Assembly.GetManifestResourceStream("starter-outlets.csv")
            ?? throw new InvalidOperationException("The starter catalogue is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        var outlets = new List<CatalogOutlet>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var fields = line.Split(',');
            if (fields.Length != Fields)
                throw new FormatException($"Not a line of the starter catalogue: {line}");
            outlets.Add(new CatalogOutlet(fields[0].Split(' '), fields[1], fields[2], Parse<OutletKind>(fields[3]), fields[4],
                fields[5].Split(' ', StringSplitOptions.RemoveEmptyEntries), fields[6].Length == 0 ? Lean.Unrated : Parse<Lean>(fields[6])));
        }
        return outlets;
    }

    private static TEnum Parse<TEnum>(string name)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
