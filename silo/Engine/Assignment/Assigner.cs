using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine.Assignment;

/// <summary>The rule that decides which story an article joins. Pure; thread-safe.</summary>
public sealed class Assigner
{
    private readonly EngineOptions _options;

    /// <summary>A rule with the thresholds of <paramref name="options"/>.</summary>
    public Assigner(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Score that <paramref name="article"/> needs to join a story.</summary>
    public float ThresholdFor(AnalysedArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        return article.Vector.HeadlineOnly
            ? _options.JoinThreshold * _options.HeadlineOnlyThresholdFactor
            : _options.JoinThreshold;
    }

    /// <summary>
    /// Whether two stories that one article fits are one. Conservative: an eager rule chains neighbouring events of one topic.
    /// </summary>
    /// <param name="affinity">Mean similarity of the smaller story's members to the larger (<see cref="StoryIndex.Affinity"/>).</param>
    /// <param name="timeFactor">Time factor of the article to the other story.</param>
    public bool AreOne(float affinity, float timeFactor) => affinity * timeFactor >= _options.MergeThreshold;

    /// <summary>
    /// The best candidate if it reaches the threshold, else none. Candidates may come from many partitions in any order; of
    /// equal scores the smaller story id (ordinal) wins, so that the answer does not depend on who answered first.
    /// </summary>
    public Assignment Decide(AnalysedArticle article, IReadOnlyList<Candidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var threshold = ThresholdFor(article);
        Candidate? best = null, second = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            var candidate = candidates[i];
            if (best is null || Candidate.Compare(candidate, best.Value) < 0)
            {
                // The same story may be answered twice while it moves between partitions; it is no runner-up of itself.
                if (best is not null && best.Value.StoryId != candidate.StoryId)
                    second = best;
                best = candidate;
            }
            else if (candidate.StoryId != best.Value.StoryId
                && (second is null || Candidate.Compare(candidate, second.Value) < 0))
            {
                second = candidate;
            }
        }
        return best is { } winner && winner.Score >= threshold
            ? new Assignment(winner.StoryId, winner.Score, threshold, winner, second)
            : new Assignment(null, best?.Score ?? 0, threshold, best, second);
    }
}

/// <summary>A decision, with what it rests on.</summary>
/// <param name="StoryId">The story to join; null = found a new one.</param>
/// <param name="Score">Score of the best candidate, 0 if there was none.</param>
/// <param name="Threshold">Score that was needed.</param>
/// <param name="Best">The best candidate, also when it did not reach the threshold.</param>
/// <param name="RunnerUp">The best candidate of another story.</param>
public sealed record Assignment(string? StoryId, float Score, float Threshold, Candidate? Best, Candidate? RunnerUp)
{
    /// <summary>Whether the article founds a new story.</summary>
    public bool FoundsStory => StoryId is null;

    /// <summary>Whether the runner-up would have been joined as well: a sign that the two stories may be one.</summary>
    public bool RunnerUpPasses => StoryId is not null && RunnerUp is { } other && other.Score >= Threshold;
}
