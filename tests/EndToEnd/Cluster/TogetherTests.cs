using System.Diagnostics;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Cluster;

public sealed class TogetherTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Articles_go_through_both_gateways_and_watchers_of_both_end_with_the_same()
    {
        var cluster = fixture.Require();
        await using var left = await Watcher.StartComplete(cluster.Gateways[0]);
        await using var right = await Watcher.StartComplete(cluster.Gateways[1]);
        var articles = News.Mixed(News.NewEvents(12).SelectMany(e => News.Reports(e, 20)));
        Sender one = new(), two = new();
        await Task.WhenAll(
            one.SendAll(cluster.Gateways[0], [.. articles.Where((_, i) => i % 2 == 0)], Patience),
            two.SendAll(cluster.Gateways[1], [.. articles.Where((_, i) => i % 2 == 1)], Patience));
        var acks = one.Acks.Concat(two.Acks).ToDictionary();
        Assert.Equal(12, acks.Values.Select(a => a.StoryId).Distinct().Count());

        await left.SeesAll(acks.Values);
        await right.SeesAll(acks.Values);
        await left.AgreesWith(cluster.Gateways[1]);
        await right.AgreesWith(cluster.Gateways[0]);
        foreach (var id in acks.Values.Select(a => a.StoryId).Distinct()) Assert.Equal(left.Latest[id].Story, right.Latest[id].Story);
        await cluster.Gateways[0].Stories.ReconciledWith(acks, nothingElse: false);
        await cluster.Gateways[1].Stories.ReconciledWith(acks, nothingElse: false);
    }

    [Fact]
    public async Task Fifty_founders_at_once_through_both_gateways_found_one_story()
    {
        var cluster = fixture.Require();
        for (var round = 0; round < 3; round++)
        {
            var reports = News.Reports(News.NewEvent(), 50);
            var answers = await Task.WhenAll(reports.Select((r, i) => cluster.Gateways[i % 2].Ingest.IngestArticleAsync(
                new IngestArticleRequest { Article = r }, deadline: DateTime.UtcNow + Patience).ResponseAsync));
            var story = Assert.Single(answers.Select(a => a.StoryId).Distinct());
            Assert.Single(answers, a => a.FoundedStory);
            var read = (await cluster.Gateways[0].Stories.GetStoryAsync(new GetStoryRequest { StoryId = story })).Story;
            Assert.Equal(50, read.Coverage.Articles);
            Assert.Equal(answers.Select(a => a.ArticleId).Order(), (await cluster.Gateways[1].Stories.CheckedArticles(read)).Select(a => a.ArticleId).Order());
        }
    }

    [Fact]
    public async Task A_token_of_one_gateway_resumes_at_the_other()
    {
        var cluster = fixture.Require();
        var events = News.NewEvents(2);
        var before = new Sender();
        await before.SendAll(cluster.Gateways[0], News.Reports(events[0], 3), Patience);
        string token;
        await using (var watcher = await Watcher.StartComplete(cluster.Gateways[0]))
        {
            await watcher.SeesAll(before.Acks.Values);
            token = watcher.ResumeToken;
        }
        var missed = new Sender();
        await missed.SendAll(cluster.Gateways[0], [News.Report(events[0], 3), News.Report(events[1], 0)], Patience);
        await using var resumed = await Watcher.StartComplete(cluster.Gateways[1], new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = token });
        Assert.Equal(ResumeOutcome.Recovered, resumed.Messages[0].ResumeOutcome);
        await resumed.SeesAll(missed.Acks.Values);
        await resumed.AgreesWith(cluster.Gateways[0]);
    }

    [Theory]
    [InlineData("away")]
    [InlineData("hanging")]
    public async Task While_the_database_does_not_answer_nothing_is_acked_and_then_it_goes_on_by_itself(string trouble)
    {
        var cluster = fixture.Require();
        var line = cluster.DatabaseLine;
        var events = News.NewEvents(10);
        var before = new Sender();
        await before.SendAll(cluster.Gateways[0], News.Mixed(events.SelectMany(e => News.Reports(e, 5))), Patience);
        await using var watcher = await Watcher.StartComplete(cluster.Gateways[1]);
        // Known stories and new ones, by single calls and by a stream: all are sent after the trouble began. What the processes
        // write while the line hangs arrives when they have long given it up.
        var single = events.Select(e => News.Report(e, 5)).Concat(News.NewEvents(2).Select(e => News.Report(e, 0))).ToArray();
        var streamed = News.Mixed(events.SelectMany(e => Enumerable.Range(6, 5).Select(i => News.Report(e, i))));
        var during = new Sender();
        if (trouble == "away") await line.Cut();
        else line.Hang();
        try
        {
            var clock = Stopwatch.StartNew();
            var refusing = Task.WhenAll(single.Select((a, i) => Refusal.Of(async () =>
                await cluster.Gateways[i % 2].Ingest.IngestArticleAsync(new IngestArticleRequest { Article = a }, deadline: DateTime.UtcNow + Patience))));
            using var patience = new CancellationTokenSource(Patience);
            var left = await during.SendOnce(cluster.Gateways[0], streamed, patience.Token);
            Assert.Equal(streamed.Length, left.Count);
            Assert.Equal([StatusCode.Unavailable], (await refusing).Select(r => r.Code).Distinct());
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(45), $"The refusals took {clock.Elapsed.TotalSeconds:0} s.");
            Assert.Empty(during.Acks);
        }
        finally
        {
            if (trouble == "away") line.Restore();
            else line.Flow();
        }

        var after = new Sender();
        await Task.WhenAll(
            after.SendAll(cluster.Gateways[0], single, Patience),
            during.SendAll(cluster.Gateways[1], streamed, Patience));
        var acks = before.Acks.Concat(during.Acks).Concat(after.Acks).ToDictionary();
        Assert.Equal(50 + 12 + 50, acks.Count);
        await watcher.SeesAll(acks.Values, Patience);
        await watcher.AgreesWith(cluster.Gateways[0]);
        await cluster.Gateways[1].Stories.ReconciledWith(acks, nothingElse: false);
        Assert.All(cluster.Silos, s => Assert.True(s.IsRunning, s.LastOutput)); // none was started again
    }
}
