namespace StoryClustering.Cli.Import;

/// <summary>What an import is asked to do.</summary>
internal sealed record ImportOptions
{
    public required IReadOnlyList<string> Files { get; init; }
    public required string Address { get; init; }

    /// <summary>Articles sent and not yet acknowledged, over all streams.</summary>
    /// <value>Default 64. More raises throughput until the service is busy, then only latency.</value>
    public int Concurrency { get; init; } = 64;

    /// <summary>Streams to send through.</summary>
    /// <value>Default 0: one for each 256 articles in flight, which is what the service works on per stream.</value>
    public int Streams { get; init; }

    /// <summary>Most articles sent per second. Null: as fast as they are acknowledged.</summary>
    public double? Rate { get; init; }

    /// <summary>Replays by publication time, this many times as fast. Null: no replay.</summary>
    public double? Speed { get; init; }

    /// <summary>Longest gap of a replay on the clock.</summary>
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to go on trying while articles wait and none is acknowledged.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where the checkpoint is kept. Null: in the user's state directory.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Ignore the checkpoint and send everything.</summary>
    public bool Restart { get; init; }

    /// <summary>Measure the delay from ack to watcher.</summary>
    public bool Measure { get; init; }

    /// <summary>How long a measurement waits at the end for changes that have not arrived.</summary>
    public TimeSpan MeasureWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an interrupted import waits for the articles in flight.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(3);

    public int StreamCount => Streams > 0 ? Streams : (Concurrency + Api.Limits.StreamInFlight - 1) / Api.Limits.StreamInFlight;
}
