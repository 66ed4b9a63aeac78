namespace StoryClustering.Grains.Frames.Model;

/// <summary>Lets so many calls through in any minute, not only on average. Thread-safe.</summary>
internal sealed class CallWindow(int perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _calls = new();

    /// <summary>Takes a call, if <paramref name="also"/> lets it through as well; that is not asked when there is none left.</summary>
    public bool TryTake(Func<bool> also, out bool isOverRate)
    {
        lock (_gate)
        {
            while (_calls.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= TimeSpan.FromMinutes(1)) _calls.Dequeue();
            isOverRate = _calls.Count >= perMinute;
            if (isOverRate || !also()) return false;
            _calls.Enqueue(time.GetTimestamp());
            return true;
        }
    }
}
