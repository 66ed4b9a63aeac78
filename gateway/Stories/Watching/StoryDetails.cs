using Google.Protobuf;
using Microsoft.Extensions.Logging;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Frames;
using StoryState = StoryClustering.Contracts.Stories.StoryState;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>A detail of a story as it goes over the wire.</summary>
/// <param name="Version">Version of the story (coverage) or of its frames.</param>
/// <param name="Bytes">Serialised StoryChange with this one field.</param>
/// <param name="Story">For coverage: the story whose numbers these are. Null for frames.</param>
public sealed record DetailBytes(long Version, byte[] Bytes, StoryVersion? Story);

/// <summary>The details that watchers on this gateway need, each read from its grain once and shared: the newest of each story, as bytes, a
/// bounded number of them, the least recently used forgotten first. Reads are bounded in number and time; one that fails is not tried
/// again before a pause that grows. Nothing is read that nobody asks for.</summary>
public sealed partial class StoryDetails(IStoryCluster cluster, GatewayOptions options, TimeProvider time, ILogger<StoryDetails> logger) : IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    // What an entry costs beside its bytes: key, node, record.
    private const int EntryBytes = 300;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string StoryId, bool Frames), Entry> _entries = [];
    private readonly LinkedList<Entry> _used = [];
    private readonly SemaphoreSlim _slots = new(options.DetailReads, options.DetailReads);
    private long _bytes;
    private long _reads;

    /// <summary>Bytes kept.</summary>
    public long Bytes
    {
        get { lock (_lock) return _bytes; }
    }

    /// <summary>Reads begun so far.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>Coverage of a story at this version or a later one; null if it cannot be read now. Never throws.</summary>
    public ValueTask<DetailBytes?> Coverage(string storyId, long version) => Get((storyId, false), version);

    /// <summary>Frames of a story at this version of them or a later one; null if they cannot be read now. Never throws.</summary>
    public ValueTask<DetailBytes?> Frames(string storyId, long version) => Get((storyId, true), version);

    /// <summary>Those of the stories that have ended, by the catalog: a view forgets them after a while. One that ended less than a
    /// minute
    /// ago is left out, as the feed may still bring it.</summary>
    public async Task<IReadOnlyList<StoryVersion>> Ended(IReadOnlyList<string> storyIds, CancellationToken cancellation)
    {
        var ended = new List<StoryVersion>();
        var before = time.TimeOfDay() - TimeSpan.FromMinutes(1);
        foreach (var ids in storyIds.Chunk(Limits.BatchIds))
            foreach (var card in await cluster.Catalog.GetCards(ids, cancellation))
                if (card.State != StoryState.Active && card.Updated < before) ended.Add(new StoryVersion(card));
        return ended;
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async ValueTask<DetailBytes?> Get((string StoryId, bool Frames) key, long version)
    {
        while (true)
        {
            Task<DetailBytes?> reading;
            bool mine;
            lock (_lock)
            {
                if (!_entries.TryGetValue(key, out var entry)) _entries.Add(key, entry = new Entry(key));
                Use(entry);
                if (entry.Known is { } known && known.Version >= version) return known;
                if (entry.Reading is null && time.Monotonic() < entry.NotBefore) return null;
                // One that is under way may have been asked too early to know of this version: then another follows.
                mine = entry.Reading is null;
                reading = entry.Reading ??= Read(entry);
            }
            var detail = await reading;
            if (detail is null || detail.Version >= version) return detail;
            if (!mine) continue;
            // Whoever answered is behind: an activation that is about to find out that it is not the only one.
            lock (_lock)
                if (_entries.TryGetValue(key, out var entry)) PutOff(entry);
            return null;
        }
    }

    // Runs on after the lock: nothing of it is done before the first await.
    private async Task<DetailBytes?> Read(Entry entry)
    {
        await Task.Yield();
        DetailBytes? detail = null;
        try
        {
            await _slots.WaitAsync();
            try
            {
                Interlocked.Increment(ref _reads);
                var id = entry.Key.StoryId;
                detail = await (entry.Key.Frames ? ReadFrames(id) : ReadCoverage(id)).WaitAsync(options.DetailTimeout, time);
            }
            finally { _slots.Release(); }
        }
        catch (Exception e) { LogFailed(logger, entry.Key.Frames ? "frames" : "coverage", entry.Key.StoryId, e.GetType().Name, e); }
        lock (_lock)
        {
            entry.Reading = null;
            if (detail is null || detail.Version < entry.Known?.Version)
            {
                PutOff(entry);
            }
            else
            {
                entry.Backoff = default;
                entry.NotBefore = Clocks.LongAgo;
                if (entry.Node.List is not null) Keep(entry, detail);
            }
            Trim();
        }
        return detail;
    }

    private async Task<DetailBytes?> ReadCoverage(string storyId)
    {
        var coverage = await cluster.Story(storyId).GetCoverage();
        return coverage is null ? null : new DetailBytes(coverage.Card.Version,
            new StoryChange { CoverageDetail = coverage.ToMessage() }.ToByteArray(), new StoryVersion(coverage.Card));
    }

    private async Task<DetailBytes?> ReadFrames(string storyId)
    {
        var frames = await cluster.Frames(storyId).Get();
        return frames is null ? null : new DetailBytes(frames.Version, new StoryChange { Frames = frames.ToMessage() }.ToByteArray(), null);
    }

    private void PutOff(Entry entry)
    {
        entry.Backoff = entry.Backoff == default ? FirstBackoff : entry.Backoff * 2 < options.LongestBackoff ? entry.Backoff * 2 : options.LongestBackoff;
        entry.NotBefore = time.Monotonic() + entry.Backoff;
    }

    private void Use(Entry entry)
    {
        if (entry.Node.List is null)
        {
            _used.AddLast(entry.Node);
            _bytes += EntryBytes;
        }
        else if (!ReferenceEquals(_used.Last, entry.Node))
        {
            _used.Remove(entry.Node);
            _used.AddLast(entry.Node);
        }
    }

    private void Keep(Entry entry, DetailBytes detail)
    {
        _bytes += detail.Bytes.Length - (entry.Known?.Bytes.Length ?? 0);
        entry.Known = detail;
    }

    // What is being read stays: whoever comes next joins in.
    private void Trim()
    {
        for (var node = _used.First; node is not null && _bytes > options.DetailCacheBytes;)
        {
            var next = node.Next;
            if (node.Value.Reading is null)
            {
                _bytes -= EntryBytes + (node.Value.Known?.Bytes.Length ?? 0);
                _entries.Remove(node.Value.Key);
                _used.Remove(node);
            }
            node = next;
        }
    }

    private sealed class Entry
    {
        public Entry((string StoryId, bool Frames) key)
        {
            Key = key;
            Node = new LinkedListNode<Entry>(this);
        }

        public (string StoryId, bool Frames) Key { get; }
        public LinkedListNode<Entry> Node { get; }
        public DetailBytes? Known { get; set; }
        public Task<DetailBytes?>? Reading { get; set; }
        public TimeSpan NotBefore { get; set; } = Clocks.LongAgo;
        public TimeSpan Backoff { get; set; }
    }

    [LoggerMessage(205, LogLevel.Warning, "Cannot read the {Detail} of {Story} for watchers ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, string detail, string story, string error, Exception exception);
}
