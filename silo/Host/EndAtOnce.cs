using System.Diagnostics;
using Orleans.Runtime;
using StoryClustering.Silo.Logging;

namespace StoryClustering.Silo;

/// <summary>Ends the process when its silo cannot go on, above all when the cluster has given it up: what it holds in memory is
/// no longer true, and every moment that it goes on is one in which it could say so to somebody. The default,
/// <see cref="Environment.FailFast(string)"/>, first prints the stack and, where dumps are on, writes the whole memory, articles
/// included, to the disk. A killed process is gone at once; whoever started it starts it again.</summary>
internal sealed class EndAtOnce : IFatalErrorHandler
{
    /// <inheritdoc/>
    public bool IsUnexpected(Exception exception) => true;

    /// <inheritdoc/>
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        // Not the logger, which writes later.
        Console.Error.WriteLine($"This silo cannot go on and ends its process: {context} ({sender}){What(exception)}");
        Console.Error.Flush();
        Process.GetCurrentProcess().Kill();
    }

    // A stack tells of a defect, and nothing of a cluster that has given this silo up.
    private static string What(Exception? exception) => exception is null ? ""
        : Outage.Cause(exception) is null ? $"{Environment.NewLine}{exception}" : $": {Outage.Words(exception)}";
}
