using Google.Protobuf.WellKnownTypes;
using StoryClustering.Contracts.Frames;
using Wire = StoryClustering.Api.V1;

namespace StoryClustering.Gateway.Stories.Frames;

/// <summary>Frames as API messages. Enumerations have the same numbers on both sides.</summary>
public static class FramesMessages
{
    /// <summary>The frames of a story.</summary>
    public static Wire.StoryFrames ToMessage(this FramesRecord frames) => new()
    {
        StoryId = frames.StoryId,
        Version = frames.Version,
        StoryVersion = frames.StoryVersion,
        Headline = frames.Headline?.ToMessage(),
        Summary = { frames.Summary.Select(ToMessage) },
        Facts = { frames.Facts.Select(ToMessage) },
        Agreement = { frames.Agreement.Select(ToMessage) },
        Split = frames.Split.ToMessage(),
        Context = { frames.Context.Select(ToMessage) },
        Quotes = { frames.Quotes.Select(ToMessage) },
        Disputes = { frames.Disputes.Select(static d => new Wire.Dispute { DisputeId = d.DisputeId, First = d.First.ToMessage(),
            Second = d.Second.ToMessage() }) },
        About = frames.About.ToMessage(),
    };

    /// <summary>A line with its evidence.</summary>
    public static Wire.CitedText ToMessage(this CitedLine line) => new()
    {
        Text = line.Text,
        Citations = { line.Citations.Select(ToMessage) },
        ByModel = line.ByModel,
    };

    /// <summary>A fact.</summary>
    public static Wire.Fact ToMessage(this FactRecord fact) => new()
    {
        FactId = fact.FactId,
        Line = fact.Line.ToMessage(),
        Origins = fact.Origins.ToMessage(),
        Articles = fact.Articles,
        Differences = { fact.Differences.Select(ToMessage) },
        FirstAt = Timestamp.FromDateTimeOffset(fact.First),
        LatestAt = Timestamp.FromDateTimeOffset(fact.Latest),
    };

    /// <summary>A version of the frames, with its changes.</summary>
    public static Wire.FramesVersion ToMessage(this FramesVersionEntry entry) => new()
    {
        Version = entry.Version,
        StoryVersion = entry.StoryVersion,
        ComputedAt = Timestamp.FromDateTimeOffset(entry.Computed),
        Articles = entry.Articles,
        Origins = entry.Origins,
        Changes =
        {
            entry.Changes.Select(static c => new Wire.FrameChange
            {
                Kind = (Wire.FrameChangeKind)c.Kind,
                Section = (Wire.FrameSection)c.Section,
                LineId = c.LineId,
                Before = c.Before,
                After = c.After,
            }),
        },
    };

    private static Wire.Citation ToMessage(CitationRecord citation) => new()
    {
        ArticleId = citation.ArticleId,
        Revision = citation.Revision,
        Outlet = citation.Outlet,
        Url = citation.Url,
        Side = citation.Side.ToMessage(),
        Origin = citation.Origin,
        AppearedAt = Timestamp.FromDateTimeOffset(citation.Appeared),
        Field = (Wire.SpanField)citation.Field,
        Start = citation.Start,
        Length = citation.Length,
        Text = citation.Text,
        Similarity = citation.Similarity,
    };

    private static Wire.NumberDifference ToMessage(DifferenceRecord difference) => new()
    {
        Subject = difference.Subject,
        Reports =
        {
            difference.Reports.Select(static r => new Wire.NumberReport
            {
                Value = r.Value,
                LatestAt = Timestamp.FromDateTimeOffset(r.Latest),
                Citations = { r.Citations.Select(ToMessage) },
            }),
        },
    };

    private static Wire.SideContrast ToMessage(this ContrastRecord contrast) => new()
    {
        Basis = (Wire.ContrastBasis)contrast.Basis,
        FirstOrigins = contrast.FirstOrigins,
        SecondOrigins = contrast.SecondOrigins,
        Terms =
        {
            contrast.Terms.Select(static t => new Wire.ContrastTerm
            {
                Term = t.Term, ZScore = t.ZScore, FirstOrigins = t.FirstOrigins, SecondOrigins = t.SecondOrigins,
            }),
        },
        Points =
        {
            contrast.Points.Select(static p => new Wire.ContrastPoint
            {
                Kind = (Wire.ContrastKind)p.Kind,
                Topic = { p.Topic },
                First = p.First?.ToMessage(),
                Second = p.Second?.ToMessage(),
                Contrast = p.Contrast,
                Statement = p.Statement?.ToMessage(),
            }),
        },
    };

    private static Wire.ContextAnswer ToMessage(ContextRecord context) => new()
    {
        Slot = (Wire.ContextSlot)context.Slot,
        Subject = context.Subject,
        Question = context.Question,
        Answer = { context.Answer.Select(ToMessage) },
        StoryId = context.StoryId ?? "",
    };

    private static Wire.SpokenQuote ToMessage(QuoteRecord quote) => new()
    {
        Words = quote.Words,
        Speaker = quote.Speaker,
        Citations = { quote.Citations.Select(ToMessage) },
        Origins = quote.Origins.ToMessage(),
    };

    private static Wire.AboutFrames ToMessage(this AboutRecord about) => new()
    {
        Method = about.Method,
        MethodVersion = about.MethodVersion,
        Model = about.Model,
        ComputedAt = Timestamp.FromDateTimeOffset(about.Computed),
        Articles = about.Articles,
        Copies = about.Copies,
        Origins = about.Origins.ToMessage(),
        Sentences = about.Sentences,
        Confidence = about.Confidence,
        Omissions =
        {
            about.Omissions.Select(static o => new Wire.FrameOmission { Section = (Wire.FrameSection)o.Section, Reason = o.Reason, Detail = o.Detail }),
        },
    };
}
