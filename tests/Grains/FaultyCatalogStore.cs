using System.Runtime.CompilerServices;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains;

/// <summary>A catalog that fails when told to.</summary>
public sealed class FaultyCatalogStore(ICatalogStore inner, LoadGate? loads = null) : ICatalogStore
{
    private bool _away;
    private int _lostBefore;
    private int _lostAfter;
    private int _commitsBegun;
    private int _storiesRead;

    public ICatalogStore Inner => inner;

    /// <summary>True: nothing gets through.</summary>
    public bool Away { get => Volatile.Read(ref _away); set => Volatile.Write(ref _away, value); }

    /// <summary>So many commits fail before the database has seen them.</summary>
    public void LoseCommits(int count) => _lostBefore = count;

    /// <summary>So many commits are durable, but the connection breaks before anybody is told.</summary>
    public void LoseAnswers(int count) => _lostAfter = count;

    /// <summary>Commits wait for it before the database sees them.</summary>
    public Task? CommitsWaitFor { get; set; }

    /// <summary>The next reading of a story has read, and waits for it before it answers.</summary>
    public Task? NextStoryWaitsFor { get; set; }

    /// <summary>Edits fail, as if the process died before them.</summary>
    public bool RefuseEdits { get; set; }

    /// <summary>Commits that have begun.</summary>
    public int CommitsBegun => Volatile.Read(ref _commitsBegun);

    /// <summary>Readings of a story that have begun.</summary>
    public int StoriesRead => Volatile.Read(ref _storiesRead);

    /// <summary>Once frames are saved, no commit gets through: as if the silo died there.</summary>
    public bool LoseCommitsAfterFrames { get; set; }

    /// <summary>Called with the name of a method before it goes through; what it throws, the method throws. Not for commits that are lost.</summary>
    public Action<string> Before { get; set; } = static _ => { };

    /// <summary>Awaited with the name of a method after the database has answered.</summary>
    public Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>No frames are saved.</summary>
    public bool RefuseFrames { get; set; }

    public async Task<CommitOutcome[]> Commit(IReadOnlyList<StoryCommit> changes, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _commitsBegun);
        if (CommitsWaitFor is { } wait) await wait;
        if (Interlocked.Decrement(ref _lostBefore) >= 0) throw new CatalogUnavailableException("Lost before.");
        var outcomes = await Through(() => inner.Commit(changes, cancellation));
        if (Interlocked.Decrement(ref _lostAfter) >= 0) throw new CatalogUnavailableException("Lost after.");
        return outcomes;
    }

    public Task<CommitOutcome> Edit(StoryEdit edit, CancellationToken cancellation) =>
        RefuseEdits ? throw new CatalogUnavailableException("No edits.") : Through(() => inner.Edit(edit, cancellation));

    public async Task<StoryRow?> FindStory(string storyId, CancellationToken cancellation)
    {
        var wait = NextStoryWaitsFor;
        NextStoryWaitsFor = null;
        var row = await Through(() => inner.FindStory(storyId, cancellation));
        Interlocked.Increment(ref _storiesRead);
        if (wait is not null) await wait;
        return row;
    }

    public Task<IReadOnlyList<StoryCard>> FindCards(IReadOnlyList<string> storyIds, CancellationToken cancellation) => Through(() => inner.FindCards(storyIds, cancellation));
    public Task<StoryMember?> FindMember(string articleId, CancellationToken cancellation) => Through(() => inner.FindMember(articleId, cancellation));
    public Task<IReadOnlyList<StoryMember>> FindMembers(IReadOnlyList<string> articleIds, CancellationToken cancellation) => Through(() => inner.FindMembers(articleIds, cancellation));
    public Task<IReadOnlyList<ArticlePlacement>> FindPlacements(IReadOnlyList<string> articleIds, CancellationToken cancellation) => Through(() => inner.FindPlacements(articleIds, cancellation));
    public Task<bool> RetractArticle(string articleId, string reason, CancellationToken cancellation) => Through(() => inner.RetractArticle(articleId, reason, cancellation));
    public Task<IReadOnlyList<PendingRetraction>> ListPendingRetractions(TimeSpan age, int limit, CancellationToken cancellation) => Through(() => inner.ListPendingRetractions(age, limit, cancellation));
    public Task<IReadOnlyList<StoryMember>> ListMembers(string storyId, long afterVersion, int limit, bool withVectors, CancellationToken cancellation) => Through(() => inner.ListMembers(storyId, afterVersion, limit, withVectors, cancellation));
    public Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation) => Through(() => inner.ListStories(query, cancellation));
    public Task<ChangedCards> LoadCards(int partition, int limit, TimeSpan tombstonesFor, CancellationToken cancellation) =>
        Through(async () => ByItsClock(await inner.LoadCards(partition, limit, tombstonesFor, cancellation)));
    public Task<IReadOnlyList<StoryMember>> LoadNewestMembers(IReadOnlyList<string> storyIds, int perStory, CancellationToken cancellation) => Through(() => inner.LoadNewestMembers(storyIds, perStory, cancellation));
    public Task<IReadOnlyList<T>> LoadIndexableMembers<T>(IReadOnlyList<string> storyIds, int perStory, IndexableProjection<T> read, CancellationToken cancellation) => Through(async () =>
    {
        if (loads is not null && storyIds.Count > 0) await loads.Pass(cancellation);
        return await inner.LoadIndexableMembers(storyIds, perStory, read, cancellation);
    });
    public Task<ChangedCards> LoadChangedCards(int partition, DateTimeOffset since, CancellationToken cancellation) =>
        Through(async () => ByItsClock(await inner.LoadChangedCards(partition, since + (loads?.ClockBehind ?? default), cancellation)));
    public Task<byte[]> GetOrAddSetting(string name, byte[] initial, CancellationToken cancellation) => Through(() => inner.GetOrAddSetting(name, initial, cancellation));
    public Task PutSetting(string name, byte[] value, CancellationToken cancellation) => Through(async () => { await inner.PutSetting(name, value, cancellation); return true; });
    public Task<OutletTable> LoadOutlets(long afterVersion, CancellationToken cancellation) => Through(() => inner.LoadOutlets(afterVersion, cancellation));
    public Task<CommitOutcome> SaveOutlets(long expectedVersion, IReadOnlyList<OutletChange> changes, CancellationToken cancellation) => Through(() => inner.SaveOutlets(expectedVersion, changes, cancellation));
    public Task<IReadOnlyList<OutletChange>> ListOutletChanges(string domain, long beforeVersion, int limit, CancellationToken cancellation) => Through(() => inner.ListOutletChanges(domain, beforeVersion, limit, cancellation));
    public Task<IReadOnlyList<OutletChange>> ListOutletChangesSince(long afterVersion, CancellationToken cancellation) => Through(() => inner.ListOutletChangesSince(afterVersion, cancellation));
    public Task<IReadOnlyList<string>> ListSources(SourceKind kind, string after, int limit, CancellationToken cancellation) => Through(() => inner.ListSources(kind, after, limit, cancellation));
    public Task<StorySlice> ListStoriesOf(SourceKind kind, string source, string afterStoryId, int limit, CancellationToken cancellation) =>
        Through(() => inner.ListStoriesOf(kind, source, afterStoryId, limit, cancellation));
    public async Task<CommitOutcome> SaveFrames(FramesCommit commit, CancellationToken cancellation)
    {
        if (RefuseFrames) throw new CatalogUnavailableException("No frames.");
        var outcome = await Through(() => inner.SaveFrames(commit, cancellation));
        if (LoseCommitsAfterFrames) LoseCommits(1000);
        return outcome;
    }
    public Task<bool> TouchFrames(FramesTouch touch, CancellationToken cancellation) => Through(() => inner.TouchFrames(touch, cancellation));
    public Task<FramesRecord?> FindFrames(string storyId, CancellationToken cancellation) => Through(() => inner.FindFrames(storyId, cancellation));
    public Task<IReadOnlyList<FramesVersionEntry>> ListFramesHistory(string storyId, long beforeVersion, int limit, CancellationToken cancellation) => Through(() => inner.ListFramesHistory(storyId, beforeVersion, limit, cancellation));
    public Task Ping(CancellationToken cancellation) => Through(async () => { await inner.Ping(cancellation); return true; });

    private ChangedCards ByItsClock(ChangedCards cards) => cards with { DatabaseNow = cards.DatabaseNow - (loads?.ClockBehind ?? default) };

    private async Task<T> Through<T>(Func<Task<T>> call, [CallerMemberName] string method = "")
    {
        if (Away) throw new CatalogUnavailableException("Away.");
        Before(method);
        var answer = await call();
        await After(method);
        return answer;
    }
}

/// <summary>Where partitions pass that read members to be indexed: their cards have been read by then. Belongs to a cluster, so it can be
/// shut before a silo starts.</summary>
public sealed class LoadGate
{
    private TaskCompletionSource _open = Opened();
    private int _lost;
    private int _waiting;

    /// <summary>How far the database's clock is behind the silos'.</summary>
    public TimeSpan ClockBehind { get; set; }

    /// <summary>Reads that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Nobody passes from now on.</summary>
    public void Shut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All pass.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>So many reads fail.</summary>
    public void Lose(int count) => Volatile.Write(ref _lost, count);

    internal async Task Pass(CancellationToken cancellation)
    {
        if (Interlocked.Decrement(ref _lost) >= 0) throw new CatalogUnavailableException("Lost.");
        Interlocked.Increment(ref _waiting);
        try
        {
            await _open.Task.WaitAsync(cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
