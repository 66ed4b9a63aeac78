using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

[Collection(EmbeddedCollection.Name)]
public sealed class IngestTests(EmbeddedFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly GatewayClient _client = fixture.Service.Client;

    [Fact]
    public async Task Two_hundred_articles_sent_twice_at_the_same_moment_are_counted_once()
    {
        await using var service = await EmbeddedService.Start();
        using var other = service.NewClient();
        // 8 events of 20 reports and 5 copies of the first one.
        var articles = News.Mixed(News.NewEvents(8).SelectMany(e =>
        {
            var reports = News.Reports(e, 20);
            return reports.Concat(Enumerable.Range(0, 5).Select(i => News.Reprint(reports[0], $"copier-{i}.example")));
        }));
        Assert.Equal(200, articles.Length);

        Sender one = new(), two = new();
        await Task.WhenAll(one.SendAll(service.Client, articles, Patience), two.SendAll(other, articles, Patience));

        foreach (var article in articles)
        {
            var (a, b) = (one.Acks[article.Url], two.Acks[article.Url]);
            Assert.Equal([IngestOutcome.New, IngestOutcome.Duplicate], new[] { a.Outcome, b.Outcome }.Order());
            var (first, second) = a.Outcome == IngestOutcome.New ? (a, b) : (b, a);
            second.Outcome = IngestOutcome.New;
            Assert.Equal(first, second); // in everything else it is the same answer
        }
        Assert.Equal(8, one.Acks.Values.Select(a => a.StoryId).Distinct().Count());
        Assert.Equal(8, one.Acks.Values.Count(a => a.FoundedStory));
        var stored = await service.Client.Stories.ReconciledWith(one.Acks);
        Assert.Equal(200, stored.Count);
        Assert.Equal(40, stored.Values.Count(a => a.Kind == ArticleKind.Reprint));
        foreach (var story in await service.Client.Stories.ListAll())
        {
            Assert.Equal((25, 20, 5, 25), (story.Coverage.Articles, story.Coverage.Originals, story.Coverage.Reprints, story.Coverage.Outlets));
            Assert.True(story.Version >= 25, $"{story.StoryId} is at version {story.Version}."); // frames raise it, too
        }
    }

    [Fact]
    public async Task Fifty_simultaneous_founders_of_one_event_found_one_story()
    {
        var reports = News.Reports(News.NewEvent(), 50);
        var answers = await Task.WhenAll(reports.Select(r => _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = r }).ResponseAsync)).Within(Patience, () => "not all 50 are acked");
        var story = Assert.Single(answers.Select(a => a.StoryId).Distinct());
        Assert.Single(answers, a => a.FoundedStory);
        var read = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = story })).Story;
        Assert.Equal((50, 50, 50), (read.Coverage.Articles, read.Coverage.Originals, read.Coverage.Outlets));
        Assert.Equal(answers.Select(a => a.ArticleId).Order(), (await _client.Stories.CheckedArticles(read)).Select(a => a.ArticleId).Order());
    }

    [Fact]
    public async Task A_live_page_that_goes_on_to_another_event_leaves_its_story()
    {
        var (happening, next) = (News.NewEvent(), News.NewEvent());
        var reports = News.Reports(happening, 4).ToArray();
        var live = reports[0].Clone();
        live.Url = $"https://{live.Outlet}/live/{happening}";
        live.Title = "LIVE: " + live.Title;
        var first = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = live });
        foreach (var report in reports[1..])
            Assert.Equal(first.StoryId, (await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = report })).StoryId);
        var other = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(next, 1) });

        // To an event that has a story, and then to one that has none.
        var now = News.Report(next, 0);
        (live.Title, live.Text) = ("LIVE: " + now.Title, now.Text);
        var moved = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = live });
        Assert.Equal((IngestOutcome.Revised, 2, other.StoryId), (moved.Outcome, moved.Revision, moved.StoryId));
        now = News.Report(News.NewEvent(), 0);
        (live.Title, live.Text) = ("LIVE: " + now.Title, now.Text);
        var apart = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = live });
        Assert.Equal((IngestOutcome.Revised, 3), (apart.Outcome, apart.Revision));
        Assert.DoesNotContain(apart.StoryId, new[] { first.StoryId, other.StoryId });
        foreach (var (story, articles) in new[] { (first.StoryId, 3), (other.StoryId, 1), (apart.StoryId, 1) })
        {
            var read = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = story })).Story;
            Assert.Equal(articles, read.Coverage.Articles);
            await _client.Stories.CheckedArticles(read);
        }
        var member = Assert.Single(await _client.Stories.ArticlesOf(apart.StoryId));
        Assert.Equal((first.ArticleId, ArticleForm.LiveBlog, false), (member.ArticleId, member.Form, member.PlacedByEditor));
    }

    [Fact]
    public async Task An_ack_means_that_the_next_article_finds_the_story()
    {
        var happening = News.NewEvent();
        var first = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(happening, 0) });
        Assert.True(first.FoundedStory);
        var version = first.StoryVersion;
        for (var i = 1; i < 10; i++)
        {
            var next = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(happening, i) });
            Assert.Equal((first.StoryId, false), (next.StoryId, next.FoundedStory));
            Assert.True(next.StoryVersion > version, $"{next.StoryVersion} after {version}"); // by one, or more if there were frames meanwhile
            version = next.StoryVersion;
        }
    }

    [Fact]
    public async Task An_assignment_is_explained_by_gRPC_and_JSON()
    {
        var acks = new List<IngestArticleResponse>();
        foreach (var report in News.Reports(News.NewEvent(), 3))
            acks.Add(await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = report }));
        var explained = await _client.Stories.ExplainAssignmentAsync(new ExplainAssignmentRequest { ArticleId = acks[2].ArticleId });
        Assert.Equal((acks[0].StoryId, AssignmentOrigin.Decided), (explained.StoryId, explained.Origin));
        Assert.Equal((acks[0].StoryId, false), (explained.Decision.Best.StoryId, explained.Decision.FoundedStory));
        Assert.True(explained.Decision.Best.Score >= explained.Decision.Threshold);
        Assert.Equal(acks.Take(2).Select(a => a.ArticleId).Order(), explained.Nearest.Select(n => n.ArticleId).Order());
        Assert.All(explained.Nearest, near => Assert.Equal(near.Similarity, near.Fields.Sum(f => f.Similarity), 3));

        using var http = new HttpClient();
        using var json = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync($"{fixture.Service.Http}/v1/articles/{acks[2].ArticleId}/assignment"));
        Assert.Equal(acks[0].StoryId, json.RootElement.GetProperty("decision").GetProperty("best").GetProperty("storyId").GetString());
        using var unknown = await http.GetAsync($"{fixture.Service.Http}/v1/articles/article-00000000000000000000000000/assignment");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_same_article_under_another_spelling_of_its_URL_is_the_same_article()
    {
        var article = News.Report(News.NewEvent(), 0);
        var first = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = article });
        var other = article.Clone();
        other.Url = article.Url.Replace("https://outlet", "http://WWW.Outlet", StringComparison.Ordinal) + "?utm_source=feed#top";
        var second = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = other });
        Assert.Equal((first.ArticleId, first.StoryId), (second.ArticleId, second.StoryId));
        Assert.Equal(1, (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = first.StoryId })).Story.Coverage.Articles);
    }

    [Fact]
    public async Task A_changed_article_is_a_revision_and_counts_once()
    {
        var reports = News.Reports(News.NewEvent(), 3);
        var acks = new List<IngestArticleResponse>();
        foreach (var report in reports) acks.Add(await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = report }));
        var changed = reports[1].Clone();
        changed.Title += " (corrected)";
        var revised = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = changed });
        Assert.Equal((acks[1].ArticleId, acks[1].StoryId, IngestOutcome.Revised, 2), (revised.ArticleId, revised.StoryId, revised.Outcome, revised.Revision));
        Assert.True(revised.StoryVersion > acks[2].StoryVersion);
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = revised.StoryId })).Story;
        Assert.Equal(3, story.Coverage.Articles);
        Assert.Equal(changed.Title, (await _client.Stories.CheckedArticles(story)).Single(a => a.ArticleId == revised.ArticleId).Title);
    }

    [Fact]
    public async Task A_retracted_article_leaves_all_counts_and_is_not_taken_in_again()
    {
        var reports = News.Reports(News.NewEvent(), 3);
        var acks = new List<IngestArticleResponse>();
        foreach (var report in reports) acks.Add(await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = report }));
        var retracted = await _client.Ingest.RetractArticleAsync(new RetractArticleRequest { Url = reports[0].Url, Reason = "withdrawn by its publisher" });
        Assert.Equal((acks[0].ArticleId, acks[0].StoryId), (retracted.ArticleId, retracted.StoryId));
        Assert.True(retracted.StoryVersion > acks[2].StoryVersion);
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = retracted.StoryId })).Story;
        Assert.Equal((2, 2), (story.Coverage.Articles, story.Coverage.Outlets));
        Assert.DoesNotContain(await _client.Stories.CheckedArticles(story), a => a.ArticleId == retracted.ArticleId);

        var again = await Refusal.Of(async () => await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = reports[0] }));
        Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, again.Code);
        Assert.Equal(2, (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = retracted.StoryId })).Story.Coverage.Articles);
    }

    [Fact]
    public async Task A_browser_sends_and_reads_by_gRPC_Web()
    {
        var happening = News.NewEvent();
        var http = fixture.Service.Http;
        var (message, trailers) = await RawGrpc.CallWeb(http, "storyclustering.v1.IngestService/IngestArticle", new IngestArticleRequest { Article = News.Report(happening, 0) }.ToByteArray());
        Assert.Contains("grpc-status: 0", trailers, StringComparison.Ordinal);
        var ack = IngestArticleResponse.Parser.ParseFrom(message);
        Assert.Equal(IngestOutcome.New, ack.Outcome);
        (message, trailers) = await RawGrpc.CallWeb(http, "storyclustering.v1.StoryService/GetStory", new GetStoryRequest { StoryId = ack.StoryId }.ToByteArray());
        Assert.Contains("grpc-status: 0", trailers, StringComparison.Ordinal);
        Assert.Equal(News.Report(happening, 0).Title, GetStoryResponse.Parser.ParseFrom(message).Story.Headline);
    }

    [Fact]
    public async Task An_article_at_every_limit_is_taken_in_and_comes_back_as_sent()
    {
        var article = News.Report(News.NewEvent(), 0);
        article.Url += "/" + new string('u', Limits.UrlBytes - article.Url.Length - 1);
        article.Title += " " + new string('t', Limits.TitleBytes - article.Title.Length - 1);
        article.Text += " " + string.Concat(Enumerable.Repeat("limit ", Limits.TextBytes / 6))[..(Limits.TextBytes - article.Text.Length - 1)];
        var site = $"site-{News.NewEvent()}.example";
        article.Outlet = string.Concat(Enumerable.Repeat("abcdefgh.", 28))[..^(site.Length + 1)].TrimEnd('.') + "." + site;
        article.Outlet = new string('a', Limits.OutletBytes - article.Outlet.Length) + article.Outlet;
        article.ExternalId = new string('7', Limits.ExternalIdBytes);
        article.FeedCredit = new string('c', Limits.FeedCreditBytes);
        article.PublishedAt = Timestamp.FromDateTime(new DateTime(Limits.EarliestBelievedYear, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal((Limits.UrlBytes, Limits.TitleBytes, Limits.TextBytes, Limits.OutletBytes), (article.Url.Length, article.Title.Length, article.Text.Length, article.Outlet.Length));
        await ComesBackAsSent(article, site);
    }

    [Fact]
    public async Task The_answer_says_what_was_taken_otherwise_than_it_was_sent()
    {
        var article = News.Report(News.NewEvent(), 0);
        article.PublishedAt = new Timestamp();
        article.Outlet = "world." + article.Outlet;
        var ack = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = article });
        Assert.Equal(["article.outlet", "article.published_at"], ack.Remarks.Select(r => r.Field).Distinct().Order());
        var stored = (await _client.Stories.ArticlesOf(ack.StoryId)).Single(a => a.ArticleId == ack.ArticleId);
        Assert.Equal((null, article.Outlet["world.".Length..]), (stored.PublishedAt, stored.Outlet));
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = ack.StoryId })).Story;
        Assert.True(story.FirstPublishedAt.ToDateTimeOffset() >= DateTimeOffset.UtcNow.AddMinutes(-5), $"{story.FirstPublishedAt}");
    }

    [Theory]
    [InlineData("ar", "\u0627\u0646\u0642\u0644\u0628\u062a \u0627\u0644\u0639\u0628\u0627\u0631\u0629 \u0642\u0631\u0628 \u0627\u0644\u0645\u064a\u0646\u0627\u0621")]
    [InlineData("zh", "\u6e2f\u53e3\u8f6e\u6e21\u5728\u5927\u96fe\u4e2d\u503e\u8986")]
    [InlineData("fa", "\u0645\u06cc\u200c\u06af\u0648\u06cc\u0646\u062f \u06a9\u0634\u062a\u06cc")]
    [InlineData("en", "A family emoji \U0001F468\u200D\U0001F469\u200D\U0001F467, a cafe\u0301 and \"quotes\" <b>&amp;</b>")]
    public async Task Titles_in_any_script_come_back_as_sent(string language, string title)
    {
        var article = News.Report(News.NewEvent(), 0);
        article.Title = title;
        article.Text = string.Join(' ', Enumerable.Repeat(title, 5));
        article.Language = language;
        await ComesBackAsSent(article);
    }

    private async Task ComesBackAsSent(Article article, string? outlet = null)
    {
        var ack = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = article });
        Assert.Equal(IngestOutcome.New, ack.Outcome);
        var stored = (await _client.Stories.ArticlesOf(ack.StoryId)).Single(a => a.ArticleId == ack.ArticleId);
        Assert.Equal((article.Url, article.Title, outlet ?? article.Outlet, article.Language), (stored.Url, stored.Title,
            stored.Outlet, stored.Language));
        Assert.Equal((article.ExternalId, article.FeedCredit, article.PublishedAt), (stored.ExternalId, stored.FeedCredit, stored.PublishedAt));
    }

    [Fact]
    public async Task A_search_finds_the_story_and_pages_list_every_story_once()
    {
        var events = News.NewEvents(7);
        var sender = new Sender();
        await sender.SendAll(_client, News.Mixed(events.SelectMany(e => News.Reports(e, 2))), Patience);
        foreach (var happening in events)
        {
            var expected = sender.Acks[News.Report(happening, 0).Url].StoryId;
            var found = await _client.Stories.SearchStoriesAsync(new SearchStoriesRequest { Query = News.Query(happening), PageSize = 5 });
            Assert.Equal(expected, found.Results[0].Story.StoryId);
            Assert.True(found.Results[0].Score > 0);
            Assert.Equal(found.Results.Select(r => r.Score).OrderDescending(), found.Results.Select(r => r.Score));
        }
        foreach (var order in new[] { StoryOrder.Trending, StoryOrder.Latest, StoryOrder.Largest })
        {
            var listed = await _client.Stories.ListAll(page: 3, order);
            Assert.Equal(listed.Count, listed.Select(s => s.StoryId).Distinct().Count());
            Assert.Superset(sender.Acks.Values.Select(a => a.StoryId).ToHashSet(), listed.Select(s => s.StoryId).ToHashSet());
            Assert.Equal(listed.Select(Rank).OrderDescending(), listed.Select(Rank));

            double Rank(Story s) => order switch
            {
                StoryOrder.Trending => s.TrendingScore,
                StoryOrder.Latest => s.UpdatedAt.ToDateTime().Ticks,
                _ => s.Coverage.Articles,
            };
        }
    }
}
