namespace StoryClustering.Grains;

/// <summary>How long things may take, in one place, because they must fit: whoever waits outlasts what it waits for, and what a caller has
/// given up leaves no work behind. Invariants, each with a test:
/// <list type="number">
/// <item>a call to a grain outlasts the retries to reach a partition within it, and these outlast one try;</item>
/// <item>a search is valid for longer than it may take, and drafts of stories are remembered for longer than it is valid;</item>
/// <item>an edit gets its two stories frozen, or gives up, long before the lease of the first can end;</item>
/// <item>an edit ends before the call of whoever asked for it, its leases included.</item>
/// </list></summary>
public static class Deadlines
{
    /// <summary>A call to a grain. What was under way to a silo that died is answered by this time-out; everything may safely be sent
    /// again. A call that takes longer is cancelled.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long the router goes on asking a partition that moves off a dead silo or is being loaded, counted from when it was
    /// asked itself, time in its queue included. Leaves the caller, an article or a story, the time to answer its own.</summary>
    public static readonly TimeSpan PartitionRetry = TimeSpan.FromSeconds(6);

    /// <summary>One try of a search, which takes milliseconds: the next may find the partition on another silo.</summary>
    public static readonly TimeSpan SearchTry = TimeSpan.FromSeconds(2.5);

    /// <summary>How long a gateway's subscription waits in a partition that is being loaded.</summary>
    public static readonly TimeSpan SubscribeWait = TimeSpan.FromSeconds(3);

    /// <summary>How old a search may be when its article founds a story: older drafts may have come and gone since.</summary>
    public static readonly TimeSpan SearchValid = TimeSpan.FromSeconds(9);

    /// <summary>Longest that an edit waits until one of its stories is frozen.</summary>
    public static readonly TimeSpan Freeze = TimeSpan.FromSeconds(2);

    /// <summary>How long an edit may hold a story; the default of <see cref="ClusteringOptions.EditLease"/>.</summary>
    public static readonly TimeSpan EditLease = TimeSpan.FromSeconds(8);

    /// <summary>Longest that an edit tries, with all its attempts.</summary>
    public static readonly TimeSpan Edit = TimeSpan.FromSeconds(9);
}
