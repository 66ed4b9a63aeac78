using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Catalog;

/// <summary>Group commit for a silo: while one transaction is under way, the changes of all stories that come in wait and
/// share the next. So the number of transactions does not grow with the load, only their size. A story hands in one
/// change at a time (it gathers the rest itself), so no story occurs twice in a transaction.</summary>
public sealed class CatalogWriter
{
    private const int MostPerTransaction = 256;
    /// <summary>More could not be written before their callers have given up.</summary>
    private const int MostWaiting = 16_384;

    private readonly ICatalogStore _store;
    private readonly int _writers;
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private int _running;

    public CatalogWriter(ICatalogStore store, IOptions<ClusteringOptions> options)
    {
        _store = store;
        _writers = Math.Max(1, options.Value.CatalogWriters);
    }

    /// <summary>Commits one story's change. Throws <see cref="CatalogUnavailableException"/> if the outcome is unknown, and
    /// <see cref="OverloadedException"/> if too many wait already: then nothing was written.</summary>
    public Task<CommitOutcome> Commit(StoryCommit change)
    {
        var waiting = new Waiting(change);
        lock (_gate)
        {
            if (_queue.Count >= MostWaiting) return Task.FromException<CommitOutcome>(new OverloadedException($"{MostWaiting} changes wait for the catalog already."));
            _queue.Enqueue(waiting);
            if (_running < _writers)
            {
                _running++;
                // Off the caller's (a grain's) scheduler: a transaction belongs to no grain.
                _ = Task.Run(WriteUntilEmpty);
            }
        }
        return waiting.Task;
    }

    private async Task WriteUntilEmpty()
    {
        var batch = new List<Waiting>();
        var changes = new List<StoryCommit>();
        while (true)
        {
            batch.Clear();
            changes.Clear();
            lock (_gate)
            {
                while (batch.Count < MostPerTransaction && _queue.TryDequeue(out var next)) batch.Add(next);
                if (batch.Count == 0)
                {
                    _running--;
                    return;
                }
            }
            foreach (var waiting in batch) changes.Add(waiting.Change);
            try
            {
                var outcomes = await _store.Commit(changes, CancellationToken.None);
                for (var i = 0; i < batch.Count; i++) batch[i].SetResult(outcomes[i]);
            }
            catch (Exception e) when (e is not CatalogUnavailableException && batch.Count > 1)
            {
                // One change that the store cannot take must not fail its neighbours: nothing was written, so each alone.
                foreach (var waiting in batch) await WriteAlone(waiting);
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.TrySetException(e);
            }
        }
    }

    private async Task WriteAlone(Waiting waiting)
    {
        try
        {
            waiting.SetResult((await _store.Commit([waiting.Change], CancellationToken.None))[0]);
        }
        catch (Exception e)
        {
            waiting.TrySetException(e);
        }
    }

    private sealed class Waiting(StoryCommit change) : TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public StoryCommit Change { get; } = change;
    }
}
