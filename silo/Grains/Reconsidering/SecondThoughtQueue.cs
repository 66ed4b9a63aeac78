using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Reconsidering;

/// <summary>
/// Second thoughts of a silo about the articles it took in: when some more have come, or after a few quiet seconds, each is asked
/// once where it would go now.
/// <code>
///   (0) compare its story with another that would have done as well: at once, and without the article
///   (1) search again, without the article itself   (2) move it, if another story is clearly nearer
///   (3) compare its story with the nearest others, and merge those that are one: the older survives
///   (4) split off the members of its story that are a group of their own
/// </code>
/// Moves and mergers go through the editor, as a machine's: what a person has placed stays. Nothing depends on this queue: it is
/// in memory, bounded, gives up what fails, and ends when its silo begins to stop. One per silo; not a grain.
/// </summary>
public sealed partial class SecondThoughtQueue : IDisposable
{
    private const int MostWaiting = 20_000;
    private const int MostWorkers = 2;
    private const int Candidates = 20;
    private static readonly EditReason Reason = new("engine", "second thought", ByMachine: true);

    private readonly record struct Young(string ArticleId, string StoryId, AnalysedArticle Article, long Number, long Since);
    private readonly record struct Rivals(string ArticleId, string StoryId, string Rival);

    private readonly PartitionRouter _partitions;
    private readonly Assigner _assigner;
    private readonly IGrainFactory _grains;
    private readonly ICatalogStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<SecondThoughtQueue> _log;
    private readonly int _after;
    private readonly TimeSpan _within;
    private readonly Lock _gate = new();
    private readonly Queue<Young> _waiting = new();
    private readonly Queue<Rivals> _rivals = new();
    private readonly ComparedPairs _compared;
    private long _articles;
    private readonly ITimer _timer;
    private int _workers;
    private bool _disposed;

    public SecondThoughtQueue(PartitionRouter partitions, Assigner assigner, IGrainFactory grains, ICatalogStore store,
        IOptions<ClusteringOptions> options, IHostApplicationLifetime silo, TimeProvider time, ILogger<SecondThoughtQueue> log)
    {
        (_partitions, _assigner, _grains, _store, _time, _log) = (partitions, assigner, grains, store, time, log);
        _after = options.Value.Engine.ReconsiderAfter;
        _within = options.Value.ReconsiderWithin;
        _compared = new ComparedPairs(options.Value.Engine.CompareAgainAfter);
        _timer = time.CreateTimer(_ => StartWorkers(), null, _within, TimeSpan.FromSeconds(1));
        silo.ApplicationStopping.Register(Dispose);
    }

    /// <summary>Whether nothing waits and nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _waiting.Count + _rivals.Count + _workers == 0;
        }
    }

    /// <summary>Takes note of an article that was just taken in.</summary>
    /// <param name="articleId">The article.</param>
    /// <param name="storyId">Its story.</param>
    /// <param name="article">What it says.</param>
    /// <param name="assignment">How that was decided: what was clear is not asked again.</param>
    public void Add(string articleId, string storyId, AnalysedArticle article, Assignment assignment)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _articles++;
            // It resembles many stories, and is evidence for none.
            if (article.Vector.StandsApart) return;
            if (assignment.RunnerUpPasses && _rivals.Count < MostWaiting)
                _rivals.Enqueue(new Rivals(articleId, storyId, assignment.RunnerUp!.Value.StoryId));
            if (_after > 0 && !assignment.IsClear)
            {
                // Far behind: the oldest is settled best without it.
                if (_waiting.Count == MostWaiting) _waiting.Dequeue();
                _waiting.Enqueue(new Young(articleId, storyId, article, _articles, _time.GetTimestamp()));
            }
        }
        StartWorkers();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _waiting.Clear();
            _rivals.Clear();
        }
        _timer.Dispose();
    }

    private void StartWorkers()
    {
        lock (_gate)
        {
            while (_workers < MostWorkers && IsDue())
            {
                _workers++;
                _ = Task.Run(Work);
                if (_waiting.Count < 2 * _after) break; // one keeps up
            }
        }
    }

    private bool IsDue() =>
        !_disposed && (_rivals.Count > 0 || _waiting.TryPeek(out var oldest) && (_articles - oldest.Number >= _after || _time.GetElapsedTime(oldest.Since) >= _within));

    private async Task Work()
    {
        while (true)
        {
            var young = default(Young);
            Rivals rivals;
            lock (_gate)
            {
                if (!IsDue())
                {
                    _workers--;
                    return;
                }
                if (!_rivals.TryDequeue(out rivals)) young = _waiting.Dequeue();
            }
            try
            {
                if (rivals.Rival is not null) await MergeIfOne(rivals.StoryId, rivals.Rival, rivals.ArticleId); // (0)
                else await Reconsider(young);
            }
            catch (Exception e) when (e is StorageUnavailableException or CatalogUnavailableException or ObjectDisposedException || GrainCalls.MayPass(e))
            {
                LogGaveUp(e, young.ArticleId ?? rivals.ArticleId);
            }
            catch (Exception e)
            {
                // A fault of ours; the next article may still have luck.
                LogFailed(e, young.ArticleId ?? rivals.ArticleId);
            }
        }
    }

    private async Task Reconsider(Young young)
    {
        var article = young.Article;
        var storyId = young.StoryId;
        var query = new SearchQuery(article.Vector.ToBytes(), article.Language, article.Published, FreeText: false, Candidates, young.ArticleId) { Decoded = article };
        var search = _partitions.Search(query); // (1)
        var own = await _partitions.Score(query, storyId);
        if (own is null)
        {
            // Merged, or moved by somebody else, in the meantime.
            var member = await _store.FindMember(young.ArticleId, CancellationToken.None);
            if (member is null || member.PlacedByEditor) return;
            storyId = member.StoryId;
            own = await _partitions.Score(query, storyId);
            if (own is null) return;
        }
        var candidates = new List<Candidate>(Candidates);
        foreach (var c in await search) candidates.Add(new Candidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit));
        var alone = own.Value.BestMember.Length == 0;
        var moveTo = _assigner.Reconsider(article, alone ? null : new Candidate(storyId, own.Value.Score, own.Value.Similarity, own.Value.TimeFactor, own.Value.BestMember), candidates);
        if (moveTo is not null && alone) storyId = await Merge(storyId, moveTo);
        else if (moveTo is not null && await IsFree(young.ArticleId) && await Editor.Move(young.ArticleId, moveTo, Reason) is { Outcome: EditOutcome.Done }) // (2)
        {
            LogMoved(young.ArticleId, storyId, moveTo);
            storyId = moveTo;
        }
        foreach (var neighbour in _assigner.Neighbours(candidates, storyId)) storyId = await MergeIfOne(storyId, neighbour); // (3)
        await SplitIfTwo(storyId); // (4)
    }

    private async Task SplitIfTwo(string storyId)
    {
        lock (_gate)
        {
            if (!_compared.IsDue(storyId, storyId, _articles)) return;
        }
        var group = await _partitions.GroupApart(storyId);
        if (group.Length == 0 || await Editor.Split(storyId, group, Reason) is not { Outcome: EditOutcome.Done, Second: { } other }) return;
        LogSplit(storyId, group.Length, other.StoryId);
    }

    private async Task<bool> IsFree(string articleId) => await _store.FindMember(articleId, CancellationToken.None) is { PlacedByEditor: false };

    private IEditorGrain Editor => _grains.GetGrain<IEditorGrain>(0);

    private async Task<string> MergeIfOne(string storyId, string otherId, string? except = null)
    {
        if (storyId == otherId) return storyId;
        lock (_gate)
        {
            if (!_compared.IsDue(storyId, otherId, _articles)) return storyId;
        }
        var kinship = await _partitions.Compare(storyId, otherId, except);
        return _assigner.AreOne(new Kinship(kinship.Affinity, kinship.Average, kinship.SmallerMembers, kinship.OfHeadlines))
            ? await Merge(storyId, otherId)
            : storyId;
    }

    /// <summary>Merges two stories; returns the one that <paramref name="storyId"/> is now.</summary>
    private async Task<string> Merge(string storyId, string otherId)
    {
        var cards = await Task.WhenAll(_grains.GetGrain<IStoryGrain>(storyId).GetCard(), _grains.GetGrain<IStoryGrain>(otherId).GetCard());
        if (cards[0] is not { State: StoryState.Active } one || cards[1] is not { State: StoryState.Active } other) return storyId;
        var isOlder = one.Created != other.Created ? one.Created < other.Created : string.CompareOrdinal(storyId, otherId) < 0;
        var (older, younger) = isOlder ? (storyId, otherId) : (otherId, storyId);
        if (await Editor.Merge(older, [younger], Reason) is not { Outcome: EditOutcome.Done }) return storyId;
        LogMerged(younger, older);
        return older;
    }

    [LoggerMessage(3201, LogLevel.Debug, "Article {ArticleId} moved from {From} to {To}.")]
    private partial void LogMoved(string articleId, string from, string to);

    [LoggerMessage(3202, LogLevel.Debug, "Story {From} merged into {To}.")]
    private partial void LogMerged(string from, string to);

    [LoggerMessage(3205, LogLevel.Debug, "Story {StoryId} split: {Articles} articles went to {Other}.")]
    private partial void LogSplit(string storyId, int articles, string other);

    [LoggerMessage(3203, LogLevel.Information, "No second thought about article {ArticleId}.")]
    private partial void LogGaveUp(Exception exception, string articleId);

    [LoggerMessage(3204, LogLevel.Error, "The second thought about article {ArticleId} failed.")]
    private partial void LogFailed(Exception exception, string articleId);
}
