using System.Collections.Concurrent;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Silos made of dictionaries. What a test wants to go wrong it puts into the delegates.</summary>
internal sealed class FakeCluster : IStoryCluster, ICatalogGrain, IEditorGrain, ILocatorGrain
{
    public FakeCluster(int partitions = 2) => Partitions = [.. Enumerable.Range(0, partitions).Select(n => new FakePartition(n))];

    public byte[] TokenKey { get; } = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    public FakePartition[] Partitions { get; }
    public ConcurrentDictionary<string, StoryCard> Stories { get; } = new();
    public List<StoryMember> Members { get; } = [];
    /// <summary>Verdicts by article; without one an article is an original of an outlet that stands alone.</summary>
    public Dictionary<string, MemberFinding> Findings { get; } = new(StringComparer.Ordinal);
    /// <summary>Coverage by story; without one it is the card and nothing else.</summary>
    public Dictionary<string, StoryCoverage> Coverages { get; } = new(StringComparer.Ordinal);
    /// <summary>What a story's coverage is read by; by default <see cref="Coverages"/>.</summary>
    public Func<string, Task<StoryCoverage?>>? OnCoverage { get; set; }
    /// <summary>Frames by story.</summary>
    public ConcurrentDictionary<string, FramesRecord> Framed { get; } = new(StringComparer.Ordinal);
    /// <summary>What frames are read by; by default <see cref="Framed"/>.</summary>
    public Func<string, Task<FramesRecord?>>? OnFrames { get; set; }
    /// <summary>Versions of a story's frames, the newest first.</summary>
    public Dictionary<string, FramesVersionEntry[]> Histories { get; } = new(StringComparer.Ordinal);
    public Func<LocateQuery, LocateAnswer> OnLocate { get; set; } = _ => new LocateAnswer(null, false, 0, 0.2f, [], null, "");
    public ConcurrentQueue<LocateQuery> Located { get; } = [];
    public Action BeforeGetMembers { get; set; } = () => { };
    public FakeOutlets Catalogue { get; } = new();
    public MemberFilter? LastSelection { get; private set; }
    public ConcurrentQueue<(string Id, ArticleContent Content)> Ingested { get; } = [];
    public Func<string, ArticleContent, Task<IngestAnswer>> OnIngest { get; set; } = (id, _) =>
        Task.FromResult(new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1));
    /// <summary>Stories whose grains were asked for their cards.</summary>
    public ConcurrentQueue<string> StoriesAsked { get; } = [];
    public Func<string, Task<RetractAnswer?>> OnRetract { get; set; } = _ => Task.FromResult<RetractAnswer?>(null);
    public Func<EditAnswer> OnEdit { get; set; } = () => new EditAnswer(EditOutcome.Done, "", Cards.New(1), Cards.New(2));
    public StoryListQuery? LastList { get; private set; }

    public IArticleGrain Article(string articleId) => new FakeArticle(this, articleId);
    public IStoryGrain Story(string storyId) => new FakeStory(this, storyId);
    public IFramesGrain Frames(string storyId) => new FakeFrames(this, storyId);
    public ILocatorGrain Locator => this;
    public ICatalogGrain Catalog => this;
    public IEditorGrain Editor => this;
    public IOutletsGrain Outlets => Catalogue;
    public IPartitionGrain Partition(int number) => Partitions[number];
    public IPartitionObserver Reference(IPartitionObserver observer) => observer;

    public Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation)
    {
        LastList = query;
        var all = Stories.Values.OrderByDescending(c => c.Trending).ThenBy(c => c.StoryId, StringComparer.Ordinal).ToList();
        var from = query.After is null ? 0 : all.FindIndex(c => c.StoryId == query.After.StoryId) + 1;
        var page = all.Skip(from).Take(query.Limit).ToArray();
        return Task.FromResult(new StoryPage(page, from + page.Length < all.Count ? new PagePosition(page[^1].Trending, page[^1].StoryId) : null));
    }

    public Task<StoryMember[]> GetMembers(string[] articleIds, CancellationToken cancellation)
    {
        BeforeGetMembers();
        return Task.FromResult(Members.Where(m => articleIds.Contains(m.Article.ArticleId)).Reverse().ToArray());
    }

    public Task<StoryCard[]> GetCards(string[] storyIds, CancellationToken cancellation) =>
        Task.FromResult(storyIds.Select(id => Stories.GetValueOrDefault(id)).OfType<StoryCard>().ToArray());

    public Task<FoundStory[]> Search(string text, int limit, CancellationToken cancellation) =>
        Task.FromResult(Stories.Values.Where(c => c.Headline.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(limit)
            .Select(c => new FoundStory(c, 0.5f)).ToArray());

    public Dictionary<string, AssignmentExplanation> Explanations { get; } = new(StringComparer.Ordinal);

    public Task<ClusterInfo> GetClusterInfo(CancellationToken cancellation) => Task.FromResult(new ClusterInfo(Partitions.Length, TokenKey));
    public Task Ping(CancellationToken cancellation) => Task.CompletedTask;

    public Task<EditAnswer> Merge(string target, string[] sources, EditReason reason, CancellationToken cancellation) => Task.FromResult(OnEdit());
    public Task<EditAnswer> Split(string storyId, string[] articleIds, EditReason reason, CancellationToken cancellation) => Task.FromResult(OnEdit());
    public Task<EditAnswer> Move(string articleId, string targetStoryId, EditReason reason, CancellationToken cancellation) => Task.FromResult(OnEdit());
    public Task<EditAnswer> RetractStory(string storyId, EditReason reason, CancellationToken cancellation) => Task.FromResult(OnEdit());
    public Task<EditAnswer> RemoveArticle(string articleId, EditReason reason, CancellationToken cancellation) => Task.FromResult(OnEdit());

    Task<LocateAnswer> ILocatorGrain.Locate(LocateQuery article, CancellationToken cancellation)
    {
        Located.Enqueue(article);
        return Task.FromResult(OnLocate(article));
    }

    private sealed class FakeFrames(FakeCluster cluster, string id) : IFramesGrain
    {
        public Task<FramesRecord?> Get(CancellationToken cancellation) => cluster.OnFrames?.Invoke(id) ?? Task.FromResult(cluster.Framed.GetValueOrDefault(id));

        public Task<FramesHistory?> History(long beforeVersion, int limit, CancellationToken cancellation)
        {
            if (!cluster.Histories.TryGetValue(id, out var all)) return Task.FromResult<FramesHistory?>(null);
            var from = all.Where(v => beforeVersion == 0 || v.Version < beforeVersion).ToArray();
            return Task.FromResult<FramesHistory?>(new FramesHistory([.. from.Take(limit)], from.Length > limit));
        }

        public Task<TimeSpan?> Update() => throw new NotSupportedException();
        public Task<LocationRecord?> Locate(LocateQuery article, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private sealed class FakeArticle(FakeCluster cluster, string id) : IArticleGrain
    {
        public Task<IngestAnswer> Ingest(ArticleContent content, CancellationToken cancellation)
        {
            cluster.Ingested.Enqueue((id, content));
            return cluster.OnIngest(id, content);
        }

        public Task<RetractAnswer?> Retract(string reason, CancellationToken cancellation) => cluster.OnRetract(id);
        public Task<ArticleWords?> GetText(CancellationToken cancellation) => throw new NotSupportedException();
        public Task<AssignmentExplanation?> Explain(CancellationToken cancellation) => Task.FromResult(cluster.Explanations.GetValueOrDefault(id));
    }

    private sealed class FakeStory(FakeCluster cluster, string id) : IStoryGrain
    {
        public Task<StoryCard?> GetCard(CancellationToken cancellation)
        {
            cluster.StoriesAsked.Enqueue(id);
            return Task.FromResult(cluster.Stories.GetValueOrDefault(id));
        }


        public Task<StoryCoverage?> GetCoverage(CancellationToken cancellation) => cluster.OnCoverage?.Invoke(id) ?? Task.FromResult(cluster.Coverages.GetValueOrDefault(id)
            ?? (cluster.Stories.TryGetValue(id, out var card)
                ? new StoryCoverage { Card = card, Countries = [], Languages = [], Kinds = [], Timeline = [], Entities = [], Places = [] } : null));

        // Of the filter all but places, which only the engine knows; a family's side is that of the finding.
        public Task<MemberSelection?> SelectMembers(MemberFilter filter, long afterVersion, int limit, CancellationToken cancellation)
        {
            cluster.LastSelection = filter;
            if (!cluster.Stories.TryGetValue(id, out var card)) return Task.FromResult<MemberSelection?>(null);
            var matching = new List<MemberFinding>();
            var once = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in cluster.Members.Where(m => m.StoryId == id).OrderBy(m => m.JoinedVersion))
            {
                var article = member.Article;
                var finding = cluster.Findings.GetValueOrDefault(article.ArticleId) ?? new MemberFinding
                {
                    ArticleId = article.ArticleId, JoinedVersion = member.JoinedVersion, Verdict = ArticleVerdict.Original, Outlet = article.Outlet, Family = article.Outlet,
                };
                if (!Matches(filter, article, finding)) continue;
                if (filter.OncePer > 0 && !once.Add(filter.OncePer == 1 ? finding.Outlet : finding.Family)) continue;
                matching.Add(finding);
            }
            var after = matching.Where(f => f.JoinedVersion > afterVersion).ToArray();
            return Task.FromResult<MemberSelection?>(new MemberSelection([.. after.Take(limit)], after.Length > limit, matching.Count, card.Version));
        }

        public Task<bool> Recount(long outletsVersion, CancellationToken cancellation)
        {
            if (!cluster.Stories.TryGetValue(id, out var card) || card.OutletsVersion >= outletsVersion) return Task.FromResult(false);
            cluster.Stories[id] = card with { Version = card.Version + 1, OutletsVersion = outletsVersion };
            return Task.FromResult(true);
        }

        private static bool Matches(MemberFilter filter, ArticleDigest article, MemberFinding finding) =>
            (filter.Verdicts == 0 || (filter.Verdicts & 1 << (int)finding.Verdict) != 0)
            && (filter.OutletSide ?? filter.FamilySide ?? Side(finding.Lean)) == Side(finding.Lean)
            && (filter.Outlet is null || filter.Outlet == finding.Outlet || filter.Outlet == article.Outlet)
            && (filter.Family ?? finding.Family) == finding.Family && (filter.Country ?? finding.Country) == finding.Country
            && (filter.Kind ?? finding.Kind) == finding.Kind && (filter.Language ?? article.Language) == article.Language
            && (filter.Entity is null || article.Entities.Contains(filter.Entity))
            && (article.Published ?? article.Ingested) >= (filter.From ?? DateTimeOffset.MinValue)
            && (article.Published ?? article.Ingested) < (filter.To ?? DateTimeOffset.MaxValue);

        private static OutletSide Side(OutletLean lean) => lean switch
        {
            OutletLean.Left or OutletLean.LeanLeft => OutletSide.Left,
            OutletLean.Center => OutletSide.Center,
            OutletLean.LeanRight or OutletLean.Right => OutletSide.Right,
            _ => OutletSide.Unrated,
        };

        public Task<AddAnswer> AddArticle(ArticleDigest article, AddHint hint, CancellationToken cancellation) => throw new NotSupportedException();
        public Task<AddAnswer> ReviseArticle(ArticleDigest article, CancellationToken cancellation) => throw new NotSupportedException();
        public Task<bool> SetFrames(FramesNote frames, CancellationToken cancellation) => throw new NotSupportedException();
        public Task<long> Freeze(Guid edit, TimeSpan lease, CancellationToken cancellation) => throw new NotSupportedException();
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

    public Task<FeedPage> Subscribe(IPartitionObserver observer, long after, CancellationToken cancellation = default)
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

    public Task Unsubscribe(IPartitionObserver observer, CancellationToken cancellation = default)
    {
        lock (_lock) _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<SearchAnswer[]> Search(SearchQuery[] queries, CancellationToken cancellation = default) => throw new NotSupportedException();
    public Task<ScoredStory?> Score(SearchQuery query, string storyId, CancellationToken cancellation = default) => throw new NotSupportedException();
    public Task<IndexedMember[]> SampleOf(string storyId, CancellationToken cancellation = default) => throw new NotSupportedException();
    public Task<string[]> GroupApart(string storyId, CancellationToken cancellation = default) => throw new NotSupportedException();

    public Task<StoryKinship> Compare(IndexedMember[] members, string storyId, string? except, CancellationToken cancellation = default) => throw new NotSupportedException();
    public Task<PublishAnswer[]> Publish(StoryUpdate[] updates, CancellationToken cancellation = default) => throw new NotSupportedException();
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
