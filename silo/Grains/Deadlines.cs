namespace StoryClustering.Grains;

/// <summary>How long things may take, in one place, because they must fit into each other: whoever is called gives up before its caller
/// does, so that nobody works for somebody who has left.</summary>
public static class Deadlines
{
    /// <summary>A call to a grain. What was under way to a silo that died is answered by this time-out; everything may safely be sent
    /// again.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long the router goes on asking a partition that moves off a dead silo or is being loaded, counted from when it was
    /// asked itself, time in its queue included. Leaves the caller, an article or a story, the time to answer its own.</summary>
    public static readonly TimeSpan PartitionRetry = TimeSpan.FromSeconds(7);

    /// <summary>One try of a search, which takes milliseconds: the next may find the partition on another silo.</summary>
    public static readonly TimeSpan SearchTry = TimeSpan.FromSeconds(3);

    /// <summary>How long a gateway's subscription waits in a partition that is being loaded.</summary>
    public static readonly TimeSpan SubscribeWait = TimeSpan.FromSeconds(3);
}
