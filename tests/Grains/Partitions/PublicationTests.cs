using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains.Partitions;

public sealed class PublicationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Two_publications_that_interleave_get_sequences_for_both()
    {
        // More than a block each, and both reserve before either has used any: they read members in between.
        const int stories = 12_000;
        var (card, _) = await Story(950);
        var home = Key.HomeOf(card.StoryId, 4);
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(home));
        StoryUpdate[] Updates(string name) => [.. Enumerable.Range(0, stories).Select(i => new StoryUpdate(card with { StoryId = $"story-{name}{i}" }, [], 1, Rebuild: true))];
        cluster.Loads.Shut();
        var publications = new[] { partition.Publish(Updates("a")), partition.Publish(Updates("b")) };
        await Eventually.Holds(() => Task.FromResult(cluster.Loads.Waiting == 2 ? null : $"{cluster.Loads.Waiting} publications read members"));
        cluster.Loads.Open();
        foreach (var answers in await Task.WhenAll(publications)) Assert.All(answers, a => Assert.Equal(PublishOutcome.Taken, a.Outcome));
        var sequences = (await Follower.Of(cluster, home)).Entries.Select(e => e.Sequence).ToArray();
        Assert.True(sequences.Length >= 2 * stories);
        Assert.Equal(sequences.Length, sequences.Distinct().Count());
    }

    [Fact]
    public async Task A_query_that_cannot_be_decoded_fails_alone()
    {
        var (card, member) = await Story(951);
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(card.StoryId, 4)));
        var good = new SearchQuery(member.Article.Vector, "en", null, FreeText: false, 5);
        var answers = await partition.Search([good, good with { Vector = [1, 2, 3] }, good]);
        Assert.All([answers[0], answers[2]], a => Assert.Equal((card.StoryId, null), (a.Candidates[0].StoryId, a.Fault)));
        Assert.Empty(answers[1].Candidates);
        Assert.Contains("FormatException", answers[1].Fault);
    }

    [Fact]
    public async Task An_update_that_cannot_be_taken_in_fails_alone_and_the_others_are_sent()
    {
        var (card, member) = await Story(952);
        var follower = await Follower.Of(cluster, card.StoryId);
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(card.StoryId, 4)));
        var article = new IndexedMember(member.Article.ArticleId, member.Article.Vector, null, member.Article.Ingested);
        StoryUpdate Of(string id, IndexedMember added) => new(card with { StoryId = id }, [added], 0, Rebuild: false);
        var answers = await partition.Publish(
        [
            Of("story-before", article),
            Of("story-nameless", article with { ArticleId = "" }), // which the index refuses
            Of("story-unread", article with { Vector = [9, 9, 9, 9] }), // there all the same, by its other members if it has some
            Of("story-after", article),
        ]);
        Assert.Equal([PublishOutcome.Taken, PublishOutcome.Failed, PublishOutcome.Taken, PublishOutcome.Taken], answers.Select(a => a.Outcome));
        Assert.Contains("story-nameless", answers[1].Fault);
        foreach (var id in new[] { "story-before", "story-unread", "story-after" }) await follower.Sees(id, card.Version);
        Assert.DoesNotContain(follower.Entries, e => e.Card.StoryId == "story-nameless");
        var found = await partition.Search([new SearchQuery(member.Article.Vector, "en", null, FreeText: false, 50)]);
        Assert.Subset(found[0].Candidates.Select(c => c.StoryId).ToHashSet(), new HashSet<string> { "story-before", "story-after" });
    }

    [Fact]
    public async Task Members_that_cannot_be_read_fail_their_stories_alone_and_what_was_entered_is_sent()
    {
        var (card, member) = await Story(953);
        var follower = await Follower.Of(cluster, card.StoryId);
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(card.StoryId, 4)));
        var article = new IndexedMember(member.Article.ArticleId, member.Article.Vector, null, member.Article.Ingested);
        cluster.Loads.Lose(1);
        var answers = await partition.Publish(
        [
            new StoryUpdate(card with { StoryId = "story-added" }, [article], 0, Rebuild: false),
            new StoryUpdate(card with { Version = card.Version + 1 }, [], card.Version + 1, Rebuild: true),
        ]);
        Assert.Equal([PublishOutcome.Taken, PublishOutcome.Unavailable], answers.Select(a => a.Outcome));
        await follower.Sees("story-added", card.Version);
        Assert.DoesNotContain(follower.Entries, e => e.Card.StoryId == card.StoryId && e.Card.Version > card.Version);
    }

    private async Task<(StoryCard Card, StoryMember Member)> Story(int happening)
    {
        var answer = await cluster.Grains.Send(News.Report(happening, 0));
        var card = await cluster.Grains.GetGrain<IStoryGrain>(answer.StoryId).GetCard();
        return (card!, (await cluster.Store.LoadNewestMembers([answer.StoryId], 1, CancellationToken.None))[0]);
    }
}
