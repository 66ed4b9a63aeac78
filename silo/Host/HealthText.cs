using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StoryClustering.Silo;

/// <summary>What a health endpoint answers: the status as ever, and a line for each check that is not healthy.</summary>
public static class HealthText
{
    /// <summary>For <c>MapHealthChecks</c>.</summary>
    public static HealthCheckOptions Options { get; } = new()
    {
        ResponseWriter = static (context, report) =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            var lines = report.Entries.Where(static e => e.Value.Status != HealthStatus.Healthy).Select(static e => $"{e.Key}: {e.Value.Description}");
            return context.Response.WriteAsync(string.Join('\n', lines.Prepend(report.Status.ToString())));
        },
    };
}
