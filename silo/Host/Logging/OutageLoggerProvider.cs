using Microsoft.Extensions.Logging.Console;

namespace StoryClustering.Silo.Logging;

/// <summary>
/// Keeps the log readable while something is away: of entries of one kind (category, event, type of the cause) that an outage makes, the
/// first is passed on at once, as one line without a stack; those that follow within a second are counted, and the count is told when the
/// second is over. All other exceptions keep their stacks. It stands before the console, not at the call sites, so that none is forgotten and
/// Orleans' own entries pass it. (Samplers and buffers of Microsoft.Extensions.Telemetry can drop entries; they can neither count them nor take
/// off a stack.)
/// </summary>
/// <param name="inner">Where the lines go; disposed with this.</param>
/// <param name="time">Clock of the seconds.</param>
[ProviderAlias("Console")]
internal sealed class OutageLoggerProvider(ILoggerProvider inner, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private readonly OutageCounts _counts = new(time);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new OutageLogger(inner.CreateLogger(categoryName), categoryName, _counts);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <inheritdoc/>
    public void Dispose()
    {
        _counts.Dispose();
        inner.Dispose();
    }
}

/// <summary>Adds the console of the service's processes.</summary>
public static class StoryLogging
{
    /// <summary>One line an entry, and one line a second for each kind of entry that an outage makes.</summary>
    public static ILoggingBuilder AddStoryConsole(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(static o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
        // Each probe would log what its answer says; what a start waits for is in the log anyway.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.Critical);
        foreach (var console in logging.Services.Where(static d => d.ImplementationType == typeof(ConsoleLoggerProvider)).ToArray()) logging.Services.Remove(console);
        logging.Services.AddSingleton<ILoggerProvider>(static s => new OutageLoggerProvider(ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(s), TimeProvider.System));
        return logging;
    }
}
