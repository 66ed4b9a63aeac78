using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>What a claim must rest on.</summary>
public enum SupportNeeded : byte
{
    /// <summary>One span.</summary>
    OneSpan = 1,
    /// <summary>Two origins that each say most of it.</summary>
    TwoOrigins = 2,
    /// <summary>A left-rated and a right-rated origin that each say most of it.</summary>
    BothSides = 3,
    /// <summary>A span of each of the two groups.</summary>
    BothGroups = 4,
}

/// <summary>A line of frames that a model may write anew.</summary>
/// <param name="Label">What it is called in a request: F1, A1, S1, C1, Y1.</param>
/// <param name="Section">Section.</param>
/// <param name="Text">The line as it is; of a split point the first group's, then the second's.</param>
/// <param name="Spans">Numbers of the spans that it may cite.</param>
/// <param name="SecondSpans">Of these, those of the second group; empty but for <see cref="SupportNeeded.BothGroups"/>.</param>
/// <param name="Needed">What it must rest on.</param>
public sealed record WritableLine(string Label, FrameSection Section, string Text, IReadOnlyList<int> Spans, IReadOnlyList<int> SecondSpans, SupportNeeded Needed)
{
    internal string FactId { get; init; } = "";
    internal int Index { get; init; }
    internal int Answer { get; init; }

    /// <summary>The lines of frames that may be written anew: those of articles whose spans are in the evidence.</summary>
    public static IReadOnlyList<WritableLine> Of(StoryFrames frames, EvidenceList evidence)
    {
        var lines = new List<WritableLine>();
        var bothSides = frames.Agreement.Select(static f => f.FactId).ToHashSet(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        AddFacts(frames.Facts, FrameSection.Facts, "F");
        AddFacts(frames.Agreement, FrameSection.Agreement, "A");
        for (var i = 0; i < frames.Split.Points.Count; i++)
        {
            var point = frames.Split.Points[i];
            if (point is not { First: { } first, Second: { } second, Statement: null }) continue;
            var (one, other) = (Numbers(first.Citations, evidence), Numbers(second.Citations, evidence));
            if (one.Count == 0 || other.Count == 0) continue;
            lines.Add(new WritableLine($"S{i + 1}", FrameSection.Split, first.Text + "\n" + second.Text, [.. one, .. other], other, SupportNeeded.BothGroups) { Index = i });
        }
        var answers = 0;
        for (var i = 0; i < frames.Context.Count; i++)
        {
            for (var k = 0; k < frames.Context[i].Answer.Count; k++)
            {
                answers++;
                var answer = frames.Context[i].Answer[k];
                var numbers = Numbers(answer.Citations, evidence);
                if (answer.ByModel || numbers.Count == 0) continue;
                lines.Add(new WritableLine($"C{answers}", FrameSection.Context, answer.Text, numbers, [], SupportNeeded.OneSpan) { Index = i, Answer = k });
            }
        }
        for (var i = 0; i < frames.Summary.Count; i++)
        {
            // A sentence stands for the one that is there: two that were written freely would say the same twice.
            var numbers = Numbers(frames.Summary[i].Citations, evidence);
            if (frames.Summary[i].ByModel || numbers.Count == 0) continue;
            lines.Add(new WritableLine($"Y{i + 1}", FrameSection.Summary, frames.Summary[i].Text, numbers, [], SupportNeeded.TwoOrigins) { Index = i });
        }
        return lines;

        void AddFacts(IReadOnlyList<Fact> facts, FrameSection section, string letter)
        {
            for (var i = 0; i < facts.Count; i++)
            {
                var fact = facts[i];
                // A fact of both sections is written once, so that a page does not say it in two ways.
                if (fact.Line.ByModel || !taken.Add(fact.FactId)) continue;
                var numbers = Numbers(fact.Line.Citations, evidence);
                if (numbers.Count == 0) continue;
                var needed = bothSides.Contains(fact.FactId) ? SupportNeeded.BothSides : SupportNeeded.TwoOrigins;
                lines.Add(new WritableLine($"{letter}{i + 1}", section, fact.Line.Text, numbers, [], needed) { FactId = fact.FactId, Index = i });
            }
        }
    }

    /// <summary>Whether the spans that it may cite can be enough at all.</summary>
    public bool CanBeSupported(EvidenceList evidence)
    {
        var citations = Spans.Select(n => evidence.Find(n)!.Citation).ToList();
        return Needed switch
        {
            SupportNeeded.TwoOrigins => citations.Select(static c => c.Origin).Distinct(StringComparer.Ordinal).Skip(1).Any(),
            SupportNeeded.BothSides => citations.Any(static c => c.Side == Side.Left) && citations.Any(static c => c.Side == Side.Right),
            _ => true,
        };
    }

    private static List<int> Numbers(IReadOnlyList<Citation> citations, EvidenceList evidence) =>
        [.. citations.Select(evidence.NumberOf).Where(static n => n > 0).Distinct()];
}
