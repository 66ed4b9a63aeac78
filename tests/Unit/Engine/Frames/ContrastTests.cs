using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Tests.Unit.Engine.Frames;

public sealed class ContrastTests
{
    private static readonly string[] Closure =
    [
        "The Selwyn bridge was closed on Monday after engineers found cracks in its pillars.",
        "Engineers found cracks in the pillars of the Selwyn bridge, which was closed on Monday.",
        "On Monday the Selwyn bridge was closed because its pillars have cracks, engineers found.",
        "Cracks in pillars made engineers close the Selwyn bridge on Monday.",
    ];

    private static readonly string[] Left =
    [
        "Workers had warned of neglect, and the union blames underfunding of the bridge. Underfunding put families in danger.",
        "The union of the workers says neglect and underfunding endanger families near the bridge.",
        "Neglect and underfunding worry families, says the union of workers at the bridge.",
        "Families fear neglect, and workers in the union point to underfunding of the bridge.",
    ];

    private static readonly string[] Right =
    [
        "Taxpayers will pay the costs of the bridge, and owners of shops blame red tape. Red tape delays builders.",
        "Owners of shops say red tape delays the bridge while taxpayers pay the costs.",
        "Red tape and costs anger taxpayers, say owners of shops near the bridge.",
        "Costs rise for taxpayers, and owners of shops near the bridge wait behind red tape.",
    ];

    private static FrameStory Divided(Side first = Side.Left, Side second = Side.Right, int each = 4)
    {
        var story = new FrameStory();
        for (var i = 0; i < each; i++)
        {
            story.Add($"left-{i}.example", first, $"Selwyn bridge closed, union speaks {i}", $"{Closure[i]} {Left[i]}");
            story.Add($"right-{i}.example", second, $"Selwyn bridge closed, owners speak {i}", $"{Closure[(i + 1) % 4]} {Right[i]}");
        }
        return story;
    }

    [Fact]
    public void Each_side_gets_its_terms_and_its_sentences()
    {
        var story = Divided();
        var frames = story.Build();
        var split = frames.Split;
        Assert.Equal((ContrastBasis.Sides, 4, 4), (split.Basis, split.FirstOrigins, split.SecondOrigins));
        Assert.Contains(split.Terms, static t => t.ZScore > 0 && t.Term.Contains("underfunding", StringComparison.Ordinal) && t.SecondOrigins == 0);
        Assert.Contains(split.Terms, static t => t.ZScore < 0 && t.Term.Contains("red tape", StringComparison.Ordinal) && t.FirstOrigins == 0);
        Assert.NotEmpty(split.Points);
        Assert.All(split.Points, static p =>
        {
            Assert.All(p.First?.Citations ?? [], static c => Assert.Equal(Side.Left, c.Side));
            Assert.All(p.Second?.Citations ?? [], static c => Assert.Equal(Side.Right, c.Side));
        });
        story.AssertCited(frames);
    }

    [Fact]
    public void Too_few_origins_of_a_side_and_the_section_says_so()
    {
        var story = new FrameStory();
        story.Add("a.example", Side.Left, "Selwyn bridge closed", Closure[0] + " " + Left[0]);
        for (var i = 0; i < 4; i++)
            story.Add($"right-{i}.example", Side.Right, "Selwyn bridge closed", Closure[i] + " " + Right[i]);
        var frames = story.Build();
        Assert.Equal(ContrastBasis.None, frames.Split.Basis);
        Assert.Empty(frames.Split.Terms);
        var omission = Assert.Single(frames.About.Omissions, static o => o.Section == FrameSection.Split);
        Assert.Equal("too-few-origins", omission.Reason);
        Assert.Contains("1 origins rated left", omission.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Unrated_outlets_fall_into_camps_that_are_never_called_left_and_right()
    {
        var story = Divided(Side.Unrated, Side.Unrated);
        var frames = story.Build();
        Assert.Equal(ContrastBasis.Camps, frames.Split.Basis);
        Assert.Equal(8, frames.Split.FirstOrigins + frames.Split.SecondOrigins);
        Assert.All(FrameStory.Lines(frames).SelectMany(static l => l.Citations), static c => Assert.Equal(Side.Unrated, c.Side));
        Assert.Empty(frames.Agreement);
        story.AssertCited(frames);
    }

    [Fact]
    public void Origins_of_the_center_alone_make_no_sides()
    {
        var frames = Divided(Side.Center, Side.Center).Build();
        Assert.Equal(ContrastBasis.Camps, frames.Split.Basis);
    }

    [Fact]
    public void One_outlet_that_writes_much_does_not_make_its_sides_terms()
    {
        var story = Divided();
        for (var i = 0; i < 20; i++)
            story.Add("left-0.example", Side.Left, $"Selwyn bridge and the ferry {i}", "The ferry timetable is a scandal, and the ferry captain knows it. The ferry was late again.");
        Assert.DoesNotContain(story.Build().Split.Terms, static t => t.Term.Contains("ferry", StringComparison.Ordinal));
    }

    [Fact]
    public void The_dial_puts_a_text_on_the_side_whose_words_it_has()
    {
        var story = Divided();
        var now = FrameStory.Start.AddDays(1);
        ArticleLocation At(string text) => story.Ledger.Locate(new FrameArticle("", "What happened at the bridge", text, "en", "", "", now, 1), story.Standings);
        const string mine = "The union says that underfunding and neglect delay shops and the bridge. Families are in danger, and workers had warned of it. Sergeant Ilves counted 84 lorries.";
        var left = At(mine);
        Assert.True(left.Position is { Value: < -0.3 } p && p.Low <= p.Value && p.Value <= p.High && p.Low >= -1 && p.High <= 1, $"{left.Position} {left.Reason}");
        var right = At("Taxpayers pay the costs while red tape delays builders. Owners of shops are angry about costs and red tape.");
        Assert.True(right.Position is { Value: > 0.3 }, $"{right.Position} {right.Reason}");
        Assert.NotEmpty(left.Sentences);
        Assert.All(left.Sentences, s => Assert.True(s.Weight < 0 && s.Terms.Count > 0 && mine.Contains(s.Text, StringComparison.Ordinal)));
        // It says nothing of the closure, and alone has the sergeant.
        Assert.NotEmpty(left.MissingFacts);
        Assert.Contains(left.UniqueClaims, static c => c.Text.Contains("Ilves", StringComparison.Ordinal));
        Assert.NotEmpty(left.OtherSide);
        Assert.All(left.OtherSide, static r => Assert.All(r.Other.Citations, static c => Assert.Equal(Side.Right, c.Side)));
        Assert.NotEmpty(At(Closure[0] + " The day was warm.").SharedFacts);
    }

    [Fact]
    public void Without_two_sides_the_dial_says_why_it_has_no_position()
    {
        var story = Divided(Side.Unrated, Side.Unrated);
        var located = story.Ledger.Locate(new FrameArticle("", "Bridge", Left[0], "en", "", "", FrameStory.Start, 1), story.Standings);
        Assert.Null(located.Position);
        Assert.Contains("rated left", located.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_article_of_the_story_is_placed_without_its_own_words()
    {
        var story = new FrameStory();
        for (var i = 0; i < 2; i++)
        {
            story.Add($"left-{i}.example", Side.Left, $"Selwyn bridge closed {i}", $"{Closure[i]} {Left[i]}");
            story.Add($"right-{i}.example", Side.Right, $"Selwyn bridge closed {i}", $"{Closure[i + 2]} {Right[i]}");
        }
        var own = story.Articles.First();
        var located = story.Ledger.Locate(own, story.Standings);
        // Without it the left has one origin, which is too few.
        Assert.Null(located.Position);
        Assert.Contains("1 other origins rated left", located.Reason, StringComparison.Ordinal);
    }
}
