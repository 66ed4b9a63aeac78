namespace StoryClustering.Contracts.Outlets;

/// <summary>What an outlet is. The numbers are the engine's.</summary>
public enum OutletKind { Unknown = 0, Agency = 1, National = 2, Local = 3, Broadcaster = 4, Blog = 5, Aggregator = 6, Government = 7, StateMedia = 8 }

/// <summary>Lean in five steps, or unrated. The numbers are the engine's.</summary>
public enum OutletLean { Unrated = 0, Left = 1, LeanLeft = 2, Center = 3, LeanRight = 4, Right = 5 }

/// <summary>How reliable an outlet's reports are said to be.</summary>
public enum OutletReliability { Unrated = 0, Low = 1, Mixed = 2, High = 3 }

/// <summary>Who says so.</summary>
/// <param name="Source">Name of the rater.</param>
/// <param name="RatedAt">When it was rated or taken over; null if not known.</param>
/// <param name="Scale">The rater's scale and how it was mapped, in words.</param>
/// <param name="Licence">Licence of the rating, or empty.</param>
/// <param name="Original">The rating as the rater wrote it, or empty.</param>
[GenerateSerializer, Immutable, Alias("RatingProvenance")]
public sealed record RatingProvenance([property: Id(0)] string Source, [property: Id(1)] DateTimeOffset? RatedAt, [property: Id(2)] string Scale,
    [property: Id(3)] string Licence, [property: Id(4)] string Original);

/// <summary>An outlet of the catalogue.</summary>
[GenerateSerializer, Immutable, Alias("OutletRecord")]
public sealed record OutletRecord
{
    /// <summary>Registrable domains, lower case, main one first; the main one is the outlet's key.</summary>
    [Id(0)] public required string[] Domains { get; init; }
    /// <summary>Usual name, or empty.</summary>
    [Id(1)] public string Name { get; init; } = "";
    /// <summary>Publisher family (owner), or empty: it stands alone.</summary>
    [Id(2)] public string Family { get; init; } = "";
    /// <summary>Kind.</summary>
    [Id(3)] public OutletKind Kind { get; init; }
    /// <summary>ISO 3166-1 alpha-2, or empty.</summary>
    [Id(4)] public string Country { get; init; } = "";
    /// <summary>ISO 639-1, main one first.</summary>
    [Id(5)] public string[] Languages { get; init; } = [];
    /// <summary>Lean.</summary>
    [Id(6)] public OutletLean Lean { get; init; }
    /// <summary>Who rated the lean; null if it is unrated.</summary>
    [Id(7)] public RatingProvenance? LeanBy { get; init; }
    /// <summary>Reliability.</summary>
    [Id(8)] public OutletReliability Reliability { get; init; }
    /// <summary>Who rated the reliability; null if it is unrated.</summary>
    [Id(9)] public RatingProvenance? ReliabilityBy { get; init; }
    /// <summary>Version of the catalogue at which it last changed; 0 for an outlet of the starter catalogue that nobody has changed.</summary>
    [Id(10)] public long Version { get; init; }
    /// <summary>True for an entry of the catalogue that comes with the service.</summary>
    [Id(11)] public bool IsStarter { get; init; }

    /// <summary>The key: the main domain.</summary>
    public string Domain => Domains[0];
}

/// <summary>One change of an outlet.</summary>
/// <param name="Version">Version of the catalogue that it made.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Before">The outlet before; null if there was none.</param>
/// <param name="After">The outlet after.</param>
[GenerateSerializer, Immutable, Alias("OutletChange")]
public sealed record OutletChange([property: Id(0)] long Version, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Actor,
    [property: Id(3)] string Reason, [property: Id(4)] OutletRecord? Before, [property: Id(5)] OutletRecord After);
