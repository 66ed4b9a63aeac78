using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Contracts;
using StoryClustering.Silo.Logging;

namespace StoryClustering.Tests.Grains.Logging;

/// <summary>A cluster whose silo writes its log as the processes do, to a list.</summary>
public sealed class LoggedFixture : ClusterFixture
{
    internal KeptLines Kept { get; } = new();

    protected override void Configure(ISiloBuilder silo) => silo.ConfigureLogging(logging =>
        logging.SetMinimumLevel(LogLevel.Warning).Services.AddSingleton<ILoggerProvider>(new OutageLoggerProvider(Kept, TimeProvider.System)));
}

public sealed class OutageTests(LoggedFixture cluster) : IClassFixture<LoggedFixture>
{
    [Fact]
    public async Task An_outage_that_300_articles_meet_is_told_in_a_few_lines_without_stacks()
    {
        await cluster.Grains.Send(News.Report(1, 0));
        cluster.Kept.All.Clear();
        var clock = Stopwatch.StartNew();
        cluster.Faults.Away = true;
        foreach (var some in Enumerable.Range(0, 300).Chunk(50))
            await Task.WhenAll(some.Select(i => Assert.ThrowsAsync<StorageUnavailableException>(() => cluster.Grains.Send(News.Report(2 + i, 0)))));
        cluster.Faults.Away = false;
        var seconds = clock.Elapsed.TotalSeconds;

        var kinds = cluster.Kept.All.Select(l => (l.Category, l.Line.Split(':')[0].Split(' ')[0])).Distinct().Count();
        Assert.InRange(kinds, 1, 8);
        // One line at once and one a second, of each kind.
        Assert.InRange(cluster.Kept.All.Count, 1, kinds * (int)(seconds + 2));
        Assert.All(cluster.Kept.All, l => Assert.Null(l.Exception));
        Assert.Contains(cluster.Kept.Lines, l => l.Contains("Away", StringComparison.Ordinal));
    }
}
