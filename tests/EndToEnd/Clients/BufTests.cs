using System.Text.Json;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>buf: a linter of the contracts, and a client that knows nothing but what reflection tells.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class BufTests(EmbeddedFixture fixture)
{
    [Fact]
    public async Task The_contracts_pass_the_linter_and_the_linter_works()
    {
        using var workspace = Workspace();
        var lint = await Buf(workspace, ["lint", "protos"]);
        Assert.True(lint.ExitCode == 0, lint.Output + lint.Errors);
        var story = workspace.File("protos/storyclustering/v1/story.proto");
        await File.AppendAllTextAsync(story, "\nmessage badly_named { string CamelCase = 1; }\n");
        lint = await Buf(workspace, ["lint", "protos"]);
        Assert.NotEqual(0, lint.ExitCode);
        Assert.Contains("badly_named", lint.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reflection_is_enough_to_send_list_search_and_be_refused()
    {
        using var workspace = Workspace();
        var happening = News.NewEvent();
        var article = Google.Protobuf.JsonFormatter.Default.Format(News.Report(happening, 0));
        var sent = await Call(workspace, "IngestService/IngestArticle", $$"""{"article":{{article}} }""");
        Assert.Equal("INGEST_OUTCOME_NEW", sent.GetProperty("outcome").GetString());
        var story = sent.GetProperty("storyId").GetString();

        // Details of errors in a stream are messages of Google's, which reflection does not tell: for these it takes the files.
        var streamed = await Curl(workspace, "IngestService/IngestArticles", $$$"""{"sequence":1,"article":{{{article}}}}{"sequence":2,"article":{"url":"x"}}""", "--schema", ".");
        Assert.Contains("INGEST_OUTCOME_DUPLICATE", streamed.Succeeded(), StringComparison.Ordinal);
        Assert.Contains("article.url", streamed.Output, StringComparison.Ordinal);

        var listed = await Call(workspace, "StoryService/ListStories", """{"order":"STORY_ORDER_LATEST","pageSize":1}""");
        Assert.Equal(story, listed.GetProperty("stories")[0].GetProperty("storyId").GetString());
        var found = await Call(workspace, "StoryService/SearchStories", JsonSerializer.Serialize(new { query = News.Query(happening) }));
        Assert.Equal(story, found.GetProperty("results")[0].GetProperty("story").GetProperty("storyId").GetString());

        var refused = await Curl(workspace, "StoryService/GetStory", """{"storyId":"story-00000000000000000000000000"}""");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("not_found", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("google.rpc.ErrorInfo", refused.Errors, StringComparison.Ordinal);
    }

    private async Task<JsonElement> Call(TemporaryFolder workspace, string method, string json)
    {
        using var document = JsonDocument.Parse((await Curl(workspace, method, json)).Succeeded());
        return document.RootElement.Clone();
    }

    private Task<ToolRun> Curl(TemporaryFolder workspace, string method, string json, params string[] more) =>
        Buf(workspace, ["curl", .. more, "--http2-prior-knowledge", "--protocol", "grpc", "--data", "@-", $"{fixture.Service.Grpc}/storyclustering.v1.{method}"], json);

    private static async Task<ToolRun> Buf(TemporaryFolder workspace, string[] arguments, string? input = null) =>
        await Tool.Run(await NodePackages.Program("buf"), arguments, input, workspace.Path, [new("BUF_CACHE_DIR", workspace.File(".cache"))]);

    /// <summary>The contracts with their own settings, and beside them the files of Google that they import.</summary>
    private static TemporaryFolder Workspace()
    {
        var folder = new TemporaryFolder();
        Copy(Path.Combine(Built.Protos, "storyclustering"), folder.File("protos/storyclustering"));
        Copy(Built.CommonProtos, folder.File("common"));
        var settings = File.ReadAllText(Path.Combine(Built.Repository, "contracts", "Api", "buf.yaml"));
        const string module = "  - path: protos\n";
        Assert.Contains(module, settings, StringComparison.Ordinal);
        File.WriteAllText(folder.File("buf.yaml"), settings.Replace(module, $"{module}  - path: common\n", StringComparison.Ordinal));
        return folder;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.proto", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
