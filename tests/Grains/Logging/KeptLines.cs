using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace StoryClustering.Tests.Grains.Logging;

/// <summary>A console that keeps what is written to it.</summary>
internal sealed class KeptLines : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Category, string Line, Exception? Exception)> All { get; } = new();

    public IEnumerable<string> Lines => All.Select(static l => l.Line);

    public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Keeper(KeptLines to, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            to.All.Enqueue((logLevel, category, formatter(state, exception), exception));
    }
}
