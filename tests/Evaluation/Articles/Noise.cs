using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;

namespace StoryClustering.Evaluation.Articles;

/// <summary>Unlabelled articles that a labelled set is mixed with, as a stream mixes events.</summary>
internal static class Noise
{
    private const int Least = 2_000;

    /// <summary>
    /// The set with noise evenly between its articles, each with the time of its neighbour in the set (so also in a set with few dates):
    /// as many as the set has, at least 2,000, taken evenly from all in their own order. Articles of the set itself are no noise.
    /// </summary>
    public static List<EvaluatedArticle> Mix(List<EvaluatedArticle> articles, List<EvaluatedArticle> noise)
    {
        var strange = Outside(articles, noise);
        var count = Math.Min(strange.Count, Math.Max(Least, articles.Count));
        var mixed = new List<EvaluatedArticle>(articles.Count + count);
        var taken = 0;
        for (var i = 0; i < articles.Count; i++)
        {
            // All of it by the last article.
            for (; taken < (long)count * (i + 1) / articles.Count; taken++)
                mixed.Add(Moved(strange[(int)((long)taken * strange.Count / count)], articles[i].Text.Published));
            mixed.Add(articles[i]);
        }
        return mixed;
    }

    /// <summary>The noise that is not in the set, neither by URL nor with the same title and text under another.</summary>
    public static List<EvaluatedArticle> Outside(List<EvaluatedArticle> articles, List<EvaluatedArticle> noise)
    {
        var ids = articles.Select(static article => article.ArticleId).ToHashSet(StringComparer.Ordinal);
        var texts = articles.Where(static article => article.Text.Text.Length > 0).Select(static article => (article.Text.Title, article.Text.Text)).ToHashSet();
        return noise.FindAll(article => !ids.Contains(article.ArticleId) && !texts.Contains((article.Text.Title, article.Text.Text)));
    }

    private static EvaluatedArticle Moved(EvaluatedArticle article, DateTimeOffset? time) =>
        new("noise-" + article.Key, new Article(article.Wire) { PublishedAt = time is { } t ? Timestamp.FromDateTimeOffset(t) : null });
}
