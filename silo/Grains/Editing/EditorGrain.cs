using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Outlets;
using StoryClustering.Grains.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Editing;

/// <summary>
/// Edits that people make, and second thoughts of the service. Each is
/// <code>
///   (0) the catalog knows the stories: others wake no grain
///   (1) freeze the stories, in the order of their ids   (2) read their members from the catalog
///   (3) work out the new cards                          (4) one transaction, refused if a version moved
///   (5) thaw: the stories read themselves back and publish
/// </code>
/// A crash before (4) leaves nothing but frozen stories, whose leases end; after (4) the edit is done: the stories read the
/// truth when their leases end, and the partitions' sweeps find it.
/// </summary>
[StatelessWorker]
public sealed partial class EditorGrain(ICatalogStore store, OutletCatalog outlets, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<EditorGrain> log)
    : Grain, IEditorGrain
{
    private const int MostTries = 5;
    private readonly ClusteringOptions _options = options.Value;
    private OutletSnapshot? _outlets;
    private (long Since, TimeSpan After) _leaseEnds;

    /// <inheritdoc/>
    public async Task<EditAnswer> Merge(string target, string[] sources, EditReason reason, CancellationToken cancellation)
    {
        EditAnswer? last = null;
        foreach (var source in sources)
        {
            if (source == target) return Failed(EditOutcome.NotActive, source); // the gateway has told the sender already
            last = await Attempt([target, source], async () =>
            {
                var (into, from) = (await Find(target), await Find(source));
                if (into is null) return Failed(EditOutcome.NotFound, target);
                if (from is null) return Failed(EditOutcome.NotFound, source);
                if (from.Card.State == StoryState.Merged && from.Card.MergedInto == target) return Done(into.Card, from.Card);
                if (into.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, target);
                if (from.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, source);

                var stay = await Members(target);
                var come = await Members(source);
                if (reason.ByMachine && (stay.Exists(static m => m.PlacedByEditor) || come.Exists(static m => m.PlacedByEditor)))
                    return Failed(EditOutcome.PlacedByEditor, target);
                var version = into.Card.Version;
                var moved = come.ConvertAll(m => m with { StoryId = target, JoinedVersion = ++version, PlacedByEditor = !reason.ByMachine });
                var cardInto = Count(into, [.. stay, .. moved], version + 1);
                var cardFrom = Ended(Count(from, [], from.Card.Version + 1), StoryState.Merged) with { MergedInto = target };
                return await Commit(new StoryEdit([Change(cardInto, into), Change(cardFrom, from)], [], source, into.Card.Version, [],
                    Audit(reason, "merge", target, source, [])) { MoveAllByEditor = !reason.ByMachine }, cardInto, cardFrom);
            }, cancellation);
            if (last.Outcome != EditOutcome.Done) return last;
        }
        return last!;
    }

    /// <inheritdoc/>
    public Task<EditAnswer> Split(string storyId, string[] articleIds, EditReason reason, CancellationToken cancellation)
    {
        var newId = Key.NewStory();
        return Attempt([storyId], async () =>
        {
            var row = await Find(storyId);
            if (row is null) return Failed(EditOutcome.NotFound, storyId);
            if (row.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, storyId);
            var members = await Members(storyId);
            var leaving = new HashSet<string>(articleIds, StringComparer.Ordinal);
            var go = members.FindAll(m => leaving.Contains(m.Article.ArticleId));
            var stay = members.FindAll(m => !leaving.Contains(m.Article.ArticleId));
            foreach (var id in articleIds)
                if (!go.Exists(m => m.Article.ArticleId == id)) return Failed(EditOutcome.NotMember, id);
            if (stay.Count == 0) return Failed(EditOutcome.NothingLeft, storyId);
            if (reason.ByMachine && members.Exists(static m => m.PlacedByEditor)) return Failed(EditOutcome.PlacedByEditor, storyId);

            // The first member counts as the founder unless a person put it there: a machine's are numbered from 2.
            long version = reason.ByMachine ? 1 : 0;
            go = go.ConvertAll(m => m with { StoryId = newId, JoinedVersion = ++version, PlacedByEditor = !reason.ByMachine });
            var card = Count(row, stay, row.Card.Version + 1);
            var fresh = CountNew(newId, go, version + 1);
            return await Commit(new StoryEdit([Change(card, row), Change(fresh, null)], Moves(go, storyId), null, 0, [],
                Audit(reason, "split", storyId, newId, articleIds)), card, fresh);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<EditAnswer> Move(string articleId, string targetStoryId, EditReason reason, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var member = await FindMember(articleId, cancellation);
            if (member is null) return Failed(EditOutcome.NotFound, articleId);
            var source = member.StoryId;
            if (source == targetStoryId)
            {
                var confirmed = await Attempt([source], () => Confirm(member, reason), cancellation);
                if (confirmed.Outcome != EditOutcome.NotMember) return confirmed;
                continue; // moved meanwhile: look again
            }
            var answer = await Attempt([source, targetStoryId], async () =>
            {
                var (from, into) = (await Find(source), await Find(targetStoryId));
                if (into is null) return Failed(EditOutcome.NotFound, targetStoryId);
                if (into.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, targetStoryId);
                var here = await Members(source);
                var index = here.FindIndex(m => m.Article.ArticleId == articleId);
                if (from is null || index < 0) return Failed(EditOutcome.NotMember, articleId); // moved meanwhile: look again
                if (reason.ByMachine && here[index].PlacedByEditor) return Failed(EditOutcome.PlacedByEditor, source);
                if (reason.ByMachine && here.Count == 1) return Failed(EditOutcome.NothingLeft, source); // its readers are to be redirected: a merger
                var there = await Members(targetStoryId);
                var moved = here[index] with { StoryId = targetStoryId, JoinedVersion = into.Card.Version + 1, PlacedByEditor = !reason.ByMachine };
                here.RemoveAt(index);
                there.Add(moved);
                var cardFrom = Count(from, here, from.Card.Version + 1);
                if (here.Count == 0) cardFrom = Ended(cardFrom, StoryState.Retracted);
                var cardInto = Count(into, there, into.Card.Version + 2);
                return await Commit(new StoryEdit([Change(cardFrom, from), Change(cardInto, into)], Moves([moved], source), null, 0, [],
                    Audit(reason, "move", source, targetStoryId, [articleId])), cardFrom, cardInto);
            }, cancellation);
            if (answer.Outcome != EditOutcome.NotMember) return answer;
        }
        return Failed(EditOutcome.Conflict, articleId);
    }

    /// <inheritdoc/>
    public Task<EditAnswer> RetractStory(string storyId, EditReason reason, CancellationToken cancellation) => Attempt([storyId], async () =>
    {
        var row = await Find(storyId);
        if (row is null) return Failed(EditOutcome.NotFound, storyId);
        if (row.Card.State == StoryState.Retracted) return Done(row.Card, null);
        if (row.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, storyId);
        var card = Ended(row.Card, StoryState.Retracted) with { Version = row.Card.Version + 1, Updated = time.GetStorableNow() };
        return await Commit(new StoryEdit([Change(card, row)], [], null, 0, [], Audit(reason, "retract-story", storyId, null, [])), card, null);
    }, cancellation);

    /// <inheritdoc/>
    public async Task<EditAnswer> RemoveArticle(string articleId, EditReason reason, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var member = await FindMember(articleId, cancellation);
            if (member is null) return Failed(EditOutcome.NotFound, articleId);
            var storyId = member.StoryId;
            var answer = await Attempt([storyId], async () =>
            {
                var row = await Find(storyId);
                var members = await Members(storyId);
                if (row is null || members.RemoveAll(m => m.Article.ArticleId == articleId) == 0) return Failed(EditOutcome.NotMember, articleId);
                var card = Count(row, members, row.Card.Version + 1);
                if (members.Count == 0 && card.State == StoryState.Active) card = Ended(card, StoryState.Retracted);
                return await Commit(new StoryEdit([Change(card, row)], [], null, 0, [articleId],
                    Audit(reason, "retract-article", storyId, null, [articleId])), card, null);
            }, cancellation);
            if (answer.Outcome != EditOutcome.NotMember) return answer;
        }
        return Failed(EditOutcome.Conflict, articleId);
    }

    /// <summary>A person says that an article is where it should be: from now on it stays, whatever the service thinks. It keeps its place in
    /// the story.</summary>
    private async Task<EditAnswer> Confirm(StoryMember member, EditReason reason)
    {
        var id = member.Article.ArticleId;
        var row = await Find(member.StoryId);
        var members = await Members(member.StoryId);
        var index = members.FindIndex(m => m.Article.ArticleId == id);
        if (row is null || index < 0) return Failed(EditOutcome.NotMember, id);
        if (row.Card.State != StoryState.Active) return Failed(EditOutcome.NotActive, member.StoryId);
        if (members[index].PlacedByEditor || reason.ByMachine) return Done(row.Card, row.Card);
        var pinned = members[index] = members[index] with { PlacedByEditor = true };
        var card = Count(row, members, row.Card.Version + 1);
        return await Commit(new StoryEdit([Change(card, row)], Moves([pinned], member.StoryId), null, 0, [],
            Audit(reason, "confirm", member.StoryId, null, [id])), card, card);
    }

    /// <summary>Runs an edit with its stories frozen, again if a version moved all the same.</summary>
    private async Task<EditAnswer> Attempt(string[] stories, Func<Task<EditAnswer>> edit, CancellationToken caller)
    {
        Array.Sort(stories, string.CompareOrdinal);
        if (await Unknown(stories, caller) is { } unknown) return Failed(EditOutcome.NotFound, unknown); // (0)
        var grains = Array.ConvertAll(stories, id => GrainFactory.GetGrain<IStoryGrain>(id));
        var start = time.GetTimestamp();
        for (var attempt = 0; attempt < MostTries && time.GetElapsedTime(start) < Deadlines.Edit - Deadlines.Freeze; attempt++)
        {
            var id = Guid.NewGuid();
            var frozen = new List<IStoryGrain>(grains.Length);
            EditAnswer answer;
            try
            {
                var began = time.GetTimestamp();
                foreach (var grain in grains)
                {
                    frozen.Add(grain);
                    await Freeze(grain, id, caller); // (1)
                }
                _leaseEnds = (began, _options.EditLease);
                answer = await edit(); // (2) (3) (4)
            }
            catch (OperationCanceledException) when (!caller.IsCancellationRequested)
            {
                // Another edit held a story for too long, or this one's lease has ended.
                answer = Failed(EditOutcome.Conflict, stories[0]);
            }
            catch (CatalogUnavailableException)
            {
                throw new StorageUnavailableException("The database did not take the edit.");
            }
            finally
            {
                foreach (var grain in frozen) await Thaw(grain, id); // (5)
            }
            if (answer.Outcome != EditOutcome.Conflict)
            {
                // A story that the edit made is read once so that it publishes itself now and not with the next sweep.
                if (answer is { Outcome: EditOutcome.Done, Second: { } second } && !Array.Exists(stories, s => s == second.StoryId))
                    await PublishNew(second.StoryId);
                return answer;
            }
        }
        return Failed(EditOutcome.Conflict, stories[0]);
    }

    private async Task<string?> Unknown(string[] stories, CancellationToken cancellation)
    {
        try
        {
            var known = await store.FindCards(stories, cancellation);
            return Array.Find(stories, id => !known.Any(card => card.StoryId == id));
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    private async Task Freeze(IStoryGrain story, Guid edit, CancellationToken caller)
    {
        using var patience = new CancellationTokenSource(Deadlines.Freeze, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, patience.Token);
        await story.Freeze(edit, _options.EditLease, either.Token);
    }

    private async Task PublishNew(string storyId)
    {
        var id = Guid.NewGuid();
        var grain = GrainFactory.GetGrain<IStoryGrain>(storyId);
        try
        {
            await Freeze(grain, id, CancellationToken.None);
        }
        catch (Exception e) when (e is StorageUnavailableException || GrainCalls.MayPass(e))
        {
            LogThawFailed(e, storyId); // the edit stands; the sweep publishes the story
        }
        await Thaw(grain, id);
    }

    private async Task Thaw(IStoryGrain story, Guid edit)
    {
        try
        {
            await story.Thaw(edit);
        }
        catch (Exception e) when (e is StorageUnavailableException || GrainCalls.MayPass(e))
        {
            // The edit stands or does not, whatever comes of this: the lease ends by itself, the sweep publishes.
            LogThawFailed(e, story.GetPrimaryKeyString());
        }
    }

    private async Task<EditAnswer> Commit(StoryEdit edit, StoryCard first, StoryCard? second) =>
        // A story whose lease has ended goes on writing; the catalog would refuse the edit, but why ask it.
        time.GetElapsedTime(_leaseEnds.Since) < _leaseEnds.After && await store.Edit(edit, CancellationToken.None) == CommitOutcome.Committed
            ? Done(first, second)
            : Failed(EditOutcome.Conflict, first.StoryId);

    private async Task<StoryRow?> Find(string storyId)
    {
        var row = await store.FindStory(storyId, CancellationToken.None);
        // Never by an older catalogue of outlets than the story has been counted by.
        if (row is not null) _outlets = await outlets.AtLeast(Math.Max(row.Card.OutletsVersion, _outlets?.Version ?? 0));
        return row;
    }

    private async Task<StoryMember?> FindMember(string articleId, CancellationToken cancellation)
    {
        try
        {
            return await store.FindMember(articleId, cancellation);
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    private Task<List<StoryMember>> Members(string storyId) => StoryLoader.Members(store, storyId, CancellationToken.None);

    private StoryCommit Change(StoryCard card, StoryRow? row) =>
        new(card, Key.HomeOf(card.StoryId, _options.Partitions), row?.Card.Version ?? 0, [], []);

    private StoryCard Count(StoryRow row, IReadOnlyList<StoryMember> members, long version)
    {
        var ledger = new StoryLedger(row.Card.StoryId, _outlets!.Directory) { State = row.Card.State, MergedInto = row.Card.MergedInto };
        foreach (var member in members) ledger.Add(member);
        ledger.Version = version;
        ledger.Created = row.Card.Created;
        ledger.Updated = time.GetStorableNow();
        ledger.TakeFrames(row.Card);
        return ledger.ToCard();
    }

    /// <summary>A story that is over has no frames: the catalog removes them with this edit.</summary>
    private static StoryCard Ended(StoryCard card, StoryState state) => card with { State = state, FramesVersion = 0, FramesStoryVersion = 0 };

    private StoryCard CountNew(string storyId, IReadOnlyList<StoryMember> members, long version)
    {
        var ledger = new StoryLedger(storyId, _outlets!.Directory) { Created = time.GetStorableNow() };
        foreach (var member in members) ledger.Add(member);
        ledger.Version = version;
        ledger.Updated = time.GetStorableNow();
        return ledger.ToCard();
    }

    private static MemberMove[] Moves(List<StoryMember> moved, string from) =>
        [.. moved.Select(m => new MemberMove(m.Article.ArticleId, from, m.StoryId, m.JoinedVersion, m.PlacedByEditor))];

    private AuditEntry Audit(EditReason reason, string action, string storyId, string? other, string[] articles) =>
        new(time.GetStorableNow(), reason.Actor, action, storyId, other, articles, reason.Text);

    private static EditAnswer Done(StoryCard first, StoryCard? second) => new(EditOutcome.Done, "", first, second);

    private static EditAnswer Failed(EditOutcome outcome, string subject) => new(outcome, subject, null, null);

    [LoggerMessage(4001, LogLevel.Warning, "Story {StoryId} was not thawed; its lease will end by itself.")]
    private partial void LogThawFailed(Exception exception, string storyId);
}
