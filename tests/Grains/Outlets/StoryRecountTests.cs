using System.Collections.Concurrent;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Grains.Outlets;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Outlets;

/// <summary>Counting stories again after a change of the catalogue, over a store that fails when told to and stories that only say that they were asked.</summary>
public sealed class StoryRecountTests : IAsyncLifetime
{
    private static readonly OutletRecord Mine = new() { Domains = ["mine.example"], Name = "Agência Mine", Kind = OutletKind.Agency };
    private readonly CatalogFixture _catalog = new();
    private readonly ConcurrentQueue<(string StoryId, long Version)> _asked = new();

    public ValueTask InitializeAsync() => _catalog.InitializeAsync();

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task Stories_of_touched_outlets_and_of_those_that_credit_them_are_asked_twice_and_no_others()
    {
        var own = await _catalog.Found(3, "mine.example");
        var below = await _catalog.Found(1, "news.mine.example");
        var credited = (await _catalog.Found(2, "other.example", "AGÊNCIA MINE", "Somebody")).Concat(await _catalog.Found(1, "other.example", "the agência mine news agency"))
            .Concat(await _catalog.Found(1, "third.example", "Mine.Example")).ToArray();
        var others = (await _catalog.Found(2, "notmine.example", "Agencia Mine", "Mine")).Concat(await _catalog.Found(1, "mine.example.org")).ToArray();
        var version = await _catalog.Save(7, Mine);
        await Recount().Run(CancellationToken.None);
        string[] touched = [.. own, .. below, .. credited];
        Assert.Equal(touched.Order(), _asked.Take(touched.Length).Select(static a => a.StoryId).Order());
        Assert.Equal(touched.Order(), _asked.Skip(touched.Length).Select(static a => a.StoryId).Order());
        Assert.All(_asked, a => Assert.Equal(version, a.Version));
        Assert.DoesNotContain(_asked, a => others.Contains(a.StoryId));
        Assert.Equal([StoryRecount.Spread], _catalog.Clock.TakePauses());
        Assert.Equal(version, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
        // Done is done; and a lean alone touches nobody who credits.
        _asked.Clear();
        await Recount().Run(CancellationToken.None);
        Assert.Empty(_asked);
        await _catalog.Save(8, Mine with { Lean = OutletLean.Left }, Mine);
        await Recount().Run(CancellationToken.None);
        Assert.Equal([.. own, .. below, .. own, .. below], _asked.Select(static a => a.StoryId));
    }

    [Fact]
    public async Task Another_silo_goes_on_where_one_has_stopped()
    {
        var stories = await Touched();
        using var stopping = new CancellationTokenSource();
        var first = Recount(_ =>
        {
            _catalog.Clock.Advance(TimeSpan.FromMilliseconds(10));
            if (_asked.Count == 1700) stopping.Cancel();
        });
        await first.Run(stopping.Token);
        Assert.InRange(_asked.Count, 1700, 1800);
        Assert.Equal(0, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
        _asked.Clear();
        await Recount().Run(CancellationToken.None);
        // Of the first time it asks what was left, at most two slices more; the second time all.
        var again = _asked.Count - stories.Length;
        Assert.InRange(again, stories.Length - 1700, stories.Length - 1700 + 2 * StoryRecount.StoriesAtOnce);
        Assert.Equal(stories, _asked.Skip(again).Select(static a => a.StoryId));
        Assert.Equal(7, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
    }

    [Fact]
    public async Task What_changes_meanwhile_is_counted_after_what_was_begun()
    {
        await Touched();
        var late = await _catalog.Found(1, "late.example");
        var saved = false;
        await Recount(id =>
        {
            if (!saved && _asked.Count == 600) (saved, _) = (true, _catalog.Save(8, new OutletRecord { Domains = ["late.example"] }).GetAwaiter().GetResult());
        }).Run(CancellationToken.None);
        Assert.Equal([(late[0], 8L), (late[0], 8L)], _asked.TakeLast(2));
        Assert.All(_asked.SkipLast(2), static a => Assert.Equal(7, a.Version));
        Assert.Equal(8, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
    }

    [Fact]
    public async Task While_the_database_is_away_it_waits_longer_each_time_and_goes_on_from_the_same_slice()
    {
        var stories = await Touched();
        var slices = 0;
        _catalog.Store.Before = method =>
        {
            if (method == nameof(ICatalogStore.ListStoriesOf) && Interlocked.Increment(ref slices) is >= 3 and <= 9) throw new CatalogUnavailableException("Away.");
        };
        await Recount().Run(CancellationToken.None);
        Assert.Equal([1, 2, 4, 8, 16, 30, 30, StoryRecount.Spread.TotalSeconds], _catalog.Clock.TakePauses().Select(static p => p.TotalSeconds));
        Assert.Equal([.. stories, .. stories], _asked.Select(static a => a.StoryId));
    }

    [Fact]
    public async Task Stories_that_fail_because_the_database_is_away_are_not_held_against_them()
    {
        var stories = await Touched();
        _catalog.Clock.OnPause = number =>
        {
            if (number == 3) _catalog.Store.Away = false;
        };
        await Recount(_ =>
        {
            if (_asked.Count == 600) _catalog.Store.Away = true;
            if (_catalog.Store.Away) throw new StorageUnavailableException("Away.");
        }).Run(CancellationToken.None);
        Assert.Equal([1, 2, 4, StoryRecount.Spread.TotalSeconds], _catalog.Clock.TakePauses().Select(static p => p.TotalSeconds));
        Assert.Empty(_catalog.Log.Of(6006));
        Assert.Equal(3, _catalog.Log.Of(6003).Count());
        Assert.Equal(stories, _asked.Select(static a => a.StoryId).TakeLast(stories.Length));
    }

    [Fact]
    public async Task One_story_that_cannot_be_counted_stops_no_other_and_is_asked_again_at_the_end()
    {
        var stories = await Touched();
        var (never, later) = (stories[10], stories[1200]);
        await Recount(id =>
        {
            if (id == never) throw new InvalidOperationException("A fault in this story.");
            if (id == later && _asked.Count(a => a.StoryId == later) < 4) throw new TimeoutException("Its silo is gone.");
        }).Run(CancellationToken.None);
        Assert.Equal(7, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
        Assert.Equal((2 + StoryRecount.MostTries, 4), (_asked.Count(a => a.StoryId == never), _asked.Count(a => a.StoryId == later)));
        Assert.Equal(2 * (stories.Length - 2) + 2 + StoryRecount.MostTries + 4, _asked.Count);
        Assert.Contains("1 stories, among them " + never, Assert.Single(_catalog.Log.Of(6007)));
        Assert.Equal([3, 1, 2, 4, 8, 16], _catalog.Clock.TakePauses().Select(static p => p.TotalSeconds));
    }

    [Fact]
    public async Task What_failed_is_not_forgotten_when_another_silo_goes_on()
    {
        var stories = await Touched();
        using var stopping = new CancellationTokenSource();
        await Recount(id =>
        {
            _catalog.Clock.Advance(TimeSpan.FromMilliseconds(10));
            if (id == stories[10]) throw new TimeoutException("Its silo is gone.");
            if (_asked.Count == stories.Length + 1100) stopping.Cancel(); // the second time
        }).Run(stopping.Token);
        _asked.Clear();
        await Recount().Run(CancellationToken.None);
        Assert.Equal(stories[10], _asked.Last().StoryId);
        Assert.DoesNotContain(stories[11], _asked.Select(static a => a.StoryId));
        Assert.Empty(_catalog.Log.Of(6007));
    }

    [Fact]
    public async Task If_no_story_can_be_counted_it_does_not_say_that_it_is_done()
    {
        await Touched();
        using var stopping = new CancellationTokenSource();
        _catalog.Clock.OnPause = number =>
        {
            if (number == 6) stopping.Cancel();
        };
        await Recount(static _ => throw new InvalidOperationException("A fault in all stories.")).Run(stopping.Token);
        Assert.Equal([1, 2, 4, 8, 16, 30], _catalog.Clock.TakePauses().Select(static p => p.TotalSeconds));
        Assert.Equal(0, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
    }

    [Fact]
    public async Task It_ends_when_the_store_is_gone()
    {
        await Touched();
        var recount = Recount(_ =>
        {
            if (_asked.Count == 600) _catalog.Close().GetAwaiter().GetResult();
        });
        await recount.Run(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(_asked.Count, 600, 1100);
        // And when it was gone from the start: it must not open the file again.
        await Recount().Run(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(_catalog.Clock.TakePauses());
    }

    [Fact]
    public async Task It_ends_at_once_when_the_silo_stops_in_a_pause()
    {
        await Touched();
        _catalog.Store.Away = true;
        using var stopping = new CancellationTokenSource();
        var running = Recount(clock: new ManualClock()).Run(stopping.Token);
        await Eventually.Holds(() => Task.FromResult(_catalog.Log.Of(6003).Any() ? null : "it has not failed yet"));
        Assert.False(running.IsCompleted);
        await stopping.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task After_the_catalogue_was_put_back_all_stories_are_counted_by_what_it_is_now()
    {
        var stories = await Touched(700);
        var other = await _catalog.Found(1, "other.example");
        await Recount().Run(CancellationToken.None);
        await CatalogFixture.PutBack(_catalog.Options, 0);
        _asked.Clear();
        _catalog.Clock.TakePauses();
        await Recount().Run(CancellationToken.None);
        Assert.Equal([.. stories, .. other], _asked.Take(701).Select(static a => a.StoryId).Order());
        Assert.All(_asked, static a => Assert.Equal(0, a.Version));
        Assert.Equal(0, await StoryRecount.Done(_catalog.Store, CancellationToken.None));
        Assert.Equal(7, await _catalog.NewCatalog().Lost(CancellationToken.None)); // no later change gets that number
        _asked.Clear();
        await Recount().Run(CancellationToken.None);
        Assert.Empty(_asked);
    }

    /// <summary>Stores stories of an outlet, and a change of it at version 7.</summary>
    private async Task<string[]> Touched(int stories = 2300)
    {
        var ids = await _catalog.Found(stories, "mine.example");
        await _catalog.Save(7, Mine);
        return ids;
    }

    private StoryRecount Recount(Action<string>? asked = null, TimeProvider? clock = null) => _catalog.NewRecount((storyId, version) =>
    {
        _asked.Enqueue((storyId, version));
        asked?.Invoke(storyId);
        return Task.FromResult(true);
    }, clock);
}
