using System.CommandLine;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Watch;

/// <summary>storyctl watch [ID...]</summary>
internal static class WatchCommand
{
    private const string About = """
        Draws a table on a terminal, the last changed story on top; else, or with --plain, prints a line for each change: time,
        type, story, version, articles, headline. Begins with all watched stories as they are, unless --live is given. Reconnects
        without losing a change; several changes of one story may arrive as one. With --view full, another line tells when what a story's
        articles say has changed: time, "frames", story, version, number of facts, and so on.

        Exit code: 0 ended by --for or --count, 1 failed, 2 wrong usage, 130 interrupted.
        """;

    public static Command Create(AddressOption address, Consoles consoles)
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.ZeroOrMore, Description = "Stories to watch. None: all." };
        var plain = new Option<bool>("--plain") { Description = "A line for each change, also on a terminal." };
        var json = new Option<bool>("--json") { Description = "A JSON object for each change: {\"received_at\",\"sent_at\",\"change\"}." };
        var live = new Option<bool>("--live") { Description = "Only changes from now on." };
        var view = new Option<string>("--view") { DefaultValueFactory = _ => "card", Description = "How much of each story." };
        view.AcceptOnlyFromAmong("card", "coverage", "full");
        var seconds = new Option<double?>("--for") { HelpName = "SECONDS", Description = "End after this time." };
        var count = new Option<long?>("--count") { HelpName = "N", Description = "End after this many changes." };
        seconds.Must(value => value is > 0 and <= 1e6, "must be above 0");
        count.Must(value => value > 0, "must be above 0");

        var command = new DocumentedCommand("watch", "Shows stories live, as they change.", About) { ids, plain, json, live, view, seconds, count };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
            var clock = TimeProvider.System;
            var watch = new StoryWatch(
                new StoryService.StoryServiceClient(channel), parsed.GetValue(address)!, parsed.GetValue(ids) ?? [],
                parsed.GetValue(live) ? WatchStart.Live : WatchStart.Snapshot, clock,
                Enum.Parse<StoryView>(parsed.GetValue(view)!, ignoreCase: true));
            if (parsed.GetValue(seconds) is { } limit) ended.CancelAfter(TimeSpan.FromSeconds(limit));

            var asTable = consoles.OutIsTerminal && !parsed.GetValue(plain) && !parsed.GetValue(json);
            IWatchObserver Limited(IWatchObserver observer) =>
                parsed.GetValue(count) is { } most ? new CountLimit(observer, most, ended.Cancel) : observer;
            if (asTable)
            {
                var table = new WatchTable(clock);
                await table.ShowAsync(consoles.Out, () => watch.RunAsync(Limited(table), ended.Token));
            }
            else
            {
                await watch.RunAsync(Limited(new WatchLines(consoles, parsed.GetValue(json), clock)), ended.Token);
            }
            return interrupt.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Hands on changes up to a number, then ends the watch.</summary>
    private sealed class CountLimit(IWatchObserver next, long most, Action end) : IWatchObserver
    {
        private long _seen;

        public void Connected(ResumeOutcome outcome) => next.Connected(outcome);

        public void Disconnected(string reason) => next.Disconnected(reason);

        public void Received(IReadOnlyList<StoryChange> changes, WatchStoriesResponse message)
        {
            var left = most - _seen;
            if (left <= 0) return;
            if (changes.Count > left) changes = [.. changes.Take((int)left)];
            _seen += changes.Count;
            next.Received(changes, message);
            if (_seen >= most) end();
        }
    }
}
