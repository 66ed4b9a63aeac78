using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace StoryClustering.Gateway.Api;

/// <summary>Lets clients of HTTP/2 close their connections first. Kestrel closes as soon as it has written its last byte; a client that has not
/// ended its own half of a stream by then (its articles go on while our status comes) takes that for a broken line, and throws the status
/// away although it has it. So what comes is read and dropped until the client has closed, which it does when it has had GOAWAY and all
/// its calls have ended, or until <see cref="Longest"/> has passed.</summary>
public static class LingeringClose
{
    /// <summary>How long a connection is kept for a client that does not close it: many round trips.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>To be used on endpoints that speak HTTP/2 alone: clients of HTTP/1.1 are not told, and do not close.</summary>
    public static IConnectionBuilder UseLingeringClose(this IConnectionBuilder builder, TimeProvider time)
    {
        builder.Use(next => async connection =>
        {
            var transport = connection.Transport;
            connection.Transport = new Duplex(new KeptReader(transport.Input), transport.Output);
            try { await next(connection); }
            finally { connection.Transport = transport; }
            await Linger(connection, time);
        });
        return builder;
    }

    private static async Task Linger(ConnectionContext connection, TimeProvider time)
    {
        if (connection.ConnectionClosed.IsCancellationRequested) return;
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        try
        {
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(either.Token);
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException)
        {
            // It has had its time, or its line is cut: either way it is closed now.
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>A reader that stays open when HTTP/2 has done with it.</summary>
    private sealed class KeptReader(PipeReader inner) : PipeReader
    {
        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);
        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);
        public override void CancelPendingRead() => inner.CancelPendingRead();
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => inner.ReadAsync(cancellationToken);
        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

        public override void Complete(Exception? exception = null)
        {
            // The transport completes it when the connection is disposed of.
        }
    }
}
