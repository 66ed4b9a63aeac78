using StoryClustering.Contracts.Settings;

namespace StoryClustering.Gateway.Api;

/// <summary>What can be set about a gateway. The defaults suit production; tests shorten the times.</summary>
public sealed class GatewayOptions
{
    /// <summary>File with the public suffix list, from which an article's outlet is worked out when none is sent.</summary>
    /// <value>Default: where Debian's package <c>publicsuffix</c> puts it. If there is no such file, a short built-in table
    /// of well-known suffixes is used. All gateways of a cluster should have the same list.</value>
    public string PublicSuffixFile { get; set; } = "/usr/share/publicsuffix/public_suffix_list.dat";

    /// <summary>How long one write to a streaming client may take before the client is cut.</summary>
    /// <value>Default 20 s. Shorter frees memory sooner, longer forgives slow lines.</value>
    public TimeSpan WriteDeadline { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the gateway renews its registration with each partition.</summary>
    /// <value>Default 5 s. Partitions drop registrations after 30 s. It bounds how long a lost batch stays unnoticed in a
    /// quiet partition.</value>
    public TimeSpan ResubscribeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the gateway waits for a partition's answer before it asks again.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan SubscribeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause between two tries to reach a partition; the first pause is 200 ms and doubles.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan LongestBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long merged and retracted stories stay in memory, so that watchers who resume hear of them.</summary>
    /// <value>Default 24 h. Tokens older than a forgotten story expire.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a watch waits for this gateway to have caught up (after its start, or with a token that another
    /// gateway gave) before it is told to try again.</summary>
    /// <value>Default 15 s.</value>
    public TimeSpan CatchUpTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What a client is told to wait before it tries again after UNAVAILABLE.</summary>
    /// <value>Default 1 s.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most stories whose cards this gateway keeps in memory, about 1 KB each; the least recently changed are forgotten
    /// first. Lists and reads reach the others all the same; snapshots of a watch do not hold them.</summary>
    /// <value>Default 250,000: more than the silos' Clustering:MaxActiveStories.</value>
    public int MaxStories { get; set; } = 250_000;

    /// <summary>Memory for the details of stories (coverage in full, frames) that watchers asked for, bytes as sent.</summary>
    /// <value>Default 64 MiB: frames take some 20 to 200 KB a story. Smaller costs reads from the silos when many stories are watched
    /// with details, nothing else.</value>
    public long DetailCacheBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Most details read from the silos at a time, for all watchers together.</summary>
    /// <value>Default 16.</value>
    public int DetailReads { get; set; } = 16;

    /// <summary>How long one read of a story's details may take before it counts as failed and is tried again.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan DetailTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a watch waits for a story's details before it sends the change without them, marked; they follow.</summary>
    /// <value>Default 2 s. Longer makes fewer changes go out twice while a silo is away; shorter tells of them sooner.</value>
    public TimeSpan DetailPatience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most WatchStories streams at a time; further ones get RESOURCE_EXHAUSTED.</summary>
    /// <value>Default 10,000.</value>
    public int MaxWatches { get; set; } = 10_000;

    /// <summary>How long a process that stops waits for calls under way before it closes their connections.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the gRPC reflection service is offered.</summary>
    /// <value>Default true: it shows no more than the published .proto files.</value>
    public bool Reflection { get; set; } = true;

    /// <summary>Whether and how LocateArticle fetches pages.</summary>
    public Locating.FetchOptions Fetch { get; set; } = new();

    /// <summary>What is wrong with these values and those within, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Gateway");
        errors.Range(nameof(WriteDeadline), WriteDeadline, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        // Partitions drop a registration after 30 s: renewals must be well within.
        errors.Range(nameof(ResubscribeInterval), ResubscribeInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(15));
        errors.Range(nameof(SubscribeTimeout), SubscribeTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(LongestBackoff), LongestBackoff, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(TombstoneRetention), TombstoneRetention, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        errors.Range(nameof(CatchUpTimeout), CatchUpTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(RetryDelay), RetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(MaxStories), MaxStories, 1, 100_000_000);
        errors.Range(nameof(DetailCacheBytes), DetailCacheBytes, 0, 1L << 40);
        errors.Range(nameof(DetailReads), DetailReads, 1, 10_000);
        errors.Range(nameof(DetailTimeout), DetailTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(DetailPatience), DetailPatience, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));
        errors.Range(nameof(MaxWatches), MaxWatches, 1, 10_000_000);
        errors.Range(nameof(DrainTimeout), DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        errors.Add(Fetch.Errors());
        return errors.All;
    }
}
