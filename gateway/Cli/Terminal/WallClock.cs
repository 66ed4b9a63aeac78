namespace StoryClustering.Cli.Terminal;

/// <summary>The clock on the wall, for what is shown: when a change came, how long ago a story was updated.</summary>
internal static class WallClock
{
    /// <summary>The time of day, UTC. Pauses, rates and delays are measured by timestamps.</summary>
#pragma warning disable RS0030 // The one place in storyctl where the wall clock is read.
    public static DateTimeOffset TimeOfDay(this TimeProvider clock) => clock.GetUtcNow();
#pragma warning restore RS0030
}
