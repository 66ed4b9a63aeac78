using StoryClustering.Engine;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation;

/// <summary>The engine over a stream, one pass, single-threaded.</summary>
internal sealed class EngineRun(EngineOptions options)
{
    private readonly StoryEngine _engine = new(options);
    private readonly List<(string Key, string ArticleId)> _articles = [];
    private DateTimeOffset _arrived = DateTimeOffset.UnixEpoch;

    /// <summary>Takes one article in. The service tells articles by their canonical URL, and so it is here: a URL again is no new article.</summary>
    public void Ingest(EvaluatedArticle article)
    {
        _arrived = article.Text.Published is { } time && time > _arrived ? time : _arrived.AddMilliseconds(1);
        _engine.Ingest(article.ArticleId, article.Text, _arrived);
        _articles.Add((article.Key, article.ArticleId));
    }

    /// <summary>The story of every article, by its key, in the order of their coming, after all second thoughts.</summary>
    public Dictionary<string, string> Stories()
    {
        _engine.Settle();
        var stories = new Dictionary<string, string>(_articles.Count, StringComparer.Ordinal);
        foreach (var (key, articleId) in _articles)
            stories[key] = _engine.StoryOf(articleId);
        return stories;
    }
}
