using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;
using StoryClustering.Gateway.Articles;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Outlets;

public class StarterOutletsTests
{
    private static readonly OutletDirectory Starter = new(1, StarterOutlets.All);

    [Fact]
    public void The_starter_catalogue_is_large_and_sound()
    {
        var all = StarterOutlets.All;
        Assert.True(all.Count > 600, $"{all.Count} outlets");
        Assert.Equal(all.Sum(o => o.Domains.Count), all.SelectMany(o => o.Domains).Distinct().Count());
        Assert.All(all, o =>
        {
            Assert.NotEmpty(o.Name);
            Assert.True(o.Kind != OutletKind.Unknown && o.Country.Length is 0 or 2, o.Name);
            Assert.All(o.Languages, l => Assert.Equal(2, l.Length));
        });
        // Hosts of a government are all its own, and the built-in table is short (info.tn is a suffix in the full list); all else is a registrable domain.
        var suffixes = PublicSuffixList.BuiltIn();
        Assert.All(all.SelectMany(o => o.Domains).Where(d => d is not ("gov.uk" or "tap.info.tn")), d => Assert.Equal(d, suffixes.RegistrableDomain(d)));
        foreach (var kind in Enum.GetValues<OutletKind>().Where(k => k != OutletKind.Unknown)) Assert.Contains(all, o => o.Kind == kind);
    }

    [Theory]
    [InlineData("AP", "apnews.com")]
    [InlineData("The Associated Press", "apnews.com")]
    [InlineData("REUTERS", "reuters.com")]
    [InlineData("Reuters", "reuters.com")]
    [InlineData("Agence France-Presse", "afp.com")]
    [InlineData("dpa", "dpa.com")]
    [InlineData("Yonhap News Agency", "yna.co.kr")]
    [InlineData("ТАСС", "tass.ru")]
    [InlineData("The Guardian", "theguardian.com")]
    [InlineData("www.reuters.com", "reuters.com")]
    public void Credits_are_understood(string name, string domain) => Assert.Equal(domain, Starter.FindSource(name)?.Domain);

    [Theory]
    [InlineData("ap")]
    [InlineData("Ap")]
    [InlineData("Report")]
    [InlineData("Trend")]
    [InlineData("the")]
    [InlineData("")]
    [InlineData("AP Photo")]
    [InlineData("nobody-knows.example")]
    public void Words_that_are_no_outlets_credit_nobody(string name) => Assert.Null(Starter.FindSource(name));

    [Fact]
    public void A_host_belongs_to_the_outlet_of_the_domain_above_it_and_a_stranger_to_itself()
    {
        Assert.Equal("bbc.co.uk", Starter.Find("news.bbc.co.uk").Domain);
        var stranger = Starter.Find("daily.example");
        Assert.Equal(("daily.example", "daily.example", OutletKind.Unknown, Side.Unrated), (stranger.Domain, stranger.Family, stranger.Kind, stranger.Side));
        Assert.Equal("notbbc.co.uk", Starter.Find("notbbc.co.uk").Domain);
    }

    [Theory]
    [InlineData("Munich", "Munich", "DE")]
    [InlineData("München", "Munich", "DE")]
    [InlineData("MUNCHEN", "Munich", "DE")]
    [InlineData("Мюнхен", "Munich", "DE")]
    [InlineData("the United Kingdom", "United Kingdom", "GB")]
    [InlineData("Georgia", "Georgia", "GE")]
    [InlineData("Orrin Bay", null, null)]
    public void Places_are_known_by_their_names_in_several_languages(string name, string? english, string? country)
    {
        var place = Gazetteer.BuiltIn.Find(name);
        Assert.Equal((english, country), (place?.Name, place?.Country));
    }
}
