using Orleans.Concurrency;

namespace StoryClustering.Contracts.Stories;

/// <summary>One story. The only writer of its rows in the catalog while it is active; the catalog's version check stops any
/// second activation.</summary>
[Alias("IStoryGrain")]
public interface IStoryGrain : IGrainWithStringKey
{
    /// <summary>Adds an article, or founds the story with it. Returns when the change is durable and published. Calls
    /// interleave: all that arrive while a write is under way share the next one. Idempotent by article id. Cancelled while it waits, it
    /// leaves nothing.</summary>
    [Alias("AddArticle"), AlwaysInterleave]
    Task<AddAnswer> AddArticle(ArticleDigest article, AddHint hint, CancellationToken cancellation = default);

    /// <summary>Replaces a member's digest after a revision.</summary>
    [Alias("ReviseArticle"), AlwaysInterleave]
    Task<AddAnswer> ReviseArticle(ArticleDigest article, CancellationToken cancellation = default);

    /// <summary>The story as it is, all acked changes included; null if there is no such story.</summary>
    [Alias("GetCard"), AlwaysInterleave]
    Task<StoryCard?> GetCard(CancellationToken cancellation = default);

    /// <summary>The story with its coverage in full; null if there is no such story.</summary>
    [Alias("GetCoverage"), AlwaysInterleave]
    Task<StoryCoverage?> GetCoverage(CancellationToken cancellation = default);

    /// <summary>Articles of the story that match, those that joined after <paramref name="afterVersion"/>, with their verdicts; null if
    /// there is no such story.</summary>
    [Alias("SelectMembers"), AlwaysInterleave]
    Task<MemberSelection?> SelectMembers(MemberFilter filter, long afterVersion, int limit, CancellationToken cancellation = default);

    /// <summary>Counts itself again if the catalogue of outlets, at this version or later, says anything else of its outlets than it has
    /// counted; then that is a new version. False if nothing had to change.</summary>
    [Alias("Recount"), AlwaysInterleave]
    Task<bool> Recount(long outletsVersion, CancellationToken cancellation = default);

    /// <summary>Takes note of new frames: a new version of the story, with their headline. Idempotent by the frames' version; false if the
    /// story is not active, has these frames or later ones already, or the article of the headline is no member.</summary>
    [Alias("SetFrames"), AlwaysInterleave]
    Task<bool> SetFrames(FramesNote frames, CancellationToken cancellation = default);

    /// <summary>Waits for running writes and holds further ones until <see cref="Thaw"/>, for
    /// <paramref name="lease"/> at most. Returns the version (0: no such story). Used by edits that touch two stories. An edit that has been
    /// thawed freezes nothing any more, whichever of the two calls arrives first.</summary>
    [Alias("Freeze"), AlwaysInterleave]
    Task<long> Freeze(Guid edit, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>Forgets what is in memory, reads the story back from the catalog, publishes it and lets writes go on.</summary>
    [Alias("Thaw"), AlwaysInterleave]
    Task<StoryCard?> Thaw(Guid edit);
}

/// <summary>What the sender knows; saves look-ups, never decides anything.</summary>
public enum AddHint
{
    /// <summary>The article has been in no story.</summary>
    Fresh = 1,
    /// <summary>As fresh, and the story is expected not to exist.</summary>
    Founding = 2,
    /// <summary>The article may be a member somewhere already: an earlier try may have got through.</summary>
    Retried = 3,
}

/// <summary>How a story answered.</summary>
public enum AddResult
{
    /// <summary>The article is a member now.</summary>
    Added = 1,
    /// <summary>It was a member of this story already.</summary>
    AlreadyMember = 2,
    /// <summary>It is a member of another story: see StoryId.</summary>
    MemberElsewhere = 3,
    /// <summary>This story was merged: ask StoryId.</summary>
    Redirect = 4,
    /// <summary>This story was retracted and takes no articles.</summary>
    Refused = 5,
    /// <summary>The article was retracted and becomes a member of nothing.</summary>
    Retracted = 6,
}

/// <summary>A story's answer.</summary>
[GenerateSerializer, Immutable, Alias("AddAnswer")]
public sealed record AddAnswer(
    [property: Id(0)] AddResult Result,
    [property: Id(1)] string StoryId,
    [property: Id(2)] long Version,
    [property: Id(3)] bool Founded);

/// <summary>What a story keeps of its frames.</summary>
/// <param name="Version">Version of the frames.</param>
/// <param name="StoryVersion">Version of the story that they were worked out from.</param>
/// <param name="Headline">Headline; empty: as it was.</param>
/// <param name="HeadlineArticleId">Article that it is from.</param>
[GenerateSerializer, Immutable, Alias("FramesNote")]
public sealed record FramesNote([property: Id(0)] long Version, [property: Id(1)] long StoryVersion, [property: Id(2)] string Headline, [property: Id(3)] string HeadlineArticleId);
