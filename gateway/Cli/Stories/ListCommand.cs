using System.CommandLine;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Stories;

/// <summary>storyctl list</summary>
internal static class ListCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var order = new Option<string>("--order") { DefaultValueFactory = _ => "trending", Description = "Order of the stories." };
        order.AcceptOnlyFromAmong("trending", "latest", "largest");
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 20, HelpName = "N", Description = "Most stories to show." };
        limit.Must(value => value > 0, "must be above 0");
        var json = new Option<bool>("--json") { Description = "A JSON object for each story." };

        var command = new Command("list", "Lists stories.") { order, limit, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var stories = await ListAsync(
                new StoryService.StoryServiceClient(channel), Enum.Parse<StoryOrder>(parsed.GetValue(order)!, ignoreCase: true),
                parsed.GetValue(limit), interrupt);
            if (parsed.GetValue(json))
            {
                foreach (var story in stories) consoles.OutWriter.WriteLine(ApiJson.Of(story));
            }
            else
            {
                consoles.Out.Write(StoryTable.Of(stories, TimeProvider.System.TimeOfDay()));
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<List<Story>> ListAsync(
        StoryService.StoryServiceClient client, StoryOrder order, int limit, CancellationToken cancellation)
    {
        var stories = new List<Story>();
        var page = "";
        do
        {
            var request = new ListStoriesRequest { Order = order, PageSize = Math.Min(limit - stories.Count, Limits.PageSize), PageToken = page };
            // Order and filter belong to the token; the size of the page does not.
            var response = await client.ListStoriesAsync(request, cancellationToken: cancellation);
            stories.AddRange(response.Stories);
            page = response.NextPageToken;
        }
        while (page.Length > 0 && stories.Count < limit);
        return stories;
    }
}
