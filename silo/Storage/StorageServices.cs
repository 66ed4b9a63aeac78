using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.GrainState;
using StoryClustering.Storage.Sqlite;

namespace StoryClustering.Storage;

/// <summary>Registers what this project offers.</summary>
public static class StorageServices
{
    /// <summary>Adds <see cref="ICatalogStore"/> for the database of <paramref name="options"/>, and the
    /// <see cref="SqliteWriteGate"/> of its file if it is SQLite.</summary>
    public static IServiceCollection AddCatalogStore(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(options);
        if (options.Provider == StorageProvider.Postgres) return services.AddSingleton<ICatalogStore>(_ => new PostgresCatalogStore(options));
        services.AddSingleton<SqliteWriteGate>();
        return services.AddSingleton<ICatalogStore>(provider => new SqliteCatalogStore(options, provider.GetRequiredService<SqliteWriteGate>()));
    }

    /// <summary>Adds the grain storage <paramref name="name"/>, which is the one registered as <paramref name="inner"/> with
    /// failures of the database told as <see cref="Contracts.StorageUnavailableException"/>.</summary>
    public static IServiceCollection AddUnavailableGrainStorage(this IServiceCollection services, string name, string inner) =>
        services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => new UnavailableGrainStorage(
            provider.GetRequiredKeyedService<IGrainStorage>(inner), provider.GetRequiredService<ILogger<UnavailableGrainStorage>>()));

    /// <summary>Adds the grain storage <paramref name="name"/>, which is the one registered as <paramref name="inner"/> with its
    /// writes behind the SQLite gate. Needs <see cref="AddCatalogStore"/>.</summary>
    public static IServiceCollection AddGatedGrainStorage(this IServiceCollection services, string name, string inner)
    {
        services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => new GatedGrainStorage(
            provider.GetRequiredKeyedService<IGrainStorage>(inner),
            provider.GetRequiredService<SqliteWriteGate>(),
            provider.GetRequiredService<DeepCopier>()));
        return services;
    }
}
