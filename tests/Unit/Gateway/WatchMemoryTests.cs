using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using StoryView = StoryClustering.Gateway.Stories.StoryView;
using WireView = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Tests of memory: no other test may allocate beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}

/// <summary>What watches with details hold beside the stories that all of them share.</summary>
[Collection(MemoryCollection.Name)]
public sealed class WatchMemoryTests
{
    private const int Stories = 8_000;
    private const int Watches = 12;
    // An object a story would be 1 MB and more.
    private const long MostBytes = 300_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_watch_with_details_holds_does_not_grow_with_the_number_of_stories(bool answers)
    {
        var view = new StoryView();
        view.Open(1);
        view.Partitions[0].Apply(new FeedPage(0, [.. Enumerable.Range(1, Stories).Select(n => new FeedEntry(n, Cards.New(n)))], Stories, false, 0), default);
        view.Changed();
        // The cache of details is bounded by itself.
        var options = new GatewayOptions { DetailCacheBytes = 1, DetailPatience = TimeSpan.FromHours(1), DetailTimeout = TimeSpan.FromHours(1) };
        var cluster = new FakeCluster();
        cluster.OnCoverage = id => answers
            ? Task.FromResult<StoryCoverage?>(new StoryCoverage { Card = view.Partitions[0].Find(id)!, Countries = [], Languages = [], Kinds = [], Timeline = [], Entities = [], Places = [] })
            : new TaskCompletionSource<StoryCoverage?>().Task;
        using var details = new StoryDetails(cluster, options, TimeProvider.System, NullLogger<StoryDetails>.Instance);
        using var draining = new Draining(options);
        using var stop = new CancellationTokenSource();
        var plan = new WatchPlan(null, WatchStart.Snapshot, null, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1), View: WireView.Full);
        var running = new List<Task>();
        // So that they are alive when they are measured.
        var held = new List<Subscriber>();

        await Begin(); // what all share is there then
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Task.WhenAll(Enumerable.Range(0, Watches).Select(_ => Begin()));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Watches;
        Assert.True(bytes < MostBytes, $"A watch holds {bytes:N0} bytes.");

        await stop.CancelAsync();
        foreach (var run in running) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        foreach (var subscriber in held) subscriber.Dispose();

        async Task Begin()
        {
            var sink = new Sink(answers);
            var subscriber = new Subscriber(view, cluster.TokenKey, plan, sink, new WriteGuard(options.WriteDeadline, TimeProvider.System, null), draining, TimeProvider.System, details, options);
            held.Add(subscriber);
            running.Add(Run());
            await WatchTests.Within(sink.Reached, answers ? "the whole snapshot" : "a sign of life while details are awaited");
            if (answers) Assert.Equal(Stories, sink.Changes);

            async Task Run()
            {
                await Task.Yield();
                await subscriber.Run(stop.Token);
                stop.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static PartitionView Filled(int stories)
    {
        var view = new PartitionView(0);
        view.Apply(new FeedPage(0, [.. Enumerable.Range(1, stories).Select(n => new FeedEntry(n, Cards.New(n)))], stories, false, 0), default);
        return view;
    }

    [Fact]
    public void Watches_that_begin_at_about_the_same_time_share_a_snapshot_and_later_ones_get_a_new_one()
    {
        var view = Filled(160);
        var first = view.Snapshot();
        for (var n = 1; n <= 10; n++) view.Apply(new FeedBatch(0, 159 + n, [new FeedEntry(160 + n, Cards.New(n, 2))]), default);
        Assert.Same(first, view.Snapshot());
        Assert.Equal(160, first.UpTo);
        view.Apply(new FeedBatch(0, 170, [new FeedEntry(171, Cards.New(11, 2))]), default);
        var second = view.Snapshot();
        Assert.NotSame(first, second);
        Assert.Equal(171, second.UpTo);
        Assert.Equal(second.Stories.ToArray().Select(s => s.Sequence).Order(), second.Stories.ToArray().Select(s => s.Sequence));
        Assert.Equal(1, first.Stories[0].Story.Card.Version);
        // What has changed since the shared one lies behind it.
        var since = new List<PendingChange>();
        view.Collect(first.UpTo, 0, CollectMode.Live, null, null, since);
        Assert.Equal(Enumerable.Range(1, 11).Select(Ids.Story).Reverse(), since.Select(c => c.Story.Card.StoryId));
        GC.KeepAlive(first);
    }

    [Fact]
    public void A_partition_that_was_begun_anew_shares_nothing_of_before()
    {
        var view = Filled(160);
        var before = view.Snapshot();
        view.Reset();
        Assert.NotSame(before, view.Snapshot());
        Assert.Equal(0, view.Snapshot().Stories.Length);
        GC.KeepAlive(before);
    }

    private sealed class Sink(bool whole) : IServerStreamWriter<WatchStoriesResponse>
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;
        public int Changes { get; private set; }
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(WatchStoriesResponse message)
        {
            if (whole) Changes += WatchStoriesResponse.Parser.ParseFrom(WatchFrames.ToBytes(message)).Changes.Count;
            if (whole ? message.SnapshotComplete : message.Heartbeat) _reached.TrySetResult();
            return Task.CompletedTask;
        }

        public Task WriteAsync(WatchStoriesResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
