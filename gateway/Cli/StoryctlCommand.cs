using System.CommandLine;
using Grpc.Core;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Import;
using StoryClustering.Cli.Locating;
using StoryClustering.Cli.Outlets;
using StoryClustering.Cli.Stories;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;
using StoryClustering.Cli.Watch;

namespace StoryClustering.Cli;

/// <summary>The command line of storyctl: what there is, and how an error becomes one line and an exit code.</summary>
internal static class StoryctlCommand
{
    public static async Task<int> RunAsync(string[] args, Consoles consoles, CancellationToken interrupt)
    {
        var address = new AddressOption();
        var root = new RootCommand("Loads articles into the story service, shows and watches its stories, and keeps its catalogue of outlets.")
        {
            address,
            ImportCommand.Create(address, consoles),
            WatchCommand.Create(address, consoles),
            StoryCommand.Create(address, consoles),
            HistoryCommand.Create(address, consoles),
            LocateCommand.Create(address, consoles),
            ExplainCommand.Create(address, consoles),
            SearchCommand.Create(address, consoles),
            ListCommand.Create(address, consoles),
            OutletsCommand.Create(address, consoles),
        };

        DocumentedCommand.PrintIn(root);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) consoles.Report(error.Message);
            consoles.Report("Try 'storyctl --help', or 'storyctl COMMAND --help'.");
            return ExitCodes.Usage;
        }

        // The process handles its signals itself (Program): an import has work to save that may take a few seconds.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = consoles.OutWriter,
            Error = consoles.ErrorWriter,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, interrupt);
        }
        catch (Exception) when (interrupt.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (RpcException failure)
        {
            consoles.Report(CallFailure.Describe(failure, parsed.GetValue(address)!));
            return ExitCodes.Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            consoles.Report(failure.Message);
            return ExitCodes.Failed;
        }
        catch (Exception defect)
        {
            consoles.Report($"storyctl has a defect: {defect.GetType().Name}: {defect.Message}");
            return ExitCodes.Failed;
        }
    }
}
