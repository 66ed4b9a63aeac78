using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using static StoryClustering.Tests.Unit.Engine.Frames.Claims.InventedEvidence;

namespace StoryClustering.Tests.Grains.Frames.Model;

/// <summary>Extractive frames of an invented story, and lines that a good model writes for them.</summary>
internal static class InventedStory
{
    public const string DamLeft = "The dam above Littleford cracked on Monday after three days of rain.";
    public const string DamRight = "After three days of rain, cracks opened on Monday in the dam above Littleford.";
    public const string RoadLeft = "Some 400 residents left their homes along the river.";
    public const string RoadRight = "Some 400 residents have left homes by the river.";
    public const string Neglect = "Years of neglect weakened the dam, engineers warned.";
    public const string Storm = "A freak storm overwhelmed the dam, the agency said.";
    public const string Inspection = "Engineers will inspect the dam on Thursday and report to the council.";

    public const string GoodDam = "The dam above Littleford cracked on Monday after days of rain.";
    public const string GoodRoad = "Some 400 residents left homes along the river.";
    public const string GoodSplit = "One side speaks of years of neglect, the other of a freak storm.";
    public const string GoodNext = "Engineers will inspect the dam on Thursday.";

    public static StoryFrames Invented(params string[] furtherAnswers) => FramesOf(
        Fact("dam", Cite("a", DamLeft, Side.Left), Cite("b", DamRight, Side.Right)), Fact("road", Cite("a", RoadLeft, Side.Left, start: 200), Cite("b", RoadRight, Side.Right, start: 200))) with
    {
        Agreement = [Fact("dam", Cite("a", DamLeft, Side.Left), Cite("b", DamRight, Side.Right))],
        Split = new SideContrast
        {
            Basis = ContrastBasis.Sides,
            Points = [new ContrastPoint(ContrastKind.Wording, ["dam"], Line(Cite("e", Neglect, Side.Left)), Line(Cite("f", Storm, Side.Right)), 0.7)],
        },
        Context =
        [
            new ContextAnswer(ContextSlot.Next, "", "What happens next?",
                [Line(Cite("d", Inspection)), .. furtherAnswers.Select((text, i) => Line(Cite($"x{i}", text)))]),
        ],
    };

    public static string WellDone(ChatServer.Question question) => question.Claims(
        ("F1", GoodDam, [DamLeft, DamRight]), ("F2", GoodRoad, [RoadLeft, RoadRight]), ("S1", GoodSplit, [Neglect, Storm]), ("C1", GoodNext, [Inspection]));

    /// <summary>All texts that a page of these frames shows.</summary>
    public static IEnumerable<string> Page(StoryFrames frames) =>
    [
        .. frames.Summary.Select(s => s.Text), .. frames.Facts.Select(f => f.Line.Text), .. frames.Agreement.Select(f => f.Line.Text),
        .. frames.Split.Points.SelectMany(p => new[] { p.First?.Text ?? "", p.Second?.Text ?? "", p.Statement?.Text ?? "" }),
        .. frames.Context.SelectMany(c => c.Answer.Select(a => a.Text)),
    ];
}
