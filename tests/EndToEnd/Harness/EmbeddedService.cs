namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>The service in one process on SQLite, as <c>./run</c> starts it; empty at first. Can be stopped and started again on
/// the same data and ports.</summary>
internal sealed class EmbeddedService : IAsyncDisposable
{
    private string[] _arguments = [];
    private readonly TemporaryFolder _folder = new();
    private readonly int _httpPort;
    private readonly int _grpcPort;
    private readonly List<GatewayClient> _clients = [];
    private ServiceProcess? _process;

    private EmbeddedService()
    {
        var ports = Loopback.FreePorts(2);
        (_httpPort, _grpcPort) = (ports[0], ports[1]);
        Client = NewClient();
    }

    /// <summary>Base of JSON over HTTP/1.1, without a slash at its end.</summary>
    public string Http => $"http://127.0.0.1:{_httpPort}";
    public string Grpc => $"http://127.0.0.1:{_grpcPort}";
    public GatewayClient Client { get; }
    public ServiceProcess Process => _process ?? throw new InvalidOperationException("Not running.");

    /// <param name="arguments">Further arguments, also when it is started again.</param>
    public static async Task<EmbeddedService> Start(params string[] arguments)
    {
        var service = new EmbeddedService { _arguments = arguments };
        try
        {
            await service.StartAgain();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection of its own.</summary>
    public GatewayClient NewClient()
    {
        var client = new GatewayClient(_grpcPort);
        _clients.Add(client);
        return client;
    }

    /// <summary>Starts the process and waits until it is healthy.</summary>
    public async Task StartAgain()
    {
        _process = StartProcess();
        await _process.WaitUntilHealthy(new Uri($"{Http}/health"));
    }

    /// <summary>Starts the process on the same data, with further arguments, and does not wait.</summary>
    public ServiceProcess StartProcess(params string[] more) => ServiceProcess.Start("gateway", Built.Gateway,
        ["--mode", "embedded", "--http", $"{_httpPort}", "--grpc", $"{_grpcPort}", "--data", _folder.Path, "--Logging:LogLevel:Default=Warning", .. _arguments, .. more], _folder.Path);

    /// <summary>Ends the process as Ctrl-C does, and returns its exit code.</summary>
    public async Task<int> Stop()
    {
        var code = await Process.Interrupt();
        await Process.DisposeAsync();
        _process = null;
        return code;
    }

    /// <summary>Ends the process at once.</summary>
    public async Task Kill()
    {
        Process.Kill();
        await Process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        if (_process is { } process) await process.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>One service for the tests that do not need one of their own.</summary>
public sealed class EmbeddedFixture : IAsyncLifetime
{
    private EmbeddedService? _service;

    internal EmbeddedService Service => _service!;

    public async ValueTask InitializeAsync() => _service = await EmbeddedService.Start();

    public async ValueTask DisposeAsync()
    {
        if (_service is { } service) await service.DisposeAsync();
    }
}

/// <summary>Collection of the tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedCollection : ICollectionFixture<EmbeddedFixture>
{
    public const string Name = "embedded";
}
