using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StoryClustering.Grains.Partitions;

/// <summary>What goes wrong with partitions, and how long they take to load. Costs nothing when nobody listens.</summary>
public sealed class PartitionMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _items;
    private readonly Counter<long> _leftOut;
    private readonly Histogram<double> _loads;

    public PartitionMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StoryClustering");
        _items = _meter.CreateCounter<long>("storyclustering.partitions.items.failed", "{item}",
            "Searches and publications that did not reach their partitions, by queue and outcome: failed, timed_out, crowded_out.");
        _leftOut = _meter.CreateCounter<long>("storyclustering.partitions.left_out", "{item}",
            "What a partition could not take in and went on without, by kind: query, member, story.");
        _loads = _meter.CreateHistogram<double>("storyclustering.partitions.load.duration", "s", "Time to load a partition from the catalog, by outcome: ok, failed.");
    }

    /// <summary>Has the number of waiting items read when somebody looks.</summary>
    internal void Watch(string queue, Func<int> waiting) =>
        _meter.CreateObservableGauge("storyclustering.partitions.items.waiting", () => new Measurement<int>(waiting(), new KeyValuePair<string, object?>("queue", queue)),
            "{item}", "Searches and publications that wait in this silo for a call to partitions, by queue.");

    internal void Count(string queue, ItemOutcome outcome) =>
        _items.Add(1, new TagList { { "queue", queue }, { "outcome", outcome switch
        {
            ItemOutcome.Failed => "failed",
            ItemOutcome.TimedOut => "timed_out",
            ItemOutcome.CrowdedOut => "crowded_out",
            _ => throw new UnreachableException(),
        } } });

    internal void LeftOut(string kind, int count = 1) => _leftOut.Add(count, new KeyValuePair<string, object?>("kind", kind));

    internal void Loaded(TimeSpan took, bool succeeded) => _loads.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", succeeded ? "ok" : "failed"));
}

/// <summary>What became of an item that did not reach its partition.</summary>
internal enum ItemOutcome
{
    Failed,
    TimedOut,
    CrowdedOut,
}
