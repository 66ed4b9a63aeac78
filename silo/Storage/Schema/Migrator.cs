using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace StoryClustering.Storage.Schema;

/// <summary>Brings a database to the schema of this build: the scripts beside this file, in the order of their names, each
/// once and in a transaction of its own, written down in the table schema_journal. Running it again does nothing; of several
/// processes at once one works and the others wait.</summary>
public static partial class Migrator
{
    // Any number, but the same in all versions for ever: it is what the processes meet on.
    private const long LockId = 0x5354_4F52_5943_4C55;
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Migrates the database. Throws <see cref="MigrationException"/> naming the script if one fails; then the
    /// scripts before it stay applied.</summary>
    public static Task Migrate(StorageOptions options, ILogger logger, CancellationToken cancellation) =>
        options.Provider == StorageProvider.Postgres
            ? MigratePostgres(options, logger, cancellation)
            : MigrateSqlite(options, logger, cancellation);

    private static async Task MigratePostgres(StorageOptions options, ILogger logger, CancellationToken cancellation)
    {
        // Not pooled: the lock must go with the connection, whatever happens here.
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
            ApplicationName = "clustering-migrate",
        };
        await using var held = new NpgsqlConnection(builder.ConnectionString);
        await held.OpenAsync(cancellation);
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", held) { Parameters = { new() { Value = LockId } } })
            await take.ExecuteNonQueryAsync(cancellation);
        await Task.Run(() => Upgrade(DeployChanges.To.PostgresqlDatabase(builder.ConnectionString)
            .JournalToPostgresqlTable("public", "schema_journal"), "Postgres", logger), cancellation);
    }

    private static async Task MigrateSqlite(StorageOptions options, ILogger logger, CancellationToken cancellation)
    {
        var path = options.SqlitePath;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var held = await TakeFileLock(path + ".migrate.lock", cancellation);
        await Task.Run(() =>
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            // Kept in the file: readers and the writer do not wait for each other.
            command.CommandText = "PRAGMA journal_mode = WAL";
            if (command.ExecuteScalar() is not "wal") throw new MigrationException($"{path} cannot use write-ahead logging.", null);
            Upgrade(DeployChanges.To.SqliteDatabase(new DbUp.Sqlite.Helpers.SharedConnection(connection))
                .JournalToSqliteTable("schema_journal"), "Sqlite", logger);
        }, cancellation);
    }

    /// <summary>Opens the lock file for this process alone. It is left in place: were it deleted, two processes could hold
    /// two files of the same name.</summary>
    private static async Task<FileStream> TakeFileLock(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockPoll, TimeProvider.System, cancellation);
            }
        }
    }

    private static void Upgrade(UpgradeEngineBuilder builder, string folder, ILogger logger)
    {
        var result = builder
            .WithScripts(Scripts(folder))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new UpgradeLog(logger))
            .Build()
            .PerformUpgrade();
        if (!result.Successful) throw new MigrationException($"Migration failed in {result.ErrorScript?.Name ?? "the journal"}: {result.Error.Message}", result.Error);
        var count = result.Scripts.Count();
        LogMigrated(logger, folder, count);
    }

    /// <summary>The scripts of one database by their file names, which are what the journal knows them by.</summary>
    private static IEnumerable<SqlScript> Scripts(string folder)
    {
        var assembly = typeof(Migrator).Assembly;
        var prefix = $"{typeof(Migrator).Namespace}.{folder}.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[prefix.Length..], assembly.GetManifestResourceStream(name)));
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Schema of {Database} is up to date; {Scripts} scripts applied now")]
    private static partial void LogMigrated(ILogger logger, string database, int scripts);

    private sealed class UpgradeLog(ILogger logger) : IUpgradeLog
    {
#pragma warning disable CA2254 // The templates are DbUp's.
        public void LogTrace(string format, params object[] args) => logger.LogTrace(format, args);
        public void LogDebug(string format, params object[] args) => logger.LogDebug(format, args);
        public void LogInformation(string format, params object[] args) => logger.LogDebug(format, args);
        public void LogWarning(string format, params object[] args) => logger.LogWarning(format, args);
        public void LogError(string format, params object[] args) => logger.LogError(format, args);
        public void LogError(Exception ex, string format, params object[] args) => logger.LogError(ex, format, args);
#pragma warning restore CA2254
    }
}

/// <summary>The schema could not be brought up to date.</summary>
public sealed class MigrationException(string message, Exception? inner) : Exception(message, inner);
