namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Silos and gateways as processes of their own, on a PostgreSQL database of their own behind a line that can be cut.</summary>
internal sealed class StoryCluster : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestDatabase _database;
    private readonly List<ServiceProcess> _processes = [];
    private int _silos;

    private StoryCluster(TestDatabase database)
    {
        _database = database;
        DatabaseLine = new SeverableProxy(database.Host, database.Port);
    }

    public SeverableProxy DatabaseLine { get; }
    public List<ServiceProcess> Silos { get; } = [];
    public List<GatewayClient> Gateways { get; } = [];
    public List<ServiceProcess> GatewayProcesses { get; } = [];

    private string[] Common => [$"--Storage:ConnectionString={_database.Through(DatabaseLine.Port)}", "--Logging:LogLevel:Default=Warning"];

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    public static async Task<StoryCluster> Start(int silos, int gateways)
    {
        var cluster = new StoryCluster(await TestDatabase.Create(TestDatabase.Require()));
        try
        {
            // Together: whoever comes first applies the schema, and nobody needs another's start.
            await Task.WhenAll([.. Enumerable.Range(0, silos).Select(_ => cluster.AddSilo()), .. Enumerable.Range(0, gateways).Select(_ => cluster.AddGateway())]);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo and waits until it is healthy.</summary>
    public async Task<ServiceProcess> AddSilo()
    {
        var ports = Loopback.FreePorts(3);
        var health = $"http://127.0.0.1:{ports[2]}";
        var silo = ServiceProcess.Start($"silo {++_silos}", Built.Silo,
            [$"--Cluster:SiloPort={ports[0]}", $"--Cluster:GatewayPort={ports[1]}", $"--Health:Url={health}", .. Common], _folder.Path);
        _processes.Add(silo);
        Silos.Add(silo);
        await silo.WaitUntilHealthy(new Uri($"{health}/health"));
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in Gateways) gateway.Dispose();
        foreach (var process in _processes) await process.DisposeAsync();
        await DatabaseLine.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What all processes wrote last.</summary>
    public string LastOutput => string.Join(Environment.NewLine, _processes.Select(p => p.LastOutput));

    private async Task AddGateway()
    {
        var ports = Loopback.FreePorts(2);
        var gateway = ServiceProcess.Start($"gateway {Gateways.Count + 1}", Built.Gateway, ["--mode", "cluster", "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", .. Common], _folder.Path);
        _processes.Add(gateway);
        GatewayProcesses.Add(gateway);
        Gateways.Add(new GatewayClient(ports[1]));
        await gateway.WaitUntilHealthy(new Uri($"http://127.0.0.1:{ports[0]}/health"));
    }
}
