using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Tests.Storage.Databases;

/// <summary>Stands between a client and a server on this machine and can cut the line, or freeze it as a network that loses
/// everything does.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource _open = Opened();
    private volatile bool _refusing;

    public TcpRelay(int serverPort)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends all connections; new ones are closed at once.</summary>
    public void Cut()
    {
        _refusing = true;
        CloseAll();
    }

    /// <summary>Keeps connections open and carries nothing.</summary>
    public void Freeze() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Undoes <see cref="Cut"/> and <see cref="Freeze"/>.</summary>
    public void Restore()
    {
        _refusing = false;
        _open.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _open.TrySetResult();
        CloseAll();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void CloseAll()
    {
        lock (_clients)
        {
            foreach (var client in _clients) client.Close();
            _clients.Clear();
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_refusing) client.Close();
                else _ = Serve(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        var server = new TcpClient();
        lock (_clients) _clients.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(_server);
            await Task.WhenAny(Copy(client.GetStream(), server.GetStream()), Copy(server.GetStream(), client.GetStream()));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
        client.Close();
        server.Close();
    }

    private async Task Copy(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65536];
        while (true)
        {
            var read = await from.ReadAsync(buffer);
            if (read == 0) return;
            await _open.Task;
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
