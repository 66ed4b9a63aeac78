using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace StoryClustering.Gateway.Api;

/// <summary>Cuts a client that does not take what is written to it. A write waits for the client's flow-control window, so
/// without this a client that has stopped reading would hold its stream's memory for good. The connection's stream is
/// reset: a status could not reach the client either, it would queue behind the data.</summary>
public sealed class WriteGuard(TimeSpan deadline, TimeProvider time, ServerCallContext? context) : IDisposable
{
    private ITimer? _timer;
    private volatile bool _cut;

    /// <summary>Writes; throws RESOURCE_EXHAUSTED if the deadline passed first.</summary>
    public async ValueTask Write<T>(IServerStreamWriter<T> writer, T message, CancellationToken cancellation)
    {
        if (_cut) throw TooSlow();
        var writing = writer.WriteAsync(message, cancellation);
        if (writing.IsCompletedSuccessfully) return;
        // One timer for the life of the stream: armed only while a write waits.
        _timer ??= time.CreateTimer(_ => Cut(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(deadline, Timeout.InfiniteTimeSpan);
        try { await writing; }
        catch (Exception) when (_cut) { throw TooSlow(); }
        finally { _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); }
    }

    /// <summary>True once a client has been cut.</summary>
    public bool HasCut => _cut;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Cut()
    {
        _cut = true;
        if (context is null) return;
        context.GetHttpContext().Abort();
    }

    private static ApiException TooSlow() => new(new ApiError
    {
        Code = StatusCode.ResourceExhausted,
        Reason = Reasons.ClientTooSlow,
        Message = "The client did not read in time.",
    });
}
