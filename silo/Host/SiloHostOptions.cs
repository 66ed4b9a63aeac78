using System.Net;
using StoryClustering.Contracts.Settings;

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

    /// <value>How long a start waits for a database that does not answer, before it ends. Default none: for as long as it takes; what is
    /// missing is in the log and at <c>/health</c>.</value>
    public TimeSpan? DatabaseWait { get; set; }

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

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Cluster");
        if (string.IsNullOrWhiteSpace(ClusterId)) errors.Wrong(nameof(ClusterId), ClusterId, "must be the name that all processes of the cluster share");
        if (string.IsNullOrWhiteSpace(ServiceId)) errors.Wrong(nameof(ServiceId), ServiceId, "must be the name that all processes of the cluster share");
        errors.Range(nameof(SiloPort), SiloPort, 0, 65_535);
        errors.Range(nameof(GatewayPort), GatewayPort, 0, 65_535);
        if (SiloPort == GatewayPort && SiloPort != 0) errors.Wrong(nameof(GatewayPort), GatewayPort, "must not be the port of Cluster:SiloPort, too");
        if (!IPAddress.TryParse(AdvertisedAddress, out var address))
            errors.Wrong(nameof(AdvertisedAddress), AdvertisedAddress, "must be an IP address of this machine at which others reach it");
        else if (!Insecure && !Embedded && !IPAddress.IsLoopback(address))
            errors.Wrong(nameof(AdvertisedAddress), AdvertisedAddress, "can be reached by others, and there is neither TLS nor authentication between processes yet. "
                + "On a network of the cluster's own, say --Cluster:Insecure true");
        if (DatabaseWait is { } wait) errors.Range(nameof(DatabaseWait), wait, TimeSpan.Zero, TimeSpan.FromDays(365));
        errors.Range(nameof(ProbeTimeout), ProbeTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1));
        // Orleans looks for idle grains every 15 s and refuses ages that are no longer than that.
        errors.Range(nameof(ArticleAge), ArticleAge, TimeSpan.FromSeconds(16), TimeSpan.FromDays(1));
        errors.Range(nameof(StoryAge), StoryAge, TimeSpan.FromSeconds(16), TimeSpan.FromDays(1));
        return errors.All;
    }
}

/// <summary>Where a silo answers health checks. Section <c>Health</c>.</summary>
public sealed class HealthOptions
{
    /// <value>Address and port, plain http: <c>/health</c> is answered there. Default http://127.0.0.1:8090.</value>
    public string Url { get; set; } = "http://127.0.0.1:8090";

    /// <summary>What is wrong with these values; empty if they can be used.</summary>
    /// <param name="insecure"><see cref="SiloHostOptions.Insecure"/>.</param>
    public IReadOnlyList<string> Errors(bool insecure)
    {
        var errors = new SettingErrors("Health");
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme != "http" || url.Host.Length == 0 || url.UserInfo.Length > 0)
            errors.Wrong(nameof(Url), Url, "must be an http URL like http://127.0.0.1:8090");
        else if (!insecure && !url.IsLoopback)
            errors.Wrong(nameof(Url), Url, "can be reached by others, and there is neither TLS nor authentication yet. "
                + "On a network of the cluster's own, say --Cluster:Insecure true");
        return errors.All;
    }
}
