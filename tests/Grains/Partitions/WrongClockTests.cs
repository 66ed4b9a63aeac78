using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains.Partitions;

/// <summary>A silo whose clock is an hour ahead of its database's, and that looks back as little as can be.</summary>
public sealed class WrongClockFixture : ClusterFixture
{
    public WrongClockFixture() => Loads.ClockBehind = TimeSpan.FromHours(1);

    protected override void Configure(ISiloBuilder silo) => silo.Services.Configure<ClusteringOptions>(static o =>
        (o.SweepInterval, o.SweepMargin) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(1)));
}

public sealed class WrongClockTests(WrongClockFixture cluster) : IClassFixture<WrongClockFixture>
{
    [Fact]
    public async Task What_is_committed_while_a_partition_loads_is_entered_once_whatever_its_silo_takes_for_the_time()
    {
        var answer = await cluster.Grains.Send(News.Report(902, 0));
        var card = (await cluster.Grains.GetGrain<IStoryGrain>(answer.StoryId).GetCard())!;
        var home = Key.HomeOf(card.StoryId, 4);
        cluster.Loads.Shut();
        await cluster.Crash();
        // It is the only partition with a story: when somebody waits there, it is this one, and it has read its cards.
        await Eventually.Holds(() => Task.FromResult(cluster.Loads.Waiting > 0 ? null : "no partition reads its members"));
        var later = card with { Version = card.Version + 1, Headline = "Committed while it loads" };
        Assert.Equal([CommitOutcome.Committed], await cluster.Store.Commit([new StoryCommit(later, home, card.Version, [], [])], CancellationToken.None));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(home)).Publish([new StoryUpdate(later, [], card.Version, Rebuild: false)]));
        cluster.Loads.Open();
        Follower? follower = null;
        await Eventually.Holds(async () =>
        {
            try
            {
                follower = await Follower.Of(cluster, home);
                return null;
            }
            catch (PartitionLoadingException e)
            {
                return e.Message;
            }
        });
        Assert.Equal("Committed while it loads", (await follower!.Sees(card.StoryId, later.Version)).Headline);
        Assert.Single(follower.Entries, e => e.Card.StoryId == card.StoryId && e.Card.Version == later.Version);
    }
}
