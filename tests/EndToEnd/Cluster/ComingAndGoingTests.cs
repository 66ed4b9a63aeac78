using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Cluster;

public sealed class ComingAndGoingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_silo_is_killed_while_2000_articles_stream_in_and_nothing_acked_is_lost_or_counted_twice()
    {
        await using var cluster = await StoryCluster.Start(silos: 2, gateways: 2);
        await using var left = await Watcher.StartComplete(cluster.Gateways[0]);
        await using var right = await Watcher.StartComplete(cluster.Gateways[1]);
        var articles = News.Mixed(News.NewEvents(80).SelectMany(e => News.Reports(e, 25)));
        Assert.Equal(2000, articles.Length);
        Sender one = new(), two = new();
        // Two hundred are sent by both.
        var sending = Task.WhenAll(
            one.SendAll(cluster.Gateways[0], articles[..1100], Patience),
            two.SendAll(cluster.Gateways[1], articles[900..], Patience));
        await Acked(600, one, two);
        cluster.Silos[1].Kill();
        Assert.False(sending.IsCompleted, "All was acked before the silo died.");
        await sending;

        Assert.All(articles[900..1100], a => Assert.Equal((one.Acks[a.Url].ArticleId, one.Acks[a.Url].StoryId), (two.Acks[a.Url].ArticleId, two.Acks[a.Url].StoryId)));
        var acks = one.Acks.Concat(two.Acks).DistinctBy(a => a.Key).ToDictionary();
        Assert.Equal(2000, acks.Count);
        var stored = await cluster.Gateways[0].Stories.ReconciledWith(acks);
        Assert.Equal(80, stored.Values.Select(a => a.StoryId).Distinct().Count());
        await left.SeesAll(acks.Values, Patience);
        await right.SeesAll(acks.Values, Patience);
        await left.AgreesWith(cluster.Gateways[1]);
        await right.AgreesWith(cluster.Gateways[0]);
    }

    [Fact]
    public async Task A_second_silo_joins_and_the_first_leaves_while_articles_stream_in()
    {
        await using var cluster = await StoryCluster.Start(silos: 1, gateways: 1);
        var gateway = cluster.Gateways[0];
        await using var watcher = await Watcher.StartComplete(gateway);
        var articles = News.Mixed(News.NewEvents(40).SelectMany(e => News.Reports(e, 30)));
        var sender = new Sender();
        var sending = sender.SendAll(gateway, articles, Patience);
        await Acked(100, sender);
        await cluster.AddSilo();
        Assert.Equal(0, await cluster.Silos[0].Terminate());
        await sending;

        // Only the second one is left: it must have everything, and take more.
        var more = new Sender();
        await more.SendAll(gateway, [.. articles.Take(10), News.Report(News.NewEvent(), 0)], Patience);
        Assert.Equal(10, more.Acks.Values.Count(a => a.Outcome == IngestOutcome.Duplicate));
        Assert.All(articles.Take(10), a => Assert.Equal(sender.Acks[a.Url].StoryId, more.Acks[a.Url].StoryId));
        var acks = sender.Acks.Concat(more.Acks.Where(a => !sender.Acks.ContainsKey(a.Key))).ToDictionary();
        var stored = await gateway.Stories.ReconciledWith(acks);
        Assert.Equal((1201, 41), (stored.Count, stored.Values.Select(a => a.StoryId).Distinct().Count()));
        await watcher.SeesAll(acks.Values, Patience);
        await watcher.AgreesWith(gateway);
    }

    [Fact]
    public async Task A_silo_that_was_frozen_and_given_up_comes_back_and_overwrites_nothing()
    {
        await using var cluster = await StoryCluster.Start(silos: 2, gateways: 1);
        var gateway = cluster.Gateways[0];
        await using var watcher = await Watcher.StartComplete(gateway);
        var articles = News.Mixed(News.NewEvents(30).SelectMany(e => News.Reports(e, 20)));
        var sender = new Sender();
        var sending = sender.SendAll(gateway, articles, Patience);
        await Acked(150, sender);
        var zombie = cluster.Silos[1];
        zombie.Freeze();
        try
        {
            await sending; // by the other silo alone, once it has given this one up
        }
        finally
        {
            zombie.Thaw();
        }
        // It finds that it was given up, and ends rather than go on.
        await zombie.WaitForExit();
        var stored = await gateway.Stories.ReconciledWith(sender.Acks);
        Assert.Equal((600, 30), (stored.Count, stored.Values.Select(a => a.StoryId).Distinct().Count()));
        await watcher.SeesAll(sender.Acks.Values, Patience);
        await watcher.AgreesWith(gateway);
    }

    [Fact]
    public async Task When_a_gateway_is_killed_its_clients_go_on_at_the_other_where_they_were()
    {
        await using var cluster = await StoryCluster.Start(silos: 1, gateways: 2);
        var articles = News.Mixed(News.NewEvents(20).SelectMany(e => News.Reports(e, 20)));
        var sender = new Sender();
        var sending = sender.SendOnce(cluster.Gateways[0], articles, CancellationToken.None);
        var watcher = await Watcher.StartComplete(cluster.Gateways[0]);
        await Acked(100, sender);
        cluster.GatewayProcesses[0].Kill();
        var open = await sending;
        Assert.NotEmpty(open); // else all was over before
        Assert.Equal(StatusCode.Unavailable, (await watcher.Ends()).StatusCode);
        var seen = watcher.Latest;
        await watcher.DisposeAsync();

        await sender.SendAll(cluster.Gateways[1], open, Patience);
        await using var resumed = await Watcher.StartComplete(cluster.Gateways[1], new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = watcher.ResumeToken });
        Assert.Equal(ResumeOutcome.Recovered, resumed.Messages[0].ResumeOutcome);
        // Between them they have seen everything.
        var all = sender.Acks.Values.Where(a => seen.GetValueOrDefault(a.StoryId)?.Story.Version is not { } version || version < a.StoryVersion);
        await resumed.SeesAll(all, Patience);
        await resumed.AgreesWith(cluster.Gateways[1]);
        Assert.Equal(400, (await cluster.Gateways[1].Stories.ReconciledWith(sender.Acks)).Count);
    }

    private static Task Acked(int count, params Sender[] senders) => Eventually.Holds(() =>
    {
        var acked = senders.Sum(s => s.Acked);
        return Task.FromResult(acked >= count ? null : $"only {acked} of {count} articles are acked; troubles: {string.Join("; ", senders.SelectMany(s => s.Troubles).TakeLast(3))}");
    }, Patience);
}
