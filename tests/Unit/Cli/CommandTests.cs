using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli;
using StoryClustering.Cli.Terminal;
using StoryClustering.Tests.Unit.Cli.Fakes;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    private async Task<int> RunAsync(params string[] args) =>
        await StoryctlCommand.RunAsync(args, Consoles.Over(_out, _error, outIsTerminal: false, errorIsTerminal: false), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);

    private static Story StoryOf(string id, string headline, long version = 1) => new()
    {
        StoryId = id, Headline = headline, Version = version, Coverage = new Coverage { Articles = 3, Outlets = 2 }, Languages = { "en" },
    };

    private static WatchStoriesResponse Message(string token, params Story[] stories) => new()
    {
        ResumeToken = token,
        Changes = { stories.Select(story => new StoryChange { Type = ChangeType.Upsert, Story = story }) },
    };

    [Fact]
    public async Task An_assignment_is_explained_in_lines_without_control_characters()
    {
        await using var server = await FakeStoryServer.StartAsync();
        Assert.Equal(ExitCodes.Done, await RunAsync("explain", "article-1", "--address", server.Address));
        var text = _out.ToString();
        Assert.Contains("joined story-2 of 12 stories considered; a score of 0.125 was needed", text, StringComparison.Ordinal);
        Assert.Contains("score 0.250 = similarity 0.500 x time 0.500", text, StringComparison.Ordinal);
        Assert.Contains("Sinclair", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task An_assignment_is_explained_in_JSON()
    {
        await using var server = await FakeStoryServer.StartAsync();
        Assert.Equal(ExitCodes.Done, await RunAsync("explain", "article-1", "--json", "--address", server.Address));
        using var json = System.Text.Json.JsonDocument.Parse(_out.ToString());
        Assert.Equal("story-2", json.RootElement.GetProperty("decision").GetProperty("best").GetProperty("story_id").GetString());
    }

    [Theory]
    [InlineData("import")]
    [InlineData("import", "/no/such/file.jsonl")]
    [InlineData("list", "--limit", "0")]
    [InlineData("list", "--limit", "many")]
    [InlineData("list", "--order", "random")]
    [InlineData("list", "--address", "localhost:8081")]
    [InlineData("watch", "--for", "-1")]
    [InlineData("fly")]
    public async Task A_wrong_command_line_exits_with_2_and_says_why(params string[] args)
    {
        Assert.Equal(ExitCodes.Usage, await RunAsync(args));
        Assert.NotEqual("", _error.ToString());
        Assert.Equal("", _out.ToString());
    }

    [Fact]
    public async Task An_unreachable_service_is_one_line_with_its_address_and_how_to_start_it()
    {
        var gone = await FakeStoryServer.StartAsync();
        await gone.DisposeAsync();

        Assert.Equal(ExitCodes.Failed, await RunAsync("list", "--address", gone.Address));

        var line = Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.Contains(gone.Address, line);
        Assert.Contains("./run", line);
    }

    [Fact]
    public async Task A_story_that_does_not_exist_is_one_line_with_the_status()
    {
        await using var server = await FakeStoryServer.StartAsync();

        Assert.Equal(ExitCodes.Failed, await RunAsync("story", "story-x", "--address", server.Address));

        Assert.Equal("NOT_FOUND: no story story-x", _error.ToString().TrimEnd());
    }

    [Fact]
    public async Task A_list_follows_the_pages_up_to_its_limit()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Stories.AddRange(Enumerable.Range(1, 9).Select(i => StoryOf($"story-{i}", $"Headline {i}")));

        Assert.Equal(ExitCodes.Done, await RunAsync("list", "--limit", "5", "--address", server.Address));

        Assert.Contains("Headline 5", _out.ToString());
        Assert.DoesNotContain("Headline 6", _out.ToString());
    }

    [Fact]
    public async Task A_headline_cannot_write_markup_or_control_characters()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Stories.Add(StoryOf("story-1", "Flood [red]alert[/] \u001b[2J\u202egnitrats [unclosed"));

        Assert.Equal(ExitCodes.Done, await RunAsync("search", "Flood", "--address", server.Address));

        Assert.Contains("Flood [red]alert[/]  [2J gnitrats [unclosed", _out.ToString());
        Assert.DoesNotContain('\u001b', _out.ToString());
    }

    [Theory]
    [InlineData(false, 20)]
    [InlineData(true, 50)]
    public async Task A_story_shows_its_first_articles_or_all(bool all, int shown)
    {
        await using var server = await FakeStoryServer.StartAsync();
        var story = StoryOf("story-1", "Flood");
        story.Coverage.Articles = 50;
        server.State.Stories.Add(story);
        server.State.Articles.AddRange(Enumerable.Range(1, 50).Select(i => new StoryArticle { Title = $"Title{i}.", Outlet = "harbor-ledger.example" }));

        Assert.Equal(ExitCodes.Done, await RunAsync(["story", "story-1", "--address", server.Address, .. all ? ["--all"] : Array.Empty<string>()]));

        var text = _out.ToString();
        Assert.Equal(shown, Enumerable.Range(1, 50).Count(i => text.Contains($"Title{i}.")));
        Assert.Equal(!all, text.Contains("20 of 50 articles"));
    }

    [Fact]
    public async Task A_watch_comes_back_with_its_resume_token_and_prints_each_version_once()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.WatchScripts.Enqueue(async stream =>
        {
            await stream.WriteAsync(Message("", StoryOf("story-a", "First"), StoryOf("story-b", "Second")));
            await stream.WriteAsync(Message("t7", StoryOf("story-a", "First again", version: 2)));
            throw new RpcException(new Status(StatusCode.Unavailable, "restarting"));
        });
        server.State.WatchScripts.Enqueue(stream =>
            stream.WriteAsync(Message("t9", StoryOf("story-a", "First again", version: 2), StoryOf("story-b", "Second again", version: 4), StoryOf("story-c", "Beyond the count"))));

        Assert.Equal(ExitCodes.Done, await RunAsync("watch", "--plain", "--count", "4", "--address", server.Address));

        var lines = _out.ToString().TrimEnd().Split('\n').Select(line => line.Trim().Split(' ', 2)[1]).ToList();
        Assert.Equal(
            [
                "upsert story-a v1 3 articles First", "upsert story-b v1 3 articles Second",
                "upsert story-a v2 3 articles First again", "upsert story-b v4 3 articles Second again",
            ],
            lines);
        Assert.Equal([(WatchStart.Snapshot, ""), (WatchStart.Resume, "t7")], server.State.Watches.Select(w => (w.Start, w.ResumeToken)));
        Assert.Contains("no connection", _error.ToString());
        Assert.Contains("connected again", _error.ToString());
    }

    [Fact]
    public async Task A_watch_whose_token_is_too_old_takes_a_snapshot()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.WatchScripts.Enqueue(stream => stream.WriteAsync(Message("old", StoryOf("story-a", "First"))));
        server.State.WatchScripts.Enqueue(_ => throw new RpcException(new Status(StatusCode.OutOfRange, "too old")));
        server.State.WatchScripts.Enqueue(stream => stream.WriteAsync(Message("new", StoryOf("story-b", "Second"))));

        Assert.Equal(ExitCodes.Done, await RunAsync("watch", "--json", "--count", "2", "--address", server.Address));

        Assert.Equal([WatchStart.Snapshot, WatchStart.Resume, WatchStart.Snapshot], server.State.Watches.Select(w => w.Start));
        var objects = _out.ToString().TrimEnd().Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["story-a", "story-b"], objects.Select(o => o.GetProperty("change").GetProperty("story").GetProperty("story_id").GetString()!));
    }

    [Fact]
    public async Task An_import_prints_its_summary_and_writes_it_as_json()
    {
        await using var server = await FakeStoryServer.StartAsync();
        using var directory = new ImportDirectory();
        var file = directory.Write("news.jsonl", ImportDirectory.Lines(10));
        var json = file + ".summary";

        var code = await RunAsync("import", file, "--checkpoint", directory.CheckpointPath, "--json", json, "--measure", "--address", server.Address);

        Assert.Equal(ExitCodes.Done, code);
        Assert.Matches(@"(?m)^new +10\b", _out.ToString());
        var summary = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(json, CancellationToken.None)).RootElement;
        Assert.Equal(10, summary.GetProperty("new").GetInt64());
        Assert.Equal(10, summary.GetProperty("update_delay").GetProperty("arrived").GetInt64());
        Assert.Equal(1, summary.GetProperty("founded_stories").GetInt64());
    }

    [Theory]
    [InlineData("plain text, 日本 é 😀", "plain text, 日本 é 😀")]
    [InlineData("a\u001b]0;title\u0007b\r\nc\u009bd\u2028e", "a ]0;title b  c d e")]
    [InlineData("a\u202eb\u2066c\u200fd", "a b c d")]
    public void Text_from_outside_is_made_one_harmless_line(string text, string clean) => Assert.Equal(clean, TerminalText.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("broken \ufffd!", TerminalText.Clean("broken \ud83d!"));

    [Fact]
    public void A_long_text_is_cut_with_an_ellipsis_and_not_within_a_character()
    {
        Assert.Equal("abcd", TerminalText.Clean("abcd", 4));
        Assert.Equal("abc…", TerminalText.Clean("abcde", 4));
        Assert.Equal("ab…", TerminalText.Clean("ab😀cd", 4));
        Assert.Equal("川が…", TerminalText.Clean("川が増水した", 6));
        Assert.Equal("川が増", TerminalText.Clean("川が増", 6));
    }
}
