using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Frames;
using StoryClustering.Gateway.Stories.Watching;
using Order = StoryClustering.Contracts.Stories.StoryOrder;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using WireOrder = StoryClustering.Api.V1.StoryOrder;
using WireView = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Gateway.Stories;

/// <summary>Reads and watches stories. Single stories come from their grains or, if nothing has happened to them for long, from the catalog
/// (all acked changes included), lists from the catalog, watches from this gateway's own view.</summary>
public sealed class StoryService(IStoryCluster cluster, StoryView view, ClusterFacts facts, WatchDesk desk)
    : StoryClustering.Api.V1.StoryService.StoryServiceBase
{
    private readonly MergeTrail _trail = new(cluster, view);

    /// <inheritdoc/>
    public override async Task<GetStoryResponse> GetStory(GetStoryRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        if (request.View is < WireView.Unspecified or > WireView.Full) violations.Add("view", $"Unknown view {(int)request.View}.");
        violations.ThrowIfAny();
        var card = await Survivor(request.StoryId, context.CancellationToken);
        // Both at once. Card and coverage are of one version: the grain gives them together.
        var covering = request.View >= WireView.Coverage ? cluster.Story(card.StoryId).GetCoverage(context.CancellationToken) : Task.FromResult<StoryCoverage?>(null);
        var framing = request.View == WireView.Full && card.State == StoryState.Active
            ? cluster.Frames(card.StoryId).Get(context.CancellationToken) : Task.FromResult<FramesRecord?>(null);
        await Task.WhenAll(covering, framing);
        var coverage = await covering;
        return new GetStoryResponse
        {
            Story = (coverage?.Card ?? card).ToMessage(),
            RedirectedFrom = card.StoryId == request.StoryId ? "" : request.StoryId,
            CoverageDetail = coverage?.ToMessage(),
            Frames = (await framing)?.ToMessage(),
        };
    }

    /// <inheritdoc/>
    public override async Task<StoryHistoryResponse> StoryHistory(StoryHistoryRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultHistoryPage, Limits.HistoryPageSize);
        var asked = new StoryHistoryRequest { StoryId = request.StoryId };
        (string StoryId, long BeforeVersion)? position = null;
        if (CheckToken(violations, request.PageToken))
        {
            position = PageTokens.ReadHistory(await TokenKey(context), asked, request.PageToken);
            if (position is null) violations.Add("page_token", "Not a token of this story's history.");
        }
        violations.ThrowIfAny();

        var card = await Survivor(request.StoryId, context.CancellationToken);
        if (position is { } p && p.StoryId != card.StoryId)
        {
            throw ApiError.State(StatusCode.Aborted, Reasons.StoryMerged,
                "The story was merged while its history was being paged; begin again.", "story_id", card.StoryId).ToException();
        }
        var response = new StoryHistoryResponse { StoryId = card.StoryId, State = card.State.ToMessage() };
        // Its frames went with it.
        if (card.State != StoryState.Active) return response;
        var history = await cluster.Frames(card.StoryId).History(position?.BeforeVersion ?? 0, size, context.CancellationToken)
            ?? throw ApiError.NotFound(Reasons.StoryNotFound, "story", request.StoryId).ToException();
        response.Versions.AddRange(history.Versions.Select(static v => v.ToMessage()));
        if (history.More && history.Versions.Length > 0)
            response.NextPageToken = PageTokens.WriteHistory(await TokenKey(context), asked, card.StoryId, history.Versions[^1].Version);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<BatchGetStoriesResponse> BatchGetStories(BatchGetStoriesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.Ids(violations, "story_ids", request.StoryIds, 1, Limits.BatchIds, stories: true);
        violations.ThrowIfAny();

        var cards = await _trail.FollowAll(request.StoryIds, context.CancellationToken);
        var response = new BatchGetStoriesResponse();
        foreach (var id in request.StoryIds)
        {
            if (!cards.TryGetValue(id, out var card)) response.NotFound.Add(id);
            else response.Stories.Add(new GetStoryResponse { Story = card.ToMessage(), RedirectedFrom = card.StoryId == id ? "" : id });
        }
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ExplainAssignmentResponse> ExplainAssignment(ExplainAssignmentRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.ArticleId(violations, "article_id", request.ArticleId);
        violations.ThrowIfAny();
        var explanation = await cluster.Article(request.ArticleId).Explain(context.CancellationToken)
            ?? throw ApiError.NotFound(Reasons.ArticleNotFound, "article", request.ArticleId).ToException();
        return explanation.ToMessage(request.ArticleId);
    }

    /// <inheritdoc/>
    public override async Task<ListStoriesResponse> ListStories(ListStoriesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        var order = request.Order switch
        {
            WireOrder.Unspecified or WireOrder.Trending => Order.Trending,
            WireOrder.Latest => Order.Latest,
            WireOrder.Largest => Order.Largest,
            _ => default,
        };
        if (order == default) violations.Add("order", $"Unknown order {(int)request.Order}.");
        var filter = StoryFilters.Read(violations, "filter", request.Filter);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultStoryPage, Limits.PageSize);
        // What the token is bound to; an unset and an empty filter are the same.
        var query = new ListStoriesRequest { Order = order == default ? default : (WireOrder)order, Filter = request.Filter ?? new StoryFilter() };
        PagePosition? after = null;
        if (CheckToken(violations, request.PageToken))
        {
            after = PageTokens.Read(await TokenKey(context), query, request.PageToken);
            if (after is null) violations.Add("page_token", "Not a token of this list with this order and filter.");
        }
        violations.ThrowIfAny();

        var page = await cluster.Catalog.ListStories(new StoryListQuery
        {
            Order = order,
            Limit = size,
            Language = filter.Language,
            MinArticles = filter.MinArticles,
            MinOutlets = filter.MinOutlets,
            UpdatedSince = filter.UpdatedSince,
            Entities = filter.Entities,
            Places = filter.Places,
            MinOriginals = filter.MinOriginals,
            Blindspot = filter.Blindspot,
            After = after,
        }, context.CancellationToken);
        var response = new ListStoriesResponse();
        foreach (var card in page.Stories) response.Stories.Add(card.ToMessage());
        if (page.Next is { } next) response.NextPageToken = PageTokens.Write(await TokenKey(context), query, next);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<SearchStoriesResponse> SearchStories(SearchStoriesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.Line(violations, "query", request.Query, Limits.QueryBytes, required: true);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultSearchResults, Limits.SearchResults);
        violations.ThrowIfAny();
        var response = new SearchStoriesResponse();
        foreach (var found in await cluster.Catalog.Search(request.Query, size, context.CancellationToken))
            response.Results.Add(new SearchResult { Story = found.Card.ToMessage(), Score = found.Score });
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListStoryArticlesResponse> ListStoryArticles(ListStoryArticlesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultArticlePage, Limits.PageSize);
        var filter = StoryFilters.Read(violations, "filter", request.Filter);
        // What the token is bound to beside the story.
        var asked = new ListStoryArticlesRequest { StoryId = request.StoryId, Filter = request.Filter ?? new StoryArticleFilter() };
        (string StoryId, long AfterVersion)? position = null;
        if (CheckToken(violations, request.PageToken))
        {
            position = PageTokens.ReadMembers(await TokenKey(context), asked, request.PageToken);
            if (position is null) violations.Add("page_token", "Not a token of this story's articles with this filter.");
        }
        violations.ThrowIfAny();

        var card = await Survivor(request.StoryId, context.CancellationToken);
        if (position is { } p && p.StoryId != card.StoryId)
        {
            throw ApiError.State(StatusCode.Aborted, Reasons.StoryMerged,
                "The story was merged while its articles were being paged; begin again.", "story_id", card.StoryId).ToException();
        }
        var selection = await cluster.Story(card.StoryId).SelectMembers(filter, position?.AfterVersion ?? 0, size, context.CancellationToken)
            ?? throw ApiError.NotFound(Reasons.StoryNotFound, "story", request.StoryId).ToException();
        var response = new ListStoryArticlesResponse { StoryId = card.StoryId, Total = selection.Total, Version = selection.Version };
        if (selection.Members.Length > 0)
        {
            var members = (await cluster.Catalog.GetMembers(Array.ConvertAll(selection.Members, static m => m.ArticleId), context.CancellationToken))
                .ToDictionary(static m => m.Article.ArticleId, StringComparer.Ordinal);
            foreach (var finding in selection.Members)
            {
                // One that left the story between the two questions is not listed any more.
                if (members.TryGetValue(finding.ArticleId, out var member) && member.StoryId == card.StoryId) response.Articles.Add(member.ToMessage(finding));
            }
            if (selection.More)
                response.NextPageToken = PageTokens.WriteMembers(await TokenKey(context), asked, card.StoryId, selection.Members[^1].JoinedVersion);
        }
        return response;
    }

    /// <inheritdoc/>
    public override Task WatchStories(WatchStoriesRequest request, IServerStreamWriter<WatchStoriesResponse> responseStream,
        ServerCallContext context) => desk.Watch(request, responseStream, context);

    // The story, or the one that it went into.
    private async Task<StoryCard> Survivor(string storyId, CancellationToken cancellation) =>
        await _trail.Follow(storyId, cancellation) ?? throw ApiError.NotFound(Reasons.StoryNotFound, "story", storyId).ToException();

    // True if there is a token that is worth reading.
    private static bool CheckToken(Violations violations, string token)
    {
        TextRules.Line(violations, "page_token", token, Limits.TokenBytes);
        return token.Length > 0 && !violations.Has("page_token");
    }

    private async ValueTask<byte[]> TokenKey(ServerCallContext context) => (await facts.Get(context.CancellationToken)).TokenKey;
}
