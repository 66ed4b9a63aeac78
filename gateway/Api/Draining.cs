using Microsoft.Extensions.Hosting;

namespace StoryClustering.Gateway.Api;

/// <summary>Stops in order: first the long streams are told, so that their clients move to another gateway at once; then what is
/// under way is waited for, each call until its last byte is written; only then may the web server close connections. (A
/// server that closes first cuts off trailers, and a client would see a broken line instead of UNAVAILABLE.)</summary>
public sealed class Draining : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private int _open;

    /// <summary>Drains when the host begins to stop.</summary>
    public Draining(GatewayOptions options, IHostApplicationLifetime? lifetime = null)
    {
        Token = _stopping.Token;
        Error = ApiError.Unavailable(Reasons.Draining, "This gateway is stopping; reconnect, and resume where you were.", options.RetryDelay);
        // The host goes on to stop its servers when this returns.
        lifetime?.ApplicationStopping.Register(() =>
        {
            _stopping.Cancel();
            _idle.Wait(options.DrainTimeout);
        });
    }

    /// <summary>Cancelled when the process begins to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>What clients are told.</summary>
    public ApiError Error { get; }

    /// <summary>A call begins.</summary>
    public void Enter()
    {
        lock (_gate)
            if (_open++ == 0) _idle.Reset();
    }

    /// <summary>A call has ended, and its last byte is written.</summary>
    public void Leave()
    {
        lock (_gate)
            if (--_open == 0) _idle.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _idle.Dispose();
    }
}
