using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains;

public sealed class IngestTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task The_same_article_twice_is_one_article_with_the_same_answer()
    {
        var article = News.Report(0, 0);
        var first = await cluster.Grains.Send(article);
        var second = await cluster.Grains.Send(article);
        Assert.Equal(IngestOutcome.New, first.Outcome);
        Assert.True(first.FoundedStory);
        Assert.Equal(IngestOutcome.Duplicate, second.Outcome);
        Assert.Equal(first with { Outcome = IngestOutcome.Duplicate }, second);
        Assert.Equal(1, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task Reports_of_one_event_join_one_story_and_other_events_found_others()
    {
        var one = new List<IngestAnswer>();
        for (var i = 0; i < 8; i++) one.Add(await cluster.Grains.Send(News.Report(1, i)));
        var other = await cluster.Grains.Send(News.Report(12, 0));
        Assert.Single(one.Select(a => a.StoryId).Distinct());
        Assert.DoesNotContain(other.StoryId, one.Select(a => a.StoryId));
        var card = await cluster.Reconciled(one[0].StoryId);
        Assert.Equal(8, card.Articles);
        Assert.Equal(8, card.Outlets);
        Assert.Equal(8, card.Version);
    }

    [Fact]
    public async Task Fifty_simultaneous_founders_of_one_event_give_one_story()
    {
        for (var round = 0; round < 5; round++)
        {
            var happening = 20 + round;
            var answers = await cluster.Grains.SendAll(Enumerable.Range(0, 50).Select(i => News.Report(happening, i)));
            var story = Assert.Single(answers.Select(a => a.StoryId).Distinct());
            Assert.Equal(50, (await cluster.Reconciled(story)).Articles);
        }
    }

    [Fact]
    public async Task Two_hundred_articles_sent_twice_at_the_same_moment_are_two_hundred_articles()
    {
        var articles = Enumerable.Range(0, 200).Select(i => News.Report(30 + i % 10, 100 + i)).ToArray();
        var answers = await Task.WhenAll(cluster.Grains.SendAll(articles), cluster.Grains.SendAll(articles));
        for (var i = 0; i < articles.Length; i++)
        {
            Assert.Equal(answers[0][i].ArticleId, answers[1][i].ArticleId);
            Assert.Equal(answers[0][i].StoryId, answers[1][i].StoryId);
            Assert.Single(new[] { answers[0][i], answers[1][i] }, a => a.Outcome == IngestOutcome.New);
        }
        var total = 0;
        foreach (var story in answers[0].Select(a => a.StoryId).Distinct()) total += (await cluster.Reconciled(story)).Articles;
        Assert.Equal(200, total);
    }

    [Fact]
    public async Task A_changed_article_is_a_revision_in_the_same_story()
    {
        var article = News.Report(41, 0);
        var first = await cluster.Grains.Send(article);
        await cluster.Grains.Send(News.Report(41, 1));
        var revised = await cluster.Grains.Send(article with { Title = article.Title + ", updated", Outlet = "outlet-1.example" });
        Assert.Equal(IngestOutcome.Revised, revised.Outcome);
        Assert.Equal(2, revised.Revision);
        Assert.Equal(first.StoryId, revised.StoryId);
        var card = await cluster.Reconciled(first.StoryId);
        Assert.Equal(2, card.Articles);
        Assert.Equal(1, card.Outlets);
        Assert.EndsWith(", updated", card.Headline);
        Assert.Equal(3, card.Version);
        var member = await cluster.Store.FindMember(first.ArticleId, CancellationToken.None);
        Assert.Equal(2, member!.Article.Revision);
    }

    [Fact]
    public async Task A_retracted_article_leaves_every_count_and_is_not_taken_in_again()
    {
        var articles = Enumerable.Range(0, 3).Select(i => News.Report(52, i)).ToArray();
        var answers = await cluster.Grains.SendAll(articles);
        var grain = cluster.Grains.GetGrain<IArticleGrain>(answers[0].ArticleId);
        var before = await cluster.Reconciled(answers[0].StoryId);
        var retracted = await grain.Retract("withdrawn");
        Assert.Equal(answers[0].StoryId, retracted!.StoryId);
        Assert.True(retracted.StoryVersion > before.Version);
        var card = await cluster.Reconciled(answers[0].StoryId);
        Assert.Equal(2, card.Articles);
        Assert.Equal(IngestOutcome.Retracted, (await grain.Ingest(articles[0])).Outcome);
        Assert.NotNull(await grain.Retract("again"));
        Assert.Equal(2, (await cluster.Reconciled(answers[0].StoryId)).Articles);
        Assert.Null(await cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(News.Report(52, 77))).Retract("unknown"));
    }

    [Fact]
    public async Task A_story_whose_last_article_is_retracted_is_retracted()
    {
        var answer = await cluster.Grains.Send(News.Report(63, 0));
        await cluster.Grains.GetGrain<IArticleGrain>(answer.ArticleId).Retract("withdrawn");
        Assert.Equal(StoryState.Retracted, (await cluster.Reconciled(answer.StoryId)).State);
        var next = await cluster.Grains.Send(News.Report(63, 1));
        Assert.NotEqual(answer.StoryId, next.StoryId);
        Assert.Equal(1, (await cluster.Reconciled(next.StoryId)).Articles);
    }

    [Fact]
    public async Task An_article_that_is_sent_again_before_its_first_answer_is_counted_once()
    {
        var first = await cluster.Grains.Send(News.Report(75, 0));
        var member = (await cluster.Store.ListMembers(first.StoryId, 0, 1, withVectors: true, CancellationToken.None)).Single().Article;
        var article = member with { ArticleId = StoryClustering.Contracts.Ids.Key.Article("https://twice.example/75"), Url = "https://twice.example/75" };
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var answers = await Task.WhenAll(new[] { AddHint.Fresh, AddHint.Retried, AddHint.Fresh, AddHint.Retried }.Select(hint => story.AddArticle(article, hint)));
        Assert.Single(answers, a => a.Result == AddResult.Added);
        Assert.Equal(3, answers.Count(a => a.Result == AddResult.AlreadyMember));
        Assert.Single(answers.Select(a => a.Version).Distinct());
        var revised = article with { Revision = 2, Title = "Corrected" };
        var revisions = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => story.ReviseArticle(revised)));
        Assert.Single(revisions, a => a.Result == AddResult.Added);
        Assert.Equal(2, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task A_reprint_is_counted_as_one()
    {
        var agency = News.Report(74, 0) with { Text = string.Join(' ', Enumerable.Range(0, 12).Select(i => News.Report(74, i).Text)) };
        var first = await cluster.Grains.Send(agency);
        var copy = await cluster.Grains.Send(agency with { Url = "https://copier.example/74", Outlet = "copier.example", Title = "Another headline over the same text" });
        Assert.Equal(first.StoryId, copy.StoryId);
        var card = await cluster.Reconciled(first.StoryId);
        Assert.Equal((2, 1), (card.Articles, card.Reprints));
        var finding = Assert.Single(await cluster.Select(first.StoryId, new MemberFilter { Verdicts = 1 << (int)ArticleVerdict.Reprint }));
        Assert.Equal((copy.ArticleId, first.ArticleId, 2, 1f), (finding.ArticleId, finding.OriginArticleId, finding.Copies, finding.Similarity));
    }

    [Fact]
    public async Task A_thousand_articles_at_once_make_one_story_of_a_thousand()
    {
        await cluster.Grains.Send(News.Report(85, 0));
        var answers = await cluster.Grains.SendAll(Enumerable.Range(1, 999).Select(i => News.Report(85, i)));
        var story = Assert.Single(answers.Select(a => a.StoryId).Distinct());
        var card = await cluster.Reconciled(story);
        Assert.Equal((1000, 1000L), (card.Articles, card.Version));
        Assert.Equal(999, answers.Select(a => a.StoryVersion).Distinct().Count());
    }
}
