using StoryClustering.Engine.Assignment;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Assignment;

public class ComparedPairsTests
{
    [Fact]
    public void A_pair_rests_after_it_was_compared_whichever_story_asks()
    {
        var pairs = new ComparedPairs(restFor: 10);
        Assert.True(pairs.IsDue("a", "b", 100));
        Assert.False(pairs.IsDue("b", "a", 109));
        Assert.True(pairs.IsDue("a", "c", 109));
        Assert.True(pairs.IsDue("b", "a", 110));
        Assert.False(pairs.IsDue("a", "b", 119));
    }

    [Fact]
    public void Without_rest_every_pair_is_always_due()
    {
        var pairs = new ComparedPairs(restFor: 0);
        Assert.True(pairs.IsDue("a", "b", 1));
        Assert.True(pairs.IsDue("a", "b", 1));
    }

    [Fact]
    public void The_pairs_remembered_are_bounded_and_the_oldest_goes_first()
    {
        var pairs = new ComparedPairs(restFor: int.MaxValue);
        Assert.True(pairs.IsDue("first", "x", 0));
        for (var i = 0; i < 60_000; i++)
            Assert.True(pairs.IsDue("a", "b" + i, 1));
        Assert.True(pairs.IsDue("first", "x", 1));
        Assert.False(pairs.IsDue("a", "b59999", 1));
    }
}
