using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StoryClustering.Gateway.Locating;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Web sites on loopback, one answer a host, written byte for byte; and the door to them: names resolve as the test says, every
/// connection ends here whatever its address, but only after the rules have had their say.</summary>
internal sealed class RawSite : FetchDoor, IAsyncDisposable
{
    public const string PublicAddress = "93.184.215.14";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public RawSite()
    {
        _listener.Start();
        _serving = Serve();
    }

    /// <summary>What is answered, by host and path.</summary>
    public Dictionary<string, Func<Stream, CancellationToken, Task>> Pages { get; } = new(StringComparer.Ordinal);
    /// <summary>Addresses of a host, one list for each time that it is asked; the last stays. Without: a public one.</summary>
    public Dictionary<string, Queue<string[]>> Names { get; } = new(StringComparer.Ordinal);
    /// <summary>Addresses connected to, in order.</summary>
    public List<string> Connected { get; } = [];
    /// <summary>Heads of requests, in order.</summary>
    public List<string> Requests { get; } = [];

    public override Task<IPAddress[]> Resolve(string host, CancellationToken cancellation)
    {
        if (!Names.TryGetValue(host, out var answers)) return Task.FromResult<IPAddress[]>([IPAddress.Parse(PublicAddress)]);
        if (answers.Count == 0) throw new SocketException((int)SocketError.HostNotFound);
        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        return Task.FromResult(Array.ConvertAll(answer, IPAddress.Parse));
    }

    public override Task<Stream> Connect(IPEndPoint end, CancellationToken cancellation)
    {
        lock (Connected) Connected.Add(end.Address.ToString());
        return base.Connect((IPEndPoint)_listener.LocalEndpoint, cancellation);
    }

    public void Page(string hostAndPath, string html, string contentType = "text/html; charset=utf-8") => Page(hostAndPath, Encoding.UTF8.GetBytes(html), contentType);

    public void Page(string hostAndPath, byte[] body, string? contentType, string head = "") => Pages[hostAndPath] = async (stream, cancellation) =>
    {
        var type = contentType is null ? "" : $"Content-Type: {contentType}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{type}{head}Content-Length: {body.Length}\r\n\r\n"), cancellation);
        await stream.WriteAsync(body, cancellation);
    };

    public void Answer(string hostAndPath, string head) => Pages[hostAndPath] = async (stream, cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n\r\n"), cancellation);

    public void Redirect(string hostAndPath, string to, int status = 302) => Answer(hostAndPath, $"HTTP/1.1 {status} Go\r\nLocation: {to}\r\nContent-Length: 0");

    public static byte[] Gzip(byte[] bytes, int times = 1)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var i = 0; i < times; i++) gzip.Write(bytes);
        return packed.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(Answer(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { /* The test is over. */ }
        await Task.WhenAll(open);
    }

    private async Task Answer(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one, _stop.Token) == 0) return;
                head.Append((char)one[0]);
            }
            var request = head.ToString();
            lock (Requests) Requests.Add(request);
            var path = request.Split(' ')[1];
            var host = request.Split("\r\n").First(l => l.StartsWith("Host: ", StringComparison.OrdinalIgnoreCase))[6..];
            if (Pages.TryGetValue(host + path, out var page)) await page(stream, _stop.Token);
            else await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException) { /* The fetcher has hung up, as it should. */ }
    }
}
