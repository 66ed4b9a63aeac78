namespace StoryClustering.Grains;

/// <summary>Times at the precision that both databases keep, so that what is in memory equals what is read back.</summary>
internal static class Microseconds
{
    /// <summary>The time of day, UTC, whole microseconds: for what is stored, or compared with what is. Intervals go by timestamps.</summary>
#pragma warning disable RS0030 // The one place in the silo where the wall clock is read.
    public static DateTimeOffset GetStorableNow(this TimeProvider time) => time.GetUtcNow().ToMicroseconds();
#pragma warning restore RS0030

    /// <summary>The time in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
