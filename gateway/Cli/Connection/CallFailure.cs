using System.Net.Sockets;
using System.Text;
using Google.Rpc;
using Grpc.Core;
using GrpcStatusCode = Grpc.Core.StatusCode;
using RpcStatus = Google.Rpc.Status;

namespace StoryClustering.Cli.Connection;

/// <summary>Tells what a failed call means: one line for people, and whether sending again may help.</summary>
internal static class CallFailure
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>One line, for example "INVALID_ARGUMENT: article refused [ARTICLE_INVALID] (article.url: must be absolute)".</summary>
    public static string Describe(RpcException failure, string address)
    {
        if (IsUnreachable(failure))
            return $"cannot reach the service at {address}: {Cause(failure)}. Start it with ./run, or name another with --address.";
        return Describe(DetailsOf(failure));
    }

    /// <summary>One line for a status with google.rpc details.</summary>
    public static string Describe(RpcStatus status)
    {
        var line = new StringBuilder(NameOf((GrpcStatusCode)status.Code));
        if (status.Message.Length > 0) line.Append(": ").Append(status.Message);
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info)) line.Append($" [{info.Reason}]");
            else if (detail.TryUnpack<BadRequest>(out var request) && request.FieldViolations.Count > 0)
                line.Append(" (").AppendJoin("; ", request.FieldViolations.Select(v => $"{v.Field}: {v.Description}")).Append(')');
        }
        return line.ToString();
    }

    /// <summary>Whether an article answered with this code may be sent again. All others are final refusals.</summary>
    public static bool IsTransient(GrpcStatusCode code) => code is
        GrpcStatusCode.Unavailable or GrpcStatusCode.Aborted or GrpcStatusCode.DeadlineExceeded or
        GrpcStatusCode.ResourceExhausted or GrpcStatusCode.Cancelled;

    /// <summary>Whether a stream that ended with this code may be opened again. A connection that is cut ends as INTERNAL or
    /// UNKNOWN too; a caller without rights or a wrong server is not cured by trying.</summary>
    public static bool IsBrokenStream(GrpcStatusCode code) =>
        IsTransient(code) || code is GrpcStatusCode.Internal or GrpcStatusCode.Unknown or GrpcStatusCode.DataLoss;

    /// <summary>How long the server asks to wait before sending again, if it says so.</summary>
    public static TimeSpan? RetryDelay(RpcStatus status)
    {
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<RetryInfo>(out var retry) && retry.RetryDelay is { } delay) return delay.ToTimeSpan();
        }
        return null;
    }

    /// <summary>The code as the protocol writes it: InvalidArgument is "INVALID_ARGUMENT".</summary>
    public static string NameOf(GrpcStatusCode code)
    {
        if (code == GrpcStatusCode.OK) return "OK";
        var name = code.ToString();
        return string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
    }

    private static bool IsUnreachable(RpcException failure) =>
        failure.StatusCode == GrpcStatusCode.Unavailable && failure.Status.DebugException is HttpRequestException or SocketException;

    private static string Cause(RpcException failure)
    {
        var cause = failure.Status.DebugException!;
        while (cause.InnerException is { } inner) cause = inner;
        return cause.Message.TrimEnd('.');
    }

    private static RpcStatus DetailsOf(RpcException failure)
    {
        var plain = new RpcStatus { Code = (int)failure.StatusCode, Message = failure.Status.Detail };
        if (failure.Trailers.GetValueBytes(DetailsTrailer) is not { } bytes) return plain;
        try
        {
            return RpcStatus.Parser.ParseFrom(bytes);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return plain;
        }
    }
}
