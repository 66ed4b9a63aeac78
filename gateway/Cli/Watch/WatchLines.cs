using System.Globalization;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Stories;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Watch;

/// <summary>Prints a line for each change: text, or JSON with the change as the API gives it.</summary>
internal sealed class WatchLines(Consoles consoles, bool json, TimeProvider clock) : IWatchObserver
{
    private bool _broken;

    public void Connected(ResumeOutcome outcome)
    {
        if (_broken) consoles.Report("connected again" + (outcome == ResumeOutcome.Snapshot ? ", with all stories anew" : ""));
        _broken = false;
    }

    public void Received(IReadOnlyList<StoryChange> changes, WatchStoriesResponse message)
    {
        if (changes.Count == 0) return;
        var now = clock.TimeOfDay();
        foreach (var change in changes)
        {
            consoles.OutWriter.WriteLine(json ? JsonOf(change, message, now) : LineOf(change, now));
            if (!json && change.Frames is { } frames) consoles.OutWriter.WriteLine(FramesLineOf(change.Story.StoryId, frames, now));
        }
        consoles.OutWriter.Flush();
    }

    public void Disconnected(string reason)
    {
        if (!_broken) consoles.Report($"no connection, trying on: {reason}");
        _broken = true;
    }

    /// <summary>"2026-03-01T10:00:00.123Z upsert story-… v12 34 articles Headline".</summary>
    internal static string LineOf(StoryChange change, DateTimeOffset at)
    {
        var story = change.Story;
        var into = story.MergedInto.Length > 0 ? $" into {story.MergedInto}" : "";
        var articles = story.Coverage?.Articles ?? 0;
        return TerminalText.Clean(
            $"{Time(at)} {NameOf(change.Type)} {story.StoryId}{into} v{story.Version} {articles} {(articles == 1 ? "article" : "articles")} {story.Headline}");
    }

    /// <summary>"2026-03-01T10:00:00.123Z frames story-… v3 8 facts, 4 agreed, ... The first fact".</summary>
    internal static string FramesLineOf(string storyId, StoryFrames frames, DateTimeOffset at) => TerminalText.Clean(
        $"{Time(at)} frames {storyId} v{frames.Version} {FramesText.Short(frames)}{(frames.Facts.Count > 0 ? $": {frames.Facts[0].Line.Text}" : "")}");

    private static string JsonOf(StoryChange change, WatchStoriesResponse message, DateTimeOffset at)
    {
        var sentAt = message.SentAt is { } sent ? $"\"{Time(sent.ToDateTimeOffset())}\"" : "null";
        return $"{{\"received_at\":\"{Time(at)}\",\"sent_at\":{sentAt},\"change\":{ApiJson.Of(change)}}}";
    }

    internal static string NameOf(ChangeType type) => type switch
    {
        ChangeType.Upsert => "upsert",
        ChangeType.Merged => "merged",
        ChangeType.Retired => "retired",
        _ => "unknown",
    };

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
