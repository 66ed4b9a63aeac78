using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Grains.Frames;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Partitions;

/// <summary>
/// The candidate index, the cards and the change feed of the stories homed here. Holds nothing that the catalog does not:
/// <code>
///   activation  (1) reserve sequences  (2) load cards  (3) load their newest members into the index
///   Publish     (4) index  (5) feed  (6) observers
///   sweep       (7) enter what was committed but never published, every few seconds
/// </code>
/// A reminder wakes it up again after its silo died, also when nobody asks for it.
/// </summary>
public sealed partial class PartitionGrain : Grain, IPartitionGrain, IRemindable
{
    private const long SequencesPerBlock = 10_000;
    private const int CardsPerPage = 1000;
    private const int LeastScored = 5;
    private const int StoriesPerLoad = 100;
    /// <summary>The index draws its sample of old and new members itself; it must be offered more than it keeps, or a large
    /// story would be known by its latest turn alone.</summary>
    private const int OfferedPerSampled = 4;
    private const string AwakeReminder = "awake";
    /// <summary>Of all partitions together; the newest go first.</summary>
    private const int MostMissedFrames = 2_000;
    private static readonly TimeSpan FramesMissedFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan MarkEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ObserverLifetime = TimeSpan.FromSeconds(30);

    private readonly ICatalogStore _store;
    private readonly IPersistentState<PartitionState> _state;
    private readonly ClusteringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PartitionGrain> _log;
    private readonly StreamFrequencies _stream;
    private readonly FrameQueue _frames;
    private readonly StoryIndex _index;
    private readonly ChangeFeed _feed = new();
    private readonly Dictionary<IPartitionObserver, long> _observers = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<FeedEntry> _unsent = [];
    private int _number;
    private readonly int _capacity;
    private long _next;
    private long _sent;
    private long _durableUpTo;
    private Task _reserving = Task.CompletedTask;
    private DateTimeOffset _sweptTo;
    private bool _sweeping;

    public PartitionGrain(ICatalogStore store, [PersistentState("partition", StorageNames.Grains)] IPersistentState<PartitionState> state,
        StreamFrequencies stream, FrameQueue frames, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<PartitionGrain> log)
    {
        _stream = stream;
        _frames = frames;
        _store = store;
        _state = state;
        _options = options.Value;
        _time = time;
        _log = log;
        _capacity = Math.Max(1, _options.MaxActiveStories / _options.Partitions);
        // The feed says what leaves; the index only has to have room. Stories are spread evenly, so of those worth an exact score
        // in the whole cluster only a few are here: four times the even share misses one of them very rarely.
        _index = new StoryIndex(_options.Engine with
        {
            MaxStories = _capacity + 2 * CardsPerPage,
            ScoredStories = Math.Clamp(4 * _options.Engine.ScoredStories / _options.Partitions, LeastScored, _options.Engine.ScoredStories),
        });
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _number = Key.PartitionNumber(this.GetPrimaryKeyString());
        var start = _time.GetTimestamp();
        try
        {
            _next = _state.State.ReservedUpTo + 1;
            await Reserve(); // (1)
            await Load(cancellationToken);
        }
        catch (CatalogUnavailableException e)
        {
            LogLoadFailed(e, _number);
            throw new StorageUnavailableException($"Partition {_number} could not be loaded.");
        }
        _sent = _feed.Last;
        // Not interleaving: the sweep reads the catalog in turns of its own and enters cards synchronously.
        this.RegisterGrainTimer(_ => Sweep(), new GrainTimerCreationOptions(_options.SweepInterval, _options.SweepInterval) { Interleave = true, KeepAlive = true });
        await this.RegisterOrUpdateReminder(AwakeReminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), cancellationToken);
        LogLoaded(_number, _feed.Count, _time.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask; // being called is all

    /// <inheritdoc/>
    public Task<SearchAnswer[]> Search(SearchQuery[] queries)
    {
        var answers = new SearchAnswer[queries.Length];
        for (var q = 0; q < queries.Length; q++)
        {
            var query = queries[q];
            var article = Decode(query);
            _candidates.Clear();
            _index.Search(article, query.FreeText ? SearchMode.Retrieve : SearchMode.Assign, query.Limit, _candidates, query.Except);
            var found = new ScoredStory[_candidates.Count];
            for (var i = 0; i < found.Length; i++)
            {
                var c = _candidates[i];
                found[i] = Scored(c);
            }
            answers[q] = new SearchAnswer(found);
        }
        return Task.FromResult(answers);
    }

    /// <inheritdoc/>
    public Task<ScoredStory?> Score(SearchQuery query, string storyId) =>
        Task.FromResult(!_index.Contains(storyId) ? (ScoredStory?)null
            : _index.Score(Decode(query), storyId, query.Except ?? "") is { } c ? Scored(c)
            : new ScoredStory(storyId, 0, 0, 0, "", 0));

    /// <inheritdoc/>
    public Task<IndexedMember[]> SampleOf(string storyId)
    {
        var sample = _index.SampleOf(storyId);
        var members = new IndexedMember[sample.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = new IndexedMember(sample[i].ArticleId, sample[i].Vector.ToBytes(), sample[i].Published, default);
        return Task.FromResult(members);
    }

    /// <inheritdoc/>
    public Task<StoryKinship> Compare(IndexedMember[] members, string storyId, string? except)
    {
        var kinship = _index.Compare(Array.ConvertAll(members, static m => new SampledMember(m.ArticleId, ArticleVector.FromBytes(m.Vector), m.Published)), storyId, except);
        return Task.FromResult(new StoryKinship(kinship.Affinity, kinship.Average, kinship.SmallerMembers, kinship.OfHeadlines));
    }

    /// <inheritdoc/>
    public Task<string[]> GroupApart(string storyId) => Task.FromResult<string[]>([.. _index.GroupApart(storyId)]);

    /// <inheritdoc/>
    public async Task Publish(StoryUpdate[] updates)
    {
        await ReserveFor(updates.Length);
        List<StoryUpdate>? rebuilds = null;
        foreach (var update in updates)
        {
            var known = _feed.Find(update.Card.StoryId);
            if (known is not null && known.Version >= update.Card.Version) continue;
            if (update.Card.State == StoryState.Active && (update.Rebuild || (known?.Version ?? 0) != update.PreviousVersion))
            {
                (rebuilds ??= []).Add(update);
                continue;
            }
            foreach (var member in update.Added) AddToIndex(update.Card.StoryId, member); // (4)
            Enter(update.Card); // (5)
        }
        if (rebuilds is not null) await Rebuild(rebuilds);
        Send(); // (6)
    }

    /// <inheritdoc/>
    public Task<FeedPage> Subscribe(IPartitionObserver observer, long after)
    {
        _observers[observer] = _time.GetTimestamp();
        var (entries, more) = _feed.Since(after, CardsPerPage);
        var upTo = more ? entries[^1].Sequence : Math.Max(after, _feed.Last);
        return Task.FromResult(new FeedPage(_number, entries, upTo, more, Oldest()));
    }

    /// <inheritdoc/>
    public Task Unsubscribe(IPartitionObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    private static AnalysedArticle Decode(SearchQuery query)
    {
        var article = query.Decoded as AnalysedArticle ?? AnalysedArticle.FromParts(query.Language, query.Published, ArticleVector.FromBytes(query.Vector));
        query.Decoded = article;
        return article;
    }

    private static ScoredStory Scored(Candidate c) => new(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit);

    private async Task Load(CancellationToken cancellation)
    {
        var now = _time.GetStorableNow();
        var cards = await _store.LoadCards(_number, _capacity, now - _options.TombstoneLifetime, cancellation); // (2)
        var active = new List<StoryCard>(cards.Count);
        foreach (var card in cards)
            if (card.State == StoryState.Active) active.Add(card);
        active.Reverse(); // least recently changed first, as they will be forgotten
        foreach (var chunk in active.Chunk(StoriesPerLoad)) await LoadMembers(chunk, cancellation); // (3)
        var ordered = new List<StoryCard>(cards);
        ordered.Sort(static (a, b) => a.Updated != b.Updated ? a.Updated.CompareTo(b.Updated) : string.CompareOrdinal(a.StoryId, b.StoryId));
        await ReserveFor(ordered.Count);
        // Sequences of before are not known any more: every card counts as changed now. Whoever resumes gets some cards again
        // rather than missing one.
        var floor = _next;
        foreach (var card in ordered) Enter(card);
        if (active.Count >= _capacity) _feed.Expire(floor); // older stories may have changed and are not held
        _unsent.Clear();
        // Stories that changed, and nobody saw to their frames: the silo that was to do so is gone. (A story is one version ahead of what its
        // frames cover: it was told of them.)
        _frames.NoteMissed(cards.Where(c => c.State == StoryState.Active && c.Articles >= 2 && c.Version > c.FramesStoryVersion + 1 && now - c.Updated < FramesMissedFor)
            .OrderByDescending(static c => c.Updated).Take(Math.Max(1, MostMissedFrames / _options.Partitions)));
        _sweptTo = now - _options.SweepMargin;
    }

    private async Task LoadMembers(IReadOnlyList<StoryCard> cards, CancellationToken cancellation)
    {
        var ids = new string[cards.Count];
        for (var i = 0; i < ids.Length; i++) ids[i] = cards[i].StoryId;
        var members = await _store.LoadNewestMembers(ids, OfferedPerSampled * _options.Engine.MembersPerStory, cancellation);
        foreach (var member in members)
        {
            var a = member.Article;
            if (AddToIndex(member.StoryId, new IndexedMember(a.ArticleId, a.Vector, a.Published, a.Ingested)) is { } vector)
                _stream.Observe(vector, a.Language); // so a silo that starts does not take the day's news for rare
        }
    }

    private async Task Rebuild(List<StoryUpdate> updates)
    {
        var cards = updates.ConvertAll(static u => u.Card);
        // Read first, then change the index in one go: other calls interleave at the await.
        IReadOnlyList<StoryMember> members;
        try
        {
            members = await _store.LoadNewestMembers(cards.ConvertAll(static c => c.StoryId), OfferedPerSampled * _options.Engine.MembersPerStory, CancellationToken.None);
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException($"Partition {_number} could not read the members of changed stories.");
        }
        foreach (var update in updates)
        {
            var id = update.Card.StoryId;
            var known = _feed.Find(id);
            if (known is not null && known.Version >= update.Card.Version) continue;
            _index.RemoveStory(id);
            foreach (var member in members)
                if (member.StoryId == id)
                    AddToIndex(id, new IndexedMember(member.Article.ArticleId, member.Article.Vector, member.Article.Published, member.Article.Ingested));
            foreach (var member in update.Added) AddToIndex(id, member);
            Enter(update.Card);
        }
    }

    private ArticleVector? AddToIndex(string storyId, IndexedMember member)
    {
        if (member.Vector.Length == 0) return null;
        var vector = ArticleVector.FromBytes(member.Vector);
        _index.AddMember(storyId, member.ArticleId, vector, member.Published, member.Arrived);
        return vector;
    }

    private void Enter(StoryCard card)
    {
        if (_next > _durableUpTo) throw new InvalidOperationException("No sequence is reserved.");
        if (card.State != StoryState.Active) _index.RemoveStory(card.StoryId);
        if (!_feed.Enter(card, _next)) return;
        _unsent.Add(new FeedEntry(_next, card));
        _next++;
        while (_feed.Count > _capacity + CardsPerPage) // room for tombstones
        {
            var leaving = _feed.LeastRecent!.StoryId;
            _index.RemoveStory(leaving);
            _feed.Drop(leaving);
        }
    }

    private void Send()
    {
        if (_unsent.Count == 0) return;
        var batch = new FeedBatch(_number, _sent, [.. _unsent]);
        _sent = _unsent[^1].Sequence;
        _unsent.Clear();
        List<IPartitionObserver>? lapsed = null;
        foreach (var (observer, renewed) in _observers)
        {
            if (_time.GetElapsedTime(renewed) > ObserverLifetime) (lapsed ??= []).Add(observer);
            else _ = observer.OnBatch(batch); // one way: it never fails here, and the receiver notices gaps by itself
        }
        foreach (var observer in lapsed ?? []) _observers.Remove(observer);
    }

    private async Task Sweep()
    {
        if (_sweeping) return;
        _sweeping = true;
        try
        {
            var changed = await _store.LoadChangedCards(_number, _sweptTo, CancellationToken.None);
            List<StoryUpdate>? missed = null;
            foreach (var card in changed.Cards)
                if ((_feed.Find(card.StoryId)?.Version ?? 0) < card.Version) (missed ??= []).Add(new StoryUpdate(card, [], card.Version, Rebuild: true));
            if (missed is not null)
            {
                LogSwept(_number, missed.Count);
                await Publish([.. missed]);
            }
            _sweptTo = changed.DatabaseNow - _options.SweepMargin;
            var now = _time.GetStorableNow();
            _feed.DropTombstones(now - _options.TombstoneLifetime);
            if (_state.State.Marks is { Count: > 0 } marks && now - marks[^1].At > MarkEvery) await Reserve();
        }
        catch (Exception e) when (e is CatalogUnavailableException or StorageUnavailableException)
        {
            LogSweepFailed(e, _number); // the next one looks back as far
        }
        finally
        {
            _sweeping = false;
        }
    }

    private long Oldest()
    {
        var horizon = _time.GetStorableNow() - _options.TombstoneLifetime;
        foreach (var mark in _state.State.Marks)
        {
            if (mark.At > horizon) break;
            _feed.Expire(mark.Sequence);
        }
        return _feed.Oldest;
    }

    private async Task ReserveFor(int count)
    {
        while (_durableUpTo - _next + 1 < count + CardsPerPage) await Reserve();
    }

    /// <summary>One reservation at a time; all who need one await the same.</summary>
    private Task Reserve() => _reserving.IsCompleted ? _reserving = ReserveBlock() : _reserving;

    private async Task ReserveBlock()
    {
        try
        {
            var state = _state.State;
            var now = _time.GetStorableNow();
            state.Marks.Add(new SequenceMark(now, _next - 1));
            // Of the marks older than the tombstones only the last says anything.
            while (state.Marks.Count > 1 && state.Marks[1].At < now - _options.TombstoneLifetime) state.Marks.RemoveAt(0);
            state.ReservedUpTo += SequencesPerBlock;
            await _state.WriteStateAsync();
            _durableUpTo = state.ReservedUpTo;
        }
        catch (Exception)
        {
            // Whether it was written is not known: the activation must not use what it may not own.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(3101, LogLevel.Information, "Partition {Partition} holds {Cards} cards, loaded in {Milliseconds:F0} ms.")]
    private partial void LogLoaded(int partition, int cards, double milliseconds);

    [LoggerMessage(3102, LogLevel.Warning, "Partition {Partition} could not be loaded.")]
    private partial void LogLoadFailed(Exception exception, int partition);

    [LoggerMessage(3103, LogLevel.Information, "Partition {Partition} entered {Stories} stories that were stored but not published.")]
    private partial void LogSwept(int partition, int stories);

    [LoggerMessage(3104, LogLevel.Warning, "Partition {Partition} could not look for unpublished stories.")]
    private partial void LogSweepFailed(Exception exception, int partition);
}
