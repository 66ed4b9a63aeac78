using System.Text.Json;
using Google.Protobuf;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

[Collection(EmbeddedCollection.Name)]
public sealed class CurlTests(EmbeddedFixture fixture)
{
    private readonly string _v1 = $"{fixture.Service.Http}/v1";

    [Fact]
    public async Task The_same_article_sent_twice_is_new_and_then_a_duplicate_and_counts_once()
    {
        var json = JsonFormatter.Default.Format(News.Report(News.NewEvent(), 0));
        var (status, first) = await Curl.Post($"{_v1}/articles", json);
        Assert.Equal(200, status);
        Assert.Equal("INGEST_OUTCOME_NEW", first.GetProperty("outcome").GetString());
        Assert.True(first.GetProperty("foundedStory").GetBoolean());
        (status, var second) = await Curl.Post($"{_v1}/articles", json);
        Assert.Equal(200, status);
        Assert.Equal("INGEST_OUTCOME_DUPLICATE", second.GetProperty("outcome").GetString());
        foreach (var same in new[] { "articleId", "storyId", "storyVersion", "revision" })
            Assert.Equal(first.GetProperty(same).GetRawText(), second.GetProperty(same).GetRawText());
        var (_, read) = await Curl.Get($"{_v1}/stories/{first.GetProperty("storyId").GetString()}");
        var coverage = read.GetProperty("story").GetProperty("coverage");
        Assert.Equal(("1", "1", "1"), (coverage.GetProperty("articles").GetString(), coverage.GetProperty("originals").GetString(),
            coverage.GetProperty("outlets").GetString()));
    }

    [Fact]
    public async Task Every_route_of_the_README_answers_as_gRPC_does()
    {
        var happening = News.NewEvent();
        var sender = new Sender();
        await sender.SendAll(fixture.Service.Client, News.Reports(happening, 5), TimeSpan.FromSeconds(20));
        var ack = sender.Acks[News.Report(happening, 0).Url];
        var status = 0;
        // Until both looks are at the same version, and no other story gets new frames between them.
        await Eventually.Passes(async () =>
        {
            var story = (await fixture.Service.Client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = ack.StoryId })).Story;
            (status, var read) = await Curl.Get($"{_v1}/stories/{ack.StoryId}");
            Assert.Equal(200, status);
            Assert.Equal(story, JsonParser.Default.Parse<GetStoryResponse>(read.GetRawText()).Story);

            (status, var list) = await Curl.Get($"{_v1}/stories?order=STORY_ORDER_LATEST&pageSize=2&filter.minArticles=5");
            Assert.Equal(200, status);
            var page = JsonParser.Default.Parse<ListStoriesResponse>(list.GetRawText());
            Assert.InRange(page.Stories.Count, 1, 2);
            Assert.Equal(story, page.Stories[0]);
            Assert.All(page.Stories, s => Assert.True(s.Coverage.Articles >= 5));
            return true;
        }, TimeSpan.FromSeconds(20));

        var ids = new List<string>();
        var token = "";
        do
        {
            (status, var articles) = await Curl.Get($"{_v1}/stories/{ack.StoryId}/articles?pageSize=2&pageToken={Uri.EscapeDataString(token)}");
            Assert.Equal(200, status);
            var answer = JsonParser.Default.Parse<ListStoryArticlesResponse>(articles.GetRawText());
            ids.AddRange(answer.Articles.Select(a => a.ArticleId));
            token = answer.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(sender.Acks.Values.Select(a => a.ArticleId).Order(), ids.Order());

        (status, var found) = await Curl.Get($"{_v1}/stories:search?query={Uri.EscapeDataString(News.Query(happening))}");
        Assert.Equal(200, status);
        Assert.Equal(ack.StoryId, JsonParser.Default.Parse<SearchStoriesResponse>(found.GetRawText()).Results[0].Story.StoryId);

        (status, var batch) = await Curl.Post($"{_v1}/stories:batchGet", $$"""{"storyIds":["{{ack.StoryId}}"]}""");
        Assert.Equal(200, status);
        var got = JsonParser.Default.Parse<BatchGetStoriesResponse>(batch.GetRawText()).Stories[0].Story;
        Assert.Equal((ack.StoryId, 5), (got.StoryId, got.Coverage.Articles));

        (status, var retracted) = await Curl.Post($"{_v1}/articles:retract", $$"""{"articleId":"{{ack.ArticleId}}","reason":"withdrawn"}""");
        Assert.Equal(200, status);
        Assert.Equal(ack.StoryId, retracted.GetProperty("storyId").GetString());

        (status, var gone) = await Curl.Post($"{_v1}/stories/{ack.StoryId}:retract", """{"reason":"a hoax","actor":"desk"}""");
        Assert.Equal(200, status);
        Assert.Equal("STORY_STATE_RETRACTED", gone.GetProperty("story").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Frames_history_and_the_dial_answer_as_gRPC_does()
    {
        var sender = new Sender();
        await sender.SendAll(fixture.Service.Client, News.Reports(News.NewEvent(), 3), TimeSpan.FromSeconds(20));
        var ack = sender.Acks.First();
        var (status, full) = await Curl.Get($"{_v1}/stories/{ack.Value.StoryId}?view=STORY_VIEW_FULL");
        Assert.Equal(200, status);
        var read = JsonParser.Default.Parse<GetStoryResponse>(full.GetRawText());
        Assert.Equal((ack.Value.StoryId, "extractive"), (read.Frames.StoryId, read.Frames.About.Method));

        (status, var history) = await Curl.Get($"{_v1}/stories/{ack.Value.StoryId}/history?pageSize=5");
        Assert.Equal(200, status);
        Assert.Equal(ack.Value.StoryId, history.GetProperty("storyId").GetString());

        (status, var located) = await Curl.Post($"{_v1}/articles:locate", $$"""{"url":"{{ack.Key}}"}""");
        Assert.Equal(200, status);
        Assert.True(located.GetProperty("isMember").GetBoolean());
        Assert.Equal(ack.Value.StoryId, located.GetProperty("story").GetProperty("storyId").GetString());

        (status, var refused) = await Curl.Post($"{_v1}/articles:locate", """{"url":"https://never-ingested.example/1"}""");
        Assert.Equal(400, status);
        Assert.Contains("FETCH_DISABLED", refused.GetRawText(), StringComparison.Ordinal);
    }

    // Sent in one language each, asked for by one word, with accents or without.
    [Theory]
    [InlineData("es", "El muelle de Valdetoro cierra por obras", "Los pescadores de Valdetoro esperan una fecha.", "muelles",
        "valdetoro muelle")]
    [InlineData("de", "Bäckerei in Öhringsau brennt nieder", "Die Feuerwehr von Öhringsau rückte mit sechs Wagen an.", "backerei",
        "Oehringsau")]
    [InlineData("it", "Crolla il tetto della palestra di Castelmoro", "Nessun ferito a Castelmoro, dice il sindaco.", "palestra",
        "tetto")]
    [InlineData("fr", "Le musée de Brévanne rouvre ses portes", "Les habitants de Brévanne attendaient depuis deux ans.", "musees",
        "brevanne")]
    [InlineData("sv", "Bryggan i Stråvik stängs efter ras", "Kommunen i Stråvik utreder.", "bryggan", "stravik")]
    public async Task One_word_finds_a_story_in_any_language(string language, string title, string text, string one, string other)
    {
        var article = new Article { Url = $"https://harbor-ledger.example/{Guid.NewGuid():n}", Title = title, Text = text,
            Language = language };
        var (status, sent) = await Curl.Post($"{_v1}/articles", JsonFormatter.Default.Format(article));
        Assert.True(status == 200, $"{status}: {sent}");
        foreach (var query in new[] { one, other, title.ToUpperInvariant() })
        {
            (status, var found) = await Curl.Get($"{_v1}/stories:search?query={Uri.EscapeDataString(query)}");
            Assert.Equal(200, status);
            Assert.Equal(sent.GetProperty("storyId").GetString(),
                JsonParser.Default.Parse<SearchStoriesResponse>(found.GetRawText()).Results[0].Story.StoryId);
        }
        (_, var nothing) = await Curl.Get($"{_v1}/stories:search?query=ornithopter");
        Assert.Empty(JsonParser.Default.Parse<SearchStoriesResponse>(nothing.GetRawText()).Results);
    }

    [Fact]
    public async Task An_id_that_was_merged_twenty_times_leads_on_and_a_retracted_story_says_so_in_its_history()
    {
        var ids = new List<string>();
        for (var n = 0; n <= 20; n++)
        {
            var ack = await fixture.Service.Client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) });
            ids.Add(ack.StoryId);
        }
        for (var n = 1; n <= 20; n++)
        {
            var (merged, answer) = await Curl.Post($"{_v1}/stories/{ids[n]}:merge", $$"""{"sourceStoryIds":["{{ids[n - 1]}}"],"reason":"one event"}""");
            Assert.True(merged == 200, $"{merged}: {answer}");
        }
        foreach (var id in new[] { ids[0], ids[2], ids[10] })
        {
            var (status, read) = await Curl.Get($"{_v1}/stories/{id}");
            Assert.True(status == 200, $"{status}: {read}");
            Assert.Equal((ids[20], id), (read.GetProperty("story").GetProperty("storyId").GetString(),
                read.GetProperty("redirectedFrom").GetString()));
            (status, var history) = await Curl.Get($"{_v1}/stories/{id}/history");
            Assert.Equal((200, "STORY_STATE_ACTIVE"), (status, history.GetProperty("state").GetString()));
        }
        var (_, batch) = await Curl.Post($"{_v1}/stories:batchGet", $$"""{"storyIds":["{{string.Join("\",\"", ids)}}"]}""");
        Assert.All(JsonParser.Default.Parse<BatchGetStoriesResponse>(batch.GetRawText()).Stories, s => Assert.Equal(ids[20],
            s.Story.StoryId));
        await Curl.Post($"{_v1}/stories/{ids[20]}:retract", """{"reason":"a hoax"}""");
        var (gone, said) = await Curl.Get($"{_v1}/stories/{ids[0]}/history");
        Assert.Equal((200, ids[20], "STORY_STATE_RETRACTED"), (gone, said.GetProperty("storyId").GetString(),
            said.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("""{"url":"javascript:alert(1)","title":"A title"}""", "article.url")]
    [InlineData("""{"url":"https://harbor-ledger.example/1"}""", "article.title")]
    [InlineData("""{"url":"https://harbor-ledger.example/1","title":"A title","publishedAt":"9999-12-31T23:59:59Z"}""", "article.published_at")]
    public async Task A_bad_article_is_a_400_that_names_the_field(string json, string field)
    {
        var (status, error) = await Curl.Post($"{_v1}/articles", json);
        Assert.Equal(400, status);
        Assert.Equal(3, error.GetProperty("code").GetInt32());
        Assert.Contains(field, error.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"url":7,"title":{}}""")]
    [InlineData("""{"url":"https://harbor-ledger.example/1","title":"A title","publishedAt":"yesterday"}""")]
    public async Task A_body_that_is_no_article_is_a_400_without_inner_details(string json)
    {
        var (status, error) = await Curl.Post($"{_v1}/articles", json);
        Assert.Equal(400, status);
        Assert.DoesNotContain("Exception", error.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stories?filter.minArticle=3", "filter.minArticle", "did you mean filter.minArticles?")]
    [InlineData("stories?pageSize=many", "page_size", "whole number")]
    [InlineData("stories?filter.updatedSince=last%20week", "filter.updated_since", "Must be a time like")]
    [InlineData("stories/story-00000000000000000000000000/articles?filter.kinds=ARTICLE_KIND_FOO", "filter.kinds",
        "Must be one of ARTICLE_KIND_")]
    [InlineData("stories:search?query=ferry&lang=en", "lang", "known are query, pageSize")]
    public async Task A_parameter_that_is_misspelt_or_wrong_is_a_400_that_names_it(string path, string field, string says)
    {
        var (status, error) = await Curl.Get($"{_v1}/{path}");
        IsRefused(status, error, field, says);
    }

    [Theory]
    [InlineData("""{"url":"https://harbor-ledger.example/1","title":"A title","published":"2026-02-03T04:05:06Z"}""", "article.published", "did you mean publishedAt?")]
    [InlineData("""{"url":"https://harbor-ledger.example/1","title":"A title","lang":"en"}""", "article.lang", "did you mean language?")]
    [InlineData("""{"url":"https://harbor-ledger.example/1","title":"A title","title":"Another"}""", "article.title", "Given twice")]
    [InlineData("""["https://harbor-ledger.example/1"]""", "article", "must be a JSON object")]
    [InlineData("url=https://harbor-ledger.example/1", "article", "not JSON")]
    public async Task A_field_that_is_misspelt_or_wrong_is_a_400_that_names_it(string json, string field, string says)
    {
        var (status, error) = await Curl.Post($"{_v1}/articles", json);
        IsRefused(status, error, field, says);
    }

    private static void IsRefused(int status, JsonElement error, string field, string says)
    {
        Assert.True(status == 400, $"{status}: {error}");
        Assert.Equal((3, "INVALID_ARGUMENT"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        var violation = Assert.Single(error.GetProperty("details")[1].GetProperty("fieldViolations").EnumerateArray());
        Assert.Equal(field, violation.GetProperty("field").GetString());
        Assert.Contains(says, violation.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_story_is_a_404()
    {
        var (status, error) = await Curl.Get($"{_v1}/stories/story-00000000000000000000000000");
        Assert.Equal(404, status);
        Assert.Equal((5, "NOT_FOUND"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
    }
}
