using StoryClustering.Engine.Frames;

namespace StoryClustering.Evaluation.Frames;

/// <summary>Checks every line of frames against the articles: is each citation the span that it names, and each line that of its first
/// citation?</summary>
internal sealed class CitationCheck
{
    /// <summary>Citations looked at.</summary>
    public int Citations { get; private set; }

    /// <summary>Those that are wrong.</summary>
    public int Wrong { get; private set; }

    public void Check(StoryFrames frames, IReadOnlyDictionary<string, (string Title, string Text)> articles)
    {
        var lines = frames.Facts.Concat(frames.Agreement).Select(static f => f.Line).Concat(frames.Summary).Concat(frames.Context.SelectMany(static c => c.Answer))
            .Concat(frames.Split.Points.SelectMany(static p => new[] { p.First,
                p.Second }).OfType<CitedText>()).Concat(frames.Disputes.SelectMany(static d => new[] { d.First,
                d.Second })).Concat(frames.Headline is { } headline ? [headline] : []);
        foreach (var line in lines)
        {
            Check(line.Citations.Count > 0 && line.Citations[0].Text == line.Text);
            foreach (var citation in line.Citations)
                Check(IsSpan(citation, articles));
        }
        foreach (var quote in frames.Quotes)
        {
            foreach (var citation in quote.Citations)
                Check(IsSpan(citation, articles) && SentenceReader.KeyOf(citation.Text) == SentenceReader.KeyOf(quote.Words));
        }
        foreach (var report in frames.Facts.SelectMany(static f => f.Differences).SelectMany(static d => d.Reports))
        {
            foreach (var citation in report.Citations)
                Check(IsSpan(citation, articles));
            Check(report.Citations[0].Text.Contains(report.Value, StringComparison.Ordinal));
        }
    }

    private void Check(bool isRight)
    {
        Citations++;
        if (!isRight)
            Wrong++;
    }

    private static bool IsSpan(Citation citation, IReadOnlyDictionary<string, (string Title, string Text)> articles)
    {
        var (title, text) = articles[citation.ArticleId];
        var source = citation.Field == SpanField.Title ? title : text;
        return citation.Start >= 0 && citation.Start + citation.Length <= source.Length && source.Substring(citation.Start, citation.Length) == citation.Text;
    }
}
