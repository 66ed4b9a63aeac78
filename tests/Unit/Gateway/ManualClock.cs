using Microsoft.Extensions.Time.Testing;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Both clocks of a process, which move only when told; timers fire then. The package's own timestamp follows its wall clock,
/// also through <see cref="FakeTimeProvider.AdjustTime"/>: here the wall clock can be set, as an operator or NTP does, while
/// timestamps and timers go on.</summary>
internal sealed class ManualClock() : FakeTimeProvider(Noon)
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);

    private long _stepped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _stepped));

    // From zero, as on a machine that has just been switched on: whoever takes 0 for "long ago" is found out.
    public override long GetTimestamp() => (base.GetUtcNow() - Noon).Ticks;

    /// <summary>Sets the wall clock, and nothing else.</summary>
    public void StepWallClock(TimeSpan by) => Interlocked.Add(ref _stepped, by.Ticks);
}
