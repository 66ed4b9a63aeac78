using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories;

/// <summary>Follows all partitions for as long as the process runs. The host starts without waiting for the cluster; readiness
/// tells when the view is whole.</summary>
public sealed partial class StoryViewService(StoryView view, ClusterFacts facts, IStoryCluster cluster, GatewayOptions options,
    TimeProvider time, ILogger<StoryViewService> logger) : BackgroundService
{
    // Strong references: Orleans has only weak ones.
    private PartitionFollower[] _followers = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whatever runs before the first await would hold up the start of the host.
        await Task.Yield();
        var partitions = await Partitions(stoppingToken);
        if (partitions == 0) return;
        // Stories are not spread quite evenly, and tombstones come on top.
        view.Open(partitions, n => _followers[n].Poke(), options.MaxStories / partitions + 2000);
        _followers = [.. view.Partitions.Select(p => new PartitionFollower(p, view, cluster, options, time, logger))];
        await Task.WhenAll(_followers.Select(f => f.Run(stoppingToken)));
        foreach (var follower in _followers) follower.Dispose();
    }

    private async Task<int> Partitions(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try { return (await facts.Get(stopping)).Partitions; }
            catch (Exception e) when (!stopping.IsCancellationRequested) { LogNoCluster(logger, e.GetType().Name, e); }
            catch (OperationCanceledException) { break; }
            await Task.Delay(options.RetryDelay, time, stopping).ContinueWith(static _ => { }, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return 0;
    }

    [LoggerMessage(204, LogLevel.Warning, "The cluster does not answer yet ({Error}); trying again")]
    private static partial void LogNoCluster(ILogger logger, string error, Exception exception);
}

/// <summary>Healthy once every partition has been loaded: before that, watchers would see holes.</summary>
public sealed class ReadinessCheck(StoryView view) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(view.IsReady
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(view.Missing < 0 ? "The cluster has not answered yet." : $"{view.Missing} partitions are still to be loaded."));
}
