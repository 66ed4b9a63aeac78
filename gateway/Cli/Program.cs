using System.Globalization;
using System.Runtime.InteropServices;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var interrupt = new CancellationTokenSource();

        // The first signal asks the command to end and to save its work; the second is not handled and ends the process.
        void OnSignal(PosixSignalContext signal)
        {
            if (interrupt.IsCancellationRequested) return;
            signal.Cancel = true;
            interrupt.Cancel();
        }

        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        return await StoryctlCommand.RunAsync(args, Consoles.OfProcess(), interrupt.Token);
    }
}
