using System.CommandLine;
using System.Globalization;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Stories;

/// <summary>storyctl history ID</summary>
internal static class HistoryCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var id = new Argument<string>("ID") { Description = "Id of the story." };
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => Limits.DefaultHistoryPage, HelpName = "N", Description = "Most versions to show." };
        limit.Must(value => value > 0, "must be above 0");
        var json = new Option<bool>("--json") { Description = "A JSON object for each version." };

        var command = new Command("history", "Shows how a story's facts and frames came about, the newest version first.") { id, limit, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var client = new StoryService.StoryServiceClient(channel);
            var left = parsed.GetValue(limit);
            var request = new StoryHistoryRequest { StoryId = parsed.GetValue(id)! };
            var none = true;
            var state = StoryState.Unspecified;
            do
            {
                request.PageSize = Math.Min(left, Limits.HistoryPageSize);
                var page = await client.StoryHistoryAsync(request, cancellationToken: interrupt);
                state = page.State;
                foreach (var version in page.Versions.Take(left))
                {
                    none = false;
                    if (parsed.GetValue(json)) consoles.OutWriter.WriteLine(ApiJson.Of(version));
                    else Write(consoles.OutWriter, version);
                }
                left -= page.Versions.Count;
                request.PageToken = page.NextPageToken;
            }
            while (left > 0 && request.PageToken.Length > 0);
            if (none && !parsed.GetValue(json))
            {
                consoles.OutWriter.WriteLine(state == StoryState.Retracted
                    ? "The story was retracted; its history went with it." : "No frames of this story are stored yet.");
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(TextWriter writer, FramesVersion version)
    {
        var at = version.ComputedAt?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
        writer.WriteLine($"{at}  version {version.Version} of story version {version.StoryVersion}: {version.Articles:N0} articles, {version.Origins:N0} origins");
        foreach (var change in version.Changes)
        {
            var section = change.Section.ToString().ToLowerInvariant();
            writer.WriteLine(TerminalText.Clean(change.Kind switch
            {
                FrameChangeKind.Added => $"  + {section}: {change.After}",
                FrameChangeKind.Removed => $"  - {section}: {change.Before}",
                _ => $"  * {section}: {change.Before} -> {change.After}",
            }));
        }
    }
}
