using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine;

public class StoryEngineTests
{
    // A threshold at which the two sides of one event stay apart until an article tells both.
    private static readonly EngineOptions TwoSided = new() { JoinThreshold = 0.45f, MergeThreshold = 0.2f };

    private static readonly ArticleText Tower = InventedNews.At(0, "Church tower in Port Varna falls",
        "The tower of Saint Nikola church in Port Varna fell into the market square when the ground shook. The priest Anton Kolev " +
        "had just rung the bell and escaped through the vestry. Masons will search the rubble for the old weathercock.");

    private static readonly ArticleText Power = InventedNews.At(1, "Homes without electricity after earthquake in Port Varna",
        "Thousands of homes in Port Varna had no electricity after the earthquake snapped three pylons. The grid company Moravia " +
        "sent forty engineers and hopes to restore supply by evening. Hospitals run on diesel generators.");

    [Fact]
    public void One_quake_in_eight_outlets_own_words_is_one_story()
    {
        var engine = new StoryEngine(new EngineOptions());
        var stories = InventedNews.QuakeInVarna.Select((article, i) => Ingest(engine, i, article)).Distinct();
        Assert.Single(stories);
    }

    [Fact]
    public void Look_alike_quakes_stay_apart()
    {
        var engine = new StoryEngine(new EngineOptions());
        var first = InventedNews.QuakeInVarna.Select((article, i) => Ingest(engine, i, article)).Distinct().ToArray();
        var second = InventedNews.QuakeInCalderas.Select((article, i) => Ingest(engine, 100 + i, article)).Distinct().ToArray();
        Assert.Single(first);
        Assert.Single(second);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Look_alike_quakes_of_the_same_day_stay_apart()
    {
        var engine = new StoryEngine(new EngineOptions());
        var varna = InventedNews.QuakeInVarna.Select((article, i) => Ingest(engine, i, article)).Distinct().Single();
        foreach (var (article, i) in InventedNews.QuakeInCalderas.Select((article, i) => (article, i)))
            Assert.NotEqual(varna, Ingest(engine, 100 + i, article with { Published = InventedNews.Start.AddHours(i) }));
    }

    [Fact]
    public void Mixed_streams_come_apart_into_their_events()
    {
        var engine = new StoryEngine(new EngineOptions());
        var stream = InventedNews.QuakeInVarna.Select(article => (article, Event: 0))
            .Concat(InventedNews.FerryStrike.Select(article => (article, Event: 1)))
            .Concat(Enumerable.Range(0, 10).Select(i => (article: InventedNews.FireReport(i), Event: 2)))
            .OrderBy(entry => entry.article.Published)
            .ToArray();
        var pairs = stream.Select((entry, i) => (entry.Event, Story: Ingest(engine, i, entry.article))).Distinct().ToArray();
        Assert.Equal(3, pairs.Length);
        Assert.Equal(3, pairs.Select(pair => pair.Story).Distinct().Count());
    }

    [Fact]
    public void The_same_stream_gives_the_same_stories_and_scores()
    {
        Assert.Equal(Run(), Run());

        static string[] Run()
        {
            var engine = new StoryEngine(new EngineOptions());
            return InventedNews.QuakeInVarna.Concat(InventedNews.QuakeInCalderas).Concat(InventedNews.FerryStrike)
                .Concat(Enumerable.Range(0, 100).Select(InventedNews.FireReport))
                .Select((article, i) => engine.Ingest(InventedNews.Id(i), article, InventedNews.Start.AddSeconds(i)))
                .Select(result => $"{result.StoryId} {result.Assignment.Score:R} {result.Assignment.RunnerUp?.Score:R}")
                .ToArray();
        }
    }

    [Fact]
    public void The_same_article_again_gets_the_same_answer_and_is_not_indexed_twice()
    {
        var engine = new StoryEngine(new EngineOptions());
        var first = Ingest(engine, 1, InventedNews.QuakeInVarna[0]);
        Assert.Equal(first, Ingest(engine, 1, InventedNews.QuakeInVarna[0]));
        Assert.Equal(1, engine.Index.MemberCount(first));
    }

    [Fact]
    public void Articles_without_words_found_stories_of_their_own()
    {
        var engine = new StoryEngine(new EngineOptions());
        Assert.NotEqual(
            Ingest(engine, 1, new ArticleText("", "", null, null)),
            Ingest(engine, 2, new ArticleText("", "", null, null)));
    }

    [Fact]
    public void Articles_of_another_language_with_the_same_event_cluster_among_themselves()
    {
        var engine = new StoryEngine(new EngineOptions());
        ArticleText[] german =
        [
            InventedNews.At(0, "Brand in Lagerhalle in Kieselbach", "Bei einem Brand in einer Lagerhalle in Kieselbach sind am Dienstag zwei " +
                "Feuerwehrleute verletzt worden. Der Schaden liegt nach Angaben der Polizei bei drei Millionen Euro."),
            InventedNews.At(2, "Zwei Verletzte bei Großbrand in Kieselbach", "In Kieselbach ist eine Lagerhalle abgebrannt. Zwei Feuerwehrleute wurden " +
                "verletzt, die Polizei schätzt den Schaden auf drei Millionen Euro."),
        ];
        Assert.Single(german.Select((article, i) => Ingest(engine, i, article)).Distinct());
        ArticleText[] russian =
        [
            InventedNews.At(0, "Пожар на складе в Каменске", "В Каменске сгорел склад мебели, пострадали двое пожарных. Ущерб оценивают в три миллиона."),
            InventedNews.At(2, "Двое пожарных пострадали в Каменске", "При пожаре на складе мебели в Каменске пострадали двое пожарных, сообщили в полиции."),
        ];
        Assert.Single(russian.Select((article, i) => Ingest(engine, 10 + i, article)).Distinct());
    }

    [Fact]
    public void Stories_of_one_event_are_merged_when_an_article_bridges_them_and_the_older_survives()
    {
        var engine = new StoryEngine(TwoSided);
        var first = Ingest(engine, 1, Tower);
        var second = Ingest(engine, 2, Power);
        Assert.NotEqual(first, second);
        var bridge = Ingest(engine, 3, InventedNews.At(3, "Port Varna after the earthquake", Tower.Text + " " + Power.Text));
        Assert.Equal(first, bridge);
        Assert.Equal(first, engine.Resolve(second));
        Assert.Equal(3, engine.Index.MemberCount(first));
        Assert.Equal(first, Ingest(engine, 2, Power));
    }

    [Fact]
    public void An_early_article_moves_when_a_better_story_has_come()
    {
        // Half of it is about the ferry, which came first; more than half about the quake, which nobody had reported yet.
        var engine = new StoryEngine(new EngineOptions { JoinThreshold = 0.38f, CrowdWeight = 0, MergeThreshold = 1, ReconsiderAfter = 3 });
        var ferry = Ingest(engine, 1, InventedNews.FerryStrike[0]);
        var quake = InventedNews.QuakeInVarna[0];
        Assert.Equal(ferry, Ingest(engine, 2, quake with { Title = "Ferry crews and an earthquake", Text = InventedNews.FerryStrike[0].Text + " " + quake.Text + " " + InventedNews.QuakeInVarna[1].Text }));
        var varna = Ingest(engine, 3, quake);
        Assert.NotEqual(ferry, varna);
        for (var i = 4; i < 8; i++)
            Assert.Equal(varna, Ingest(engine, i, quake));
        Assert.Equal(varna, engine.StoryOf(InventedNews.Id(2)));
        Assert.Equal(ferry, engine.StoryOf(InventedNews.Id(1)));
    }

    [Fact]
    public void A_round_up_does_not_merge_the_stories_in_it()
    {
        var engine = new StoryEngine(new EngineOptions());
        var quake = Ingest(engine, 1, InventedNews.QuakeInVarna[0]);
        var ferry = Ingest(engine, 2, InventedNews.FerryStrike[0]);
        Ingest(engine, 3, InventedNews.At(2, "The day in brief", InventedNews.QuakeInVarna[0].Text + " " + InventedNews.FerryStrike[0].Text));
        Assert.NotEqual(engine.Resolve(quake), engine.Resolve(ferry));
    }

    // A briefing that names all of them, before, between and after: it resembles each, and joins none and nobody to another.
    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 0, 1, 2)]
    [InlineData(2, 3, 1, 0)]
    [InlineData(1, 0, 3, 2)]
    public void A_briefing_stands_apart_in_every_order(int first, int second, int third, int fourth)
    {
        ArticleText[] articles =
        [
            InventedNews.QuakeInVarna[0], InventedNews.FerryStrike[0],
            InventedNews.At(2, "Dana Quay elected mayor of Marlow",
                "Dana Quay was elected mayor of Marlow on Monday with 52 percent of the vote."),
            InventedNews.At(3, "Morning briefing: quake, strike and a new mayor",
                InventedNews.QuakeInVarna[0].Text + " " + InventedNews.FerryStrike[0].Text
                    + " Dana Quay was elected mayor of Marlow on Monday."),
        ];
        var engine = new StoryEngine(new EngineOptions());
        foreach (var number in new[] { first, second, third, fourth })
            Ingest(engine, number, articles[number]);
        for (var i = 10; i < 14; i++)
            Ingest(engine, i, InventedNews.QuakeInVarna[i - 9]);
        engine.Settle();
        Assert.Equal(4, Enumerable.Range(0, 4).Select(i => engine.StoryOf(InventedNews.Id(i))).Distinct().Count());
        Assert.Equal(engine.StoryOf(InventedNews.Id(0)), engine.StoryOf(InventedNews.Id(10)));
        // The same text elsewhere does join it.
        Assert.Equal(engine.StoryOf(InventedNews.Id(3)), Ingest(engine, 20, articles[3]));
    }

    [Fact]
    public void Pages_by_one_template_are_stories_of_their_own()
    {
        var engine = new StoryEngine(new EngineOptions());
        var stories = new HashSet<string>();
        foreach (var (number, firm, code, price) in new[] { (1, "Selwyn Motors", "SMT", "41.20"), (2, "Marlow Steel", "MST", "12.75"),
            (3, "Halcyon Lines", "HLN", "7.05") })
        {
            stories.Add(Ingest(engine, number, InventedNews.At(number, $"{firm} Inc. ({code}.N) | Stock Price & Latest News",
                $"{firm} Inc. ({code}.N) opened at {price}. Find the latest news, charts and ratings on this page. Quotes are delayed by at least fifteen minutes.")));
        }
        Assert.Equal(3, stories.Count);
    }

    public static TheoryData<string, string> Oddities() => new()
    {
        { "", "" },
        { " \n\t ", "\u200B\uFEFF" },
        { "🌋🚒🔥", "🔥 🔥 🔥 👩‍🚒" },
        { "زلزال يضرب الميناء", "ضرب زلزال قوي الميناء صباح الثلاثاء" },
        { "רעידת אדמה בנמל", "רעידת אדמה חזקה פקדה את הנמל" },
        { "港で地震", "港町で強い地震があり、四人がけがをした。" },
        { "Quake 地震 землетрясение زلزال", "Magnitude 5.9 マグニチュード5.9 магнитуда 5,9" },
        { "\uD800 broken \uDC00", "half a pair \uD83D" },
        { "A\u0301\u0301\u0301\u0301", new string('\u0301', 5_000) },
        { new string('x', 100_000), "" },
        { "0", "1 2 3 4 5" },
        { "!!!", "... ???" },
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public void Any_text_gets_a_story_and_the_same_one_every_time(string title, string text)
    {
        Assert.Equal(Run(), Run());

        (string, float) Run()
        {
            var engine = new StoryEngine(new EngineOptions());
            for (var i = 0; i < 8; i++)
                Ingest(engine, i, InventedNews.QuakeInVarna[i]);
            Ingest(engine, 50, new ArticleText(title, text, null, InventedNews.Start));
            var (story, assignment) = engine.Ingest(InventedNews.Id(51), new ArticleText(title, text, null, null), InventedNews.Start);
            engine.Settle();
            return (story, assignment.Score);
        }
    }

    [Fact]
    public void Of_a_text_of_a_mebibyte_only_the_beginning_is_read()
    {
        var unit = InventedNews.QuakeInVarna[1].Text + " ";
        var padded = InventedNews.QuakeInVarna[1] with { Text = string.Concat(Enumerable.Repeat(unit, 100)) + string.Concat(Enumerable.Repeat("Unread words follow. ", (1 << 20) / 20)) };
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        var beginning = padded with { Text = padded.Text[..(100 * unit.Length)] };
        Assert.Equal(analyzer.Analyse(beginning).Vector.ToBytes(), analyzer.Analyse(padded).Vector.ToBytes());
        var engine = new StoryEngine(new EngineOptions());
        Assert.Equal(Ingest(engine, 1, InventedNews.QuakeInVarna[0]), Ingest(engine, 2, padded));
    }

    [Fact]
    public void A_story_of_ten_thousand_articles_stays_one_story_in_bounded_memory()
    {
        var engine = new StoryEngine(new EngineOptions());
        var story = Ingest(engine, 0, InventedNews.FireReport(0));
        for (var i = 1; i < 10_000; i++)
            Ingest(engine, i, InventedNews.FireReport(i % 500) with { Published = InventedNews.Start.AddSeconds(i) });
        engine.Settle();
        Assert.Equal(1, engine.Index.StoryCount);
        Assert.Equal(story, engine.StoryOf(InventedNews.Id(9_999)));
        Assert.True(engine.Index.SampleOf(story).Sum(member => member.Vector.Count) <= new EngineOptions().MemberTermsPerStory);
    }

    [Fact]
    public void The_order_within_an_hour_changes_nothing_about_clear_events()
    {
        var stream = InventedNews.QuakeInVarna.Concat(InventedNews.FerryStrike).Concat(Enumerable.Range(0, 10).Select(InventedNews.FireReport)).ToArray();
        var expected = Run(0);
        for (var seed = 1; seed < 10; seed++)
            Assert.Equal(expected, Run(seed));

        // The groups of articles, by their number in the stream.
        string Run(int seed)
        {
            var random = new Random(seed);
            var engine = new StoryEngine(new EngineOptions());
            foreach (var i in Enumerable.Range(0, stream.Length).OrderBy(i => stream[i].Published!.Value.AddHours(seed == 0 ? 0 : random.NextDouble())))
                Ingest(engine, i, stream[i]);
            engine.Settle();
            return string.Join(" | ", Enumerable.Range(0, stream.Length).GroupBy(i => engine.StoryOf(InventedNews.Id(i))).Select(group => string.Join(' ', group)).Order(StringComparer.Ordinal));
        }
    }

    private static string Ingest(StoryEngine engine, int number, ArticleText article) =>
        engine.Ingest(InventedNews.Id(number), article, article.Published ?? InventedNews.Start).StoryId;
}
