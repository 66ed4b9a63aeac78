using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Storage;
using StoryClustering.Contracts;

namespace StoryClustering.Storage.GrainState;

/// <summary>Says what a failure of the database means to callers: drivers' exceptions become
/// <see cref="StorageUnavailableException"/>, which every process can read and which names no server. Without it a grain
/// that wakes up while the database is away fails with an exception of the driver, and callers would not know that they may
/// try again. <see cref="InconsistentStateException"/> passes: Orleans ends the activation by it.</summary>
/// <param name="inner">The storage that does the work.</param>
/// <param name="log">Takes the driver's exception, which stays in this process: others could not read it.</param>
public sealed partial class UnavailableGrainStorage(IGrainStorage inner, ILogger<UnavailableGrainStorage> log) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translate(() => inner.ReadStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translate(() => inner.WriteStateAsync(stateName, grainId, grainState));

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Translate(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task Translate(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            LogFailed(e);
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "Grain state: the database did not answer.")]
    private partial void LogFailed(Exception exception);
}
