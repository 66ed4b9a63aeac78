namespace StoryClustering.Contracts.Articles;

/// <summary>One article, keyed by the hash of its canonical URL. Makes ingest idempotent.</summary>
[Alias("IArticleGrain")]
public interface IArticleGrain : IGrainWithStringKey
{
    /// <summary>Takes the article in. Returns when it is durable, in exactly one story, and findable there. Throws
    /// <see cref="ArticleRefusedException"/> if it can be in none.</summary>
    [Alias("Ingest")]
    Task<IngestAnswer> Ingest(ArticleContent content, CancellationToken cancellation = default);

    /// <summary>Takes the article out of its story for good: from its first durable step on, no story takes it in again, whatever is still
    /// under way or sent later. Null if the article is unknown.</summary>
    [Alias("Retract")]
    Task<RetractAnswer?> Retract(string reason, CancellationToken cancellation = default);

    /// <summary>The words of the article as they were ingested, with their revision; null if the article is unknown or was retracted.</summary>
    [Alias("GetText")]
    Task<ArticleWords?> GetText(CancellationToken cancellation = default);

    /// <summary>Why the article is in its story. Null if the article is unknown. Reads at most 256 members.</summary>
    [Alias("Explain")]
    Task<AssignmentExplanation?> Explain(CancellationToken cancellation = default);
}

/// <summary>A validated article as the gateway hands it on.</summary>
/// <param name="Url">URL as sent.</param>
/// <param name="Title">Headline, not empty.</param>
/// <param name="Text">Body, may be empty.</param>
/// <param name="Outlet">Domain of the outlet, lower case.</param>
/// <param name="Published">Publication time, UTC, or null.</param>
/// <param name="Language">ISO 639-1 in lower case, or null: to be detected.</param>
/// <param name="ExternalId">The sender's own id, or empty.</param>
/// <param name="FeedCredit">Credit line, or empty.</param>
[GenerateSerializer, Immutable, Alias("ArticleContent")]
public sealed record ArticleContent(
    [property: Id(0)] string Url,
    [property: Id(1)] string Title,
    [property: Id(2)] string Text,
    [property: Id(3)] string Outlet,
    [property: Id(4)] DateTimeOffset? Published,
    [property: Id(5)] string? Language,
    [property: Id(6)] string ExternalId,
    [property: Id(7)] string FeedCredit)
{
    /// <summary>Outlet that the page's canonical address is at, if that is another than the page's, or empty.</summary>
    [Id(8)] public string CanonicalHost { get; init; } = "";
}

/// <summary>Whether an article was known.</summary>
public enum IngestOutcome { New = 1, Duplicate = 2, Revised = 3, Retracted = 4 }

/// <summary>What became of an article. <see cref="IngestOutcome.Retracted"/>: refused, because it was retracted before.</summary>
[GenerateSerializer, Immutable, Alias("IngestAnswer")]
public sealed record IngestAnswer(
    [property: Id(0)] string ArticleId,
    [property: Id(1)] string StoryId,
    [property: Id(2)] long StoryVersion,
    [property: Id(3)] IngestOutcome Outcome,
    [property: Id(4)] bool FoundedStory,
    [property: Id(5)] int Revision);

/// <summary>What became of a retraction.</summary>
[GenerateSerializer, Immutable, Alias("RetractAnswer")]
public sealed record RetractAnswer(
    [property: Id(0)] string ArticleId,
    [property: Id(1)] string StoryId,
    [property: Id(2)] long StoryVersion);

/// <summary>An article's words.</summary>
[GenerateSerializer, Immutable, Alias("ArticleWords")]
public sealed record ArticleWords([property: Id(0)] string Title, [property: Id(1)] string Text, [property: Id(2)] int Revision, [property: Id(3)] string Language);
