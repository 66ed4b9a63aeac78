using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using V1View = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>One watch. Its state is a cursor per partition; what it has to send is worked out from the view when it may send.
/// A client that is slow, or asks for few updates, so costs no more memory than a fast one, and hears of each story once,
/// in its last version.
/// <para>A watch with details hands what it collects to its <see cref="DetailedChanges"/>, and sends what comes out of that.</para>
/// <para>1. Begin: snapshot, catch-up or nothing. 2. Say that it is complete. 3. For ever: sleep until the view changes or the
/// heartbeat is due; send what lies behind the cursors, or the heartbeat.</para></summary>
internal sealed class Subscriber : IDisposable
{
    // With the 500 changes of a message, whichever comes first: clients refuse messages above 4 MB.
    private const int MessageBytes = 1024 * 1024;
    private const int KeptCapacity = 1024;

    private readonly StoryView _view;
    private readonly byte[] _key;
    private readonly WatchPlan _plan;
    private readonly IServerStreamWriter<WatchStoriesResponse> _writer;
    private readonly WriteGuard _guard;
    private readonly Draining _draining;
    private readonly TimeProvider _time;

    private readonly WakeSignal _signal = new();
    private readonly ITimer _timer;
    private readonly WatchStoriesResponse _head;
    private readonly WatchFrames _frames;
    // Only if the watch is to have more than cards.
    private readonly DetailedChanges? _details;
    // Up to where the view has been collected; up to where it has been put into messages (the resume token); where it began.
    private readonly long[] _cursors;
    private readonly long[] _delivered;
    private readonly long[] _token;
    // Whatever has changed since then, this stream has been told.
    private readonly long[] _since;
    private readonly int _epoch;
    private List<PendingChange> _pending = [];
    private ResumeOutcome _outcome;
    private bool _complete;
    private int _bytes;
    private long _conflated;
    private TimeSpan _lastWrite = Clocks.LongAgo;
    private TimeSpan _lastUpdate = Clocks.LongAgo;

    internal Subscriber(StoryView view, byte[] key, WatchPlan plan, IServerStreamWriter<WatchStoriesResponse> writer, WriteGuard guard,
        Draining draining, TimeProvider time, StoryDetails details, GatewayOptions options)
    {
        (_view, _key, _plan, _writer, _guard, _draining, _time) = (view, key, plan, writer, guard, draining, time);
        (_head, _frames) = WatchFrames.Create();
        _head.SentAt = new Timestamp();
        var count = view.Partitions.Length;
        _token = plan.Token ?? new long[count];
        _cursors = [.. _token];
        _delivered = [.. _token];
        _since = [.. _token];
        _epoch = view.Epoch;
        if (plan.View >= V1View.Coverage) _details = new DetailedChanges(details, plan.View == V1View.Full, _since, plan.Condition, options, _signal);
        _timer = time.CreateTimer(static s => ((WakeSignal)s!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs until the call is cancelled (returns) or cannot go on (throws).</summary>
    internal async Task Run(CancellationToken call)
    {
        _view.Attach(_signal);
        try
        {
            await using var gone = call.Register(_signal.Set);
            await using var drained = _draining.Token.Register(_signal.Set);
            // Taken before the view is read: whatever changes later is found by a later walk.
            var stamp = _view.Stamp;
            await Begin(call);
            await Live(stamp, call);
        }
        finally { _view.Detach(_signal); }
    }

    private async Task Begin(CancellationToken call)
    {
        switch (_plan.Start)
        {
            case WatchStart.Live:
                _outcome = ResumeOutcome.Live;
                for (var p = 0; p < _cursors.Length; p++) _cursors[p] = _delivered[p] = _since[p] = _view.Partitions[p].Last;
                break;
            case WatchStart.Resume:
                _outcome = ResumeOutcome.Recovered;
                // The token is given again from the first message on: it only rises.
                _complete = true;
                await Deliver(CollectMode.CatchUp, call);
                await Settle(call);
                break;
            default:
                _outcome = ResumeOutcome.Snapshot;
                await DeliverEnded(call);
                await Deliver(CollectMode.Everything, call);
                await Settle(call);
                if (_details is null) break;
                // A snapshot with details takes its time, and may have been shared: what has changed since belongs to it.
                await Deliver(CollectMode.Live, call);
                await Settle(call);
                break;
        }
        _complete = true;
        _head.SnapshotComplete = true;
        await Flush(call);
    }

    // Waits until every story of the beginning has gone out, with its details or marked; changes since then come after.
    private async Task Settle(CancellationToken call)
    {
        if (_details is null) return;
        _lastWrite = _time.Monotonic();
        while (true)
        {
            ThrowIfOver(call);
            var now = _time.Monotonic();
            _details.Pump(now);
            await Emit(call);
            if (_details.Settled) return; // the caller sends what is left
            if (_frames.Count > 0) await Flush(call);
            if (now >= _lastWrite + _plan.Heartbeat)
            {
                _head.Heartbeat = true;
                await Flush(call);
            }
            var wake = _lastWrite + _plan.Heartbeat;
            if (_details.NextWake() is { } next && next < wake) wake = next;
            now = _time.Monotonic();
            _timer.Change(wake > now ? wake - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await _signal.Wait();
        }
    }

    private async Task Live(long seen, CancellationToken call)
    {
        var nextWalk = _time.Monotonic();
        while (true)
        {
            if (call.IsCancellationRequested) return;
            ThrowIfOver(call);
            var now = _time.Monotonic();
            var stamp = _view.Stamp;
            // Changes of stories that are not watched must not put off those that are: they only cost a walk.
            var due = _lastUpdate + _plan.Interval > nextWalk ? _lastUpdate + _plan.Interval : nextWalk;
            _details?.Pump(now);
            // What waits for its turn is not collected twice: until then changes wait in the view, where they cost nothing.
            var changed = stamp != seen && _details is not { HasBacklog: true };
            var ready = _details is { HasReady: true };
            if ((changed || ready) && now >= due)
            {
                if (changed)
                {
                    seen = stamp;
                    nextWalk = now + WatchDesk.LeastInterval;
                    await Deliver(CollectMode.Live, call);
                }
                if (_details is not null) await Emit(call);
                if (_frames.Count > 0) await Flush(call);
                continue;
            }
            if (now >= _lastWrite + _plan.Heartbeat)
            {
                _head.Heartbeat = true;
                await Flush(call);
                continue;
            }
            var wake = _lastWrite + _plan.Heartbeat;
            if (!changed && _details is not { HasBacklog: true })
            {
                _signal.Arm();
                if (_view.Stamp != seen) continue;
            }
            if ((changed || ready) && due < wake) wake = due;
            if (_details?.NextWake() is { } next && next < wake) wake = next;
            _timer.Change(wake > now ? wake - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await _signal.Wait();
        }
    }

    private async ValueTask DeliverEnded(CancellationToken call)
    {
        foreach (var story in _plan.Ended ?? [])
        {
            // The view has it after all, and tells of it.
            if (_view.Find(story.Card.StoryId) is not null) continue;
            _frames.Add(story.Body, 0, 0);
            _bytes += story.Body.Length;
            if (_frames.Count >= Limits.WatchChanges || _bytes >= MessageBytes) await Flush(call);
        }
    }

    // Puts what lies behind the cursors into messages and sends the full ones; the rest stays for the caller to flush.
    private async ValueTask Deliver(CollectMode mode, CancellationToken call)
    {
        for (var p = 0; p < _cursors.Length; p++)
        {
            var partition = _view.Partitions[p];
            if (mode == CollectMode.Live && partition.Last == _cursors[p]) continue;
            if (_details is not null && mode == CollectMode.Everything && _plan.Ids is null)
            {
                var snapshot = partition.Snapshot();
                _details.Put(p, snapshot);
                _cursors[p] = snapshot.UpTo;
                continue;
            }
            var upTo = partition.Collect(_cursors[p], _token[p], mode, _plan.Ids, _plan.Condition, _pending);
            if (upTo < 0) throw WatchDesk.Expired("Changes that this watch has not had were forgotten; take a snapshot.");
            if (_details is not null)
            {
                _pending.Reverse();
                _details.Put(p, [.. _pending]);
                _pending.Clear();
            }
            for (var i = _pending.Count - 1; i >= 0; i--)
            {
                var change = _pending[i];
                var body = change.Story.Body;
                var added = change.PreviousVersion == 0 ? 0 : change.Story.Card.Articles - change.PreviousArticles;
                _frames.Add(body, change.PreviousVersion, added);
                _bytes += body.Length;
                _conflated += change.Skipped;
                _delivered[p] = change.Sequence;
                if (_frames.Count >= Limits.WatchChanges || _bytes >= MessageBytes) await Flush(call);
            }
            _cursors[p] = _delivered[p] = upTo;
            if (_pending.Capacity > KeptCapacity) _pending = [];
            else _pending.Clear();
        }
    }

    // Puts what has its details into messages and sends the full ones; the rest stays for the caller to flush.
    private async ValueTask Emit(CancellationToken call)
    {
        _details!.Pump(_time.Monotonic());
        while (_details.HasReady)
        {
            while (_details.TryTake(out var change))
            {
                var body = change.Story.Body;
                var added = change.PreviousVersion == 0 ? 0 : change.Story.Card.Articles - change.PreviousArticles;
                _frames.Add(body, change.Coverage, change.Frames, change.Missing, change.PreviousVersion, added);
                _bytes += body.Length + (change.Coverage?.Length ?? 0) + (change.Frames?.Length ?? 0);
                if (_frames.Count >= Limits.WatchChanges || _bytes >= MessageBytes) await Flush(call);
            }
            // There is room for more now.
            _details.Pump(_time.Monotonic());
        }
    }

    private void ThrowIfOver(CancellationToken call)
    {
        call.ThrowIfCancellationRequested();
        if (_draining.Token.IsCancellationRequested) throw _draining.Error.ToException();
        if (_view.Epoch != _epoch) throw WatchDesk.Expired("The cluster has lost sequences; take a snapshot.");
    }

    private async ValueTask Flush(CancellationToken call)
    {
        var now = _time.Monotonic();
        var ticks = _time.TimeOfDay().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        _head.SentAt.Seconds = ticks / TimeSpan.TicksPerSecond;
        _head.SentAt.Nanos = (int)(ticks % TimeSpan.TicksPerSecond) * 100;
        _head.ResumeOutcome = _outcome;
        if (_details is not null)
        {
            _conflated = _details.Conflated;
            for (var p = 0; p < _delivered.Length; p++) _delivered[p] = _details.UpTo(p, _cursors[p]);
        }
        _head.Conflated = _conflated;
        _head.ResumeToken = _complete ? ResumeToken.Write(_key, _delivered) : "";
        await _guard.Write(_writer, _head, call);
        _lastWrite = now;
        if (_frames.Count > 0) _lastUpdate = now;
        _frames.Clear();
        _bytes = 0;
        _outcome = ResumeOutcome.Unspecified;
        _head.SnapshotComplete = false;
        _head.Heartbeat = false;
    }

    public void Dispose() => _timer.Dispose();
}
