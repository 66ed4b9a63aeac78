namespace StoryClustering.Contracts.Partitions;

/// <summary>A partition is still being read from the database, so it can answer nothing. Nothing was promised; the same call
/// succeeds later.</summary>
[GenerateSerializer, Alias("PartitionLoadingException")]
public sealed class PartitionLoadingException : StorageUnavailableException
{
    /// <summary>For serialisers.</summary>
    public PartitionLoadingException() { }

    /// <summary>With a message that says which partition, and how far it is.</summary>
    public PartitionLoadingException(string message) : base(message) { }
}
