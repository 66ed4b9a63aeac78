using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Silos;

public sealed class SqliteReminderTests(SqliteDatabase database) : ReminderTests(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresReminderTests(PostgresDatabase database) : ReminderTests(database), IClassFixture<PostgresDatabase>;

/// <summary>Reminders through Orleans' own table and this project's schema and queries.</summary>
public abstract class ReminderTests(TestDatabase database) : DatabaseTests(database)
{
    private SiloHost _silo = null!;

    private IReminderTable Table => _silo.Services.GetRequiredService<IReminderTable>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _silo = await SiloHost.Start(Database, "service-" + Guid.NewGuid().ToString("n")[..8]);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_silo is not null) await _silo.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_reminder_is_kept_changed_and_removed()
    {
        var grain = GrainId.Create("article", "article-abc");
        var entry = Entry(grain, "retry", TimeSpan.FromMinutes(90));
        var etag = Assert.IsType<string>(await Table.UpsertRow(entry));
        var read = (await Table.ReadRow(grain, "retry"))!;
        Assert.Equal((grain, "retry", entry.StartAt, entry.Period, etag), (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));

        var changed = Entry(grain, "retry", TimeSpan.FromDays(60));
        var second = Assert.IsType<string>(await Table.UpsertRow(changed));
        Assert.NotEqual(etag, second);
        Assert.Equal(TimeSpan.FromDays(60), (await Table.ReadRow(grain, "retry"))!.Period);

        Assert.False(await Table.RemoveRow(grain, "retry", etag));
        Assert.True(await Table.RemoveRow(grain, "retry", second));
        Assert.False(await Table.RemoveRow(grain, "retry", second));
        Assert.Null(await Table.ReadRow(grain, "retry"));
    }

    [Fact]
    public async Task Ranges_of_the_ring_give_every_reminder_once()
    {
        var grains = Enumerable.Range(0, 40).Select(i => GrainId.Create("article", $"article-{i}")).ToArray();
        foreach (var grain in grains)
        {
            await Table.UpsertRow(Entry(grain, "retry", TimeSpan.FromMinutes(1)));
            await Table.UpsertRow(Entry(grain, "other", TimeSpan.FromMinutes(1)));
        }
        Assert.Equal(["other", "retry"], (await Table.ReadRows(grains[0])).Reminders.Select(r => r.ReminderName).Order());
        // Bounds beyond int.MaxValue, because the hash is unsigned and the column is not; the last range wraps around.
        uint[] bounds = [100, 0x4000_0000, 0x7fff_ffff, 0x8000_0000, 0xc000_0000];
        var found = new List<ReminderEntry>();
        for (var i = 0; i < bounds.Length; i++) found.AddRange((await Table.ReadRows(bounds[i], bounds[(i + 1) % bounds.Length])).Reminders);
        Assert.Equal(80, found.Count);
        Assert.Equal(80, found.DistinctBy(r => (r.GrainId, r.ReminderName)).Count());
        Assert.Equal(80, (await Table.ReadRows(7, 7)).Reminders.Count);
    }

    private static ReminderEntry Entry(GrainId grain, string name, TimeSpan period) => new()
    {
        GrainId = grain,
        ReminderName = name,
        StartAt = new DateTime(2025, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc),
        Period = period,
    };
}
