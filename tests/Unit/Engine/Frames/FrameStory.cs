using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Tests.Unit.Engine.Frames;

/// <summary>A story that is put together for a test: articles with the standing that a silo would give them.</summary>
internal sealed class FrameStory
{
    public static readonly DateTimeOffset Start = new(2031, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, FrameArticle> _articles = new(StringComparer.Ordinal);
    private readonly List<ArticleStanding> _standings = [];

    public FrameLedger Ledger { get; } = new(new FrameOptions());

    public IReadOnlyList<ArticleStanding> Standings => _standings;

    public IReadOnlyCollection<FrameArticle> Articles => _articles.Values;

    /// <summary>Adds an article; returns its id.</summary>
    public string Add(string outlet, Side side, string title, string text, string? originOf = null, string language = "en", OutletKind kind = OutletKind.National)
    {
        var id = $"article-{_articles.Count:000}";
        var article = new FrameArticle(id, title, text, language, outlet, $"https://{outlet}/{id}", Start.AddMinutes(10 * _articles.Count), 1);
        _articles.Add(id, article);
        Ledger.Put(article);
        _standings.Add(new ArticleStanding(id, originOf ?? outlet, originOf is not null, side, outlet, kind));
        return id;
    }

    public void Remove(string id)
    {
        Ledger.Remove(id);
        _standings.RemoveAll(s => s.ArticleId == id);
    }

    public StoryFrames Build() => Ledger.Build(_standings, Start.AddDays(1));

    /// <summary>All that a page shows of articles' words.</summary>
    public static IEnumerable<string> Shown(StoryFrames frames) =>
        Lines(frames).SelectMany(static l => l.Citations.Select(static c => c.Text).Append(l.Text))
            .Concat(frames.Quotes.SelectMany(static q => q.Citations.Select(static c => c.Text).Append(q.Words).Append(q.Speaker)))
            .Concat(frames.Facts.Concat(frames.Agreement).SelectMany(static f => f.Differences).SelectMany(static d => d.Reports).SelectMany(static r => r.Citations.Select(static c => c.Text).Append(r.Value)))
            .Concat(frames.Split.Terms.Select(static t => t.Term)).Concat(frames.Split.Points.SelectMany(static p => p.Topic)).Concat(frames.Context.Select(static c => c.Subject));

    public static IEnumerable<CitedText> Lines(StoryFrames frames) =>
        frames.Facts.Concat(frames.Agreement).Select(static f => f.Line).Concat(frames.Summary).Concat(frames.Context.SelectMany(static c => c.Answer))
            .Concat(frames.Split.Points.SelectMany(static p => new[] { p.First,
                p.Second }).OfType<CitedText>()).Concat(frames.Disputes.SelectMany(static d => new[] { d.First,
                d.Second })).Concat(frames.Headline is { } headline ? [headline] : []);

    /// <summary>Every citation is the span that it names, and every line that of its first.</summary>
    public void AssertCited(StoryFrames frames)
    {
        foreach (var line in Lines(frames))
        {
            Assert.NotEmpty(line.Citations);
            Assert.Equal(line.Text, line.Citations[0].Text);
            Assert.All(line.Citations, AssertSpan);
        }
        foreach (var quote in frames.Quotes)
        {
            Assert.NotEmpty(quote.Citations);
            Assert.All(quote.Citations, AssertSpan);
            Assert.Equal(quote.Words, quote.Citations[0].Text);
        }
        foreach (var report in frames.Facts.SelectMany(static f => f.Differences).SelectMany(static d => d.Reports))
        {
            Assert.All(report.Citations, AssertSpan);
            Assert.Contains(report.Value, report.Citations[0].Text, StringComparison.Ordinal);
        }
    }

    private void AssertSpan(Citation citation)
    {
        var article = _articles[citation.ArticleId];
        Assert.Contains(_standings, s => s.ArticleId == citation.ArticleId && s.Origin == citation.Origin);
        Assert.Equal(citation.Text, (citation.Field == SpanField.Title ? article.Title : article.Text).Substring(citation.Start, citation.Length));
    }
}
