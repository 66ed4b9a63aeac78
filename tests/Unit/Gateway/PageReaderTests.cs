using System.Text;
using AngleSharp.Html.Parser;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Locating;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class PageReaderTests
{
    private static readonly Uri Address = new("https://ledger.example/pier");

    private readonly GatewayOptions _options = new() { Fetch = { MostAtATime = 2 } };
    private readonly ManualClock _clock = new();
    private readonly PageReader _reader;

    public PageReaderTests() => _reader = new PageReader(_options, _clock, NullLogger<PageReader>.Instance);

    private async Task<PageArticle> Read(string html) => await _reader.Read(new FetchedHtml(Address, html), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    /// <summary>A page as a news site would send it.</summary>
    internal static string Page(string title = "Harbour closes its old pier", string language = "en") => $$"""
        <!doctype html><html lang="{{language}}"><head><title>{{title}}</title><meta property="og:title" content="{{title}}">
        <meta property="article:published_time" content="2026-02-03T08:30:00Z"><script>document.write("<p>Written by a script.</p>")</script></head>
        <body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><img src="http://169.254.169.254/track.png">
        <article><h1>{{title}}</h1>
        <p>The harbour office closed the old pier on Monday after inspectors had found that four of its nine pillars were cracked below the waterline.</p>
        <p>Ferries to the islands leave from the coal quay until the work is done, the office said, which may take until the end of October.</p>
        <p>Merchants along the promenade asked the council for help, as fewer people pass their shops since the ferries have moved to the other bank.</p>
        <p>The council will speak about the matter on Thursday, and has called for an account of what the repair costs and of who will pay for it.</p>
        </article><footer>All rights reserved.</footer></body></html>
        """;

    [Fact]
    public async Task The_article_of_a_page_is_found_with_its_title_language_and_time()
    {
        var article = await Read(Page());
        Assert.Equal("Harbour closes its old pier", article.Title);
        Assert.Equal("en", article.Language);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 8, 30, 0, TimeSpan.Zero), article.Published);
        Assert.StartsWith("The harbour office closed the old pier", article.Text, StringComparison.Ordinal);
        Assert.EndsWith("who will pay for it.", article.Text, StringComparison.Ordinal);
        Assert.Equal(4, article.Text.Split("\n\n").Length);
        foreach (var other in new[] { "Sport", "script", "rights", "<" }) Assert.DoesNotContain(other, article.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body><p>Too short.</p></body></html>")]
    [InlineData("<html><body><form><input type=password></form></body></html>")]
    [InlineData("\0\0\0\0<<<<>>>>&&&&")]
    public async Task A_page_without_an_article_is_told_so(string html)
    {
        var error = (await Assert.ThrowsAsync<ApiException>(() => Read(html))).Error;
        Assert.Equal((StatusCode.FailedPrecondition, "NOT_AN_ARTICLE"), (error.Code, error.Reason));
    }

    [Theory]
    [InlineData("<div>", 100_000)]
    [InlineData("<div>", 9_000)]
    [InlineData("<b>", 9_000)]
    [InlineData("<table><tr><td>", 3_000)]
    [InlineData("<ul><li>", 5_000)]
    [InlineData("<div><!--</div>-->", 4_000)]
    public async Task A_page_that_is_nested_thousands_deep_harms_nothing(string opening, int times)
    {
        var html = $"<html><body>{new StringBuilder().Insert(0, opening, times)}{Page()}";
        Assert.Equal("NOT_AN_ARTICLE", (await Assert.ThrowsAsync<ApiException>(() => Read(html))).Error.Reason);
        Assert.NotEmpty((await Read(Page())).Text);
    }

    [Fact]
    public async Task A_page_that_takes_too_long_is_given_up()
    {
        var late = new LateClock();
        var reader = new PageReader(_options, late, NullLogger<PageReader>.Instance);
        var error = (await Assert.ThrowsAsync<ApiException>(() => reader.Read(new FetchedHtml(Address, Page()), CancellationToken.None))).Error;
        Assert.Equal("NOT_AN_ARTICLE", error.Reason);
    }

    // Every time limit is over as soon as it begins.
    private sealed class LateClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public async Task A_page_of_too_many_elements_is_not_read()
    {
        _options.Fetch.MostElements = 500;
        Assert.NotEmpty((await Read(Page())).Text);
        Assert.Equal("NOT_AN_ARTICLE", (await Assert.ThrowsAsync<ApiException>(() => Read(Page() + new StringBuilder().Insert(0, "<i></i>", 500)))).Error.Reason);
    }

    [Fact]
    public async Task A_page_as_deep_as_allowed_is_read_without_overflowing_the_stack()
    {
        var inner = Page();
        var html = $"<html><body>{new StringBuilder().Insert(0, "<div>", _options.Fetch.MostDepth - 30)}{inner[inner.IndexOf("<article>", StringComparison.Ordinal)..]}";
        Assert.Contains("coal quay", (await Read(html)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>a</p>", 5, 4)] // html, head, body, p
    [InlineData("<div><div>a</div></div><p>b", 6, 5)]
    public void Elements_and_depth_are_counted(string html, int elements, int depth)
    {
        using var document = new HtmlParser().ParseDocument(html);
        Assert.True(PageReader.IsBounded(document, elements, depth));
        Assert.False(PageReader.IsBounded(document, 3, depth));
        Assert.False(PageReader.IsBounded(document, elements, 2));
    }

    [Theory]
    [InlineData("a\u0000b\u001b[2Jc", "a b [2Jc")]
    [InlineData("  a  \t b \r\n\r\n\r\n c \n d ", "a b\n\nc\nd")]
    [InlineData("a\u202eb\u2066c", "abc")]
    [InlineData("\u200eשלום", "\u200eשלום")]
    public void Text_is_cleaned_of_what_ingest_would_refuse(string text, string clean) => Assert.Equal(clean, PageReader.Clean(text, 1000, breaks: true));

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("a\ufffdb", PageReader.Clean("a\ud800b", 1000, breaks: true));

    [Fact]
    public void Text_is_cut_at_its_limit_in_bytes() => Assert.Equal("üüü", PageReader.Clean("üüüüüü", 7, breaks: true));
}
