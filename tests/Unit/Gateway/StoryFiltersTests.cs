using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;
using Xunit;
using OutletKind = StoryClustering.Contracts.Outlets.OutletKind;
using OutletSide = StoryClustering.Contracts.Stories.OutletSide;
using WireSide = StoryClustering.Api.V1.OutletSide;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class StoryFiltersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Timestamp Impossible = new() { Seconds = 1, Nanos = -1 };

    private static StoryCondition Condition(StoryFilter filter)
    {
        var violations = new Violations(new ListStoriesRequest());
        var condition = StoryFilters.Read(violations, "filter", filter);
        Assert.True(violations.None, violations.None ? "" : violations.ToError().Message);
        return condition;
    }

    private static MemberFilter Members(StoryArticleFilter filter)
    {
        var violations = new Violations(new ListStoryArticlesRequest());
        var members = StoryFilters.Read(violations, "filter", filter);
        Assert.True(violations.None, violations.None ? "" : violations.ToError().Message);
        return members;
    }

    private static string[] Faults(StoryFilter filter)
    {
        var violations = new Violations(new ListStoriesRequest());
        StoryFilters.Read(violations, "filter", filter);
        return violations.None ? [] : [.. violations.ToError().Fields.Select(f => f.Path)];
    }

    private static string[] Faults(StoryArticleFilter filter)
    {
        var violations = new Violations(new ListStoryArticlesRequest());
        StoryFilters.Read(violations, "filter", filter);
        return violations.None ? [] : [.. violations.ToError().Fields.Select(f => f.Path)];
    }

    private static StoryCard Card => Cards.New(1, articles: 6) with
    {
        Reprints = 2, Outlets = 5, Languages = ["en", "nb"], Entities = ["Harbor Board", "Pier"], Places = ["Bergen"], Updated = Noon, BlindspotSide = OutletSide.Right,
    };

    [Fact]
    public void No_filter_and_an_empty_one_restrict_nothing()
    {
        var violations = new Violations(new ListStoriesRequest());
        Assert.True(StoryFilters.Read(violations, "filter", (StoryFilter?)null).IsEmpty);
        Assert.Equal(new MemberFilter(), StoryFilters.Read(violations, "filter", (StoryArticleFilter?)null));
        Assert.True(violations.None);
        Assert.True(Condition(new StoryFilter()).IsEmpty);
        Assert.True(Condition(new StoryFilter()).Matches(Card));
        Assert.Equal(new MemberFilter(), Members(new StoryArticleFilter()));
    }

    public static TheoryData<StoryFilter, bool> Conditions => new()
    {
        { new StoryFilter { Language = "nb" }, true },
        { new StoryFilter { Language = "EN" }, true },
        { new StoryFilter { Language = "de" }, false },
        { new StoryFilter { MinArticles = 6 }, true },
        { new StoryFilter { MinArticles = 7 }, false },
        { new StoryFilter { MinOutlets = 5 }, true },
        { new StoryFilter { MinOutlets = 6 }, false },
        { new StoryFilter { MinOriginals = 4 }, true },
        { new StoryFilter { MinOriginals = 5 }, false },
        { new StoryFilter { UpdatedSince = Timestamp.FromDateTimeOffset(Noon) }, true },
        { new StoryFilter { UpdatedSince = Timestamp.FromDateTimeOffset(Noon.AddTicks(10)) }, false },
        { new StoryFilter { Entities = { "Nobody", "Pier" } }, true },
        { new StoryFilter { Entities = { "pier" } }, false },
        { new StoryFilter { Places = { "Oslo", "Bergen" } }, true },
        { new StoryFilter { Places = { "Oslo" } }, false },
        { new StoryFilter { Blindspot = WireSide.Right }, true },
        { new StoryFilter { Blindspot = WireSide.Left }, false },
        { new StoryFilter { Language = "en", MinArticles = 2, Places = { "Bergen" }, Blindspot = WireSide.Right }, true },
        { new StoryFilter { Language = "en", MinArticles = 2, Places = { "Oslo" }, Blindspot = WireSide.Right }, false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Every_field_of_a_filter_of_stories_restricts_and_all_must_hold(StoryFilter filter, bool matches)
    {
        var condition = Condition(filter);
        Assert.False(condition.IsEmpty);
        Assert.Equal(matches, condition.Matches(Card));
    }

    [Fact]
    public void Every_fault_of_a_filter_of_stories_is_told_at_once()
    {
        var faults = Faults(new StoryFilter
        {
            Language = "english", MinArticles = -1, MinOutlets = -1, MinOriginals = -1, UpdatedSince = Impossible, Entities = { "", "a\0b" },
            Places = { new string('x', Limits.NameBytes + 1) }, Blindspot = WireSide.Center,
        });
        Assert.Equal(["filter.blindspot", "filter.entities[0]", "filter.entities[1]", "filter.language", "filter.min_articles", "filter.min_originals",
            "filter.min_outlets", "filter.places[0]", "filter.updated_since"], faults.Order(StringComparer.Ordinal));
        Assert.Equal(["filter.entities"], Faults(new StoryFilter { Entities = { Enumerable.Repeat("a", Limits.FilterNames + 1) } }));
        Assert.Empty(Faults(new StoryFilter { Entities = { Enumerable.Repeat("a", Limits.FilterNames) } }));
        Assert.Equal(["filter.blindspot"], Faults(new StoryFilter { Blindspot = WireSide.Unrated }));
        Assert.Equal(["filter.blindspot"], Faults(new StoryFilter { Blindspot = (WireSide)77 }));
    }

    [Fact]
    public void Every_field_of_a_filter_of_articles_is_handed_on()
    {
        var filter = Members(new StoryArticleFilter
        {
            Kinds = { ArticleKind.Original, ArticleKind.WireReprint, ArticleKind.Original }, OutletSide = WireSide.Left, FamilySide = WireSide.Unrated,
            Outlet = "Harbor-Ledger.example", Family = "Harbor Press", Country = "no", OutletKind = "state-media", Language = "NB", Entity = "Harbor Board",
            Place = "Bergen", AppearedFrom = Timestamp.FromDateTimeOffset(Noon), AppearedBefore = Timestamp.FromDateTimeOffset(Noon.AddHours(1)), OncePer = OncePer.Family,
        });
        Assert.Equal(new MemberFilter
        {
            Verdicts = 1 << (int)ArticleVerdict.Original | 1 << (int)ArticleVerdict.WireReprint, OutletSide = OutletSide.Left, FamilySide = OutletSide.Unrated,
            Outlet = "harbor-ledger.example", Family = "Harbor Press", Country = "NO", Kind = OutletKind.StateMedia, Language = "nb", Entity = "Harbor Board",
            Place = "Bergen", From = Noon, To = Noon.AddHours(1), OncePer = 2,
        }, filter);
    }

    [Theory]
    [InlineData("unknown", "")]
    [InlineData("UNKNOWN", "")]
    [InlineData("gb", "GB")]
    [InlineData("", null)]
    public void A_country_is_a_code_or_unknown(string sent, string? country) => Assert.Equal(country, Members(new StoryArticleFilter { Country = sent }).Country);

    [Theory]
    [InlineData("agency", OutletKind.Agency)]
    [InlineData("national", OutletKind.National)]
    [InlineData("local", OutletKind.Local)]
    [InlineData("broadcaster", OutletKind.Broadcaster)]
    [InlineData("blog", OutletKind.Blog)]
    [InlineData("aggregator", OutletKind.Aggregator)]
    [InlineData("government", OutletKind.Government)]
    [InlineData("state-media", OutletKind.StateMedia)]
    [InlineData("unknown", OutletKind.Unknown)]
    public void A_kind_is_one_of_the_words_that_coverage_shows(string word, OutletKind kind) =>
        Assert.Equal(kind, Members(new StoryArticleFilter { OutletKind = word }).Kind);

    [Theory]
    [InlineData(OncePer.Unspecified, 0)]
    [InlineData(OncePer.Article, 0)]
    [InlineData(OncePer.Outlet, 1)]
    [InlineData(OncePer.Family, 2)]
    public void Once_per_is_a_number(OncePer sent, int number) => Assert.Equal(number, Members(new StoryArticleFilter { OncePer = sent }).OncePer);

    [Fact]
    public void Every_fault_of_a_filter_of_articles_is_told_at_once()
    {
        var faults = Faults(new StoryArticleFilter
        {
            Kinds = { ArticleKind.Unspecified, (ArticleKind)9 }, OutletSide = (WireSide)9, FamilySide = (WireSide)(-1), Outlet = "a\nb", Family = "a\0b",
            Country = "Norway", OutletKind = "paper", Language = "e", Entity = "\u202ex", Place = new string('x', Limits.NameBytes + 1),
            AppearedFrom = Impossible, AppearedBefore = Impossible, OncePer = (OncePer)9,
        });
        Assert.Equal(["filter.appeared_before", "filter.appeared_from", "filter.country", "filter.entity", "filter.family", "filter.family_side", "filter.kinds",
            "filter.language", "filter.once_per", "filter.outlet", "filter.outlet_kind", "filter.outlet_side", "filter.place"], faults.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("77")]
    [InlineData("agency,local")]
    public void Numbers_and_lists_are_no_kinds(string word) => Assert.Equal(["filter.outlet_kind"], Faults(new StoryArticleFilter { OutletKind = word }));
}
