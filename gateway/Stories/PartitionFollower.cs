using Microsoft.Extensions.Logging;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Watching;

namespace StoryClustering.Gateway.Stories;

/// <summary>Keeps one <see cref="PartitionView"/> true.
/// <para>1. Subscribe with the last sequence we have; take pages until there are no more. 2. Take batches as they are pushed.
/// 3. Every few seconds, and at once when a batch does not join on to what we have, go to 1: observers are lost without a word
/// when a silo dies or the partition moves. A call that fails is tried again, with growing pauses, for ever.</para>
/// Orleans refers to observers weakly: whoever makes a follower holds it.</summary>
public sealed partial class PartitionFollower : IPartitionObserver, IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);

    private readonly PartitionView _partition;
    private readonly StoryView _view;
    private readonly IStoryCluster _cluster;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _signal = new();
    private readonly ITimer _timer;

    /// <summary>For one partition.</summary>
    public PartitionFollower(PartitionView partition, StoryView view, IStoryCluster cluster, GatewayOptions options, TimeProvider time,
        ILogger logger)
    {
        (_partition, _view, _cluster, _options, _time, _logger) = (partition, view, cluster, options, time, logger);
        _timer = time.CreateTimer(static s => ((WakeSignal)s!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks the partition at once.</summary>
    public void Poke() => _signal.Set();

    /// <inheritdoc/>
    public Task OnBatch(FeedBatch batch)
    {
        if (batch.Partition != _partition.Number) return Task.CompletedTask;
        switch (_partition.Apply(batch, _time.Monotonic()))
        {
            case BatchResult.Applied: _view.Changed(); break;
            case BatchResult.Gap:
                LogGap(_logger, _partition.Number, _partition.Last, batch.Previous);
                Poke();
                break;
        }
        return Task.CompletedTask;
    }

    /// <summary>Follows until cancelled.</summary>
    public async Task Run(CancellationToken stopping)
    {
        await using var registration = stopping.Register(Poke);
        var reference = _cluster.Reference(this);
        var grain = _cluster.Partition(_partition.Number);
        var backoff = FirstBackoff;
        var regressions = 0;
        while (!stopping.IsCancellationRequested)
        {
            var pause = _options.ResubscribeInterval;
            var failed = false;
            try
            {
                if (await Round(grain, reference, stopping)) regressions = 0;
                else if (++regressions == 2)
                {
                    LogReset(_logger, _partition.Number, _partition.Last);
                    _partition.Reset();
                    _view.Changed();
                    regressions = 0;
                    continue;
                }
                _partition.Sweep(_time.Monotonic() - _options.TombstoneRetention);
                backoff = FirstBackoff;
            }
            catch (PartitionLoadingException e)
            {
                // It made us wait already, and will be there soon.
                LogLoading(_logger, _partition.Number, e.Message);
                failed = true;
                pause = FirstBackoff;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogFailed(_logger, _partition.Number, e.GetType().Name, e);
                failed = true;
                pause = backoff;
                backoff = backoff * 2 < _options.LongestBackoff ? backoff * 2 : _options.LongestBackoff;
            }
            catch (Exception) { break; }
            var until = _time.Monotonic() + pause;
            // A gap does not shorten the pause after a failure: the silo is in trouble already.
            do
            {
                var rest = until - _time.Monotonic();
                _timer.Change(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                await _signal.Wait();
            }
            while (failed && !stopping.IsCancellationRequested && _time.Monotonic() < until);
        }
        try { await grain.Unsubscribe(reference, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1), _time, CancellationToken.None); }
        catch (Exception e) { LogFailed(_logger, _partition.Number, e.GetType().Name, null); }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    // All pages of what is missing. False if the partition's sequences lie below those we have.
    private async Task<bool> Round(IPartitionGrain grain, IPartitionObserver reference, CancellationToken stopping)
    {
        while (true)
        {
            var after = _partition.Last;
            var page = await grain.Subscribe(reference, after, stopping).WaitAsync(_options.SubscribeTimeout, _time, stopping);
            if (page.UpTo < after) return false;
            if (page.More && page.UpTo == after)
                throw new InvalidOperationException($"Partition {_partition.Number} has more after {after} but gave nothing.");
            _partition.Apply(page, _time.Monotonic());
            _view.Changed();
            if (!page.More) return true;
        }
    }

    [LoggerMessage(201, LogLevel.Debug, "Partition {Partition}: has {Last}, batch begins after {Previous}; asking again")]
    private static partial void LogGap(ILogger logger, int partition, long last, long previous);

    [LoggerMessage(202, LogLevel.Warning, "Partition {Partition}: cannot subscribe ({Error}); trying again")]
    private static partial void LogFailed(ILogger logger, int partition, string error, Exception? exception);

    [LoggerMessage(208, LogLevel.Debug, "Partition {Partition}: not yet: {Reason}")]
    private static partial void LogLoading(ILogger logger, int partition, string reason);

    [LoggerMessage(203, LogLevel.Error, "Partition {Partition} has lost its sequences (we had {Last}); loading it anew, watchers take snapshots")]
    private static partial void LogReset(ILogger logger, int partition, long last);
}
