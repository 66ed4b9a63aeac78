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
