using Npgsql;
using StoryClustering.Silo.Logging;
using StoryClustering.Storage;
using StoryClustering.Storage.Schema;

namespace StoryClustering.Silo.Starting;

/// <summary>Waits for the database of a start: for one that does not answer yet, with growing pauses and a line of log for each try; not for
/// what waiting cannot mend.</summary>
public sealed partial class DatabaseStart(StorageOptions storage, StartState state, TimeProvider time, ILogger<DatabaseStart> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Repeats <paramref name="work"/> until it succeeds.</summary>
    /// <param name="work">What needs the database; may be repeated.</param>
    /// <param name="limit">How long to wait, or null for as long as it takes.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StartException">Waiting cannot mend it, or has taken too long.</exception>
    public async Task Run(Func<CancellationToken, Task> work, TimeSpan? limit, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await work(cancellation);
                return;
            }
            catch (Exception e) when (e is not StartException && !cancellation.IsCancellationRequested)
            {
                var place = storage.Place;
                if (DatabaseFailure.Of(e, storage) is not { } failure)
                {
                    if (e is MigrationException) throw new StartException(ExitCode.Failure, $"The database at {place}: {Outage.Words(e)}.", e);
                    throw;
                }
                if (!failure.MayPass) throw new StartException(ExitCode.Failure, $"The database at {place}: {failure.Reason}.", e);
                if (limit is { } most && time.GetElapsedTime(start) + pause > most)
                    throw new StartException(ExitCode.Failure, $"The database at {place} did not answer within {most} (Cluster:DatabaseWait): {failure.Reason}.", e);
                state.Waiting = $"Waiting for the database at {place}: {failure.Reason}.";
                LogWaiting(place, failure.Reason, pause.TotalSeconds);
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    /// <summary>Waits until the database of a cluster answers and has its schema; applies nothing.</summary>
    public Task UntilThere(TimeSpan? limit, CancellationToken cancellation) => Run(async stop =>
    {
        await using var connection = new NpgsqlConnection(storage.OrleansConnectionString);
        await connection.OpenAsync(stop);
        await using var command = new NpgsqlCommand("SELECT 1 FROM orleansquery, orleansmembershiptable, story_catalog LIMIT 0", connection);
        await command.ExecuteNonQueryAsync(stop);
    }, limit, cancellation);

    [LoggerMessage(7001, LogLevel.Warning, "Waiting for the database at {Place}: {Reason}; trying again in {Seconds:0} s")]
    private partial void LogWaiting(string place, string reason, double seconds);
}
