using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;

namespace StoryClustering.Grains.Partitions;

/// <summary>Wakes all partitions when a silo starts, so that the first article does not wait for it, and asks until each has answered once.
/// The silo starts without waiting for it; its readiness tells when.</summary>
public sealed partial class PartitionWatch(IGrainFactory grains, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<PartitionWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly int _partitions = options.Value.Partitions;
    private int _answered;

    /// <summary>Partitions of the cluster that have not answered this silo yet.</summary>
    public int Missing => _partitions - Volatile.Read(ref _answered);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the host starts meanwhile
        await Task.WhenAll(Enumerable.Range(0, _partitions).Select(i => Wake(i, stoppingToken)));
    }

    private async Task Wake(int number, CancellationToken stopping)
    {
        var partition = grains.GetGrain<IPartitionGrain>(Key.Partition(number));
        for (var pause = Pause; !stopping.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await partition.Search([], stopping);
                Interlocked.Increment(ref _answered);
                return;
            }
            catch (PartitionLoadingException)
            {
                pause = Pause; // it will not be long
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogNoAnswer(e, number);
            }
            catch (Exception)
            {
                return; // the silo stops
            }
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(3120, LogLevel.Warning, "Partition {Partition} could not be woken up yet.")]
    private partial void LogNoAnswer(Exception exception, int partition);
}
