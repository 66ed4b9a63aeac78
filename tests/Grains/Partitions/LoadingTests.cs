using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using Orleans.Storage;
using StoryClustering.Grains;
using StoryClustering.Grains.Partitions;
using StoryClustering.Silo;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains.Partitions;

public sealed class LoadingTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>, IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        cluster.Loads.Open();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_silo_starts_and_lists_while_its_partitions_load_and_no_story_is_founded_twice()
    {
        var first = await cluster.Grains.Send(News.Report(900, 0));
        cluster.Loads.Shut();
        await cluster.Crash(); // and starts, though no partition can be loaded
        var home = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(first.StoryId, 4)));
        await Eventually.Holds(() => Task.FromResult(cluster.Loads.Waiting > 0 ? null : "no partition reads its members"));

        Assert.Contains(first.StoryId, (await cluster.Grains.GetGrain<ICatalogGrain>(0).ListStories(new StoryListQuery { Order = StoryOrder.Latest, Limit = 50 })).Stories.Select(c => c.StoryId));
        var asked = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.Search([]));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.Score(new SearchQuery([], "en", null, false, 1), first.StoryId));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.SampleOf(first.StoryId));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.Compare([], first.StoryId, null));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.GroupApart(first.StoryId));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => home.Publish([]));
        Assert.True(Stopwatch.GetElapsedTime(asked) < Deadlines.PartitionRetry, "Refusing took as long as loading.");
        await Assert.ThrowsAsync<PartitionLoadingException>(() => Follower.Of(cluster, first.StoryId));
        // Too long for the router: refused, and nothing is decided.
        Assert.IsAssignableFrom<StorageUnavailableException>(await Record.ExceptionAsync(() => cluster.Grains.Send(News.Report(900, 1))));

        var waits = cluster.Grains.Send(News.Report(900, 2));
        cluster.Loads.Open();
        Assert.Equal(first.StoryId, (await waits).StoryId);
        Assert.Equal((IngestOutcome.New, first.StoryId), await Sent(News.Report(900, 1)));
        Assert.Equal(3, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task A_load_that_fails_is_tried_again_and_the_health_check_tells_of_it()
    {
        var first = await cluster.Grains.Send(News.Report(901, 0));
        cluster.Loads.Lose(3);
        cluster.Loads.Shut();
        await cluster.Crash();
        await Eventually.Holds(() => Task.FromResult(cluster.Loads.Waiting > 0 ? null : "no partition tries again"));
        var check = ActivatorUtilities.CreateInstance<PartitionsCheck>(cluster.Services);
        var health = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Matches(@"Partition \d is loading: 0 of \d+ stories\.", health.Description);
        cluster.Loads.Open();
        Assert.Equal(first.StoryId, (await cluster.Grains.Send(News.Report(901, 1))).StoryId);
        await Eventually.Holds(async () => (await check.CheckHealthAsync(new HealthCheckContext())) is { Status: not HealthStatus.Healthy } ill ? ill.Description : null);
    }

    [Fact]
    public async Task A_member_that_cannot_be_decoded_is_left_out_and_the_others_of_its_partition_are_loaded()
    {
        var good = await cluster.Grains.Send(News.Report(903, 0));
        var member = (await cluster.Store.LoadNewestMembers([good.StoryId], 1, CancellationToken.None))[0];
        var id = Enumerable.Range(0, 1000).Select(i => Key.StoryFoundedBy(Key.Article($"poisoned {i}"))).First(i => Key.HomeOf(i, 4) == Key.HomeOf(good.StoryId, 4));
        var card = (await cluster.Grains.GetGrain<IStoryGrain>(good.StoryId).GetCard())! with { StoryId = id };
        var poisoned = member with { StoryId = id, Article = member.Article with { ArticleId = Key.Article("poisoned"), Vector = [9, 9, 9, 9, 9] } };
        Assert.Equal([CommitOutcome.Committed], await cluster.Store.Commit([new StoryCommit(card, Key.HomeOf(id, 4), 0, [poisoned], [])], CancellationToken.None));
        await cluster.Crash();
        Assert.Equal(good.StoryId, (await cluster.Grains.Send(News.Report(903, 1))).StoryId);
        Assert.Contains(id, (await Follower.Of(cluster, id)).Entries.Select(e => e.Card.StoryId));
    }

    [Fact]
    public async Task A_token_from_before_the_tombstones_that_were_read_has_expired_and_a_younger_one_has_not()
    {
        var story = (await cluster.Grains.Send(News.Report(904, 0))).StoryId;
        var token = (await Follower.Of(cluster, story)).Entries.Max(e => e.Sequence);
        await cluster.Crash();
        Assert.InRange((await Follower.Of(cluster, story)).Oldest, 0, token);

        // As if the service had stopped three days ago, minutes after the token was given.
        var storage = cluster.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains);
        var id = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(story, 4))).GetGrainId();
        var state = new GrainState<PartitionState>(new PartitionState());
        await storage.ReadStateAsync("partition", id, state);
        state.State!.Marks = state.State.Marks.ConvertAll(static m => m with { At = m.At - TimeSpan.FromDays(3) });
        await storage.WriteStateAsync("partition", id, state);
        await cluster.Crash();
        Assert.True((await Follower.Of(cluster, story)).Oldest > token, "Who was away while tombstones went may resume.");
    }

    private async Task<(IngestOutcome, string)> Sent(ArticleContent article)
    {
        var answer = await cluster.Grains.Send(article);
        return (answer.Outcome, answer.StoryId);
    }
}
