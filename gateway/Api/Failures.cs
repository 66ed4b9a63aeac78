using Grpc.Core;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts;

namespace StoryClustering.Gateway.Api;

/// <summary>Turns whatever went wrong into an <see cref="ApiError"/>, and logs it once.</summary>
public sealed partial class Failures(GatewayOptions options, ILogger<Failures> logger)
{
    /// <summary>The error to show for an exception. <paramref name="what"/> is the call or the article, for the log.</summary>
    public ApiError Explain(Exception exception, string what)
    {
        if (exception is ApiException { Error: var known })
        {
            if (known.Code == StatusCode.Unavailable) LogUnavailable(logger, what, known.Reason, known.Message, null);
            else LogRefused(logger, what, known.Code, known.Reason, known.Message);
            return known;
        }
        if (ReasonToRetry(exception) is { } reason)
        {
            LogUnavailable(logger, what, reason, exception.GetType().Name, exception);
            return ApiError.Unavailable(reason, reason == Reasons.StorageUnavailable
                ? "The database does not answer. Nothing was promised; send again."
                : "The service does not answer in time. Nothing was promised; send again.", options.RetryDelay);
        }
        var correlation = Guid.NewGuid().ToString("n");
        LogInternal(logger, what, correlation, exception);
        return ApiError.Internal(correlation);
    }

    /// <summary>Reason if trying again can help; null if the exception is a defect. Exceptions of grains come out of another
    /// process and perhaps another version, so Orleans' are told by name.</summary>
    public static string? ReasonToRetry(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is StorageUnavailableException) return Reasons.StorageUnavailable;
            if (e is AggregateException { InnerExceptions: { Count: > 1 } several })
                return several.Select(ReasonToRetry).FirstOrDefault(r => r is not null);
            if (e is TimeoutException) return Reasons.SiloUnavailable;
            for (var type = e.GetType(); type is not null && type != typeof(Exception); type = type.BaseType)
            {
                if (OrleansNames.Contains(type.Name) && type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true)
                    return Reasons.SiloUnavailable;
            }
        }
        return null;
    }

    // InconsistentStateException: another activation has written; the next call reaches that one. Not in the list on
    // purpose: OrleansException itself, which Orleans also throws for defects (a grain class that is missing, say), and
    // codec exceptions.
    private static readonly HashSet<string> OrleansNames = new(StringComparer.Ordinal)
    {
        "OrleansMessageRejectionException", "SiloUnavailableException", "ConnectionFailedException", "ConnectionAbortedException",
        "ClientNotAvailableException", "GatewayTooBusyException", "LimitExceededException", "InconsistentStateException",
        "OrleansLifecycleCanceledException", "ClientUnavailableException", "GrainExtensionNotInstalledException",
        "ClusterConnectionLostException", "NonExistentActivationException",
    };

    [LoggerMessage(101, LogLevel.Debug, "{What} refused: {Code} {Reason}: {Message}")]
    private static partial void LogRefused(ILogger logger, string what, StatusCode code, string reason, string message);

    [LoggerMessage(102, LogLevel.Warning, "{What} unavailable: {Reason}: {Message}")]
    private static partial void LogUnavailable(ILogger logger, string what, string reason, string message, Exception? exception);

    [LoggerMessage(103, LogLevel.Error, "{What} failed; correlation {Correlation}")]
    private static partial void LogInternal(ILogger logger, string what, string correlation, Exception exception);
}
