using System.Globalization;
using System.Text.Json;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Embedded;

[Collection(EmbeddedCollection.Name)]
public sealed class ImportTests(EmbeddedFixture fixture)
{
    [Fact]
    public async Task Storyctl_imports_what_is_good_reports_what_is_bad_by_line_and_ends_with_1()
    {
        var happening = News.NewEvent();
        var lines = News.Reports(happening, 12).Select(JsonLine).ToList();
        lines.Insert(2, """{"id":"broken","url":"https://""");
        lines.Insert(5, """{"outlet":"nobody.example"}""");
        lines.Insert(7, """["not","an","article"]""");
        lines.Insert(9, """{"id":"bad-url","url":"javascript:alert(1)","title":"A title"}""");
        lines.Add(lines[0]);
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.File("stream.jsonl"), lines);

        var run = await Import(folder, "stream.jsonl", "--json", folder.File("summary.json"));

        Assert.True(run.ExitCode == 1, $"{run.Command} ended with {run.ExitCode}: {run.Errors}{run.Output}");
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("summary.json")));
        int Figure(string name) => summary.RootElement.GetProperty(name).GetInt32();
        Assert.Equal((12, 1, 4, 3, 1), (Figure("new"), Figure("duplicate"), Figure("failed"), Figure("bad_lines"), Figure("refused")));
        Assert.Equal((13, 0, 1), (Figure("acked"), Figure("unanswered"), Figure("founded_stories")));
        foreach (var line in new[] { 3, 6, 8, 10 })
            Assert.Contains($"stream.jsonl:{line}", run.Errors, StringComparison.Ordinal);
        var found = await fixture.Service.Client.Stories.SearchStoriesAsync(new SearchStoriesRequest { Query = News.Query(happening) });
        Assert.Equal(12, found.Results[0].Story.Coverage.Articles);
    }

    [Fact]
    public async Task Storyctl_ends_with_0_when_all_is_well_and_with_1_when_nobody_answers()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.File("stream.jsonl"), News.Reports(News.NewEvent(), 5).Select(JsonLine));
        (await Import(folder, "stream.jsonl")).Succeeded();
        var again = await Import(folder, "stream.jsonl");
        Assert.Matches(@"duplicate\s+5\b", again.Succeeded());

        var nobody = Loopback.FreePorts(1)[0];
        var run = await Storyctl(folder, "import", "--address", $"http://127.0.0.1:{nobody}", "--retry-for", "1", folder.File("stream.jsonl"));
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, (await Storyctl(folder, "import", folder.File("no-such-file.jsonl"))).ExitCode);
    }

    [Fact]
    public async Task Storyctl_lists_searches_and_shows_what_was_imported()
    {
        using var folder = new TemporaryFolder();
        var happening = News.NewEvent();
        await File.WriteAllLinesAsync(folder.File("stream.jsonl"), News.Reports(happening, 3).Select(JsonLine));
        (await Import(folder, "stream.jsonl")).Succeeded();
        var story = (await fixture.Service.Client.Stories.SearchStoriesAsync(new SearchStoriesRequest { Query = News.Query(happening) })).Results[0].Story;
        var address = fixture.Service.Grpc;
        Assert.Contains(story.StoryId, (await Storyctl(folder, "search", "--address", address, News.Query(happening))).Succeeded(), StringComparison.Ordinal);
        Assert.Contains(story.StoryId, (await Storyctl(folder, "list", "--address", address, "--order", "latest")).Succeeded(), StringComparison.Ordinal);
        var shown = (await Storyctl(folder, "story", "--address", address, story.StoryId)).Succeeded();
        Assert.Contains(story.Headline, shown, StringComparison.Ordinal);
        Assert.Contains("outlet-2.example", shown, StringComparison.Ordinal);
    }

    private Task<ToolRun> Import(TemporaryFolder folder, string file, params string[] more) =>
        Storyctl(folder, ["import", "--address", fixture.Service.Grpc, folder.File(file), .. more]);

    private static Task<ToolRun> Storyctl(TemporaryFolder folder, params string[] arguments) =>
        Tool.Run("dotnet", [Built.Storyctl, .. arguments], folder: folder.Path, environment: [new("XDG_STATE_HOME", folder.Path)]);

    private static string JsonLine(Article article) => JsonSerializer.Serialize(new
    {
        id = article.ExternalId,
        url = article.Url,
        outlet = article.Outlet,
        published = article.PublishedAt.ToDateTime().ToString("O", CultureInfo.InvariantCulture),
        lang = article.Language,
        title = article.Title,
        text = article.Text,
    });
}
