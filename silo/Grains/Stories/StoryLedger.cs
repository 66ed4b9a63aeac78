using System.IO.Hashing;
using System.Runtime.InteropServices;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Grains.Stories;

/// <summary>What a story counts: a pure function of its members in the order in which they joined, kept up to date member by
/// member at a cost that does not depend on their number. Invariants:
/// <list type="bullet">
/// <item>Articles = originals + reprints, and equals the members applied;</item>
/// <item>Outlets = distinct outlets of the members;</item>
/// <item>the ledger built member by member equals the ledger built from the whole set.</item>
/// </list></summary>
[GenerateSerializer, Alias("StoryLedger")]
public sealed class StoryLedger
{
    /// <summary>Half-life of an article in the trending score.</summary>
    public static readonly TimeSpan TrendingHalfLife = TimeSpan.FromHours(6);

    private const int MostEntities = 64;
    private const int EntitiesOnCard = 10;
    private const int LanguagesOnCard = 8;

    [Id(0)] public string StoryId { get; set; } = "";
    [Id(1)] public long Version { get; set; }
    [Id(2)] public StoryState State { get; set; } = StoryState.Active;
    [Id(3)] public string? MergedInto { get; set; }
    [Id(4)] public string Headline { get; set; } = "";
    [Id(5)] public string HeadlineArticleId { get; set; } = "";
    [Id(6)] public int Articles { get; set; }
    [Id(7)] public int Reprints { get; set; }
    /// <summary>Members by outlet; the key is the XxHash64 of the outlet's domain: 2,000 outlets take 20 KB, not 60.</summary>
    [Id(8)] public Dictionary<ulong, int> Outlets { get; set; } = [];
    [Id(9)] public Dictionary<string, int> Languages { get; set; } = [];
    [Id(10)] public Dictionary<string, int> Entities { get; set; } = [];
    [Id(11)] public DateTimeOffset FirstPublished { get; set; } = DateTimeOffset.MaxValue;
    [Id(12)] public DateTimeOffset LastPublished { get; set; } = DateTimeOffset.MinValue;
    [Id(13)] public DateTimeOffset Created { get; set; }
    [Id(14)] public DateTimeOffset Updated { get; set; }
    [Id(15)] public double Trending { get; set; } = double.NegativeInfinity;

    /// <summary>Counts a member in. <paramref name="member"/>.JoinedVersion becomes the story's version if it is higher.</summary>
    public void Add(StoryMember member)
    {
        var article = member.Article;
        if (Articles == 0)
        {
            if (StoryId.Length == 0) StoryId = member.StoryId;
            Headline = article.Title;
            HeadlineArticleId = article.ArticleId;
            if (Created == default) Created = article.Ingested;
        }
        Articles++;
        if (member.OriginArticleId is not null) Reprints++;
        Count(Outlets, OutletKey(article.Outlet), 1);
        Count(Languages, article.Language, 1);
        foreach (var entity in article.Entities) CountEntity(entity);
        var published = article.Published ?? article.Ingested;
        if (published < FirstPublished) FirstPublished = published;
        if (published > LastPublished) LastPublished = published;
        if (article.Ingested > Updated) Updated = article.Ingested;
        Trending = AddTrend(Trending, article.Ingested);
        if (member.JoinedVersion > Version) Version = member.JoinedVersion;
    }

    /// <summary>Replaces what a member counted for after a revision. Publication bounds only widen: exact bounds come back
    /// with the next rebuild.</summary>
    public void Revise(StoryMember before, StoryMember after)
    {
        Count(Outlets, OutletKey(before.Article.Outlet), -1);
        Count(Languages, before.Article.Language, -1);
        Count(Outlets, OutletKey(after.Article.Outlet), 1);
        Count(Languages, after.Article.Language, 1);
        if (after.Article.ArticleId == HeadlineArticleId) Headline = after.Article.Title;
        var published = after.Article.Published ?? after.Article.Ingested;
        if (published < FirstPublished) FirstPublished = published;
        if (published > LastPublished) LastPublished = published;
    }

    /// <summary>The story as others see it.</summary>
    public StoryCard ToCard() => new()
    {
        StoryId = StoryId,
        Version = Version,
        State = State,
        MergedInto = MergedInto,
        Headline = Headline,
        HeadlineArticleId = HeadlineArticleId,
        Articles = Articles,
        Reprints = Reprints,
        Outlets = Outlets.Count,
        Languages = Strongest(Languages, LanguagesOnCard),
        Entities = Strongest(Entities, EntitiesOnCard),
        FirstPublished = Articles == 0 ? Created : FirstPublished,
        LastPublished = Articles == 0 ? Created : LastPublished,
        Created = Created,
        Updated = Updated,
        Trending = double.IsNegativeInfinity(Trending) ? 0 : Trending,
    };

    /// <summary>log2(2^a + 2^(t / half-life)) without leaving the range of a double: t is Unix time.</summary>
    internal static double AddTrend(double trend, DateTimeOffset arrived)
    {
        var one = arrived.ToUnixTimeMilliseconds() / TrendingHalfLife.TotalMilliseconds;
        if (double.IsNegativeInfinity(trend)) return one;
        var (high, low) = trend > one ? (trend, one) : (one, trend);
        return high + Math.Log2(1 + double.Exp2(low - high));
    }

    private static ulong OutletKey(string outlet) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes(outlet.AsSpan()));

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key, int by) where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);
        count += by;
        if (count <= 0) counts.Remove(key);
    }

    /// <summary>Space-saving counts (Metwally, Agrawal, El Abbadi 2005): when full, the newcomer takes the place and the count
    /// of the weakest, so that a name that becomes frequent late still comes up.</summary>
    private void CountEntity(string entity)
    {
        if (Entities.ContainsKey(entity) || Entities.Count < MostEntities)
        {
            Count(Entities, entity, 1);
            return;
        }
        var (weakest, count) = (default(string), int.MaxValue);
        foreach (var (name, n) in Entities)
            if (n < count || (n == count && string.CompareOrdinal(name, weakest) > 0)) (weakest, count) = (name, n);
        Entities.Remove(weakest!);
        Entities[entity] = count + 1;
    }

    private static string[] Strongest(Dictionary<string, int> counts, int most)
    {
        if (counts.Count == 0) return [];
        var names = new KeyValuePair<string, int>[counts.Count];
        ((ICollection<KeyValuePair<string, int>>)counts).CopyTo(names, 0);
        Array.Sort(names, static (a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
        var result = new string[Math.Min(most, names.Length)];
        for (var i = 0; i < result.Length; i++) result[i] = names[i].Key;
        return result;
    }
}
