using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using static StoryClustering.Tests.Grains.Frames.Telling;

namespace StoryClustering.Tests.Grains.Frames;

public sealed class FramesTests(FramesFixture cluster) : IClassFixture<FramesFixture>
{
    private static readonly EditReason Reason = new("desk", "test");

    private IEditorGrain Editor => cluster.Grains.GetGrain<IEditorGrain>(0);

    [Fact]
    public async Task With_the_second_origin_frames_come_and_card_and_partition_know_them()
    {
        var first = await cluster.Grains.Send(Report(100, 0, Line(100, 0), Line(100, 1)));
        await cluster.Settled();
        Assert.Null(await cluster.Store.FindFrames(first.StoryId, CancellationToken.None));

        var second = await cluster.Grains.Send(Report(100, 1, Line(100, 0), Line(100, 2)));
        Assert.Equal(first.StoryId, second.StoryId);
        var frames = await cluster.Framed(first.StoryId);
        Assert.Equal((1L, 2L), (frames.Version, frames.StoryVersion));
        Assert.True(frames.Says(Line(100, 0)));
        Assert.False(frames.Says(Line(100, 1)) || frames.Says(Line(100, 2)));
        var fact = frames.Facts.Single(f => Line(100, 0).IsIn(f.Line.Text));
        Assert.Equal([first.ArticleId, second.ArticleId], fact.Line.Citations.Select(c => c.ArticleId).Order(StringComparer.Ordinal).OrderBy(id => id == first.ArticleId ? 0 : 1));
        await cluster.Cited(frames);

        var card = await cluster.Reconciled(first.StoryId);
        Assert.Equal((3L, 1L, 2L), (card.Version, card.FramesVersion, card.FramesStoryVersion));
        Assert.Equal((frames.Headline!.Text, frames.Headline.Citations[0].ArticleId), (card.Headline, card.HeadlineArticleId));
        await Eventually.Holds(async () => await Published(first.StoryId) is { FramesVersion: 1 } ? null : "the partition does not know of the frames");
        Assert.Equivalent(frames, await cluster.Grains.GetGrain<IFramesGrain>(first.StoryId).Get(), strict: true);
    }

    [Fact]
    public async Task What_happened_before_is_told_by_an_earlier_story_that_is_linked()
    {
        static ArticleContent At(ArticleContent article, int daysAgo) => article with { Published = article.Published!.Value.AddDays(-daysAgo) };
        var before = await cluster.Grains.SendAll([At(Report(105, 0, Line(105, 0)), 300), At(Report(105, 1, Line(105, 0)), 300)]);
        await cluster.Framed(before[0].StoryId);
        var after = await cluster.Grains.SendAll([Report(105, 2, Line(105, 1)), Report(105, 3, Line(105, 1))]);
        Assert.NotEqual(before[0].StoryId, after[0].StoryId);
        var frames = await cluster.Framed(after[0].StoryId, f => f.Context.Any(c => c.Slot == ContextSlot.Before) ? null : "nothing is said of what happened before");
        var answer = frames.Context.Single(c => c.Slot == ContextSlot.Before);
        Assert.Equal(before[0].StoryId, answer.StoryId);
        Assert.True(Line(105, 0).IsIn(answer.Answer[0].Text));
        Assert.All(answer.Answer[0].Citations, c => Assert.Contains(c.ArticleId, before.Select(static b => b.ArticleId)));
    }

    [Fact]
    public async Task A_story_of_one_article_costs_nothing_and_is_worked_out_when_somebody_asks()
    {
        var alone = await cluster.Grains.Send(Report(110, 0, Line(110, 0)));
        var grain = cluster.Grains.GetGrain<IFramesGrain>(alone.StoryId);
        Assert.True(cluster.Queue().IsIdle || cluster.Queue().Count == 0);
        Assert.Null(await grain.Update());
        var frames = await grain.Get();
        Assert.NotNull(frames);
        Assert.Equal((0L, 1L, 1), (frames.Version, frames.StoryVersion, frames.About.Articles));
        Assert.Empty(frames.Facts);
        Assert.Null(await cluster.Store.FindFrames(alone.StoryId, CancellationToken.None));
        Assert.Equal(0, (await cluster.Reconciled(alone.StoryId)).FramesVersion);
        Assert.Empty((await grain.History(0, 10))!.Versions);
        Assert.Null(await cluster.Grains.GetGrain<IFramesGrain>(Key.NewStory()).Get());
        Assert.Null(await cluster.Grains.GetGrain<IFramesGrain>(Key.NewStory()).History(0, 10));
    }

    [Fact]
    public async Task More_articles_make_new_versions_only_if_a_line_changes_and_the_history_says_what_came()
    {
        var a = await cluster.Grains.SendAll([Report(120, 0, Line(120, 0), Line(120, 1)), Report(120, 1, Line(120, 0))]);
        var story = a[0].StoryId;
        var one = await cluster.Framed(story);
        await cluster.Grains.Send(Report(120, 2, Line(120, 1)));
        var two = await cluster.Framed(story, f => f.Says(Line(120, 1)) ? null : "the second fact is not there");
        Assert.True(two.Version > one.Version);
        var history = (await cluster.Grains.GetGrain<IFramesGrain>(story).History(0, 50))!;
        Assert.Equal(Enumerable.Range(1, (int)two.Version).Reverse().Select(v => (long)v), history.Versions.Select(v => v.Version));
        Assert.Contains(history.Versions.SelectMany(v => v.Changes), c => c is { Kind: FrameChangeKind.Added, Section: FrameSection.Facts } && Line(120, 1).IsIn(c.After));
        var page = (await cluster.Grains.GetGrain<IFramesGrain>(story).History(2, 1))!;
        Assert.Equal([1L], page.Versions.Select(v => v.Version));
        Assert.False(page.More);

        // A copy of a text that is there says nothing new: covered, but no new version of anything.
        await cluster.Settled();
        var before = await cluster.Framed(story);
        var copied = Report(120, 2, Line(120, 1));
        await cluster.Grains.Send(copied with { Url = "https://copier.example/120", Outlet = "copier.example" });
        await Eventually.Holds(async () => (await cluster.Store.FindFrames(story, CancellationToken.None))!.StoryVersion > before.StoryVersion ? null : "the copy is not covered");
        var after = (await cluster.Store.FindFrames(story, CancellationToken.None))!;
        Assert.Equal((before.Version, before.About.Articles), (after.Version, after.About.Articles));
        Assert.Equal(before.Version, (await cluster.Reconciled(story)).FramesVersion);
    }

    [Fact]
    public async Task A_revision_takes_its_old_sentences_out_and_its_headline_with_them()
    {
        var (one, other) = (Report(130, 0, Line(130, 0), Line(130, 1)), Report(130, 1, Line(130, 0), Line(130, 1)));
        var story = (await cluster.Grains.SendAll([one, other]))[0].StoryId;
        var before = await cluster.Framed(story, f => f.Says(Line(130, 0)) && f.Says(Line(130, 1)) ? null : "two facts are missing");
        await cluster.Grains.Send(one with { Title = one.Title + " again", Text = one.Text.Replace(Line(130, 0).By(0), "", StringComparison.Ordinal) });
        var after = await cluster.Framed(story, f => !f.Says(Line(130, 0)) ? null : "the sentence that was taken back is still a fact");
        Assert.True(after.Says(Line(130, 1)));
        Assert.True(after.Version > before.Version);
        Assert.Contains((await cluster.Grains.GetGrain<IFramesGrain>(story).History(0, 50))!.Versions[0].Changes,
            c => c is { Kind: FrameChangeKind.Removed, Section: FrameSection.Facts } && Line(130, 0).IsIn(c.Before));
        await cluster.Cited(after);
        var card = await cluster.Reconciled(story);
        Assert.Equal(card.Headline, (await cluster.Store.FindMember(card.HeadlineArticleId, CancellationToken.None))!.Article.Title);
    }

    [Fact]
    public async Task A_retracted_article_leaves_no_sentence_and_no_headline()
    {
        var answers = await cluster.Grains.SendAll([Report(140, 0, Line(140, 0), Line(140, 1)), Report(140, 1, Line(140, 0)), Report(140, 2, Line(140, 1), Line(140, 0))]);
        var story = answers[0].StoryId;
        var before = await cluster.Framed(story, f => f.Says(Line(140, 1)) ? null : "the fact of two is missing");
        await cluster.Grains.GetGrain<IArticleGrain>(answers[0].ArticleId).Retract("withdrawn");
        var card = (await cluster.Grains.GetGrain<IStoryGrain>(story).GetCard())!;
        Assert.NotEqual(answers[0].ArticleId, card.HeadlineArticleId);
        var after = await cluster.Framed(story, f => f.Citations().All(c => c.ArticleId != answers[0].ArticleId) ? null : "the retracted article is still cited");
        Assert.True(after.Version > before.Version);
        Assert.False(after.Says(Line(140, 1)));
        Assert.True(after.Says(Line(140, 0)));
        await cluster.Cited(after);
        Assert.NotEqual(answers[0].ArticleId, (await cluster.Reconciled(story)).HeadlineArticleId);
    }

    [Fact]
    public async Task After_a_merger_the_survivor_speaks_of_both_and_the_other_has_no_frames()
    {
        var a = (await cluster.Grains.SendAll([Report(150, 0, Line(150, 0)), Report(150, 1, Line(150, 0))]))[0].StoryId;
        var b = (await cluster.Grains.SendAll([Report(161, 2, Line(161, 0)), Report(161, 3, Line(161, 0))]))[0].StoryId;
        await cluster.Framed(a);
        await cluster.Framed(b);
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(a, [b], Reason)).Outcome);
        var merged = await cluster.Framed(a, f => f.Says(Line(150, 0)) && f.Says(Line(161, 0)) ? null : "a fact of one of the two is missing");
        Assert.Equal(4, merged.About.Articles);
        await cluster.Cited(merged);
        await cluster.Settled();
        Assert.Null(await cluster.Store.FindFrames(b, CancellationToken.None));
        Assert.Null(await cluster.Grains.GetGrain<IFramesGrain>(b).Get());
        Assert.Equal((StoryState.Merged, 0L), ((await cluster.Reconciled(b)).State, (await cluster.Reconciled(b)).FramesVersion));
    }

    [Fact]
    public async Task What_is_split_off_or_moved_takes_its_sentences_along()
    {
        var a = await cluster.Grains.SendAll([Report(170, 0, Line(170, 0)), Report(170, 1, Line(170, 0))]);
        var b = await cluster.Grains.SendAll([Report(181, 2, Line(181, 0)), Report(181, 3, Line(181, 0)), Report(181, 4, Line(181, 0))]);
        var story = a[0].StoryId;
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(story, [b[0].StoryId], Reason)).Outcome);
        await cluster.Framed(story, f => f.Says(Line(181, 0)) ? null : "the merged fact is missing");

        var fresh = (await Editor.Split(story, [.. b.Select(x => x.ArticleId)], Reason)).Second!.StoryId;
        var rest = await cluster.Framed(story, f => !f.Says(Line(181, 0)) ? null : "what was split off is still told");
        Assert.True(rest.Says(Line(170, 0)));
        await cluster.Cited(rest);
        var split = await cluster.Framed(fresh, f => f.Says(Line(181, 0)) ? null : "the new story does not tell its own");
        Assert.Contains((await cluster.Reconciled(fresh)).HeadlineArticleId, b.Select(x => x.ArticleId));
        Assert.Equal(3, split.About.Articles);

        Assert.Equal(EditOutcome.Done, (await Editor.Move(b[2].ArticleId, story, Reason)).Outcome);
        await cluster.Framed(fresh, f => f.Citations().All(c => c.ArticleId != b[2].ArticleId) ? null : "what was moved away is still cited");
        await cluster.Framed(story, f => f.About.Articles == 3 ? null : $"{f.About.Articles} articles are read, not 3");
        // One that is left alone loses what two have said.
        Assert.Equal(EditOutcome.Done, (await Editor.Move(b[1].ArticleId, story, Reason)).Outcome);
        var alone = await cluster.Framed(fresh, f => f.Facts.Length == 0 ? null : "a story of one article still has facts");
        Assert.All(alone.Citations(), c => Assert.Equal(b[0].ArticleId, c.ArticleId));
    }

    [Fact]
    public async Task A_crash_after_frames_were_stored_and_before_the_story_was_told_is_driven_on()
    {
        var first = await cluster.Grains.Send(Report(190, 0, Line(190, 0)));
        cluster.Faults.LoseCommitsAfterFrames = true;
        await cluster.Grains.Send(Report(190, 1, Line(190, 0)));
        await Eventually.Holds(async () => await cluster.Store.FindFrames(first.StoryId, CancellationToken.None) is null ? "frames are not stored" : null);
        Assert.Equal(0, (await cluster.Store.FindStory(first.StoryId, CancellationToken.None))!.Card.FramesVersion);
        await cluster.Crash();
        var frames = await cluster.Framed(first.StoryId);
        Assert.Equal((1L, 2L), (frames.Version, frames.StoryVersion));
        Assert.Equal(3, (await cluster.Reconciled(first.StoryId)).Version);
    }

    [Fact]
    public async Task Frames_that_a_silo_did_not_get_to_are_worked_out_by_the_next()
    {
        var first = await cluster.Grains.Send(Report(200, 0, Line(200, 0)));
        cluster.Faults.RefuseFrames = true;
        await cluster.Grains.Send(Report(200, 1, Line(200, 0)));
        await cluster.Crash();
        var frames = await cluster.Framed(first.StoryId);
        Assert.True(frames.Says(Line(200, 0)));
    }

    [Fact]
    public async Task A_location_says_which_facts_are_told_and_which_are_left_out_and_changes_nothing()
    {
        var story = (await cluster.Grains.SendAll([Report(210, 0, Line(210, 0), Line(210, 1)), Report(210, 1, Line(210, 0), Line(210, 1))]))[0].StoryId;
        await cluster.Framed(story);
        await cluster.Settled();
        var before = await cluster.Reconciled(story);
        var asked = Report(210, 7, Line(210, 1));
        var answer = await cluster.Grains.GetGrain<ILocatorGrain>(0).Locate(new LocateQuery(asked.Title, asked.Text, null, asked.Published, "", "", ""));
        Assert.Equal((story, false, "en"), (answer.Story!.StoryId, answer.IsMember, answer.Language));
        Assert.True(answer.Score >= answer.Threshold);
        Assert.Contains(answer.Location!.SharedFacts, f => Line(210, 1).IsIn(f.Line.Text));
        Assert.Contains(answer.Location.MissingFacts, f => Line(210, 0).IsIn(f.Line.Text));
        Assert.Equal(before.FramesVersion, answer.Location.FramesVersion);
        Assert.Equal(before.Version, (await cluster.Reconciled(story)).Version);

        var member = Report(210, 1, Line(210, 0), Line(210, 1));
        var own = await cluster.Grains.GetGrain<ILocatorGrain>(0).Locate(new LocateQuery(member.Title, member.Text, "en", member.Published, News.KeyOf(member), member.Url, member.Outlet));
        Assert.Equal((story, true), (own.Story!.StoryId, own.IsMember));
        var stranger = News.Report(9_999, 0);
        var none = await cluster.Grains.GetGrain<ILocatorGrain>(0).Locate(new LocateQuery(stranger.Title, stranger.Text, null, null, "", "", ""));
        Assert.Null(none.Story);
        Assert.Null(none.Location);
        Assert.True(none.Nearest.Length <= 3);
    }

    private async Task<StoryCard?> Published(string storyId)
    {
        var observer = new Deaf();
        var partition = cluster.Grains.GetGrain<IPartitionGrain>(Key.Partition(Key.HomeOf(storyId, 4)));
        var reference = cluster.Cluster.Client.CreateObjectReference<IPartitionObserver>(observer);
        var page = await partition.Subscribe(reference, 0);
        await partition.Unsubscribe(reference);
        GC.KeepAlive(observer);
        return page.Entries.Where(e => e.Card.StoryId == storyId).Select(e => e.Card).SingleOrDefault();
    }

    private sealed class Deaf : IPartitionObserver
    {
        public Task OnBatch(FeedBatch batch) => Task.CompletedTask;
    }
}
