using System.Globalization;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Stories;

/// <summary>Frames in lines for people. Every line is cleaned: the words are the articles', not ours.</summary>
internal static class FramesText
{
    private const int MostOutlets = 6;
    private const int MostTerms = 6;

    public static void Write(TextWriter writer, StoryFrames frames)
    {
        var lines = new Lines(writer);
        Section("Summary", frames.Summary.Select(static s => (s.Text, Outlets(s))));
        if (frames.Facts.Count > 0)
        {
            lines.Head("The facts");
            foreach (var fact in frames.Facts)
            {
                lines.Item(fact.Line.Text, $"{Sides(fact.Origins)}: {Outlets(fact.Line)}");
                foreach (var difference in fact.Differences)
                    lines.Under($"{difference.Subject}: {string.Join("; ", difference.Reports.Select(static r => $"{r.Value} ({Outlets(r.Citations)}, {Time(r.LatestAt)})"))}");
            }
        }
        Section("Both agree", frames.Agreement.Select(static f => (f.Line.Text, Outlets(f.Line))));
        if (frames.Disputes.Count > 0)
        {
            lines.Head("Sources differ");
            foreach (var dispute in frames.Disputes)
            {
                lines.Item(dispute.First.Text, Outlets(dispute.First));
                lines.Under($"but: {dispute.Second.Text} [{Outlets(dispute.Second)}]");
            }
        }
        if (frames.Split is { } split && split.Basis != ContrastBasis.Unspecified) Write(lines, split);
        if (frames.Context.Count > 0)
        {
            lines.Head("Context");
            foreach (var context in frames.Context)
            {
                lines.Item(context.Question, context.StoryId.Length > 0 ? $"from {context.StoryId}" : "");
                foreach (var answer in context.Answer) lines.Under($"{answer.Text} [{Outlets(answer)}]");
            }
        }
        Section("Quotes", frames.Quotes.Select(static q => ($"\"{q.Words}\" - {q.Speaker}", Outlets(q.Citations))));
        if (frames.About is not { } about) return;
        lines.Head("About these frames");
        lines.Item($"{(about.Model.Length > 0 ? $"{about.Method} ({about.Model})" : about.Method)}, method {about.MethodVersion}, version {frames.Version} of story version {frames.StoryVersion}, {Time(about.ComputedAt)}");
        lines.Item($"{about.Articles:N0} articles, {about.Copies:N0} of them copies; {Sides(about.Origins)}; {about.Sentences:N0} sentences; confidence {Number(about.Confidence)}");
        foreach (var omission in about.Omissions) lines.Item($"no {omission.Section.ToString().ToLowerInvariant()}: {omission.Reason}", omission.Detail);

        void Section(string head, IEnumerable<(string Text, string Source)> items)
        {
            var first = true;
            foreach (var (text, source) in items)
            {
                if (first) lines.Head(head);
                first = false;
                lines.Item(text, source);
            }
        }
    }

    /// <summary>What a change of the frames came to, on one line.</summary>
    public static string Short(StoryFrames frames)
    {
        var split = frames.Split?.Basis switch
        {
            ContrastBasis.Sides => $"{frames.Split.Points.Count} points of left and right",
            ContrastBasis.Camps => $"{frames.Split.Points.Count} points of two camps",
            _ => "no split",
        };
        return $"{frames.Facts.Count} facts, {frames.Agreement.Count} agreed, {split}, {frames.Context.Count} answers, {frames.Quotes.Count} quotes";
    }

    /// <summary>Outlets that a line rests on: "ledger.example, gazette.example and 3 more".</summary>
    public static string Outlets(CitedText line) => Outlets(line.Citations);

    private static string Outlets(IEnumerable<Citation> citations)
    {
        var outlets = citations.Select(static c => c.Outlet).Distinct(StringComparer.Ordinal).ToArray();
        var shown = string.Join(", ", outlets.Take(MostOutlets));
        return outlets.Length > MostOutlets ? $"{shown} and {outlets.Length - MostOutlets} more" : shown;
    }

    private static void Write(Lines lines, SideContrast split)
    {
        var (first, second) = split.Basis == ContrastBasis.Sides ? ("left", "right") : ("camp 1", "camp 2");
        lines.Head(split.Basis == ContrastBasis.Sides ? "They split on" : "Two camps split on (by words; not left and right)");
        lines.Item($"{first}, {split.FirstOrigins:N0} origins: {Terms(split.Terms.Where(static t => t.ZScore > 0))}");
        lines.Item($"{second}, {split.SecondOrigins:N0} origins: {Terms(split.Terms.Where(static t => t.ZScore < 0))}");
        foreach (var point in split.Points)
        {
            lines.Item(string.Join(", ", point.Topic), point.Kind switch
            {
                ContrastKind.FirstOnly => $"only {first}",
                ContrastKind.SecondOnly => $"only {second}",
                _ => $"contrast {Number(point.Contrast)}",
            });
            if (point.Statement is { } statement) lines.Under(statement.Text);
            if (point.First is { } one) lines.Under($"{first}: {one.Text} [{Outlets(one)}]");
            if (point.Second is { } other) lines.Under($"{second}: {other.Text} [{Outlets(other)}]");
        }
    }

    private static string Terms(IEnumerable<ContrastTerm> terms) =>
        string.Join(", ", terms.Take(MostTerms).Select(static t => $"{t.Term} ({t.ZScore.ToString("+0.0;-0.0", CultureInfo.InvariantCulture)})"));

    private static string Sides(SideCounts? sides) => sides is null ? "" :
        $"origins: {sides.Left:N0} left, {sides.Center:N0} center, {sides.Right:N0} right, {sides.Unrated:N0} unrated";

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) =>
        time is null ? "" : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Lines with their indents, cleaned.</summary>
    internal sealed class Lines(TextWriter writer)
    {
        public void Head(string head)
        {
            writer.WriteLine();
            writer.WriteLine(TerminalText.Clean(head));
        }

        public void Item(string text, string source = "") => writer.WriteLine(TerminalText.Clean(source.Length > 0 ? $"  - {text} [{source}]" : $"  - {text}"));

        public void Under(string text) => writer.WriteLine(TerminalText.Clean($"      {text}"));
    }
}
