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
        var threshold = Rule.ThresholdFor(Article, []);
        Assert.Equal("a", Rule.Decide(Article, [Of("a", threshold)]).StoryId);
        var decision = Rule.Decide(Article, [Of("a", threshold - 0.001f)]);
        Assert.Null(decision.StoryId);
        Assert.Equal("a", decision.Best!.Value.StoryId);
        Assert.Equal(threshold, decision.Threshold);
        Assert.False(decision.RunnerUpPasses);
    }

    [Fact]
    public void A_headline_alone_needs_more() => Assert.True(Rule.ThresholdFor(Headline, []) > Rule.ThresholdFor(Article, []));

    [Fact]
    public void Where_a_dozen_stories_resemble_an_article_it_takes_more_to_join_one()
    {
        var threshold = Rule.ThresholdFor(Article, []);
        var crowd = Enumerable.Range(0, 15).Select(i => Of("story-" + i, threshold * 1.2f)).ToList();
        Assert.True(Rule.ThresholdFor(Article, crowd) > threshold * 1.4f);
        Assert.Null(Rule.Decide(Article, crowd).StoryId);
        Assert.NotNull(Rule.Decide(Article, crowd[..3]).StoryId);
    }

    [Fact]
    public void A_story_that_is_near_by_one_odd_member_only_is_passed_over()
    {
        var threshold = Rule.ThresholdFor(Article, []);
        var chained = Of("chained", 4 * threshold) with { Fit = Options.FullFit / 5 };
        var decision = Rule.Decide(Article, [chained, Of("fitting", 2 * threshold)]);
        Assert.Equal("fitting", decision.StoryId);
        Assert.Equal("chained", decision.RunnerUp!.Value.StoryId);
        Assert.Null(Rule.Decide(Article, [chained]).StoryId);
        // The better it fits, the less it needs.
        Assert.Equal("chained", Rule.Decide(Article, [chained with { Fit = Options.FullFit / 3 }]).StoryId);
        Assert.Equal("chained", Rule.Decide(Article, [Of("chained", threshold) with { Fit = Options.FullFit }]).StoryId);
    }

    [Fact]
    public void A_young_article_moves_only_to_a_clearly_better_story()
    {
        Assert.Equal("b", Rule.Reconsider(Article, Of("a", 0.3f), [Of("a", 0.3f), Of("b", 0.4f)]));
        Assert.Null(Rule.Reconsider(Article, Of("a", 0.3f), [Of("a", 0.3f), Of("b", 0.31f)]));
        Assert.Equal("b", Rule.Reconsider(Article, null, [Of("b", 0.3f)]));
        Assert.Null(Rule.Reconsider(Article, null, [Of("b", 0.05f)]));
        Assert.Null(Rule.Reconsider(Article, null, []));
    }

    [Fact]
    public void A_decision_is_clear_only_far_above_the_threshold_and_far_from_any_other_story()
    {
        var threshold = Rule.ThresholdFor(Article, []);
        Assert.True(Rule.Decide(Article, [Of("a", 3.1f * threshold), Of("b", threshold)]).IsClear);
        var oddly = Rule.Decide(Article, [Of("a", 3.1f * threshold) with { Fit = Options.FullFit / 2 }]);
        Assert.Equal(("a", false), (oddly.StoryId, oddly.IsClear));
        Assert.False(Rule.Decide(Article, [Of("a", 2.9f * threshold), Of("b", 0.5f * threshold)]).IsClear);
        Assert.False(Rule.Decide(Article, [Of("a", 3.1f * threshold), Of("b", 1.1f * threshold)]).IsClear);
        Assert.False(Rule.Decide(Article, []).IsClear);
    }

    [Fact]
    public void At_most_three_neighbours_are_named_not_the_story_itself_and_none_that_is_far()
    {
        var far = Options.MergeThreshold * Options.HeadlineOnlyMergeFactor / 2 - 0.001f;
        Assert.Equal(["a", "c", "d"], Rule.Neighbours([Of("a", 0.5f), Of("b", 0.4f), Of("c", 0.3f), Of("d", 0.2f), Of("e", 0.1f)], "b"));
        Assert.Equal(["a"], Rule.Neighbours([Of("a", 0.5f), Of("b", far)], "own"));
    }

    [Fact]
    public void A_higher_threshold_that_is_known_already_holds()
    {
        Assert.Equal("a", Rule.Decide(Article, [Of("a", 0.3f)]).StoryId);
        var decision = Rule.Decide(Article, [Of("a", 0.3f)], least: 0.31f);
        Assert.Null(decision.StoryId);
        Assert.Equal(0.31f, decision.Threshold);
    }

    [Fact]
    public void Stories_are_merged_only_if_their_members_are_near_on_the_whole()
    {
        var near = new Kinship(Options.MergeThreshold + 0.01f, Options.MergeAverage + 0.001f, 1, OfHeadlines: false);
        Assert.True(Rule.AreOne(near));
        Assert.False(Rule.AreOne(near with { Affinity = Options.MergeThreshold - 0.01f }));
        Assert.True(Rule.AreOne(near with { Affinity = Options.MergeThreshold - 0.01f, OfHeadlines = true }));
        Assert.False(Rule.AreOne(near with { Average = Options.MergeAverage / 2 }));
        // The larger both are, the more a wrong merger costs.
        Assert.False(Rule.AreOne(near with { SmallerMembers = 30 }));
        Assert.False(Rule.AreOne(Kinship.None));
    }

    private static Candidate Of(string storyId, float score) => new(storyId, score, score, 1, "m");

    private static IEnumerable<List<Candidate>> Permutations(Candidate[] items)
    {
        if (items.Length <= 1)
            return [[.. items]];
        return items.SelectMany((item, i) =>
            Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (List<Candidate>)[item, .. rest]));
    }
}
