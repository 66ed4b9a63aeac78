using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains.Outlets;

/// <summary>A database whose catalogue of outlets was put back to an earlier state: stories name versions that are not there.</summary>
public sealed class RestoredCatalogTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason ByPerson = new("desk", "test");

    private IOutletsGrain Outlets => cluster.Grains.GetGrain<IOutletsGrain>(0);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stories_answer_are_counted_by_what_is_there_and_later_changes_count(bool restarted)
    {
        var (number, outlet) = restarted ? (701, "restored.example") : (702, "running.example");
        var article = await cluster.Grains.Send(News.Report(number, 0, outlet));
        var kept = await Rate(outlet, OutletLean.Left);
        for (var i = 0; i < 3; i++) await Rate($"between-{i}.example", OutletLean.Center);
        var lost = await Rate(outlet, OutletLean.Right);
        await Eventually.Recounted(cluster.Grains, lost);
        var before = await cluster.Reconciled(article.StoryId);
        Assert.Equal((0, 1, lost), (before.Left, before.Right, before.OutletsVersion));

        await CatalogFixture.PutBack(cluster.Storage, kept);
        if (restarted) await cluster.Crash();
        // It takes articles and edits at once, and is counted by the rating of before.
        var second = await cluster.Grains.Send(News.Report(number, 1, $"other-{outlet}")).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(article.StoryId, second.StoryId);
        var split = await cluster.Grains.GetGrain<IEditorGrain>(0).Split(article.StoryId, [second.ArticleId], ByPerson).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(EditOutcome.Done, split.Outcome);
        var story = cluster.Grains.GetGrain<IStoryGrain>(article.StoryId);
        await Eventually.Holds(async () => await story.GetCard() is { Left: 1, Right: 0 } ? null : "the story is still counted by the rating that was lost");
        await Eventually.Holds(async () =>
        {
            var status = await Outlets.GetStatus();
            return status.Recounted == kept && status.Version == kept ? null : $"the catalogue is at {status}, not {kept}";
        });

        // No number is given twice, and what it says is counted.
        var rated = await Rate(outlet, OutletLean.Center);
        Assert.True(rated > lost, $"Version {rated} was given before: {lost} is lost.");
        await Eventually.Recounted(cluster.Grains, rated);
        var after = await cluster.Reconciled(article.StoryId);
        Assert.Equal((0, 1, 0, rated), (after.Left, after.Center, after.Right, after.OutletsVersion));
    }

    private async Task<long> Rate(string domain, OutletLean lean)
    {
        var answer = await Outlets.Upsert([new OutletRecord { Domains = [domain], Lean = lean }], "operator", "test");
        Assert.Equal((null, 1), (answer.Conflict, answer.Changed));
        return answer.Version;
    }
}
