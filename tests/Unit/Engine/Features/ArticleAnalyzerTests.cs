using System.Diagnostics;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Features;

public class ArticleAnalyzerTests
{
    private const int Mebi = 1 << 20;

    private static readonly ArticleAnalyzer Analyzer = new(new EngineOptions());

    [Fact]
    public void An_article_without_words_has_the_empty_vector_and_no_signature()
    {
        foreach (var text in new[] { "", " \n", "…!?", "\0\0\0", "🔥🔥" })
        {
            var analysed = Analyzer.Analyse(new ArticleText(text, text, null, null));
            Assert.Equal(0, analysed.Vector.Count);
            Assert.True(analysed.Signature.IsEmpty);
            Assert.Empty(analysed.Entities);
            Assert.Equal("und", analysed.Language);
        }
    }

    [Fact]
    public void A_headline_alone_is_analysed_and_marked()
    {
        var headline = Analyzer.Analyse(new ArticleText("Magnitude 5.9 earthquake shakes Port Varna", "", null, null));
        Assert.True(headline.Vector.HeadlineOnly);
        Assert.True(headline.Vector.Count > 10);
        Assert.False(Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector.HeadlineOnly);
        Assert.True(ArticleVector.Dot(headline.Vector, Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector) > 0.15f);
    }

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData(" DE ", "de")]
    [InlineData("pt_BR", "pt")]
    [InlineData("english", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void A_declared_language_is_taken_if_it_is_one_and_detected_if_not(string? declared, string expected) =>
        Assert.Equal(expected, Analyzer.Analyse(InventedNews.QuakeInVarna[0] with { Language = declared }).Language);

    [Theory]
    [InlineData("un fuerte terremoto sacude la costa de port varna y deja cuatro heridos")]
    [InlineData("schweres erdbeben bei port varna vier verletzte und viele schäden an der küste")]
    [InlineData("Сильное землетрясение у побережья")]
    public void A_title_in_another_language_than_the_text_does_not_outweigh_it(string title)
    {
        var quake = InventedNews.QuakeInVarna[0] with { Language = "en" };
        var untranslated = Analyzer.Analyse(quake with { Title = title });
        var untitled = Analyzer.Analyse(quake with { Title = "" });
        Assert.Equal(untitled.Vector.Ids, untranslated.Vector.Ids);
        Assert.Equal(untitled.Entities, untranslated.Entities);
        // Without a text, or beside a few words, it is all there is.
        foreach (var text in new[] { "", "Watch our live coverage" })
            Assert.Contains(Analyzer.Analyse(quake with { Title = title, Text = text }).Vector.Ids.ToArray(), id => ArticleVector.FieldOf(id) == TermField.TitleWord);
    }

    [Theory]
    [InlineData("Magnitude 5.9 earthquake shakes Port Varna")]
    [InlineData("Déjà vu in El Paso: La Niña returns")]
    [InlineData("Port Varna")]
    [InlineData("")]
    public void A_title_in_the_language_of_the_text_counts_whatever_names_are_in_it(string title)
    {
        var quake = InventedNews.QuakeInVarna[0] with { Language = "en" };
        var titled = Analyzer.Analyse(quake with { Title = title });
        Assert.Equal(title.Length > 0, titled.Vector.Ids.ToArray().Any(id => ArticleVector.FieldOf(id) == TermField.TitleWord));
    }

    [Fact]
    public void Inflections_bring_texts_together()
    {
        var a = Vector("The minister voted against the plan for the city");
        var b = Vector("Ministers vote against plans for cities");
        var c = Vector("Penguins swim beneath frozen lakes at dawn");
        Assert.True(ArticleVector.Dot(a, b) > 0.3f);
        Assert.Equal(0, ArticleVector.Dot(b, c), 2);
    }

    [Fact]
    public void Names_are_found_and_sentence_starts_and_headline_capitals_are_not()
    {
        var analysed = Analyzer.Analyse(InventedNews.QuakeInVarna[1]);
        Assert.Contains("Port Varna", analysed.Entities);
        Assert.Contains("Elena Dimova", analysed.Entities.Select(name => name.Replace("Governor ", "", StringComparison.Ordinal)));
        Assert.DoesNotContain(analysed.Entities, name => name is "The" or "Four" or "People");
        var headline = Analyzer.Analyse(new ArticleText("Three Houses Burn After Storm Hits Village", "", null, null));
        Assert.Empty(headline.Entities);
    }

    [Fact]
    public void No_more_than_ten_names_are_given_and_the_strongest_comes_first()
    {
        var text = string.Join(", ", Enumerable.Range(0, 40).Select(i => "then Person" + (char)('a' + i % 26) + " Xavier")) + ", then Zora Quill";
        var analysed = Analyzer.Analyse(new ArticleText("visit of Zora Quill", text, "en", null));
        Assert.Equal(10, analysed.Entities.Count);
        Assert.Equal("Zora Quill", analysed.Entities[0]);
    }

    [Fact]
    public void Names_across_lines_and_double_spaces_are_shown_on_one_line()
    {
        var analysed = Analyzer.Analyse(new ArticleText("", "they met Angela  Merkel\tYesterday in Baden-Baden today", "en", null));
        Assert.All(analysed.Entities, name => Assert.DoesNotContain(name, letter => char.IsControl(letter)));
        Assert.Contains("Angela Merkel Yesterday", analysed.Entities);
        Assert.Contains("Baden-Baden", analysed.Entities);
    }

    [Theory]
    [InlineData('a')]
    [InlineData('A')]
    [InlineData('.')]
    [InlineData('\0')]
    [InlineData('\u0301')]
    [InlineData('\uD83D')]
    [InlineData('震')]
    [InlineData('ا')]
    [InlineData('\u200B')]
    [InlineData('-')]
    [InlineData('\'')]
    public void A_mebibyte_of_one_character_is_analysed_in_bounded_time(char character)
    {
        var article = new ArticleText(new string(character, Mebi), new string(character, Mebi), null, null);
        AssertFast(article);
    }

    [Fact]
    public void A_mebibyte_of_words_is_analysed_in_bounded_time()
    {
        var text = string.Concat(Enumerable.Range(0, Mebi / 8).Select(i => $"word{i % 10000:0000} "))[..Mebi];
        AssertFast(new ArticleText("A long read", text, null, null));
        var vector = Analyzer.Analyse(new ArticleText("A long read", text, null, null)).Vector;
        var start = Analyzer.Analyse(new ArticleText("A long read", text[..8000], null, null)).Vector;
        Assert.Equal(start.ToBytes(), vector.ToBytes());
    }

    [Fact]
    public void Right_to_left_and_mixed_scripts_give_words_that_agree()
    {
        var a = Vector("زلزال قوي يضرب مدينة فارنا الساحلية");
        var b = Vector("مدينة فارنا بعد زلزال قوي 🔥 NATO");
        Assert.True(ArticleVector.Dot(a, b) > 0.1f);
        var c = Vector("東京で大きな地震が発生した");
        var d = Vector("大きな地震、東京で");
        Assert.True(ArticleVector.Dot(c, d) > 0.2f);
    }

    [Fact]
    public void The_same_article_gives_the_same_bytes_on_every_thread()
    {
        var expected = InventedNews.QuakeInVarna.Select(article => Convert.ToHexString(Analyzer.Analyse(article).Vector.ToBytes())).ToArray();
        Parallel.For(0, 400, i =>
        {
            var at = i % expected.Length;
            var analysed = Analyzer.Analyse(InventedNews.QuakeInVarna[at]);
            Assert.Equal(expected[at], Convert.ToHexString(analysed.Vector.ToBytes()));
        });
    }

    [Fact]
    public void A_query_finds_words_without_title_date_or_signature()
    {
        var query = Analyzer.AnalyseQuery("earthquake Port Varna");
        Assert.Null(query.Published);
        Assert.True(query.Signature.IsEmpty);
        Assert.True(ArticleVector.Dot(query.Vector, Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector) > 0.1f);
    }

    [Fact]
    public void An_article_from_its_parts_is_what_a_search_needs()
    {
        var analysed = Analyzer.Analyse(InventedNews.QuakeInVarna[0]);
        var again = AnalysedArticle.FromParts(analysed.Language, analysed.Published, ArticleVector.FromBytes(analysed.Vector.ToBytes()));
        Assert.Equal(analysed.Published, again.Published);
        Assert.Equal(analysed.Vector.ToBytes(), again.Vector.ToBytes());
    }

    private static ArticleVector Vector(string text) => Analyzer.Analyse(new ArticleText("", text, null, null)).Vector;

    // The best of several runs: the machine may be busy, the bound is for the work.
    private static void AssertFast(ArticleText article)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var clock = Stopwatch.StartNew();
            Analyzer.Analyse(article);
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }
        Assert.InRange(best.TotalMilliseconds, 0, 10);
    }
}
