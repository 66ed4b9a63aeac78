using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains;

/// <summary>Short ways to send articles, and the check that every count equals its set.</summary>
internal static class Reconciliation
{
    public static Task<IngestAnswer> Send(this IGrainFactory grains, ArticleContent article) =>
        grains.GetGrain<IArticleGrain>(News.KeyOf(article)).Ingest(article);

    public static Task<IngestAnswer[]> SendAll(this IGrainFactory grains, IEnumerable<ArticleContent> articles) =>
        Task.WhenAll(articles.Select(grains.Send));

    public static async Task<IReadOnlyList<StoryMember>> Members(this ICatalogStore store, string storyId) =>
        await store.ListMembers(storyId, 0, 100_000, withVectors: false, CancellationToken.None);

    /// <summary>The story's card, after checking it against its members.</summary>
    public static async Task<StoryCard> Reconciled(this ClusterFixture cluster, string storyId)
    {
        var card = await cluster.Grains.GetGrain<IStoryGrain>(storyId).GetCard();
        Assert.NotNull(card);
        var stored = await cluster.Store.FindStory(storyId, CancellationToken.None);
        Assert.NotNull(stored);
        Assert.Equal(stored.Card.Version, card.Version);
        var members = await cluster.Store.Members(storyId);
        Assert.Equal(members.Count, card.Articles);
        var all = await cluster.Select(storyId, new MemberFilter());
        Assert.Equal(members.Select(m => m.Article.ArticleId), all.Select(m => m.ArticleId));
        Assert.Equal(all.Count(m => m.Verdict is ArticleVerdict.Reprint or ArticleVerdict.WireReprint), card.Reprints);
        Assert.Equal(all.Count(m => m.Verdict is ArticleVerdict.WireReprint), card.WireReprints);
        Assert.Equal(all.Count(m => m.Verdict is ArticleVerdict.WireOriginal), card.WireOriginals);
        Assert.Equal(all.Select(m => m.Family).Distinct().Count(), card.Families);
        Assert.Equal(members.Select(m => m.Article.Outlet).Distinct().Count(), card.Outlets);
        Assert.Equal(members.Count, members.Select(m => m.JoinedVersion).Distinct().Count());
        var ids = members.Select(m => m.Article.ArticleId).ToHashSet();
        Assert.All(all, m => Assert.True(m.OriginArticleId is null || ids.Contains(m.OriginArticleId), "A reprint's origin is in another story."));
        return card;
    }

    /// <summary>The articles of a story that match, with their verdicts.</summary>
    public static async Task<MemberFinding[]> Select(this ClusterFixture cluster, string storyId, MemberFilter filter)
    {
        var selection = await cluster.Grains.GetGrain<IStoryGrain>(storyId).SelectMembers(filter, 0, int.MaxValue);
        Assert.NotNull(selection);
        Assert.Equal(selection.Total, selection.Members.Length);
        return selection.Members;
    }
}
