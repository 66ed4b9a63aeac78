using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Engine.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>This silo's copy of the catalogue of outlets: the starter catalogue, and over it what operators have changed. Read again
/// every second by <see cref="OutletWatch"/>, and at once by whoever needs a later version.</summary>
public sealed class OutletCatalog
{
    private readonly ICatalogStore _store;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OutletRecord> _records = new(StringComparer.Ordinal);
    private OutletSnapshot? _current;
    private Task<OutletSnapshot>? _reading;

    public OutletCatalog(ICatalogStore store, IOptions<ClusteringOptions> options)
    {
        _store = store;
        if (!options.Value.Outlets.Starter) return;
        foreach (var outlet in StarterOutlets.All)
        {
            var record = Starter(outlet, options.Value.Outlets.StarterLeans);
            _records[record.Domain] = record;
        }
    }

    /// <summary>The catalogue as read last, at <paramref name="version"/> or later; reads it if need be.</summary>
    public ValueTask<OutletSnapshot> AtLeast(long version)
    {
        var current = Volatile.Read(ref _current);
        return current is not null && current.Version >= version ? new(current) : new(ReadUntil(version));
    }

    /// <summary>Reads what has changed.</summary>
    public Task<OutletSnapshot> Refresh()
    {
        lock (_lock)
        {
            // One that is under way may have read before the change that the caller knows of: see ReadUntil.
            return _reading is { IsCompleted: false } reading ? reading : _reading = Read();
        }
    }

    private async Task<OutletSnapshot> ReadUntil(long version)
    {
        while (true)
        {
            var read = await Refresh();
            if (read.Version >= version) return read;
        }
    }

    private async Task<OutletSnapshot> Read()
    {
        var known = Volatile.Read(ref _current);
        var table = await _store.LoadOutlets(known?.Version ?? 0, CancellationToken.None);
        if (known is not null && table.Outlets.Count == 0) return known;
        lock (_lock)
        {
            foreach (var outlet in table.Outlets) _records[outlet.Domain] = outlet;
            var next = new OutletSnapshot(table.Version, _records.Values);
            Volatile.Write(ref _current, next);
            return next;
        }
    }

    private static OutletRecord Starter(CatalogOutlet outlet, bool withLean) => new()
    {
        Domains = [.. outlet.Domains],
        Name = outlet.Name,
        Family = outlet.Family,
        Kind = (Contracts.Outlets.OutletKind)outlet.Kind,
        Country = outlet.Country,
        Languages = [.. outlet.Languages],
        Lean = withLean ? (OutletLean)outlet.Lean : OutletLean.Unrated,
        LeanBy = withLean && outlet.Lean != Lean.Unrated ? new RatingProvenance("this project", null, "five steps; the project's own editorial starting point", "", "") : null,
        IsStarter = true,
    };
}

/// <summary>The catalogue at one version. Immutable.</summary>
public sealed class OutletSnapshot
{
    private readonly FrozenDictionary<string, OutletRecord> _byDomain;

    internal OutletSnapshot(long version, IReadOnlyCollection<OutletRecord> records)
    {
        Version = version;
        Records = [.. records.OrderBy(static r => r.Domain, StringComparer.Ordinal)];
        var byDomain = new Dictionary<string, OutletRecord>(StringComparer.Ordinal);
        foreach (var record in Records)
            foreach (var domain in record.Domains) byDomain.TryAdd(domain, record);
        _byDomain = byDomain.ToFrozenDictionary(StringComparer.Ordinal);
        Directory = new OutletDirectory(version, Records.Select(static r => new CatalogOutlet(r.Domains, r.Name, r.Family, (Engine.Outlets.OutletKind)r.Kind,
            r.Country, r.Languages, (Lean)r.Lean)));
    }

    /// <summary>Version; 0 if nobody has changed anything.</summary>
    public long Version { get; }
    /// <summary>All outlets by main domain.</summary>
    public OutletRecord[] Records { get; }
    /// <summary>For counting.</summary>
    public OutletDirectory Directory { get; }

    /// <summary>The outlet that has exactly this domain, or null.</summary>
    public OutletRecord? Owner(string domain) => _byDomain.GetValueOrDefault(domain);

    /// <summary>The outlet of a domain or of a host below one, or null.</summary>
    public OutletRecord? Find(string host)
    {
        for (var at = 0; at >= 0; at = host.IndexOf('.', at) is var dot and >= 0 ? dot + 1 : -1)
            if (_byDomain.TryGetValue(host[at..], out var record)) return record;
        return null;
    }
}
