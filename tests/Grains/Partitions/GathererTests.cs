using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Grains;
using StoryClustering.Grains.Partitions;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Partitions;

public sealed class GathererTests
{
    private readonly PartitionMetrics _metrics = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task An_item_with_a_failure_of_its_own_fails_alone()
    {
        var gatherer = Of((items, _) => Task.FromResult(Array.ConvertAll(items, static i => i < 0 ? new Outcome<int>(0, new InvalidOperationException("poisoned")) : new Outcome<int>(2 * i))));
        var tasks = new[] { gatherer.Submit(1), gatherer.Submit(-1), gatherer.Submit(2) };
        Assert.Equal(2, await tasks[0]);
        Assert.Equal(4, await tasks[2]);
        Assert.Equal("poisoned", (await Assert.ThrowsAsync<InvalidOperationException>(() => tasks[1])).Message);
    }

    [Fact]
    public async Task An_item_that_makes_the_whole_call_fail_fails_alone()
    {
        var first = new TaskCompletionSource<Outcome<int>[]>();
        var begun = new TaskCompletionSource();
        var gatherer = Of((items, _) =>
        {
            if (begun.TrySetResult()) return first.Task; // what comes meanwhile shares the next call
            return items.Contains(-1) ? throw new InvalidOperationException("poisoned") : Task.FromResult(Array.ConvertAll(items, static i => new Outcome<int>(2 * i)));
        });
        var opener = gatherer.Submit(0);
        await begun.Task;
        var tasks = Enumerable.Range(1, 63).Select(gatherer.Submit).ToArray();
        var poisoned = gatherer.Submit(-1);
        first.SetResult([new Outcome<int>(0)]);
        await opener;
        Assert.Equal(Enumerable.Range(1, 63).Select(static i => 2 * i), await Task.WhenAll(tasks));
        await Assert.ThrowsAsync<InvalidOperationException>(() => poisoned);
    }

    [Fact]
    public async Task A_full_queue_refuses_what_comes_and_keeps_what_waits()
    {
        var first = new TaskCompletionSource<Outcome<int>[]>();
        var begun = new TaskCompletionSource();
        var gatherer = Of((items, _) => begun.TrySetResult() ? first.Task : Task.FromResult(Array.ConvertAll(items, static i => new Outcome<int>(i))), mostWaiting: 3);
        var opener = gatherer.Submit(0);
        await begun.Task;
        var waiting = new[] { gatherer.Submit(1), gatherer.Submit(2), gatherer.Submit(3) };
        await Assert.ThrowsAsync<OverloadedException>(() => gatherer.Submit(4));
        first.SetResult([new Outcome<int>(0)]);
        Assert.Equal(new[] { 1, 2, 3 }, await Task.WhenAll(waiting));
        await opener;
    }

    [Fact]
    public async Task Whoever_has_waited_long_enough_is_told_why_and_younger_ones_are_tried_again()
    {
        var calls = new List<int[]>();
        var called = new SemaphoreSlim(0);
        var loading = true;
        var gatherer = Of(async (items, deadline) =>
        {
            lock (calls) calls.Add(items);
            var isLoading = Volatile.Read(ref loading);
            called.Release();
            if (!isLoading) return Array.ConvertAll(items, static i => new Outcome<int>(i));
            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = deadline.Register(cancelled.SetResult);
            await cancelled.Task;
            throw new PartitionLoadingException("Partition 1 is loading.");
        });
        var old = gatherer.Submit(1);
        await called.WaitAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var young = gatherer.Submit(2);
        _clock.Advance(Deadlines.PartitionRetry - TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => old);
        await called.WaitAsync();
        Assert.False(young.IsCompleted);
        Volatile.Write(ref loading, false);
        var youngest = gatherer.Submit(3);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<PartitionLoadingException>(() => young);
        Assert.Equal(3, await youngest);
        Assert.Equal([[1], [2], [3]], calls);
    }

    [Fact]
    public void Whoever_is_called_gives_up_before_its_caller_does()
    {
        Assert.True(Deadlines.SearchTry * 2 < Deadlines.PartitionRetry);
        Assert.True(Deadlines.PartitionRetry + TimeSpan.FromSeconds(2) < Deadlines.CallTimeout);
        Assert.True(Deadlines.SubscribeWait + TimeSpan.FromSeconds(2) < Deadlines.CallTimeout);
    }

    private Gatherer<int, int> Of(Func<int[], CancellationToken, Task<Outcome<int>[]>> call, int mostWaiting = 100) =>
        new("items", 1, 64, mostWaiting, call, _metrics, _clock);
}
