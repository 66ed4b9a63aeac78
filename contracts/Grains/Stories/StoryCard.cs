namespace StoryClustering.Contracts.Stories;

/// <summary>State of a story.</summary>
public enum StoryState { Active = 1, Merged = 2, Retracted = 3 }

/// <summary>What everyone but the story itself needs to know of a story: what lists, watchers and search results show.
/// About 600 bytes. Immutable; a higher version replaces a lower one.</summary>
[GenerateSerializer, Immutable, Alias("StoryCard")]
public sealed record StoryCard
{
    /// <summary>Key of the story.</summary>
    [Id(0)] public required string StoryId { get; init; }
    /// <summary>Rises strictly with every change.</summary>
    [Id(1)] public required long Version { get; init; }
    /// <summary>Live, merged or retracted.</summary>
    [Id(2)] public required StoryState State { get; init; }
    /// <summary>Story that it was merged into, or null.</summary>
    [Id(3)] public string? MergedInto { get; init; }
    /// <summary>Title of one of its articles.</summary>
    [Id(4)] public required string Headline { get; init; }
    /// <summary>Article that the headline is from.</summary>
    [Id(5)] public required string HeadlineArticleId { get; init; }
    /// <summary>Members.</summary>
    [Id(6)] public required int Articles { get; init; }
    /// <summary>Members that are copies of others, wire reprints among them.</summary>
    [Id(7)] public required int Reprints { get; init; }
    /// <summary>Distinct outlets.</summary>
    [Id(8)] public required int Outlets { get; init; }
    /// <summary>Distinct outlets rated left, center, right. The rest is unrated.</summary>
    [Id(9)] public int Left { get; init; }
    /// <summary>See <see cref="Left"/>.</summary>
    [Id(10)] public int Center { get; init; }
    /// <summary>See <see cref="Left"/>.</summary>
    [Id(11)] public int Right { get; init; }
    /// <summary>ISO 639-1, most frequent first, at most 8.</summary>
    [Id(12)] public required string[] Languages { get; init; }
    /// <summary>Names, strongest first, at most 10.</summary>
    [Id(13)] public required string[] Entities { get; init; }
    /// <summary>Earliest publication (arrival where unknown).</summary>
    [Id(14)] public required DateTimeOffset FirstPublished { get; init; }
    /// <summary>Latest publication (arrival where unknown).</summary>
    [Id(15)] public required DateTimeOffset LastPublished { get; init; }
    /// <summary>When the story was founded.</summary>
    [Id(16)] public required DateTimeOffset Created { get; init; }
    /// <summary>When it last changed.</summary>
    [Id(17)] public required DateTimeOffset Updated { get; init; }
    /// <summary>log2 of the sum over publisher families of 2^(latest article / 6 h); its order does not change as time passes.</summary>
    [Id(18)] public required double Trending { get; init; }
    /// <summary>Members that are an agency's own text; they count as originals.</summary>
    [Id(19)] public int WireOriginals { get; init; }
    /// <summary>Members that are copies of an agency's text; they count as reprints.</summary>
    [Id(20)] public int WireReprints { get; init; }
    /// <summary>Distinct publisher families.</summary>
    [Id(21)] public int Families { get; init; }
    /// <summary>Families with an own report, by side.</summary>
    [Id(22)] public SideNumbers OriginalFamilies { get; init; }
    /// <summary>Side that hardly reports it; unrated if there is none, or too little evidence.</summary>
    [Id(23)] public OutletSide BlindspotSide { get; init; }
    /// <summary>1 - (families of that side / families of the other); 0 if there is no blindspot.</summary>
    [Id(24)] public double BlindspotStrength { get; init; }
    /// <summary>Articles an hour over the three hours that end with the hour of the latest one.</summary>
    [Id(25)] public double Velocity { get; init; }
    /// <summary>English names of the places named most, at most 5.</summary>
    [Id(26)] public string[] Places { get; init; } = [];
    /// <summary>Version of the catalogue of outlets that the numbers rest on.</summary>
    [Id(27)] public long OutletsVersion { get; init; }
    /// <summary>Version of the frames that the headline is from and that watchers can fetch; 0: none yet.</summary>
    [Id(28)] public long FramesVersion { get; init; }
    /// <summary>Version of the story that these frames were worked out from.</summary>
    [Id(29)] public long FramesStoryVersion { get; init; }
}
