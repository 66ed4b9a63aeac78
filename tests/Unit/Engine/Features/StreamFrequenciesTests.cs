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
        var before = new StreamFrequencies(Options);
        var analyzer = new ArticleAnalyzer(Options, before);
        var vectors = Enumerable.Range(0, 300).Select(i => analyzer.Analyse(InventedNews.FireReport(i))).ToArray();
        var after = new StreamFrequencies(Options);
        foreach (var article in vectors)
            after.Observe(article.Vector, article.Language);
        var again = new ArticleAnalyzer(Options, after).Analyse(InventedNews.QuakeInVarna[0]).Vector;
        Assert.True(ArticleVector.Dot(again, analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector) > 0.98f);
    }

    [Fact]
    public void Half_of_the_stream_gives_nearly_the_same_weights_as_all_of_it()
    {
        var (all, half) = (new StreamFrequencies(Options with { StreamWeight = 1 }), new StreamFrequencies(Options with { StreamWeight = 1 }));
        var (everything, share) = (new ArticleAnalyzer(Options, all), new ArticleAnalyzer(Options, half));
        for (var i = 0; i < 8_000; i++)
        {
            everything.Analyse(InventedNews.FireReport(i));
            if (i % 2 == 0)
                share.Analyse(InventedNews.FireReport(i));
        }
        var quake = InventedNews.QuakeInVarna[0];
        Assert.True(ArticleVector.Dot(everything.Analyse(quake).Vector, share.Analyse(quake).Vector) > 0.98f);
    }

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
