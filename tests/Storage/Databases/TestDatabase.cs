using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Schema;
using StoryClustering.Storage.Sqlite;
using Xunit;

namespace StoryClustering.Tests.Storage.Databases;

/// <summary>A database made for one test class, migrated, and gone with it.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    /// <summary>Why the database is not to be had here, or null.</summary>
    public string? Missing { get; protected set; }

    public StorageOptions Options { get; protected set; } = new();

    public ICatalogStore Store { get; protected set; } = null!;

    public abstract SqliteWriteGate? Gate { get; }

    public virtual async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        await Create();
        await Prepare();
        Store = NewStore();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Missing is not null) return;
        await ((IAsyncDisposable)Store).DisposeAsync();
        await Drop();
    }

    /// <summary>A second store over the same database, as another process would have it.</summary>
    public abstract ICatalogStore NewStore();

    public abstract DbConnection NewConnection();

    public async Task<T> Scalar<T>(string sql)
    {
        await using var connection = NewConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType((await command.ExecuteScalarAsync())!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task Execute(string sql)
    {
        await using var connection = NewConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    protected virtual Task Prepare() => Migrator.Migrate(Options, NullLogger.Instance, default);

    protected abstract Task Create();

    protected abstract Task Drop();
}

public class SqliteDatabase : TestDatabase
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "clustering-test-" + Guid.NewGuid().ToString("n"));
    private SqliteWriteGate? _gate;

    public override SqliteWriteGate? Gate => _gate;

    public override ICatalogStore NewStore() => new SqliteCatalogStore(Options, _gate!);

    public override DbConnection NewConnection() => new SqliteConnection(Options.OrleansConnectionString);

    protected override Task Create()
    {
        // The folder does not exist yet: making it is the migration's work.
        Options = new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = $"Data Source={Path.Combine(_folder, "data", "stories.db")}" };
        _gate = new SqliteWriteGate();
        return Task.CompletedTask;
    }

    protected override Task Drop()
    {
        _gate!.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

public class PostgresDatabase : TestDatabase
{
    private const string Variable = "CLUSTERING_TEST_POSTGRES";
    private readonly string? _server = Environment.GetEnvironmentVariable(Variable);
    private readonly string _name = "clustering_test_" + Guid.NewGuid().ToString("n");

    public PostgresDatabase()
    {
        if (string.IsNullOrEmpty(_server)) Missing = $"No PostgreSQL: {Variable} is not set (./test sets it when it finds or can install a server).";
    }

    public override SqliteWriteGate? Gate => null;

    public override ICatalogStore NewStore() => new PostgresCatalogStore(Options);

    public override DbConnection NewConnection() => new NpgsqlConnection(Options.ConnectionString);

    protected override async Task Create()
    {
        await Maintain($"CREATE DATABASE {_name}");
        var builder = new NpgsqlConnectionStringBuilder(_server) { Database = _name };
        Options = new StorageOptions { Provider = StorageProvider.Postgres, ConnectionString = builder.ConnectionString, MaxPoolSize = 16 };
    }

    protected override Task Drop() => Maintain($"DROP DATABASE {_name} WITH (FORCE)");

    private async Task Maintain(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
