using System.Net;
using StoryClustering.Silo;
using StoryClustering.Silo.Logging;
using StoryClustering.Silo.Starting;

// A silo of a cluster. `--migrate` applies the schema and ends. Configuration by appsettings, environment
// (Storage__ConnectionString=...) or arguments (--Storage:ConnectionString=...).
return await Start.Run(async () =>
{
    var migrateOnly = args.Contains("--migrate");
    var known = new KnownSettings([.. SiloSettings.Classes, ("Health", typeof(HealthOptions))]);
    var check = new SettingsCheck(known);
    var builder = WebApplication.CreateBuilder(check.Arguments([.. args.Where(static a => a != "--migrate")], "migrate"));
    builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:Provider"] = builder.Configuration["Storage:Provider"] ?? "Postgres" });
    check.Configuration(builder.Configuration);
    var readable = check.Readable(builder.Configuration);
    var health = readable.GetSection("Health").Get<HealthOptions>() ?? new HealthOptions();
    var cluster = readable.GetSection("Cluster").Get<SiloHostOptions>() ?? new SiloHostOptions();
    check.Add(SiloSettings.Errors(readable));
    check.Add(health.Errors(cluster.Insecure));
    check.Throw();

    builder.Logging.AddStoryConsole();
    builder.AddStorySilo();
    builder.AddStoryTelemetry("story-silo");
    builder.WebHost.UseUrls(health.Url);
    if (!migrateOnly)
    {
        var url = new Uri(health.Url);
        Ports.Require("Cluster:AdvertisedAddress", IPAddress.Parse(cluster.AdvertisedAddress),
            ("Cluster:SiloPort", $"{cluster.SiloPort}", cluster.SiloPort), ("Cluster:GatewayPort", $"{cluster.GatewayPort}", cluster.GatewayPort));
        Ports.Require("Health:Url", IPAddress.TryParse(url.DnsSafeHost, out var host) ? host : url.IsLoopback ? IPAddress.Loopback : IPAddress.Any, ("Health:Url", health.Url, url.Port));
    }

    var app = builder.Build();
    app.MapStoryHealth();
    if (!migrateOnly) return app;
    await using (app) await StorySilo.PrepareDatabase(app.Services, migrate: true, CancellationToken.None);
    return null;
});
