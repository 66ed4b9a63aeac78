using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Locating;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Pages over real sockets, from sites that mean no good.</summary>
public sealed class PageFetcherTests : IAsyncDisposable
{
    private const string Body = "<html><body><p>Fine words.</p></body></html>";

    private readonly GatewayOptions _options = new() { Fetch = { Enabled = true } };
    private readonly ManualClock _clock = new();
    private readonly RawSite _site = new();
    private readonly PageFetcher _fetcher;

    public PageFetcherTests() => _fetcher = new PageFetcher(_options, _site, _clock, NullLogger<PageFetcher>.Instance);

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await _site.DisposeAsync();
    }

    private async Task<FetchedHtml> Fetch(string url) => await _fetcher.Fetch(url, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

    private async Task<ApiError> Refused(string url) => (await Assert.ThrowsAsync<ApiException>(() => Fetch(url))).Error;

    [Fact]
    public async Task A_page_is_fetched_without_cookies_credentials_or_anything_of_the_caller()
    {
        _site.Page("ledger.example/a?b=c", Encoding.UTF8.GetBytes(Body), "text/html", "Set-Cookie: a=b\r\n");
        Assert.Equal(Body, (await Fetch("http://ledger.example/a?b=c")).Html);
        Assert.Equal(Body, (await Fetch("http://ledger.example/a?b=c")).Html);
        Assert.Equal([RawSite.PublicAddress, RawSite.PublicAddress], _site.Connected);
        foreach (var request in _site.Requests)
        {
            Assert.Contains("User-Agent: story-clustering/", request, StringComparison.Ordinal);
            Assert.DoesNotContain("Cookie", request, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("traceparent", request, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("ftp://ledger.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://ledger.example/")]
    [InlineData("http://user:secret@ledger.example/")]
    [InlineData("http://ledger.example:22/")]
    [InlineData("http://ledger.example:8080/")]
    [InlineData("http://localhost/")]
    [InlineData("http://metadata/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[fe80::1]/")]
    public async Task A_URL_that_is_not_of_the_public_web_is_refused_and_nothing_is_connected_to(string url)
    {
        var error = await Refused(url);
        Assert.Equal((StatusCode.InvalidArgument, "URL_NOT_ALLOWED"), (error.Code, error.Reason));
        Assert.Empty(_site.Connected);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("//[::1]/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://ledger.example:22/")]
    [InlineData("http://user@ledger.example/")]
    [InlineData("http://localhost/")]
    public async Task A_redirect_to_such_a_URL_is_refused(string to)
    {
        _site.Redirect("ledger.example/", to);
        var error = await Refused("http://ledger.example/");
        Assert.Equal((StatusCode.InvalidArgument, "URL_NOT_ALLOWED"), (error.Code, error.Reason));
        Assert.Single(_site.Connected);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData(RawSite.PublicAddress, "127.0.0.1")]
    [InlineData("fd00::1", RawSite.PublicAddress)]
    public async Task A_name_of_a_private_address_looks_like_one_that_cannot_be_reached(params string[] addresses)
    {
        _site.Names["inside.example"] = new Queue<string[]>([addresses]);
        _site.Names["nowhere.example"] = [];
        var (inside, nowhere) = (await Refused("http://inside.example/"), await Refused("http://nowhere.example/"));
        Assert.Equal((StatusCode.Unavailable, "FETCH_FAILED"), (inside.Code, inside.Reason));
        Assert.Equal((nowhere.Code, nowhere.Reason, nowhere.Message), (inside.Code, inside.Reason, inside.Message));
        Assert.Empty(_site.Connected);
    }

    [Fact]
    public async Task A_redirect_to_a_name_of_a_private_address_is_refused_at_the_connection()
    {
        _site.Redirect("ledger.example/", "http://inside.example/secret");
        _site.Names["inside.example"] = new Queue<string[]>([["192.168.0.1"]]);
        Assert.Equal("FETCH_FAILED", (await Refused("http://ledger.example/")).Reason);
        Assert.Equal([RawSite.PublicAddress], _site.Connected);
    }

    [Fact]
    public async Task A_name_that_is_public_at_first_and_private_at_the_connection_gains_nothing()
    {
        // Whoever looks the name up a second time is told another address; here every connection looks it up once, and uses that.
        _site.Names["rebind.example"] = new Queue<string[]>([[RawSite.PublicAddress], ["127.0.0.1"]]);
        _site.Redirect("rebind.example/", "http://rebind.example/again");
        _site.Page("rebind.example/again", Body);
        Assert.Equal("FETCH_FAILED", (await Refused("http://rebind.example/")).Reason);
        Assert.Equal([RawSite.PublicAddress], _site.Connected);
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_five_times()
    {
        for (var i = 0; i < 6; i++) _site.Redirect($"ledger.example/{i}", $"/{i + 1}", 301 + i % 3);
        _site.Page("ledger.example/6", Body);
        Assert.Equal("http://ledger.example/6", (await Fetch("http://ledger.example/1")).Address.AbsoluteUri);
        var error = await Refused("http://ledger.example/0");
        Assert.Equal((StatusCode.FailedPrecondition, "FETCH_FAILED"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task A_huge_page_is_cut_off_whether_or_not_it_says_its_size()
    {
        _options.Fetch.MostBytes = 100_000;
        _site.Page("ledger.example/told", new byte[100_001], "text/html");
        long written = 0;
        _site.Pages["ledger.example/endless"] = async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(new byte[10_000], cancellation);
                written += 10_000;
            }
        };
        Assert.Equal("FETCH_FAILED", (await Refused("http://ledger.example/told")).Reason);
        Assert.Equal("FETCH_FAILED", (await Refused("http://ledger.example/endless")).Reason);
        Assert.InRange(written, 0, 50_000_000);
    }

    [Fact]
    public async Task A_small_body_that_unfolds_to_a_huge_one_is_cut_off()
    {
        var bomb = RawSite.Gzip(new byte[1024 * 1024], times: 64);
        Assert.InRange(bomb.Length, 1, 200_000);
        _site.Page("ledger.example/", bomb, "text/html", "Content-Encoding: gzip\r\n");
        var error = await Refused("http://ledger.example/");
        Assert.Equal((StatusCode.FailedPrecondition, "FETCH_FAILED", "The page is too large."), (error.Code, error.Reason, error.Message));
    }

    [Fact]
    public async Task A_compressed_page_is_unpacked()
    {
        _site.Page("ledger.example/", RawSite.Gzip(Encoding.UTF8.GetBytes(Body)), "text/html", "Content-Encoding: gzip\r\n");
        Assert.Equal(Body, (await Fetch("http://ledger.example/")).Html);
        _site.Page("ledger.example/broken", Encoding.UTF8.GetBytes(Body), "text/html", "Content-Encoding: gzip\r\n");
        Assert.Equal("FETCH_FAILED", (await Refused("http://ledger.example/broken")).Reason);
    }

    [Fact]
    public async Task A_page_that_drips_is_given_up_when_the_time_for_all_of_it_is_over()
    {
        var dripping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _site.Pages["ledger.example/"] = async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n<p>"u8.ToArray(), cancellation);
            dripping.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        };
        var fetching = Refused("http://ledger.example/");
        await dripping.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        Assert.False(fetching.IsCompleted);
        _clock.Advance(_options.Fetch.Timeout);
        var error = await fetching;
        Assert.Equal((StatusCode.Unavailable, "FETCH_FAILED"), (error.Code, error.Reason));
    }

    [Theory]
    [InlineData("application/pdf")]
    [InlineData("text/plain")]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task What_is_not_HTML_is_no_article(string? type)
    {
        _site.Page("ledger.example/", Encoding.UTF8.GetBytes(Body), type);
        var error = await Refused("http://ledger.example/");
        Assert.Equal((StatusCode.FailedPrecondition, "NOT_AN_ARTICLE"), (error.Code, error.Reason));
    }

    [Theory]
    [InlineData(404, StatusCode.FailedPrecondition)]
    [InlineData(403, StatusCode.FailedPrecondition)]
    [InlineData(204, StatusCode.FailedPrecondition)]
    [InlineData(304, StatusCode.FailedPrecondition)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    public async Task A_status_other_than_200_fails_and_is_told(int status, StatusCode code)
    {
        _site.Answer("ledger.example/", $"HTTP/1.1 {status} No\r\nContent-Type: text/html\r\nContent-Length: 0");
        var error = await Refused("http://ledger.example/");
        Assert.Equal((code, "FETCH_FAILED"), (error.Code, error.Reason));
        Assert.Contains($"{status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_HTTP_fails_without_inner_details()
    {
        _site.Pages["ledger.example/"] = async (stream, cancellation) => await stream.WriteAsync("SSH-2.0-OpenSSH_9.6\r\n"u8.ToArray(), cancellation);
        var error = await Refused("http://ledger.example/");
        Assert.Equal((StatusCode.Unavailable, "The page could not be reached."), (error.Code, error.Message));
        Assert.Contains(error.ToStatus().Details, d => d.Is(Google.Rpc.RetryInfo.Descriptor));
    }

    [Fact]
    public async Task Only_the_ports_that_are_configured_are_open()
    {
        _options.Fetch.Ports = [8080];
        _site.Page("ledger.example:8080/", Body);
        Assert.Equal(Body, (await Fetch("http://ledger.example:8080/")).Html);
        Assert.Equal("URL_NOT_ALLOWED", (await Refused("http://ledger.example/")).Reason);
    }

    public static TheoryData<byte[], string?, string> Charsets => new()
    {
        { Encoding.UTF8.GetBytes("Grüße"), null, "Grüße" },
        { Encoding.UTF8.GetBytes("Grüße"), "utf-8", "Grüße" },
        { Encoding.Latin1.GetBytes("Grüße"), "ISO-8859-1", "Grüße" },
        { [.. Encoding.Latin1.GetBytes("Gr"), 0x93, 0x94], "latin1", "Gr“”" },
        { [0xCF, 0xF0, 0xE8], "\"windows-1251\"", "При" },
        { [.. Encoding.ASCII.GetBytes("<meta charset='windows-1251'>"), 0xCF, 0xF0, 0xE8], null, "<meta charset='windows-1251'>При" },
        { [.. Encoding.ASCII.GetBytes("<META http-equiv=Content-Type content=\"text/html; charset=windows-1251\">"), 0xCF], null, "<META http-equiv=Content-Type content=\"text/html; charset=windows-1251\">П" },
        { [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Grüße")], "windows-1251", "Grüße" },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Grüße")], null, "Grüße" },
        { Encoding.UTF8.GetBytes("Grüße"), "no-such-charset", "Grüße" },
        { Encoding.UTF8.GetBytes("Grüße"), "utf-7", "Grüße" },
        { Encoding.Latin1.GetBytes("Grüße"), "utf-8", "Gr\ufffd\ufffde" },
    };

    [Theory]
    [MemberData(nameof(Charsets))]
    public void Text_is_decoded_as_mark_header_or_page_say(byte[] bytes, string? charset, string text) => Assert.Equal(text, PageFetcher.Decode(bytes, charset));
}
