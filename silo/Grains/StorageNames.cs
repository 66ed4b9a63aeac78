namespace StoryClustering.Grains;

/// <summary>Names of grain storage providers.</summary>
public static class StorageNames
{
    /// <summary>The one provider: Microsoft.Orleans.Persistence.AdoNet over SQLite or PostgreSQL.</summary>
    public const string Grains = "grains";
}
