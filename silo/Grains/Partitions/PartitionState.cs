namespace StoryClustering.Grains.Partitions;

/// <summary>Grain state of a partition: how far sequences have been reserved. Sequences are reserved in blocks before they
/// are used, so that the next activation, on whatever machine and by whatever clock, starts above all that this one can
/// have handed out. State name "partition".</summary>
[GenerateSerializer, Alias("PartitionState")]
public sealed class PartitionState
{
    /// <summary>Sequences up to this one may have been used.</summary>
    [Id(0)] public long ReservedUpTo { get; set; }

    /// <summary>When blocks were reserved, oldest first: tells which tokens are older than the tombstones that a load reads.</summary>
    [Id(1)] public List<SequenceMark> Marks { get; set; } = [];
}

/// <summary>At this time by the database's clock, the sequences up to this one had been handed out and none above it.</summary>
[GenerateSerializer, Alias("SequenceMark")]
public readonly record struct SequenceMark([property: Id(0)] DateTimeOffset At, [property: Id(1)] long Sequence);
