using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Articles;

/// <summary>Goes on with retractions that stopped between their first durable step and the story that the article is to leave: whoever asked
/// for them may not come again. Every silo looks; doing it twice changes nothing.</summary>
public sealed partial class RetractionWatch(ICatalogStore store, IGrainFactory grains, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<RetractionWatch> log)
    : BackgroundService
{
    private const int AtATime = 100;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; another one, or the next start, goes on.
        }
    }

    private async Task Look(CancellationToken stopping)
    {
        try
        {
            // Not those that are under way at this moment.
            foreach (var pending in await store.ListPendingRetractions(options.Value.SweepMargin, AtATime, stopping))
            {
                LogGoesOn(pending.ArticleId);
                if (await grains.GetGrain<IArticleGrain>(pending.ArticleId).Retract(pending.Reason, stopping) is null)
                    await grains.GetGrain<IEditorGrain>(0).RemoveArticle(pending.ArticleId, new EditReason("publisher", pending.Reason), stopping);
            }
        }
        catch (Exception e) when (!stopping.IsCancellationRequested && (e is CatalogUnavailableException or StorageUnavailableException || GrainCalls.MayPass(e)))
        {
            LogFailed(e); // the next look finds them again
        }
    }

    [LoggerMessage(1011, LogLevel.Information, "The retraction of {ArticleId} was interrupted; going on with it.")]
    private partial void LogGoesOn(string articleId);

    [LoggerMessage(1012, LogLevel.Warning, "Interrupted retractions could not be looked for.")]
    private partial void LogFailed(Exception exception);
}
