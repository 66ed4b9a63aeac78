using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>One member of a story's sample.</summary>
internal readonly record struct Member(
    string ArticleId,
    ArticleVector Vector,
    long Published,
    long Arrived,
    ulong Lot);

/// <summary>What the index keeps of one story. Times are UTC ticks; <see cref="Undated"/> = none.</summary>
internal sealed class StoryEntry(string storyId, int slot, int members)
{
    public const long Undated = long.MinValue;

    public readonly string StoryId = storyId;
    public readonly int Slot = slot;
    public readonly List<Member> Members = new(members);
    public uint[] Terms = [];
    public uint[] Anchors = [];

    /// <summary>Terms by which it is found by its members' embeddings, sorted; empty if they have none.</summary>
    public uint[] Buckets = [];

    /// <summary>Further terms that free-text search finds it by, sorted; see <see cref="StoryWords"/>.</summary>
    public uint[] Words = [];

    /// <summary>Kind of most of those embeddings (0: none), and the bits that most of that kind have.</summary>
    public ulong EmbeddingKind;
    public ulong[] EmbeddingBits = [];

    /// <summary>One bit for each language of the members.</summary>
    public ulong Languages;

    /// <summary>Whether all members stand apart: what does not, does not join them.</summary>
    public bool StandsApart;
    public long FirstPublished = Undated;
    public long LastPublished = Undated;
    public long FirstArrived = long.MaxValue;
    public long LastArrived = long.MinValue;

    /// <summary>Mean similarity of the members to each other; worked out when needed, good until the sample has changed much.</summary>
    public float Cohesion;
    public int ChangesUntilCohesion;

    public int IndexOf(string articleId)
    {
        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].ArticleId == articleId)
                return i;
        }
        return -1;
    }

    public void Date(long published)
    {
        if (published == Undated)
            return;
        FirstPublished = FirstPublished == Undated ? published : Math.Min(FirstPublished, published);
        LastPublished = LastPublished == Undated ? published : Math.Max(LastPublished, published);
    }
}
