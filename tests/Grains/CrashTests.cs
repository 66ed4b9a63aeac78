using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains;

public sealed class CrashTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task After_a_crash_everything_acked_is_there_and_goes_on()
    {
        var articles = Enumerable.Range(0, 120).Select(i => News.Report(i % 6, i)).ToArray();
        var before = await cluster.Grains.SendAll(articles);
        await cluster.Crash();
        foreach (var story in before.Select(a => a.StoryId).Distinct()) await cluster.Reconciled(story);
        var again = await cluster.Grains.SendAll(articles);
        Assert.All(again, a => Assert.Equal(IngestOutcome.Duplicate, a.Outcome));
        Assert.Equal(before.Select(a => (a.ArticleId, a.StoryId, a.StoryVersion)), again.Select(a => (a.ArticleId, a.StoryId, a.StoryVersion)));
        var late = await cluster.Grains.Send(News.Report(3, 500));
        Assert.Equal(before[3].StoryId, late.StoryId); // the index came back, too
    }

    [Fact]
    public async Task A_story_counted_after_a_crash_equals_what_it_was()
    {
        var answers = await cluster.Grains.SendAll(Enumerable.Range(0, 300).Select(i => News.Report(17, i)));
        var before = await cluster.Reconciled(answers[0].StoryId);
        await cluster.Crash();
        Assert.Equivalent(before, await cluster.Reconciled(answers[0].StoryId), strict: true);
        var next = await cluster.Grains.Send(News.Report(17, 300));
        Assert.Equal((before.StoryId, before.Version + 1), (next.StoryId, next.StoryVersion));
        Assert.Equal(301, (await cluster.Reconciled(before.StoryId)).Outlets);
    }

    [Fact]
    public async Task Sequences_never_go_back_over_a_crash_and_versions_never_fall()
    {
        var answer = await cluster.Grains.Send(News.Report(28, 0));
        var partition = Key.Partition(Key.HomeOf(answer.StoryId, 4));
        var before = await ReadAll(partition);
        await cluster.Crash();
        var after = await ReadAll(partition);
        Assert.All(after, e => Assert.True(e.Sequence > before.Max(b => b.Sequence)));
        foreach (var entry in before) Assert.True(after.Single(e => e.Card.StoryId == entry.Card.StoryId).Card.Version >= entry.Card.Version);
    }

    [Fact]
    public async Task What_was_stored_but_never_published_is_found_by_the_sweep()
    {
        var answer = await cluster.Grains.Send(News.Report(39, 0));
        var grain = cluster.Grains.GetGrain<IStoryGrain>(answer.StoryId);
        var card = (await grain.GetCard())!;
        var home = Key.HomeOf(answer.StoryId, 4);
        // As a silo does that dies between its write and its publication.
        var unpublished = card with { Version = card.Version + 1, Headline = "Committed, not published" };
        var outcome = await cluster.Store.Commit([new StoryCommit(unpublished, home, card.Version, [], [])], CancellationToken.None);
        Assert.Equal([CommitOutcome.Committed], outcome);

        var seen = new TaskCompletionSource<StoryCard>(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = new Observer(e => { if (e.Card.StoryId == answer.StoryId && e.Card.Version == unpublished.Version) seen.TrySetResult(e.Card); });
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(home));
        var page = await partition.Subscribe(cluster.Cluster.Client.CreateObjectReference<IPartitionObserver>(observer), 0);
        foreach (var entry in page.Entries) observer.See(entry);
        Assert.Equal("Committed, not published", (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).Headline);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task A_write_refused_because_another_activation_wrote_is_counted_again_and_done()
    {
        var answer = await cluster.Grains.Send(News.Report(41, 0));
        var card = (await cluster.Grains.GetGrain<IStoryGrain>(answer.StoryId).GetCard())!;
        // As a second activation of the story does.
        await cluster.Store.Commit([new StoryCommit(card with { Version = card.Version + 1 }, Key.HomeOf(card.StoryId, 4), card.Version, [], [])], CancellationToken.None);
        var next = await cluster.Grains.Send(News.Report(41, 1));
        Assert.Equal((answer.StoryId, card.Version + 2), (next.StoryId, next.StoryVersion));
        Assert.Equal(2, (await cluster.Reconciled(answer.StoryId)).Articles);
    }

    private async Task<List<FeedEntry>> ReadAll(string partition)
    {
        var grain = cluster.Grains.GetGrain<IPartitionGrain>(partition);
        var observer = new Observer(static _ => { });
        var reference = cluster.Cluster.Client.CreateObjectReference<IPartitionObserver>(observer);
        var entries = new List<FeedEntry>();
        for (long after = 0; ;)
        {
            var page = await grain.Subscribe(reference, after);
            entries.AddRange(page.Entries);
            after = page.UpTo;
            if (!page.More) break;
        }
        await grain.Unsubscribe(reference);
        GC.KeepAlive(observer);
        return entries;
    }

    private sealed class Observer(Action<FeedEntry> see) : IPartitionObserver
    {
        public Task OnBatch(FeedBatch batch)
        {
            foreach (var entry in batch.Entries) see(entry);
            return Task.CompletedTask;
        }

        public void See(FeedEntry entry) => see(entry);
    }
}
