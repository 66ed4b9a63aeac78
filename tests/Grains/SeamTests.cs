using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains;
using StoryClustering.Grains.Articles;
using StoryClustering.Grains.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Tests.Grains;

/// <summary>A cluster that soon takes a stored article for published, and soon gives calls up.</summary>
public sealed class ImpatientFixture : ClusterFixture
{
    public static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(2);

    protected override void Configure(ISiloBuilder silo)
    {
        silo.Services.PostConfigure<ClusteringOptions>(static o => (o.SweepInterval, o.SweepMargin) = (Sweep, Sweep));
        silo.Services.PostConfigure<SiloMessagingOptions>(static o => o.ResponseTimeout = Call);
    }

    /// <summary>Story grains awake.</summary>
    public async Task<int> StoriesAwake()
    {
        var statistics = await Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(static s => s.GrainType.Contains(typeof(StoryGrain).FullName!, StringComparison.Ordinal)).Sum(static s => s.ActivationCount);
    }

    /// <summary>Waits until an article's row is so old that its story counts as published.</summary>
    public Task Aged(string articleId) => Eventually.Holds(async () =>
    {
        var placement = Assert.Single(await Store.FindPlacements([articleId], CancellationToken.None));
        return placement.Age > 5 * Sweep ? null : $"the row is {placement.Age} old";
    });
}

/// <summary>Sending again, editing and retracting at the moments at which something else is under way.</summary>
public sealed class SeamTests(ImpatientFixture cluster) : IClassFixture<ImpatientFixture>
{
    private static readonly EditReason Reason = new("desk", "test");

    private IEditorGrain Editor => cluster.Grains.GetGrain<IEditorGrain>(0);

    [Fact]
    public async Task Spellings_of_one_address_and_a_later_publication_time_are_repetitions()
    {
        var article = News.Report(100, 0);
        var grain = cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(article));
        var first = await grain.Ingest(article);
        foreach (var spelling in new[]
        {
            article with { Url = article.Url + "?utm_source=feed" },
            article,
            article with { Published = article.Published!.Value.AddHours(5) },
            article with { Published = null, Language = null, ExternalId = "another", CanonicalHost = "elsewhere.example" },
        })
        {
            var again = await grain.Ingest(spelling);
            Assert.Equal(first with { Outcome = IngestOutcome.Duplicate }, again);
        }
        Assert.Equal(1, (await cluster.Reconciled(first.StoryId)).Version);
        var revised = await grain.Ingest(article with { FeedCredit = "Continental Wire" });
        Assert.Equal((IngestOutcome.Revised, 2), (revised.Outcome, revised.Revision));
    }

    [Fact]
    public async Task A_repetition_of_long_ago_wakes_no_story_and_changes_nothing()
    {
        var articles = Enumerable.Range(0, 20).Select(i => News.Report(101 + i % 4, i)).ToArray();
        var first = await cluster.Grains.SendAll(articles);
        await cluster.Aged(first[^1].ArticleId);
        var versions = await Versions(first);
        await cluster.Crash();
        var again = await cluster.Grains.SendAll(articles);
        Assert.Equal(first.Select(static a => a with { Outcome = IngestOutcome.Duplicate }), again);
        Assert.Equal(0, await cluster.StoriesAwake());
        Assert.Equal(versions, await Versions(first));
    }

    [Fact]
    public async Task An_article_of_a_version_that_told_repetitions_by_all_fields_is_still_a_repetition()
    {
        var article = News.Report(106, 0);
        var first = await cluster.Grains.Send(article);
        await cluster.Crash();
        // As an earlier version stored it: a hash of another length, and none in the row.
        var storage = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredKeyedService<IGrainStorage>(StorageNames.Grains);
        var state = new GrainState<ArticleState>(new ArticleState());
        var id = cluster.Grains.GetGrain<IArticleGrain>(first.ArticleId).GetGrainId();
        await storage.ReadStateAsync("article", id, state);
        state.State!.Fingerprint = new byte[32];
        await storage.WriteStateAsync("article", id, state);
        await cluster.Execute($"UPDATE article_catalog SET fingerprint = x'' WHERE article_id = '{first.ArticleId}'");
        await cluster.Aged(first.ArticleId);

        Assert.Equal(first with { Outcome = IngestOutcome.Duplicate }, await cluster.Grains.Send(article));
        Assert.Equal(IngestOutcome.Revised, (await cluster.Grains.Send(article with { Title = "Corrected" })).Outcome);
    }

    [Fact]
    public async Task A_retraction_is_not_overtaken_by_an_addition_that_was_held_back()
    {
        await cluster.Grains.Send(News.Report(110, 0)); // its story is there
        var late = News.Report(110, 1);
        var held = new TaskCompletionSource();
        cluster.Faults.CommitsWaitFor = held.Task;
        var begun = cluster.Faults.CommitsBegun;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Send(late)); // it waits in the story for longer than a call may take
            Assert.True(cluster.Faults.CommitsBegun > begun, "The addition never came to the database.");
            Assert.NotNull(await cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(late)).Retract("withdrawn"));
        }
        finally
        {
            cluster.Faults.CommitsWaitFor = null;
            held.SetResult();
        }
        await cluster.Grains.Send(News.Report(110, 2)); // in line behind it
        Assert.Null(await cluster.Store.FindMember(News.KeyOf(late), CancellationToken.None));
        Assert.Equal(IngestOutcome.Retracted, (await cluster.Grains.Send(late)).Outcome);
        Assert.Equal(IngestOutcome.Retracted, (await cluster.Grains.Send(late with { Title = "Sent by mistake" })).Outcome);
        await cluster.Crash();
        Assert.Equal(IngestOutcome.Retracted, (await cluster.Grains.Send(late)).Outcome);
        Assert.Null(await cluster.Store.FindMember(News.KeyOf(late), CancellationToken.None));
    }

    [Fact]
    public async Task Neighbours_of_a_retracted_article_that_is_added_in_the_same_round_get_in()
    {
        var first = await cluster.Grains.Send(News.Report(111, 0));
        var template = (await cluster.Store.ListMembers(first.StoryId, 0, 1, withVectors: true, CancellationToken.None)).Single().Article;
        var digests = Enumerable.Range(0, 6).Select(i => template with { ArticleId = Key.Article($"https://round.example/{i}"), Url = $"https://round.example/{i}" }).ToArray();
        await cluster.Store.RetractArticle(digests[3].ArticleId, "withdrawn", CancellationToken.None);
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var answers = await Task.WhenAll(digests.Select(d => story.AddArticle(d, AddHint.Fresh)));
        Assert.Equal(AddResult.Retracted, answers[3].Result);
        Assert.Equal(5, answers.Count(static a => a.Result == AddResult.Added));
        Assert.Equal(AddResult.Retracted, (await story.ReviseArticle(digests[3] with { Revision = 2 })).Result);
        Assert.Equal(6, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task A_retraction_that_stopped_halfway_is_brought_to_its_end()
    {
        var answers = await cluster.Grains.SendAll([News.Report(112, 0), News.Report(112, 1)]);
        cluster.Faults.RefuseEdits = true;
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<IArticleGrain>(answers[0].ArticleId).Retract("withdrawn"));
        Assert.NotNull(await cluster.Store.FindMember(answers[0].ArticleId, CancellationToken.None));
        Assert.Equal(IngestOutcome.Retracted, (await cluster.Grains.Send(News.Report(112, 0))).Outcome);
        await cluster.Crash(); // and nobody asks for it again
        await Eventually.Holds(async () =>
            await cluster.Store.FindMember(answers[0].ArticleId, CancellationToken.None) is null ? null : "the article is still in its story");
        Assert.Equal(1, (await cluster.Reconciled(answers[0].StoryId)).Articles);
    }

    [Fact]
    public async Task An_article_that_cannot_be_stored_is_refused_and_nothing_is_kept_of_it()
    {
        var article = News.Report(113, 0);
        var grain = cluster.Grains.GetGrain<IArticleGrain>(News.KeyOf(article));
        var refusal = await Assert.ThrowsAsync<ArticleRefusedException>(() => grain.Ingest(article with { FeedCredit = "null \0" }));
        Assert.Contains("credit", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await grain.Explain());
        Assert.Equal(IngestOutcome.New, (await grain.Ingest(article)).Outcome);
        await Assert.ThrowsAsync<ArticleRefusedException>(() => grain.Ingest(article with { Title = "null \0" }));
        Assert.Equal((IngestOutcome.Duplicate, 1), await Outcome(grain.Ingest(article)));
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_fails_alone()
    {
        var first = await cluster.Grains.Send(News.Report(114, 0));
        var template = (await cluster.Store.ListMembers(first.StoryId, 0, 1, withVectors: true, CancellationToken.None)).Single().Article;
        ArticleDigest Digest(int i) => template with { ArticleId = Key.Article($"https://poison.example/{i}"), Url = $"https://poison.example/{i}" };
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var held = new TaskCompletionSource();
        cluster.Faults.CommitsWaitFor = held.Task;
        var leader = story.AddArticle(Digest(0), AddHint.Fresh); // holds the line, so that the others share a round
        var good = Enumerable.Range(1, 8).Select(i => story.AddArticle(Digest(i), AddHint.Fresh)).ToArray();
        var unstorable = story.AddArticle(Digest(20) with { Title = "null \0" }, AddHint.Fresh);
        var uncountable = story.AddArticle(Digest(21) with { Signature = [255, 1, 2] }, AddHint.Fresh);
        cluster.Faults.CommitsWaitFor = null;
        held.SetResult();
        Assert.Equal(AddResult.Added, (await leader).Result);
        Assert.All(await Task.WhenAll(good), static a => Assert.Equal(AddResult.Added, a.Result));
        await Assert.ThrowsAsync<ArticleRefusedException>(() => unstorable);
        await Assert.ThrowsAnyAsync<Exception>(() => uncountable);
        Assert.Equal(10, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task An_edit_that_was_thawed_before_its_freeze_arrived_holds_nothing()
    {
        var first = await cluster.Grains.Send(News.Report(115, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var late = Guid.NewGuid();
        await story.Thaw(late); // the editor has given up
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => story.Freeze(late, TimeSpan.FromMinutes(5)));

        // Or while it waits for another edit.
        var (holder, waiter) = (Guid.NewGuid(), Guid.NewGuid());
        await story.Freeze(holder, TimeSpan.FromMinutes(5));
        var waiting = story.Freeze(waiter, TimeSpan.FromMinutes(5));
        await story.Thaw(waiter);
        await story.Thaw(holder);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(first.StoryId, (await cluster.Grains.Send(News.Report(115, 1)).WaitAsync(TimeSpan.FromSeconds(20))).StoryId);
    }

    [Fact]
    public async Task A_freeze_whose_caller_has_gone_holds_nothing()
    {
        var first = await cluster.Grains.Send(News.Report(116, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var holder = Guid.NewGuid();
        await story.Freeze(holder, TimeSpan.FromMinutes(5));
        using var caller = new CancellationTokenSource();
        var waiter = Guid.NewGuid();
        var waiting = story.Freeze(waiter, TimeSpan.FromMinutes(5), caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await story.Thaw(waiter); // as the editor does, whatever became of the freeze
        await story.Thaw(holder);
        Assert.Equal(first.StoryId, (await cluster.Grains.Send(News.Report(116, 1)).WaitAsync(TimeSpan.FromSeconds(20))).StoryId);
    }

    [Fact]
    public async Task The_end_of_a_lease_does_not_release_the_next_edits_freeze()
    {
        var first = await cluster.Grains.Send(News.Report(117, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await story.Freeze(one, TimeSpan.FromMinutes(5));
        // The editor thaws while its lease ends, which thaws as well: both read the story back.
        var held = new TaskCompletionSource();
        var read = cluster.Faults.StoriesRead;
        cluster.Faults.NextStoryWaitsFor = held.Task;
        var thawing = story.Thaw(one);
        var next = story.Freeze(two, TimeSpan.FromMinutes(5));
        var leaseEnding = story.Thaw(one);
        await Eventually.Holds(() => Task.FromResult(cluster.Faults.StoriesRead > read ? null : "the story is not being read back"));
        held.SetResult();
        await Task.WhenAll(thawing, leaseEnding);
        await next;
        var writing = cluster.Grains.Send(News.Report(117, 1));
        // One that was sent after it has been through all of the way.
        await cluster.Grains.Send(News.Report(126, 0));
        Assert.False(writing.IsCompleted, "The story wrote although the second edit holds it.");
        await story.Thaw(two);
        Assert.Equal(first.StoryId, (await writing).StoryId);
        Assert.Equal(2, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task A_story_that_is_thawed_during_a_write_counts_what_was_written()
    {
        var first = await cluster.Grains.Send(News.Report(125, 0));
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var held = new TaskCompletionSource();
        var begun = cluster.Faults.CommitsBegun;
        cluster.Faults.CommitsWaitFor = held.Task;
        var writing = cluster.Grains.Send(News.Report(125, 1));
        await Eventually.Holds(() => Task.FromResult(cluster.Faults.CommitsBegun > begun ? null : "nothing is being written"));
        // An editor whose freeze waits for that write gives up.
        var edit = Guid.NewGuid();
        var freezing = story.Freeze(edit, TimeSpan.FromMinutes(5));
        var thawing = story.Thaw(edit);
        // It has begun by now, and if it does not wait for the write it has read the story: this waits for that.
        await story.GetCard();
        cluster.Faults.CommitsWaitFor = null;
        held.SetResult();
        Assert.Equal(first.StoryId, (await writing).StoryId);
        await thawing;
        await Task.WhenAll(freezing).ContinueWith(static _ => { }, TaskScheduler.Default);
        var coverage = (await story.GetCoverage())!;
        Assert.Equal((2, 2), (coverage.Card.Articles, coverage.Languages.Sum(static l => l.Articles)));
        Assert.Equal(2, (await cluster.Reconciled(first.StoryId)).Articles);
    }

    [Fact]
    public async Task A_story_that_was_being_read_before_an_edit_is_read_again_after_it()
    {
        var first = await cluster.Grains.Send(News.Report(118, 0));
        await cluster.Crash(); // the story is not in memory
        var story = cluster.Grains.GetGrain<IStoryGrain>(first.StoryId);
        var held = new TaskCompletionSource();
        cluster.Faults.NextStoryWaitsFor = held.Task;
        var read = cluster.Faults.StoriesRead;
        var early = story.GetCard();
        await Eventually.Holds(() => Task.FromResult(cluster.Faults.StoriesRead > read ? null : "the story is not being read"));

        var edit = Guid.NewGuid();
        var freezing = story.Freeze(edit, TimeSpan.FromMinutes(5));
        var row = (await cluster.Store.FindStory(first.StoryId, CancellationToken.None))!.Card;
        var edited = row with { Version = row.Version + 1, Headline = "As the edit left it" };
        Assert.Equal([CommitOutcome.Committed], await cluster.Store.Commit([new StoryCommit(edited, Key.HomeOf(row.StoryId, 4), row.Version, [], [])], CancellationToken.None));
        var thawed = story.Thaw(edit);
        held.SetResult();
        Assert.Equal(edited.Version, (await thawed)!.Version);
        await Task.WhenAll(early, freezing).ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.Equal(edited.Version, (await story.GetCard())!.Version);
        Assert.Equal((first.StoryId, edited.Version + 1), await StoryAndVersion(cluster.Grains.Send(News.Report(118, 1))));
    }

    [Fact]
    public async Task A_revision_moves_the_time_of_the_last_change()
    {
        var article = News.Report(119, 0);
        var first = await cluster.Grains.Send(article);
        var before = await cluster.Reconciled(first.StoryId);
        var revised = await cluster.Grains.Send(article with { Text = article.Text + " More is known now." });
        Assert.Equal(IngestOutcome.Revised, revised.Outcome);
        var after = await cluster.Reconciled(first.StoryId);
        Assert.True(after.Updated > before.Updated, $"{after.Updated:O} is not later than {before.Updated:O}.");
        var page = await cluster.Store.ListStories(new StoryListQuery { Order = StoryOrder.Latest, Limit = 10, UpdatedSince = after.Updated }, CancellationToken.None);
        Assert.Contains(page.Stories, s => s.StoryId == first.StoryId);
        // What was first published when is not moved by it.
        Assert.Equal((before.Created, before.FirstPublished, before.LastPublished), (after.Created, after.FirstPublished, after.LastPublished));
    }

    [Fact]
    public async Task Moving_an_article_onto_its_own_story_confirms_it_for_good()
    {
        IngestAnswer[] answers = [await cluster.Grains.Send(News.Report(120, 0)), await cluster.Grains.Send(News.Report(120, 1))];
        var story = answers[0].StoryId;
        var before = await cluster.Reconciled(story);
        var confirmed = await Editor.Move(answers[0].ArticleId, story, Reason);
        Assert.Equal((EditOutcome.Done, before.Version + 1), (confirmed.Outcome, confirmed.First!.Version));
        var member = await cluster.Store.FindMember(answers[0].ArticleId, CancellationToken.None);
        Assert.True(member!.PlacedByEditor);
        Assert.Equal(answers[0] with { Outcome = IngestOutcome.Duplicate }, await cluster.Grains.Send(News.Report(120, 0))); // the same answer as ever
        Assert.Equal(before.Articles, (await cluster.Reconciled(story)).Articles);
        // The machine leaves it alone from now on, and saying it again changes nothing.
        var other = await cluster.Grains.Send(News.Report(121, 0));
        Assert.Equal(EditOutcome.PlacedByEditor, (await Editor.Move(answers[0].ArticleId, other.StoryId, Reason with { ByMachine = true })).Outcome);
        Assert.Equal(before.Version + 1, (await Editor.Move(answers[0].ArticleId, story, Reason)).First!.Version);
    }

    [Fact]
    public async Task A_revision_of_an_article_in_a_retracted_story_is_stored()
    {
        var article = News.Report(124, 0);
        var answer = await cluster.Grains.Send(article);
        Assert.Equal(EditOutcome.Done, (await Editor.RetractStory(answer.StoryId, Reason)).Outcome);
        var corrected = article with { Title = "Corrected" };
        Assert.Equal((IngestOutcome.Revised, 2), await Outcome(cluster.Grains.Send(corrected)));
        Assert.Equal("Corrected", (await cluster.Store.FindMember(answer.ArticleId, CancellationToken.None))!.Article.Title);
        Assert.Equal((IngestOutcome.Duplicate, 2), await Outcome(cluster.Grains.Send(corrected)));
        Assert.Equal(StoryState.Retracted, (await cluster.Reconciled(answer.StoryId)).State);
    }

    [Fact]
    public async Task Confirming_an_article_while_the_database_is_away_is_answered_as_unavailable()
    {
        var answer = await cluster.Grains.Send(News.Report(122, 0));
        cluster.Faults.RefuseEdits = true;
        await Assert.ThrowsAsync<StoryClustering.Contracts.StorageUnavailableException>(() => Editor.Move(answer.ArticleId, answer.StoryId, Reason));
        cluster.Faults.RefuseEdits = false;
        cluster.Faults.Away = true;
        await Assert.ThrowsAsync<StoryClustering.Contracts.StorageUnavailableException>(() => Editor.Move(answer.ArticleId, answer.StoryId, Reason));
        cluster.Faults.Away = false;
        Assert.Equal(EditOutcome.Done, (await Editor.Move(answer.ArticleId, answer.StoryId, Reason)).Outcome);
    }

    [Fact]
    public async Task Edits_of_stories_that_do_not_exist_wake_no_grain()
    {
        var known = await cluster.Grains.Send(News.Report(123, 0));
        await cluster.Crash();
        var unknown = Key.NewStory();
        Assert.Equal((EditOutcome.NotFound, unknown), await OutcomeOf(Editor.Merge(known.StoryId, [unknown], Reason)));
        Assert.Equal((EditOutcome.NotFound, unknown), await OutcomeOf(Editor.Split(unknown, [known.ArticleId], Reason)));
        Assert.Equal((EditOutcome.NotFound, unknown), await OutcomeOf(Editor.Move(known.ArticleId, unknown, Reason)));
        Assert.Equal((EditOutcome.NotFound, unknown), await OutcomeOf(Editor.RetractStory(unknown, Reason)));
        Assert.Equal(0, await cluster.StoriesAwake());
        // One that is asked all the same leaves the memory at once.
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => cluster.Grains.GetGrain<IStoryGrain>(Key.NewStory()).GetCard()));
        await Eventually.Holds(async () => await cluster.StoriesAwake() is var awake and > 0 ? $"{awake} stories that do not exist are awake" : null);
    }

    private async Task<long[]> Versions(IEnumerable<IngestAnswer> answers) =>
        [.. (await cluster.Store.FindCards([.. answers.Select(static a => a.StoryId).Distinct()], CancellationToken.None)).OrderBy(static c => c.StoryId).Select(static c => c.Version)];

    private static async Task<(IngestOutcome, int)> Outcome(Task<IngestAnswer> answer) => ((await answer).Outcome, (await answer).Revision);

    private static async Task<(string, long)> StoryAndVersion(Task<IngestAnswer> answer) => ((await answer).StoryId, (await answer).StoryVersion);

    private static async Task<(EditOutcome, string)> OutcomeOf(Task<EditAnswer> answer) => ((await answer).Outcome, (await answer).Subject);
}
