using Google.Rpc;
using Grpc.Core;

namespace StoryClustering.Tests.EndToEnd.Refusals;

/// <summary>A call that was refused, with its details decoded.</summary>
internal sealed record Refusal(StatusCode Code, string Message, ErrorInfo Info, IReadOnlyList<string> Fields)
{
    /// <summary>Makes the call and expects it to be refused, with the details that every error of the service carries.</summary>
    public static async Task<Refusal> Of(Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        var status = exception.GetRpcStatus();
        Assert.True(status is not null, $"The error has no google.rpc.Status: {exception.Status}");
        Assert.Equal((int)exception.StatusCode, status.Code);
        return Of(status);
    }

    public static Refusal Of(Google.Rpc.Status status)
    {
        var info = status.GetDetail<ErrorInfo>();
        Assert.True(info is not null, $"The error has no ErrorInfo: {status}");
        Assert.Equal("storyclustering.v1", info.Domain);
        Assert.Matches("^[A-Z][A-Z0-9_]+$", info.Reason);
        Assert.NotEmpty(status.Message);
        // Nobody is told what is inside.
        Assert.DoesNotContain("Exception", status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", status.Message, StringComparison.Ordinal);
        var violations = status.GetDetail<BadRequest>()?.FieldViolations;
        if (violations is not null) Assert.All(violations, v => Assert.NotEmpty(v.Description));
        return new Refusal((StatusCode)status.Code, status.Message, info, [.. violations?.Select(v => v.Field) ?? []]);
    }
}
