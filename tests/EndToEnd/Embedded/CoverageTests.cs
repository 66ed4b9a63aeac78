using Google.Protobuf;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

/// <summary>Outlets of their own, so that their ratings do not move other tests' stories.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class CoverageTests(EmbeddedFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly RatingProvenance Rater = new() { RatedBy = "Rater", Scale = "five steps" };
    private readonly GatewayClient _client = fixture.Service.Client;

    [Fact]
    public async Task A_rating_reaches_the_watchers_of_the_stories_that_it_changes_without_any_article()
    {
        var happening = News.NewEvent();
        var reports = Enumerable.Range(0, 6).Select(i => By(News.Report(happening, i), $"side-{i}.example")).ToArray();
        var sender = new Sender();
        await sender.SendAll(_client, reports, Patience);
        var storyId = Assert.Single(sender.Acks.Values.Select(a => a.StoryId).Distinct());
        await using var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest { StoryIds = { storyId } });
        var before = watcher.Latest[storyId].Story;
        Assert.Equal((6, 6), (before.Coverage.Unrated, before.Coverage.OriginalFamilies.Unrated));

        var upserted = await _client.Outlets.UpsertOutletsAsync(new UpsertOutletsRequest
        {
            Outlets =
            {
                new Outlet { Domains = { "side-0.example" }, Lean = OutletLean.Left, LeanProvenance = Rater, Family = "Harbor Press" },
                new Outlet { Domains = { "side-1.example" }, Lean = OutletLean.LeanLeft, LeanProvenance = Rater, Family = "Harbor Press" },
                new Outlet { Domains = { "side-2.example" }, Lean = OutletLean.Right, LeanProvenance = Rater, Country = "PT", Kind = OutletKind.Local },
            },
            Actor = "operator",
            Reason = "test",
        });
        await watcher.Sees(w => w.Latest[storyId].Story.Coverage.OutletsVersion >= upserted.Version, "the rating has not arrived");
        var change = watcher.Latest[storyId];
        Assert.Equal((ChangeType.Upsert, 0), (change.Type, change.ArticlesAdded));
        Assert.True(change.Story.Version > before.Version);
        var coverage = change.Story.Coverage;
        Assert.Equal((2, 0, 1, 3), (coverage.Left, coverage.Center, coverage.Right, coverage.Unrated));
        Assert.Equal(5, coverage.Families);
        Assert.Equal((1, 1, 3, 0.5), (coverage.OriginalFamilies.Left, coverage.OriginalFamilies.Right, coverage.OriginalFamilies.Unrated, coverage.OriginalFamilies.LeftShare));
        await watcher.AgreesWith(_client);
    }

    [Fact]
    public async Task Every_number_is_what_its_filter_lists()
    {
        var happening = News.NewEvent();
        await _client.Outlets.UpsertOutletsAsync(new UpsertOutletsRequest
        {
            Outlets =
            {
                new Outlet { Domains = { "harbor-wire.example" }, Name = "Harbor Wire", Kind = OutletKind.Agency, Country = "PT" },
                new Outlet { Domains = { "lisbon-left.example" }, Lean = OutletLean.Left, LeanProvenance = Rater, Country = "PT", Kind = OutletKind.National, Family = "Tejo" },
                new Outlet { Domains = { "porto-left.example" }, Lean = OutletLean.LeanLeft, LeanProvenance = Rater, Country = "PT", Kind = OutletKind.Local, Family = "Tejo" },
                new Outlet { Domains = { "right-hand.example" }, Lean = OutletLean.Right, LeanProvenance = Rater, Country = "ES" },
            },
        });
        var wire = By(News.Report(happening, 0), "harbor-wire.example");
        var copy = By(News.Report(happening, 0), "lisbon-left.example");
        var credited = By(News.Report(happening, 1), "copier.example");
        credited.Text = "LISBON (Harbor Wire) - " + credited.Text;
        var fed = By(News.Report(happening, 2), "feeder.example");
        fed.FeedCredit = "Harbor Wire";
        var pointing = By(News.Report(happening, 3), "pointer.example");
        pointing.CanonicalUrl = "https://www.right-hand.example/the/original";
        Article[] articles =
        [
            copy, credited, fed, pointing, wire, // the copy before its origin
            By(News.Report(happening, 4), "lisbon-left.example"), By(News.Report(happening, 5), "porto-left.example"), By(News.Report(happening, 6), "right-hand.example"),
            By(News.Report(happening, 7), "nobody-knows.example"), By(News.Report(happening, 7), "copies-nobody.example"),
        ];
        var sender = new Sender();
        foreach (var article in articles) await sender.SendAll(_client, [article], Patience);
        var storyId = Assert.Single(sender.Acks.Values.Select(a => a.StoryId).Distinct());
        var read = await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = storyId, View = StoryView.Coverage });
        var (coverage, detail) = (read.Story.Coverage, read.CoverageDetail);
        await _client.Stories.CheckedArticles(read.Story);

        Assert.Equal((10, 5, 5, 1, 3), (coverage.Articles, coverage.Originals, coverage.Reprints, coverage.WireOriginals, coverage.WireReprints));
        Assert.Equal(coverage.WireOriginals, await Total(f => f.Kinds.Add(ArticleKind.WireOriginal)));
        Assert.Equal(coverage.WireReprints, await Total(f => f.Kinds.Add(ArticleKind.WireReprint)));
        Assert.Equal(coverage.Originals, await Total(f => f.Kinds.Add([ArticleKind.Original, ArticleKind.WireOriginal])));
        Assert.Equal(coverage.Reprints, await Total(f => f.Kinds.Add([ArticleKind.Reprint, ArticleKind.WireReprint])));
        Assert.Equal(coverage.Outlets, await Total(f => f.OncePer = OncePer.Outlet));
        Assert.Equal(coverage.Families, await Total(f => f.OncePer = OncePer.Family));
        Assert.Equal(2, coverage.Left);
        Assert.Equal(coverage.Left, await Total(f => (f.OutletSide, f.OncePer) = (OutletSide.Left, OncePer.Outlet)));
        foreach (var (side, number) in new[] { (OutletSide.Left, coverage.OriginalFamilies.Left), (OutletSide.Right, coverage.OriginalFamilies.Right), (OutletSide.Unrated, coverage.OriginalFamilies.Unrated) })
        {
            Assert.Equal(number, await Total(f =>
            {
                (f.FamilySide, f.OncePer) = (side, OncePer.Family);
                f.Kinds.Add([ArticleKind.Original, ArticleKind.WireOriginal]);
            }));
        }
        Assert.Equal((1, 1, 2), (coverage.OriginalFamilies.Left, coverage.OriginalFamilies.Right, coverage.OriginalFamilies.Unrated));
        Assert.Equal(coverage.Articles, detail.Countries.Sum(c => c.Articles));
        foreach (var country in detail.Countries) Assert.Equal(country.Articles, await Total(f => f.Country = country.Key.Length == 0 ? "unknown" : country.Key));
        foreach (var kind in detail.OutletKinds) Assert.Equal(kind.Articles, await Total(f => f.OutletKind = kind.Key));
        foreach (var language in detail.Languages) Assert.Equal(language.Articles, await Total(f => f.Language = language.Key));
        foreach (var entity in detail.Entities) Assert.Equal(entity.Articles, await Total(f => f.Entity = entity.Name));
        foreach (var place in detail.Places) Assert.Equal(place.Articles, await Total(f => f.Place = place.Key));
        foreach (var span in detail.Timeline)
            Assert.Equal(span.Articles, await Total(f => (f.AppearedFrom, f.AppearedBefore) = (span.Start, new(span.Start) { Seconds = span.Start.Seconds + span.Hours * 3600 })));

        var listed = (await _client.Stories.ArticlesOf(storyId)).ToDictionary(a => a.Outlet + a.Kind);
        var reprint = listed["lisbon-left.example" + ArticleKind.WireReprint];
        Assert.Equal((sender.Acks[wire.Url].ArticleId, "harbor-wire.example", 2, 1.0, CreditForm.Unspecified),
            (reprint.OriginArticleId, reprint.Syndication.SourceOutlet, reprint.Syndication.Copies, reprint.Syndication.Similarity, reprint.Syndication.CreditForm));
        Assert.Equal((CreditForm.Dateline, "Harbor Wire", "LISBON (Harbor Wire) -"), Credit(listed["copier.example" + ArticleKind.WireReprint]));
        Assert.Equal((CreditForm.Feed, "Harbor Wire", "Harbor Wire"), Credit(listed["feeder.example" + ArticleKind.WireReprint]));
        Assert.Equal((CreditForm.CanonicalUrl, "right-hand.example"), (listed["pointer.example" + ArticleKind.Reprint].Syndication.CreditForm, listed["pointer.example" + ArticleKind.Reprint].Syndication.SourceOutlet));
        Assert.Equal(OutletKind.Agency, listed["harbor-wire.example" + ArticleKind.WireOriginal].OutletFacts.Kind);

        async Task<long> Total(Action<StoryArticleFilter> restrict)
        {
            var filter = new StoryArticleFilter();
            restrict(filter);
            var answer = await _client.Stories.ListStoryArticlesAsync(new ListStoryArticlesRequest { StoryId = storyId, Filter = filter, PageSize = 1000 });
            Assert.Equal(answer.Total, answer.Articles.Count);
            return answer.Total;
        }
    }

    [Fact]
    public async Task Lists_and_watches_filter_by_name()
    {
        var (one, other) = (News.NewEvent(), News.NewEvent());
        var sender = new Sender();
        await sender.SendAll(_client, [By(News.Report(one, 0), "names.example"), By(News.Report(other, 0), "names.example")], Patience);
        var acks = sender.Acks.Values.ToArray();
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = acks[0].StoryId })).Story;
        var name = story.Entities[0];
        var found = await _client.Stories.ListStoriesAsync(new ListStoriesRequest { Filter = new StoryFilter { Entities = { name } } });
        Assert.Equal([story.StoryId], found.Stories.Select(s => s.StoryId));
        await using var watcher = await Watcher.StartComplete(_client, new WatchStoriesRequest { Filter = new StoryFilter { Entities = { name } } });
        Assert.Equal([story.StoryId], watcher.Latest.Keys);
        var more = new Sender();
        await more.SendAll(_client, [By(News.Report(other, 1), "names-2.example"), By(News.Report(one, 1), "names-2.example")], Patience);
        await watcher.Sees(w => w.Latest[story.StoryId].Story.Coverage.Articles == 2, "the second article has not arrived");
        Assert.Equal([story.StoryId], watcher.Latest.Keys);
    }

    [Fact]
    public async Task A_file_of_ratings_is_previewed_imported_and_told_in_the_history()
    {
        var happening = News.NewEvent();
        var ack = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = By(News.Report(happening, 0), "rated-by-file.example") });
        var request = new ImportOutletsRequest
        {
            Csv = ByteString.CopyFromUtf8("site,score\nrated-by-file.example,-2.5\nother-by-file.example,3.5\nthird-by-file.example,\n"),
            Columns = new ImportColumns { Domain = "site", Lean = "score" },
            Numbers = new NumberScale { CenterAt = 0.5, Step = 1 },
            Matching = new ImportMatching { CreateUnknown = true },
            Provenance = new RatingProvenance { RatedBy = "Audience survey" },
            Preview = true,
        };
        var preview = await _client.Outlets.ImportOutletsAsync(request);
        Assert.Equal((3, 2, 1), (preview.RowsRead, preview.Created, preview.EmptyRatings));
        Assert.Equal((1, 1), (preview.Lean.Left, preview.Lean.Right));
        Assert.Equal([-1.0, 0, 1, 2], preview.Lean.CutPoints);
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => _client.Outlets.GetOutletAsync(new GetOutletRequest { Domain = "rated-by-file.example" }).ResponseAsync);
        request.Preview = false;
        await _client.Outlets.ImportOutletsAsync(request);
        var outlet = (await _client.Outlets.GetOutletAsync(new GetOutletRequest { Domain = "www.rated-by-file.example" })).Outlet;
        Assert.Equal((OutletLean.Left, "Audience survey", "-2.5"), (outlet.Lean, outlet.LeanProvenance.RatedBy, outlet.LeanProvenance.Original));
        Assert.Single((await _client.Outlets.ListOutletHistoryAsync(new ListOutletHistoryRequest { Domain = "rated-by-file.example" })).Changes);
        await Eventually.Passes(async () =>
        {
            var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = ack.StoryId })).Story;
            Assert.Equal((1, 1), (story.Coverage.Left, story.Coverage.OriginalFamilies.Left));
            return true;
        }, Patience);
    }

    private static (CreditForm, string, string) Credit(StoryArticle article) =>
        (article.Syndication.CreditForm, article.Syndication.CreditName, article.Syndication.CreditQuote);

    private static Article By(Article article, string outlet)
    {
        article.Outlet = outlet;
        article.Url = $"https://{outlet}/{article.ExternalId}";
        return article;
    }
}
