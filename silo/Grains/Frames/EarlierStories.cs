using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Frames;
using StoryClustering.Grains.Outlets;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// Finds the earlier story that a story goes on from: of those that resemble its headline and summary nearly as much as a member would, and that had
/// ended when it began, the nearest. For what happened before, where the story's own articles do not say.
/// </summary>
public sealed class EarlierStories(ArticleAnalyzer analyzer, PartitionRouter partitions, ICatalogStore store, OutletCatalog outlets, IGrainFactory grains,
    IOptions<ClusteringOptions> options)
{
    private const int Candidates = 20;
    private const int MostArticles = 8;

    // Of the similarity that makes an article join: a story that resembled it more would have taken its articles.
    private const float LeastShare = 0.5f;

    /// <summary>The story with some of its articles; empty if there is none.</summary>
    /// <param name="card">The later story.</param>
    /// <param name="frames">Its frames.</param>
    public async Task<IReadOnlyList<EarlierStory>> Find(StoryCard card, StoryFrames frames)
    {
        var text = string.Join(' ', frames.Summary.Select(static l => l.Text));
        var asked = analyzer.Analyse(new ArticleText(frames.Headline?.Text ?? card.Headline, text, null, null), observe: false);
        var found = await partitions.Search(new SearchQuery(asked.Vector.ToBytes(), asked.Language, null, FreeText: false, Candidates) { Decoded = asked });
        var near = found.Where(f => f.StoryId != card.StoryId && f.Similarity >= LeastShare * options.Value.Engine.JoinThreshold).OrderByDescending(static f => f.Similarity).ToList();
        if (near.Count == 0) return [];
        var cards = (await store.FindCards([.. near.Select(static f => f.StoryId)], CancellationToken.None)).ToDictionary(static c => c.StoryId);
        var earlier = near.Find(f => cards.GetValueOrDefault(f.StoryId) is { State: StoryState.Active } c && c.Articles - c.Reprints >= 2 && c.LastPublished < card.FirstPublished);
        return earlier.StoryId is null ? [] : await Read(cards[earlier.StoryId]) is { } story ? [story] : [];
    }

    private async Task<EarlierStory?> Read(StoryCard card)
    {
        if (await grains.GetGrain<IStoryGrain>(card.StoryId).SelectMembers(new MemberFilter(), 0, int.MaxValue) is not { } selection) return null;
        var chosen = FrameReader.Choose(selection.Members, MostArticles).ToDictionary(static m => m.ArticleId);
        var rows = (await store.FindMembers([.. chosen.Keys], CancellationToken.None)).Where(r => r.StoryId == card.StoryId).OrderBy(static r => r.JoinedVersion).ToList();
        var words = await Task.WhenAll(rows.Select(r => grains.GetGrain<IArticleGrain>(r.Article.ArticleId).GetText()));
        var directory = (await outlets.AtLeast(card.OutletsVersion)).Directory;
        var articles = new List<FrameArticle>();
        var standings = new List<ArticleStanding>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (words[i] is not { } text) continue; // retracted
            var article = rows[i].Article;
            articles.Add(FrameReader.ArticleOf(article, text));
            standings.Add(FrameReader.StandingOf(chosen[article.ArticleId], directory));
        }
        return new EarlierStory(card.StoryId, articles, standings);
    }
}
