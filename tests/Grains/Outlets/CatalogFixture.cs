using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains;
using StoryClustering.Grains.Outlets;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Schema;
using StoryClustering.Storage.Sqlite;

namespace StoryClustering.Tests.Grains.Outlets;

/// <summary>A catalog in an SQLite file of its own, and what a silo has over it for outlets; no silo, and a clock on which nobody waits.</summary>
public sealed class CatalogFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outlets-").FullName;
    private readonly SqliteWriteGate _gate = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<OutletMetrics>().BuildServiceProvider();
    private SqliteCatalogStore? _store;
    private int _founded;

    internal FaultyCatalogStore Store { get; private set; } = null!;
    internal HurriedClock Clock { get; } = new();
    internal RecordingLog Log { get; } = new();

    public StorageOptions Options { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        Options = new StorageOptions { Provider = StorageProvider.Sqlite, ConnectionString = $"Data Source={Path.Combine(_folder, "stories.db")}" };
        await Migrator.Migrate(Options, NullLogger.Instance, CancellationToken.None);
        _store = new SqliteCatalogStore(Options, _gate);
        Store = new FaultyCatalogStore(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>As the end of a silo does.</summary>
    public async Task Close()
    {
        if (_store is not { } store) return;
        _store = null;
        await store.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>A silo's copy of the catalogue.</summary>
    internal OutletCatalog NewCatalog(TimeProvider? clock = null) =>
        new(Store, Microsoft.Extensions.Options.Options.Create(new ClusteringOptions()), clock ?? Clock, new RecordingLog<OutletCatalog>(Log));

    internal StoryRecount NewRecount(Func<string, long, Task<bool>> recount, TimeProvider? clock = null) =>
        new(Store, NewCatalog(clock), recount, _services.GetRequiredService<OutletMetrics>(), clock ?? Clock, Log);

    /// <summary>Stores stories of one article each, with ids in the order of their numbers.</summary>
    internal async Task<string[]> Found(int count, string outlet, params string[] credits)
    {
        var ids = Enumerable.Range(0, count).Select(_ => $"story-{_founded++:d6}").ToArray();
        foreach (var some in ids.Chunk(200))
            Assert.All(await Store.Commit([.. some.Select(id => Story(id, outlet, credits))], CancellationToken.None), static o => Assert.Equal(CommitOutcome.Committed, o));
        return ids;
    }

    /// <summary>Stores a change of the catalogue, as another silo does.</summary>
    internal async Task<long> Save(long version, OutletRecord after, OutletRecord? before = null)
    {
        var newest = (await Store.LoadOutlets(0, CancellationToken.None)).Version;
        Assert.Equal(CommitOutcome.Committed, await Store.SaveOutlets(newest, [new OutletChange(version, DateTimeOffset.UnixEpoch, "operator", "", before, after with { Version = version })], CancellationToken.None));
        return version;
    }

    /// <summary>Puts the catalogue of outlets back to what it was at a version, and nothing else.</summary>
    internal static async Task PutBack(StorageOptions options, long version)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(options.OrleansConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM outlet; DELETE FROM outlet_history WHERE version > @version; "
            + "INSERT INTO outlet (domain, version, record) SELECT domain, max(version), after FROM outlet_history GROUP BY domain"; // with max, the row that has it
        command.Parameters.AddWithValue("@version", version);
        await command.ExecuteNonQueryAsync();
    }

    private static StoryCommit Story(string id, string outlet, string[] credits)
    {
        var card = new StoryCard
        {
            StoryId = id, Version = 1, State = StoryState.Active, Headline = "", HeadlineArticleId = "", Articles = 1, Reprints = 0, Outlets = 1,
            Languages = [], Entities = [], FirstPublished = DateTimeOffset.UnixEpoch, LastPublished = DateTimeOffset.UnixEpoch, Created = DateTimeOffset.UnixEpoch,
            Updated = DateTimeOffset.UnixEpoch, Trending = 0,
        };
        var article = new ArticleDigest
        {
            ArticleId = $"article-{id}", Url = "", Title = "", Outlet = outlet, Published = null, Ingested = DateTimeOffset.UnixEpoch, Language = "en", ExternalId = "", FeedCredit = "",
            Revision = 1, Entities = [], Vector = [], Signature = [], Credits = Array.ConvertAll(credits, static c => new ArticleCredit(1, c, "")),
        };
        return new StoryCommit(card, 0, 0, [new StoryMember { StoryId = id, JoinedVersion = 1, Article = article }], []);
    }
}

/// <summary>A clock on which every pause is over at once: it jumps to the end of it, and keeps how long it was.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _pauses = [];
    private long _now = TimeSpan.TicksPerHour;

    /// <summary>Called at each pause with its number, before it ends.</summary>
    public Action<int> OnPause { get; set; } = static _ => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Pauses since the last time that somebody looked.</summary>
    public TimeSpan[] TakePauses()
    {
        lock (_lock)
        {
            TimeSpan[] pauses = [.. _pauses];
            _pauses.Clear();
            return pauses;
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return new Ended();
        int number;
        lock (_lock)
        {
            _pauses.Add(dueTime);
            number = _pauses.Count;
        }
        Advance(dueTime);
        _ = Task.Run(() =>
        {
            OnPause(number);
            callback(state);
        });
        return new Ended();
    }

    private sealed class Ended : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A log that keeps what it is told.</summary>
internal sealed class RecordingLog : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = new();

    public IEnumerable<string> Of(int id) => _lines.Where(l => l.Id == id).Select(static l => l.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, formatter(state, exception)));
}

/// <summary>The same for a category.</summary>
internal sealed class RecordingLog<T>(RecordingLog log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Log(logLevel, eventId, state, exception, formatter);
}
