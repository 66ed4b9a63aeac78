using System.Diagnostics.Metrics;

namespace StoryClustering.Grains.Outlets;

/// <summary>What becomes of stories when the catalogue of outlets changes. Costs nothing when nobody listens.</summary>
public sealed class OutletMetrics
{
    private readonly Counter<long> _recounted;

    public OutletMetrics(IMeterFactory meters) =>
        _recounted = meters.Create("StoryClustering").CreateCounter<long>("storyclustering.outlets.recounted", "{story}",
            "Stories asked to count themselves again after a change of the catalogue of outlets, by outcome: changed, unchanged, failed (asked again), given_up.");

    internal void Count(string outcome, int stories)
    {
        if (stories > 0) _recounted.Add(stories, new KeyValuePair<string, object?>("outcome", outcome));
    }
}
