using StoryClustering.Gateway.Articles;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class CanonicalUrlTests
{
    [Theory]
    [InlineData("https://www.Harbor-Ledger.example:443/News/?utm_source=x&id=7#top", "harbor-ledger.example/News?id=7")]
    [InlineData("http://harbor-ledger.example", "harbor-ledger.example")]
    [InlineData("http://harbor-ledger.example/", "harbor-ledger.example")]
    [InlineData("HTTP://harbor-ledger.example./a/", "harbor-ledger.example/a")]
    [InlineData("http://harbor-ledger.example:80/a", "harbor-ledger.example/a")]
    [InlineData("http://harbor-ledger.example:8080/a", "harbor-ledger.example:8080/a")]
    [InlineData("http://harbor-ledger.example:/a", "harbor-ledger.example/a")]
    [InlineData("http://a.example/x?b=2&a=1", "a.example/x?b=2&a=1")]
    [InlineData("http://a.example/x?a=&a=&b", "a.example/x?a=&a=&b")]
    [InlineData("http://a.example/x?FBCLID=1&gclid=2&mc_cid=3&UTM_Anything=4", "a.example/x")]
    [InlineData("http://a.example/x?utm=1&ref=home", "a.example/x?utm=1&ref=home")]
    [InlineData("http://a.example/%7Ejo%2fx%41", "a.example/~jo%2FxA")]
    [InlineData("http://a.example/a/./b/../c", "a.example/a/c")]
    [InlineData("http://a.example/../../c", "a.example/c")]
    [InlineData("http://a.example//c", "a.example//c")]
    [InlineData(@"http://www.daily.example/story\?track=rss", "daily.example/story%5C?track=rss")]
    [InlineData("http://a.example/caf\u00e9", "a.example/caf%C3%A9")]
    [InlineData("http://a.example/caf%c3%a9", "a.example/caf%C3%A9")]
    [InlineData("http://a.example/100%", "a.example/100%")]
    [InlineData("http://a.example/50%zz", "a.example/50%zz")]
    [InlineData("http://a.example/a%20b", "a.example/a%20b")]
    [InlineData("http://b\u00fccher.example/x", "xn--bcher-kva.example/x")]
    [InlineData("http://my_blog.a.example/x", "my_blog.a.example/x")]
    [InlineData("http://www.example/x", "www.example/x")]
    [InlineData("http://192.0.2.7/x", "192.0.2.7/x")]
    [InlineData("http://[2001:DB8::1]:8080/x", "[2001:db8::1]:8080/x")]
    [InlineData("http://a.example/?p=12", "a.example?p=12")]
    [InlineData("http://a.example?p=12", "a.example?p=12")]
    [InlineData("http://a.example/x#!/hash?q=1", "a.example/x#!/hash?q=1")]
    [InlineData("http://a.example/#/story/7", "a.example#/story/7")]
    [InlineData("http://a.example/x#comments", "a.example/x")]
    [InlineData("http://a.example/x#xtor=RSS-3", "a.example/x")]
    [InlineData("http://a.example/x?at_medium=RSS&at_campaign=KA&xtor=RSS-3&mtm_source=y&pk_kwd=z&ocid=1", "a.example/x")]
    [InlineData("http://a.example/x//", "a.example/x")]
    [InlineData("http://a.example//", "a.example")]
    [InlineData("http://a.example/x?&", "a.example/x")]
    [InlineData("http://www.www.a.example/x", "a.example/x")]
    [InlineData("http://a.example/a%%34%31", "a.example/aA")]
    [InlineData("https://www-harbor--ledger-example.cdn.ampproject.org/c/s/www.harbor-ledger.example/news/7/amp?utm_source=x", "harbor-ledger.example/news/7/amp")]
    [InlineData("https://www-harbor--ledger-example.cdn.ampproject.org/other", "www-harbor--ledger-example.cdn.ampproject.org/other")]
    [InlineData("https://www.google.com/amp/s/www.harbor-ledger.example/news/7", "harbor-ledger.example/news/7")]
    [InlineData("https://www-harbor--ledger-example.translate.goog/news/7?_x_tr_sl=en&id=2", "harbor-ledger.example/news/7?id=2")]
    public void Equal_addresses_have_one_form(string url, string canonical)
    {
        var parsed = CanonicalUrl.Parse(url, out var rule);
        Assert.True(parsed is not null, rule);
        Assert.Equal(canonical, parsed.Text);
    }

    [Fact]
    public void The_form_of_the_form_of_anything_is_itself()
    {
        var random = new Random(3);
        string[] pieces = ["/", "//", ".", "..", "%", "%%", "41", "%2", "%34", "%2F", "%2e", "a", "b-c", "?", "&", "=", "#", "#!/", "#/x", "www.", "utm_source=x", "é", ":", "@", "%C3%A9", "id=7", "amp", "+", "%20"];
        string[] hosts = ["a.example", "www.a.example", "www.www.a.example", "www.www.", "B\u00fccher.example", "a.example:8080", "[2001:DB8::1]", "192.0.2.7", "a-b.translate.goog", "x.cdn.ampproject.org"];
        var tried = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var url = "https://" + hosts[random.Next(hosts.Length)] + "/" + string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (CanonicalUrl.Parse(url, out _) is not { } first)
                continue;
            tried++;
            var again = CanonicalUrl.Parse("https://" + first.Text, out var rule);
            Assert.True(again is not null, $"{url}: {first.Text}: {rule}");
            Assert.True(first.Text == again.Text, $"{url}: {first.Text}: {again.Text}");
        }
        Assert.True(tried > 10_000);
    }

    [Theory]
    [InlineData("http://a.example/A", "http://a.example/a")]
    [InlineData("http://a.example/x?id=1", "http://a.example/x?id=2")]
    [InlineData("http://a.example/x?a=1&b=2", "http://a.example/x?b=2&a=1")]
    [InlineData("http://a.example/x/y", "http://a.example/x%2Fy")]
    [InlineData("http://a.example/x", "http://a.example:8080/x")]
    [InlineData("http://m.a.example/x", "http://a.example/x")]
    [InlineData("http://a.example/x?q=a+b", "http://a.example/x?q=a%2Bb")]
    public void Different_articles_keep_different_forms(string one, string other) =>
        Assert.NotEqual(CanonicalUrl.Parse(one, out _)!.Text, CanonicalUrl.Parse(other, out _)!.Text);

    [Theory]
    [InlineData("https://a.example", true)]
    [InlineData("https://www.a.example/", true)]
    [InlineData("https://a.example/index.html", true)]
    [InlineData("https://a.example/?utm_source=x", true)]
    [InlineData("https://a.example/?p=17", false)]
    [InlineData("https://a.example/pier", false)]
    [InlineData("https://a.example/#!/pier", false)]
    public void A_home_page_is_told_from_an_article(string url, bool home) => Assert.Equal(home, CanonicalUrl.Parse(url, out _)!.IsHome);

    [Theory]
    [InlineData("")]
    [InlineData("a.example/x")]
    [InlineData("//a.example/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hi")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://a.example/x")]
    [InlineData("http:/a.example/x")]
    [InlineData("http:a.example/x")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://:80/x")]
    [InlineData("http://?q=1")]
    [InlineData("http://user:secret@a.example/")]
    [InlineData("http://user@a.example/")]
    [InlineData("http://a.example\\@b.example/")]
    [InlineData("http://a.example:0/")]
    [InlineData("http://a.example:65536/")]
    [InlineData("http://a.example:8a/")]
    [InlineData("http://a.example:-1/")]
    [InlineData("http://a..example/")]
    [InlineData("http://-a.example/")]
    [InlineData("http://a.example%00/")]
    [InlineData("http://a b.example/")]
    [InlineData("http://a.example/a b")]
    [InlineData(" http://a.example/")]
    [InlineData("http://a.example/\n")]
    [InlineData("http://a.example/\u0000")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://1.2.3.256/")]
    [InlineData("http://[::1/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[1.2.3.4]/")]
    public void What_is_no_web_address_is_refused_with_a_rule(string url)
    {
        Assert.Null(CanonicalUrl.Parse(url, out var rule));
        Assert.NotEmpty(rule);
    }

    [Theory]
    [InlineData("http://a.example/x")]
    [InlineData("http://a.example/%E2%82%AC?x=%26&y=\u00e9")]
    [InlineData(@"http://a.example/story\?x=1")]
    public void The_form_of_a_form_is_itself(string url)
    {
        var once = CanonicalUrl.Parse(url, out _)!.Text;
        Assert.Equal(once, CanonicalUrl.Parse("https://" + once, out _)!.Text);
    }

    [Fact]
    public void Half_a_surrogate_pair_does_not_break_it() => Assert.NotNull(CanonicalUrl.Parse("http://a.example/\ud800x", out _));
}

public sealed class PublicSuffixListTests
{
    private static readonly PublicSuffixList List = PublicSuffixList.Parse(
    [
        "// comment", "com", "uk", "co.uk", "jp", "ac.jp", "*.kobe.jp", "!city.kobe.jp", "*.ck", "!www.ck", "blogs.example trailing words", "\u516c\u53f8.cn",
    ]);

    // From publicsuffix.org's own test vectors, with hosts of ours.
    [Theory]
    [InlineData("com", "com")]
    [InlineData("harbor.com", "harbor.com")]
    [InlineData("a.b.harbor.com", "harbor.com")]
    [InlineData("co.uk", "co.uk")]
    [InlineData("news.harbor.co.uk", "harbor.co.uk")]
    [InlineData("harbor.uk", "harbor.uk")]
    [InlineData("c.kobe.jp", "c.kobe.jp")]
    [InlineData("b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("city.kobe.jp", "city.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("harbor.test.ck", "harbor.test.ck")]
    [InlineData("test.ck", "test.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("jo.blogs.example", "jo.blogs.example")]
    [InlineData("deep.jo.blogs.example", "jo.blogs.example")]
    [InlineData("harbor.unlisted", "harbor.unlisted")]
    [InlineData("a.harbor.unlisted", "harbor.unlisted")]
    [InlineData("localhost", "localhost")]
    [InlineData("a.b.xn--55qx5d.cn", "b.xn--55qx5d.cn")]
    public void Registrable_domain_follows_the_published_algorithm(string host, string domain) =>
        Assert.Equal(domain, List.RegistrableDomain(host));

    [Theory]
    [InlineData("www.harbor.com.au", "harbor.com.au")]
    [InlineData("news.harbor.co.jp", "harbor.co.jp")]
    [InlineData("jo.blogspot.com", "jo.blogspot.com")]
    [InlineData("www.jo.blogspot.com", "jo.blogspot.com")]
    [InlineData("jo.github.io", "jo.github.io")]
    [InlineData("jo.substack.com", "jo.substack.com")]
    [InlineData("jo.de.com", "jo.de.com")]
    [InlineData("jo-site.netlify.app", "jo-site.netlify.app")]
    [InlineData("substack.com", "substack.com")]
    [InlineData("edition.harbor.com", "harbor.com")]
    public void Without_the_file_the_well_known_suffixes_are_there(string host, string domain) =>
        Assert.Equal(domain, PublicSuffixList.Load("/no/such/file").RegistrableDomain(host));
}
