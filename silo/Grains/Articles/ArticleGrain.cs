using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
///   (1) analyse            CPU; spread over the cluster by the article's key; beside it, if there is one, ask the language model
///   (2) search             candidates of all partitions
///   (3) decide             the engine's rule; no candidate good enough, or in doubt: ask who founds stories at this moment
///   (4) write the decision content and story id, durable
///   (5) settle             the story counts it in, durable, and publishes itself
///   (6) second thoughts    later, by the silo, as well as it can: nothing depends on it
/// </code>
/// A crash before (4) leaves nothing; between (4) and (5) a decision that the sender's next try drives on; after (5) all is done
/// and the next try is told so. Calls do not interleave: the same article sent twice at once is one article.
/// </summary>
public sealed partial class ArticleGrain : Grain, IArticleGrain
{
    /// <summary>As many as the engine's rule looks at.</summary>
    private const int CandidatesPerSearch = 20;
    private const int MostRedirects = 16;
    /// <summary>Members that an explanation looks at, newest first: it must not cost more for a larger story.</summary>
    private const int MostExplained = 256;
    /// <summary>A founder's search must not be older than the drafts that are remembered.</summary>
    private static readonly TimeSpan SearchValidFor = TimeSpan.FromSeconds(20);

    private readonly ArticleAnalyzer _analyzer;
    private readonly ArticleEmbedder _embedder;
    private readonly Assigner _assigner;
    private readonly PartitionRouter _partitions;
    private readonly SecondThoughtQueue _secondThoughts;
    private readonly ICatalogStore _store;
    private readonly IPersistentState<ArticleState> _state;
    private readonly TimeProvider _time;
    private readonly ILogger<ArticleGrain> _log;
    private bool _settled;

    public ArticleGrain(ArticleAnalyzer analyzer, ArticleEmbedder embedder, Assigner assigner, PartitionRouter partitions, SecondThoughtQueue secondThoughts,
        ICatalogStore store,         [PersistentState("article", StorageNames.Grains)] IPersistentState<ArticleState> state, TimeProvider time, ILogger<ArticleGrain> log)
    {
        _analyzer = analyzer;
        _embedder = embedder;
        _assigner = assigner;
        _partitions = partitions;
        _secondThoughts = secondThoughts;
        _store = store;
        _state = state;
        _time = time;
        _log = log;
    }

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task<IngestAnswer> Ingest(ArticleContent content)
    {
        try
        {
            var fingerprint = Fingerprint(content);
            var known = _state.State;
            if (known.Revision == 0) return await TakeInNew(content, fingerprint);
            if (known.Retracted) return new IngestAnswer(Id, known.StoryId, 0, IngestOutcome.Retracted, known.Founder, known.Revision);
            if (fingerprint.AsSpan().SequenceEqual(known.Fingerprint)) return await Repeat(content);
            return await Revise(content, fingerprint);
        }
        catch (CatalogUnavailableException e)
        {
            LogFailed(e, Id);
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    /// <inheritdoc/>
    public async Task<RetractAnswer?> Retract(string reason)
    {
        var state = _state.State;
        if (state.Revision == 0) return null;
        if (!state.Retracted)
        {
            state.Retracted = true;
            state.RetractReason = reason;
            state.Content = null; // withdrawn: not kept either
            await Write();
        }
        // Also when it was retracted before: an earlier try may have stopped here.
        var answer = await GrainFactory.GetGrain<IEditorGrain>(0).RemoveArticle(Id, new EditReason("publisher", reason));
        return answer.Outcome switch
        {
            EditOutcome.Done => new RetractAnswer(Id, answer.First!.StoryId, answer.First.Version),
            EditOutcome.NotFound => new RetractAnswer(Id, state.StoryId, 0),
            _ => throw new StorageUnavailableException("The story kept changing."),
        };
    }

    /// <inheritdoc/>
    public async Task<ArticleWords?> GetText()
    {
        if (_state.State is { Revision: > 0, Retracted: false, Content: null }) await ReadBack();
        var state = _state.State;
        if (state is not { Revision: > 0, Retracted: false, Content: { } content }) return null;
        // An article that is in its story does not keep its text: see Settle.
        if (_settled) state.Content = null;
        return new ArticleWords(content.Title, content.Text, state.Revision, state.Language);
    }

    /// <inheritdoc/>
    public async Task<AssignmentExplanation?> Explain()
    {
        var state = _state.State;
        if (state.Revision == 0) return null;
        try
        {
            var member = state.Retracted ? null : await _store.FindMember(Id, CancellationToken.None);
            var members = member is null ? [] : await _store.LoadNewestMembers([member.StoryId], MostExplained, CancellationToken.None);
            return Explanation.Of(state, member, members);
        }
        catch (CatalogUnavailableException e)
        {
            LogFailed(e, Id);
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

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

    private async Task<IngestAnswer> TakeInNew(ArticleContent content, byte[] fingerprint)
    {
        var article = await Analyse(content); // (1)
        var (storyId, founder, assignment) = await Decide(article); // (2) (3)
        var state = _state.State;
        state.Content = content;
        state.Fingerprint = fingerprint;
        state.Revision = 1;
        state.Ingested = _time.GetStorableNow();
        state.StoryId = storyId;
        state.Founder = founder;
        state.Language = article.Language;
        state.Assignment = Record(assignment, storyId, founder);
        await Write(); // (4)
        var answer = await Settle(Digest(content, article), founder ? AddHint.Founding : AddHint.Fresh, article); // (5)
        _secondThoughts.Add(Id, answer.StoryId, article, assignment); // (6)
        return new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.New, answer.Founded, 1);
    }

    /// <summary>The same article again: the same answer. Drives on what an earlier try left undone.</summary>
    private async Task<IngestAnswer> Repeat(ArticleContent content)
    {
        var state = _state.State;
        var member = await _store.FindMember(Id, CancellationToken.None);
        if (member is not null && _settled && member.Article.Revision == state.Revision)
            return Duplicate(member.StoryId, member.JoinedVersion, HasFounded(member));

        var article = await Analyse(content);
        var digest = Digest(content, article);
        if (member is not null && member.Article.Revision < state.Revision)
        {
            var revised = await SettleRevision(member.StoryId, digest);
            return new IngestAnswer(Id, revised.StoryId, revised.Version, IngestOutcome.Revised, false, state.Revision);
        }
        if (member is not null) state.StoryId = member.StoryId;
        var answer = await Settle(digest, AddHint.Retried, article);
        // If an earlier try got the article in, nobody was told: but a sender cannot tell that from a repetition, nor need it.
        return answer.Result == AddResult.Added
            ? new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.New, answer.Founded, state.Revision)
            : Duplicate(answer.StoryId, answer.Version, answer.Founded);
    }

    private IngestAnswer Duplicate(string storyId, long version, bool founded) =>
        new(Id, storyId, version, IngestOutcome.Duplicate, founded, _state.State.Revision);

    /// <summary>True for the first member of a story, unless an editor put it there.</summary>
    private static bool HasFounded(StoryMember member) => member is { JoinedVersion: 1, PlacedByEditor: false };

    /// <summary>The outlet changed the article: it stays in its story, which shows the new text.</summary>
    private async Task<IngestAnswer> Revise(ArticleContent content, byte[] fingerprint)
    {
        var state = _state.State;
        var article = await Analyse(content);
        _settled = false; // until the story has published this revision, too
        state.Content = content;
        state.Fingerprint = fingerprint;
        state.Revision++;
        state.Language = article.Language;
        await Write();
        var digest = Digest(content, article);
        var member = await _store.FindMember(Id, CancellationToken.None);
        if (member is null)
        {
            // The first revision never got into a story.
            var added = await Settle(digest, AddHint.Retried, article);
            return new IngestAnswer(Id, added.StoryId, added.Version, IngestOutcome.New, added.Founded, state.Revision);
        }
        var answer = await SettleRevision(member.StoryId, digest);
        return new IngestAnswer(Id, answer.StoryId, answer.Version, IngestOutcome.Revised, false, state.Revision);
    }

    private async Task<(string StoryId, bool Founder, Assignment Assignment)> Decide(AnalysedArticle article)
    {
        while (true)
        {
            var start = _time.GetTimestamp();
            var query = new SearchQuery(article.Vector.ToBytes(), article.Language, article.Published, FreeText: false, CandidatesPerSearch);
            var found = await _partitions.Search(query);
            var candidates = new List<Candidate>(found.Length);
            foreach (var c in found) candidates.Add(new Candidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit));
            var assignment = _assigner.Decide(article, candidates);
            if (assignment is { IsClear: true, StoryId: { } storyId }) return (storyId, false, assignment);
            // Its own story may have been founded since the search, and what it found be the next best.
            if (_time.GetElapsedTime(start) > SearchValidFor) continue; // too long ago: drafts may have come and gone since
            var own = Key.StoryFoundedBy(Id);
            var draft = new StoryDraft(own, Id, query.Vector, article.Language, article.Published,
                candidates.ConvertAll(static c => c.StoryId).ToArray(), assignment.Threshold,
                assignment.FoundsStory ? null : found.First(f => f.StoryId == assignment.StoryId));
            var proposed = await GrainFactory.GetGrain<IFoundingGrain>(IFoundingGrain.Key).Propose(draft);
            return (proposed, proposed == own, assignment);
        }
    }

    private async Task<AddAnswer> Settle(ArticleDigest digest, AddHint hint, AnalysedArticle article)
    {
        var storyId = _state.State.StoryId;
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            var answer = await GrainFactory.GetGrain<IStoryGrain>(storyId).AddArticle(digest, hint);
            switch (answer.Result)
            {
                case AddResult.Added or AddResult.AlreadyMember:
                    _settled = true;
                    // Nothing needs the text from now on; a silo holds many articles for a while.
                    _state.State.Content = null;
                    return answer;
                case AddResult.Redirect or AddResult.MemberElsewhere:
                    storyId = answer.StoryId;
                    break;
                default: // retracted in the meantime: decide again, and remember that before anybody acts on it
                    var (next, founder, assignment) = await Decide(article);
                    if (next == storyId) { next = Key.NewStory(); founder = true; }
                    storyId = next;
                    if (_state.State.Content is not null)
                    {
                        _state.State.StoryId = storyId;
                        _state.State.Founder = founder;
                        _state.State.Assignment = Record(assignment, storyId, founder);
                        await Write();
                    }
                    break;
            }
            hint = hint == AddHint.Founding ? AddHint.Fresh : hint;
        }
        throw new StorageUnavailableException($"{Id} found no story that takes it.");
    }

    private async Task<AddAnswer> SettleRevision(string storyId, ArticleDigest digest)
    {
        for (var hop = 0; hop < MostRedirects; hop++)
        {
            var answer = await GrainFactory.GetGrain<IStoryGrain>(storyId).ReviseArticle(digest);
            if (answer.Result is AddResult.Added or AddResult.AlreadyMember)
            {
                _settled = true;
                _state.State.Content = null;
                return answer;
            }
            if (answer.Result == AddResult.Refused) break;
            storyId = answer.StoryId;
        }
        throw new StorageUnavailableException($"{Id} is moving between stories.");
    }

    private async ValueTask<AnalysedArticle> Analyse(ArticleContent content)
    {
        var embedding = _embedder.Embed(content.Title, content.Text);
        var article = _analyzer.Analyse(new ArticleText(content.Title, content.Text, content.Language, content.Published));
        return article.With(await embedding);
    }

    private ArticleDigest Digest(ArticleContent content, AnalysedArticle article) => new()
    {
        ArticleId = Id,
        Url = content.Url,
        Title = content.Title,
        Outlet = content.Outlet,
        Published = content.Published?.ToMicroseconds(),
        Ingested = _state.State.Ingested,
        Language = article.Language,
        ExternalId = content.ExternalId,
        FeedCredit = content.FeedCredit,
        Revision = _state.State.Revision,
        Entities = [.. article.Entities],
        Vector = article.Vector.ToBytes(),
        Signature = article.Signature.ToBytes(),
        Credits = [.. CreditLines.Find(content.Text, content.FeedCredit, content.CanonicalHost).Select(static c => new ArticleCredit((byte)c.Form, c.Source, c.Quote))],
    };

    /// <summary>Reads the whole state, so that the text is that of the revision beside it, whoever wrote it.</summary>
    private async Task ReadBack()
    {
        try
        {
            await _state.ReadStateAsync();
        }
        catch (Exception e)
        {
            LogFailed(e, Id);
            DeactivateOnIdle();
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    private async Task Write()
    {
        try
        {
            await _state.WriteStateAsync();
        }
        catch (Orleans.Storage.InconsistentStateException)
        {
            throw; // a second activation: Orleans ends this one
        }
        catch (Exception e)
        {
            // What was stored is not known, so what is in memory is worth nothing.
            LogFailed(e, Id);
            DeactivateOnIdle();
            throw new StorageUnavailableException("The database did not take the article.");
        }
    }

    private static byte[] Fingerprint(ArticleContent c)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(c.Url);
        Append(c.Title);
        Append(c.Text);
        Append(c.Outlet);
        Append(c.Published?.UtcTicks.ToString() ?? "");
        Append(c.Language ?? "");
        Append(c.FeedCredit);
        if (c.CanonicalHost.Length > 0) Append(c.CanonicalHost);
        return hash.GetHashAndReset();

        void Append(string field)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "Article {ArticleId} was not taken in.")]
    private partial void LogFailed(Exception exception, string articleId);
}
