using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Features;

public class StreamFrequenciesTests
{
    private static readonly EngineOptions Options = new();

    // In German nothing but the stream tells which words are common.
    private static readonly ArticleText Article =
        new("Seltenheit im Hafen", "Die Regierung sprach in Kieselbach von einem Kormoran.", "de", InventedNews.Start);

    [Fact]
    public void What_everybody_writes_about_weighs_less_than_what_is_new()
    {
        var stream = new StreamFrequencies(Options);
        var analyzer = new ArticleAnalyzer(Options, stream);
        var cold = WeightOf(analyzer, "Regierung") / WeightOf(analyzer, "Kormoran");
        for (var i = 0; i < 500; i++)
            analyzer.Analyse(new ArticleText("Lage der Regierung", "Die Regierung berät am Abend.", "de", InventedNews.Start));
        Assert.InRange(cold, 0.99f, 1.01f);
        Assert.True(WeightOf(analyzer, "Regierung") < WeightOf(analyzer, "Kormoran") / 2);
    }

    [Fact]
    public void A_query_is_weighed_but_not_counted()
    {
        var stream = new StreamFrequencies(Options);
        new ArticleAnalyzer(Options, stream).AnalyseQuery("Kormoran im Hafen");
        Assert.Equal(0, stream.TermCount);
    }

    [Fact]
    public void A_silo_that_starts_again_weighs_as_before()
    {
        var (before, after) = (Strong(), Strong());
        var analyzer = new ArticleAnalyzer(Options, before);
        var articles = Enumerable.Range(0, 3_000).Select(i => analyzer.Analyse(InventedNews.FireReport(i))).ToArray();
        foreach (var article in articles)
            after.Observe(article.Vector, article.Language);
        AssertAlike(before, after);
    }

    [Fact]
    public void Half_of_the_stream_gives_nearly_the_same_weights_as_all_of_it()
    {
        var (all, half) = (Strong(), Strong());
        var (everything, share) = (new ArticleAnalyzer(Options, all), new ArticleAnalyzer(Options, half));
        for (var i = 0; i < 20_000; i++)
        {
            everything.Analyse(InventedNews.FireReport(i));
            // Two in a row of four: whatever alternates in the reports is in both halves.
            if (i % 4 < 2)
                share.Analyse(InventedNews.FireReport(i));
        }
        AssertAlike(all, half);
    }

    // The reports' words are common by now, the quake's are as rare as ever; without the stream the same article looks otherwise.
    private static void AssertAlike(StreamFrequencies one, StreamFrequencies other)
    {
        var mixed = InventedNews.QuakeInVarna[0] with { Text = InventedNews.QuakeInVarna[0].Text + " " + InventedNews.FireReport(1).Text };
        var (a, b) = (new ArticleAnalyzer(Options, one).Analyse(mixed).Vector, new ArticleAnalyzer(Options, other).Analyse(mixed).Vector);
        var cold = new ArticleAnalyzer(Options).Analyse(mixed).Vector;
        var apart = 1 - ArticleVector.Dot(a, cold) / MathF.Sqrt(ArticleVector.Dot(a, a) * ArticleVector.Dot(cold, cold));
        var alike = 1 - ArticleVector.Dot(a, b) / MathF.Sqrt(ArticleVector.Dot(a, a) * ArticleVector.Dot(b, b));
        Assert.True(apart > 0.02f, $"The stream changes little: {apart}.");
        Assert.True(alike < apart / 5, $"The two differ by {alike}, from none at all by {apart}.");
    }

    private static StreamFrequencies Strong() => new(Options with { StreamWeight = 1 });

    [Fact]
    public void The_terms_counted_are_bounded()
    {
        var stream = new StreamFrequencies(Options);
        var analyzer = new ArticleAnalyzer(Options, stream);
        for (var i = 0; i < 4_500; i++)
            analyzer.Analyse(new ArticleText("", string.Join(' ', Enumerable.Range(i * 100, 100).Select(n => "wort" + n)), "de", null));
        Assert.InRange(stream.TermCount, 1, StreamFrequencies.MaxTerms);
    }

    private static float WeightOf(ArticleAnalyzer analyzer, string word)
    {
        var vector = analyzer.Analyse(Article).Vector;
        var alone = new ArticleAnalyzer(Options).Analyse(new ArticleText("", word, "de", null)).Vector.Ids[0];
        return vector.WeightAt(vector.Ids.IndexOf(alone));
    }
}
