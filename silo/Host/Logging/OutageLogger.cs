using StoryClustering.Silo.Starting;

namespace StoryClustering.Silo.Logging;

/// <summary>The logger of one category; see <see cref="OutageLoggerProvider"/>.</summary>
internal sealed class OutageLogger(ILogger inner, string category, OutageCounts counts) : ILogger
{
    // Of our own entries those without an exception count as well: a gateway's "unavailable" is told once a call.
    private readonly bool _own = category.StartsWith("StoryClustering.", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // Whoever started the process is told by its last line.
        if (exception is StartException) return;
        var cause = Outage.Cause(exception);
        if (cause is not null || (exception is null && _own && eventId.Id != 0 && logLevel >= LogLevel.Warning))
            counts.Log(inner, new OutageCounts.Kind(category, eventId.Id, cause?.GetType()), logLevel, eventId, () => Line(state, exception, formatter));
        else inner.Log(logLevel, eventId, state, exception, formatter);
    }

    private static string Line<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception);
        if (exception is null) return message;
        var words = Outage.Words(exception);
        message = Outage.Words(message);
        return message.Contains(words, StringComparison.Ordinal) ? message : $"{message}: {words}";
    }
}
