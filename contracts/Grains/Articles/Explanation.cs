using StoryClustering.Contracts.Stories;

namespace StoryClustering.Contracts.Articles;

/// <summary>How an article was assigned to a story, as it was decided; kept with the article.</summary>
[GenerateSerializer, Immutable, Alias("AssignmentRecord")]
public sealed record AssignmentRecord
{
    /// <summary>When it was decided.</summary>
    [Id(0)] public required DateTimeOffset Decided { get; init; }
    /// <summary>The story that it joined or founded.</summary>
    [Id(1)] public required string StoryId { get; init; }
    /// <summary>Whether it proposed that story.</summary>
    [Id(2)] public required bool Founded { get; init; }
    /// <summary>Score that was needed to join.</summary>
    [Id(3)] public required float Threshold { get; init; }
    /// <summary>Stories that were considered.</summary>
    [Id(4)] public required int Considered { get; init; }
    /// <summary>The story that came first, joined or not; null if nothing resembled the article.</summary>
    [Id(5)] public ScoredCandidate? Best { get; init; }
    /// <summary>The one after it, or null.</summary>
    [Id(6)] public ScoredCandidate? RunnerUp { get; init; }
}

/// <summary>A story that an article was measured against.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Score">Similarity x TimeFactor.</param>
/// <param name="Similarity">Mean similarity of its most similar members, 0 to about 1.</param>
/// <param name="TimeFactor">0 to 1; 1 = no time between.</param>
/// <param name="Fit">Mean similarity to all members, as a share of theirs to each other.</param>
/// <param name="NearestArticleId">Its most similar member.</param>
[GenerateSerializer, Immutable, Alias("ScoredCandidate")]
public sealed record ScoredCandidate([property: Id(0)] string StoryId, [property: Id(1)] float Score, [property: Id(2)] float Similarity,
    [property: Id(3)] float TimeFactor, [property: Id(4)] float Fit, [property: Id(5)] string NearestArticleId);

/// <summary>Why an article is where it is.</summary>
/// <param name="Decision">How it was decided; null for an article from before decisions were kept.</param>
/// <param name="Member">Where it is now; null if it was retracted, or has not reached its story yet.</param>
/// <param name="Retracted">Whether its publisher took it back.</param>
/// <param name="Entities">The article's names.</param>
/// <param name="Nearest">Members of its story that resemble it most, best first, at most 5.</param>
[GenerateSerializer, Immutable, Alias("AssignmentExplanation")]
public sealed record AssignmentExplanation([property: Id(0)] AssignmentRecord? Decision, [property: Id(1)] StoryMember? Member,
    [property: Id(2)] bool Retracted, [property: Id(3)] string[] Entities, [property: Id(4)] Resemblance[] Nearest);

/// <summary>How a member of a story resembles an article.</summary>
/// <param name="Article">The member, without vector and signature.</param>
/// <param name="Similarity">0 to about 1.</param>
/// <param name="ByField">What each block of features adds to it, indexed by the engine's TermField; 8 numbers.</param>
/// <param name="SharedEntities">Names that both carry.</param>
[GenerateSerializer, Immutable, Alias("Resemblance")]
public sealed record Resemblance([property: Id(0)] ArticleDigest Article, [property: Id(1)] float Similarity,
    [property: Id(2)] float[] ByField, [property: Id(3)] string[] SharedEntities);
