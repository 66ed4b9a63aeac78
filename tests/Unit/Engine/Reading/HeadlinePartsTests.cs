using StoryClustering.Engine.Reading;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Reading;

public class HeadlinePartsTests
{
    [Theory]
    [InlineData("Ferry aground off Selwyn - Tidewater Ledger", "Ferry aground off Selwyn")]
    [InlineData("Ferry aground off Selwyn | The Tidewater Ledger", "Ferry aground off Selwyn")]
    [InlineData("Ferry aground off Selwyn \u2013 TidewaterLedger.com", "Ferry aground off Selwyn")]
    [InlineData("Ferry aground off Selwyn \u2014 tidewater-ledger.example", "Ferry aground off Selwyn")]
    [InlineData("Ferry aground off Selwyn | News | Tidewater Ledger", "Ferry aground off Selwyn")]
    [InlineData("Opinion | The pier is nobody's child - Tidewater Ledger", "The pier is nobody's child")]
    [InlineData("Op-Ed Columnist: The pier is nobody's child", "The pier is nobody's child")]
    [InlineData("LIVE: ferry aground off Selwyn", "ferry aground off Selwyn")]
    [InlineData("WATCH: Ferry runs aground", "Ferry runs aground")]
    [InlineData("BREAKING NEWS: Ferry runs aground", "Ferry runs aground")]
    [InlineData("UPDATE 3-Ferry runs aground off Selwyn", "Ferry runs aground off Selwyn")]
    [InlineData("EXCLUSIVE-Ferry line had been warned", "Ferry line had been warned")]
    [InlineData("WRAPUP 2-Ferry line fined", "Ferry line fined")]
    [InlineData("(URGENT) Ferry runs aground", "Ferry runs aground")]
    [InlineData("(2nd LD) Ferry runs aground off Selwyn", "Ferry runs aground off Selwyn")]
    [InlineData("[Exclusive] Ferry line had been warned", "Ferry line had been warned")]
    [InlineData("URGENT: (LEAD) Ferry runs aground", "Ferry runs aground")]
    [InlineData("EILMELDUNG: F\u00E4hre auf Grund gelaufen", "F\u00E4hre auf Grund gelaufen")]
    [InlineData("EN DIRECT. Le ferry est \u00E9chou\u00E9", "EN DIRECT. Le ferry est \u00E9chou\u00E9")]
    [InlineData("EN DIRECT - Le ferry est \u00E9chou\u00E9", "Le ferry est \u00E9chou\u00E9")]
    [InlineData("\u00DALTIMA HORA: encalla el ferri", "encalla el ferri")]
    [InlineData("DIRETTA | Traghetto incagliato al largo", "Traghetto incagliato al largo")]
    [InlineData("AO VIVO: ferry encalha ao largo", "ferry encalha ao largo")]
    [InlineData("\u0421\u0420\u041E\u0427\u041D\u041E: \u043F\u0430\u0440\u043E\u043C \u0441\u0435\u043B \u043D\u0430 \u043C\u0435\u043B\u044C", "\u043F\u0430\u0440\u043E\u043C \u0441\u0435\u043B \u043D\u0430 \u043C\u0435\u043B\u044C")]
    [InlineData("Ferry aground &#8211; Tidewater Ledger", "Ferry aground")]
    public void What_stands_around_a_headline_is_cut_off(string title, string headline) =>
        Assert.Equal(headline, Headlines.Shown(title, "tidewater-ledger.example"));

    [Theory]
    [InlineData("Superbugs: what they are and how Selwyn got them")]
    [InlineData("Nobody lives here | Dana Morrow")] // an author's name is no part of what happened, but of the title
    [InlineData("Ferry aground - what we know so far")]
    [InlineData("Selwyn-Marlow line closed")]
    [InlineData("Marlow 3 - 1 Selwyn")]
    [InlineData("Mayor: 'We will not pay'")]
    [InlineData("Talks in Selwyn - the ferry's future")]
    [InlineData("The Tidewater Ledger")]
    [InlineData("LIVE: ferry")]
    [InlineData("News")]
    [InlineData("- | -")]
    [InlineData("")]
    public void What_belongs_to_a_headline_stays(string title) => Assert.Equal(title, Headlines.Shown(title, "tidewater-ledger.example"));

    [Theory]
    [InlineData("Ferry aground - Harbour Post", "news-host.example", "Harbour Post", "Ferry aground")]
    [InlineData("Ferry aground - BBC News", "bbc.co.uk", "", "Ferry aground")]
    [InlineData("Ferry aground - The Hill", "thehill.com", "", "Ferry aground")]
    [InlineData("Ferry aground - Mill Street", "thehill.com", "", "Ferry aground - Mill Street")]
    public void A_site_is_known_by_its_domain_or_by_the_feed(string title, string outlet, string credit, string headline) =>
        Assert.Equal(headline, Headlines.Shown(title, outlet, credit));

    [Fact]
    public void An_authors_name_behind_a_bar_is_not_compared()
    {
        var reading = ArticleReading.Of("Nobody lives here any more | Dana Morrow", "", "tidewater-ledger.example");
        Assert.Equal(("Nobody lives here any more", "Nobody lives here any more | Dana Morrow"), (reading.ComparedTitle,
            reading.ShownTitle));
    }
}
