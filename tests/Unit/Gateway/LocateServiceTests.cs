using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using StoryClustering.Gateway.Locating;
using Xunit;
using LocateService = StoryClustering.Gateway.Locating.LocateService;
using SpanField = StoryClustering.Contracts.Frames.SpanField;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class LocateServiceTests : IAsyncDisposable
{
    private readonly FakeCluster _cluster = new();
    private readonly GatewayOptions _options = new();
    private readonly ManualClock _clock = new();
    private readonly RawSite _site = new();
    private readonly PageFetcher _fetcher;
    private readonly PageReader _reader;
    private readonly LocateService _service;

    public LocateServiceTests()
    {
        _fetcher = new PageFetcher(_options, _site, _clock, NullLogger<PageFetcher>.Instance);
        _reader = new PageReader(_options, _clock, NullLogger<PageReader>.Instance);
        _service = new LocateService(_cluster, new ArticleRules(PublicSuffixList.Load("/no/such/file"), _clock), _fetcher, _reader, _options);
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        _fetcher.Dispose();
        await _site.DisposeAsync();
    }

    private Task<LocateArticleResponse> Locate(LocateArticleRequest request) => _service.LocateArticle(request, new FakeCallContext(CancellationToken.None));

    private async Task<ApiError> Refused(LocateArticleRequest request) => (await Assert.ThrowsAsync<ApiException>(() => Locate(request))).Error;

    private static LocateAnswer Found(bool member = false) => new(Cards.New(3, 8, articles: 4), member, 0.5f, 0.25f, [new FoundStory(Cards.New(4), 0.125f)], new LocationRecord
    {
        FramesVersion = 6,
        Position = new PositionRecord(-0.5, -0.75, -0.25, 9),
        Sentences = [new DialSentenceRecord(SpanField.Text, 4, 10, "Safety is", -1.5, ["safety"])],
        MissingFacts = [Framing.Fact("Nine pillars were cracked.")],
        SharedFacts = [Framing.Fact("The pier was closed.")],
        UniqueClaims = [new DialSentenceRecord(SpanField.Title, 0, 5, "Forty", 0, [])],
        OtherSide = [new ReadingRecord(new DialSentenceRecord(SpanField.Text, 4, 10, "Safety is", -1.5, ["safety"]), Framing.Line("Costs come first."), 0.375f)],
    }, "en");

    [Fact]
    public async Task A_text_is_located_and_everything_that_was_found_is_told()
    {
        _cluster.OnLocate = _ => Found();
        var answer = await Locate(new LocateArticleRequest
        {
            Article = new LocatableArticle
            {
                Title = "Pier closed", Text = "Safety is first.", Language = "en-GB", Url = "https://www.ledger.example/pier?utm_source=x",
                PublishedAt = Timestamp.FromDateTimeOffset(_clock.GetUtcNow()),
            },
        });
        var query = Assert.Single(_cluster.Located);
        Assert.Equal(("Pier closed", "Safety is first.", "en", _clock.GetUtcNow()), (query.Title, query.Text, query.Language, query.Published));
        Assert.Equal((CanonicalUrl.Parse("https://ledger.example/pier", out _)!.ArticleId, "ledger.example"), (query.ArticleId, query.Outlet));
        Assert.Equal((Ids.Story(3), 8, false, 0.5, 0.25, "en"), (answer.Story.StoryId, answer.Story.Version, answer.IsMember, answer.Score, answer.Threshold, answer.Language));
        Assert.Equal((Ids.Story(4), 0.125), (answer.Nearest[0].Story.StoryId, answer.Nearest[0].Score));
        var location = answer.Location;
        Assert.Equal((6, -0.5, -0.75, -0.25, 9), (location.FramesVersion, location.Position.Value, location.Position.Low, location.Position.High, location.Position.Terms));
        var sentence = location.Sentences[0];
        Assert.Equal((StoryClustering.Api.V1.SpanField.Text, 4, 10, "Safety is", -1.5, "safety"),
            (sentence.Field, sentence.Start, sentence.Length, sentence.Text, sentence.Weight, Assert.Single(sentence.Terms)));
        Assert.Equal("Nine pillars were cracked.", location.MissingFacts[0].Line.Text);
        Assert.Equal("The pier was closed.", location.SharedFacts[0].Line.Text);
        Assert.Equal((StoryClustering.Api.V1.SpanField.Title, "Forty"), (location.UniqueClaims[0].Field, location.UniqueClaims[0].Text));
        Assert.Equal(("Safety is", "Costs come first.", 0.375), (location.OtherSide[0].Own.Text, location.OtherSide[0].Other.Text, location.OtherSide[0].Similarity));
        Assert.Null(answer.Fetched);
    }

    [Fact]
    public async Task Without_a_position_the_reason_is_told_and_without_a_story_there_is_no_location()
    {
        _cluster.OnLocate = _ => new LocateAnswer(Cards.New(1), false, 0.5f, 0.25f, [], new LocationRecord { FramesVersion = 1, Reason = "no-contrast" }, "en");
        var answer = await Locate(new LocateArticleRequest { Article = new LocatableArticle { Title = "Pier" } });
        Assert.Null(answer.Location.Position);
        Assert.Equal("no-contrast", answer.Location.Reason);
        Assert.Equal(("", ""), (_cluster.Located.Single().ArticleId, _cluster.Located.Single().Outlet));
        _cluster.OnLocate = _ => new LocateAnswer(null, false, 0, 0.25f, [], null, "en");
        answer = await Locate(new LocateArticleRequest { Article = new LocatableArticle { Text = "Pier" } });
        Assert.Null(answer.Story);
        Assert.Null(answer.Location);
    }

    public static TheoryData<LocateArticleRequest, string> Wrong => new()
    {
        { new LocateArticleRequest(), "url" },
        { new LocateArticleRequest { Url = "" }, "url" },
        { new LocateArticleRequest { Url = "ledger.example/pier" }, "url" },
        { new LocateArticleRequest { Url = "ftp://ledger.example/pier" }, "url" },
        { new LocateArticleRequest { Url = "https://a:b@ledger.example/" }, "url" },
        { new LocateArticleRequest { Url = "https://ledger.example/" + new string('a', Limits.UrlBytes) }, "url" },
        { new LocateArticleRequest { Article = new LocatableArticle() }, "article.text" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = " ", Text = "\n" } }, "article.text" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = "a\u0007" } }, "article.title" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = new string('a', Limits.TitleBytes + 1) } }, "article.title" },
        { new LocateArticleRequest { Article = new LocatableArticle { Text = "a\u0000" } }, "article.text" },
        { new LocateArticleRequest { Article = new LocatableArticle { Text = new string('a', Limits.TextBytes + 1) } }, "article.text" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = "a", Language = "english!" } }, "article.language" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = "a", PublishedAt = new Timestamp { Seconds = 253_402_300_799 } } }, "article.published_at" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = "a", Url = "javascript:alert(1)" } }, "article.url" },
        { new LocateArticleRequest { Article = new LocatableArticle { Title = "a", Outlet = "no domain" } }, "article.outlet" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_field_is_named_and_nobody_is_asked(LocateArticleRequest request, string field)
    {
        var error = await Refused(request);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (error.Code, error.Reason));
        Assert.Equal([field], error.Fields.Select(f => f.Path));
        Assert.Empty(_cluster.Located);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        var error = await Refused(new LocateArticleRequest { Article = new LocatableArticle { Title = "\u0007", Language = "!", Url = "x", Outlet = "!" } });
        Assert.Equal(["article.language", "article.outlet", "article.title", "article.url"], error.Fields.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_URL_of_an_ingested_article_is_answered_without_fetching()
    {
        _cluster.OnLocate = _ => Found(member: true);
        var answer = await Locate(new LocateArticleRequest { Url = "http://ledger.example/pier" });
        Assert.True(answer.IsMember);
        Assert.Null(answer.Fetched);
        var query = Assert.Single(_cluster.Located);
        Assert.Equal(("", "", CanonicalUrl.Parse("http://ledger.example/pier", out _)!.ArticleId), (query.Title, query.Text, query.ArticleId));
        Assert.Empty(_site.Connected);
    }

    [Fact]
    public async Task An_unknown_URL_is_not_fetched_unless_that_is_enabled()
    {
        _site.Page("ledger.example/pier", PageReaderTests.Page());
        var error = await Refused(new LocateArticleRequest { Url = "http://ledger.example/pier" });
        Assert.Equal((StatusCode.FailedPrecondition, "FETCH_DISABLED"), (error.Code, error.Reason));
        Assert.Empty(_site.Connected);
    }

    [Fact]
    public async Task A_fetched_page_is_located_by_its_article_and_told()
    {
        _options.Fetch.Enabled = true;
        _site.Redirect("short.example/1", "http://www.ledger.example/pier?utm_source=short");
        _site.Page("www.ledger.example/pier?utm_source=short", PageReaderTests.Page());
        _cluster.OnLocate = q => q.Text.Length == 0 ? new LocateAnswer(null, false, 0, 0, [], null, "") : Found();
        var answer = await Locate(new LocateArticleRequest { Url = "http://short.example/1" });
        Assert.Equal(Ids.Story(3), answer.Story.StoryId);
        var query = _cluster.Located.Last();
        Assert.Equal(("Harbour closes its old pier", "en", "ledger.example", CanonicalUrl.Parse("https://ledger.example/pier", out _)!.ArticleId),
            (query.Title, query.Language, query.Outlet, query.ArticleId));
        var page = answer.Fetched;
        Assert.Equal(("http://www.ledger.example/pier?utm_source=short", query.Title, query.Text.Length), (page.FinalUrl, page.Title, page.TextLength));
        Assert.Equal(query.Text[..Limits.ExcerptChars], page.Excerpt);
        Assert.Equal(query.Published, page.PublishedAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task Beyond_the_number_of_pages_at_a_time_more_are_refused()
    {
        _options.Fetch.Enabled = true;
        var begun = 0;
        var eight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _site.Pages["ledger.example/pier"] = async (stream, cancellation) =>
        {
            if (Interlocked.Increment(ref begun) == 8) eight.SetResult();
            await go.Task.WaitAsync(cancellation);
            await stream.WriteAsync("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellation);
        };
        var eightAtATime = Enumerable.Range(0, 8).Select(_ => Refused(new LocateArticleRequest { Url = "http://ledger.example/pier" })).ToArray();
        await eight.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        var error = await Refused(new LocateArticleRequest { Url = "http://ledger.example/pier" });
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_FETCHES"), (error.Code, error.Reason));
        go.SetResult();
        Assert.All(await Task.WhenAll(eightAtATime), e => Assert.Equal("FETCH_FAILED", e.Reason));
        Assert.Equal("FETCH_FAILED", (await Refused(new LocateArticleRequest { Url = "http://ledger.example/pier" })).Reason);
    }

    [Fact]
    public void Fetching_is_off_by_default_and_its_section_turns_it_on()
    {
        Assert.False(new GatewayOptions().Fetch.Enabled);
        var options = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Fetch:Enabled"] = "true", ["Gateway:Fetch:Ports:0"] = "8443", ["Gateway:Fetch:Timeout"] = "00:00:03",
        }).Build().GetSection("Gateway").Get<GatewayOptions>()!;
        Assert.True(options.Fetch.Enabled);
        Assert.Equal([8443], options.Fetch.Ports);
        Assert.Equal(TimeSpan.FromSeconds(3), options.Fetch.Timeout);
        Assert.Equal(16, options.DetailReads);
    }
}
