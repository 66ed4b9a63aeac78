using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Benchmarks.Engine;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using StoryView = StoryClustering.Gateway.Stories.StoryView;
using V1View = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Benchmarks.Watches;

/// <summary>What watches with details hold in a gateway's memory, beside the stories that all share: while their details are awaited, and when they
/// have had every story. No cluster, no wire: the view is filled by hand, details never come or come at once.</summary>
internal static class WatchMemory
{
    private const int Partitions = 4;
    // Every story goes out to each of these: 200,000 take some seconds.
    private const int MostThrough = 5;

    private static readonly DateTimeOffset Day = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        if (args.Length > 2 || !int.TryParse(args.ElementAtOrDefault(0) ?? "100", out var watchers) || !int.TryParse(args.ElementAtOrDefault(1) ?? "200000", out var stories)
            || watchers < 1 || stories < Partitions)
        {
            Console.Error.WriteLine("watches takes the number of watchers and that of stories, by default 100 and 200000.");
            return 2;
        }
        var view = Filled(stories);
        Measure(view, stories, watchers, answers: false).GetAwaiter().GetResult();
        Measure(view, stories, Math.Min(watchers, MostThrough), answers: true).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task Measure(StoryView view, int stories, int watchers, bool answers)
    {
        var options = new GatewayOptions { DetailCacheBytes = 1, DetailPatience = TimeSpan.FromHours(1), DetailTimeout = TimeSpan.FromHours(1) };
        var cluster = Stub<IStoryCluster>((method, arguments) => method == nameof(IStoryCluster.Story)
            ? Stub<IStoryGrain>((_, _) => answers ? Task.FromResult<StoryCoverage?>(Coverage((string)arguments![0]!)) : new TaskCompletionSource<StoryCoverage?>().Task)
            : throw new NotSupportedException(method));
        using var details = new StoryDetails(cluster, options, TimeProvider.System, NullLogger<StoryDetails>.Instance);
        using var draining = new Draining(options);
        using var stop = new CancellationTokenSource();
        var plan = new WatchPlan(null, WatchStart.Snapshot, null, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(30), View: V1View.Full);

        // One watch first: what all share is there then.
        var watches = new List<(Subscriber Subscriber, Sink Sink, WriteGuard Guard, Task Run)> { Begin() };
        await Reached(watches[0]);
        var before = EngineSpeed.LiveBytes();
        for (var i = 0; i < watchers; i++) watches.Add(Begin());
        foreach (var watch in watches) await Reached(watch);
        var bytes = EngineSpeed.LiveBytes() - before;
        EngineSpeed.Line($"{watchers} watches of {stories} stories, {(answers ? "every story sent" : "details awaited")}: {bytes / 1024.0 / watchers:0.0} KiB a watch");

        await stop.CancelAsync();
        foreach (var (subscriber, _, guard, run) in watches)
        {
            await run.ContinueWith(static _ => { }, TaskScheduler.Default);
            subscriber.Dispose();
            guard.Dispose();
        }

        (Subscriber, Sink, WriteGuard, Task) Begin()
        {
            var sink = new Sink();
            var guard = new WriteGuard(options.WriteDeadline, TimeProvider.System, null);
            var subscriber = new Subscriber(view, new byte[32], plan, sink, guard, draining, TimeProvider.System, details, options);
            return (subscriber, sink, guard, Task.Run(() => subscriber.Run(stop.Token)));
        }

        // All sent, or: as many reads begun as there are places, and the watch asleep.
        async Task Reached((Subscriber Subscriber, Sink Sink, WriteGuard Guard, Task Run) watch)
        {
            if (answers) await watch.Sink.Complete.Task;
            else await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static StoryView Filled(int stories)
    {
        var view = new StoryView();
        view.Open(Partitions);
        for (var p = 0; p < Partitions; p++)
        {
            var entries = Enumerable.Range(0, stories / Partitions).Select(n => new FeedEntry(n + 1, Card($"story-{p}-{n:D20}"))).ToArray();
            view.Partitions[p].Apply(new FeedPage(p, entries, entries.Length, false, 0), default);
        }
        view.Changed();
        return view;
    }

    private static StoryCoverage Coverage(string id) =>
        new() { Card = Card(id), Countries = [], Languages = [], Kinds = [], Timeline = [], Entities = [], Places = [] };

    private static StoryCard Card(string id) => new()
    {
        StoryId = id,
        Version = 1,
        State = StoryState.Active,
        MergedInto = null,
        Headline = "Ferry pier reopens",
        HeadlineArticleId = "article-1",
        Articles = 1,
        Reprints = 0,
        Outlets = 1,
        Left = 0,
        Center = 0,
        Right = 0,
        Languages = ["en"],
        Entities = ["Pier"],
        FirstPublished = Day,
        LastPublished = Day,
        Created = Day,
        Updated = Day,
        Trending = 1,
    };

    private static T Stub<T>(Func<string, object?[]?, object?> call)
        where T : class
    {
        var stub = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)stub).Call = call;
        return stub;
    }

    /// <summary>Any interface, made of one function.</summary>
#pragma warning disable CA1852 // DispatchProxy derives from it.
    internal class Proxy : DispatchProxy
#pragma warning restore CA1852
    {
        internal Func<string, object?[]?, object?>? Call { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call!(targetMethod!.Name, args);
    }

    private sealed class Sink : IServerStreamWriter<WatchStoriesResponse>
    {
        public TaskCompletionSource Complete { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(WatchStoriesResponse message)
        {
            if (message.SnapshotComplete) Complete.TrySetResult();
            return Task.CompletedTask;
        }

        public Task WriteAsync(WatchStoriesResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
