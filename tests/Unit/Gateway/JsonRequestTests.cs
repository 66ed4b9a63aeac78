using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>What the JSON API refuses by name, and what it takes, over real HTTP.</summary>
public sealed class JsonRequestTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ConfigureStoryKestrel(IPAddress.Loopback, 0, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IStoryCluster>(_cluster);
        builder.Services.AddStoryGateway();
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapStoryGateway();
        await _app.StartAsync();
        _http = new HttpClient { BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, version: 9_007_199_254_740_993);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> Body(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private static (string Field, string Rule)[] Violations(JsonElement error) => [.. error.GetProperty("details").EnumerateArray()
        .Where(d => d.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc.BadRequest")
        .SelectMany(d => d.GetProperty("fieldViolations").EnumerateArray())
        .Select(v => (v.GetProperty("field").GetString()!, v.GetProperty("description").GetString()!))];

    // One fault, of this field, whose rule says this.
    private static async Task Refused(HttpResponseMessage answer, string field, string says)
    {
        var error = await Body(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{(int)answer.StatusCode}: {error}");
        Assert.Equal((3, "INVALID_ARGUMENT"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.StartsWith("INVALID_", error.GetProperty("details")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        var (named, rule) = Assert.Single(Violations(error));
        Assert.Equal(field, named);
        Assert.Contains(says, rule, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/stories?filter.minArticle=3", "filter.minArticle", "did you mean filter.minArticles?")]
    [InlineData("/v1/stories?filter.min_article=3", "filter.min_article", "did you mean filter.min_articles?")]
    [InlineData("/v1/stories?minArticles=3", "minArticles", "did you mean filter.minArticles?")]
    [InlineData("/v1/stories?filter.minarticles=3", "filter.minarticles", "did you mean filter.minArticles?")]
    [InlineData("/v1/stories?pagesize=3", "pagesize", "did you mean pageSize?")]
    [InlineData("/v1/stories?limit=3", "limit", "known are order, filter, pageSize")]
    [InlineData("/v1/stories?filter.language.code=en", "filter.language.code", "language has no fields")]
    [InlineData("/v1/stories?filter=x", "filter", "give its fields")]
    [InlineData("/v1/stories?=x", "", "Unknown field")]
    [InlineData("/v1/stories?order=LARGEST", "order", "did you mean STORY_ORDER_LARGEST?")]
    [InlineData("/v1/stories?order=story_order_largest", "order", "did you mean STORY_ORDER_LARGEST?")]
    [InlineData("/v1/stories?order=17", "order", "Must be one of STORY_ORDER_UNSPECIFIED")]
    [InlineData("/v1/stories?order=", "order", "Must be one of STORY_ORDER_UNSPECIFIED")]
    [InlineData("/v1/stories?pageSize=ten", "page_size", "whole number")]
    [InlineData("/v1/stories?pageSize=1.5", "page_size", "whole number")]
    [InlineData("/v1/stories?pageSize=99999999999", "page_size", "whole number")]
    [InlineData("/v1/stories?pageSize=", "page_size", "whole number")]
    [InlineData("/v1/stories?pageSize=1&pageSize=2", "page_size", "Given twice")]
    [InlineData("/v1/stories?pageSize=1&page_size=2", "page_size", "Given twice")]
    [InlineData("/v1/stories?filter.updatedSince=yesterday", "filter.updated_since", "Must be a time like")]
    [InlineData("/v1/stories?filter.updatedSince=2026-02-30T00:00:00Z", "filter.updated_since", "Must be a time like")]
    [InlineData("/v1/stories?filter.updatedSince=2026-02-03", "filter.updated_since", "Must be a time like")]
    [InlineData("/v1/stories/story-00000000000000000000000001?view=FULLL", "view", "Must be one of STORY_VIEW_UNSPECIFIED")]
    [InlineData("/v1/stories/story-00000000000000000000000001?storyId=story-00000000000000000000000002", "story_id",
        "Is given by the path")]
    [InlineData("/v1/stories/story-00000000000000000000000001/articles?filter.kinds=ARTICLE_KIND_FOO", "filter.kinds",
        "Must be one of ARTICLE_KIND_")]
    [InlineData("/v1/stories/story-00000000000000000000000001/articles?filter.kinds=ORIGINAL", "filter.kinds",
        "did you mean ARTICLE_KIND_ORIGINAL?")]
    [InlineData("/v1/stories/story-00000000000000000000000001/articles?kinds=ARTICLE_KIND_ORIGINAL", "kinds",
        "did you mean filter.kinds?")]
    [InlineData("/v1/stories/story-00000000000000000000000001/history?page=2", "page", "did you mean page")]
    [InlineData("/v1/stories:search?q=ferry&query=ferry", "q", "known are query, pageSize")]
    [InlineData("/v1/articles/article-00000000000000000000000001/assignment?verbose=true", "verbose", "Unknown field")]
    [InlineData("/v1/outlets?country=NO", "country", "did you mean filter.country?")]
    [InlineData("/v1/outlets:status?x=1", "x", "there are none here")]
    public async Task A_parameter_that_there_is_not_or_that_cannot_be_is_refused_by_name(string path, string field, string says) =>
        await Refused(await _http.GetAsync(path), field, says);

    [Theory]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","published":"2026-02-03T04:05:06Z"}""", "article.published", "did you mean publishedAt?")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","lang":"en"}""", "article.lang", "did you mean language?")]
    [InlineData("""{"url":"https://a.example/1","titel":"Pier"}""", "article.titel", "did you mean title?")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","published_a":"2026-02-03T04:05:06Z"}""", "article.published_a", "did you mean published_at?")]
    [InlineData("""{"url":"https://a.example/1","Title":"Pier"}""", "article.Title", "did you mean title?")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","guid":"7"}""", "article.guid", "known are url, title, text")]
    [InlineData("""{"article":{"url":"https://a.example/1","title":"Pier"}}""", "article.article", "the body is the article itself")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","title":"Quay"}""", "article.title", "Given twice")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","publishedAt":"2026-02-03T04:05:06Z","published_at":"2026-02-03T04:05:07Z"}""", "article.published_at", "Given twice")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","publishedAt":"yesterday"}""", "article.published_at", "Must be a time like")]
    [InlineData("""{"url":"https://a.example/1","title":"Pier","publishedAt":1764115200}""", "article.published_at", "Must be a string")]
    [InlineData("""{"url":"https://a.example/1","title":7}""", "article.title", "Must be a string")]
    [InlineData("""{"url":"https://a.example/1","title":["Pier"]}""", "article.title", "Must be a string")]
    [InlineData("""{"url":"https://a.example/1","title":"\ud83d"}""", "article.title", "half a surrogate pair")]
    [InlineData("[]", "article", "must be a JSON object, not an array")]
    [InlineData("null", "article", "must be a JSON object, not null")]
    [InlineData("\"Pier\"", "article", "must be a JSON object, not a string")]
    [InlineData("", "article", "The body is empty")]
    [InlineData("{", "article", "not JSON")]
    [InlineData("{\"url\":\"https://a.example/1\",}", "article", "line 1, byte 30")]
    [InlineData("{'url':'https://a.example/1'}", "article", "not JSON")]
    [InlineData("{} {}", "article", "not JSON")]
    [InlineData("url=https://a.example/1", "article", "not JSON")]
    public async Task An_article_that_does_not_fit_is_refused_by_name(string json, string field, string says)
    {
        await Refused(await _http.PostAsync("/v1/articles", Json(json)), field, says);
        Assert.Empty(_cluster.Ingested);
    }

    [Theory]
    [InlineData("/v1/articles?title=Quay", "{}", "title", "did you mean article.title?")]
    [InlineData("/v1/articles?article.title=Quay", """{"url":"https://a.example/1","title":"Pier"}""", "article.title", "Belongs into the body")]
    [InlineData("/v1/stories:batchGet", """{"ids":["story-00000000000000000000000001"]}""", "ids", "known are storyIds")]
    [InlineData("/v1/stories:batchGet", """{"storyIds":"story-00000000000000000000000001"}""", "story_ids", "Must be an array, not a string")]
    [InlineData("/v1/stories:batchGet", """{"storyIds":["story-00000000000000000000000001",null]}""", "story_ids[1]", "Must not be null")]
    [InlineData("/v1/stories:batchGet?storyIds=story-00000000000000000000000001", """{"storyIds":["story-00000000000000000000000001"]}""", "story_ids", "Belongs into the body")]
    [InlineData("/v1/articles:retract", """{"articleId":"article-00000000000000000000000001","url":"https://a.example/1"}""", "url", "Only one of article_id, url")]
    [InlineData("/v1/articles:locate", """{"title":"Pier"}""", "title", "did you mean article.title?")]
    [InlineData("/v1/articles:locate", """{"article":{"title":"Pier","body":"..."}}""", "article.body", "known are title, text")]
    [InlineData("/v1/articles:locate", """{"article":"Pier"}""", "article", "Must be an object, not a string")]
    [InlineData("/v1/stories/story-00000000000000000000000001:merge", """{"sourceStories":["story-00000000000000000000000002"]}""", "sourceStories", "did you mean sourceStoryIds?")]
    [InlineData("/v1/stories/story-00000000000000000000000001:split", """{"storyId":"story-00000000000000000000000002","articleIds":["article-00000000000000000000000001"]}""", "story_id", "Differs from the path")]
    [InlineData("/v1/stories/story-00000000000000000000000001:retract", """{"reasons":"hoax"}""", "reasons", "did you mean reason?")]
    [InlineData("/v1/articles/article-00000000000000000000000001:move", """{"target":"story-00000000000000000000000001"}""", "target", "did you mean targetStoryId?")]
    [InlineData("/v1/outlets:upsert", """{"outlets":[{"domains":["a.example"],"lean":"LEFT"}]}""", "outlets[0].lean", "did you mean OUTLET_LEAN_LEFT?")]
    [InlineData("/v1/outlets:upsert", """{"outlets":[{"domains":["a.example"]},{"domain":"b.example"}]}""", "outlets[1].domain", "did you mean domains?")]
    [InlineData("/v1/outlets:upsert", """{"outlets":[{"domains":["a.example"],"kind":99}]}""", "outlets[0].kind", "Must be one of")]
    [InlineData("/v1/outlets:upsert", """{"outlets":[{"domains":["a.example"],"isStarter":"yes"}]}""", "outlets[0].is_starter", "true or false")]
    [InlineData("/v1/outlets:import", """{"csv":"a,b","preview":true}""", "csv", "base64")]
    [InlineData("/v1/outlets:import", """{"csv":"YQ==","labels":{"leans":{"Leftish":"LEFTISH"}}}""", "labels.leans[\"Leftish\"]", "Must be one of OUTLET_LEAN_")]
    [InlineData("/v1/outlets:import", """{"csv":"YQ==","numbers":{"centerAt":"middle"}}""", "numbers.center_at", "Must be a number")]
    [InlineData("/v1/outlets:import", """{"csv":"YQ==","labels":[]}""", "labels", "Must be an object, not an array")]
    [InlineData("/v1/outlets:import", """{"csv":"YQ==","reliabilityLabels":["low"]}""", "reliability_labels", "Must be an object, not an array")]
    [InlineData("/v1/outlets:import", """{"csv":"YQ==","reliabilityLabels":{"a":1,"a":2}}""", "reliability_labels[\"a\"]", "Given twice")]
    public async Task A_body_that_does_not_fit_is_refused_by_name_on_every_method(string path, string json, string field, string says) =>
        await Refused(await _http.PostAsync(path, Json(json)), field, says);

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        var error = await Body(await _http.PostAsync("/v1/articles?debug=1", Json("""{"adress":"https://a.example/1","headline":"Pier","publishedAt":"now"}""")));
        Assert.Equal(["debug", "article.adress", "article.headline", "article.published_at"], Violations(error).Select(v => v.Field));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=klingon")]
    public async Task A_body_of_another_kind_is_refused_and_says_what_to_send(string type)
    {
        using var content = new ByteArrayContent("""{"url":"https://a.example/1","title":"Pier"}"""u8.ToArray());
        Assert.True(content.Headers.TryAddWithoutValidation("content-type", type));
        await Refused(await _http.PostAsync("/v1/articles", content), "article", "content-type");
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_or_endless_is_refused_and_not_repeated()
    {
        using var content = new ByteArrayContent([.. "{\"ti"u8, 0xff, .. "\":\"Pier\"}"u8]);
        content.Headers.TryAddWithoutValidation("content-type", "application/json");
        await Refused(await _http.PostAsync("/v1/articles", content), "article", "Not valid UTF-8");
        var error = await Body(await _http.PostAsync("/v1/articles", Json($$"""{"{{new string('x', 100_000)}}":1}""")));
        Assert.InRange(error.GetRawText().Length, 1, 2000);
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deeply_or_too_large_is_a_400()
    {
        await Refused(await _http.PostAsync("/v1/articles", Json($$"""{"title":{{new string('[', 100_000)}}""")), "article", "not JSON");
        using var large = new HttpRequestMessage(HttpMethod.Post, "/v1/articles") { Content = Json($$"""{"title":"{{new string('x', 9_000_000)}}"}""") };
        // The answer comes before the body has been sent.
        large.Headers.ExpectContinue = true;
        await Refused(await _http.SendAsync(large), "article", "larger than 8388608 bytes");
    }

    [Fact]
    public async Task A_method_without_a_body_refuses_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stories") { Content = Json("""{"pageSize":3}""") };
        await Refused(await _http.SendAsync(request), "", "takes no body");
    }

    [Theory]
    [InlineData("/v1/stories?order=STORY_ORDER_LARGEST&page_size=3&filter.min_articles=2")]
    [InlineData("/v1/stories?order=3&pageSize=3&filter.minArticles=2&filter.entities=Pier&filter.entities=Quay")]
    [InlineData("/v1/stories?filter.updatedSince=2026-02-03T04:05:06.789Z")]
    [InlineData("/v1/stories?filter.updatedSince=2026-02-03T04:05:06%2B01:00&pageToken=")]
    [InlineData("/v1/stories/story-00000000000000000000000001?view=STORY_VIEW_COVERAGE")]
    [InlineData("/v1/stories/story-00000000000000000000000001?view=2")]
    [InlineData("/v1/stories/story-00000000000000000000000001/articles?filter.kinds=ARTICLE_KIND_ORIGINAL&filter.kinds=1&filter.oncePer=ONCE_PER_FAMILY")]
    [InlineData("/v1/stories/story-00000000000000000000000001/articles?filter.appearedFrom=2026-02-03T00:00:00Z")]
    [InlineData("/v1/stories:search?query=caf%C3%A9%20%2B1&pageSize=5")]
    [InlineData("/v1/outlets?filter.kind=OUTLET_KIND_UNSPECIFIED&filter.country=NO")]
    public async Task What_fits_passes_in_a_query(string path)
    {
        var answer = await _http.GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/v1/articles", """{"url":"https://a.example/1","title":"Pier","published_at":"2026-02-03T04:05:06+01:00","externalId":"7"}""")]
    [InlineData("/v1/articles", "\uFEFF {\"url\":\"https://a.example/1\",\"title\":\"Pi\\u0065r \\ud83d\\ude00\"}\r\n")]
    [InlineData("/v1/articles", """{"url":"https://a.example/1","title":"Pier","text":null,"publishedAt":null,"outlet":null}""")]
    [InlineData("/v1/stories:batchGet", """{"story_ids":["story-00000000000000000000000001"]}""")]
    [InlineData("/v1/stories/story-00000000000000000000000001:merge", """{"targetStoryId":"story-00000000000000000000000001","sourceStoryIds":["story-00000000000000000000000002"],"reason":null}""")]
    [InlineData("/v1/stories/story-00000000000000000000000001:retract", "{}")]
    [InlineData("/v1/articles:locate", """{"article":{"title":"Pier","text":"The pier reopened.","publishedAt":"2026-02-03T04:05:06Z"},"url":null}""")]
    public async Task What_fits_passes_in_a_body(string path, string json)
    {
        var answer = await _http.PostAsync(path, Json(json));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"outlets":[{"domains":["a-river.example"],"kind":"OUTLET_KIND_LOCAL","version":"7"}],"actor":"desk"}""")]
    [InlineData("""{"outlets":[{"domains":["a-river.example"],"kind":3,"version":7,"leanProvenance":null,"isStarter":false}],"actor":"desk"}""")]
    [InlineData("""{"outlets":[{"domains":["a-river.example"],"kind":3,"version":7.0}],"actor":"desk"}""")]
    public async Task Numbers_pass_as_numbers_and_as_strings(string json)
    {
        var answer = await _http.PostAsync("/v1/outlets:upsert", Json(json));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_in_another_charset_is_read_in_it()
    {
        using var content = new ByteArrayContent(Encoding.Unicode.GetBytes("""{"url":"https://a.example/1","title":"Bücherei"}"""));
        content.Headers.TryAddWithoutValidation("content-type", "application/json; charset=utf-16");
        Assert.Equal(HttpStatusCode.OK, (await _http.PostAsync("/v1/articles", content)).StatusCode);
        Assert.Equal("Bücherei", _cluster.Ingested.Single().Content.Title);
    }

    [Fact]
    public async Task Whole_numbers_of_64_bits_are_strings()
    {
        var read = await Body(await _http.GetAsync($"/v1/stories/{Ids.Story(1)}"));
        Assert.Equal("9007199254740993", read.GetProperty("story").GetProperty("version").GetString());
        var posted = await Body(await _http.PostAsync("/v1/articles", Json("""{"url":"https://a.example/1","title":"Pier"}""")));
        Assert.Equal("1", posted.GetProperty("storyVersion").GetString());
    }

    [Fact]
    public async Task Every_error_carries_the_name_of_its_code()
    {
        var answer = await _http.GetAsync($"/v1/stories/{Ids.Story(99)}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var error = await Body(answer);
        Assert.Equal((5, "NOT_FOUND"), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal("STORY_NOT_FOUND", error.GetProperty("details")[0].GetProperty("reason").GetString());
        error = await Body(await _http.PostAsync("/v1/articles", Json("""{"url":"https://a.example/1"}""")));
        Assert.Equal(("INVALID_ARGUMENT", "article.title"), (error.GetProperty("status").GetString(), Violations(error).Single().Field));
        _cluster.OnIngest = (_, _) => Task.FromException<StoryClustering.Contracts.Articles.IngestAnswer>(new TimeoutException());
        answer = await _http.PostAsync("/v1/articles", Json("""{"url":"https://a.example/1","title":"Pier"}"""));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "UNAVAILABLE"), (answer.StatusCode,
            (await Body(answer)).GetProperty("status").GetString()));
    }

    // By the descriptors: a method added later is covered too.
    [Fact]
    public async Task No_route_ignores_what_it_does_not_know()
    {
        var routes = 0;
        foreach (var method in new[] { IngestServiceReflection.Descriptor, StoryServiceReflection.Descriptor,
            EditorServiceReflection.Descriptor,
            OutletServiceReflection.Descriptor, LocateServiceReflection.Descriptor }.SelectMany(f => f.Services).SelectMany(s =>
                s.Methods))
        {
            if (method.GetOptions()?.GetExtension(Google.Api.AnnotationsExtensions.Http) is not { } rule) continue;
            routes++;
            var path = (rule.Get.Length > 0 ? rule.Get : rule.Post).Replace("{article_id}", Ids.Article(1), StringComparison.Ordinal);
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", Ids.Story(1));
            if (rule.Get.Length > 0) await Refused(await _http.GetAsync(path + "?frobnicate=1"), "frobnicate", "Unknown field");
            else
            {
                await Refused(await _http.PostAsync(path + "?frobnicate=1", Json("{}")), "frobnicate", "Unknown field");
                await Refused(await _http.PostAsync(path, Json("""{"frobnicate":1}""")), rule.Body == "*" ? "frobnicate" : rule.Body + ".frobnicate", "Unknown field");
            }
        }
        Assert.True(routes >= 17, $"{routes} routes");
    }
}
