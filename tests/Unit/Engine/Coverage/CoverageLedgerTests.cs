using System.Globalization;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;
using StoryClustering.Tests.Unit.Engine.Syndication;
using Once = StoryClustering.Engine.Coverage.Unit;

namespace StoryClustering.Tests.Unit.Engine.Coverage;

public class CoverageLedgerTests
{
    private static readonly DateTimeOffset Start = new(2031, 2, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ContentSignature Report = Sign("lantern");
    private static readonly ContentSignature Other = Sign("harbour");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Numbers_are_a_function_of_the_articles_and_the_directory(int seed)
    {
        var world = new World(seed);
        var ledger = new CoverageLedger(world.Directory);
        for (var step = 0; step < 150; step++)
        {
            world.Change(ledger);
            if (step % 25 == 24)
                AssertTold(ledger, world);
        }
        while (world.Articles.Count > 0)
            world.Remove(ledger);
        AssertTold(ledger, world);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_number_is_the_number_of_articles_of_its_group(int seed)
    {
        var world = new World(1_000 + seed);
        var ledger = new CoverageLedger(world.Directory);
        for (var step = 0; step < 100; step++)
            world.Change(ledger);
        var counts = ledger.Counts;
        int Number(ArticleGroup group) => ledger.Select(group).Count();
        int Of(ArticleVerdict verdict) => Number(new ArticleGroup { Verdicts = ArticleGroup.Bit(verdict) });
        Assert.Equal(counts.Articles, Number(new ArticleGroup()));
        Assert.Equal(counts.Articles, counts.Originals + counts.WireOriginals + counts.Reprints + counts.WireReprints);
        Assert.Equal(
            (counts.Originals, counts.WireOriginals, counts.Reprints, counts.WireReprints),
            (Of(ArticleVerdict.Original), Of(ArticleVerdict.WireOriginal), Of(ArticleVerdict.Reprint), Of(ArticleVerdict.WireReprint)));
        Assert.Equal(counts.Families, Number(new ArticleGroup { OncePer = Once.Family }));
        Assert.Equal(counts.Outlets.Total, Number(new ArticleGroup { OncePer = Once.Outlet }));
        var own = ArticleGroup.Bit(ArticleVerdict.Original) | ArticleGroup.Bit(ArticleVerdict.WireOriginal);
        foreach (var side in Enum.GetValues<Side>())
        {
            Assert.Equal(counts.Outlets.Of(side), Number(new ArticleGroup { OutletSide = side, OncePer = Once.Outlet }));
            Assert.Equal(counts.OriginalFamilies.Of(side), Number(new ArticleGroup { FamilySide = side, Verdicts = own, OncePer = Once.Family }));
        }
        Assert.All(ledger.Countries(), c => Assert.Equal((c.Articles, c.Outlets),
            (Number(new ArticleGroup { Country = c.Key }), Number(new ArticleGroup { Country = c.Key, OncePer = Once.Outlet }))));
        foreach (var kind in Enum.GetValues<OutletKind>())
        {
            var told = ledger.Kinds().FirstOrDefault(k => k.Key == CoverageLedger.NameOf(kind));
            Assert.Equal((told.Articles, told.Outlets), (Number(new ArticleGroup { Kind = kind }), Number(new ArticleGroup { Kind = kind, OncePer = Once.Outlet })));
        }
        Assert.All(ledger.Languages(100), l => Assert.Equal(l.Articles, Number(new ArticleGroup { Language = l.Key })));
        Assert.All(ledger.Entities(100), e => Assert.Equal(e.Articles, Number(new ArticleGroup { Entity = e.Key })));
        Assert.All(ledger.Places(100), p => Assert.Equal(p.Articles, Number(new ArticleGroup { Place = p.Key })));
        var end = DateTimeOffset.MinValue;
        foreach (var bucket in ledger.Timeline())
        {
            Assert.True(bucket.Start >= end, "Spans overlap.");
            end = bucket.Start.AddHours(bucket.Hours);
            Assert.Equal(0, bucket.Start.Hour % bucket.Hours);
            Assert.Equal(bucket.Articles, Number(new ArticleGroup { From = bucket.Start, To = end }));
        }
        Assert.Equal(counts.Articles, ledger.Timeline().Sum(static b => b.Articles));
        foreach (var outlet in World.Domains)
        {
            var facts = world.Directory.Find(outlet);
            Assert.Equal(world.Articles.Values.Count(a => a.Outlet == outlet
                || NaiveCoverage.FactsOf(a, world.Directory).Domain == outlet), Number(new ArticleGroup { Outlet = outlet }));
            Assert.Equal(world.Articles.Values.Count(a => NaiveCoverage.FactsOf(a, world.Directory).Family == facts.Family),
                Number(new ArticleGroup { Family = facts.Family }));
        }
    }

    [Fact]
    public void A_copy_that_comes_before_its_origin_is_linked_to_it_later()
    {
        var ledger = new CoverageLedger(Directory("lantern.example", "tower.example", "norvik.example agency"));
        ledger.Add(Article("copy", "tower.example", 5, Report));
        Assert.Equal(ArticleVerdict.Original, ledger.Find("copy")!.Verdict);
        ledger.Add(Article("origin", "lantern.example", 2, Report));
        Assert.Equal((ArticleVerdict.Reprint, "origin"), (ledger.Find("copy")!.Verdict, ledger.Find("copy")!.OriginArticleId));
        Assert.Equal(ArticleVerdict.Original, ledger.Find("origin")!.Verdict);
        ledger.Add(Article("wire", "norvik.example", 9, Report));
        Assert.Equal((ArticleVerdict.WireReprint, "wire"), (ledger.Find("copy")!.Verdict, ledger.Find("copy")!.OriginArticleId));
        Assert.Equal((ArticleVerdict.WireReprint, "wire"), (ledger.Find("origin")!.Verdict, ledger.Find("origin")!.OriginArticleId));
        Assert.Equal((ArticleVerdict.WireOriginal, 3, 1), (ledger.Find("wire")!.Verdict, ledger.Find("wire")!.Copies, ledger.Counts.OriginalFamilies.Total));
        Assert.True(ledger.Remove("wire"));
        Assert.False(ledger.Remove("wire"));
        Assert.Equal((ArticleVerdict.Reprint, "origin"), (ledger.Find("copy")!.Verdict, ledger.Find("copy")!.OriginArticleId));
    }

    // Hours of publication as told and of arrival; the first is the one whose text it is.
    [Theory]
    [InlineData("10:00 10:05", "07:00 14:00", "a")] // a copy that claims to be older hours after
    [InlineData("10:00 10:05", "09:30 10:30", "b")] // an outlet that was asked late
    [InlineData("10:00 10:05", "11:00 11:05", "a")]
    [InlineData("12:00 12:01", "10:00 12:01", "b")] // read at one time
    [InlineData("12:00 12:01", "07:00 12:02", "a")]
    [InlineData("10:00 10:05", "00:00 13:00", "a")] // a day without a time
    [InlineData("00:00 10:05", "10:30 10:40", "a")]
    [InlineData("18:00 10:05", "12:00 12:05", "a")] // a lost zone: ahead of its own arrival
    [InlineData("10:00 20:00", "09:00 20:01", "b")] // both from an archive
    [InlineData("10:00 20:01", "09:00 20:00", "b")]
    public void An_older_date_is_believed_if_it_can_be(string a, string b, string first)
    {
        foreach (var reversed in new[] { false, true })
        {
            var ledger = new CoverageLedger(OutletDirectory.Empty);
            foreach (var (id, times) in reversed ? new[] { ("b", b), ("a", a) } : [("a", a), ("b", b)])
            {
                var (told, arrived) = (TimeSpan.Parse(times[..5], CultureInfo.InvariantCulture), TimeSpan.Parse(times[6..],
                    CultureInfo.InvariantCulture));
                ledger.Add(new CoveredArticle(id, id + ".example", "en", Start + told, Start + arrived, [], Report, []));
            }
            Assert.Equal(ArticleVerdict.Original, ledger.Find(first)!.Verdict);
            Assert.Equal((1, 1), (ledger.Counts.Originals, ledger.Counts.Reprints));
        }
    }

    [Fact]
    public void A_time_ahead_of_its_arrival_does_not_date_the_story()
    {
        var ledger = new CoverageLedger(OutletDirectory.Empty);
        ledger.Add(new CoveredArticle("a", "a.example", "en", Start.AddHours(40), Start.AddHours(1), [], Report, []));
        Assert.Equal((Start.AddHours(1), Start.AddHours(1)), (ledger.FirstPublished, ledger.LastPublished));
    }

    [Theory]
    [InlineData(CreditForm.FeedCredit, "Lantern Post", "lantern.example", 1)]
    [InlineData(CreditForm.CanonicalUrl, "www.lantern.example", "lantern.example", 1)]
    [InlineData(CreditForm.CanonicalUrl, "tower.example", "tower.example", 2)] // in no catalogue
    [InlineData(CreditForm.FeedCredit, "WWW.Tower.example", "tower.example", 2)]
    [InlineData(CreditForm.FeedCredit, "Tower News v2.0 beta", "news-host.example", 2)]
    [InlineData(CreditForm.FeedCredit, "Nobody Post", "news-host.example", 2)]
    public void An_aggregator_hosts_what_its_source_reports(CreditForm form, string named, string outlet, int outlets)
    {
        var directory = new OutletDirectory(1,
        [
            new CatalogOutlet(["news-host.example"], "News Host", "", OutletKind.Aggregator, "", [], Lean.Unrated),
            new CatalogOutlet(["lantern.example"], "Lantern Post", "", OutletKind.Local, "", [], Lean.Left),
        ]);
        var ledger = new CoverageLedger(directory);
        ledger.Add(Article("own", "lantern.example", 0, Report));
        ledger.Add(Article("shown", "news-host.example", 1, Other, new CreditMention(form, named, named)));
        Assert.Equal((outlet, ArticleVerdict.Reprint), (ledger.OutletOf("shown")!.Domain, ledger.Find("shown")!.Verdict));
        Assert.Equal((outlets, 1, 1), (ledger.Counts.Outlets.Total, ledger.Counts.Originals, ledger.Counts.OriginalFamilies.Total));
        Assert.True(ledger.Remove("shown"));
        Assert.Equal(1, ledger.Counts.Outlets.Total);
    }

    [Fact]
    public void A_canonical_address_counts_if_the_catalogue_knows_its_outlet()
    {
        var ledger = new CoverageLedger(Directory("lantern.example"));
        ledger.Add(Article("known", "tower.example", 0, Report, new CreditMention(CreditForm.CanonicalUrl, "lantern.example", "")));
        ledger.Add(Article("unknown", "tower.example", 0, Other, new CreditMention(CreditForm.CanonicalUrl, "mill.example", "")));
        Assert.Equal((ArticleVerdict.Reprint, ArticleVerdict.Original), (ledger.Find("known")!.Verdict, ledger.Find("unknown")!.Verdict));
    }

    [Fact]
    public void A_credit_says_whose_text_it_is_and_help_does_not()
    {
        var ledger = new CoverageLedger(Directory("lantern.example", "tower.example", "norvik.example agency"));
        ledger.Add(Article("credited", "tower.example", 5, Report, new CreditMention(CreditForm.Dateline, "norvik.example", "VARNA (Norvik)")));
        ledger.Add(Article("helped", "tower.example", 6, Other, new CreditMention(CreditForm.Assistance, "norvik.example", "Norvik contributed")));
        var finding = ledger.Find("credited")!;
        Assert.Equal((ArticleVerdict.WireReprint, null, "norvik.example"), (finding.Verdict, finding.OriginArticleId, finding.Source?.Domain));
        Assert.Equal("VARNA (Norvik)", finding.Credit?.Quote);
        Assert.Equal((ArticleVerdict.Original, "Norvik contributed", null), (ledger.Find("helped")!.Verdict, ledger.Find("helped")!.Credit?.Quote, ledger.Find("helped")!.Source));
        // Its copy elsewhere is wire, too, though nothing there says so.
        ledger.Add(Article("silent", "lantern.example", 1, Report));
        Assert.Equal((ArticleVerdict.WireReprint, "norvik.example"), (ledger.Find("silent")!.Verdict, ledger.Find("silent")!.Source?.Domain));
    }

    [Fact]
    public void A_new_rating_counts_at_once_and_only_if_it_concerns_the_story()
    {
        var ledger = new CoverageLedger(Directory("lantern.example", "tower.example"));
        ledger.Add(Article("a", "lantern.example", 0, Report));
        Assert.False(ledger.Refresh(Directory("lantern.example", "tower.example", "elsewhere.example left")));
        Assert.True(ledger.Refresh(Directory("lantern.example left", "tower.example")));
        Assert.Equal((1, 1), (ledger.Counts.Outlets.Left, ledger.Counts.OriginalFamilies.Left));
        Assert.True(ledger.Refresh(OutletDirectory.Empty));
        Assert.Equal(1, ledger.Counts.Outlets.Unrated);
    }

    [Fact]
    public void A_flood_of_one_outlet_lifts_a_story_no_more_than_its_last_article()
    {
        var (flood, last) = (new CoverageLedger(OutletDirectory.Empty), new CoverageLedger(OutletDirectory.Empty));
        foreach (var ledger in new[] { flood, last })
        {
            for (var i = 0; i < 5; i++)
                ledger.Add(Article("other-" + i, $"outlet-{i}.example", i, ContentSignature.Empty));
        }
        for (var i = 0; i < 500; i++)
            flood.Add(Article("flood-" + i.ToString("000", CultureInfo.InvariantCulture), "spam.example", i / 50.0, ContentSignature.Empty));
        last.Add(Article("one", "spam.example", 499 / 50.0, ContentSignature.Empty));
        Assert.Equal(last.Trending, flood.Trending, 1e-9);
    }

    [Theory]
    [InlineData(5, 0, 0, Side.Unrated, 0)]
    [InlineData(7, 1, 0, Side.Right, 1)]
    [InlineData(0, 3, 5, Side.Left, 1)]
    [InlineData(1, 4, 4, Side.Unrated, 0)]
    [InlineData(8, 0, 2, Side.Right, .75)]
    [InlineData(8, 0, 3, Side.Unrated, 0)]
    [InlineData(0, 20, 4, Side.Unrated, 0)]
    [InlineData(0, 0, 0, Side.Unrated, 0)]
    public void A_blindspot_needs_enough_families_on_the_other_side(int left, int center, int right, Side side, double strength)
    {
        var directory = new OutletDirectory(1, [.. Sided(left, Lean.Left), .. Sided(center, Lean.Center), .. Sided(right, Lean.LeanRight)]);
        var ledger = new CoverageLedger(directory);
        var number = 0;
        foreach (var outlet in Sided(left, Lean.Left).Concat(Sided(center, Lean.Center)).Concat(Sided(right, Lean.LeanRight)))
            ledger.Add(Article("a" + number++, outlet.Domains[0], number, ContentSignature.Empty));
        // Reprints are no reports of their own.
        for (var i = 0; i < 6; i++)
            ledger.Add(Article("copy" + i, $"unrated-{i}.example", i, Report));
        Assert.Equal(new Blindspot(side, strength), ledger.Counts.Blindspot);

        static IEnumerable<CatalogOutlet> Sided(int count, Lean lean) => Enumerable.Range(0, count).Select(i =>
            new CatalogOutlet([$"{lean}-{i}.example".ToLowerInvariant()], "", "", OutletKind.National, "", [], lean));
    }

    [Fact]
    public void An_article_is_in_once()
    {
        var ledger = new CoverageLedger(OutletDirectory.Empty);
        ledger.Add(Article("a", "lantern.example", 0, Report));
        Assert.Throws<ArgumentException>(() => ledger.Add(Article("a", "tower.example", 0, Report)));
        Assert.Throws<ArgumentException>(() => ledger.Revise(Article("b", "tower.example", 0, Report)));
        Assert.Null(ledger.Find("b"));
        Assert.Null(ledger.OutletOf("b"));
        Assert.Equal(1, ledger.Counts.Articles);
    }

    private static void AssertTold(CoverageLedger ledger, World world)
    {
        var articles = world.Articles.Values.ToArray();
        var naive = new NaiveCoverage(articles, world.Directory);
        Assert.Equal(naive.Verdicts.OrderBy(static v => v.Key, StringComparer.Ordinal),
            articles.Select(a => KeyValuePair.Create(a.ArticleId, ledger.Find(a.ArticleId)!.Verdict)).OrderBy(static v => v.Key, StringComparer.Ordinal));
        Assert.Equal(naive.Counts, ledger.Counts);
        Assert.Equal(naive.Languages, ledger.Languages(1_000));
        Assert.Equal(naive.Entities, ledger.Entities(1_000));
        Assert.Equal(naive.Entities.Take(3), ledger.Entities(3));
        Assert.Equal(naive.Places, ledger.Places(1_000));
        Assert.Equal(naive.Countries, ledger.Countries());
        Assert.Equal(naive.Kinds, ledger.Kinds());
        Assert.Equal(naive.Trending, ledger.Trending, 1e-9);
        Assert.Equal(naive.Velocity, ledger.Velocity, 1e-9);
        Assert.Equal(articles.Select(static a => a.Appeared).Append(DateTimeOffset.MaxValue).Min(), ledger.FirstPublished);
        Assert.Equal(articles.Select(static a => a.Appeared).Append(DateTimeOffset.MinValue).Max(), ledger.LastPublished);
        // The same set in another order, at once.
        world.Random.Shuffle(articles);
        var scratch = new CoverageLedger(world.Directory);
        foreach (var article in articles)
            scratch.Add(article);
        Assert.Equal(scratch.Counts, ledger.Counts);
        Assert.Equal(scratch.Timeline(), ledger.Timeline());
        Assert.Equal(scratch.Trending, ledger.Trending, 1e-9);
        Assert.Equal(scratch.DirectoryVersion, ledger.DirectoryVersion);
        Assert.All(articles, a => Assert.Equal(scratch.Find(a.ArticleId), ledger.Find(a.ArticleId)));
        Assert.All(articles, a => Assert.Equal(scratch.OutletOf(a.ArticleId), ledger.OutletOf(a.ArticleId)));
    }

    private static CoveredArticle Article(string id, string outlet, double hours, ContentSignature signature, params CreditMention[] credits) =>
        new(id, outlet, "en", Start.AddHours(hours), Start.AddHours(hours + 1), [], signature, credits);

    // "lantern.example left", "norvik.example agency"
    private static OutletDirectory Directory(params string[] outlets) => new(outlets.Length + s_versions++, outlets.Select(static o => o.Split(' ')).Select(static o => new CatalogOutlet(
        [o[0]], "", "", o.Contains("agency") ? OutletKind.Agency : OutletKind.National, "", [], o.Contains("left") ? Lean.Left : Lean.Unrated)));

    private static int s_versions;

    private static ContentSignature Sign(string word) => InventedTexts.Sign(word, string.Join(' ', Enumerable.Range(0, 40).Select(i => word + "aeiou"[i % 5] + "klmnprst"[i % 8] + "bdfg"[i / 10])));

    /// <summary>Articles that come, go and are revised, and a directory that changes.</summary>
    private sealed class World
    {
        public static readonly string[] Domains = [.. Enumerable.Range(0, 12).Select(static i => $"outlet-{(char)('a' + i)}.example"), "agency-a.example", "agency-b.example", "other-name-of-a.example", "sub.outlet-b.example"];
        private static readonly string[] s_entities = ["Anna Brandt", "Paris", "France", "Berlin", "Tom Okafor", "Lindenau", "Madrid", "Harbour Board"];
        private static readonly string[] s_languages = ["en", "de", "fr", "und"];
        private static readonly string[] s_countries = ["US", "DE", "FR", ""];

        private readonly InventedTexts _texts;
        private long _version = 1;
        private int _added;

        public World(int seed)
        {
            Random = new Random(seed);
            _texts = new InventedTexts(Random, Random.Next(2, 15));
            Directory = NewDirectory();
        }

        public Random Random { get; }

        public Dictionary<string, CoveredArticle> Articles { get; } = [];

        public OutletDirectory Directory { get; private set; }

        public void Change(CoverageLedger ledger)
        {
            switch (Random.Next(12))
            {
                case 0 or 1 when Articles.Count > 0:
                    Remove(ledger);
                    break;
                case 2 or 3 when Articles.Count > 0:
                    var revised = Any(AnyId());
                    Articles[revised.ArticleId] = revised;
                    ledger.Revise(revised);
                    break;
                case 4:
                    Directory = NewDirectory();
                    ledger.Refresh(Directory);
                    break;
                default:
                    var added = Any("article-" + _added++);
                    Articles.Add(added.ArticleId, added);
                    ledger.Add(added);
                    break;
            }
        }

        public void Remove(CoverageLedger ledger)
        {
            var id = AnyId();
            Articles.Remove(id);
            Assert.True(ledger.Remove(id));
        }

        private string AnyId() => Articles.Keys.Order(StringComparer.Ordinal).ElementAt(Random.Next(Articles.Count));

        private CoveredArticle Any(string id)
        {
            // Few different times, so that some are equal; some long ago.
            var published = Start.AddMinutes(Random.Next(4) == 0 ? Random.Next(0, 60_000) : 30 * Random.Next(0, 800));
            var entities = Enumerable.Range(0, Random.Next(4)).Select(_ => s_entities[Random.Next(s_entities.Length)]).ToArray();
            var credits = Enumerable.Range(0, Random.Next(5) == 0 ? Random.Next(1, 3) : 0).Select(_ =>
                new CreditMention((CreditForm)Random.Next(1, 7), Domains[Random.Next(Domains.Length)], "quote")).ToArray();
            return new CoveredArticle(id, Random.Next(10) == 0 ? $"nobody-{Random.Next(5)}.example" : Domains[Random.Next(Domains.Length)], s_languages[Random.Next(s_languages.Length)],
                published, published.AddMinutes(Random.Next(-200, 300)), entities, _texts.Any(Random), credits);
        }

        // Leans, kinds, families and countries change; some outlets are not in it at all.
        private OutletDirectory NewDirectory()
        {
            var outlets = new List<CatalogOutlet>();
            for (var i = 0; i < 14; i++)
            {
                if (Random.Next(6) == 0)
                    continue;
                string[] domains = i == 0 ? [Domains[0], "other-name-of-a.example"] : [Domains[i]];
                var agency = i >= 12 ? Random.Next(5) > 0 : Random.Next(12) == 0;
                outlets.Add(new CatalogOutlet(domains, "", Random.Next(3) == 0 ? $"Family {Random.Next(3)}" : "", agency
                    ? OutletKind.Agency : (OutletKind)Random.Next(2, 7),
                    s_countries[Random.Next(s_countries.Length)], [], (Lean)Random.Next(0, 6)));
            }
            return new OutletDirectory(_version++, outlets);
        }
    }
}
