using Npgsql;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>A PostgreSQL database that is gone afterwards, on the server of CLUSTERING_TEST_POSTGRES.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    public const string Variable = "CLUSTERING_TEST_POSTGRES";

    private readonly string _maintenance;
    private readonly string _name;

    private TestDatabase(string maintenance, string name)
    {
        _maintenance = maintenance;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(maintenance) { Database = name }.ConnectionString;
        var server = new NpgsqlConnectionStringBuilder(maintenance);
        (Host, Port) = (server.Host ?? "127.0.0.1", server.Port);
    }

    /// <summary>Connection string of the maintenance database, or null.</summary>
    public static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    /// <summary>Connection string of the maintenance database; skips the test where there is none.</summary>
    public static string Require()
    {
        Assert.SkipWhen(Server is null, $"{Variable} names no PostgreSQL server.");
        return Server;
    }

    public string ConnectionString { get; }
    public string Host { get; }
    public int Port { get; }

    /// <summary>The same database by way of another address.</summary>
    public string Through(int port) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    public static async Task<TestDatabase> Create(string server)
    {
        var database = new TestDatabase(server, $"story_clustering_{Guid.NewGuid():N}");
        await Execute(server, $"create database {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await Execute(_maintenance, $"drop database if exists {_name} with (force)");

    private static async Task Execute(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
