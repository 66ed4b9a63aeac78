using Orleans.Runtime;
using Orleans.Storage;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Silos;

public sealed class SqliteGrainStateTests(SqliteDatabase database) : GrainStateTests(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresGrainStateTests(PostgresDatabase database) : GrainStateTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Grain state through Orleans' own ADO.NET storage and this project's schema and queries.</summary>
public abstract class GrainStateTests(TestDatabase database) : DatabaseTests(database)
{
    private SiloHost _silo = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _silo = await SiloHost.Start(Database, "service-" + Guid.NewGuid().ToString("n")[..8]);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_silo is not null) await _silo.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(SiloHost.Gated, 500)]
    [InlineData(SiloHost.Plain, 25)]
    public async Task Of_four_first_writers_at_once_exactly_one_wins_and_one_row_is_left(string storageName, int rounds)
    {
        var storage = _silo.Storage(storageName);
        var wrong = 0;
        for (var round = 0; round < rounds; round++)
        {
            var key = GrainId.Create("story", $"story-{storageName}-race-{round}");
            using var start = new Barrier(4);
            var writers = await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Factory.StartNew(async () =>
            {
                var state = New(new TestState { Text = "writer " + writer });
                start.SignalAndWait();
                try
                {
                    await storage.WriteStateAsync("race", key, state);
                    return state.State!.Text;
                }
                catch (InconsistentStateException)
                {
                    return null;
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
            var winners = writers.Where(w => w is not null).ToArray();
            if (winners.Length != 1 || (await Read(storage, "race", key)).State!.Text != winners[0]) wrong++;
        }
        Assert.Equal(0, wrong);
        Assert.Equal(rounds, await Database.Scalar<long>($"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE 'story-{storageName}-race-%'"));
    }

    [Fact]
    public async Task A_write_over_another_state_than_the_one_read_is_refused()
    {
        var storage = _silo.Storage(SiloHost.Gated);
        var key = GrainId.Create("story", "story-stale");
        var first = New(new TestState { Text = "first" });
        await storage.WriteStateAsync("stale", key, first);
        var stale = await Read(storage, "stale", key);
        first.State = new TestState { Text = "second" };
        await storage.WriteStateAsync("stale", key, first);
        Assert.NotEqual(stale.ETag, first.ETag);

        stale.State = new TestState { Text = "lost" };
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("stale", key, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("stale", key, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _silo.Storage(SiloHost.Deleting).ClearStateAsync("stale", key, stale));
        Assert.Equal("second", (await Read(storage, "stale", key)).State!.Text);

        // A state that was never there has no version to build on.
        var ghost = New(new TestState());
        ghost.ETag = "5";
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("stale", GrainId.Create("story", "story-ghost"), ghost));
        Assert.False((await Read(storage, "stale", GrainId.Create("story", "story-ghost"))).RecordExists);
    }

    [Theory]
    [InlineData(SiloHost.Gated, 1)]
    [InlineData(SiloHost.Deleting, 0)]
    public async Task A_cleared_state_reads_as_new_and_can_be_written_again(string storageName, int rowsLeft)
    {
        var storage = _silo.Storage(storageName);
        var key = GrainId.Create("article", "article-cleared-" + storageName);
        var state = New(new TestState { Text = "before", Bytes = [1, 2, 3] });
        await storage.WriteStateAsync("cleared", key, state);
        Assert.True(state.RecordExists);
        await storage.ClearStateAsync("cleared", key, state);
        Assert.False(state.RecordExists);
        Assert.Equal("", state.State!.Text);
        Assert.Equal(rowsLeft, await Database.Scalar<long>($"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'article-cleared-{storageName}'"));

        var again = await Read(storage, "cleared", key);
        Assert.Equal("", again.State!.Text);
        again.State = new TestState { Text = "after" };
        await storage.WriteStateAsync("cleared", key, again);
        Assert.Equal("after", (await Read(storage, "cleared", key)).State!.Text);
    }

    [Fact]
    public async Task Prefixed_keys_do_not_mix_with_each_other_nor_across_states()
    {
        string[] ends = ["abc", "0abc", "ABC", "123", "0123", "7b", "0000000000000000000000000000007b", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "+", "abc+def", "é", "'quoted'"];
        var storage = _silo.Storage(SiloHost.Gated);
        var cells = (from prefix in new[] { "story-", "article-", "partition-" }
                     from end in ends
                     from state in new[] { "one", "two" }
                     select (State: state, Key: GrainId.Create("mixed", prefix + end))).ToArray();
        foreach (var (name, key) in cells)
        {
            Assert.False((await Read(storage, name, key)).RecordExists, $"{name} {key} was there before it was written.");
            await storage.WriteStateAsync(name, key, New(new TestState { Text = name + key }));
        }
        foreach (var (name, key) in cells) Assert.Equal(name + key, (await Read(storage, name, key)).State!.Text);
    }

    [Fact]
    public async Task Keys_without_a_prefix_do_mix_which_is_why_ours_have_one()
    {
        // Orleans takes both for the integer 0xabc. Should this fail one day, Orleans has changed its keys: then rows
        // written before may no longer be found.
        var storage = _silo.Storage(SiloHost.Gated);
        await storage.WriteStateAsync("bare", GrainId.Create("mixed", "abc"), New(new TestState { Text = "abc" }));
        Assert.Equal("abc", (await Read(storage, "bare", GrainId.Create("mixed", "0abc"))).State!.Text);
        // Nor does the class of the grain count, only the name of the state.
        Assert.Equal("abc", (await Read(storage, "bare", GrainId.Create("other", "abc"))).State!.Text);
    }

    [Fact]
    public async Task A_large_state_comes_back_whole()
    {
        var storage = _silo.Storage(SiloHost.Gated);
        var key = GrainId.Create("story", "story-large");
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        await storage.WriteStateAsync("large", key, New(new TestState { Text = "é\0港", Bytes = bytes }));
        var read = await Read(storage, "large", key);
        Assert.Equal(bytes, read.State!.Bytes);
        Assert.Equal("é\0港", read.State!.Text);
    }

    [Fact]
    public async Task A_write_takes_the_state_as_it_was_when_it_was_asked_for()
    {
        if (Database.Gate is not { } gate) return;
        var storage = _silo.Storage(SiloHost.Gated);
        var key = GrainId.Create("story", "story-copied");
        var state = New(new TestState { Text = "asked for" });
        using var free = new ManualResetEventSlim();
        var held = gate.Run(() => free.Wait(TimeSpan.FromSeconds(30)), Cancellation);
        var write = storage.WriteStateAsync("copied", key, state);
        state.State!.Text = "changed in between";
        free.Set();
        await held;
        await write;
        Assert.Equal("asked for", (await Read(storage, "copied", key)).State!.Text);
        Assert.Equal("changed in between", state.State!.Text);
        Assert.Equal("1", state.ETag);
    }

    private static GrainState<TestState> New(TestState state) => new(state);

    private static async Task<GrainState<TestState>> Read(IGrainStorage storage, string name, GrainId key)
    {
        var state = New(new TestState());
        await storage.ReadStateAsync(name, key, state);
        return state;
    }
}

[GenerateSerializer, Alias("TestState")]
public sealed class TestState
{
    [Id(0)] public string Text { get; set; } = "";
    [Id(1)] public byte[] Bytes { get; set; } = [];
}
