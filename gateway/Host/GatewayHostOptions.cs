using System.Net;

namespace StoryClustering.Gateway.Host;

/// <summary>Where the silo is.</summary>
public enum GatewayMode
{
    /// <summary>In this process, on SQLite.</summary>
    Embedded,
    /// <summary>In other processes, on PostgreSQL.</summary>
    Cluster,
}

/// <summary>Arguments of the gateway: <c>--mode --http --grpc --address --data --insecure</c>.</summary>
public sealed class GatewayHostOptions
{
    /// <value>Default embedded.</value>
    public GatewayMode Mode { get; set; }

    /// <value>Port for HTTP/1.1: JSON and gRPC-Web. Default 8080; 0: any free one.</value>
    public int Http { get; set; } = 8080;

    /// <value>Port for gRPC (HTTP/2 without TLS). Default 8081; 0: any free one.</value>
    public int Grpc { get; set; } = 8081;

    /// <value>IP address to listen on. Default 127.0.0.1.</value>
    public string Address { get; set; } = "127.0.0.1";

    /// <value>Folder of the SQLite file. Default ./data.</value>
    public string Data { get; set; } = "data";

    /// <value>Allows an address that others can reach although there is neither TLS nor authentication. Default false.</value>
    public bool Insecure { get; set; }

    /// <summary>Why the process must not start like this, or null.</summary>
    public string? Refusal()
    {
        if (!IPAddress.TryParse(Address, out var address)) return $"--address {Address} is not an IP address.";
        if (Http is < 0 or > 65535) return $"--http {Http} is not a port.";
        if (Grpc is < 0 or > 65535) return $"--grpc {Grpc} is not a port.";
        if (!IPAddress.IsLoopback(address) && !Insecure)
            return $"--address {Address} can be reached by others, and there is neither TLS nor authentication yet. Put a proxy that has both in front, or say --insecure true.";
        return null;
    }
}
