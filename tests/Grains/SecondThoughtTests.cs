using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Grains.Reconsidering;

namespace StoryClustering.Tests.Grains;

/// <summary>What the silo does about its earlier decisions, and what it leaves alone.</summary>
public sealed class SecondThoughtTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason ByPerson = new("desk", "test");
    private static readonly EditReason ByMachine = new("engine", "second thought", ByMachine: true);

    private IEditorGrain Editor => cluster.Grains.GetGrain<IEditorGrain>(0);

    [Fact]
    public async Task Two_stories_of_one_event_become_one_by_themselves_and_the_older_survives()
    {
        // Told apart by nothing but time: half a year later nobody takes it for the same event; with the missing link it is.
        var (one, other) = (await cluster.Grains.Send(News.Report(300, 0)), await cluster.Grains.Send(Late(News.Report(300, 1))));
        Assert.NotEqual(one.StoryId, other.StoryId);
        for (var i = 2; i < 6; i++) await cluster.Grains.Send(News.Report(300, i) with { Published = News.Report(300, i).Published!.Value.AddDays(36 * (i - 1)) });
        var merged = await Eventually(async () => await cluster.Grains.GetGrain<IStoryGrain>(other.StoryId).GetCard() is { State: StoryState.Merged } card ? card : null);
        Assert.Equal(one.StoryId, merged.MergedInto);
        Assert.Equal(6, (await cluster.Reconciled(one.StoryId)).Articles);
        // What the machine put together, it has not placed as a person would.
        Assert.All(await cluster.Store.ListMembers(one.StoryId, 0, 100, withVectors: false, CancellationToken.None), m => Assert.False(m.PlacedByEditor));
    }

    [Fact]
    public async Task What_a_person_has_placed_the_machine_leaves_where_it_is()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 4).Select(i => News.Report(310, i)));
        var b = await cluster.Grains.Send(News.Report(311, 0));
        var (story, elsewhere, article) = (a[0].StoryId, b.StoryId, a[3].ArticleId);
        Assert.Equal(EditOutcome.Done, (await Editor.Move(article, elsewhere, ByPerson)).Outcome);

        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Move(article, story, ByMachine)).Outcome);
        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Merge(story, [elsewhere], ByMachine)).Outcome);
        Assert.Equal(elsewhere, (await cluster.Store.FindMember(article, CancellationToken.None))!.StoryId);
        Assert.Equal((3, 2), ((await cluster.Reconciled(story)).Articles, (await cluster.Reconciled(elsewhere)).Articles));
    }

    [Fact]
    public async Task Stories_that_a_person_has_merged_or_split_stay_so()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(320, i)));
        var b = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(321, i)));
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(a[0].StoryId, [b[0].StoryId], ByPerson)).Outcome);
        var c = await cluster.Grains.Send(News.Report(322, 0));
        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Move(b[0].ArticleId, c.StoryId, ByMachine)).Outcome);
        var split = await Editor.Split(a[0].StoryId, [b[0].ArticleId, b[1].ArticleId], ByPerson);
        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Merge(a[0].StoryId, [split.Second!.StoryId], ByMachine)).Outcome);
    }

    [Fact]
    public async Task Two_events_in_one_story_come_apart_by_themselves()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 5).Select(i => News.Report(380, i)));
        var b = await cluster.Grains.SendAll(Enumerable.Range(0, 4).Select(i => News.Report(381, i)));
        var story = a[0].StoryId;
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(story, [b[0].StoryId], ByMachine)).Outcome);
        // One that is not sure where it belongs, so that the story is looked at again.
        await cluster.Grains.Send(News.Report(380, 5) with { Published = News.Report(380, 5).Published!.Value.AddDays(20) });
        var left = await Eventually(async () => (await cluster.Store.FindMember(b[0].ArticleId, CancellationToken.None))!.StoryId is var now && now != story ? now : null);
        Assert.Equal(4, (await cluster.Reconciled(left)).Articles);
        Assert.Equal(6, (await cluster.Reconciled(story)).Articles);
        foreach (var answer in b)
        {
            var member = await cluster.Store.FindMember(answer.ArticleId, CancellationToken.None);
            Assert.Equal((left, false), (member!.StoryId, member.PlacedByEditor));
        }
        // Told again, the first of them did not found what it is in now.
        Assert.All(await cluster.Grains.SendAll(Enumerable.Range(0, 4).Select(i => News.Report(381, i))), again => Assert.Equal((left, false), (again.StoryId, again.FoundedStory)));
    }

    [Fact]
    public async Task A_machine_does_not_split_what_a_person_has_put_together()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(385, i)));
        var b = await cluster.Grains.SendAll(Enumerable.Range(0, 3).Select(i => News.Report(386, i)));
        Assert.Equal(EditOutcome.Done, (await Editor.Merge(a[0].StoryId, [b[0].StoryId], ByPerson)).Outcome);
        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Split(a[0].StoryId, [.. b.Select(answer => answer.ArticleId)], ByMachine)).Outcome);
        Assert.Equal(6, (await cluster.Reconciled(a[0].StoryId)).Articles);
    }

    [Fact]
    public async Task A_machine_moves_an_article_without_placing_it_and_never_the_last_one()
    {
        var a = await cluster.Grains.SendAll(Enumerable.Range(0, 2).Select(i => News.Report(330, i)));
        var b = await cluster.Grains.Send(News.Report(331, 0));
        Assert.Equal(EditOutcome.Done, (await Editor.Move(a[1].ArticleId, b.StoryId, ByMachine)).Outcome);
        Assert.False((await cluster.Store.FindMember(a[1].ArticleId, CancellationToken.None))!.PlacedByEditor);
        Assert.Equal(EditOutcome.NothingLeft, (await Editor.Move(a[0].ArticleId, b.StoryId, ByMachine)).Outcome);
        Assert.Equal((1, 2), ((await cluster.Reconciled(a[0].StoryId)).Articles, (await cluster.Reconciled(b.StoryId)).Articles));
    }

    [Fact]
    public async Task Second_thoughts_about_many_articles_end_and_lose_nothing()
    {
        var queue = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<SecondThoughtQueue>();
        var answers = await cluster.Grains.SendAll(Enumerable.Range(0, 400).Select(i => News.Report(340 + i % 40, i / 40)));
        await Eventually(() => Task.FromResult(queue.IsIdle ? "idle" : null));
        var stories = new HashSet<string>();
        foreach (var answer in answers)
        {
            var member = await cluster.Store.FindMember(answer.ArticleId, CancellationToken.None);
            Assert.NotNull(member);
            stories.Add(member.StoryId);
        }
        var total = 0L;
        foreach (var story in stories) total += (await cluster.Reconciled(story)).Articles;
        Assert.Equal(400, total);
        Assert.Equal(40, stories.Count);
    }

    private static ArticleContent Late(ArticleContent article) => article with { Published = article.Published!.Value.AddDays(180) };

    private static async Task<T> Eventually<T>(Func<Task<T?>> question) where T : class
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await tick.WaitForNextTickAsync(patience.Token))
            if (await question() is { } answer) return answer;
        throw new TimeoutException();
    }
}

/// <summary>A silo that begins to stop. A cluster of its own.</summary>
public sealed class SecondThoughtsAtTheEndTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_silo_that_stops_begins_no_second_thoughts()
    {
        var silo = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress);
        var queue = silo.GetRequiredService<SecondThoughtQueue>();
        var (first, second) = (await cluster.Grains.Send(News.Report(390, 0)), await cluster.Grains.Send(News.Report(391, 0)));
        var report = News.Report(390, 0);
        var article = silo.GetRequiredService<ArticleAnalyzer>().Analyse(new ArticleText(report.Title, report.Text, null, null), observe: false);
        var unsure = new Assignment(first.StoryId, 1, 1, null, new Candidate(second.StoryId, 1, 1, 1, ""));
        queue.Add(first.ArticleId, first.StoryId, article, unsure);
        Assert.False(queue.IsIdle);
        silo.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await StoryClustering.Tests.Grains.Eventually.Holds(() => Task.FromResult(queue.IsIdle ? null : "it still has second thoughts"));
        queue.Add(first.ArticleId, first.StoryId, article, unsure);
        Assert.True(queue.IsIdle);
    }
}
