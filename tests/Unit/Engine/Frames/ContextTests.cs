using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Tests.Unit.Engine.Frames;

public sealed class ContextTests
{
    private static FrameStory Strike()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Dockers at Port Selwyn strike",
            "Dockers at Port Selwyn went on strike on Monday because the port had cut their pensions. Mara Quillfeather, a crane driver, leads the strike committee. "
            + "\u201CWe will stay out until the pensions are paid in full,\u201D said Mara Quillfeather. It remains unclear whether the port will negotiate. Talks are expected to begin next week in Arden.");
        story.Add("herald.example", Side.Right, "Strike halts Port Selwyn",
            "The strike of dockers at Port Selwyn began on Monday after cuts to pensions by the port. Mara Quillfeather heads the committee of the strike. "
            + "\u201CWe will stay out until the pensions are paid in full,\u201D said Mara Quillfeather. The port has not said whether it will negotiate. Talks in Arden are expected to begin next week.");
        return story;
    }

    [Fact]
    public void Questions_are_answered_by_cited_sentences_or_left_out()
    {
        var story = Strike();
        var frames = story.Build();
        Assert.Contains(frames.Context, static c => c.Slot == ContextSlot.Unresolved && c.Answer.Any(static a => a.Text.Contains("negotiate", StringComparison.Ordinal)));
        Assert.Contains(frames.Context, static c => c is { Slot: ContextSlot.Who, Subject: "Mara Quillfeather" } && c.Answer[0].Text.Contains("a crane driver", StringComparison.Ordinal));
        Assert.DoesNotContain(frames.Context, static c => c.Slot == ContextSlot.Before);
        Assert.All(frames.Context, static c => Assert.NotEmpty(c.Answer));
        story.AssertCited(frames);
    }

    [Fact]
    public void What_happened_before_may_come_from_an_earlier_story_that_is_linked()
    {
        FrameArticle Earlier(string id, string text) => new(id, "Port Selwyn cuts pensions", text, "en", $"{id}.example", $"https://{id}.example/", FrameStory.Start.AddDays(-40), 1);
        var earlier = new EarlierStory("story-before",
            [Earlier("one", "The port of Selwyn cut the pensions of its dockers by a fifth on Friday."), Earlier("two", "On Friday the pensions of dockers were cut by a fifth at the port of Selwyn.")],
            [new ArticleStanding("one", "one.example", false, Side.Left, "one.example", OutletKind.National), new ArticleStanding("two", "two.example", false, Side.Right, "two.example", OutletKind.National)]);
        var story = Strike();
        var frames = story.Ledger.Build(story.Standings, FrameStory.Start, [earlier]);
        var before = Assert.Single(frames.Context, static c => c.Slot == ContextSlot.Before);
        Assert.Equal("story-before", before.StoryId);
        Assert.Contains("pensions", before.Answer[0].Text, StringComparison.Ordinal);
        Assert.All(before.Answer[0].Citations, c => Assert.Contains(c.Text, earlier.Articles.Select(static a => a.Text)));
    }

    [Fact]
    public void A_quote_that_two_carry_is_shown_with_its_speaker_word_for_word()
    {
        var story = Strike();
        var quote = Assert.Single(story.Build().Quotes);
        Assert.StartsWith("We will stay out until the pensions are paid in full", quote.Words, StringComparison.Ordinal);
        Assert.Equal(("Mara Quillfeather", 2), (quote.Speaker, quote.Origins.Total));
    }

    [Fact]
    public void A_quote_altered_by_one_word_does_not_reach_the_page()
    {
        var story = Strike();
        story.Add("rogue.example", Side.Right, "Strike leader speaks at Port Selwyn",
            "The strike of dockers at Port Selwyn over pensions went on. \u201CWe will burn out until the pensions are paid in full,\u201D said Mara Quillfeather.");
        var frames = story.Build();
        Assert.DoesNotContain(FrameStory.Shown(frames), static s => s.Contains("burn out", StringComparison.Ordinal));
        Assert.Equal(2, Assert.Single(frames.Quotes).Origins.Total);
    }

    [Fact]
    public void Where_two_outlets_give_a_quote_in_different_words_neither_is_shown()
    {
        var story = new FrameStory();
        story.Add("ledger.example", Side.Left, "Dockers at Port Selwyn strike", "Dockers at Port Selwyn went on strike. \u201CWe will stay out until the pensions are paid in full,\u201D said Mara Quillfeather.");
        story.Add("herald.example", Side.Right, "Strike halts Port Selwyn", "The dockers of Port Selwyn are on strike. \u201CWe will stay out until the pensions are halved in full,\u201D said Mara Quillfeather.");
        Assert.Empty(story.Build().Quotes);
    }

    [Fact]
    public void Hostile_articles_break_nothing()
    {
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var story = new FrameStory();
            for (var i = 0; i < 6; i++)
            {
                var text = new char[random.Next(400)];
                for (var c = 0; c < text.Length; c++)
                    text[c] = random.Next(4) == 0 ? (char)random.Next(1, 0xFFFF) : "ab cd. \"\u201C\u201D\n,12"[random.Next(14)];
                story.Add($"outlet-{i % 4}.example", (Side)random.Next(4), new string(text[..Math.Min(30, text.Length)]), new string(text), language: i % 2 == 0 ? "en" : "und");
            }
            story.AssertCited(story.Build());
            story.Remove("article-002");
            story.AssertCited(story.Build());
        }
    }
}
