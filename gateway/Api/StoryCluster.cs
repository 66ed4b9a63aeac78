using Orleans;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Gateway.Api;

/// <summary>All that a gateway asks of the silos: nine kinds of grain. Tests put their own behind it.</summary>
public interface IStoryCluster
{
    /// <summary>An article.</summary>
    IArticleGrain Article(string articleId);
    /// <summary>A story.</summary>
    IStoryGrain Story(string storyId);
    /// <summary>The frames of a story.</summary>
    IFramesGrain Frames(string storyId);
    /// <summary>Whoever finds the story of an article that need not be ingested.</summary>
    ILocatorGrain Locator { get; }
    /// <summary>The catalog.</summary>
    ICatalogGrain Catalog { get; }
    /// <summary>The editor.</summary>
    IEditorGrain Editor { get; }
    /// <summary>The catalogue of outlets.</summary>
    IOutletsGrain Outlets { get; }
    /// <summary>A partition.</summary>
    IPartitionGrain Partition(int number);
    /// <summary>What a partition needs to call an observer back. The caller must hold the observer: this does not.</summary>
    IPartitionObserver Reference(IPartitionObserver observer);
}

/// <summary>The cluster behind Orleans' grain factory.</summary>
public sealed class OrleansStoryCluster(IGrainFactory factory, ClusterConnection connection, GatewayOptions options) : IStoryCluster
{
    /// <inheritdoc/>
    public IArticleGrain Article(string articleId) => Grains.GetGrain<IArticleGrain>(articleId);
    /// <inheritdoc/>
    public IStoryGrain Story(string storyId) => Grains.GetGrain<IStoryGrain>(storyId);
    /// <inheritdoc/>
    public IFramesGrain Frames(string storyId) => Grains.GetGrain<IFramesGrain>(storyId);
    /// <inheritdoc/>
    public ILocatorGrain Locator => Grains.GetGrain<ILocatorGrain>(0);
    /// <inheritdoc/>
    public ICatalogGrain Catalog => Grains.GetGrain<ICatalogGrain>(0);
    /// <inheritdoc/>
    public IEditorGrain Editor => Grains.GetGrain<IEditorGrain>(0);
    /// <inheritdoc/>
    public IOutletsGrain Outlets => Grains.GetGrain<IOutletsGrain>(0);
    /// <inheritdoc/>
    public IPartitionGrain Partition(int number) => Grains.GetGrain<IPartitionGrain>(Key.Partition(number));
    /// <inheritdoc/>
    public IPartitionObserver Reference(IPartitionObserver observer) => Grains.CreateObjectReference<IPartitionObserver>(observer);

    // Orleans' own answers before its start are those of a defect.
    private IGrainFactory Grains => connection.Missing is { } missing
        ? throw ApiError.Unavailable(Reasons.SiloUnavailable, $"{missing} Nothing was promised; send again.", options.RetryDelay).ToException()
        : factory;
}

/// <summary>Whether the silos can be asked yet.</summary>
/// <param name="missing">Says what is missing, a sentence; null once they can.</param>
public sealed class ClusterConnection(Func<string?> missing)
{
    /// <summary>What is missing, for people; null if nothing is.</summary>
    public string? Missing => missing();
}

/// <summary>What all gateways of a cluster share, asked for once.</summary>
public sealed class ClusterFacts(IStoryCluster cluster)
{
    private volatile ClusterInfo? _known;

    /// <summary>Number of partitions and the key that signs tokens.</summary>
    public async ValueTask<ClusterInfo> Get(CancellationToken cancellation)
    {
        if (_known is { } known) return known;
        var info = await cluster.Catalog.GetClusterInfo(cancellation);
        return _known ??= info;
    }
}
