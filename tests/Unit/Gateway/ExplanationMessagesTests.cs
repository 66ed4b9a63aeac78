using StoryClustering.Api.V1;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Stories;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

public class ExplanationMessagesTests
{
    private static readonly AssignmentRecord Decision = new()
    {
        Decided = new DateTimeOffset(2031, 3, 4, 6, 0, 0, TimeSpan.Zero), StoryId = "story-1", Founded = false, Threshold = 0.125f, Considered = 3,
        Best = new ScoredCandidate("story-1", 0.25f, 0.5f, 0.5f, 1, "article-2"),
    };

    [Theory]
    [InlineData("story-1", false, true, false, AssignmentOrigin.Decided)]
    [InlineData("story-2", false, true, false, AssignmentOrigin.Reconsidered)]
    [InlineData("story-2", true, true, false, AssignmentOrigin.Editor)]
    [InlineData("story-1", false, false, false, AssignmentOrigin.Unspecified)]
    [InlineData(null, false, true, true, AssignmentOrigin.Retracted)]
    [InlineData(null, false, true, false, AssignmentOrigin.Pending)]
    public void The_origin_tells_decisions_from_later_changes(string? story, bool byEditor, bool kept, bool retracted, AssignmentOrigin origin)
    {
        var message = new AssignmentExplanation(kept ? Decision : null, story is null ? null : MemberOf(story, byEditor), retracted, [], []).ToMessage("article-1");
        Assert.Equal((origin, story ?? "", kept), (message.Origin, message.StoryId, message.Decision is not null));
        Assert.Null(message.Decision?.RunnerUp);
    }

    [Fact]
    public void Every_block_has_a_name_and_only_those_that_count_are_told()
    {
        var near = new Resemblance(MemberOf("story-1", false).Article, 0.75f, [0.5f, 0, 0, 0, 0, 0, 0.125f, 0.125f], ["Port Varna"]);
        var message = Assert.Single(new AssignmentExplanation(Decision, MemberOf("story-1", false), false, [], [near]).ToMessage("article-1").Nearest);
        Assert.Equal(["words", "across-languages", "embedding"], message.Fields.Select(field => field.Field));
        Assert.Equal(message.Similarity, message.Fields.Sum(field => field.Similarity));
        Assert.Null(message.PublishedAt);
    }

    private static StoryMember MemberOf(string storyId, bool byEditor) => new()
    {
        StoryId = storyId,
        JoinedVersion = 1,
        PlacedByEditor = byEditor,
        Article = new ArticleDigest
        {
            ArticleId = "article-1", Url = "https://harbor.example/1", Title = "Quake", Outlet = "harbor.example", Ingested = Decision.Decided, Language = "en",
            ExternalId = "", FeedCredit = "", Revision = 1, Entities = [], Vector = [], Signature = [],
        },
    };
}
