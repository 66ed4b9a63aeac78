using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using StoryClustering.Grains.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// Keeps a ledger of sentences in step with a story:
/// <code>
///   (1) ask the story for its articles, with their verdicts   (2) choose those worth reading: originals, and one of each text whose origin
///   is not there   (3) take out what left   (4) look up the rows of those that are new (of all, after a revision or an edit)
///   (5) ask the new and the revised for their words
/// </code>
/// What is read is what was true at the version of the story that <see cref="Read"/> was given, or later. After a failure the ledger holds a
/// part; the next call goes on.
/// </summary>
public sealed class FrameReader(string storyId, FrameSchedule schedule, ICatalogStore store, OutletCatalog outlets, IGrainFactory grains)
{
    private const int RowsAtOnce = 500;

    private readonly Dictionary<string, int> _rowRevisions = new(StringComparer.Ordinal);
    private long _editVersion;

    /// <summary>The sentences.</summary>
    public FrameLedger Ledger { get; } = new(schedule.Engine);

    /// <summary>What the articles in the ledger count as.</summary>
    public IReadOnlyList<ArticleStanding> Standings { get; private set; } = [];

    /// <summary>Version of the story that was read last; 0: none.</summary>
    public long StoryVersion { get; private set; }

    /// <summary>Whether an article is in the ledger with that revision.</summary>
    public bool IsCurrent(string articleId, int revision) => Ledger.RevisionOf(articleId) == revision;

    /// <summary>Brings the ledger up to a version of the story; false if the story is gone.</summary>
    public async Task<bool> Read(StoryRow row)
    {
        var selection = await grains.GetGrain<IStoryGrain>(storyId).SelectMembers(new MemberFilter(), 0, int.MaxValue); // (1)
        if (selection is null) return false;
        var chosen = Choose(selection.Members, schedule.MaxArticles); // (2)
        var ids = chosen.Select(static m => m.ArticleId).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in Ledger.ArticleIds.Where(id => !ids.Contains(id)).ToList()) Ledger.Remove(gone); // (3)
        foreach (var gone in _rowRevisions.Keys.Where(id => !ids.Contains(id)).ToList()) _rowRevisions.Remove(gone);

        var unread = chosen.FindAll(m => row.EditVersion > _editVersion || !_rowRevisions.ContainsKey(m.ArticleId) || Ledger.RevisionOf(m.ArticleId) < _rowRevisions[m.ArticleId]);
        foreach (var part in unread.Chunk(RowsAtOnce)) await Read(await store.FindMembers(Array.ConvertAll(part, static m => m.ArticleId), CancellationToken.None)); // (4)
        _editVersion = row.EditVersion;

        var directory = (await outlets.AtLeast(row.Card.OutletsVersion)).Directory;
        var standings = new List<ArticleStanding>(chosen.Count);
        foreach (var member in chosen)
            if (Ledger.RevisionOf(member.ArticleId) > 0) standings.Add(StandingOf(member, directory));
        Standings = standings;
        StoryVersion = row.Card.Version;
        return true;
    }

    /// <summary>Originals, and the first of each text whose origin is not in the story, unless it is an aggregator's; of more than
    /// <paramref name="most"/> the newest of each
    /// publisher, then the second newest of each, and so on. In the order in which they joined.</summary>
    internal static List<MemberFinding> Choose(MemberFinding[] members, int most)
    {
        var chosen = new List<MemberFinding>(Math.Min(members.Length, most));
        foreach (var member in members)
            if (member.OriginArticleId is null && !IsShownOnly(member)) chosen.Add(member);
        if (chosen.Count <= most) return chosen;
        var ofFamily = new Dictionary<string, int>(StringComparer.Ordinal);
        var ranked = new List<(int Rank, MemberFinding Member)>(chosen.Count);
        foreach (var member in chosen.OrderByDescending(static m => m.JoinedVersion))
        {
            var rank = ofFamily.GetValueOrDefault(member.Family);
            ofFamily[member.Family] = rank + 1;
            ranked.Add((rank, member));
        }
        return [.. ranked.OrderBy(static r => r.Rank).Take(most).Select(static r => r.Member).OrderBy(static m => m.JoinedVersion)]; // stable: newest first within a rank
    }

    // What an aggregator shows of somebody who is not named bears nothing out.
    private static bool IsShownOnly(MemberFinding member) => member is { Kind: Contracts.Outlets.OutletKind.Aggregator,
        SourceOutlet.Length: 0 };

    /// <summary>Whose words an article's are: of the outlet or agency that the finding names, otherwise its own.</summary>
    internal static ArticleStanding StandingOf(MemberFinding member, IOutletDirectory directory)
    {
        var isCopy = member.Verdict is ArticleVerdict.Reprint or ArticleVerdict.WireReprint;
        var source = isCopy && member.SourceOutlet.Length > 0 ? directory.Find(member.SourceOutlet) : null;
        return new ArticleStanding(member.ArticleId, source?.Family ?? member.Family, isCopy, source?.Side ?? OutletFacts.SideOf((Lean)member.Lean), member.Outlet, (OutletKind)member.Kind);
    }

    /// <summary>An article as frames read it.</summary>
    internal static FrameArticle ArticleOf(ArticleDigest article, ArticleWords words) =>
        new(article.ArticleId, words.Title, words.Text, words.Language, article.Outlet, article.Url, Appeared(article), words.Revision);

    private async Task Read(IReadOnlyList<StoryMember> rows)
    {
        foreach (var row in rows)
            if (row.StoryId == storyId) _rowRevisions[row.Article.ArticleId] = row.Article.Revision;
        var toRead = rows.Where(r => r.StoryId == storyId && Ledger.RevisionOf(r.Article.ArticleId) < r.Article.Revision).OrderBy(static r => r.JoinedVersion);
        foreach (var part in toRead.Chunk(schedule.ReadsAtOnce))
        {
            var words = await Task.WhenAll(Array.ConvertAll(part, r => grains.GetGrain<IArticleGrain>(r.Article.ArticleId).GetText())); // (5)
            for (var i = 0; i < part.Length; i++)
            {
                var article = part[i].Article;
                // Retracted a moment ago: the story will say so.
                if (words[i] is { } text) Ledger.Put(ArticleOf(article, text));
                else Ledger.Remove(article.ArticleId);
            }
        }
    }

    private static DateTimeOffset Appeared(ArticleDigest article) => article.Published is { } published && published < article.Ingested ? published : article.Ingested;
}
