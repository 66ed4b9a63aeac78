namespace StoryClustering.Engine.Assignment;

/// <summary>
/// Pairs of stories that were found not to be one: where many stories are neighbours, every article would compare the same ones
/// again. Bounded; not thread-safe. Time is counted in articles.
/// </summary>
public sealed class ComparedPairs
{
    private const int MostPairs = 50_000;

    private readonly int _restFor;
    private readonly Dictionary<(string, string), long> _comparedAt = [];
    private readonly Queue<((string, string) Pair, long At)> _order = new();

    /// <summary>No pair was compared yet.</summary>
    /// <param name="restFor">For how many articles a pair is left alone after it was compared; they change it little.</param>
    public ComparedPairs(int restFor) => _restFor = restFor;

    /// <summary>Whether the pair is due to be compared; then it is taken as compared at <paramref name="now"/>.</summary>
    /// <param name="storyId">One story.</param>
    /// <param name="otherId">The other; the order does not matter.</param>
    /// <param name="now">Articles that have come so far; never falls.</param>
    public bool IsDue(string storyId, string otherId, long now)
    {
        while (_order.TryPeek(out var oldest) && (now - oldest.At >= _restFor || _order.Count >= MostPairs))
        {
            _order.Dequeue();
            if (_comparedAt.TryGetValue(oldest.Pair, out var last) && last == oldest.At)
                _comparedAt.Remove(oldest.Pair);
        }
        var pair = string.CompareOrdinal(storyId, otherId) < 0 ? (storyId, otherId) : (otherId, storyId);
        if (!_comparedAt.TryAdd(pair, now))
            return false;
        _order.Enqueue((pair, now));
        return true;
    }
}
