using System.Globalization;
using StoryClustering.Engine.Frames;

namespace StoryClustering.Evaluation.Frames;

/// <summary>Frames as text, to be read.</summary>
internal static class Page
{
    public static void Write(LabelledStory story, FrameOptions options)
    {
        var (ledger, standings) = story.Ledger(options);
        Write(story.Id, ledger.Build(standings, default));
    }

    public static void Write(string title, StoryFrames frames)
    {
        Console.WriteLine($"== {title}");
        Console.WriteLine($"HEADLINE {frames.Headline?.Text}");
        foreach (var line in frames.Summary)
            Console.WriteLine($"SUMMARY  {line.Text}");
        foreach (var fact in frames.Facts)
            Write("FACT    ", fact);
        foreach (var fact in frames.Agreement)
            Write("AGREED  ", fact);
        Console.WriteLine($"SPLIT    {frames.Split.Basis} {frames.Split.FirstOrigins} / {frames.Split.SecondOrigins}: " +
            string.Join(", ", frames.Split.Terms.Select(static t => string.Create(CultureInfo.InvariantCulture, $"{t.Term} {t.ZScore:0.0}"))));
        foreach (var point in frames.Split.Points)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {point.Kind} {point.Contrast:0.00} [{string.Join(", ", point.Topic)}]"));
            Console.WriteLine($"    1: {point.First?.Text} ({point.First?.Citations[0].Outlet})");
            Console.WriteLine($"    2: {point.Second?.Text} ({point.Second?.Citations[0].Outlet})");
        }
        foreach (var answer in frames.Context)
            Console.WriteLine($"CONTEXT  {answer.Question} " + string.Join(" | ", answer.Answer.Select(static a => $"{a.Text} ({string.Join(", ", a.Citations.Select(static c => c.Outlet))})")));
        foreach (var quote in frames.Quotes)
            Console.WriteLine($"QUOTE    \u201C{quote.Words}\u201D {quote.Speaker} ({quote.Origins.Total} origins)");
        Console.WriteLine($"ABOUT    {frames.About.Articles} articles, {frames.About.Origins.Total} origins, {frames.About.Sentences} sentences, confidence {frames.About.Confidence}");
        foreach (var omission in frames.About.Omissions)
            Console.WriteLine($"  left out: {omission.Section}, {omission.Reason}: {omission.Detail}");
    }

    private static void Write(string label, Fact fact)
    {
        Console.WriteLine($"{label} {fact.Line.Text} ({fact.Origins.Total} origins, {fact.Articles} articles)");
        foreach (var citation in fact.Line.Citations.Skip(1).Take(3))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"           {citation.Similarity:0.00} {citation.Outlet}: {citation.Text}"));
        foreach (var difference in fact.Differences)
            Console.WriteLine($"           differ on {difference.Subject}: " + string.Join("; ", difference.Reports.Select(static r => $"{r.Value} ({string.Join(", ", r.Citations.Select(static c => c.Outlet))})")));
    }
}
