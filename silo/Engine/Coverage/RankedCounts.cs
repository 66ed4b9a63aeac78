namespace StoryClustering.Engine.Coverage;

/// <summary>
/// Exact counts of names with the most frequent at hand. A change costs the same however many names there are, but for one look at all of them
/// after dozens of changes to the first names of a count, in their order. Not thread-safe.
/// </summary>
/// <remarks>Most names are in one article: a sorted set of all would be as slow as it is large. So names are only sorted where a list may
/// begin: of each count the first few.</remarks>
internal sealed class RankedCounts
{
    private const int Kept = 64;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    // By falling count.
    private readonly SortedDictionary<int, Bucket> _buckets = new(Comparer<int>.Create(static (a, b) => b.CompareTo(a)));

    public void Add(string name, int by)
    {
        var count = _counts.GetValueOrDefault(name);
        if (count > 0)
            Leave(name, count);
        count += by;
        if (count > 0)
        {
            _counts[name] = count;
            Enter(name, count);
        }
        else
        {
            _counts.Remove(name);
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _buckets.Clear();
    }

    /// <summary>The most frequent first; of equals by name.</summary>
    public List<(string Name, int Count)> Strongest(int most)
    {
        var result = new List<(string, int)>(Math.Min(most, _counts.Count));
        foreach (var (count, bucket) in _buckets)
        {
            var wanted = Math.Min(most - result.Count, bucket.Size);
            if (wanted == 0)
                break;
            if (bucket.First.Count < wanted)
                Sort(bucket, count, wanted);
            for (var i = 0; i < wanted; i++)
                result.Add((bucket.First[i], count));
        }
        return result;
    }

    private void Enter(string name, int count)
    {
        if (!_buckets.TryGetValue(count, out var bucket))
            _buckets.Add(count, bucket = new Bucket());
        // First are always the first names of all of this count; one that comes after them need not be among them.
        var isAll = bucket.First.Count == bucket.Size++;
        if (!isAll && (bucket.First.Count == 0 || string.CompareOrdinal(name, bucket.First[^1]) > 0))
            return;
        bucket.First.Insert(~bucket.First.BinarySearch(name, StringComparer.Ordinal), name);
        if (bucket.First.Count > Kept)
            bucket.First.RemoveRange(Kept, bucket.First.Count - Kept);
    }

    private void Leave(string name, int count)
    {
        var bucket = _buckets[count];
        if (--bucket.Size == 0)
            _buckets.Remove(count);
        else if (bucket.First.BinarySearch(name, StringComparer.Ordinal) is var at and >= 0)
            bucket.First.RemoveAt(at);
    }

    private void Sort(Bucket bucket, int count, int wanted)
    {
        bucket.First.Clear();
        bucket.First.AddRange(_counts.Where(c => c.Value == count).Select(static c => c.Key).Order(StringComparer.Ordinal).Take(Math.Max(Kept, wanted)));
    }

    /// <summary>The names of one count.</summary>
    private sealed class Bucket
    {
        public int Size;

        /// <summary>The first of them, in order.</summary>
        public readonly List<string> First = new(1);
    }
}
