using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using CoverageGroup = StoryClustering.Contracts.Stories.CoverageGroup;
using OutletSide = StoryClustering.Contracts.Stories.OutletSide;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using Wire = StoryClustering.Api.V1;
using WireSide = StoryClustering.Api.V1.OutletSide;
using WireState = StoryClustering.Api.V1.StoryState;

namespace StoryClustering.Gateway.Stories;

/// <summary>Grain records as API messages.</summary>
public static class StoryMessages
{
    /// <summary>A story.</summary>
    public static Story ToMessage(this StoryCard card) => new()
    {
        StoryId = card.StoryId,
        Version = card.Version,
        State = card.State.ToMessage(),
        MergedInto = card.MergedInto ?? "",
        Headline = card.Headline,
        HeadlineArticleId = card.HeadlineArticleId,
        Coverage = card.ToCoverage(),
        Languages = { card.Languages },
        Entities = { card.Entities },
        FirstPublishedAt = Timestamp.FromDateTimeOffset(card.FirstPublished),
        LastPublishedAt = Timestamp.FromDateTimeOffset(card.LastPublished),
        CreatedAt = Timestamp.FromDateTimeOffset(card.Created),
        UpdatedAt = Timestamp.FromDateTimeOffset(card.Updated),
        TrendingScore = card.Trending,
        ArticlesPerHour = card.Velocity,
        Places = { card.Places },
        FramesVersion = card.FramesVersion,
    };

    /// <summary>A state.</summary>
    public static WireState ToMessage(this StoryState state) => state switch
    {
        StoryState.Active => WireState.Active,
        StoryState.Merged => WireState.Merged,
        StoryState.Retracted => WireState.Retracted,
        _ => WireState.Unspecified,
    };

    private static Coverage ToCoverage(this StoryCard card) => new()
    {
        Articles = card.Articles,
        Originals = card.Articles - card.Reprints,
        Reprints = card.Reprints,
        Outlets = card.Outlets,
        Left = card.Left,
        Center = card.Center,
        Right = card.Right,
        Unrated = card.Outlets - card.Left - card.Center - card.Right,
        WireOriginals = card.WireOriginals,
        WireReprints = card.WireReprints,
        Families = card.Families,
        OriginalFamilies = card.OriginalFamilies.ToMessage(),
        Blindspot = card.BlindspotSide == OutletSide.Unrated ? null : new Blindspot { Side = card.BlindspotSide.ToMessage(), Strength = card.BlindspotStrength },
        OutletsVersion = card.OutletsVersion,
    };

    /// <summary>Numbers by side, with their shares.</summary>
    public static SideCounts ToMessage(this SideNumbers sides)
    {
        double rated = sides.Left + sides.Center + sides.Right;
        return new SideCounts
        {
            Left = sides.Left,
            Center = sides.Center,
            Right = sides.Right,
            Unrated = sides.Unrated,
            LeftShare = rated == 0 ? 0 : sides.Left / rated,
            CenterShare = rated == 0 ? 0 : sides.Center / rated,
            RightShare = rated == 0 ? 0 : sides.Right / rated,
        };
    }

    /// <summary>A side; as an answer, "unrated" is said in so many words.</summary>
    public static WireSide ToMessage(this OutletSide side) => side switch
    {
        OutletSide.Left => WireSide.Left,
        OutletSide.Center => WireSide.Center,
        OutletSide.Right => WireSide.Right,
        _ => WireSide.Unrated,
    };

    /// <summary>Coverage in full.</summary>
    public static CoverageDetail ToMessage(this StoryCoverage coverage) => new()
    {
        Countries = { coverage.Countries.Select(ToMessage) },
        Languages = { coverage.Languages.Select(ToMessage) },
        OutletKinds = { coverage.Kinds.Select(ToMessage) },
        Timeline = { coverage.Timeline.Select(static s => new Wire.CoverageSpan { Start = Timestamp.FromDateTimeOffset(s.Start), Hours = s.Hours, Articles = s.Articles }) },
        Entities = { coverage.Entities.Select(static e => new Wire.StoryEntity { Name = e.Name, Articles = e.Articles, Place = e.Place, Country = e.Country }) },
        Places = { coverage.Places.Select(ToMessage) },
    };

    private static Wire.CoverageGroup ToMessage(CoverageGroup group) => new() { Key = group.Key, Articles = group.Articles, Outlets = group.Outlets };

    /// <summary>A change of a story, without what depends on who hears of it.</summary>
    public static StoryChange ToChange(this StoryCard card) => new()
    {
        Type = card.State switch
        {
            StoryState.Merged => ChangeType.Merged,
            StoryState.Retracted => ChangeType.Retired,
            _ => ChangeType.Upsert,
        },
        Story = card.ToMessage(),
    };

    /// <summary>A member with its verdict.</summary>
    public static StoryArticle ToMessage(this StoryMember member, MemberFinding finding)
    {
        var article = member.Article;
        return new StoryArticle
        {
            ArticleId = article.ArticleId,
            StoryId = member.StoryId,
            Url = article.Url,
            Title = article.Title,
            Outlet = article.Outlet,
            PublishedAt = article.Published is { } published ? Timestamp.FromDateTimeOffset(published) : null,
            IngestedAt = Timestamp.FromDateTimeOffset(article.Ingested),
            Language = article.Language,
            ExternalId = article.ExternalId,
            FeedCredit = article.FeedCredit,
            Kind = (ArticleKind)finding.Verdict,
            OriginArticleId = finding.OriginArticleId ?? "",
            Revision = article.Revision,
            JoinedVersion = member.JoinedVersion,
            PlacedByEditor = member.PlacedByEditor,
            Form = (Wire.ArticleForm)((int)finding.Form + 1),
            Syndication = new SyndicationEvidence
            {
                SourceOutlet = finding.SourceOutlet,
                CreditForm = (CreditForm)(finding.Credit?.Form ?? 0),
                CreditName = finding.Credit?.Source ?? "",
                CreditQuote = finding.Credit?.Quote ?? "",
                Copies = finding.Copies,
                Similarity = finding.Similarity,
                SharedSentences = finding.SharedSentences,
                SameHeadlineOnly = finding.SameHeadlineOnly,
            },
            OutletFacts = new OutletFacts
            {
                Domain = finding.Outlet,
                Family = finding.Family,
                Kind = (OutletKind)finding.Kind,
                Country = finding.Country,
                Lean = (OutletLean)finding.Lean,
            },
        };
    }
}
