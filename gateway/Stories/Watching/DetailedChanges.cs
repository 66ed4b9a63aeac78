using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>A change that can go out.</summary>
/// <param name="Story">The story, of the version of its coverage.</param>
/// <param name="Coverage">Serialised coverage, or null.</param>
/// <param name="Frames">Serialised frames, or null.</param>
/// <param name="Missing">Whether details are missing and will follow.</param>
/// <param name="PreviousVersion">Version that the watch had before; 0 if unknown or none.</param>
/// <param name="PreviousArticles">Articles at that version.</param>
internal readonly record struct DetailedChange(StoryVersion Story, byte[]? Coverage, byte[]? Frames, bool Missing, long PreviousVersion, int PreviousArticles);

/// <summary>The changes of one watch that wait for their details. Invariants:
/// <list type="number">
/// <item>a story waits once, with its newest version: versions go out in rising order;</item>
/// <item>a version goes out with the coverage of that version and with frames that are at least those of that version, or is marked, and comes
/// again when they are there: no failure drops it, and none holds back other stories for longer than the patience;</item>
/// <item><see cref="UpTo"/> lies before every change that has not gone out in full: the resume token never runs ahead.</item>
/// </list>
/// Not thread-safe; completed reads set the signal.</summary>
internal sealed class DetailedChanges(StoryDetails details, bool frames, int partitions, GatewayOptions options, WakeSignal signal)
{
    // Stories that are asked for at a time by one watch. What has gone out without details does not count.
    private const int Window = 64;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Waiting> _byStory = new(StringComparer.Ordinal);
    // By partition, in the order of their sequences: a story that changes again moves to the end.
    private readonly LinkedList<Waiting>[] _byPartition = [.. Enumerable.Range(0, partitions).Select(static _ => new LinkedList<Waiting>())];
    private readonly Queue<Waiting> _fresh = [];
    private readonly List<Waiting> _asked = [];
    private readonly Queue<Waiting> _ready = [];
    // What this watch was sent of each story.
    private readonly Dictionary<string, (long Version, long Frames)> _told = new(StringComparer.Ordinal);
    private int _unsent;
    private int _inWindow;

    /// <summary>Versions that were replaced by later ones before they could go out.</summary>
    public long Conflated { get; private set; }

    /// <summary>True if nothing waits that has not gone out at least without its details.</summary>
    public bool Settled => _unsent == 0;

    /// <summary>True if <see cref="TryTake"/> may have something.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>Sequence up to which everything has gone out, if the partition has been collected up to <paramref name="cursor"/>.</summary>
    public long UpTo(int partition, long cursor) => _byPartition[partition].First is { } first ? first.Value.Sequence - 1 : cursor;

    /// <summary>Takes a change in. It takes the place of an earlier one of the same story.</summary>
    public void Put(int partition, PendingChange change)
    {
        var card = change.Story.Card;
        var waiting = new Waiting
        {
            Partition = partition,
            Story = change.Story,
            Sequence = change.Sequence,
            PreviousVersion = change.PreviousVersion,
            PreviousArticles = change.PreviousArticles,
        };
        Conflated += change.Skipped;
        if (_byStory.TryGetValue(card.StoryId, out var earlier))
        {
            waiting.PreviousVersion = earlier.PreviousVersion;
            waiting.PreviousArticles = earlier.PreviousArticles;
            if (!earlier.Sent) Conflated++;
            waiting.Sent = earlier.Sent && _told.TryGetValue(card.StoryId, out var sent) && sent.Version >= card.Version;
            Leave(earlier);
        }
        else if (_told.TryGetValue(card.StoryId, out var told) && told.Version >= card.Version) return; // its coverage came with a later card

        _byStory[card.StoryId] = waiting;
        waiting.Node = _byPartition[partition].AddLast(waiting);
        if (!waiting.Sent) _unsent++;
        // The end of a story has no details.
        if (card.State != StoryState.Active) Ready(waiting);
        else _fresh.Enqueue(waiting);
    }

    /// <summary>Asks for details, looks at what has come, and gives up waiting where it has taken too long.</summary>
    public void Pump(TimeSpan now)
    {
        for (var i = _asked.Count - 1; i >= 0; i--)
        {
            var waiting = _asked[i];
            if (!waiting.Gone && !waiting.InReady)
            {
                if (waiting.Asking is { IsCompleted: true }) Look(waiting, now);
                else if (waiting.Asking is null && now >= waiting.RetryAt) Ask(waiting, now);
                if (!waiting.InReady && !waiting.Sent && now >= waiting.GiveUpAt) Ready(waiting);
            }
            if (!waiting.Gone && !(waiting.InReady && waiting.Complete)) continue;
            if (waiting.InWindow) LeaveWindow(waiting);
            _asked.RemoveAt(i);
        }
        while (_inWindow < Window && _fresh.TryDequeue(out var waiting))
        {
            if (waiting.Gone) continue;
            waiting.GiveUpAt = now + options.DetailPatience;
            Ask(waiting, now);
            if (waiting.InReady && waiting.Complete) continue;
            _asked.Add(waiting);
            waiting.InWindow = !waiting.Sent;
            if (waiting.InWindow) _inWindow++;
        }
    }

    /// <summary>When <see cref="Pump"/> has something to do at the latest, unless the signal comes first; null: nothing.</summary>
    public TimeSpan? NextWake()
    {
        TimeSpan? next = null;
        foreach (var waiting in _asked)
        {
            if (waiting.Gone || waiting.InReady) continue;
            if (waiting.Asking is null && !(waiting.RetryAt >= next)) next = waiting.RetryAt;
            if (!waiting.Sent && !(waiting.GiveUpAt >= next)) next = waiting.GiveUpAt;
        }
        return next;
    }

    /// <summary>The next change that can go out. The caller sends it.</summary>
    public bool TryTake(out DetailedChange change)
    {
        while (_ready.TryDequeue(out var waiting))
        {
            if (waiting.Gone) continue;
            waiting.InReady = false;
            var story = waiting.Coverage?.Story ?? waiting.Story;
            var (id, version) = (story.Card.StoryId, story.Card.Version);
            _told.TryGetValue(id, out var told);
            var again = waiting.Sent;
            var (previous, previousArticles) = (waiting.PreviousVersion, waiting.PreviousArticles);
            if (waiting.Complete) Leave(waiting);
            else Hold(waiting, story.Card);
            // Never an older version, and the same only to complete it.
            if (version < told.Version || (version == told.Version && !(again && waiting.Complete))) continue;

            var active = story.Card.State == StoryState.Active;
            change = new DetailedChange(story, active ? waiting.Coverage?.Bytes : null, active ? waiting.Frames?.Bytes : null,
                !waiting.Complete, previous, previousArticles);
            _told[id] = (version, Math.Max(told.Frames, waiting.Frames?.Version ?? 0));
            if (_told.Count > 2L * options.MaxStories) _told.Clear(); // frames go out once more than needed
            return true;
        }
        change = default;
        return false;
    }

    private void Ask(Waiting waiting, TimeSpan now)
    {
        var card = waiting.Story.Card;
        var asking = Read(card.StoryId, card.Version, _told.TryGetValue(card.StoryId, out var told) ? told.Frames : 0);
        waiting.Asking = asking;
        if (asking.IsCompleted) Look(waiting, now);
        else asking.ContinueWith(static (_, s) => ((WakeSignal)s!).Set(), signal, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Look(Waiting waiting, TimeSpan now)
    {
        var (coverage, framesOf, complete) = waiting.Asking!.GetAwaiter().GetResult();
        waiting.Asking = null;
        (waiting.Coverage, waiting.Frames, waiting.Complete) = (coverage, framesOf, complete);
        if (complete) Ready(waiting);
        else waiting.RetryAt = now + RetryPause;
    }

    // The coverage says of which version the change is; the frames must be those of that version at least.
    private async Task<(DetailBytes? Coverage, DetailBytes? Frames, bool Complete)> Read(string storyId, long version, long known)
    {
        var coverage = await details.Coverage(storyId, version);
        if (coverage?.Story is not { Card: var card }) return (null, null, false);
        if (!frames || card.State != StoryState.Active || card.FramesVersion <= known) return (coverage, null, true);
        var framesOf = await details.Frames(storyId, card.FramesVersion);
        return (coverage, framesOf, framesOf is not null);
    }

    private void Ready(Waiting waiting)
    {
        if (waiting.Story.Card.State != StoryState.Active) waiting.Complete = true;
        waiting.InReady = true;
        _ready.Enqueue(waiting);
    }

    // It goes out without its details, and waits on for them.
    private void Hold(Waiting waiting, StoryCard card)
    {
        if (!waiting.Sent) _unsent--;
        waiting.Sent = true;
        (waiting.PreviousVersion, waiting.PreviousArticles) = (card.Version, card.Articles);
        if (waiting.InWindow) LeaveWindow(waiting);
    }

    private void Leave(Waiting waiting)
    {
        waiting.Gone = true;
        _byPartition[waiting.Partition].Remove(waiting.Node!);
        if (ReferenceEquals(_byStory.GetValueOrDefault(waiting.Story.Card.StoryId), waiting)) _byStory.Remove(waiting.Story.Card.StoryId);
        if (!waiting.Sent) _unsent--;
        if (waiting.InWindow) LeaveWindow(waiting);
    }

    private void LeaveWindow(Waiting waiting)
    {
        waiting.InWindow = false;
        _inWindow--;
    }

    private sealed class Waiting
    {
        public required int Partition { get; init; }
        public required StoryVersion Story { get; init; }
        public required long Sequence { get; init; }
        public LinkedListNode<Waiting>? Node { get; set; }
        public long PreviousVersion { get; set; }
        public int PreviousArticles { get; set; }
        public Task<(DetailBytes? Coverage, DetailBytes? Frames, bool Complete)>? Asking { get; set; }
        public DetailBytes? Coverage { get; set; }
        public DetailBytes? Frames { get; set; }
        public TimeSpan RetryAt { get; set; }
        public TimeSpan GiveUpAt { get; set; }
        public bool Complete { get; set; }
        public bool InReady { get; set; }
        public bool InWindow { get; set; }
        // Whether it has gone out without its details.
        public bool Sent { get; set; }
        // Whether it has gone out in full, or a later version took its place.
        public bool Gone { get; set; }
    }
}
