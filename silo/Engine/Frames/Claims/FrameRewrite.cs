namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Frames with the claims that passed, and what became of all claims.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Taken">Claims that stand on the page.</param>
/// <param name="Faults">Of the others: section and fault of each.</param>
public sealed record RewrittenFrames(StoryFrames Frames, int Taken, IReadOnlyList<(FrameSection Section, ClaimFault Fault)> Faults);

/// <summary>
/// Puts a model's claims in the place of the lines that they stand for. A claim that does not pass changes nothing: the line stays. No
/// claim adds a fact, a point or an answer; what facts are there, in which order and with which counts, is never a model's.
/// </summary>
public static class FrameRewrite
{
    /// <summary>Takes over what passes.</summary>
    /// <param name="frames">Frames as they are.</param>
    /// <param name="evidence">Their spans.</param>
    /// <param name="draft">What was written.</param>
    /// <param name="model">Name of the model.</param>
    public static RewrittenFrames Apply(StoryFrames frames, EvidenceList evidence, DraftedFrames draft, string model)
    {
        var lines = WritableLine.Of(frames, evidence).ToDictionary(static l => l.Label, StringComparer.Ordinal);
        var passed = new Dictionary<string, CitedText>(StringComparer.Ordinal);
        var faults = new List<(FrameSection, ClaimFault)>();
        foreach (var claim in draft.Claims.Take(DraftedFrames.MostClaims))
        {
            if (!lines.TryGetValue(claim.Line, out var line) || passed.ContainsKey(claim.Line))
            {
                faults.Add((line?.Section ?? FrameSection.Facts, ClaimFault.NoLine));
                continue;
            }
            var written = claim with { Text = claim.Text.Trim() };
            var fault = ClaimCheck.Check(written, line, evidence);
            if (fault != ClaimFault.None) faults.Add((line.Section, fault));
            else passed.Add(claim.Line, Cited(written, line, evidence));
        }
        if (passed.Count == 0) return new RewrittenFrames(frames, 0, faults);
        return new RewrittenFrames(Replace(frames, lines, passed, model), passed.Count, faults);
    }

    /// <summary>Lines that a model wrote for earlier frames, as a draft for the present ones: as far as the spans are there that they cited.</summary>
    public static DraftedFrames Recover(StoryFrames frames, StoryFrames earlier, EvidenceList evidence)
    {
        var claims = new List<DraftedClaim>();
        var facts = new Dictionary<string, CitedText>(StringComparer.Ordinal);
        foreach (var fact in earlier.Facts.Concat(earlier.Agreement))
            if (fact.Line.ByModel) facts.TryAdd(fact.FactId, fact.Line);
        var statements = earlier.Split.Points.Select(static p => p.Statement).OfType<CitedText>().Where(static s => s.ByModel).ToList();
        var answers = earlier.Context.SelectMany(static c => c.Answer.Where(static a => a.ByModel).Select(a => (c.Slot, c.Subject, Line: a))).ToList();
        var summary = earlier.Summary.Where(static s => s.ByModel).ToList();
        foreach (var line in WritableLine.Of(frames, evidence))
        {
            var written = line.Section switch
            {
                FrameSection.Facts or FrameSection.Agreement => facts.GetValueOrDefault(line.FactId),
                FrameSection.Split => statements.Find(s => Numbers(s, line, evidence) is { Count: > 1 } n && n.Exists(line.SecondSpans.Contains) && n.Exists(i => !line.SecondSpans.Contains(i))),
                FrameSection.Context => answers.Find(a => a.Slot == frames.Context[line.Index].Slot && a.Subject == frames.Context[line.Index].Subject
                    && Numbers(a.Line, line, evidence).Count > 0).Line,
                FrameSection.Summary => summary.Find(s => Numbers(s, line, evidence).Count > 0),
                _ => null,
            };
            if (written is null) continue;
            // One earlier line stands for one present line.
            answers.RemoveAll(a => ReferenceEquals(a.Line, written));
            summary.Remove(written);
            statements.Remove(written);
            var numbers = Numbers(written, line, evidence);
            if (numbers.Count > 0) claims.Add(new DraftedClaim(line.Label, written.Text, numbers));
        }
        return new DraftedFrames(claims);
    }

    private static List<int> Numbers(CitedText written, WritableLine line, EvidenceList evidence) =>
        [.. written.Citations.Select(evidence.NumberOf).Where(line.Spans.Contains).Distinct().Take(DraftedFrames.MostSpans)];

    // The spans that it cites; behind them those of the line's other origins that say the same, so that a fact keeps its sources.
    private static CitedText Cited(DraftedClaim claim, WritableLine line, EvidenceList evidence)
    {
        var citations = claim.Spans.Distinct().Select(n => evidence.Find(n)!.Citation).ToList();
        if (line.Needed is SupportNeeded.TwoOrigins or SupportNeeded.BothSides)
        {
            var origins = citations.Select(static c => c.Origin).ToHashSet(StringComparer.Ordinal);
            var others = line.Spans.Where(n => !origins.Contains(evidence.Find(n)!.Citation.Origin));
            foreach (var number in ClaimCheck.AlsoSaying(claim.Text, others, evidence))
            {
                var citation = evidence.Find(number)!.Citation;
                if (origins.Add(citation.Origin)) citations.Add(citation);
            }
        }
        return new CitedText(claim.Text, citations, ByModel: true);
    }

    private static StoryFrames Replace(StoryFrames frames, Dictionary<string, WritableLine> lines, Dictionary<string, CitedText> passed, string model)
    {
        var facts = new Dictionary<string, CitedText>(StringComparer.Ordinal);
        var points = frames.Split.Points.ToArray();
        var context = frames.Context.ToArray();
        var summary = frames.Summary.ToArray();
        foreach (var (label, text) in passed.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            var line = lines[label];
            switch (line.Section)
            {
                case FrameSection.Facts or FrameSection.Agreement:
                    facts.Add(line.FactId, text);
                    break;
                case FrameSection.Split:
                    points[line.Index] = points[line.Index] with { Statement = text };
                    break;
                case FrameSection.Context:
                    var answer = context[line.Index].Answer.ToArray();
                    answer[line.Answer] = text;
                    context[line.Index] = context[line.Index] with { Answer = answer };
                    break;
                case FrameSection.Summary:
                    summary[line.Index] = text;
                    break;
                default:
                    break;
            }
        }
        return frames with
        {
            Facts = With(frames.Facts, facts),
            Agreement = With(frames.Agreement, facts),
            Split = frames.Split with { Points = points },
            Context = context,
            Summary = summary,
            About = frames.About with { Method = "model", Model = model },
        };
    }

    private static Fact[] With(IReadOnlyList<Fact> facts, Dictionary<string, CitedText> lines) =>
        [.. facts.Select(f => lines.TryGetValue(f.FactId, out var line) ? f with { Line = line } : f)];
}
