using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Grains.Stories;

/// <summary>A story as its members make it: a pure function of the members in the order in which they joined and of the catalogue of
/// outlets, kept up to date member by member at a cost that does not depend on their number. The numbers are the engine's
/// <see cref="CoverageLedger"/>; here is what a story has beside them.</summary>
public sealed class StoryLedger(string storyId, IOutletDirectory outlets)
{
    private const int EntitiesOnCard = 10;
    private const int PlacesOnCard = 5;
    private const int LanguagesOnCard = 8;
    private const int EntitiesInFull = 50;
    private const int PlacesInFull = 20;

    private readonly CoverageLedger _coverage = new(outlets);
    private readonly Dictionary<string, long> _joined = new(StringComparer.Ordinal);

    public string StoryId { get; } = storyId;
    public long Version { get; set; }
    public StoryState State { get; set; } = StoryState.Active;
    public string? MergedInto { get; set; }
    public string Headline { get; set; } = "";
    public string HeadlineArticleId { get; set; } = "";
    /// <summary>Version of the frames that others can fetch; 0: none.</summary>
    public long FramesVersion { get; set; }
    /// <summary>Version of the story that these frames were worked out from.</summary>
    public long FramesStoryVersion { get; set; }
    /// <summary>Version of the last change other than by adding members: headlines that were chosen before it may be gone.</summary>
    public long EditVersion { get; set; }
    public DateTimeOffset Created { get; set; }
    public DateTimeOffset Updated { get; set; }
    /// <summary>Members.</summary>
    public int Articles => _coverage.Counts.Articles;
    /// <summary>Version of the catalogue of outlets that the numbers rest on.</summary>
    public long OutletsVersion => _coverage.DirectoryVersion;

    /// <summary>Whether an article is a member.</summary>
    public bool Contains(string articleId) => _joined.ContainsKey(articleId);

    /// <summary>Counts a member in. <paramref name="member"/>.JoinedVersion becomes the story's version if it is higher.</summary>
    public void Add(StoryMember member)
    {
        var article = member.Article;
        if (Articles == 0)
        {
            Headline = Shown(article);
            HeadlineArticleId = article.ArticleId;
            if (Created == default) Created = article.Ingested;
        }
        _coverage.Add(Covered(article));
        _joined[article.ArticleId] = member.JoinedVersion;
        if (article.Ingested > Updated) Updated = article.Ingested;
        if (member.JoinedVersion > Version) Version = member.JoinedVersion;
    }

    /// <summary>Counts a member's new text instead of its old one.</summary>
    public void Revise(StoryMember member)
    {
        _coverage.Revise(Covered(member.Article));
        if (member.Article.ArticleId == HeadlineArticleId) Headline = Shown(member.Article);
    }

    /// <summary>Takes over what a card says of the frames; the headline only if its article is still a member, which otherwise is the
    /// first member's until the next frames.</summary>
    public void TakeFrames(StoryCard card)
    {
        (FramesVersion, FramesStoryVersion) = (card.FramesVersion, card.FramesStoryVersion);
        if (Articles == 0 || Contains(card.HeadlineArticleId)) (Headline, HeadlineArticleId) = (card.Headline, card.HeadlineArticleId);
    }

    /// <summary>Whether these frames are newer than those on the card, and their headline is a member's.</summary>
    public bool Accepts(FramesNote frames) =>
        (frames.Version, frames.StoryVersion).CompareTo((FramesVersion, FramesStoryVersion)) > 0
        && (frames.Headline.Length == 0 || Contains(frames.HeadlineArticleId));

    /// <summary>Takes over frames that it accepts. Their headline was read before a later revision or edit: then the one that is there stays.</summary>
    public void TakeFrames(FramesNote frames)
    {
        (FramesVersion, FramesStoryVersion) = (frames.Version, frames.StoryVersion);
        if (frames.Headline.Length > 0 && frames.StoryVersion >= EditVersion) (Headline, HeadlineArticleId) = (frames.Headline, frames.HeadlineArticleId);
    }

    /// <summary>Takes over what the catalogue of outlets says now; false if no number can have changed by it.</summary>
    public bool Refresh(IOutletDirectory outlets) => _coverage.Refresh(outlets);

    /// <summary>Whether a stored card has other numbers: it was written by another catalogue of outlets, or by a version of this service
    /// that counted less.</summary>
    public bool Differs(StoryCard card)
    {
        var counted = ToCard();
        return (counted.Articles, counted.Reprints, counted.WireOriginals, counted.WireReprints, counted.Families)
                != (card.Articles, card.Reprints, card.WireOriginals, card.WireReprints, card.Families)
            || (counted.Outlets, counted.Left, counted.Center, counted.Right) != (card.Outlets, card.Left, card.Center, card.Right)
            || counted.OriginalFamilies != card.OriginalFamilies;
    }

    /// <summary>The story as others see it.</summary>
    public StoryCard ToCard()
    {
        var counts = _coverage.Counts;
        var families = counts.OriginalFamilies;
        var blindspot = counts.Blindspot;
        return new StoryCard
        {
            StoryId = StoryId,
            Version = Version,
            State = State,
            MergedInto = MergedInto,
            Headline = Headline,
            HeadlineArticleId = HeadlineArticleId,
            Articles = counts.Articles,
            Reprints = counts.Reprints + counts.WireReprints,
            Outlets = counts.Outlets.Total,
            Left = counts.Outlets.Left,
            Center = counts.Outlets.Center,
            Right = counts.Outlets.Right,
            Languages = Keys(_coverage.Languages(LanguagesOnCard)),
            Entities = Keys(_coverage.Entities(EntitiesOnCard)),
            FirstPublished = Articles == 0 ? Created : _coverage.FirstPublished,
            LastPublished = Articles == 0 ? Created : _coverage.LastPublished,
            Created = Created,
            Updated = Updated,
            Trending = _coverage.Trending,
            WireOriginals = counts.WireOriginals,
            WireReprints = counts.WireReprints,
            Families = counts.Families,
            OriginalFamilies = new SideNumbers(families.Left, families.Center, families.Right, families.Unrated),
            BlindspotSide = (OutletSide)blindspot.Side,
            BlindspotStrength = blindspot.Strength,
            Velocity = _coverage.Velocity,
            Places = Keys(_coverage.Places(PlacesOnCard)),
            OutletsVersion = _coverage.DirectoryVersion,
            FramesVersion = State == StoryState.Active ? FramesVersion : 0,
            FramesStoryVersion = State == StoryState.Active ? FramesStoryVersion : 0,
        };
    }

    /// <summary>The coverage in full, with the card that was made last.</summary>
    public StoryCoverage ToCoverage(StoryCard card) => new()
    {
        Card = card,
        Countries = Groups(_coverage.Countries()),
        Languages = Groups(_coverage.Languages(int.MaxValue)),
        Kinds = Groups(_coverage.Kinds()),
        Timeline = [.. _coverage.Timeline().Select(static b => new CoverageSpan(b.Start, b.Hours, b.Articles))],
        Entities = [.. _coverage.Entities(EntitiesInFull).Select(Entity)],
        Places = Groups(_coverage.Places(PlacesInFull)),
    };

    /// <summary>Members that match, with their verdicts, in the order in which they joined.</summary>
    public MemberSelection Select(MemberFilter filter, long afterVersion, int limit)
    {
        var group = new ArticleGroup
        {
            Verdicts = filter.Verdicts,
            OutletSide = (Side?)filter.OutletSide,
            FamilySide = (Side?)filter.FamilySide,
            Outlet = filter.Outlet,
            Family = filter.Family,
            Country = filter.Country,
            Kind = (Engine.Outlets.OutletKind?)filter.Kind,
            Language = filter.Language,
            Entity = filter.Entity,
            Place = filter.Place,
            From = filter.From,
            To = filter.To,
            OncePer = (Unit)filter.OncePer,
        };
        var page = new List<MemberFinding>();
        var total = 0;
        var more = false;
        foreach (var articleId in _coverage.Select(group))
        {
            total++;
            var joined = _joined[articleId];
            if (joined <= afterVersion) continue;
            if (page.Count < limit) page.Add(Finding(articleId, joined));
            else more = true;
        }
        return new MemberSelection([.. page], more, total, Version);
    }

    private MemberFinding Finding(string articleId, long joined)
    {
        var finding = _coverage.Find(articleId)!;
        var outlet = _coverage.OutletOf(articleId)!;
        return new MemberFinding
        {
            ArticleId = articleId,
            JoinedVersion = joined,
            Verdict = (Contracts.Stories.ArticleVerdict)finding.Verdict,
            OriginArticleId = finding.OriginArticleId,
            SourceOutlet = finding.Source?.Domain ?? "",
            Credit = finding.Credit is { } c ? new ArticleCredit((byte)c.Form, c.Source, c.Quote) : null,
            Copies = finding.Copies,
            Similarity = finding.Similarity,
            SharedSentences = finding.SharedSentences,
            SameHeadlineOnly = finding.SameHeadlineOnly,
            Outlet = outlet.Domain,
            Family = outlet.Family,
            Kind = (Contracts.Outlets.OutletKind)outlet.Kind,
            Country = outlet.Country,
            Lean = (OutletLean)outlet.Lean,
            Form = (Contracts.Stories.ArticleForm)_coverage.FormOf(articleId),
        };
    }

    private static StoryEntity Entity(GroupCount entity)
    {
        var place = Gazetteer.BuiltIn.Find(entity.Key);
        return new StoryEntity(entity.Key, entity.Articles, place?.Name ?? "", place?.Country ?? "");
    }

    private static string Shown(ArticleDigest article) => Headlines.Shown(article.Title, article.Outlet, article.FeedCredit);

    private static CoveredArticle Covered(ArticleDigest article) => new(article.ArticleId, article.Outlet, article.Language, article.Published ?? article.Ingested,
        article.Ingested, article.Entities, ContentSignature.FromBytes(article.Signature),
        Array.ConvertAll(article.Credits, static c => new CreditMention((CreditForm)c.Form, c.Source, c.Quote)));

    private static string[] Keys(IReadOnlyList<GroupCount> counts) => [.. counts.Select(static c => c.Key)];

    private static CoverageGroup[] Groups(IReadOnlyList<GroupCount> counts) => [.. counts.Select(static c => new CoverageGroup(c.Key, c.Articles, c.Outlets))];
}
