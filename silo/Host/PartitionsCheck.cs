using Microsoft.Extensions.Diagnostics.HealthChecks;
using StoryClustering.Grains.Partitions;

namespace StoryClustering.Silo;

/// <summary>Healthy when every partition of the cluster has answered this silo, and none is being loaded here.</summary>
public sealed class PartitionsCheck(PartitionWatch watch, PartitionLoads loads) : IHealthCheck
{
    /// <summary>Name of the check.</summary>
    public const string Name = "partitions";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var loading = loads.UnderWay;
        var missing = watch.Missing;
        return Task.FromResult(loading.Count + missing == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join(' ', loading.Select(static l => l.ToString()).Append($"{missing} partitions have not answered yet."))));
    }
}
