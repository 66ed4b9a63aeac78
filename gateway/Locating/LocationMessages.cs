using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Frames;
using SpanField = StoryClustering.Api.V1.SpanField;

namespace StoryClustering.Gateway.Locating;

/// <summary>What the dial found, as API messages.</summary>
public static class LocationMessages
{
    /// <summary>An answer.</summary>
    public static LocateArticleResponse ToMessage(this LocateAnswer answer) => new()
    {
        Story = answer.Story?.ToMessage(),
        IsMember = answer.IsMember,
        Score = answer.Score,
        Threshold = answer.Threshold,
        Nearest = { answer.Nearest.Select(static n => new NearStory { Story = n.Card.ToMessage(), Score = n.Score }) },
        Location = answer.Location?.ToMessage(),
        Language = answer.Language,
    };

    private static ArticleLocation ToMessage(this LocationRecord location) => new()
    {
        FramesVersion = location.FramesVersion,
        Position = location.Position is { } p ? new DialPosition { Value = p.Value, Low = p.Low, High = p.High, Terms = p.Terms } : null,
        Reason = location.Reason,
        Sentences = { location.Sentences.Select(ToMessage) },
        MissingFacts = { location.MissingFacts.Select(static f => f.ToMessage()) },
        SharedFacts = { location.SharedFacts.Select(static f => f.ToMessage()) },
        UniqueClaims = { location.UniqueClaims.Select(ToMessage) },
        OtherSide =
        {
            location.OtherSide.Select(static r => new OtherReading { Own = ToMessage(r.Own), Other = r.Other.ToMessage(), Similarity = r.Similarity }),
        },
    };

    private static DialSentence ToMessage(DialSentenceRecord sentence) => new()
    {
        Field = (SpanField)sentence.Field,
        Start = sentence.Start,
        Length = sentence.Length,
        Text = sentence.Text,
        Weight = sentence.Weight,
        Terms = { sentence.Terms },
    };
}
