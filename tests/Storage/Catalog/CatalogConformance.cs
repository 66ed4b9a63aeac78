using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

public sealed class SqliteCatalogTests(SqliteDatabase database) : CatalogConformance(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresCatalogTests(PostgresDatabase database) : CatalogConformance(database), IClassFixture<PostgresDatabase>;

/// <summary>What every catalog store must do.</summary>
public abstract class CatalogConformance(TestDatabase database) : DatabaseTests(database)
{
    private ICatalogStore Store => Database.Store;

    [Fact]
    public async Task A_story_comes_back_with_every_field()
    {
        var id = Sample.NewId();
        var change = Sample.Found(id, 3);
        Assert.Equal([CommitOutcome.Committed], await Store.Commit([change], Cancellation));

        var row = await Store.FindStory(id, Cancellation);
        Assert.NotNull(row);
        Assert.Equal(0, row.EditVersion);
        Assert.Equivalent(change.Card, row.Card, strict: true);
        Assert.Equivalent(change.Card, Assert.Single(await Store.FindCards([id, "story-none"], Cancellation)), strict: true);
        Assert.Null(await Store.FindStory("story-none", Cancellation));
    }

    [Fact]
    public async Task Members_come_back_with_every_field_and_with_vectors_only_when_asked_for()
    {
        var id = Sample.NewId();
        var change = Sample.Found(id, 3);
        change = change with { Added = [change.Added[0], change.Added[1] with { PlacedByEditor = true }, change.Added[2]] };
        await Commit(change);

        var with = await Store.ListMembers(id, 0, 10, withVectors: true, Cancellation);
        Assert.Equivalent(change.Added, with, strict: true);
        var without = await Store.ListMembers(id, 1, 1, withVectors: false, Cancellation);
        var second = change.Added[1];
        var bare = second with { Article = second.Article with { Vector = [] } };
        Assert.Equivalent(bare, Assert.Single(without), strict: true);
        Assert.Equivalent(bare, await Store.FindMember(second.Article.ArticleId, Cancellation), strict: true);
        Assert.Null(await Store.FindMember("article-none", Cancellation));
        Assert.Equivalent(bare, Assert.Single(await Store.FindMembers([second.Article.ArticleId, "article-none"], Cancellation)), strict: true);
        Assert.Empty(await Store.FindMembers([], Cancellation));
    }

    [Fact]
    public async Task Merged_card_keeps_its_target_and_empty_lists_stay_empty()
    {
        var id = Sample.NewId();
        var card = Sample.Card(id, 1) with { State = StoryState.Merged, MergedInto = "story-older", Languages = [], Entities = [], Headline = "" };
        await Commit(new StoryCommit(card, 3, 0, [], []));
        Assert.Equivalent(card, (await Store.FindStory(id, Cancellation))!.Card, strict: true);
    }

    [Fact]
    public async Task Times_before_1970_and_at_the_ends_of_the_calendar_are_kept()
    {
        var id = Sample.NewId();
        var last = DateTimeOffset.MaxValue.AddTicks(-9);
        var card = Sample.Card(id, 1) with { FirstPublished = DateTimeOffset.MinValue, LastPublished = last, Created = DateTimeOffset.UnixEpoch.AddTicks(-10) };
        await Commit(new StoryCommit(card, 3, 0, [], []));
        Assert.Equivalent(card, (await Store.FindStory(id, Cancellation))!.Card, strict: true);
    }

    [Fact]
    public async Task A_change_from_another_version_is_refused_and_leaves_nothing()
    {
        var id = Sample.NewId();
        await Commit(Sample.Found(id, 2));
        foreach (var expected in new long[] { 0, 1, 3 })
        {
            var change = new StoryCommit(Sample.Card(id, 9), 3, expected, [Sample.Member(id, 9, 9)], []);
            Assert.Equal([CommitOutcome.Conflict], await Store.Commit([change], Cancellation));
        }
        Assert.Equal(2, (await Store.FindStory(id, Cancellation))!.Card.Version);
        Assert.Equal(2, (await Store.ListMembers(id, 0, 10, false, Cancellation)).Count);

        var missing = new StoryCommit(Sample.Card(Sample.NewId(), 5), 3, 4, [], []);
        Assert.Equal([CommitOutcome.Conflict], await Store.Commit([missing], Cancellation));
        Assert.Null(await Store.FindStory(missing.Card.StoryId, Cancellation));
    }

    [Fact]
    public async Task An_article_that_is_a_member_elsewhere_refuses_its_change_but_not_the_others()
    {
        var (taken, grown, founded, fine, late) = (Sample.NewId(), Sample.NewId(), Sample.NewId(), Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(taken), Sample.Found(grown), Sample.Found(late));
        var thief = Sample.Member(taken, 1, 7);

        var outcomes = await Store.Commit(
        [
            new StoryCommit(Sample.Card(grown, 2), 3, 1, [Sample.Member(grown, 2, 2), thief with { StoryId = grown }], []),
            Sample.Found(fine, 2),
            new StoryCommit(Sample.Card(founded, 1), 3, 0, [thief with { StoryId = founded }, Sample.Member(founded, 1, 1)], []),
            new StoryCommit(Sample.Card(late, 9), 3, 8, [Sample.Member(late, 2, 9)], []),
        ], Cancellation);

        Assert.Equal([CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Conflict], outcomes);
        Assert.Equal(taken, (await Store.FindMember(thief.Article.ArticleId, Cancellation))!.StoryId);
        Assert.Equal(1, (await Store.FindStory(grown, Cancellation))!.Card.Version);
        Assert.Single(await Store.ListMembers(grown, 0, 10, false, Cancellation));
        Assert.Null(await Store.FindStory(founded, Cancellation));
        Assert.Null(await Store.FindMember(Sample.ArticleOf(founded, 1), Cancellation));
        Assert.Null(await Store.FindMember(Sample.ArticleOf(late, 2), Cancellation));
        Assert.Equal(2, (await Store.ListMembers(fine, 0, 10, false, Cancellation)).Count);
    }

    [Fact]
    public async Task Of_two_changes_of_one_batch_that_add_the_same_article_one_wins()
    {
        var (one, two) = (Sample.NewId(), Sample.NewId());
        var member = Sample.Member(one, 1, 1);
        var outcomes = await Store.Commit(
            [new StoryCommit(Sample.Card(one, 1), 3, 0, [member], []), new StoryCommit(Sample.Card(two, 1), 3, 0, [member with { StoryId = two }], [])], Cancellation);
        Assert.Single(outcomes, CommitOutcome.Committed);
        var home = (await Store.FindMember(member.Article.ArticleId, Cancellation))!.StoryId;
        Assert.Equal(outcomes[0] == CommitOutcome.Committed ? one : two, home);
        Assert.Null(await Store.FindStory(home == one ? two : one, Cancellation));
    }

    [Fact]
    public async Task Two_members_cannot_have_joined_a_story_at_the_same_version()
    {
        var id = Sample.NewId();
        await Commit(Sample.Found(id));
        var change = new StoryCommit(Sample.Card(id, 2), 3, 1, [Sample.Member(id, 2, 2), Sample.Member(id, 3, 2)], []);
        Assert.Equal([CommitOutcome.Conflict], await Store.Commit([change], Cancellation));
        Assert.Single(await Store.ListMembers(id, 0, 10, false, Cancellation));
    }

    [Fact]
    public async Task A_revision_replaces_the_members_row()
    {
        var id = Sample.NewId();
        await Commit(Sample.Found(id, 2));
        var member = Sample.Member(id, 1, 1);
        var revised = member with { Article = member.Article with { Revision = 2, Title = "Corrected", Vector = [9], Published = null, Credits = [] } };
        await Commit(new StoryCommit(Sample.Card(id, 3), 3, 2, [Sample.Member(id, 3, 3)], [revised]));
        var members = await Store.ListMembers(id, 0, 10, true, Cancellation);
        Assert.Equal(3, members.Count);
        Assert.Equivalent(revised, members[0], strict: true);
    }

    [Fact]
    public async Task A_revision_of_an_article_that_is_not_in_the_story_is_refused()
    {
        var (id, other) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(id), Sample.Found(other));
        var stranger = Sample.Member(other, 1, 1) with { StoryId = id };
        var change = new StoryCommit(Sample.Card(id, 2), 3, 1, [Sample.Member(id, 2, 2)], [stranger]);
        Assert.Equal([CommitOutcome.Conflict], await Store.Commit([change], Cancellation));
        Assert.Equal(1, (await Store.FindStory(id, Cancellation))!.Card.Version);
        Assert.Null(await Store.FindMember(Sample.ArticleOf(id, 2), Cancellation));
    }

    [Fact]
    public async Task Of_racing_writers_of_one_version_exactly_one_wins()
    {
        await using var second = (IAsyncDisposable)Database.NewStore();
        ICatalogStore[] stores = [Store, (ICatalogStore)second, Store, (ICatalogStore)second];
        var id = Sample.NewId();
        for (var version = 0; version < 100; version++)
        {
            var changes = stores.Select((_, writer) => new StoryCommit(Sample.Card(id, version + 1) with { Headline = "writer " + writer }, 3, version,
                [Sample.Member(id, version * 10 + writer, version + 1)], [])).ToArray();
            var outcomes = await Task.WhenAll(stores.Select((store, writer) => Task.Run(() => store.Commit([changes[writer]], Cancellation))));
            var winner = Assert.Single(Enumerable.Range(0, stores.Length), w => outcomes[w][0] == CommitOutcome.Committed);
            Assert.Equal("writer " + winner, (await Store.FindStory(id, Cancellation))!.Card.Headline);
        }
        Assert.Equal(100, (await Store.ListMembers(id, 0, 1000, false, Cancellation)).Count);
    }

    [Fact]
    public async Task Batches_that_overlap_in_any_order_finish_and_every_step_counts_once()
    {
        // 6 writers push the same 12 stories on, each in an order of its own, stealing each other's articles too.
        var ids = Enumerable.Range(0, 12).Select(_ => Sample.NewId()).ToArray();
        await Commit([.. ids.Select(id => Sample.Found(id))]);
        var committed = new int[ids.Length];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var round = 0; round < 25; round++)
            {
                var order = (int[])[.. Enumerable.Range(0, ids.Length)];
                random.Shuffle(order);
                var cards = (await Store.FindCards(ids, Cancellation)).ToDictionary(c => c.StoryId);
                var changes = order.Take(8).Select(i =>
                {
                    var version = cards[ids[i]].Version;
                    var article = Sample.Member(ids[random.Next(ids.Length)], 100 + random.Next(40), version + 1);
                    return new StoryCommit(Sample.Card(ids[i], version + 1), 3, version, [article with { StoryId = ids[i] }], []);
                }).ToArray();
                var outcomes = await Store.Commit(changes, Cancellation);
                for (var i = 0; i < outcomes.Length; i++)
                    if (outcomes[i] == CommitOutcome.Committed) Interlocked.Increment(ref committed[order[i]]);
            }
        })));
        var members = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(1 + committed[i], (await Store.FindStory(ids[i], Cancellation))!.Card.Version);
            members += (await Store.ListMembers(ids[i], 0, 1000, false, Cancellation)).Count;
        }
        Assert.Equal(ids.Length + committed.Sum(), members);
        Assert.True(committed.Sum() > 50, "Almost nothing was committed.");
    }

    [Fact]
    public async Task Text_that_a_database_would_change_is_refused()
    {
        foreach (var bad in new[] { "a\0b", "\ud800", "x\udc00y" })
        {
            var id = Sample.NewId();
            var member = Sample.Member(id, 1, 1);
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Commit([new StoryCommit(Sample.Card(id, 1) with { Headline = bad }, 3, 0, [], [])], Cancellation));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Commit(
                [new StoryCommit(Sample.Card(id, 1), 3, 0, [member with { Article = member.Article with { Entities = [bad] } }], [])], Cancellation));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.FindStory(bad, Cancellation));
            Assert.Null(await Store.FindStory(id, Cancellation));
        }
    }

    [Fact]
    public async Task A_batch_that_contradicts_itself_is_refused()
    {
        var id = Sample.NewId();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Commit([Sample.Found(id), Sample.Found(id)], Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Commit([new StoryCommit(Sample.Card(id, 3), 3, 3, [], [])], Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Commit([new StoryCommit(Sample.Card(id, 1, trending: double.NaN), 3, 0, [], [])], Cancellation));
        Assert.Empty(await Store.Commit([], Cancellation));
    }

    [Fact]
    public async Task An_edit_moves_members_and_marks_the_stories()
    {
        var (from, to) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(from, 3), Sample.Found(to, 2));
        var moved = Sample.ArticleOf(from, 2);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit(
            [Sample.Touch(from, 3, 2), Sample.Touch(to, 2, 3)], [new MemberMove(moved, from, to, 3, true)]), Cancellation));

        var member = await Store.FindMember(moved, Cancellation);
        Assert.Equal((to, 3L, true), (member!.StoryId, member.JoinedVersion, member.PlacedByEditor));
        Assert.Equal((4L, 4L), Versions(await Store.FindStory(from, Cancellation)));
        Assert.Equal((3L, 3L), Versions(await Store.FindStory(to, Cancellation)));
        Assert.Equal(1, await Audits(from));

        // A later change by the machine leaves the mark.
        await Commit(Sample.Touch(to, 3, 3));
        Assert.Equal((4L, 3L), Versions(await Store.FindStory(to, Cancellation)));
    }

    [Fact]
    public async Task A_split_founds_a_story_and_fills_it()
    {
        var (from, made) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(from, 4));
        var founded = new StoryCommit(Sample.Card(made, 2, 2), 5, 0, [], []);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(from, 4, 2), founded],
            [new MemberMove(Sample.ArticleOf(from, 3), from, made, 1, true), new MemberMove(Sample.ArticleOf(from, 1), from, made, 2, true)]), Cancellation));
        Assert.Equal([Sample.ArticleOf(from, 3), Sample.ArticleOf(from, 1)], await Articles(made));
        Assert.Equal((2L, 2L), Versions(await Store.FindStory(made, Cancellation)));
    }

    [Fact]
    public async Task A_merge_moves_all_members_in_their_order()
    {
        var (target, source) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(target, 2), Sample.Found(source, 5));
        var tombstone = Sample.Touch(source, 5, 0);
        tombstone = tombstone with { Card = tombstone.Card with { State = StoryState.Merged, MergedInto = target } };
        var grown = new StoryCommit(Sample.Card(target, 7, 7), 3, 2, [], []);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([grown, tombstone], moveAllFrom: source, moveAllBase: 2), Cancellation));

        var members = await Store.ListMembers(target, 0, 100, false, Cancellation);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], members.Select(m => m.JoinedVersion));
        Assert.Equal(Enumerable.Range(1, 5).Select(n => Sample.ArticleOf(source, n)), members.Skip(2).Select(m => m.Article.ArticleId));
        Assert.Empty(await Articles(source));
        Assert.Equal(target, (await Store.FindStory(source, Cancellation))!.Card.MergedInto);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_merge_by_a_person_marks_the_members_as_placed_and_one_by_the_machine_takes_no_mark_away(bool byEditor)
    {
        var (target, source) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(target, 1), Sample.Found(source, 2));
        // The second member of the source was placed by a person before.
        var placed = new MemberMove(Sample.ArticleOf(source, 2), source, source, 3, true);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(source, 2)], [placed]), Cancellation));
        var tombstone = new StoryCommit(Sample.Card(source, 4) with { State = StoryState.Merged, MergedInto = target }, 5, 3, [], []);
        var edit = Sample.Edit([new StoryCommit(Sample.Card(target, 4, 3), 3, 1, [], []), tombstone], moveAllFrom: source, moveAllBase: 1);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(edit with { MoveAllByEditor = byEditor }, Cancellation));
        var members = await Store.ListMembers(target, 0, 100, false, Cancellation);
        Assert.Equal([false, byEditor, true], members.Select(m => m.PlacedByEditor));
    }

    [Fact]
    public async Task A_removed_article_is_gone_and_may_come_again()
    {
        var id = Sample.NewId();
        await Commit(Sample.Found(id, 2));
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(id, 2)], removed: [Sample.ArticleOf(id, 1)]), Cancellation));
        Assert.Equal([Sample.ArticleOf(id, 2)], await Articles(id));
        await Commit(new StoryCommit(Sample.Card(id, 4), 3, 3, [Sample.Member(id, 1, 4)], []));
        Assert.Equal([Sample.ArticleOf(id, 2), Sample.ArticleOf(id, 1)], await Articles(id));
    }

    [Fact]
    public async Task An_edit_that_fails_anywhere_changes_nothing()
    {
        var (one, two, third) = (Sample.NewId(), Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(one, 3), Sample.Found(two, 2), Sample.Found(third, 1));
        StoryCommit[] stories = [Sample.Touch(one, 3), Sample.Touch(two, 2)];
        var good = new MemberMove(Sample.ArticleOf(one, 1), one, two, 3, true);
        StoryEdit[] edits =
        [
            Sample.Edit([stories[0], Sample.Touch(two, 1)], [good]), // wrong version
            Sample.Edit([stories[0], new StoryCommit(Sample.Card(two, 1), 3, 0, [], [])], [good]), // founds what exists
            Sample.Edit(stories, [good, new MemberMove(Sample.ArticleOf(two, 1), one, two, 9, true)]), // is not in that story
            Sample.Edit(stories, [good, new MemberMove("article-none", one, two, 9, true)]),
            Sample.Edit(stories, [good with { JoinedVersion = 2 }]), // two holds 2 already
            Sample.Edit(stories, [good], removed: [Sample.ArticleOf(third, 1)]), // in a story that the edit does not touch
            Sample.Edit(stories, [good], removed: ["article-none"]),
            Sample.Edit([stories[1], stories[0]], moveAllFrom: one, moveAllBase: 0), // collides with 1 and 2
            Sample.Edit([stories[0] with { Added = [Sample.Member(third, 1, 9) with { StoryId = one }] }, stories[1]], [good]), // member elsewhere
            Sample.Edit([stories[0] with { Revised = [Sample.Member(third, 1, 1) with { StoryId = one }] }, stories[1]], [good]),
        ];
        for (var i = 0; i < edits.Length; i++)
        {
            Assert.True(CommitOutcome.Conflict == await Store.Edit(edits[i], Cancellation), $"Edit {i} was not refused.");
            Assert.Equal([Sample.ArticleOf(one, 1), Sample.ArticleOf(one, 2), Sample.ArticleOf(one, 3)], await Articles(one));
            Assert.Equal([Sample.ArticleOf(two, 1), Sample.ArticleOf(two, 2)], await Articles(two));
            Assert.Equal([Sample.ArticleOf(third, 1)], await Articles(third));
            Assert.Equal((3L, 0L), Versions(await Store.FindStory(one, Cancellation)));
            Assert.Equal((2L, 0L), Versions(await Store.FindStory(two, Cancellation)));
        }
        Assert.Equal(0, await Audits(one) + await Audits(two));
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit(stories, [good]), Cancellation));
    }

    [Fact]
    public async Task Newest_members_are_bounded_per_story_and_oldest_first()
    {
        var (big, small) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(big, 20), Sample.Found(small, 2));
        var members = await Store.LoadNewestMembers([small, "story-none", big, small], 5, Cancellation);
        Assert.Equal([1, 2], members.Where(m => m.StoryId == small).Select(m => m.JoinedVersion));
        Assert.Equal([16, 17, 18, 19, 20], members.Where(m => m.StoryId == big).Select(m => m.JoinedVersion));
        Assert.Equal(7, members.Count);
        Assert.All(members, m => Assert.Equal(1200, m.Article.Vector.Length));
        Assert.Empty(await Store.LoadNewestMembers([], 5, Cancellation));
    }

    [Fact]
    public async Task Members_to_be_indexed_are_the_newest_story_by_story_in_the_order_asked()
    {
        var (big, small) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(big, 20), Sample.Found(small, 2));
        static (string StoryId, string ArticleId, DateTimeOffset? Published, DateTimeOffset Ingested, string Language, byte[] Vector) Keep(IndexableMember m) =>
            (m.StoryId, m.ArticleId, m.Published, m.Ingested, m.Language, m.Vector.ToArray());
        var members = await Store.LoadIndexableMembers([small, "story-none", big], 5, Keep, Cancellation);
        Assert.Equal([small, small, big, big, big, big, big], members.Select(m => m.StoryId));
        var whole = await Store.LoadNewestMembers([small, big], 5, Cancellation);
        Assert.Equal(whole.Where(m => m.StoryId == small).Concat(whole.Where(m => m.StoryId == big)).Select(m => (m.Article.ArticleId, m.Article.Published, m.Article.Ingested, m.Article.Language)),
            members.Select(m => (m.ArticleId, m.Published, m.Ingested, m.Language)));
        Assert.Equal(whole.Where(m => m.StoryId == small).Concat(whole.Where(m => m.StoryId == big)).Select(m => m.Article.Vector), members.Select(m => m.Vector));
        Assert.Empty(await Store.LoadIndexableMembers([], 5, Keep, Cancellation));
    }

    [Fact]
    public async Task A_partition_loads_its_newest_active_cards_and_the_tombstones_written_of_late_by_the_databases_clock()
    {
        const int partition = 7001;
        var ids = Enumerable.Range(0, 6).Select(_ => Sample.NewId()).ToArray();
        StoryCommit Of(int i, StoryState state) => new(Sample.Card(ids[i], 1, updated: Sample.Time.AddMinutes(i)) with { State = state }, partition, 0, [], []);
        var start = await Store.LoadCards(partition, 2, TimeSpan.Zero, Cancellation);
        Assert.Empty(start.Cards);
        Assert.True((DateTimeOffset.UtcNow - start.DatabaseNow).Duration() < TimeSpan.FromSeconds(5), $"The database's clock says {start.DatabaseNow}.");
        // The times on the cards are those of silos, years ago: they decide the order of what is active, and nothing else.
        await Commit(Of(0, StoryState.Active), Of(1, StoryState.Merged), Of(2, StoryState.Active), Of(3, StoryState.Active));
        await Until(async () => (await Store.LoadCards(partition, 1, TimeSpan.Zero, Cancellation)).DatabaseNow > start.DatabaseNow.AddMilliseconds(50));
        var between = (await Store.LoadCards(partition, 1, TimeSpan.Zero, Cancellation)).DatabaseNow;
        await Commit(Of(4, StoryState.Merged), Of(5, StoryState.Retracted));
        var all = (await Store.LoadCards(partition, 2, TimeSpan.FromHours(1), Cancellation)).Cards;
        Assert.Equal([ids[3], ids[2]], all.Where(c => c.State == StoryState.Active).Select(c => c.StoryId));
        Assert.Equal(new[] { ids[1], ids[4], ids[5] }.Order(), all.Where(c => c.State != StoryState.Active).Select(c => c.StoryId).Order());
        var now = (await Store.LoadCards(partition, 2, TimeSpan.Zero, Cancellation)).DatabaseNow;
        var young = await Store.LoadCards(partition, 2, now - between, Cancellation);
        // A little later than asked for: what was written before "between" is not young, what came after it may have aged out meanwhile.
        Assert.DoesNotContain(ids[1], young.Cards.Select(c => c.StoryId));
        Assert.Equal(2, young.Cards.Count(c => c.State == StoryState.Active));
        Assert.Empty((await Store.LoadCards(partition + 1, 2, TimeSpan.FromHours(1), Cancellation)).Cards);
    }

    [Fact]
    public async Task Changed_cards_are_those_written_since_by_the_databases_clock()
    {
        const int partition = 8000;
        var (before, after) = (Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(before, partition: partition));
        var start = await Store.LoadChangedCards(partition, DateTimeOffset.UnixEpoch, Cancellation);
        Assert.Equal([before], start.Cards.Select(c => c.StoryId));
        Assert.True((DateTimeOffset.UtcNow - start.DatabaseNow).Duration() < TimeSpan.FromSeconds(5), $"The database's clock says {start.DatabaseNow}.");

        await Until(async () => (await Store.LoadChangedCards(partition, DateTimeOffset.UnixEpoch, Cancellation)).DatabaseNow > start.DatabaseNow);
        var since = (await Store.LoadChangedCards(partition, DateTimeOffset.UnixEpoch, Cancellation)).DatabaseNow;
        await Commit(Sample.Found(after, partition: partition), Sample.Found(Sample.NewId(), partition: partition + 1));
        Assert.Equal([after], (await Store.LoadChangedCards(partition, since, Cancellation)).Cards.Select(c => c.StoryId));
        await Commit(new StoryCommit(Sample.Card(before, 2), partition, 1, [], []));
        // Order is not promised: both may have been written within one tick of the database's clock (a millisecond on SQLite).
        Assert.Equal(new[] { after, before }.Order(), (await Store.LoadChangedCards(partition, since, Cancellation)).Cards.Select(c => c.StoryId).Order());
    }

    [Fact]
    public async Task A_setting_is_the_same_for_all_who_ask_first()
    {
        await using var second = (IAsyncDisposable)Database.NewStore();
        for (var round = 0; round < 20; round++)
        {
            var name = "setting-" + Guid.NewGuid();
            var values = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
                (i % 2 == 0 ? Store : (ICatalogStore)second).GetOrAddSetting(name, [(byte)i, 0, 255], Cancellation))));
            Assert.All(values, value => Assert.Equal(values[0], value));
            Assert.Equal(values[0], await Store.GetOrAddSetting(name, [99], Cancellation));
        }
    }

    [Fact]
    public async Task Ping_answers() => await Store.Ping(Cancellation);

    [Fact]
    public async Task A_cancelled_call_throws_and_does_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var id = Sample.NewId();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Commit([Sample.Found(id)], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.FindStory(id, cancelled.Token));
        Assert.Null(await Store.FindStory(id, Cancellation));
    }

    private async Task Commit(params StoryCommit[] changes) => Assert.All(await Store.Commit(changes, Cancellation), o => Assert.Equal(CommitOutcome.Committed, o));

    private async Task<IEnumerable<string>> Articles(string storyId) =>
        (await Store.ListMembers(storyId, 0, 1000, false, Cancellation)).Select(m => m.Article.ArticleId);

    private Task<long> Audits(string storyId) => Database.Scalar<long>($"SELECT count(*) FROM editor_audit WHERE story_id = '{storyId}' AND reason = 'same event'");

    private static (long Version, long EditVersion) Versions(StoryRow? row) => (row!.Card.Version, row.EditVersion);

    private static async Task Until(Func<Task<bool>> condition)
    {
        var end = Environment.TickCount64 + 10_000;
        while (!await condition()) Assert.True(Environment.TickCount64 < end, "The database's clock stands still.");
    }
}
