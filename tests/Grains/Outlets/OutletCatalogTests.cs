using StoryClustering.Contracts.Outlets;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Outlets;

/// <summary>A silo's copy of the catalogue of outlets, and versions that somebody names.</summary>
public sealed class OutletCatalogTests : IAsyncLifetime
{
    private readonly CatalogFixture _catalog = new();
    private int _reads;

    public async ValueTask InitializeAsync()
    {
        await _catalog.InitializeAsync();
        _catalog.Store.Before = method =>
        {
            if (method == nameof(ICatalogStore.LoadOutlets)) Interlocked.Increment(ref _reads);
        };
    }

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task A_version_that_never_comes_is_given_up_after_two_seconds_and_told_once()
    {
        await _catalog.Save(3, Rated(OutletLean.Left));
        var catalog = _catalog.NewCatalog();
        Volatile.Write(ref _reads, 0);
        Assert.Equal(3, (await catalog.AtLeast(9)).Version);
        Assert.Equal(TimeSpan.FromSeconds(2), Sum(_catalog.Clock.TakePauses()));
        Assert.InRange(Volatile.Read(ref _reads), 3, 8);
        Assert.Contains("Version 9", Assert.Single(_catalog.Log.Of(6004)));
        // From then on nobody waits for it, nor for what is below it; many at once do not make many lines.
        foreach (var version in new[] { 9, 4, 9, 8 }) Assert.Equal(3, (await catalog.AtLeast(version)).Version);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => catalog.AtLeast(9).AsTask()));
        Assert.Empty(_catalog.Clock.TakePauses());
        Assert.Single(_catalog.Log.Of(6004));
        Assert.Equal(9, await catalog.Lost(CancellationToken.None));
        Assert.Equal(9, await _catalog.NewCatalog().Lost(CancellationToken.None)); // another silo's, too
    }

    [Fact]
    public async Task A_version_that_comes_late_is_waited_for()
    {
        await _catalog.Save(3, Rated(OutletLean.Left));
        var catalog = _catalog.NewCatalog();
        await catalog.Refresh();
        _catalog.Clock.OnPause = number =>
        {
            if (number == 2) _catalog.Save(9, Rated(OutletLean.Right)).GetAwaiter().GetResult();
        };
        var snapshot = await catalog.AtLeast(9);
        Assert.Equal((9, OutletLean.Right), (snapshot.Version, snapshot.Find("rated.example")!.Lean));
        Assert.Equal(2, _catalog.Clock.TakePauses().Length);
        Assert.Empty(_catalog.Log.Of(6004));
    }

    [Fact]
    public async Task A_read_that_was_under_way_already_is_not_believed()
    {
        await _catalog.Save(1, Rated(OutletLean.Left));
        var catalog = _catalog.NewCatalog();
        await catalog.Refresh();
        // The read has begun, and looks at the table before the change is in it.
        var (begun, gate) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new ManualResetEventSlim());
        var held = false;
        _catalog.Store.After = async method =>
        {
            if (method != nameof(ICatalogStore.LoadOutlets) || Interlocked.Exchange(ref held, true)) return;
            begun.SetResult();
            await Task.Run(gate.Wait);
        };
        var early = catalog.Refresh();
        await begun.Task;
        await _catalog.Save(2, Rated(OutletLean.Right));
        var asked = catalog.AtLeast(2).AsTask();
        gate.Set();
        Assert.Equal(1, (await early).Version);
        Assert.Equal(2, (await asked).Version);
        Assert.Empty(_catalog.Clock.TakePauses());
    }

    [Fact]
    public async Task A_version_below_one_that_was_lost_is_never_missed_if_it_is_there()
    {
        await _catalog.Save(3, Rated(OutletLean.Left));
        var catalog = _catalog.NewCatalog();
        await catalog.AtLeast(9);
        // By a silo that has not heard of the loss.
        await _catalog.Save(4, Rated(OutletLean.Right));
        Assert.Equal(OutletLean.Right, (await catalog.AtLeast(4)).Find("rated.example")!.Lean);
    }

    [Fact]
    public async Task A_table_that_is_put_back_under_a_running_silo_is_read_anew()
    {
        await _catalog.Save(1, Rated(OutletLean.Left));
        await _catalog.Save(2, Rated(OutletLean.Right));
        await _catalog.Save(3, new OutletRecord { Domains = ["lost.example"], Lean = OutletLean.Center });
        var catalog = _catalog.NewCatalog();
        Assert.NotNull((await catalog.Refresh()).Find("lost.example"));
        await CatalogFixture.PutBack(_catalog.Options, 1);
        await _catalog.Save(2, Rated(OutletLean.Center));
        var snapshot = await catalog.Refresh();
        Assert.Equal((2, OutletLean.Center, null), (snapshot.Version, snapshot.Find("rated.example")!.Lean, snapshot.Find("lost.example")));
        Assert.NotNull(snapshot.Find("reuters.com")); // the starter catalogue is still underneath
        Assert.Single(_catalog.Log.Of(6005));
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_leaves_the_read_to_the_others()
    {
        await _catalog.Save(3, Rated(OutletLean.Left));
        var catalog = _catalog.NewCatalog(new ManualClock());
        using var gaveUp = new CancellationTokenSource();
        var waiting = catalog.AtLeast(9, gaveUp.Token).AsTask();
        Assert.Equal(3, (await catalog.AtLeast(3)).Version);
        Assert.False(waiting.IsCompleted);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(_catalog.Log.Of(6004));
        Assert.Equal(3, (await catalog.Refresh()).Version);
    }

    private static OutletRecord Rated(OutletLean lean) => new() { Domains = ["rated.example"], Lean = lean };

    private static TimeSpan Sum(TimeSpan[] pauses) => pauses.Aggregate(TimeSpan.Zero, static (a, b) => a + b);
}
