using Orleans.Concurrency;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Contracts.Partitions;

/// <summary>Holds the candidate index and the cards of the stories homed in it, and their change feed. Everything in it can
/// be rebuilt from the catalog; while it is, every call but <see cref="Unsubscribe"/> ends with a
/// <see cref="PartitionLoadingException"/>. Key: see <see cref="Ids.Key.Partition"/>.</summary>
[Alias("IPartitionGrain")]
public interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>Scores the stories of the partition for each query. A query that cannot be answered has a fault in its answer; the
    /// others are answered all the same.</summary>
    [Alias("Search"), AlwaysInterleave]
    Task<SearchAnswer[]> Search(SearchQuery[] queries, CancellationToken cancellation = default);

    /// <summary>Scores one story for a query, without the article <see cref="SearchQuery.Except"/>; without a best member if the
    /// story has no other, null if it is not held.</summary>
    [Alias("Score"), AlwaysInterleave]
    Task<ScoredStory?> Score(SearchQuery query, string storyId, CancellationToken cancellation = default);

    /// <summary>The members of a story that the index keeps; empty if the story is not held.</summary>
    [Alias("SampleOf"), AlwaysInterleave]
    Task<IndexedMember[]> SampleOf(string storyId, CancellationToken cancellation = default);

    /// <summary>How near another story, given by its members, is to a story of this partition, which is taken to be without the
    /// article <paramref name="except"/> if that is not null.</summary>
    [Alias("Compare"), AlwaysInterleave]
    Task<StoryKinship> Compare(IndexedMember[] members, string storyId, string? except, CancellationToken cancellation = default);

    /// <summary>The sampled members of a story that are a group of their own; empty if it is one, or not held.</summary>
    [Alias("GroupApart"), AlwaysInterleave]
    Task<string[]> GroupApart(string storyId, CancellationToken cancellation = default);

    /// <summary>Takes in changed stories: index first, then feed. A card with a version not above the known one changes
    /// nothing. Returns when the stories can be found. Each update is taken in or fails by itself; answers are in the order of the
    /// updates.</summary>
    [Alias("Publish"), AlwaysInterleave]
    Task<PublishAnswer[]> Publish(StoryUpdate[] updates, CancellationToken cancellation = default);

    /// <summary>Registers or renews an observer and returns what it lacks: cards with a sequence above
    /// <paramref name="after"/>, oldest change first, one page. With <paramref name="after"/> 0 all cards.
    /// Registrations lapse after 30 s. Waits some seconds for a partition that is loading.</summary>
    [Alias("Subscribe"), AlwaysInterleave]
    Task<FeedPage> Subscribe(IPartitionObserver observer, long after, CancellationToken cancellation = default);

    /// <summary>Ends a registration.</summary>
    [Alias("Unsubscribe"), AlwaysInterleave]
    Task Unsubscribe(IPartitionObserver observer, CancellationToken cancellation = default);
}

/// <summary>Gets a partition's change feed. May miss batches; see <see cref="FeedBatch.Previous"/>.</summary>
[Alias("IPartitionObserver")]
public interface IPartitionObserver : IGrainObserver
{
    /// <summary>One batch of changes, in order.</summary>
    [Alias("OnBatch"), OneWay]
    Task OnBatch(FeedBatch batch);
}

/// <summary>A card and its place in the partition's feed.</summary>
[GenerateSerializer, Immutable, Alias("FeedEntry")]
public readonly record struct FeedEntry([property: Id(0)] long Sequence, [property: Id(1)] StoryCard Card);

/// <summary>Changes of one partition.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Previous">Sequence of the last change before this batch. Whoever has not seen it has missed something and
/// subscribes again with the last sequence it has.</param>
/// <param name="Entries">Changes with rising sequence.</param>
[GenerateSerializer, Immutable, Alias("FeedBatch")]
public sealed record FeedBatch([property: Id(0)] int Partition, [property: Id(1)] long Previous, [property: Id(2)] FeedEntry[] Entries);

/// <summary>A page of what a subscriber lacks.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Entries">Cards, rising sequence.</param>
/// <param name="UpTo">Everything up to this sequence has been given with this page.</param>
/// <param name="More">There is more: call again with <paramref name="UpTo"/>.</param>
/// <param name="Oldest">Tokens below this sequence can no longer be resumed: tombstones since may be gone.</param>
[GenerateSerializer, Immutable, Alias("FeedPage")]
public sealed record FeedPage([property: Id(0)] int Partition, [property: Id(1)] FeedEntry[] Entries,
    [property: Id(2)] long UpTo, [property: Id(3)] bool More, [property: Id(4)] long Oldest);

/// <summary>A story's change on its way to its partition.</summary>
/// <param name="Card">The story now.</param>
/// <param name="Added">Members to index.</param>
/// <param name="PreviousVersion">Version that the members were added to. A partition that holds another one has missed
/// something and reads the members back from the catalog.</param>
/// <param name="Rebuild">The members changed in another way than by adding: read them back from the catalog.</param>
[GenerateSerializer, Immutable, Alias("StoryUpdate")]
public sealed record StoryUpdate([property: Id(0)] StoryCard Card, [property: Id(1)] IndexedMember[] Added,
    [property: Id(2)] long PreviousVersion, [property: Id(3)] bool Rebuild);

/// <summary>What the candidate index keeps of a member.</summary>
[GenerateSerializer, Immutable, Alias("IndexedMember")]
public sealed record IndexedMember([property: Id(0)] string ArticleId, [property: Id(1)] byte[] Vector,
    [property: Id(2)] DateTimeOffset? Published, [property: Id(3)] DateTimeOffset Arrived);

/// <summary>One query.</summary>
/// <param name="Vector">ArticleVector bytes.</param>
/// <param name="Language">Language of the query.</param>
/// <param name="Published">Publication time for the time factor, or null.</param>
/// <param name="FreeText">True: free-text retrieval, no time factor.</param>
/// <param name="Limit">Most candidates to return.</param>
/// <param name="Except">An article that is left out of all stories, to ask where it would go now; null = none.</param>
/// <param name="Text">Of a free-text query what was typed: it is looked up by words then, not by the vector. A score is 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("SearchQuery")]
public sealed record SearchQuery([property: Id(0)] byte[] Vector, [property: Id(1)] string Language,
    [property: Id(2)] DateTimeOffset? Published, [property: Id(3)] bool FreeText, [property: Id(4)] int Limit,
    [property: Id(5)] string? Except = null, [property: Id(6)] string? Text = null)
{
    /// <summary>The vector decoded, for the partitions of the sender's own silo, which get this very object: they decode it
    /// once, not once each. Not sent to other silos.</summary>
    [field: NonSerialized] public object? Decoded { get; set; }
}

/// <summary>Answer to one query.</summary>
/// <param name="Candidates">Best first.</param>
/// <param name="Fault">Why the query could not be answered, or null: a defect, it would fail again.</param>
[GenerateSerializer, Immutable, Alias("SearchAnswer")]
public sealed record SearchAnswer([property: Id(0)] ScoredStory[] Candidates, [property: Id(1)] string? Fault = null);

/// <summary>What became of an update.</summary>
public enum PublishOutcome
{
    /// <summary>The story can be found, or a newer version of it was known.</summary>
    Taken = 1,
    /// <summary>The database did not answer: publish again.</summary>
    Unavailable = 2,
    /// <summary>It cannot be taken in: a defect, it would fail again.</summary>
    Failed = 3,
}

/// <summary>Answer to one update.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Fault">Why, if it was not taken.</param>
[GenerateSerializer, Immutable, Alias("PublishAnswer")]
public readonly record struct PublishAnswer([property: Id(0)] PublishOutcome Outcome, [property: Id(1)] string? Fault = null);

/// <summary>How near two stories are; see the engine's Kinship.</summary>
[GenerateSerializer, Immutable, Alias("StoryKinship")]
public readonly record struct StoryKinship([property: Id(0)] float Affinity, [property: Id(1)] float Average,
    [property: Id(2)] int SmallerMembers, [property: Id(3)] bool OfHeadlines);

/// <summary>A scored candidate.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Score">Similarity x TimeFactor.</param>
/// <param name="Similarity">Mean similarity of its most similar members.</param>
/// <param name="TimeFactor">0 to 1.</param>
/// <param name="BestMember">Its most similar member.</param>
/// <param name="Fit">Mean similarity to all its sampled members, as a share of theirs to each other.</param>
[GenerateSerializer, Immutable, Alias("ScoredStory")]
public readonly record struct ScoredStory([property: Id(0)] string StoryId, [property: Id(1)] float Score,
    [property: Id(2)] float Similarity, [property: Id(3)] float TimeFactor, [property: Id(4)] string BestMember, [property: Id(5)] float Fit);
