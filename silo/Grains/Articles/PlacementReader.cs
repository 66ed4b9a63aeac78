using Microsoft.Extensions.Logging;
using StoryClustering.Contracts;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Articles;

/// <summary>
/// Asks the catalog where articles are, for a whole silo: what is asked while a question is under way goes with the next one. Most articles
/// that feeds send are repetitions, and this is all that they cost. One per silo; not a grain.
/// </summary>
public sealed partial class PlacementReader
{
    private const int MostPerQuestion = 256;
    private const int QuestionsUnderWay = 2;
    private const int MostWaiting = 16_384;

    private readonly ICatalogStore _store;
    private readonly ILogger<PlacementReader> _log;
    private readonly Gatherer<string, ArticlePlacement?> _questions;

    public PlacementReader(ICatalogStore store, PartitionMetrics metrics, TimeProvider time, ILogger<PlacementReader> log)
    {
        (_store, _log) = (store, log);
        _questions = new Gatherer<string, ArticlePlacement?>("placements", QuestionsUnderWay, MostPerQuestion, MostWaiting, Ask, metrics, time);
        metrics.Watch("placements", () => _questions.Count);
    }

    /// <summary>Where an article is; null if it is neither a member of a story nor retracted. Throws
    /// <see cref="StorageUnavailableException"/>.</summary>
    public Task<ArticlePlacement?> Find(string articleId, CancellationToken cancellation) => _questions.Submit(articleId).WaitAsync(cancellation);

    private async Task<Outcome<ArticlePlacement?>[]> Ask(string[] articleIds, CancellationToken cancellation)
    {
        try
        {
            var found = (await _store.FindPlacements(articleIds, cancellation)).ToDictionary(static p => p.ArticleId, StringComparer.Ordinal);
            return Array.ConvertAll(articleIds, id => new Outcome<ArticlePlacement?>(found.GetValueOrDefault(id)));
        }
        catch (CatalogUnavailableException e)
        {
            LogFailed(e, articleIds.Length);
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    [LoggerMessage(1021, LogLevel.Warning, "The catalog did not say where {Articles} articles are.")]
    private partial void LogFailed(Exception exception, int articles);
}
