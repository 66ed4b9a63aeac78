using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Contracts.Stories;

/// <summary>Reads the catalog for the gateways, which have no database of their own. Stateless worker; key 0.</summary>
[Alias("ICatalogGrain")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>One page of active stories.</summary>
    [Alias("ListStories")]
    Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation = default);

    /// <summary>The articles as members of whatever story they are in, any order; those that are in none are left out.</summary>
    [Alias("GetMembers")]
    Task<StoryMember[]> GetMembers(string[] articleIds, CancellationToken cancellation = default);

    /// <summary>Cards of those of the ids that exist, any order.</summary>
    [Alias("GetCards")]
    Task<StoryCard[]> GetCards(string[] storyIds, CancellationToken cancellation = default);

    /// <summary>Active stories by free text, best first.</summary>
    [Alias("Search")]
    Task<FoundStory[]> Search(string text, int limit, CancellationToken cancellation = default);

    /// <summary>What all gateways of a cluster share.</summary>
    [Alias("GetClusterInfo")]
    Task<ClusterInfo> GetClusterInfo(CancellationToken cancellation = default);

    /// <summary>Answers if the database answers; throws otherwise. For readiness checks.</summary>
    [Alias("Ping")]
    Task Ping(CancellationToken cancellation = default);
}

/// <summary>Order of a list.</summary>
public enum StoryOrder { Trending = 1, Latest = 2, Largest = 3 }

/// <summary>A page to read. The keys of the last story of the page before tell where to go on.</summary>
[GenerateSerializer, Immutable, Alias("StoryListQuery")]
public sealed record StoryListQuery
{
    /// <summary>Order, descending; ties by story id ascending.</summary>
    [Id(0)] public required StoryOrder Order { get; init; }
    /// <summary>Most stories to return.</summary>
    [Id(1)] public required int Limit { get; init; }
    /// <summary>Story with an article in this language, or null.</summary>
    [Id(2)] public string? Language { get; init; }
    /// <summary>Least articles.</summary>
    [Id(3)] public int MinArticles { get; init; }
    /// <summary>Least outlets.</summary>
    [Id(4)] public int MinOutlets { get; init; }
    /// <summary>Changed at or after, or null.</summary>
    [Id(5)] public DateTimeOffset? UpdatedSince { get; init; }
    /// <summary>Where the page before ended, or null. Sort value: trending score, Unix microseconds of the change, or articles.</summary>
    [Id(6)] public PagePosition? After { get; init; }
    /// <summary>Stories that carry one of these names among their strongest; empty: all.</summary>
    [Id(7)] public string[] Entities { get; init; } = [];
    /// <summary>Stories that name one of these places most; empty: all.</summary>
    [Id(8)] public string[] Places { get; init; } = [];
    /// <summary>Least originals.</summary>
    [Id(9)] public int MinOriginals { get; init; }
    /// <summary>Stories with a blindspot on this side, or null.</summary>
    [Id(10)] public OutletSide? Blindspot { get; init; }
}

/// <summary>Position between two pages.</summary>
[GenerateSerializer, Immutable, Alias("PagePosition")]
public sealed record PagePosition([property: Id(0)] double Value, [property: Id(1)] string StoryId);

/// <summary>A page of stories.</summary>
[GenerateSerializer, Immutable, Alias("StoryPage")]
public sealed record StoryPage([property: Id(0)] StoryCard[] Stories, [property: Id(1)] PagePosition? Next);

/// <summary>A story that was found.</summary>
[GenerateSerializer, Immutable, Alias("FoundStory")]
public readonly record struct FoundStory([property: Id(0)] StoryCard Card, [property: Id(1)] float Score);

/// <summary>Facts that all processes of a cluster share.</summary>
/// <param name="Partitions">Number of partitions; fixed for the life of a database.</param>
/// <param name="TokenKey">32 random bytes, made once, that sign page and resume tokens.</param>
[GenerateSerializer, Immutable, Alias("ClusterInfo")]
public sealed record ClusterInfo([property: Id(0)] int Partitions, [property: Id(1)] byte[] TokenKey);
