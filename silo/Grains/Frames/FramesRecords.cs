using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using Wire = StoryClustering.Contracts.Frames;
using WireStories = StoryClustering.Contracts.Stories;

namespace StoryClustering.Grains.Frames;

/// <summary>Frames between the engine's form and the one that is stored and sent. Both ways lose nothing.</summary>
public static class FramesRecords
{
    /// <summary>Frames as they are stored and sent.</summary>
    public static Wire.FramesRecord ToRecord(this StoryFrames frames, string storyId, long version, long storyVersion) => new()
    {
        StoryId = storyId,
        Version = version,
        StoryVersion = storyVersion,
        Headline = LineOrNull(frames.Headline),
        Summary = Lines(frames.Summary),
        Facts = Facts(frames.Facts),
        Agreement = Facts(frames.Agreement),
        Split = new Wire.ContrastRecord
        {
            Basis = (Wire.ContrastBasis)frames.Split.Basis,
            FirstOrigins = frames.Split.FirstOrigins,
            SecondOrigins = frames.Split.SecondOrigins,
            Terms = [.. frames.Split.Terms.Select(static t => new Wire.TermRecord(t.Term, t.ZScore, t.FirstOrigins, t.SecondOrigins))],
            Points = [.. frames.Split.Points.Select(static p => new Wire.PointRecord((Wire.ContrastKind)p.Kind, [.. p.Topic], LineOrNull(p.First), LineOrNull(p.Second),
                p.Contrast, LineOrNull(p.Statement)))],
        },
        Context = [.. frames.Context.Select(static c => new Wire.ContextRecord((Wire.ContextSlot)c.Slot, c.Subject, c.Question, Lines(c.Answer), c.StoryId))],
        Quotes = [.. frames.Quotes.Select(static q => new Wire.QuoteRecord(q.Words, q.Speaker, Citations(q.Citations), Numbers(q.Origins)))],
        Disputes = [.. frames.Disputes.Select(static d => new Wire.DisputeRecord(d.DisputeId, Line(d.First), Line(d.Second)))],
        About = new Wire.AboutRecord
        {
            Method = frames.About.Method,
            MethodVersion = frames.About.MethodVersion,
            Model = frames.About.Model,
            Computed = frames.About.Computed.ToMicroseconds(),
            Articles = frames.About.Articles,
            Copies = frames.About.Copies,
            Origins = Numbers(frames.About.Origins),
            Sentences = frames.About.Sentences,
            Confidence = frames.About.Confidence,
            Omissions = [.. frames.About.Omissions.Select(static o => new Wire.OmissionRecord((Wire.FrameSection)o.Section, o.Reason, o.Detail))],
        },
    };

    /// <summary>Stored frames as the engine has them.</summary>
    public static StoryFrames ToFrames(this Wire.FramesRecord record) => new()
    {
        Headline = LineOrNull(record.Headline),
        Summary = Lines(record.Summary),
        Facts = Facts(record.Facts),
        Agreement = Facts(record.Agreement),
        Split = new SideContrast
        {
            Basis = (ContrastBasis)record.Split.Basis,
            FirstOrigins = record.Split.FirstOrigins,
            SecondOrigins = record.Split.SecondOrigins,
            Terms = Array.ConvertAll(record.Split.Terms, static t => new ContrastTerm(t.Term, t.ZScore, t.FirstOrigins, t.SecondOrigins)),
            Points = Array.ConvertAll(record.Split.Points, static p => new ContrastPoint((ContrastKind)p.Kind, p.Topic, LineOrNull(p.First), LineOrNull(p.Second), p.Contrast,
                LineOrNull(p.Statement))),
        },
        Context = Array.ConvertAll(record.Context, static c => new ContextAnswer((ContextSlot)c.Slot, c.Subject, c.Question, Lines(c.Answer), c.StoryId)),
        Quotes = Array.ConvertAll(record.Quotes, static q => new SpokenQuote(q.Words, q.Speaker, Citations(q.Citations), Counts(q.Origins))),
        Disputes = Array.ConvertAll(record.Disputes, static d => new Dispute(d.DisputeId, Line(d.First), Line(d.Second))),
        About = new AboutFrames
        {
            Method = record.About.Method,
            MethodVersion = record.About.MethodVersion,
            Model = record.About.Model,
            Computed = record.About.Computed,
            Articles = record.About.Articles,
            Copies = record.About.Copies,
            Origins = Counts(record.About.Origins),
            Sentences = record.About.Sentences,
            Confidence = record.About.Confidence,
            Omissions = Array.ConvertAll(record.About.Omissions, static o => new FrameOmission((FrameSection)o.Section, o.Reason, o.Detail)),
        },
    };

    /// <summary>A location as it is sent.</summary>
    public static Wire.LocationRecord ToRecord(this ArticleLocation location, long framesVersion) => new()
    {
        FramesVersion = framesVersion,
        Position = location.Position is { } p ? new Wire.PositionRecord(p.Value, p.Low, p.High, p.Terms) : null,
        Reason = location.Reason,
        Sentences = [.. location.Sentences.Select(Sentence)],
        MissingFacts = Facts(location.MissingFacts),
        SharedFacts = Facts(location.SharedFacts),
        UniqueClaims = [.. location.UniqueClaims.Select(Sentence)],
        OtherSide = [.. location.OtherSide.Select(static r => new Wire.ReadingRecord(Sentence(r.Own), Line(r.Other), r.Similarity))],
    };

    private static Wire.DialSentenceRecord Sentence(DialSentence s) => new((Wire.SpanField)s.Field, s.Start, s.Length, s.Text, s.Weight, [.. s.Terms]);

    private static Wire.FactRecord[] Facts(IReadOnlyList<Fact> facts) => [.. facts.Select(static f => new Wire.FactRecord
    {
        FactId = f.FactId,
        Line = Line(f.Line),
        Origins = Numbers(f.Origins),
        Articles = f.Articles,
        Differences = [.. f.Differences.Select(static d => new Wire.DifferenceRecord(d.Subject,
            [.. d.Reports.Select(static r => new Wire.NumberRecord(r.Value, r.Latest, Citations(r.Citations)))]))],
        First = f.First,
        Latest = f.Latest,
    })];

    private static Fact[] Facts(Wire.FactRecord[] facts) => Array.ConvertAll(facts, static f => new Fact
    {
        FactId = f.FactId,
        Line = Line(f.Line),
        Origins = Counts(f.Origins),
        Articles = f.Articles,
        Differences = Array.ConvertAll(f.Differences, static d => new NumberDifference(d.Subject,
            Array.ConvertAll(d.Reports, static r => new NumberReport(r.Value, r.Latest, Citations(r.Citations))))),
        First = f.First,
        Latest = f.Latest,
    });

    private static Wire.CitedLine? LineOrNull(CitedText? line) => line is null ? null : Line(line);

    private static CitedText? LineOrNull(Wire.CitedLine? line) => line is null ? null : Line(line);

    private static Wire.CitedLine Line(CitedText line) => new(line.Text, Citations(line.Citations), line.ByModel);

    private static CitedText Line(Wire.CitedLine line) => new(line.Text, Citations(line.Citations), line.ByModel);

    private static Wire.CitedLine[] Lines(IReadOnlyList<CitedText> lines) => [.. lines.Select(Line)];

    private static CitedText[] Lines(Wire.CitedLine[] lines) => Array.ConvertAll(lines, Line);

    private static Wire.CitationRecord[] Citations(IReadOnlyList<Citation> citations) => [.. citations.Select(static c => new Wire.CitationRecord
    {
        ArticleId = c.ArticleId,
        Revision = c.Revision,
        Outlet = c.Outlet,
        Url = c.Url,
        Side = (WireStories.OutletSide)c.Side,
        Origin = c.Origin,
        Appeared = c.Appeared,
        Field = (Wire.SpanField)c.Field,
        Start = c.Start,
        Length = c.Length,
        Text = c.Text,
        Similarity = c.Similarity,
    })];

    private static Citation[] Citations(Wire.CitationRecord[] citations) => Array.ConvertAll(citations, static c => new Citation(c.ArticleId, c.Revision, c.Outlet, c.Url,
        (Side)c.Side, c.Origin, c.Appeared, (SpanField)c.Field, c.Start, c.Length, c.Text, c.Similarity));

    private static WireStories.SideNumbers Numbers(SideCounts counts) => new(counts.Left, counts.Center, counts.Right, counts.Unrated);

    private static SideCounts Counts(WireStories.SideNumbers numbers) => new(numbers.Left, numbers.Center, numbers.Right, numbers.Unrated);
}
