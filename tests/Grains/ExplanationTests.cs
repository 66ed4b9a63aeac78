using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Engine.Features;
using StoryClustering.Grains.Articles;

namespace StoryClustering.Tests.Grains;

/// <summary>Why an article is where it is.</summary>
public sealed class ExplanationTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason ByPerson = new("desk", "test");

    [Fact]
    public async Task A_founder_and_one_who_joined_say_what_they_were_measured_against()
    {
        var answers = new List<IngestAnswer>();
        for (var i = 0; i < 4; i++) answers.Add(await cluster.Grains.Send(News.Report(600, i)));
        var founder = await Explain(answers[0].ArticleId);
        Assert.Equal((true, answers[0].StoryId), (founder.Decision!.Founded, founder.Decision.StoryId));
        Assert.True(founder.Decision.Threshold > 0);
        Assert.Equal(3, founder.Nearest.Length);

        var joined = await Explain(answers[3].ArticleId);
        var best = joined.Decision!.Best!;
        Assert.Equal((false, answers[0].StoryId, answers[0].StoryId), (joined.Decision.Founded, joined.Decision.StoryId, best.StoryId));
        Assert.Equal(best.Score, best.Similarity * best.TimeFactor, 4);
        Assert.True(best.Score >= joined.Decision.Threshold && joined.Decision.Considered >= 1);
        Assert.Contains(answers.Take(3), a => a.ArticleId == best.NearestArticleId);
        Assert.Equal(answers[0].StoryId, joined.Member!.StoryId);
        Assert.DoesNotContain(joined.Nearest, near => near.Article.ArticleId == answers[3].ArticleId);
        foreach (var near in joined.Nearest)
        {
            Assert.Equal(near.Similarity, near.ByField.Sum(), 3);
            Assert.True(near.ByField[(int)TermField.Word] > 0);
            Assert.NotEmpty(near.SharedEntities);
            Assert.Empty(near.Article.Vector);
        }
        Assert.Equal(joined.Nearest.Select(near => near.Similarity).OrderDescending(), joined.Nearest.Select(near => near.Similarity));
    }

    [Fact]
    public async Task What_an_editor_has_moved_keeps_its_first_decision()
    {
        var (a, b) = (await cluster.Grains.Send(News.Report(610, 0)), await cluster.Grains.Send(News.Report(611, 0)));
        await cluster.Grains.Send(News.Report(610, 1));
        Assert.Equal(EditOutcome.Done, (await cluster.Grains.GetGrain<IEditorGrain>(0).Move(a.ArticleId, b.StoryId, ByPerson)).Outcome);
        var moved = await Explain(a.ArticleId);
        Assert.Equal((a.StoryId, b.StoryId, true), (moved.Decision!.StoryId, moved.Member!.StoryId, moved.Member.PlacedByEditor));
        Assert.Equal(b.ArticleId, Assert.Single(moved.Nearest).Article.ArticleId);
    }

    [Fact]
    public async Task A_retracted_article_is_nowhere_and_an_unknown_one_is_not_explained()
    {
        var sent = await cluster.Grains.Send(News.Report(620, 0));
        await cluster.Grains.GetGrain<IArticleGrain>(sent.ArticleId).Retract("wrong");
        var explained = await Explain(sent.ArticleId);
        Assert.True(explained is { Retracted: true, Member: null, Nearest: [], Decision: not null });
        Assert.Null(await cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(News.Report(621, 0))).Explain());
    }

    [Fact]
    public async Task An_article_from_before_decisions_were_kept_is_explained_by_what_is_near()
    {
        var answers = await cluster.Grains.SendAll(Enumerable.Range(0, 2).Select(i => News.Report(630, i)));
        var member = await cluster.Store.FindMember(answers[0].ArticleId, CancellationToken.None);
        var members = await cluster.Store.LoadNewestMembers([member!.StoryId], 10, CancellationToken.None);
        var old = Explanation.Of(new ArticleState { Revision = 1, StoryId = member.StoryId }, member, members);
        Assert.Null(old.Decision);
        Assert.Equal(answers[1].ArticleId, Assert.Single(old.Nearest).Article.ArticleId);
    }

    private async Task<AssignmentExplanation> Explain(string articleId)
    {
        var explanation = await cluster.Grains.GetGrain<IArticleGrain>(articleId).Explain();
        Assert.NotNull(explanation);
        return explanation;
    }
}
