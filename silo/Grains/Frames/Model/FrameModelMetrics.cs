using System.Diagnostics;
using System.Diagnostics.Metrics;
using StoryClustering.Engine.Frames.Claims;

namespace StoryClustering.Grains.Frames.Model;

/// <summary>What the model is asked, what it costs, and what becomes of its lines. Costs nothing when nobody listens.</summary>
public sealed class FrameModelMetrics
{
    private readonly Counter<long> _calls;
    private readonly Counter<long> _claims;
    private readonly Counter<long> _tokens;
    private readonly Histogram<double> _duration;

    public FrameModelMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("StoryClustering");
        _calls = meter.CreateCounter<long>("storyclustering.frames.model.calls", "{call}",
            "Wishes to have a story's lines written, by outcome: written, rejected (no line passed), failed, malformed, timed_out, cancelled; not asked: nothing_to_write, "
            + "over_rate, over_tokens, busy, paused (too many failures).");
        _claims = meter.CreateCounter<long>("storyclustering.frames.model.claims", "{claim}",
            "Lines that a model wrote, by outcome: taken, failed, kept (written for earlier frames), dropped (no longer passes); and by reason of a failure.");
        _tokens = meter.CreateCounter<long>("storyclustering.frames.model.tokens", "{token}", "Tokens charged to stories, as reported or estimated, whichever is more.");
        _duration = meter.CreateHistogram<double>("storyclustering.frames.model.call.duration", "s", "Requests to the model, by outcome.");
    }

    internal void Call(FrameModelOutcome outcome) => _calls.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));

    internal void Took(TimeSpan time, FrameModelOutcome outcome) => _duration.Record(time.TotalSeconds, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));

    internal void Claims(string outcome, int count)
    {
        if (count > 0) _claims.Add(count, new TagList { { "outcome", outcome }, { "reason", "none" } });
    }

    internal void Failed(string outcome, ClaimFault fault) => _claims.Add(1, new TagList { { "outcome", outcome }, { "reason", fault.Code() } });

    internal void Tokens(long tokens) => _tokens.Add(tokens);

    private static string NameOf(FrameModelOutcome outcome) => outcome switch
    {
        FrameModelOutcome.Written => "written",
        FrameModelOutcome.Rejected => "rejected",
        FrameModelOutcome.Failed => "failed",
        FrameModelOutcome.Malformed => "malformed",
        FrameModelOutcome.TimedOut => "timed_out",
        FrameModelOutcome.Cancelled => "cancelled",
        FrameModelOutcome.NothingToWrite => "nothing_to_write",
        FrameModelOutcome.OverRate => "over_rate",
        FrameModelOutcome.OverTokens => "over_tokens",
        FrameModelOutcome.Busy => "busy",
        FrameModelOutcome.Paused => "paused",
        _ => throw new UnreachableException(),
    };
}

/// <summary>What became of a wish to have lines written.</summary>
internal enum FrameModelOutcome
{
    Written,
    Rejected,
    Failed,
    Malformed,
    TimedOut,
    Cancelled,
    NothingToWrite,
    OverRate,
    OverTokens,
    Busy,
    Paused,
}
