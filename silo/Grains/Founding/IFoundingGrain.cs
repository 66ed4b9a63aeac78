using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Grains.Founding;

/// <summary>Where articles that match no story propose one. A single activation for the whole cluster (key
/// <see cref="Key"/>): it answers proposals one after the other, so that of any number of simultaneous founders of one event
/// the first founds and all others are sent to its story. So are articles that would join another story but are not sure: their
/// own may be younger than their search. All others do not come here; a call costs one look-up among the drafts of the last
/// minute.</summary>
[Alias("IFoundingGrain")]
public interface IFoundingGrain : IGrainWithStringKey
{
    /// <summary>Key of the one activation.</summary>
    public const string Key = "founding-drafts";

    /// <summary>The story that the article is to found or to join: <paramref name="draft"/>.StoryId, or that of an earlier
    /// draft that it matches, or the one it has chosen. The same draft gets the same answer.</summary>
    [Alias("Propose")]
    Task<string> Propose(StoryDraft draft, CancellationToken cancellation = default);
}

/// <summary>A proposal for a story.</summary>
/// <param name="StoryId">Id of the story that would be founded.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Vector">ArticleVector bytes.</param>
/// <param name="Language">Its language.</param>
/// <param name="Published">Publication time, or null.</param>
/// <param name="Refused">Stories that the article's search found, and that it did not join.</param>
/// <param name="Threshold">Score that it needed there.</param>
/// <param name="Chosen">The one of those that it would join, without being sure; null = it would found a story.</param>
[GenerateSerializer, Immutable, Alias("StoryDraft")]
public sealed record StoryDraft([property: Id(0)] string StoryId, [property: Id(1)] string ArticleId, [property: Id(2)] byte[] Vector,
    [property: Id(3)] string Language, [property: Id(4)] DateTimeOffset? Published,
    [property: Id(5)] string[] Refused, [property: Id(6)] float Threshold,
    [property: Id(7)] ScoredStory? Chosen);
