using System.Globalization;
using System.Text;
using StoryClustering.Contracts.Frames;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// What new frames change of those before, line by line. A line has changed if its words have, the numbers on which sources differ, the set of
/// origins behind it, or if what it cited is no longer there (an article that left, or was revised). Mere counts, scores, the order of
/// lines and further citations of the same origins are no change.
/// </summary>
public static class FrameComparison
{
    /// <summary>A line as it is compared.</summary>
    private readonly record struct Line(string Id, string Text, string Origins, bool IsCurrent);

    /// <summary>Changes, in the order of the sections; empty if there is none.</summary>
    /// <param name="before">Frames that are shown; null: none.</param>
    /// <param name="after">Frames as they are now.</param>
    /// <param name="isCurrent">Whether an article is in the story with that revision.</param>
    public static FrameChange[] Compare(FramesRecord? before, FramesRecord after, Func<string, int, bool> isCurrent)
    {
        var changes = new List<FrameChange>();
        foreach (var section in Enum.GetValues<FrameSection>())
            Compare(section, before is null ? [] : Lines(before, section, isCurrent), Lines(after, section, static (_, _) => true), changes);
        return [.. changes];
    }

    private static void Compare(FrameSection section, Dictionary<string, Line> before, Dictionary<string, Line> after, List<FrameChange> changes)
    {
        foreach (var (key, now) in after)
        {
            if (!before.TryGetValue(key, out var was)) changes.Add(new FrameChange(FrameChangeKind.Added, section, now.Id, "", now.Text));
            else if (was.Text != now.Text || was.Origins != now.Origins || !was.IsCurrent) changes.Add(new FrameChange(FrameChangeKind.Changed, section, now.Id, was.Text, now.Text));
        }
        foreach (var (key, was) in before)
            if (!after.ContainsKey(key)) changes.Add(new FrameChange(FrameChangeKind.Removed, section, was.Id, was.Text, ""));
    }

    /// <summary>Lines of a section by what tells them apart.</summary>
    private static Dictionary<string, Line> Lines(FramesRecord frames, FrameSection section, Func<string, int, bool> isCurrent)
    {
        var lines = new Dictionary<string, Line>(StringComparer.Ordinal);
        switch (section)
        {
            case FrameSection.Headline:
                if (frames.Headline is { } headline) Add("headline", "headline", headline.Text, headline.Citations);
                break;
            case FrameSection.Summary:
                for (var i = 0; i < frames.Summary.Length; i++)
                {
                    var place = (i + 1).ToString(CultureInfo.InvariantCulture);
                    Add(place, place, frames.Summary[i].Text, frames.Summary[i].Citations);
                }
                break;
            case FrameSection.Facts or FrameSection.Agreement:
                foreach (var fact in section == FrameSection.Facts ? frames.Facts : frames.Agreement)
                    Add(fact.FactId, fact.FactId, TextOf(fact), fact.Line.Citations.Concat(fact.Differences.SelectMany(static d => d.Reports).SelectMany(static r => r.Citations)));
                break;
            case FrameSection.Split:
                if (frames.Split.Basis != ContrastBasis.None) Add("basis", "basis", frames.Split.Basis == ContrastBasis.Sides ? "sides" : "camps", []);
                foreach (var point in frames.Split.Points)
                {
                    var topic = string.Join(", ", point.Topic);
                    Add($"point {point.Kind} {topic}", topic, TextOf(point), Of(point.First).Concat(Of(point.Second)).Concat(Of(point.Statement)));
                }
                foreach (var term in frames.Split.Terms) Add($"term {term.Term}", term.Term, term.ZScore < 0 ? "second" : "first", []);
                break;
            case FrameSection.Context:
                foreach (var answer in frames.Context)
                    Add($"{answer.Slot} {answer.Subject}", answer.Question, string.Join(' ', answer.Answer.Select(static a => a.Text)), answer.Answer.SelectMany(static a => a.Citations),
                        ofStory: answer.StoryId is null);
                break;
            case FrameSection.Quotes:
                foreach (var quote in frames.Quotes) Add(quote.Speaker + "\n" + quote.Words, quote.Speaker, quote.Words, quote.Citations);
                break;
            case FrameSection.Disputes:
                foreach (var dispute in frames.Disputes)
                    Add(dispute.DisputeId, dispute.DisputeId, $"{dispute.First.Text} / {dispute.Second.Text}",
                        dispute.First.Citations.Concat(dispute.Second.Citations));
                break;
        }
        return lines;

        void Add(string key, string id, string text, IEnumerable<CitationRecord> citations, bool ofStory = true)
        {
            var origins = new SortedSet<string>(StringComparer.Ordinal);
            var current = true;
            foreach (var citation in citations)
            {
                origins.Add(citation.Origin);
                // Articles of an earlier story are not this story's members.
                current &= !ofStory || isCurrent(citation.ArticleId, citation.Revision);
            }
            lines.TryAdd(key, new Line(id, text, string.Join('\n', origins), current));
        }
    }

    private static IEnumerable<CitationRecord> Of(CitedLine? line) => line?.Citations ?? [];

    private static string TextOf(FactRecord fact)
    {
        if (fact.Differences.Length == 0) return fact.Line.Text;
        var text = new StringBuilder(fact.Line.Text);
        foreach (var difference in fact.Differences)
            text.Append(" [").Append(difference.Subject).Append(": ").AppendJoin(" | ", difference.Reports.Select(static r => r.Value)).Append(']');
        return text.ToString();
    }

    private static string TextOf(PointRecord point)
    {
        var sides = point.First is { } first && point.Second is { } second ? $"{first.Text} / {second.Text}" : (point.First ?? point.Second)?.Text ?? "";
        return point.Statement is { } statement ? $"{statement.Text} ({sides})" : sides;
    }
}
