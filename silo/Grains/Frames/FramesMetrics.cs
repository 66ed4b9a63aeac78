using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoryClustering.Contracts.Frames;

namespace StoryClustering.Grains.Frames;

/// <summary>What becomes of frames. Costs nothing when nobody listens.</summary>
public sealed class FramesMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _updates;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _lines;

    public FramesMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("StoryClustering");
        _updates = _meter.CreateCounter<long>("storyclustering.frames.updates", "{story}",
            "Stories whose frames were due, by outcome: saved, unchanged, current (nothing new), abstained (one origin), gone (no such story), refused (changed meanwhile), failed, crowded_out.");
        _durations = _meter.CreateHistogram<double>("storyclustering.frames.update.duration", "s", "Time to read what is new and work frames out, by outcome.");
        _lines = _meter.CreateCounter<long>("storyclustering.frames.lines", "{line}", "Lines of frames that came, changed or went, by section and kind.");
    }

    /// <summary>Has the number of waiting stories read when somebody looks.</summary>
    internal void Watch(Func<int> waiting) =>
        _meter.CreateObservableGauge("storyclustering.frames.waiting", waiting, "{story}", "Stories of this silo whose frames are to be worked out.");

    internal void Count(FramesOutcome outcome) => _updates.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));

    internal void Updated(FramesOutcome outcome, TimeSpan took)
    {
        Count(outcome);
        _durations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));
    }

    internal void Changed(FrameChange[] changes)
    {
        if (!_lines.Enabled) return;
        foreach (var change in changes)
            _lines.Add(1, new TagList { { "section", NameOf(change.Section) }, { "kind", NameOf(change.Kind) } });
    }

    private static string NameOf(FramesOutcome outcome) => outcome switch
    {
        FramesOutcome.Saved => "saved",
        FramesOutcome.Unchanged => "unchanged",
        FramesOutcome.Current => "current",
        FramesOutcome.Abstained => "abstained",
        FramesOutcome.Gone => "gone",
        FramesOutcome.Refused => "refused",
        FramesOutcome.Failed => "failed",
        FramesOutcome.CrowdedOut => "crowded_out",
        _ => throw new UnreachableException(),
    };

    private static string NameOf(FrameSection section) => section switch
    {
        FrameSection.Headline => "headline",
        FrameSection.Summary => "summary",
        FrameSection.Facts => "facts",
        FrameSection.Agreement => "agreement",
        FrameSection.Split => "split",
        FrameSection.Context => "context",
        FrameSection.Quotes => "quotes",
        FrameSection.Disputes => "disputes",
        _ => throw new UnreachableException(),
    };

    private static string NameOf(FrameChangeKind kind) => kind switch
    {
        FrameChangeKind.Added => "added",
        FrameChangeKind.Changed => "changed",
        FrameChangeKind.Removed => "removed",
        _ => throw new UnreachableException(),
    };
}

/// <summary>What became of a story's frames when they were due.</summary>
internal enum FramesOutcome
{
    Saved,
    Unchanged,
    Current,
    Abstained,
    Gone,
    Refused,
    Failed,
    CrowdedOut,
}
