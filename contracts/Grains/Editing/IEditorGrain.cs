using StoryClustering.Contracts.Stories;

namespace StoryClustering.Contracts.Editing;

/// <summary>Carries out edits, those that people make and those that are the service's own second thoughts
/// (<see cref="EditReason.ByMachine"/>). Stateless worker; key 0.</summary>
[Alias("IEditorGrain")]
public interface IEditorGrain : IGrainWithIntegerKey
{
    /// <summary>Merges <paramref name="sources"/> into <paramref name="target"/>.</summary>
    [Alias("Merge")]
    Task<EditAnswer> Merge(string target, string[] sources, EditReason reason, CancellationToken cancellation = default);

    /// <summary>Makes a new story of some of a story's articles.</summary>
    [Alias("Split")]
    Task<EditAnswer> Split(string storyId, string[] articleIds, EditReason reason, CancellationToken cancellation = default);

    /// <summary>Moves an article.</summary>
    [Alias("Move")]
    Task<EditAnswer> Move(string articleId, string targetStoryId, EditReason reason, CancellationToken cancellation = default);

    /// <summary>Retracts a story.</summary>
    [Alias("RetractStory")]
    Task<EditAnswer> RetractStory(string storyId, EditReason reason, CancellationToken cancellation = default);

    /// <summary>Takes an article out of its story; for the article grain.</summary>
    [Alias("RemoveArticle")]
    Task<EditAnswer> RemoveArticle(string articleId, EditReason reason, CancellationToken cancellation = default);
}

/// <summary>Who and why.</summary>
/// <param name="Actor">Name of the person, or of what acts for one.</param>
/// <param name="Text">Why.</param>
/// <param name="ByMachine">A second thought of the service itself: it changes nothing that a person has placed.</param>
[GenerateSerializer, Immutable, Alias("EditReason")]
public sealed record EditReason([property: Id(0)] string Actor, [property: Id(1)] string Text, [property: Id(2)] bool ByMachine = false);

/// <summary>How an edit ended.</summary>
public enum EditOutcome
{
    /// <summary>Done, or already so.</summary>
    Done = 1,
    /// <summary>The story or article named in Subject does not exist.</summary>
    NotFound = 2,
    /// <summary>The story named in Subject is merged or retracted.</summary>
    NotActive = 3,
    /// <summary>An article named in Subject is not in the story.</summary>
    NotMember = 4,
    /// <summary>No article would be left in the story.</summary>
    NothingLeft = 5,
    /// <summary>Others kept changing the stories; try again.</summary>
    Conflict = 6,
    /// <summary>A person has placed an article of the story named in Subject: the machine leaves it alone.</summary>
    PlacedByEditor = 7,
}

/// <summary>An edit's answer: First is the source (or target of a merge), Second the other story.</summary>
[GenerateSerializer, Immutable, Alias("EditAnswer")]
public sealed record EditAnswer([property: Id(0)] EditOutcome Outcome, [property: Id(1)] string Subject,
    [property: Id(2)] StoryCard? First, [property: Id(3)] StoryCard? Second);
