using System.Net;
using StoryClustering.Contracts.Settings;

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

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("");
        if (!Enum.IsDefined(Mode)) errors.Wrong("mode", Mode, "must be embedded or cluster");
        errors.Range("http", Http, 0, 65_535);
        errors.Range("grpc", Grpc, 0, 65_535);
        if (Http == Grpc && Http != 0) errors.Wrong("grpc", Grpc, "must not be the port of http, too");
        if (!IPAddress.TryParse(Address, out var address)) errors.Wrong("address", Address, "must be an IP address of this machine");
        else if (!IPAddress.IsLoopback(address) && !Insecure)
            errors.Wrong("address", Address, "can be reached by others, and there is neither TLS nor authentication yet. "
                + "Put a proxy that has both in front, or say --insecure true");
        if (Mode == GatewayMode.Embedded && string.IsNullOrWhiteSpace(Data)) errors.Wrong("data", Data, "must be a folder");
        return errors.All;
    }
}
