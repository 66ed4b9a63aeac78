using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using StoryView = StoryClustering.Gateway.Stories.StoryView;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Watches over a view that real followers keep, with partitions and clock of ours.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly FakeCluster _cluster = new();
    private readonly StoryView _view = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _drain = new();
    private readonly GatewayOptions _options = new();
    private readonly WatchDesk _desk;
    private Task[] _running = [];
    private PartitionFollower[] _followers = [];

    public WatchTests() => _desk = new WatchDesk(_view, new StoryDetails(_cluster, _options, _clock, NullLogger<StoryDetails>.Instance), new ClusterFacts(_cluster), new Draining(_options, new Lifetime(_drain.Token)), _options, _clock);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    private async Task Follow()
    {
        _view.Open(_cluster.Partitions.Length, n => _followers[n].Poke());
        _followers = [.. _view.Partitions.Select(p => new PartitionFollower(p, _view, _cluster, _options, _clock, NullLogger.Instance))];
        _running = [.. _followers.Select(f => f.Run(_stop.Token))];
        await Within(_view.WhenReady, "the view to be ready");
    }

    private Watch Open(Action<WatchStoriesRequest>? change = null)
    {
        var request = new WatchStoriesRequest();
        change?.Invoke(request);
        return new Watch(_desk, request);
    }

    internal static async Task Within(Task task, string what)
    {
        if (await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(20))) != task) Assert.Fail($"Waited in vain for {what}.");
        await task;
    }

    private static string Show(WatchStoriesResponse message) => string.Join(" ", message.Changes.Select(c =>
        $"{int.Parse(c.Story.StoryId[6..])}v{c.Story.Version}<{c.PreviousVersion}{(c.ArticlesAdded == 0 ? "" : c.ArticlesAdded.ToString("+0;-0"))}"));

    [Fact]
    public async Task A_watch_by_id_tells_what_became_of_stories_that_ended_long_ago()
    {
        await _cluster.Partitions[0].Put(Cards.New(2));
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, 7, state: StoryState.Merged, mergedInto: Ids.Story(2));
        _cluster.Stories[Ids.Story(2)] = Cards.New(2);
        _cluster.Stories[Ids.Story(3)] = Cards.New(3, 4, state: StoryState.Retracted);
        _cluster.Stories[Ids.Story(4)] = Cards.New(4, 4, state: StoryState.Retracted) with { Updated = _clock.GetUtcNow() };
        await Follow();
        await using var watch = Open(r => r.StoryIds.Add([Ids.Story(1), Ids.Story(2), Ids.Story(3), Ids.Story(4), Ids.Story(5)]));
        var first = await watch.Next();
        Assert.Equal("1v7<0 2v1<0 3v4<0", string.Join(' ', Show(first).Split(' ').Order()));
        Assert.Equal(Ids.Story(2), first.Changes.Single(c => c.Story.StoryId == Ids.Story(1)).Story.MergedInto);
        Assert.True(first.SnapshotComplete);
        // All others are not asked for.
        await using var all = Open();
        Assert.Equal("2v1<0", Show(await all.Next()));
    }

    [Fact]
    public async Task A_snapshot_comes_whole_then_says_so_then_changes_follow()
    {
        await _cluster.Partitions[0].Put(Cards.New(1), Cards.New(2));
        await _cluster.Partitions[1].Put(Cards.New(3, 7));
        await Follow();
        await using var watch = Open();
        var first = await watch.Next();
        Assert.Equal("1v1<0 2v1<0 3v7<0", Show(first));
        Assert.True(first.SnapshotComplete);
        Assert.Equal(ResumeOutcome.Snapshot, first.ResumeOutcome);
        Assert.NotEmpty(first.ResumeToken);
        Assert.Equal("Ferry pier 1 reopens", first.Changes[0].Story.Headline);
        Assert.Equal(1, first.Changes[0].Story.Coverage.Unrated);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _cluster.Partitions[1].Put(Cards.New(3, 8, articles: 4));
        var second = await watch.Next();
        Assert.Equal("3v8<7+3", Show(second));
        Assert.False(second.SnapshotComplete);
        Assert.Equal(ResumeOutcome.Unspecified, second.ResumeOutcome);
    }

    [Fact]
    public async Task A_snapshot_of_many_stories_comes_in_messages_of_at_most_500_and_its_token_last()
    {
        await _cluster.Partitions[0].Put([.. Enumerable.Range(1, 1201).Select(n => Cards.New(n))]);
        _cluster.Partitions[0].PageSize = 100;
        await Follow();
        await using var watch = Open();
        WatchStoriesResponse[] messages = [await watch.Next(), await watch.Next(), await watch.Next()];
        Assert.Equal([500, 500, 201], messages.Select(m => m.Changes.Count));
        Assert.Equal(Enumerable.Range(1, 1201).Select(Ids.Story), messages.SelectMany(m => m.Changes).Select(c => c.Story.StoryId));
        Assert.Equal([true, true, false], messages.Select(m => m.ResumeToken.Length == 0));
        Assert.Equal([false, false, true], messages.Select(m => m.SnapshotComplete));
        Assert.Equal([ResumeOutcome.Snapshot, ResumeOutcome.Unspecified, ResumeOutcome.Unspecified], messages.Select(m => m.ResumeOutcome));
    }

    [Fact]
    public async Task Changes_within_the_interval_arrive_as_one_and_are_counted()
    {
        await Follow();
        await using var watch = Open(r => (r.Start, r.MinUpdateInterval) = (WatchStart.Live, Duration.FromTimeSpan(TimeSpan.FromSeconds(5))));
        var first = await watch.Next();
        Assert.Equal((0, ResumeOutcome.Live), (first.Changes.Count, first.ResumeOutcome));
        await _cluster.Partitions[0].Put(Cards.New(1, 1));
        Assert.Equal("1v1<0", Show(await watch.Next()));
        await _cluster.Partitions[0].Put(Cards.New(1, 2, articles: 2));
        await _cluster.Partitions[0].Put(Cards.New(1, 3, articles: 3));
        await _cluster.Partitions[0].Put(Cards.New(1, 4, articles: 2));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var message = await watch.Next();
        Assert.Equal("1v4<1+1", Show(message));
        Assert.Equal(2, message.Conflated);
    }

    [Fact]
    public async Task A_heartbeat_comes_when_nothing_changes_and_carries_the_token()
    {
        await Follow();
        await using var watch = Open(r => r.HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)));
        Assert.False((await watch.Next()).Heartbeat);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            var beat = await watch.Next();
            Assert.True(beat.Heartbeat);
            Assert.NotEmpty(beat.ResumeToken);
            Assert.Equal(_clock.GetUtcNow(), beat.SentAt.ToDateTimeOffset());
        }
    }

    [Fact]
    public async Task Heartbeats_come_also_while_stories_change_that_are_not_watched()
    {
        await Follow();
        await using var watch = Open(r =>
        {
            r.StoryIds.Add(Ids.Story(99));
            r.HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(2));
        });
        await watch.Next();
        await _cluster.Partitions[0].Put(Cards.New(1, 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _cluster.Partitions[0].Put(Cards.New(1, 2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await watch.Next()).Heartbeat);
    }

    [Fact]
    public async Task Watching_ids_gives_those_and_their_tombstones_and_ids_that_come_later()
    {
        await _cluster.Partitions[0].Put(Cards.New(1), Cards.New(2), Cards.New(3, 4, state: StoryState.Merged, mergedInto: Ids.Story(1)));
        await Follow();
        await using var watch = Open(r => r.StoryIds.Add([Ids.Story(2), Ids.Story(3), Ids.Story(50)]));
        var first = await watch.Next();
        Assert.Equal("2v1<0 3v4<0", Show(first));
        Assert.Equal([ChangeType.Upsert, ChangeType.Merged], first.Changes.Select(c => c.Type));
        Assert.Equal(Ids.Story(1), first.Changes[1].Story.MergedInto);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _cluster.Partitions[1].Put(Cards.New(51), Cards.New(50));
        Assert.Equal("50v1<0", Show(await watch.Next()));
    }

    [Fact]
    public async Task Resuming_gives_all_that_has_changed_since_the_token_and_nothing_else()
    {
        await _cluster.Partitions[0].Put(Cards.New(1), Cards.New(2));
        await Follow();
        string token;
        await using (var watch = Open()) token = (await watch.Next()).ResumeToken;
        await _cluster.Partitions[0].Put(Cards.New(2, 2));
        await _cluster.Partitions[1].Put(Cards.New(3));
        await _cluster.Partitions[0].Put(Cards.New(1, 2, state: StoryState.Retracted));
        await using var resumed = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, token));
        var first = await resumed.Next();
        Assert.Equal("2v2<1 1v2<1 3v1<0", Show(first));
        Assert.Equal(ChangeType.Retired, first.Changes[1].Type);
        Assert.Equal((ResumeOutcome.Recovered, true), (first.ResumeOutcome, first.SnapshotComplete));
    }

    [Fact]
    public async Task An_expired_token_is_out_of_range()
    {
        await _cluster.Partitions[0].Put(Cards.New(1), Cards.New(2));
        _cluster.Partitions[0].Oldest = 2;
        await Follow();
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [1, 0])));
        var error = (await watch.Fails()).Error;
        Assert.Equal((StatusCode.OutOfRange, "RESUME_TOKEN_EXPIRED"), (error.Code, error.Reason));
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("")]
    public async Task A_forged_or_missing_token_is_an_invalid_argument(string token)
    {
        await Follow();
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, token));
        var error = (await watch.Fails()).Error;
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal("resume_token", Assert.Single(error.Fields).Path);
    }

    [Fact]
    public async Task A_token_ahead_of_this_gateway_waits_until_it_has_caught_up()
    {
        await Follow();
        _cluster.Partitions[0].LoseBatches = true;
        await _cluster.Partitions[0].Put(Cards.New(1), Cards.New(2), Cards.New(3));
        // Another gateway has delivered up to 2; this one is at 0.
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [2, 0])));
        Assert.Equal("3v1<0", Show(await watch.Next()));
    }

    [Fact]
    public async Task A_token_ahead_of_the_partition_itself_has_expired()
    {
        await Follow();
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [2, 0])));
        Assert.Equal("RESUME_TOKEN_EXPIRED", (await watch.Fails()).Error.Reason);
    }

    [Fact]
    public async Task A_token_ahead_while_the_partition_is_away_is_unavailable_in_the_end()
    {
        await Follow();
        _cluster.Partitions[0].Failure = new TimeoutException();
        var asked = _cluster.Partitions[0].NextSubscription();
        await using var watch = Open(r => (r.Start, r.ResumeToken) = (WatchStart.Resume, ResumeToken.Write(_cluster.TokenKey, [2, 0])));
        await Within(asked, "the partition to be asked");
        _clock.Advance(_options.CatchUpTimeout);
        var error = (await watch.Fails()).Error;
        Assert.Equal((StatusCode.Unavailable, "NOT_READY"), (error.Code, error.Reason));
        Assert.NotNull(error.RetryAfter);
    }

    [Fact]
    public async Task A_lost_batch_is_noticed_by_the_next_one_at_once()
    {
        await Follow();
        await using var watch = Open(r => r.Start = WatchStart.Live);
        await watch.Next();
        _cluster.Partitions[0].LoseBatches = true;
        await _cluster.Partitions[0].Put(Cards.New(1));
        _cluster.Partitions[0].LoseBatches = false;
        await _cluster.Partitions[0].Put(Cards.New(2));
        Assert.Equal("1v1<0 2v1<0", Show(await watch.Next()));
    }

    [Fact]
    public async Task A_lost_batch_in_a_quiet_partition_is_noticed_by_the_next_subscription()
    {
        await Follow();
        await using var watch = Open(r => r.Start = WatchStart.Live);
        await watch.Next();
        _cluster.Partitions[0].LoseBatches = true;
        await _cluster.Partitions[0].Put(Cards.New(1));
        var next = watch.NextChange();
        while (!next.IsCompleted)
        {
            _clock.Advance(_options.ResubscribeInterval);
            await Task.Yield();
        }
        Assert.Equal("1v1<0", Show(await next));
    }

    [Fact]
    public async Task A_partition_that_fails_is_asked_again_after_a_pause()
    {
        _cluster.Partitions[0].Failure = new TimeoutException();
        await _cluster.Partitions[0].Put(Cards.New(1));
        var asked = _cluster.Partitions[0].NextSubscription();
        var following = Follow();
        await Within(asked, "the first try");
        Assert.False(_view.IsReady);
        _cluster.Partitions[0].Failure = null;
        while (!following.IsCompleted)
        {
            // The follower may not have set its timer yet when the clock moves: move it again.
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }
        await following;
        Assert.NotNull(_view.Partitions[0].Find(Ids.Story(1)));
    }

    [Fact]
    public async Task A_stopping_gateway_tells_its_watchers_to_come_back()
    {
        await Follow();
        await using var watch = Open();
        await watch.Next();
        await _drain.CancelAsync();
        var error = (await watch.Fails()).Error;
        Assert.Equal((StatusCode.Unavailable, "DRAINING"), (error.Code, error.Reason));
        Assert.Contains(error.ToStatus().Details, d => d.Is(RetryInfo.Descriptor));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_after_the_deadline()
    {
        await _cluster.Partitions[0].Put(Cards.New(1));
        await Follow();
        await using var watch = new Watch(_desk, new WatchStoriesRequest(), blocked: true);
        await Within(watch.Blocked, "the write to begin");
        while (!watch.Aborted)
        {
            _clock.Advance(_options.WriteDeadline);
            await Task.Yield();
        }
        var error = (await watch.Fails()).Error;
        Assert.Equal((StatusCode.ResourceExhausted, "CLIENT_TOO_SLOW"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Beyond_the_quota_of_watches_more_are_refused()
    {
        _options.MaxWatches = 1;
        await Follow();
        await using var one = Open();
        await one.Next();
        await using var two = Open();
        Assert.Equal("TOO_MANY_WATCHES", (await two.Fails()).Error.Reason);
    }

    [Fact]
    public async Task Every_wrong_field_of_a_watch_is_named()
    {
        await Follow();
        await using var watch = Open(r =>
        {
            r.StoryIds.Add("nonsense");
            r.Start = (WatchStart)77;
            r.MinUpdateInterval = new Duration { Seconds = 61 };
            r.HeartbeatInterval = new Duration { Seconds = long.MaxValue, Nanos = -5 };
            r.ResumeToken = "surplus";
        });
        Assert.Equal(["heartbeat_interval", "min_update_interval", "resume_token", "start", "story_ids[0]"],
            (await watch.Fails()).Error.Fields.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Partitions_that_lost_their_sequences_are_loaded_anew_and_watchers_take_a_snapshot()
    {
        await _cluster.Partitions[0].Put(Cards.New(1, 1), Cards.New(1, 2), Cards.New(1, 3));
        await Follow();
        await using var watch = Open();
        await watch.Next();
        _cluster.Partitions[0] = new FakePartition(0);
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        using var again = new CancellationTokenSource();
        await _cluster.Partitions[0].Put(Cards.New(1, 1));
        using var follower = new PartitionFollower(_view.Partitions[0], _view, _cluster, _options, _clock, NullLogger.Instance);
        var run = follower.Run(again.Token);
        while (_view.Partitions[0].Epoch == 0)
        {
            _clock.Advance(_options.ResubscribeInterval);
            await Task.Yield();
        }
        Assert.Equal("RESUME_TOKEN_EXPIRED", (await watch.Fails()).Error.Reason);
        await again.CancelAsync();
        await run;
    }

    internal sealed class Lifetime(CancellationToken stopping) : Microsoft.Extensions.Hosting.IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => stopping;
        public CancellationToken ApplicationStopped => CancellationToken.None;
        public void StopApplication() { }
    }
}

/// <summary>As much of a call as the gateway's services look at.</summary>
internal sealed class FakeCallContext : ServerCallContext
{
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<object, object> _state;

    public FakeCallContext(CancellationToken cancellation) : this(new DefaultHttpContext(), cancellation)
    {
    }

    public FakeCallContext(HttpContext http, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _state = new Dictionary<object, object> { ["__HttpContext"] = http };
    }

    protected override string MethodCore => "/test";
    protected override string HostCore => "localhost";
    protected override string PeerCore => "ipv4:127.0.0.1:1";
    protected override DateTime DeadlineCore => DateTime.MaxValue;
    protected override Metadata RequestHeadersCore { get; } = [];
    protected override CancellationToken CancellationTokenCore => _cancellation;
    protected override Metadata ResponseTrailersCore { get; } = [];
    protected override Grpc.Core.Status StatusCore { get; set; }
    protected override WriteOptions? WriteOptionsCore { get; set; }
    protected override AuthContext AuthContextCore { get; } = new("", []);
    protected override IDictionary<object, object> UserStateCore => _state;
    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException();
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
