using StoryClustering.Engine;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Assignment;

public class AssignerTests
{
    private static readonly EngineOptions Options = new();
    private static readonly Assigner Rule = new(Options);
    private static readonly AnalysedArticle Article = new ArticleAnalyzer(Options).Analyse(InventedNews.QuakeInVarna[0]);
    private static readonly AnalysedArticle Headline =
        new ArticleAnalyzer(Options).Analyse(InventedNews.QuakeInVarna[0] with { Text = "" });

    [Fact]
    public void Without_candidates_a_story_is_founded()
    {
        var decision = Rule.Decide(Article, []);
        Assert.True(decision.FoundsStory);
        Assert.Null(decision.Best);
        Assert.Equal(0, decision.Score);
    }

    [Fact]
    public void The_best_candidate_wins_in_whatever_order_they_come()
    {
        Candidate[] candidates = [Of("c", 0.2f), Of("a", 0.5f), Of("b", 0.3f), Of("d", 0.1f)];
        foreach (var order in Permutations(candidates))
        {
            var decision = Rule.Decide(Article, order);
            Assert.Equal("a", decision.StoryId);
            Assert.Equal("b", decision.RunnerUp!.Value.StoryId);
            Assert.True(decision.RunnerUpPasses);
        }
    }

    [Fact]
    public void Of_equal_scores_the_smaller_id_wins_and_a_story_is_not_its_own_runner_up()
    {
        Candidate[] candidates = [Of("b", 0.5f), Of("a", 0.5f), Of("a", 0.4f)];
        foreach (var order in Permutations(candidates))
        {
            var decision = Rule.Decide(Article, order);
            Assert.Equal("a", decision.StoryId);
            Assert.Equal("b", decision.RunnerUp!.Value.StoryId);
        }
    }

    [Fact]
    public void Below_the_threshold_a_story_is_founded_and_the_near_miss_is_told()
    {
        var threshold = Rule.ThresholdFor(Article);
        Assert.Equal("a", Rule.Decide(Article, [Of("a", threshold)]).StoryId);
        var decision = Rule.Decide(Article, [Of("a", threshold - 0.001f)]);
        Assert.Null(decision.StoryId);
        Assert.Equal("a", decision.Best!.Value.StoryId);
        Assert.Equal(threshold, decision.Threshold);
        Assert.False(decision.RunnerUpPasses);
    }

    [Fact]
    public void A_headline_alone_needs_more() => Assert.True(Rule.ThresholdFor(Headline) > Rule.ThresholdFor(Article));

    private static Candidate Of(string storyId, float score) => new(storyId, score, score, 1, "m");

    private static IEnumerable<Candidate[]> Permutations(Candidate[] items)
    {
        if (items.Length <= 1)
            return [items];
        return items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (Candidate[])[item, .. rest]));
    }
}
