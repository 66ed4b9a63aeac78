using System.Net;

namespace StoryClustering.Silo;

/// <summary>How a silo takes part in its cluster. Section <c>Cluster</c> of the configuration.</summary>
public sealed class SiloHostOptions
{
    /// <value>True: the one silo of its own cluster, inside the gateway's process. False: a member of a cluster that meets in
    /// PostgreSQL. Default false.</value>
    public bool Embedded { get; set; }

    /// <value>Name of the cluster. Default "stories". All processes of one cluster use the same; a blue-green update may use
    /// another one on the same database.</value>
    public string ClusterId { get; set; } = "stories";

    /// <value>Name under which grain state is stored. Default "stories". Changing it means starting without state.</value>
    public string ServiceId { get; set; } = "stories";

    /// <value>Port for other silos. Default 11111; 0: any free one.</value>
    public int SiloPort { get; set; } = 11111;

    /// <value>Port for gateways (Orleans clients). Default 30000; 0: any free one.</value>
    public int GatewayPort { get; set; } = 30000;

    /// <value>IP address at which other processes reach this silo. Default 127.0.0.1.</value>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <value>Allows an advertised or health address that others can reach although there is neither TLS nor authentication
    /// between processes. Default false. Only for a network of the cluster's own.</value>
    public bool Insecure { get; set; }

    /// <value>How long a start waits for the database. Default 60 s.</value>
    public TimeSpan DatabaseWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>Whether a silo that starts applies the schema's migrations. Default true: it is safe in many processes at once.
    /// False where the database user of the silos may not change the schema; then run <c>--migrate</c> once per release.</value>
    public bool Migrate { get; set; } = true;

    /// <value>How long an unanswered probe of another silo counts as missed. Default 1.5 s; three missed ones mean death. Shorter finds
    /// a dead silo sooner, longer survives pauses.</value>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <value>How long an article stays in memory after its last call. Default 1 min. Longer answers late repetitions without
    /// a read, and holds more memory: about 2 KB per article.</value>
    public TimeSpan ArticleAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <value>How long a story to which nothing comes stays awake. Default 2 min. It keeps what its articles say of themselves, about 2 KB each;
    /// waking up reads that from the database again.</value>
    public TimeSpan StoryAge { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Why the process must not start like this, or null.</summary>
    /// <param name="healthUrl">Where it is to answer health checks.</param>
    public string? Refusal(string healthUrl)
    {
        if (!IPAddress.TryParse(AdvertisedAddress, out var address)) return $"Cluster:AdvertisedAddress {AdvertisedAddress} is not an IP address.";
        if (!Uri.TryCreate(healthUrl, UriKind.Absolute, out var health)) return $"Health:Url {healthUrl} is not a URL.";
        if (Insecure || (IPAddress.IsLoopback(address) && health.IsLoopback)) return null;
        return $"The silo would listen on {AdvertisedAddress} and {healthUrl}, which others can reach, and there is neither TLS nor authentication "
            + "between processes yet. On a network of the cluster's own, say --Cluster:Insecure true.";
    }
}
