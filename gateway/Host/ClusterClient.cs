using Orleans.Configuration;
using StoryClustering.Grains;
using StoryClustering.Silo;
using StoryClustering.Silo.Starting;
using StoryClustering.Storage;

namespace StoryClustering.Gateway.Host;

/// <summary>Makes a gateway a client of the silos of a cluster.</summary>
internal static class ClusterClient
{
    /// <summary>Adds Orleans' client. It starts after the web server, once the database is there, and waits for the silos; all hosted services
    /// that were added before start then, too.</summary>
    public static void AddStoryClient(this WebApplicationBuilder builder)
    {
        var cluster = builder.Configuration.GetSection("Cluster").Get<SiloHostOptions>() ?? new SiloHostOptions();
        var storage = builder.Configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        builder.Services.AddSingleton(storage);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (storage.OrleansInvariant, storage.OrleansConnectionString));
            // What was under way to a silo that died is answered by this time-out; everything may safely be sent again.
            client.Configure<ClientMessagingOptions>(o => (o.ResponseTimeout, o.CancelRequestOnTimeout) = (Deadlines.CallTimeout, true));
            client.Configure<Orleans.Configuration.GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.UseConnectionRetryFilter<SiloWait>();
            client.Services.AddPassingExceptions();
        });
        builder.Services.AddDatabaseStart();
        StartLater.Add(builder.Services, (services, cancellation) => services.GetRequiredService<DatabaseStart>().UntilThere(cluster.DatabaseWait, cancellation));
    }
}

/// <summary>Waits for silos that are not there yet: they may start after us.</summary>
internal sealed partial class SiloWait(StartState state, StorageOptions storage, TimeProvider time, ILogger<SiloWait> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogEvery = TimeSpan.FromSeconds(5);

    private TimeSpan _pause = TimeSpan.FromSeconds(0.5);
    private long? _told;

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        state.Waiting = $"Waiting for silos: none of those in the database at {storage.Place} answers.";
        if (_told is not { } told || time.GetElapsedTime(told) >= LogEvery)
        {
            _told = time.GetTimestamp();
            LogWaiting(storage.Place, exception.GetType().Name);
        }
        await Task.Delay(_pause, time, cancellationToken);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return true;
    }

    [LoggerMessage(7002, LogLevel.Warning, "Waiting for silos: none of those in the database at {Place} answers ({Error})")]
    private partial void LogWaiting(string place, string error);
}
