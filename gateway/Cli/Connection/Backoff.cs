namespace StoryClustering.Cli.Connection;

/// <summary>Waiting times between tries: doubling from <paramref name="first"/> to <paramref name="most"/>, each shortened by
/// up to a half at random, so that many clients do not come back at one moment.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most)
{
    private int _tries;

    public TimeSpan Next()
    {
        var whole = Math.Min(first.Ticks * Math.Pow(2, Math.Min(_tries++, 30)), most.Ticks);
#pragma warning disable CA5394 // jitter needs no strong randomness
        return TimeSpan.FromTicks((long)(whole * (0.5 + Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }

    public void Reset() => _tries = 0;
}
