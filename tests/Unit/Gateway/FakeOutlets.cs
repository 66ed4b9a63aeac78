using StoryClustering.Contracts.Outlets;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>A catalogue of outlets in memory that keeps the grain's promises: all or nothing, one version a change, history.</summary>
internal sealed class FakeOutlets : IOutletsGrain
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, OutletRecord> _byMain = new(StringComparer.Ordinal);
    private readonly List<OutletChange> _history = [];
    private long _version;

    /// <summary>Asked before an upsert; what it throws, the upsert throws.</summary>
    public Action<OutletRecord[]> BeforeUpsert { get; set; } = _ => { };
    public List<int> Batches { get; } = [];
    public long Recounted { get; set; }
    public int Count => _byMain.Count;
    public OutletRecord this[string main] => _byMain[main];

    /// <summary>Puts entries of the starter catalogue in.</summary>
    public FakeOutlets With(params OutletRecord[] outlets)
    {
        foreach (var outlet in outlets) _byMain.Add(outlet.Domain, outlet with { IsStarter = true });
        return this;
    }

    public Task<OutletPage> List(OutletQuery query, string afterDomain, int limit, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            var all = _byMain.Values.Where(o => string.CompareOrdinal(o.Domain, afterDomain) > 0 && Matches(query, o)).Take(limit + 1).ToArray();
            return Task.FromResult(new OutletPage([.. all.Take(limit)], all.Length > limit));
        }
    }

    public Task<OutletRecord?> Find(string domain, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            for (var rest = domain; ; rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
            {
                if (_byMain.Values.FirstOrDefault(o => o.Domains.Contains(rest)) is { } found) return Task.FromResult<OutletRecord?>(found);
                if (!rest.Contains('.', StringComparison.Ordinal)) return Task.FromResult<OutletRecord?>(null);
            }
        }
    }

    public Task<UpsertAnswer> Upsert(OutletRecord[] outlets, string actor, string reason, CancellationToken cancellation = default)
    {
        BeforeUpsert(outlets);
        lock (_lock)
        {
            var after = new SortedDictionary<string, OutletRecord>(_byMain, StringComparer.Ordinal);
            foreach (var outlet in outlets) after[outlet.Domain] = outlet;
            foreach (var outlet in outlets)
            {
                foreach (var domain in outlet.Domains)
                {
                    if (after.Values.FirstOrDefault(o => o.Domain != outlet.Domain && o.Domains.Contains(domain)) is { } owner)
                        return Task.FromResult(new UpsertAnswer(_version, 0, domain, owner.Domain));
                }
            }
            var changed = outlets.Where(o => !(_byMain.TryGetValue(o.Domain, out var now) && Same(now, o))).ToArray();
            Batches.Add(outlets.Length);
            if (changed.Length == 0) return Task.FromResult(new UpsertAnswer(_version, 0, null, null));
            _version++;
            foreach (var outlet in changed)
            {
                var before = _byMain.GetValueOrDefault(outlet.Domain);
                var kept = outlet with { Version = _version, IsStarter = before?.IsStarter ?? false };
                _byMain[outlet.Domain] = kept;
                _history.Add(new OutletChange(_version, new DateTimeOffset(2026, 2, 3, 12, 0, 0, TimeSpan.Zero), actor, reason, before, kept));
            }
            return Task.FromResult(new UpsertAnswer(_version, changed.Length, null, null));
        }
    }

    public Task<OutletChange[]> History(string domain, long beforeVersion, int limit, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            return Task.FromResult(_history.Where(c => c.After.Domain == domain && (beforeVersion == 0 || c.Version < beforeVersion))
                .OrderByDescending(c => c.Version).Take(limit).ToArray());
        }
    }

    public Task<OutletsStatus> GetStatus(CancellationToken cancellation = default)
    {
        lock (_lock) return Task.FromResult(new OutletsStatus(_version, Recounted, _byMain.Count));
    }

    public Task Resume(CancellationToken cancellation = default) => Task.CompletedTask;

    private static bool Matches(OutletQuery query, OutletRecord o) =>
        (query.Text is null || new[] { o.Name, o.Family }.Concat(o.Domains).Any(t => t.Contains(query.Text, StringComparison.OrdinalIgnoreCase)))
        && (query.Kind is null || o.Kind == query.Kind) && (query.Country is null || o.Country == query.Country)
        && (query.Lean is null || o.Lean == query.Lean) && (query.Family is null || o.Family == query.Family);

    private static bool Same(OutletRecord a, OutletRecord b) =>
        a.Domains.SequenceEqual(b.Domains) && a.Languages.SequenceEqual(b.Languages) && Rest(a) == Rest(b);

    // Arrays are compared by reference in a record: left out here.
    private static (string, string, OutletKind, string, OutletLean, RatingProvenance?, OutletReliability, RatingProvenance?) Rest(OutletRecord o) =>
        (o.Name, o.Family, o.Kind, o.Country, o.Lean, o.LeanBy, o.Reliability, o.ReliabilityBy);
}
