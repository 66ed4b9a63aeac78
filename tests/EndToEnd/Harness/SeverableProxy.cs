using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Passes TCP on to a server, until the line is cut (connections break, new ones are refused) or hangs (nothing comes
/// through, and nobody is told; what was sent meanwhile arrives late).</summary>
internal sealed class SeverableProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private volatile TaskCompletionSource _flowing = new();
    private TcpListener _listener;
    private Task _accepting;

    public SeverableProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _flowing.SetResult();
        _listener = new TcpListener(IPAddress.Loopback, Loopback.FreePorts(1)[0]);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept(_listener);
    }

    public int Port { get; }

    /// <summary>From now on there is no server.</summary>
    public async Task Cut()
    {
        _listener.Stop();
        await _accepting;
        foreach (var socket in _open.Keys) socket.Close(timeout: 0);
    }

    /// <summary>The server is there again.</summary>
    public void Restore()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = Accept(_listener);
    }

    /// <summary>From now on nothing comes through.</summary>
    public void Hang() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held up comes through, and all that follows.</summary>
    public void Flow() => _flowing.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Flow();
        await Cut();
    }

    private async Task Accept(TcpListener listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // stopped
            }
            _open[client] = true;
            _ = Carry(client);
        }
    }

    private async Task Carry(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[server] = true;
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(Copy(client, server), Copy(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken lines are what this is for.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _flowing.Task;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }
}
