using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Grains.Partitions;

/// <summary>The newest card of every story of a partition, ordered by its last change. State-based: what changed since a
/// sequence are the cards above it, so there is no log to keep or to lose. Not thread-safe. Invariants: sequences are
/// unique and rise from head to tail; a story occurs once; its version only rises.</summary>
public sealed class ChangeFeed
{
    private readonly Dictionary<string, LinkedListNode<FeedEntry>> _byStory = new(StringComparer.Ordinal);
    private readonly LinkedList<FeedEntry> _byChange = new();

    /// <summary>Cards held, tombstones included.</summary>
    public int Count => _byStory.Count;

    /// <summary>Sequence of the last change; 0 if there was none.</summary>
    public long Last { get; private set; }

    /// <summary>A token below this cannot be resumed: cards changed since may be gone.</summary>
    public long Oldest { get; private set; }

    /// <summary>The card that has not changed for longest; null if there is none.</summary>
    public StoryCard? LeastRecent => _byChange.First?.Value.Card;

    /// <summary>The card of a story, or null.</summary>
    public StoryCard? Find(string storyId) => _byStory.TryGetValue(storyId, out var node) ? node.Value.Card : null;

    /// <summary>Enters a card under a new sequence, which must exceed <see cref="Last"/>. False if the card is not newer than
    /// the one held.</summary>
    public bool Enter(StoryCard card, long sequence)
    {
        if (sequence <= Last) throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"Not above {Last}.");
        if (_byStory.TryGetValue(card.StoryId, out var node))
        {
            if (node.Value.Card.Version >= card.Version) return false;
            _byChange.Remove(node);
            node.Value = new FeedEntry(sequence, card);
        }
        else
        {
            node = new LinkedListNode<FeedEntry>(new FeedEntry(sequence, card));
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
        Expire(node.Value.Sequence);
        _byChange.Remove(node);
        return true;
    }

    /// <summary>Declares tokens below <paramref name="sequence"/> expired.</summary>
    public void Expire(long sequence) => Oldest = Math.Max(Oldest, sequence);

    /// <summary>Drops merged and retracted stories that last changed before <paramref name="before"/>.</summary>
    public void DropTombstones(DateTimeOffset before)
    {
        List<string>? old = null;
        foreach (var entry in _byChange)
            if (entry.Card.State != StoryState.Active && entry.Card.Updated < before) (old ??= []).Add(entry.Card.StoryId);
        foreach (var id in old ?? []) Drop(id);
    }

    /// <summary>The oldest <paramref name="limit"/> cards changed after <paramref name="after"/>.</summary>
    public (FeedEntry[] Entries, bool More) Since(long after, int limit)
    {
        // Walk back from the newest: whoever follows the feed closely lacks little.
        var node = _byChange.Last;
        var count = 0;
        LinkedListNode<FeedEntry>? first = null;
        while (node is not null && node.Value.Sequence > after)
        {
            first = node;
            count++;
            node = node.Previous;
        }
        var entries = new FeedEntry[Math.Min(limit, count)];
        for (var i = 0; i < entries.Length; i++, first = first!.Next) entries[i] = first!.Value;
        return (entries, count > limit);
    }
}
