using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>What a story does with notes of frames, and what articles give back; nobody else writes frames here.</summary>
public sealed class StoryNoteTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason Reason = new("desk", "test");

    [Fact]
    public async Task A_note_is_a_new_version_with_its_headline_once_and_survives_a_crash()
    {
        var a = await cluster.Grains.SendAll([News.Report(400, 0), News.Report(400, 1)]);
        var story = cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId);
        var note = new FramesNote(1, 2, "Of the second", a[1].ArticleId);
        Assert.True(await story.SetFrames(note));
        Assert.False(await story.SetFrames(note));
        Assert.False(await story.SetFrames(note with { StoryVersion = 1, Headline = "Older" }));
        Assert.False(await story.SetFrames(note with { Version = 0, StoryVersion = 3, Headline = "Older" }));
        var card = await cluster.Reconciled(a[0].StoryId);
        Assert.Equal((3L, 1L, 2L, "Of the second", a[1].ArticleId), (card.Version, card.FramesVersion, card.FramesStoryVersion, card.Headline, card.HeadlineArticleId));
        Assert.True(await story.SetFrames(note with { StoryVersion = 3, Headline = "The same frames, checked later" }));
        await cluster.Crash();
        Assert.Equivalent((await cluster.Store.FindStory(a[0].StoryId, CancellationToken.None))!.Card, await cluster.Reconciled(a[0].StoryId), strict: true);
        var late = await cluster.Grains.Send(News.Report(400, 2));
        Assert.Equal((a[0].StoryId, 5L), (late.StoryId, late.StoryVersion));
        card = await cluster.Reconciled(a[0].StoryId);
        Assert.Equal(("The same frames, checked later", 1L, 3L), (card.Headline, card.FramesVersion, card.FramesStoryVersion));
        Assert.False(await cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId).SetFrames(note));
    }

    [Fact]
    public async Task A_headline_of_an_article_that_is_no_member_is_refused_and_one_read_before_a_revision_is_not_shown()
    {
        var article = News.Report(410, 0);
        var a = await cluster.Grains.SendAll([article, News.Report(410, 1)]);
        var other = await cluster.Grains.Send(News.Report(421, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId);
        Assert.False(await story.SetFrames(new FramesNote(1, 2, "A stranger's", other.ArticleId)));
        Assert.False(await cluster.Grains.GetGrain<IStoryGrain>(StoryClustering.Contracts.Ids.Key.NewStory()).SetFrames(new FramesNote(1, 2, "", "")));
        await cluster.Grains.Send(article with { Title = "Corrected title" });
        var headline = (await cluster.Reconciled(a[0].StoryId)).Headline;
        Assert.True(await story.SetFrames(new FramesNote(1, 2, article.Title, a[0].ArticleId)));
        var card = await cluster.Reconciled(a[0].StoryId);
        Assert.Equal((headline, 1L), (card.Headline, card.FramesVersion));
        Assert.True(await story.SetFrames(new FramesNote(1, card.Version, "Corrected title", a[0].ArticleId)));
        Assert.Equal("Corrected title", (await cluster.Reconciled(a[0].StoryId)).Headline);
        await cluster.Grains.Send(article with { Title = "Corrected again" });
        Assert.Equal("Corrected again", (await cluster.Reconciled(a[0].StoryId)).Headline);
    }

    [Fact]
    public async Task A_note_among_many_articles_shares_their_writes_and_has_a_version_of_its_own()
    {
        var first = await cluster.Grains.Send(News.Report(430, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var articles = cluster.Grains.SendAll(Enumerable.Range(1, 60).Select(i => News.Report(430, i)));
        for (var version = 1; version <= 5; version++) Assert.True(await story.SetFrames(new FramesNote(version, version, "", "")));
        await articles;
        var card = await cluster.Reconciled(first.StoryId);
        Assert.Equal((66L, 5L, 61), (card.Version, card.FramesVersion, card.Articles));
    }

    [Fact]
    public async Task A_note_whose_answer_was_lost_is_there_once()
    {
        var a = await cluster.Grains.SendAll([News.Report(440, 0), News.Report(440, 1)]);
        var story = cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId);
        cluster.Faults.LoseAnswers(1);
        await Assert.ThrowsAsync<StoryClustering.Contracts.StorageUnavailableException>(() => story.SetFrames(new FramesNote(1, 2, "Told", a[1].ArticleId)));
        Assert.False(await story.SetFrames(new FramesNote(1, 2, "Told", a[1].ArticleId)));
        Assert.Equal((3L, "Told"), ((await cluster.Reconciled(a[0].StoryId)).Version, (await cluster.Reconciled(a[0].StoryId)).Headline));
    }

    [Fact]
    public async Task Edits_keep_the_frames_of_what_stays_and_no_headline_of_what_leaves()
    {
        var editor = cluster.Grains.GetGrain<IEditorGrain>(0);
        var a = await cluster.Grains.SendAll([News.Report(450, 0), News.Report(450, 1), News.Report(450, 2)]);
        var b = await cluster.Grains.SendAll([News.Report(461, 3), News.Report(461, 4)]);
        await cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId).SetFrames(new FramesNote(4, 3, "Chosen", a[2].ArticleId));
        await cluster.Grains.GetGrain<IStoryGrain>(b[0].StoryId).SetFrames(new FramesNote(2, 2, "Other", b[1].ArticleId));

        await editor.Merge(a[0].StoryId, [b[0].StoryId], Reason);
        Expect(await cluster.Reconciled(a[0].StoryId), "Chosen", a[2].ArticleId, 4);
        Assert.Equal(0, (await cluster.Reconciled(b[0].StoryId)).FramesVersion);

        var split = (await editor.Split(a[0].StoryId, [a[2].ArticleId, b[0].ArticleId], Reason)).Second!.StoryId;
        var left = await cluster.Reconciled(a[0].StoryId);
        Assert.Equal(4, left.FramesVersion);
        Assert.DoesNotContain(left.HeadlineArticleId, new[] { a[2].ArticleId, b[0].ArticleId });
        var fresh = await cluster.Reconciled(split);
        Assert.Equal(0, fresh.FramesVersion);
        Assert.Contains(fresh.HeadlineArticleId, new[] { a[2].ArticleId, b[0].ArticleId });

        await cluster.Grains.GetGrain<IStoryGrain>(a[0].StoryId).SetFrames(new FramesNote(5, left.Version, "Second choice", b[1].ArticleId));
        await editor.Move(b[1].ArticleId, split, Reason);
        Assert.NotEqual(b[1].ArticleId, (await cluster.Reconciled(a[0].StoryId)).HeadlineArticleId);
        await editor.RetractStory(split, Reason);
        Assert.Equal(0, (await cluster.Grains.GetGrain<IStoryGrain>(split).GetCard())!.FramesVersion);
        Assert.False(await cluster.Grains.GetGrain<IStoryGrain>(split).SetFrames(new FramesNote(9, 99, "", "")));

        static void Expect(StoryCard card, string headline, string article, long frames) =>
            Assert.Equal((headline, article, frames), (card.Headline, card.HeadlineArticleId, card.FramesVersion));
    }

    [Fact]
    public async Task An_article_gives_its_words_back_as_they_were_sent_with_their_revision_until_it_is_retracted()
    {
        var article = News.Report(470, 0) with { Title = "  Ünïcode “title” 🌊 ", Text = "First line.\r\n\r\n  Second\u00a0line. ", Language = null };
        var grain = cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(article));
        Assert.Null(await grain.GetText());
        await cluster.Grains.Send(article);
        for (var i = 0; i < 2; i++) // also when it was read back and let go
        {
            var words = (await grain.GetText())!;
            Assert.Equal((article.Title, article.Text, 1), (words.Title, words.Text, words.Revision));
            Assert.Equal((await cluster.Store.FindMember(News.KeyOf(article), CancellationToken.None))!.Article.Language, words.Language);
        }
        Assert.Equal(IngestOutcome.Duplicate, (await cluster.Grains.Send(article)).Outcome);
        var revised = article with { Text = "Other words." };
        await cluster.Grains.Send(revised);
        Assert.Equal(("Other words.", 2), ((await grain.GetText())!.Text, (await grain.GetText())!.Revision));
        await cluster.Crash();
        grain = cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(article));
        Assert.Equal(("Other words.", 2), ((await grain.GetText())!.Text, (await grain.GetText())!.Revision));
        await grain.Retract("withdrawn");
        Assert.Null(await grain.GetText());
    }

    [Fact]
    public async Task Words_and_revision_belong_together_whatever_is_sent_meanwhile()
    {
        var article = News.Report(480, 0) with { Text = "Text of revision 1." };
        await cluster.Grains.Send(article);
        var grain = cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(article));
        var revisions = Task.Run(async () =>
        {
            for (var i = 2; i <= 20; i++) await cluster.Grains.Send(article with { Text = $"Text of revision {i}." });
        });
        while (!revisions.IsCompleted)
        {
            var words = (await grain.GetText())!;
            Assert.Equal($"Text of revision {words.Revision}.", words.Text);
        }
        await revisions;
        Assert.Equal(20, (await grain.GetText())!.Revision);
    }

    [Fact]
    public async Task Switched_off_no_frames_are_stored_and_who_asks_gets_them_as_they_are_now()
    {
        var a = await cluster.Grains.SendAll([Telling.Report(490, 0, Telling.Line(490, 0)), Telling.Report(490, 1, Telling.Line(490, 0))]);
        var frames = cluster.Grains.GetGrain<StoryClustering.Contracts.Frames.IFramesGrain>(a[0].StoryId);
        Assert.Null(await frames.Update());
        Assert.Null(await cluster.Store.FindFrames(a[0].StoryId, CancellationToken.None));
        var now = (await frames.Get())!;
        Assert.True(now.Says(Telling.Line(490, 0)));
        Assert.Equal((0L, 2L), (now.Version, now.StoryVersion));
        await cluster.Grains.GetGrain<IArticleGrain>(a[1].ArticleId).Retract("withdrawn");
        var later = (await frames.Get())!;
        Assert.Empty(later.Facts);
        Assert.Equal(1, later.About.Articles);
        Assert.Equal(0, (await cluster.Reconciled(a[0].StoryId)).FramesVersion);
    }
}
