using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using StoryClustering.Api;

namespace StoryClustering.Gateway.Api;

/// <summary>Settings of the web server that a gateway needs whatever its addresses are.</summary>
public static class KestrelSettings
{
    // A text of 1 MiB may take six bytes a byte in JSON (\u0000 escapes); streams lift this limit by themselves.
    private const long LargestBody = 8L * 1024 * 1024;

    /// <summary>Limits, and HTTP/2 keepalive: off by default in Kestrel, without it a client whose machine has vanished
    /// holds its stream until TCP gives up, many minutes later.</summary>
    public static void ConfigureStoryKestrel(this KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody;
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        // One stream per call: dashboards and load tests open hundreds on one connection.
        options.Limits.Http2.MaxStreamsPerConnection = 1000;
        // Room for one article at its limits, so that large texts do not stop for every window update.
        options.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        options.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
    }

    /// <summary>Both ports of a gateway.</summary>
    /// <param name="options">Kestrel's.</param>
    /// <param name="address">Address to listen on.</param>
    /// <param name="webPort">JSON and gRPC-Web: HTTP/1.1, with HTTP/2 as well when there is TLS.</param>
    /// <param name="grpcPort">gRPC: HTTP/2 only, so that clients without TLS need no negotiation.</param>
    /// <param name="tls">Switches TLS on for a port, or null for none.</param>
    public static void ConfigureStoryKestrel(this KestrelServerOptions options, IPAddress address, int webPort, int grpcPort,
        Action<ListenOptions>? tls = null)
    {
        options.ConfigureStoryKestrel();
        options.Listen(address, webPort, listen =>
        {
            listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            tls?.Invoke(listen);
        });
        options.Listen(address, grpcPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseLingeringClose(options.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System);
            tls?.Invoke(listen);
        });
    }
}
