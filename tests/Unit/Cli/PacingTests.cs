using StoryClustering.Cli.Import;
using StoryClustering.Cli.Pacing;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

public sealed class PacingTests
{
    private static readonly DateTimeOffset Ten = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Now.Ticks;
    }

    [Fact]
    public void A_full_bucket_gives_its_burst_at_once_and_then_a_token_per_interval()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 3, new HandClock());

        double[] waits = [.. Enumerable.Range(0, 6).Select(_ => Math.Round(bucket.Take().TotalMilliseconds))];

        Assert.Equal([0, 0, 0, 100, 200, 300], waits);
    }

    [Fact]
    public void An_idle_bucket_fills_up_to_its_burst_and_no_further()
    {
        var clock = new HandClock();
        var bucket = new TokenBucket(perSecond: 10, burst: 2, clock);
        for (var i = 0; i < 5; i++) bucket.Take();

        clock.Now = TimeSpan.FromHours(1);
        double[] waits = [.. Enumerable.Range(0, 3).Select(_ => Math.Round(bucket.Take().TotalMilliseconds))];

        Assert.Equal([0, 0, 100], waits);
    }

    [Fact]
    public void Whoever_waits_as_told_takes_exactly_the_rate()
    {
        var clock = new HandClock();
        var bucket = new TokenBucket(perSecond: 250, burst: 1, clock);

        for (var i = 0; i < 1001; i++) clock.Now += bucket.Take();

        Assert.Equal(4, clock.Now.TotalSeconds, tolerance: 0.001);
    }

    [Fact]
    public void Gaps_between_publications_are_divided_by_the_speed()
    {
        var schedule = new ReplaySchedule(speed: 60, maxGap: TimeSpan.MaxValue);

        Assert.Equal(
            [0, 1, 1.5],
            new[] { schedule.Due(Ten), schedule.Due(Ten.AddMinutes(1)), schedule.Due(Ten.AddSeconds(90)) }.Select(due => due.TotalSeconds));
    }

    [Fact]
    public void A_long_gap_is_cut_and_what_follows_keeps_its_distance()
    {
        var schedule = new ReplaySchedule(speed: 1, maxGap: TimeSpan.FromSeconds(10));
        schedule.Due(Ten);

        Assert.Equal(TimeSpan.FromSeconds(10), schedule.Due(Ten.AddYears(1)));
        Assert.Equal(TimeSpan.FromSeconds(13), schedule.Due(Ten.AddYears(1).AddSeconds(3)));
    }

    [Fact]
    public void An_article_without_a_time_or_out_of_order_is_due_at_once()
    {
        var schedule = new ReplaySchedule(speed: 1, maxGap: TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.Zero, schedule.Due(null));
        Assert.Equal(TimeSpan.Zero, schedule.Due(Ten));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.Due(Ten.AddSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.Due(null));
        Assert.Equal(TimeSpan.FromSeconds(5), schedule.Due(Ten.AddSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(6), schedule.Due(Ten.AddSeconds(6)));
    }

    [Theory]
    [InlineData("60x", 60.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("0x", null)]
    [InlineData("-3x", null)]
    [InlineData("fast", null)]
    [InlineData("infinity", null)]
    public void A_speed_is_a_number_above_zero_with_or_without_x(string text, double? speed) =>
        Assert.Equal(speed, ImportCommand.ParseSpeed(text));
}
