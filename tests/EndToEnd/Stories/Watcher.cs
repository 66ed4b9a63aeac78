using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Stories;

/// <summary>Watches stories and remembers what it was told. Checks with every message what must hold at any time: versions of a
/// story only rise, the resume token is there once the snapshot is complete.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly AsyncServerStreamingCall<WatchStoriesResponse> _call;
    private readonly Task _reading;
    private readonly Dictionary<string, StoryChange> _latest = [];
    private readonly List<WatchStoriesResponse> _messages = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _broken;

    private Watcher(GatewayClient gateway, WatchStoriesRequest request)
    {
        _call = gateway.Stories.WatchStories(request, cancellationToken: _stop.Token);
        _reading = Read();
    }

    public static Watcher Start(GatewayClient gateway, WatchStoriesRequest? request = null) => new(gateway, request ?? new WatchStoriesRequest());

    /// <summary>Starts one and waits until its snapshot, or what it had missed, is complete.</summary>
    public static async Task<Watcher> StartComplete(GatewayClient gateway, WatchStoriesRequest? request = null)
    {
        var watcher = Start(gateway, request);
        await watcher.Sees(w => w.Messages.Any(m => m.SnapshotComplete), "the snapshot is not complete");
        return watcher;
    }

    /// <summary>The last change of each story.</summary>
    public IReadOnlyDictionary<string, StoryChange> Latest
    {
        get { lock (_lock) return new Dictionary<string, StoryChange>(_latest); }
    }

    public IReadOnlyList<WatchStoriesResponse> Messages
    {
        get { lock (_lock) return [.. _messages]; }
    }

    /// <summary>All changes in order.</summary>
    public IReadOnlyList<StoryChange> Changes => [.. Messages.SelectMany(m => m.Changes)];

    /// <summary>What to resume from.</summary>
    public string ResumeToken => Messages.LastOrDefault(m => m.ResumeToken.Length > 0)?.ResumeToken ?? "";

    /// <summary>How the watch ended, if it did.</summary>
    public Exception? Broken
    {
        get { lock (_lock) return _broken; }
    }

    /// <summary>Waits, message by message, until the condition holds.</summary>
    public async Task Sees(Func<Watcher, bool> condition, string missing, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        while (true)
        {
            Task news;
            lock (_lock) news = _news.Task;
            if (condition(this)) return;
            if (Broken is { } broken) Assert.Fail($"The watch ended ({broken.Message}) while {missing}.");
            try
            {
                await news.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"After {(within ?? Patience).TotalSeconds:0} s {missing}; {Messages.Count} messages came: {string.Join(' ', Messages.Select(Brief))}");
            }
        }
    }

    /// <summary>Waits until it has seen each acked article's story at the version of the ack or a later one. A story that went
    /// into another counts as seen.</summary>
    public Task SeesAll(IEnumerable<IngestArticleResponse> acks, TimeSpan? within = null)
    {
        var wanted = acks.GroupBy(a => a.StoryId).ToDictionary(g => g.Key, g => g.Max(a => a.StoryVersion));
        return Sees(w =>
        {
            var latest = w.Latest;
            return wanted.All(s => latest.TryGetValue(s.Key, out var seen) && (seen.Story.Version >= s.Value || seen.Type == ChangeType.Merged));
        }, $"not all of {wanted.Count} stories were seen at the version acked", within);
    }

    /// <summary>Waits until it was told what GetStory tells, for every story that it was told of.</summary>
    public async Task AgreesWith(GatewayClient gateway) => await Eventually.Passes(async () =>
    {
        foreach (var (id, change) in Latest)
        {
            var answer = await gateway.Stories.GetStoryAsync(new GetStoryRequest { StoryId = id }, deadline: DateTime.UtcNow.AddSeconds(20));
            if (change.Type == ChangeType.Merged) Assert.Equal(id, answer.RedirectedFrom);
            else Assert.Equal(answer.Story, change.Story);
        }
        return true;
    }, Patience);

    public async ValueTask DisposeAsync()
    {
        // What the client says of a call that it has cancelled itself differs, and is not the server's doing.
        var broken = Broken;
        await _stop.CancelAsync();
        await _reading;
        _call.Dispose();
        _stop.Dispose();
        Assert.True(broken is null or RpcException { StatusCode: StatusCode.Cancelled }, $"The watch broke: {broken}");
    }

    /// <summary>Waits for the end of a watch that is to end by itself; how it did.</summary>
    public async Task<RpcException> Ends()
    {
        await _reading.Within(Patience, () => "the watch goes on");
        var broken = Assert.IsType<RpcException>(Broken);
        lock (_lock) _broken = null;
        return broken;
    }

    // Of each change: story's version, articles, its card's version of frames, that of the frames told.
    private static string Brief(WatchStoriesResponse message)
    {
        var marks = $"{(message.SnapshotComplete ? " complete" : "")}{(message.Heartbeat ? " heartbeat" : "")}{(message.Conflated > 0 ? $" conflated {message.Conflated}" : "")}";
        var changes = message.Changes.Take(20).Select(c =>
            $"{c.Type} v{c.Story.Version} a{c.Story.Coverage?.Articles} f{c.Story.FramesVersion}{(c.DetailsMissing ? " missing" : "")}{(c.Frames is { } f ? $" told f{f.Version}" : "")}");
        return $"[{string.Join(", ", changes)}{marks}]";
    }

    private async Task Read()
    {
        try
        {
            await foreach (var message in _call.ResponseStream.ReadAllAsync(CancellationToken.None)) Take(message);
            Tell(() => _broken ??= new EndOfStreamException("The server ended the watch without an error."));
        }
        catch (Exception e)
        {
            Tell(() => _broken ??= e);
        }
    }

    private void Take(WatchStoriesResponse message) => Tell(() =>
    {
        Assert.True(message.Changes.Count <= 500, $"A message has {message.Changes.Count} changes.");
        Assert.Equal(_messages.Count > 0, message.ResumeOutcome == ResumeOutcome.Unspecified);
        foreach (var change in message.Changes)
        {
            var last = _latest.GetValueOrDefault(change.Story.StoryId);
            var before = last?.Story.Version ?? 0;
            // A change whose details were missing comes again with them.
            var completes = last is { DetailsMissing: true } && !change.DetailsMissing && change.Story.Version == before;
            Assert.True(change.Story.Version > before || completes, $"{change.Story.StoryId} went from version {before} to {change.Story.Version}.");
            _latest[change.Story.StoryId] = change;
        }
        _messages.Add(message);
        if (_messages.Any(m => m.SnapshotComplete)) Assert.NotEmpty(message.ResumeToken);
        else Assert.Empty(message.ResumeToken);
    });

    private void Tell(Action what)
    {
        lock (_lock)
        {
            try
            {
                what();
            }
            finally
            {
                _news.SetResult();
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
