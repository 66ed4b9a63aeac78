using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Syndication;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Syndication;

public class ContentSignatureTests
{
    private const string Wire =
        "The reservoir above Lindenau was lowered by two metres on Friday after divers found a crack in the eastern gate. The water " +
        "board said nobody was in danger and that the gate would be replaced before the autumn rains. Farmers downstream were told to " +
        "move cattle from the meadows. Anna Brandt, who runs the campsite at the foot of the dam, said she had heard the warning on " +
        "the radio and packed at once. The crack is forty centimetres long. Engineers from the capital will arrive on Saturday with " +
        "a steel plate that was made for another dam and never used. The board expects the repair to take nine days. Until then the " +
        "road across the dam stays closed, and the bus to Oberau takes the old route through the forest. The mayor thanked the divers, " +
        "who had gone down twice although the light was failing. A meeting for residents will be held in the sports hall on Sunday.";

    private const string OwnReport =
        "Residents of Lindenau have been asked to stay away from the river while the water board repairs the dam. Divers had " +
        "discovered damage to its eastern gate during an inspection. According to the board there is no danger, but the level of the " +
        "reservoir has been reduced as a precaution. The campsite was evacuated and traffic across the dam is stopped for nine days. " +
        "Engineers are on their way from the capital. The mayor praised everybody involved and invited the town to a meeting on Sunday.";

    private static readonly ArticleAnalyzer Analyzer = new(new EngineOptions());

    [Fact]
    public void A_reprint_with_another_headline_is_found()
    {
        Assert.Equal(1, ContentSignature.Similarity(Sign(Wire, "Crack in dam"), Sign(Wire, "Lindenau dam lowered")));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public void A_reprint_abridged_from_the_end_is_found(int part, int of)
    {
        var abridged = Wire[..(Wire.Length * part / of)];
        Assert.InRange(ContentSignature.Similarity(Sign(abridged), Sign(Wire)), ContentSignature.TextThreshold, 1);
    }

    [Fact]
    public void A_reprint_with_a_dateline_and_a_changed_sentence_is_found()
    {
        var edited = "LINDENAU, Friday (Agency) - " + Wire.Replace(
            "Farmers downstream were told to move cattle from the meadows.",
            "Cattle must leave the meadows, farmers learned.",
            StringComparison.Ordinal);
        Assert.InRange(ContentSignature.Similarity(Sign(edited), Sign(Wire)), ContentSignature.TextThreshold, 1);
    }

    [Fact]
    public void A_different_report_of_the_same_event_is_no_reprint()
    {
        Assert.InRange(ContentSignature.Similarity(Sign(OwnReport), Sign(Wire)), 0, 0.2f);
        foreach (var a in InventedNews.QuakeInVarna)
        {
            foreach (var b in InventedNews.QuakeInVarna)
            {
                if (a != b)
                    Assert.InRange(ContentSignature.Similarity(Sign(a.Text), Sign(b.Text)), 0, 0.45f);
            }
        }
    }

    [Fact]
    public void Headlines_match_when_they_are_the_same_and_not_when_a_number_differs()
    {
        var headline = Sign("", "Magnitude 5.9 earthquake shakes Port Varna on Tuesday morning");
        Assert.True(headline.FromTitle);
        Assert.Equal(1, ContentSignature.Similarity(headline, Sign("", "Magnitude 5.9 Earthquake Shakes Port Varna on Tuesday Morning")));
        Assert.InRange(
            ContentSignature.Similarity(headline, Sign("", "Magnitude 6.1 earthquake shakes Port Varna on Tuesday morning")),
            0,
            ContentSignature.TitleThreshold - 0.01f);
        Assert.Equal(0, ContentSignature.Similarity(headline, Sign(Wire, "Magnitude 5.9 earthquake shakes Port Varna on Tuesday morning")));
    }

    [Fact]
    public void Too_few_words_have_no_signature_and_resemble_nothing()
    {
        var empty = Sign("Live updates below", "Live");
        Assert.True(empty.IsEmpty);
        Assert.Equal(0, ContentSignature.Similarity(empty, empty));
        Assert.Empty(empty.ToBytes());
        Assert.True(ContentSignature.FromBytes([]).IsEmpty);
    }

    [Fact]
    public void A_line_of_text_is_signed_with_its_title()
    {
        const string Line = "Officials speak of what a closure would mean.";
        var line = Sign(Line, "Port Varna may close the northern quay");
        Assert.True(line.FromTitle);
        Assert.True(ContentSignature.AreCopies(line, Sign(Line, "Port Varna may close the northern quay")));
        Assert.False(ContentSignature.AreCopies(line, Sign(Line, "Divers find a crack in the dam")));
        Assert.False(ContentSignature.AreCopies(line, Sign("Live updates below.", "Port Varna may close the northern quay")));
        Assert.False(ContentSignature.AreCopies(line, Sign(Line + " " + Wire, "Port Varna may close the northern quay")));
    }

    [Fact]
    public void A_stored_signature_is_the_live_one_and_small()
    {
        foreach (var text in new[] { Wire, OwnReport, Wire[..120] })
        {
            var live = Sign(text);
            var bytes = live.ToBytes();
            Assert.InRange(bytes.Length, 7, ContentSignature.MaxBytes);
            Assert.Equal(live, ContentSignature.FromBytes(bytes));
            Assert.Equal(1, ContentSignature.Similarity(live, ContentSignature.FromBytes(bytes)));
        }
    }

    [Fact]
    public void Garbage_is_refused()
    {
        var bytes = Sign(Wire).ToBytes();
        for (var length = 1; length < bytes.Length; length++)
            Assert.Throws<FormatException>(() => ContentSignature.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => ContentSignature.FromBytes([.. bytes, 0]));
        Assert.Throws<FormatException>(() => ContentSignature.FromBytes([9, .. bytes[1..]]));
        Assert.Throws<FormatException>(() => ContentSignature.FromBytes([1, 2, .. bytes[2..]]));
        Assert.Throws<FormatException>(() => ContentSignature.FromBytes([1, 0, 2, 0, 5, 0, 0, 5, 0, 0]));
    }

    // Most words in common, and about somebody else.
    [Theory]
    [InlineData("Ulverton", "Nordmark",
        "The central bank of {0} raised its rate to 50 percent on Thursday, to the surprise of the markets. The currency rose at once.")]
    [InlineData("Selwyn Motors", "Marlow Steel",
        "{0} Inc. opened higher on Monday. Find the latest news, historical charts and analyst ratings of {0} on this page. "
        + "Quotes are delayed by at least fifteen minutes and are given for information only. Compare {0} with its peers in the sector.")]
    [InlineData("Ann Marlow", "Tom Quay",
        "{0} died peacefully at home on Sunday. A service will be held at the chapel at noon. {0} is survived by two children. "
        + "Flowers are not wished for; the family asks for gifts to the hospice instead.")]
    public void Texts_by_one_template_about_somebody_else_are_no_copies(string one, string other, string template)
    {
        ContentSignature Of(string name) => Sign(string.Format(System.Globalization.CultureInfo.InvariantCulture, template, name));
        Assert.True(ContentSignature.Similarity(Of(one), Of(other)) >= ContentSignature.TextThreshold,
            "The texts share too little to show it.");
        Assert.False(ContentSignature.AreCopies(Of(one), Of(other)));
        Assert.True(ContentSignature.AreCopies(Of(one), Of(one)));
    }

    [Theory]
    [InlineData("Letters to the editor of this week")]
    [InlineData("Five things to know this Friday morning")]
    public void A_headline_that_recurs_makes_no_copies(string title) => Assert.True(Sign("", title).IsEmpty);

    [Fact]
    public void Versions_of_an_agencys_report_are_one_text()
    {
        ContentSignature Of(string title, string text, string outlet) => Analyzer.Analyse(new ArticleText(title, text, "en",
            null) { Outlet = outlet }).Signature;
        var urgent = Of("(URGENT) Dam of Lindenau has a crack", "", "agency.example");
        var second = Of("(2nd LD) Dam of Lindenau has a crack", Wire, "agency.example");
        Assert.True(ContentSignature.AreCopies(urgent, second));
        Assert.True(ContentSignature.AreCopies(urgent, ContentSignature.FromBytes(second.ToBytes())));
        Assert.False(ContentSignature.AreCopies(urgent, Of("(2nd LD) Dam of Lindenau has a crack", Wire, "other.example")));
        Assert.False(ContentSignature.AreCopies(urgent, Of("Dam of Lindenau has a crack", Wire, "agency.example")));
    }

    [Fact]
    public void Signatures_of_earlier_versions_are_read_and_compared_by_what_they_have()
    {
        var now = Sign(Wire);
        var bytes = now.ToBytes();
        // Version 2: hashes, and sentences up to the end.
        var hashes = 4 + 3 * now.Hashes.Length;
        byte[] before = [2, 0, .. bytes[2..hashes], .. bytes[(hashes + 1)..(hashes + 1 + 4 * now.Sentences.Length)]];
        Assert.True(ContentSignature.AreCopies(now, ContentSignature.FromBytes(before)));
        Assert.True(ContentSignature.AreCopies(now, ContentSignature.FromBytes([1, .. before[1..hashes]])));
    }

    private static ContentSignature Sign(string text, string title = "") =>
        Analyzer.Analyse(new ArticleText(title, text, "en", null)).Signature;
}
