using System.Threading.Tasks.Sources;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>Wakes one waiting loop. Setting it twice wakes once; setting it while nobody waits is remembered. Allocates
/// nothing after its making: a subscriber has one for its whole life.</summary>
public sealed class WakeSignal : IValueTaskSource
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private bool _set;
    private int _armed;

    /// <summary>Asks to be woken by the next change.</summary>
    public void Arm() => Volatile.Write(ref _armed, 1);

    /// <summary>Wakes if armed, once.</summary>
    public void SetIfArmed()
    {
        if (Volatile.Read(ref _armed) == 1 && Interlocked.Exchange(ref _armed, 0) == 1) Set();
    }

    /// <summary>Wakes.</summary>
    public void Set()
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                _set = true;
                return;
            }
            _waiting = false;
        }
        _core.SetResult(true);
    }

    /// <summary>Completes when set, or at once if it has been set since the last wait. One waiter at a time.</summary>
    public ValueTask Wait()
    {
        lock (_lock)
        {
            if (_set)
            {
                _set = false;
                return ValueTask.CompletedTask;
            }
            _core.Reset();
            _waiting = true;
            return new ValueTask(this, _core.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token,
        ValueTaskSourceOnCompletedFlags flags) => _core.OnCompleted(continuation, state, token, flags);
}
