namespace StoryClustering.Silo.Starting;

/// <summary>How a process ends that did not start.</summary>
public enum ExitCode
{
    /// <summary>It ran, and stopped when it was told.</summary>
    Success = 0,
    /// <summary>Something outside its configuration stops it: a port or folder in use, a database that refuses. Starting it again may help.</summary>
    Failure = 2,
    /// <summary>Its configuration cannot be used (EX_CONFIG of sysexits.h). Starting it again does not help.</summary>
    Configuration = 78,
}

/// <summary>A start that cannot go on, in words for the person who started it.</summary>
/// <param name="code">How the process ends.</param>
/// <param name="lines">One line each: setting, value, remedy.</param>
/// <param name="inner">What happened.</param>
public sealed class StartException(ExitCode code, IReadOnlyList<string> lines, Exception? inner = null) : Exception(string.Join(Environment.NewLine, lines), inner)
{
    /// <summary>With one line.</summary>
    public StartException(ExitCode code, string line, Exception? inner = null)
        : this(code, [line], inner)
    {
    }

    /// <summary>How the process ends.</summary>
    public ExitCode Code { get; } = code;

    /// <summary>What to tell, a line each.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
