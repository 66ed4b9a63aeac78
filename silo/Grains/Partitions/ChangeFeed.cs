using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Grains.Partitions;

/// <summary>The newest card of every story of a partition, ordered by its last change. State-based: what changed since a
/// sequence are the cards above it, so there is no log to keep or to lose. Not thread-safe. Invariants: sequences are
/// unique and rise from head to tail; a story occurs once; its version only rises.</summary>
public sealed class ChangeFeed
{
    private readonly Dictionary<string, LinkedListNode<Held>> _byStory = new(StringComparer.Ordinal);
    private readonly LinkedList<Held> _byChange = new();

    /// <summary>Cards held, tombstones included.</summary>
    public int Count => _byStory.Count;

    /// <summary>Sequence of the last change; 0 if there was none.</summary>
    public long Last { get; private set; }

    /// <summary>A token below this cannot be resumed: cards changed since may be gone.</summary>
    public long Oldest { get; private set; }

    /// <summary>The card that has not changed for longest; null if there is none.</summary>
    public StoryCard? LeastRecent => _byChange.First?.Value.Entry.Card;

    /// <summary>The card of a story, or null.</summary>
    public StoryCard? Find(string storyId) => _byStory.TryGetValue(storyId, out var node) ? node.Value.Entry.Card : null;

    /// <summary>Enters a card under a new sequence, which must exceed <see cref="Last"/>. False if the card is not newer than
    /// the one held.</summary>
    /// <param name="card">The card.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="now">Time by the owner's monotonic clock, which <see cref="DropTombstones"/> compares with.</param>
    public bool Enter(StoryCard card, long sequence, TimeSpan now)
    {
        if (sequence <= Last) throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Not above {Last}.");
        if (_byStory.TryGetValue(card.StoryId, out var node))
        {
            if (node.Value.Entry.Card.Version >= card.Version) return false;
            _byChange.Remove(node);
            node.Value = new Held(new FeedEntry(sequence, card), now);
        }
        else
        {
            node = new LinkedListNode<Held>(new Held(new FeedEntry(sequence, card), now));
            _byStory.Add(card.StoryId, node);
        }
        _byChange.AddLast(node);
        Last = sequence;
        return true;
    }

    /// <summary>Drops a card without telling anybody; tokens from before its last change expire.</summary>
    public bool Drop(string storyId)
    {
        if (!_byStory.Remove(storyId, out var node)) return false;
        Expire(node.Value.Entry.Sequence);
        _byChange.Remove(node);
        return true;
    }

    /// <summary>Declares tokens below <paramref name="sequence"/> expired.</summary>
    public void Expire(long sequence) => Oldest = Math.Max(Oldest, sequence);

    /// <summary>Drops merged and retracted stories that were entered before <paramref name="before"/>.</summary>
    public void DropTombstones(TimeSpan before)
    {
        List<string>? old = null;
        foreach (var held in _byChange)
        {
            if (held.Entered >= before) break; // entered in the order of time
            if (held.Entry.Card.State != StoryState.Active) (old ??= []).Add(held.Entry.Card.StoryId);
        }
        foreach (var id in old ?? []) Drop(id);
    }

    /// <summary>The oldest <paramref name="limit"/> cards changed after <paramref name="after"/>.</summary>
    public (FeedEntry[] Entries, bool More) Since(long after, int limit)
    {
        // Walk back from the newest: whoever follows the feed closely lacks little.
        var node = _byChange.Last;
        var count = 0;
        LinkedListNode<Held>? first = null;
        while (node is not null && node.Value.Entry.Sequence > after)
        {
            first = node;
            count++;
            node = node.Previous;
        }
        var entries = new FeedEntry[Math.Min(limit, count)];
        for (var i = 0; i < entries.Length; i++, first = first!.Next) entries[i] = first!.Value.Entry;
        return (entries, count > limit);
    }

    private readonly record struct Held(FeedEntry Entry, TimeSpan Entered);
}
