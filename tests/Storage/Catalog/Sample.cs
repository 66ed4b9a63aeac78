using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Storage.Catalog;

/// <summary>Stories and members to store. Ids are unique per call of <see cref="NewId"/>, so that tests share a database.</summary>
internal static class Sample
{
    // Microseconds, not whole milliseconds: what the stores promise to keep.
    public static readonly DateTimeOffset Time = new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_560);

    private static int s_next;

    public static string NewId() => $"story-{Interlocked.Increment(ref s_next):d6}{Guid.NewGuid():n}"[..32];

    public static string ArticleOf(string storyId, int number) => $"article-{storyId["story-".Length..]}-{number:d5}";

    public static StoryCard Card(string id, long version, int articles = 1, double trending = 100.25, DateTimeOffset? updated = null) => new()
    {
        StoryId = id,
        Version = version,
        State = StoryState.Active,
        Headline = "Harbor reopens after “the long storm” — 港が再開 🌊",
        HeadlineArticleId = ArticleOf(id, 1),
        Articles = articles,
        Reprints = 1,
        Outlets = 2,
        Left = 3,
        Center = 4,
        Right = 5,
        Languages = ["en", "ja"],
        Entities = ["Harbor Authority", "\"Quoted, Inc.\"", "港"],
        FirstPublished = Time.AddDays(-20_000),
        LastPublished = Time.AddHours(-1),
        Created = Time.AddMinutes(-30),
        Updated = updated ?? Time,
        Trending = trending,
        WireOriginals = 6,
        WireReprints = 7,
        Families = 8,
        OriginalFamilies = new SideNumbers(9, 10, 11, 12),
        BlindspotSide = OutletSide.Right,
        BlindspotStrength = 0.875,
        Velocity = 4.5,
        Places = ["Harbor City", "Côte d'Ivoire"],
        OutletsVersion = 13,
        FramesVersion = 14,
        FramesStoryVersion = 15,
    };

    public static StoryMember Member(string storyId, int number, long joined) => new()
    {
        StoryId = storyId,
        JoinedVersion = joined,
        PlacedByEditor = false,
        Article = new ArticleDigest
        {
            ArticleId = ArticleOf(storyId, number),
            Url = $"https://harbor-ledger.example/{storyId}/{number}?q=%20",
            Title = "Title 𝔘 " + number,
            Outlet = "harbor-ledger.example",
            Published = number % 2 == 0 ? null : Time.AddDays(-30_000),
            Ingested = Time,
            Language = "en",
            ExternalId = "external-" + number,
            FeedCredit = "Continental Wire",
            Revision = 1,
            Entities = ["Harbor", "a\u001fb", "back\\slash"],
            Vector = [.. Enumerable.Range(0, 1200).Select(i => (byte)(i * 7 + number))],
            Signature = [0, 1, 255, 0],
            Credits = [new ArticleCredit(1, "Continental Wire", "HARBOR CITY (Continental Wire) —"), new ArticleCredit(5, "50% \\ \"of\" _it_ 港", "")],
        },
    };

    /// <summary>Founds a story at version <paramref name="members"/> with that many members, joined at 1, 2, 3, ...</summary>
    public static StoryCommit Found(string id, int members = 1, int partition = 3) =>
        new(Card(id, members, members), partition, 0, [.. Enumerable.Range(1, members).Select(n => Member(id, n, n))], []);

    public static AuditEntry Audit(string storyId) => new(Time, "editor@desk.example", "merge", storyId, null, [ArticleOf(storyId, 1)], "same event");

    public static StoryEdit Edit(StoryCommit[] stories, MemberMove[]? moves = null, string? moveAllFrom = null, long moveAllBase = 0,
        string[]? removed = null) =>
        new(stories, moves ?? [], moveAllFrom, moveAllBase, removed ?? [], Audit(stories[0].Card.StoryId));

    public static StoryCommit Touch(string id, long expected, int articles = 1) => new(Card(id, expected + 1, articles), 3, expected, [], []);
}
