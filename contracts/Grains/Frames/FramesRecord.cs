using StoryClustering.Contracts.Stories;

namespace StoryClustering.Contracts.Frames;

/// <summary>Which part of an article a span lies in. The numbers are the engine's.</summary>
public enum SpanField : byte { Text = 1, Title = 2 }

/// <summary>What a contrast is between. The numbers are the engine's.</summary>
public enum ContrastBasis : byte { None = 0, Sides = 1, Camps = 2 }

/// <summary>Kind of a point of a contrast. The numbers are the engine's.</summary>
public enum ContrastKind : byte { Wording = 1, FirstOnly = 2, SecondOnly = 3 }

/// <summary>A question of the context section. The numbers are the engine's.</summary>
public enum ContextSlot : byte { Who = 1, Why = 2, Before = 3, Unresolved = 4, Next = 5 }

/// <summary>A part of a page. The numbers are the engine's.</summary>
public enum FrameSection : byte { Headline = 1, Summary = 2, Facts = 3, Agreement = 4, Split = 5, Context = 6, Quotes = 7, Disputes = 8 }

/// <summary>The frames of a story: fields as the engine's StoryFrames, with what they rest on.</summary>
[GenerateSerializer, Immutable, Alias("FramesRecord")]
public sealed record FramesRecord
{
    /// <summary>The story.</summary>
    [Id(0)] public required string StoryId { get; init; }
    /// <summary>Rises by one whenever a section changes; 0 if they were never stored (a story of one origin, worked out when asked).</summary>
    [Id(1)] public required long Version { get; init; }
    /// <summary>Version of the story that they were worked out from.</summary>
    [Id(2)] public required long StoryVersion { get; init; }
    /// <summary>Most central headline of an original; null if there is none.</summary>
    [Id(3)] public CitedLine? Headline { get; init; }
    /// <summary>At most two sentences.</summary>
    [Id(4)] public CitedLine[] Summary { get; init; } = [];
    /// <summary>Facts.</summary>
    [Id(5)] public FactRecord[] Facts { get; init; } = [];
    /// <summary>Facts of both sides.</summary>
    [Id(6)] public FactRecord[] Agreement { get; init; } = [];
    /// <summary>How the sides differ.</summary>
    [Id(7)] public required ContrastRecord Split { get; init; }
    /// <summary>Questions and answers.</summary>
    [Id(8)] public ContextRecord[] Context { get; init; } = [];
    /// <summary>Quotes.</summary>
    [Id(9)] public QuoteRecord[] Quotes { get; init; } = [];
    /// <summary>Where sources contradict each other.</summary>
    [Id(11)] public DisputeRecord[] Disputes { get; init; } = [];
    /// <summary>How they came about.</summary>
    [Id(10)] public required AboutRecord About { get; init; }
}

/// <summary>A span of an article. Offsets count UTF-16 code units of the text or title as it was ingested.</summary>
[GenerateSerializer, Immutable, Alias("CitationRecord")]
public sealed record CitationRecord
{
    /// <summary>The article.</summary>
    [Id(0)] public required string ArticleId { get; init; }
    /// <summary>Its revision.</summary>
    [Id(1)] public required int Revision { get; init; }
    /// <summary>Main domain of its outlet.</summary>
    [Id(2)] public required string Outlet { get; init; }
    /// <summary>Its address.</summary>
    [Id(3)] public required string Url { get; init; }
    /// <summary>Side of the outlet whose text it is.</summary>
    [Id(4)] public OutletSide Side { get; init; }
    /// <summary>Origin that it counts for.</summary>
    [Id(5)] public required string Origin { get; init; }
    /// <summary>When the article appeared.</summary>
    [Id(6)] public required DateTimeOffset Appeared { get; init; }
    /// <summary>Part of the article.</summary>
    [Id(7)] public required SpanField Field { get; init; }
    /// <summary>First code unit.</summary>
    [Id(8)] public required int Start { get; init; }
    /// <summary>Code units.</summary>
    [Id(9)] public required int Length { get; init; }
    /// <summary>The words there.</summary>
    [Id(10)] public required string Text { get; init; }
    /// <summary>0 to 1.</summary>
    [Id(11)] public float Similarity { get; init; }
}

/// <summary>A line with its evidence.</summary>
[GenerateSerializer, Immutable, Alias("CitedLine")]
public sealed record CitedLine([property: Id(0)] string Text, [property: Id(1)] CitationRecord[] Citations, [property: Id(2)] bool ByModel);

/// <summary>See the engine's Fact.</summary>
[GenerateSerializer, Immutable, Alias("FactRecord")]
public sealed record FactRecord
{
    /// <summary>Id.</summary>
    [Id(0)] public required string FactId { get; init; }
    /// <summary>The sentence.</summary>
    [Id(1)] public required CitedLine Line { get; init; }
    /// <summary>Origins by side.</summary>
    [Id(2)] public required SideNumbers Origins { get; init; }
    /// <summary>Articles.</summary>
    [Id(3)] public required int Articles { get; init; }
    /// <summary>Numbers that differ.</summary>
    [Id(4)] public DifferenceRecord[] Differences { get; init; } = [];
    /// <summary>When the first cited article appeared.</summary>
    [Id(5)] public required DateTimeOffset First { get; init; }
    /// <summary>When the latest did.</summary>
    [Id(6)] public required DateTimeOffset Latest { get; init; }
}

/// <summary>A number that sources give differently, the newest first.</summary>
[GenerateSerializer, Immutable, Alias("DifferenceRecord")]
public sealed record DifferenceRecord([property: Id(0)] string Subject, [property: Id(1)] NumberRecord[] Reports);

/// <summary>A number as sources give it.</summary>
[GenerateSerializer, Immutable, Alias("NumberRecord")]
public sealed record NumberRecord([property: Id(0)] string Value, [property: Id(1)] DateTimeOffset Latest, [property: Id(2)] CitationRecord[] Citations);

/// <summary>See the engine's SideContrast.</summary>
[GenerateSerializer, Immutable, Alias("ContrastRecord")]
public sealed record ContrastRecord
{
    /// <summary>Between what.</summary>
    [Id(0)] public ContrastBasis Basis { get; init; }
    /// <summary>Origins of the first group (left).</summary>
    [Id(1)] public int FirstOrigins { get; init; }
    /// <summary>Origins of the second group (right).</summary>
    [Id(2)] public int SecondOrigins { get; init; }
    /// <summary>Terms.</summary>
    [Id(3)] public TermRecord[] Terms { get; init; } = [];
    /// <summary>Points.</summary>
    [Id(4)] public PointRecord[] Points { get; init; } = [];
}

/// <summary>See the engine's ContrastTerm.</summary>
[GenerateSerializer, Immutable, Alias("TermRecord")]
public sealed record TermRecord([property: Id(0)] string Term, [property: Id(1)] double ZScore, [property: Id(2)] int FirstOrigins, [property: Id(3)] int SecondOrigins);

/// <summary>See the engine's ContrastPoint.</summary>
[GenerateSerializer, Immutable, Alias("PointRecord")]
public sealed record PointRecord([property: Id(0)] ContrastKind Kind, [property: Id(1)] string[] Topic, [property: Id(2)] CitedLine? First,
    [property: Id(3)] CitedLine? Second, [property: Id(4)] double Contrast, [property: Id(5)] CitedLine? Statement);

/// <summary>See the engine's ContextAnswer.</summary>
[GenerateSerializer, Immutable, Alias("ContextRecord")]
public sealed record ContextRecord([property: Id(0)] ContextSlot Slot, [property: Id(1)] string Subject, [property: Id(2)] string Question,
    [property: Id(3)] CitedLine[] Answer, [property: Id(4)] string? StoryId);

/// <summary>See the engine's Dispute.</summary>
[GenerateSerializer, Immutable, Alias("DisputeRecord")]
public sealed record DisputeRecord([property: Id(0)] string DisputeId, [property: Id(1)] CitedLine First,
    [property: Id(2)] CitedLine Second);

/// <summary>See the engine's SpokenQuote.</summary>
[GenerateSerializer, Immutable, Alias("QuoteRecord")]
public sealed record QuoteRecord([property: Id(0)] string Words, [property: Id(1)] string Speaker, [property: Id(2)] CitationRecord[] Citations,
    [property: Id(3)] SideNumbers Origins);

/// <summary>See the engine's AboutFrames.</summary>
[GenerateSerializer, Immutable, Alias("AboutRecord")]
public sealed record AboutRecord
{
    /// <summary>"extractive" or "model".</summary>
    [Id(0)] public required string Method { get; init; }
    /// <summary>Version of the method.</summary>
    [Id(1)] public required int MethodVersion { get; init; }
    /// <summary>Name of the model, or empty.</summary>
    [Id(2)] public string Model { get; init; } = "";
    /// <summary>When.</summary>
    [Id(3)] public required DateTimeOffset Computed { get; init; }
    /// <summary>Articles read.</summary>
    [Id(4)] public required int Articles { get; init; }
    /// <summary>Of these, copies.</summary>
    [Id(5)] public required int Copies { get; init; }
    /// <summary>Independent origins, by side.</summary>
    [Id(6)] public required SideNumbers Origins { get; init; }
    /// <summary>Sentences considered.</summary>
    [Id(7)] public required int Sentences { get; init; }
    /// <summary>0 to 1.</summary>
    [Id(8)] public required double Confidence { get; init; }
    /// <summary>What was left out.</summary>
    [Id(9)] public OmissionRecord[] Omissions { get; init; } = [];
}

/// <summary>Something that was left out.</summary>
[GenerateSerializer, Immutable, Alias("OmissionRecord")]
public sealed record OmissionRecord([property: Id(0)] FrameSection Section, [property: Id(1)] string Reason, [property: Id(2)] string Detail);
