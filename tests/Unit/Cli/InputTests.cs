using System.Buffers;
using System.Text;
using StoryClustering.Api;
using StoryClustering.Cli.Import;
using StoryClustering.Tests.Unit.Cli.Fakes;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

public sealed class InputTests : IDisposable
{
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private InputLine Parse(string json)
    {
        var file = InputFile.Open(_directory.Write("one.jsonl", json));
        return ArticleLineParser.Parse(file, 1, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));
    }

    private static async Task<List<InputLine>> ReadAsync(string path)
    {
        var lines = new List<InputLine>();
        await foreach (var line in LineReader.ReadAsync(InputFile.Open(path), _ => false, _ => { })) lines.Add(line);
        return lines;
    }

    [Fact]
    public void Every_field_of_a_line_goes_to_its_field_of_the_article()
    {
        var line = Parse("""
            {"id":"n-1","url":" https://harbor-ledger.example/a ","outlet":"harbor-ledger.example","outlet_name":"Ledger",
             "published":"2026-02-03T11:12:13.5+01:00","lang":"pt-BR","title":"Título","text":"Corpo","story":{"x":[1]},"lean":null,
             "feed_credit":"Continental Wire","canonical_url":"https://continental-wire.example/a"}
            """);

        Assert.Null(line.Problem);
        var article = line.Article!;
        Assert.Equal(
            ("n-1", "https://harbor-ledger.example/a", "harbor-ledger.example", "pt-BR", "Título", "Corpo"),
            (article.ExternalId, article.Url, article.Outlet, article.Language, article.Title, article.Text));
        Assert.Equal(("Continental Wire", "https://continental-wire.example/a"), (article.FeedCredit, article.CanonicalUrl));
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 10, 12, 13, 500, TimeSpan.Zero), line.Published);
    }

    [Fact]
    public void Null_and_absent_fields_are_the_same()
    {
        var line = Parse("""{"id":7,"url":null,"outlet":null,"published":null,"lang":null,"title":"T","text":null}""");

        Assert.Equal(Parse("""{"id":"7","title":"T"}""").Article, line.Article);
        Assert.Null(line.Article!.PublishedAt);
        Assert.Equal("http://import.invalid/7", line.Article.Url);
    }

    [Theory]
    [InlineData("2026-02-03", "2026-02-03T00:00:00Z")]
    [InlineData("2026-02-03T04:05:06", "2026-02-03T04:05:06Z")]
    [InlineData("2026-02-03 04:05:06Z", "2026-02-03T04:05:06Z")]
    public void A_time_without_a_zone_is_utc(string published, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Parse($$"""{"id":"1","title":"T","published":"{{published}}"}""").Published);

    [Theory]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{\"title\":\"T\"}", "neither url nor id")]
    [InlineData("{\"id\":\"1\",\"title\":\" \",\"text\":\"\\n\"}", "neither title nor text nor url")]
    [InlineData("{\"id\":\"1\",\"title\":[\"T\"]}", "title is not a string")]
    [InlineData("{\"id\":\"1\",\"title\":\"\\ud800\"}", "title is not valid Unicode")]
    [InlineData("{\"id\":\"1\",\"title\":\"T\",\"published\":\"02/03/2026\"}", "published is not an ISO 8601 time")]
    [InlineData("{\"id\":\"1\",\"title\":\"T\"", "not JSON at byte")]
    public void A_bad_line_tells_what_is_wrong(string json, string problem) => Assert.StartsWith(problem, Parse(json).Problem);

    [Fact]
    public void An_article_too_large_for_a_message_is_a_bad_line_because_it_would_break_the_stream()
    {
        Assert.Null(Parse($$"""{"id":"1","title":"T","text":"{{new string('x', Limits.TextBytes)}}"}""").Problem);
        Assert.StartsWith("the article is larger", Parse($$"""{"id":"1","title":"T","text":"{{new string('x', Limits.MessageBytes)}}"}""").Problem);
    }

    [Theory]
    [InlineData("The river rose. Nobody was hurt.", "The river rose.")]
    [InlineData("  Version 2.5 is out\nand more", "Version 2.5 is out")]
    [InlineData("short", "short")]
    [InlineData("川が増水した。けが人はいない。", "川が増水した。")]
    public void A_made_title_is_the_first_sentence_or_line(string text, string title) => Assert.Equal(title, ArticleLineParser.TitleOf(text));

    [Theory]
    [InlineData("https://a.example/2026/tax-data-was-disclosed-12345.html", "tax data was disclosed")]
    [InlineData("https://a.example/x/Tax+data%2C+again/259.html?ref=rss", "Tax data, again")]
    [InlineData("https://a.example/2771501/", "a.example/2771501/")]
    [InlineData("not an address", "not an address")]
    public void An_article_of_which_there_is_only_the_address_gets_its_words_as_title(string url, string title) =>
        Assert.Equal(title, ArticleLineParser.TitleOfUrl(url));

    [Fact]
    public void A_made_title_is_cut_between_words_and_never_within_a_character()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 50));
        Assert.Equal(string.Join(' ', Enumerable.Repeat("word", 20)), ArticleLineParser.TitleOf(words));
        Assert.Equal(new string('x', 99), ArticleLineParser.TitleOf(new string('x', 99) + "😀😀"));
    }

    [Fact]
    public async Task Line_ends_blank_lines_and_a_byte_order_mark_do_not_shift_the_numbers()
    {
        var path = _directory.Write("crlf.jsonl", "\ufeff" + ImportDirectory.Line(1) + "\r", " \t\r", "", ImportDirectory.Line(4) + "\r", ImportDirectory.Line(5));

        var lines = await ReadAsync(path);

        Assert.Equal([(1L, "id-1"), (4L, "id-4"), (5L, "id-5")], lines.Select(line => (line.Number, line.Article!.ExternalId)));
    }

    [Fact]
    public async Task A_line_beyond_all_limits_is_skipped_without_losing_its_neighbours()
    {
        var path = _directory.Write("long.jsonl",
            ImportDirectory.Line(1), new string('x', LineReader.LongestLine + 500_000), ImportDirectory.Line(3), new string('y', LineReader.LongestLine + 1));

        var lines = await ReadAsync(path);

        Assert.Equal([null, "longer than 8 MiB", null, "longer than 8 MiB"], lines.Select(line => line.Problem));
        Assert.Equal([1L, 2, 3, 4], lines.Select(line => line.Number));
        Assert.Equal("id-3", lines[2].Article!.ExternalId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Settled_lines_are_a_set_kept_in_few_ranges(int seed)
    {
        var random = new Random(seed);
        var settled = new SettledLines();
        var set = new HashSet<long>();
        // Nearly in order, as with eight in flight.
        var order = Enumerable.Range(1, 2000).OrderBy(line => line + random.Next(8)).Where(_ => random.Next(100) > 0).ToList();
        foreach (var line in order)
        {
            Assert.Equal(set.Add(line), settled.Add(line));
            Assert.False(settled.Add(line));
        }

        Assert.Equal(set.Count, settled.Count);
        Assert.All(Enumerable.Range(0, 2010), line => Assert.Equal(set.Contains(line), settled.Contains(line)));
        Assert.True(settled.Ranges.Length <= 2000 - order.Count + 1);
        Assert.Equal(settled.Ranges, new SettledLines(settled.Ranges).Ranges);
    }

    [Fact]
    public void Ranges_out_of_order_are_not_taken()
    {
        Assert.Throws<FormatException>(() => new SettledLines([[5, 9], [1, 2]]));
        Assert.Throws<FormatException>(() => new SettledLines([[1, 2], [3, 4]]));
        Assert.Throws<FormatException>(() => new SettledLines([[1]]));
    }

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_saved_and_a_broken_one_is_none()
    {
        var file = new CheckpointFile(_directory.CheckpointPath);
        Assert.Null(file.Load());

        file.Save(new Checkpoint("http://a", [new FileCheckpoint(new FileIdentity("n", 7, "h"), [[1, 3], [5, 5]], 1)]));
        var loaded = file.Load()!;
        Assert.Equal("http://a", loaded.Address);
        var entry = Assert.Single(loaded.Files);
        Assert.Equal((new FileIdentity("n", 7, "h"), 1), (entry.File, entry.Failed));
        Assert.Equal([[1, 3], [5, 5]], entry.Settled);

        File.WriteAllText(_directory.CheckpointPath, "{\"address\":");
        Assert.Null(file.Load());
    }
}
