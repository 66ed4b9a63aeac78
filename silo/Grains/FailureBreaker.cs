namespace StoryClustering.Grains;

/// <summary>
/// Circuit breaker: after so many failures in a row nothing is let through for a while, then one call as a probe. Thread-safe.
/// </summary>
/// <remarks>
/// Of the project's own, since Polly's opens by a ratio over a time: a server that answered well a moment ago and hangs now would
/// cost every caller the time-out until that moment is forgotten.
/// </remarks>
internal sealed class FailureBreaker(int after, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long _opened;
    private bool _probing;

    /// <summary>Whether a call may be made now. Whoever is let through tells the outcome.</summary>
    public bool LetsThrough()
    {
        lock (_gate)
        {
            if (_failures < after) return true;
            if (_probing || time.GetElapsedTime(_opened) < pause) return false;
            return _probing = true;
        }
    }

    /// <summary>A call that was let through was not made, or nobody waited for its outcome.</summary>
    public void Withdrawn()
    {
        lock (_gate) _probing = false;
    }

    /// <summary>A call went well; true if that ends a pause.</summary>
    public bool Succeeded()
    {
        lock (_gate)
        {
            var ends = _failures >= after;
            (_failures, _probing) = (0, false);
            return ends;
        }
    }

    /// <summary>A call failed; true if that begins a pause. A probe that fails prolongs it.</summary>
    public bool Failed()
    {
        lock (_gate)
        {
            _probing = false;
            if (_failures >= after)
            {
                _opened = time.GetTimestamp();
                return false;
            }
            if (++_failures < after) return false;
            _opened = time.GetTimestamp();
            return true;
        }
    }
}
