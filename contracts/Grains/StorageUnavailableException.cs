namespace StoryClustering.Contracts;

/// <summary>The database did not answer or did not take a change. Nothing was promised; the sender tries again.</summary>
[GenerateSerializer, Alias("StorageUnavailableException")]
public sealed class StorageUnavailableException(string message) : Exception(message);
