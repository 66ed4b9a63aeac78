using System.Text.Json;
using Google.Protobuf;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>What a client in another language must be able to do, with a gRPC library that shares no code with ours. Subclasses
/// say how to start it; each job prints one line of JSON.</summary>
public abstract class ForeignClientTests(EmbeddedFixture fixture)
{
    private static readonly JsonFormatter s_format = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    private GatewayClient Client => fixture.Service.Client;

    /// <summary>Program and arguments before the job's own; skips the test if the program is missing.</summary>
    private protected abstract Task<string[]> Command(string job, string address);

    [Fact]
    public async Task It_sends_articles_one_by_one_and_again()
    {
        using var file = Lines(News.Reports(News.NewEvent(), 4));
        var first = await Do("ingest", file.File("articles.jsonl"));
        var second = await Do("ingest", file.File("articles.jsonl"));
        Assert.All(Answers(first), a => Assert.Equal("INGEST_OUTCOME_NEW", a.GetProperty("outcome").GetString()));
        Assert.All(Answers(second), a => Assert.Equal("INGEST_OUTCOME_DUPLICATE", a.GetProperty("outcome").GetString()));
        Assert.Equal(Answers(first).Select(a => Text(a, "story_id")), Answers(second).Select(a => Text(a, "story_id")));
        Assert.Single(Answers(first).Select(a => Text(a, "story_id")).Distinct());
    }

    [Fact]
    public async Task It_has_a_hundred_articles_in_flight_and_bad_ones_among_them_harm_nobody()
    {
        var articles = News.Mixed(News.NewEvents(4).SelectMany(e => News.Reports(e, 40))).ToList();
        string[] bad = ["a javascript: URL", "no title", "the year 1899"];
        foreach (var how in bad) articles.Insert(30, BadArticles.Spoilt(News.Report(News.NewEvent(), 0), how));
        using var file = Lines(articles);
        var result = await Do("stream", file.File("articles.jsonl"));
        var answers = Answers(result).ToDictionary(a => a.GetProperty("sequence").GetInt32());
        Assert.Equal(articles.Count, answers.Count);
        Assert.True(result.GetProperty("most_in_flight").GetInt32() >= 100, $"{result.GetProperty("most_in_flight")} in flight.");
        for (var i = 0; i < bad.Length; i++)
        {
            var error = answers[30 + bad.Length - 1 - i].GetProperty("error");
            Assert.Equal(("INVALID_ARGUMENT", "storyclustering.v1"), (Text(error, "code"), Text(error, "domain")));
            Assert.Equal([$"article.{BadArticles.All[bad[i]].Field}"], Strings(error, "fields"));
        }
        Assert.Equal(160, answers.Values.Count(a => a.TryGetProperty("outcome", out var o) && o.GetString() == "INGEST_OUTCOME_NEW"));
        Assert.Equal(4, answers.Values.Where(a => a.TryGetProperty("story_id", out _)).Select(a => Text(a, "story_id")).Distinct().Count());
    }

    [Fact]
    public async Task It_watches_while_it_sends()
    {
        using var file = Lines(News.Mixed(News.NewEvents(3).SelectMany(e => News.Reports(e, 10))));
        var result = await Do("watch", file.File("articles.jsonl"));
        Assert.Equal("RESUME_OUTCOME_SNAPSHOT", Text(result, "started"));
        Assert.True(result.GetProperty("rising").GetBoolean(), "Versions fell.");
        Assert.True(result.GetProperty("snapshot_before_token").GetBoolean(), "A token came before the snapshot was complete.");
        Assert.True(result.GetProperty("token").GetBoolean(), "The last message had no token.");
        var seen = result.GetProperty("stories").EnumerateArray().ToDictionary(s => Text(s, "story_id"), s => s.GetProperty("articles").GetInt64());
        foreach (var story in Answers(result).Select(a => Text(a, "story_id")).Distinct())
            Assert.Equal((await Client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = story })).Story.Coverage.Articles, seen[story]);
    }

    [Fact]
    public async Task It_lists_page_by_page()
    {
        var sender = new Sender();
        await sender.SendAll(Client, [.. News.NewEvents(4).Select(e => News.Report(e, 0)), .. News.Reports(News.NewEvent(), 5)], TimeSpan.FromSeconds(20));
        var story = sender.Acks.Values.GroupBy(a => a.StoryId).Single(g => g.Count() == 5);
        // Frames of earlier stories may still come, and put these in front: what counts is a listing around which nothing moved.
        var (result, expected) = await Eventually.Passes(async () =>
        {
            var before = await Listed();
            var result = await Do("list", story.Key);
            var after = await Listed();
            Assert.Equal(before, after);
            return (result, after);
        }, TimeSpan.FromSeconds(60));
        Assert.Equal(expected, Strings(result, "stories"));
        Assert.Equal((expected.Length + 2) / 3, result.GetProperty("story_pages").GetInt32());
        Assert.Equal(story.OrderBy(a => a.StoryVersion).Select(a => a.ArticleId), Strings(result, "articles"));
        Assert.Equal(3, result.GetProperty("article_pages").GetInt32());

        async Task<string[]> Listed() => [.. (await Client.Stories.ListAll()).Select(s => s.StoryId)];
    }

    [Fact]
    public async Task It_searches()
    {
        var happening = News.NewEvent();
        var ack = await Client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(happening, 0) });
        var result = await Do("search", News.Query(happening));
        Assert.Equal(ack.StoryId, Strings(result, "stories")[0]);
        Assert.True(result.GetProperty("scores")[0].GetDouble() > 0);
    }

    [Fact]
    public async Task It_reads_a_story_with_its_frames()
    {
        var sender = new Sender();
        await sender.SendAll(Client, News.Reports(News.NewEvent(), 3), TimeSpan.FromSeconds(20));
        var story = Assert.Single(sender.Acks.Values.Select(a => a.StoryId).Distinct());
        var result = await Do("full", story);
        Assert.Equal((story, story), (Text(result, "story_id"), Text(result, "frames_of")));
        Assert.Equal(1, result.GetProperty("countries").GetInt32());
        Assert.Equal("extractive", Text(result, "method"));
        Assert.NotEmpty(Text(result, "headline"));
        Assert.Equal(Text(result, "headline"), Text(result, "cited"));
    }

    [Fact]
    public async Task It_reads_the_details_of_errors()
    {
        var result = await Do("errors");
        void Check(string call, string code, params string[] fields)
        {
            var error = result.GetProperty(call);
            Assert.Equal((code, "storyclustering.v1"), (Text(error, "code"), Text(error, "domain")));
            Assert.NotEmpty(Text(error, "reason"));
            Assert.Equal(fields, Strings(error, "fields").Order());
        }
        Check("article", "INVALID_ARGUMENT", "article.language", "article.title", "article.url");
        Check("page", "INVALID_ARGUMENT", "page_size");
        Check("watch", "INVALID_ARGUMENT", "heartbeat_interval");
        Check("unknown", "NOT_FOUND");
        Check("edit", "NOT_FOUND");
    }

    [Fact]
    public async Task It_asks_for_the_health() => Assert.Equal("SERVING", Text(await Do("health"), "status"));

    [Fact]
    public async Task It_goes_away_in_the_middle_and_nobody_minds()
    {
        var happening = News.NewEvent();
        using var file = Lines(News.Reports(happening, 120));
        var result = await Do("cancel", file.File("articles.jsonl"));
        Assert.Equal(["CANCELLED", "CANCELLED"], Strings(result, "codes"));
        Assert.Equal(120, Answers(result).Count(a => a.TryGetProperty("outcome", out _)));
        var story = Assert.Single(Answers(result).Select(a => Text(a, "story_id")).Distinct());
        var read = (await Client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = story })).Story;
        Assert.Equal(120, read.Coverage.Articles);
        await Client.Stories.CheckedArticles(read);
    }

    private async Task<JsonElement> Do(string job, params string[] arguments)
    {
        var command = await Command(job, fixture.Service.Grpc["http://".Length..]);
        var output = (await Tool.Run(command[0], [.. command[1..], .. arguments])).Succeeded();
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static TemporaryFolder Lines(IEnumerable<Article> articles)
    {
        var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("articles.jsonl"), articles.Select(a => s_format.Format(a)));
        return folder;
    }

    private static JsonElement[] Answers(JsonElement result) => [.. result.GetProperty("answers").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Strings(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
