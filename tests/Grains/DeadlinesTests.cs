using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Grains;

namespace StoryClustering.Tests.Grains;

public sealed class DeadlinesTests
{
    [Fact]
    public void Whoever_waits_outlasts_what_it_waits_for()
    {
        Assert.True(Deadlines.SearchTry < Deadlines.PartitionRetry && Deadlines.PartitionRetry < Deadlines.CallTimeout, "A call must outlast the retries within it.");
        Assert.True(Deadlines.PartitionRetry < Deadlines.SearchValid, "A search must be valid for longer than it may take.");
        Assert.True(2 * Deadlines.Freeze < Deadlines.EditLease, "Both stories must be frozen long before the first lease ends.");
        Assert.True(Deadlines.EditLease < Deadlines.Edit && Deadlines.Edit < Deadlines.CallTimeout, "An edit must end before whoever asked for it gives up.");
        Assert.Equal(Deadlines.EditLease, new ClusteringOptions().EditLease);
    }

    [Fact]
    public void Drafts_are_remembered_for_longer_than_a_search_is_valid()
    {
        var options = new StoryClustering.Engine.EngineOptions();
        var board = new DraftBoard(options);
        var article = new ArticleAnalyzer(options).Analyse(new ArticleText("Ferry runs aground off Varna", "The ferry ran aground off Varna at noon.", "en", null));
        var start = new DateTimeOffset(2031, 3, 1, 8, 0, 0, TimeSpan.Zero);
        var first = board.Propose("story-one", "article-one", article, [], 0.3f, start);
        Assert.Equal(first, board.Propose("story-two", "article-two", article, [], 0.3f, start + 2 * Deadlines.SearchValid));
    }
}
