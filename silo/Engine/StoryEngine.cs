using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine;

/// <summary>
/// The whole engine in one process over one index: analyse, search, decide, index. Evaluation and benchmarks drive it; it takes
/// the same steps as the silo. Not thread-safe.
/// </summary>
public sealed class StoryEngine
{
    private readonly ArticleAnalyzer _analyzer;
    private readonly Assigner _assigner;
    private readonly List<Candidate> _candidates = [];
    private readonly Dictionary<string, (string StoryId, Assignment.Assignment Assignment)> _decided = new(StringComparer.Ordinal);

    /// <summary>An engine without stories.</summary>
    public StoryEngine(EngineOptions o)
    {
        ArgumentNullException.ThrowIfNull(o);
        _analyzer = new ArticleAnalyzer(o);
        _assigner = new Assigner(o);
        Index = new StoryIndex(o);
    }

    /// <summary>The index, for searches and measurements.</summary>
    public StoryIndex Index { get; }

    /// <summary>
    /// Puts an article into the one story it reports, or founds "story-" + <paramref name="articleId"/>. The same article id
    /// again gets the same answer; the ids of all articles are remembered for that.
    /// </summary>
    public (string StoryId, Assignment.Assignment Assignment) Ingest(string articleId, ArticleText article, DateTimeOffset arrived)
    {
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        if (_decided.TryGetValue(articleId, out var known))
            return known;
        var analysed = _analyzer.Analyse(article);
        Index.Search(analysed, SearchMode.Assign, int.MaxValue, _candidates);
        var assignment = _assigner.Decide(analysed, _candidates);
        var storyId = assignment.StoryId ?? "story-" + articleId;
        Index.AddMember(storyId, articleId, analysed.Vector, analysed.Published, arrived);
        Index.ClearEvicted();
        _decided.Add(articleId, (storyId, assignment));
        return (storyId, assignment);
    }
}
