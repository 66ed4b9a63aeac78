using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Contracts.Stories;

/// <summary>Reads the catalog for the gateways, which have no database of their own. Stateless worker; key 0.</summary>
[Alias("ICatalogGrain")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>One page of active stories.</summary>
    [Alias("ListStories")]
    Task<StoryPage> ListStories(StoryListQuery query);

    /// <summary>Members in the order in which they joined, after <paramref name="afterVersion"/>.</summary>
    [Alias("ListMembers")]
    Task<MemberPage> ListMembers(string storyId, long afterVersion, int limit);

    /// <summary>Cards of those of the ids that exist, any order.</summary>
    [Alias("GetCards")]
    Task<StoryCard[]> GetCards(string[] storyIds);

    /// <summary>Active stories by free text, best first.</summary>
    [Alias("Search")]
    Task<FoundStory[]> Search(string text, int limit);

    /// <summary>What all gateways of a cluster share.</summary>
    [Alias("GetClusterInfo")]
    Task<ClusterInfo> GetClusterInfo();

    /// <summary>Answers if the database answers; throws otherwise. For readiness checks.</summary>
    [Alias("Ping")]
    Task Ping();
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
}

/// <summary>Position between two pages.</summary>
[GenerateSerializer, Immutable, Alias("PagePosition")]
public sealed record PagePosition([property: Id(0)] double Value, [property: Id(1)] string StoryId);

/// <summary>A page of stories.</summary>
[GenerateSerializer, Immutable, Alias("StoryPage")]
public sealed record StoryPage([property: Id(0)] StoryCard[] Stories, [property: Id(1)] PagePosition? Next);

/// <summary>A page of members; digests without Vector and Signature.</summary>
[GenerateSerializer, Immutable, Alias("MemberPage")]
public sealed record MemberPage([property: Id(0)] StoryMember[] Members, [property: Id(1)] bool More);

/// <summary>A story that was found.</summary>
[GenerateSerializer, Immutable, Alias("FoundStory")]
public readonly record struct FoundStory([property: Id(0)] StoryCard Card, [property: Id(1)] float Score);

/// <summary>Facts that all processes of a cluster share.</summary>
/// <param name="Partitions">Number of partitions; fixed for the life of a database.</param>
/// <param name="TokenKey">32 random bytes, made once, that sign page and resume tokens.</param>
[GenerateSerializer, Immutable, Alias("ClusterInfo")]
public sealed record ClusterInfo([property: Id(0)] int Partitions, [property: Id(1)] byte[] TokenKey);
