using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Spectre.Console;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Stories;

/// <summary>storyctl story ID</summary>
internal static class StoryCommand
{
    private const int FirstArticles = 20;

    public static Command Create(AddressOption address, Consoles consoles)
    {
        var id = new Argument<string>("ID") { Description = "Id of the story." };
        var all = new Option<bool>("--all") { Description = $"All articles, not only the first {FirstArticles}." };
        var json = new Option<bool>("--json") { Description = "JSON: the story, then an object for each article." };

        var command = new Command("story", "Shows one story: its coverage, what its articles say, and these.") { id, all, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var client = new StoryService.StoryServiceClient(channel);
            var found = await client.GetStoryAsync(new GetStoryRequest { StoryId = parsed.GetValue(id)!, View = StoryView.Full }, cancellationToken: interrupt);
            var pages = ArticlesAsync(client, found.Story.StoryId, parsed.GetValue(all), interrupt);
            if (parsed.GetValue(json)) await WriteJsonAsync(consoles, found, pages);
            else await WriteTextAsync(consoles, found, pages);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<IReadOnlyList<StoryArticle>> ArticlesAsync(
        StoryService.StoryServiceClient client, string storyId, bool all,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListStoryArticlesRequest { StoryId = storyId, PageSize = all ? Limits.PageSize : FirstArticles };
        do
        {
            var page = await client.ListStoryArticlesAsync(request, cancellationToken: cancellation);
            yield return page.Articles;
            request.PageToken = page.NextPageToken;
        }
        while (all && request.PageToken.Length > 0);
    }

    private static async Task WriteJsonAsync(Consoles consoles, GetStoryResponse found, IAsyncEnumerable<IReadOnlyList<StoryArticle>> pages)
    {
        consoles.OutWriter.WriteLine(ApiJson.Of(found));
        await foreach (var page in pages)
        {
            foreach (var article in page) consoles.OutWriter.WriteLine(ApiJson.Of(article));
        }
    }

    private static async Task WriteTextAsync(Consoles consoles, GetStoryResponse found, IAsyncEnumerable<IReadOnlyList<StoryArticle>> pages)
    {
        var story = found.Story;
        var coverage = story.Coverage ?? new Coverage();
        if (found.RedirectedFrom.Length > 0) Line("merged", $"{found.RedirectedFrom} is now part of this story");
        Line("headline", story.Headline);
        Line("story", $"{story.StoryId}, version {story.Version}, {story.State.ToString().ToLowerInvariant()}");
        var families = coverage.OriginalFamilies ?? new SideCounts();
        Line("articles", $"{coverage.Articles:N0}: {coverage.Originals:N0} original, {coverage.Reprints:N0} reprinted; of these {coverage.WireOriginals:N0} and {coverage.WireReprints:N0} wire");
        Line("outlets", $"{coverage.Outlets:N0}: {coverage.Left:N0} left, {coverage.Center:N0} center, {coverage.Right:N0} right, {coverage.Unrated:N0} unrated");
        Line("families", $"{coverage.Families:N0}; with a report of their own: {families.Left:N0} left, {families.Center:N0} center, {families.Right:N0} right, {families.Unrated:N0} unrated");
        if (coverage.Blindspot is { } blindspot)
            Line("blindspot", $"{blindspot.Side.ToString().ToLowerInvariant()}, strength {blindspot.Strength.ToString("0.00", CultureInfo.InvariantCulture)}");
        Line("languages", string.Join(", ", story.Languages));
        Line("names", string.Join(", ", story.Entities));
        if (story.Places.Count > 0) Line("places", string.Join(", ", story.Places));
        Line("published", $"{Time(story.FirstPublishedAt)} to {Time(story.LastPublishedAt)}");
        Line("updated", Time(story.UpdatedAt));
        if (found.Frames is { } frames) FramesText.Write(consoles.OutWriter, frames);

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("published").NoWrap()).AddColumn("outlet").AddColumn(new TableColumn("kind").NoWrap()).AddColumn("title").AddColumn("url");
        long shown = 0;
        await foreach (var page in pages)
        {
            foreach (var article in page) table.AddRow(Cells(article));
            shown += page.Count;
        }
        consoles.Out.Write(table);
        if (shown < coverage.Articles) consoles.OutWriter.WriteLine($"{shown:N0} of {coverage.Articles:N0} articles; --all shows all of them.");

        void Line(string name, string value) => consoles.OutWriter.WriteLine($"{name,-12}{TerminalText.Clean(value)}");
    }

    private static Text[] Cells(StoryArticle article) =>
    [
        new Text(Time(article.PublishedAt)),
        new Text(TerminalText.Clean(article.Outlet)),
        new Text(Kind(article) + (article.Revision > 1 ? $", rev. {article.Revision}" : "")),
        new Text(TerminalText.Clean(article.Title, 200)),
        new Text(TerminalText.Clean(article.Url)),
    ];

    private static string Kind(StoryArticle article) => article.Kind switch
    {
        ArticleKind.WireOriginal => "wire",
        ArticleKind.WireReprint when article.Syndication?.SourceOutlet is { Length: > 0 } agency => $"wire, {agency}",
        ArticleKind.WireReprint => "wire reprint",
        ArticleKind.Reprint => "reprint",
        _ => "original",
    };

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) =>
        time is null ? "" : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
