using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames;

/// <summary>Chooses the headline: the title that most other origins' titles and leads resemble, of an original and not of an aggregator
/// if there is another, and best one without entities or tags in it.</summary>
internal static class HeadlineChoice
{
    // Deep in a text everything is mentioned.
    private const int LeadSentences = 3;

    /// <summary>The title; null if no article has one of a few words.</summary>
    public static FrameSentence? Choose(FrameSources sources)
    {
        var (best, bestScore) = (default(FrameSentence), (Rank: -1, Centrality: -1f));
        var nearest = new Dictionary<int, float>();
        foreach (var article in sources.Articles)
        {
            if (article.Sentences is not [{ Field: SpanField.Title } title, ..])
                continue;
            var rank = (article.Standing!.IsCopy ? 0 : 4) + (article.Standing.Kind == OutletKind.Aggregator ? 0 : 2) + (title.IsPlain
                ? 1 : 0);
            nearest.Clear();
            foreach (var (other, similarity) in title.Neighbours ?? [])
            {
                if (other.Slot < 0 || other.Article.Standing is null || other.Article.Origin == article.Origin || other.Position >= LeadSentences)
                    continue;
                var value = other.Field == SpanField.Title ? similarity : similarity / 2;
                nearest[other.Article.Origin] = Math.Max(value, nearest.GetValueOrDefault(other.Article.Origin));
            }
            var centrality = nearest.Values.Sum();
            if (rank > bestScore.Rank || (rank == bestScore.Rank && centrality > bestScore.Centrality))
                (best, bestScore) = (title, (rank, centrality));
        }
        return best;
    }
}
