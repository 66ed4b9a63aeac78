namespace StoryClustering.Engine.Frames;

/// <summary>Where an article stands in a story.</summary>
public sealed record ArticleLocation
{
    /// <summary>Position between the story's left (-1) and right (1) frames; null if the story has no contrast of sides, or the article none
    /// of its terms: <see cref="Reason"/> says why.</summary>
    public DialPosition? Position { get; init; }
    /// <summary>Why there is no position; empty if there is one.</summary>
    public string Reason { get; init; } = "";
    /// <summary>Sentences of the article that put it there, the strongest first.</summary>
    public IReadOnlyList<DialSentence> Sentences { get; init; } = [];
    /// <summary>Facts of the story that the article leaves out.</summary>
    public IReadOnlyList<Fact> MissingFacts { get; init; } = [];
    /// <summary>Facts that it reports.</summary>
    public IReadOnlyList<Fact> SharedFacts { get; init; } = [];
    /// <summary>Sentences with a name or number in them that no other origin of the story has.</summary>
    public IReadOnlyList<DialSentence> UniqueClaims { get; init; } = [];
    /// <summary>How the other side reads what its strongest sentences speak of.</summary>
    public IReadOnlyList<DialReading> OtherSide { get; init; } = [];
}

/// <summary>A position with its 90 % interval; all in [-1, 1].</summary>
public sealed record DialPosition(double Value, double Low, double High, int Terms);

/// <summary>A sentence of the article that was asked about.</summary>
/// <param name="Field">Part of the article.</param>
/// <param name="Start">First UTF-16 code unit.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Text">The words there.</param>
/// <param name="Weight">Below 0 towards left, above 0 towards right; 0 where it does not matter.</param>
/// <param name="Terms">Terms that weigh in it.</param>
public sealed record DialSentence(SpanField Field, int Start, int Length, string Text, double Weight, IReadOnlyList<string> Terms);

/// <summary>A sentence of the article, and what the other side says of the same.</summary>
public sealed record DialReading(DialSentence Own, CitedText Other, float Similarity);
