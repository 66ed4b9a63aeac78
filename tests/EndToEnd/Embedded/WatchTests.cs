using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

[Collection(EmbeddedCollection.Name)]
public sealed class WatchTests(EmbeddedFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly GatewayClient _client = fixture.Service.Client;

    [Fact]
    public async Task A_watcher_gets_the_snapshot_then_every_change_and_ends_with_what_GetStory_says()
    {
        var events = News.NewEvents(10);
        var before = new Sender();
        await before.SendAll(_client, News.Mixed(events.Take(5).SelectMany(e => News.Reports(e, 4))), Patience);
        await using var watcher = await Watcher.StartComplete(_client);
        Assert.Equal(ResumeOutcome.Snapshot, watcher.Messages[0].ResumeOutcome);
        Assert.Superset(before.Acks.Values.Select(a => a.StoryId).ToHashSet(), watcher.Latest.Keys.ToHashSet());
        Assert.Single(watcher.Messages, m => m.SnapshotComplete);

        var during = new Sender();
        await during.SendAll(_client, News.Mixed(events.SelectMany(e => Enumerable.Range(4, 20).Select(i => News.Report(e, i)))), Patience);
        await watcher.SeesAll(during.Acks.Values);
        await watcher.AgreesWith(_client);
        // Changes of which both ends are known add up: what was conflated is not lost from the counts.
        foreach (var changes in watcher.Changes.GroupBy(c => c.Story.StoryId))
        {
            StoryChange? last = null;
            foreach (var change in changes)
            {
                if (last is not null && change.PreviousVersion == last.Story.Version)
                    Assert.Equal(change.Story.Coverage.Articles - last.Story.Coverage.Articles, change.ArticlesAdded);
                last = change;
            }
        }
    }

    [Fact]
    public async Task A_resumed_watch_delivers_what_was_missed()
    {
        var events = News.NewEvents(3);
        var sender = new Sender();
        await sender.SendAll(_client, [News.Report(events[0], 0), News.Report(events[1], 0)], Patience);
        string token;
        await using (var first = await Watcher.StartComplete(_client))
        {
            await first.SeesAll(sender.Acks.Values);
            token = first.ResumeToken;
        }
        var missed = new Sender();
        await missed.SendAll(_client, [News.Report(events[1], 1), News.Report(events[2], 0)], Patience);

        await using var second = await Watcher.StartComplete(_client, new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = token });
        Assert.Equal(ResumeOutcome.Recovered, second.Messages[0].ResumeOutcome);
        await second.SeesAll(missed.Acks.Values);
        var later = new Sender();
        await later.SendAll(_client, [News.Report(events[2], 1)], Patience);
        await second.SeesAll(later.Acks.Values);
        await second.AgreesWith(_client);
        Assert.True(second.Latest.Count < (await _client.Stories.ListAll()).Count, "A recovered watch got a whole snapshot.");
    }

    [Fact]
    public async Task A_watcher_of_some_stories_hears_of_these_only_also_before_they_exist()
    {
        var events = News.NewEvents(3);
        var sender = new Sender();
        await sender.SendAll(_client, [News.Report(events[0], 0), News.Report(events[1], 0)], Patience);
        var known = sender.Acks[News.Report(events[0], 0).Url].StoryId;
        // A story that is founded by an article has the article's number: nobody else can have it.
        var unborn = "story-" + new string('7', 26);
        await using var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest { StoryIds = { known, unborn } });
        var later = new Sender();
        await later.SendAll(_client, [News.Report(events[2], 0), News.Report(events[1], 1), News.Report(events[0], 1)], Patience);
        await watcher.SeesAll([later.Acks[News.Report(events[0], 1).Url]]);
        Assert.Equal([known], watcher.Latest.Keys);
    }

    [Fact]
    public async Task A_live_watch_starts_without_the_past()
    {
        var events = News.NewEvents(2);
        var sender = new Sender();
        await sender.SendAll(_client, [News.Report(events[0], 0)], Patience);
        await using var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest { Start = WatchStart.Live });
        Assert.Equal(ResumeOutcome.Live, watcher.Messages[0].ResumeOutcome);
        Assert.Empty(watcher.Changes);
        var later = new Sender();
        await later.SendAll(_client, [News.Report(events[1], 0)], Patience);
        await watcher.SeesAll(later.Acks.Values);
        Assert.Equal(later.Acks.Values.Select(a => a.StoryId), watcher.Latest.Keys);
    }

    [Fact]
    public async Task A_heartbeat_comes_every_second_when_nothing_happens()
    {
        // A story that is not there: others may get new frames meanwhile.
        await using var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest
        {
            StoryIds = { "story-" + new string('0', 26) }, HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
        });
        await watcher.Sees(w => w.Messages.Count(m => m.Heartbeat) >= 3, "three heartbeats have not come", TimeSpan.FromSeconds(6));
        var beats = watcher.Messages.Where(m => m.Heartbeat).ToArray();
        Assert.All(beats, b => Assert.Empty(b.Changes));
        Assert.All(beats.Zip(beats.Skip(1)), pair =>
            Assert.InRange((pair.Second.SentAt.ToDateTime() - pair.First.SentAt.ToDateTime()).TotalSeconds, 0.5, 1.6));
    }

    [Fact]
    public async Task A_slow_watch_gets_fewer_messages_and_the_same_end()
    {
        var happening = News.NewEvent();
        await using var slow = await Watcher.StartComplete(_client, new WatchStoriesRequest { Start = WatchStart.Live, MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) });
        var acks = new List<IngestArticleResponse>();
        for (var i = 0; i < 60; i++) acks.Add(await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(happening, i) }));
        await slow.SeesAll(acks);
        await slow.AgreesWith(_client);
        Assert.InRange(slow.Changes.Count, 1, 20);
        Assert.True(slow.Messages[^1].Conflated > 0, "Nothing was conflated.");
        Assert.All(slow.Messages.Where(m => m.Changes.Count > 0).Zip(slow.Messages.Where(m => m.Changes.Count > 0).Skip(1)), pair =>
            Assert.InRange((pair.Second.SentAt.ToDateTime() - pair.First.SentAt.ToDateTime()).TotalSeconds, 0.9, 30));
    }

    [Fact]
    public async Task A_merge_is_seen_and_the_old_id_redirects_for_good()
    {
        var events = News.NewEvents(2);
        var sender = new Sender();
        await sender.SendAll(_client, [.. events.SelectMany(e => News.Reports(e, 3))], Patience);
        var target = sender.Acks[News.Report(events[0], 0).Url].StoryId;
        var source = sender.Acks[News.Report(events[1], 0).Url].StoryId;
        await using var watcher = await Watcher.StartComplete(_client);

        var merged = await _client.Editor.MergeStoriesAsync(new MergeStoriesRequest { TargetStoryId = target, SourceStoryIds = { source }, Reason = "one event", Actor = "desk" });
        Assert.Equal((target, 6L), (merged.Story.StoryId, merged.Story.Coverage.Articles));
        await watcher.Sees(w => w.Latest[source].Type == ChangeType.Merged && w.Latest[target].Story.Version >= merged.Story.Version, "the merge was not seen");
        var tombstone = watcher.Latest[source].Story;
        Assert.Equal((StoryState.Merged, target), (tombstone.State, tombstone.MergedInto));
        var read = await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = source });
        Assert.Equal((target, source), (read.Story.StoryId, read.RedirectedFrom));
        Assert.Equal(6, (await _client.Stories.CheckedArticles(read.Story)).Count);
        Assert.Equal(target, (await _client.Stories.ListStoryArticlesAsync(new ListStoryArticlesRequest { StoryId = source })).StoryId);
        Assert.DoesNotContain(await _client.Stories.ListAll(), s => s.StoryId == source);
        await watcher.AgreesWith(_client);
        // What the machine would have put into the merged story goes into the one that remains.
        var next = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(events[1], 3) });
        Assert.Equal(target, next.StoryId);
    }

    [Fact]
    public async Task Merging_while_articles_stream_in_loses_none_and_counts_none_twice()
    {
        var events = News.NewEvents(6);
        var founders = new Sender();
        await founders.SendAll(_client, [.. events.Select(e => News.Report(e, 0))], Patience);
        string Id(int which) => founders.Acks[News.Report(events[which], 0).Url].StoryId;
        await using var watcher = await Watcher.StartComplete(_client);
        var sender = new Sender();
        var sending = sender.SendAll(_client, News.Mixed(events.SelectMany(e => Enumerable.Range(1, 60).Select(i => News.Report(e, i)))), Patience);
        for (var i = 1; i < 6; i++)
        {
            await Eventually.Holds(() => Task.FromResult(sender.Acked >= i * 40 ? null : $"only {sender.Acked} articles are acked"), Patience);
            await _client.Editor.MergeStoriesAsync(new MergeStoriesRequest { TargetStoryId = Id(0), SourceStoryIds = { Id(i) } });
        }
        await sending;
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = Id(5) })).Story;
        Assert.Equal((Id(0), 6 * 61L), (story.StoryId, story.Coverage.Articles));
        Assert.Equal(founders.Acks.Values.Concat(sender.Acks.Values).Select(a => a.ArticleId).Order(), (await _client.Stories.CheckedArticles(story)).Select(a => a.ArticleId).Order());
        await watcher.Sees(w => w.Latest[Id(0)].Story.Version >= story.Version && Enumerable.Range(1, 5).All(i => w.Latest[Id(i)].Type == ChangeType.Merged), "not all merges were seen");
        await watcher.AgreesWith(_client);
    }

    [Fact]
    public async Task Split_move_and_retract_are_seen_and_the_counts_reconcile()
    {
        var events = News.NewEvents(2);
        var sender = new Sender();
        await sender.SendAll(_client, [.. events.SelectMany(e => News.Reports(e, 4))], Patience);
        IngestArticleResponse Ack(int which, int report) => sender.Acks[News.Report(events[which], report).Url];
        await using var watcher = await Watcher.StartComplete(_client);

        var split = await _client.Editor.SplitStoryAsync(new SplitStoryRequest { StoryId = Ack(0, 0).StoryId, ArticleIds = { Ack(0, 2).ArticleId, Ack(0, 3).ArticleId }, Reason = "two events", Actor = "desk" });
        Assert.Equal((2L, 2L), (split.Story.Coverage.Articles, split.NewStory.Coverage.Articles));
        Assert.NotEqual(split.Story.StoryId, split.NewStory.StoryId);
        var move = await _client.Editor.MoveArticleAsync(new MoveArticleRequest { ArticleId = Ack(1, 0).ArticleId, TargetStoryId = split.NewStory.StoryId, Reason = "belongs there", Actor = "desk" });
        Assert.Equal((3L, 3L), (move.SourceStory.Coverage.Articles, move.TargetStory.Coverage.Articles));
        var moved = (await _client.Stories.CheckedArticles(move.TargetStory)).Single(a => a.ArticleId == Ack(1, 0).ArticleId);
        Assert.True(moved.PlacedByEditor);
        Assert.Equal(IngestOutcome.Duplicate, (await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(events[1], 0) })).Outcome);
        var retracted = await _client.Editor.RetractStoryAsync(new RetractStoryRequest { StoryId = move.SourceStory.StoryId, Reason = "a hoax", Actor = "desk" });
        Assert.Equal(StoryState.Retracted, retracted.Story.State);

        await watcher.Sees(w => w.Latest[retracted.Story.StoryId].Type == ChangeType.Retired
            && w.Latest.GetValueOrDefault(move.TargetStory.StoryId)?.Story.Version >= move.TargetStory.Version
            && w.Latest[split.Story.StoryId].Story.Version >= split.Story.Version, "not all edits were seen");
        await watcher.AgreesWith(_client);
        Assert.DoesNotContain(await _client.Stories.ListAll(), s => s.StoryId == retracted.Story.StoryId);
        await _client.Stories.Reconciled();
    }

    [Fact]
    public async Task A_token_that_the_service_never_gave_is_refused()
    {
        foreach (var token in new[] { "", "nonsense", new string('A', 400) })
        {
            var refusal = await Refusal.Of(async () =>
            {
                using var call = _client.Stories.WatchStories(new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = token }, deadline: DateTime.UtcNow.AddSeconds(10));
                await call.ResponseStream.MoveNext(CancellationToken.None);
            });
            Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
            Assert.Equal(["resume_token"], refusal.Fields);
        }
    }

    [Fact]
    public async Task A_token_of_another_database_is_not_resumed_in_silence()
    {
        string token;
        await using (var watcher = await Watcher.StartComplete(_client)) token = watcher.ResumeToken;
        await using var other = await EmbeddedService.Start();
        var ack = await other.Client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) });
        await using var resumed = Watcher.Start(other.Client, new WatchStoriesRequest { Start = WatchStart.Resume, ResumeToken = token });
        await resumed.Sees(w => w.Broken is not null || w.Messages.Any(m => m.SnapshotComplete), "nothing came of it");
        if (resumed.Broken is not null) Assert.Contains((await resumed.Ends()).StatusCode, new[] { StatusCode.OutOfRange, StatusCode.InvalidArgument });
        else await resumed.SeesAll([ack]);
    }
}
