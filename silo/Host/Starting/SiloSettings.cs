using StoryClustering.Contracts.Settings;
using StoryClustering.Grains;
using StoryClustering.Grains.Frames.Model;
using StoryClustering.Storage;

namespace StoryClustering.Silo.Starting;

/// <summary>The settings of a silo, wherever it runs.</summary>
public static class SiloSettings
{
    /// <summary>Sections, and the classes that are bound to them.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Classes { get; } =
    [
        ("Cluster", typeof(SiloHostOptions)), ("Storage", typeof(StorageOptions)), ("Clustering", typeof(ClusteringOptions)),
        (FrameModelOptions.Section, typeof(FrameModelOptions)),
    ];

    /// <summary>All values of these sections that cannot be used, alone or together. All must be readable.</summary>
    public static IReadOnlyList<string> Errors(IConfiguration configuration)
    {
        var cluster = configuration.GetSection("Cluster").Get<SiloHostOptions>() ?? new SiloHostOptions();
        var storage = configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        var clustering = configuration.GetSection("Clustering").Get<ClusteringOptions>() ?? new ClusteringOptions();
        var model = configuration.GetSection(FrameModelOptions.Section).Get<FrameModelOptions>() ?? new FrameModelOptions();
        var errors = new SettingErrors("");
        errors.Add(cluster.Errors());
        var wrongKind = storage.Provider == StorageProvider.Sqlite && !cluster.Embedded;
        if (wrongKind) errors.Wrong("Storage:Provider", storage.Provider, "must be Postgres, where the processes of a cluster meet");
        // A connection string is judged by the rules of the database that it is for.
        var ofStorage = storage.Errors();
        errors.Add(ofStorage.Where(e => !wrongKind || !e.StartsWith("Storage:ConnectionString", StringComparison.Ordinal)));
        var ofClustering = clustering.Errors();
        errors.Add(ofClustering);
        if (clustering.SweepMargin <= storage.CommandTimeout && !ofStorage.Any(static e => e.StartsWith("Storage:CommandTimeout", StringComparison.Ordinal))
            && !ofClustering.Any(static e => e.StartsWith("Clustering:SweepMargin", StringComparison.Ordinal)))
            errors.Wrong("Clustering:SweepMargin", clustering.SweepMargin, $"must be above Storage:CommandTimeout, {storage.CommandTimeout}, or stories that are being stored are overlooked");
        errors.Add(model.Errors());
        return errors.All;
    }
}
