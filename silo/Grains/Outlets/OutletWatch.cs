using System.Buffers.Binary;
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

    /// <summary>Setting that holds the version up to which all stories have been counted again.</summary>
    internal const string RecountedSetting = "outlets-recounted";

    private static readonly TimeSpan ResumeInterval = TimeSpan.FromSeconds(10);

    /// <summary>Version up to which all stories have been counted again.</summary>
    internal static async Task<long> Recounted(ICatalogStore store) =>
        BinaryPrimitives.ReadInt64LittleEndian(await store.GetOrAddSetting(RecountedSetting, new byte[8], CancellationToken.None));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        long recounted = 0;
        var asked = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var snapshot = await catalog.Refresh();
                if (snapshot.Version > recounted && time.GetElapsedTime(asked) > ResumeInterval)
                {
                    recounted = await Recounted(store);
                    if (snapshot.Version > recounted) await grains.GetGrain<IOutletsGrain>(0).Resume();
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
