using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames;

/// <summary>Articles and sentences that count in the frames that are being built, with their origins numbered.</summary>
internal sealed class FrameSources
{
    private readonly List<string> _origins = [];
    private readonly List<Side> _sides = [];
    private IReadOnlySet<string>? _disputedQuotes;

    /// <summary>Marks the articles that have a standing, and unmarks all others.</summary>
    public FrameSources(IEnumerable<ArticleEntry> articles, IReadOnlyList<ArticleStanding> standings)
    {
        var known = new Dictionary<string, ArticleStanding>(standings.Count, StringComparer.Ordinal);
        foreach (var standing in standings)
            known[standing.ArticleId] = standing;
        foreach (var article in articles)
        {
            article.Standing = known.GetValueOrDefault(article.ArticleId);
            if (article.Standing is not null)
                Articles.Add(article);
        }
        Articles.Sort(static (a, b) => a.Appeared != b.Appeared ? a.Appeared.CompareTo(b.Appeared) : string.CompareOrdinal(a.ArticleId, b.ArticleId));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var article in Articles)
        {
            var standing = article.Standing!;
            if (!numbers.TryGetValue(standing.Origin, out var origin))
            {
                numbers.Add(standing.Origin, origin = _origins.Count);
                _origins.Add(standing.Origin);
                _sides.Add(standing.Side);
            }
            else if (_sides[origin] == Side.Unrated)
            {
                _sides[origin] = standing.Side;
            }
            article.Origin = origin;
            if (standing.IsCopy)
                Copies++;
            article.IsVoice = !standing.IsCopy;
            Sentences.AddRange(article.Sentences);
        }
        // An agency's text of which the story has reprints alone is told by the first of them.
        var heard = Articles.Where(static a => a.IsVoice).Select(static a => a.Origin).ToHashSet();
        foreach (var article in Articles)
            article.IsVoice |= heard.Add(article.Origin);
    }

    /// <summary>Keys of quotes that another origin gives in other words, unless more origins have these.</summary>
    public IReadOnlySet<string> DisputedQuotes => _disputedQuotes ??= QuoteSelection.Disputed(this);

    /// <summary>Whether a sentence has such a quote in it.</summary>
    public bool HasDisputedQuote(FrameSentence sentence)
    {
        if (sentence.Field != SpanField.Text)
            return false;
        foreach (var quote in sentence.Article.Quotes)
        {
            if (quote.Start >= sentence.Start && quote.Start < sentence.Start + sentence.Text.Length && DisputedQuotes.Contains(quote.Key))
                return true;
        }
        return false;
    }

    /// <summary>By time.</summary>
    public List<ArticleEntry> Articles { get; } = [];

    public List<FrameSentence> Sentences { get; } = [];

    public int Copies { get; }

    /// <summary>Number of origins.</summary>
    public int Origins => _origins.Count;

    /// <summary>Origins by side.</summary>
    public SideCounts OriginSides => Sides(Enumerable.Range(0, _origins.Count));

    /// <summary>Side of an origin: of the first of its articles that has one.</summary>
    public Side SideOf(int origin) => _sides[origin];

    /// <summary>Distinct origins by side.</summary>
    public SideCounts Sides(IEnumerable<int> origins)
    {
        var counts = default(SideCounts);
        foreach (var origin in origins.Distinct())
            counts = counts.Plus(_sides[origin], 1);
        return counts;
    }

    /// <summary>The citation of a whole sentence.</summary>
    public Citation Cite(FrameSentence sentence, float similarity) =>
        Cite(sentence.Article, sentence.Field, sentence.Start, sentence.Sent, similarity);

    /// <summary>The citation of a span.</summary>
    public Citation Cite(ArticleEntry article, SpanField field, int start, string text, float similarity) =>
        new(article.ArticleId, article.Revision, article.Standing!.Outlet, article.Url, _sides[article.Origin], article.Standing.Origin, article.Appeared, field, start,
            text.Length, text, similarity);

    /// <summary>A sentence with itself as only citation.</summary>
    public CitedText Line(FrameSentence sentence) => new(sentence.Shown, [Cite(sentence, 1)]);
}
