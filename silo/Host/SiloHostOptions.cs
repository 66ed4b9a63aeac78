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
}
