using StoryClustering.Engine.Outlets;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Outlets;

public sealed class ChangedOutletsTests
{
    private static readonly string[] Domains = ["apnews.com", "tass.ru", "porto.example", "daily.example", "news.daily.example", "ukrinform.ua"];
    private static readonly string[] Names = ["", "AP", "The Daily", "Agência Porto", "Agência Porto News Agency", "Укринформ", "Straße Newswire", "Report", "ИТАР"];
    private static readonly string[] Sources =
    [
        "AP", "ap", "A.P.", "ASSOCIATED PRESS", "The Associated Press", "Tass", "TASS", "ТАСС", "Daily", "the daily", "THE DAILY NEWS AGENCY", "AGÊNCIA PORTO",
        " agência porto agency ",
        "Agencia Porto", "Age\u0302ncia Porto",
        "укринформ", "УКРИНФОРМ", "Укрінформ", "STRASSE", "straße", "STRAßE newswire", "Report", "report", "итар", "daily.example", "Desk.Daily.Example",
        "news.daily.example",
        "www.news.daily.example", "notdaily.example", "daily.example.", ".daily.example", "porto.example", "PORTO.EXAMPLE", "apnews.com", "www.apnews.com",
        "", " ", ".", "50% _x_", "O'Neill", "İstanbul", "Nobody",
    ];

    [Fact]
    public void Every_outlet_and_credit_that_is_told_differently_after_a_change_is_touched()
    {
        var random = new Random(7);
        var (outlets, credits) = (0, 0);
        for (var round = 0; round < 4000; round++)
        {
            var before = Catalogue(random);
            var after = before.ToList();
            var changed = new ChangedOutlets();
            for (var n = random.Next(1, 3); n > 0; n--)
            {
                var outlet = Outlet(random);
                // Keyed by the main domain; a domain that it takes from another is given up by that one.
                foreach (var other in after.Where(o => o.Domains[0] != outlet.Domains[0] && o.Domains.Intersect(outlet.Domains).Any()).ToList())
                {
                    var rest = other.Domains.Except(outlet.Domains).ToArray();
                    after.Remove(other);
                    var kept = other with { Domains = rest.Length > 0 ? rest : [$"was-{round}-{n}.example"] };
                    after.Add(kept);
                    changed.Add(other, kept);
                }
                var known = after.Find(o => o.Domains[0] == outlet.Domains[0]);
                after.RemoveAll(o => o.Domains[0] == outlet.Domains[0]);
                after.Add(outlet);
                changed.Add(known, outlet);
            }
            var (old, now) = (new OutletDirectory(1, before), new OutletDirectory(2, after));
            foreach (var source in Sources)
            {
                if (old.Find(source) != now.Find(source))
                {
                    outlets++;
                    Assert.True(changed.TouchOutlet(source), $"Outlet \"{source}\" is another one in round {round}.");
                }
                // Lean alone changes no verdict: see CoverageLedger.
                if (Told(old.FindSource(source)) != Told(now.FindSource(source)) || Told(old.Find(source)) != Told(now.Find(source)))
                {
                    credits++;
                    Assert.True(changed.TouchCredit(source), $"Credit \"{source}\" means another one in round {round}.");
                }
            }
        }
        Assert.True(outlets > 1000 && credits > 1000, $"Only {outlets} outlets and {credits} credits were told differently.");
    }

    [Fact]
    public void What_a_change_does_not_name_is_left_alone()
    {
        var changed = new ChangedOutlets();
        changed.Add(null, new CatalogOutlet(["daily.example"], "The Daily", "", OutletKind.National, "", [], Lean.Left));
        foreach (var other in new[] { "notdaily.example", "example", "daily.example.org", "xdaily.example", "", "." }) Assert.False(changed.TouchOutlet(other));
        foreach (var other in new[] { "Daily Mail", "AP", "Dail_", "%", "daily.exampl", "" }) Assert.False(changed.TouchCredit(other));
        // Another lean alone: its own articles, and nobody who credits it.
        var rated = new ChangedOutlets();
        var daily = new CatalogOutlet(["daily.example"], "The Daily", "", OutletKind.National, "", [], Lean.Left);
        rated.Add(daily, daily with { Lean = Lean.Right });
        Assert.True(rated.TouchOutlet("www.daily.example"));
        Assert.False(rated.TouchCredits);
        Assert.False(rated.TouchCredit("The Daily"));
        Assert.True(ChangedOutlets.Everything.TouchCredit("") && ChangedOutlets.Everything.TouchOutlet("") && ChangedOutlets.Everything.TouchCredits);
    }

    private static (string, string, OutletKind)? Told(OutletFacts? facts) => facts is null ? null : (facts.Domain, facts.Family, facts.Kind);

    private static List<CatalogOutlet> Catalogue(Random random)
    {
        var outlets = new List<CatalogOutlet>();
        for (var n = random.Next(4); n > 0; n--)
        {
            var outlet = Outlet(random);
            if (!outlets.Exists(o => o.Domains.Intersect(outlet.Domains).Any())) outlets.Add(outlet);
        }
        return outlets;
    }

    private static CatalogOutlet Outlet(Random random)
    {
        var domains = random.GetItems(Domains, random.Next(1, 3)).Distinct().ToArray();
        return new CatalogOutlet(domains, Names[random.Next(Names.Length)], random.Next(3) == 0 ? "Family" : "", (OutletKind)random.Next(3), "", [], (Lean)random.Next(3));
    }
}
