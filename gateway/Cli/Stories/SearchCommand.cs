using System.CommandLine;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Stories;

/// <summary>storyctl search TEXT</summary>
internal static class SearchCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var words = new Argument<string[]>("TEXT") { Arity = ArgumentArity.OneOrMore, Description = "Words to find." };
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => Limits.DefaultSearchResults, HelpName = "N", Description = "Most stories to show." };
        limit.Must(value => value is >= 1 and <= Limits.SearchResults, $"must be 1 to {Limits.SearchResults}");
        var json = new Option<bool>("--json") { Description = "A JSON object for each story." };

        var command = new Command("search", "Finds stories by free text, best first.") { words, limit, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var request = new SearchStoriesRequest { Query = string.Join(' ', parsed.GetValue(words)!), PageSize = parsed.GetValue(limit) };
            var found = await new StoryService.StoryServiceClient(channel).SearchStoriesAsync(request, cancellationToken: interrupt);
            if (parsed.GetValue(json))
            {
                foreach (var result in found.Results) consoles.OutWriter.WriteLine(ApiJson.Of(result));
            }
            else if (found.Results.Count == 0)
            {
                consoles.OutWriter.WriteLine("No story found.");
            }
            else
            {
                consoles.Out.Write(StoryTable.Of(found.Results, TimeProvider.System.TimeOfDay()));
            }
            return ExitCodes.Done;
        });
        return command;
    }
}
