using StoryClustering.Contracts.Outlets;

namespace StoryClustering.Contracts.Stories;

/// <summary>What an article is to its story. The numbers are the engine's.</summary>
public enum ArticleVerdict { Unknown = 0, Original = 1, Reprint = 2, WireOriginal = 3, WireReprint = 4 }

/// <summary>Side of an outlet or family. The numbers are the engine's.</summary>
public enum OutletSide { Unrated = 0, Left = 1, Center = 2, Right = 3 }

/// <summary>Numbers of outlets or families by side; they sum to all of them.</summary>
[GenerateSerializer, Immutable, Alias("SideNumbers")]
public readonly record struct SideNumbers([property: Id(0)] int Left, [property: Id(1)] int Center, [property: Id(2)] int Right, [property: Id(3)] int Unrated);

/// <summary>A credit in an article. Form: the engine's number.</summary>
[GenerateSerializer, Immutable, Alias("ArticleCredit")]
public sealed record ArticleCredit([property: Id(0)] byte Form, [property: Id(1)] string Source, [property: Id(2)] string Quote);

/// <summary>Articles of a group by key.</summary>
[GenerateSerializer, Immutable, Alias("CoverageGroup")]
public readonly record struct CoverageGroup([property: Id(0)] string Key, [property: Id(1)] int Articles, [property: Id(2)] int Outlets);

/// <summary>Articles that appeared in a span of 1, 6 or 24 hours.</summary>
[GenerateSerializer, Immutable, Alias("CoverageSpan")]
public readonly record struct CoverageSpan([property: Id(0)] DateTimeOffset Start, [property: Id(1)] int Hours, [property: Id(2)] int Articles);

/// <summary>A name in a story.</summary>
/// <param name="Name">The name as articles write it.</param>
/// <param name="Articles">Articles that carry it.</param>
/// <param name="Place">English name of the place that it means, or empty.</param>
/// <param name="Country">Country of that place, or empty.</param>
[GenerateSerializer, Immutable, Alias("StoryEntity")]
public sealed record StoryEntity([property: Id(0)] string Name, [property: Id(1)] int Articles, [property: Id(2)] string Place, [property: Id(3)] string Country);

/// <summary>A story's coverage in full: what does not fit on its card. All of one version.</summary>
[GenerateSerializer, Immutable, Alias("StoryCoverage")]
public sealed record StoryCoverage
{
    /// <summary>The card.</summary>
    [Id(0)] public required StoryCard Card { get; init; }
    /// <summary>By country of the outlet, empty where unknown; most articles first.</summary>
    [Id(1)] public required CoverageGroup[] Countries { get; init; }
    /// <summary>By language of the article.</summary>
    [Id(2)] public required CoverageGroup[] Languages { get; init; }
    /// <summary>By kind of the outlet: keys "agency", "national", "local", "broadcaster", "blog", "aggregator", "government", "state-media", "unknown".</summary>
    [Id(3)] public required CoverageGroup[] Kinds { get; init; }
    /// <summary>By time, oldest first.</summary>
    [Id(4)] public required CoverageSpan[] Timeline { get; init; }
    /// <summary>Names, most articles first, at most 50.</summary>
    [Id(5)] public required StoryEntity[] Entities { get; init; }
    /// <summary>Places, most articles first, at most 20: English names.</summary>
    [Id(6)] public required CoverageGroup[] Places { get; init; }
}

/// <summary>Which articles of a story; what is null or 0 does not restrict. Fields as the engine's ArticleGroup.</summary>
[GenerateSerializer, Immutable, Alias("MemberFilter")]
public sealed record MemberFilter
{
    /// <summary>Verdicts as bits, 1 &lt;&lt; verdict.</summary>
    [Id(0)] public int Verdicts { get; init; }
    /// <summary>Side of the outlet.</summary>
    [Id(1)] public OutletSide? OutletSide { get; init; }
    /// <summary>Side of the family by its outlets with an own report.</summary>
    [Id(2)] public OutletSide? FamilySide { get; init; }
    /// <summary>Domain of the outlet.</summary>
    [Id(3)] public string? Outlet { get; init; }
    /// <summary>Publisher family.</summary>
    [Id(4)] public string? Family { get; init; }
    /// <summary>Country of the outlet; empty: unknown.</summary>
    [Id(5)] public string? Country { get; init; }
    /// <summary>Kind of the outlet.</summary>
    [Id(6)] public OutletKind? Kind { get; init; }
    /// <summary>Language.</summary>
    [Id(7)] public string? Language { get; init; }
    /// <summary>A name.</summary>
    [Id(8)] public string? Entity { get; init; }
    /// <summary>English name of a place.</summary>
    [Id(9)] public string? Place { get; init; }
    /// <summary>Appeared at or after.</summary>
    [Id(10)] public DateTimeOffset? From { get; init; }
    /// <summary>Appeared before.</summary>
    [Id(11)] public DateTimeOffset? To { get; init; }
    /// <summary>0 every article, 1 the first of each outlet, 2 the first of each family.</summary>
    [Id(12)] public int OncePer { get; init; }
}

/// <summary>An article of a story with its verdict.</summary>
[GenerateSerializer, Immutable, Alias("MemberFinding")]
public sealed record MemberFinding
{
    /// <summary>The article.</summary>
    [Id(0)] public required string ArticleId { get; init; }
    /// <summary>Version at which it joined.</summary>
    [Id(1)] public required long JoinedVersion { get; init; }
    /// <summary>The verdict.</summary>
    [Id(2)] public required ArticleVerdict Verdict { get; init; }
    /// <summary>For a copy: the earliest of its copies in the story, or null if it is that.</summary>
    [Id(3)] public string? OriginArticleId { get; init; }
    /// <summary>Main domain of the outlet whose text it is, or empty.</summary>
    [Id(4)] public string SourceOutlet { get; init; } = "";
    /// <summary>The credit that says so, or null.</summary>
    [Id(5)] public ArticleCredit? Credit { get; init; }
    /// <summary>Articles of the story with this text, itself included.</summary>
    [Id(6)] public int Copies { get; init; }
    /// <summary>Similarity to the origin, 0 to 1.</summary>
    [Id(7)] public float Similarity { get; init; }
    /// <summary>Sentences in common with the origin.</summary>
    [Id(8)] public int SharedSentences { get; init; }
    /// <summary>Whether only headlines could be compared.</summary>
    [Id(9)] public bool SameHeadlineOnly { get; init; }
    /// <summary>Main domain of the article's outlet in the catalogue, or the domain as sent.</summary>
    [Id(10)] public string Outlet { get; init; } = "";
    /// <summary>Its family.</summary>
    [Id(11)] public string Family { get; init; } = "";
    /// <summary>Its kind.</summary>
    [Id(12)] public OutletKind Kind { get; init; }
    /// <summary>Its country, or empty.</summary>
    [Id(13)] public string Country { get; init; } = "";
    /// <summary>Its lean.</summary>
    [Id(14)] public OutletLean Lean { get; init; }
    /// <summary>What kind of piece it is.</summary>
    [Id(15)] public ArticleForm Form { get; init; }
}

/// <summary>What kind of piece an article is; numbered as in article.proto, less one.</summary>
public enum ArticleForm : byte { Report, Roundup, LiveBlog, Template, Video, Gallery, Opinion }

/// <summary>Articles of a story that were asked for, in the order in which they joined.</summary>
/// <param name="Members">The articles.</param>
/// <param name="More">Whether there are more.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Version">Version of the story.</param>
[GenerateSerializer, Immutable, Alias("MemberSelection")]
public sealed record MemberSelection([property: Id(0)] MemberFinding[] Members, [property: Id(1)] bool More, [property: Id(2)] int Total, [property: Id(3)] long Version);
