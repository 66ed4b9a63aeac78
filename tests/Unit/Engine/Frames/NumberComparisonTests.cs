using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Frames;

public class NumberComparisonTests
{
    // Two outlets' sentences of one fact; what is shown as "subject: value / value", the later first.
    [Theory]
    [InlineData("en", "The ferry firm Quill was fined $9 million for the spill at Orrin on Monday.",
        "On Monday the ferry firm Quill was fined $7 million over the spill at Orrin.", "fined: $7 million / $9 million")]
    [InlineData("en", "Unemployment in the valley of Orrin rose to 12 percent in May.",
        "In May unemployment in the valley of Orrin rose to 14 per cent.", "rose: 14 per cent / 12 percent")]
    [InlineData("en", "A crush at the ferry pier of Orrin injured 37 on Monday.",
        "At least 30 people were injured on Monday in a crush at the ferry pier of Orrin.", "injured: At least 30 / 37")]
    [InlineData("en", "The storm at Orrin killed 12 people and injured 30 people on Monday.",
        "On Monday 30 people were injured and 12 people were killed in the storm at Orrin.", "")]
    [InlineData("de", "Die Reederei Quill zahlt wegen des Lecks bei Ulmen 9 Mio. Euro Strafe an die Stadt.",
        "Wegen des Lecks bei Ulmen zahlt die Reederei Quill der Stadt 7 Millionen Euro Strafe.",
            "strafe: 7 Millionen Euro / 9 Mio. Euro")]
    [InlineData("de", "Bei dem Sturm in Ulmen wurden am Montag 12 Menschen verletzt.",
        "Am Montag sind in Ulmen bei dem Sturm 15 Personen verletzt worden.", "verletzt: 15 / 12")]
    [InlineData("fr", "L’armateur Quille a écopé d’une amende de 9 millions d’euros pour la fuite au port de Tarn.",
        "Pour la fuite au port de Tarn, l’armateur Quille a écopé d’une amende de 7 M€.", "amende: 7 M€ / 9 millions d’euros")]
    [InlineData("es", "La naviera Quilla fue multada con 9 millones de euros por el vertido del puerto de Tarn.",
        "Por el vertido del puerto de Tarn la naviera Quilla fue multada con 7 millones de euros.",
        "multada: 7 millones de euros / 9 millones de euros")]
    // The same numbers in other words.
    [InlineData("en", "The flood at Orrin drove 12 500 people from their homes on Monday.",
        "On Monday the flood drove 12,500 people from their homes at Orrin.", "")]
    [InlineData("en", "Half a dozen people were hurt in the storm at the pier of Orrin.",
        "In the storm at the pier of Orrin six people were hurt.", "")]
    [InlineData("en", "Repairs of the pier at Orrin cost R1.2bn, twice as much as planned.",
        "At Orrin repairs of the pier cost 1.2 billion rand, twice as much as planned.", "")]
    [InlineData("en", "Repairs of the pier at Orrin cost $1.2 million, twice as much as planned.",
        "At Orrin repairs of the pier cost $1,212,000, twice as much as planned.", "")]
    [InlineData("en", "A wall 30m high held the flood off the pier at Orrin.",
        "The flood was held off the pier at Orrin by a 30-metre wall that was high.", "")]
    [InlineData("en", "Between 20 and 30 people were hurt in the storm at the pier of Orrin.",
        "In the storm at the pier of Orrin 25 people were hurt.", "")]
    [InlineData("en", "A girl, 17, was hurt in the storm at the pier of Orrin on Monday.",
        "A 16-year-old girl was hurt on Monday in the storm at the pier of Orrin.", "")]
    [InlineData("de", "Die Flut in Ulmen vertrieb am Montag 12.500 Menschen aus ihren Häusern.",
        "Am Montag vertrieb die Flut in Ulmen 12 500 Menschen aus ihren Häusern.", "")]
    public void Numbers_of_one_fact_differ_if_they_count_the_same_and_are_not_the_same(string language, string first, string second,
        string expected)
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Orrin", first, language: language);
        story.Add("herald.example", Side.Right, "Orrin again", second, language: language);
        var frames = story.Build();
        Assert.NotEmpty(frames.Facts);
        Assert.Equal(expected, string.Join(" | ", frames.Facts.SelectMany(static f => f.Differences).Select(Shown).Distinct()));
        story.AssertCited(frames);
    }

    [Fact]
    public void An_outlets_later_figure_stands_for_its_earlier_one()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Crush at pier",
            "More than 30 people were injured in the crush at the ferry pier of Orrin.");
        story.Add("herald.example", Side.Right, "Pier crush", "In the crush at the ferry pier of Orrin 37 people were injured.");
        story.Add("ledger.example", Side.Left, "Pier: 41 hurt",
            "41 people were injured in the crush at the ferry pier of Orrin, police now say.");
        var difference = Assert.Single(story.Build().Facts.SelectMany(static f => f.Differences));
        Assert.Equal("injured: 41 / 37", Shown(difference));
    }

    [Fact]
    public void An_outlets_later_figure_need_only_resemble_its_own_earlier_sentence()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Crush at pier", "More than 30 people were hurt in the crush.");
        story.Add("herald.example", Side.Right, "Pier crush", "35 people were hurt in the crush outside, and 70 slept at the school.");
        story.Add("ledger.example", Side.Left, "Pier: more hurt", "40 people were hurt in the crush, the mayor now thinks.");
        Assert.Equal("hurt: 40 / 35", Shown(Assert.Single(story.Build().Facts.SelectMany(static f => f.Differences))));
    }

    [Fact]
    public void Outlets_whose_later_figures_agree_do_not_differ()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Crush at pier",
            "More than 30 people were injured in the crush at the ferry pier of Orrin.");
        story.Add("herald.example", Side.Right, "Pier crush", "In the crush at the ferry pier of Orrin 41 people were injured.");
        story.Add("ledger.example", Side.Left, "Pier: 41 hurt",
            "41 people were injured in the crush at the ferry pier of Orrin, police now say.");
        var frames = story.Build();
        Assert.NotEmpty(frames.Facts);
        Assert.Empty(frames.Facts.SelectMany(static f => f.Differences));
    }

    [Theory]
    [InlineData("The ferry firm Quill was fined $9 million for the spill at Orrin on Monday.",
        "On Monday the ferry firm Quill was fined £7 million over the spill at Orrin.")]
    [InlineData("The ferry firm Quill of Orrin earned $9 million with tickets in May.",
        "In May the ferry firm Quill of Orrin owed $7 million to banks.")]
    public void Sums_in_two_currencies_or_of_two_things_are_not_compared(string first, string second)
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Orrin", first);
        story.Add("herald.example", Side.Right, "Orrin again", second);
        Assert.Empty(story.Build().Facts.SelectMany(static f => f.Differences));
    }

    [Fact]
    public void What_both_sides_give_in_other_numbers_is_a_fact_with_a_difference_and_no_agreement()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Orrin", "The ferry firm Quill was fined $9 million for the spill at Orrin on Monday.");
        story.Add("herald.example", Side.Right, "Orrin again",
            "On Monday the ferry firm Quill was fined $7 million over the spill at Orrin.");
        var frames = story.Build();
        Assert.NotEmpty(Assert.Single(frames.Facts).Differences);
        Assert.Empty(frames.Agreement);
    }

    private static string Shown(NumberDifference difference) =>
        $"{difference.Subject}: {string.Join(" / ", difference.Reports.Select(static r => r.Value))}";
}
