using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.TestingHost;
using StoryClustering.Silo;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Schema;

namespace StoryClustering.Tests.Grains;

/// <summary>A silo of Orleans' in-process test cluster, with the production grains over an SQLite file of its own.</summary>
public class ClusterFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stories-").FullName;
    private InProcessTestCluster? _cluster;

    public StorageOptions Storage { get; private set; } = new();
    public InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("Not started.");
    public IGrainFactory Grains => Cluster.Client;
    /// <summary>Breaks the database for the silo, not for <see cref="Store"/>.</summary>
    public FaultyCatalogStore Faults { get; private set; } = null!;
    public ICatalogStore Store => Faults.Inner;
    /// <summary>Holds up partitions that load, also those of a silo that is not there yet.</summary>
    public LoadGate Loads { get; } = new();
    public IServiceProvider Services => Cluster.GetSiloServiceProvider(Cluster.Silos[0].SiloAddress);

    private ICatalogStore SiloStore => Services.GetRequiredService<ICatalogStore>();

    public async ValueTask InitializeAsync()
    {
        Storage = new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = $"Data Source={Path.Combine(_folder, "stories.db")}" };
        await Migrator.Migrate(Storage, NullLogger.Instance, CancellationToken.None);
        await Start();
    }

    /// <summary>Ends all silos at once, as a crash does, and starts a new one on the same database.</summary>
    public async Task Crash()
    {
        foreach (var silo in Cluster.Silos.ToArray()) await Cluster.KillSiloAsync(silo);
        await Cluster.DisposeAsync();
        await Start();
    }

    /// <summary>Runs a statement on the database, behind the service's back.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Storage.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Cluster.StopAllSilosAsync();
        await Cluster.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What this cluster has beside the usual.</summary>
    protected virtual void Configure(ISiloBuilder silo)
    {
    }

    private async Task Start()
    {
        var builder = new InProcessTestClusterBuilder(1);
        (builder.Options.ServiceId, builder.Options.ClusterId) = ("stories", "stories"); // the same after a crash: grain state is stored under it
        builder.ConfigureSilo((_, silo) =>
        {
            silo.UseInMemoryReminderService();
            silo.Services.Configure<StoryClustering.Grains.ClusteringOptions>(o =>
            {
                o.Partitions = 4;
                o.Frames.Enabled = false; // new frames are a story's versions, too: tests that count versions and writes do without
            });
            Configure(silo);
            silo.ConfigureStoryGrains(new SiloHostOptions(), Storage);
            var real = silo.Services.Last(d => d.ServiceType == typeof(ICatalogStore));
            silo.Services.Remove(real);
            silo.Services.AddSingleton<ICatalogStore>(s => new FaultyCatalogStore((ICatalogStore)real.ImplementationFactory!(s), Loads));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        Faults = (FaultyCatalogStore)SiloStore;
    }
}
