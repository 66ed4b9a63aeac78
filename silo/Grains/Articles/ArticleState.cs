using StoryClustering.Contracts.Articles;

namespace StoryClustering.Grains.Articles;

/// <summary>Grain state of an article: its content and where it was sent. State name "article".</summary>
[GenerateSerializer, Alias("ArticleState")]
public sealed class ArticleState
{
    /// <summary>What the sender said; null before the first article.</summary>
    [Id(0)] public ArticleContent? Content { get; set; }
    /// <summary>See <see cref="ArticleFingerprint"/>; one of another length is of all fields, by an earlier version.</summary>
    [Id(1)] public byte[] Fingerprint { get; set; } = [];
    /// <summary>1 for the first text.</summary>
    [Id(2)] public int Revision { get; set; }
    /// <summary>When the service took the article in.</summary>
    [Id(3)] public DateTimeOffset Ingested { get; set; }
    /// <summary>The decision: story that the article was sent to. The catalog knows where it is now.</summary>
    [Id(4)] public string StoryId { get; set; } = "";
    /// <summary>True if the article proposed that story.</summary>
    [Id(5)] public bool Founder { get; set; }
    /// <summary>Language, given or detected.</summary>
    [Id(6)] public string Language { get; set; } = "";
    /// <summary>Set when the publisher took it back.</summary>
    [Id(7)] public bool Retracted { get; set; }
    /// <summary>Why it was taken back.</summary>
    [Id(8)] public string RetractReason { get; set; } = "";
    /// <summary>How the story was chosen; null for articles from before this was kept.</summary>
    [Id(9)] public AssignmentRecord? Assignment { get; set; }
}
