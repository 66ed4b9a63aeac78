using Google.Protobuf;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories;

/// <summary>One version of one story, and its bytes on the wire, made when first needed and shared by all subscribers.</summary>
public sealed class StoryVersion(StoryCard card)
{
    private byte[]? _body;

    /// <summary>The story.</summary>
    public StoryCard Card { get; } = card;

    /// <summary>Serialised StoryChange without previous_version and articles_added, which depend on who hears of it.</summary>
    public byte[] Body => _body ??= Card.ToChange().ToByteArray();
}

/// <summary>What a subscriber has to hear.</summary>
/// <param name="Story">The story as it is.</param>
/// <param name="Sequence">Its place in the partition.</param>
/// <param name="PreviousVersion">Version at the subscriber's cursor; 0 if unknown or none.</param>
/// <param name="PreviousArticles">Articles at that version.</param>
/// <param name="Skipped">Versions between the two, as far as remembered.</param>
/// <param name="PreviousFrames">Version of its frames then.</param>
/// <param name="PreviousSequence">Where that version was seen first; 0 if unknown or none.</param>
public readonly record struct PendingChange(StoryVersion Story, long Sequence, long PreviousVersion, int PreviousArticles, int Skipped,
    long PreviousFrames = 0, long PreviousSequence = 0);

/// <summary>A story as it was when a snapshot was taken.</summary>
public readonly record struct PlacedStory(StoryVersion Story, long Sequence);

/// <summary>All stories of a partition as they were at one moment, by rising sequence. It never changes, so that any number of watches can
/// walk through one, each at its own pace.</summary>
/// <param name="stories">The stories, tombstones included.</param>
/// <param name="upTo">Everything up to this sequence is in it.</param>
public sealed class PartitionSnapshot(PlacedStory[] stories, long upTo)
{
    /// <summary>The stories, tombstones included.</summary>
    public ReadOnlySpan<PlacedStory> Stories => stories;
    /// <summary>Everything up to this sequence is in it.</summary>
    public long UpTo { get; } = upTo;
}

/// <summary>What a subscriber asks of a partition.</summary>
public enum CollectMode
{
    /// <summary>Every story as it is; tombstones only for those who named the story.</summary>
    Everything,
    /// <summary>Everything behind a resume token, whether or not this gateway knew it before.</summary>
    CatchUp,
    /// <summary>What is new to this stream.</summary>
    Live,
}

/// <summary>How a batch was taken.</summary>
public enum BatchResult { Applied, Stale, Gap }

/// <summary>One partition as this gateway knows it: the newest card of every story, in a list ordered by the story's last
/// sequence.
/// <para>Invariants. The list's sequences rise from head to tail and none is above <see cref="Last"/>. Everything the
/// partition has handed out up to <see cref="Last"/> is contained or was replaced by something newer. Versions of a story
/// never fall. <see cref="Collect"/> gives all of a partition at once, under the lock: a cursor never stands in the middle of
/// a walk.</para>
/// <para>A partition that moves to another silo numbers all its stories anew. Such an entry moves to the tail with the
/// version it has: a client that comes from another gateway, with a token between the two places, must find it. Streams that
/// have had it do not get it again; see <see cref="Entry.IsKnown"/>.</para></summary>
/// <param name="number">Number of the partition.</param>
/// <param name="most">Stories kept; the least recently changed is forgotten first, and tokens from before its last change
/// expire.</param>
public sealed class PartitionView(int number, int most = int.MaxValue)
{
    private const int RecentVersions = 8;
    private const int RememberedPlaces = 4;
    // A snapshot serves further watches until one in so many stories may have changed; they hear of those right after it.
    private const int SharedUntil = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _stories = new(StringComparer.Ordinal);
    private readonly Queue<(Entry Entry, long Version, TimeSpan Since)> _tombstones = [];
    // Held by those who walk through it.
    private readonly WeakReference<PartitionSnapshot> _snapshot = new(null!);
    private Entry? _head;
    private Entry? _tail;
    private long _last;
    private long _oldest;
    private long _forgotten;
    private int _rounds;
    private int _epoch;

    /// <summary>Number of the partition.</summary>
    public int Number { get; } = number;
    /// <summary>Everything up to this sequence is here.</summary>
    public long Last => Volatile.Read(ref _last);
    /// <summary>Tokens below this cannot be resumed.</summary>
    public long Oldest => Volatile.Read(ref _oldest);
    /// <summary>How often the partition has confirmed that nothing is missing. 0: not loaded yet.</summary>
    public int Rounds => Volatile.Read(ref _rounds);
    /// <summary>Rises when the partition was begun anew, with lower sequences: cursors into it mean nothing any more.</summary>
    public int Epoch => Volatile.Read(ref _epoch);
    /// <summary>Stories known, tombstones included.</summary>
    public int Count
    {
        get { lock (_lock) return _stories.Count; }
    }

    /// <summary>Takes in a batch of the feed, if nothing is missing before it. <paramref name="now"/> is a moment of <see cref="Clocks.Monotonic"/>.</summary>
    public BatchResult Apply(FeedBatch batch, TimeSpan now)
    {
        lock (_lock)
        {
            if (batch.Previous > _last) return BatchResult.Gap;
            if (batch.Entries.Length == 0 || batch.Entries[^1].Sequence <= _last) return BatchResult.Stale;
            Take(batch.Entries, now);
            Volatile.Write(ref _last, batch.Entries[^1].Sequence);
            return BatchResult.Applied;
        }
    }

    /// <summary>Takes in a page of what was missing. A page without <see cref="FeedPage.More"/> completes a round.</summary>
    public void Apply(FeedPage page, TimeSpan now)
    {
        lock (_lock)
        {
            Take(page.Entries, now);
            if (page.UpTo > _last) Volatile.Write(ref _last, page.UpTo);
            if (page.Oldest > _oldest) Volatile.Write(ref _oldest, page.Oldest);
            if (!page.More) Volatile.Write(ref _rounds, _rounds + 1);
        }
    }

    /// <summary>Forgets everything: the partition has lost its sequences (a database restored from a backup).</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _stories.Clear();
            _tombstones.Clear();
            _snapshot.SetTarget(null!);
            _head = _tail = null;
            Volatile.Write(ref _last, 0);
            Volatile.Write(ref _oldest, 0);
            _forgotten = 0;
            Volatile.Write(ref _epoch, _epoch + 1);
        }
    }

    /// <summary>Forgets tombstones that came before <paramref name="before"/>; tokens from before them expire.</summary>
    public void Sweep(TimeSpan before)
    {
        lock (_lock)
        {
            while (_tombstones.TryPeek(out var oldest) && oldest.Since < before)
            {
                _tombstones.Dequeue();
                var id = oldest.Entry.Story.Card.StoryId;
                if (oldest.Entry.Story.Card.Version == oldest.Version && ReferenceEquals(_stories.GetValueOrDefault(id), oldest.Entry)) Forget(oldest.Entry);
            }
        }
    }

    /// <summary>Newest card of a story, or null.</summary>
    public StoryCard? Find(string storyId)
    {
        lock (_lock) return _stories.GetValueOrDefault(storyId)?.Story.Card;
    }

    /// <summary>All stories as they are, or as they were a little while ago: what has changed since lies behind its
    /// <see cref="PartitionSnapshot.UpTo"/>.</summary>
    public PartitionSnapshot Snapshot()
    {
        lock (_lock)
        {
            if (_snapshot.TryGetTarget(out var known) && _last - known.UpTo <= known.Stories.Length / SharedUntil) return known;
            var stories = new PlacedStory[_stories.Count];
            var n = 0;
            for (var entry = _head; entry is not null; entry = entry.Next) stories[n++] = new PlacedStory(entry.Story, entry.Sequence);
            var snapshot = new PartitionSnapshot(stories, _last);
            _snapshot.SetTarget(snapshot);
            return snapshot;
        }
    }

    /// <summary>Adds to <paramref name="into"/>, newest first, what lies behind a cursor. Returns the new cursor, or -1 if stories
    /// that changed behind the cursor have been forgotten: the stream was too slow and needs a snapshot.</summary>
    /// <param name="cursor">Sequence up to which the stream has been served.</param>
    /// <param name="token">Sequence that the stream resumed from; 0 if it did not.</param>
    /// <param name="mode">What is asked.</param>
    /// <param name="ids">Stories wanted, or null for all.</param>
    /// <param name="into">Takes the changes.</param>
    public long Collect(long cursor, long token, CollectMode mode, IReadOnlySet<string>? ids, StoryCondition? condition, List<PendingChange> into)
    {
        lock (_lock)
        {
            if (mode != CollectMode.Everything && cursor < _forgotten) return -1;
            for (var entry = _tail; entry is not null && entry.Sequence > cursor; entry = entry.Previous)
            {
                var card = entry.Story.Card;
                if (ids is not null && !ids.Contains(card.StoryId)) continue;
                // The end of a story is told to all: it may have matched before.
                if (condition is not null && card.State == StoryState.Active && !condition.Matches(card)) continue;
                if (mode == CollectMode.Everything)
                {
                    if (ids is not null || card.State == StoryState.Active)
                        into.Add(new PendingChange(entry.Story, entry.Sequence, 0, 0, 0));
                    continue;
                }
                if (mode == CollectMode.Live && entry.IsKnown(token, cursor)) continue;
                into.Add(entry.ChangeSince(cursor));
            }
            return _last;
        }
    }

    private void Take(FeedEntry[] entries, TimeSpan now)
    {
        var from = _last;
        foreach (var (sequence, card) in entries)
        {
            if (sequence <= from) continue;
            if (!_stories.TryGetValue(card.StoryId, out var entry))
            {
                entry = new Entry(new StoryVersion(card), sequence);
                _stories.Add(card.StoryId, entry);
            }
            else
            {
                Unlink(entry);
                if (card.Version > entry.Story.Card.Version) entry.Update(new StoryVersion(card), sequence);
                else entry.Move(sequence);
            }
            Append(entry);
            if (entry.Story.Card.State != StoryState.Active && entry.First == sequence)
                _tombstones.Enqueue((entry, entry.Story.Card.Version, now));
        }
        while (_stories.Count > most) Forget(_head!);
    }

    private void Forget(Entry entry)
    {
        _stories.Remove(entry.Story.Card.StoryId);
        Unlink(entry);
        if (entry.Sequence > _forgotten) _forgotten = entry.Sequence;
        if (entry.Sequence > _oldest) Volatile.Write(ref _oldest, entry.Sequence);
    }

    private void Append(Entry entry)
    {
        entry.Previous = _tail;
        entry.Next = null;
        if (_tail is null) _head = entry;
        else _tail.Next = entry;
        _tail = entry;
    }

    private void Unlink(Entry entry)
    {
        if (entry.Previous is null) _head = entry.Next;
        else entry.Previous.Next = entry.Next;
        if (entry.Next is null) _tail = entry.Previous;
        else entry.Next.Previous = entry.Previous;
        entry.Previous = entry.Next = null;
    }

    private readonly record struct Recent(long Sequence, long Version, int Articles, long Frames);

    private sealed class Entry(StoryVersion story, long sequence)
    {
        // Versions before this one, oldest first; and places of this version between the first and the present one.
        private List<Recent>? _recent;
        private List<long>? _places;

        public StoryVersion Story { get; private set; } = story;
        // Where the version was seen first, and where the entry stands now.
        public long First { get; private set; } = sequence;
        public long Sequence { get; private set; } = sequence;
        public Entry? Previous { get; set; }
        public Entry? Next { get; set; }

        public void Update(StoryVersion story, long sequence)
        {
            _recent ??= new List<Recent>(2);
            if (_recent.Count == RecentVersions) _recent.RemoveAt(0);
            _recent.Add(new Recent(First, Story.Card.Version, Story.Card.Articles, Story.Card.FramesVersion));
            Story = story;
            First = Sequence = sequence;
            _places = null;
        }

        public void Move(long sequence)
        {
            if (Sequence != First)
            {
                _places ??= new List<long>(1);
                if (_places.Count == RememberedPlaces) _places.RemoveAt(0);
                _places.Add(Sequence);
            }
            Sequence = sequence;
        }

        /// <summary>True if a stream that resumed from <paramref name="token"/> and stands at <paramref name="cursor"/> has
        /// had this version: it stood at some place that the stream has walked over. What lies before the token was walked
        /// over by another gateway, perhaps before it had this version: such places prove nothing.</summary>
        public bool IsKnown(long token, long cursor)
        {
            if (First > token) return First <= cursor;
            if (_places is null) return false;
            foreach (var place in _places)
                if (place > token && place <= cursor) return true;
            return false;
        }

        public PendingChange ChangeSince(long cursor)
        {
            var skipped = 0;
            for (var i = (_recent?.Count ?? 0) - 1; i >= 0; i--)
            {
                var (sequence, version, articles, frames) = _recent![i];
                if (sequence <= cursor) return new PendingChange(Story, Sequence, version, articles, skipped, frames, sequence);
                skipped++;
            }
            return new PendingChange(Story, Sequence, 0, 0, skipped);
        }
    }
}
