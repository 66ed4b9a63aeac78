using System.CommandLine;
using System.Globalization;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Import;

/// <summary>storyctl import FILE...</summary>
internal static class ImportCommand
{
    private const string About = """
        Each line is {"id","url","outlet","published","lang","title","text","feed_credit","canonical_url"}; other fields are ignored, and fields may be null or
        absent. The id is kept as external_id. A line without a url gets http://import.invalid/ID in its place (.invalid is
        reserved by RFC 2606), so that sets without URLs can be loaded. A line without a title gets the first sentence of its
        text, at most 100 characters; without a text either, the words of its url. A line that is not JSON, has neither url nor
        id, or nothing to make a title of is reported with its number, skipped and counted as failed.

        An import that is interrupted or loses the service continues where it stopped when it is started again: what was
        acknowledged is kept in a checkpoint file. When an import has finished, its checkpoint is deleted.

        Exit code: 0 all acknowledged, 1 something failed, 2 wrong usage, 130 interrupted.
        """;

    public static Command Create(AddressOption address, Consoles consoles)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Files, sent one after another." };
        var concurrency = new Option<int>("--concurrency") { DefaultValueFactory = _ => 64, HelpName = "N", Description = "Articles in flight over all streams." };
        var streams = new Option<int>("--streams") { HelpName = "N", Description = "Streams to send through. Without it: one for each 256 articles in flight." };
        var rate = new Option<double?>("--rate") { HelpName = "N", Description = "Most articles sent per second." };
        var speed = new Option<double?>("--speed")
        {
            HelpName = "60x",
            CustomParser = result => ParseSpeed(result.Tokens[0].Value) is { } parsed ? parsed : Fail(result, "--speed: a number above 0, for example 60x"),
            Description = "Replays by publication time, this many times as fast; several files are merged by time. Articles without a time go at once.",
        };
        var maxGap = new Option<double>("--max-gap") { DefaultValueFactory = _ => 10, HelpName = "SECONDS", Description = "With --speed: longer pauses between two articles are cut to this." };
        var retryFor = new Option<double>("--retry-for") { DefaultValueFactory = _ => 60, HelpName = "SECONDS", Description = "Give up when nothing has been acknowledged for so long." };
        var checkpoint = new Option<string?>("--checkpoint") { HelpName = "FILE", Description = "Where to keep the checkpoint. Without it: in $XDG_STATE_HOME/storyctl, ~/.local/state/storyctl or .storyctl." };
        var restart = new Option<bool>("--restart") { Description = "Ignore the checkpoint of an earlier run." };
        var measure = new Option<bool>("--measure") { Description = "Also watch all stories, and report how long after its ack a new article reaches a watcher." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Also write the summary as JSON." };

        concurrency.Must(value => value is >= 1 and <= 65_536, "must be 1 to 65,536");
        streams.Must(value => value is >= 1 and <= 256, "must be 1 to 256");
        rate.Must(value => value is > 0 and <= 1e9, "must be above 0");
        maxGap.Must(value => value is >= 0 and <= 1e6, "must be 0 to 1,000,000");
        retryFor.Must(value => value is >= 0 and <= 1e6, "must be 0 to 1,000,000");
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!File.Exists(token.Value)) result.AddError($"{token.Value}: no such file");
            }
        });

        var command = new DocumentedCommand("import", "Sends the articles of JSON Lines files, plain or gzip, to the service.", About) { files, concurrency, streams, rate, speed, maxGap, retryFor, checkpoint, restart, measure, json };
        command.SetAction((parsed, interrupt) => RunAsync(new ImportOptions
        {
            Files = parsed.GetValue(files)!,
            Address = parsed.GetValue(address)!,
            Concurrency = parsed.GetValue(concurrency),
            Streams = parsed.GetValue(streams),
            Rate = parsed.GetValue(rate),
            Speed = parsed.GetValue(speed),
            MaxGap = TimeSpan.FromSeconds(parsed.GetValue(maxGap)),
            RetryFor = TimeSpan.FromSeconds(parsed.GetValue(retryFor)),
            Checkpoint = parsed.GetValue(checkpoint),
            Restart = parsed.GetValue(restart),
            Measure = parsed.GetValue(measure),
        }, parsed.GetValue(json), consoles, interrupt));
        return command;
    }

    private static async Task<int> RunAsync(ImportOptions options, string? json, Consoles consoles, CancellationToken interrupt)
    {
        using var channel = ServerChannel.Open(options.Address);
        var clock = TimeProvider.System;
        var run = new ImportRun(options, channel.CreateCallInvoker(), consoles.Report, clock);
        var summary = await run.RunAsync(new ImportProgress(consoles, clock), interrupt);
        await consoles.OutWriter.WriteAsync(summary.ToText());
        if (json is not null) await File.WriteAllTextAsync(json, summary.ToJson() + "\n", CancellationToken.None);
        return summary.ExitCode;
    }

    /// <summary>"60x" or "60" is 60; null if it is not a speed.</summary>
    internal static double? ParseSpeed(string text) =>
        double.TryParse(text.TrimEnd('x', 'X'), NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0 && double.IsFinite(speed)
            ? speed : null;

    private static double? Fail(System.CommandLine.Parsing.ArgumentResult result, string error)
    {
        result.AddError(error);
        return null;
    }
}
