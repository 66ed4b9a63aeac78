using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Sqlite;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

/// <summary>PostgreSQL goes away and comes back: the store says so, soon, and needs no restart.</summary>
public sealed class PostgresOutageTests(PostgresDatabase database) : DatabaseTests(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_cut_line_is_reported_and_the_store_recovers()
    {
        await using var relay = new TcpRelay(new NpgsqlConnectionStringBuilder(Database.Options.ConnectionString).Port);
        await using var store = Through(relay);
        for (var round = 0; round < 3; round++)
        {
            await Commit(store);
            relay.Cut();
            var clock = Stopwatch.StartNew();
            await Assert.ThrowsAsync<CatalogUnavailableException>(() => Commit(store));
            await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.Ping(Cancellation));
            await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.FindStory("story-x", Cancellation));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed} to notice.");
            relay.Restore();
            await store.Ping(Cancellation);
            await Commit(store);
        }
    }

    [Fact]
    public async Task A_frozen_line_is_reported_after_the_time_out_and_the_store_recovers()
    {
        await using var relay = new TcpRelay(new NpgsqlConnectionStringBuilder(Database.Options.ConnectionString).Port);
        await using var store = Through(relay);
        await Commit(store);
        relay.Freeze();
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => Commit(store));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed} to notice.");
        relay.Restore();
        await Commit(store);
    }

    [Fact]
    public async Task Connections_that_died_in_the_pool_are_not_noticed_by_callers()
    {
        await using var store = new PostgresCatalogStore(Database.Options);
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Commit(store)));
            await Database.Scalar<long>("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                + "WHERE datname = current_database() AND application_name = 'clustering-catalog'");
            if (round % 2 == 0) await store.Ping(Cancellation);
        }
    }

    [Fact]
    public async Task A_wrong_address_is_reported()
    {
        var options = new StorageOptions { Provider = StorageProvider.Postgres, ConnectionString = "Host=127.0.0.1;Port=9;Username=nobody;Database=none" };
        await using var store = new PostgresCatalogStore(options);
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.Ping(Cancellation));
    }

    private PostgresCatalogStore Through(TcpRelay relay)
    {
        var builder = new NpgsqlConnectionStringBuilder(Database.Options.ConnectionString) { Port = relay.Port };
        return new PostgresCatalogStore(new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            ConnectionString = builder.ConnectionString,
            CommandTimeout = TimeSpan.FromSeconds(2),
        });
    }

    private static async Task Commit(PostgresCatalogStore store) =>
        Assert.Equal([CommitOutcome.Committed], await store.Commit([Sample.Found(Sample.NewId())], Cancellation));
}

/// <summary>A SQLite file that cannot be used is reported; when it can again the store goes on.</summary>
public sealed class SqliteOutageTests(SqliteDatabase database) : DatabaseTests(database), IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task A_file_that_another_process_holds_is_reported_and_the_store_recovers()
    {
        var options = new StorageOptions { ConnectionString = Database.Options.ConnectionString, CommandTimeout = TimeSpan.FromSeconds(1) };
        using var gate = new SqliteWriteGate();
        await using var store = new SqliteCatalogStore(options, gate);
        await using (var other = Database.NewConnection())
        {
            await other.OpenAsync(Cancellation);
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            await begin.ExecuteNonQueryAsync(Cancellation);
            await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.Commit([Sample.Found(Sample.NewId())], Cancellation));
            await store.Ping(Cancellation); // readers are not held up
            begin.CommandText = "ROLLBACK";
            await begin.ExecuteNonQueryAsync(Cancellation);
        }
        Assert.Equal([CommitOutcome.Committed], await store.Commit([Sample.Found(Sample.NewId())], Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_reported()
    {
        var path = Path.Combine(Path.GetTempPath(), $"clustering-none-{Guid.NewGuid():n}", "none.db");
        using var gate = new SqliteWriteGate();
        await using var store = new SqliteCatalogStore(new StorageOptions { ConnectionString = new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString }, gate);
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.Ping(Cancellation));
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => store.Commit([Sample.Found(Sample.NewId())], Cancellation));
    }

    [Fact]
    public async Task Work_passes_the_gate_in_its_order_one_at_a_time_and_a_failure_stops_nothing()
    {
        using var gate = new SqliteWriteGate();
        var order = new List<int>();
        var inside = 0;
        var tasks = Enumerable.Range(0, 200).Select(i => gate.Run(async () =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            order.Add(i);
            Interlocked.Decrement(ref inside);
            if (i % 10 == 0) throw new InvalidOperationException("on purpose");
        }, Cancellation)).ToArray();
        for (var i = 0; i < tasks.Length; i++)
        {
            if (i % 10 == 0) await Assert.ThrowsAsync<InvalidOperationException>(() => tasks[i]);
            else await tasks[i];
        }
        Assert.Equal(Enumerable.Range(0, 200), order);
    }
}
