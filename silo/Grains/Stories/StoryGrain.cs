using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Catalog;
using StoryClustering.Grains.Frames;
using StoryClustering.Grains.Outlets;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Stories;

/// <summary>
/// A story. One change's way:
/// <code>
///   AddArticle (1) wait while frozen  (2) join the waiting changes
///   WriteAll   (3) count them into the ledger  (4) one durable write  (5) publish to the partition  (6) answer all
/// </code>
/// Calls interleave: what arrives during (4) and (5) waits and shares the next round. The ledger is ahead of the database only
/// during (4); if the write fails or its outcome is unknown, the ledger is thrown away and counted again from the catalog.
/// A crash before (4): nothing happened. Between (4) and (5): the partition's sweep finds the card. After (5): the sender
/// asks again and is told that the article is a member.
/// </summary>
public sealed partial class StoryGrain : Grain, IStoryGrain
{
    private const int MostTries = 6;
    /// <summary>More could not be written before their callers have given up.</summary>
    private const int MostWaiting = 20_000;
    /// <summary>Edits that were thawed last. One may be thawed before its freeze arrives, or while that waits.</summary>
    private const int RememberedEdits = 64;

    private readonly ICatalogStore _store;
    private readonly CatalogWriter _writer;
    private readonly PartitionRouter _partitions;
    private readonly OutletCatalog _outlets;
    private readonly FrameQueue _frames;
    private readonly ClusteringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<StoryGrain> _log;

    private string _id = "";
    private StoryLedger? _ledger;
    private StoryCard? _card;
    private bool _behind;
    private bool _loaded;
    private Task? _loading;
    private int _loadingOf;
    // Rises whenever what is in memory is given up or replaced: a load that began before is of no use any more.
    private int _generation;
    private long _published;

    private List<Change> _waiting = [];
    private Task? _writing;

    private Hold? _hold;
    private readonly Queue<Guid> _over = new(RememberedEdits);

    public StoryGrain(ICatalogStore store, CatalogWriter writer, PartitionRouter partitions, OutletCatalog outlets, FrameQueue frames,
        IOptions<ClusteringOptions> options, TimeProvider time, ILogger<StoryGrain> log)
    {
        _store = store;
        _writer = writer;
        _partitions = partitions;
        _outlets = outlets;
        _frames = frames;
        _options = options.Value;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = this.GetPrimaryKeyString();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_writing is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public Task<AddAnswer> AddArticle(ArticleDigest article, AddHint hint, CancellationToken cancellation) =>
        Submit(new Change(article, hint, revision: false), cancellation);

    /// <inheritdoc/>
    public Task<AddAnswer> ReviseArticle(ArticleDigest article, CancellationToken cancellation) =>
        Submit(new Change(article, AddHint.Retried, revision: true), cancellation);

    /// <inheritdoc/>
    public async Task<bool> Recount(long outletsVersion, CancellationToken cancellation) =>
        (await Submit(Change.Recount(outletsVersion), cancellation)).Result == AddResult.Added;

    /// <inheritdoc/>
    public async Task<bool> SetFrames(FramesNote frames, CancellationToken cancellation) =>
        (await Submit(Change.OfFrames(frames), cancellation)).Result == AddResult.Added;

    /// <inheritdoc/>
    public async Task<StoryCoverage?> GetCoverage(CancellationToken cancellation) => await Settled(cancellation) is { } ledger ? ledger.ToCoverage(_card!) : null;

    /// <inheritdoc/>
    public async Task<MemberSelection?> SelectMembers(MemberFilter filter, long afterVersion, int limit, CancellationToken cancellation) =>
        await Settled(cancellation) is { } ledger ? ledger.Select(filter, afterVersion, limit) : null;

    /// <inheritdoc/>
    public async Task<StoryCard?> GetCard(CancellationToken cancellation)
    {
        // A story that is being founded is not read: it is not there yet, and must not be forgotten for that.
        if (!_loaded && _writing is { IsCompleted: false } founding) await Ended(founding, cancellation);
        await EnsureLoaded(cancellation);
        LeaveIfNotThere();
        return _card; // set before any of its changes is acked
    }

    /// <summary>The ledger of what is durable; null if there is no such story.</summary>
    private async Task<StoryLedger?> Settled(CancellationToken cancellation)
    {
        // During a write the ledger is ahead of the database.
        while (_writing is { IsCompleted: false } writing) await Ended(writing, cancellation);
        await EnsureLoaded(cancellation);
        if (_behind && _card is { State: StoryState.Active }) await Recount(_ledger!.OutletsVersion, cancellation);
        LeaveIfNotThere();
        return _card is null ? null : _ledger;
    }

    /// <summary>Whoever asks for stories that do not exist must not fill the memory with grains.</summary>
    private void LeaveIfNotThere()
    {
        if (_loaded && _card is null && _waiting.Count == 0 && _hold is null) DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public async Task<long> Freeze(Guid edit, TimeSpan lease, CancellationToken cancellation)
    {
        while (_hold is { } other && other.Edit != edit) await other.Released.WaitAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (_over.Contains(edit)) throw new OperationCanceledException("The edit was over before it came to this story.");
        var hold = _hold ??= new Hold(edit);
        try
        {
            // An editor that dies must not stop the story: after the lease it goes on, and the catalog's version check
            // refuses whatever the editor may still send.
            hold.Lease ??= this.RegisterGrainTimer(async _ => await Thaw(edit), new GrainTimerCreationOptions(lease, Timeout.InfiniteTimeSpan) { Interleave = true });
            while (_writing is { IsCompleted: false } writing) await Ended(writing, cancellation);
            await EnsureLoaded(cancellation);
        }
        catch
        {
            // Whoever asked is told that it failed, and holds nothing.
            Release(hold);
            throw;
        }
        if (!ReferenceEquals(_hold, hold)) throw new OperationCanceledException("The edit was over before the story stood still.");
        return _card?.Version ?? 0;
    }

    /// <inheritdoc/>
    public async Task<StoryCard?> Thaw(Guid edit)
    {
        if (_hold is { } hold && hold.Edit == edit)
        {
            // By the editor and by the lease at once: one of them does it.
            await (hold.Thawing ??= Thaw(hold));
            return _card;
        }
        NoteOver(edit);
        return await GetCard(CancellationToken.None);
    }

    private async Task Thaw(Hold hold)
    {
        try
        {
            // An editor that gives up does not wait for the write that its freeze was waiting for.
            while (_writing is { IsCompleted: false } writing) await Ended(writing, CancellationToken.None);
            Forget();
            await EnsureLoaded(CancellationToken.None);
            await PublishRebuilt();
        }
        finally
        {
            Release(hold);
        }
    }

    /// <summary>Ends a hold; does nothing to another one that has come after it.</summary>
    private void Release(Hold hold)
    {
        NoteOver(hold.Edit);
        hold.Lease?.Dispose();
        if (!ReferenceEquals(_hold, hold)) return;
        _hold = null;
        hold.Release();
        StartWriting();
    }

    private void NoteOver(Guid edit)
    {
        if (_over.Contains(edit)) return;
        if (_over.Count == RememberedEdits) _over.Dequeue();
        _over.Enqueue(edit);
    }

    private async Task<AddAnswer> Submit(Change change, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_waiting.Count >= MostWaiting) throw new OverloadedException($"{MostWaiting} changes wait for {_id} already.");
        _waiting.Add(change);
        StartWriting();
        if (!cancellation.CanBeCanceled) return await change.Task;
        // What nobody waits for any more is not written, unless it is under way.
        await using var withdrawn = cancellation.UnsafeRegister(static (c, token) => ((Change)c!).TrySetCanceled(token), change);
        return await change.Task;
    }

    private void StartWriting()
    {
        if (_hold is null && _waiting.Count > 0 && _writing is not { IsCompleted: false }) _writing = WriteAll();
    }

    /// <summary>Waits until something under way has ended, well or not.</summary>
    private static Task Ended(Task underWay, CancellationToken cancellation) => underWay.IsCompleted
        ? Task.CompletedTask
        : WaitFor(underWay, cancellation);

    private static async Task WaitFor(Task underWay, CancellationToken cancellation)
    {
        await underWay.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task WriteAll()
    {
        // Let the calls that are queued behind this one join the first round.
        await Task.Yield();
        while (_waiting.Count > 0 && _hold is null)
        {
            var round = _waiting;
            _waiting = [];
            round.RemoveAll(static c => c.Task.IsCompleted); // withdrawn meanwhile
            if (round.Count > 0) await WriteOrFail(round);
        }
        _writing = null;
        StartWriting();
    }

    private async Task WriteOrFail(List<Change> round)
    {
        try
        {
            await WriteRound(round);
        }
        catch (Exception e)
        {
            Forget();
            round.RemoveAll(static c => c.Task.IsCompleted); // answered before the failure
            if (round.Count > 1 && e is not (CatalogUnavailableException or StorageUnavailableException))
            {
                // One change that cannot be stored must not fail the others: each alone.
                LogRoundSplit(e, _id, round.Count);
                foreach (var change in round) await WriteOrFail([change]);
                return;
            }
            LogRoundFailed(e, _id, round.Count);
            var failure = e switch
            {
                CatalogUnavailableException => new StorageUnavailableException("The database did not take the change."),
                UnstorableException => new ArticleRefusedException(e.Message),
                _ => e,
            };
            foreach (var change in round) change.TrySetException(failure);
        }
    }

    private async Task WriteRound(List<Change> round)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A founder spares itself the look whether its story exists; if it does, the write is refused and the next try looks.
            if (attempt > 1 || _loading is { IsCompleted: false } || !round.TrueForAll(static c => c.Hint == AddHint.Founding)) await EnsureLoaded(CancellationToken.None);
            if (_ledger is { State: not StoryState.Active } && (round = await AnswerWithoutWriting(round)).Count == 0) return;
            var outlets = await _outlets.AtLeast(round.Max(static c => c.OutletsVersion));
            // Also if it was counted by a later catalogue when it was loaded than when it was written.
            var refreshed = (_ledger?.Refresh(outlets.Directory) ?? false) || _behind;
            var open = await SettleKnownMembers(round, check: attempt > 1, refreshed);
            if (open.Count == 0 && !refreshed) return;

            var commit = CountIn(open, outlets); // (3)
            var generation = _generation;
            var outcome = await _writer.Commit(commit); // (4)
            if (outcome == CommitOutcome.Committed)
            {
                if (generation == _generation)
                {
                    _card = commit.Card;
                    _loaded = true;
                    _generation++;
                    _behind = false;
                }
                else
                {
                    // The story was forgotten meanwhile, and perhaps read back from before this change.
                    Forget();
                }
                await Publish(commit, open); // (5)
                var founded = commit.ExpectedVersion == 0;
                for (var i = 0; i < open.Count; i++) // (6)
                    open[i].TrySetResult(new AddAnswer(AddResult.Added, _id, open[i].Version, founded && i == 0));
                return;
            }
            // Somebody else wrote the story or one of the articles: count again from the catalog, and ask it for each article.
            Forget();
            round = open;
            LogConflict(_id, attempt);
            if (attempt == MostTries) throw new StorageUnavailableException("The story kept changing elsewhere.");
        }
    }

    /// <summary>Answers changes that need no write: articles that are members already or retracted, revisions of what is no member here.
    /// Only revisions, and additions after a conflict, need to be looked up: an article grain adds an article once.</summary>
    private async Task<List<Change>> SettleKnownMembers(List<Change> round, bool check, bool refreshed)
    {
        var open = new List<Change>(round.Count);
        var lookUp = new List<Change>();
        var articles = new HashSet<string>(round.Count, StringComparer.Ordinal);
        foreach (var change in round)
        {
            if (change.Frames is { } frames)
            {
                if (_ledger?.Accepts(frames) == true) open.Add(change);
                else change.TrySetResult(new AddAnswer(AddResult.Refused, _id, _ledger?.Version ?? 0, false));
                continue;
            }
            if (change.IsRecount)
            {
                if (refreshed) open.Add(change);
                else change.TrySetResult(new AddAnswer(AddResult.AlreadyMember, _id, _ledger?.Version ?? 0, false));
                continue;
            }
            if (!articles.Add(change.Article.ArticleId))
            {
                // Sent again by somebody who has waited too long for the first answer: the next round will know it.
                _waiting.Add(change);
                continue;
            }
            if (check || change.Hint == AddHint.Retried || _ledger?.Contains(change.Article.ArticleId) == true) lookUp.Add(change);
            else open.Add(change);
        }
        if (lookUp.Count == 0) return open;

        var placements = await Placements(lookUp);
        List<Change>? revisions = null;
        foreach (var change in lookUp)
        {
            var placement = placements.GetValueOrDefault(change.Article.ArticleId);
            if (placement is { Retracted: true }) change.TrySetResult(new AddAnswer(AddResult.Retracted, placement.StoryId ?? _id, placement.JoinedVersion, false));
            else if (placement is null)
            {
                if (change.Revision) change.TrySetResult(new AddAnswer(AddResult.Refused, _id, 0, false));
                else open.Add(change);
            }
            else if (placement.StoryId != _id)
                change.TrySetResult(new AddAnswer(AddResult.MemberElsewhere, placement.StoryId!, placement.JoinedVersion, false));
            else if (change.Revision && placement.Revision < change.Article.Revision)
                (revisions ??= []).Add(change);
            else
            {
                if (_card is { } card && _published < card.Version) await PublishRebuilt();
                change.TrySetResult(new AddAnswer(AddResult.AlreadyMember, _id, placement.JoinedVersion, placement.HasFounded));
            }
        }
        if (revisions is null) return open;
        var members = (await _store.FindMembers(revisions.ConvertAll(static c => c.Article.ArticleId), CancellationToken.None))
            .ToDictionary(static m => m.Article.ArticleId, StringComparer.Ordinal);
        foreach (var change in revisions)
        {
            change.Before = members.GetValueOrDefault(change.Article.ArticleId);
            if (change.Before is { } before && before.StoryId == _id) open.Add(change);
            else _waiting.Add(change); // left the story between the two questions: the next round sees where to
        }
        return open;
    }

    private async Task<Dictionary<string, ArticlePlacement>> Placements(List<Change> changes) =>
        (await _store.FindPlacements(changes.ConvertAll(static c => c.Article.ArticleId), CancellationToken.None))
            .ToDictionary(static p => p.ArticleId, StringComparer.Ordinal);

    /// <summary>Answers what a story that is over does not take any more. What is left are revisions of the articles that stay with a retracted
    /// story: they are stored, as they would be in any other.</summary>
    private async Task<List<Change>> AnswerWithoutWriting(List<Change> round)
    {
        var placements = await Placements(round.FindAll(static c => c.IsOfArticle));
        var open = new List<Change>();
        foreach (var change in round)
        {
            var placement = change.IsOfArticle ? placements.GetValueOrDefault(change.Article.ArticleId) : null;
            if (change.Revision && placement is { Retracted: false } && placement.StoryId == _id && placement.Revision < change.Article.Revision)
            {
                open.Add(change);
                continue;
            }
            change.TrySetResult(placement switch
            {
                { Retracted: true } => new AddAnswer(AddResult.Retracted, placement.StoryId ?? _id, placement.JoinedVersion, false),
                not null => new AddAnswer(placement.StoryId == _id ? AddResult.AlreadyMember : AddResult.MemberElsewhere, placement.StoryId!, placement.JoinedVersion, false),
                _ => _ledger!.State == StoryState.Merged
                    ? new AddAnswer(AddResult.Redirect, _ledger.MergedInto!, _ledger.Version, false)
                    : new AddAnswer(AddResult.Refused, _id, _ledger.Version, false),
            });
        }
        return open;
    }

    private StoryCommit CountIn(List<Change> changes, OutletSnapshot outlets)
    {
        var ledger = _ledger ??= new StoryLedger(_id, outlets.Directory);
        var before = ledger.Version;
        var added = new List<StoryMember>(changes.Count);
        var revised = new List<StoryMember>();
        foreach (var change in changes)
        {
            if (change.Frames is { } frames)
            {
                // A version of its own: what the frames cover can be told from the version, also if articles share the round.
                change.Version = ++ledger.Version;
                if (ledger.Accepts(frames)) ledger.TakeFrames(frames); // of two in one round the later one stays
                ledger.Updated = Later(ledger.Updated, _time.GetStorableNow());
                continue;
            }
            if (change.IsRecount) continue;
            change.Version = ledger.Version + 1;
            if (change.Before is { } old)
            {
                var member = old with { Article = change.Article };
                ledger.Revise(member);
                ledger.Version = change.Version;
                ledger.EditVersion = change.Version;
                // Now, not when the article first came: a revision is a change like any other.
                ledger.Updated = Later(ledger.Updated, _time.GetStorableNow());
                revised.Add(member);
            }
            else
            {
                var member = new StoryMember { Article = change.Article, StoryId = _id, JoinedVersion = change.Version };
                ledger.Add(member);
                added.Add(member);
            }
        }
        if (ledger.Version == before)
        {
            // Only the catalogue of outlets has changed.
            ledger.Version++;
            ledger.Updated = Later(ledger.Updated, _time.GetStorableNow());
        }
        foreach (var change in changes)
            if (change.IsRecount) change.Version = ledger.Version;
        return new StoryCommit(ledger.ToCard(), Key.HomeOf(_id, _options.Partitions), before, added, revised);
    }

    private async Task Publish(StoryCommit commit, List<Change> changes)
    {
        var members = new List<IndexedMember>(changes.Count);
        foreach (var change in changes)
        {
            if (!change.IsOfArticle) continue;
            var article = change.Article;
            members.Add(new IndexedMember(article.ArticleId, article.Vector, article.Published, article.Ingested));
        }
        await _partitions.Publish(new StoryUpdate(commit.Card, [.. members], commit.ExpectedVersion, Rebuild: commit.Revised.Count > 0));
        _published = commit.Card.Version;
        if (changes.Count == 0 || changes.Exists(static c => c.Frames is null)) _frames.Note(commit.Card, edited: commit.Revised.Count > 0);
    }

    private async Task PublishRebuilt()
    {
        if (_card is not { } card) return;
        await _partitions.Publish(new StoryUpdate(card, [], card.Version, Rebuild: true));
        _published = Math.Max(_published, card.Version);
        // After an edit, or a write whose outcome was not known: what has left must not stay on the page.
        _frames.Note(card, edited: true);
    }

    private async Task EnsureLoaded(CancellationToken cancellation)
    {
        while (!_loaded)
        {
            if (_loading is not { IsCompleted: false } || _loadingOf != _generation)
            {
                _loadingOf = _generation;
                _loading = Load(_generation);
            }
            await _loading.WaitAsync(cancellation);
        }
    }

    private async Task Load(int generation)
    {
        try
        {
            var row = await _store.FindStory(_id, CancellationToken.None);
            var outlets = await _outlets.AtLeast(row?.Card.OutletsVersion ?? 0);
            var ledger = row is null ? null : await StoryLoader.Load(_store, row, outlets.Directory, CancellationToken.None);
            // An edit has come to an end, or a change was written, while this was read.
            if (generation != _generation) return;
            _ledger = ledger;
            // Not counted again here: what others have seen of this version is on the stored card.
            _card = row?.Card;
            _behind = _ledger?.Differs(row!.Card) ?? false;
            _loaded = true;
        }
        catch (CatalogUnavailableException e)
        {
            LogLoadFailed(e, _id);
            throw new StorageUnavailableException("The story could not be read.");
        }
    }

    private void Forget()
    {
        _generation++;
        _loaded = false;
        _ledger = null;
        _card = null;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>An edit that holds the story's writes.</summary>
    private sealed class Hold(Guid edit)
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid Edit { get; } = edit;
        public IGrainTimer? Lease { get; set; }
        public Task? Thawing { get; set; }
        public Task Released => _released.Task;
        public void Release() => _released.TrySetResult();
    }

    /// <summary>A change that waits for its round.</summary>
    private sealed class Change(ArticleDigest article, AddHint hint, bool revision)
        : TaskCompletionSource<AddAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>The wish to count again by a later catalogue of outlets.</summary>
        public static Change Recount(long outletsVersion) => new(null!, AddHint.Retried, revision: false) { OutletsVersion = outletsVersion, IsRecount = true };

        /// <summary>Frames to take note of.</summary>
        public static Change OfFrames(FramesNote frames) => new(null!, AddHint.Retried, revision: false) { Frames = frames };

        /// <summary>Whether an article comes or changes.</summary>
        public bool IsOfArticle => !IsRecount && Frames is null;
        public FramesNote? Frames { get; private init; }
        public bool IsRecount { get; private init; }
        /// <summary>Version of the catalogue of outlets that it needs.</summary>
        public long OutletsVersion { get; private init; }
        public ArticleDigest Article { get; } = article;
        public AddHint Hint { get; } = hint;
        public bool Revision { get; } = revision;
        /// <summary>For a revision: the member as it was.</summary>
        public StoryMember? Before { get; set; }
        public long Version { get; set; }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Story {StoryId}: a round of {Changes} changes failed; the story is counted again from the catalog.")]
    private partial void LogRoundFailed(Exception exception, string storyId, int changes);

    [LoggerMessage(2004, LogLevel.Warning, "Story {StoryId}: a round of {Changes} changes failed; each is tried alone.")]
    private partial void LogRoundSplit(Exception exception, string storyId, int changes);

    [LoggerMessage(2002, LogLevel.Information, "Story {StoryId}: version conflict, try {Attempt}.")]
    private partial void LogConflict(string storyId, int attempt);

    [LoggerMessage(2003, LogLevel.Warning, "Story {StoryId}: could not be read.")]
    private partial void LogLoadFailed(Exception exception, string storyId);
}
