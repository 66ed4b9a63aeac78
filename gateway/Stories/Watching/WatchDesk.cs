using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using V1View = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>What a watcher asked for, checked.</summary>
/// <param name="Ids">Stories, or null for all.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Token">Sequences to resume from; null unless it resumes.</param>
/// <param name="Interval">Least time between updates.</param>
/// <param name="Heartbeat">Longest silence.</param>
/// <param name="Condition">What stories must be like, or null.</param>
/// <param name="View">How much of each.</param>
/// <param name="Ended">Stories among the ids that ended so long ago that the view does not have them; told by a snapshot.</param>
public sealed record WatchPlan(IReadOnlySet<string>? Ids, WatchStart Start, long[]? Token, TimeSpan Interval, TimeSpan Heartbeat,
    StoryCondition? Condition = null, V1View View = V1View.Card, IReadOnlyList<StoryVersion>? Ended = null);

/// <summary>Where watchers come in: checks what they ask, waits until it can be served, and serves it.</summary>
public sealed class WatchDesk(StoryView view, StoryDetails details, ClusterFacts facts, Draining draining, GatewayOptions options, TimeProvider time)
{
    internal static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(10);

    private int _watches;

    /// <summary>Watches under way.</summary>
    public int Watches => Volatile.Read(ref _watches);

    /// <summary>Serves one watch until the client goes or the process stops.</summary>
    public async Task Watch(WatchStoriesRequest request, IServerStreamWriter<WatchStoriesResponse> responses, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var violations = new Violations(request);
        TextRules.Ids(violations, "story_ids", request.StoryIds, 0, Limits.WatchIds, stories: true);
        if (request.Start is < WatchStart.Unspecified or > WatchStart.Live) violations.Add("start", $"Unknown start {(int)request.Start}.");
        var start = request.Start == WatchStart.Unspecified ? WatchStart.Snapshot : request.Start;
        var interval = TextRules.Span(violations, "min_update_interval", request.MinUpdateInterval, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        var heartbeat = TextRules.Span(violations, "heartbeat_interval", request.HeartbeatInterval, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        if (request.View is < V1View.Unspecified or > V1View.Full) violations.Add("view", $"Unknown view {(int)request.View}.");
        var condition = StoryFilters.Read(violations, "filter", request.Filter);
        var token = await Token(request, start, violations, cancellation);
        violations.ThrowIfAny();
        var plan = new WatchPlan(request.StoryIds.Count == 0 ? null : request.StoryIds.ToHashSet(StringComparer.Ordinal), start, token,
            interval > LeastInterval ? interval.Value : LeastInterval, heartbeat ?? DefaultHeartbeat, condition.IsEmpty ? null : condition,
            request.View);

        if (Interlocked.Increment(ref _watches) > options.MaxWatches)
        {
            Interlocked.Decrement(ref _watches);
            throw new ApiException(new ApiError
            {
                Code = StatusCode.ResourceExhausted,
                Reason = Reasons.TooManyWatches,
                Message = $"This gateway serves at most {options.MaxWatches} watches.",
                RetryAfter = options.RetryDelay,
            });
        }
        try
        {
            await Ready(cancellation);
            if (token is not null) await CaughtUp(token, cancellation);
            if (start == WatchStart.Snapshot && plan.Ids is { } ids)
            {
                var unknown = ids.Where(id => view.Find(id) is null).ToArray();
                if (unknown.Length > 0) plan = plan with { Ended = await details.Ended(unknown, cancellation) };
            }
            using var guard = new WriteGuard(options.WriteDeadline, time, context);
            using var subscriber = new Subscriber(view, (await facts.Get(cancellation)).TokenKey, plan, responses, guard, draining, time, details, options);
            await subscriber.Run(cancellation);
        }
        finally { Interlocked.Decrement(ref _watches); }
    }

    private async ValueTask<long[]?> Token(WatchStoriesRequest request, WatchStart start, Violations violations, CancellationToken cancellation)
    {
        const string path = "resume_token";
        TextRules.Line(violations, path, request.ResumeToken, Limits.TokenBytes, required: start == WatchStart.Resume);
        if (violations.Has(path)) return null;
        if (start != WatchStart.Resume)
        {
            if (request.ResumeToken.Length > 0) violations.Add(path, "Only with WATCH_START_RESUME.");
            return null;
        }
        var info = await facts.Get(cancellation);
        var token = ResumeToken.Read(info.TokenKey, info.Partitions, request.ResumeToken);
        if (token is null) violations.Add(path, "Not a resume token of this cluster.");
        return token;
    }

    private async Task Ready(CancellationToken cancellation)
    {
        if (view.IsReady) return;
        try { await view.WhenReady.WaitAsync(options.CatchUpTimeout, time, cancellation); }
        catch (TimeoutException)
        {
            throw ApiError.Unavailable(Reasons.NotReady, "This gateway is still loading.", options.RetryDelay).ToException();
        }
    }

    // Another gateway may have been ahead of this one. Until this one has seen all that the token covers, it cannot tell what
    // lies behind the token. A partition that says twice that it has no more (the second time it was certainly asked after the
    // token came in) has lost sequences: only a snapshot helps then.
    private async Task CaughtUp(long[] token, CancellationToken cancellation)
    {
        var partitions = view.Partitions;
        for (var p = 0; p < token.Length; p++)
            if (token[p] < partitions[p].Oldest) throw Expired("The resume token is too old; take a snapshot.");
        if (!IsBehind(token)) return;

        var rounds = partitions.Select(p => p.Rounds).ToArray();
        var deadline = time.Monotonic() + options.CatchUpTimeout;
        var signal = new WakeSignal();
        view.Attach(signal);
        await using var registration = cancellation.Register(signal.Set);
        await using var timer = time.CreateTimer(static s => ((WakeSignal)s!).Set(), signal, options.CatchUpTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                signal.Arm();
                if (!IsBehind(token)) return;
                cancellation.ThrowIfCancellationRequested();
                for (var p = 0; p < token.Length; p++)
                {
                    if (partitions[p].Last >= token[p]) continue;
                    if (partitions[p].Rounds >= rounds[p] + 2) throw Expired("The resume token is of sequences that were lost; take a snapshot.");
                    view.Poke(p);
                }
                if (time.Monotonic() >= deadline)
                    throw ApiError.Unavailable(Reasons.NotReady, "This gateway is behind the resume token; try again.", options.RetryDelay).ToException();
                await signal.Wait();
            }
        }
        finally { view.Detach(signal); }
    }

    private bool IsBehind(long[] token)
    {
        for (var p = 0; p < token.Length; p++)
            if (view.Partitions[p].Last < token[p]) return true;
        return false;
    }

    internal static ApiException Expired(string message) => new(new ApiError
    {
        Code = StatusCode.OutOfRange,
        Reason = Reasons.ResumeTokenExpired,
        Message = message,
    });
}
