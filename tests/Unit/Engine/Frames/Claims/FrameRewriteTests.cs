using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Frames.Claims;
using StoryClustering.Engine.Outlets;
using static StoryClustering.Tests.Unit.Engine.Frames.Claims.InventedEvidence;

namespace StoryClustering.Tests.Unit.Engine.Frames.Claims;

/// <summary>A model changes words and nothing else; what does not pass leaves the line that was there.</summary>
public sealed class FrameRewriteTests
{
    private static readonly Citation DamA = Cite("a", "The dam above Littleford cracked on Monday after three days of rain.", Side.Left);
    private static readonly Citation DamB = Cite("b", "After three days of rain, cracks opened on Monday in the dam above Littleford.", Side.Right);
    private static readonly Citation DamC = Cite("c", "On Monday the dam above Littleford cracked after rain.", Side.Center);
    private static readonly Citation RoadA = Cite("a", "Some 400 residents left their homes along the river.", Side.Left, start: 200);
    private static readonly Citation RoadB = Cite("b", "Some 400 residents have left homes by the river.", Side.Right, start: 200);

    private static StoryFrames Story => FramesOf(Fact("dam", DamA, DamB, DamC), Fact("road", RoadA, RoadB)) with
    {
        Agreement = [Fact("dam", DamA, DamB, DamC)],
        Summary = [Line(DamA, DamB), Line(RoadA, RoadB)],
        Context = [new ContextAnswer(ContextSlot.Next, "", "What happens next?", [Line(Cite("d", "Engineers will inspect the dam on Thursday and decide whether families may return."))])],
        Split = new SideContrast
        {
            Basis = ContrastBasis.Sides,
            Points =
            [
                new ContrastPoint(ContrastKind.Wording, ["dam"], Line(Cite("e", "Years of neglect weakened the dam, engineers warned.", Side.Left)),
                    Line(Cite("f", "A freak storm overwhelmed the dam, the agency said.", Side.Right)), 0.7),
            ],
        },
    };

    [Fact]
    public void Evidence_is_numbered_from_one_without_repeats_and_the_same_each_time()
    {
        var (one, other) = (EvidenceList.Of(Story, 100_000), EvidenceList.Of(Story, 100_000));
        Assert.Equal(Enumerable.Range(1, one.Spans.Count), one.Spans.Select(s => s.Number));
        Assert.Equal(one.Spans, other.Spans);
        Assert.Equal(one.Spans.Count, one.Spans.Select(s => s.Citation).Distinct().Count());
        Assert.Equal(8, one.Spans.Count);
        Assert.Equal(one.Spans.Sum(s => s.Citation.Text.Length), one.Characters);
        Assert.All(one.Spans, s => Assert.Equal(s.Number, one.NumberOf(s.Citation)));
        Assert.Equal(0, one.NumberOf(DamA with { Revision = 2 }));
        Assert.Equal(0, one.NumberOf(DamA with { Text = DamA.Text.ToUpperInvariant() }));
        Assert.Equal("en", one.Language);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(300)]
    public void Evidence_is_no_longer_than_asked_for_and_what_lacks_it_is_not_written(int most)
    {
        var evidence = EvidenceList.Of(Story, most);
        Assert.InRange(evidence.Characters, 0, most);
        foreach (var line in WritableLine.Of(Story, evidence)) Assert.All(line.Spans, n => Assert.NotNull(evidence.Find(n)));
    }

    [Fact]
    public void Claims_that_pass_take_the_place_of_their_lines_and_nothing_else_changes()
    {
        var story = Story;
        var evidence = EvidenceList.Of(story, 100_000);
        var rewritten = FrameRewrite.Apply(story, evidence, Draft(evidence,
            ("F1", "The dam above Littleford cracked on Monday after days of rain.", [DamA, DamB]),
            ("F2", "Some 400 residents left their homes along the river.", [RoadA, RoadB]),
            ("S1", "One side speaks of years of neglect, the other of a freak storm.", [story.Split.Points[0].First!.Citations[0], story.Split.Points[0].Second!.Citations[0]]),
            ("C1", "Engineers will inspect the dam on Thursday.", [story.Context[0].Answer[0].Citations[0]])), "m");
        Assert.Empty(rewritten.Faults);
        Assert.Equal(4, rewritten.Taken);
        var frames = rewritten.Frames;
        Assert.Equal(["dam", "road"], frames.Facts.Select(f => f.FactId));
        Assert.Equal("The dam above Littleford cracked on Monday after days of rain.", frames.Facts[0].Line.Text);
        Assert.All(frames.Facts, f => Assert.True(f.Line.ByModel));
        // The third origin says the same and stays a source.
        Assert.Equal([DamA, DamB, DamC], frames.Facts[0].Line.Citations);
        Assert.Equal(frames.Facts[0], frames.Agreement[0] with { Line = frames.Facts[0].Line });
        Assert.Equal(frames.Facts[0].Line, frames.Agreement[0].Line);
        Assert.Equal(story.Facts.Select(f => (f.Origins, f.Articles, f.First, f.Latest)), frames.Facts.Select(f => (f.Origins, f.Articles, f.First, f.Latest)));
        Assert.Equal("One side speaks of years of neglect, the other of a freak storm.", frames.Split.Points[0].Statement!.Text);
        Assert.Equal((story.Split.Points[0].First, story.Split.Points[0].Second), (frames.Split.Points[0].First, frames.Split.Points[0].Second));
        Assert.True(frames.Context[0].Answer[0].ByModel);
        Assert.Equal(story.Summary, frames.Summary);
        Assert.Equal(("model", "m"), (frames.About.Method, frames.About.Model));
    }

    [Fact]
    public void A_claim_that_does_not_pass_leaves_its_line_and_the_others_are_taken()
    {
        var story = Story;
        var evidence = EvidenceList.Of(story, 100_000);
        var rewritten = FrameRewrite.Apply(story, evidence, Draft(evidence,
            ("F1", "The dam above Littleford cracked on Friday after three days of rain.", [DamA, DamB]),
            ("F2", "Some 400 residents left their homes along the river.", [RoadA, RoadB]),
            ("F2", "Some 400 residents have left homes by the river.", [RoadA, RoadB]),
            ("F9", "A second dam above Littleford cracked on Monday.", [DamA, DamB]),
            ("", "The dam above Littleford cracked on Monday.", [DamA, DamB])), "m");
        Assert.Equal(1, rewritten.Taken);
        Assert.Equal(story.Facts[0], rewritten.Frames.Facts[0]);
        Assert.Equal("Some 400 residents left their homes along the river.", rewritten.Frames.Facts[1].Line.Text);
        Assert.Equal([ClaimFault.Date, ClaimFault.NoLine, ClaimFault.NoLine, ClaimFault.NoLine], rewritten.Faults.Select(f => f.Fault));
        Assert.Equal(2, rewritten.Frames.Facts.Count);
    }

    [Fact]
    public void Without_a_claim_that_passes_the_frames_are_the_same()
    {
        var story = Story;
        var evidence = EvidenceList.Of(story, 100_000);
        Assert.Same(story, FrameRewrite.Apply(story, evidence, new DraftedFrames([]), "m").Frames);
        Assert.Same(story, FrameRewrite.Apply(story, evidence, Draft(evidence, ("F1", "The dam burst and killed hundreds.", [DamA, DamB])), "m").Frames);
        Assert.Equal(64, FrameRewrite.Apply(story, evidence, new DraftedFrames([.. Enumerable.Repeat(new DraftedClaim("F1", "x", [1]), 10_000)]), "m").Faults.Count);
    }

    [Fact]
    public void Earlier_lines_are_recovered_while_their_spans_are_there()
    {
        var story = Story;
        var evidence = EvidenceList.Of(story, 100_000);
        var earlier = FrameRewrite.Apply(story, evidence, Draft(evidence,
            ("F1", "The dam above Littleford cracked on Monday after days of rain.", [DamA, DamB]),
            ("Y2", "Some 400 residents left their homes along the river.", [RoadA, RoadB]),
            ("S1", "One side speaks of years of neglect, the other of a freak storm.", [story.Split.Points[0].First!.Citations[0], story.Split.Points[0].Second!.Citations[0]]),
            ("C1", "Engineers will inspect the dam on Thursday.", [story.Context[0].Answer[0].Citations[0]])), "m").Frames;
        var kept = Keep(Story, earlier);
        Assert.Equal(4, kept.Taken);
        Assert.Equal(earlier.Facts[0].Line.Text, kept.Frames.Facts[0].Line.Text);
        Assert.Equal(earlier.Summary[1].Text, kept.Frames.Summary[1].Text);
        Assert.Equal(earlier.Split.Points[0].Statement!.Text, kept.Frames.Split.Points[0].Statement!.Text);
        Assert.Equal(earlier.Context[0].Answer[0].Text, kept.Frames.Context[0].Answer[0].Text);
        Assert.All(kept.Frames.Facts[0].Line.Citations, c => Assert.Contains(c, Story.Facts[0].Line.Citations));

        // A revision took the days of rain out of two of the texts: the line goes, and so does one whose only span was retracted.
        var revised = Story with
        {
            Facts = [Fact("dam", DamA with { Revision = 2 }, DamB with { Revision = 2 }, DamC), Story.Facts[1]],
            Agreement = [],
            Context = [],
        };
        var less = Keep(revised, earlier);
        Assert.False(less.Frames.Facts[0].Line.ByModel);
        Assert.Equal(2, less.Taken);
        // Nothing is left of it.
        Assert.Equal(0, Keep(FramesOf(), earlier).Taken);
    }

    private static RewrittenFrames Keep(StoryFrames frames, StoryFrames earlier)
    {
        var evidence = EvidenceList.Of(frames, 100_000);
        return FrameRewrite.Apply(frames, evidence, FrameRewrite.Recover(frames, earlier, evidence), "m");
    }

    private static DraftedFrames Draft(EvidenceList evidence, params (string Line, string Text, Citation[] Spans)[] claims) =>
        new([.. claims.Select(c => new DraftedClaim(c.Line, c.Text, [.. c.Spans.Select(evidence.NumberOf)]))]);
}
