namespace StoryClustering.Cli.Pacing;

/// <summary>Turns publication times into moments of a replay: gaps are divided by <paramref name="speed"/>, and none is
/// longer than <paramref name="maxGap"/> on the clock.</summary>
/// <example>At 60x, articles published at 10:00:00, 10:01:00 and 10:01:30 are due at 0 s, 1 s and 1.5 s.</example>
internal sealed class ReplaySchedule(double speed, TimeSpan maxGap)
{
    private DateTimeOffset? _latest;
    private TimeSpan _due;

    /// <summary>When the next article is due, from the start of the replay. An article without a time, or older than one
    /// before it, is due with the one before it.</summary>
    public TimeSpan Due(DateTimeOffset? published)
    {
        if (published is not { } time) return _due;
        if (_latest is { } latest && time > latest)
        {
            var gap = (time - latest) / speed;
            _due += gap < maxGap ? gap : maxGap;
        }
        if (_latest is null || time > _latest) _latest = time;
        return _due;
    }
}
