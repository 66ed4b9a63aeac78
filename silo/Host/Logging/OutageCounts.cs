using System.Runtime.InteropServices;

namespace StoryClustering.Silo.Logging;

/// <summary>Counts entries by kind within seconds. A kind is kept while entries of it come, and at most <see cref="MostKinds"/> are: entries of
/// further ones share a line.</summary>
internal sealed class OutageCounts : IDisposable
{
    /// <summary>Most kinds at a time.</summary>
    public const int MostKinds = 256;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Kind Others = new("", 0, null);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, Window> _windows = [];
    private bool _disposed;

    public OutageCounts(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static s => ((OutageCounts)s!).Flush(all: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What makes entries alike.</summary>
    public readonly record struct Kind(string Category, int Event, Type? Cause);

    /// <summary>Writes the first entry of a kind, counts the others of the same second.</summary>
    public void Log(ILogger log, Kind kind, LogLevel level, EventId id, Func<string> line)
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (_windows.Count >= MostKinds && !_windows.ContainsKey(kind)) kind = Others;
            ref var window = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, kind, out var known);
            if (known)
            {
                // Only the first of those counted is told: the others are like it, and making a line of each costs.
                if (++window!.Count == 1) (window.Log, window.Level, window.Id, window.Line) = (log, level, id, line());
                return;
            }
            window = new Window { Since = _time.GetTimestamp(), Log = log };
            if (_windows.Count == 1) _timer.Change(Second, Timeout.InfiniteTimeSpan);
        }
        Write(log, level, id, line());
    }

    /// <summary>Tells what was counted, and counts no more.</summary>
    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
        Flush(all: true);
    }

    private void Flush(bool all)
    {
        List<(Window Window, string Line)>? due = null;
        lock (_gate)
        {
            var next = Second;
            foreach (var (kind, window) in _windows)
            {
                var age = _time.GetElapsedTime(window.Since);
                if (age < Second && !all)
                {
                    if (Second - age < next) next = Second - age;
                    continue;
                }
                if (window.Count == 0)
                {
                    _windows.Remove(kind);
                    continue;
                }
                (due ??= []).Add((window, window.Count == 1 ? window.Line
                    : FormattableString.Invariant($"{window.Line} (and {window.Count - 1} more in {age.TotalSeconds:0.0} s)")));
                (window.Since, window.Count) = (_time.GetTimestamp(), 0);
            }
            if (_windows.Count > 0 && !all) _timer.Change(next, Timeout.InfiniteTimeSpan);
        }
        foreach (var (window, line) in due ?? []) Write(window.Log, window.Level, window.Id, line);
    }

    private static void Write(ILogger log, LogLevel level, EventId id, string line) => log.Log(level, id, line, null, static (s, _) => s);

    private sealed class Window
    {
        public long Since { get; set; }
        public int Count { get; set; }
        public required ILogger Log { get; set; }
        public LogLevel Level { get; set; }
        public EventId Id { get; set; }
        public string Line { get; set; } = "";
    }
}
