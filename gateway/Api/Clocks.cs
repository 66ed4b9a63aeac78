namespace StoryClustering.Gateway.Api;

/// <summary>The two clocks of a process. What lasts for a time (pauses, deadlines, heartbeats, ages) is measured by the one that nobody
/// sets: the other jumps, back and forth, when an operator or NTP corrects it.</summary>
public static class Clocks
{
    /// <summary>Long before any moment of <see cref="Monotonic"/>; adding an interval to it is safe.</summary>
    public static readonly TimeSpan LongAgo = TimeSpan.MinValue;

    /// <summary>A moment on the clock that only goes forward, at an even pace: time since some start, which may be seconds ago. Means
    /// nothing outside this process.</summary>
    public static TimeSpan Monotonic(this TimeProvider time) => time.GetElapsedTime(0);

    /// <summary>The time of day, UTC, to be shown or to be compared with what people wrote (<c>sent_at</c>, <c>published_at</c>).</summary>
#pragma warning disable RS0030 // The one place in the gateway where the wall clock is read.
    public static DateTimeOffset TimeOfDay(this TimeProvider time) => time.GetUtcNow();
#pragma warning restore RS0030
}
