using System.Text;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;
using StoryClustering.Engine.Text;
using StoryClustering.Tests.Unit.Engine.Frames;

namespace StoryClustering.Tests.Unit.Engine.Text;

/// <summary>Whatever the engine takes out of an article is text: no half of a surrogate pair, wherever the pair stands.</summary>
public class SurrogatePairTests
{
    private const string Wave = "\U0001F30A";

    private const string Body = "The ferry had left the harbour at noon with forty people on board. A crack in the hull was found by a cook. "
        + "He told the captain, who turned back at once. Nobody was hurt, and the owner has promised a new ship by the spring. "
        + "Divers went down twice and came up with nothing. The harbour master closed the northern quay until the morning. "
        + "An inquiry will open next week in the sports hall, where the families can hear what the engineers have found.";

    private static readonly string[] Sentences =
    [
        "(Reporting by {0}; Editing by Anna Brandt)",
        "VARNA, Bulgaria ({0}) \u2014 ",
        "By {0}, Associated Press\n",
        "{0} (AP) \u2014 ",
        "Copyright 2031 {0}. All rights reserved.",
        "This story was first published by {0}.",
        "Source: {0}",
        "With files from {0}",
        "The Associated Press writer {0} contributed to this report.",
        "The harbour master said: \"{0} will be closed.\" He did not say for how long.",
        "Mayor {0} Anna {0} Brandt told reporters on Tuesday that 31 of {0} ferries had stopped.",
    ];

    [Theory]
    [InlineData(137)]
    [InlineData(145)]
    public void A_credit_is_cut_between_characters(int before)
    {
        var text = "The ferry turned back. (Reporting by " + new string('n', before) + Wave + "; Editing by B)";
        var credit = Assert.Single(CreditLines.Find(text));
        Assert.True(IsText(credit.Quote), "The quote ends in half a character.");
        Assert.StartsWith("(Reporting by nnn", credit.Quote, StringComparison.Ordinal);
    }

    [Fact]
    public void Credits_names_and_quotes_are_text_wherever_a_pair_stands()
    {
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        var credits = 0;
        foreach (var frame in Sentences)
        {
            // Around every length at which something is cut: names, bylines, quotes, head and tail.
            for (var length = 0; length < 420; length += length < 170 ? 1 : 7)
            {
                foreach (var filling in new[] { new string('n', length) + Wave, Wave + new string('n', length), Pairs(length) })
                {
                    var line = string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, filling);
                    foreach (var text in new[] { line, line + "\n" + Body, Body + "\n" + line })
                    {
                        foreach (var credit in CreditLines.Find(text, feedCredit: filling))
                        {
                            credits++;
                            Assert.True(IsText(credit.Source) && IsText(credit.Quote), $"{credit.Form} of \"{frame}\" with {length} characters is cut in a pair.");
                        }
                    }
                    Assert.All(analyzer.Analyse(new ArticleText(line, line, "en", null)).Entities, name => Assert.True(IsText(name), name));
                }
            }
        }
        Assert.True(credits > 10_000);
    }

    [Fact]
    public void What_frames_show_is_text_wherever_a_pair_stands()
    {
        for (var length = 1; length < 60; length++)
        {
            var story = new FrameStory();
            for (var outlet = 0; outlet < 3; outlet++)
            {
                var filling = outlet == 1 ? Pairs(length) : new string('n', length) + Wave;
                story.Add($"outlet-{outlet}.example", (Side)(1 + outlet % 3), $"Ferry {Wave} stopped at Varna",
                    string.Join(' ', Sentences.Select(f => string.Format(System.Globalization.CultureInfo.InvariantCulture, f, filling))) + " " + Body);
            }
            var frames = story.Build();
            story.AssertCited(frames);
            Assert.All(FrameStory.Shown(frames), shown => Assert.True(IsText(shown), shown));
        }
    }

    [Theory]
    [InlineData("ab", 2, "ab")]
    [InlineData("abc", 2, "ab")]
    [InlineData("a" + Wave, 2, "a")]
    [InlineData("a" + Wave, 3, "a" + Wave)]
    [InlineData(Wave, 1, "")]
    [InlineData(Wave, 0, "")]
    public void The_first_characters_end_before_a_pair_that_does_not_fit(string text, int most, string expected) =>
        Assert.Equal(expected, RuneBounds.First(text, most));

    [Fact]
    public void The_last_characters_begin_behind_a_pair_that_does_not_fit()
    {
        Assert.Equal("b", RuneBounds.Last(Wave + "b", 2).ToString());
        Assert.Equal(Wave + "b", RuneBounds.Last("a" + Wave + "b", 3).ToString());
        Assert.Equal("a", RuneBounds.Whole(Wave[1..] + "a" + Wave[..1]));
        Assert.Equal("", RuneBounds.Whole(Wave[..1]));
    }

    // A letter of two code units each: words are made of them.
    private static string Pairs(int length) => string.Concat(Enumerable.Repeat("\U0001D518", (length + 1) / 2));

    private static bool IsText(string value)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(value);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
