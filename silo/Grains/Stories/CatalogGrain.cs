using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Features;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Stories;

/// <summary>See <see cref="ICatalogGrain"/>.</summary>
[StatelessWorker]
public sealed class CatalogGrain(ICatalogStore store, ArticleAnalyzer analyzer, PartitionRouter partitions, IOptions<ClusteringOptions> options)
    : Grain, ICatalogGrain
{
    /// <summary>Setting that holds the key of page and resume tokens.</summary>
    private const string TokenKey = "token-key";

    /// <inheritdoc/>
    public Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation) => Ask(() => store.ListStories(query, cancellation));

    /// <inheritdoc/>
    public Task<StoryMember[]> GetMembers(string[] articleIds, CancellationToken cancellation) => Ask(async () =>
        (await store.FindMembers(articleIds, cancellation)).ToArray());

    /// <inheritdoc/>
    public Task<StoryCard[]> GetCards(string[] storyIds, CancellationToken cancellation) => Ask(async () =>
        (await store.FindCards(storyIds, cancellation)).ToArray());

    /// <inheritdoc/>
    public Task<FoundStory[]> Search(string text, int limit, CancellationToken cancellation) => Ask(async () =>
    {
        var article = analyzer.AnalyseQuery(text);
        // The vector is for partitions of silos that do not know queries by words yet.
        var query = new SearchQuery(article.Vector.ToBytes(), article.Language, null, FreeText: true, limit, Text: text);
        var found = await partitions.Search(query).WaitAsync(cancellation);
        if (found.Length == 0) return [];
        var cards = (await store.FindCards(Array.ConvertAll(found, static f => f.StoryId), cancellation)).ToDictionary(static c => c.StoryId);
        var results = new List<FoundStory>(found.Length);
        foreach (var story in found)
            if (story.Score > 0 && cards.TryGetValue(story.StoryId, out var card) && card.State == StoryState.Active) results.Add(new FoundStory(card, story.Score));
        return results.ToArray();
    });

    /// <inheritdoc/>
    public Task<ClusterInfo> GetClusterInfo(CancellationToken cancellation) => Ask(async () =>
        new ClusterInfo(options.Value.Partitions, await store.GetOrAddSetting(TokenKey, RandomNumberGenerator.GetBytes(32), cancellation)));

    /// <inheritdoc/>
    public Task Ping(CancellationToken cancellation) => Ask(async () => { await store.Ping(cancellation); return true; });

    private static async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }
}
