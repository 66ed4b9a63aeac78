using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation.Baselines;

/// <summary>An article cut into terms, for the baselines: they share the engine's reading of a text, and nothing behind it.</summary>
/// <param name="Id">The article.</param>
/// <param name="Day">Publication time in days, or null.</param>
/// <param name="Terms">Term ids with their frequencies; the low three bits of an id name its field.</param>
/// <param name="HeadlineOnly">Whether it has no text.</param>
internal sealed record CountedArticle(string Id, double? Day, (uint Id, int Frequency)[] Terms, bool HeadlineOnly)
{
    private const int Words = 400;

    public static List<CountedArticle> Of(IEnumerable<EvaluatedArticle> articles)
    {
        var extractor = new TermExtractor();
        return articles.Select(article => Of(article, extractor)).ToList();
    }

    private static CountedArticle Of(EvaluatedArticle article, TermExtractor extractor)
    {
        extractor.Read(Tokenizer.Prepare(article.Text.Title), Tokenizer.Prepare(article.Text.Text), null, Words);
        var terms = new (uint, int)[extractor.Terms.Count];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = (extractor.Terms.Id(i), extractor.Terms.Frequency(i));
        var day = article.Text.Published is { } time ? (time - DateTimeOffset.UnixEpoch).TotalDays : (double?)null;
        return new CountedArticle(article.Key, day, terms, extractor.Words.Count == extractor.TitleWords);
    }
}
