namespace StoryClustering.Cli.Measuring;

/// <summary>Measures how long after an article was acknowledged a watcher is told of it: from the ack to the first change of
/// its story with the ack's version or a higher one. A change that came before the ack counts as no delay.</summary>
/// <remarks>Thread-safe. Remembers one version per story seen, and the acks that still wait.</remarks>
internal sealed class DelayMeter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sight> _seen = [];
    private readonly Dictionary<string, List<Sight>> _waiting = [];
    private readonly LatencyHistogram _delays = new();
    private int _waits;
    private TaskCompletionSource? _allArrived;

    private readonly record struct Sight(long Version, TimeSpan At);

    /// <summary>An article was acknowledged at this time of the run.</summary>
    public void Acked(string storyId, long version, TimeSpan at)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(storyId, out var sight) && sight.Version >= version)
            {
                _delays.Add(sight.At - at);
                return;
            }
            if (!_waiting.TryGetValue(storyId, out var acks)) _waiting[storyId] = acks = [];
            acks.Add(new Sight(version, at));
            _waits++;
        }
    }

    /// <summary>A change of a story arrived at the watcher at this time of the run.</summary>
    public void Seen(string storyId, long version, TimeSpan at)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(storyId, out var sight) && sight.Version >= version) return;
            _seen[storyId] = new Sight(version, at);
            if (!_waiting.TryGetValue(storyId, out var acks)) return;

            foreach (var ack in acks)
            {
                if (ack.Version <= version) _delays.Add(at - ack.At);
            }
            _waits -= acks.RemoveAll(ack => ack.Version <= version);
            if (acks.Count == 0) _waiting.Remove(storyId);
            if (_waits == 0) _allArrived?.TrySetResult();
        }
    }

    /// <summary>Ends when every acknowledged article has arrived. Call it after the last ack.</summary>
    public Task AllArrivedAsync()
    {
        lock (_lock)
        {
            _allArrived ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_waits == 0) _allArrived.TrySetResult();
            return _allArrived.Task;
        }
    }

    /// <summary>What has been measured so far.</summary>
    public DelaySummary Summary()
    {
        lock (_lock)
            return new DelaySummary(_delays.Count, _delays.Percentile(0.5), _delays.Percentile(0.99), _delays.Max, _waits);
    }
}

/// <summary>Delays from ack to watcher.</summary>
internal sealed record DelaySummary(long Arrived, TimeSpan P50, TimeSpan P99, TimeSpan Max, long NeverArrived);
