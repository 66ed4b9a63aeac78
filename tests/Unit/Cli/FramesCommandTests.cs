using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli;
using StoryClustering.Cli.Terminal;
using StoryClustering.Tests.Unit.Cli.Fakes;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

/// <summary>What storyctl shows of frames, history and the dial.</summary>
public sealed class FramesCommandTests : IDisposable
{
    private static readonly Timestamp Noon = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

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

    private static CitedText Line(string text, params string[] outlets) => new() { Text = text, Citations = { outlets.Select(o => new Citation { Outlet = o, Text = text }) } };

    private static StoryFrames Frames => new()
    {
        StoryId = "story-1", Version = 3, StoryVersion = 7,
        Summary = { Line("The pier was closed.", "ledger.example") },
        Facts =
        {
            new Fact
            {
                FactId = "fact-1", Line = Line("Twelve pillars\u001b[2J were cracked.", "ledger.example", "gazette.example"),
                Origins = new SideCounts { Left = 1, Right = 1 },
                Differences =
                {
                    new NumberDifference
                    {
                        Subject = "pillars",
                        Reports = { new NumberReport { Value = "15", LatestAt = Noon, Citations = { new Citation { Outlet = "late.example" } } }, new NumberReport { Value = "at least 12", LatestAt = Noon, Citations = { new Citation { Outlet = "early.example" } } } },
                    },
                },
            },
        },
        Agreement = { new Fact { Line = Line("The pier was closed.", "ledger.example", "right.example") } },
        Split = new SideContrast
        {
            Basis = ContrastBasis.Sides, FirstOrigins = 3, SecondOrigins = 2,
            Terms = { new ContrastTerm { Term = "safety", ZScore = 2.5 }, new ContrastTerm { Term = "costs", ZScore = -3.25 } },
            Points = { new ContrastPoint { Kind = ContrastKind.Wording, Topic = { "pier" }, First = Line("Safety first.", "left.example"), Second = Line("Costs first.", "right.example"), Contrast = 0.75 } },
        },
        Context = { new ContextAnswer { Slot = ContextSlot.Who, Question = "Who is Ada Berg?", Answer = { Line("Ada Berg runs the harbour.", "ledger.example") }, StoryId = "story-0" } },
        Quotes = { new SpokenQuote { Words = "We had no choice", Speaker = "Ada Berg", Citations = { new Citation { Outlet = "ledger.example" } } } },
        About = new AboutFrames
        {
            Method = "extractive", MethodVersion = 1, ComputedAt = Noon, Articles = 9, Copies = 4, Origins = new SideCounts { Left = 3, Right = 2 }, Sentences = 120, Confidence = 0.75,
            Omissions = { new FrameOmission { Section = FrameSection.Quotes, Reason = "too-few-origins", Detail = "1 of 2" } },
        },
    };

    [Fact]
    public async Task A_story_shows_every_section_of_its_frames_without_control_characters()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Stories.Add(new Story { StoryId = "story-1", Headline = "Pier closed", Coverage = new Coverage { Articles = 9 } });
        server.State.Frames["story-1"] = Frames;
        Assert.Equal(ExitCodes.Done, await RunAsync("story", "story-1", "--address", server.Address));
        var text = _out.ToString();
        foreach (var expected in new[]
        {
            "The facts", "  - Twelve pillars [2J were cracked. [origins: 1 left, 0 center, 1 right, 0 unrated: ledger.example, gazette.example]",
            "      pillars: 15 (late.example, 2026-03-02 12:00); at least 12 (early.example, 2026-03-02 12:00)",
            "Both agree", "  - The pier was closed. [ledger.example, right.example]",
            "They split on", "  - left, 3 origins: safety (+2.5)", "  - right, 2 origins: costs (-3.3)", "      left: Safety first. [left.example]", "      right: Costs first. [right.example]",
            "Context", "  - Who is Ada Berg? [from story-0]", "      Ada Berg runs the harbour. [ledger.example]",
            "Quotes", "  - \"We had no choice\" - Ada Berg [ledger.example]",
            "About these frames", "version 3 of story version 7", "9 articles, 4 of them copies", "  - no quotes: too-few-origins [1 of 2]",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task Camps_are_not_called_left_and_right()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Stories.Add(new Story { StoryId = "story-1", Coverage = new Coverage() });
        var frames = Frames;
        frames.Split.Basis = ContrastBasis.Camps;
        server.State.Frames["story-1"] = frames;
        Assert.Equal(ExitCodes.Done, await RunAsync("story", "story-1", "--address", server.Address));
        Assert.Contains("camp 1, 3 origins: safety", _out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("left: Safety", _out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_in_JSON_has_its_frames()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Stories.Add(new Story { StoryId = "story-1", Coverage = new Coverage() });
        server.State.Frames["story-1"] = Frames;
        Assert.Equal(ExitCodes.Done, await RunAsync("story", "story-1", "--json", "--address", server.Address));
        using var json = JsonDocument.Parse(_out.ToString().Split('\n')[0]);
        Assert.Equal("fact-1", json.RootElement.GetProperty("frames").GetProperty("facts")[0].GetProperty("fact_id").GetString());
    }

    [Fact]
    public async Task A_history_tells_what_came_changed_and_went_over_all_pages()
    {
        await using var server = await FakeStoryServer.StartAsync();
        for (var v = 5; v >= 1; v--)
        {
            server.State.History.Add(new FramesVersion
            {
                Version = v, StoryVersion = v * 2, ComputedAt = Noon, Articles = v, Origins = 1,
                Changes =
                {
                    new FrameChange { Kind = FrameChangeKind.Added, Section = FrameSection.Facts, After = $"Came {v}\u001b[1m." },
                    new FrameChange { Kind = FrameChangeKind.Changed, Section = FrameSection.Headline, Before = "Old", After = "New" },
                    new FrameChange { Kind = FrameChangeKind.Removed, Section = FrameSection.Quotes, Before = "Went." },
                },
            });
        }
        Assert.Equal(ExitCodes.Done, await RunAsync("history", "story-1", "--limit", "3", "--address", server.Address));
        var lines = _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, lines.Length);
        Assert.Equal("2026-03-02 12:00:00  version 5 of story version 10: 5 articles, 1 origins", lines[0]);
        Assert.Equal(["  + facts: Came 5 [1m.", "  * headline: Old -> New", "  - quotes: Went."], lines[1..4]);
        Assert.StartsWith("2026-03-02 12:00:00  version 3 ", lines[8], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_is_located_and_the_answer_shown()
    {
        await using var server = await FakeStoryServer.StartAsync();
        LocateArticleRequest? asked = null;
        server.State.Locate = request =>
        {
            asked = request;
            return new LocateArticleResponse
            {
                Story = new Story { StoryId = "story-1", Headline = "Pier\u001b]0;x closed" }, Score = 0.5, Threshold = 0.25,
                Nearest = { new NearStory { Story = new Story { StoryId = "story-2", Headline = "Other" }, Score = 0.125 } },
                Location = new ArticleLocation
                {
                    Position = new DialPosition { Value = -0.5, Low = -0.75, High = 0.25, Terms = 9 },
                    Sentences = { new DialSentence { Text = "Safety first.", Weight = -1.5, Terms = { "safety" } } },
                    MissingFacts = { new Fact { Line = Line("Left out.", "a.example") } },
                    SharedFacts = { new Fact { Line = Line("Reported.", "b.example") } },
                    UniqueClaims = { new DialSentence { Text = "Forty boats sank." } },
                    OtherSide = { new OtherReading { Own = new DialSentence { Text = "Safety first." }, Other = Line("Costs first.", "c.example") } },
                },
            };
        };
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, "Safety first.");
        try
        {
            Assert.Equal(ExitCodes.Done, await RunAsync("locate", "--file", file, "--title", "Pier", "--address", server.Address));
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Equal(("Pier", "Safety first."), (asked!.Article.Title, asked.Article.Text));
        var text = _out.ToString();
        foreach (var expected in new[]
        {
            "story       story-1: Pier ]0;x closed", "score 0.500, 0.250 is needed", "near        0.125 story-2: Other",
            "position    -0.50 between -1 (left) and +1 (right); with 90 % between -0.75 and +0.25, by 9 terms",
            "  - -1.50 Safety first. [safety]", "Facts that it leaves out", "  - Left out. [a.example]", "  - Reported. [b.example]", "  - Forty boats sank.",
            "How the other side reads the same", "      Costs first. [c.example]",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task A_URL_is_located_and_what_was_read_is_shown_and_errors_are_told()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Locate = request => request.Url == "https://ledger.example/1"
            ? new LocateArticleResponse { Threshold = 0.25, Fetched = new FetchedPage { FinalUrl = "https://ledger.example/one", Title = "Pier", TextLength = 1234, Excerpt = "The pier" } }
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, "this service does not fetch pages"));
        Assert.Equal(ExitCodes.Done, await RunAsync("locate", "https://ledger.example/1", "--address", server.Address));
        Assert.Contains("read        https://ledger.example/one", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("text        1,234 characters: The pier", _out.ToString(), StringComparison.Ordinal);
        Assert.Contains("story       none: no score reaches 0.250", _out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, await RunAsync("locate", "https://ledger.example/2", "--address", server.Address));
        Assert.Contains("this service does not fetch pages", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("locate")]
    [InlineData("locate", "https://ledger.example/1", "--file", "x")]
    [InlineData("locate", "https://ledger.example/1", "--title", "x")]
    [InlineData("history")]
    [InlineData("history", "story-1", "--limit", "0")]
    [InlineData("watch", "--view", "everything")]
    public async Task A_wrong_command_line_exits_with_2(params string[] args)
    {
        Assert.Equal(ExitCodes.Usage, await RunAsync(args));
        Assert.NotEqual("", _error.ToString());
    }

    [Fact]
    public async Task A_full_watch_prints_a_line_when_frames_change_and_takes_a_version_again_that_lacked_its_details()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var story = new Story { StoryId = "story-1", Version = 5, Headline = "Pier", Coverage = new Coverage { Articles = 2 } };
        server.State.WatchScripts.Enqueue(async stream =>
        {
            await stream.WriteAsync(new WatchStoriesResponse { ResumeToken = "t1", Changes = { new StoryChange { Type = ChangeType.Upsert, Story = story, DetailsMissing = true } } });
            await stream.WriteAsync(new WatchStoriesResponse { ResumeToken = "t2", Changes = { new StoryChange { Type = ChangeType.Upsert, Story = story, Frames = Frames } } });
            await stream.WriteAsync(new WatchStoriesResponse { ResumeToken = "t2", Changes = { new StoryChange { Type = ChangeType.Upsert, Story = story, Frames = Frames } } });
            var next = story.Clone();
            next.Version = 6;
            await stream.WriteAsync(new WatchStoriesResponse { ResumeToken = "t3", Changes = { new StoryChange { Type = ChangeType.Upsert, Story = next } } });
        });
        Assert.Equal(ExitCodes.Done, await RunAsync("watch", "--view", "full", "--count", "3", "--address", server.Address));
        Assert.Equal(StoryView.Full, server.State.Watches[0].View);
        var lines = _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.Equal("upsert story-1 v5 2 articles Pier", lines[1]);
        Assert.Equal("frames story-1 v3 1 facts, 1 agreed, 1 points of left and right, 1 answers, 1 quotes: Twelve pillars [2J were cracked.", lines[2]);
        Assert.Equal("upsert story-1 v6 2 articles Pier", lines[3]);
    }
}
