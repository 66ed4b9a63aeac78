namespace StoryClustering.Contracts;

/// <summary>The database does not answer, or refused a write for reasons of its own. Nothing was promised; the caller may
/// try again. Grains throw it instead of a driver's exception, which a gateway could neither load nor show.
/// Kinds of it say what else stands in the way; whoever tries again after this one does so after those.</summary>
[GenerateSerializer, Alias("StorageUnavailableException")]
public class StorageUnavailableException : Exception
{
    /// <summary>For serialisers.</summary>
    public StorageUnavailableException() { }

    /// <summary>With a message that names no server and no credentials.</summary>
    public StorageUnavailableException(string message) : base(message) { }
}
