using System.Text.Json;
using StoryClustering.Api.V1;
using StoryClustering.Engine.Outlets;
using StoryClustering.Evaluation;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Baselines;
using StoryClustering.Evaluation.Commands;
using StoryClustering.Evaluation.Scoring;
using StoryClustering.Evaluation.Syndication;
using StoryClustering.Tests.Unit.Engine;
using Xunit;

namespace StoryClustering.Tests.Unit.Evaluation;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evaluation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Clustering_then_scoring_invented_news_is_perfect()
    {
        var input = File("in.jsonl", News("event"));
        var output = Path.Combine(_folder, "out.jsonl");
        Assert.Equal(0, await ClusterCommand.Run([input, "--out", output]));
        Assert.Equal(System.IO.File.ReadAllLines(input).Length, System.IO.File.ReadAllLines(output).Length);
        var score = ClusterScore.Of(Labels.Read([input], "story"), Labels.Read([output], "story"));
        Assert.Equal((1, 1), (score.F1, score.PairF1));
        Assert.Equal(0, await ScoreCommand.Run([output, "--gold", input]));
    }

    [Fact]
    public async Task Copies_and_credits_of_a_file_are_measured()
    {
        const string Wire = "The ferry had left the harbour at noon with forty people on board when a crack in the hull was found by a cook, who told the captain.";
        string Line(string id, string outlet, string text) => JsonSerializer.Serialize(new { id, outlet, title = id, text, story = "ferry" });
        var input = File("in.jsonl", Line("a", "a.example", "VARNA (AP) \u2014 " + Wire), Line("b", "b.example", Wire), Line("c", "c.example", "Farmers of Lindenau have sold the last of their cows, and the dairy will close in the autumn after ninety years."));
        var figures = new SyndicationFigures("in", 0);
        figures.Measure(await MeasuredArticle.Read(input));
        Assert.Equal((2, 0, 0, 1.0), (figures.CopiedArticles.Right, figures.CopiedArticles.Wrong, figures.CopiedArticles.Missed, figures.CopiedArticles.Recall));
        Assert.Equal((1, 0), (figures.CopiedPairs.Right, figures.CopiedPairs.Wrong));
        Assert.Equal((1, 0), (figures.Credited.Right, figures.Credited.Wrong));
        Assert.Equal((2, 0), (figures.Wire.Right, figures.Wire.Missed));
        Assert.Equal(0, await SyndicationCommand.Run([input, "--json"]));
        Assert.Equal(0, await SyndicationCommand.Run(["--data", Path.Combine(_folder, "nowhere")]));
        await Assert.ThrowsAsync<EvaluationException>(() => SyndicationCommand.Run([Path.Combine(_folder, "missing.jsonl")]));
    }

    [Fact]
    public async Task Outlets_are_compared_with_the_counts_of_a_site()
    {
        string Line(string id, string outlet, string? lean) => JsonSerializer.Serialize(new { id, outlet, title = "Ferry strike " + id, story = "ferry", lean });
        var stories = File("stories.jsonl", Line("a", "a.example", "left"), Line("b", "b.example", "right"), Line("c", "c.example", null));
        var counts = File("counts.jsonl", """{"story":"ferry","coverage":{"totalSources":3,"leaningLeft":1,"center":0,"leaningRight":1}}""", """{"story":"fire","coverage":{}}""");
        Assert.Equal(0, await CoverageCommand.Run(["--stories", stories, "--counts", counts]));
        Assert.Equal([new SiteCounts("ferry", 3, 1, 0, 1), new SiteCounts("fire", 0, null, null, null)], SiteCounts.Read(counts));
        var outlets = new LabelledOutlets([("a.example", "left"), ("a.example", "right"), ("b.example", "center")]);
        Assert.True(outlets.IsTie("a.example"));
        Assert.Equal((Lean.Unrated, Lean.Center), (outlets.Directory.Find("a.example").Lean, outlets.Directory.Find("b.example").Lean));
        await Assert.ThrowsAsync<EvaluationException>(() => CoverageCommand.Run(["--stories", stories, "--counts", File("bad.jsonl", "no json")]));
    }

    [Fact]
    public async Task Labels_are_not_read()
    {
        var (one, other) = (Path.Combine(_folder, "1"), Path.Combine(_folder, "2"));
        await ClusterCommand.Run([File("a.jsonl", News("event")), "--out", one]);
        await ClusterCommand.Run([File("b.jsonl", News(null)), "--out", other]);
        Assert.Equal(System.IO.File.ReadAllText(one), System.IO.File.ReadAllText(other));
    }

    [Fact]
    public async Task Several_files_are_merged_by_time_and_undated_lines_keep_their_place()
    {
        var first = File("1.jsonl", """{"id":"a","title":"a","published":"2031-01-01T00:00:00Z"}""", """{"id":"b","title":"b"}""", """{"id":"c","title":"c","published":"2031-01-03T00:00:00Z"}""");
        var second = File("2.jsonl", """{"id":"d","title":"d","published":"2031-01-02T00:00:00Z"}""", """{"id":"e","title":"e","published":"2031-01-04T00:00:00Z"}""");
        Assert.Equal(["a", "b", "d", "c", "e"], await Keys(first, second));
        Assert.Equal(["a", "b", "d", "c", "e"], await Keys(second, first));
    }

    [Fact]
    public async Task Lines_with_one_id_are_told_apart_and_both_come_out()
    {
        var input = File("in.jsonl", """{"id":"x","title":"Ferry strike","story":"1"}""", """{"id":"x","title":"Harbour fire","story":"2"}""");
        Assert.Equal(2, (await Keys(input)).Distinct().Count());
        var output = Path.Combine(_folder, "out");
        await ClusterCommand.Run([input, "--out", output]);
        Assert.All(System.IO.File.ReadAllLines(output), line => Assert.Equal("x", JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()));
        Assert.Equal(2, ClusterScore.Of(Labels.Read([input], "story"), Labels.Read([output], "story")).Articles);
    }

    [Fact]
    public async Task The_engine_is_given_what_the_gateway_would_make_of_a_line()
    {
        var input = File("in.jsonl",
            """{"id":"a","url":"https://www.harbor-ledger.example/Ferry?utm_source=x","title":"Ferry strike","lang":"eng"}""",
            """{"id":"b","url":"http://harbor-ledger.example/Ferry#top","title":"Ferry strike","lang":"EN-gb"}""",
            """{"id":"c","url":"http://harbor-ledger.example/ferry","title":"Ferry strike","lang":"und"}""");
        var articles = await ArticleStream.Read([input]).ToListAsync();
        Assert.Equal(["en", "en", null], articles.Select(article => article.Text.Language));
        Assert.Equal(articles[0].ArticleId, articles[1].ArticleId);
        Assert.NotEqual(articles[0].ArticleId, articles[2].ArticleId);
    }

    [Fact]
    public async Task Lines_with_one_id_in_several_files_keep_their_own_labels()
    {
        // The later file comes first among the arguments: by time its line is the second "x".
        var late = File("late.jsonl", """{"id":"x","title":"Ferry strike","published":"2021-01-02T00:00:00Z","story":"late"}""");
        var early = File("early.jsonl", """{"id":"x","title":"Harbour fire","published":"2021-01-01T00:00:00Z","story":"early"}""");
        var gold = Labels.Read([late, early], "story");
        Assert.Equal(("early", "late"), (gold["x"], gold["x\n2"]));
        var output = Path.Combine(_folder, "out");
        await ClusterCommand.Run([late, early, "--out", output]);
        var problem = await Assert.ThrowsAsync<EvaluationException>(() => ScoreCommand.Run([output, "--gold", early]));
        Assert.Contains("The id x has 2 lines", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_id_goes_by_its_number()
    {
        var input = File("in.jsonl", """{"url":"http://a.example/1","title":"Ferry strike","story":"1"}""", "", """{"url":"http://a.example/2","title":"Harbour fire","story":"2"}""");
        Assert.Equal(await Keys(input), Labels.Read([input], "story").Keys);
    }

    [Fact]
    public async Task Scoring_ignores_lines_without_a_label()
    {
        var gold = File("gold.jsonl", """{"id":"a","story":"1"}""", """{"id":"b","story":"1"}""", """{"id":"noise","story":null}""");
        var output = File("out.jsonl", """{"id":"a","story":"x"}""", """{"id":"b","story":"x"}""", """{"id":"noise","story":"x"}""");
        Assert.Equal(0, await ScoreCommand.Run([output, "--gold", gold, "--json"]));
        Assert.Equal((2, 1), (Labels.Read([gold], "story").Count, ClusterScore.Of(Labels.Read([gold], "story"), Labels.Read([output], "story")).F1));
    }

    [Theory]
    [InlineData("""{"id":"a","title":"a"}""", "{", "in.jsonl:2")]
    [InlineData("""{"id":"a","title":"a"}""", "[]", "in.jsonl:2")]
    [InlineData("""{"title":"neither url nor id"}""", "", "in.jsonl:1")]
    public async Task A_bad_line_is_refused_with_its_place(string one, string two, string place)
    {
        var problem = await Assert.ThrowsAsync<EvaluationException>(() => Keys(File("in.jsonl", one, two)));
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster", "x.jsonl")]
    [InlineData("cluster", "missing.jsonl", "--out", "o")]
    [InlineData("cluster", "x", "--out", "o", "--NoSuchOption=1")]
    [InlineData("cluster", "x", "--out", "o", "--JoinThreshold=-1")]
    [InlineData("score", "missing.jsonl", "--gold", "missing.jsonl")]
    [InlineData("score", "x.jsonl")]
    [InlineData("through", "127.0.0.1:1")]
    [InlineData("through", "127.0.0.1:1", "x.jsonl", "--in-flight", "many")]
    [InlineData("through", "127.0.0.1:1", "x.jsonl", "--in-flight", "0")]
    [InlineData("report", "--unknown")]
    public async Task Wrong_arguments_are_told(string command, params string[] args)
    {
        Func<string[], Task<int>> run = command switch { "cluster" => ClusterCommand.Run, "score" => ScoreCommand.Run, "through" => ThroughCommand.Run, _ => ReportCommand.Run };
        await Assert.ThrowsAsync<EvaluationException>(() => run(args));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told()
    {
        var problem = await Assert.ThrowsAsync<EvaluationException>(() => ThroughCommand.Run(["127.0.0.1:1", File("in.jsonl", News(null))]));
        Assert.Contains("127.0.0.1:1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_data_the_report_says_so() =>
        Assert.Contains("no data: nothing measured", await Report("--data", Path.Combine(_folder, "none")), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"\| invented +\| engine +\| 1\.000 \| 1\.000 \| 1\.000 \|")]
    [InlineData(@"\| invented +\| unigrams +\|")]
    [InlineData(@"\| mean +\| earlier +\|")]
    [InlineData(@"invented +1\.0000 \(1\.000 to 1\.000\)", "--orders", "2")]
    [InlineData(@"load-fulltext\.jsonl\.gz is not there")]
    public async Task The_report_tells_the_scores_of_each_set(string line, params string[] args)
    {
        File("invented.jsonl.gz", News("event"));
        Assert.Matches(line, await Report(["--data", _folder, .. args]));
    }

    [Fact]
    public async Task Baselines_put_one_event_together_and_are_deterministic()
    {
        var articles = new List<EvaluatedArticle>();
        await foreach (var article in ArticleStream.Read([File("in.jsonl", News(null))]))
            articles.Add(article);
        foreach (var cluster in new[] { Baseline.Unigrams, Baseline.Earlier })
            Assert.Equal(cluster(articles, null), cluster(articles, null));
        Assert.Equal(2, Baseline.Earlier(articles, null).Values.Distinct().Count());
    }

    [Fact]
    public async Task Noise_is_spread_evenly_takes_the_times_of_its_neighbours_and_is_not_the_set_itself()
    {
        var articles = await ArticleStream.Read([File("in.jsonl", News(null))]).ToListAsync();
        var noise = articles.Select((article, i) => new EvaluatedArticle("n" + i, new Article(article.Wire) { Url = $"http://noise.example/{i}", Title = "Other " + i })).ToList();
        Assert.Equal(articles, Noise.Mix(articles, articles));
        var mixed = Noise.Mix(articles, [.. noise, .. articles]);
        Assert.Equal(2 * articles.Count, mixed.Count);
        Assert.Equal(articles.Count, mixed.Count(article => article.Key.StartsWith("noise-", StringComparison.Ordinal)));
        Assert.True(mixed.Zip(mixed.Skip(1)).All(pair => pair.First.Text.Published <= pair.Second.Text.Published));
    }

    private static async Task<string> Report(params string[] args)
    {
        var (before, text) = (Console.Out, new StringWriter());
        Console.SetOut(text);
        try
        {
            Assert.Equal(0, await ReportCommand.Run(args));
        }
        finally
        {
            Console.SetOut(before);
        }
        return text.ToString();
    }

    private static async Task<List<string>> Keys(params string[] files)
    {
        var keys = new List<string>();
        await foreach (var article in ArticleStream.Read(files))
            keys.Add(article.Key);
        return keys;
    }

    private static string[] News(string? label) =>
        InventedNews.QuakeInVarna.Select(a => (Article: a, Event: "quake")).Concat(InventedNews.FerryStrike.Select(a => (Article: a, Event: "ferry")))
            .OrderBy(entry => entry.Article.Published)
            .Select((entry, i) => JsonSerializer.Serialize(new
            {
                id = "n" + i,
                title = entry.Article.Title,
                text = entry.Article.Text,
                published = entry.Article.Published!.Value.ToString("O"),
                story = label is null ? null : label + entry.Event,
            }))
            .ToArray();

    private string File(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
        {
            System.IO.File.WriteAllLines(path, lines);
            return path;
        }
        using var writer = new StreamWriter(new System.IO.Compression.GZipStream(System.IO.File.Create(path), System.IO.Compression.CompressionLevel.Fastest));
        foreach (var line in lines)
            writer.WriteLine(line);
        return path;
    }
}
