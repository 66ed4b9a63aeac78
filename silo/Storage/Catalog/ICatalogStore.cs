using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>The two tables that can be queried: story_catalog (cards) and article_catalog (members). They are the truth about
/// membership. Rules every store keeps:
/// <list type="number">
/// <item>An article is a member of at most one story (primary key).</item>
/// <item>A story's version rises strictly; a write names the version it builds on and is refused otherwise.</item>
/// <item>A story's members and its card change in one transaction.</item>
/// <item>A retracted article becomes a member of nothing, whenever its insertion was begun.</item>
/// </list>
/// All methods throw <see cref="CatalogUnavailableException"/> if the database cannot be reached; then nothing is known of
/// the outcome.</summary>
public interface ICatalogStore
{
    /// <summary>Commits the changes of several stories in one transaction. Each change succeeds or fails on its own.
    /// A story appears at most once in <paramref name="changes"/>. Outcomes are in the order of the changes.</summary>
    Task<CommitOutcome[]> Commit(IReadOnlyList<StoryCommit> changes, CancellationToken cancellation);

    /// <summary>Carries out an edit over one or two stories in one transaction: all of it or nothing. Frames of a story that it ends (merges or
    /// retracts) go with it, and so does their history.</summary>
    Task<CommitOutcome> Edit(StoryEdit edit, CancellationToken cancellation);

    /// <summary>The row of a story, or null.</summary>
    Task<StoryRow?> FindStory(string storyId, CancellationToken cancellation);

    /// <summary>Cards of those ids that exist.</summary>
    Task<IReadOnlyList<StoryCard>> FindCards(IReadOnlyList<string> storyIds, CancellationToken cancellation);

    /// <summary>The article as member of whatever story it is in, or null. Without Vector.</summary>
    Task<StoryMember?> FindMember(string articleId, CancellationToken cancellation);

    /// <summary>Those of the articles that are members of a story, in any order. Without Vector.</summary>
    Task<IReadOnlyList<StoryMember>> FindMembers(IReadOnlyList<string> articleIds, CancellationToken cancellation);

    /// <summary>Where the articles are, in any order; those that are neither members nor retracted are left out.</summary>
    Task<IReadOnlyList<ArticlePlacement>> FindPlacements(IReadOnlyList<string> articleIds, CancellationToken cancellation);

    /// <summary>Retracts an article for ever: from here on no change inserts it. True if it is a member of a story and has to be removed by an
    /// <see cref="Edit"/>; until then the retraction is pending. Doing it again changes nothing, and answers the same question.</summary>
    Task<bool> RetractArticle(string articleId, string reason, CancellationToken cancellation);

    /// <summary>Retracted articles that are still members, although they were retracted at least <paramref name="age"/> ago by the
    /// database's clock; the oldest first.</summary>
    Task<IReadOnlyList<PendingRetraction>> ListPendingRetractions(TimeSpan age, int limit, CancellationToken cancellation);

    /// <summary>Members of a story by joined version, after <paramref name="afterVersion"/>, at most
    /// <paramref name="limit"/>. Vector is an empty array unless <paramref name="withVectors"/>.</summary>
    Task<IReadOnlyList<StoryMember>> ListMembers(string storyId, long afterVersion, int limit, bool withVectors, CancellationToken cancellation);

    /// <summary>A page of active stories.</summary>
    Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation);

    /// <summary>Cards of the stories homed in <paramref name="partition"/>, and the database's clock before they were read: active ones, the
    /// latest changed first, at most <paramref name="limit"/>; and tombstones written in the last <paramref name="tombstonesFor"/> by that
    /// clock.</summary>
    Task<ChangedCards> LoadCards(int partition, int limit, TimeSpan tombstonesFor, CancellationToken cancellation);

    /// <summary>The newest members of each of the given stories, at most <paramref name="perStory"/> of each, with vectors;
    /// oldest joined first within a story.</summary>
    Task<IReadOnlyList<StoryMember>> LoadNewestMembers(IReadOnlyList<string> storyIds, int perStory, CancellationToken cancellation);

    /// <summary>The same members, but of each only what an index needs, and story by story in the order of <paramref name="storyIds"/>
    /// (which are distinct). Each is given to <paramref name="read"/> as it comes, so that nothing of a row is copied.</summary>
    Task<IReadOnlyList<T>> LoadIndexableMembers<T>(IReadOnlyList<string> storyIds, int perStory, IndexableProjection<T> read, CancellationToken cancellation);

    /// <summary>Cards of a partition written at or after <paramref name="since"/> by the database's clock, and that clock now:
    /// lets a partition find what was committed but never published.</summary>
    Task<ChangedCards> LoadChangedCards(int partition, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Reads a setting, or stores and returns <paramref name="initial"/> if there is none: all callers at once get
    /// the same value.</summary>
    Task<byte[]> GetOrAddSetting(string name, byte[] initial, CancellationToken cancellation);

    /// <summary>Stores a setting.</summary>
    Task PutSetting(string name, byte[] value, CancellationToken cancellation);

    /// <summary>Outlets written at versions after <paramref name="afterVersion"/>, and the newest version there is (0: none). A newest version
    /// below <paramref name="afterVersion"/> means that the database was put back to an earlier state.</summary>
    Task<OutletTable> LoadOutlets(long afterVersion, CancellationToken cancellation);

    /// <summary>Writes changes of outlets in one transaction, all of one version above <paramref name="expectedVersion"/>; refused if the newest
    /// version is not the expected one.</summary>
    Task<CommitOutcome> SaveOutlets(long expectedVersion, IReadOnlyList<OutletChange> changes, CancellationToken cancellation);

    /// <summary>Changes of an outlet (by main domain), the newest first, before a version.</summary>
    Task<IReadOnlyList<OutletChange>> ListOutletChanges(string domain, long beforeVersion, int limit, CancellationToken cancellation);

    /// <summary>All changes after a version, oldest first.</summary>
    Task<IReadOnlyList<OutletChange>> ListOutletChangesSince(long afterVersion, CancellationToken cancellation);

    /// <summary>What members are known by, each once, as it is written: their outlets, or the names that they credit. In the order of their UTF-8
    /// bytes, after <paramref name="after"/> (empty: from the start), at most <paramref name="limit"/>. Reads no more than it returns.</summary>
    Task<IReadOnlyList<string>> ListSources(SourceKind kind, string after, int limit, CancellationToken cancellation);

    /// <summary>The next stories with a member of exactly this outlet, or with one that credits exactly this name, after
    /// <paramref name="afterStoryId"/> (empty: from the start): looks at <paramref name="limit"/> stories at most, and leaves out those that are not
    /// active.</summary>
    Task<StorySlice> ListStoriesOf(SourceKind kind, string source, string afterStoryId, int limit, CancellationToken cancellation);

    /// <summary>Stores a version of a story's frames and its entry in their history, in one transaction. Refused if the frames stored are not
    /// of the expected version, or the story is not active.</summary>
    Task<CommitOutcome> SaveFrames(FramesCommit commit, CancellationToken cancellation);

    /// <summary>Notes that the frames of a version were worked out again and said the same. Never lowers the covered version of the story; false
    /// if the frames stored are of another version, or cover as much.</summary>
    Task<bool> TouchFrames(FramesTouch touch, CancellationToken cancellation);

    /// <summary>Frames of a story as they were saved last, with the covered version, the time and the number of articles of the last touch; or
    /// null.</summary>
    Task<FramesRecord?> FindFrames(string storyId, CancellationToken cancellation);

    /// <summary>Versions of a story's frames before a version, the newest first.</summary>
    Task<IReadOnlyList<FramesVersionEntry>> ListFramesHistory(string storyId, long beforeVersion, int limit, CancellationToken cancellation);

    /// <summary>Answers if the database answers.</summary>
    Task Ping(CancellationToken cancellation);
}

/// <summary>One story's change: new members, revised members, and the card after it.</summary>
/// <param name="Card">The card after the change.</param>
/// <param name="Partition">Home partition of the story.</param>
/// <param name="ExpectedVersion">Version that the change builds on; 0 founds the story.</param>
/// <param name="Added">Members to insert; empty if only the card or revised members change.</param>
/// <param name="Revised">Members whose row is replaced (article id and story stay).</param>
public sealed record StoryCommit(StoryCard Card, int Partition, long ExpectedVersion,
    IReadOnlyList<StoryMember> Added, IReadOnlyList<StoryMember> Revised);

/// <summary>How a change ended.</summary>
public enum CommitOutcome
{
    /// <summary>Durable.</summary>
    Committed = 1,
    /// <summary>The story is not at the expected version (or an article to add is a member somewhere already or retracted, or one to
    /// move or remove is not where it should be). Nothing of the change was stored.</summary>
    Conflict = 2,
}

/// <summary>Where an article is.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="StoryId">Its story, or null: then it is retracted.</param>
/// <param name="JoinedVersion">Version of the story at which it joined.</param>
/// <param name="Revision">Revision that the story shows.</param>
/// <param name="PlacedByEditor">True if an editor placed it.</param>
/// <param name="Fingerprint">Hash of what a reader reads of that revision; empty for rows from before this was kept.</param>
/// <param name="Age">Time since the row was inserted or revised, by the database's clock.</param>
/// <param name="Retracted">Whether its publisher took it back.</param>
public sealed record ArticlePlacement(string ArticleId, string? StoryId, long JoinedVersion, int Revision, bool PlacedByEditor, byte[] Fingerprint,
    TimeSpan Age, bool Retracted)
{
    /// <summary>True for the first member of a story; not for that of a story that an editor made.</summary>
    public bool HasFounded => StoryId is not null && JoinedVersion == 1 && (!PlacedByEditor || StoryId == Key.StoryFoundedBy(ArticleId));
}

/// <summary>A retracted article that has not left its story yet.</summary>
public sealed record PendingRetraction(string ArticleId, string Reason);

/// <summary>An edit in one transaction.</summary>
/// <param name="Stories">New cards of the stories that it touches, with home partition and expected version (0: new).</param>
/// <param name="Moves">Members that change story.</param>
/// <param name="MoveAllFrom">Story whose members all move to the first story's id, joined versions rising from
/// <paramref name="MoveAllBase"/> + 1 in their old order; null if none do.</param>
/// <param name="MoveAllBase">See <paramref name="MoveAllFrom"/>.</param>
/// <param name="Removed">Articles that leave their story for good.</param>
/// <param name="Audit">Row for editor_audit.</param>
public sealed record StoryEdit(IReadOnlyList<StoryCommit> Stories, IReadOnlyList<MemberMove> Moves, string? MoveAllFrom, long MoveAllBase,
    IReadOnlyList<string> Removed, AuditEntry Audit)
{
    /// <summary>Whether <see cref="MoveAllFrom"/> was said by a person, so that the members count as placed by an editor.</summary>
    public bool MoveAllByEditor { get; init; }
}

/// <summary>A member that changes story.</summary>
public sealed record MemberMove(string ArticleId, string FromStoryId, string ToStoryId, long JoinedVersion, bool PlacedByEditor);

/// <summary>A version of a story's frames.</summary>
/// <param name="Frames">The frames; their version is <paramref name="ExpectedVersion"/> + 1.</param>
/// <param name="ExpectedVersion">Version that is stored; 0: none.</param>
/// <param name="Changes">What this version changed.</param>
/// <param name="Keep">Most versions that the history keeps; older ones go.</param>
public sealed record FramesCommit(FramesRecord Frames, long ExpectedVersion, FrameChange[] Changes, int Keep = FramesCommit.MostKept)
{
    /// <summary>Versions that a story's history keeps unless told otherwise.</summary>
    public const int MostKept = 200;
}

/// <summary>Frames that were worked out again and said the same.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Version">Version of the frames.</param>
/// <param name="StoryVersion">Version of the story that they cover now.</param>
/// <param name="Articles">Articles read.</param>
/// <param name="Computed">When.</param>
public sealed record FramesTouch(string StoryId, long Version, long StoryVersion, int Articles, DateTimeOffset Computed);

/// <summary>Who did what when and why.</summary>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string StoryId, string? OtherStoryId, string[] ArticleIds, string Reason);

/// <summary>A story's row.</summary>
/// <param name="Card">The card.</param>
/// <param name="EditVersion">Version of the last change other than by adding members (an edit, a revision), 0 if none.</param>
public sealed record StoryRow(StoryCard Card, long EditVersion);

/// <summary>By what a member is found.</summary>
public enum SourceKind
{
    /// <summary>The outlet that has published it: a host.</summary>
    Outlet = 1,
    /// <summary>A name that it credits, as it is written. Names of more than 500 characters are not kept.</summary>
    Credit = 2,
}

/// <summary>A part of a list of stories, in the order of their ids.</summary>
/// <param name="StoryIds">The active ones.</param>
/// <param name="Next">Where the next part begins: after this id. Null: this is the last.</param>
public sealed record StorySlice(IReadOnlyList<string> StoryIds, string? Next);

/// <summary>Outlets, and the newest version of the catalogue.</summary>
public sealed record OutletTable(long Version, IReadOnlyList<OutletRecord> Outlets);

/// <summary>What an index needs of a member, while its row is read.</summary>
public readonly ref struct IndexableMember
{
    /// <summary>The story.</summary>
    public required string StoryId { get; init; }

    /// <summary>The article.</summary>
    public required string ArticleId { get; init; }

    /// <summary>Publication time or null.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>When the service took it in.</summary>
    public DateTimeOffset Ingested { get; init; }

    /// <summary>ISO 639-1 or "und".</summary>
    public required string Language { get; init; }

    /// <summary>The engine's ArticleVector in its own byte format; not to be used after the call.</summary>
    public ReadOnlySpan<byte> Vector { get; init; }
}

/// <summary>Makes of a member what its reader keeps.</summary>
public delegate T IndexableProjection<out T>(IndexableMember member);

/// <summary>Cards, and the database's clock before they were read.</summary>
public sealed record ChangedCards(IReadOnlyList<StoryCard> Cards, DateTimeOffset DatabaseNow);

/// <summary>The database cannot be reached, or failed while it worked; the outcome of a write is unknown.</summary>
public sealed class CatalogUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Text that the databases would change, cut or refuse.</summary>
public sealed class UnstorableException(string message) : ArgumentException(message);
