namespace StoryClustering.Grains;

/// <summary>Times at the precision that both databases keep, so that what is in memory equals what is read back.</summary>
internal static class Microseconds
{
    /// <summary>Now, UTC, whole microseconds.</summary>
    public static DateTimeOffset GetStorableNow(this TimeProvider time) => time.GetUtcNow().ToMicroseconds();

    /// <summary>The time in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
