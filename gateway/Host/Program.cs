using System.Net;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Host;
using StoryClustering.Silo;
using StoryClustering.Silo.Logging;
using StoryClustering.Silo.Starting;
using StoryClustering.Storage;

// The gateway. `--mode embedded` (default) has a silo inside and keeps everything in one SQLite file under `--data`;
// `--mode cluster` is a client of the silos that meet in the PostgreSQL database of Storage:ConnectionString.
return await Start.Run(() =>
{
    var known = new KnownSettings([("", typeof(GatewayHostOptions)), ("Gateway", typeof(GatewayOptions)), .. SiloSettings.Classes]);
    var check = new SettingsCheck(known);
    var builder = WebApplication.CreateBuilder(check.Arguments(args));
    check.Configuration(builder.Configuration);
    var settings = check.Readable(builder.Configuration).Get<GatewayHostOptions>() ?? new GatewayHostOptions();
    var embedded = settings.Mode == GatewayMode.Embedded;
    var file = Path.Combine(Path.GetFullPath(string.IsNullOrWhiteSpace(settings.Data) ? "." : settings.Data), "stories.db");
    builder.Configuration.AddInMemoryCollection(embedded
        ? new Dictionary<string, string?>
        {
            ["Cluster:Embedded"] = "true",
            ["Cluster:SiloPort"] = "0",
            ["Cluster:GatewayPort"] = "0",
            ["Storage:Provider"] = builder.Configuration["Storage:Provider"] ?? nameof(StorageProvider.Sqlite),
            ["Storage:ConnectionString"] = builder.Configuration["Storage:ConnectionString"] ?? $"Data Source={file}",
            ["Clustering:Partitions"] = builder.Configuration["Clustering:Partitions"] ?? "4",
        }
        : new Dictionary<string, string?> { ["Storage:Provider"] = builder.Configuration["Storage:Provider"] ?? nameof(StorageProvider.Postgres) });
    var readable = check.Readable(builder.Configuration);
    var gateway = readable.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions();
    check.Add(settings.Errors());
    check.Add(gateway.Errors());
    check.Add(SiloSettings.Errors(readable));
    check.Throw();

    builder.Logging.AddStoryConsole();
    // Advice about garbage collection settings, which are chosen on purpose: one process shares the machine with its user.
    builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
    // Its first report compares with the machine's start and is always late.
    builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

    var address = IPAddress.Parse(settings.Address);
    // Held by the host's container, until the process ends however it ends.
    if (embedded) builder.Services.AddSingleton(DataFolder.Take(settings.Data));
    Ports.Require("address", address, ("http", $"{settings.Http}", settings.Http), ("grpc", $"{settings.Grpc}", settings.Grpc));

    if (embedded) builder.AddStorySilo();
    else builder.AddStoryClient();
    builder.Services.AddStoryGateway(gateway);
    builder.Services.AddSingleton(static s => new ClusterConnection(() => s.GetRequiredService<StartState>().Waiting));
    // What follows the stories has nothing to follow before that.
    StartLater.Include(builder.Services);
    builder.AddStoryTelemetry("story-gateway");
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureStoryKestrel(address, settings.Http, settings.Grpc));

    var app = builder.Build();
    app.MapStoryGateway();
    app.MapStoryHealth();
    return Task.FromResult<WebApplication?>(app);
});
