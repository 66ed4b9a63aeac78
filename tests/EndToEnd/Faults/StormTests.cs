using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Faults;

/// <summary>The crash storm of tests/Faults, which brings its own database and checks from outside, for a short time.</summary>
public sealed class StormTests
{
    /// <summary>What the storm ends with where it cannot run.</summary>
    private const int Skipped = 77;
    /// <summary>It takes two minutes; more only where something waits in vain, which it is to say itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task In_a_short_storm_nothing_acked_is_lost_or_counted_twice_and_nothing_retracted_comes_back()
    {
        var python = await Python.Require();
        string[] keep = Environment.GetEnvironmentVariable("CLUSTERING_TEST_LOGS") is { Length: > 0 } logs ? ["--keep", Path.Combine(logs, "storm")] : [];
        var run = await Tool.Run(python,
            [Path.Combine(Built.Repository, "tests", "Faults", "storm.py"), "--minutes", "0.75", "--seed", "1", "--pause", "1.5", "4",
                "--configuration", Built.Configuration, "--descriptors", Built.DescriptorSet, .. keep], within: Patience);
        Assert.SkipWhen(run.ExitCode == Skipped, run.Output.Trim());
        TestContext.Current.SendDiagnosticMessage("{0}", run.Succeeded());
    }
}
