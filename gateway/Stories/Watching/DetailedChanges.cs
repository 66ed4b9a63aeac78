using StoryClustering.Api;
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
/// <item><see cref="UpTo"/> lies before every change that has not gone out in full: the resume token never runs ahead;</item>
/// <item>there is an object for each story of the window, for each that has gone out without its details, and for each that was told in a
/// version which the feed has not shown yet. The others are a place in a list: of a snapshot, in one that all watches share. What a watch was
/// sent of a story follows from the view, which knows the version that stood where the watch walked.</item>
/// </list>
/// Not thread-safe; completed reads set the signal.</summary>
/// <param name="details">Where they are read.</param>
/// <param name="frames">Whether frames are wanted, or coverage only.</param>
/// <param name="since">By partition: versions seen first behind this sequence were told to this watch, unless it has a condition.</param>
/// <param name="condition">What stories must be like, or null.</param>
/// <param name="options">Patience, and most entries.</param>
/// <param name="signal">Set when something has been read.</param>
internal sealed class DetailedChanges(StoryDetails details, bool frames, long[] since, StoryCondition? condition, GatewayOptions options, WakeSignal signal)
{
    // Stories that are asked for at a time by one watch. What has gone out without details does not count.
    private const int Window = 64;
    // Changes that can go out, a message full of them: no more are begun until the caller has taken them.
    private const int MostReady = Limits.WatchChanges;
    // Stories of whose frames a watch with a condition remembers what it was sent, twice so many at most: the view does not know which
    // versions it was told. Those of others go out once more than needed.
    private const int FramesRemembered = 4096;
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    // What has been collected and waits for a place in the window: a list a partition, and the place in the first of them.
    private readonly Queue<Backlog> _backlog = [];
    private int _at;
    // By partition, the sequence of the first that waits there; 0: none.
    private readonly long[] _firstInBacklog = new long[since.Length];
    private readonly Dictionary<string, Waiting> _byStory = new(StringComparer.Ordinal);
    // By partition, in the order of their sequences: a story that changes again moves to the end.
    private readonly LinkedList<Waiting>[] _byPartition = [.. since.Select(static _ => new LinkedList<Waiting>())];
    private readonly List<Waiting> _asked = [];
    private readonly Queue<Waiting> _ready = [];
    // What this watch was sent of stories whose grains were ahead of the feed, until the feed has caught up.
    private readonly Dictionary<string, (long Version, long Frames)> _ahead = new(StringComparer.Ordinal);
    private Dictionary<string, long> _framesTold = new(StringComparer.Ordinal);
    private Dictionary<string, long> _framesToldBefore = new(StringComparer.Ordinal);
    private int _unsent;
    private int _inWindow;

    /// <summary>Versions that were replaced by later ones before they could go out.</summary>
    public long Conflated { get; private set; }

    /// <summary>True if nothing waits that has not gone out at least without its details.</summary>
    public bool Settled => _unsent == 0 && !HasBacklog;

    /// <summary>True while what was collected waits for its turn. Until then nothing more may be put in.</summary>
    public bool HasBacklog => _backlog.Count > 0;

    /// <summary>True if <see cref="TryTake"/> may have something.</summary>
    public bool HasReady => _ready.Count > 0;

    /// <summary>Sequence up to which everything has gone out, if the partition has been collected up to <paramref name="cursor"/>.</summary>
    public long UpTo(int partition, long cursor) =>
        _byPartition[partition].First is { } first ? first.Value.Sequence - 1
        : _firstInBacklog[partition] is > 0 and var next ? next - 1 : cursor;

    /// <summary>Takes changes of a partition in, by rising sequence. Each takes the place of an earlier one of the same story.</summary>
    public void Put(int partition, PendingChange[] changes)
    {
        if (changes.Length > 0) Put(new Backlog(partition, changes, null));
    }

    /// <summary>Takes all active stories of a snapshot in, as far as they meet the condition.</summary>
    public void Put(int partition, PartitionSnapshot snapshot)
    {
        if (snapshot.Stories.Length > 0) Put(new Backlog(partition, [], snapshot));
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
        while (_inWindow < Window && _ready.Count < MostReady && TryNext(out var partition, out var change)) Admit(partition, change, now);
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
            var version = story.Card.Version;
            var (previous, previousArticles) = (waiting.PreviousVersion, waiting.PreviousArticles);
            // Never an older version, and the same only to complete it.
            var known = version < waiting.ToldVersion || (version == waiting.ToldVersion && !(waiting.Sent && waiting.Complete));
            if (!known)
            {
                waiting.ToldVersion = version;
                waiting.ToldFrames = Math.Max(waiting.ToldFrames, waiting.Frames?.Version ?? 0);
            }
            if (!waiting.Complete)
            {
                Hold(waiting, story.Card);
            }
            else
            {
                Leave(waiting);
                Remember(waiting);
            }
            if (known) continue;
            var active = story.Card.State == StoryState.Active;
            change = new DetailedChange(story, active ? waiting.Coverage?.Bytes : null, active ? waiting.Frames?.Bytes : null,
                !waiting.Complete, previous, previousArticles);
            return true;
        }
        change = default;
        return false;
    }

    private void Put(in Backlog backlog)
    {
        if (_firstInBacklog[backlog.Partition] > 0) throw new InvalidOperationException($"What was collected of partition {backlog.Partition} still waits.");
        _firstInBacklog[backlog.Partition] = backlog.SequenceAt(0);
        _backlog.Enqueue(backlog);
    }

    private bool TryNext(out int partition, out PendingChange change)
    {
        while (_backlog.TryPeek(out var backlog))
        {
            partition = backlog.Partition;
            change = backlog.At(_at++);
            if (_at < backlog.Count)
            {
                _firstInBacklog[partition] = backlog.SequenceAt(_at);
            }
            else
            {
                _firstInBacklog[partition] = 0;
                _backlog.Dequeue();
                _at = 0;
            }
            // Whose end was before the snapshot is no part of it.
            if (!backlog.IsSnapshot || (change.Story.Card.State == StoryState.Active && condition?.Matches(change.Story.Card) != false)) return true;
        }
        (partition, change) = (0, default);
        return false;
    }

    private void Admit(int partition, in PendingChange change, TimeSpan now)
    {
        var card = change.Story.Card;
        Conflated += change.Skipped;
        var waiting = new Waiting
        {
            Partition = partition,
            Story = change.Story,
            Sequence = change.Sequence,
            PreviousVersion = change.PreviousVersion,
            PreviousArticles = change.PreviousArticles,
        };
        if (_byStory.TryGetValue(card.StoryId, out var earlier))
        {
            waiting.PreviousVersion = earlier.PreviousVersion;
            waiting.PreviousArticles = earlier.PreviousArticles;
            (waiting.ToldVersion, waiting.ToldFrames) = (earlier.ToldVersion, earlier.ToldFrames);
            if (!earlier.Sent) Conflated++;
            waiting.Sent = earlier.Sent && earlier.ToldVersion >= card.Version;
            Leave(earlier);
        }
        else if (_ahead.TryGetValue(card.StoryId, out var told))
        {
            if (told.Version <= card.Version) _ahead.Remove(card.StoryId);
            if (told.Version >= card.Version) return; // its coverage came with a later card
            (waiting.ToldVersion, waiting.ToldFrames) = told;
        }
        else
        {
            waiting.ToldFrames = FramesTold(partition, change);
        }

        _byStory[card.StoryId] = waiting;
        waiting.Node = _byPartition[partition].AddLast(waiting);
        if (!waiting.Sent) _unsent++;
        // The end of a story has no details.
        if (card.State != StoryState.Active)
        {
            Ready(waiting);
            return;
        }
        waiting.GiveUpAt = now + options.DetailPatience;
        Ask(waiting, now);
        if (waiting.InReady && waiting.Complete) return;
        _asked.Add(waiting);
        waiting.InWindow = !waiting.Sent;
        if (waiting.InWindow) _inWindow++;
    }

    private long FramesTold(int partition, in PendingChange change)
    {
        if (condition is null) return change.PreviousSequence > since[partition] ? change.PreviousFrames : 0;
        var id = change.Story.Card.StoryId;
        return _framesTold.TryGetValue(id, out var frames) || _framesToldBefore.TryGetValue(id, out frames) ? frames : 0;
    }

    private void Remember(Waiting waiting)
    {
        var card = waiting.Story.Card;
        // The coverage was read after the card, or the frames after the coverage: what a later card says of them has been told.
        if (waiting.ToldVersion > card.Version || (card.State == StoryState.Active && waiting.ToldFrames > card.FramesVersion))
        {
            _ahead[card.StoryId] = (waiting.ToldVersion, waiting.ToldFrames);
            if (_ahead.Count > 2L * options.MaxStories) _ahead.Clear(); // stories that have left the view: their changes do not come any more
        }
        if (condition is null || waiting.ToldFrames == 0) return;
        if (_framesTold.Count >= FramesRemembered) (_framesToldBefore, _framesTold) = (_framesTold, new Dictionary<string, long>(StringComparer.Ordinal));
        _framesTold[card.StoryId] = waiting.ToldFrames;
    }

    private void Ask(Waiting waiting, TimeSpan now)
    {
        var card = waiting.Story.Card;
        var asking = Read(card.StoryId, card.Version, waiting.ToldFrames);
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

    private readonly record struct Backlog(int Partition, PendingChange[] Changes, PartitionSnapshot? Snapshot)
    {
        public bool IsSnapshot => Snapshot is not null;
        public int Count => Snapshot?.Stories.Length ?? Changes.Length;
        public long SequenceAt(int n) => Snapshot is { } snapshot ? snapshot.Stories[n].Sequence : Changes[n].Sequence;

        public PendingChange At(int n) => Snapshot is { } snapshot
            ? new PendingChange(snapshot.Stories[n].Story, snapshot.Stories[n].Sequence, 0, 0, 0) : Changes[n];
    }

    private sealed class Waiting
    {
        public required int Partition { get; init; }
        public required StoryVersion Story { get; init; }
        public required long Sequence { get; init; }
        public LinkedListNode<Waiting>? Node { get; set; }
        public long PreviousVersion { get; set; }
        public int PreviousArticles { get; set; }
        // What the watch was sent of the story, as far as it matters: 0 if nothing.
        public long ToldVersion { get; set; }
        public long ToldFrames { get; set; }
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
