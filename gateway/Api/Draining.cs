using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace StoryClustering.Gateway.Api;

/// <summary>Stops in order: first the long streams are told, so that their clients move to another gateway at once, and new calls are
/// refused; then what is under way is waited for, each call until its last byte is written; only then may the web server close
/// connections, and it leaves the last word to the clients (<see cref="LingeringClose"/>). (A server that closes first cuts off trailers,
/// and a client would see a broken line instead of UNAVAILABLE.)</summary>
public sealed class Draining : IHostedLifecycleService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private volatile bool _isOver;
    private TaskCompletionSource? _idle;
    private int _open;

    /// <summary>Drains when the host begins to stop.</summary>
    public Draining(GatewayOptions options, IHostApplicationLifetime? lifetime = null, TimeProvider? time = null)
    {
        (_timeout, _time) = (options.DrainTimeout, time ?? TimeProvider.System);
        Token = _stopping.Token;
        Error = ApiError.Unavailable(Reasons.Draining, "This gateway is stopping; reconnect, and resume where you were.", options.RetryDelay);
        lifetime?.ApplicationStopping.Register(_stopping.Cancel);
    }

    /// <summary>Cancelled when the process begins to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether all services have stopped.</summary>
    public bool IsOver => _isOver;

    /// <summary>What clients are told.</summary>
    public ApiError Error { get; }

    /// <summary>A call begins.</summary>
    public void Enter()
    {
        lock (_gate) _open++;
    }

    /// <summary>A call has ended, and its last byte is written.</summary>
    public void Leave()
    {
        lock (_gate)
            if (--_open == 0) _idle?.TrySetResult();
    }

    /// <summary>Refuses a call that begins when the process stops already.</summary>
    public void ThrowIfStopping()
    {
        if (Token.IsCancellationRequested) throw Error.ToException();
    }

    /// <summary>Called by the host before it stops any of its services, the web server among them, and waited for.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task idle;
        lock (_gate)
        {
            if (_open == 0) return;
            idle = (_idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        try
        {
            await idle.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What has not ended by now is left to the web server, which gives it the rest of the host's time.
        }
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        return Task.CompletedTask;
    }

    /// <summary>Answers a call that came when all is over, without any service: those may be disposed of already, and the call would be
    /// told of a defect.</summary>
    public static void Refuse(HttpContext context)
    {
        const string message = "This gateway is stopping; reconnect, and resume where you were.";
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        context.Response.StatusCode = isGrpc ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!isGrpc) return;
        // Nothing but trailers: they stand where the headers do.
        context.Response.ContentType = context.Request.ContentType;
        context.Response.Headers["grpc-status"] = "14";
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isOver = true;
        _stopping.Dispose();
    }
}
