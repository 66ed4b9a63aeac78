using StoryClustering.Cli.Measuring;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

public sealed class MeasuringTests
{
    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Percentiles_are_those_of_the_sorted_durations_within_a_hundredth(int seed)
    {
        var random = new Random(seed);
        var histogram = new LatencyHistogram();
        // From a microsecond to a quarter of an hour, each size as likely.
        var durations = Enumerable.Range(0, 5000).Select(_ => TimeSpan.FromMicroseconds(Math.Pow(10, random.NextDouble() * 9))).ToList();
        foreach (var duration in durations) histogram.Add(duration);
        durations.Sort();

        foreach (var share in new[] { 0.01, 0.25, 0.5, 0.9, 0.99, 1 })
        {
            var exact = durations[(int)Math.Ceiling(share * durations.Count) - 1].TotalMicroseconds;
            Assert.InRange(histogram.Percentile(share).TotalMicroseconds, exact - 1, exact * 1.01);
        }
        Assert.Equal(durations[^1], histogram.Max);
        Assert.Equal(5000, histogram.Count);
    }

    [Fact]
    public void A_histogram_takes_zero_and_the_longest_duration_and_is_zero_when_empty()
    {
        var histogram = new LatencyHistogram();
        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));

        histogram.Add(Ms(-5));
        histogram.Add(TimeSpan.MaxValue);

        Assert.Equal(TimeSpan.Zero, histogram.Percentile(0.5));
        Assert.Equal(TimeSpan.MaxValue.TotalDays, histogram.Percentile(1).TotalDays, tolerance: 0.001);
    }

    [Fact]
    public void A_delay_runs_from_the_ack_to_the_first_change_with_its_version_or_a_higher_one()
    {
        var meter = new DelayMeter();
        meter.Acked("a", version: 5, Ms(100));

        meter.Seen("a", version: 4, Ms(110));
        meter.Seen("b", version: 9, Ms(115));
        Assert.Equal((0, 1), (meter.Summary().Arrived, meter.Summary().NeverArrived));
        meter.Seen("a", version: 7, Ms(130));
        meter.Seen("a", version: 8, Ms(500));

        Assert.Equal(new DelaySummary(1, Ms(30), Ms(30), Ms(30), 0), meter.Summary());
    }

    [Fact]
    public void A_change_that_comes_before_its_ack_is_no_delay()
    {
        var meter = new DelayMeter();

        meter.Seen("a", version: 5, Ms(90));
        meter.Acked("a", version: 5, Ms(100));
        meter.Acked("a", version: 3, Ms(100));

        Assert.Equal(new DelaySummary(2, Ms(0), Ms(0), Ms(0), 0), meter.Summary());
    }

    [Fact]
    public void One_change_answers_every_ack_up_to_its_version()
    {
        var meter = new DelayMeter();
        meter.Acked("a", version: 1, Ms(10));
        meter.Acked("a", version: 2, Ms(20));
        meter.Acked("a", version: 3, Ms(30));

        meter.Seen("a", version: 2, Ms(50));

        var summary = meter.Summary();
        Assert.Equal((2, 1, Ms(40)), (summary.Arrived, summary.NeverArrived, summary.Max));
    }

    [Fact]
    public async Task All_have_arrived_when_the_last_awaited_change_comes()
    {
        var meter = new DelayMeter();
        meter.Acked("a", version: 1, Ms(10));
        meter.Acked("b", version: 2, Ms(10));
        var all = meter.AllArrivedAsync();

        meter.Seen("a", version: 1, Ms(20));
        Assert.False(all.IsCompleted);
        meter.Seen("b", version: 2, Ms(20));

        await all.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
    }
}
