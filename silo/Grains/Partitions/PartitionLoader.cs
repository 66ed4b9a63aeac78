using System.Runtime.InteropServices;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Partitions;

/// <summary>Reads a partition's stories back from the catalog into a new index. Touches no grain: it runs beside the grain's own
/// scheduler, and hands everything over when it is done; a load that fails leaves nothing behind.
/// <code>
///   (1) cards   (2) members of a chunk of stories   (3) index them, while the next chunk is read
/// </code></summary>
internal sealed class PartitionLoader(ICatalogStore store, StreamFrequencies stream, ClusteringOptions options)
{
    // Rows of one read. Enough that asking costs nothing, few enough that neither memory nor anybody else's turn is felt.
    private const int MembersPerRead = 2_000;
    // Of all partitions together: ten times what the stream needs to be believed. Older news say nothing about what is written today.
    private const int MostObserved = 20_000;

    /// <summary>Members offered to the index for each that it keeps: it draws its sample of old and new ones itself, or a large story
    /// would be known by its latest turn alone.</summary>
    public const int OfferedPerSampled = 4;

    private readonly int _perStory = OfferedPerSampled * options.Engine.MembersPerStory;

    /// <summary>Loads a partition.</summary>
    /// <param name="partition">Its number.</param>
    /// <param name="capacity">Active stories at most.</param>
    /// <param name="tombstonesFor">How far back merged and retracted stories are read.</param>
    /// <param name="indexOptions">For the index.</param>
    /// <param name="progress">Counts along.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<LoadedPartition> Load(int partition, int capacity, TimeSpan tombstonesFor, EngineOptions indexOptions, PartitionLoad progress, CancellationToken cancellation)
    {
        var loaded = await store.LoadCards(partition, capacity, tombstonesFor, cancellation); // (1)
        var active = new List<StoryCard>(loaded.Cards.Count);
        foreach (var card in loaded.Cards)
            if (card.State == StoryState.Active) active.Add(card);
        active.Reverse(); // least recently changed first, as they will be forgotten
        progress.Reset(active.Count);
        var index = new StoryIndex(indexOptions, active.Count);
        var cardOf = active.ToDictionary(static c => c.StoryId, StringComparer.Ordinal);
        var unobserved = active.Sum(c => (long)Math.Min(c.Articles, _perStory)) - MostObserved / options.Partitions;
        var undecoded = 0;
        var story = new List<ArrivedMember>();
        var reading = Read(active, 0, cancellation);
        for (var first = 0; first < active.Count;)
        {
            var (members, next) = await reading;
            reading = Read(active, next, cancellation); // (2)
            for (var from = 0; from < members.Count;) // (3)
            {
                var id = members[from].StoryId;
                for (; from < members.Count && members[from].StoryId == id; from++)
                {
                    unobserved--;
                    var member = members[from];
                    if (member.Undecodable is not null) undecoded++; // its story is there all the same, by its other members
                    if (member.Vector is not { } vector) continue;
                    story.Add(new ArrivedMember(member.ArticleId, vector, member.Published, member.Ingested));
                    if (unobserved < 0) stream.Observe(vector, member.Language); // so a silo that starts does not take the day's news for rare
                }
                index.AddMembers(id, CollectionsMarshal.AsSpan(story));
                var card = cardOf[id];
                index.Describe(id, card.Headline, card.Entities, card.Places);
                story.Clear();
            }
            progress.Advance(next - first);
            first = next;
        }
        index.Prepare();
        var cards = loaded.Cards.ToArray();
        Array.Sort(cards, static (a, b) => a.Updated != b.Updated ? a.Updated.CompareTo(b.Updated) : string.CompareOrdinal(a.StoryId, b.StoryId));
        return new LoadedPartition(index, cards, active.Count, loaded.DatabaseNow, undecoded);
    }

    /// <summary>Members of the stories from <paramref name="first"/> on, and the first story that is not among them.</summary>
    private async Task<(IReadOnlyList<LoadedMember> Members, int Next)> Read(List<StoryCard> stories, int first, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var next = first;
        for (var members = 0; next < stories.Count && members < MembersPerRead; next++)
        {
            ids.Add(stories[next].StoryId);
            members += Math.Min(stories[next].Articles, _perStory);
        }
        return (await store.LoadIndexableMembers(ids, _perStory, LoadedMember.From, cancellation), next);
    }
}

/// <summary>A member as it is read.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Published">Publication time or null.</param>
/// <param name="Ingested">When the service took it in.</param>
/// <param name="Language">ISO 639-1 or "und".</param>
/// <param name="Vector">Its features; null if it has none, or none that can be decoded.</param>
/// <param name="Undecodable">Why not, in the latter case.</param>
internal readonly record struct LoadedMember(string StoryId, string ArticleId, DateTimeOffset? Published, DateTimeOffset Ingested, string Language, ArticleVector? Vector, FormatException? Undecodable)
{
    /// <summary>Decodes a member.</summary>
    public static LoadedMember From(IndexableMember member)
    {
        ArticleVector? vector = null;
        FormatException? undecodable = null;
        try
        {
            if (member.Vector.Length > 0) vector = ArticleVector.FromBytes(member.Vector);
        }
        catch (FormatException e)
        {
            undecodable = e; // who reads counts them, and says so
        }
        return new LoadedMember(member.StoryId, member.ArticleId, member.Published, member.Ingested, member.Language, vector, undecodable);
    }
}

/// <summary>What a partition is made of.</summary>
/// <param name="Index">The active stories by their members.</param>
/// <param name="Cards">All stories, the least recently changed first.</param>
/// <param name="Active">How many of them are active.</param>
/// <param name="DatabaseNow">The database's clock before anything was read.</param>
/// <param name="Undecoded">Members left out because their vectors cannot be decoded.</param>
internal sealed record LoadedPartition(StoryIndex Index, StoryCard[] Cards, int Active, DateTimeOffset DatabaseNow, int Undecoded);
