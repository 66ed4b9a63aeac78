using Grpc.Net.Client;
using StoryClustering.Api;

namespace StoryClustering.Cli.Connection;

/// <summary>Opens the channel to the service: HTTP/2 without TLS for http addresses.</summary>
internal static class ServerChannel
{
    public static GrpcChannel Open(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // A server that vanished without closing its connections is noticed by the pings.
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // A system proxy must not come between the client and a local service.
            UseProxy = false,
        },
        DisposeHttpClient = true,
        MaxReceiveMessageSize = 16 * 1024 * 1024,
        MaxSendMessageSize = Limits.MessageBytes,
        // The default waits up to two minutes after a restart of the server.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(100),
        MaxReconnectBackoff = TimeSpan.FromSeconds(1),
    });
}
