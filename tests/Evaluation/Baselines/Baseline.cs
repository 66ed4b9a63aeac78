using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation.Baselines;

/// <summary>The two ways of clustering that the engine is compared with.</summary>
internal static class Baseline
{
    // Of .10, .12, .15, .18, .21 the best mean B-cubed F1 on the development sets: .793, .846, .864, .862, .852.
    private const double UnigramThreshold = 0.15;

    /// <summary>Plain TF-IDF of words, single pass, a fixed threshold.</summary>
    /// <param name="articles">The stream.</param>
    /// <param name="background">Document frequencies; null: those of the stream itself, counted before.</param>
    /// <returns>Story by article key.</returns>
    public static Dictionary<string, string> Unigrams(List<EvaluatedArticle> articles, DocumentFrequencies? background)
    {
        var counted = CountedArticle.Of(articles);
        background ??= DocumentFrequencies.Of(counted);
        var pass = new SinglePass(new BaselineRule(UnigramThreshold));
        foreach (var article in counted)
            pass.Add(article, BaselineVector.Unigrams(article, background));
        return pass.Stories();
    }

    /// <summary>The configuration of the earlier experiments: seven fields, merging, second thoughts.</summary>
    /// <inheritdoc cref="Unigrams"/>
    public static Dictionary<string, string> Earlier(List<EvaluatedArticle> articles, DocumentFrequencies? background)
    {
        var counted = CountedArticle.Of(articles);
        background ??= DocumentFrequencies.Of(counted);
        var pass = new SinglePass(new BaselineRule(0.127, 1.1, 0.25, 60));
        var stream = new DocumentFrequencies();
        foreach (var article in counted)
        {
            pass.Add(article, BaselineVector.Earlier(article, background, stream));
            stream.Add(article);
        }
        return pass.Stories();
    }
}
