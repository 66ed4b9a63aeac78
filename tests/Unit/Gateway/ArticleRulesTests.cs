using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class ArticleRulesTests
{
    private readonly ManualClock _clock = new();
    private readonly ArticleRules _rules;

    public ArticleRulesTests() => _rules = new ArticleRules(PublicSuffixList.BuiltIn(), _clock);

    private static Article Good() => new() { Url = "https://www.harbor-ledger.example/pier", Title = "Pier reopens", Text = "The pier reopened.\n" };

    private string[] Faults(Action<Article> change)
    {
        var article = Good();
        change(article);
        var violations = new Violations(new IngestArticleRequest(), Reasons.InvalidArticle);
        var result = _rules.Check(article, violations);
        Assert.Equal(violations.None, result is not null);
        return [.. violations.ToError().Fields.Select(f => f.Path)];
    }

    private CheckedArticle Accepted(Action<Article> change)
    {
        var article = Good();
        change(article);
        var violations = new Violations(new IngestArticleRequest(), Reasons.InvalidArticle);
        var result = _rules.Check(article, violations);
        Assert.True(result is not null, violations.None ? "" : violations.ToError().Message);
        return result;
    }

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var faults = Faults(a =>
        {
            a.Url = "javascript:alert(1)";
            a.Title = "";
            a.Text = "nul \0";
            a.Outlet = "not a domain";
            a.Language = "english please";
            a.ExternalId = new string('x', 300);
            a.FeedCredit = "\u202egnp";
            a.PublishedAt = new Timestamp { Seconds = -1_000_000_000_000 };
        });
        Assert.Equal(["article.external_id", "article.feed_credit", "article.language", "article.outlet", "article.published_at",
            "article.text", "article.title", "article.url"], faults.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("world.harbor-ledger.example", "harbor-ledger.example", 1)]
    [InlineData("WWW.World.Harbor-Ledger.example", "harbor-ledger.example", 1)]
    [InlineData("www.harbor-ledger.example", "harbor-ledger.example", 0)]
    [InlineData("jo.github.io", "jo.github.io", 1)] // at another site than its URL
    [InlineData("gov.uk", "gov.uk", 1)]
    [InlineData("", "harbor-ledger.example", 0)]
    public void A_part_of_an_outlet_is_the_outlet(string sent, string outlet, int remarks)
    {
        var article = Accepted(a => a.Outlet = sent);
        Assert.Equal(outlet, article.Content.Outlet);
        Assert.Equal(remarks, article.Remarks.Count(r => r.Path == "article.outlet"));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1970-01-21T10:00:00Z")] // milliseconds taken for seconds
    [InlineData("1900-01-01T00:00:00Z")]
    [InlineData("1904-01-01T00:00:00Z")]
    [InlineData("1980-01-01T00:00:00Z")]
    [InlineData("2000-01-01T00:00:00Z")]
    [InlineData("2001-01-01T00:00:00Z")]
    public void What_is_no_publication_time_is_taken_for_unknown_and_said(string told)
    {
        var article = Accepted(a => a.PublishedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(told,
            System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Null(article.Content.Published);
        Assert.Equal("article.published_at", Assert.Single(article.Remarks).Path);
    }

    [Theory]
    [InlineData("1996-05-01T08:00:00Z")]
    [InlineData("2000-01-01T00:00:01Z")]
    [InlineData("2000-12-31T00:00:00Z")]
    public void An_old_publication_time_is_taken_as_it_is(string told)
    {
        var time = DateTimeOffset.Parse(told, System.Globalization.CultureInfo.InvariantCulture);
        var article = Accepted(a => a.PublishedAt = Timestamp.FromDateTimeOffset(time));
        Assert.Equal(time, article.Content.Published);
        Assert.Empty(article.Remarks);
    }

    [Theory]
    [InlineData("https://other.example/", "", 1)]
    [InlineData("https://other.example/index.html", "", 1)]
    [InlineData("https://other.example/pier", "other.example", 0)]
    [InlineData("https://amp.harbor-ledger.example/pier", "", 0)]
    public void A_home_page_is_no_canonical_address(string canonical, string host, int remarks)
    {
        var article = Accepted(a => a.CanonicalUrl = canonical);
        Assert.Equal((host, remarks), (article.Content.CanonicalHost, article.Remarks.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\0b")]
    [InlineData("a\u001bb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2066b")]
    public void Hostile_titles_are_refused(string title) => Assert.Equal(["article.title"], Faults(a => a.Title = title));

    [Theory]
    [InlineData("\u0634\u200f\u0631")]
    [InlineData("price \ufffd 5")]
    [InlineData("\ud83d\ude00 smile")]
    [InlineData("line\nbreak\ttab")]
    public void Unusual_titles_pass(string title) => Accepted(a => a.Title = title);

    // Not in a table: attributes are stored as UTF-8, which cannot hold them.
    [Fact]
    public void Halves_of_surrogate_pairs_are_refused()
    {
        foreach (var half in new[] { "a\ud800b", "a\udc00", "\ud83d", "\ude00\ud83d" })
        {
            Assert.Equal(["article.title"], Faults(a => a.Title = half));
            Assert.Equal(["article.text"], Faults(a => a.Text = half));
        }
    }

    [Fact]
    public void A_title_of_a_mebibyte_is_refused() => Assert.Equal(["article.title"], Faults(a => a.Title = new string('x', 1024 * 1024)));

    [Fact]
    public void Limits_count_bytes_not_characters()
    {
        Accepted(a => a.Title = new string('\u20ac', Limits.TitleBytes / 3));
        Assert.Equal(["article.title"], Faults(a => a.Title = new string('\u20ac', Limits.TitleBytes / 3 + 1)));
        Accepted(a => a.Text = new string('x', Limits.TextBytes));
        Assert.Equal(["article.text"], Faults(a => a.Text = new string('x', Limits.TextBytes + 1)));
    }

    [Theory]
    [InlineData("tabs\tlines\r\nand pages\f")]
    [InlineData("right to left \u202e is quoted")]
    [InlineData("replaced \ufffd")]
    [InlineData("")]
    public void Bodies_may_hold_what_people_write(string text) => Accepted(a => a.Text = text);

    [Theory]
    [InlineData("nul\0")]
    [InlineData("escape \u001b[2J")]
    public void Bodies_may_not_hold_controls(string text) => Assert.Equal(["article.text"], Faults(a => a.Text = text));

    [Theory]
    [InlineData("harbor-ledger.example", "harbor-ledger.example")]
    [InlineData("WWW.Harbor-Ledger.example", "harbor-ledger.example")]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("", "harbor-ledger.example")]
    public void Outlets_are_brought_to_one_form(string sent, string outlet) => Assert.Equal(outlet, Accepted(a => a.Outlet = sent).Content.Outlet);

    [Theory]
    [InlineData("Harbor Ledger")]
    [InlineData("https://harbor-ledger.example")]
    [InlineData("harbor-ledger.example/news")]
    [InlineData("ledger")]
    [InlineData("a..example")]
    [InlineData("192.0.2.1")]
    [InlineData("-a.example")]
    public void What_is_no_domain_is_no_outlet(string outlet) => Assert.Equal(["article.outlet"], Faults(a => a.Outlet = outlet));

    [Fact]
    public void An_address_is_its_own_outlet() => Assert.Equal("192.0.2.7", Accepted(a => a.Url = "http://192.0.2.7/x").Content.Outlet);

    [Theory]
    [InlineData("", "")]
    [InlineData("https://www.harbor-ledger.example/the-same", "")]
    [InlineData("https://amp.harbor-ledger.example/pier", "")]
    [InlineData("https://www.north-gazette.example/pier?x=1", "north-gazette.example")]
    [InlineData("HTTP://NEWS.North-Gazette.example/pier", "north-gazette.example")]
    [InlineData("http://192.0.2.7/pier", "")]
    public void A_canonical_address_counts_only_if_it_is_at_another_site(string sent, string host)
    {
        var article = Accepted(a => a.CanonicalUrl = sent);
        Assert.Equal(host, article.Content.CanonicalHost);
        Assert.Equal(Accepted(_ => { }).ArticleId, article.ArticleId);
    }

    [Theory]
    [InlineData("/pier")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user@north-gazette.example/")]
    [InlineData("https://north gazette.example/")]
    [InlineData(" ")]
    public void A_canonical_address_keeps_the_rules_of_a_url(string sent) => Assert.Equal(["article.canonical_url"], Faults(a => a.CanonicalUrl = sent));

    [Fact]
    public void A_canonical_address_has_the_limit_of_a_url() =>
        Assert.Equal(["article.canonical_url"], Faults(a => a.CanonicalUrl = "https://north-gazette.example/" + new string('x', Limits.UrlBytes)));

    [Theory]
    [InlineData("en", "en")]
    [InlineData("pt-BR", "pt")]
    [InlineData("zh-Hant-TW", "zh")]
    [InlineData("EN", "en")]
    [InlineData("deu", "de")]
    [InlineData("und", null)]
    [InlineData("", null)]
    public void Languages_become_two_letters(string sent, string? language) => Assert.Equal(language, Accepted(a => a.Language = sent).Content.Language);

    [Theory]
    [InlineData("e")]
    [InlineData("english")]
    [InlineData("en_US")]
    [InlineData("en-")]
    [InlineData("12")]
    [InlineData("en US")]
    public void What_is_no_tag_is_no_language(string language) => Assert.Equal(["article.language"], Faults(a => a.Language = language));

    [Fact]
    public void Impossible_times_are_refused()
    {
        var now = _clock.GetUtcNow();
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = new Timestamp { Seconds = now.ToUnixTimeSeconds(), Nanos = -1 }));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = new Timestamp { Seconds = now.ToUnixTimeSeconds(), Nanos = 1_000_000_000 }));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = new Timestamp { Seconds = long.MaxValue }));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = new Timestamp { Seconds = long.MinValue }));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(1899, 12, 31, 0, 0, 0, TimeSpan.Zero))));
        Assert.Equal(["article.published_at"], Faults(a => a.PublishedAt = Timestamp.FromDateTimeOffset(now.AddHours(49))));
        Accepted(a => a.PublishedAt = Timestamp.FromDateTimeOffset(now.AddHours(47)));
        Accepted(a => a.PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void An_error_stays_small_and_printable_whatever_was_sent()
    {
        var violations = new Violations(new BatchGetStoriesRequest());
        TextRules.Ids(violations, "story_ids", [.. Enumerable.Repeat("\u001b]0;evil\u202e" + new string('x', 5000), 1000)], 1, Limits.BatchIds, stories: true);
        var error = violations.ToError();
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal("1000", error.Metadata["violations"]);
        Assert.True(error.ToStatus().CalculateSize() < 5_000, "does not fit into response headers");
        Assert.All(error.Message, c => Assert.InRange(c, ' ', '~'));
    }

    [Fact]
    public void Too_many_ids_are_one_fault()
    {
        var violations = new Violations(new BatchGetStoriesRequest());
        TextRules.Ids(violations, "story_ids", [.. Enumerable.Repeat(Ids.Story(1), 1001)], 1, Limits.BatchIds, stories: true);
        Assert.Equal("story_ids", Assert.Single(violations.ToError().Fields).Path);
    }
}
