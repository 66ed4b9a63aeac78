using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Frames by number, with something in every field.</summary>
internal static class Framing
{
    private static readonly DateTimeOffset Day = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    public static FramesRecord New(int story, long version, long storyVersion = 1, string fact = "The pier was closed.") => new()
    {
        StoryId = Ids.Story(story),
        Version = version,
        StoryVersion = storyVersion,
        Headline = Line("Pier closed", SpanField.Title),
        Summary = [Line(fact)],
        Facts = [Fact(fact)],
        Agreement = [Fact(fact)],
        Split = new ContrastRecord
        {
            Basis = ContrastBasis.Sides,
            FirstOrigins = 3,
            SecondOrigins = 2,
            Terms = [new TermRecord("safety", 2.5, 3, 0), new TermRecord("costs", -3.5, 0, 2)],
            Points =
            [
                new PointRecord(ContrastKind.Wording, ["pier", "closure"], Line("Safety comes first."), Line("Costs come first."), 0.75, Line("They weigh it differently.", byModel: true)),
                new PointRecord(ContrastKind.SecondOnly, ["taxes"], null, Line("Taxes will rise."), 0.5, null),
            ],
        },
        Context = [new ContextRecord(ContextSlot.Who, "Ada Berg", "Who is Ada Berg?", [Line("Ada Berg runs the harbour.")], Ids.Story(77))],
        Quotes = [new QuoteRecord("We had no choice", "Ada Berg", [Cite("We had no choice")], new SideNumbers { Left = 1, Unrated = 2 })],
        About = new AboutRecord
        {
            Method = "extractive",
            MethodVersion = 4,
            Model = "",
            Computed = Day,
            Articles = 9,
            Copies = 4,
            Origins = new SideNumbers { Left = 3, Right = 1, Unrated = 1 },
            Sentences = 120,
            Confidence = 0.875,
            Omissions = [new OmissionRecord(FrameSection.Quotes, "too-few-origins", "1 of 2")],
        },
    };

    public static FactRecord Fact(string text) => new()
    {
        FactId = "fact-1",
        Line = Line(text),
        Origins = new SideNumbers { Left = 2, Right = 2 },
        Articles = 7,
        Differences = [new DifferenceRecord("people", [new NumberRecord("15", Day.AddHours(2), [Cite("15 people")]), new NumberRecord("at least 12", Day, [Cite("at least 12 people")])])],
        First = Day,
        Latest = Day.AddHours(2),
    };

    public static CitedLine Line(string text, SpanField field = SpanField.Text, bool byModel = false) => new(text, [Cite(text, field)], byModel);

    public static CitationRecord Cite(string text, SpanField field = SpanField.Text) => new()
    {
        ArticleId = Ids.Article(5),
        Revision = 2,
        Outlet = "ledger.example",
        Url = "https://ledger.example/5",
        Side = OutletSide.Left,
        Origin = "ledger.example",
        Appeared = Day.AddHours(1),
        Field = field,
        Start = 11,
        Length = text.Length,
        Text = text,
        Similarity = 0.5f,
    };
}
