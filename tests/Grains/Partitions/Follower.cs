using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains.Partitions;

/// <summary>Follows a partition's feed as a gateway does, and keeps all that it was sent.</summary>
internal sealed class Follower : IPartitionObserver
{
    private readonly Lock _gate = new();
    private readonly List<FeedEntry> _entries = [];

    private Follower()
    {
    }

    public long Oldest { get; private set; }

    public FeedEntry[] Entries
    {
        get
        {
            lock (_gate) return [.. _entries];
        }
    }

    public static Task<Follower> Of(ClusterFixture cluster, string storyId) => Of(cluster, Key.HomeOf(storyId, 4));

    public static async Task<Follower> Of(ClusterFixture cluster, int partition)
    {
        var follower = new Follower();
        var grain = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(partition));
        var reference = cluster.Cluster.Client.CreateObjectReference<IPartitionObserver>(follower);
        for (long after = 0; ;)
        {
            var page = await grain.Subscribe(reference, after);
            lock (follower._gate) follower._entries.AddRange(page.Entries);
            (after, follower.Oldest) = (page.UpTo, page.Oldest);
            if (!page.More) return follower;
        }
    }

    public Task OnBatch(FeedBatch batch)
    {
        lock (_gate) _entries.AddRange(batch.Entries);
        return Task.CompletedTask;
    }

    /// <summary>Waits until this version of a story, or a later one, was sent.</summary>
    public Task<StoryCard> Sees(string storyId, long version)
    {
        StoryCard? Found() => Entries.Select(e => e.Card).LastOrDefault(c => c.StoryId == storyId && c.Version >= version);
        return Wait();

        async Task<StoryCard> Wait()
        {
            await Eventually.Holds(() => Task.FromResult(Found() is null ? $"version {version} of {storyId} has not been sent" : null));
            GC.KeepAlive(this); // Orleans refers to observers weakly
            return Found()!;
        }
    }
}
