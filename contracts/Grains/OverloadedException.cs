namespace StoryClustering.Contracts;

/// <summary>A queue of the service is full. Nothing was promised; the caller may try again, and should wait first.</summary>
[GenerateSerializer, Alias("OverloadedException")]
public sealed class OverloadedException : StorageUnavailableException
{
    /// <summary>For serialisers.</summary>
    public OverloadedException() { }

    /// <summary>With a message that names the queue.</summary>
    public OverloadedException(string message) : base(message) { }
}
