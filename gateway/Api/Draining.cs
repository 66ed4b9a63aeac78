using Microsoft.Extensions.Hosting;

namespace StoryClustering.Gateway.Api;

/// <summary>Tells long streams that the process is stopping, so that their clients move to another gateway at once.</summary>
public sealed class Draining(GatewayOptions options, IHostApplicationLifetime? lifetime = null)
{
    /// <summary>Cancelled when the process begins to stop.</summary>
    public CancellationToken Token { get; } = lifetime?.ApplicationStopping ?? CancellationToken.None;

    /// <summary>What clients are told.</summary>
    public ApiError Error { get; } = ApiError.Unavailable(Reasons.Draining,
        "This gateway is stopping; reconnect, and resume where you were.", options.RetryDelay);
}
