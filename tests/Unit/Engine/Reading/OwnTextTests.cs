using StoryClustering.Engine.Reading;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Reading;

public class OwnTextTests
{
    private const string Own = "Bo Marlow, who kept the old pier for forty years, hands over his keys on Friday. The council gave him a clock.";
    private const string Other = "Thousands march for the tram drivers in Ulverton";
    private const string Rest = "His son will not follow him. He wants to be a baker, he said.";
    private static readonly SiteName Site = new("tidewater-ledger.example");

    [Theory]
    [InlineData("Recommended Stories\nlist of 2 items\n{0}\nFerry runs aground off Selwyn\nend of list")]
    [InlineData("Related articles\n- {0}\n- Ferry runs aground off Selwyn")]
    [InlineData("READ MORE: {0}")]
    [InlineData("(Read also: {0})")]
    [InlineData("ALSO READ | {0}")]
    [InlineData("More from Tidewater Ledger\n{0}")]
    [InlineData("Most read\n1. {0}\n2. Who pays for the pier?")]
    [InlineData("Lesen Sie auch: {0}")]
    [InlineData("Mehr zum Thema\n{0}")]
    [InlineData("\u00C0 lire aussi : {0}")]
    [InlineData("Lea tambi\u00E9n: {0}")]
    [InlineData("Leggi anche: {0}")]
    [InlineData("Leia tamb\u00E9m: {0}")]
    [InlineData("Lees ook: {0}")]
    [InlineData("\u0427\u0438\u0442\u0430\u0439\u0442\u0435 \u0442\u0430\u043A\u0436\u0435: {0}")]
    public void Other_stories_are_not_read(string box)
    {
        var text = $"{Own}\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, box, Other)}\n{Rest}";
        var view = OwnText.View(text, Site);
        Assert.Equal(text.Length, view.Length);
        Assert.StartsWith(Own, view, StringComparison.Ordinal);
        Assert.EndsWith(Rest, view, StringComparison.Ordinal);
        Assert.True(string.IsNullOrWhiteSpace(view[Own.Length..^Rest.Length]), view);
    }

    [Fact]
    public void A_list_is_known_by_its_marks_where_line_ends_were_lost()
    {
        var view = OwnText.View($"{Own} Recommended Stories list of 1 item {Other} end of list {Rest}", Site);
        Assert.Equal(Own + " " + Rest, string.Join(' ', view.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("Related charges were dropped on Monday.\nThe court adjourned.")]
    [InlineData("Read more slowly, the teacher told the class.")]
    [InlineData("More on Friday.")]
    [InlineData("Most read the letter as a threat, and\nfew of them slept that night, a\nneighbour said. The police came.")]
    [InlineData("The list of 3 items that the council bought is long.")]
    public void Prose_is_read(string prose)
    {
        var text = $"{Own}\n{prose}\n{Rest}";
        Assert.Same(text, OwnText.View(text, Site));
    }

    [Theory]
    [InlineData("SELWYN, Nov. 23 (Reuters) - ", "SELWYN, Nov. 23 - ", "")]
    [InlineData("SELWYN (AP) \u2014 ", "SELWYN \u2014 ", "")]
    [InlineData("", "", "\n(Reporting by Ann Marlow in Selwyn; Editing by Tom Quay)")]
    [InlineData("", "", "\nAssociated Press")]
    [InlineData("", "", "\nPTI KND RHL")]
    [InlineData("", "", " (AFP)")]
    [InlineData("", "", "\nWith agency")]
    public void Credits_are_not_read(string before, string left, string after)
    {
        if (after.EndsWith("agency", StringComparison.Ordinal))
            Assert.Equal(Own + after, OwnText.View(Own + after, Site)); // names nobody
        else
            Assert.Equal(left + Own, string.Join(' ', OwnText.View(before + Own + after, Site).Split(' ',
                StringSplitOptions.RemoveEmptyEntries)).Trim());
    }

    [Theory]
    [InlineData("he told the Tidewater Ledger on Monday", "he told the on Monday")]
    [InlineData("The Tidewater Ledger has learned", "The has learned")]
    [InlineData("a Tidewater Ledger of accounts", "a Tidewater Ledger of accounts")]
    [InlineData("the tidewater ledger", "the tidewater ledger")]
    public void The_papers_name_for_itself_is_not_read(string text, string read) =>
        Assert.Equal(read, string.Join(' ', OwnText.View(text, Site).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Hostile_text_is_read_in_time()
    {
        string[] pieces = ["\n", "Read more\n", "list of 3 items ", "(Reuters", "( Reporting by ", "the Tidewater ", "Related: ", "T",
            "- \n", "\ud83d\ude00\n"];
        foreach (var one in pieces)
            Assert.Equal(200_000 / one.Length * one.Length, OwnText.View(string.Concat(Enumerable.Repeat(one, 200_000 / one.Length)),
                Site).Length);
    }
}
