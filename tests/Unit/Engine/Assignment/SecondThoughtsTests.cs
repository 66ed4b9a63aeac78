using StoryClustering.Engine;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Assignment;

public class SecondThoughtsTests
{
    private static readonly EngineOptions Options = new();
    private static readonly ArticleAnalyzer Analyzer = new(Options);

    private readonly StoryIndex _index = new(Options);
    private readonly SecondThoughts _thoughts;

    public SecondThoughtsTests()
    {
        _thoughts = new SecondThoughts(new Assigner(Options), _index);
        for (var i = 0; i < 6; i++)
            Add("varna", "varna-" + i, InventedNews.QuakeInVarna[i]);
        foreach (var article in InventedNews.FerryStrike)
            Add("ferry", article.Title, article);
    }

    [Fact]
    public void A_stray_article_is_told_where_it_belongs()
    {
        Add("ferry", "stray", InventedNews.QuakeInVarna[7]);
        var thought = About("stray", InventedNews.QuakeInVarna[7], "ferry");
        Assert.Equal("varna", thought.MoveTo);
        Assert.DoesNotContain("varna", thought.Neighbours);
    }

    [Fact]
    public void An_article_among_its_own_stays()
    {
        Assert.Null(About("varna-3", InventedNews.QuakeInVarna[3], "varna").MoveTo);
    }

    [Fact]
    public void Its_nearest_stories_are_named_and_none_that_is_far()
    {
        Add("late", "late-1", InventedNews.QuakeInVarna[6]);
        Assert.Equal(["late"], About("varna-3", InventedNews.QuakeInVarna[3], "varna").Neighbours);
    }

    [Fact]
    public void Two_halves_of_one_event_are_one_and_two_events_are_not()
    {
        Add("late", "late-1", InventedNews.QuakeInVarna[6]);
        Add("late", "late-2", InventedNews.QuakeInVarna[7]);
        Assert.Equal(new Merger("late", "varna"), _thoughts.Merger("late", "varna"));
        Assert.Null(_thoughts.Merger("ferry", "varna"));
        Assert.Null(_thoughts.Merger("varna", "not held"));
    }

    [Fact]
    public void Two_events_in_one_story_come_apart_and_one_event_does_not()
    {
        var ferry = _index.SampleOf("ferry").Select(member => member.ArticleId).ToArray();
        Assert.True(ferry.Length is >= 2 and < 6);
        Assert.Empty(_index.GroupApart("varna"));
        Assert.Empty(_index.GroupApart("not held"));
        Assert.True(_index.MergeInto("ferry", "varna"));
        Assert.Equal(ferry.Order(StringComparer.Ordinal), _index.GroupApart("varna").Order(StringComparer.Ordinal));

        _index.SplitOff("varna", ferry, "ferry again");
        Assert.Equal((6, ferry.Length), (_index.MemberCount("varna"), _index.MemberCount("ferry again")));
        Assert.Empty(_index.GroupApart("varna"));
        Assert.Null(About("varna-3", InventedNews.QuakeInVarna[3], "varna").MoveTo);
    }

    [Fact]
    public void One_stray_member_is_no_group()
    {
        Add("varna", "stray", InventedNews.FerryStrike[0]);
        Assert.Empty(_index.GroupApart("varna"));
    }

    [Fact]
    public void Nothing_leaves_where_splitting_is_off()
    {
        var index = new StoryIndex(Options with { SplitRatio = 0 });
        foreach (var article in InventedNews.FerryStrike.Concat(InventedNews.QuakeInVarna))
            index.AddMember("all", article.Title, Analyzer.Analyse(article).Vector, article.Published, article.Published!.Value);
        Assert.Empty(index.GroupApart("all"));
    }

    [Fact]
    public void Average_link_finds_the_two_groups()
    {
        // 0 and 2 are near each other, so are 1, 3 and 4; 0 and 3 somewhat.
        float[] similarities =
        [
            0, .1f, .9f, .4f, .1f,
            .1f, 0, .1f, .8f, .7f,
            .9f, .1f, 0, .1f, .1f,
            .4f, .8f, .1f, 0, .9f,
            .1f, .7f, .1f, .9f, 0,
        ];
        Assert.Equal([true, false, true, false, false], Division.InTwo(similarities, 5));
    }

    private SecondThought About(string articleId, ArticleText article, string storyId)
    {
        var candidates = new List<Candidate>();
        var analysed = Analyzer.Analyse(article);
        _index.Search(analysed, SearchMode.Assign, 20, candidates, except: articleId);
        return _thoughts.About(articleId, analysed, storyId, candidates);
    }

    private void Add(string storyId, string articleId, ArticleText article) =>
        _index.AddMember(storyId, articleId, Analyzer.Analyse(article).Vector, article.Published, article.Published!.Value);
}
