using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>
/// The catalogue of outlets. One change's way:
/// <code>
///   Upsert  (1) compare with what is there  (2) one transaction: outlets, history, version
///   Recount (3) the stories that the changes touch, page by page, count themselves again  (4) once more, for stories that
///           a silo founded meanwhile with the catalogue of before  (5) remember that it is done
/// </code>
/// A crash before (2) leaves nothing; after (2), the silos' <see cref="OutletWatch"/> sees that (5) is missing and asks the grain,
/// wherever it wakes up, to begin again at (3): a story that has counted itself changes nothing.
/// </summary>
public sealed partial class OutletsGrain(OutletCatalog catalog, ICatalogStore store, TimeProvider time, ILogger<OutletsGrain> log) : Grain, IOutletsGrain
{
    private const int MostTries = 5;
    private const int Page = 1000;
    private const int AtATime = 32;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private Task? _recounting;

    /// <inheritdoc/>
    public Task<OutletPage> List(OutletQuery query, string afterDomain, int limit) => Ask(async () =>
    {
        var snapshot = await catalog.Refresh();
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
    public Task<OutletRecord?> Find(string domain) => Ask(async () => (await catalog.Refresh()).Find(domain));

    /// <inheritdoc/>
    public Task<UpsertAnswer> Upsert(OutletRecord[] outlets, string actor, string reason) => Ask(async () =>
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var snapshot = await catalog.Refresh();
            if (Conflict(snapshot, outlets) is { } conflict) return new UpsertAnswer(snapshot.Version, 0, conflict.Domain, conflict.Owner);
            var changes = Changes(snapshot, outlets, actor, reason); // (1)
            if (changes.Count == 0) return new UpsertAnswer(snapshot.Version, 0, null, null);
            if (await store.SaveOutlets(snapshot.Version, changes, CancellationToken.None) == CommitOutcome.Committed) // (2)
            {
                // Other silos see it within a second; this one at once.
                await catalog.AtLeast(snapshot.Version + 1);
                await Resume();
                return new UpsertAnswer(snapshot.Version + 1, changes.Count, null, null);
            }
        }
        throw new StorageUnavailableException("The catalogue of outlets kept changing elsewhere.");
    });

    /// <inheritdoc/>
    public Task<OutletChange[]> History(string domain, long beforeVersion, int limit) => Ask(async () =>
    {
        var record = (await catalog.Refresh()).Find(domain);
        return (await store.ListOutletChanges(record?.Domain ?? domain, beforeVersion == 0 ? long.MaxValue : beforeVersion, limit, CancellationToken.None)).ToArray();
    });

    /// <inheritdoc/>
    public Task<OutletsStatus> GetStatus() => Ask(async () =>
    {
        var snapshot = await catalog.Refresh();
        return new OutletsStatus(snapshot.Version, await OutletWatch.Recounted(store), snapshot.Records.Length);
    });

    /// <inheritdoc/>
    public Task Resume()
    {
        if (_recounting is not { IsCompleted: false }) _recounting = RecountAll();
        return Task.CompletedTask;
    }

    private async Task RecountAll()
    {
        // On the grain's own scheduler, but after the call that started it has answered.
        await Task.Yield();
        DelayDeactivation(TimeSpan.FromHours(1));
        while (true)
        {
            try
            {
                var done = await OutletWatch.Recounted(store);
                var version = (await catalog.Refresh()).Version;
                if (version <= done) return;
                var changes = await store.ListOutletChangesSince(done, CancellationToken.None);
                var (domains, names) = Touched(changes);
                var stories = await Recount(domains, names, version); // (3)
                await Task.Delay(3 * OutletWatch.Interval, time);
                stories += await Recount(domains, names, version); // (4)
                var bytes = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
                await store.PutSetting(OutletWatch.RecountedSetting, bytes, CancellationToken.None); // (5)
                LogRecounted(version, stories);
            }
            catch (Exception e)
            {
                LogFailed(e);
                await Task.Delay(Retry, time);
            }
        }
    }

    private async Task<int> Recount(string[] domains, string[] names, long version)
    {
        var changed = 0;
        var after = "";
        while (true)
        {
            var page = await store.ListStoriesOf(domains, names, after, Page, CancellationToken.None);
            foreach (var some in page.Chunk(AtATime))
            {
                var answers = await Task.WhenAll(Array.ConvertAll(some, id => GrainFactory.GetGrain<IStoryGrain>(id).Recount(version)));
                changed += answers.Count(static a => a);
            }
            if (page.Count < Page) return changed;
            after = page[^1];
        }
    }

    /// <summary>Domains of the outlets before and after, and the names by which articles credit those whose text they print, if that
    /// would be judged otherwise now.</summary>
    private static (string[] Domains, string[] Names) Touched(IReadOnlyList<OutletChange> changes)
    {
        var domains = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var (before, after) = (change.Before, change.After);
            var credits = before is null || before.Name != after.Name || before.Kind != after.Kind || before.Family != after.Family
                || !before.Domains.AsSpan().SequenceEqual(after.Domains);
            foreach (var record in new[] { before, after }.OfType<OutletRecord>())
            {
                domains.UnionWith(record.Domains);
                if (!credits) continue;
                names.UnionWith(record.Domains);
                foreach (var domain in record.Domains) names.UnionWith(OutletDirectory.NamesOf(domain));
                if (record.Name.Length > 0) names.Add(OutletDirectory.BareName(record.Name));
            }
        }
        return ([.. domains], [.. names]);
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

    private List<OutletChange> Changes(OutletSnapshot snapshot, OutletRecord[] outlets, string actor, string reason)
    {
        var now = time.GetStorableNow();
        var changes = new List<OutletChange>(outlets.Length);
        foreach (var outlet in outlets)
        {
            var before = snapshot.Owner(outlet.Domain) is { } owner && owner.Domain == outlet.Domain ? owner : null;
            var after = outlet with { Version = snapshot.Version + 1, IsStarter = false };
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

    [LoggerMessage(6002, LogLevel.Information, "Catalogue of outlets, version {Version}: {Stories} stories have other numbers now.")]
    private partial void LogRecounted(long version, int stories);

    [LoggerMessage(6003, LogLevel.Warning, "Stories could not be counted again after a change of the catalogue of outlets; trying again.")]
    private partial void LogFailed(Exception exception);
}
