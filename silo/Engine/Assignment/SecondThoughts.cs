using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine.Assignment;

/// <summary>Two stories that are one.</summary>
public readonly record struct Merger(string First, string Second);

/// <summary>What to do about an article that has been in its story for a while.</summary>
/// <param name="MoveTo">The story that it belongs to by now, or null: it stays.</param>
/// <param name="Neighbours">The nearest other stories, at most 3, which may be one with its own.</param>
public readonly record struct SecondThought(string? MoveTo, IReadOnlyList<string> Neighbours);

/// <summary>Looks again at decisions that were made when less was known. Bounded in cost; not thread-safe.</summary>
public sealed class SecondThoughts
{
    private readonly Assigner _assigner;
    private readonly StoryIndex _index;

    /// <summary>Second thoughts about the stories of an index.</summary>
    public SecondThoughts(Assigner assigner, StoryIndex index)
    {
        ArgumentNullException.ThrowIfNull(assigner);
        ArgumentNullException.ThrowIfNull(index);
        _assigner = assigner;
        _index = index;
    }

    /// <summary>What to do about a young article.</summary>
    /// <param name="articleId">The article.</param>
    /// <param name="article">What it says.</param>
    /// <param name="storyId">Its story.</param>
    /// <param name="candidates">The stories found for it, none of them counting the article itself.</param>
    public SecondThought About(string articleId, AnalysedArticle article, string storyId, List<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (article.Vector.StandsApart)
            return new SecondThought(null, []);
        var own = _index.Score(article, storyId, articleId);
        var moveTo = _assigner.Reconsider(article, own, candidates);
        return new SecondThought(moveTo, _assigner.Neighbours(candidates, moveTo ?? storyId));
    }

    /// <summary>The two stories, if they are one.</summary>
    public Merger? Merger(string storyId, string otherId)
    {
        var (smaller, larger) = _index.MemberCount(storyId) < _index.MemberCount(otherId) ? (storyId, otherId) : (otherId, storyId);
        return _assigner.AreOne(_index.Compare(_index.SampleOf(smaller), larger)) ? new Merger(storyId, otherId) : null;
    }
}
