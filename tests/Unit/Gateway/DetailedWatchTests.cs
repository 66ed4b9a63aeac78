using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using StoryView = StoryClustering.Gateway.Stories.StoryView;
using WireView = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Watches with coverage and frames, over grains that are slow, fail, or are ahead.</summary>
public sealed class DetailedWatchTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly FakeCluster _cluster = new();
    private readonly StoryView _view = new();
    private readonly CancellationTokenSource _stop = new();
    // The clock of a test may run far ahead of its threads: patience ends only where it is what is tested.
    private readonly GatewayOptions _options = new() { DetailPatience = TimeSpan.FromHours(1), DetailTimeout = TimeSpan.FromHours(1) };
    private readonly StoryDetails _details;
    private readonly WatchDesk _desk;
    private Task[] _running = [];
    private PartitionFollower[] _followers = [];

    public DetailedWatchTests()
    {
        _details = new StoryDetails(_cluster, _options, _clock, NullLogger<StoryDetails>.Instance);
        _desk = new WatchDesk(_view, _details, new ClusterFacts(_cluster), new Draining(_options, new WatchTests.Lifetime(CancellationToken.None)), _options, _clock);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _details.Dispose();
    }

    private async Task Follow()
    {
        _view.Open(_cluster.Partitions.Length, n => _followers[n].Poke());
        _followers = [.. _view.Partitions.Select(p => new PartitionFollower(p, _view, _cluster, _options, _clock, NullLogger.Instance))];
        _running = [.. _followers.Select(f => f.Run(_stop.Token))];
        await WatchTests.Within(_view.WhenReady, "the view to be ready");
    }

    private Watch Open(WireView view = WireView.Full, Action<WatchStoriesRequest>? change = null)
    {
        var request = new WatchStoriesRequest { View = view, MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.Zero) };
        change?.Invoke(request);
        return new Watch(_desk, request);
    }

    // A new version of a story, known to its grain and told to the watchers.
    private async Task Put(int partition, int story, long version, long frames = 0, StoryState state = StoryState.Active)
    {
        Know(story, version, frames, state);
        await _cluster.Partitions[partition].Put(_cluster.Stories[Ids.Story(story)]);
    }

    private void Know(int story, long version, long frames = 0, StoryState state = StoryState.Active)
    {
        _cluster.Stories[Ids.Story(story)] = Cards.New(story, version, articles: (int)version, state: state) with { FramesVersion = frames, FramesStoryVersion = version };
        _cluster.Coverages[Ids.Story(story)] = Coverage(_cluster.Stories[Ids.Story(story)]);
        if (frames > 0) _cluster.Framed[Ids.Story(story)] = Framing.New(story, frames, version);
    }

    private static StoryCoverage Coverage(StoryCard card) => new()
    {
        Card = card,
        Countries = [new StoryClustering.Contracts.Stories.CoverageGroup($"v{card.Version}", card.Articles, 1)],
        Languages = [],
        Kinds = [],
        Timeline = [],
        Entities = [],
        Places = [],
    };

    // "2v5<4+1 c5 f3": story 2 at version 5, 4 before, one article more, coverage of version 5, frames of version 3; "!" if details are missing.
    private static string Show(WatchStoriesResponse message) => string.Join(" | ", message.Changes.Select(c =>
        $"{int.Parse(c.Story.StoryId[6..])}v{c.Story.Version}<{c.PreviousVersion}{(c.ArticlesAdded == 0 ? "" : c.ArticlesAdded.ToString("+0;-0"))}"
        + (c.CoverageDetail is { } d ? $" c{d.Countries[0].Key[1..]}" : "") + (c.Frames is { } f ? $" f{f.Version}" : "") + (c.DetailsMissing ? " !" : "")));

    private long[] Sequences(string token) => ResumeToken.Read(_cluster.TokenKey, 2, token)!;

    // Moves the clock until a message comes: what waits for a timer may not have set it yet.
    private async Task<WatchStoriesResponse> NextWhileTimePasses(Watch watch, TimeSpan step)
    {
        var next = watch.NextChange();
        while (!next.IsCompleted)
        {
            _clock.Advance(step);
            await Task.Yield();
        }
        return await next;
    }

    private static async Task Wait(Func<bool> condition, string what)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            if (Environment.TickCount64 > deadline) Assert.Fail($"Waited in vain for {what}.");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_full_snapshot_carries_coverage_and_frames_and_each_is_read_once_for_all_watchers()
    {
        await Put(0, 1, 4, frames: 2);
        await Put(1, 3, 7);
        await Follow();
        for (var i = 0; i < 3; i++)
        {
            await using var watch = Open();
            var changes = new List<string>();
            WatchStoriesResponse message;
            do changes.Add(Show(message = await watch.Next()));
            while (!message.SnapshotComplete);
            Assert.Equal(["1v4<0 c4 f2", "3v7<0 c7"], changes.SelectMany(c => c.Split(" | ")).Where(c => c.Length > 0).Order());
            Assert.NotEmpty(message.ResumeToken);
        }
        Assert.Equal(3, _details.Reads);
    }

    [Fact]
    public async Task Frames_come_again_only_when_they_have_changed()
    {
        await Put(0, 1, 1, frames: 1);
        await Follow();
        await using var watch = Open();
        var first = await watch.NextChange();
        if (first.Changes.Count == 0) first = await watch.NextChange();
        Assert.Equal("1v1<0 c1 f1", Show(first));
        await Put(0, 1, 2, frames: 1);
        Assert.Equal("1v2<1+1 c2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20))));
        await Put(0, 1, 3, frames: 2);
        var third = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20));
        Assert.Equal("1v3<2+1 c3 f2", Show(third));
        Assert.Equal("fact-1", third.Changes[0].Frames.Facts[0].FactId);
        Assert.Equal(2, third.Changes[0].Story.FramesVersion);
    }

    [Fact]
    public async Task A_watch_with_a_condition_gets_frames_again_only_when_they_have_changed()
    {
        await Put(0, 1, 1, frames: 1);
        await Follow();
        await using var watch = Open(change: r => r.Filter = new StoryFilter { Language = "en" });
        var first = await watch.NextChange();
        if (first.Changes.Count == 0) first = await watch.NextChange();
        Assert.Equal("1v1<0 c1 f1", Show(first));
        await Put(0, 1, 2, frames: 1);
        Assert.Equal("1v2<1+1 c2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20))));
        await Put(0, 1, 3, frames: 2);
        Assert.Equal("1v3<2+1 c3 f2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20))));
    }

    [Fact]
    public async Task A_story_that_begins_to_meet_the_condition_comes_with_its_frames()
    {
        Know(1, 1, frames: 1);
        await _cluster.Partitions[0].Put(_cluster.Stories[Ids.Story(1)] with { Languages = ["fr"] });
        await Follow();
        await using var watch = Open(change: r => r.Filter = new StoryFilter { Language = "en" });
        await watch.Next();
        await Put(0, 1, 2, frames: 1);
        Assert.EndsWith(" c2 f1", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_never_reached_a_watch_come_with_the_next_version()
    {
        await Put(0, 1, 1);
        await Follow();
        await using var watch = Open();
        Assert.Equal("1v1<0 c1", Show(await watch.Next()));
        _cluster.OnFrames = _ => Task.FromException<FramesRecord?>(new TimeoutException());
        await Put(0, 1, 2, frames: 1);
        await Wait(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            return _details.Reads >= 4;
        }, "the frames to be asked for again");
        Assert.Equal("1v2<1+1 c2 !", Show(await NextWhileTimePasses(watch, TimeSpan.FromMinutes(10))));
        _cluster.OnFrames = null;
        // The next version has the same frames.
        await Put(0, 1, 3, frames: 1);
        var next = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(100));
        if (next.Changes[0].Story.Version == 2) return; // completed before: with the frames as well
        Assert.EndsWith(" c3 f1", Show(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_while_a_snapshot_waits_for_its_details_belongs_to_it_and_the_token_comes_after()
    {
        const int Stories = 300;
        for (var i = 1; i <= Stories; i++) Know(i, 1);
        await _cluster.Partitions[0].Put([.. Enumerable.Range(1, Stories).Select(i => _cluster.Stories[Ids.Story(i)])]);
        await Follow();
        var gate = new TaskCompletionSource();
        _cluster.OnCoverage = async id =>
        {
            await gate.Task;
            return _cluster.Coverages[id];
        };
        await using var watch = Open(WireView.Coverage);
        await Wait(() => _details.Reads >= _options.DetailReads, "the first reads");
        // One that is being read, one that waits far behind, one that is new, one that ends before its turn.
        await Put(0, 1, 2);
        await Put(0, 290, 2);
        await Put(1, 999, 1);
        await Put(0, 295, 2, state: StoryState.Retracted);
        gate.SetResult();
        var latest = new Dictionary<string, StoryChange>();
        WatchStoriesResponse message;
        do
        {
            message = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20));
            if (!message.SnapshotComplete) Assert.Empty(message.ResumeToken);
            foreach (var change in message.Changes)
            {
                if (latest.TryGetValue(change.Story.StoryId, out var before)) Assert.True(change.Story.Version > before.Story.Version);
                latest[change.Story.StoryId] = change;
            }
        }
        while (!message.SnapshotComplete);
        Assert.Equal(Stories + 1, latest.Count);
        Assert.Equal([2, 2, 1], new[] { 1, 290, 999 }.Select(n => latest[Ids.Story(n)].Story.Version));
        Assert.Equal(ChangeType.Retired, latest[Ids.Story(295)].Type);
        Assert.Equal([303, 1], Sequences(message.ResumeToken));
    }

    [Fact]
    public async Task A_token_stays_before_what_waits_for_its_turn()
    {
        const int Stories = 200;
        await Follow();
        await using var watch = Open(WireView.Coverage, r => r.Start = WatchStart.Live);
        await watch.Next();
        for (var i = 1; i <= Stories; i++) Know(i, 1);
        var held = new TaskCompletionSource();
        _cluster.OnCoverage = async id =>
        {
            // All but the first wait, so that most stories find no place.
            if (id != Ids.Story(1)) await held.Task;
            return _cluster.Coverages[id];
        };
        await _cluster.Partitions[0].Put([.. Enumerable.Range(1, Stories).Select(i => _cluster.Stories[Ids.Story(i)])]);
        var first = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
        Assert.Equal("1v1<0 c1", Show(first));
        Assert.Equal([1, 0], Sequences(first.ResumeToken));
        held.SetResult();
        var seen = 1;
        var token = Sequences(first.ResumeToken)[0];
        while (seen < Stories)
        {
            var next = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
            seen += next.Changes.Count;
            Assert.InRange(Sequences(next.ResumeToken)[0], token, seen);
            token = Sequences(next.ResumeToken)[0];
        }
        Assert.Equal(Stories, token);
    }

    [Fact]
    public async Task A_live_watch_gets_the_frames_with_the_first_change_of_each_story()
    {
        await Put(0, 1, 1, frames: 1);
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        await watch.Next();
        await Put(0, 1, 2, frames: 1);
        Assert.Equal("1v2<1+1 c2 f1", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20))));
    }

    [Fact]
    public async Task The_coverage_view_has_no_frames_and_the_card_view_reads_nothing()
    {
        await Put(0, 1, 3, frames: 2);
        await Follow();
        await using (var cards = Open(WireView.Card)) Assert.Equal("1v3<0", Show(await cards.Next()));
        Assert.Equal(0, _details.Reads);
        await using var watch = Open(WireView.Coverage);
        Assert.Equal("1v3<0 c3", Show(await watch.Next()));
        Assert.Equal(1, _details.Reads);
    }

    [Fact]
    public async Task The_end_of_a_story_has_no_details_and_overtakes_what_waits_for_them()
    {
        await Put(0, 1, 1);
        await Follow();
        await using var watch = Open();
        Assert.Equal("1v1<0 c1", Show(await watch.Next()));
        var never = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = _ => never.Task;
        await Put(0, 1, 2);
        await Wait(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            return _details.Reads == 2;
        }, "the second version to be read");
        await Put(0, 1, 3, state: StoryState.Merged);
        var ended = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(20));
        Assert.Equal((ChangeType.Merged, 3, false), (ended.Changes[0].Type, ended.Changes[0].Story.Version, ended.Changes[0].DetailsMissing));
        Assert.Null(ended.Changes[0].CoverageDetail);
    }

    [Fact]
    public async Task A_slow_read_holds_back_neither_other_stories_nor_the_token_runs_ahead_of_it()
    {
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        var start = (await watch.Next()).ResumeToken;
        var slow = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = id => id == Ids.Story(1) ? slow.Task : Task.FromResult<StoryCoverage?>(_cluster.Coverages[id]);
        await Put(0, 1, 1);
        await Put(0, 2, 1);
        var other = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
        Assert.Equal("2v1<0 c1", Show(other));
        // Nothing of this partition is behind the token yet: story 1 came first.
        Assert.Equal(Sequences(start), Sequences(other.ResumeToken));
        slow.SetResult(_cluster.Coverages[Ids.Story(1)]);
        var late = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
        Assert.Equal("1v1<0 c1", Show(late));
        Assert.Equal([2, 0], Sequences(late.ResumeToken));
    }

    [Fact]
    public async Task Whoever_resumes_before_a_held_token_gets_what_was_waiting()
    {
        await Follow();
        var slow = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = id => id == Ids.Story(1) ? slow.Task : Task.FromResult<StoryCoverage?>(_cluster.Coverages[id]);
        string token;
        await using (var watch = Open(change: r => r.Start = WatchStart.Live))
        {
            await watch.Next();
            await Put(0, 1, 1);
            await Put(0, 2, 1);
            var other = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
            Assert.Equal("2v1<0 c1", Show(other));
            token = other.ResumeToken;
        }
        slow.SetResult(_cluster.Coverages[Ids.Story(1)]);
        await using var resumed = Open(change: r => (r.Start, r.ResumeToken) = (WatchStart.Resume, token));
        var seen = new List<string>();
        WatchStoriesResponse message;
        do seen.Add(Show(message = await resumed.NextChange()));
        while (!message.SnapshotComplete);
        Assert.Equal(["1v1<0 c1", "2v1<0 c1"], seen.SelectMany(s => s.Split(" | ")).Where(s => s.Length > 0).Order());
        Assert.Equal([2, 0], Sequences(message.ResumeToken));
    }

    [Fact]
    public async Task A_failing_read_delays_the_change_for_the_patience_then_it_goes_out_marked_and_comes_again_whole()
    {
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        var start = (await watch.Next()).ResumeToken;
        _cluster.OnFrames = _ => Task.FromException<FramesRecord?>(new TimeoutException());
        await Put(0, 1, 5, frames: 1);
        // The coverage, the frames, and these once more: by then the watch has looked at the coverage.
        await Wait(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            return _details.Reads >= 3;
        }, "the frames to be asked for again");
        var marked = await NextWhileTimePasses(watch, TimeSpan.FromMinutes(10));
        Assert.Equal("1v5<0 c5 !", Show(marked));
        Assert.Equal(Sequences(start), Sequences(marked.ResumeToken));
        _cluster.OnFrames = null;
        var whole = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(100));
        Assert.Equal("1v5<5 c5 f1", Show(whole));
        Assert.Equal([1, 0], Sequences(whole.ResumeToken));
    }

    [Fact]
    public async Task A_read_that_never_answers_is_given_up_and_tried_again()
    {
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        await watch.Next();
        var never = new TaskCompletionSource<StoryCoverage?>();
        var asked = 0;
        _cluster.OnCoverage = id => Interlocked.Increment(ref asked) == 1 ? never.Task : Task.FromResult<StoryCoverage?>(_cluster.Coverages[id]);
        (_options.DetailPatience, _options.DetailTimeout) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10));
        await Put(0, 1, 1);
        Assert.Equal("1v1<0 !", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(100))));
        Assert.Equal("1v1<1 c1", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(500))));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_snapshot_while_a_silo_is_down_comes_marked_and_is_completed_later()
    {
        await Put(0, 1, 1, frames: 1);
        await Put(1, 2, 1, frames: 1);
        await Follow();
        _cluster.OnCoverage = id => id == Ids.Story(1) ? Task.FromException<StoryCoverage?>(new TimeoutException()) : Task.FromResult<StoryCoverage?>(_cluster.Coverages[id]);
        await using var watch = Open();
        var seen = new List<string>();
        WatchStoriesResponse message;
        seen.Add(Show(await watch.Next()));
        do seen.Add(Show(message = await NextWhileTimePasses(watch, TimeSpan.FromMinutes(10))));
        while (!message.SnapshotComplete);
        Assert.Equal(["1v1<0 !", "2v1<0 c1 f1"], seen.SelectMany(s => s.Split(" | ")).Where(s => s.Length > 0).Order());
        Assert.Equal([0, 1], Sequences(message.ResumeToken));
        _cluster.OnCoverage = null;
        Assert.Equal("1v1<1 c1 f1", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(100))));
    }

    [Fact]
    public async Task Versions_that_come_while_one_waits_take_its_place()
    {
        await Put(0, 1, 1);
        await Follow();
        await using var watch = Open();
        Assert.Equal("1v1<0 c1", Show(await watch.Next()));
        var slow = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = _ => slow.Task;
        await Put(0, 1, 2);
        await Wait(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            return _details.Reads == 2;
        }, "the second version to be read");
        var second = _cluster.Coverages[Ids.Story(1)];
        await Put(0, 1, 3);
        await Put(0, 1, 4);
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        _cluster.OnCoverage = null;
        slow.SetResult(second);
        var message = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
        // Version 2 may have been on its way out when the others came; its coverage must not be taken for that of a later one.
        if (message.Changes[0].Story.Version == 2) message = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1));
        Assert.EndsWith("c4", Show(message), StringComparison.Ordinal);
        Assert.Equal(4, message.Changes[0].Story.Version);
    }

    [Fact]
    public async Task A_grain_that_is_ahead_gives_its_version_which_is_not_told_twice()
    {
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        await watch.Next();
        Know(1, 3, frames: 2);
        // The feed is at version 1, without frames, while the grain is at version 3.
        await _cluster.Partitions[0].Put(Cards.New(1, 1));
        Assert.Equal("1v3<0 c3 f2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1))));
        await _cluster.Partitions[0].Put(Cards.New(1, 2));
        await _cluster.Partitions[0].Put(_cluster.Stories[Ids.Story(1)]);
        await Put(1, 9, 1);
        Assert.Equal("9v1<0 c1", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1))));
        await Put(0, 1, 4, frames: 2);
        var next = Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1)));
        Assert.StartsWith("1v4<", next, StringComparison.Ordinal);
        Assert.EndsWith(" c4", next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WatchStart.Snapshot)]
    [InlineData(WatchStart.Live)]
    public async Task Frames_that_are_ahead_of_the_coverage_are_not_told_twice(WatchStart start)
    {
        if (start == WatchStart.Snapshot) Know(1, 1, frames: 1);
        if (start == WatchStart.Snapshot) await _cluster.Partitions[0].Put(_cluster.Stories[Ids.Story(1)]);
        // Frames are stored before the story's card says so: whoever reads in between gets later ones.
        _cluster.Framed[Ids.Story(1)] = Framing.New(1, 2, 1);
        await Follow();
        await using var watch = Open(change: r => r.Start = start);
        if (start == WatchStart.Live)
        {
            await watch.Next();
            Know(1, 1, frames: 1);
            _cluster.Framed[Ids.Story(1)] = Framing.New(1, 2, 1);
            await _cluster.Partitions[0].Put(_cluster.Stories[Ids.Story(1)]);
        }
        Assert.Equal("1v1<0 c1 f2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1))));
        await Put(0, 1, 2, frames: 2);
        Assert.Equal("1v2<1+1 c2", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1))));
        await Put(0, 1, 3, frames: 3);
        Assert.Equal("1v3<2+1 c3 f3", Show(await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(1))));
    }

    [Fact]
    public async Task A_grain_that_is_behind_is_asked_again_until_it_has_the_version()
    {
        await Follow();
        await using var watch = Open(change: r => r.Start = WatchStart.Live);
        await watch.Next();
        Know(1, 1);
        var old = _cluster.Coverages[Ids.Story(1)];
        var asked = 0;
        Know(1, 2);
        _cluster.OnCoverage = id => Task.FromResult<StoryCoverage?>(Interlocked.Increment(ref asked) < 3 ? old : _cluster.Coverages[id]);
        await _cluster.Partitions[0].Put(_cluster.Stories[Ids.Story(1)]);
        var message = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(50));
        Assert.Equal("1v2<0 c2", Show(message));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Heartbeats_come_while_a_snapshot_waits_for_its_details()
    {
        await Put(0, 1, 1);
        await Follow();
        var slow = new TaskCompletionSource<StoryCoverage?>();
        _cluster.OnCoverage = _ => slow.Task;
        await using var watch = Open(change: r => r.HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)));
        var next = watch.Next();
        while (!next.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var beat = await next;
        Assert.True(beat.Heartbeat);
        Assert.Empty(beat.ResumeToken);
        slow.SetResult(_cluster.Coverages[Ids.Story(1)]);
        var message = await NextWhileTimePasses(watch, TimeSpan.FromMilliseconds(100));
        Assert.Equal(("1v1<0 c1", true), (Show(message), message.SnapshotComplete));
    }

    [Fact]
    public async Task A_snapshot_of_many_stories_reads_a_bounded_number_at_a_time()
    {
        const int Stories = 300;
        for (var i = 1; i <= Stories; i++) Know(i, 1);
        await _cluster.Partitions[0].Put([.. Enumerable.Range(1, Stories).Select(i => _cluster.Stories[Ids.Story(i)])]);
        await Follow();
        var (now, most) = (0, 0);
        var seen = new object();
        _cluster.OnCoverage = async id =>
        {
            lock (seen) most = Math.Max(most, ++now);
            await Task.Yield();
            lock (seen) now--;
            return _cluster.Coverages[id];
        };
        await using var watch = Open();
        var stories = new HashSet<string>();
        WatchStoriesResponse message;
        do
        {
            message = await watch.Next();
            foreach (var change in message.Changes)
            {
                Assert.NotNull(change.CoverageDetail);
                Assert.True(stories.Add(change.Story.StoryId));
            }
        }
        while (!message.SnapshotComplete);
        Assert.Equal(Stories, stories.Count);
        Assert.InRange(most, 1, _options.DetailReads);
        Assert.Equal([300, 0], Sequences(message.ResumeToken));
    }

    [Fact]
    public async Task The_cache_forgets_the_least_recently_used_and_keeps_within_its_bytes()
    {
        for (var i = 1; i <= 50; i++) Know(i, 1, frames: 1);
        _options.DetailCacheBytes = 20_000;
        for (var i = 1; i <= 50; i++)
        {
            Assert.NotNull(await _details.Frames(Ids.Story(i), 1));
            Assert.NotNull(await _details.Frames(Ids.Story(1), 1));
            Assert.InRange(_details.Bytes, 1, _options.DetailCacheBytes);
        }
        Assert.Equal(50, _details.Reads); // the first, always used, was read once
        await _details.Frames(Ids.Story(2), 1);
        Assert.Equal(51, _details.Reads);
    }

    [Fact]
    public async Task A_failed_read_is_not_repeated_before_a_pause_that_grows()
    {
        _cluster.OnCoverage = _ => Task.FromException<StoryCoverage?>(new TimeoutException());
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        Assert.Equal(1, _details.Reads);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Null(await _details.Coverage(Ids.Story(1), 1));
        Assert.Equal(2, _details.Reads);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Know(1, 1);
        _cluster.OnCoverage = null;
        Assert.NotNull(await _details.Coverage(Ids.Story(1), 1));
        Assert.Equal(3, _details.Reads);
    }

    [Fact]
    public async Task An_unknown_view_is_named()
    {
        await Follow();
        await using var watch = Open((WireView)9);
        Assert.Equal("view", Assert.Single((await watch.Fails()).Error.Fields).Path);
    }
}
