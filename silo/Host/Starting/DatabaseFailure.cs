using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using StoryClustering.Silo.Logging;
using StoryClustering.Storage;

namespace StoryClustering.Silo.Starting;

/// <summary>What a failure of the database means to a start.</summary>
/// <param name="MayPass">Whether waiting can mend it.</param>
/// <param name="Reason">What is wrong and, if waiting cannot mend it, the remedy. Never holds a password.</param>
internal sealed record DatabaseFailure(bool MayPass, string Reason)
{
    /// <summary>Judges an exception by its causes; null if it is no database's.</summary>
    public static DatabaseFailure? Of(Exception exception, StorageOptions storage)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException postgres:
                    return Of(postgres, storage);
                case NpgsqlException { IsTransient: false } when e.InnerException is not (SocketException or IOException or TimeoutException):
                    // The driver itself gives up: no password given, no common way to log in, encryption asked for that the server does not have.
                    return new(false, $"{Outage.Words(e)}; check Storage:ConnectionString");
                case NpgsqlException:
                    return new(true, Outage.Words(e));
                case SqliteException sqlite:
                    return Of(sqlite, storage);
                case UnauthorizedAccessException or IOException when storage.Provider == StorageProvider.Sqlite:
                    return new(false, $"{Outage.Words(e)}; give this user the right to write there, or name another file in Storage:ConnectionString");
                case SocketException or IOException or TimeoutException:
                    return new(true, Outage.Words(e));
            }
        }
        return null;
    }

    private static DatabaseFailure Of(PostgresException e, StorageOptions storage)
    {
        var words = Outage.Words(e.MessageText);
        return e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                new(false, $"{words}; check Username and Password in Storage:ConnectionString, and the server's pg_hba.conf"),
            PostgresErrorCodes.InvalidCatalogName => new(false, $"{words}; create it (createdb), or name another in Storage:ConnectionString"),
            PostgresErrorCodes.InsufficientPrivilege =>
                new(false, $"{words}; grant it, or apply the schema once as its owner (--migrate) and say --Cluster:Migrate false"),
            PostgresErrorCodes.UndefinedTable => new(true, "the schema has not been applied yet; a silo does it when it starts, or run one with --migrate"),
            // Class 08 connection, 40 gave up, 53 resources, 55 in use, 57 operator (shutdown, starting), 58 system.
            ['0', '8', ..] or ['4', '0', ..] or ['5', '3', ..] or ['5', '5', ..] or ['5', '7', ..] or ['5', '8', ..] => new(true, words),
            PostgresErrorCodes.ReadOnlySqlTransaction => new(true, words),
            _ => new(false, $"{words} (SQLSTATE {e.SqlState})"),
        };
    }

    private static DatabaseFailure Of(SqliteException e, StorageOptions storage) => e.SqliteErrorCode switch
    {
        5 or 6 => new(true, Outage.Words(e)),
        8 or 14 => new(false, $"{Outage.Words(e)}; give this user the right to write the file and its folder"),
        10 or 13 => new(false, $"{Outage.Words(e)}; make room on the disk, or move the file"),
        11 or 26 => new(false, $"{Outage.Words(e)}; it is no database of this service or is damaged: restore it, or name another"),
        _ => new(false, Outage.Words(e)),
    };
}
