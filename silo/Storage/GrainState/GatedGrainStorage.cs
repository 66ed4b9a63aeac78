using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using StoryClustering.Storage.Sqlite;

namespace StoryClustering.Storage.GrainState;

/// <summary>Grain state on SQLite: reads go straight to <paramref name="inner"/>, writes pass the gate, in line with the
/// catalog's. Because a write may wait in line while calls interleave on the grain, it works on a copy of the state made
/// before (immutable states are not copied).</summary>
/// <param name="inner">The storage that does the work: AdoNetGrainStorage, registered under a name of its own, so that it starts with
/// the silo by itself.</param>
/// <param name="gate">The gate of the same file.</param>
/// <param name="copier">Orleans' copier.</param>
public sealed class GatedGrainStorage(IGrainStorage inner, SqliteWriteGate gate, DeepCopier copier) : IGrainStorage
{
    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        // SQLite's calls block their thread; the grain's thread has other work.
        Task.Run(() => inner.ReadStateAsync(stateName, grainId, grainState, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var written = new GrainState<T>(copier.Copy(grainState.State!), grainState.ETag) { RecordExists = grainState.RecordExists };
        await gate.Run(() => inner.WriteStateAsync(stateName, grainId, written, cancellationToken), cancellationToken);
        grainState.ETag = written.ETag;
        grainState.RecordExists = written.RecordExists;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        gate.Run(() => inner.ClearStateAsync(stateName, grainId, grainState, cancellationToken), cancellationToken);
}
