using Google.Rpc;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

public sealed class RestartTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Stop_and_start_keep_everything_and_the_resume_token()
    {
        // Frames would give stories further versions between the two looks.
        await using var service = await EmbeddedService.Start("--Clustering:Frames:Enabled=false");
        var client = service.Client;
        var events = News.NewEvents(6);
        var sender = new Sender();
        await sender.SendAll(client, News.Mixed(events.SelectMany(e => News.Reports(e, 10))), Patience);
        string Id(int which) => sender.Acks[News.Report(events[which], 0).Url].StoryId;
        await client.Editor.MergeStoriesAsync(new MergeStoriesRequest { TargetStoryId = Id(0), SourceStoryIds = { Id(1) }, Reason = "one event" });
        await client.Editor.RetractStoryAsync(new RetractStoryRequest { StoryId = Id(2), Reason = "a hoax" });
        var merged = (await client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = Id(0) })).Story;
        string token;
        await using (var watcher = await Watcher.StartComplete(client))
        {
            await watcher.Sees(w => w.Latest.TryGetValue(Id(0), out var seen) && seen.Story.Version >= merged.Version, "the merge was not seen");
            token = watcher.ResumeToken;
        }
        var before = (await client.Stories.ListAll()).ToDictionary(s => s.StoryId);
        var articles = await client.Stories.Reconciled();

        Assert.Equal(0, await service.Stop());
        await service.StartAgain();

        var after = (await client.Stories.ListAll()).ToDictionary(s => s.StoryId);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(after, s => Assert.Equal(before[s.Key], s.Value));
        var kept = await client.Stories.Reconciled();
        Assert.Equal(articles.Keys.Order(), kept.Keys.Order());
        Assert.All(kept, a => Assert.Equal(articles[a.Key], a.Value));
        Assert.Equal(Id(0), (await client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = Id(1) })).Story.StoryId);
        Assert.Equal(StoryState.Retracted, (await client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = Id(2) })).Story.State);

        // What was loaded is found by words as before.
        var found = await client.Stories.SearchStoriesAsync(new SearchStoriesRequest { Query = after[Id(3)].Headline });
        Assert.Equal(Id(3), found.Results[0].Story.StoryId);

        // What was sent before is known, what belongs to a story finds it, and the versions go on rising.
        var repeated = await client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(events[3], 4) });
        var first = sender.Acks[News.Report(events[3], 4).Url];
        Assert.Equal((IngestOutcome.Duplicate, first.StoryId, first.StoryVersion), (repeated.Outcome, repeated.StoryId, repeated.StoryVersion));
        var next = await client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(events[3], 10) });
        Assert.Equal((first.StoryId, false), (next.StoryId, next.FoundedStory));
        Assert.True(next.StoryVersion > before[next.StoryId].Version);

        // Whoever resumes hears of the change, or is told to take a snapshot; never nothing.
        await using var resumed = Watcher.Start(client, new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = token });
        await resumed.Sees(w => w.Messages.Count > 0 || w.Broken is not null, "the resumed watch says nothing");
        if (resumed.Broken is not null)
        {
            Assert.Equal(StatusCode.OutOfRange, (await resumed.Ends()).StatusCode);
            return;
        }
        Assert.Equal(ResumeOutcome.Recovered, resumed.Messages[0].ResumeOutcome);
        await resumed.SeesAll([next]);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_a_stream_loses_nothing_that_was_acked()
    {
        await using var service = await EmbeddedService.Start();
        var articles = News.Mixed(News.NewEvents(20).SelectMany(e => News.Reports(e, 30)));
        Assert.Equal(600, articles.Length);
        var sender = new Sender();
        var sending = sender.SendOnce(service.Client, articles, CancellationToken.None);
        await Eventually.Holds(() => Task.FromResult(sender.Acked >= 150 ? null : $"only {sender.Acked} articles are acked"), Patience);
        await service.Kill();
        var open = await sending;
        Assert.NotEmpty(open); // else it was not in the middle
        var acked = new Dictionary<string, IngestArticleResponse>(sender.Acks);

        await service.StartAgain();
        await service.Client.Stories.ReconciledWith(acked, nothingElse: false);

        await sender.SendAll(service.Client, open, Patience);
        var stored = await service.Client.Stories.ReconciledWith(sender.Acks);
        Assert.Equal(600, stored.Count);
        Assert.Equal(20, stored.Values.Select(a => a.StoryId).Distinct().Count());
    }

    [Fact]
    public async Task A_service_that_stops_tells_its_watchers_and_senders_when_to_come_back()
    {
        await using var service = await EmbeddedService.Start();
        var happening = News.NewEvent();
        var watcher = await Watcher.StartComplete(service.Client);
        using var stream = service.Client.Ingest.IngestArticles(deadline: DateTime.UtcNow + Patience);
        await stream.RequestStream.WriteAsync(new IngestArticlesRequest { Article = News.Report(happening, 0) });
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
        await watcher.SeesAll([stream.ResponseStream.Current.Response]);

        var next = stream.ResponseStream.MoveNext(CancellationToken.None);
        Assert.Equal(0, await service.Process.Terminate());

        var watched = await watcher.Ends();
        Assert.True(watched.StatusCode == StatusCode.Unavailable, $"The watcher was told {watched.Status}");
        Assert.InRange(watched.GetRpcStatus()!.GetDetail<RetryInfo>().RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
        await watcher.DisposeAsync();
        var sent = await Assert.ThrowsAsync<RpcException>(() => next);
        Assert.True(sent.StatusCode == StatusCode.Unavailable, $"The sender was told {sent.Status}");
    }
}
