using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Schema;
using StoryClustering.Tests.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Schema;

public sealed class SqliteMigrationTests(SqliteDatabase database) : MigrationTests(database), IClassFixture<SqliteDatabase>
{
    [Fact]
    public async Task A_connection_made_from_the_string_for_Orleans_syncs_every_commit_to_the_disk()
    {
        // Orleans opens its own connections and sends no PRAGMA. 2 is FULL: in WAL mode the log is synced at every commit.
        Assert.Equal(2, await Database.Scalar<long>("PRAGMA synchronous"));
        Assert.Equal("wal", await Database.Scalar<string>("PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=stories;Mode=Memory;Cache=Shared")]
    [InlineData("")]
    public async Task A_database_in_memory_is_refused(string connectionString) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Migrator.Migrate(new StorageOptions { ConnectionString = connectionString }, NullLogger.Instance, Cancellation));

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), $"clustering-test-{Guid.NewGuid():n}.db");
        await File.WriteAllTextAsync(path, new string('x', 8192), Cancellation);
        try
        {
            var options = new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = $"Data Source={path}" };
            await Assert.ThrowsAnyAsync<SqliteException>(() => Migrator.Migrate(options, NullLogger.Instance, Cancellation));
        }
        finally
        {
            foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*")) File.Delete(file);
        }
    }
}

public sealed class PostgresMigrationTests(PostgresDatabase database) : MigrationTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Migration is safe to repeat and to run many times at once.</summary>
public abstract class MigrationTests(TestDatabase database) : DatabaseTests(database)
{
    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var scripts = await Database.Scalar<long>("SELECT count(*) FROM schema_journal");
        Assert.True(scripts >= 3, $"Only {scripts} scripts are in the journal.");
        var setting = await Database.Store.GetOrAddSetting("kept", [1, 2, 3], Cancellation);
        await Migrator.Migrate(Database.Options, NullLogger.Instance, Cancellation);
        Assert.Equal(scripts, await Database.Scalar<long>("SELECT count(*) FROM schema_journal"));
        Assert.Equal(setting, await Database.Store.GetOrAddSetting("kept", [9], Cancellation));
    }

    [Fact]
    public async Task Six_at_once_on_an_empty_database_apply_each_script_once()
    {
        TestDatabase empty = Database is PostgresDatabase ? new EmptyPostgres() : new EmptySqlite();
        await empty.InitializeAsync();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Migrator.Migrate(empty.Options, NullLogger.Instance, Cancellation))));
            Assert.Equal(await Database.Scalar<long>("SELECT count(*) FROM schema_journal"), await empty.Scalar<long>("SELECT count(*) FROM schema_journal"));
            Assert.Equal(await Database.Scalar<long>("SELECT count(*) FROM OrleansQuery"), await empty.Scalar<long>("SELECT count(*) FROM OrleansQuery"));
            Assert.Equal(0, await empty.Scalar<long>("SELECT count(*) FROM (SELECT 1 FROM schema_journal GROUP BY scriptname HAVING count(*) > 1) AS twice"));
        }
        finally
        {
            await empty.DisposeAsync();
        }
    }

    [Fact]
    public async Task Names_that_members_of_before_credit_are_found_after_the_migration()
    {
        TestDatabase old = Database is PostgresDatabase ? new PostgresDatabase() : new SqliteDatabase();
        await old.InitializeAsync();
        try
        {
            var postgres = old is PostgresDatabase;
            foreach (var on in new[] { "inserted", "updated", "deleted" })
                await old.Execute($"DROP TRIGGER article_credit_{on}" + (postgres ? " ON article_catalog" : ""));
            if (postgres) await old.Execute("DROP FUNCTION article_credit_changed()");
            await old.Execute("DROP TABLE article_credit");
            await old.Execute("DELETE FROM schema_journal WHERE scriptname LIKE '%credit%'");
            var ids = Enumerable.Range(0, 3).Select(static _ => Sample.NewId()).Order(StringComparer.Ordinal).ToArray();
            string[][] names = [["Agência \"Brasil\"", "AP"], [], ["AP", new string('x', 3000), ""]];
            foreach (var (id, credited) in ids.Zip(names))
            {
                var found = Sample.Found(id);
                var article = found.Added[0].Article with { Credits = [.. credited.Select(static n => new ArticleCredit(1, n, "quoted"))] };
                Assert.Equal([CommitOutcome.Committed], await old.Store.Commit([found with { Added = [found.Added[0] with { Article = article }] }], Cancellation));
            }
            await Migrator.Migrate(old.Options, NullLogger.Instance, Cancellation);
            Assert.Equal(["AP", "Agência \"Brasil\""], await old.Store.ListSources(SourceKind.Credit, "", 10, Cancellation));
            Assert.Equal([ids[0], ids[2]], (await old.Store.ListStoriesOf(SourceKind.Credit, "AP", "", 10, Cancellation)).StoryIds);
        }
        finally
        {
            await old.DisposeAsync();
        }
    }

    private sealed class EmptyPostgres : PostgresDatabase
    {
        protected override Task Prepare() => Task.CompletedTask;
    }

    private sealed class EmptySqlite : SqliteDatabase
    {
        protected override Task Prepare() => Task.CompletedTask;
    }
}
