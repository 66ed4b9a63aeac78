namespace StoryClustering.Engine.Coverage;

/// <summary>Exact counts of names with the most frequent always at hand: a change costs the logarithm of their number. Not
/// thread-safe.</summary>
internal sealed class RankedCounts
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<(int Rank, string Name)> _ranked = new(Comparer<(int Rank, string Name)>.Create(static (a, b) =>
        a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : string.CompareOrdinal(a.Name, b.Name)));

    public void Add(string name, int by)
    {
        var count = _counts.GetValueOrDefault(name);
        if (count > 0)
            _ranked.Remove((-count, name));
        count += by;
        if (count > 0)
        {
            _counts[name] = count;
            _ranked.Add((-count, name));
        }
        else
        {
            _counts.Remove(name);
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _ranked.Clear();
    }

    /// <summary>The most frequent first; of equals by name.</summary>
    public List<(string Name, int Count)> Strongest(int most)
    {
        var result = new List<(string, int)>(Math.Min(most, _ranked.Count));
        foreach (var (rank, name) in _ranked)
        {
            if (result.Count == most)
                break;
            result.Add((name, -rank));
        }
        return result;
    }
}
