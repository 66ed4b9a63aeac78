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
    public async Task Stories_of_an_outlet_are_found_by_domain_by_host_below_and_by_credited_name()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => Sample.NewId()).Order(StringComparer.Ordinal).ToArray();
        string[] outlets = ["mine.example", "news.mine.example", "notmine.example", "other.example", "mine.example"];
        for (var i = 0; i < ids.Length; i++)
        {
            var found = Sample.Found(ids[i]);
            var article = found.Added[0].Article with { Outlet = outlets[i], Credits = i == 3 ? [new ArticleCredit(1, "50% \"Wire\" _x_ Agência\\", "")] : [] };
            found = found with { Added = [found.Added[0] with { Article = article }] };
            if (i == 4) found = found with { Card = found.Card with { State = StoryState.Retracted } };
            Assert.Equal([CommitOutcome.Committed], await Store.Commit([found], Cancellation));
        }
        Assert.Equal([ids[0], ids[1]], await Store.ListStoriesOf(["mine.example"], [], "", 10, Cancellation));
        Assert.Equal([ids[1]], await Store.ListStoriesOf(["mine.example"], [], ids[0], 10, Cancellation));
        Assert.Equal([ids[0]], await Store.ListStoriesOf(["mine.example"], [], "", 1, Cancellation));
        Assert.Equal([ids[3]], await Store.ListStoriesOf([], ["50% \"Wire\" _x_ Agência\\"], "", 10, Cancellation));
        Assert.Empty(await Store.ListStoriesOf([], ["50%X"], "", 10, Cancellation));
        Assert.Equal([ids[0], ids[1], ids[3]], await Store.ListStoriesOf(["mine.example", "none.example"], ["Agência"], "", 10, Cancellation));
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

    private Task<CommitOutcome> Save(long expected, params OutletChange[] changes) => Store.SaveOutlets(expected, changes, Cancellation);

    private static OutletRecord Outlet(string domain, long version) => new() { Domains = [domain], Version = version };

    private static OutletChange Change(OutletRecord after, OutletRecord? before = null) => new(after.Version, Sample.Time, "operator", "rated", before, after);
}
