using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Grains.Frames;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Partitions;

/// <summary>
/// The candidate index, the cards and the change feed of the stories homed here. Holds nothing that the catalog does not:
/// <code>
///   load        (1) read cards and index their newest members, off the grain  (2) reserve sequences  (3) enter the cards
///   Publish     (4) index  (5) feed  (6) observers
///   sweep       (7) enter what was committed but never published, every few seconds
/// </code>
/// It loads in the background, again and again until it has succeeded; until then it answers that it is loading. What is committed
/// meanwhile is found by the first sweep, which looks back to before (1). Times of the catalog are compared with the database's clock
/// alone, never with this machine's. A reminder wakes the partition up again after its silo died, also when nobody asks for it.
/// </summary>
public sealed partial class PartitionGrain : Grain, IPartitionGrain, IRemindable, IDisposable
{
    private const long SequencesPerBlock = 10_000;
    private const int CardsPerPage = 1000;
    private const int LeastScored = 5;
    // Free-text search: matches that are looked at for each story asked for.
    private const int MatchesPerAnswer = 5;
    private const int LeastMatches = 100;
    private const string AwakeReminder = "awake";
    /// <summary>Of all partitions together; the newest go first.</summary>
    private const int MostMissedFrames = 2_000;
    private static readonly TimeSpan FramesMissedFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan MarkEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ObserverLifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ICatalogStore _store;
    private readonly IPersistentState<PartitionState> _state;
    private readonly ClusteringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PartitionGrain> _log;
    private readonly FrameQueue _frames;
    private readonly PartitionLoads _loads;
    private readonly PartitionMetrics _metrics;
    private readonly PartitionLoader _loader;
    private readonly EngineOptions _indexOptions;
    private readonly ChangeFeed _feed = new();
    private readonly Dictionary<IPartitionObserver, long> _observers = [];
    private readonly List<WordMatch> _matches = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<ArrivedMember> _arrived = [];
    private readonly List<FeedEntry> _unsent = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _end; // outlives its source
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _capacity;
    private int _number;
    private PartitionLoad? _load;
    private StoryIndex _index;
    private long _next;
    private long _sent;
    private long _durableUpTo;
    private long _needed;
    private Task _reserving = Task.CompletedTask;
    private DateTimeOffset _databaseNow;
    private long _databaseAsked;
    private DateTimeOffset _sweptTo;
    private bool _sweeping;

    public PartitionGrain(ICatalogStore store, [PersistentState("partition", StorageNames.Grains)] IPersistentState<PartitionState> state,
        StreamFrequencies stream, FrameQueue frames, PartitionLoads loads, PartitionMetrics metrics, IOptions<ClusteringOptions> options, TimeProvider time,
        ILogger<PartitionGrain> log)
    {
        _end = _ended.Token;
        _frames = frames;
        _loads = loads;
        _metrics = metrics;
        _store = store;
        _state = state;
        _options = options.Value;
        _time = time;
        _log = log;
        _loader = new PartitionLoader(store, stream, _options);
        _capacity = Math.Max(1, _options.MaxActiveStories / _options.Partitions);
        // The feed says what leaves; the index only has to have room. Stories are spread evenly, so of those worth an exact score
        // in the whole cluster only a few are here: four times the even share misses one of them very rarely.
        _indexOptions = _options.Engine with
        {
            MaxStories = _capacity + 2 * CardsPerPage,
            ScoredStories = Math.Clamp(4 * _options.Engine.ScoredStories / _options.Partitions, LeastScored, _options.Engine.ScoredStories),
        };
        _index = new StoryIndex(_indexOptions);
    }

    /// <summary>The database's clock, as far as it is known: as it was when it was asked last, and what has passed since.</summary>
    private DateTimeOffset DatabaseNow => _databaseNow + _time.GetElapsedTime(_databaseAsked);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _number = Key.PartitionNumber(this.GetPrimaryKeyString());
        _next = _state.State.ReservedUpTo + 1;
        _durableUpTo = _state.State.ReservedUpTo;
        _load = _loads.Begin(_number);
        // Not interleaving: the sweep reads the catalog in turns of its own and enters cards synchronously. It also keeps the partition
        // awake while it is loading.
        this.RegisterGrainTimer(_ => Sweep(), new GrainTimerCreationOptions(_options.SweepInterval, _options.SweepInterval) { Interleave = true, KeepAlive = true });
        _ = LoadUntilDone();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_load is { } load) _loads.End(load);
        await _ended.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Dispose();

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask; // being called is all

    /// <inheritdoc/>
    public Task<SearchAnswer[]> Search(SearchQuery[] queries, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        var answers = new SearchAnswer[queries.Length];
        for (var q = 0; q < queries.Length; q++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                answers[q] = Answer(queries[q]);
            }
            catch (Exception e)
            {
                // A query that cannot be decoded, or a defect: the others are not to suffer for it.
                LogQueryFailed(e, _number);
                _metrics.LeftOut("query");
                answers[q] = new SearchAnswer([], $"Partition {_number} could not answer: {e.GetType().Name}: {e.Message}");
            }
        }
        return Task.FromResult(answers);
    }

    /// <inheritdoc/>
    public Task<ScoredStory?> Score(SearchQuery query, string storyId, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        return Task.FromResult(!_index.Contains(storyId) ? (ScoredStory?)null
            : _index.Score(Decode(query), storyId, query.Except ?? "") is { } c ? Scored(c)
            : new ScoredStory(storyId, 0, 0, 0, "", 0));
    }

    /// <inheritdoc/>
    public Task<IndexedMember[]> SampleOf(string storyId, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        var sample = _index.SampleOf(storyId);
        var members = new IndexedMember[sample.Count];
        for (var i = 0; i < members.Length; i++)
            members[i] = new IndexedMember(sample[i].ArticleId, sample[i].Vector.ToBytes(), sample[i].Published, default);
        return Task.FromResult(members);
    }

    /// <inheritdoc/>
    public Task<StoryKinship> Compare(IndexedMember[] members, string storyId, string? except, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        var kinship = _index.Compare(Array.ConvertAll(members, static m => new SampledMember(m.ArticleId, ArticleVector.FromBytes(m.Vector), m.Published)), storyId, except);
        return Task.FromResult(new StoryKinship(kinship.Affinity, kinship.Average, kinship.SmallerMembers, kinship.OfHeadlines));
    }

    /// <inheritdoc/>
    public Task<string[]> GroupApart(string storyId, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        return Task.FromResult<string[]>([.. _index.GroupApart(storyId)]);
    }

    /// <inheritdoc/>
    public async Task<PublishAnswer[]> Publish(StoryUpdate[] updates, CancellationToken cancellation = default)
    {
        RefuseWhileLoading();
        await ReserveFor(updates.Length);
        try
        {
            var answers = new PublishAnswer[updates.Length];
            List<int>? rebuilds = null;
            for (var i = 0; i < updates.Length; i++)
            {
                var update = updates[i];
                var known = _feed.Find(update.Card.StoryId);
                if (known is not null && known.Version >= update.Card.Version) answers[i] = new PublishAnswer(PublishOutcome.Taken);
                else if (update.Card.State == StoryState.Active && (update.Rebuild || (known?.Version ?? 0) != update.PreviousVersion)) (rebuilds ??= []).Add(i);
                else answers[i] = TakeIn(update, stored: null);
            }
            if (rebuilds is not null)
            {
                Send(); // what waits for nothing
                await Rebuild(updates, rebuilds, answers, cancellation);
            }
            return answers;
        }
        finally
        {
            _needed -= updates.Length;
            Send(); // (6)
        }
    }

    /// <inheritdoc/>
    public async Task<FeedPage> Subscribe(IPartitionObserver observer, long after, CancellationToken cancellation = default)
    {
        if (!_ready.Task.IsCompleted)
        {
            try
            {
                await _ready.Task.WaitAsync(Deadlines.SubscribeWait, _time, cancellation);
            }
            catch (TimeoutException)
            {
                RefuseWhileLoading();
            }
        }
        _observers[observer] = _time.GetTimestamp();
        var (entries, more) = _feed.Since(after, CardsPerPage);
        var upTo = more ? entries[^1].Sequence : Math.Max(after, _feed.Last);
        return new FeedPage(_number, entries, upTo, more, _feed.Oldest);
    }

    /// <inheritdoc/>
    public Task Unsubscribe(IPartitionObserver observer, CancellationToken cancellation = default)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    private void RefuseWhileLoading()
    {
        if (!_ready.Task.IsCompleted) throw new PartitionLoadingException(_load?.ToString() ?? $"Partition {_number} is loading.");
    }

    private SearchAnswer Answer(SearchQuery query)
    {
        if (query is { FreeText: true, Text: not null }) return AnswerText(query);
        var article = Decode(query);
        _candidates.Clear();
        _index.Search(article, query.FreeText ? SearchMode.Retrieve : SearchMode.Assign, query.Limit, _candidates, query.Except);
        var found = new ScoredStory[_candidates.Count];
        for (var i = 0; i < found.Length; i++) found[i] = Scored(_candidates[i]);
        return new SearchAnswer(found);
    }

    // More than are asked for, as the index knows size and age of a story by its sample only.
    private SearchAnswer AnswerText(SearchQuery query)
    {
        var words = query.Decoded as TextQuery ?? TextQuery.Read(query.Text!, static name => Gazetteer.BuiltIn.Find(name)?.Name);
        query.Decoded = words;
        _index.Find(words, Math.Max(LeastMatches, MatchesPerAnswer * query.Limit), _matches);
        var now = DatabaseNow;
        var found = new List<ScoredStory>(_matches.Count);
        foreach (var (id, match) in _matches)
        {
            if (_feed.Find(id) is not { State: StoryState.Active } card) continue;
            found.Add(new ScoredStory(id, words.Score(match, card.Headline, card.Articles, card.LastPublished, now), match, 1, "", 1));
        }
        found.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.StoryId, b.StoryId));
        if (found.Count > query.Limit) found.RemoveRange(query.Limit, found.Count - query.Limit);
        return new SearchAnswer([.. found]);
    }

    private static AnalysedArticle Decode(SearchQuery query)
    {
        var article = query.Decoded as AnalysedArticle ?? AnalysedArticle.FromParts(query.Language, query.Published, ArticleVector.FromBytes(query.Vector));
        query.Decoded = article;
        return article;
    }

    private static ScoredStory Scored(Candidate c) => new(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit);

    private async Task LoadUntilDone()
    {
        await Task.Yield(); // the activation first
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var start = _time.GetTimestamp();
            try
            {
                await Load(_end);
                _load!.IsDone = true;
                _ready.TrySetResult();
                _metrics.Loaded(_time.GetElapsedTime(start), succeeded: true);
                LogLoaded(_number, _feed.Count, _time.GetElapsedTime(start).TotalMilliseconds);
                break;
            }
            catch (Exception) when (_end.IsCancellationRequested)
            {
                return; // another activation loads
            }
            catch (Exception e)
            {
                _metrics.Loaded(_time.GetElapsedTime(start), succeeded: false);
                LogLoadFailed(e, _number, pause.TotalSeconds);
            }
            await Task.Delay(pause, _time, _end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        await StayAwake();
    }

    private async Task Load(CancellationToken cancellation)
    {
        // Some hours more than tokens live, so that every mark made since tokens of that age were given lies within: see below.
        var tombstonesFor = _options.TombstoneLifetime + 2 * MarkEvery;
        var loaded = await _loads.Run(() => _loader.Load(_number, _capacity, tombstonesFor, _indexOptions, _load!, cancellation), cancellation); // (1)
        SawDatabaseClock(loaded.DatabaseNow, _time.GetTimestamp());
        var needed = loaded.Cards.Length + 1; // so that there is a mark in any case
        await ReserveFor(needed); // (2)
        try
        {
            _index = loaded.Index;
            // Sequences of before are not known any more: every card counts as changed now. Whoever resumes gets some cards again
            // rather than missing one.
            var floor = _next;
            foreach (var card in loaded.Cards) Enter(card); // (3)
            if (loaded.Active >= _capacity) _feed.Expire(floor); // older stories may have changed and are not held
            // Tombstones of before were not read: whoever has not heard of them must not resume. The first mark made within that time
            // says which tokens are old enough; there is one, that of (2).
            _feed.Expire(_state.State.Marks[_state.State.Marks.FindLastIndex(m => m.At < loaded.DatabaseNow - tombstonesFor + MarkEvery) + 1].Sequence);
            _unsent.Clear();
            _sent = _feed.Last;
        }
        finally
        {
            _needed -= needed;
        }
        if (loaded.Undecoded > 0)
        {
            LogUndecoded(_number, loaded.Undecoded);
            _metrics.LeftOut("member", loaded.Undecoded);
        }
        // Stories that changed, and nobody saw to their frames: the silo that was to do so is gone. (A story is one version ahead of what its
        // frames cover: it was told of them.)
        _frames.NoteMissed(loaded.Cards.Where(c => c.State == StoryState.Active && c.Articles >= 2 && c.Version > c.FramesStoryVersion + 1 && loaded.DatabaseNow - c.Updated < FramesMissedFor)
            .OrderByDescending(static c => c.Updated).Take(Math.Max(1, MostMissedFrames / _options.Partitions)));
        _sweptTo = loaded.DatabaseNow - _options.SweepMargin;
    }

    /// <summary>Registers the reminder, until it is.</summary>
    private async Task StayAwake()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await this.RegisterOrUpdateReminder(AwakeReminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), _end);
                return;
            }
            catch (Exception e) when (!_end.IsCancellationRequested)
            {
                LogNoReminder(e, _number);
                await Task.Delay(LongestPause, _time, _end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private async Task Rebuild(StoryUpdate[] updates, List<int> rebuilds, PublishAnswer[] answers, CancellationToken cancellation)
    {
        // Read first, then change the index in one go: other calls interleave at the await.
        ILookup<string, LoadedMember> members;
        try
        {
            var ids = rebuilds.Select(i => updates[i].Card.StoryId).Distinct().ToList();
            members = (await _store.LoadIndexableMembers(ids, PartitionLoader.OfferedPerSampled * _options.Engine.MembersPerStory, LoadedMember.From, cancellation)).ToLookup(static m => m.StoryId);
        }
        catch (CatalogUnavailableException e)
        {
            LogRebuildFailed(e, _number);
            foreach (var i in rebuilds) answers[i] = new PublishAnswer(PublishOutcome.Unavailable, $"Partition {_number} could not read the members of changed stories.");
            return;
        }
        foreach (var i in rebuilds)
        {
            var known = _feed.Find(updates[i].Card.StoryId);
            answers[i] = known is not null && known.Version >= updates[i].Card.Version ? new PublishAnswer(PublishOutcome.Taken) : TakeIn(updates[i], members[updates[i].Card.StoryId]);
        }
    }

    /// <summary>Indexes the members of an update, on top of <paramref name="stored"/> if the story is indexed anew, and enters its card.</summary>
    private PublishAnswer TakeIn(StoryUpdate update, IEnumerable<LoadedMember>? stored)
    {
        var id = update.Card.StoryId;
        try
        {
            _arrived.Clear();
            foreach (var member in stored ?? [])
            {
                if (member.Undecodable is { } why) LeaveOut(id, member.ArticleId, why);
                else if (member.Vector is { } vector) _arrived.Add(new ArrivedMember(member.ArticleId, vector, member.Published, member.Ingested));
            }
            foreach (var member in update.Added) Decode(id, member.ArticleId, member.Vector, member.Published, member.Arrived);
            if (stored is not null) _index.RemoveStory(id);
            _index.AddMembers(id, CollectionsMarshal.AsSpan(_arrived)); // (4)
            Enter(update.Card); // (5)
            if (_feed.Find(id) is { State: StoryState.Active } card) _index.Describe(id, card.Headline, card.Entities, card.Places);
            return new PublishAnswer(PublishOutcome.Taken);
        }
        catch (Exception e)
        {
            // A defect: the other stories go on.
            LogTakeInFailed(e, _number, id);
            _metrics.LeftOut("story");
            return new PublishAnswer(PublishOutcome.Failed, $"Partition {_number} could not take in {id}: {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>Adds a member, unless it has no vector or one that cannot be decoded: its story is found by its other members then.</summary>
    private void Decode(string storyId, string articleId, byte[] vector, DateTimeOffset? published, DateTimeOffset arrived)
    {
        if (vector.Length == 0) return;
        try
        {
            _arrived.Add(new ArrivedMember(articleId, ArticleVector.FromBytes(vector), published, arrived));
        }
        catch (FormatException e)
        {
            LeaveOut(storyId, articleId, e);
        }
    }

    private void LeaveOut(string storyId, string articleId, FormatException why)
    {
        LogMemberUndecoded(why, _number, articleId, storyId);
        _metrics.LeftOut("member");
    }

    private void Enter(StoryCard card)
    {
        if (_next > _durableUpTo) throw new InvalidOperationException("No sequence is reserved.");
        if (card.State != StoryState.Active) _index.RemoveStory(card.StoryId);
        if (!_feed.Enter(card, _next, _time.GetElapsedTime(0))) return;
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
        if (_sweeping || !_ready.Task.IsCompleted) return;
        _sweeping = true;
        try
        {
            var changed = await _store.LoadChangedCards(_number, _sweptTo, _end);
            SawDatabaseClock(changed.DatabaseNow, _time.GetTimestamp());
            List<StoryUpdate>? missed = null;
            foreach (var card in changed.Cards)
                if ((_feed.Find(card.StoryId)?.Version ?? 0) < card.Version) (missed ??= []).Add(new StoryUpdate(card, [], card.Version, Rebuild: true));
            if (missed is not null)
            {
                LogSwept(_number, missed.Count);
                // What cannot be read now is found by the next sweep. What cannot be taken in at all was logged, and must not be tried for ever.
                if (Array.Exists(await Publish([.. missed], _end), static a => a.Outcome == PublishOutcome.Unavailable)) return;
            }
            _sweptTo = changed.DatabaseNow - _options.SweepMargin;
            _feed.DropTombstones(_time.GetElapsedTime(0) - _options.TombstoneLifetime);
            if (_state.State.Marks is { Count: > 0 } marks && DatabaseNow - marks[^1].At > MarkEvery) await Reserve(SequencesPerBlock);
        }
        catch (Exception e) when (e is CatalogUnavailableException or StorageUnavailableException || _end.IsCancellationRequested)
        {
            LogSweepFailed(e, _number); // the next one looks back as far
        }
        finally
        {
            _sweeping = false;
        }
    }

    private void SawDatabaseClock(DateTimeOffset now, long asked) => (_databaseNow, _databaseAsked) = (now, asked);

    /// <summary>Returns when so many sequences are there for the caller, beside those of all others that are under way. The caller takes them
    /// off <see cref="_needed"/> when it is done, whatever it has used.</summary>
    private async Task ReserveFor(int count)
    {
        _needed += count;
        try
        {
            while (_durableUpTo - _next + 1 < _needed) await Reserve(Math.Max(SequencesPerBlock, _needed - (_durableUpTo - _next + 1)));
        }
        catch (Exception)
        {
            _needed -= count;
            throw;
        }
    }

    /// <summary>One reservation at a time; all who need one await the same, and look again.</summary>
    private Task Reserve(long sequences) => _reserving.IsCompleted ? _reserving = ReserveBlock(sequences) : _reserving;

    private async Task ReserveBlock(long sequences)
    {
        try
        {
            var state = _state.State;
            var now = DatabaseNow;
            // Older marks say nothing that a load would ask.
            state.Marks.RemoveAll(m => m.At < now - _options.TombstoneLifetime - 2 * MarkEvery);
            state.Marks.Add(new SequenceMark(now, _next - 1));
            state.ReservedUpTo += sequences;
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

    [LoggerMessage(3102, LogLevel.Warning, "Partition {Partition} could not be loaded; trying again in {Seconds:F1} s.")]
    private partial void LogLoadFailed(Exception exception, int partition, double seconds);

    [LoggerMessage(3103, LogLevel.Information, "Partition {Partition} entered {Stories} stories that were stored but not published.")]
    private partial void LogSwept(int partition, int stories);

    [LoggerMessage(3104, LogLevel.Warning, "Partition {Partition} could not look for unpublished stories.")]
    private partial void LogSweepFailed(Exception exception, int partition);

    [LoggerMessage(3105, LogLevel.Error, "Partition {Partition} could not answer a query.")]
    private partial void LogQueryFailed(Exception exception, int partition);

    [LoggerMessage(3106, LogLevel.Error, "Partition {Partition} could not take in story {StoryId}.")]
    private partial void LogTakeInFailed(Exception exception, int partition, string storyId);

    [LoggerMessage(3107, LogLevel.Error, "Partition {Partition} cannot decode article {ArticleId} of story {StoryId}.")]
    private partial void LogMemberUndecoded(Exception exception, int partition, string articleId, string storyId);

    [LoggerMessage(3108, LogLevel.Error, "Partition {Partition} was loaded without {Members} articles that cannot be decoded.")]
    private partial void LogUndecoded(int partition, int members);

    [LoggerMessage(3109, LogLevel.Warning, "Partition {Partition} could not read the members of changed stories.")]
    private partial void LogRebuildFailed(Exception exception, int partition);

    [LoggerMessage(3110, LogLevel.Warning, "Partition {Partition} could not register its reminder; trying again.")]
    private partial void LogNoReminder(Exception exception, int partition);
}
