using StoryClustering.Silo;

// A silo of a cluster. `--migrate` applies the schema and ends. Configuration by appsettings, environment
// (Storage__ConnectionString=...) or arguments (--Storage:ConnectionString=...).
var migrateOnly = args.Contains("--migrate");
var builder = WebApplication.CreateBuilder(args.Where(a => a != "--migrate").ToArray());
builder.Configuration.AddInMemoryCollection(
    new Dictionary<string, string?> { ["Storage:Provider"] = builder.Configuration["Storage:Provider"] ?? "Postgres" });
builder.Logging.AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat = "HH:mm:ss "; });
builder.AddStorySilo();
builder.AddStoryTelemetry("story-silo");
builder.Services.AddHealthChecks();
var healthUrl = builder.Configuration["Health:Url"] ?? "http://127.0.0.1:8090";
builder.WebHost.UseUrls(healthUrl);

await using var app = builder.Build();
var options = app.Services.GetRequiredService<SiloHostOptions>();
if (options.Refusal(healthUrl) is { } refusal)
{
    await Console.Error.WriteLineAsync(refusal);
    return 2;
}
try
{
    await StorySilo.PrepareDatabase(app.Services, migrateOnly || options.Migrate, CancellationToken.None);
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
if (migrateOnly) return 0;
app.MapHealthChecks("/health", HealthText.Options);
await app.RunAsync();
return 0;
