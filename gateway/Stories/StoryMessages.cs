using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
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
        State = card.State switch
        {
            StoryState.Active => WireState.Active,
            StoryState.Merged => WireState.Merged,
            StoryState.Retracted => WireState.Retracted,
            _ => WireState.Unspecified,
        },
        MergedInto = card.MergedInto ?? "",
        Headline = card.Headline,
        HeadlineArticleId = card.HeadlineArticleId,
        Coverage = new Coverage
        {
            Articles = card.Articles,
            Originals = card.Articles - card.Reprints,
            Reprints = card.Reprints,
            Outlets = card.Outlets,
            Left = card.Left,
            Center = card.Center,
            Right = card.Right,
            Unrated = card.Outlets - card.Left - card.Center - card.Right,
        },
        Languages = { card.Languages },
        Entities = { card.Entities },
        FirstPublishedAt = Timestamp.FromDateTimeOffset(card.FirstPublished),
        LastPublishedAt = Timestamp.FromDateTimeOffset(card.LastPublished),
        CreatedAt = Timestamp.FromDateTimeOffset(card.Created),
        UpdatedAt = Timestamp.FromDateTimeOffset(card.Updated),
        TrendingScore = card.Trending,
    };

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

    /// <summary>A member.</summary>
    public static StoryArticle ToMessage(this StoryMember member)
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
            Kind = member.OriginArticleId is null ? ArticleKind.Original : ArticleKind.Reprint,
            OriginArticleId = member.OriginArticleId ?? "",
            Revision = article.Revision,
            JoinedVersion = member.JoinedVersion,
            PlacedByEditor = member.PlacedByEditor,
        };
    }
}
