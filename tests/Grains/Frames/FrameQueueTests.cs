using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Frames;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>When a story's frames are due, on a clock that moves only when told.</summary>
public sealed class FrameQueueTests : IDisposable
{
    private readonly StoppedClock _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<FramesMetrics>().BuildServiceProvider();
    private readonly List<string> _updated = [];
    private Func<string, Task<TimeSpan?>> _update = static _ => Task.FromResult<TimeSpan?>(null);

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task The_second_original_is_due_at_once_and_a_story_of_one_article_never()
    {
        using var queue = Queue();
        queue.Note(Card("a", articles: 1));
        Assert.Equal(0, queue.Count);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await Settled(queue);
        Assert.Empty(_updated);
        queue.Note(Card("a", articles: 2));
        await Settled(queue);
        Assert.Equal(["a"], _updated);
        // Copies are no second original.
        queue.Note(Card("b", articles: 3, reprints: 2));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task Further_articles_wait_for_a_quiet_moment_unless_the_originals_have_doubled()
    {
        using var queue = Queue();
        queue.Note(Card("a", articles: 2));
        await Settled(queue);
        queue.Note(Card("a", articles: 3));
        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal((1, 1), (_updated.Count, queue.Count));
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await Settled(queue);
        Assert.Equal(2, _updated.Count);
        // Doubled, but the last time is too short ago; a second later it would still have to wait for quiet.
        queue.Note(Card("a", articles: 6));
        Assert.Equal(1, queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));
        queue.Note(Card("a", articles: 7));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Settled(queue);
        Assert.Equal(3, _updated.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        queue.Note(Card("a", articles: 13));
        Assert.Equal(1, queue.Count);
        queue.Note(Card("a", articles: 14));
        await Settled(queue);
        Assert.Equal(4, _updated.Count);
        // Copies do not make it double.
        queue.Note(Card("a", articles: 30, reprints: 20));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task A_story_that_keeps_changing_waits_no_longer_than_it_may()
    {
        using var queue = Queue();
        queue.Note(Card("a", articles: 20));
        await Settled(queue);
        for (var second = 0; second < 29; second++)
        {
            queue.Note(Card("a", articles: 21));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal((1, 1), (_updated.Count, queue.Count));
        queue.Note(Card("a", articles: 21));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Settled(queue);
        Assert.Equal(2, _updated.Count);
    }

    [Fact]
    public async Task Many_changes_of_many_stories_are_one_update_each_and_what_is_too_much_is_refused()
    {
        using var queue = Queue(o => o.MaxWaiting = 50);
        for (var round = 0; round < 10; round++)
            for (var i = 0; i < 80; i++) queue.Note(Card($"s{i:d2}", articles: 2, frames: 1));
        Assert.Equal(50, queue.Count);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Settled(queue);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"s{i:d2}"), _updated.Order(StringComparer.Ordinal));
        queue.Note(Card("s70", articles: 2, frames: 1));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public async Task An_edit_is_due_at_once_and_a_story_that_ended_is_forgotten()
    {
        using var queue = Queue();
        queue.Note(Card("a", articles: 9, frames: 3));
        queue.Note(Card("b", articles: 9, frames: 3));
        queue.Note(Card("b", articles: 1, frames: 3), edited: true); // a single article is left: what others said has to go
        await Eventually.Holds(() => Task.FromResult(queue.Count == 1 ? null : $"{queue.Count} stories wait, not 1"));
        Assert.Equal(["b"], _updated);
        queue.Note(Card("a", articles: 0, frames: 0) with { State = StoryState.Merged, MergedInto = "b" });
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Settled(queue);
        Assert.Equal(["b"], _updated);
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_each_time_and_a_bounded_number_of_times()
    {
        _update = static _ => throw new StorageUnavailableException("away");
        using var queue = Queue();
        queue.Note(Card("a", articles: 2));
        for (var (tries, wait) = (1, 3.0); tries < FrameQueue.MostTries; tries++, wait *= 2)
        {
            await Tried(tries);
            _clock.Advance(TimeSpan.FromSeconds(wait - 0.1));
            Assert.Equal((tries, 1), (_updated.Count, queue.Count));
            _clock.Advance(TimeSpan.FromSeconds(0.2));
        }
        await Tried(FrameQueue.MostTries);
        _clock.Advance(TimeSpan.FromHours(1));
        await Settled(queue);
        Assert.Equal(FrameQueue.MostTries, _updated.Count);
        // Its next change is a new beginning.
        _update = static _ => Task.FromResult<TimeSpan?>(null);
        queue.Note(Card("a", articles: 3), edited: true);
        await Settled(queue);
        Assert.Equal(FrameQueue.MostTries + 1, _updated.Count);

        Task Tried(int times) => Eventually.Holds(() => Task.FromResult(
            _updated.Count == times && !queue.IsWorking && queue.Count == (times < FrameQueue.MostTries ? 1 : 0) ? null : $"tried {_updated.Count} times, not {times}; {queue.Count} wait"));
    }

    [Fact]
    public async Task While_nothing_succeeds_it_asks_ever_less_often_however_many_stories_wait()
    {
        _update = static _ => throw new StorageUnavailableException("away");
        using var queue = Queue(o => o.Workers = 1);
        for (var i = 0; i < 40; i++) queue.Note(Card($"s{i:d2}", articles: 2));
        // Three say that it is not a story's fault; then one a pause.
        await Asked(3);
        for (var (asked, wait) = (4, 1.0); wait < 20; asked++, wait *= 2)
        {
            _clock.Advance(TimeSpan.FromSeconds(wait - 0.1));
            await Asked(asked - 1);
            _clock.Advance(TimeSpan.FromSeconds(0.2));
            await Asked(asked);
        }
        Assert.Equal(40, queue.Count);
        // One success ends it.
        _update = static _ => Task.FromResult<TimeSpan?>(null);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Settled(queue);
        Assert.Equal(40, _updated.Distinct().Count());

        async Task Asked(int times)
        {
            await Eventually.Holds(() => Task.FromResult(_updated.Count >= times && !queue.IsWorking ? null : $"asked {_updated.Count} times, not {times}"));
            Assert.Equal(times, _updated.Count);
        }
    }

    [Fact]
    public async Task When_the_silo_stops_nothing_more_is_taken_or_begun()
    {
        using var stopping = new CancellationTokenSource();
        var gate = new TaskCompletionSource<TimeSpan?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _update = _ => gate.Task;
        using var queue = Queue(o => o.Workers = 1, stopping.Token);
        for (var i = 0; i < 5; i++) queue.Note(Card($"s{i}", articles: 2));
        await Eventually.Holds(() => Task.FromResult(_updated.Count == 1 ? null : "nobody has begun"));
        await stopping.CancelAsync();
        gate.SetException(new ObjectDisposedException("the silo"));
        await Eventually.Holds(() => Task.FromResult(!queue.IsWorking ? null : "it still works"));
        queue.Note(Card("late", articles: 2));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(queue.IsWorking);
        Assert.Single(_updated);
    }

    [Fact]
    public async Task No_more_stories_are_worked_on_at_once_than_there_are_workers()
    {
        var (running, most, gate) = (0, 0, new TaskCompletionSource());
        _update = async _ =>
        {
            var now = Interlocked.Increment(ref running);
            lock (_updated) most = Math.Max(most, now);
            await gate.Task;
            Interlocked.Decrement(ref running);
            return null;
        };
        using var queue = Queue(o => o.Workers = 2);
        for (var i = 0; i < 40; i++) queue.Note(Card($"s{i}", articles: 2));
        await Eventually.Holds(() => Task.FromResult(Volatile.Read(ref running) == 2 ? null : $"{running} run, not 2"));
        Assert.Equal(38, queue.Count);
        gate.SetResult();
        await Settled(queue);
        Assert.Equal((40, 2), (_updated.Count, most));
    }

    [Fact]
    public async Task A_change_during_an_update_makes_another_and_what_came_with_a_silos_start_is_not_urgent()
    {
        var gate = new TaskCompletionSource<TimeSpan?>();
        _update = _ => gate.Task;
        using var queue = Queue();
        queue.Note(Card("a", articles: 2));
        await Eventually.Holds(() => Task.FromResult(queue.Count == 0 ? null : "nobody has taken it"));
        queue.Note(Card("a", articles: 3));
        queue.NoteMissed([Card("m1", articles: 5), Card("m2", articles: 6)]);
        Assert.Equal(3, queue.Count);
        gate.SetResult(null);
        await Eventually.Holds(() => Task.FromResult(queue.Count == 3 ? null : "they should wait"));
        Assert.Equal(["a"], _updated);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Settled(queue);
        Assert.Equal(["a", "a", "m1", "m2"], _updated.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Switched_off_it_takes_no_note()
    {
        using var queue = Queue(o => o.Enabled = false);
        queue.Note(Card("a", articles: 9));
        queue.Note(Card("b", articles: 9, frames: 2), edited: true);
        queue.NoteMissed([Card("c", articles: 5)]);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void A_schedule_names_all_that_is_wrong_with_it()
    {
        Assert.Empty(new FrameSchedule().Errors());
        var errors = new FrameSchedule { QuietPeriod = TimeSpan.FromMinutes(1), MaxDelay = TimeSpan.FromSeconds(5), Growth = 1, Workers = 0, MaxArticles = 1 }.Errors();
        Assert.Equal(["MaxDelay", "Growth", "Workers", "MaxArticles"], errors.Select(static e => e.Split(':')[2].Split(' ')[0]));
    }

    private FrameQueue Queue(Action<FrameSchedule>? configure = null, CancellationToken stopping = default)
    {
        var schedule = new FrameSchedule();
        configure?.Invoke(schedule);
        return new FrameQueue(id =>
        {
            lock (_updated) _updated.Add(id);
            return _update(id);
        }, schedule, _services.GetRequiredService<FramesMetrics>(), _clock, NullLogger<FrameQueue>.Instance, stopping);
    }

    private static Task Settled(FrameQueue queue) => Eventually.Holds(() => Task.FromResult(queue.IsIdle ? null : $"{queue.Count} stories wait or are under way"));

    private static StoryCard Card(string id, int articles, int reprints = 0, long frames = 0) => new()
    {
        StoryId = id, Version = articles, State = StoryState.Active, Headline = "", HeadlineArticleId = "", Articles = articles, Reprints = reprints, Outlets = articles,
        Languages = [], Entities = [], FirstPublished = default, LastPublished = default, Created = default, Updated = default, Trending = 0, FramesVersion = frames,
    };

    /// <summary>A clock that moves, and fires timers, only when told.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private readonly Lock _lock = new();
        private readonly List<StoppedTimer> _timers = [];
        private long _now = 1_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new StoppedTimer(this, () => callback(state));
            lock (_lock) _timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }

        public void Advance(TimeSpan by)
        {
            StoppedTimer[] due;
            lock (_lock)
            {
                Interlocked.Add(ref _now, by.Ticks);
                due = [.. _timers.Where(t => t.Due <= _now)];
                foreach (var timer in due) timer.Due = long.MaxValue;
            }
            foreach (var timer in due) timer.Fire();
        }

        private sealed class StoppedTimer(StoppedClock clock, Action fire) : ITimer
        {
            public long Due { get; set; } = long.MaxValue;

            public void Fire() => fire();

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                lock (clock._lock) Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._now + dueTime.Ticks;
                return true;
            }

            public void Dispose()
            {
                lock (clock._lock) clock._timers.Remove(this);
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
