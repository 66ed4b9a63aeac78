using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>Keeps this silo's copy of the catalogue of outlets fresh, and has the counting of stories go on where it was interrupted:
/// whoever started it may have died.</summary>
public sealed partial class OutletWatch(OutletCatalog catalog, ICatalogStore store, IGrainFactory grains, TimeProvider time, ILogger<OutletWatch> log) : BackgroundService
{
    /// <summary>How often the catalogue is read.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ResumeInterval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        OutletSnapshot? settled = null; // the one by which all stories are counted
        var asked = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var snapshot = await catalog.Refresh(stoppingToken);
                if (!ReferenceEquals(snapshot, settled) && time.GetElapsedTime(asked) > ResumeInterval)
                {
                    // The catalogue is below what was counted by if the database was put back to an earlier state.
                    if (await StoryRecount.Done(store, stoppingToken) == snapshot.Version) settled = snapshot;
                    else await grains.GetGrain<IOutletsGrain>(0).Resume(stoppingToken);
                    asked = time.GetTimestamp();
                }
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The silo goes on with the catalogue that it has; the next round tries again.
                LogFailed(e);
                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "The catalogue of outlets could not be read again.")]
    private partial void LogFailed(Exception exception);
}
