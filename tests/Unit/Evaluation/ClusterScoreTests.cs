using StoryClustering.Evaluation;
using StoryClustering.Evaluation.Scoring;
using Xunit;

namespace StoryClustering.Tests.Unit.Evaluation;

public class ClusterScoreTests
{
    [Fact]
    public void The_gold_itself_is_perfect()
    {
        var gold = Of("a1 a", "a2 a", "b1 b");
        var score = ClusterScore.Of(gold, gold);
        Assert.Equal((1, 1, 1, 1, 1, 1), (score.Precision, score.Recall, score.F1, score.PairPrecision, score.PairRecall, score.PairF1));
    }

    [Fact]
    public void All_in_one_has_full_recall_and_singletons_have_full_precision()
    {
        var gold = Of("a1 a", "a2 a", "b1 b", "b2 b");
        var one = ClusterScore.Of(gold, Of("a1 x", "a2 x", "b1 x", "b2 x"));
        Assert.Equal((0.5, 1), (one.Precision, one.Recall));
        Assert.Equal(2.0 / 6, one.PairPrecision, 12);
        var singletons = ClusterScore.Of(gold, Of("a1 1", "a2 2", "b1 3", "b2 4"));
        Assert.Equal((1, 0.5), (singletons.Precision, singletons.Recall));
        Assert.Equal((1, 0, 0), (singletons.PairPrecision, singletons.PairRecall, singletons.PairF1));
    }

    [Fact]
    public void A_small_example_worked_out_by_hand()
    {
        // Found {a1 a2 b1} {a3} {b2}. B-cubed precision (2/3 + 2/3 + 1/3 + 1 + 1) / 5, recall (2/3 + 2/3 + 1/3 + 1/2 + 1/2) / 5.
        var score = ClusterScore.Of(Of("a1 a", "a2 a", "a3 a", "b1 b", "b2 b"), Of("a1 x", "a2 x", "b1 x", "a3 y", "b2 z"));
        Assert.Equal(11.0 / 15, score.Precision, 12);
        Assert.Equal(8.0 / 15, score.Recall, 12);
        Assert.Equal(2 * (11.0 / 15) * (8.0 / 15) / (19.0 / 15), score.F1, 12);
        Assert.Equal(1.0 / 3, score.PairPrecision, 12);
        Assert.Equal(1.0 / 4, score.PairRecall, 12);
        Assert.Equal((5, 2, 3), (score.Articles, score.GoldStories, score.Stories));
    }

    [Fact]
    public void Articles_without_a_gold_label_do_not_count_and_missing_ones_are_named()
    {
        var gold = Of("a1 a", "a2 a");
        Assert.Equal(1, ClusterScore.Of(gold, Of("a1 x", "a2 x", "noise x")).F1);
        var problem = Assert.Throws<EvaluationException>(() => ClusterScore.Of(gold, Of("a1 x")));
        Assert.Contains("a2", problem.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Of(params string[] pairs) =>
        pairs.Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1]);
}
