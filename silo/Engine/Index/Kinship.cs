using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>A member of a story's sample, as others see it.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="Vector">Its features.</param>
/// <param name="Published">Publication time, or null if unknown.</param>
public readonly record struct SampledMember(string ArticleId, ArticleVector Vector, DateTimeOffset? Published);

/// <summary>How near two stories are.</summary>
/// <param name="Affinity">
/// Mean score of the smaller story's members for the larger, 0 to about 1: each by its most similar members there and by time.
/// </param>
/// <param name="Average">Mean similarity of all pairs of members, 0 to about 1.</param>
/// <param name="SmallerMembers">Sampled members of the smaller story.</param>
/// <param name="OfHeadlines">Whether both stories consist mostly of articles without text.</param>
public readonly record struct Kinship(float Affinity, float Average, int SmallerMembers, bool OfHeadlines)
{
    /// <summary>Stories that have nothing in common.</summary>
    public static readonly Kinship None = new(0, 0, 0, false);

    /// <summary>
    /// Whether the two are one story. Conservative: an eager rule chains neighbouring events of one topic.
    /// </summary>
    internal bool IsOfOne(EngineOptions options) =>
        Affinity >= options.MergeThreshold * (OfHeadlines ? options.HeadlineOnlyMergeFactor : 1)
        && Average >= options.MergeAverage * (1 + 0.1f * MathF.Log(Math.Max(1, SmallerMembers)));
}
