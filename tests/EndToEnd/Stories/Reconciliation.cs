using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Stories;

/// <summary>Reads everything back, page by page, and checks that every count equals its set.</summary>
internal static class Reconciliation
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    /// <summary>All that is stored, once it reconciles: articles by URL. Lists may lag behind an ack for a moment.</summary>
    public static Task<IReadOnlyDictionary<string, StoryArticle>> Reconciled(this StoryService.StoryServiceClient stories) =>
        Eventually.Passes(() => ReadAll(stories), Settling);

    /// <summary>Checks that exactly these articles are stored, each in the story that its ack named or that this one was merged into.</summary>
    public static Task<IReadOnlyDictionary<string, StoryArticle>> ReconciledWith(this StoryService.StoryServiceClient stories, IReadOnlyDictionary<string, IngestArticleResponse> acks, bool nothingElse = true) =>
        Eventually.Passes(async () =>
        {
            var stored = await ReadAll(stories);
            var lost = acks.Where(a => !stored.ContainsKey(a.Key)).Select(a => $"{a.Key} ({a.Value.ArticleId} in {a.Value.StoryId})").ToList();
            Assert.True(lost.Count == 0, $"{lost.Count} of {acks.Count} acked articles are in no story, first {lost.FirstOrDefault()}");
            var now = new Dictionary<string, string>();
            foreach (var acked in acks.Values.Select(a => a.StoryId).Distinct())
            {
                // A silo that dies can leave two stories of one event, which second thoughts merge: the acked id must lead on.
                var known = stored.Values.Any(a => a.StoryId == acked);
                now[acked] = known ? acked : (await stories.GetStoryAsync(new GetStoryRequest { StoryId = acked }, deadline: Soon)).Story.StoryId;
            }
            Assert.All(acks, a => Assert.Equal((a.Value.ArticleId, now[a.Value.StoryId]), (stored[a.Key].ArticleId, stored[a.Key].StoryId)));
            if (nothingElse) Assert.Equal(acks.Count, stored.Count);
            return stored;
        }, Settling);

    public static async Task<List<Story>> ListAll(this StoryService.StoryServiceClient stories, int page = 50, StoryOrder order = StoryOrder.Latest)
    {
        var all = new List<Story>();
        var request = new ListStoriesRequest { PageSize = page, Order = order };
        do
        {
            var answer = await stories.ListStoriesAsync(request, deadline: Soon);
            Assert.True(answer.Stories.Count <= page, $"A page of {page} has {answer.Stories.Count} stories.");
            all.AddRange(answer.Stories);
            request.PageToken = answer.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    public static async Task<List<StoryArticle>> ArticlesOf(this StoryService.StoryServiceClient stories, string storyId, int page = 40)
    {
        var all = new List<StoryArticle>();
        var request = new ListStoryArticlesRequest { StoryId = storyId, PageSize = page };
        do
        {
            var answer = await stories.ListStoryArticlesAsync(request, deadline: Soon);
            Assert.True(answer.Articles.Count <= page, $"A page of {page} has {answer.Articles.Count} articles.");
            all.AddRange(answer.Articles);
            request.PageToken = answer.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    /// <summary>Checks the story's numbers against its articles, and returns them.</summary>
    public static async Task<List<StoryArticle>> CheckedArticles(this StoryService.StoryServiceClient stories, Story story)
    {
        var articles = await stories.ArticlesOf(story.StoryId);
        var coverage = story.Coverage;
        var kinds = articles.CountBy(a => a.Kind).ToDictionary();
        Assert.Equal((coverage.Articles, coverage.WireOriginals, coverage.WireReprints),
            (articles.Count, kinds.GetValueOrDefault(ArticleKind.WireOriginal), kinds.GetValueOrDefault(ArticleKind.WireReprint)));
        Assert.Equal((coverage.Originals, coverage.Reprints), (kinds.GetValueOrDefault(ArticleKind.Original) + coverage.WireOriginals,
            kinds.GetValueOrDefault(ArticleKind.Reprint) + coverage.WireReprints));
        Assert.Equal(coverage.Articles, coverage.Originals + coverage.Reprints);
        Assert.Equal(coverage.Outlets, articles.Select(a => a.OutletFacts.Domain).Distinct().Count());
        Assert.Equal(coverage.Families, articles.Select(a => a.OutletFacts.Family).Distinct().Count());
        Assert.Equal(coverage.Outlets, coverage.Left + coverage.Center + coverage.Right + coverage.Unrated);
        var ids = articles.Select(a => a.ArticleId).ToHashSet();
        Assert.Equal(articles.Count, ids.Count);
        Assert.All(articles, a =>
        {
            Assert.Equal(story.StoryId, a.StoryId);
            Assert.InRange(a.JoinedVersion, 1, story.Version);
            var isCopy = a.Kind is ArticleKind.Reprint or ArticleKind.WireReprint;
            // A copy says where it is from: its origin in the story, or at least the outlet that it credits.
            Assert.Equal(isCopy, a.OriginArticleId.Length > 0 || a.Syndication.SourceOutlet.Length > 0);
            if (a.OriginArticleId.Length > 0) Assert.Contains(a.OriginArticleId, ids);
        });
        Assert.Contains(story.HeadlineArticleId, ids);
        // As it is read: without a label in front, and without the markup that one test sends.
        var title = articles.Single(a => a.ArticleId == story.HeadlineArticleId).Title;
        if (title.StartsWith("LIVE: ", StringComparison.Ordinal)) title = title["LIVE: ".Length..];
        title = title.Replace("<b>", "", StringComparison.Ordinal).Replace("</b>", "", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
        Assert.Equal(title, story.Headline);
        return articles;
    }

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(20);

    private static async Task<IReadOnlyDictionary<string, StoryArticle>> ReadAll(StoryService.StoryServiceClient stories)
    {
        var all = await stories.ListAll();
        Assert.Equal(all.Count, all.Select(s => s.StoryId).Distinct().Count());
        var articles = new Dictionary<string, StoryArticle>();
        var ids = new HashSet<string>();
        foreach (var story in all)
        {
            Assert.Equal(StoryState.Active, story.State);
            foreach (var article in await stories.CheckedArticles(story))
            {
                Assert.True(ids.Add(article.ArticleId), $"{article.ArticleId} is in two stories, one is {story.StoryId}.");
                articles.Add(article.Url, article);
            }
        }
        Assert.Equal(all.Sum(s => s.Coverage.Articles), articles.Count);
        return articles;
    }
}
