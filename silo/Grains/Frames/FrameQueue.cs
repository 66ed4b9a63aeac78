using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// Stories of a silo whose frames are to be worked out, each once, in the order in which they are due:
/// <list type="bullet">
/// <item>at once: with the second original; when there are twice as many as the last time; when an article was revised or left;</item>
/// <item>otherwise when the story has been quiet, at the latest some time after its first change;</item>
/// <item>never sooner after the last time than a quiet moment takes, however much happens.</item>
/// </list>
/// While nothing succeeds, because the database or a silo does not answer, it asks ever less often. Nothing waits for this queue.
/// It is in memory and bounded, and ends when its silo begins to stop; partitions that are loaded note what it leaves. One
/// per silo; not a grain.
/// </summary>
public sealed partial class FrameQueue : IDisposable
{
    /// <summary>Tries of a story before it waits for its next change.</summary>
    public const int MostTries = 5;
    private const int MostRemembered = 50_000;
    // Failures in a row, of whatever stories, until all wait.
    private const int FailuresUntilPause = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private sealed class Waiting(string storyId, TimeSpan since)
    {
        public string StoryId { get; } = storyId;
        public TimeSpan Since { get; } = since;
        public TimeSpan Due { get; set; } = TimeSpan.MaxValue;
        public bool IsUrgent { get; set; }
        public int Originals { get; set; }
        public int Tries { get; set; }
    }

    private readonly Func<string, Task<TimeSpan?>> _update;
    private readonly FrameSchedule _schedule;
    private readonly FramesMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<FrameQueue> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    // A story is in it again when it is due earlier than before; what is out of date is passed over when its turn comes.
    private readonly PriorityQueue<Waiting, TimeSpan> _byDue = new();
    private readonly Dictionary<string, (int Originals, TimeSpan At)> _last = new(StringComparer.Ordinal);
    private readonly Queue<string> _remembered = new();
    private readonly long _start;
    private readonly ITimer _timer;
    private int _workers;
    private int _failuresInRow;
    private TimeSpan _pausedUntil;
    private bool _disposed;

    public FrameQueue(IGrainFactory grains, IOptions<ClusteringOptions> options, FramesMetrics metrics, IHostApplicationLifetime silo, TimeProvider time, ILogger<FrameQueue> log)
        : this(storyId => grains.GetGrain<IFramesGrain>(storyId).Update(), options.Value.Frames, metrics, time, log, silo.ApplicationStopping)
    {
    }

    internal FrameQueue(Func<string, Task<TimeSpan?>> update, FrameSchedule schedule, FramesMetrics metrics, TimeProvider time, ILogger<FrameQueue> log,
        CancellationToken stopping = default)
    {
        (_update, _schedule, _metrics, _time, _log) = (update, schedule, metrics, time, log);
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static queue => ((FrameQueue)queue!).StartWorkers(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        metrics.Watch(() => Count);
        stopping.Register(Dispose);
    }

    /// <summary>Stories that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Whether nothing waits and nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _waiting.Count + _workers == 0;
        }
    }

    /// <summary>Whether something is under way.</summary>
    internal bool IsWorking
    {
        get
        {
            lock (_gate) return _workers > 0;
        }
    }

    /// <summary>Takes note of a story's change.</summary>
    /// <param name="card">The story now. One that has a single article and never had frames needs none.</param>
    /// <param name="edited">Whether an article was revised or left, so that its sentences may have to go.</param>
    public void Note(StoryCard card, bool edited = false)
    {
        if (!_schedule.Enabled) return;
        lock (_gate)
        {
            if (_disposed) return;
            if (card.State != StoryState.Active)
            {
                _waiting.Remove(card.StoryId);
                _last.Remove(card.StoryId);
                return;
            }
            if (card.Articles < 2 && card.FramesVersion == 0) return;
            var originals = card.Articles - card.Reprints;
            Add(card.StoryId, originals, edited || HasGrown(card, originals));
        }
        StartWorkers();
    }

    /// <summary>Takes note of stories that may have changed while nobody saw to their frames; none is urgent.</summary>
    public void NoteMissed(IEnumerable<StoryCard> cards)
    {
        if (!_schedule.Enabled) return;
        lock (_gate)
        {
            if (_disposed) return;
            foreach (var card in cards) Add(card.StoryId, card.Articles - card.Reprints, urgent: false);
        }
        StartWorkers();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private bool HasGrown(StoryCard card, int originals) =>
        _last.TryGetValue(card.StoryId, out var last)
            ? originals >= Math.Max(2, Math.Max(last.Originals + 1, last.Originals * _schedule.Growth))
            : card.FramesVersion == 0 && originals >= 2; // not known: it has frames from before this silo started

    private void Add(string storyId, int originals, bool urgent, int tries = 0, TimeSpan? after = null)
    {
        var now = Now;
        if (!_waiting.TryGetValue(storyId, out var waiting))
        {
            if (_waiting.Count >= _schedule.MaxWaiting)
            {
                _metrics.Count(FramesOutcome.CrowdedOut);
                return;
            }
            waiting = new Waiting(storyId, now) { Tries = tries };
            _waiting.Add(storyId, waiting);
        }
        waiting.Originals = originals;
        waiting.IsUrgent |= urgent;
        var before = waiting.Due;
        var latest = waiting.Since + _schedule.MaxDelay;
        var quiet = now + _schedule.QuietPeriod;
        var soonest = _last.TryGetValue(storyId, out var last) && last.At + _schedule.QuietPeriod > now ? last.At + _schedule.QuietPeriod : now;
        waiting.Due = after is { } pause ? now + pause
            : !waiting.IsUrgent ? quiet < latest ? quiet : latest
            : before < soonest ? before : soonest;
        if (waiting.Due < before) _byDue.Enqueue(waiting, waiting.Due);
    }

    private void StartWorkers()
    {
        lock (_gate)
        {
            if (_disposed) return;
            while (_workers < _schedule.Workers && NextIsDue())
            {
                _workers++;
                _ = Task.Run(Work);
                if (_waiting.Count < 2 * _workers) break; // one after the other is soon enough
            }
            if (!NextIsDue()) Wake();
        }
    }

    /// <summary>Sets the timer for the next story.</summary>
    private void Wake()
    {
        if (_disposed || !TryPeek(out _, out var due)) return;
        var wait = (due > _pausedUntil ? due : _pausedUntil) - Now;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private bool NextIsDue() => _pausedUntil <= Now && TryPeek(out _, out var due) && due <= Now;

    /// <summary>The story that is due first, after what is out of date has been put right.</summary>
    private bool TryPeek(out Waiting? first, out TimeSpan due)
    {
        while (_byDue.TryPeek(out first, out due))
        {
            if (_waiting.GetValueOrDefault(first.StoryId) != first || first.Due < due) _byDue.Dequeue(); // gone, or in it again for an earlier time
            else if (first.Due > due) _byDue.DequeueEnqueue(first, first.Due);
            else return true;
        }
        return false;
    }

    private async Task Work()
    {
        while (true)
        {
            Waiting next;
            lock (_gate)
            {
                if (_disposed || !NextIsDue())
                {
                    _workers--;
                    Wake();
                    return;
                }
                next = _byDue.Dequeue();
                _waiting.Remove(next.StoryId);
                Remember(next.StoryId, next.Originals); // before it is done: what comes meanwhile is compared with it
            }
            try
            {
                var again = await _update(next.StoryId);
                lock (_gate)
                {
                    _failuresInRow = 0;
                    if (again is { } pause) TryAgain(next, pause);
                }
            }
            catch (Exception e) when (e is StorageUnavailableException or ObjectDisposedException || GrainCalls.MayPass(e))
            {
                LogPutOff(e, next.StoryId, next.Tries + 1);
                Failed(next);
                Pause();
            }
            catch (Exception e)
            {
                // A fault of ours, in this story: the others go on.
                LogFailed(e, next.StoryId, next.Tries + 1);
                Failed(next);
            }
        }
    }

    private void Failed(Waiting story)
    {
        _metrics.Count(FramesOutcome.Failed);
        lock (_gate) TryAgain(story, _schedule.QuietPeriod * Math.Pow(2, story.Tries));
    }

    /// <summary>Not this story's fault: if others fail as well, all wait, longer each time.</summary>
    private void Pause()
    {
        lock (_gate)
        {
            if (++_failuresInRow < FailuresUntilPause) return;
            var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failuresInRow - FailuresUntilPause, 5)));
            _pausedUntil = Now + (pause < LongestPause ? pause : LongestPause);
        }
    }

    /// <summary>Unless the story has changed since, which will try anyway, or has been tried often enough.</summary>
    private void TryAgain(Waiting story, TimeSpan pause)
    {
        if (!_disposed && story.Tries + 1 < MostTries && !_waiting.ContainsKey(story.StoryId))
            Add(story.StoryId, story.Originals, urgent: false, story.Tries + 1, pause < _schedule.MaxDelay ? pause : _schedule.MaxDelay);
    }

    private void Remember(string storyId, int originals)
    {
        if (!_last.ContainsKey(storyId)) _remembered.Enqueue(storyId);
        _last[storyId] = (originals, Now);
        while (_remembered.Count > MostRemembered) _last.Remove(_remembered.Dequeue());
    }

    [LoggerMessage(3301, LogLevel.Information, "Frames of story {StoryId} were not worked out, try {Try}.")]
    private partial void LogPutOff(Exception exception, string storyId, int @try);

    [LoggerMessage(3302, LogLevel.Error, "Frames of story {StoryId} could not be worked out, try {Try}.")]
    private partial void LogFailed(Exception exception, string storyId, int @try);
}
