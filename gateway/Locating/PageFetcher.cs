using System.Net;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;

namespace StoryClustering.Gateway.Locating;

/// <summary>A page as it was fetched.</summary>
/// <param name="Address">Address that answered, after redirects.</param>
/// <param name="Html">Its text.</param>
public sealed record FetchedHtml(Uri Address, string Html);

/// <summary>Fetches the page of a URL that a client names, and takes neither client nor page for a friend.
/// <para>1. The URL: http or https, a port that is allowed, no user name, a host with a dot. 2. The connection: see <see cref="FetchDoor"/>.
/// 3. A redirect goes to 1, at most five times. 4. The answer: HTML, of a bounded size after decompression. All within one time limit; no
/// cookies, no credentials, no proxy, no connection is used twice.</para>
/// robots.txt is not asked: one page is read because a person asks for it, as a browser would; operators who see that otherwise leave
/// fetching off.</summary>
public sealed partial class PageFetcher : IDisposable
{
    private const string UserAgent = "story-clustering/1.0 (reads one page when a person asks where it stands)";
    private const int MetaBytes = 1024;
    private static readonly System.Buffers.SearchValues<char> EndOfName = System.Buffers.SearchValues.Create("\"'>;/ \t\r\n");

    private readonly FetchOptions _options;
    private readonly FetchDoor _door;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _retryDelay;
    private readonly HttpMessageInvoker _http;

    static PageFetcher() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>A fetcher behind a door.</summary>
    public PageFetcher(GatewayOptions options, FetchDoor door, TimeProvider time, ILogger<PageFetcher> logger)
    {
        (_options, _door, _time, _logger, _retryDelay) = (options.Fetch, door, time, logger, options.RetryDelay);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            ConnectCallback = (context, cancellation) => new ValueTask<Stream>(door.Open(context.DnsEndPoint, cancellation)),
            // A connection must not outlive the check of its address.
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Fetches a page. Throws <see cref="ApiException"/>: URL_NOT_ALLOWED, FETCH_FAILED or NOT_AN_ARTICLE.</summary>
    public async Task<FetchedHtml> Fetch(string url, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var address = Allowed(url, null);
            for (var hop = 0; ; hop++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11 };
                request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
                request.Headers.TryAddWithoutValidation("Accept", "text/html, application/xhtml+xml");
                using var response = await _http.SendAsync(request, both.Token);
                if (Location(response) is { } location)
                {
                    if (hop >= _options.MostRedirects) throw Failed("The page redirects too often.");
                    address = Allowed(location, address);
                    continue;
                }
                return new FetchedHtml(address, await Read(response, both.Token));
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(_logger, "time-out", e);
            throw Away("The page did not come in time.");
        }
        // What a name resolves to is not told: a name of inside and one that does not exist look the same.
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or AddressRefusedException)
        {
            LogFailed(_logger, IsRefused(e) ? "address refused" : e.GetType().Name, e);
            throw Away("The page could not be reached.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Uri Allowed(string url, Uri? from)
    {
        var sound = from is null ? Uri.TryCreate(url, UriKind.Absolute, out var address) : Uri.TryCreate(from, url, out address);
        if (!sound || address!.Scheme is not ("http" or "https")) throw NotAllowed("Only http and https.", from);
        if (address.UserInfo.Length > 0) throw NotAllowed("No user name or password.", from);
        if (!_options.Allows(address.Port)) throw NotAllowed("Not this port.", from);
        if (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            if (!IPAddress.TryParse(address.DnsSafeHost, out var literal) || !_door.Allows(literal)) throw NotAllowed("Not this address.", from);
        }
        // One label is a machine of the operators' own network; so is whatever the search domain of the resolver makes of it.
        else if (CanonicalUrl.Domain(address.IdnHost) is not { } domain || !domain.Contains('.', StringComparison.Ordinal))
        {
            throw NotAllowed("Not this host.", from);
        }
        return address;
    }

    private static string? Location(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
            or HttpStatusCode.PermanentRedirect && response.Headers.TryGetValues("Location", out var values)
            ? values.First() : null;

    private async Task<string> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 || status == 429) throw Away($"The page answered with status {status}.");
        if (status != 200) throw Failed($"The page answered with status {status}.");
        var type = response.Content.Headers.ContentType;
        if (type?.MediaType?.ToLowerInvariant() is not ("text/html" or "application/xhtml+xml"))
            throw NotAnArticle("The URL does not lead to HTML.");
        if (response.Content.Headers.ContentLength > _options.MostBytes) throw Failed("The page is too large.");

        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[16 * 1024];
        // Counted after decompression: a small body may unfold to anything.
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + count > _options.MostBytes) throw Failed("The page is too large.");
            body.Write(buffer, 0, count);
        }
        return Decode(body.GetBuffer().AsSpan(0, (int)body.Length), type.CharSet);
    }

    /// <summary>Text of a page: by its byte order mark, else the charset of its header, else that of a meta element in its first bytes,
    /// else UTF-8. What is not valid becomes U+FFFD.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        var encoding = Named(charset) ?? Named(MetaCharset(Encoding.Latin1.GetString(bytes[..Math.Min(MetaBytes, bytes.Length)])));
        return (encoding ?? Encoding.UTF8).GetString(bytes);
    }

    private static Encoding? Named(string? name)
    {
        name = name?.Trim('"', '\'', ' ').ToLowerInvariant();
        // As browsers read them.
        if (name is "iso-8859-1" or "latin1" or "us-ascii" or "ascii") name = "windows-1252";
        if (string.IsNullOrEmpty(name)) return null;
        try { return Encoding.GetEncoding(name); }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) { return null; }
    }

    private static string? MetaCharset(string head)
    {
        var at = head.IndexOf("<meta", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || (at = head.IndexOf("charset=", at, StringComparison.OrdinalIgnoreCase)) < 0) return null;
        var value = head[(at + 8)..].TrimStart('"', '\'', ' ');
        var end = value.AsSpan().IndexOfAny(EndOfName);
        return end < 0 ? value : value[..end];
    }

    private static bool IsRefused(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is AddressRefusedException) return true;
        return false;
    }

    private static ApiException NotAllowed(string rule, Uri? from) => new(new ApiError
    {
        Code = StatusCode.InvalidArgument,
        Reason = Reasons.UrlNotAllowed,
        Message = from is null ? $"This URL is not fetched: {rule}" : $"The page redirects to a URL that is not fetched: {rule}",
        Fields = [new FieldFault("url", rule)],
    });

    private ApiException Away(string message) => ApiError.Unavailable(Reasons.FetchFailed, message, _retryDelay).ToException();

    private static ApiException Failed(string message) => new(new ApiError { Code = StatusCode.FailedPrecondition, Reason = Reasons.FetchFailed, Message = message });

    internal static ApiException NotAnArticle(string message) =>
        new(new ApiError { Code = StatusCode.FailedPrecondition, Reason = Reasons.NotAnArticle, Message = message });

    [LoggerMessage(206, LogLevel.Information, "A page could not be fetched ({Why})")]
    private static partial void LogFailed(ILogger logger, string why, Exception exception);
}
