using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Watching;
using Order = StoryClustering.Contracts.Stories.StoryOrder;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using WireOrder = StoryClustering.Api.V1.StoryOrder;

namespace StoryClustering.Gateway.Stories;

/// <summary>Reads and watches stories. Single stories come from their grains (all acked changes included), lists from the
/// catalog (half a second behind at most), watches from this gateway's own view.</summary>
public sealed class StoryService(IStoryCluster cluster, ClusterFacts facts, WatchDesk desk)
    : StoryClustering.Api.V1.StoryService.StoryServiceBase
{
    // A chain this long has never been seen; it bounds the work that a damaged one can cause.
    private const int MergeHops = 16;

    /// <inheritdoc/>
    public override async Task<GetStoryResponse> GetStory(GetStoryRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        violations.ThrowIfAny();
        var card = await Survivor(request.StoryId, context.CancellationToken);
        return new GetStoryResponse
        {
            Story = card.ToMessage(),
            RedirectedFrom = card.StoryId == request.StoryId ? "" : request.StoryId,
        };
    }

    /// <inheritdoc/>
    public override async Task<BatchGetStoriesResponse> BatchGetStories(BatchGetStoriesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.Ids(violations, "story_ids", request.StoryIds, 1, Limits.BatchIds, stories: true);
        violations.ThrowIfAny();

        var cards = new Dictionary<string, StoryCard>(StringComparer.Ordinal);
        var wanted = request.StoryIds.Distinct(StringComparer.Ordinal).ToArray();
        for (var hop = 0; hop <= MergeHops && wanted.Length > 0; hop++)
        {
            foreach (var card in await cluster.Catalog.GetCards(wanted).WaitAsync(context.CancellationToken)) cards[card.StoryId] = card;
            wanted = [.. wanted.Select(id => cards.GetValueOrDefault(id)?.MergedInto).OfType<string>().Where(id => !cards.ContainsKey(id)).Distinct()];
        }

        var response = new BatchGetStoriesResponse();
        foreach (var id in request.StoryIds)
        {
            var card = cards.GetValueOrDefault(id);
            for (var hop = 0; hop < MergeHops && card is { State: StoryState.Merged, MergedInto: { } next }; hop++)
                card = cards.GetValueOrDefault(next);
            if (card is null) response.NotFound.Add(id);
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
        var explanation = await cluster.Article(request.ArticleId).Explain().WaitAsync(context.CancellationToken)
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
        var filter = request.Filter ?? new StoryFilter();
        var language = filter.Language.ToLowerInvariant();
        if (language.Length > 0 && (language.Length != 2 || !language.All(char.IsAsciiLetter)) && language != "und"
            && !violations.Has("filter.language"))
            violations.Add("filter.language", "Must be a code of ISO 639-1 or \"und\".", filter.Language);
        if (filter.MinArticles < 0) violations.Add("filter.min_articles", "Must not be negative.");
        if (filter.MinOutlets < 0) violations.Add("filter.min_outlets", "Must not be negative.");
        var since = TextRules.Time(violations, "filter.updated_since", filter.UpdatedSince);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultStoryPage, Limits.PageSize);
        // What the token is bound to; an unset and an empty filter are the same.
        var query = new ListStoriesRequest { Order = order == default ? default : (WireOrder)order, Filter = filter };
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
            Language = language.Length == 0 ? null : language,
            MinArticles = filter.MinArticles,
            MinOutlets = filter.MinOutlets,
            UpdatedSince = since,
            After = after,
        }).WaitAsync(context.CancellationToken);
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
        foreach (var found in await cluster.Catalog.Search(request.Query, size).WaitAsync(context.CancellationToken))
            response.Results.Add(new SearchResult { Story = found.Card.ToMessage(), Score = found.Score });
        return response;
    }

    /// <inheritdoc/>
    public override async Task<ListStoryArticlesResponse> ListStoryArticles(ListStoryArticlesRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        var size = TextRules.PageSize(violations, request.PageSize, Limits.DefaultArticlePage, Limits.PageSize);
        (string StoryId, long AfterVersion)? position = null;
        if (CheckToken(violations, request.PageToken))
        {
            position = PageTokens.ReadMembers(await TokenKey(context), request.StoryId, request.PageToken);
            if (position is null) violations.Add("page_token", "Not a token of this story's articles.");
        }
        violations.ThrowIfAny();

        var card = await Survivor(request.StoryId, context.CancellationToken);
        if (position is { } p && p.StoryId != card.StoryId)
        {
            throw ApiError.State(StatusCode.Aborted, Reasons.StoryMerged,
                "The story was merged while its articles were being paged; begin again.", "story_id", card.StoryId).ToException();
        }
        var page = await cluster.Catalog.ListMembers(card.StoryId, position?.AfterVersion ?? 0, size).WaitAsync(context.CancellationToken);
        var response = new ListStoryArticlesResponse { StoryId = card.StoryId };
        foreach (var member in page.Members) response.Articles.Add(member.ToMessage());
        if (page is { More: true, Members.Length: > 0 })
        {
            response.NextPageToken = PageTokens.WriteMembers(await TokenKey(context), request.StoryId, card.StoryId,
                page.Members[^1].JoinedVersion);
        }
        return response;
    }

    /// <inheritdoc/>
    public override Task WatchStories(WatchStoriesRequest request, IServerStreamWriter<WatchStoriesResponse> responseStream,
        ServerCallContext context) => desk.Watch(request, responseStream, context);

    // The story, or the one that it went into.
    private async Task<StoryCard> Survivor(string storyId, CancellationToken cancellation)
    {
        var id = storyId;
        for (var hop = 0; hop <= MergeHops; hop++)
        {
            var card = await cluster.Story(id).GetCard().WaitAsync(cancellation);
            if (card is null) break;
            if (card is not { State: StoryState.Merged, MergedInto: { } next }) return card;
            id = next;
        }
        throw ApiError.NotFound(Reasons.StoryNotFound, "story", storyId).ToException();
    }

    // True if there is a token that is worth reading.
    private static bool CheckToken(Violations violations, string token)
    {
        TextRules.Line(violations, "page_token", token, Limits.TokenBytes);
        return token.Length > 0 && !violations.Has("page_token");
    }

    private async ValueTask<byte[]> TokenKey(ServerCallContext context) => (await facts.Get(context.CancellationToken)).TokenKey;
}
