using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using StoryView = StoryClustering.Gateway.Stories.StoryView;
using WireView = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Somebody sets the wall clock while watches run: what lasts for a time goes on lasting for that time.</summary>
public sealed class WallClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualClock _clock = new();
    private readonly FakeCluster _cluster = new();
    private readonly StoryView _view = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly GatewayOptions _options = new();
    private readonly StoryDetails _details;
    private readonly Draining _draining;
    private readonly WatchDesk _desk;
    private Task[] _running = [];
    private PartitionFollower[] _followers = [];

    public WallClockTests()
    {
        _details = new StoryDetails(_cluster, _options, _clock, NullLogger<StoryDetails>.Instance);
        _draining = new Draining(_options, new WatchTests.Lifetime(CancellationToken.None));
        _desk = new WatchDesk(_view, _details, new ClusterFacts(_cluster), _draining, _options, _clock);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var follower in _followers) follower.Dispose();
        _details.Dispose();
        _draining.Dispose();
        _stop.Dispose();
    }

    private Task Follow()
    {
        _view.Open(_cluster.Partitions.Length, n => _followers[n].Poke());
        _followers = [.. _view.Partitions.Select(p => new PartitionFollower(p, _view, _cluster, _options, _clock, NullLogger.Instance))];
        _running = [.. _followers.Select(f => f.Run(_stop.Token))];
        return WatchTests.Within(_view.WhenReady, "the view to be ready");
    }

    private Watch Open(Action<WatchStoriesRequest>? change = null)
    {
        var request = new WatchStoriesRequest { Start = WatchStart.Live };
        change?.Invoke(request);
        return new Watch(_desk, request);
    }

    // Moves time on in steps until something has happened. What waits for a timer may not have set it yet when the clock moves, so there is
    // room above the time that it takes, though less than what the wall clock is set by.
    private async Task Until(Func<bool> done, TimeSpan step, string what)
    {
        var start = _clock.GetTimestamp();
        while (!done())
        {
            Assert.True(_clock.GetElapsedTime(start) < Hour / 2, $"For half an hour nothing was seen of {what}.");
            _clock.Advance(step);
            await Task.Delay(1);
        }
    }

    private static string Show(WatchStoriesResponse message) => string.Join(" ", message.Changes.Select(c =>
        $"{int.Parse(c.Story.StoryId[6..])}v{c.Story.Version}{(c.CoverageDetail is null ? "" : " c")}{(c.DetailsMissing ? " !" : "")}"));

    [Fact]
    public async Task Heartbeats_go_on_when_the_clock_is_set_back_and_tell_the_new_time()
    {
        await Follow();
        await using var watch = Open(r => r.HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)));
        await watch.Next();
        _clock.StepWallClock(-Hour);
        var next = watch.Next();
        await Until(() => next.IsCompleted, TimeSpan.FromSeconds(1), "a heartbeat");
        var beat = await next;
        Assert.True(beat.Heartbeat);
        Assert.InRange(_clock.GetUtcNow() - beat.SentAt.ToDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Changes_go_on_when_the_clock_is_set_back()
    {
        await Follow();
        await using var watch = Open(r => r.MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)));
        await watch.Next();
        await _cluster.Partitions[0].Put(Cards.New(1));
        Assert.Equal("1v1", Show(await watch.NextChange()));
        _clock.StepWallClock(-Hour);
        await _cluster.Partitions[0].Put(Cards.New(1, 2));
        var next = watch.NextChange();
        await Until(() => next.IsCompleted, TimeSpan.FromMilliseconds(200), "the change");
        Assert.Equal("1v2", Show(await next));
    }

    [Fact]
    public async Task Changes_keep_their_distance_when_the_clock_is_set_forward()
    {
        await Follow();
        await using var watch = Open(r => r.MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(30)));
        await watch.Next();
        await _cluster.Partitions[0].Put(Cards.New(1));
        var start = _clock.GetTimestamp();
        Assert.Equal("1v1", Show(await watch.NextChange()));
        _clock.StepWallClock(Hour);
        await _cluster.Partitions[0].Put(Cards.New(1, 2));
        await _cluster.Partitions[0].Put(Cards.New(1, 3));
        var next = watch.NextChange();
        await Until(() => next.IsCompleted, TimeSpan.FromSeconds(1), "the change");
        Assert.Equal("1v3", Show(await next));
        Assert.InRange(_clock.GetElapsedTime(start), TimeSpan.FromSeconds(30), Hour);
    }

    [Fact]
    public async Task A_partition_that_failed_is_asked_again_when_the_clock_is_set_back()
    {
        _cluster.Partitions[0].Failure = new TimeoutException();
        var asked = _cluster.Partitions[0].NextSubscription();
        var following = Follow();
        await WatchTests.Within(asked, "the first try");
        _clock.StepWallClock(-Hour);
        _cluster.Partitions[0].Failure = null;
        await Until(() => following.IsCompleted, TimeSpan.FromMilliseconds(200), "another try");
        await following;
    }

    [Fact]
    public async Task Registrations_with_the_partitions_are_renewed_when_the_clock_is_set_back()
    {
        await Follow();
        var partition = _cluster.Partitions[1];
        partition.Failure = new TimeoutException();
        var failing = partition.NextSubscription();
        await Until(() => failing.IsCompleted, TimeSpan.FromSeconds(1), "a renewal");
        _clock.StepWallClock(-Hour);
        partition.Failure = null;
        for (var round = 0; round < 3; round++)
        {
            var renewed = partition.NextSubscription();
            await Until(() => renewed.IsCompleted, TimeSpan.FromSeconds(1), "a renewal");
        }
    }

    [Fact]
    public async Task A_watch_behind_its_token_gives_up_in_time_when_the_clock_is_set_back()
    {
        await Follow();
        _cluster.Partitions[0].Failure = new TimeoutException();
        var asked = _cluster.Partitions[0].NextSubscription();
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [2, 0])));
        await WatchTests.Within(asked, "the partition to be asked");
        _clock.StepWallClock(-Hour);
        var failing = watch.Fails();
        await Until(() => failing.IsCompleted, TimeSpan.FromSeconds(1), "an answer");
        Assert.Equal("NOT_READY", (await failing).Error.Reason);
    }

    [Fact]
    public async Task Details_that_failed_are_read_again_when_the_clock_is_set_back()
    {
        _cluster.OnCoverage = _ => Task.FromException<StoryCoverage?>(new TimeoutException());
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        _clock.StepWallClock(-Hour);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        Assert.Equal(2, _details.Reads);
    }

    [Fact]
    public async Task A_change_waits_for_its_details_no_longer_than_the_patience_when_the_clock_is_set_back()
    {
        await Follow();
        await using var watch = Open(r => r.View = WireView.Coverage);
        await watch.Next();
        var never = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = _ => never.Task;
        await _cluster.Partitions[0].Put(Cards.New(1));
        await Until(() => _details.Reads == 1, TimeSpan.FromMilliseconds(50), "a read");
        _clock.StepWallClock(-Hour);
        var next = watch.NextChange();
        await Until(() => next.IsCompleted, TimeSpan.FromMilliseconds(500), "the change");
        Assert.Equal("1v1 !", Show(await next));
    }

    [Fact]
    public async Task Tombstones_are_kept_for_their_time_when_the_clock_is_set_forward()
    {
        await _cluster.Partitions[0].Put(Cards.New(1));
        await Follow();
        await _cluster.Partitions[0].Put(Cards.New(1, 2, state: StoryState.Retracted));
        _clock.StepWallClock(48 * Hour);
        var before = _cluster.Partitions[0].Subscriptions;
        // The second renewal comes after the sweep that follows the first.
        await Until(() => _cluster.Partitions[0].Subscriptions >= before + 2, TimeSpan.FromSeconds(1), "renewals");
        Assert.Equal(StoryState.Retracted, _view.Partitions[0].Find(Ids.Story(1))?.State);
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [1, 0])));
        Assert.Equal(ChangeType.Retired, Assert.Single((await watch.Next()).Changes).Type);
    }
}
