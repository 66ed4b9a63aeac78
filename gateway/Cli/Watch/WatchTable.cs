using Spectre.Console;
using Spectre.Console.Rendering;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Stories;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Watch;

/// <summary>Draws watched stories on the terminal, the last changed on top, with totals and the state of the connection.</summary>
internal sealed class WatchTable(TimeProvider clock) : IWatchObserver
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(5);
    private const int MostRows = 200;
    // Lines around the rows: border and head of the table, totals, state.
    private const int OtherLines = 7;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _articlesOf = [];
    private readonly LinkedList<Story> _newest = [];
    private readonly Dictionary<string, LinkedListNode<Story>> _rows = [];
    private readonly Queue<(long At, int Changes)> _recent = [];
    private long _articles;
    private long _changes;
    private string _state = "connecting";

    public Task ShowAsync(IAnsiConsole console, Func<Task> watch) =>
        console.Live(Draw(console)).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            var watching = watch();
            while (!watching.IsCompleted)
            {
                await Task.WhenAny(watching, Task.Delay(RefreshInterval, clock));
                context.UpdateTarget(Draw(console));
            }
            await watching;
        });

    public void Connected(ResumeOutcome outcome)
    {
        lock (_lock)
        {
            _state = "connected";
            if (outcome != ResumeOutcome.Snapshot) return;
            // What went away while the line was broken must not stay on the screen.
            _articlesOf.Clear();
            _newest.Clear();
            _rows.Clear();
            _articles = 0;
        }
    }

    public void Received(IReadOnlyList<StoryChange> changes, WatchStoriesResponse message)
    {
        lock (_lock)
        {
            foreach (var change in changes) Take(change);
            _changes += changes.Count;
            if (changes.Count > 0) _recent.Enqueue((clock.GetTimestamp(), changes.Count));
        }
    }

    public void Disconnected(string reason)
    {
        lock (_lock) _state = $"no connection, trying on: {reason}";
    }

    private void Take(StoryChange change)
    {
        var story = change.Story;
        if (_rows.Remove(story.StoryId, out var row)) _newest.Remove(row);
        if (_articlesOf.Remove(story.StoryId, out var before)) _articles -= before;
        if (change.Type is ChangeType.Merged or ChangeType.Retired) return;

        _articlesOf[story.StoryId] = story.Coverage?.Articles ?? 0;
        _articles += story.Coverage?.Articles ?? 0;
        _rows[story.StoryId] = _newest.AddFirst(story);
        if (_newest.Count <= MostRows) return;
        _rows.Remove(_newest.Last!.Value.StoryId);
        _newest.RemoveLast();
    }

    private Rows Draw(IAnsiConsole console)
    {
        lock (_lock)
        {
            while (_recent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) > RateWindow) _recent.Dequeue();
            var rate = _recent.Sum(past => past.Changes) / RateWindow.TotalSeconds;
            var stories = _newest.Take(Math.Max(1, console.Profile.Height - OtherLines));
            return new Rows(
                StoryTable.OneLineEach(stories, clock.TimeOfDay(), console.Profile.Width),
                new Text($"{_articlesOf.Count:N0} stories, {_articles:N0} articles, {_changes:N0} changes, {rate:N1} changes/s"),
                new Text(TerminalText.Clean(_state)));
        }
    }
}
