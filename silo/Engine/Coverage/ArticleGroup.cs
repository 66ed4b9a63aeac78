using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Coverage;

/// <summary>What is counted.</summary>
public enum Unit : byte
{
    /// <summary>Every article.</summary>
    Article = 0,
    /// <summary>The first article of each outlet.</summary>
    Outlet = 1,
    /// <summary>The first article of each publisher family.</summary>
    Family = 2,
}

/// <summary>Which articles of a story: those that a number counts. What is null or 0 does not restrict.</summary>
public sealed record ArticleGroup
{
    /// <summary>Verdicts, as bits: 1 &lt;&lt; verdict.</summary>
    public int Verdicts { get; init; }
    /// <summary>Side of the outlet.</summary>
    public Side? OutletSide { get; init; }
    /// <summary>Side of the publisher family, as <see cref="CoverageCounts.OriginalFamilies"/> counts it.</summary>
    public Side? FamilySide { get; init; }
    /// <summary>Domain of the outlet.</summary>
    public string? Outlet { get; init; }
    /// <summary>Publisher family.</summary>
    public string? Family { get; init; }
    /// <summary>Country of the outlet; empty for unknown.</summary>
    public string? Country { get; init; }
    /// <summary>Kind of the outlet.</summary>
    public OutletKind? Kind { get; init; }
    /// <summary>Language of the article.</summary>
    public string? Language { get; init; }
    /// <summary>A name that the article carries.</summary>
    public string? Entity { get; init; }
    /// <summary>English name of a place that the article names.</summary>
    public string? Place { get; init; }
    /// <summary>Appeared at or after.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Appeared before.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Every article, or only the first of each outlet or family.</summary>
    public Unit OncePer { get; init; }

    /// <summary>The bit of a verdict.</summary>
    public static int Bit(ArticleVerdict verdict) => 1 << (int)verdict;
}
