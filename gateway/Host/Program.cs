using System.Net;
using Orleans.Configuration;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Host;
using StoryClustering.Grains;
using StoryClustering.Silo;
using StoryClustering.Storage;

// The gateway. `--mode embedded` (default) has a silo inside and keeps everything in one SQLite file under `--data`;
// `--mode cluster` is a client of the silos that meet in the PostgreSQL database of Storage:ConnectionString.
var builder = WebApplication.CreateBuilder(args);
var settings = builder.Configuration.Get<GatewayHostOptions>() ?? new GatewayHostOptions();
builder.Logging.AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat = "HH:mm:ss "; });
// Advice about garbage collection settings, which are chosen on purpose: one process shares the machine with its user.
builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
// Its first report compares with the machine's start and is always late.
builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

if (settings.Refusal() is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return 2;
}

using var folder = settings.Mode == GatewayMode.Embedded ? DataFolder.Take(settings.Data) : null;
if (settings.Mode == GatewayMode.Embedded)
{
    if (folder is null)
    {
        await Console.Error.WriteLineAsync($"{Path.GetFullPath(settings.Data)} is in use by another process of this service. One process owns a data folder.");
        return 2;
    }
    var file = Path.Combine(Path.GetFullPath(settings.Data), "stories.db");
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Cluster:Embedded"] = "true",
        ["Cluster:SiloPort"] = "0",
        ["Cluster:GatewayPort"] = "0",
        ["Storage:Provider"] = builder.Configuration["Storage:Provider"] ?? nameof(StorageProvider.Sqlite),
        ["Storage:ConnectionString"] = builder.Configuration["Storage:ConnectionString"] ?? $"Data Source={file}",
        ["Clustering:Partitions"] = builder.Configuration["Clustering:Partitions"] ?? "4",
    });
    builder.AddStorySilo();
}
else
{
    var cluster = builder.Configuration.GetSection("Cluster").Get<SiloHostOptions>() ?? new SiloHostOptions();
    var storage = builder.Configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
    storage.Provider = StorageProvider.Postgres;
    builder.UseOrleansClient(client =>
    {
        client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (storage.OrleansInvariant, storage.OrleansConnectionString));
        // What was under way to a silo that died is answered by this time-out; everything may safely be sent again.
        client.Configure<ClientMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (Deadlines.CallTimeout, true));
        client.Configure<Orleans.Configuration.GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.UseConnectionRetryFilter(async (exception, cancellation) =>
        {
            // The silos may start after us.
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
            return true;
        });
    });
}
builder.AddStoryTelemetry("story-gateway");
builder.Services.AddStoryGateway(builder.Configuration.GetSection("Gateway").Get<StoryClustering.Gateway.Api.GatewayOptions>());
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureStoryKestrel(IPAddress.Parse(settings.Address), settings.Http, settings.Grpc));

await using var app = builder.Build();
if (settings.Mode == GatewayMode.Embedded)
{
    try
    {
        await StorySilo.PrepareDatabase(app.Services, migrate: true, CancellationToken.None);
    }
    catch (InvalidOperationException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 2;
    }
}
app.MapStoryGateway();
app.MapHealthChecks("/health", HealthText.Options);
await app.RunAsync();
return 0;
