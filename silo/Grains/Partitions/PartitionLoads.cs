using System.Collections.Concurrent;

namespace StoryClustering.Grains.Partitions;

/// <summary>The partitions of this silo that are loaded or being loaded, and how far; and the places to load at: as many as keep the
/// processors busy, since more would only need more memory. Thread-safe. One per silo.</summary>
public sealed class PartitionLoads : IDisposable
{
    // Each reads and indexes at the same time, but waits for the database now and then, or for its own slower half.
    private readonly SemaphoreSlim _places = new(2 * Environment.ProcessorCount);
    private readonly ConcurrentDictionary<int, PartitionLoad> _loads = new();

    /// <summary>Those that are not loaded yet, by number.</summary>
    public IReadOnlyList<PartitionLoad> UnderWay => [.. _loads.Values.Where(static l => !l.IsDone).OrderBy(static l => l.Partition)];

    /// <summary>Takes note of a partition that will be loaded here.</summary>
    public PartitionLoad Begin(int partition) => _loads[partition] = new PartitionLoad(partition);

    /// <summary>Forgets a partition that has left this silo.</summary>
    public void End(PartitionLoad load) => _loads.TryRemove(new KeyValuePair<int, PartitionLoad>(load.Partition, load));

    /// <summary>Runs <paramref name="load"/> when there is a place, on the thread pool.</summary>
    public async Task<T> Run<T>(Func<Task<T>> load, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await Task.Run(load, cancellation);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}

/// <summary>How far a partition is.</summary>
public sealed class PartitionLoad(int partition)
{
    private int _stories;
    private int _of;
    private volatile bool _done;

    /// <summary>Number of the partition.</summary>
    public int Partition { get; } = partition;

    /// <summary>Whether it answers.</summary>
    public bool IsDone { get => _done; set => _done = value; }

    /// <summary>Counts stories that are loaded.</summary>
    public void Advance(int stories) => Interlocked.Add(ref _stories, stories);

    /// <summary>Begins to count, again if a try has failed.</summary>
    public void Reset(int of)
    {
        Volatile.Write(ref _stories, 0);
        Volatile.Write(ref _of, of);
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"Partition {Partition} is loading: {Volatile.Read(ref _stories)} of {Volatile.Read(ref _of)} stories.";
}
