using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Syndication;
using StoryClustering.Grains.Catalog;
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
    private const string StateName = "story";
    private const int LeastChangesPerCheckpoint = 64;
    private const int MostTries = 6;

    private readonly ICatalogStore _store;
    private readonly CatalogWriter _writer;
    private readonly PartitionRouter _partitions;
    private readonly IGrainStorage _storage;
    private readonly ClusteringOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<StoryGrain> _log;

    // Grain state, but not read when the grain wakes up: a story that is being founded, which is every third article, has none.
    private readonly GrainState<StoryCheckpoint> _checkpoint = new(new StoryCheckpoint());
    private bool _checkpointRead;
    private string _id = "";
    private StoryLedger? _ledger;
    private SignatureSet _signatures = new(StoryLoader.RememberedOriginals);
    private StoryCard? _card;
    private bool _loaded;
    private Task? _loading;
    private long _published;
    private long _checkpointed;

    private List<Change> _waiting = [];
    private Task? _writing;

    private Guid _frozenBy;
    private TaskCompletionSource? _thawed;
    private IGrainTimer? _lease;

    public StoryGrain(ICatalogStore store, CatalogWriter writer, PartitionRouter partitions,
        [FromKeyedServices(StorageNames.Grains)] IGrainStorage storage,
        IOptions<ClusteringOptions> options, TimeProvider time, ILogger<StoryGrain> log)
    {
        _store = store;
        _writer = writer;
        _partitions = partitions;
        _storage = storage;
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
        if (_loaded && _ledger is { } ledger && ledger.Version - _checkpointed >= LeastChangesPerCheckpoint) await WriteCheckpoint();
    }

    /// <inheritdoc/>
    public Task<AddAnswer> AddArticle(ArticleDigest article, AddHint hint) => Submit(new Change(article, hint, revision: false));

    /// <inheritdoc/>
    public Task<AddAnswer> ReviseArticle(ArticleDigest article) => Submit(new Change(article, AddHint.Retried, revision: true));

    /// <inheritdoc/>
    public async Task<StoryCard?> GetCard()
    {
        // A story that is being founded is not read: it is not there yet, and must not be forgotten for that.
        if (!_loaded && _writing is { IsCompleted: false } founding) await founding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await EnsureLoaded();
        return _card; // set before any of its changes is acked
    }

    /// <inheritdoc/>
    public async Task<long> Freeze(Guid edit, TimeSpan lease)
    {
        while (_thawed is { } held && _frozenBy != edit) await held.Task;
        if (_thawed is null)
        {
            _frozenBy = edit;
            _thawed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            // An editor that dies must not stop the story: after the lease it goes on, and the catalog's version check
            // refuses whatever the editor may still send.
            _lease = this.RegisterGrainTimer(async _ => { await Thaw(edit); }, new GrainTimerCreationOptions(lease, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        while (_writing is { IsCompleted: false } writing) await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await EnsureLoaded();
        return _card?.Version ?? 0;
    }

    /// <inheritdoc/>
    public async Task<StoryCard?> Thaw(Guid edit)
    {
        if (_thawed is null || _frozenBy != edit) return await GetCard();
        try
        {
            Forget();
            await EnsureLoaded();
            await PublishRebuilt();
        }
        finally
        {
            _lease?.Dispose();
            _lease = null;
            _frozenBy = Guid.Empty;
            var thawed = _thawed;
            _thawed = null;
            thawed?.TrySetResult();
            StartWriting();
        }
        return _card;
    }

    private Task<AddAnswer> Submit(Change change)
    {
        _waiting.Add(change);
        StartWriting();
        return change.Task;
    }

    private void StartWriting()
    {
        if (_thawed is null && _waiting.Count > 0 && _writing is not { IsCompleted: false }) _writing = WriteAll();
    }

    private async Task WriteAll()
    {
        // Let the calls that are queued behind this one join the first round.
        await Task.Yield();
        while (_waiting.Count > 0 && _thawed is null)
        {
            var round = _waiting;
            _waiting = [];
            try
            {
                await WriteRound(round);
            }
            catch (Exception e)
            {
                Forget();
                LogRoundFailed(e, _id, round.Count);
                if (e is InconsistentStateException) DeactivateOnIdle(); // another activation has written the checkpoint
                var failure = e is CatalogUnavailableException ? new StorageUnavailableException("The database did not take the change.") : e;
                foreach (var change in round) change.TrySetException(failure);
            }
        }
        _writing = null;
        StartWriting();
    }

    private async Task WriteRound(List<Change> round)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A founder spares itself the look whether its story exists; if it does, the write is refused and the next try looks.
            if (attempt > 1 || _loading is { IsCompleted: false } || !round.TrueForAll(static c => c.Hint == AddHint.Founding)) await EnsureLoaded();
            if (_ledger is { State: not StoryState.Active })
            {
                await AnswerWithoutWriting(round);
                return;
            }
            var open = await SettleKnownMembers(round, check: attempt > 1);
            if (open.Count == 0) return;

            var commit = CountIn(open); // (3)
            var outcome = await _writer.Commit(commit); // (4)
            if (outcome == CommitOutcome.Committed)
            {
                _card = commit.Card;
                _loaded = true;
                await Publish(commit, open); // (5)
                var founded = commit.ExpectedVersion == 0;
                for (var i = 0; i < open.Count; i++) // (6)
                    open[i].TrySetResult(new AddAnswer(AddResult.Added, _id, open[i].Version, founded && i == 0));
                await CheckpointIfDue();
                return;
            }
            // Somebody else wrote the story or one of the articles: count again from the catalog, and ask it for each article.
            Forget();
            round = open;
            LogConflict(_id, attempt);
            if (attempt == MostTries) throw new StorageUnavailableException("The story kept changing elsewhere.");
        }
    }

    /// <summary>Answers changes that need no write: articles that are members already, revisions of what is no member here.
    /// Only revisions, and additions after a conflict, need to be looked up: an article grain adds an article once.</summary>
    private async Task<List<Change>> SettleKnownMembers(List<Change> round, bool check)
    {
        var open = new List<Change>(round.Count);
        foreach (var change in round)
        {
            if (!check && change.Hint != AddHint.Retried)
            {
                open.Add(change);
                continue;
            }
            var member = await _store.FindMember(change.Article.ArticleId, CancellationToken.None);
            if (member is null)
            {
                if (change.Revision) change.TrySetResult(new AddAnswer(AddResult.Refused, _id, 0, false));
                else open.Add(change);
            }
            else if (member.StoryId != _id)
                change.TrySetResult(new AddAnswer(AddResult.MemberElsewhere, member.StoryId, member.JoinedVersion, false));
            else if (change.Revision && member.Article.Revision < change.Article.Revision)
            {
                change.Before = member;
                open.Add(change);
            }
            else
            {
                if (_card is { } card && _published < card.Version) await PublishRebuilt();
                change.TrySetResult(new AddAnswer(AddResult.AlreadyMember, _id, member.JoinedVersion, member is { JoinedVersion: 1, PlacedByEditor: false }));
            }
        }
        return open;
    }

    private async Task AnswerWithoutWriting(List<Change> round)
    {
        foreach (var change in round)
        {
            var member = await _store.FindMember(change.Article.ArticleId, CancellationToken.None);
            change.TrySetResult(member is not null
                ? new AddAnswer(member.StoryId == _id ? AddResult.AlreadyMember : AddResult.MemberElsewhere, member.StoryId, member.JoinedVersion, false)
                : _ledger!.State == StoryState.Merged
                    ? new AddAnswer(AddResult.Redirect, _ledger.MergedInto!, _ledger.Version, false)
                    : new AddAnswer(AddResult.Refused, _id, _ledger.Version, false));
        }
    }

    private StoryCommit CountIn(List<Change> changes)
    {
        var ledger = _ledger ??= new StoryLedger { StoryId = _id };
        var before = ledger.Version;
        var added = new List<StoryMember>(changes.Count);
        var revised = new List<StoryMember>();
        foreach (var change in changes)
        {
            change.Version = ledger.Version + 1;
            var signature = change.Article.Signature.Length > 0 ? ContentSignature.FromBytes(change.Article.Signature) : default;
            if (change.Before is { } old)
            {
                var member = old with { Article = change.Article };
                ledger.Revise(old, member);
                ledger.Version = change.Version;
                ledger.Updated = Later(ledger.Updated, change.Article.Ingested);
                revised.Add(member);
                if (_signatures.Remove(change.Article.ArticleId) && change.Article.Signature.Length > 0) _signatures.Add(change.Article.ArticleId, signature);
            }
            else
            {
                var origin = change.Article.Signature.Length > 0 ? _signatures.FindNearDuplicate(signature) : null;
                var member = new StoryMember { Article = change.Article, StoryId = _id, JoinedVersion = change.Version, OriginArticleId = origin };
                ledger.Add(member);
                if (origin is null && change.Article.Signature.Length > 0) _signatures.Add(change.Article.ArticleId, signature);
                added.Add(member);
            }
        }
        return new StoryCommit(ledger.ToCard(), Key.HomeOf(_id, _options.Partitions), before, added, revised);
    }

    private async Task Publish(StoryCommit commit, List<Change> changes)
    {
        var members = new IndexedMember[changes.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var article = changes[i].Article;
            members[i] = new IndexedMember(article.ArticleId, article.Vector, article.Published, article.Ingested);
        }
        await _partitions.Publish(new StoryUpdate(commit.Card, members, commit.ExpectedVersion, Rebuild: commit.Revised.Count > 0));
        _published = commit.Card.Version;
    }

    private async Task PublishRebuilt()
    {
        if (_card is not { } card) return;
        await _partitions.Publish(new StoryUpdate(card, [], card.Version, Rebuild: true));
        _published = Math.Max(_published, card.Version);
    }

    private Task EnsureLoaded()
    {
        if (_loaded) return Task.CompletedTask;
        return _loading is { IsCompleted: false } loading ? loading : _loading = Load();
    }

    private async Task Load()
    {
        try
        {
            await ReadCheckpoint();
            var loaded = await StoryLoader.Load(_store, _id, _checkpoint.State?.Ledger, CancellationToken.None);
            // The ledger counts on from the checkpoint's own object; the state must not be used twice.
            if (_checkpoint.State?.Ledger is { } saved) _checkpointed = saved.Version;
            _checkpoint.State = new StoryCheckpoint();
            _ledger = loaded?.Ledger;
            _signatures = loaded?.Signatures ?? new SignatureSet(StoryLoader.RememberedOriginals);
            _card = _ledger?.ToCard();
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
        _loaded = false;
        _ledger = null;
        _card = null;
    }

    private async Task CheckpointIfDue()
    {
        // A sixteenth of the story's size: the cost per article stays the same however large it grows, and waking up
        // never counts more than that on top.
        if (_ledger is { } ledger && ledger.Version - _checkpointed >= Math.Max(LeastChangesPerCheckpoint, ledger.Articles / 16)) await WriteCheckpoint();
    }

    private async Task ReadCheckpoint()
    {
        if (_checkpointRead) return;
        try
        {
            await _storage.ReadStateAsync(StateName, this.GetGrainId(), _checkpoint);
            _checkpointRead = true;
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            throw new CatalogUnavailableException("The checkpoint of a story could not be read.", e);
        }
    }

    private async Task WriteCheckpoint()
    {
        try
        {
            await ReadCheckpoint();
            _checkpoint.State = new StoryCheckpoint { Ledger = _ledger };
            await _storage.WriteStateAsync(StateName, this.GetGrainId(), _checkpoint);
            _checkpointed = _ledger!.Version;
        }
        catch (InconsistentStateException)
        {
            throw; // another activation wrote: this one must die
        }
        catch (Exception e)
        {
            // Only a cache: what it would have saved is counted from the catalog instead.
            LogCheckpointFailed(e, _id);
        }
        finally
        {
            _checkpoint.State = new StoryCheckpoint();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <summary>A change that waits for its round.</summary>
    private sealed class Change(ArticleDigest article, AddHint hint, bool revision)
        : TaskCompletionSource<AddAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ArticleDigest Article { get; } = article;
        public AddHint Hint { get; } = hint;
        public bool Revision { get; } = revision;
        /// <summary>For a revision: the member as it was.</summary>
        public StoryMember? Before { get; set; }
        public long Version { get; set; }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Story {StoryId}: a round of {Changes} changes failed; the story is counted again from the catalog.")]
    private partial void LogRoundFailed(Exception exception, string storyId, int changes);

    [LoggerMessage(2002, LogLevel.Information, "Story {StoryId}: version conflict, try {Attempt}.")]
    private partial void LogConflict(string storyId, int attempt);

    [LoggerMessage(2003, LogLevel.Warning, "Story {StoryId}: could not be read.")]
    private partial void LogLoadFailed(Exception exception, string storyId);

    [LoggerMessage(2004, LogLevel.Warning, "Story {StoryId}: its checkpoint was not written; going on without.")]
    private partial void LogCheckpointFailed(Exception exception, string storyId);
}
