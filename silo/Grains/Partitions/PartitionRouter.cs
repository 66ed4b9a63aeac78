using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Grains.Partitions;

/// <summary>A silo's way to the partitions. Gathers while it waits: what arrives during a call goes with the next one, so P calls
/// are paid per batch and not per article, and an idle silo adds no delay. A search is answered by all partitions or fails: one that
/// lacked a partition would found stories that are there already. One per silo; not a grain.</summary>
public sealed partial class PartitionRouter
{
    private const int MostQueriesPerCall = 64;
    private const int MostUpdatesPerCall = 256;
    private const int SearchesUnderWay = 4;
    /// <summary>Some seconds' work at the rates measured; more could not be answered in time anyway.</summary>
    private const int MostQueriesWaiting = 8_192;
    /// <summary>Of each partition.</summary>
    private const int MostUpdatesWaiting = 4_096;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseWhileLoading = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly ILogger<PartitionRouter> _log;
    private readonly IPartitionGrain[] _partitions;
    private readonly Gatherer<SearchQuery, ScoredStory[]> _searches;
    private readonly Gatherer<StoryUpdate, bool>[] _publications;

    public PartitionRouter(IGrainFactory grains, IOptions<ClusteringOptions> options, PartitionMetrics metrics, TimeProvider time, ILogger<PartitionRouter> log)
    {
        _time = time;
        _log = log;
        _partitions = new IPartitionGrain[options.Value.Partitions];
        _publications = new Gatherer<StoryUpdate, bool>[_partitions.Length];
        for (var i = 0; i < _partitions.Length; i++)
        {
            var partition = i;
            _partitions[i] = grains.GetGrain<IPartitionGrain>(Key.Partition(i));
            _publications[i] = new Gatherer<StoryUpdate, bool>("publications", 1, MostUpdatesPerCall, MostUpdatesWaiting,
                (updates, deadline) => Publish(partition, updates, deadline), metrics, time);
        }
        _searches = new Gatherer<SearchQuery, ScoredStory[]>("searches", SearchesUnderWay, MostQueriesPerCall, MostQueriesWaiting, Search, metrics, time);
        metrics.Watch("searches", () => _searches.Count);
        metrics.Watch("publications", () => _publications.Sum(static p => p.Count));
    }

    /// <summary>Candidates of all partitions, best first, at most <paramref name="query"/>.Limit. Waits for partitions that are loading or
    /// move, within <see cref="Deadlines.PartitionRetry"/>.</summary>
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

    /// <summary>Returns when the story's home partition has taken the update in. Waits for it as <see cref="Search(SearchQuery)"/> does.</summary>
    public Task Publish(StoryUpdate update) => _publications[Key.HomeOf(update.Card.StoryId, _partitions.Length)].Submit(update);

    /// <summary>Whether the same call to a partition may succeed later, without anybody's doing.</summary>
    internal static bool MayPass(Exception exception) => exception is PartitionLoadingException || GrainCalls.MayPass(exception);

    private async Task<Outcome<ScoredStory[]>[]> Search(SearchQuery[] queries, CancellationToken deadline)
    {
        var calls = new Task<SearchAnswer[]>[_partitions.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            var partition = _partitions[i];
            calls[i] = Persist(cancellation => partition.Search(queries, cancellation), i, Deadlines.SearchTry, deadline);
        }
        var answers = await Task.WhenAll(calls);

        var results = new Outcome<ScoredStory[]>[queries.Length];
        var merged = new List<ScoredStory>();
        for (var q = 0; q < queries.Length; q++)
        {
            merged.Clear();
            string? fault = null;
            foreach (var answer in answers)
            {
                merged.AddRange(answer[q].Candidates);
                fault ??= answer[q].Fault;
            }
            if (fault is not null)
            {
                results[q] = new Outcome<ScoredStory[]>(null, new InvalidOperationException(fault));
                continue;
            }
            merged.Sort(BestFirst);
            if (merged.Count > queries[q].Limit) merged.RemoveRange(queries[q].Limit, merged.Count - queries[q].Limit);
            results[q] = new Outcome<ScoredStory[]>([.. merged]);
        }
        return results;
    }

    private async Task<Outcome<bool>[]> Publish(int partition, StoryUpdate[] updates, CancellationToken deadline)
    {
        // One try: it may have to read, and does not get on faster by being asked again.
        var answers = await Persist(cancellation => _partitions[partition].Publish(updates, cancellation), partition, Deadlines.PartitionRetry, deadline);
        return Array.ConvertAll(answers, static a => a.Outcome switch
        {
            PublishOutcome.Taken => new Outcome<bool>(true),
            PublishOutcome.Unavailable => new Outcome<bool>(false, new StorageUnavailableException(a.Fault ?? "")),
            _ => new Outcome<bool>(false, new InvalidOperationException(a.Fault)),
        });
    }

    /// <summary>Calls again while a partition moves off a dead silo, or is loading; at the deadline it throws what stood in the way last. Both
    /// calls may safely be made twice.</summary>
    private async Task<T> Persist<T>(Func<CancellationToken, Task<T>> call, int partition, TimeSpan oneTry, CancellationToken deadline)
    {
        Exception? last = null;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            using var limit = new CancellationTokenSource(oneTry, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, deadline);
            try
            {
                return await call(both.Token).WaitAsync(both.Token);
            }
            catch (Exception e) when (MayPass(e))
            {
                // That it was cancelled says nothing, if it is known why it did not answer before.
                last = e is OperationCanceledException && both.IsCancellationRequested ? last ?? new TimeoutException($"Partition {partition} did not answer in time.") : e;
            }
            if (deadline.IsCancellationRequested) throw last;
            if (last is PartitionLoadingException loading) LogLoading(partition, loading.Message);
            else LogRetry(last, partition);
            await Task.Delay(last is PartitionLoadingException ? PauseWhileLoading : pause, _time, deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (deadline.IsCancellationRequested) throw last;
        }
    }

    private static int BestFirst(ScoredStory a, ScoredStory b) =>
        a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.StoryId, b.StoryId);

    [LoggerMessage(3001, LogLevel.Warning, "Partition {Partition} did not answer; trying again.")]
    private partial void LogRetry(Exception exception, int partition);

    [LoggerMessage(3002, LogLevel.Debug, "Waiting for partition {Partition}: {Reason}")]
    private partial void LogLoading(int partition, string reason);
}
