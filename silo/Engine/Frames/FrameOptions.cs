namespace StoryClustering.Engine.Frames;

/// <summary>What frames can be tuned by.</summary>
public sealed record FrameOptions
{
    /// <summary>Most facts.</summary>
    public int MostFacts { get; init; } = 8;
    /// <summary>Most lines of agreement.</summary>
    public int MostAgreement { get; init; } = 4;
    /// <summary>Most citations of one line.</summary>
    public int MostCitations { get; init; } = 32;
    /// <summary>Most terms of each group in a contrast.</summary>
    public int MostTerms { get; init; } = 8;
    /// <summary>Most points of a contrast.</summary>
    public int MostPoints { get; init; } = 4;
    /// <summary>Most quotes.</summary>
    public int MostQuotes { get; init; } = 6;
    /// <summary>Origins that a side needs before the two are contrasted.</summary>
    public int LeastOriginsOfSide { get; init; } = 2;
    /// <summary>Sentences of one article that are read.</summary>
    public int MostSentencesOfArticle { get; init; } = 40;
    /// <summary>Sentences of one story that are kept; beyond, those that nobody else says go, the oldest first.</summary>
    public int MostSentences { get; init; } = 7_000;
    /// <summary>Similarity at which a sentence of another origin bears a sentence out.</summary>
    public float Support { get; init; } = 0.25f;
    /// <summary>Similarity at which two sentences are connected at all.</summary>
    public float LeastLikeness { get; init; } = 0.08f;
    /// <summary>Similarity to a fact above at which a sentence says nothing new.</summary>
    public float MostRedundancy { get; init; } = 0.3f;
    /// <summary>How much similarity to the facts above costs.</summary>
    public float Novelty { get; init; } = 0.5f;
    /// <summary>Weight.</summary>
    public float CorroborationWeight { get; init; } = 0.3f;
    /// <summary>Weight.</summary>
    public float LeadWeight { get; init; } = 0.3f;
    /// <summary>Weight.</summary>
    public float LengthWeight { get; init; } = 0.2f;
    /// <summary>Words.</summary>
    public float IdealWords { get; init; } = 28f;
    /// <summary>Words in common at which a sentence of another origin may bear a sentence out.</summary>
    public int LeastShared { get; init; } = 4;
    /// <summary>Words from which on two sentences of the same words are one text that was printed twice.</summary>
    public int LeastCopiedWords { get; init; } = 8;
    /// <summary>Z-score from which on a term is shown.</summary>
    public double LeastZScore { get; init; } = 1.3;
    /// <summary>Origins of its side that must use a term that is shown.</summary>
    public int LeastOriginsOfTerm { get; init; } = 2;
    /// <summary>How much names and numbers that are one source's own count against a sentence.</summary>
    public float DetailWeight { get; init; } = 0.3f;
    /// <summary>Similarity at which a sentence that is mostly contained in another bears it out.</summary>
    public float PartialSupport { get; init; } = 0.2f;
    /// <summary>Share of a sentence that must be contained for that.</summary>
    public float Contained { get; init; } = 0.5f;
    /// <summary>Share of the shorter sentence's pairs of adjacent words from which on two sentences are one text that was printed twice.</summary>
    public float SameText { get; init; } = 0.8f;
}
