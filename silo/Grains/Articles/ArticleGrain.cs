using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Engine.Syndication;
using StoryClustering.Grains.Embedding;
using StoryClustering.Grains.Founding;
using StoryClustering.Grains.Partitions;
using StoryClustering.Grains.Reconsidering;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Articles;

/// <summary>
/// One article's way into its story:
/// <code>
///   (1) known?             its row in the catalog alone tells a repetition: no analysis, no story wakes up
///   (2) analyse            CPU; spread over the cluster by the article's key; beside it, if there is one, ask the language model
///   (3) search             candidates of all partitions
///   (4) decide             the engine's rule; no candidate good enough, or in doubt: ask who founds stories at this moment
///   (5) write the decision content and story id, durable
///   (6) settle             the story counts it in, durable, and publishes itself
///   (7) second thoughts    later, by the silo, as well as it can: nothing depends on it
/// </code>
/// A crash before (5) leaves nothing; between (5) and (6) a decision that the sender's next try drives on; after (6) all is done
/// and the next try is told so. Calls do not interleave: the same article sent twice at once is one article.
/// </summary>
public sealed partial class ArticleGrain : Grain, IArticleGrain
{
    /// <summary>As many as the engine's rule looks at.</summary>
    private const int CandidatesPerSearch = 20;
    private const int MostTries = 16;
    /// <summary>Mergers that are followed to a story; far more than there are. It bounds the work that a damaged chain can
    /// cause.</summary>
    private const int MostMergers = 4096;
    private const int MostSearches = 3;
    /// <summary>Members that an explanation looks at, newest first: it must not cost more for a larger story.</summary>
    private const int MostExplained = 256;
    /// <summary>Share of the score by which an article joins that is enough for it to stay.</summary>
    private const float StaysAbove = 0.6f;
    private static readonly EditReason OfAnotherEvent = new("engine", "revision of something else", ByMachine: true);

    private readonly ArticleAnalyzer _analyzer;
    private readonly ArticleEmbedder _embedder;
    private readonly Assigner _assigner;
    private readonly PartitionRouter _partitions;
    private readonly SecondThoughtQueue _secondThoughts;
    private readonly ICatalogStore _store;
    private readonly PlacementReader _placements;
    private readonly ArticleStore _article;
    private readonly TimeSpan _published;
    private readonly TimeProvider _time;
    private readonly ILogger<ArticleGrain> _log;
    /// <summary>Revision that this activation has got into its story and published; 0: it knows of none.</summary>
    private int _settled;

    public ArticleGrain(ArticleAnalyzer analyzer, ArticleEmbedder embedder, Assigner assigner, PartitionRouter partitions, SecondThoughtQueue secondThoughts,
        ICatalogStore store, PlacementReader placements, [FromKeyedServices(StorageNames.Grains)] IGrainStorage storage,
        IOptions<ClusteringOptions> options, TimeProvider time, ILogger<ArticleGrain> log)
    {
        _analyzer = analyzer;
        _embedder = embedder;
        _assigner = assigner;
        _partitions = partitions;
        _secondThoughts = secondThoughts;
        _store = store;
        _placements = placements;
        _article = new ArticleStore(storage, this.GetGrainId(), log);
        // By then its partition has found it, also if the silo that stored it died before it published it.
        _published = 2 * (options.Value.SweepInterval + options.Value.SweepMargin);
        _time = time;
        _log = log;
    }

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task<IngestAnswer> Ingest(ArticleContent content, CancellationToken cancellation) => Ask(async () =>
    {
        var fingerprint = ArticleFingerprint.Of(content);
        var placement = await _placements.Find(Id, cancellation); // (1)
        if (placement is { StoryId: not null, Retracted: false } && IsPublished(placement) && fingerprint.AsSpan().SequenceEqual(placement.Fingerprint))
            return Duplicate(placement);
        await _article.Ensure();
        var known = _article.State;
        if (known.Retracted || placement is { Retracted: true }) return Retracted();
        if (known.Revision == 0) return await TakeInNew(content, fingerprint, cancellation);
        return await IsRepetition(fingerprint)
            ? await Repeat(content, placement, cancellation)
            : await Revise(content, fingerprint, placement, cancellation);
    });

    /// <inheritdoc/>
    public Task<RetractAnswer?> Retract(string reason, CancellationToken cancellation) => Ask<RetractAnswer?>(async () =>
    {
        await _article.Ensure();
        var state = _article.State;
        if (state.Revision == 0)
        {
            DeactivateOnIdle();
            return null;
        }
        // First of all, and for ever: an earlier call may still be on its way to add the article, and somebody may send it again.
        var isMember = await _store.RetractArticle(Id, reason, cancellation);
        if (!state.Retracted)
        {
            state.Retracted = true;
            state.RetractReason = reason;
            state.Content = null; // withdrawn: not kept either
            await _article.Write();
        }
        // Also when it was retracted before: an earlier try may have stopped here. If this one does, RetractionWatch goes on.
        if (!isMember) return new RetractAnswer(Id, state.StoryId, 0);
        var answer = await GrainFactory.GetGrain<IEditorGrain>(0).RemoveArticle(Id, new EditReason("publisher", reason), cancellation);
        return answer.Outcome switch
        {
            EditOutcome.Done => new RetractAnswer(Id, answer.First!.StoryId, answer.First.Version),
            EditOutcome.NotFound => new RetractAnswer(Id, state.StoryId, 0),
            _ => throw new StorageUnavailableException("The story kept changing."),
        };
    });

    /// <inheritdoc/>
    public async Task<ArticleWords?> GetText(CancellationToken cancellation)
    {
        await _article.Ensure();
        if (_article.State is { Revision: > 0, Retracted: false, Content: null }) await _article.Read();
        var state = _article.State;
        if (state.Revision == 0) DeactivateOnIdle();
        if (state is not { Revision: > 0, Retracted: false, Content: { } content }) return null;
        // An article that is in its story does not keep its text: see Settle.
        if (_settled == state.Revision) state.Content = null;
        return new ArticleWords(content.Title, content.Text, state.Revision, state.Language);
    }

    /// <inheritdoc/>
    public Task<AssignmentExplanation?> Explain(CancellationToken cancellation) => Ask<AssignmentExplanation?>(async () =>
    {
        await _article.Ensure();
        var state = _article.State;
        if (state.Revision == 0)
        {
            DeactivateOnIdle();
            return null;
        }
        var member = state.Retracted ? null : await _store.FindMember(Id, cancellation);
        var members = member is null ? [] : await _store.LoadNewestMembers([member.StoryId], MostExplained, cancellation);
        return Explanation.Of(state, member, members);
    });

    private AssignmentRecord Record(Assignment assignment, string storyId, bool founder) => new()
    {
        Decided = _time.GetStorableNow(),
        StoryId = storyId,
        Founded = founder,
        Threshold = assignment.Threshold,
        Considered = assignment.Considered,
        Best = Scored(assignment.Best),
        RunnerUp = Scored(assignment.RunnerUp),
    };

    private static ScoredCandidate? Scored(Candidate? candidate) =>
        candidate is { } c ? new ScoredCandidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.Fit, c.BestMember) : null;

    private async Task<IngestAnswer> TakeInNew(ArticleContent content, byte[] fingerprint, CancellationToken cancellation)
    {
        var article = await Analyse(content); // (2)
        var ingested = _time.GetStorableNow();
        var digest = Checked(Digest(content, article, fingerprint, 1, ingested));
        var (storyId, founder, assignment) = await Decide(article, cancellation); // (3) (4)
        cancellation.ThrowIfCancellationRequested();
        var state = _article.State;
        state.Content = content;
        state.Fingerprint = fingerprint;
        state.Revision = 1;
        state.Ingested = ingested;
        state.StoryId = storyId;
        state.Founder = founder;
        state.Language = article.Language;
        state.Assignment = Record(assignment, storyId, founder);
        await _article.Write(); // (5)
        var answer = await Settle(digest, founder ? AddHint.Founding : AddHint.Fresh, article, cancellation); // (6)
        if (answer.Result == AddResult.Retracted) return Retracted();
        _secondThoughts.Add(Id, answer.StoryId, article, assignment); // (7)
        return new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.New, answer.Founded, 1);
    }

    /// <summary>The same article again: the same answer. Drives on what an earlier try left undone.</summary>
    private async Task<IngestAnswer> Repeat(ArticleContent content, ArticlePlacement? placement, CancellationToken cancellation)
    {
        var state = _article.State;
        // A row from before rows had fingerprints.
        if (placement is { StoryId: not null } && placement.Revision == state.Revision && IsPublished(placement)) return Duplicate(placement);

        var article = await Analyse(content);
        var digest = Checked(Digest(content, article, state.Fingerprint, state.Revision, state.Ingested));
        if (placement is { StoryId: { } home } && placement.Revision < state.Revision)
        {
            var revised = await SettleRevision(await DecideAnew(home, placement, article, cancellation), digest, cancellation);
            return revised.Result == AddResult.Retracted ? Retracted()
                : new IngestAnswer(Id, revised.StoryId, revised.Version, IngestOutcome.Revised, false, state.Revision);
        }
        if (placement?.StoryId is { } storyId) state.StoryId = storyId;
        state.Content ??= content; // a decision that has to be made anew is stored with it
        var answer = await Settle(digest, AddHint.Retried, article, cancellation);
        // If an earlier try got the article in, nobody was told: but a sender cannot tell that from a repetition, nor need it.
        return answer.Result switch
        {
            AddResult.Retracted => Retracted(),
            AddResult.Added => new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.New, answer.Founded, state.Revision),
            _ => new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.Duplicate, answer.Founded, state.Revision),
        };
    }

    private IngestAnswer Duplicate(ArticlePlacement placement) =>
        new(Id, placement.StoryId!, placement.JoinedVersion, IngestOutcome.Duplicate, placement.HasFounded, placement.Revision);

    private IngestAnswer Retracted() => new(Id, _article.State.StoryId, 0, IngestOutcome.Retracted, _article.State.Founder, _article.State.Revision);

    /// <summary>Whether the article's story is known to have been published since the article joined it or was revised.</summary>
    private bool IsPublished(ArticlePlacement placement) => placement.Revision == _settled || placement.Age > _published;

    private async ValueTask<bool> IsRepetition(byte[] fingerprint)
    {
        if (_article.State.Fingerprint.Length == ArticleFingerprint.Length) return fingerprint.AsSpan().SequenceEqual(_article.State.Fingerprint);
        // Stored by a version that told repetitions in another way: then by the stored words.
        if (_article.State.Content is null) await _article.Read();
        if (_article.State.Content is not { } stored || !fingerprint.AsSpan().SequenceEqual(ArticleFingerprint.Of(stored))) return false;
        _article.State.Fingerprint = fingerprint;
        return true;
    }

    /// <summary>The outlet changed the article: it stays in its story, which shows the new text, unless that is of something
    /// else.</summary>
    private async Task<IngestAnswer> Revise(ArticleContent content, byte[] fingerprint, ArticlePlacement? placement, CancellationToken cancellation)
    {
        var state = _article.State;
        var article = await Analyse(content);
        var digest = Checked(Digest(content, article, fingerprint, state.Revision + 1, state.Ingested));
        cancellation.ThrowIfCancellationRequested();
        state.Content = content;
        state.Fingerprint = fingerprint;
        state.Revision++;
        state.Language = article.Language;
        await _article.Write();
        if (placement?.StoryId is not { } home)
        {
            // The first revision never got into a story.
            var added = await Settle(digest, AddHint.Retried, article, cancellation);
            return added.Result == AddResult.Retracted ? Retracted()
                : new IngestAnswer(Id, added.StoryId, added.Version, IngestOutcome.New, added.Founded, state.Revision);
        }
        var answer = await SettleRevision(await DecideAnew(home, placement, article, cancellation), digest, cancellation);
        return answer.Result == AddResult.Retracted ? Retracted()
            : new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.Revised, false, state.Revision);
    }

    /// <summary>The story that a revision belongs to: its own, if it still resembles the others there, or if a person has placed it.
    /// Otherwise it
    /// moves, with its old text, before the new one is settled: if this stops half way, the sender's next try goes on.</summary>
    private async Task<string> DecideAnew(string home, ArticlePlacement placement, AnalysedArticle article,
        CancellationToken cancellation)
    {
        if (placement.PlacedByEditor) return home;
        var query = new SearchQuery(article.Vector.ToBytes(), article.Language, article.Published, FreeText: false,
            CandidatesPerSearch, Id) { Decoded = article };
        var search = _partitions.Search(query);
        var own = await _partitions.Score(query, home).WaitAsync(cancellation);
        var candidates = new List<Candidate>();
        foreach (var c in await search.WaitAsync(cancellation)) candidates.Add(new Candidate(c.StoryId, c.Score, c.Similarity,
            c.TimeFactor, c.BestMember, c.Fit));
        if (own is not { BestMember.Length: > 0 } || own.Value.Score >= StaysAbove * _assigner.ThresholdFor(article,
            candidates)) return home;
        var editor = GrainFactory.GetGrain<IEditorGrain>(0);
        candidates.RemoveAll(c => c.StoryId == home);
        var answer = _assigner.Decide(article, candidates).StoryId is { } other
            ? await editor.Move(Id, other, OfAnotherEvent, cancellation)
            : await editor.Split(home, [Id], OfAnotherEvent, cancellation);
        if (answer is not { Outcome: EditOutcome.Done, Second: { } now }) return home; // placed or alone by now
        LogDecidedAnew(Id, home, now.StoryId);
        return now.StoryId;
    }

    private async Task<(string StoryId, bool Founder, Assignment Assignment)> Decide(AnalysedArticle article, CancellationToken cancellation)
    {
        for (var search = 1; search <= MostSearches; search++)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = _time.GetTimestamp();
            var query = new SearchQuery(article.Vector.ToBytes(), article.Language, article.Published, FreeText: false, CandidatesPerSearch);
            var found = await _partitions.Search(query).WaitAsync(cancellation);
            var candidates = new List<Candidate>(found.Length);
            foreach (var c in found) candidates.Add(new Candidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit));
            var assignment = _assigner.Decide(article, candidates);
            if (assignment is { IsClear: true, StoryId: { } storyId }) return (storyId, false, assignment);
            // Its own story may have been founded since the search, and what it found be the next best.
            if (_time.GetElapsedTime(start) > Deadlines.SearchValid) continue; // too long ago: drafts may have come and gone since
            var own = Key.StoryFoundedBy(Id);
            var draft = new StoryDraft(own, Id, query.Vector, article.Language, article.Published,
                candidates.ConvertAll(static c => c.StoryId).ToArray(), assignment.Threshold,
                assignment.FoundsStory ? null : found.First(f => f.StoryId == assignment.StoryId));
            var proposed = await GrainFactory.GetGrain<IFoundingGrain>(IFoundingGrain.Key).Propose(draft, cancellation);
            return (proposed, proposed == own, assignment);
        }
        throw new StorageUnavailableException("The partitions answer too slowly to decide where the article belongs.");
    }

    private async Task<AddAnswer> Settle(ArticleDigest digest, AddHint hint, AnalysedArticle article, CancellationToken cancellation)
    {
        var state = _article.State;
        var storyId = state.StoryId;
        for (var (tries, mergers) = (0, 0); tries < MostTries && mergers < MostMergers;)
        {
            var answer = await GrainFactory.GetGrain<IStoryGrain>(storyId).AddArticle(digest, hint, cancellation);
            switch (answer.Result)
            {
                case AddResult.Added or AddResult.AlreadyMember:
                    IsSettled();
                    return answer;
                case AddResult.Retracted:
                    await ForgetRetracted();
                    return answer;
                case AddResult.Redirect:
                    storyId = answer.StoryId;
                    mergers++;
                    break;
                case AddResult.MemberElsewhere:
                    storyId = answer.StoryId;
                    tries++;
                    break;
                default: // retracted in the meantime: decide again, and remember that before anybody acts on it
                    tries++;
                    var (next, founder, assignment) = await Decide(article, cancellation);
                    if (next == storyId) { next = Key.NewStory(); founder = true; }
                    storyId = next;
                    if (state.Content is not null)
                    {
                        state.StoryId = storyId;
                        state.Founder = founder;
                        state.Assignment = Record(assignment, storyId, founder);
                        await _article.Write();
                    }
                    break;
            }
            hint = hint == AddHint.Founding ? AddHint.Fresh : hint;
        }
        throw new StorageUnavailableException($"{Id} found no story that takes it.");
    }

    private async Task<AddAnswer> SettleRevision(string storyId, ArticleDigest digest, CancellationToken cancellation)
    {
        for (var (tries, mergers) = (0, 0); tries < MostTries && mergers < MostMergers;)
        {
            var answer = await GrainFactory.GetGrain<IStoryGrain>(storyId).ReviseArticle(digest, cancellation);
            if (answer.Result is AddResult.Added or AddResult.AlreadyMember)
            {
                IsSettled();
                return answer;
            }
            if (answer.Result == AddResult.Retracted)
            {
                await ForgetRetracted();
                return answer;
            }
            if (answer.Result == AddResult.Refused) break;
            if (answer.Result == AddResult.Redirect) mergers++;
            else tries++;
            storyId = answer.StoryId;
        }
        throw new StorageUnavailableException($"{Id} is moving between stories.");
    }

    private void IsSettled()
    {
        _settled = _article.State.Revision;
        // Nothing needs the text from now on; a silo holds many articles for a while.
        _article.State.Content = null;
    }

    /// <summary>The catalog knows of a retraction that stopped before it was noted here.</summary>
    private async Task ForgetRetracted()
    {
        _article.State.Retracted = true;
        _article.State.Content = null;
        await _article.Write();
    }

    private async ValueTask<AnalysedArticle> Analyse(ArticleContent content)
    {
        var embedding = _embedder.Embed(content.Title, content.Text);
        var article = _analyzer.Analyse(new ArticleText(content.Title, content.Text, content.Language, content.Published)
        {
            Outlet = content.Outlet,
            Credit = content.FeedCredit,
            Url = content.Url,
        });
        return article.With(await embedding);
    }

    private ArticleDigest Digest(ArticleContent content, AnalysedArticle article, byte[] fingerprint, int revision, DateTimeOffset ingested) => new()
    {
        ArticleId = Id,
        Url = content.Url,
        Title = content.Title,
        Outlet = content.Outlet,
        Published = content.Published?.ToMicroseconds(),
        Ingested = ingested,
        Language = article.Language,
        ExternalId = content.ExternalId,
        FeedCredit = content.FeedCredit,
        Revision = revision,
        Entities = [.. article.Entities],
        Vector = article.Vector.ToBytes(),
        Signature = article.Signature.ToBytes(),
        Credits = [.. CreditLines.Find(content.Text, content.FeedCredit, content.CanonicalHost).Select(static c => new ArticleCredit((byte)c.Form, c.Source, c.Quote))],
        Fingerprint = fingerprint,
    };

    /// <summary>What no story can store is refused before anything is stored of it: afterwards it would fail whenever it is sent again.</summary>
    private static ArticleDigest Checked(ArticleDigest digest) =>
        CatalogRules.FaultOf(digest) is { } fault ? throw new ArticleRefusedException(fault) : digest;

    private async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (CatalogUnavailableException e)
        {
            LogFailed(e, Id);
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    [LoggerMessage(1003, LogLevel.Information, "The revision of {ArticleId} does not fit {StoryId} any more: it went to {Other}.")]
    private partial void LogDecidedAnew(string articleId, string storyId, string other);

    [LoggerMessage(1001, LogLevel.Warning, "Article {ArticleId} was not taken in.")]
    private partial void LogFailed(Exception exception, string articleId);
}
