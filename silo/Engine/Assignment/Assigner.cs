using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine.Assignment;

/// <summary>The rule that decides which story an article joins. Pure; thread-safe.</summary>
public sealed class Assigner
{
    // Ranks of the candidates that say how crowded a topic is, from 0: the first few may be fragments of the story itself.
    private const int CrowdFrom = 3;
    private const int CrowdTo = 15;

    private const int MostNeighbours = 3;

    // What stands apart only joins the same text elsewhere.
    private const float SameText = 0.9f;

    private readonly EngineOptions _options;

    /// <summary>A rule with the thresholds of <paramref name="options"/>.</summary>
    public Assigner(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>
    /// Score that <paramref name="article"/> needs to join a story: more for a mere headline, and more where a dozen stories
    /// resemble it. What stands apart joins nothing but the same text.
    /// </summary>
    /// <param name="article">The article.</param>
    /// <param name="candidates">What a search found for it, best first.</param>
    public float ThresholdFor(AnalysedArticle article, IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(article);
        ArgumentNullException.ThrowIfNull(candidates);
        if (article.Vector.StandsApart)
            return SameText;
        var crowd = 0f;
        for (var i = CrowdFrom; i < Math.Min(CrowdTo, candidates.Count); i++)
            crowd += candidates[i].Score;
        var threshold = article.Vector.HeadlineOnly
            ? _options.JoinThreshold * _options.HeadlineOnlyThresholdFactor
            : _options.JoinThreshold;
        return threshold + _options.CrowdWeight * crowd / (CrowdTo - CrowdFrom);
    }

    /// <summary>
    /// Whether two stories that one article fits are one. Conservative: an eager rule chains neighbouring events of one topic.
    /// </summary>
    public bool AreOne(Kinship kinship) => kinship.IsOfOne(_options);

    /// <summary>
    /// The best candidate that the article fits if it reaches the threshold, else none. Candidates may come from many partitions;
    /// they are sorted here: of equal scores the smaller story id (ordinal) wins, so that the answer does not depend on who
    /// answered first.
    /// </summary>
    /// <param name="article">The article.</param>
    /// <param name="candidates">What was found for it.</param>
    /// <param name="least">Threshold below which nothing is joined, if it is known to be higher than these candidates show.</param>
    public Assignment Decide(AnalysedArticle article, List<Candidate> candidates, float least = 0)
    {
        Sort(candidates);
        var threshold = Math.Max(least, ThresholdFor(article, candidates));
        var best = -1;
        for (var i = 0; i < candidates.Count && candidates[i].Score >= threshold; i++)
        {
            if (!Fits(candidates[i], threshold))
                continue;
            best = i;
            break;
        }
        Candidate? first = candidates.Count > 0 ? candidates[Math.Max(0, best)] : null;
        Candidate? second = null;
        for (var i = 0; i < candidates.Count && second is null; i++)
        {
            if (i != Math.Max(0, best))
                second = candidates[i];
        }
        return new Assignment(best < 0 ? null : first!.Value.StoryId, first?.Score ?? 0, threshold, first, second, candidates.Count)
        {
            FitsInFull = best >= 0 && candidates[best].Fit >= _options.FullFit,
        };
    }

    private bool Fits(Candidate candidate, float threshold) =>
        candidate.Fit >= _options.FullFit || candidate.Score * candidate.Fit >= threshold * _options.FullFit;

    /// <summary>The nearest other stories that may be one with an article's own: at most 3, and none that is far.</summary>
    /// <param name="candidates">What a search found for the article.</param>
    /// <param name="storyId">The article's story.</param>
    public List<string> Neighbours(IReadOnlyList<Candidate> candidates, string storyId)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        // One article of a story may be farther from the other than its members on the whole, but not by this much.
        var least = _options.MergeThreshold * _options.HeadlineOnlyMergeFactor / 2;
        var neighbours = new List<string>(MostNeighbours);
        for (var i = 0; i < candidates.Count && neighbours.Count < MostNeighbours && candidates[i].Score >= least; i++)
        {
            if (candidates[i].StoryId != storyId)
                neighbours.Add(candidates[i].StoryId);
        }
        return neighbours;
    }

    /// <summary>Where a young article belongs, now that more have come.</summary>
    /// <param name="article">The article.</param>
    /// <param name="own">Its story without it; null if the story is nothing else.</param>
    /// <param name="candidates">The stories found for it, none of them counting the article itself.</param>
    /// <returns>The story to move to; null = it stays where it is.</returns>
    public string? Reconsider(AnalysedArticle article, Candidate? own, List<Candidate> candidates)
    {
        Sort(candidates);
        if (candidates.Count == 0)
            return null;
        var best = candidates[0];
        return best.Score >= ThresholdFor(article, candidates)
            && best.StoryId != own?.StoryId
            && best.Score >= _options.MoveFactor * (own?.Score ?? 0)
                ? best.StoryId
                : null;
    }

    // The same story may be answered twice while it moves between partitions; it is no runner-up of itself.
    private static void Sort(List<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        candidates.Sort(Candidate.Compare);
        for (var i = candidates.Count - 1; i > 0; i--)
        {
            for (var j = 0; j < i; j++)
            {
                if (candidates[j].StoryId != candidates[i].StoryId)
                    continue;
                candidates.RemoveAt(i);
                break;
            }
        }
    }
}

/// <summary>A decision, with what it rests on.</summary>
/// <param name="StoryId">The story to join; null = found a new one.</param>
/// <param name="Score">Score of the best candidate, 0 if there was none.</param>
/// <param name="Threshold">Score that was needed.</param>
/// <param name="Best">The best candidate, also when it did not reach the threshold.</param>
/// <param name="RunnerUp">The best candidate of another story.</param>
/// <param name="Considered">Stories that were scored.</param>
public sealed record Assignment(string? StoryId, float Score, float Threshold, Candidate? Best, Candidate? RunnerUp, int Considered = 0)
{
    private const float ClearlyAbove = 3;

    /// <summary>Whether a story was joined whose members the article resembles on the whole, so that the score counted in full.</summary>
    public bool FitsInFull { get; init; }

    /// <summary>Whether the article founds a new story.</summary>
    public bool FoundsStory => StoryId is null;

    /// <summary>Whether there was no doubt: a story that fits, far above the threshold, and no other near. Such a decision needs no second thought.</summary>
    public bool IsClear =>
        FitsInFull && Score >= ClearlyAbove * Threshold && (RunnerUp is not { } other || Score >= ClearlyAbove * other.Score);

    /// <summary>Whether the runner-up would have been joined as well: a sign that the two stories may be one.</summary>
    public bool RunnerUpPasses => StoryId is not null && RunnerUp is { } other && other.Score >= Threshold;
}
