using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains.Outlets;

public sealed class OutletTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly RatingProvenance Rater = new("Rater", null, "five steps", "", "");

    private IOutletsGrain Outlets => cluster.Grains.GetGrain<IOutletsGrain>(0);

    [Fact]
    public async Task A_changed_rating_changes_the_stories_that_it_touches_without_any_article()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 4).Select(i => News.Report(101, i, $"rated-{i}.example")));
        var b = await cluster.Grains.Send(News.Report(102, 0, "elsewhere.example"));
        var (before, untouched) = (await cluster.Reconciled(a[0].StoryId), await cluster.Reconciled(b.StoryId));
        Assert.Equal((0, 4), (before.Left, before.OriginalFamilies.Unrated));

        var answer = await Upsert(Rated("rated-0.example", OutletLean.Left), Rated("rated-1.example", OutletLean.LeanRight));
        Assert.Equal(2, answer.Changed);
        var rated = await Changed(a[0].StoryId, before.Version);
        Assert.Equal((1, 0, 1, new SideNumbers(1, 0, 1, 2)), (rated.Left, rated.Center, rated.Right, rated.OriginalFamilies));
        Assert.Equal(answer.Version, rated.OutletsVersion);
        await Settled(answer.Version);
        Assert.Equal(untouched.Version, (await cluster.Reconciled(b.StoryId)).Version);

        // The same again changes nothing, and neither version nor history grows.
        var same = await Upsert(Rated("rated-0.example", OutletLean.Left));
        Assert.Equal((0, answer.Version), (same.Changed, same.Version));
        Assert.Single(await Outlets.History("rated-0.example", 0, 10));
        var left = Assert.Single(await cluster.Select(a[0].StoryId, new MemberFilter { OutletSide = OutletSide.Left }));
        Assert.Equal(("rated-0.example", OutletLean.Left), (left.Outlet, left.Lean));
    }

    [Fact]
    public async Task Outlets_of_one_family_are_one_voice()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(103, i, $"paper-{i}.example")));
        var before = await cluster.Reconciled(a[0].StoryId);
        await Upsert([.. Enumerable.Range(0, 2).Select(i => Rated($"paper-{i}.example", OutletLean.Left) with { Family = "Harbor Press" })]);
        var card = await Changed(a[0].StoryId, before.Version);
        Assert.Equal((3, 2, 2, new SideNumbers(1, 0, 0, 1)), (card.Outlets, card.Left, card.Families, card.OriginalFamilies));
        Assert.Single(await cluster.Select(a[0].StoryId, new MemberFilter { FamilySide = OutletSide.Left, OncePer = 2 }));
    }

    [Fact]
    public async Task An_agency_that_becomes_known_takes_its_texts_back()
    {
        var text = string.Join(' ', Enumerable.Range(0, 12).Select(i => News.Report(104, i).Text));
        var own = News.Report(104, 0, "harbor-wire.example") with { Text = text };
        var a = await cluster.Grains.Send(News.Report(104, 1, "daily.example") with { Text = "HARBOR (Harbor Wire) - " + text });
        var b = await cluster.Grains.Send(own with { Url = "https://other.example/104", Outlet = "other.example", Published = own.Published!.Value.AddHours(-1) });
        var c = await cluster.Grains.Send(own);
        Assert.Equal(a.StoryId, c.StoryId);
        var before = await cluster.Reconciled(a.StoryId);
        Assert.Equal((3, 2, 0, 0), (before.Articles, before.Reprints, before.WireOriginals, before.WireReprints));

        await Upsert(new OutletRecord { Domains = ["harbor-wire.example"], Name = "Harbor Wire", Kind = OutletKind.Agency });
        var card = await Changed(a.StoryId, before.Version);
        Assert.Equal((3, 2, 1, 2), (card.Articles, card.Reprints, card.WireOriginals, card.WireReprints));
        var wire = await cluster.Select(a.StoryId, new MemberFilter { Verdicts = 1 << (int)ArticleVerdict.WireReprint });
        Assert.All(wire, m => Assert.Equal((c.ArticleId, "harbor-wire.example"), (m.OriginArticleId, m.SourceOutlet)));
        var credited = wire.Single(m => m.ArticleId == a.ArticleId).Credit;
        Assert.Equal(("Harbor Wire", "HARBOR (Harbor Wire) -"), (credited!.Source, credited.Quote));
        Assert.Null(wire.Single(m => m.ArticleId == b.ArticleId).Credit);
    }

    [Fact]
    public async Task Counting_again_goes_on_after_a_crash()
    {
        var a = await cluster.Grains.Send(News.Report(105, 0, "crashed.example"));
        var before = await cluster.Reconciled(a.StoryId);
        // As a silo does that dies between its write and the first story.
        var version = (await cluster.Store.LoadOutlets(0, CancellationToken.None)).Version;
        var record = Rated("crashed.example", OutletLean.Right) with { Version = version + 1 };
        Assert.Equal(StoryClustering.Storage.Catalog.CommitOutcome.Committed,
            await cluster.Store.SaveOutlets(version, [new OutletChange(version + 1, DateTimeOffset.UnixEpoch, "operator", "", null, record)], CancellationToken.None));
        await cluster.Crash();
        var card = await Changed(a.StoryId, before.Version);
        Assert.Equal((1, 1), (card.Right, card.OriginalFamilies.Right));
        await Settled(version + 1);
    }

    [Fact]
    public async Task An_agency_is_found_by_its_credits_however_they_are_written()
    {
        string[] credits = ["Agência Porto", "AGÊNCIA PORTO", "The agência porto news agency", "porto-wire.example", "Desk.Porto-Wire.example"];
        var answers = await cluster.Grains.SendAll(credits.Select((credit, i) => News.Report(120 + i, i) with { FeedCredit = credit }));
        var before = new List<StoryCard>();
        foreach (var answer in answers) before.Add(await cluster.Reconciled(answer.StoryId));
        Assert.All(before, static card => Assert.Equal(0, card.WireReprints));
        await Upsert(new OutletRecord { Domains = ["porto-wire.example"], Name = "Agência Porto", Kind = OutletKind.Agency });
        foreach (var card in before) Assert.Equal(1, (await Changed(card.StoryId, card.Version)).WireReprints);
    }

    [Fact]
    public async Task A_domain_belongs_to_one_outlet()
    {
        await Upsert(new OutletRecord { Domains = ["one.example", "uno.example"], Name = "One" });
        var refused = await Outlets.Upsert([new OutletRecord { Domains = ["two.example", "uno.example"] }], "operator", "");
        Assert.Equal(("uno.example", "one.example", 0), (refused.Conflict, refused.Owner, refused.Changed));
        Assert.Null(await Outlets.Find("two.example"));
        // Given up in the same breath.
        Assert.Null((await Outlets.Upsert([new OutletRecord { Domains = ["two.example", "uno.example"] }, new OutletRecord { Domains = ["one.example"], Name = "One" }], "operator", "")).Conflict);
        Assert.Equal("two.example", (await Outlets.Find("news.uno.example"))!.Domain);
    }

    [Fact]
    public async Task The_starter_catalogue_is_listed_without_leans_and_replaced_by_what_an_operator_says()
    {
        var all = new List<OutletRecord>();
        for (var after = ""; ;)
        {
            var page = await Outlets.List(new OutletQuery(), after, 100);
            all.AddRange(page.Outlets);
            if (!page.More) break;
            after = page.Outlets[^1].Domain;
        }
        Assert.True(all.Count(o => o.IsStarter) > 500);
        Assert.Equal(all.Count, all.Select(o => o.Domain).Distinct().Count());
        Assert.DoesNotContain(all, o => o.IsStarter && o.Lean != OutletLean.Unrated);
        var reuters = await Outlets.Find("uk.reuters.com");
        Assert.Equal((OutletKind.Agency, true), (reuters!.Kind, reuters.IsStarter));
        await Upsert(reuters with { Lean = OutletLean.Center, LeanBy = Rater });
        var rated = await Outlets.Find("reuters.com");
        Assert.Equal((OutletLean.Center, false, OutletKind.Agency), (rated!.Lean, rated.IsStarter, rated.Kind));
        Assert.True(Assert.Single(await Outlets.History("reuters.com", 0, 10)).Before!.IsStarter);
    }

    [Fact]
    public async Task Coverage_in_full_reconciles_with_the_articles()
    {
        await Upsert(new OutletRecord { Domains = ["lisbon-post.example"], Country = "PT", Kind = OutletKind.Local });
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 40).Select(i => News.Report(106, i, i % 4 == 0 ? "lisbon-post.example" : null) with { Url = $"https://full.example/{i}" }));
        var coverage = (await cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId).GetCoverage())!;
        Assert.Equal(40, coverage.Card.Articles);
        Assert.Equal(coverage.Card.Articles, coverage.Timeline.Sum(s => s.Articles));
        Assert.Equal([("", 30, 30), ("PT", 10, 1)], coverage.Countries.Select(c => (c.Key, c.Articles, c.Outlets)));
        Assert.Equal([("unknown", 30), ("local", 10)], coverage.Kinds.Select(c => (c.Key, c.Articles)));
        Assert.Equal(10, (await cluster.Select(a[0].StoryId, new MemberFilter { Country = "PT" })).Length);
        foreach (var span in coverage.Timeline)
            Assert.Equal(span.Articles, (await cluster.Select(a[0].StoryId, new MemberFilter { From = span.Start, To = span.Start.AddHours(span.Hours) })).Length);
        foreach (var entity in coverage.Entities)
            Assert.Equal(entity.Articles, (await cluster.Select(a[0].StoryId, new MemberFilter { Entity = entity.Name })).Length);
        // Pages go on where the one before ended.
        var story = cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId);
        var first = (await story.SelectMembers(new MemberFilter { Country = "PT" }, 0, 7))!;
        var second = (await story.SelectMembers(new MemberFilter { Country = "PT" }, first.Members[^1].JoinedVersion, 7))!;
        Assert.Equal((7, true, 3, false, 10), (first.Members.Length, first.More, second.Members.Length, second.More, second.Total));
    }

    private static OutletRecord Rated(string domain, OutletLean lean) => new() { Domains = [domain], Lean = lean, LeanBy = Rater };

    private async Task<UpsertAnswer> Upsert(params OutletRecord[] outlets)
    {
        var answer = await Outlets.Upsert(outlets, "operator", "test");
        Assert.Null(answer.Conflict);
        return answer;
    }

    private async Task<StoryCard> Changed(string storyId, long version)
    {
        var story = cluster.Grains.GetGrain<IStoryGrain>(storyId);
        await Eventually.Holds(async () => (await story.GetCard())!.Version is var now && now > version ? null : $"{storyId} is still at version {now}");
        return await cluster.Reconciled(storyId);
    }

    private Task Settled(long version) => Eventually.Recounted(cluster.Grains, version);
}
