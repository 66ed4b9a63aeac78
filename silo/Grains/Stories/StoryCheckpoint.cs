namespace StoryClustering.Grains.Stories;

/// <summary>Grain state of a story: its counters as of some version, so that a large story need not be counted from its
/// first member when it wakes up. Only a cache: the members in the catalog are the truth, and those that joined after the
/// checkpoint are counted in on top of it. State name "story".</summary>
[GenerateSerializer, Alias("StoryCheckpoint")]
public sealed class StoryCheckpoint
{
    /// <summary>The counters, or null if none were written yet.</summary>
    [Id(0)] public StoryLedger? Ledger { get; set; }
}
