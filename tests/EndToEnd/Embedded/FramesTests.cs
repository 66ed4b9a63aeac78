using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

/// <summary>What the articles of a story say, all the way from ingest. Outlets of their own, rated left and right.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class FramesTests(EmbeddedFixture fixture)
{
    // Frames follow when evidence has doubled, or after a quiet moment.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly RatingProvenance Rater = new() { RatedBy = "Rater", Scale = "five steps" };

    private readonly GatewayClient _client = fixture.Service.Client;

    [Fact]
    public async Task Facts_and_agreement_are_cited_by_the_exact_words_of_the_articles()
    {
        var news = FramedNews.New();
        var (storyId, sent) = await Send(news, 6);
        await Eventually.Passes(async () =>
        {
            var frames = await Frames(storyId);
            Assert.Equal(6, frames.About.Articles);
            foreach (var expected in new[] { news.Closures, news.Repairs })
            {
                var fact = Assert.Single(frames.Facts, f => expected.Contains(f.Line.Text));
                Assert.True(fact.Origins is { Left: > 0, Right: > 0 }, $"{fact.Origins}");
                Assert.True(fact.Line.Citations.Select(c => c.ArticleId).Distinct().Count() >= 4, $"{fact.Line.Citations.Count} citations of \"{fact.Line.Text}\"");
                Assert.Contains(frames.Agreement, a => a.FactId == fact.FactId);
            }
            Assert.All(frames.Facts, f => Assert.True(f.Line.Citations.Select(c => c.Origin).Distinct().Count() >= 2, $"\"{f.Line.Text}\" has one origin."));
            Assert.All(frames.Agreement, a => Assert.True(a.Origins is { Left: > 0, Right: > 0 }));
            return true;
        }, Patience);
        AllCited(await Frames(storyId), sent);
    }

    [Fact]
    public async Task The_sides_split_on_words_that_each_of_them_uses()
    {
        var news = FramedNews.New();
        var (storyId, sent) = await Send(news, 6);
        await Eventually.Passes(async () =>
        {
            var split = (await Frames(storyId)).Split;
            Assert.Equal((ContrastBasis.Sides, 3, 3), (split.Basis, split.FirstOrigins, split.SecondOrigins));
            Assert.Contains(split.Terms, t => t.ZScore > 0);
            Assert.Contains(split.Terms, t => t.ZScore < 0);
            return true;
        }, Patience);
        var frames = await Frames(storyId);
        AllCited(frames, sent);
        foreach (var point in frames.Split.Points)
        {
            if (point.First is { } left) Assert.All(left.Citations, c => Assert.Equal(OutletSide.Left, c.Side));
            if (point.Second is { } right) Assert.All(right.Citations, c => Assert.Equal(OutletSide.Right, c.Side));
        }
    }

    [Fact]
    public async Task A_full_watch_is_told_when_sections_change_and_a_resumed_one_has_them_too()
    {
        var news = FramedNews.New();
        var (storyId, sent) = await Send(news, 2);
        string token;
        await using (var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest { StoryIds = { storyId }, View = StoryView.Full }))
        {
            await watcher.Sees(w => w.Changes.Any(c => c.Frames is { Facts.Count: > 0 }), "no frames came");
            var first = watcher.Changes.Last(c => c.Frames is not null).Frames;
            await Send(news, 4, from: 2, into: storyId);
            await SeesLaterFrames(watcher, storyId, first.Version);
            var last = watcher.Changes.Last(c => c.Frames is not null);
            Assert.True(last.Frames.Version > first.Version);
            // They may be later than the card beside them: they are stored first.
            Assert.True(last.Frames.Version >= last.Story.FramesVersion);
            Assert.All(watcher.Changes.Where(c => !c.DetailsMissing), c => Assert.NotNull(c.CoverageDetail));
            // Only when they change: each version once.
            var versions = watcher.Changes.Where(c => c.Frames is not null).Select(c => c.Frames.Version).ToArray();
            Assert.Equal(versions.Distinct().Order(), versions);
            token = watcher.ResumeToken;
        }
        var gone = sent.Keys.First();
        Assert.Contains(Citations(await Frames(storyId)), c => c.ArticleId == gone);
        await _client.Ingest.RetractArticleAsync(new RetractArticleRequest { ArticleId = gone, Reason = "withdrawn" });
        await using var resumed = await Watcher.StartComplete(_client, new WatchStoriesRequest
        {
            StoryIds = { storyId }, View = StoryView.Full, Start = WatchStart.Resume, ResumeToken = token,
        });
        await resumed.Sees(w => w.Changes.Any(c => c.Frames is { } frames && Citations(frames).All(x => x.ArticleId != gone)), "the frames without the retracted article have not come", Patience);
    }

    [Fact]
    public async Task The_history_grows_and_tells_what_came()
    {
        var news = FramedNews.New();
        var (storyId, _) = await Send(news, 2);
        var before = await Eventually.Passes(async () =>
        {
            var history = await History(storyId);
            Assert.NotEmpty(history);
            return history;
        }, Patience);
        Assert.Contains(before.SelectMany(v => v.Changes), c => c is { Kind: FrameChangeKind.Added, Section: FrameSection.Facts } && news.Closures.Contains(c.After));
        await Send(news, 4, from: 2, into: storyId);
        await Eventually.Passes(async () =>
        {
            var after = await History(storyId);
            Assert.Equal(after.Select(v => v.Version).OrderDescending(), after.Select(v => v.Version));
            Assert.True(after[0].Version > before[0].Version);
            Assert.All(after, v => Assert.NotEmpty(v.Changes));
            // What was there is still there, as it was.
            Assert.Equal(before, after[^before.Length..]);
            return true;
        }, Patience);
    }

    [Fact]
    public async Task A_retraction_takes_the_articles_sentences_out()
    {
        var news = FramedNews.New();
        var (storyId, _) = await Send(news, 6);
        var gone = await Eventually.Passes(async () =>
        {
            var frames = await Frames(storyId);
            Assert.Equal(6, frames.About.Articles);
            return frames.Facts[0].Line.Citations[0].ArticleId;
        }, Patience);
        await _client.Ingest.RetractArticleAsync(new RetractArticleRequest { ArticleId = gone, Reason = "withdrawn" });
        await Eventually.Passes(async () =>
        {
            var frames = await Frames(storyId);
            Assert.Equal(5, frames.About.Articles);
            Assert.DoesNotContain(Citations(frames), c => c.ArticleId == gone);
            return true;
        }, Patience);
    }

    [Fact]
    public async Task A_text_that_nobody_sent_is_located_in_its_story()
    {
        var news = FramedNews.New();
        var (storyId, sent) = await Send(news, 6);
        var request = new LocateArticleRequest { Article = new LocatableArticle { Title = "Torches at the gates", Text = news.Unsent, Language = "en" } };
        await Eventually.Passes(async () =>
        {
            var found = await _client.Locating.LocateArticleAsync(request);
            Assert.Equal((storyId, false, "en"), (found.Story?.StoryId, found.IsMember, found.Language));
            Assert.True(found.Score >= found.Threshold);
            var location = found.Location;
            Assert.Contains(location.SharedFacts, f => news.Closures.Contains(f.Line.Text));
            Assert.Contains(location.MissingFacts, f => news.Repairs.Contains(f.Line.Text));
            Assert.True(location.Position is { Value: < 0 } p && p.Low <= p.Value && p.Value <= p.High, $"{location.Position} {location.Reason}");
            Assert.NotEmpty(location.Sentences);
            foreach (var own in location.Sentences.Concat(location.UniqueClaims).Concat(location.OtherSide.Select(o => o.Own)))
                Assert.Equal(own.Text, (own.Field == SpanField.Title ? request.Article.Title : request.Article.Text).Substring(own.Start, own.Length));
            foreach (var other in location.OtherSide.SelectMany(o => o.Other.Citations)) Cited(other, sent);
            return true;
        }, Patience);
        Assert.Equal(6, (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = storyId })).Story.Coverage.Articles);
    }

    [Fact]
    public async Task A_URL_is_answered_from_what_is_stored_and_nothing_else_is_fetched()
    {
        var news = FramedNews.New();
        var (storyId, _) = await Send(news, 6);
        var found = await _client.Locating.LocateArticleAsync(new LocateArticleRequest { Url = news.Articles[0].Url + "?utm_source=letter" });
        Assert.Equal((storyId, true), (found.Story.StoryId, found.IsMember));
        Assert.Null(found.Fetched);
        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            _client.Locating.LocateArticleAsync(new LocateArticleRequest { Url = "https://nobody-sent-this.example/1" }).ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
    }

    // Sends some of the reports, rated outlets first; the story that they are in, and the articles by id.
    private async Task<(string StoryId, Dictionary<string, Article> Sent)> Send(FramedNews news, int count, int from = 0, string? into = null)
    {
        await _client.Outlets.UpsertOutletsAsync(new UpsertOutletsRequest
        {
            Outlets = { news.Outlets.Select((domain, i) => new Outlet { Domains = { domain }, Lean = i < 3 ? OutletLean.Left : OutletLean.Right, LeanProvenance = Rater }) },
        });
        var sender = new Sender();
        // A left one and a right one by turns.
        var order = new[] { 0, 3, 1, 4, 2, 5 }.Skip(from).Take(count).Select(i => news.Articles[i]).ToArray();
        foreach (var article in order) await sender.SendAll(_client, [article], Patience);
        var storyId = Assert.Single(sender.Acks.Values.Select(a => a.StoryId).Distinct());
        if (into is not null) Assert.Equal(into, storyId);
        return (storyId, order.ToDictionary(a => sender.Acks[a.Url].ArticleId));
    }

    // What stands in the service if they do not come tells which side of the gateway they were lost on.
    private async Task SeesLaterFrames(Watcher watcher, string storyId, long than)
    {
        try
        {
            await watcher.Sees(w => w.Changes.Any(c => c.Frames?.Version > than), "no later frames have come", Patience);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            var now = await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = storyId, View = StoryView.Full });
            Assert.Fail($"{e.Message}\nThe story is at version {now.Story.Version} with frames {now.Story.FramesVersion}, its frames at {now.Frames?.Version} of version "
                + $"{now.Frames?.StoryVersion}.\n{fixture.Service.Process.LastOutput}");
        }
    }

    private async Task<StoryFrames> Frames(string storyId)
    {
        var frames = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = storyId, View = StoryView.Full })).Frames;
        Assert.NotNull(frames);
        return frames;
    }

    private async Task<FramesVersion[]> History(string storyId)
    {
        var versions = new List<FramesVersion>();
        var request = new StoryHistoryRequest { StoryId = storyId, PageSize = 2 };
        do
        {
            var page = await _client.Stories.StoryHistoryAsync(request);
            versions.AddRange(page.Versions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return [.. versions];
    }

    // Every line has evidence, and every piece of evidence is, to the letter, a span of an article that was sent.
    private static void AllCited(StoryFrames frames, Dictionary<string, Article> sent)
    {
        foreach (var line in Lines(frames))
        {
            Assert.NotEmpty(line.Citations);
            if (!line.ByModel) Assert.Equal(line.Text, line.Citations[0].Text);
        }
        foreach (var quote in frames.Quotes) Assert.Equal(quote.Words, Assert.IsType<Citation>(quote.Citations[0]).Text);
        Assert.NotEmpty(Citations(frames));
        foreach (var citation in Citations(frames)) Cited(citation, sent);
    }

    private static void Cited(Citation citation, Dictionary<string, Article> sent)
    {
        Assert.True(sent.TryGetValue(citation.ArticleId, out var article), $"{citation.ArticleId} was not sent.");
        var field = citation.Field == SpanField.Title ? article.Title : article.Text;
        Assert.Equal(citation.Text, field.Substring(citation.Start, citation.Length));
        Assert.Equal((article.Outlet, article.Url), (citation.Outlet, citation.Url));
    }

    private static IEnumerable<CitedText> Lines(StoryFrames frames) =>
    [
        .. frames.Headline is { } headline ? [headline] : Array.Empty<CitedText>(), .. frames.Summary, .. frames.Facts.Select(f => f.Line), .. frames.Agreement.Select(f => f.Line),
        .. frames.Split.Points.SelectMany(p => new[] { p.First, p.Second }).OfType<CitedText>(), .. frames.Context.Where(c => c.StoryId.Length == 0).SelectMany(c => c.Answer),
        .. frames.Disputes.SelectMany(d => new[] { d.First, d.Second }),
    ];

    private static IEnumerable<Citation> Citations(StoryFrames frames) =>
    [
        .. Lines(frames).SelectMany(l => l.Citations), .. frames.Quotes.SelectMany(q => q.Citations),
        .. frames.Facts.SelectMany(f => f.Differences).SelectMany(d => d.Reports).SelectMany(r => r.Citations),
    ];
}
