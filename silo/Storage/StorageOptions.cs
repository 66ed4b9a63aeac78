using Microsoft.Data.Sqlite;
using Npgsql;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Storage;

/// <summary>Which database holds the stories.</summary>
public enum StorageProvider
{
    /// <summary>A file on this machine; one process only.</summary>
    Sqlite = 1,
    /// <summary>A PostgreSQL server, version 15 or later; any number of processes.</summary>
    Postgres = 2,
}

/// <summary>Where the data lie and how hard the database may be used.</summary>
public sealed class StorageOptions
{
    private const string DefaultConnectionString = "Data Source=data/clustering.db";
    /// <summary>Name under which Orleans' ADO.NET providers know PostgreSQL.</summary>
    public const string PostgresInvariant = "Npgsql";
    /// <summary>Name under which Orleans' ADO.NET providers know SQLite. Behind it Orleans loads Microsoft.Data.Sqlite.</summary>
    public const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>The database. Default <see cref="StorageProvider.Sqlite"/>: nothing to install, one process. PostgreSQL: as
    /// many processes as wanted, one network round trip more per write.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>ADO.NET connection string of the database. Default: the file data/clustering.db under the working
    /// directory, which the migration creates. For PostgreSQL the database must exist.</summary>
    public string ConnectionString { get; set; } = DefaultConnectionString;

    /// <summary>Most connections of one pool, default 24. A silo has two pools on PostgreSQL: the catalog's and Orleans'. More
    /// lets more reads run side by side; silos times two times this must stay below the server's max_connections, and
    /// beyond a few per processor of the server more connections make it slower. On SQLite: most reads at once.</summary>
    public int MaxPoolSize { get; set; } = 24;

    /// <summary>Longest wait for a connection and for one statement, default 5 seconds, whole seconds. Shorter notices a
    /// dead database sooner; longer lets a slow one finish. Not for the migration, which waits for others to finish theirs.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Invariant to give to Orleans' ADO.NET providers.</summary>
    public string OrleansInvariant => Provider == StorageProvider.Postgres ? PostgresInvariant : SqliteInvariant;

    /// <summary>Connection string to give to Orleans' ADO.NET providers; they share one pool.</summary>
    public string OrleansConnectionString => Provider == StorageProvider.Postgres
        ? PostgresString("clustering-orleans")
        : SqliteString(readOnly: false);

    /// <summary>Path of the SQLite file, absolute. A database in memory is refused: it would be another one for every connection.</summary>
    internal string SqlitePath
    {
        get
        {
            var builder = new SqliteConnectionStringBuilder(ConnectionString);
            if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource is "" or ":memory:")
                throw new ArgumentException("The SQLite connection string must name a file: Data Source=path.");
            return Path.GetFullPath(builder.DataSource);
        }
    }

    /// <summary>Where the database is, for people: host and port, or the file. Never holds a password.</summary>
    public string Place
    {
        get
        {
            if (Provider != StorageProvider.Postgres) return SqlitePath;
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            return builder.Host is { } host && (host.Contains(':', StringComparison.Ordinal) || host.Contains(',', StringComparison.Ordinal) || host.StartsWith('/'))
                ? host : $"{builder.Host}:{builder.Port}";
        }
    }

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used. Never contains the connection string.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Storage");
        if (!Enum.IsDefined(Provider)) errors.Wrong(nameof(Provider), Provider, "must be Sqlite or Postgres");
        else if (ConnectionStringError() is { } error) errors.Secret(nameof(ConnectionString), error);
        errors.Range(nameof(MaxPoolSize), MaxPoolSize, 1, 1_000);
        errors.Range(nameof(CommandTimeout), CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        return errors.All;
    }

    private string? ConnectionStringError()
    {
        const string example = "\"Host=...;Database=...;Username=...;Password=...\"";
        if (string.IsNullOrWhiteSpace(ConnectionString) || (Provider == StorageProvider.Postgres && ConnectionString == DefaultConnectionString))
            return Provider == StorageProvider.Postgres
                ? $"is not set; name the PostgreSQL database where the processes of the cluster meet: {example}"
                : "is empty; name a file: \"Data Source=stories.db\"";
        try
        {
            if (Provider == StorageProvider.Sqlite) return SqlitePath.Length > 0 ? null : "names no file";
            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            if (string.IsNullOrWhiteSpace(builder.Host)) return $"names no host; it must be like {example}";
            return string.IsNullOrWhiteSpace(builder.Database) ? $"names no database; it must be like {example}" : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            // The drivers' own words may quote a piece of the string, and that may be a piece of the password.
            return Provider == StorageProvider.Postgres
                ? $"cannot be read as one of PostgreSQL; it must be like {example}, with quotes around a value that holds a semicolon"
                : "cannot be read as one of SQLite; it must name a file: \"Data Source=stories.db\"";
        }
    }

    private int Seconds => Math.Max(1, (int)Math.Ceiling(CommandTimeout.TotalSeconds));

    /// <summary>Connection string for PostgreSQL with the pool capped. Statements that recur are prepared by themselves, so
    /// a connection pooler between must keep sessions.</summary>
    internal string PostgresString(string applicationName)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            MaxPoolSize = MaxPoolSize,
            Timeout = Seconds,
            CommandTimeout = Seconds,
            CancellationTimeout = 2000,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            // Nothing of ours outlives a transaction on a connection; resetting it at every return costs the server a tenth.
            NoResetOnClose = true,
        };
        if (string.IsNullOrEmpty(builder.ApplicationName)) builder.ApplicationName = applicationName;
        // A transaction whose line was cut holds its locks until the server notices, by default after hours: all writers of
        // its stories would wait. No transaction of ours is idle for long.
        if (string.IsNullOrEmpty(builder.Options)) builder.Options = "-c idle_in_transaction_session_timeout=10s";
        return builder.ConnectionString;
    }

    /// <summary>Connection string for SQLite. Private cache, because shared cache locks whole tables against readers.</summary>
    internal string SqliteString(bool readOnly) => new SqliteConnectionStringBuilder(ConnectionString)
    {
        DataSource = SqlitePath,
        Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        Cache = SqliteCacheMode.Private,
        Pooling = true,
        DefaultTimeout = Seconds,
    }.ConnectionString;
}
