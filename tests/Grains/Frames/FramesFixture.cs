using Orleans.TestingHost;
using Microsoft.Extensions.DependencyInjection;
using StoryClustering.Grains;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>A silo that works frames out soon.</summary>
public sealed class FramesFixture : ClusterFixture
{
    protected override void Configure(ISiloBuilder silo) => silo.Services.Configure<ClusteringOptions>(static o =>
        (o.Frames.Enabled, o.Frames.QuietPeriod, o.Frames.MaxDelay) = (true, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)));
}
