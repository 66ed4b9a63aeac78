using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;

namespace StoryClustering.Cli.Watch;

/// <summary>Told of what a watch delivers, one call at a time.</summary>
internal interface IWatchObserver
{
    /// <summary>A stream has begun with its first message. SNAPSHOT means that all stories follow anew.</summary>
    void Connected(ResumeOutcome outcome);
    /// <summary>Changes that have not been delivered before, by version; may be none (a heartbeat).</summary>
    void Received(IReadOnlyList<StoryChange> changes, WatchStoriesResponse message);
    /// <summary>The stream broke, and will be opened again.</summary>
    void Disconnected(string reason);
}

/// <summary>Watches stories through breaks of the connection: comes back with its resume token, and hands on each version of
/// a story once, in rising order; one whose details were missing a second time, with them.</summary>
internal sealed class StoryWatch(
    StoryService.StoryServiceClient client, string address, IReadOnlyList<string> storyIds, WatchStart start, TimeProvider clock,
    StoryView view = StoryView.Card)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    // Three heartbeats: a longer silence is a broken line.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, (long Version, bool Whole)> _delivered = [];
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
    private string _resumeToken = "";

    /// <summary>Runs until cancelled. Throws RpcException if the service cannot be reached at the beginning, or refuses.</summary>
    public async Task RunAsync(IWatchObserver observer, CancellationToken cancellation)
    {
        var everConnected = false;
        while (!cancellation.IsCancellationRequested)
        {
            RpcException broken;
            try
            {
                await ReadStreamAsync(observer, () => everConnected = true, cancellation);
                broken = new RpcException(new Status(StatusCode.Unavailable, "the server ended the stream"));
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.OutOfRange && _resumeToken.Length > 0)
            {
                _resumeToken = ""; // too old: begin as at first
                continue;
            }
            catch (RpcException failure) when (everConnected && CallFailure.IsBrokenStream(failure.StatusCode))
            {
                broken = failure;
            }
            observer.Disconnected(CallFailure.Describe(broken, address));
            try
            {
                await Task.Delay(_backoff.Next(), clock, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ReadStreamAsync(IWatchObserver observer, Action connected, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(LongestSilence, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        var request = new WatchStoriesRequest
        {
            StoryIds = { storyIds },
            Start = _resumeToken.Length > 0 ? WatchStart.Resume : start,
            ResumeToken = _resumeToken,
            View = view,
            HeartbeatInterval = Duration.FromTimeSpan(Heartbeat),
        };
        using var call = client.WatchStories(request, cancellationToken: ended.Token);
        var first = true;
        try
        {
            await foreach (var message in call.ResponseStream.ReadAllAsync(CancellationToken.None))
            {
                silence.CancelAfter(LongestSilence);
                if (first)
                {
                    first = false;
                    _backoff.Reset();
                    connected();
                    observer.Connected(OutcomeOf(message, request));
                }
                observer.Received(Fresh(message.Changes), message);
                if (message.ResumeToken.Length > 0) _resumeToken = message.ResumeToken;
            }
        }
        catch (RpcException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"nothing was heard for {LongestSilence.TotalSeconds:0} s"));
        }
    }

    // The outcome is set for resumed watches; for the others it follows from what was asked for.
    private static ResumeOutcome OutcomeOf(WatchStoriesResponse message, WatchStoriesRequest request) => message.ResumeOutcome switch
    {
        ResumeOutcome.Unspecified when request.Start == WatchStart.Live => ResumeOutcome.Live,
        ResumeOutcome.Unspecified when request.Start == WatchStart.Resume => ResumeOutcome.Recovered,
        ResumeOutcome.Unspecified => ResumeOutcome.Snapshot,
        var told => told,
    };

    private List<StoryChange> Fresh(IEnumerable<StoryChange> changes)
    {
        var fresh = new List<StoryChange>();
        foreach (var change in changes)
        {
            if (change.Story is not { } story) continue;
            // A version that came without its details comes again with them.
            if (_delivered.TryGetValue(story.StoryId, out var delivered)
                && (delivered.Version > story.Version || (delivered.Version == story.Version && (delivered.Whole || change.DetailsMissing)))) continue;
            _delivered[story.StoryId] = (story.Version, !change.DetailsMissing);
            fresh.Add(change);
        }
        return fresh;
    }
}
