using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Engine.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>
/// Has the stories that changes of the catalogue touch count themselves again.
/// <code>
///   (1) what has changed since the version that all stories are counted by   (2) all outlets of members, and all names that members credit, page by
///   page: which are touched   (3) the stories of each, slice by slice   (4) once more, for stories that a silo founded meanwhile with the catalogue
///   of before   (5) those that failed, again   (6) remember that it is done
/// </code>
/// How far (2) and (3) have come is kept in the database: after a crash or on another silo it goes on there. Counting a story twice changes nothing.
/// If the database does not answer it waits, longer each time; one story that cannot be counted stops no other.
/// </summary>
public sealed partial class StoryRecount
{
    /// <summary>Setting that holds the version up to which all stories have been counted again.</summary>
    internal const string DoneSetting = "outlets-recounted";
    /// <summary>Setting that holds how far the counting has come.</summary>
    internal const string ProgressSetting = "outlets-recount";

    /// <summary>After this time no silo has a catalogue of before.</summary>
    internal static readonly TimeSpan Spread = 3 * OutletWatch.Interval;
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    internal const int SourcesAtOnce = 2000;
    internal const int StoriesAtOnce = 500;
    /// <summary>Tries of a story after the others are done. One that fails them all counts itself when it is loaded next.</summary>
    internal const int MostTries = 5;
    /// <summary>More stories than this do not fail each for a reason of its own.</summary>
    internal const int MostFailed = 500;
    private const int CallsAtOnce = 32;
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(1);

    private readonly ICatalogStore _store;
    private readonly OutletCatalog _catalog;
    private readonly Func<string, long, Task<bool>> _recount;
    private readonly OutletMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private Progress _at = new(0, 0, Second: false, SourceKind.Outlet, "", null, 0, []);
    private long _kept;
    private bool _begun;
    private bool _moved;

    /// <param name="store">The catalog.</param>
    /// <param name="catalog">The outlets.</param>
    /// <param name="recount">Has a story count itself by a version of the outlets or a later one; true if its numbers are different then.</param>
    /// <param name="metrics">Where outcomes are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of ends and failures, not of each story.</param>
    public StoryRecount(ICatalogStore store, OutletCatalog catalog, Func<string, long, Task<bool>> recount, OutletMetrics metrics, TimeProvider time, ILogger log) =>
        (_store, _catalog, _recount, _metrics, _time, _log) = (store, catalog, recount, metrics, time, log);

    /// <summary>Version up to which all stories have been counted again.</summary>
    public static async Task<long> Done(ICatalogStore store, CancellationToken cancellation) =>
        BinaryPrimitives.ReadInt64LittleEndian(await store.GetOrAddSetting(DoneSetting, new byte[sizeof(long)], cancellation));

    /// <summary>Counts until all stories are counted by the newest catalogue, or the silo stops. Never fails.</summary>
    public async Task Run(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            _moved = false;
            try
            {
                if (!await RunOnce(stopping)) return;
                pause = FirstPause;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                // The store's: its silo is gone. Another goes on.
                return;
            }
            catch (Exception e)
            {
                if (_moved) pause = FirstPause;
                LogFailed(e, _at.To, pause);
                await Task.Delay(pause, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>From one version to the newest; false if that is where the stories are.</summary>
    private async Task<bool> RunOnce(CancellationToken stopping)
    {
        var done = await Done(_store, stopping);
        if (!_begun || _at.From != done)
        {
            if (await Begun(done, stopping) is not { } at) return false;
            (_at, _begun) = (at, true);
            _failed.Clear();
            _failed.UnionWith(at.Failed);
        }
        var touched = await Touched(_at.From, _at.To, stopping); // (1)
        if (!_at.Second)
        {
            await Walk(touched, stopping);
            await Task.Delay(Spread, _time, stopping);
            _failed.Clear(); // they are asked again now
            await Keep(_at with { Second = true, Kind = SourceKind.Outlet, Source = "", Story = null }, stopping); // (4)
        }
        await Walk(touched, stopping);
        await CountFailed(stopping); // (5)
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _at.To);
        await _store.PutSetting(DoneSetting, bytes, stopping); // (6)
        _begun = false;
        LogDone(_at.To, _at.Changed);
        return true;
    }

    private async Task<ChangedOutlets> Touched(long from, long to, CancellationToken stopping)
    {
        if (to < from) return ChangedOutlets.Everything;
        var touched = new ChangedOutlets();
        foreach (var change in await _store.ListOutletChangesSince(from, stopping))
            if (change.Version <= to) touched.Add(change.Before is null ? null : OutletSnapshot.ToEngine(change.Before), OutletSnapshot.ToEngine(change.After));
        return touched;
    }

    /// <summary>Goes through all outlets and credited names from where it is.</summary>
    private async Task Walk(ChangedOutlets touched, CancellationToken stopping)
    {
        while (true)
        {
            if (_at.Story is not null) await CountStoriesOf(stopping); // in the middle of one
            var page = await _store.ListSources(_at.Kind, _at.Source, SourcesAtOnce, stopping); // (2)
            foreach (var source in page)
            {
                if (!(_at.Kind == SourceKind.Outlet ? touched.TouchOutlet(source) : touched.TouchCredit(source))) continue;
                _at = _at with { Source = source, Story = "" };
                await CountStoriesOf(stopping);
            }
            if (page.Count == SourcesAtOnce) await Move(_at with { Source = page[^1] }, stopping);
            else if (_at.Kind == SourceKind.Outlet && touched.TouchCredits) await Move(_at with { Kind = SourceKind.Credit, Source = "" }, stopping);
            else return;
        }
    }

    /// <summary>Counts the stories of the source that it is at, from the story on that it is at.</summary>
    private async Task CountStoriesOf(CancellationToken stopping)
    {
        while (_at.Story is { } after)
        {
            var slice = await _store.ListStoriesOf(_at.Kind, _at.Source, after, StoriesAtOnce, stopping); // (3)
            var changed = 0;
            foreach (var some in slice.StoryIds.Chunk(CallsAtOnce)) changed += await Count(some, stopping);
            await Move(_at with { Story = slice.Next, Changed = _at.Changed + changed }, stopping);
        }
    }

    /// <summary>Has some stories counted; how many changed. Those that fail while the database answers are remembered.</summary>
    private async Task<int> Count(string[] storyIds, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        var outcomes = await Task.WhenAll(Array.ConvertAll(storyIds, CountOne)).WaitAsync(stopping);
        var (changed, failures) = (outcomes.Count(static o => o.Changed), outcomes.Where(static o => o.Failure is not null).ToList());
        _metrics.Count("changed", changed);
        _metrics.Count("unchanged", outcomes.Length - changed - failures.Count);
        _metrics.Count("failed", failures.Count);
        foreach (var outcome in outcomes) _failed.Remove(outcome.StoryId);
        if (failures.Count == 0) return changed;
        // If it is the database, it is not the stories: then it goes on from here when the database answers.
        await _store.Ping(stopping);
        LogStoriesFailed(failures[0].Failure!, failures.Count, failures[0].StoryId, _at.To);
        foreach (var failure in failures) _failed.Add(failure.StoryId);
        if (_failed.Count > MostFailed) throw new InvalidOperationException($"{_failed.Count} stories could not be counted.", failures[0].Failure);
        return changed;
    }

    private async Task<(string StoryId, bool Changed, Exception? Failure)> CountOne(string storyId)
    {
        try
        {
            return (storyId, await _recount(storyId, _at.To), null);
        }
        catch (Exception e)
        {
            return (storyId, false, e);
        }
    }

    private async Task CountFailed(CancellationToken stopping)
    {
        var pause = FirstPause;
        for (var attempt = 0; attempt < MostTries && _failed.Count > 0; attempt++)
        {
            await Task.Delay(pause, _time, stopping);
            pause *= 2;
            foreach (var some in _failed.Order(StringComparer.Ordinal).Chunk(CallsAtOnce)) _at = _at with { Changed = _at.Changed + await Count(some, stopping) };
        }
        if (_failed.Count == 0) return;
        _metrics.Count("given_up", _failed.Count);
        LogGivenUp(_failed.Count, _failed.Order(StringComparer.Ordinal).First(), _at.To);
        _failed.Clear();
    }

    private async Task Move(Progress to, CancellationToken stopping)
    {
        _at = to;
        _moved = true;
        if (_time.GetElapsedTime(_kept) >= KeepEvery) await Keep(to, stopping);
    }

    private async Task Keep(Progress at, CancellationToken stopping)
    {
        _at = at with { Failed = [.. _failed] };
        await _store.PutSetting(ProgressSetting, JsonSerializer.SerializeToUtf8Bytes(_at), stopping);
        _kept = _time.GetTimestamp();
    }

    /// <summary>What was begun from this version on, or a new beginning; null if there is nothing to do.</summary>
    private async Task<Progress?> Begun(long from, CancellationToken stopping)
    {
        var kept = await _store.GetOrAddSetting(ProgressSetting, [], stopping);
        if (kept.Length > 0 && JsonSerializer.Deserialize<Progress>(kept) is { } progress && progress.From == from && progress.To != from) return progress;
        await _catalog.Refresh(stopping);
        var version = (await _catalog.AtLeast(from, stopping)).Version;
        if (version == from) return null;
        // Put back: what the stories were counted by is not known any more, nor may its number be given again.
        if (version < from) await _catalog.Lose(from, stopping);
        return new Progress(from, version, Second: false, SourceKind.Outlet, "", null, 0, []);
    }

    /// <summary>How far the counting has come.</summary>
    /// <param name="From">Version that all stories were counted by when it began.</param>
    /// <param name="To">Version that they are counted by. Below <paramref name="From"/>: the database was put back, and all are counted.</param>
    /// <param name="Second">Whether it is the second time.</param>
    /// <param name="Kind">Outlets first, then credits.</param>
    /// <param name="Source">Outlet or name that it is at; those before are done.</param>
    /// <param name="Story">Story of this source up to which it is done. Null: all of this source are.</param>
    /// <param name="Changed">Stories that have other numbers now.</param>
    /// <param name="Failed">Stories to ask again at the end.</param>
    internal sealed record Progress(long From, long To, bool Second, SourceKind Kind, string Source, string? Story, int Changed, string[] Failed);

    [LoggerMessage(6002, LogLevel.Information, "Catalogue of outlets, version {Version}: {Stories} stories have other numbers now.")]
    private partial void LogDone(long version, int stories);

    [LoggerMessage(6003, LogLevel.Warning, "Stories could not be counted again by version {Version} of the catalogue of outlets; going on in {Pause}.")]
    private partial void LogFailed(Exception exception, long version, TimeSpan pause);

    [LoggerMessage(6006, LogLevel.Warning, "{Stories} stories, among them {StoryId}, could not be counted by version {Version} of the catalogue "
        + "of outlets; they are asked again at the end.")]
    private partial void LogStoriesFailed(Exception exception, int stories, string storyId, long version);

    [LoggerMessage(6007, LogLevel.Error, "{Stories} stories, among them {StoryId}, could not be counted by version {Version} of the catalogue "
        + "of outlets. They count themselves when they are loaded next.")]
    private partial void LogGivenUp(int stories, string storyId, long version);
}
