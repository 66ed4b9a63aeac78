using System.Diagnostics;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Tests.Unit.Engine.Syndication;

public class CreditLinesTests
{
    private const string Body = "The ferry had left the harbour at noon with forty people on board. A crack in the hull was found by a cook. " +
        "He told the captain, who turned back at once. Nobody was hurt, and the owner has promised a new ship by the spring. " +
        "Divers went down twice and came up with nothing. The harbour master closed the northern quay until the morning. " +
        "An inquiry will open next week in the sports hall, where the families can hear what the engineers have found. " +
        "The line was founded ninety years ago and has never lost a passenger.";

    [Theory]
    [InlineData("VARNA, Bulgaria (AP) \u2014 ", "AP")]
    [InlineData("LISBON (Reuters) - ", "Reuters")]
    [InlineData("ST. LOUIS (AP) \u2014 ", "AP")]
    [InlineData("By ANNA BRANDT and TOM OKAFOR VARNA (AP) \u2014 ", "AP")]
    [InlineData("Editor's note: The name of the cook was corrected. By ANNA BRANDT VARNA (AP) \u2014 ", "AP")]
    [InlineData("Washington (CNN) ", "CNN")]
    [InlineData("[Kyodo News, Osaka] ", "Kyodo News")]
    [InlineData("Berlin (dpa) - ", "dpa")]
    [InlineData("Hamburg (dpa/lno) - ", "dpa/lno")]
    [InlineData("Wien (APA) \u2013 ", "APA")]
    [InlineData("PARIS, 3 f\u00E9v (AFP) - ", "AFP")]
    [InlineData("Madrid, 3 feb (EFE).- ", "EFE")]
    [InlineData("MADRID, 3 Feb. (EUROPA PRESS) - ", "EUROPA PRESS")]
    [InlineData("(ANSA) - ROMA, 03 FEB - ", "ANSA")]
    [InlineData("Lisboa, 03 fev 2031 (Lusa) \u2013 ", "Lusa")]
    [InlineData("DEN HAAG (ANP) - ", "ANP")]
    [InlineData("BRUSSEL (Belga) - ", "Belga")]
    [InlineData("\u041C\u041E\u0421\u041A\u0412\u0410, 3 \u0444\u0435\u0432\u0440\u0430\u043B\u044F. /\u0422\u0410\u0421\u0421/. ", "\u0422\u0410\u0421\u0421")]
    [InlineData("\u041C\u041E\u0421\u041A\u0412\u0410, 3 \u0444\u0435\u0432 - \u0420\u0418\u0410 \u041D\u043E\u0432\u043E\u0441\u0442\u0438. ", "\u0420\u0418\u0410 \u041D\u043E\u0432\u043E\u0441\u0442\u0438")]
    public void Datelines(string opening, string source) => Has(CreditForm.Dateline, source, opening + Body);

    [Theory]
    [InlineData("\nPTI KND RHL", "PTI")]
    [InlineData(" PTI KND RHL", "PTI")]
    [InlineData(" (AP) SKS GRS GRS", "AP")]
    [InlineData(" (Associated Press)", "Associated Press")]
    [InlineData(" (Agence France-Presse)", "Agence France-Presse")]
    [InlineData(" (IANS)", "IANS")]
    [InlineData(" AFP", "AFP")]
    [InlineData(" \u2014 AFP", "AFP")]
    [InlineData(" \u2013 Reuters", "Reuters")]
    [InlineData("\n- PA Media", "PA Media")]
    [InlineData("\nANI", "ANI")]
    public void The_last_words_name_an_agency(string end, string source) => Has(CreditForm.Trailer, source, Body + end);

    [Theory]
    [InlineData("\nHerald")]
    [InlineData(" (Photos)")]
    [InlineData(" With inputs from agencies.")]
    [InlineData(" He works for the AP")]
    [InlineData(" He lives in the USA")]
    [InlineData(" The BBC CEO")]
    [InlineData(" NASA")]
    public void The_last_words_name_nobody(string end) =>
        Assert.DoesNotContain(CreditLines.Find(Body + end, "", ""), c => SourceNames.IsAgency(c.Source));

    [Fact]
    public void A_dateline_behind_captions_and_one_of_a_station_and_an_agency()
    {
        var captions = string.Concat(Enumerable.Repeat("The ferry at the quay, seen on a morning in the spring. (AP Photo/Anna Brandt)\n", 8));
        Has(CreditForm.Dateline, "AP", captions + "VARNA, Bulgaria (AP) \u2014 " + Body);
        Has(CreditForm.Dateline, "AP", captions + "Varna (AP) \u2014 " + Body);
        Assert.DoesNotContain(CreditLines.Find(captions + "He said so (AP) \u2014 and left. " + Body), credit => credit.Source == "AP");
        Has(CreditForm.Assistance, "AP", "VARNA (KXYZ/AP) \u2014 " + Body);
        Assert.DoesNotContain(CreditLines.Find("VARNA (CBS/AP) \u2014 " + Body), credit => credit.Form == CreditForm.Dateline);
    }

    [Theory]
    [InlineData("The Associated Press", "The Associated Press")]
    [InlineData("Reuters Staff", "Reuters")]
    [InlineData("AFP/dpa", "AFP")]
    [InlineData("AFP/dpa", "dpa")]
    [InlineData("By Anna Brandt, Associated Press", "Associated Press")]
    [InlineData("By Anna Brandt, AP Sports Writer", "AP")]
    [InlineData("By Anna Brandt | Agence France-Presse", "Agence France-Presse")]
    [InlineData("Anna Brandt, The Canadian Press", "The Canadian Press")]
    [InlineData("Von Anna Brandt, dpa", "dpa")]
    [InlineData("Quelle: dpa", "dpa")]
    [InlineData("Par Anna Brandt, AFP", "AFP")]
    [InlineData("Por Anna Brandt, EFE", "EFE")]
    [InlineData("Fuente: EFE", "EFE")]
    [InlineData("di Anna Brandt, ANSA", "ANSA")]
    [InlineData("Fonte: Lusa", "Lusa")]
    [InlineData("Door Anna Brandt, ANP", "ANP")]
    [InlineData("Bron: ANP", "ANP")]
    public void Bylines(string line, string source) => Has(CreditForm.Byline, source, "A crack in the hull\n" + line + "\n" + Body);

    [Theory]
    [InlineData("By ANNA BRANDT, Associated Press ", "Associated Press")]
    [InlineData("By Anna Brandt and Tom de Vries, CNN ", "CNN")]
    public void Bylines_of_an_excerpt_in_one_line(string opening, string source) => Has(CreditForm.Byline, source, opening + Body[..150]);

    [Theory]
    [InlineData("\n(Reporting by Anna Brandt in Varna; Editing by Tom Okafor)", "Reuters")]
    [InlineData("\nCopyright 2031 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.", "The Associated Press")]
    [InlineData("\nThis material may not be published, broadcast, rewritten or redistributed.", "AP")]
    [InlineData("\nCopyright Associated Press. All rights reserved", "Associated Press")]
    [InlineData("\n(Reporting by Anna Brandt in Varna; Edtitng by Tom Okafor", "Reuters")]
    [InlineData("\n___\nBrandt and Okafor reported from Varna.", "AP")]
    [InlineData("\nFollow AP\u2019s coverage of ferries at https://apne.ws/abc", "AP")]
    [InlineData("\nThis story was reported by The Associated Press.", "The Associated Press")]
    [InlineData("\nContent created by The Harbor News Foundation is available without charge.", "The Harbor News Foundation")]
    [InlineData("\nAssociated Press writer Anna Brandt in Varna contributed to this report.", "AP")]
    [InlineData("\nThis report by The Canadian Press was first published Feb. 3, 2031.", "The Canadian Press")]
    [InlineData("\nThis story was originally published by the Harbor Ledger.", "the Harbor Ledger")]
    [InlineData("\nThis article first appeared on Harbor Ledger and is republished under a licence.", "Harbor Ledger")]
    [InlineData("\nRepublished with permission of the Harbor Ledger.", "the Harbor Ledger")]
    [InlineData("\n\u00A9 2031 AFP", "AFP")]
    [InlineData("\nReuters", "Reuters")]
    [InlineData("\nAFP/dpa", "dpa")]
    [InlineData(" (AFP)", "AFP")]
    [InlineData(" (AFP, dpa)", "AFP, dpa")]
    [InlineData("\nQuelle: dpa", "dpa")]
    [InlineData("\nFuente: EFE", "EFE")]
    [InlineData("\nFonte: ANSA", "ANSA")]
    [InlineData("\nBron: ANP", "ANP")]
    [InlineData("\nSource: AFP", "AFP")]
    [InlineData("\n\u0418\u0441\u0442\u043E\u0447\u043D\u0438\u043A: \u0422\u0410\u0421\u0421", "\u0422\u0410\u0421\u0421")]
    public void Trailers(string end, string source) => Has(CreditForm.Trailer, source, Body + end);

    [Theory]
    [InlineData(" With files from The Canadian Press", "The Canadian Press")]
    [InlineData(" (avec AFP)", "AFP")]
    [InlineData(" Mit Material von dpa", "dpa")]
    [InlineData(" Con informaci\u00F3n de EFE", "EFE")]
    [InlineData(" Com informa\u00E7\u00F5es da Lusa", "Lusa")]
    [InlineData(" Con informazioni di ANSA", "ANSA")]
    [InlineData(" (met ANP)", "ANP")]
    public void Contributions(string end, string source) => Has(CreditForm.Contribution, source, Body + end);

    [Theory]
    [InlineData("\nThe Associated Press contributed to this report.", "The Associated Press")]
    [InlineData("\nAnna Brandt and The Associated Press contributed to this report.", "The Associated Press")]
    [InlineData("\nThis report contains material from Reuters.", "Reuters")]
    [InlineData("\nCopyright Associated Press / Harbor 5 News", "Associated Press")]
    [InlineData("\nCopyright 2031 by Harbor 5 and Associated Press. All rights reserved.", "Associated Press")]
    public void Assistance_is_not_authorship(string end, string source) => Has(CreditForm.Assistance, source, Body + end);

    [Theory]
    [InlineData("The captain told Reuters that he had turned back at once.\n")]
    [InlineData("According to the AP, the crack was found by a cook.\n")]
    [InlineData("The ferry at the quay. (Anna Brandt/The Associated Press)\n")]
    [InlineData("Enlarge this image toggle caption Anna Brandt/AFP/Getty Images Anna Brandt/AFP/Getty Images\n")]
    [InlineData("Image copyright Reuters Image caption The ferry at the quay\n")]
    [InlineData("REUTERS/Anna Brandt\n")]
    [InlineData("AP Photo/Anna Brandt\n")]
    [InlineData("The ferry at the quay, in a picture of the coast guard via AP\n")]
    [InlineData("Owners wanted more time, AP, the union and some of the crew said\n")]
    public void Mentions_and_pictures_are_no_credits(string opening)
    {
        var directory = new OutletDirectory(1, StarterOutlets.All);
        Assert.DoesNotContain(CreditLines.Find(opening + Body), credit => directory.FindSource(credit.Source) is not null);
        Assert.DoesNotContain(CreditLines.Find(Body[..200] + "\n" + opening + Body), credit => directory.FindSource(credit.Source) is not null);
    }

    [Theory]
    [InlineData(" The crack was first reported by Axios.")]
    [InlineData(" The owner said so to AFP.")]
    [InlineData("\nAnna Brandt writes on ships; her work has been published in The New York Times.")]
    [InlineData("\n\u201CA scandal.\u201D\nAnna Brandt, The New York Times")]
    [InlineData("\n(Copyright 2031 by Harbor 5 and Bay News. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.)")]
    public void Reports_of_others_and_digests_are_no_credits(string end)
    {
        var directory = new OutletDirectory(1, StarterOutlets.All);
        Assert.DoesNotContain(CreditLines.Find(Body + end), credit => directory.FindSource(credit.Source) is not null);
    }

    [Fact]
    public void Credits_of_feed_and_page_are_kept_beside_many_in_the_text()
    {
        var text = "VARNA (AP) \u2014 " + Body + "\nCopyright 2031 Lusa. Republished from ANSA. Source: EFE\nAFP/dpa";
        var found = CreditLines.Find(text, "Reuters", "harbor-ledger.example");
        Assert.Equal(4, found.Count);
        Assert.Equal((CreditForm.Dateline, "AP"), (found[0].Form, found[0].Source));
        Assert.Contains(found, credit => credit is { Form: CreditForm.FeedCredit, Source: "Reuters" });
        Assert.Contains(found, credit => credit is { Form: CreditForm.CanonicalUrl, Source: "harbor-ledger.example" });
        Assert.Empty(CreditLines.Find(""));
        Assert.Equal(CreditForm.FeedCredit, Assert.Single(CreditLines.Find("", "AFP")).Form);
    }

    [Fact]
    public void What_is_quoted_stands_in_the_text()
    {
        var text = "VARNA (AP) \u2014 " + Body + "\nThis report by The Canadian Press was first published Feb. 3, 2031.";
        Assert.All(CreditLines.Find(text), credit =>
        {
            Assert.Contains(credit.Quote, text, StringComparison.Ordinal);
            Assert.InRange(credit.Quote.Length, 1, 160);
        });
    }

    public static TheoryData<string> Hostile =>
    [
        new string('(', 300), new string('(', 100_000), new string(' ', 100_000), "a" + new string(' ', 398) + "b", new string('\n', 500), new string('A', 500), new string('-', 500),
        Repeat("(a "), Repeat("By A, "), Repeat("By "), Repeat("A A/ "), Repeat("A, "), Repeat("with files from "), Repeat("(reporting by "), Repeat("AP writer "), Repeat("Staff writer "),
        Repeat("copyright "), Repeat("\u00A9 2031 "), Repeat("A\n"), Repeat("By A\n"), Repeat("WASHINGTON "), Repeat("WASHINGTON, "), Repeat("Source: "), Repeat("first published by "),
        Repeat("(AFP"), Repeat("this report by "), Repeat("and A contributed "), "By " + Repeat("A.A. and "), "x\nBy " + Repeat("a of "), Repeat("A. "), Repeat("St. "), "\n" + Repeat("A/"), Repeat(" (reporting by a; editing by "), new string('a', 300) + string.Concat(Enumerable.Repeat("A (A) -", 300)), new string('a', 300) + string.Concat(Enumerable.Repeat(")-", 600)),
        "___ " + Repeat("A and "), Repeat("___ "), Repeat("content created by "),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_texts_cost_little(string text)
    {
        CreditLines.Find(text);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.InRange(CreditLines.Find(text).Count, 0, 4);
            var took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }
        // Some 20 us as a rule; an expression that goes astray takes seconds.
        Assert.InRange(best.TotalMilliseconds, 0, 5);
    }

    private static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, 400 / text.Length + 1));

    private static void Has(CreditForm form, string source, string text) =>
        Assert.Contains(CreditLines.Find(text), credit => credit.Form == form && credit.Source == source);
}
