using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.Runtime;
using Orleans.Serialization;
using StoryClustering.Contracts;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Silo.Logging;

/// <summary>Tells exceptions that say that something is away from those that say that something is wrong with the program.</summary>
internal static partial class Outage
{
    private const int MostWords = 400;

    private static readonly HashSet<string> Defects = new(StringComparer.Ordinal)
    {
        "WrappedException", "GrainReferenceNotBoundException", "GrainExtensionNotInstalledException", "BadProviderConfigException", "OrleansConfigurationException",
        "ProviderInitializationException", "ProviderStateException", "InvalidSchedulingContextException", "InvalidMessageFrameException",
    };
    private static readonly string[] DriverTypes = ["NpgsqlException", "PostgresException", "SqliteException", "DbException"];

    /// <summary>The exception of the chain that says that something is away, or null if none does. Of several together all must.</summary>
    public static Exception? Cause(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AggregateException { InnerExceptions: { Count: > 1 } several }) return several.All(static s => Cause(s) is not null) ? Cause(several[0]) : null;
            if (SaysSo(e)) return e;
        }
        return null;
    }

    /// <summary>What an exception and its causes say, on one line, without repetitions and passwords.</summary>
    public static string Words(Exception exception)
    {
        var words = new List<string>();
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            // "One or more errors occurred" says nothing.
            if (e is AggregateException && e.InnerException is not null) continue;
            var text = Words(e is PostgresException p ? $"{p.SqlState}: {p.MessageText}" : e.Message);
            if (text.Length > 0 && !words.Any(w => w.Contains(text, StringComparison.Ordinal))) words.Add(text);
        }
        var all = string.Join(": ", words);
        return all.Length <= MostWords ? all : all[..MostWords] + "...";
    }

    /// <summary>A text on one line, without passwords and full stop; of several lines the first.</summary>
    public static string Words(string text)
    {
        var end = text.AsSpan().TrimStart().IndexOfAny('\r', '\n');
        var line = end < 0 ? text.Trim() : text.TrimStart()[..end].Trim();
        line = Secret().Replace(line, "$1=***");
        return (line.Length <= MostWords ? line : line[..MostWords] + "...").TrimEnd('.');
    }

    private static bool SaysSo(Exception e) => e switch
    {
        StorageUnavailableException or CatalogUnavailableException => true,
        // As the catalog has it: class 08 connection, 40 gave up, 53 resources, 57 operator, 58 system, 25006 a standby. Others are our mistakes.
        PostgresException p => p.SqlState is ['0', '8', ..] or ['4', '0', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction,
        NpgsqlException => true,
        SqliteException s => s.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26,
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException => false,
        SocketException or IOException or TimeoutException => true,
        // What was under way to a silo that is gone.
        OperationCanceledException => true,
        // A silo or connection is gone, a queue is full, another activation has written; but not what only a mistake of ours brings about.
        OrleansException => !Defects.Contains(e.GetType().Name),
        // Of a type that this process does not have: a silo's driver.
        UnavailableExceptionFallbackException { ExceptionType: { } type } => DriverTypes.Any(d => type.Contains(d, StringComparison.Ordinal)),
        _ => false,
    };

    [GeneratedRegex(@"\b(password|pwd|passfile|passphrase)\s*=\s*(""[^""]*""|'[^']*'|[^;\s]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
