using StoryClustering.Engine;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Assignment;

public class DraftBoardTests
{
    private static readonly EngineOptions Options = new();
    private static readonly ArticleAnalyzer Analyzer = new(Options);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Fifty_founders_of_one_event_in_any_order_end_in_one_story(int seed)
    {
        var board = new DraftBoard(Options);
        var order = Enumerable.Range(0, 50).ToArray();
        new Random(seed).Shuffle(order);
        var answers = order.Select(i => Propose(board, i, InventedNews.FireReport(i), 0)).Distinct().ToArray();
        Assert.Equal(["story-" + InventedNews.Id(order[0])], answers);
        Assert.Equal(50, board.Count);
    }

    [Fact]
    public void Founders_of_different_events_keep_their_stories()
    {
        var board = new DraftBoard(Options);
        Assert.Equal("story-" + InventedNews.Id(1), Propose(board, 1, InventedNews.QuakeInVarna[0], 0));
        Assert.Equal("story-" + InventedNews.Id(2), Propose(board, 2, InventedNews.FerryStrike[0], 0));
        Assert.Equal("story-" + InventedNews.Id(3), Propose(board, 3, InventedNews.QuakeInCalderas[0], 0));
    }

    [Fact]
    public void Proposing_again_gets_the_same_answer()
    {
        var board = new DraftBoard(Options);
        var first = Propose(board, 1, InventedNews.QuakeInVarna[0], 0);
        var second = Propose(board, 2, InventedNews.QuakeInVarna[1], 1);
        Assert.Equal(first, second);
        Assert.Equal(second, Propose(board, 2, InventedNews.QuakeInVarna[1], 30));
        Assert.Equal(first, Propose(board, 1, InventedNews.QuakeInVarna[0], 40));
        Assert.Equal(2, board.Count);
    }

    [Fact]
    public void A_draft_is_forgotten_after_the_window()
    {
        var board = new DraftBoard(Options, window: TimeSpan.FromSeconds(60));
        Propose(board, 1, InventedNews.QuakeInVarna[0], 0);
        Assert.Equal("story-" + InventedNews.Id(1), Propose(board, 2, InventedNews.QuakeInVarna[1], 60));
        Assert.Equal("story-" + InventedNews.Id(3), Propose(board, 3, InventedNews.QuakeInVarna[2], 61));
    }

    [Fact]
    public void No_more_drafts_are_held_than_the_capacity()
    {
        var board = new DraftBoard(Options, capacity: 5);
        for (var i = 0; i < 20; i++)
            Propose(board, i, InventedNews.FerryStrike[0] with { Title = "Number " + i, Text = $"unique{i} words{i} only{i} here{i}" }, 0);
        Assert.Equal(5, board.Count);
    }

    [Fact]
    public void A_story_that_refused_an_article_with_all_its_members_does_not_take_it_by_its_first_alone()
    {
        var board = new DraftBoard(Options);
        var first = Propose(board, 1, InventedNews.QuakeInVarna[0], 0);
        Assert.Equal("story-" + InventedNews.Id(2), Propose(board, 2, InventedNews.QuakeInVarna[1], 1, refused: [first]));
        // A crowded topic asks for more than the drafts alone would show.
        Assert.Equal("story-" + InventedNews.Id(3), Propose(board, 3, InventedNews.QuakeInVarna[2], 2, threshold: 0.99f));
    }

    [Fact]
    public void Who_is_in_doubt_joins_a_draft_only_if_it_is_nearer_than_the_choice()
    {
        var board = new DraftBoard(new EngineOptions());
        var draft = Propose(board, 1, InventedNews.QuakeInVarna[0], 0);
        Assert.Equal("story-old", Propose(board, 2, InventedNews.QuakeInVarna[1], 1, refused: ["story-old"], chosen: Chosen("story-old", 0.9f)));
        Assert.Equal(draft, Propose(board, 3, InventedNews.QuakeInVarna[2], 2, refused: ["story-old"], chosen: Chosen("story-old", 0.12f)));
        Assert.Equal("story-old", Propose(board, 4, InventedNews.FerryStrike[0], 3, refused: ["story-old"], chosen: Chosen("story-old", 0.2f)));
        // What joined the old story is no draft of it.
        Assert.Equal("story-" + InventedNews.Id(5), Propose(board, 5, InventedNews.FerryStrike[1], 4));
    }

    private static Candidate Chosen(string storyId, float score) => new(storyId, score, score, 1, "article-x");

    private static string Propose(
        DraftBoard board, int number, ArticleText article, int second, string[]? refused = null, float threshold = 0, Candidate? chosen = null) => board.Propose(
        "story-" + InventedNews.Id(number),
        InventedNews.Id(number),
        Analyzer.Analyse(article),
        refused ?? [],
        threshold,
        InventedNews.Start.AddSeconds(second),
        chosen);
}
