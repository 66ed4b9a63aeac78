namespace StoryClustering.Engine;

/// <summary>
/// Everything the engine can be tuned by. One configuration serves all kinds of streams; the defaults were calibrated on
/// several labelled sets at once. All processes of one deployment must use the same values: vectors made with different
/// field weights or caps are not comparable.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>Score at which an article joins a story instead of founding one.</summary>
    /// <value>Cosine-like, 0 to 1. Lower merges look-alike events, higher splits stories; x0.9 to x1.1 changes little.</value>
    public float JoinThreshold { get; init; } = 0.11f;

    /// <summary>
    /// Rises the threshold by this share of the mean score of the candidates from the 4th to the 15th: where a dozen stories
    /// resemble an article (a war, an election day), resembling one of them proves less.
    /// </summary>
    /// <value>Factor, 0 or more. 0: no difference between crowded topics and lonely ones.</value>
    public float CrowdWeight { get; init; } = 0.6f;

    /// <summary>
    /// A score counts in full from this fit on, and below in proportion: an article is to be about as similar to all members of a
    /// story, on average, as those are to each other; so one odd member does not chain another event to the story.
    /// </summary>
    /// <value>Factor, 0 (never mind) to 1; counts from 4 members on.</value>
    public float FullFit { get; init; } = 0.6f;

    /// <summary>The threshold is multiplied by this for an article without text: short texts agree by chance more often.</summary>
    /// <value>Factor, 1 or more.</value>
    public float HeadlineOnlyThresholdFactor { get; init; } = 1.1f;

    /// <summary>Affinity at which two stories that one article fits are merged.</summary>
    /// <value>Cosine-like, 0 to 1, about 1.5 times <see cref="JoinThreshold"/>. 1 or more: never.</value>
    public float MergeThreshold { get; init; } = 0.16f;

    /// <summary>The same is multiplied by this for stories of headlines: short texts vary more.</summary>
    /// <value>Factor, above 0.</value>
    public float HeadlineOnlyMergeFactor { get; init; } = 0.8f;

    /// <summary>Mean similarity of all pairs of members of two stories below which they are never merged.</summary>
    /// <value>Cosine-like, 0 to 1; rises by a tenth with the logarithm of the smaller story's members.</value>
    public float MergeAverage { get; init; } = 0.03f;

    /// <summary>
    /// A group of members leaves a story if its mean similarity to the rest is below this share of theirs among themselves, of
    /// group or rest whichever is lower. For texts shorter than full ones the share falls: those differ by chance.
    /// </summary>
    /// <value>Factor, 0 (never) to about 1.</value>
    public float SplitRatio { get; init; } = 0.8f;

    /// <summary>A young article moves to another story that it resembles this many times more than its own.</summary>
    /// <value>Factor, 1 or more.</value>
    public float MoveFactor { get; init; } = 1.05f;

    /// <summary>An article looks again for a better story after so many more have come.</summary>
    /// <value>Count. 0: never.</value>
    public int ReconsiderAfter { get; init; } = 100;

    /// <summary>Time constant of the decay 1 / (1 + gap / tau), gap = distance to the story's published span.</summary>
    /// <value>Default 11 days. Shorter splits late follow-ups, longer merges recurring events.</value>
    public TimeSpan TimeConstant { get; init; } = TimeSpan.FromDays(11);

    /// <summary>Time factor when neither the article nor any member of the story has a date.</summary>
    /// <value>Factor, 0 to 1.</value>
    public float UndatedTimeFactor { get; init; } = 0.95f;

    /// <summary>Time factor when only one of the two has a date.</summary>
    /// <value>Factor, 0 to 1.</value>
    public float HalfDatedTimeFactor { get; init; } = 0.77f;

    /// <summary>A story's similarity is the mean over this many of its most similar members (all, if it has fewer).</summary>
    /// <value>Count. 1 chains stories together, many blurs them.</value>
    public int TopMembers { get; init; } = 7;

    /// <summary>
    /// The same for a story with more members than are kept: the most similar of all are rarely among those kept, so a mean
    /// over as many would underrate big stories and split them.
    /// </summary>
    /// <value>Count, at most <see cref="TopMembers"/>.</value>
    public int TopMembersOfSample { get; init; } = 5;

    /// <summary>Member vectors kept per story in the index, at most.</summary>
    /// <value>Count. Big stories of headlines are split when it is small (32: B-cubed F1 of headlines -.01).</value>
    public int MembersPerStory { get; init; } = 64;

    /// <summary>Terms of all member vectors kept per story, together, at most; full texts reach it before short ones.</summary>
    /// <value>Count. Bounds memory (5 bytes each) and scoring time of a story. Embeddings are not counted: they add one byte a number
    /// and about 400 bytes for each member kept.</value>
    public int MemberTermsPerStory { get; init; } = 4_000;

    /// <summary>Strongest terms by which a story can be found.</summary>
    /// <value>Count. More raises recall of the lookup and the length of the postings.</value>
    public int StoryTerms { get; init; } = 100;

    /// <summary>Strongest terms of an article that are looked up.</summary>
    /// <value>Count. 10 lose 5-16 % of the right stories, 40 lose about 2 %.</value>
    public int QueryTerms { get; init; } = 40;

    /// <summary>Stories whose members are scored exactly after the lookup.</summary>
    /// <value>Count.</value>
    public int ScoredStories { get; init; } = 20;

    /// <summary>Postings read by one lookup; rare terms are read first, so that what is cut off is the least telling.</summary>
    /// <value>Count. Bounds the time of a search however many stories are active.</value>
    public int PostingBudget { get; init; } = 4_000;

    /// <summary>Stories in one index; above it the story whose last arrival is oldest is evicted.</summary>
    /// <value>Count. About 20 KB each when full of members, 2 KB for a story of one article.</value>
    public int MaxStories { get; init; } = 50_000;

    /// <summary>Words of title and text that become features.</summary>
    /// <value>Count. News tells the event first; more words cost time and add background.</value>
    public int FeatureWords { get; init; } = 400;

    /// <summary>Two stories that were found not to be one are compared again after so many more articles.</summary>
    /// <value>Count. Fewer cost time where many stories are neighbours.</value>
    public int CompareAgainAfter { get; init; } = 100;

    /// <summary>How much the frequencies of the stream itself change the weight of words and names.</summary>
    /// <value>0 (the background alone) to 1, approached as the stream grows.</value>
    public float StreamWeight { get; init; } = 0.6f;

    /// <summary>
    /// Cosine at which two embeddings say nothing, if articles have them: what a model gives unrelated articles. It differs widely
    /// between models.
    /// </summary>
    /// <value>Cosine, 0 to 0.95; kept in steps of 1/255. Too low makes all articles alike, too high ignores all but the nearest.</value>
    public float EmbeddingFloor { get; init; } = 0.3f;

    /// <summary>Relative weight of each block of the vector; they need not sum to one, they are normalised.</summary>
    public FieldWeights Weights { get; init; } = new();

    /// <summary>Terms kept per block; the weakest are dropped.</summary>
    public FieldCaps Caps { get; init; } = new();

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used. Each names the option ("Weights:Words" for one
    /// within), the value and the rule.</summary>
    public IReadOnlyList<string> Errors()
    {
        const int manyItems = 1_000_000;
        var errors = new List<string>();
        Range(nameof(JoinThreshold), JoinThreshold, 0.001, 10);
        Range(nameof(CrowdWeight), CrowdWeight, 0, 10);
        Range(nameof(FullFit), FullFit, 0, 1);
        Range(nameof(HeadlineOnlyThresholdFactor), HeadlineOnlyThresholdFactor, 0.1, 10);
        Range(nameof(MergeThreshold), MergeThreshold, 0.001, 10);
        Range(nameof(HeadlineOnlyMergeFactor), HeadlineOnlyMergeFactor, 0.1, 10);
        Range(nameof(MergeAverage), MergeAverage, 0, 10);
        Range(nameof(SplitRatio), SplitRatio, 0, 10);
        Range(nameof(MoveFactor), MoveFactor, 1, 100);
        Range(nameof(ReconsiderAfter), ReconsiderAfter, 0, 1_000);
        if (TimeConstant < TimeSpan.FromSeconds(1) || TimeConstant > TimeSpan.FromDays(3_650)) Wrong(nameof(TimeConstant), TimeConstant, "00:00:01 to 3650.00:00:00");
        Range(nameof(UndatedTimeFactor), UndatedTimeFactor, 0, 1);
        Range(nameof(HalfDatedTimeFactor), HalfDatedTimeFactor, 0, 1);
        Range(nameof(TopMembers), TopMembers, 1, 10_000);
        if (TopMembersOfSample < 1 || (TopMembersOfSample > TopMembers && TopMembers > 0)) Wrong(nameof(TopMembersOfSample), TopMembersOfSample, $"1 to {nameof(TopMembers)}, {TopMembers}");
        Range(nameof(MembersPerStory), MembersPerStory, 1, 10_000);
        Range(nameof(MemberTermsPerStory), MemberTermsPerStory, 1, manyItems);
        Range(nameof(StoryTerms), StoryTerms, 1, 10_000);
        Range(nameof(QueryTerms), QueryTerms, 1, 10_000);
        Range(nameof(ScoredStories), ScoredStories, 1, 10_000);
        Range(nameof(PostingBudget), PostingBudget, 1, manyItems);
        Range(nameof(MaxStories), MaxStories, 1, 100_000_000);
        // More would let one article take a second of a processor.
        Range(nameof(FeatureWords), FeatureWords, 1, 10_000);
        Range(nameof(CompareAgainAfter), CompareAgainAfter, 0, manyItems);
        Range(nameof(StreamWeight), StreamWeight, 0, 1);
        Range(nameof(EmbeddingFloor), EmbeddingFloor, 0, 0.95f);
        (string Name, double Value)[] weights =
        [
            (nameof(Weights.Words), Weights.Words), (nameof(Weights.Pairs), Weights.Pairs), (nameof(Weights.Names), Weights.Names),
            (nameof(Weights.NameWords), Weights.NameWords), (nameof(Weights.TitleGrams), Weights.TitleGrams), (nameof(Weights.TitleWords), Weights.TitleWords),
        ];
        foreach (var (name, value) in weights) Range($"{nameof(Weights)}:{name}", value, 0, 1_000);
        if (weights.All(static w => w.Value == 0)) errors.Add($"{nameof(Weights)}:{nameof(Weights.Words)} and all others are 0; one must be above 0.");
        Range($"{nameof(Weights)}:{nameof(Weights.Embedding)}", Weights.Embedding, 0, 0.9f);
        (string Name, int Value)[] caps =
        [
            (nameof(Caps.Words), Caps.Words), (nameof(Caps.Pairs), Caps.Pairs), (nameof(Caps.Names), Caps.Names), (nameof(Caps.NameWords), Caps.NameWords),
            (nameof(Caps.TitleGrams), Caps.TitleGrams), (nameof(Caps.TitleWords), Caps.TitleWords), (nameof(Caps.Anchors), Caps.Anchors),
        ];
        foreach (var (name, value) in caps) Range($"{nameof(Caps)}:{name}", value, 0, FieldCaps.MaxTerms);
        var sum = caps.Sum(static c => (long)c.Value);
        if (sum > FieldCaps.MaxTerms && caps.All(static c => c.Value is >= 0 and <= FieldCaps.MaxTerms)) errors.Add($"{nameof(Caps)}:{nameof(Caps.Words)} and all others are {sum} together; they must be at most {FieldCaps.MaxTerms}.");
        return errors;

        void Range(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most)) Wrong(name, Text(value), $"{Text(least)} to {Text(most)}");
        }

        // As the option's own type has it: a float's .95 is not .95.
        static string Text(double value) => Math.Abs(value) < 1e15 && value == Math.Floor(value) ? FormattableString.Invariant($"{value:0}") : FormattableString.Invariant($"{(float)value}");

        void Wrong(string name, object value, string range) => errors.Add(FormattableString.Invariant($"{name} is {value}; it must be {range}."));
    }
}

/// <summary>Weight of each vector block in the similarity (a weighted sum of cosines).</summary>
public sealed record FieldWeights
{
    /// <summary>Stemmed words of title and text, (1 + ln tf) x idf.</summary>
    public float Words { get; init; } = 0.41f;

    /// <summary>Adjacent stemmed word pairs, sqrt(tf) x idf.</summary>
    public float Pairs { get; init; } = 0.38f;

    /// <summary>Runs of 2-3 capitalised words.</summary>
    public float Names { get; init; } = 0.07f;

    /// <summary>Single capitalised words.</summary>
    public float NameWords { get; init; } = 0.07f;

    /// <summary>Character 4- and 5-grams of the title.</summary>
    public float TitleGrams { get; init; } = 0.07f;

    /// <summary>Stemmed words of the title, all alike.</summary>
    public float TitleWords { get; init; } = 0.1f;

    /// <summary>
    /// Share of the embeddings in the similarity of two articles that both have one; the other blocks share the rest.
    /// </summary>
    /// <value>0 to 0.9; kept in steps of 1/255. Articles without an embedding are compared as if it were 0.</value>
    public float Embedding { get; init; } = 0.2f;
}

/// <summary>Terms kept per vector block. The sum bounds a vector: about 4.5 bytes a term when stored.</summary>
public sealed record FieldCaps
{
    /// <summary>Upper bound of all caps together; larger stored vectors are refused.</summary>
    public const int MaxTerms = 1024;

    /// <summary>Cap of <see cref="FieldWeights.Words"/>.</summary>
    public int Words { get; init; } = 110;

    /// <summary>Cap of <see cref="FieldWeights.Pairs"/>.</summary>
    public int Pairs { get; init; } = 70;

    /// <summary>Cap of <see cref="FieldWeights.Names"/>.</summary>
    public int Names { get; init; } = 16;

    /// <summary>Cap of <see cref="FieldWeights.NameWords"/>.</summary>
    public int NameWords { get; init; } = 20;

    /// <summary>Cap of <see cref="FieldWeights.TitleGrams"/>.</summary>
    public int TitleGrams { get; init; } = 40;

    /// <summary>Cap of <see cref="FieldWeights.TitleWords"/>.</summary>
    public int TitleWords { get; init; } = 12;

    /// <summary>Cap of <see cref="Features.TermField.Anchor"/>: names and numbers by which articles of other languages are known.</summary>
    public int Anchors { get; init; } = 16;
}
