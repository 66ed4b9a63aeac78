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
    public int MostSentences { get; init; } = 12_000;
}
