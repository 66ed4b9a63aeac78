namespace StoryClustering.Grains.Frames.Model;

/// <summary>
/// Tokens that stories have cost. Remembers so many stories; the one that was charged longest ago is forgotten for a new one, and may then
/// cost as much again. Thread-safe.
/// </summary>
internal sealed class StoryTokens(int perStory, int mostStories = 10_000)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Story, long Tokens)>> _stories = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Story, long Tokens)> _order = new();

    /// <summary>Charges a story what a call will cost at most, so that calls at the same time share the budget; false, and nothing is
    /// charged, if that is too much.</summary>
    public bool TryReserve(string story, long tokens)
    {
        lock (_gate)
        {
            var spent = _stories.TryGetValue(story, out var node) ? node.Value.Tokens : 0;
            if (spent + tokens > perStory) return false;
            Put(story, spent + tokens);
            return true;
        }
    }

    /// <summary>Replaces what was reserved by what a call has cost.</summary>
    public void Settle(string story, long reserved, long cost)
    {
        lock (_gate)
        {
            var spent = _stories.TryGetValue(story, out var node) ? node.Value.Tokens : 0;
            Put(story, Math.Max(0, spent - reserved) + cost);
        }
    }

    private void Put(string story, long tokens)
    {
        if (_stories.Remove(story, out var node)) _order.Remove(node);
        while (_stories.Count >= mostStories && _order.First is { } oldest)
        {
            _order.RemoveFirst();
            _stories.Remove(oldest.Value.Story);
        }
        _stories[story] = _order.AddLast((story, tokens));
    }
}
