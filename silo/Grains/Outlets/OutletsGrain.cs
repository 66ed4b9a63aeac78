using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>
/// The catalogue of outlets. One change's way:
/// <code>
///   Upsert  (1) compare with what is there  (2) one transaction: outlets, history, version  (3) the stories that it touches: see StoryRecount
/// </code>
/// A crash before (2) leaves nothing; after (2), the silos' <see cref="OutletWatch"/> sees that (3) is not done and asks the grain,
/// wherever it wakes up, to go on.
/// </summary>
public sealed class OutletsGrain : Grain, IOutletsGrain
{
    private const int MostTries = 5;
    private readonly OutletCatalog _catalog;
    private readonly ICatalogStore _store;
    private readonly TimeProvider _time;
    private readonly StoryRecount _recount;
    private readonly CancellationTokenSource _stopping;
    private Task? _recounting;

    public OutletsGrain(OutletCatalog catalog, ICatalogStore store, OutletMetrics metrics, IHostApplicationLifetime silo, TimeProvider time, ILogger<OutletsGrain> log)
    {
        (_catalog, _store, _time) = (catalog, store, time);
        _recount = new StoryRecount(store, catalog, (story, version) => GrainFactory.GetGrain<IStoryGrain>(story).Recount(version), metrics, time, log);
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(silo.ApplicationStopping);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_recounting is { } recounting)
            await recounting.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    public Task<OutletPage> List(OutletQuery query, string afterDomain, int limit, CancellationToken cancellation) => Ask(async () =>
    {
        var snapshot = await _catalog.Refresh(cancellation);
        var found = new List<OutletRecord>(limit + 1);
        foreach (var record in snapshot.Records)
        {
            if (string.CompareOrdinal(record.Domain, afterDomain) <= 0 || !Matches(query, record)) continue;
            found.Add(record);
            if (found.Count > limit) break;
        }
        var more = found.Count > limit;
        return new OutletPage([.. more ? found.Take(limit) : found], more);
    });

    /// <inheritdoc/>
    public Task<OutletRecord?> Find(string domain, CancellationToken cancellation) => Ask(async () => (await _catalog.Refresh(cancellation)).Find(domain));

    /// <inheritdoc/>
    public Task<UpsertAnswer> Upsert(OutletRecord[] outlets, string actor, string reason, CancellationToken cancellation) => Ask(async () =>
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var snapshot = await _catalog.Refresh(cancellation);
            if (Conflict(snapshot, outlets) is { } conflict) return new UpsertAnswer(snapshot.Version, 0, conflict.Domain, conflict.Owner);
            // Above all that were ever given, also those that a restored database does not know.
            var version = Math.Max(snapshot.Version, Math.Max(await StoryRecount.Done(_store, cancellation), await _catalog.Lost(cancellation))) + 1;
            var changes = Changes(snapshot, outlets, version, actor, reason); // (1)
            if (changes.Count == 0) return new UpsertAnswer(snapshot.Version, 0, null, null);
            if (await _store.SaveOutlets(snapshot.Version, changes, cancellation) == CommitOutcome.Committed) // (2)
            {
                // Other silos see it within a second; this one at once.
                await _catalog.AtLeast(version, CancellationToken.None);
                await Resume(CancellationToken.None); // (3)
                return new UpsertAnswer(version, changes.Count, null, null);
            }
        }
        throw new StorageUnavailableException("The catalogue of outlets kept changing elsewhere.");
    });

    /// <inheritdoc/>
    public Task<OutletChange[]> History(string domain, long beforeVersion, int limit, CancellationToken cancellation) => Ask(async () =>
    {
        var record = (await _catalog.Refresh(cancellation)).Find(domain);
        return (await _store.ListOutletChanges(record?.Domain ?? domain, beforeVersion == 0 ? long.MaxValue : beforeVersion, limit, cancellation)).ToArray();
    });

    /// <inheritdoc/>
    public Task<OutletsStatus> GetStatus(CancellationToken cancellation) => Ask(async () =>
    {
        var snapshot = await _catalog.Refresh(cancellation);
        return new OutletsStatus(snapshot.Version, await StoryRecount.Done(_store, cancellation), snapshot.Records.Length);
    });

    /// <inheritdoc/>
    public Task Resume(CancellationToken cancellation)
    {
        if (_recounting is not { IsCompleted: false } && !_stopping.IsCancellationRequested) _recounting = RecountAll();
        return Task.CompletedTask;
    }

    private async Task RecountAll()
    {
        // On the grain's own scheduler, but after the call that started it has answered.
        await Task.Yield();
        DelayDeactivation(TimeSpan.FromHours(1));
        await _recount.Run(_stopping.Token);
    }

    private static (string Domain, string Owner)? Conflict(OutletSnapshot snapshot, OutletRecord[] outlets)
    {
        var told = outlets.ToDictionary(static o => o.Domain, StringComparer.Ordinal);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var outlet in outlets)
        {
            foreach (var domain in outlet.Domains)
            {
                if (!taken.TryAdd(domain, outlet.Domain)) return (domain, taken[domain]);
                // Another outlet's, unless that one gives it up in the same breath.
                if (snapshot.Owner(domain) is { } owner && owner.Domain != outlet.Domain
                    && !(told.TryGetValue(owner.Domain, out var other) && Array.IndexOf(other.Domains, domain) < 0)) return (domain, owner.Domain);
            }
        }
        return null;
    }

    private List<OutletChange> Changes(OutletSnapshot snapshot, OutletRecord[] outlets, long version, string actor, string reason)
    {
        var now = _time.GetStorableNow();
        var changes = new List<OutletChange>(outlets.Length);
        foreach (var outlet in outlets)
        {
            var before = snapshot.Owner(outlet.Domain) is { } owner && owner.Domain == outlet.Domain ? owner : null;
            var after = outlet with { Version = version, IsStarter = false };
            if (before is not null && SameContent(before, after)) continue;
            changes.Add(new OutletChange(after.Version, now, actor, reason, before, after));
        }
        return changes;
    }

    // Records compare their arrays by reference.
    private static bool SameContent(OutletRecord a, OutletRecord b) =>
        a.Domains.AsSpan().SequenceEqual(b.Domains) && a.Languages.AsSpan().SequenceEqual(b.Languages)
        && a with { Domains = b.Domains, Languages = b.Languages, Version = b.Version, IsStarter = b.IsStarter } == b;

    private static bool Matches(OutletQuery query, OutletRecord record) =>
        (query.Kind is null || record.Kind == query.Kind)
        && (query.Country is null || record.Country == query.Country)
        && (query.Lean is null || record.Lean == query.Lean)
        && (query.Family is null || string.Equals(record.Family, query.Family, StringComparison.OrdinalIgnoreCase))
        && (query.Text is not { Length: > 0 } text || record.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || record.Family.Contains(text, StringComparison.OrdinalIgnoreCase) || Array.Exists(record.Domains, d => d.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private static async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }
}
