using System.Collections.Concurrent;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Silos made of dictionaries. What a test wants to go wrong it puts into the delegates.</summary>
internal sealed class FakeCluster : IStoryCluster, ICatalogGrain, IEditorGrain
{
    public FakeCluster(int partitions = 2) => Partitions = [.. Enumerable.Range(0, partitions).Select(n => new FakePartition(n))];

    public byte[] TokenKey { get; } = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    public FakePartition[] Partitions { get; }
    public ConcurrentDictionary<string, StoryCard> Stories { get; } = new();
    public List<StoryMember> Members { get; } = [];
    public ConcurrentQueue<(string Id, ArticleContent Content)> Ingested { get; } = [];
    public Func<string, ArticleContent, Task<IngestAnswer>> OnIngest { get; set; } = (id, _) =>
        Task.FromResult(new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1));
    public Func<string, Task<RetractAnswer?>> OnRetract { get; set; } = _ => Task.FromResult<RetractAnswer?>(null);
    public Func<EditAnswer> OnEdit { get; set; } = () => new EditAnswer(EditOutcome.Done, "", Cards.New(1), Cards.New(2));
    public StoryListQuery? LastList { get; private set; }

    public IArticleGrain Article(string articleId) => new FakeArticle(this, articleId);
    public IStoryGrain Story(string storyId) => new FakeStory(this, storyId);
    public ICatalogGrain Catalog => this;
    public IEditorGrain Editor => this;
    public IPartitionGrain Partition(int number) => Partitions[number];
    public IPartitionObserver Reference(IPartitionObserver observer) => observer;

    public Task<StoryPage> ListStories(StoryListQuery query)
    {
        LastList = query;
        var all = Stories.Values.OrderByDescending(c => c.Trending).ThenBy(c => c.StoryId, StringComparer.Ordinal).ToList();
        var from = query.After is null ? 0 : all.FindIndex(c => c.StoryId == query.After.StoryId) + 1;
        var page = all.Skip(from).Take(query.Limit).ToArray();
        return Task.FromResult(new StoryPage(page, from + page.Length < all.Count ? new PagePosition(page[^1].Trending, page[^1].StoryId) : null));
    }

    public Task<MemberPage> ListMembers(string storyId, long afterVersion, int limit)
    {
        var all = Members.Where(m => m.StoryId == storyId && m.JoinedVersion > afterVersion).OrderBy(m => m.JoinedVersion).ToArray();
        return Task.FromResult(new MemberPage([.. all.Take(limit)], all.Length > limit));
    }

    public Task<StoryCard[]> GetCards(string[] storyIds) =>
        Task.FromResult(storyIds.Select(id => Stories.GetValueOrDefault(id)).OfType<StoryCard>().ToArray());

    public Task<FoundStory[]> Search(string text, int limit) =>
        Task.FromResult(Stories.Values.Where(c => c.Headline.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(limit)
            .Select(c => new FoundStory(c, 0.5f)).ToArray());

    public Dictionary<string, AssignmentExplanation> Explanations { get; } = new(StringComparer.Ordinal);

    public Task<ClusterInfo> GetClusterInfo() => Task.FromResult(new ClusterInfo(Partitions.Length, TokenKey));
    public Task Ping() => Task.CompletedTask;

    public Task<EditAnswer> Merge(string target, string[] sources, EditReason reason) => Task.FromResult(OnEdit());
    public Task<EditAnswer> Split(string storyId, string[] articleIds, EditReason reason) => Task.FromResult(OnEdit());
    public Task<EditAnswer> Move(string articleId, string targetStoryId, EditReason reason) => Task.FromResult(OnEdit());
    public Task<EditAnswer> RetractStory(string storyId, EditReason reason) => Task.FromResult(OnEdit());
    public Task<EditAnswer> RemoveArticle(string articleId, EditReason reason) => Task.FromResult(OnEdit());

    private sealed class FakeArticle(FakeCluster cluster, string id) : IArticleGrain
    {
        public Task<IngestAnswer> Ingest(ArticleContent content)
        {
            cluster.Ingested.Enqueue((id, content));
            return cluster.OnIngest(id, content);
        }

        public Task<RetractAnswer?> Retract(string reason) => cluster.OnRetract(id);
        public Task<AssignmentExplanation?> Explain() => Task.FromResult(cluster.Explanations.GetValueOrDefault(id));
    }

    private sealed class FakeStory(FakeCluster cluster, string id) : IStoryGrain
    {
        public Task<StoryCard?> GetCard() => Task.FromResult(cluster.Stories.GetValueOrDefault(id));
        public Task<AddAnswer> AddArticle(ArticleDigest article, AddHint hint) => throw new NotSupportedException();
        public Task<AddAnswer> ReviseArticle(ArticleDigest article) => throw new NotSupportedException();
        public Task<long> Freeze(Guid edit, TimeSpan lease) => throw new NotSupportedException();
        public Task<StoryCard?> Thaw(Guid edit) => throw new NotSupportedException();
    }
}

/// <summary>A partition: a list of entries that a test writes to. Batches reach observers unless the test loses them.</summary>
internal sealed class FakePartition(int number) : IPartitionGrain
{
    private readonly Lock _lock = new();
    private readonly List<FeedEntry> _entries = [];
    private readonly List<IPartitionObserver> _observers = [];
    private TaskCompletionSource<long> _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    public int PageSize { get; set; } = int.MaxValue;
    public long Oldest { get; set; }
    public bool LoseBatches { get; set; }
    public Exception? Failure { get; set; }
    public int Subscriptions { get; private set; }

    /// <summary>Completes with the next Subscribe.</summary>
    public Task<long> NextSubscription()
    {
        lock (_lock) return _subscribed.Task;
    }

    public async Task Put(params StoryCard[] cards)
    {
        FeedBatch batch;
        IPartitionObserver[] observers;
        lock (_lock)
        {
            var previous = _last;
            var added = cards.Select(c => new FeedEntry(++_last, c)).ToArray();
            foreach (var entry in added) _entries.RemoveAll(e => e.Card.StoryId == entry.Card.StoryId);
            _entries.AddRange(added);
            batch = new FeedBatch(number, previous, added);
            observers = LoseBatches ? [] : [.. _observers];
        }
        foreach (var observer in observers) await observer.OnBatch(batch);
    }

    public Task<FeedPage> Subscribe(IPartitionObserver observer, long after)
    {
        lock (_lock)
        {
            Subscriptions++;
            _subscribed.SetResult(after);
            _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Failure is { } failure) return Task.FromException<FeedPage>(failure);
            if (!_observers.Contains(observer)) _observers.Add(observer);
            var all = _entries.Where(e => e.Sequence > after).ToArray();
            var page = all.Take(PageSize).ToArray();
            var more = page.Length < all.Length;
            return Task.FromResult(new FeedPage(number, page, more ? page[^1].Sequence : _last, more, Oldest));
        }
    }

    public Task Unsubscribe(IPartitionObserver observer)
    {
        lock (_lock) _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<SearchAnswer[]> Search(SearchQuery[] queries) => throw new NotSupportedException();
    public Task<ScoredStory?> Score(SearchQuery query, string storyId) => throw new NotSupportedException();
    public Task<IndexedMember[]> SampleOf(string storyId) => throw new NotSupportedException();
    public Task<string[]> GroupApart(string storyId) => throw new NotSupportedException();

    public Task<StoryKinship> Compare(IndexedMember[] members, string storyId, string? except) => throw new NotSupportedException();
    public Task Publish(StoryUpdate[] updates) => throw new NotSupportedException();
}

/// <summary>Ids by number.</summary>
internal static class Ids
{
    public static string Story(int n) => "story-" + n.ToString().PadLeft(26, '0');
    public static string Article(int n) => "article-" + n.ToString().PadLeft(26, '0');
}

/// <summary>Cards by number.</summary>
internal static class Cards
{
    private static readonly DateTimeOffset Day = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    public static StoryCard New(int story, long version = 1, int articles = 1, StoryState state = StoryState.Active, string? mergedInto = null) => new()
    {
        StoryId = Ids.Story(story),
        Version = version,
        State = state,
        MergedInto = mergedInto,
        Headline = $"Ferry pier {story} reopens",
        HeadlineArticleId = Ids.Article(story),
        Articles = articles,
        Reprints = 0,
        Outlets = articles,
        Left = 0,
        Center = 0,
        Right = 0,
        Languages = ["en"],
        Entities = ["Pier"],
        FirstPublished = Day,
        LastPublished = Day,
        Created = Day,
        Updated = Day,
        Trending = 1000 - story,
    };
}
