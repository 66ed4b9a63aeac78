using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Cluster;

/// <summary>Two silos and two gateways for the tests that leave them standing.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private StoryCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        if (TestDatabase.Server is not null) _cluster = await StoryCluster.Start(silos: 2, gateways: 2);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster) await cluster.DisposeAsync();
    }

    /// <summary>The cluster; skips the test where there is no PostgreSQL.</summary>
    internal StoryCluster Require()
    {
        TestDatabase.Require();
        return _cluster!;
    }
}
