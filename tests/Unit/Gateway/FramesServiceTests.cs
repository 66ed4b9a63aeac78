using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Frames;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using Wire = StoryClustering.Api.V1;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Frames of a story, and their history.</summary>
public sealed class FramesServiceTests
{
    private readonly FakeCluster _cluster = new();
    private readonly StoryClustering.Gateway.Stories.StoryService _service;

    public FramesServiceTests()
    {
        var options = new GatewayOptions();
        var facts = new ClusterFacts(_cluster);
        var clock = new ManualClock();
        var view = new StoryClustering.Gateway.Stories.StoryView();
        _service = new StoryClustering.Gateway.Stories.StoryService(_cluster, view, facts, new WatchDesk(view,
            new StoryDetails(_cluster, options, clock, NullLogger<StoryDetails>.Instance), facts, new Draining(options), options, clock));
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, version: 9, articles: 6) with { FramesVersion = 3, FramesStoryVersion = 7 };
        _cluster.Framed[Ids.Story(1)] = Framing.New(1, version: 3, storyVersion: 7);
    }

    private Task<GetStoryResponse> Get(int story, Wire.StoryView view) =>
        _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(story), View = view }, new FakeCallContext(CancellationToken.None));

    private Task<StoryHistoryResponse> History(StoryHistoryRequest request) => _service.StoryHistory(request, new FakeCallContext(CancellationToken.None));

    [Fact]
    public async Task The_full_view_has_card_coverage_and_frames_and_the_others_have_less()
    {
        var full = await Get(1, Wire.StoryView.Full);
        Assert.Equal((9, 3), (full.Story.Version, full.Story.FramesVersion));
        Assert.NotNull(full.CoverageDetail);
        Assert.Equal((Ids.Story(1), 3, 7), (full.Frames.StoryId, full.Frames.Version, full.Frames.StoryVersion));
        var coverage = await Get(1, Wire.StoryView.Coverage);
        Assert.NotNull(coverage.CoverageDetail);
        Assert.Null(coverage.Frames);
        var card = await Get(1, Wire.StoryView.Card);
        Assert.Null(card.CoverageDetail);
        Assert.Null(card.Frames);
    }

    [Fact]
    public async Task A_merged_id_gives_the_frames_of_the_story_that_it_went_into_and_a_retracted_story_has_none()
    {
        _cluster.Stories[Ids.Story(2)] = Cards.New(2, 4, state: StoryState.Merged, mergedInto: Ids.Story(1));
        var merged = await Get(2, Wire.StoryView.Full);
        Assert.Equal((Ids.Story(2), Ids.Story(1)), (merged.RedirectedFrom, merged.Frames.StoryId));
        _cluster.Stories[Ids.Story(3)] = Cards.New(3, 4, state: StoryState.Retracted);
        _cluster.Framed[Ids.Story(3)] = Framing.New(3, 1);
        Assert.Null((await Get(3, Wire.StoryView.Full)).Frames);
    }

    [Fact]
    public async Task An_unknown_view_is_an_invalid_argument()
    {
        var error = (await Assert.ThrowsAsync<ApiException>(() => Get(1, (Wire.StoryView)4))).Error;
        Assert.Equal((StatusCode.InvalidArgument, "view"), (error.Code, Assert.Single(error.Fields).Path));
    }

    [Fact]
    public void Every_field_of_the_frames_reaches_the_message()
    {
        var frames = Framing.New(1, 3, 7).ToMessage();
        Assert.Equal(("Pier closed", Wire.SpanField.Title), (frames.Headline.Text, frames.Headline.Citations[0].Field));
        Assert.Equal("The pier was closed.", Assert.Single(frames.Summary).Text);
        var fact = Assert.Single(frames.Facts);
        Assert.Equal(("fact-1", 7, 2, 2, 0.5), (fact.FactId, fact.Articles, fact.Origins.Left, fact.Origins.Right, fact.Origins.LeftShare));
        Assert.Equal(TimeSpan.FromHours(2), fact.LatestAt.ToDateTimeOffset() - fact.FirstAt.ToDateTimeOffset());
        var cited = Assert.Single(fact.Line.Citations);
        Assert.Equal((Ids.Article(5), 2, "ledger.example", "https://ledger.example/5", Wire.OutletSide.Left, "ledger.example"),
            (cited.ArticleId, cited.Revision, cited.Outlet, cited.Url, cited.Side, cited.Origin));
        Assert.Equal((Wire.SpanField.Text, 11, 20, "The pier was closed.", 0.5), (cited.Field, cited.Start, cited.Length, cited.Text, cited.Similarity));
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 1, 0, 0, TimeSpan.Zero), cited.AppearedAt.ToDateTimeOffset());
        Assert.Equal(("people", "15 at least 12"), (fact.Differences[0].Subject, string.Join(' ', fact.Differences[0].Reports.Select(r => r.Value))));
        Assert.Equal("at least 12 people", fact.Differences[0].Reports[1].Citations[0].Text);
        Assert.True(fact.Differences[0].Reports[0].LatestAt.ToDateTimeOffset() > fact.Differences[0].Reports[1].LatestAt.ToDateTimeOffset());
        Assert.Equal(fact, Assert.Single(frames.Agreement));
        Assert.Equal((Wire.ContrastBasis.Sides, 3, 2), (frames.Split.Basis, frames.Split.FirstOrigins, frames.Split.SecondOrigins));
        Assert.Equal("safety 2.5 3 0, costs -3.5 0 2", string.Join(", ", frames.Split.Terms.Select(t => FormattableString.Invariant($"{t.Term} {t.ZScore} {t.FirstOrigins} {t.SecondOrigins}"))));
        var (point, other) = (frames.Split.Points[0], frames.Split.Points[1]);
        Assert.Equal((Wire.ContrastKind.Wording, "pier closure", "Safety comes first.", "Costs come first.", 0.75),
            (point.Kind, string.Join(' ', point.Topic), point.First.Text, point.Second.Text, point.Contrast));
        Assert.Equal(("They weigh it differently.", true), (point.Statement.Text, point.Statement.ByModel));
        Assert.Equal((Wire.ContrastKind.SecondOnly, null, "Taxes will rise.", null), (other.Kind, other.First, other.Second.Text, other.Statement));
        var context = Assert.Single(frames.Context);
        Assert.Equal((Wire.ContextSlot.Who, "Ada Berg", "Who is Ada Berg?", "Ada Berg runs the harbour.", Ids.Story(77)),
            (context.Slot, context.Subject, context.Question, context.Answer[0].Text, context.StoryId));
        var quote = Assert.Single(frames.Quotes);
        Assert.Equal(("We had no choice", "Ada Berg", 1, 2), (quote.Words, quote.Speaker, quote.Origins.Left, quote.Origins.Unrated));
        Assert.Equal(quote.Words, quote.Citations[0].Text);
        var about = frames.About;
        Assert.Equal(("extractive", 4, "", 9, 4, 120, 0.875), (about.Method, about.MethodVersion, about.Model, about.Articles, about.Copies, about.Sentences, about.Confidence));
        Assert.Equal((3, 1, 1), (about.Origins.Left, about.Origins.Right, about.Origins.Unrated));
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), about.ComputedAt.ToDateTimeOffset());
        Assert.Equal((Wire.FrameSection.Quotes, "too-few-origins", "1 of 2"), (about.Omissions[0].Section, about.Omissions[0].Reason, about.Omissions[0].Detail));
    }

    [Theory]
    [InlineData(typeof(StoryClustering.Contracts.Frames.SpanField), typeof(Wire.SpanField))]
    [InlineData(typeof(StoryClustering.Contracts.Frames.ContrastBasis), typeof(Wire.ContrastBasis))]
    [InlineData(typeof(StoryClustering.Contracts.Frames.ContrastKind), typeof(Wire.ContrastKind))]
    [InlineData(typeof(StoryClustering.Contracts.Frames.ContextSlot), typeof(Wire.ContextSlot))]
    [InlineData(typeof(StoryClustering.Contracts.Frames.FrameSection), typeof(Wire.FrameSection))]
    [InlineData(typeof(StoryClustering.Contracts.Frames.FrameChangeKind), typeof(Wire.FrameChangeKind))]
    public void Enumerations_have_the_same_numbers_inside_and_outside(Type inside, Type outside)
    {
        foreach (var value in Enum.GetValues(inside))
        {
            var number = Convert.ToInt32(value);
            if (number != 0) Assert.Equal(value.ToString(), Enum.ToObject(outside, number).ToString());
        }
    }

    [Fact]
    public async Task The_history_comes_page_by_page_the_newest_first()
    {
        _cluster.Histories[Ids.Story(1)] = [.. Enumerable.Range(1, 7).Reverse().Select(v => new FramesVersionEntry(v, v * 10, DateTimeOffset.UnixEpoch.AddHours(v), v, v,
            [new StoryClustering.Contracts.Frames.FrameChange(StoryClustering.Contracts.Frames.FrameChangeKind.Changed, StoryClustering.Contracts.Frames.FrameSection.Facts, "fact-1", "12 dead", $"{v} dead")]))];
        var versions = new List<FramesVersion>();
        var request = new StoryHistoryRequest { StoryId = Ids.Story(1), PageSize = 3 };
        StoryHistoryResponse page;
        var pages = 0;
        do
        {
            page = await History(request);
            versions.AddRange(page.Versions);
            request.PageToken = page.NextPageToken;
            pages++;
        }
        while (page.NextPageToken.Length > 0);
        Assert.Equal((3, Ids.Story(1)), (pages, page.StoryId));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], versions.Select(v => v.Version));
        Assert.Equal((70, 7, 7, DateTimeOffset.UnixEpoch.AddHours(7)), (versions[0].StoryVersion, versions[0].Articles, versions[0].Origins, versions[0].ComputedAt.ToDateTimeOffset()));
        var change = Assert.Single(versions[0].Changes);
        Assert.Equal((Wire.FrameChangeKind.Changed, Wire.FrameSection.Facts, "fact-1", "12 dead", "7 dead"), (change.Kind, change.Section, change.LineId, change.Before, change.After));
    }

    [Fact]
    public async Task The_token_of_another_story_or_list_is_refused_and_so_is_a_wrong_size()
    {
        _cluster.Histories[Ids.Story(1)] = [.. new[] { 2, 1 }.Select(v => new FramesVersionEntry(v, v, DateTimeOffset.UnixEpoch, 1, 1, []))];
        _cluster.Stories[Ids.Story(2)] = Cards.New(2);
        var token = (await History(new StoryHistoryRequest { StoryId = Ids.Story(1), PageSize = 1 })).NextPageToken;
        Assert.NotEmpty(token);
        foreach (var wrong in new[]
        {
            new StoryHistoryRequest { StoryId = Ids.Story(2), PageToken = token },
            new StoryHistoryRequest { StoryId = Ids.Story(1), PageToken = "forged" },
            new StoryHistoryRequest
            {
                StoryId = Ids.Story(1),
                PageToken = StoryClustering.Gateway.Stories.PageTokens.WriteMembers(_cluster.TokenKey, new StoryHistoryRequest { StoryId = Ids.Story(1) }, Ids.Story(1), 2),
            },
        })
            Assert.Equal("page_token", Assert.Single((await Assert.ThrowsAsync<ApiException>(() => History(wrong))).Error.Fields).Path);
        foreach (var size in new[] { -1, 101 })
            Assert.Equal("page_size", Assert.Single((await Assert.ThrowsAsync<ApiException>(() => History(new StoryHistoryRequest { StoryId = Ids.Story(1), PageSize = size }))).Error.Fields).Path);
        Assert.Equal("story_id", Assert.Single((await Assert.ThrowsAsync<ApiException>(() => History(new StoryHistoryRequest { StoryId = "x" }))).Error.Fields).Path);
    }

    [Fact]
    public async Task A_story_that_is_merged_between_two_pages_of_its_history_says_so()
    {
        _cluster.Histories[Ids.Story(1)] = [.. new[] { 2, 1 }.Select(v => new FramesVersionEntry(v, v, DateTimeOffset.UnixEpoch, 1, 1, []))];
        var token = (await History(new StoryHistoryRequest { StoryId = Ids.Story(1), PageSize = 1 })).NextPageToken;
        _cluster.Stories[Ids.Story(2)] = Cards.New(2);
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, 10, state: StoryState.Merged, mergedInto: Ids.Story(2));
        var error = (await Assert.ThrowsAsync<ApiException>(() => History(new StoryHistoryRequest { StoryId = Ids.Story(1), PageToken = token }))).Error;
        Assert.Equal((StatusCode.Aborted, "STORY_MERGED"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task The_history_of_an_unknown_story_is_not_found() =>
        Assert.Equal("STORY_NOT_FOUND", (await Assert.ThrowsAsync<ApiException>(() => History(new StoryHistoryRequest { StoryId = Ids.Story(50) }))).Error.Reason);
}
