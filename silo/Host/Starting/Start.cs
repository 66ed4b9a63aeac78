using Orleans.Runtime;
using StoryClustering.Silo.Logging;

namespace StoryClustering.Silo.Starting;

/// <summary>Runs a program whose start may fail: then it says why on standard error, one line for each thing that is wrong, and ends with a
/// code that a supervisor can act on.</summary>
public static class Start
{
    /// <summary>Starts, waits until it is told to stop, and returns the exit code.</summary>
    /// <param name="make">Makes the application; null if there is nothing to run. What it throws ends the process in one line.</param>
    public static async Task<int> Run(Func<Task<WebApplication?>> make)
    {
        WebApplication? app = null;
        try
        {
            app = await make();
            if (app is null) return (int)ExitCode.Success;
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app?.Lifetime.ApplicationStopping.IsCancellationRequested == true)
        {
            // Told to stop while it waited.
            await app.DisposeAsync();
            return (int)ExitCode.Success;
        }
        catch (Exception e)
        {
            var failure = Explain(e);
            foreach (var line in failure.Lines) await Console.Error.WriteLineAsync(line);
            if (app is not null) await app.DisposeAsync();
            return (int)failure.Code;
        }
        await using (app) await app.WaitForShutdownAsync();
        return (int)ExitCode.Success;
    }

    private static StartException Explain(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case StartException known:
                    return known;
                case Microsoft.Extensions.Options.OptionsValidationException invalid:
                    return new StartException(ExitCode.Configuration, [.. invalid.Failures], e);
                case InvalidDataException or FormatException or OrleansConfigurationException:
                    return new StartException(ExitCode.Configuration, $"The configuration cannot be read: {Outage.Words(exception)}.", e);
            }
        }
        return new StartException(ExitCode.Failure, $"The start failed: {Outage.Words(exception)} ({exception.GetType().Name}).", exception);
    }
}
