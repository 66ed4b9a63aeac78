using Orleans.Concurrency;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Grains.Embedding;
using StoryClustering.Grains.Partitions;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// Where an article would go, without taking it in:
/// <code>
///   (0) an address alone: take the words that are here   (1) analyse it   (2) find the stories that resemble it   (3) decide by the engine's rule; a member's story is its own
///   (4) ask that story's frames where it stands
/// </code>
/// It changes nothing: also what the stream of articles teaches about the rarity of words, it does not learn from.
/// </summary>
[StatelessWorker]
public sealed class LocatorGrain(ArticleAnalyzer analyzer, ArticleEmbedder embedder, Assigner assigner, PartitionRouter partitions, ICatalogStore store) : Grain, ILocatorGrain
{
    private const int Candidates = 20;
    private const int Nearest = 3;

    /// <inheritdoc/>
    public async Task<LocateAnswer> Locate(LocateQuery article, CancellationToken cancellation)
    {
        try
        {
            return await Find(article, cancellation);
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    private async Task<LocateAnswer> Find(LocateQuery asked, CancellationToken cancellation)
    {
        var member = asked.ArticleId.Length > 0 ? await store.FindMember(asked.ArticleId, cancellation) : null;
        if (asked.Title.Length == 0 && asked.Text.Length == 0)
        {
            // By its address alone: answered if its words are here.
            if (member is null || await GrainFactory.GetGrain<IArticleGrain>(asked.ArticleId).GetText(cancellation) is not { } words)
                return new LocateAnswer(null, IsMember: false, 0, 0, [], null, "");
            asked = asked with { Title = words.Title, Text = words.Text, Language = words.Language, Published = member.Article.Published, Outlet = member.Article.Outlet };
        }
        var embedding = embedder.Embed(asked.Title, asked.Text);
        var article = analyzer.Analyse(new ArticleText(asked.Title, asked.Text, asked.Language,
            asked.Published) { Outlet = asked.Outlet, Url = asked.Url }, observe: false).With(await embedding); // (1)
        var query = new SearchQuery(article.Vector.ToBytes(), article.Language, article.Published, FreeText: false, Candidates, member?.Article.ArticleId) { Decoded = article };
        var found = await partitions.Search(query).WaitAsync(cancellation); // (2)
        var assignment = assigner.Decide(article, [.. found.Select(static c => new Candidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit))]); // (3)

        var storyId = member?.StoryId ?? assignment.StoryId;
        var cards = (await store.FindCards([.. found.Select(static f => f.StoryId).Append(storyId).OfType<string>().Distinct()], cancellation))
            .Where(static c => c.State == StoryState.Active).ToDictionary(static c => c.StoryId);
        var story = storyId is null ? null : cards.GetValueOrDefault(storyId);
        var score = story is null ? 0f : found.FirstOrDefault(f => f.StoryId == storyId).Score;
        var nearest = found.Where(f => f.StoryId != storyId && f.Score > 0 && cards.ContainsKey(f.StoryId)).Take(Nearest).Select(f => new FoundStory(cards[f.StoryId], f.Score));
        var location = story is null ? null
            : await GrainFactory.GetGrain<IFramesGrain>(story.StoryId).Locate(asked with { Language = article.Language, ArticleId = member is null ? "" : asked.ArticleId }, cancellation); // (4)
        return new LocateAnswer(story, member is not null && story is not null, score, assignment.Threshold, [.. nearest], location, article.Language);
    }
}
