using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine;

/// <summary>
/// The whole engine in one process over one index: analyse, search, decide, index. Evaluation and benchmarks drive it; it takes
/// the same steps as the silo, and one more that the silo does not take yet: it merges two stories that an article shows to be one.
/// Not thread-safe.
/// </summary>
public sealed class StoryEngine
{
    private readonly ArticleAnalyzer _analyzer;
    private readonly bool _merging;
    private readonly Assigner _assigner;
    private readonly List<Candidate> _candidates = [];
    private readonly Dictionary<string, (string StoryId, Assignment.Assignment Assignment)> _decided = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _mergedInto = new(StringComparer.Ordinal);

    /// <summary>An engine without stories.</summary>
    /// <param name="o">The configuration.</param>
    /// <param name="merging">Whether stories that an article bridges are merged if <see cref="Assigner.AreOne"/> says so.</param>
    public StoryEngine(EngineOptions o, bool merging = false)
    {
        ArgumentNullException.ThrowIfNull(o);
        _merging = merging;
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
            return (Resolve(known.StoryId), known.Assignment);
        var analysed = _analyzer.Analyse(article);
        Index.Search(analysed, SearchMode.Assign, int.MaxValue, _candidates);
        var assignment = _assigner.Decide(analysed, _candidates);
        var storyId = assignment.StoryId ?? "story-" + articleId;
        // Before the article is added: a round-up of the day resembles every story in it and must not vouch for itself.
        if (_merging && assignment.RunnerUpPasses)
            storyId = MergeIfOne(storyId, assignment.RunnerUp!.Value);
        Index.AddMember(storyId, articleId, analysed.Vector, analysed.Published, arrived);
        Index.ClearEvicted();
        _decided.Add(articleId, (storyId, assignment));
        return (Resolve(storyId), assignment);
    }

    /// <summary>The story that a story has been merged into by now, or itself.</summary>
    public string Resolve(string storyId)
    {
        while (_mergedInto.TryGetValue(storyId, out var survivor))
            storyId = survivor;
        return storyId;
    }

    // An article that fits two stories may be the bridge that shows them to be one; only their members can tell.
    private string MergeIfOne(string storyId, Candidate other)
    {
        var (smaller, larger) = Index.MemberCount(storyId) < Index.MemberCount(other.StoryId)
            ? (storyId, other.StoryId)
            : (other.StoryId, storyId);
        if (!_assigner.AreOne(Index.Affinity(Index.SampleOf(smaller), larger), other.TimeFactor))
            return storyId;
        var (older, younger) = Index.IsOlder(storyId, other.StoryId) ? (storyId, other.StoryId) : (other.StoryId, storyId);
        Index.MergeInto(younger, older);
        _mergedInto[younger] = older;
        return older;
    }
}
