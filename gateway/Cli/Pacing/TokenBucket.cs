namespace StoryClustering.Cli.Pacing;

/// <summary>Caps a rate. Up to <paramref name="burst"/> tokens gather while nobody takes one.</summary>
internal sealed class TokenBucket(double perSecond, double burst, TimeProvider clock)
{
    private double _taken; // tokens that are missing from a full bucket; more than there are is credit
    private long _countedAt = clock.GetTimestamp();

    /// <summary>Takes one token, on credit if need be. Returns how long the caller has to wait until it is covered.</summary>
    public TimeSpan Take()
    {
        var now = clock.GetTimestamp();
        _taken = Math.Max(0, _taken - clock.GetElapsedTime(_countedAt, now).TotalSeconds * perSecond) + 1;
        _countedAt = now;
        return _taken <= burst ? TimeSpan.Zero : TimeSpan.FromSeconds((_taken - burst) / perSecond);
    }
}
