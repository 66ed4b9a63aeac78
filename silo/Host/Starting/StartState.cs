using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StoryClustering.Silo.Starting;

/// <summary>What a start still waits for. The web server listens before that is there, so that readiness can tell.</summary>
public sealed class StartState
{
    private volatile string? _waiting = "The process is starting.";

    /// <summary>What is missing, for people, without secrets; null once everything has started.</summary>
    public string? Waiting
    {
        get => _waiting;
        set => _waiting = value;
    }
}

/// <summary>Healthy once everything has started; until then it says what is missing.</summary>
public sealed class StartCheck(StartState state) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Waiting is { } waiting ? HealthCheckResult.Unhealthy(waiting) : HealthCheckResult.Healthy());
}

/// <summary>The page <c>/health</c>: the status on its first line, and below what is missing, a line each.</summary>
public static class HealthPage
{
    /// <summary>Maps it.</summary>
    public static void MapStoryHealth(this WebApplication app) => app.MapHealthChecks("/health", new() { ResponseWriter = Write });

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var missing = report.Entries.Values.Where(static e => e.Status != HealthStatus.Healthy && !string.IsNullOrEmpty(e.Description)).Select(static e => e.Description!);
        return context.Response.WriteAsync(string.Join('\n', missing.Distinct(StringComparer.Ordinal).Prepend(report.Status.ToString())), context.RequestAborted);
    }
}
