namespace StoryClustering.Cli;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;
    /// <summary>Something failed: a line, a call, the connection.</summary>
    public const int Failed = 1;
    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int Usage = 2;
    /// <summary>Ended by Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
