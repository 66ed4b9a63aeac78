using Spectre.Console;

namespace StoryClustering.Cli.Terminal;

/// <summary>Where a command writes: results to standard output, progress and problems to standard error, so that the
/// results can be piped on.</summary>
internal sealed class Consoles
{
    public required TextWriter OutWriter { get; init; }
    public required TextWriter ErrorWriter { get; init; }
    /// <summary>Whether standard output is a terminal that can be drawn on.</summary>
    public required bool OutIsTerminal { get; init; }
    /// <summary>Whether standard error is a terminal that can be drawn on.</summary>
    public required bool ErrorIsTerminal { get; init; }
    public required IAnsiConsole Out { get; init; }
    public required IAnsiConsole Error { get; init; }

    public static Consoles OfProcess() =>
        Over(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Consoles over two writers; tests hand in string writers.</summary>
    public static Consoles Over(TextWriter output, TextWriter error, bool outIsTerminal, bool errorIsTerminal) => new()
    {
        OutWriter = output,
        ErrorWriter = error,
        OutIsTerminal = outIsTerminal,
        ErrorIsTerminal = errorIsTerminal,
        Out = On(output, outIsTerminal),
        Error = On(error, errorIsTerminal),
    };

    /// <summary>Writes one line to standard error, without control characters. Safe while a progress bar is drawn there.</summary>
    public void Report(string line)
    {
        var clean = TerminalText.Clean(line);
        if (ErrorIsTerminal) Error.WriteLine(clean);
        else lock (ErrorWriter) ErrorWriter.WriteLine(clean);
    }

    private static IAnsiConsole On(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Without a terminal there is no width to keep to; 80 columns would cut headlines in a pipe.
        if (!terminal) console.Profile.Width = 160;
        return console;
    }
}
