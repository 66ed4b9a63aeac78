using System.Text;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

public sealed class SqliteOutletTests(SqliteDatabase database) : OutletConformance(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresOutletTests(PostgresDatabase database) : OutletConformance(database), IClassFixture<PostgresDatabase>;

/// <summary>What every store does for the catalogue of outlets. A database of its own; the tests share its versions.</summary>
public abstract class OutletConformance(TestDatabase database) : DatabaseTests(database)
{
    private ICatalogStore Store => Database.Store;

    [Fact]
    public async Task Outlets_come_back_with_every_field_and_only_those_that_are_new()
    {
        var before = (await Store.LoadOutlets(0, Cancellation)).Version;
        var outlet = Outlet("full.example", before + 1) with
        {
            Domains = ["full.example", "voll.example"],
            Name = "The Full \"Ledger\" — 港",
            Family = "Full & Sons",
            Kind = OutletKind.StateMedia,
            Country = "PT",
            Languages = ["pt", "en"],
            Lean = OutletLean.LeanRight,
            LeanBy = new RatingProvenance("Rater", Sample.Time, "five steps", "CC BY", "2.5"),
            Reliability = OutletReliability.Mixed,
            ReliabilityBy = new RatingProvenance("Other", null, "", "", ""),
        };
        Assert.Equal(CommitOutcome.Committed, await Save(before, Change(outlet)));
        var table = await Store.LoadOutlets(before, Cancellation);
        Assert.Equal(before + 1, table.Version);
        Assert.Equivalent(outlet, Assert.Single(table.Outlets), strict: true);
        Assert.Empty((await Store.LoadOutlets(before + 1, Cancellation)).Outlets);
        Assert.Equal(before + 1, (await Store.LoadOutlets(before + 1, Cancellation)).Version);
    }

    [Fact]
    public async Task Of_two_writers_at_one_version_one_is_refused_and_leaves_nothing()
    {
        var version = (await Store.LoadOutlets(0, Cancellation)).Version;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Save(version, Change(Outlet($"race-{i}.example", version + 1)), Change(Outlet($"race-{i}-b.example", version + 1)))));
        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(2, (await Store.LoadOutlets(version, Cancellation)).Outlets.Count(o => o.Domain.StartsWith("race-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task History_is_kept_newest_first_and_by_version()
    {
        var version = (await Store.LoadOutlets(0, Cancellation)).Version;
        var first = Outlet("history.example", version + 1);
        var second = first with { Lean = OutletLean.Left, Version = version + 2 };
        Assert.Equal(CommitOutcome.Committed, await Save(version, Change(first)));
        Assert.Equal(CommitOutcome.Committed, await Save(version + 1, Change(second, first)));
        var history = await Store.ListOutletChanges("history.example", long.MaxValue, 10, Cancellation);
        Assert.Equal([version + 2, version + 1], history.Select(c => c.Version));
        Assert.Equivalent(Change(second, first), history[0], strict: true);
        Assert.Null(history[1].Before);
        Assert.Equal(version + 1, Assert.Single(await Store.ListOutletChanges("history.example", version + 2, 10, Cancellation)).Version);
        Assert.Equal([version + 1, version + 2], (await Store.ListOutletChangesSince(version, Cancellation)).Select(c => c.Version));
        Assert.Single((await Store.LoadOutlets(version, Cancellation)).Outlets, o => o.Domain == "history.example");
    }

    [Fact]
    public async Task A_version_may_leave_numbers_out_and_a_table_that_was_put_back_says_so()
    {
        var version = (await Store.LoadOutlets(0, Cancellation)).Version;
        Assert.Equal(CommitOutcome.Committed, await Save(version, Change(Outlet("leap.example", version + 5))));
        Assert.Equal(version + 5, (await Store.LoadOutlets(version, Cancellation)).Version);
        Assert.Equal(CommitOutcome.Conflict, await Save(version, Change(Outlet("leap.example", version + 6))));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Save(version + 5, Change(Outlet("leap.example", version + 5))));
        // As a silo sees it that knew a later version before the database was restored.
        var table = await Store.LoadOutlets(version + 100, Cancellation);
        Assert.Equal(version + 5, table.Version);
        Assert.Empty(table.Outlets);
    }

    [Fact]
    public async Task Stories_of_an_outlet_are_found_by_the_outlet_as_it_is_written_and_page_by_page()
    {
        var ids = NewIds(6);
        string[] outlets = ["mine.example", "news.mine.example", "mine.example", "Mine.example", "mine.example", "mine_example"];
        for (var i = 0; i < ids.Length; i++) await Found(ids[i], outlets[i], i == 4 ? StoryState.Retracted : StoryState.Active);
        Assert.Equal([ids[0], ids[2]], await Stories(SourceKind.Outlet, "mine.example", 10));
        Assert.Equal([ids[0], ids[2]], await Stories(SourceKind.Outlet, "mine.example", 1));
        Assert.Equal([ids[3]], await Stories(SourceKind.Outlet, "Mine.example", 1));
        Assert.Equal([ids[5]], await Stories(SourceKind.Outlet, "mine_example", 3));
        foreach (var none in new[] { "example", "%", "mine%", "", "MINE.EXAMPLE" }) Assert.Empty(await Stories(SourceKind.Outlet, none, 3));
    }

    [Fact]
    public async Task Names_that_are_credited_are_listed_once_and_in_the_order_of_their_bytes_whatever_letters_they_have()
    {
        // Case, accents (one letter or two), Cyrillic, signs that mean something in patterns, in JSON or in SQL; one beyond 16 bits.
        string[] names = ["wire", "Wire", "WIRE", "Agência Brasil", "AGÊNCIA BRASIL", "Age\u0302ncia Brasil", "Укринформ", "УКРИНФОРМ", "50% \"Wire\" _x_ Agência\\", "50%", "50_",
            "O'Neill", "\\", "\"", "%", "_", "straße", "STRASSE", "İstanbul", "istanbul", "\U0001F30A wave", "\uFF21", "港", "a b", "a-b", "a.b", " led", "led ", "{\"s\":1}", new string('é', 500)];
        var ids = NewIds(names.Length);
        for (var i = 0; i < ids.Length; i++) await Found(ids[i], "credits.example", StoryState.Active, names[i], names[(i + 1) % 3], "");
        var all = (await Sources(SourceKind.Credit, 1000)).Where(names.Contains).ToArray();
        Assert.Equal(names.OrderBy(n => n, Comparer<string>.Create(static (a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))), all);
        Assert.Equal(all, (await Sources(SourceKind.Credit, 3)).Where(names.Contains));
        Assert.DoesNotContain("", await Sources(SourceKind.Credit, 2));
        for (var i = 3; i < names.Length; i++) Assert.Equal([ids[i]], await Stories(SourceKind.Credit, names[i], 2));
        Assert.Equal(ids.Where((_, i) => i == 2 || i % 3 == 1), await Stories(SourceKind.Credit, "WIRE", 4));
    }

    [Fact]
    public async Task Credited_names_come_and_go_with_the_members_that_credit_them()
    {
        var (a, b) = (Sample.NewId(), Sample.NewId());
        var found = Sample.Found(a, 3);
        StoryMember Crediting(StoryMember member, params string[] names) => member with { Article = member.Article with { Credits = [.. names.Select(static n => new ArticleCredit(1, n, ""))] } };
        found = found with { Added = [Crediting(found.Added[0], "Gone Press", "Kept Press"), Crediting(found.Added[1], "Kept Press"), Crediting(found.Added[2])] };
        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Committed], await Store.Commit([found, Sample.Found(b)], Cancellation));
        await Names(("Gone Press", a), ("Kept Press", a));
        // An article that is elsewhere already adds nothing, nor does a change that is refused.
        Assert.Equal([CommitOutcome.Conflict], await Store.Commit([Sample.Touch(b, 1) with { Added = [Crediting(found.Added[0], "Refused Press") with { StoryId = b, JoinedVersion = 2 }] }], Cancellation));
        await Names(("Gone Press", a), ("Kept Press", a), ("Refused Press", null));
        // A revision credits others.
        Assert.Equal([CommitOutcome.Committed], await Store.Commit([Sample.Touch(a, 3, 3) with { Revised = [Crediting(found.Added[0], "Kept Press", "New Press")] }], Cancellation));
        await Names(("Gone Press", null), ("New Press", a), ("Kept Press", a));
        // A move takes them along, and so does a merger.
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(a, 4, 2), Sample.Touch(b, 1, 2)], [new MemberMove(Sample.ArticleOf(a, 1), a, b, 2, true)]), Cancellation));
        await Names(("New Press", b), ("Kept Press", a), ("Kept Press", b));
        var merged = Sample.Touch(a, 5, 0);
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(b, 2, 4), merged with { Card = merged.Card with { State = StoryState.Merged, MergedInto = b } }], moveAllFrom: a, moveAllBase: 2), Cancellation));
        Assert.Equal([b], await Stories(SourceKind.Credit, "Kept Press", 1));
        // What leaves takes them with it.
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(b, 3, 2)], removed: [Sample.ArticleOf(a, 1), Sample.ArticleOf(a, 2)]), Cancellation));
        await Names(("New Press", null), ("Kept Press", null));
        Assert.Equal(0, await Database.Scalar<long>("SELECT count(*) FROM article_credit WHERE source LIKE '% Press'"));

        async Task Names(params (string Name, string? Story)[] expected)
        {
            var names = await Sources(SourceKind.Credit, 5);
            foreach (var (name, story) in expected)
            {
                Assert.Equal(story is not null, names.Contains(name));
                if (story is null) Assert.Empty(await Stories(SourceKind.Credit, name, 5));
                else Assert.Contains(story, await Stories(SourceKind.Credit, name, 5));
            }
        }
    }

    [Fact]
    public async Task A_name_that_no_index_can_hold_keeps_no_article_out()
    {
        var id = Sample.NewId();
        await Found(id, "long.example", StoryState.Active, new string('港', 501), new string('x', 4000), "Short Enough");
        Assert.Equal([id], await Stories(SourceKind.Credit, "Short Enough", 5));
        Assert.DoesNotContain(await Sources(SourceKind.Credit, 100), static n => n.Length > 500);
    }

    [Fact]
    public async Task A_setting_is_replaced()
    {
        Assert.Equal([1], await Store.GetOrAddSetting("replaced", [1], Cancellation));
        await Store.PutSetting("replaced", [2, 3], Cancellation);
        await Store.PutSetting("put-first", [4], Cancellation);
        Assert.Equal([2, 3], await Store.GetOrAddSetting("replaced", [1], Cancellation));
        Assert.Equal([4], await Store.GetOrAddSetting("put-first", [1], Cancellation));
    }

    private async Task Found(string id, string outlet, StoryState state, params string[] names)
    {
        var found = Sample.Found(id);
        var article = found.Added[0].Article with { Outlet = outlet, Credits = [.. names.Select(static n => new ArticleCredit(1, n, ""))] };
        found = found with { Card = found.Card with { State = state }, Added = [found.Added[0] with { Article = article }] };
        Assert.Equal([CommitOutcome.Committed], await Store.Commit([found], Cancellation));
    }

    private static string[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(static _ => Sample.NewId()).Order(StringComparer.Ordinal)];

    private async Task<List<string>> Stories(SourceKind kind, string source, int page)
    {
        var walked = new List<string>();
        for (var after = ""; after is not null;)
        {
            var slice = await Store.ListStoriesOf(kind, source, after, page, Cancellation);
            Assert.True(slice.StoryIds.Count <= page, "The slice is too long.");
            walked.AddRange(slice.StoryIds);
            after = slice.Next;
        }
        return walked;
    }

    private async Task<List<string>> Sources(SourceKind kind, int page)
    {
        var walked = new List<string>();
        while (true)
        {
            var some = await Store.ListSources(kind, walked.LastOrDefault() ?? "", page, Cancellation);
            Assert.True(some.Count <= page, "The page is too long.");
            walked.AddRange(some);
            if (some.Count < page) return walked;
        }
    }

    private Task<CommitOutcome> Save(long expected, params OutletChange[] changes) => Store.SaveOutlets(expected, changes, Cancellation);

    private static OutletRecord Outlet(string domain, long version) => new() { Domains = [domain], Version = version };

    private static OutletChange Change(OutletRecord after, OutletRecord? before = null) => new(after.Version, Sample.Time, "operator", "rated", before, after);
}
