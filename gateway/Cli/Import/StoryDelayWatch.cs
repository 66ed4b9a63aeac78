using StoryClustering.Api.V1;
using StoryClustering.Cli.Measuring;
using StoryClustering.Cli.Watch;

namespace StoryClustering.Cli.Import;

/// <summary>Watches all stories beside an import, for the delay from ack to watcher.</summary>
internal sealed class StoryDelayWatch(StoryService.StoryServiceClient client, string address, TimeProvider clock) : IWatchObserver
{
    private readonly long _startedAt = clock.GetTimestamp();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DelayMeter Meter { get; } = new();

    /// <summary>Times that the watch broke; the delays then contain the break.</summary>
    public int Breaks { get; private set; }

    /// <summary>The time of the run, on which acks and changes are compared.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_startedAt);

    /// <summary>Begins to watch, and ends when the first message has come: from then on nothing is missed.</summary>
    public async Task<Task> StartAsync(CancellationToken cancellation)
    {
        var watching = new StoryWatch(client, address, [], WatchStart.Live, clock).RunAsync(this, cancellation);
        if (await Task.WhenAny(_connected.Task, watching) == watching) await watching;
        return watching;
    }

    public void Connected(ResumeOutcome outcome) => _connected.TrySetResult();

    public void Received(IReadOnlyList<StoryChange> changes, WatchStoriesResponse message)
    {
        var now = Now;
        foreach (var change in changes) Meter.Seen(change.Story.StoryId, change.Story.Version, now);
    }

    public void Disconnected(string reason) => Breaks++;
}
