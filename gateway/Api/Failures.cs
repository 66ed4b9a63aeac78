using Grpc.Core;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Gateway.Api;

/// <summary>Turns whatever went wrong into an <see cref="ApiError"/>, and logs it once.</summary>
public sealed partial class Failures(GatewayOptions options, ILogger<Failures> logger)
{
    /// <summary>The error to show for an exception. <paramref name="what"/> is the call or the article, for the log.</summary>
    public ApiError Explain(Exception exception, string what)
    {
        if (exception is ApiException { Error: var known })
        {
            if (known.Code == StatusCode.Unavailable && known.Reason != Reasons.Draining) LogUnavailable(logger, what, known.Reason, known.Message, null);
            else LogRefused(logger, what, known.Code, known.Reason, known.Message);
            return known;
        }
        if (exception is ArticleRefusedException)
        {
            LogRefused(logger, what, StatusCode.InvalidArgument, Reasons.InvalidArticle, exception.Message);
            return new ApiError
            {
                Code = StatusCode.InvalidArgument,
                Reason = Reasons.InvalidArticle,
                Message = $"Invalid article: {exception.Message}",
                Fields = [new FieldFault("article", exception.Message)],
            };
        }
        if (ReasonToRetry(exception) is { } reason)
        {
            LogUnavailable(logger, what, reason, exception.GetType().Name, exception);
            return ApiError.Unavailable(reason, reason switch
            {
                Reasons.StorageUnavailable => "The database does not answer. Nothing was promised; send again.",
                Reasons.NotReady => "The service is still reading its stories from the database. Nothing was promised; send again.",
                Reasons.Overloaded => "The service has more to do than it can queue. Nothing was promised; send again, later.",
                _ => "The service does not answer in time. Nothing was promised; send again.",
            }, options.RetryDelay);
        }
        var correlation = Guid.NewGuid().ToString("n");
        LogInternal(logger, what, correlation, exception);
        return ApiError.Internal(correlation);
    }

    /// <summary>Reason if trying again can help; null if the exception is a defect. Grains' exceptions come out of
    /// another process, perhaps wrapped: the causes count as well.</summary>
    public static string? ReasonToRetry(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is PartitionLoadingException) return Reasons.NotReady;
            if (e is OverloadedException) return Reasons.Overloaded;
            if (e is StorageUnavailableException) return Reasons.StorageUnavailable;
            if (e is AggregateException { InnerExceptions: { Count: > 1 } several })
                return several.Select(ReasonToRetry).FirstOrDefault(r => r is not null);
            // Orleans cancels a message that expires before it is known that its silo is dead. Callers who cancel never come here.
            if (e is TimeoutException or OperationCanceledException) return Reasons.SiloUnavailable;
            if (e is OrleansException && !Defects.Contains(e.GetType().Name)) return Reasons.SiloUnavailable;
            // Polly's, by which Orleans gives up to place a grain: this library does not refer to Polly.
            if (e.GetType().Name == "TimeoutRejectedException") return Reasons.SiloUnavailable;
            // An exception of a type that this process does not have: a database driver's, if a silo let one through.
            if (e is UnavailableExceptionFallbackException { ExceptionType: { } type }
                && DriverTypes.Any(d => type.Contains(d, StringComparison.Ordinal))) return Reasons.StorageUnavailable;
        }
        return null;
    }

    private static readonly string[] DriverTypes = ["NpgsqlException", "PostgresException", "SqliteException", "DbException"];

    // Orleans' exceptions say that a silo or a connection is gone, that a queue is full or that another activation has
    // written: all pass. These do not; WrappedException stands for a grain's own exception.
    private static readonly HashSet<string> Defects = new(StringComparer.Ordinal)
    {
        "WrappedException", "GrainReferenceNotBoundException", "GrainExtensionNotInstalledException", "BadProviderConfigException",
        "ProviderInitializationException", "ProviderStateException", "InvalidSchedulingContextException", "InvalidMessageFrameException",
    };

    [LoggerMessage(101, LogLevel.Debug, "{What} refused: {Code} {Reason}: {Message}")]
    private static partial void LogRefused(ILogger logger, string what, StatusCode code, string reason, string message);

    [LoggerMessage(102, LogLevel.Warning, "{What} unavailable: {Reason}: {Message}")]
    private static partial void LogUnavailable(ILogger logger, string what, string reason, string message, Exception? exception);

    [LoggerMessage(103, LogLevel.Error, "{What} failed; correlation {Correlation}")]
    private static partial void LogInternal(ILogger logger, string what, string correlation, Exception exception);
}
