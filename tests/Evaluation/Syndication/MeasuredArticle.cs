using StoryClustering.Engine;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Syndication;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>An article with what the gold rules know of it.</summary>
internal sealed class MeasuredArticle
{
    private static readonly ArticleAnalyzer s_analyzer = new(new EngineOptions());

    private MeasuredArticle(EvaluatedArticle article, string? story, int number)
    {
        Key = article.Key;
        Story = story;
        Article = article.Text;
        Raw = article.Wire.Text;
        Outlet = OutletOf(article, number);
        Published = article.Text.Published ?? DateTimeOffset.UnixEpoch.AddMinutes(number);
        IsHeadline = Raw.Length == 0;
        Text = ShingledText.Of(IsHeadline ? article.Wire.Title : Raw);
    }

    public string Key { get; }
    public string? Story { get; }
    public string Outlet { get; }
    public ArticleText Article { get; }

    /// <summary>The text as it stands in the file.</summary>
    public string Raw { get; }
    public DateTimeOffset Published { get; }

    /// <summary>Whether there is no text: then the headline is what can be copied.</summary>
    public bool IsHeadline { get; }
    public ShingledText Text { get; }

    /// <summary>What the texts are to each other. Of headlines only identical ones are copies, since one changed number is another event. Null
    /// if they are not to be compared: of one outlet, or a headline and a text.</summary>
    public TextRelation? RelationTo(MeasuredArticle other)
    {
        if (IsHeadline != other.IsHeadline || Outlet == other.Outlet)
            return null;
        var relation = ShingledText.Compare(Text, other.Text);
        return IsHeadline && relation == TextRelation.Copy ? TextRelation.Unclear : relation;
    }

    /// <summary>As the silo would count it in: credits found, text signed.</summary>
    public CoveredArticle AsItIs() => Covered(Article, CreditLines.Find(Article.Text));

    /// <summary>Without its credits: what is quoted of them is cut out of the text, unless that is all there is.</summary>
    public CoveredArticle WithoutCredits()
    {
        var text = Article.Text;
        foreach (var credit in CreditLines.Find(text))
        {
            var at = text.IndexOf(credit.Quote, StringComparison.Ordinal);
            if (at >= 0 && credit.Quote.Length < text.AsSpan().Trim().Length)
                text = text.Remove(at, credit.Quote.Length);
        }
        return Covered(Article with { Text = text }, []);
    }

    /// <summary>The articles of a file, in its order.</summary>
    public static async Task<List<MeasuredArticle>> Read(string path)
    {
        var stories = Labels.Read([path], "story");
        var articles = new List<MeasuredArticle>();
        await foreach (var article in ArticleStream.Read([path]))
            articles.Add(new MeasuredArticle(article, stories.GetValueOrDefault(article.Key), articles.Count));
        return articles;
    }

    private CoveredArticle Covered(ArticleText text, IReadOnlyList<CreditMention> credits)
    {
        var analysed = s_analyzer.Analyse(text);
        return new CoveredArticle(Key, Outlet, analysed.Language, Published, Published, analysed.Entities, analysed.Signature, credits);
    }

    // Where a file does not say, each article is of an outlet of its own.
    private static string OutletOf(EvaluatedArticle article, int number)
    {
        var outlet = article.Wire.Outlet.Trim().ToLowerInvariant();
        if (outlet.Length == 0 && Uri.TryCreate(article.Wire.Url, UriKind.Absolute, out var url) && !url.Host.EndsWith(".invalid", StringComparison.Ordinal))
            outlet = url.Host;
        if (outlet.Length == 0)
            return FormattableString.Invariant($"unknown-{number}.invalid");
        return outlet.StartsWith("www.", StringComparison.Ordinal) ? outlet[4..] : outlet;
    }
}
