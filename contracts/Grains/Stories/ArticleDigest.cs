namespace StoryClustering.Contracts.Stories;

/// <summary>What a story and its partition keep of an article: enough to count, list and score it, not its text.</summary>
[GenerateSerializer, Immutable, Alias("ArticleDigest")]
public sealed record ArticleDigest
{
    /// <summary>Key of the article.</summary>
    [Id(0)] public required string ArticleId { get; init; }
    /// <summary>URL as sent.</summary>
    [Id(1)] public required string Url { get; init; }
    /// <summary>Headline.</summary>
    [Id(2)] public required string Title { get; init; }
    /// <summary>Domain of the outlet.</summary>
    [Id(3)] public required string Outlet { get; init; }
    /// <summary>Publication time or null.</summary>
    [Id(4)] public DateTimeOffset? Published { get; init; }
    /// <summary>When the service took it in.</summary>
    [Id(5)] public required DateTimeOffset Ingested { get; init; }
    /// <summary>ISO 639-1 or "und".</summary>
    [Id(6)] public required string Language { get; init; }
    /// <summary>The sender's own id, or empty.</summary>
    [Id(7)] public required string ExternalId { get; init; }
    /// <summary>Credit line, or empty.</summary>
    [Id(8)] public required string FeedCredit { get; init; }
    /// <summary>1 for the first text.</summary>
    [Id(9)] public required int Revision { get; init; }
    /// <summary>Names, strongest first, at most 10.</summary>
    [Id(10)] public required string[] Entities { get; init; }
    /// <summary>The engine's ArticleVector in its own byte format.</summary>
    [Id(11)] public required byte[] Vector { get; init; }
    /// <summary>The engine's ContentSignature in its own byte format.</summary>
    [Id(12)] public required byte[] Signature { get; init; }
    /// <summary>Credits found in the text, the feed and the page.</summary>
    [Id(13)] public ArticleCredit[] Credits { get; init; } = [];
    /// <summary>Hash of what a reader reads of this revision; tells a repetition. Written with the row, not read back with it.</summary>
    [Id(14)] public byte[] Fingerprint { get; init; } = [];
}

/// <summary>An article as member of a story: a row of article_catalog.</summary>
[GenerateSerializer, Immutable, Alias("StoryMember")]
public sealed record StoryMember
{
    /// <summary>The article.</summary>
    [Id(0)] public required ArticleDigest Article { get; init; }
    /// <summary>The story.</summary>
    [Id(1)] public required string StoryId { get; init; }
    /// <summary>Version of the story at which it joined; unique within a story.</summary>
    [Id(2)] public required long JoinedVersion { get; init; }
    /// <summary>True if an editor placed it.</summary>
    [Id(4)] public bool PlacedByEditor { get; init; }
}
