using System.Collections.Immutable;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Stories.Watching;

namespace StoryClustering.Gateway.Stories;

/// <summary>All stories as this gateway knows them: one <see cref="PartitionView"/> each, kept by the followers of
/// <see cref="StoryViewService"/>, read by watchers.</summary>
public sealed class StoryView
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<PartitionView> _partitions = [];
    private ImmutableArray<WakeSignal> _watchers = [];
    private Action<int>? _poke;
    private long _stamp;

    /// <summary>The partitions; empty until the cluster has said how many there are.</summary>
    public ImmutableArray<PartitionView> Partitions => _partitions;

    /// <summary>Rises with every change of the view.</summary>
    public long Stamp => Volatile.Read(ref _stamp);

    /// <summary>Completes when every partition has been loaded.</summary>
    public Task WhenReady => _ready.Task;

    /// <summary>True once every partition has been loaded.</summary>
    public bool IsReady => _ready.Task.IsCompletedSuccessfully;

    /// <summary>Partitions still to be loaded; -1 while their number is unknown.</summary>
    public int Missing => _partitions.IsEmpty ? -1 : _partitions.Count(p => p.Rounds == 0);

    /// <summary>Sum of the epochs: rises when a partition was begun anew.</summary>
    public int Epoch
    {
        get
        {
            var sum = 0;
            foreach (var partition in _partitions) sum += partition.Epoch;
            return sum;
        }
    }

    /// <summary>Sets up the partitions. <paramref name="poke"/> makes the follower of a partition ask at once;
    /// <paramref name="most"/> is the number of stories that each keeps.</summary>
    public void Open(int partitions, Action<int>? poke = null, int most = int.MaxValue)
    {
        _poke = poke;
        _partitions = [.. Enumerable.Range(0, partitions).Select(n => new PartitionView(n, most))];
    }

    /// <summary>Newest card of a story that this gateway knows of, or null.</summary>
    public StoryCard? Find(string storyId)
    {
        var partitions = _partitions;
        return partitions.IsEmpty ? null : partitions[Key.HomeOf(storyId, partitions.Length)].Find(storyId);
    }

    /// <summary>Asks a partition at once instead of at its next turn.</summary>
    public void Poke(int partition) => _poke?.Invoke(partition);

    /// <summary>To be called after every change of a partition: wakes whoever waits for one.</summary>
    public void Changed()
    {
        Interlocked.Increment(ref _stamp);
        if (!IsReady && Missing == 0) _ready.TrySetResult();
        foreach (var watcher in _watchers) watcher.SetIfArmed();
    }

    /// <summary>Wakes <paramref name="signal"/> at changes, when it is armed.</summary>
    public void Attach(WakeSignal signal) => ImmutableInterlocked.Update(ref _watchers, (all, one) => all.Add(one), signal);

    /// <summary>Ends that.</summary>
    public void Detach(WakeSignal signal) => ImmutableInterlocked.Update(ref _watchers, (all, one) => all.Remove(one), signal);
}
