using Orleans.Concurrency;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Contracts.Frames;

/// <summary>The frames of one story; keyed by the story's id.</summary>
[Alias("IFramesGrain")]
public interface IFramesGrain : IGrainWithStringKey
{
    /// <summary>Takes the story's changes in, and works the frames out again if that is due. Returns when the next time is due, or null if
    /// nothing is left to do.</summary>
    [Alias("Update")]
    Task<TimeSpan?> Update();

    /// <summary>The frames as they were worked out last; works them out if they never were. Null if there is no such story.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<FramesRecord?> Get(CancellationToken cancellation = default);

    /// <summary>Changes before a version (0: from the newest on), the newest first; null if there is no such story.</summary>
    [Alias("History"), AlwaysInterleave]
    Task<FramesHistory?> History(long beforeVersion, int limit, CancellationToken cancellation = default);

    /// <summary>Where an article stands in the story; null if there is no such story.</summary>
    [Alias("Locate")]
    Task<LocationRecord?> Locate(LocateQuery article, CancellationToken cancellation = default);
}

/// <summary>Finds the story of an article that need not be ingested, and where it stands there. Stateless worker; key 0.</summary>
[Alias("ILocatorGrain")]
public interface ILocatorGrain : IGrainWithIntegerKey
{
    /// <summary>Locates it.</summary>
    [Alias("Locate")]
    Task<LocateAnswer> Locate(LocateQuery article, CancellationToken cancellation = default);
}

/// <summary>An article to locate.</summary>
/// <param name="Title">Headline, may be empty.</param>
/// <param name="Text">Body; title and text are not both empty.</param>
/// <param name="Language">ISO 639-1, or null: to be detected.</param>
/// <param name="Published">Publication time or null.</param>
/// <param name="ArticleId">Id of the article if its URL is known, whether it was ingested or not; otherwise empty.</param>
/// <param name="Url">Its URL, or empty.</param>
/// <param name="Outlet">Domain of its outlet, or empty.</param>
[GenerateSerializer, Immutable, Alias("LocateQuery")]
public sealed record LocateQuery([property: Id(0)] string Title, [property: Id(1)] string Text, [property: Id(2)] string? Language,
    [property: Id(3)] DateTimeOffset? Published, [property: Id(4)] string ArticleId, [property: Id(5)] string Url, [property: Id(6)] string Outlet);

/// <summary>What was found.</summary>
/// <param name="Story">The story that it belongs to; null: none.</param>
/// <param name="IsMember">Whether it is one of the story's articles.</param>
/// <param name="Score">Score of the story, or 0.</param>
/// <param name="Threshold">Score that it took.</param>
/// <param name="Nearest">Other stories that resemble it, the nearest first, at most 3.</param>
/// <param name="Location">Where it stands; null without a story.</param>
/// <param name="Language">Language of the article.</param>
[GenerateSerializer, Immutable, Alias("LocateAnswer")]
public sealed record LocateAnswer([property: Id(0)] StoryCard? Story, [property: Id(1)] bool IsMember, [property: Id(2)] float Score,
    [property: Id(3)] float Threshold, [property: Id(4)] FoundStory[] Nearest, [property: Id(5)] LocationRecord? Location, [property: Id(6)] string Language);

/// <summary>See the engine's ArticleLocation.</summary>
[GenerateSerializer, Immutable, Alias("LocationRecord")]
public sealed record LocationRecord
{
    /// <summary>Version of the frames it was compared with.</summary>
    [Id(0)] public required long FramesVersion { get; init; }
    /// <summary>The position, or null.</summary>
    [Id(1)] public PositionRecord? Position { get; init; }
    /// <summary>Why there is none, or empty.</summary>
    [Id(2)] public string Reason { get; init; } = "";
    /// <summary>Sentences that put it there.</summary>
    [Id(3)] public DialSentenceRecord[] Sentences { get; init; } = [];
    /// <summary>Facts that it leaves out.</summary>
    [Id(4)] public FactRecord[] MissingFacts { get; init; } = [];
    /// <summary>Facts that it reports.</summary>
    [Id(5)] public FactRecord[] SharedFacts { get; init; } = [];
    /// <summary>Claims that no other source has.</summary>
    [Id(6)] public DialSentenceRecord[] UniqueClaims { get; init; } = [];
    /// <summary>How the other side reads the same.</summary>
    [Id(7)] public ReadingRecord[] OtherSide { get; init; } = [];
}

/// <summary>A position in [-1, 1] with its 90 % interval.</summary>
[GenerateSerializer, Immutable, Alias("PositionRecord")]
public sealed record PositionRecord([property: Id(0)] double Value, [property: Id(1)] double Low, [property: Id(2)] double High, [property: Id(3)] int Terms);

/// <summary>A sentence of the article that was asked about.</summary>
[GenerateSerializer, Immutable, Alias("DialSentenceRecord")]
public sealed record DialSentenceRecord([property: Id(0)] SpanField Field, [property: Id(1)] int Start, [property: Id(2)] int Length, [property: Id(3)] string Text,
    [property: Id(4)] double Weight, [property: Id(5)] string[] Terms);

/// <summary>A sentence and what the other side says of the same.</summary>
[GenerateSerializer, Immutable, Alias("ReadingRecord")]
public sealed record ReadingRecord([property: Id(0)] DialSentenceRecord Own, [property: Id(1)] CitedLine Other, [property: Id(2)] float Similarity);

/// <summary>How a line changed.</summary>
public enum FrameChangeKind : byte { Added = 1, Changed = 2, Removed = 3 }

/// <summary>A line that came, changed or went.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Section">Where.</param>
/// <param name="LineId">Fact id, question, speaker or term; what the section tells its lines apart by.</param>
/// <param name="Before">Text before; empty if it came.</param>
/// <param name="After">Text after; empty if it went.</param>
[GenerateSerializer, Immutable, Alias("FrameChange")]
public sealed record FrameChange([property: Id(0)] FrameChangeKind Kind, [property: Id(1)] FrameSection Section, [property: Id(2)] string LineId,
    [property: Id(3)] string Before, [property: Id(4)] string After);

/// <summary>A version of the frames, and what it changed.</summary>
[GenerateSerializer, Immutable, Alias("FramesVersionEntry")]
public sealed record FramesVersionEntry([property: Id(0)] long Version, [property: Id(1)] long StoryVersion, [property: Id(2)] DateTimeOffset Computed,
    [property: Id(3)] int Articles, [property: Id(4)] int Origins, [property: Id(5)] FrameChange[] Changes);

/// <summary>Versions, the newest first.</summary>
[GenerateSerializer, Immutable, Alias("FramesHistory")]
public sealed record FramesHistory([property: Id(0)] FramesVersionEntry[] Versions, [property: Id(1)] bool More);
