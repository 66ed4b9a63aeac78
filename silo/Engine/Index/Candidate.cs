namespace StoryClustering.Engine.Index;

/// <summary>How a search weighs time.</summary>
public enum SearchMode
{
    /// <summary>Which story does this article belong to: scores decay with the time between article and story.</summary>
    Assign = 0,

    /// <summary>Which stories are about this: no decay.</summary>
    Retrieve = 1,
}

/// <summary>A story that answers a search.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Score">Similarity x TimeFactor; what decisions compare, less where the fit is low.</param>
/// <param name="Similarity">Mean similarity of the story's most similar members, 0 to about 1.</param>
/// <param name="TimeFactor">0 to 1; 1 = no time between.</param>
/// <param name="BestMember">Article id of the most similar member.</param>
/// <param name="Fit">Mean similarity to all sampled members, as a share of theirs to each other; 1 for stories of few members.</param>
public readonly record struct Candidate(
    string StoryId,
    float Score,
    float Similarity,
    float TimeFactor,
    string BestMember,
    float Fit = 1)
{
    /// <summary>Order of answers: falling score, then story id (ordinal).</summary>
    public static int Compare(Candidate a, Candidate b)
    {
        var byScore = b.Score.CompareTo(a.Score);
        return byScore != 0 ? byScore : string.CompareOrdinal(a.StoryId, b.StoryId);
    }
}
