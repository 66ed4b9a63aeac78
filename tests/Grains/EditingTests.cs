using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Tests.Grains;

public sealed class EditingTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason Reason = new("desk", "test");

    private IEditorGrain Editor => cluster.Grains.GetGrain<IEditorGrain>(0);

    [Fact]
    public async Task A_merged_story_redirects_for_ever_and_its_articles_count_in_the_survivor()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(0, i)));
        var b = await cluster.Grains.SendAll(Enumerable.Range(0, 4).Select(i => News.Report(11, i, outlet: $"outlet-{i + 2}.example")));
        var (target, source) = (a[0].StoryId, b[0].StoryId);
        var answer = await Editor.Merge(target, [source], Reason);
        Assert.Equal(EditOutcome.Done, answer.Outcome);

        var survivor = await cluster.Reconciled(target);
        Assert.Equal((7, 6), (survivor.Articles, survivor.Outlets));
        var tombstone = await cluster.Reconciled(source);
        Assert.Equal((StoryState.Merged, target, 0), (tombstone.State, tombstone.MergedInto, tombstone.Articles));

        var again = await cluster.Grains.Send(News.Report(11, 0, outlet: "outlet-2.example"));
        Assert.Equal((IngestOutcome.Duplicate, target), (again.Outcome, again.StoryId));
        var late = await cluster.Grains.Send(News.Report(11, 50));
        Assert.Equal(target, late.StoryId);
        Assert.Equal(8, (await cluster.Reconciled(target)).Articles);
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(target, [source], Reason)).Outcome);
        Assert.Equal(EditOutcome.NotActive, (await Editor.Merge(source, [target], Reason)).Outcome);
    }

    [Fact]
    public async Task A_split_makes_a_new_story_that_takes_its_own_followers()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(22, i)));
        var b = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(33, i)));
        await Editor.Merge(a[0].StoryId, [b[0].StoryId], Reason);
        var split = await Editor.Split(a[0].StoryId, [.. b.Select(x => x.ArticleId)], Reason);
        Assert.Equal(EditOutcome.Done, split.Outcome);
        var fresh = split.Second!.StoryId;
        Assert.Equal(3, (await cluster.Reconciled(a[0].StoryId)).Articles);
        Assert.Equal(3, (await cluster.Reconciled(fresh)).Articles);
        Assert.Equal(fresh, (await cluster.Grains.Send(News.Report(33, 9))).StoryId);
        Assert.Equal(EditOutcome.NothingLeft, (await Editor.Split(a[0].StoryId, [.. a.Select(x => x.ArticleId)], Reason)).Outcome);
        Assert.Equal(EditOutcome.NotMember, (await Editor.Split(a[0].StoryId, [b[0].ArticleId], Reason)).Outcome);
    }

    [Fact]
    public async Task A_moved_article_stays_where_it_was_put_and_its_copies_keep_an_original()
    {
        var text = string.Join(' ', Enumerable.Range(0, 12).Select(i => News.Report(44, i).Text));
        var agency = News.Report(44, 0) with { Text = text };
        var a = new List<IngestAnswer>();
        for (var i = 0; i < 3; i++) a.Add(await cluster.Grains.Send(agency with { Url = $"https://copy-{i}.example/44", Outlet = $"copy-{i}.example" }));
        var b = await cluster.Grains.Send(News.Report(55, 0));
        Assert.Equal(2, (await cluster.Reconciled(a[0].StoryId)).Reprints);

        var answer = await Editor.Move(a[0].ArticleId, b.StoryId, Reason);
        Assert.Equal(EditOutcome.Done, answer.Outcome);
        var source = await cluster.Reconciled(a[0].StoryId);
        Assert.Equal((2, 1), (source.Articles, source.Reprints));
        Assert.Equal(2, (await cluster.Reconciled(b.StoryId)).Articles);
        var again = await cluster.Grains.Send(agency with { Url = "https://copy-0.example/44", Outlet = "copy-0.example" });
        Assert.Equal(b.StoryId, again.StoryId);
        Assert.True((await cluster.Store.FindMember(a[0].ArticleId, CancellationToken.None))!.PlacedByEditor);
        Assert.Equal(EditOutcome.NotFound, (await Editor.Move(News.KeyOf(News.Report(55, 99)), b.StoryId, Reason)).Outcome);
    }

    [Fact]
    public async Task A_retracted_story_takes_no_articles()
    {
        var a = await cluster.Grains.Send(News.Report(66, 0));
        Assert.Equal(EditOutcome.Done, (await Editor.RetractStory(a.StoryId, Reason)).Outcome);
        var next = await cluster.Grains.Send(News.Report(66, 1));
        Assert.NotEqual(a.StoryId, next.StoryId);
        Assert.Equal(1, (await cluster.Reconciled(a.StoryId)).Articles);
        Assert.Equal(EditOutcome.NotFound, (await Editor.RetractStory(StoryClustering.Contracts.Ids.Key.NewStory(), Reason)).Outcome);
    }

    [Fact]
    public async Task Edits_under_fire_lose_and_double_nothing()
    {
        var first = await cluster.Grains.Send(News.Report(77, 0));
        var second = await cluster.Grains.Send(News.Report(88, 0));
        // One more each: a story that its only article leaves is over.
        await cluster.Grains.SendAll([News.Report(77, 1), News.Report(88, 1)]);
        var fire = Task.WhenAll(
            cluster.Grains.SendAll(Enumerable.Range(2, 150).Select(i => News.Report(77, i))),
            cluster.Grains.SendAll(Enumerable.Range(2, 150).Select(i => News.Report(88, i))));
        for (var i = 0; i < 5; i++)
        {
            var target = i % 2 == 0 ? second.StoryId : first.StoryId;
            Assert.Equal(EditOutcome.Done, (await Editor.Move(first.ArticleId, target, Reason)).Outcome);
        }
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(first.StoryId, [second.StoryId], Reason)).Outcome);
        var answers = (await fire).SelectMany(x => x).ToArray();
        Assert.Equal(300, answers.Select(a => a.ArticleId).Distinct().Count());
        Assert.Equal(304, (await cluster.Reconciled(first.StoryId)).Articles);
        Assert.Equal(0, (await cluster.Reconciled(second.StoryId)).Articles);
    }

    [Fact]
    public async Task A_story_frozen_by_an_editor_that_died_goes_on_when_its_lease_ends()
    {
        var a = await cluster.Grains.Send(News.Report(99, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(a.StoryId);
        Assert.Equal(1, await story.Freeze(Guid.NewGuid(), TimeSpan.FromMilliseconds(300)));
        var held = cluster.Grains.Send(News.Report(99, 1));
        Assert.Equal(a.StoryId, (await held.WaitAsync(TimeSpan.FromSeconds(20))).StoryId);
        Assert.Equal(2, (await cluster.Reconciled(a.StoryId)).Articles);
    }
}
