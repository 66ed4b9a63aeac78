using StoryClustering.Contracts.Settings;

namespace StoryClustering.Gateway.Locating;

/// <summary>Whether and how LocateArticle fetches the page of a URL that was not ingested. Section <c>Gateway:Fetch</c>.</summary>
public sealed class FetchOptions
{
    /// <summary>Whether pages are fetched at all.</summary>
    /// <value>Default false: then the process opens no connection that a client has asked for.</value>
    public bool Enabled { get; set; }

    /// <summary>Ports that may be fetched from.</summary>
    /// <value>Default (empty): 80 and 443.</value>
    public IReadOnlyList<int> Ports { get; set; } = [];

    /// <summary>Longest time for the whole of it: names, connections, redirects, reading.</summary>
    /// <value>Default 10 s.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest page, bytes after decompression.</summary>
    /// <value>Default 2 MiB. The time that extraction may take grows with it.</value>
    public int MostBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Most redirects that are followed.</summary>
    /// <value>Default 5.</value>
    public int MostRedirects { get; set; } = 5;

    /// <summary>Most pages that are fetched and read at a time; further requests get RESOURCE_EXHAUSTED.</summary>
    /// <value>Default 8.</value>
    public int MostAtATime { get; set; } = 8;

    /// <summary>Most elements of a page's HTML, and how deep they may be nested; a page beyond is not read.</summary>
    /// <value>Default 10,000: large news pages have some 5,000. Hostile ones may take time in proportion to its square.</value>
    public int MostElements { get; set; } = 10_000;

    /// <summary>See <see cref="MostElements"/>.</summary>
    /// <value>Default 256: news pages have some 40.</value>
    public int MostDepth { get; set; } = 256;

    /// <summary>Whether a port is one that may be fetched from.</summary>
    public bool Allows(int port) => Ports.Count == 0 ? port is 80 or 443 : Ports.Contains(port);

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Gateway:Fetch");
        for (var i = 0; i < Ports.Count; i++) errors.Range($"{nameof(Ports)}:{i}", Ports[i], 1, 65_535);
        errors.Range(nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        errors.Range(nameof(MostBytes), MostBytes, 1_024, 256 * 1024 * 1024);
        errors.Range(nameof(MostRedirects), MostRedirects, 0, 50);
        errors.Range(nameof(MostAtATime), MostAtATime, 1, 1_000);
        errors.Range(nameof(MostElements), MostElements, 1, 1_000_000);
        // Each level takes stack, of which a page's thread has what 1,000 need.
        errors.Range(nameof(MostDepth), MostDepth, 1, 1_000);
        return errors.All;
    }
}
