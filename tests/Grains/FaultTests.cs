using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains;
using StoryClustering.Grains.Articles;

namespace StoryClustering.Tests.Grains;

public sealed class FaultTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_write_that_was_lost_is_not_acked_and_the_next_try_drives_the_decision_on()
    {
        var article = News.Report(1, 0);
        cluster.Faults.LoseCommits(1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(article));
        var answer = await cluster.Grains.Send(article);
        Assert.Equal((IngestOutcome.New, 1L), (answer.Outcome, answer.StoryVersion));
        Assert.Equal(1, (await cluster.Reconciled(answer.StoryId)).Articles);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_counted_once()
    {
        var first = await cluster.Grains.Send(News.Report(2, 0));
        cluster.Faults.LoseAnswers(1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(News.Report(2, 1)));
        var again = await cluster.Grains.Send(News.Report(2, 1));
        Assert.Equal((IngestOutcome.Duplicate, first.StoryId, 2L), (again.Outcome, again.StoryId, again.StoryVersion));
        Assert.Equal(2, (await cluster.Reconciled(first.StoryId)).Articles);
        Assert.Equal(first.StoryId, (await cluster.Grains.Send(News.Report(2, 2))).StoryId);
    }

    [Fact]
    public async Task A_founding_whose_answer_was_lost_can_be_found_by_the_next_article_once_it_is_acked()
    {
        cluster.Faults.LoseAnswers(1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(News.Report(3, 0)));
        var founder = await cluster.Grains.Send(News.Report(3, 0));
        var next = await cluster.Grains.Send(News.Report(3, 1));
        Assert.Equal(founder.StoryId, next.StoryId);
        Assert.Equal(2, (await cluster.Reconciled(founder.StoryId)).Articles);
    }

    [Fact]
    public async Task A_revision_whose_answer_was_lost_is_published_before_it_is_acked()
    {
        var article = News.Report(8, 0);
        var first = await cluster.Grains.Send(article);
        var revised = article with { Title = article.Title + ", updated" };
        cluster.Faults.LoseAnswers(1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(revised));
        var again = await cluster.Grains.Send(revised);
        Assert.Equal((first.StoryId, 2), (again.StoryId, again.Revision));
        var observer = new Deaf();
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(first.StoryId, 4)));
        var page = await partition.Subscribe(cluster.Cluster.Client.CreateObjectReference<IPartitionObserver>(observer), 0);
        var card = page.Entries.Single(e => e.Card.StoryId == first.StoryId).Card;
        Assert.EndsWith(", updated", card.Headline);
        Assert.Equal((await cluster.Reconciled(first.StoryId)).Version, card.Version);
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task The_text_of_a_retracted_article_is_not_kept()
    {
        var article = News.Report(9, 0);
        var answer = await cluster.Grains.Send(article);
        await cluster.Crash(); // the next activation has read the text back
        await cluster.Grains.GetGrain<IArticleGrain>(answer.ArticleId).Retract("withdrawn");
        var storage = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains);
        var state = new GrainState<ArticleState>(new ArticleState());
        await storage.ReadStateAsync("article", cluster.Grains.GetGrain<IArticleGrain>(answer.ArticleId).GetGrainId(), state);
        Assert.True(state.State!.Retracted);
        Assert.Null(state.State.Content);
    }

    [Fact]
    public void The_exception_by_which_a_grain_finds_no_place_passes_between_processes()
    {
        var serializer = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<Orleans.Serialization.Serializer>();
        var sent = new Orleans.Runtime.OrleansException("No place.", new Polly.Timeout.TimeoutRejectedException("Too long."));
        var received = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(sent));
        Assert.IsType<Polly.Timeout.TimeoutRejectedException>(received!.InnerException);
    }

    private sealed class Deaf : IPartitionObserver
    {
        public Task OnBatch(FeedBatch batch) => Task.CompletedTask;
    }

    [Fact]
    public async Task A_crash_between_the_decision_and_the_story_is_mended_by_the_next_try()
    {
        var articles = Enumerable.Range(0, 5).Select(i => News.Report(4, i)).ToArray();
        cluster.Faults.LoseCommits(1000);
        foreach (var article in articles) await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(article));
        await cluster.Crash();
        var answers = await cluster.Grains.SendAll(articles);
        var story = Assert.Single(answers.Select(a => a.StoryId).Distinct());
        Assert.Equal(5, (await cluster.Reconciled(story)).Articles);
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_acked_and_afterwards_all_goes_on()
    {
        var first = await cluster.Grains.Send(News.Report(5, 0));
        cluster.Faults.Away = true;
        var failed = Enumerable.Range(1, 20).Select(i => News.Report(5, i)).ToArray();
        foreach (var article in failed) await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(article));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.GetGrain<ICatalogGrain>(0).Ping());
        cluster.Faults.Away = false;
        var answers = await cluster.Grains.SendAll(failed);
        Assert.All(answers, a => Assert.Equal(first.StoryId, a.StoryId));
        Assert.Equal(21, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task An_edit_that_the_database_did_not_take_changes_nothing()
    {
        var a = await cluster.Grains.Send(News.Report(6, 0));
        var b = await cluster.Grains.Send(News.Report(7, 0));
        cluster.Faults.Away = true;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.GetGrain<IEditorGrain>(0).Merge(a.StoryId, [b.StoryId], new EditReason("desk", "test")));
        cluster.Faults.Away = false;
        Assert.Equal(StoryState.Active, (await cluster.Reconciled(b.StoryId)).State);
        Assert.Equal(2, (await cluster.Grains.Send(News.Report(7, 1))).StoryVersion);
    }
}
