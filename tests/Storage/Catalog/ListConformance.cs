using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

public sealed class SqliteListTests(SqliteDatabase database) : ListConformance(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresListTests(PostgresDatabase database) : ListConformance(database), IClassFixture<PostgresDatabase>;

/// <summary>Pages of stories. A database of its own: the tests look at everything in it.</summary>
public abstract class ListConformance(TestDatabase database) : DatabaseTests(database)
{
    private static readonly string[][] s_languages = [["en"], ["de", "en"], ["de"], [], ["fr", "pt"]];
    private static readonly string[][] s_names = [["Ada \"A\" Harbor", "Agência"], ["Lisbon", "港"], [], ["Harbor, Inc.", "Lisbon", "Агентство"], ["O'Neill"]];
    private static readonly SemaphoreSlim s_one = new(1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await s_one.WaitAsync();
        try
        {
            if (await Database.Scalar<long>("SELECT count(*) FROM story_catalog") > 0) return;
            // Few different sort values, so that most pages end amid ties; negative and fractional scores too.
            await Database.Store.Commit([.. Enumerable.Range(0, 230).Select(i =>
            {
                var id = Sample.NewId();
                var card = Sample.Card(id, 1, articles: i % 4, trending: (i % 7 - 3) / 3.0, updated: Sample.Time.AddTicks(i % 5 * 10)) with
                {
                    Languages = s_languages[i % 5],
                    Outlets = i % 3,
                    Reprints = i % 4 / 2,
                    Entities = s_names[i % 5],
                    Places = s_names[i % 4],
                    BlindspotSide = (OutletSide)(i % 3 == 2 ? 3 : i % 3),
                    State = i % 23 == 0 ? StoryState.Merged : i % 29 == 0 ? StoryState.Retracted : StoryState.Active,
                };
                return new StoryCommit(card, 1, 0, [], []);
            })], Cancellation);
        }
        finally
        {
            s_one.Release();
        }
    }

    [Theory]
    [InlineData(StoryOrder.Trending, 1)]
    [InlineData(StoryOrder.Trending, 17)]
    [InlineData(StoryOrder.Latest, 10)]
    [InlineData(StoryOrder.Largest, 7)]
    [InlineData(StoryOrder.Largest, 1000)]
    public async Task Pages_walk_every_active_story_once_and_in_order(StoryOrder order, int size)
    {
        var all = await All();
        var walked = await Walk(new StoryListQuery { Order = order, Limit = size });
        Assert.Equal(Sorted(all, order).Select(c => c.StoryId), walked.Select(c => c.StoryId));
        Assert.All(walked, c => Assert.Equal(StoryState.Active, c.State));
    }

    [Fact]
    public async Task Filters_leave_what_passes_all_of_them()
    {
        var all = await All();
        var since = Sample.Time.AddTicks(20);
        foreach (var order in Enum.GetValues<StoryOrder>())
        {
            var walked = await Walk(new StoryListQuery { Order = order, Limit = 6, Language = "en", MinArticles = 2, MinOutlets = 1, UpdatedSince = since });
            Assert.Equal(Sorted(all.Where(c => c.Languages.Contains("en") && c.Articles >= 2 && c.Outlets >= 1 && c.Updated >= since), order).Select(c => c.StoryId),
                walked.Select(c => c.StoryId));
        }
        Assert.Equal(all.Count(c => c.Languages.Contains("de")), (await Walk(new StoryListQuery { Order = StoryOrder.Latest, Limit = 100, Language = "de" })).Count);
        Assert.Equal(all.Count(c => c.Updated >= since), (await Walk(new StoryListQuery { Order = StoryOrder.Latest, Limit = 100, UpdatedSince = since })).Count);
        foreach (var none in new[] { "d", "en,de", "%", "und", "", ",", "EN", "_n" })
            Assert.Empty(await Walk(new StoryListQuery { Order = StoryOrder.Latest, Limit = 100, Language = none }));
    }

    [Fact]
    public async Task Names_places_originals_and_blindspots_filter()
    {
        var all = await All();
        await Same(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Entities = ["Lisbon"] }, c => c.Entities.Contains("Lisbon"));
        await Same(new StoryListQuery { Order = StoryOrder.Largest, Limit = 7, Entities = ["Ada \"A\" Harbor", "O'Neill", "none"] }, c => c.Entities is ["Ada \"A\" Harbor", ..] or ["O'Neill"]);
        await Same(new StoryListQuery { Order = StoryOrder.Trending, Limit = 7, Places = ["港", "Harbor, Inc."] }, c => c.Places.Contains("港") || c.Places.Contains("Harbor, Inc."));
        await Same(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Entities = ["Agência", "Агентство"] }, c => c.Entities.Contains("Agência") || c.Entities.Contains("Агентство"));
        await Same(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, MinOriginals = 2 }, c => c.Articles - c.Reprints >= 2);
        await Same(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Blindspot = OutletSide.Right }, c => c.BlindspotSide == OutletSide.Right);
        await Same(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Blindspot = OutletSide.Left, Entities = ["Lisbon"], Places = ["Lisbon"], MinOriginals = 1 },
            c => c.BlindspotSide == OutletSide.Left && c.Entities.Contains("Lisbon") && c.Places.Contains("Lisbon") && c.Articles - c.Reprints >= 1);
        Assert.Empty(await Walk(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Entities = ["lisbon", "LISBON", "Lis", "%", "\"", "Lisbo_", "", "agência", "AGÊNCIA", "Age\u0302ncia", "АГЕНТСТВО", "агентство", "Ada \\"] }));
        Assert.Empty(await Walk(new StoryListQuery { Order = StoryOrder.Latest, Limit = 7, Places = ["lisbon", "Lisbon ", "o'neill", "O''Neill", "агентство"] }));

        async Task Same(StoryListQuery query, Func<StoryCard, bool> passes)
        {
            var wanted = Sorted(all.Where(passes), query.Order).Select(c => c.StoryId).ToList();
            Assert.NotEmpty(wanted);
            Assert.Equal(wanted, (await Walk(query)).Select(c => c.StoryId));
        }
    }

    [Fact]
    public async Task A_page_that_holds_everything_names_no_next_one()
    {
        var all = await All();
        Assert.Null((await Database.Store.ListStories(new StoryListQuery { Order = StoryOrder.Latest, Limit = all.Count }, Cancellation)).Next);
        Assert.NotNull((await Database.Store.ListStories(new StoryListQuery { Order = StoryOrder.Latest, Limit = all.Count - 1 }, Cancellation)).Next);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Database.Store.ListStories(new StoryListQuery { Order = StoryOrder.Latest, Limit = 0 }, Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Database.Store.ListStories(new StoryListQuery { Order = 0, Limit = 5 }, Cancellation));
    }

    private async Task<List<StoryCard>> All() =>
        [.. (await Database.Store.LoadCards(1, 10_000, TimeSpan.Zero, Cancellation)).Cards.Where(c => c.State == StoryState.Active)];

    private async Task<List<StoryCard>> Walk(StoryListQuery query)
    {
        var walked = new List<StoryCard>();
        while (true)
        {
            var page = await Database.Store.ListStories(query, Cancellation);
            Assert.True(page.Stories.Length <= query.Limit, "The page is too long.");
            walked.AddRange(page.Stories);
            if (page.Next is null) return walked;
            Assert.Equal(query.Limit, page.Stories.Length);
            query = query with { After = page.Next };
        }
    }

    private static IEnumerable<StoryCard> Sorted(IEnumerable<StoryCard> cards, StoryOrder order) => cards
        .OrderByDescending(c => order switch
        {
            StoryOrder.Trending => c.Trending,
            StoryOrder.Latest => (c.Updated - Sample.Time).Ticks,
            _ => (double)c.Articles,
        })
        .ThenBy(c => c.StoryId, StringComparer.Ordinal);
}
