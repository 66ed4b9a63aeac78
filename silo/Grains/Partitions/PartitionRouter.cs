using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Grains.Partitions;

/// <summary>A silo's way to the partitions. Gathers while it waits: what arrives during a call goes with the next one, so P calls
/// are paid per batch and not per article, and an idle silo adds no delay. One per silo; not a grain.</summary>
public sealed partial class PartitionRouter
{
    private const int MostQueriesPerCall = 64;
    private const int MostUpdatesPerCall = 256;
    private const int SearchesUnderWay = 4;
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(25);

    private readonly TimeProvider _time;
    private readonly ILogger<PartitionRouter> _log;
    private readonly IPartitionGrain[] _partitions;
    private readonly Gatherer<SearchQuery, ScoredStory[]> _searches;
    private readonly Gatherer<StoryUpdate, bool>[] _publications;

    public PartitionRouter(IGrainFactory grains, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<PartitionRouter> log)
    {
        _time = time;
        _log = log;
        _partitions = new IPartitionGrain[options.Value.Partitions];
        _publications = new Gatherer<StoryUpdate, bool>[_partitions.Length];
        for (var i = 0; i < _partitions.Length; i++)
        {
            var partition = _partitions[i] = grains.GetGrain<IPartitionGrain>(Key.Partition(i));
            _publications[i] = new Gatherer<StoryUpdate, bool>(1, MostUpdatesPerCall, updates => Publish(partition, updates));
        }
        _searches = new Gatherer<SearchQuery, ScoredStory[]>(SearchesUnderWay, MostQueriesPerCall, Search);
    }

    /// <summary>Candidates of all partitions, best first, at most <paramref name="query"/>.Limit.</summary>
    public Task<ScoredStory[]> Search(SearchQuery query) => _searches.Submit(query);

    /// <summary>Scores one story; see <see cref="IPartitionGrain.Score"/>.</summary>
    public Task<ScoredStory?> Score(SearchQuery query, string storyId) => HomeOf(storyId).Score(query, storyId);

    /// <summary>How near two stories are; see <see cref="IPartitionGrain.Compare"/>. Compared by the smaller one's members, both without
    /// the article <paramref name="except"/> if that is not null.</summary>
    public async Task<StoryKinship> Compare(string storyId, string otherId, string? except = null)
    {
        var samples = await Task.WhenAll(HomeOf(storyId).SampleOf(storyId), HomeOf(otherId).SampleOf(otherId));
        if (except is not null) samples = Array.ConvertAll(samples, sample => Array.FindAll(sample, m => m.ArticleId != except));
        if (samples[0].Length == 0 || samples[1].Length == 0) return default;
        var (smaller, larger) = samples[0].Length < samples[1].Length ? (samples[0], otherId) : (samples[1], storyId);
        return await HomeOf(larger).Compare(smaller, larger, except);
    }

    /// <summary>Members that should leave a story; see <see cref="IPartitionGrain.GroupApart"/>.</summary>
    public Task<string[]> GroupApart(string storyId) => HomeOf(storyId).GroupApart(storyId);

    private IPartitionGrain HomeOf(string storyId) => _partitions[Key.HomeOf(storyId, _partitions.Length)];

    /// <summary>Returns when the story's home partition has taken the update in.</summary>
    public Task Publish(StoryUpdate update) => _publications[Key.HomeOf(update.Card.StoryId, _partitions.Length)].Submit(update);

    private async Task<ScoredStory[][]> Search(SearchQuery[] queries)
    {
        var calls = new Task<SearchAnswer[]>[_partitions.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            var partition = _partitions[i];
            calls[i] = Persist(() => partition.Search(queries), i);
        }
        var answers = await Task.WhenAll(calls);

        var results = new ScoredStory[queries.Length][];
        var merged = new List<ScoredStory>();
        for (var q = 0; q < queries.Length; q++)
        {
            merged.Clear();
            foreach (var answer in answers) merged.AddRange(answer[q].Candidates);
            merged.Sort(BestFirst);
            if (merged.Count > queries[q].Limit) merged.RemoveRange(queries[q].Limit, merged.Count - queries[q].Limit);
            results[q] = [.. merged];
        }
        return results;
    }

    private async Task<bool[]> Publish(IPartitionGrain partition, StoryUpdate[] updates)
    {
        await Persist(async () => { await partition.Publish(updates); return true; }, Key.PartitionNumber(partition.GetPrimaryKeyString()));
        return new bool[updates.Length];
    }

    /// <summary>Calls again while a partition moves off a dead silo. Both calls may safely be made twice.</summary>
    private async Task<T> Persist<T>(Func<Task<T>> call, int partition)
    {
        var start = _time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause *= 2)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (GrainCalls.MayPass(e) && _time.GetElapsedTime(start) < RetryFor)
            {
                LogRetry(e, partition);
                await Task.Delay(pause < TimeSpan.FromSeconds(2) ? pause : TimeSpan.FromSeconds(2), _time);
            }
        }
    }

    private static int BestFirst(ScoredStory a, ScoredStory b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.StoryId, b.StoryId);

    [LoggerMessage(3001, LogLevel.Warning, "Partition {Partition} did not answer; trying again.")]
    private partial void LogRetry(Exception exception, int partition);

    /// <summary>Hands items on in batches: at once while fewer than <paramref name="most"/> calls are under way, else with the
    /// next call. Order is kept.</summary>
    private sealed class Gatherer<TItem, TResult>(int most, int perCall, Func<TItem[], Task<TResult[]>> call)
    {
        private readonly Lock _gate = new();
        private readonly Queue<Item> _queue = new();
        private int _running;

        public Task<TResult> Submit(TItem value)
        {
            var item = new Item(value);
            lock (_gate)
            {
                _queue.Enqueue(item);
                if (_running < most)
                {
                    _running++;
                    _ = Task.Run(CallUntilEmpty); // off the caller's (a grain's) scheduler
                }
            }
            return item.Task;
        }

        private async Task CallUntilEmpty()
        {
            while (true)
            {
                Item[] items;
                lock (_gate)
                {
                    if (_queue.Count == 0)
                    {
                        _running--;
                        return;
                    }
                    items = new Item[Math.Min(_queue.Count, perCall)];
                    for (var i = 0; i < items.Length; i++) items[i] = _queue.Dequeue();
                }
                try
                {
                    var results = await call(Array.ConvertAll(items, static i => i.Value));
                    for (var i = 0; i < items.Length; i++) items[i].SetResult(results[i]);
                }
                catch (Exception e)
                {
                    foreach (var item in items) item.TrySetException(e);
                }
            }
        }

        private sealed class Item(TItem value) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            public TItem Value { get; } = value;
        }
    }
}
