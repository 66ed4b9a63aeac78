using StoryClustering.Contracts;

namespace StoryClustering.Grains.Partitions;

/// <summary>Hands items on in batches: at once while fewer than <paramref name="most"/> calls are under way, else with the
/// next call. Order is kept.
/// <list type="bullet">
/// <item>Items succeed and fail each by themselves; if a call as a whole fails for a reason that will not pass, each is called alone.</item>
/// <item>Each waits at most <see cref="Deadlines.PartitionRetry"/>, in the queue and out of it; the call is cancelled then.</item>
/// <item>At most <paramref name="mostWaiting"/> wait; further ones are refused with an <see cref="OverloadedException"/>.</item>
/// </list></summary>
/// <param name="name">Of the queue: for its error, and as a tag of the metrics.</param>
/// <param name="most">Calls under way at a time.</param>
/// <param name="perCall">Items of a call at most.</param>
/// <param name="mostWaiting">Items that wait for a call at most.</param>
/// <param name="call">One call: outcomes in the order of the items. Throws if it fails as a whole.</param>
/// <param name="metrics">Counts what fails.</param>
/// <param name="time">The clock.</param>
internal sealed class Gatherer<TItem, TResult>(string name, int most, int perCall, int mostWaiting, Func<TItem[], CancellationToken, Task<Outcome<TResult>[]>> call,
    PartitionMetrics metrics, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Item> _queue = new();
    private int _running;

    /// <summary>Items that wait for a call.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _queue.Count;
        }
    }

    public Task<TResult> Submit(TItem value)
    {
        var item = new Item(value, time.GetTimestamp());
        lock (_gate)
        {
            if (_queue.Count >= mostWaiting)
            {
                metrics.Count(name, ItemOutcome.CrowdedOut);
                return Task.FromException<TResult>(new OverloadedException($"{mostWaiting} items wait for {name} already."));
            }
            _queue.Enqueue(item);
            if (_running < most)
            {
                _running++;
                _ = Task.Run(CallUntilEmpty); // off the caller's (a grain's) scheduler
            }
        }
        return item.Task;
    }

    private async Task CallUntilEmpty()
    {
        var items = new List<Item>();
        while (true)
        {
            lock (_gate)
            {
                if (_queue.Count == 0)
                {
                    _running--;
                    return;
                }
                while (items.Count < perCall && _queue.TryDequeue(out var item)) items.Add(item);
            }
            await Call(items);
            items.Clear();
        }
    }

    /// <summary>Settles all items. Never throws.</summary>
    private async Task Call(List<Item> items)
    {
        Exception failure = new TimeoutException($"No turn for {name} within {Deadlines.PartitionRetry.TotalSeconds:0} s.");
        while (true)
        {
            Expire(items, failure);
            if (items.Count == 0) return;
            try
            {
                // The oldest decides; the others have another try then.
                using var deadline = new CancellationTokenSource(Left(items[0]), time);
                var outcomes = await call(Values(items), deadline.Token);
                for (var i = 0; i < items.Count; i++)
                {
                    if (outcomes[i].Failure is { } fault) Fail(items[i], fault, ItemOutcome.Failed);
                    else items[i].TrySetResult(outcomes[i].Value!);
                }
                return;
            }
            catch (Exception e) when (PartitionRouter.MayPass(e))
            {
                failure = e; // the call has tried as long as the oldest item allowed
            }
            catch (Exception e) when (e is StorageUnavailableException || items.Count == 1)
            {
                foreach (var item in items) Fail(item, e, ItemOutcome.Failed);
                return;
            }
            catch (Exception)
            {
                // Which of them it is that cannot be called is not known.
                foreach (var item in items.ToArray()) await Call([item]);
                return;
            }
        }
    }

    private void Expire(List<Item> items, Exception failure) => items.RemoveAll(item =>
    {
        if (Left(item) > TimeSpan.Zero) return false;
        Fail(item, failure, ItemOutcome.TimedOut);
        return true;
    });

    private TimeSpan Left(Item item) => Deadlines.PartitionRetry - time.GetElapsedTime(item.Since);

    private void Fail(Item item, Exception failure, ItemOutcome outcome)
    {
        metrics.Count(name, outcome);
        item.TrySetException(failure);
    }

    private static TItem[] Values(List<Item> items)
    {
        var values = new TItem[items.Count];
        for (var i = 0; i < values.Length; i++) values[i] = items[i].Value;
        return values;
    }

    private sealed class Item(TItem value, long since) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Value { get; } = value;
        public long Since { get; } = since;
    }
}

/// <summary>How one item of a batch ended: with a value, or with a failure of its own.</summary>
internal readonly record struct Outcome<T>(T? Value, Exception? Failure = null);
