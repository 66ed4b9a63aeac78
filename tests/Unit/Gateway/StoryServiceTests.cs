using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;
using CoverageGroup = StoryClustering.Contracts.Stories.CoverageGroup;
using CoverageSpan = StoryClustering.Contracts.Stories.CoverageSpan;
using OutletLean = StoryClustering.Contracts.Outlets.OutletLean;
using OutletSide = StoryClustering.Contracts.Stories.OutletSide;
using StoryEntity = StoryClustering.Contracts.Stories.StoryEntity;
using StoryState = StoryClustering.Contracts.Stories.StoryState;
using WireSide = StoryClustering.Api.V1.OutletSide;
using WireView = StoryClustering.Api.V1.StoryView;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Articles of a story by filter, and coverage in full.</summary>
public sealed class StoryServiceTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeCluster _cluster = new();
    private readonly StoryClustering.Gateway.Stories.StoryView _view = new();
    private readonly StoryClustering.Gateway.Stories.StoryService _service;

    public StoryServiceTests()
    {
        var options = new GatewayOptions();
        var facts = new ClusterFacts(_cluster);
        _service = new StoryClustering.Gateway.Stories.StoryService(_cluster, _view, facts,
            new WatchDesk(_view, new StoryDetails(_cluster, options, new ManualClock(), NullLogger<StoryDetails>.Instance),
                facts, new Draining(options), options, new ManualClock()));
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, version: 9, articles: 6);
        // Odd articles are the Ledger's originals, even ones the Gazette's reprints, one an hour.
        for (var n = 1; n <= 6; n++)
        {
            var outlet = n % 2 == 1 ? "ledger.example" : "gazette.example";
            _cluster.Members.Add(new StoryMember
            {
                StoryId = Ids.Story(1), JoinedVersion = n,
                Article = new ArticleDigest
                {
                    ArticleId = Ids.Article(n), Url = $"http://{outlet}/{n}", Title = $"Pier {n}", Outlet = outlet, Published = Day.AddHours(n), Ingested = Day.AddHours(n),
                    Language = n < 5 ? "en" : "nb", ExternalId = "", FeedCredit = "", Revision = 1, Entities = n == 3 ? ["Harbor Board"] : [], Vector = [], Signature = [],
                },
            });
            _cluster.Findings[Ids.Article(n)] = new MemberFinding
            {
                ArticleId = Ids.Article(n), JoinedVersion = n, Verdict = n % 2 == 1 ? ArticleVerdict.Original : ArticleVerdict.WireReprint, Outlet = outlet,
                Family = "Harbor Press", Country = n % 2 == 1 ? "NO" : "", Lean = n % 2 == 1 ? OutletLean.LeanLeft : OutletLean.Unrated,
                OriginArticleId = n % 2 == 1 ? null : Ids.Article(1), SourceOutlet = n % 2 == 1 ? "" : "wire.example", Copies = n % 2 == 1 ? 1 : 4,
                Credit = n % 2 == 1 ? null : new ArticleCredit(1, "Wire", "BERGEN (Wire) -"), Similarity = n % 2 == 1 ? 0 : 0.5f,
            };
        }
    }

    private async Task<(int[] Articles, ListStoryArticlesResponse Last)> All(ListStoryArticlesRequest request)
    {
        var articles = new List<int>();
        ListStoryArticlesResponse page;
        do
        {
            page = await _service.ListStoryArticles(request, new FakeCallContext(CancellationToken.None));
            articles.AddRange(page.Articles.Select(a => int.Parse(a.ArticleId["article-".Length..])));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return ([.. articles], page);
    }

    public static TheoryData<StoryArticleFilter, int[]> Filters => new()
    {
        { new StoryArticleFilter(), [1, 2, 3, 4, 5, 6] },
        { new StoryArticleFilter { Kinds = { ArticleKind.Original } }, [1, 3, 5] },
        { new StoryArticleFilter { Kinds = { ArticleKind.Original, ArticleKind.WireReprint } }, [1, 2, 3, 4, 5, 6] },
        { new StoryArticleFilter { Kinds = { ArticleKind.WireOriginal } }, [] },
        { new StoryArticleFilter { OutletSide = WireSide.Left }, [1, 3, 5] },
        { new StoryArticleFilter { OutletSide = WireSide.Unrated }, [2, 4, 6] },
        { new StoryArticleFilter { Outlet = "Gazette.example" }, [2, 4, 6] },
        { new StoryArticleFilter { Country = "unknown" }, [2, 4, 6] },
        { new StoryArticleFilter { Country = "no", Language = "nb" }, [5] },
        { new StoryArticleFilter { Entity = "Harbor Board" }, [3] },
        { new StoryArticleFilter { AppearedFrom = Timestamp.FromDateTimeOffset(Day.AddHours(2)), AppearedBefore = Timestamp.FromDateTimeOffset(Day.AddHours(4)) }, [2, 3] },
        { new StoryArticleFilter { OncePer = OncePer.Outlet }, [1, 2] },
        { new StoryArticleFilter { OncePer = OncePer.Family }, [1] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Articles_are_listed_by_filter_in_the_order_in_which_they_joined_with_their_total(StoryArticleFilter filter, int[] expected)
    {
        var (articles, last) = await All(new ListStoryArticlesRequest { StoryId = Ids.Story(1), Filter = filter, PageSize = 2 });
        Assert.Equal(expected, articles);
        Assert.Equal((expected.Length, 9L, Ids.Story(1)), (last.Total, last.Version, last.StoryId));
    }

    [Fact]
    public async Task An_article_carries_its_verdict_and_what_it_rests_on()
    {
        var page = await _service.ListStoryArticles(new ListStoryArticlesRequest { StoryId = Ids.Story(1), PageSize = 2 }, new FakeCallContext(CancellationToken.None));
        Assert.Equal((ArticleKind.Original, "", "Harbor Press"), (page.Articles[0].Kind, page.Articles[0].OriginArticleId, page.Articles[0].OutletFacts.Family));
        var copy = page.Articles[1];
        Assert.Equal((ArticleKind.WireReprint, Ids.Article(1), "wire.example"), (copy.Kind, copy.OriginArticleId, copy.Syndication.SourceOutlet));
        Assert.Equal((CreditForm.Dateline, "Wire", "BERGEN (Wire) -", 4), (copy.Syndication.CreditForm, copy.Syndication.CreditName, copy.Syndication.CreditQuote, copy.Syndication.Copies));
    }

    [Fact]
    public async Task A_page_token_belongs_to_its_filter()
    {
        var request = new ListStoryArticlesRequest { StoryId = Ids.Story(1), PageSize = 2, Filter = new StoryArticleFilter { Kinds = { ArticleKind.Original } } };
        request.PageToken = (await _service.ListStoryArticles(request, new FakeCallContext(CancellationToken.None))).NextPageToken;
        request.Filter.Kinds[0] = ArticleKind.WireReprint;
        var error = await Assert.ThrowsAsync<ApiException>(() => _service.ListStoryArticles(request, new FakeCallContext(CancellationToken.None)));
        Assert.Equal("page_token", Assert.Single(error.Error.Fields).Path);
    }

    [Fact]
    public async Task A_merge_between_two_pages_is_said()
    {
        var request = new ListStoryArticlesRequest { StoryId = Ids.Story(1), PageSize = 2 };
        request.PageToken = (await _service.ListStoryArticles(request, new FakeCallContext(CancellationToken.None))).NextPageToken;
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, state: StoryState.Merged, mergedInto: Ids.Story(2));
        _cluster.Stories[Ids.Story(2)] = Cards.New(2);
        var error = await Assert.ThrowsAsync<ApiException>(() => _service.ListStoryArticles(request, new FakeCallContext(CancellationToken.None)));
        Assert.Equal((StatusCode.Aborted, Reasons.StoryMerged), (error.Error.Code, error.Error.Reason));
    }

    [Fact]
    public async Task An_article_that_left_between_two_questions_is_left_out()
    {
        _cluster.BeforeGetMembers = () => _cluster.Members[2] = _cluster.Members[2] with { StoryId = Ids.Story(2) };
        var page = await _service.ListStoryArticles(new ListStoryArticlesRequest { StoryId = Ids.Story(1) }, new FakeCallContext(CancellationToken.None));
        Assert.Equal([1, 2, 4, 5, 6], page.Articles.Select(a => int.Parse(a.ArticleId["article-".Length..])));
    }

    [Fact]
    public async Task Coverage_in_full_comes_only_when_asked_for_and_is_of_the_card_that_comes_with_it()
    {
        _cluster.Coverages[Ids.Story(1)] = new StoryCoverage
        {
            Card = _cluster.Stories[Ids.Story(1)] with { Version = 12, BlindspotSide = OutletSide.Right, BlindspotStrength = 0.75 },
            Countries = [new CoverageGroup("NO", 3, 1), new CoverageGroup("", 3, 1)], Languages = [new CoverageGroup("en", 4, 0)], Kinds = [new CoverageGroup("local", 6, 2)],
            Timeline = [new CoverageSpan(Day, 6, 6)], Entities = [new StoryEntity("Bergen", 2, "Bergen", "NO")], Places = [new CoverageGroup("Bergen", 2, 0)],
        };
        var card = await _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(1) }, new FakeCallContext(CancellationToken.None));
        Assert.Equal((9L, null), (card.Story.Version, card.CoverageDetail));
        Assert.Null(card.Story.Coverage.Blindspot);
        var full = await _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(1), View = WireView.Coverage }, new FakeCallContext(CancellationToken.None));
        Assert.Equal((12L, WireSide.Right, 0.75), (full.Story.Version, full.Story.Coverage.Blindspot.Side, full.Story.Coverage.Blindspot.Strength));
        var detail = full.CoverageDetail;
        Assert.Equal(["NO 3 1", " 3 1"], detail.Countries.Select(g => $"{g.Key} {g.Articles} {g.Outlets}"));
        Assert.Equal(("en", "local", "Bergen"), (detail.Languages[0].Key, detail.OutletKinds[0].Key, detail.Places[0].Key));
        Assert.Equal((Day, 6, 6L), (detail.Timeline[0].Start.ToDateTimeOffset(), detail.Timeline[0].Hours, detail.Timeline[0].Articles));
        Assert.Equal(("Bergen", 2L, "Bergen", "NO"), (detail.Entities[0].Name, detail.Entities[0].Articles, detail.Entities[0].Place, detail.Entities[0].Country));
    }

    [Fact]
    public async Task Stories_that_do_not_exist_or_have_been_quiet_for_long_are_answered_by_the_catalog_and_wake_no_grain()
    {
        Task<GetStoryResponse> Get(int story) => _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(story) }, new FakeCallContext(CancellationToken.None));
        var error = await Assert.ThrowsAsync<ApiException>(() => Get(99));
        Assert.Equal(Reasons.StoryNotFound, error.Error.Reason);
        await Assert.ThrowsAsync<ApiException>(() =>
            _service.ListStoryArticles(new ListStoryArticlesRequest { StoryId = Ids.Story(99) }, new FakeCallContext(CancellationToken.None)));
        await Assert.ThrowsAsync<ApiException>(() =>
            _service.StoryHistory(new StoryHistoryRequest { StoryId = Ids.Story(99) }, new FakeCallContext(CancellationToken.None)));
        Assert.Equal(9, (await Get(1)).Story.Version);
        Assert.Empty(_cluster.StoriesAsked);

        // One that this gateway follows is asked itself: it knows all that was acked, without a look at the database.
        _view.Open(1);
        _view.Partitions[0].Apply(new FeedPage(0, [new FeedEntry(1, _cluster.Stories[Ids.Story(1)])], 1, false, 0), TimeSpan.Zero);
        Assert.Equal(9, (await Get(1)).Story.Version);
        Assert.Equal([Ids.Story(1)], _cluster.StoriesAsked);
    }

    [Fact]
    public async Task A_view_that_nobody_knows_is_refused()
    {
        var error = await Assert.ThrowsAsync<ApiException>(() =>
            _service.GetStory(new GetStoryRequest { StoryId = "x", View = (WireView)9 }, new FakeCallContext(CancellationToken.None)));
        Assert.Equal(["story_id", "view"], error.Error.Fields.Select(f => f.Path));
    }

    // Stories 100 to 100 + mergers, each merged into the next; the last is active, or retracted.
    private void Chain(int mergers, StoryState end = StoryState.Active)
    {
        for (var n = 100; n < 100 + mergers; n++) _cluster.Stories[Ids.Story(n)] = Cards.New(n, state: StoryState.Merged,
            mergedInto: Ids.Story(n + 1));
        _cluster.Stories[Ids.Story(100 + mergers)] = Cards.New(100 + mergers, state: end);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(40)]
    [InlineData(300)]
    public async Task An_id_leads_on_over_any_number_of_mergers_in_every_call(int mergers)
    {
        Chain(mergers);
        var (first, last) = (Ids.Story(100), Ids.Story(100 + mergers));
        _cluster.Histories[last] = [];
        var context = new FakeCallContext(CancellationToken.None);
        // Twice: the second time from what was found further along.
        for (var time = 0; time < 2; time++)
        {
            var read = await _service.GetStory(new GetStoryRequest { StoryId = first, View = WireView.Full }, context);
            Assert.Equal((last, first), (read.Story.StoryId, read.RedirectedFrom));
            var every = Enumerable.Range(100, mergers + 1).Select(Ids.Story).ToArray();
            var batch = await _service.BatchGetStories(new BatchGetStoriesRequest { StoryIds = { every } }, context);
            Assert.Empty(batch.NotFound);
            Assert.Equal(every.Select(id => (last, id == last ? "" : id)), batch.Stories.Select(s => (s.Story.StoryId,
                s.RedirectedFrom)));
            Assert.Equal(last, (await _service.StoryHistory(new StoryHistoryRequest { StoryId = first }, context)).StoryId);
            Assert.Equal(last, (await _service.ListStoryArticles(new ListStoryArticlesRequest { StoryId = first }, context)).StoryId);
        }
    }

    [Fact]
    public async Task What_was_found_further_along_is_asked_again_what_became_of_it()
    {
        Chain(20);
        var context = new FakeCallContext(CancellationToken.None);
        await _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(100) }, context);
        _cluster.Stories[Ids.Story(120)] = Cards.New(120, state: StoryState.Merged, mergedInto: Ids.Story(1));
        Assert.Equal(Ids.Story(1), (await _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(100) }, context)).Story.StoryId);
        Assert.Equal(Ids.Story(1), (await _service.BatchGetStories(new BatchGetStoriesRequest { StoryIds = { Ids.Story(100) } },
            context)).Stories.Single().Story.StoryId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Mergers_that_run_in_a_circle_or_to_nowhere_end_in_not_found(int before)
    {
        Chain(before);
        _cluster.Stories[Ids.Story(100 + before)] = Cards.New(100 + before, state: StoryState.Merged, mergedInto: Ids.Story(60));
        var context = new FakeCallContext(CancellationToken.None);
        Task<GetStoryResponse> Get() => _service.GetStory(new GetStoryRequest { StoryId = Ids.Story(100) }, context);
        Assert.Equal(Reasons.StoryNotFound, (await Assert.ThrowsAsync<ApiException>(Get)).Error.Reason);
        _cluster.Stories[Ids.Story(60)] = Cards.New(60, state: StoryState.Merged, mergedInto: Ids.Story(100 + before));
        Assert.Equal(Reasons.StoryNotFound, (await Assert.ThrowsAsync<ApiException>(Get)).Error.Reason);
        var batch = await _service.BatchGetStories(new BatchGetStoriesRequest { StoryIds = { Ids.Story(100), Ids.Story(60),
            Ids.Story(1) } }, context);
        Assert.Equal([Ids.Story(100), Ids.Story(60)], batch.NotFound);
        Assert.Equal(Ids.Story(1), batch.Stories.Single().Story.StoryId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task History_of_a_retracted_story_says_that_it_was_retracted(int mergers)
    {
        Chain(mergers, StoryState.Retracted);
        var history = await _service.StoryHistory(new StoryHistoryRequest { StoryId = Ids.Story(100) },
            new FakeCallContext(CancellationToken.None));
        Assert.Equal((Ids.Story(100 + mergers), StoryClustering.Api.V1.StoryState.Retracted), (history.StoryId, history.State));
        Assert.Empty(history.Versions);
        Assert.Empty(history.NextPageToken);
    }
}
