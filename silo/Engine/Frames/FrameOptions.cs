namespace StoryClustering.Engine.Frames;

/// <summary>What frames can be tuned by. Similarities are cosines of sentences' words and pairs of words, 0 to 1.</summary>
public sealed record FrameOptions
{
    /// <summary>Most facts; a story of fewer origins shows at most as many as it has origins, and two at least.</summary>
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
    /// <summary>Most contradictions.</summary>
    public int MostDisputes { get; init; } = 5;
    /// <summary>Origins that a side needs before the two are contrasted.</summary>
    public int LeastOriginsOfSide { get; init; } = 2;
    /// <summary>Sentences of one article that are read.</summary>
    public int MostSentencesOfArticle { get; init; } = 40;
    /// <summary>Sentences of one story that are kept, about 2.6 KB each; beyond, those that fewest others resemble go, the oldest first.</summary>
    public int MostSentences { get; init; } = 7_000;

    /// <summary>Similarity at which a sentence of another origin bears a sentence out. Lower: more facts, some of them on one topic only.</summary>
    public float Support { get; init; } = 0.25f;
    /// <summary>The same for a sentence that is mostly contained in the other, as a headline is in a lead.</summary>
    public float PartialSupport { get; init; } = 0.2f;
    /// <summary>Share of a sentence's words, weighed, that must be contained for that.</summary>
    public float Contained { get; init; } = 0.5f;
    /// <summary>Similarity from which on numbers of two sentences are taken to count the same.</summary>
    public float SameCount { get; init; } = 0.35f;
    /// <summary>Words in common, stop words not counted, that bearing out takes beside the similarity.</summary>
    public int LeastShared { get; init; } = 4;
    /// <summary>Similarity at which two sentences are connected at all.</summary>
    public float LeastLikeness { get; init; } = 0.08f;
    /// <summary>Share of the shorter sentence's pairs of adjacent words from which on two sentences are one text that was printed twice.</summary>
    public float SameText { get; init; } = 0.8f;
    /// <summary>Words, stop words not counted, from which on that can be told.</summary>
    public int LeastCopiedWords { get; init; } = 8;

    /// <summary>Similarity to a fact above from which on a sentence says nothing new.</summary>
    public float MostRedundancy { get; init; } = 0.3f;
    /// <summary>Share of a sentence's score that full similarity to the facts above costs.</summary>
    public float Novelty { get; init; } = 0.5f;
    /// <summary>What an origin that bears a sentence out adds to its centrality.</summary>
    public float CorroborationWeight { get; init; } = 0.3f;
    /// <summary>Share that the first sentence of an article gains; the n-th gains an n-th of it.</summary>
    public float LeadWeight { get; init; } = 0.3f;
    /// <summary>Share that a sentence loses that is 40 words longer or shorter than <see cref="IdealWords"/>.</summary>
    public float LengthWeight { get; init; } = 0.2f;
    /// <summary>Words of the sentence that is liked best.</summary>
    public float IdealWords { get; init; } = 28f;
    /// <summary>Share that a sentence loses whose names and numbers are all its own source's alone.</summary>
    public float DetailWeight { get; init; } = 0.3f;

    /// <summary>Z-score from which on a term is shown. 1.3: one of ten terms of no side would be, by chance, on either.</summary>
    public double LeastZScore { get; init; } = 1.3;
    /// <summary>Origins of its side that must use a term that is shown.</summary>
    public int LeastOriginsOfTerm { get; init; } = 2;

    /// <summary>What is wrong with these values, all of it at once, each naming the option, the value and the rule; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        Range(nameof(MostFacts), MostFacts, 1, 100);
        Range(nameof(MostAgreement), MostAgreement, 1, 100);
        Range(nameof(MostCitations), MostCitations, 1, 1_000);
        Range(nameof(MostTerms), MostTerms, 1, 100);
        Range(nameof(MostPoints), MostPoints, 1, 100);
        Range(nameof(MostQuotes), MostQuotes, 1, 100);
        Range(nameof(MostDisputes), MostDisputes, 0, 100);
        Range(nameof(LeastOriginsOfSide), LeastOriginsOfSide, 1, 1_000);
        Range(nameof(MostSentencesOfArticle), MostSentencesOfArticle, 1, 1_000);
        Range(nameof(MostSentences), MostSentences, 10, 100_000);
        Range(nameof(Support), Support, 0, 1);
        Range(nameof(PartialSupport), PartialSupport, 0, 1);
        Range(nameof(Contained), Contained, 0, 1);
        Range(nameof(SameCount), SameCount, 0, 1);
        Range(nameof(LeastShared), LeastShared, 1, 100);
        Range(nameof(LeastLikeness), LeastLikeness, 0, 1);
        Range(nameof(SameText), SameText, 0, 1);
        Range(nameof(LeastCopiedWords), LeastCopiedWords, 1, 1_000);
        Range(nameof(MostRedundancy), MostRedundancy, 0, 1);
        Range(nameof(Novelty), Novelty, 0, 1);
        Range(nameof(CorroborationWeight), CorroborationWeight, 0, 10);
        Range(nameof(LeadWeight), LeadWeight, 0, 10);
        Range(nameof(LengthWeight), LengthWeight, 0, 1);
        Range(nameof(IdealWords), IdealWords, 1, 1_000);
        Range(nameof(DetailWeight), DetailWeight, 0, 1);
        Range(nameof(LeastZScore), LeastZScore, 0, 100);
        Range(nameof(LeastOriginsOfTerm), LeastOriginsOfTerm, 1, 1_000);
        return errors;

        void Range(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most)) errors.Add(FormattableString.Invariant($"{name} is {Text(value)}; it must be {least} to {most}."));
        }

        // As the option's own type has it: a float's .95 is not .95.
        static string Text(double value) => Math.Abs(value) < 1e15 && value == Math.Floor(value) ? FormattableString.Invariant($"{value:0}") : FormattableString.Invariant($"{(float)value}");
    }
}
