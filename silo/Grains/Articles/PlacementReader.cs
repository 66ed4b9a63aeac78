using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Articles;

/// <summary>
/// Asks the catalog where articles are, for a whole silo: what is asked while a question is under way goes with the next one. Most articles
/// that feeds send are repetitions, and this is all that they cost. One per silo; not a grain.
/// </summary>
public sealed class PlacementReader(ICatalogStore store)
{
    private const int MostPerQuestion = 256;
    private const int QuestionsUnderWay = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private int _running;

    /// <summary>Where an article is; null if it is neither a member of a story nor retracted. Throws
    /// <see cref="CatalogUnavailableException"/>.</summary>
    public Task<ArticlePlacement?> Find(string articleId, CancellationToken cancellation)
    {
        var waiting = new Waiting(articleId);
        lock (_gate)
        {
            _queue.Enqueue(waiting);
            if (_running < QuestionsUnderWay)
            {
                _running++;
                _ = Task.Run(AskUntilEmpty, CancellationToken.None); // off the caller's (a grain's) scheduler
            }
        }
        return waiting.Task.WaitAsync(cancellation);
    }

    private async Task AskUntilEmpty()
    {
        var batch = new List<Waiting>();
        var found = new Dictionary<string, ArticlePlacement>(StringComparer.Ordinal);
        while (true)
        {
            batch.Clear();
            found.Clear();
            lock (_gate)
            {
                while (batch.Count < MostPerQuestion && _queue.TryDequeue(out var next)) batch.Add(next);
                if (batch.Count == 0)
                {
                    _running--;
                    return;
                }
            }
            try
            {
                foreach (var placement in await store.FindPlacements(batch.ConvertAll(static w => w.ArticleId), CancellationToken.None)) found[placement.ArticleId] = placement;
                foreach (var waiting in batch) waiting.TrySetResult(found.GetValueOrDefault(waiting.ArticleId));
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.TrySetException(e);
            }
        }
    }

    private sealed class Waiting(string articleId) : TaskCompletionSource<ArticlePlacement?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string ArticleId { get; } = articleId;
    }
}
