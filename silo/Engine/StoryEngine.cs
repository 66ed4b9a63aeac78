using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine;

/// <summary>
/// The whole engine in one process over one index, the same steps as in the silo. Evaluation and benchmarks drive it. Not
/// thread-safe.
/// <code>
///   (1) analyse  (2) search  (3) decide: join or found  (4) merge two stories that the article shows to be one  (5) index
///   (6) second thoughts about the article that came 100 before: move it, merge its story with another, or split that
/// </code>
/// </summary>
public sealed class StoryEngine
{
    private readonly record struct Young(string ArticleId, AnalysedArticle Article, DateTimeOffset Arrived, int Number);

    private readonly EngineOptions _options;
    private readonly ArticleAnalyzer _analyzer;
    private readonly Assigner _assigner;
    private readonly SecondThoughts _secondThoughts;
    private readonly List<Candidate> _candidates = [];
    private readonly Dictionary<string, Assignment.Assignment> _decided = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _storyOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _mergedInto = new(StringComparer.Ordinal);
    private readonly Queue<Young> _young = new();
    private readonly ComparedPairs _compared;
    private int _splits;

    /// <summary>An engine without stories.</summary>
    public StoryEngine(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _analyzer = new ArticleAnalyzer(options, new StreamFrequencies(options));
        _assigner = new Assigner(options);
        Index = new StoryIndex(options);
        _secondThoughts = new SecondThoughts(_assigner, Index);
        _compared = new ComparedPairs(options.CompareAgainAfter);
    }

    /// <summary>The index, for searches and measurements.</summary>
    public StoryIndex Index { get; }

    /// <summary>
    /// Puts an article into the one story it reports, or founds "story-" + <paramref name="articleId"/>. The same article id
    /// again gets the same answer, as far as no second thought has changed it; the ids of all articles are remembered for that.
    /// </summary>
    public (string StoryId, Assignment.Assignment Assignment) Ingest(string articleId, ArticleText article, DateTimeOffset arrived)
    {
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        if (_decided.TryGetValue(articleId, out var known))
            return (StoryOf(articleId), known);
        var analysed = _analyzer.Analyse(article); // (1)
        Index.Search(analysed, SearchMode.Assign, int.MaxValue, _candidates); // (2)
        var assignment = _assigner.Decide(analysed, _candidates); // (3)
        var storyId = assignment.StoryId ?? "story-" + articleId;
        // Before the article is added: a round-up of the day resembles every story in it and must not vouch for itself.
        if (assignment.RunnerUpPasses && !analysed.Vector.StandsApart)
            storyId = MergeIfOne(storyId, assignment.RunnerUp!.Value.StoryId); // (4)
        Index.AddMember(storyId, articleId, analysed.Vector, analysed.Published, arrived); // (5)
        Index.ClearEvicted();
        _decided.Add(articleId, assignment);
        _storyOf.Add(articleId, storyId);
        if (_options.ReconsiderAfter > 0 && !assignment.IsClear && !analysed.Vector.StandsApart)
            _young.Enqueue(new Young(articleId, analysed, arrived, _decided.Count));
        if (_young.TryPeek(out var oldest) && _decided.Count - oldest.Number >= _options.ReconsiderAfter)
            Reconsider(_young.Dequeue()); // (6)
        return (StoryOf(articleId), assignment);
    }

    /// <summary>Has the second thoughts that are still waiting for more articles, as the silo has when none come.</summary>
    public void Settle()
    {
        while (_young.TryDequeue(out var young))
            Reconsider(young);
    }

    /// <summary>The story of an article by now.</summary>
    /// <exception cref="KeyNotFoundException">The article was never ingested.</exception>
    public string StoryOf(string articleId) => Resolve(_storyOf[articleId]);

    /// <summary>The story that a story has been merged into by now, or itself.</summary>
    public string Resolve(string storyId)
    {
        while (_mergedInto.TryGetValue(storyId, out var survivor))
            storyId = survivor;
        return storyId;
    }

    private void Reconsider(Young young)
    {
        var storyId = StoryOf(young.ArticleId);
        if (!Index.Contains(storyId))
            return;
        Index.Search(young.Article, SearchMode.Assign, int.MaxValue, _candidates, except: young.ArticleId);
        var thought = _secondThoughts.About(young.ArticleId, young.Article, storyId, _candidates);
        if (thought.MoveTo is { } target)
        {
            if (Index.MemberCount(storyId) == 1)
            {
                storyId = Merge(new Merger(storyId, target));
            }
            else
            {
                Index.RemoveMember(storyId, young.ArticleId);
                Index.AddMember(target, young.ArticleId, young.Article.Vector, young.Article.Published, young.Arrived);
                _storyOf[young.ArticleId] = storyId = target;
            }
        }
        foreach (var neighbour in thought.Neighbours)
            storyId = MergeIfOne(storyId, Resolve(neighbour));
        if (_compared.IsDue(storyId, storyId, _decided.Count))
            Split(storyId);
    }

    private void Split(string storyId)
    {
        var group = Index.GroupApart(storyId);
        if (group.Count == 0)
            return;
        var other = $"story-split-{++_splits}";
        Index.SplitOff(storyId, group, other);
        foreach (var articleId in group)
            _storyOf[articleId] = other;
    }

    private string MergeIfOne(string storyId, string otherId) =>
        storyId != otherId && _compared.IsDue(storyId, otherId, _decided.Count) && _secondThoughts.Merger(storyId, otherId) is { } merger
            ? Merge(merger)
            : storyId;

    private string Merge(Merger merger)
    {
        var (older, younger) = Index.IsOlder(merger.First, merger.Second) ? merger : new Merger(merger.Second, merger.First);
        Index.MergeInto(younger, older);
        _mergedInto[younger] = older;
        return older;
    }
}
