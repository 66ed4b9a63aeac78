using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Runtime;
using StoryClustering.Contracts;
using StoryClustering.Silo.Logging;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Logging;

public sealed class OutageLogTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private readonly KeptLines _kept = new();
    private readonly OutageLoggerProvider _provider;
    private readonly ILogger _log;

    public OutageLogTests()
    {
        _provider = new OutageLoggerProvider(_kept, _clock);
        _log = _provider.CreateLogger("StoryClustering.Grains.Articles.ArticleGrain");
    }

    public static TheoryData<Exception, string> Outages => new()
    {
        { new StorageUnavailableException("The database did not answer."), "The database did not answer" },
        { new CatalogUnavailableException("The SQLite file cannot be used.", new SqliteException("SQLite Error 13: 'database or disk is full'.", 13)),
            "The SQLite file cannot be used: SQLite Error 13: 'database or disk is full'" },
        { new NpgsqlException("Failed to connect to 127.0.0.1:5432", new SocketException((int)SocketError.ConnectionRefused)), "Failed to connect to 127.0.0.1:5432: Connection refused" },
        { new PostgresException("terminating connection due to administrator command", "FATAL", "FATAL", "57P01"), "57P01: terminating connection due to administrator command" },
        { new InvalidOperationException("Wrapped.", new IOException("Broken pipe")), "Wrapped: Broken pipe" },
        { new AggregateException(new TimeoutException("Response did not arrive on time in 00:00:10.")), "Response did not arrive on time in 00:00:10" },
        { new SiloUnavailableException("The silo is dead."), "The silo is dead" },
        { new IOException("Cannot use Host=a;Password=geheim;Port=1\n   at StoryClustering.Somewhere"), "Cannot use Host=a;Password=***;Port=1" },
    };

    public static TheoryData<Exception> Defects =>
    [
        new InvalidOperationException("A defect."),
        new KeyNotFoundException("A defect."),
        new FileNotFoundException("Could not load file or assembly."),
        new PostgresException("column does not exist", "ERROR", "ERROR", "42703"),
        new SqliteException("SQLite Error 1: 'no such column'.", 1),
        new AggregateException(new IOException("away"), new ArgumentException("A defect beside it.")),
    ];

    [Theory]
    [MemberData(nameof(Outages))]
    public void An_outage_is_one_line_with_the_words_of_its_causes_and_without_a_stack(Exception outage, string words)
    {
        Log(outage, "a1");
        var (level, _, line, exception) = Assert.Single(_kept.All);
        Assert.Equal((LogLevel.Warning, $"Article a1 was not taken in: {words}", null), (level, line, exception));
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void A_defect_keeps_its_stack_each_time(Exception defect)
    {
        for (var i = 0; i < 3; i++) Log(defect, $"a{i}");
        Assert.Equal(["Article a0 was not taken in.", "Article a1 was not taken in.", "Article a2 was not taken in."], _kept.Lines);
        Assert.All(_kept.All, l => Assert.Same(defect, l.Exception));
    }

    [Fact]
    public void What_follows_within_a_second_is_counted_and_told_when_it_is_over()
    {
        for (var i = 0; i < 414; i++) Log(new IOException("Broken pipe"), $"a{i}");
        Assert.Equal(["Article a0 was not taken in: Broken pipe"], _kept.Lines);
        _clock.Advance(Second);
        Assert.Equal("Article a1 was not taken in: Broken pipe (and 412 more in 1.0 s)", _kept.Lines.Last());
        // The next second is counted likewise, and one alone needs no count.
        Log(new IOException("Broken pipe"), "b");
        Assert.Equal(2, _kept.All.Count);
        _clock.Advance(Second);
        Assert.Equal("Article b was not taken in: Broken pipe", _kept.Lines.Last());
        // After a quiet second the first is told at once again.
        _clock.Advance(Second);
        Log(new IOException("Broken pipe"), "c");
        Assert.Equal(4, _kept.All.Count);
    }

    [Fact]
    public void Each_kind_has_seconds_of_its_own()
    {
        Log(new IOException("Broken pipe"), "a");
        _clock.Advance(Second / 2);
        Log(new TimeoutException("Too late"), "b");
        Log(new TimeoutException("Too late"), "c");
        _provider.CreateLogger("Orleans.Runtime").LogError(7, new TimeoutException("Too late"), "A call failed");
        Assert.Equal(3, _kept.All.Count);
        _clock.Advance(Second / 2);
        Assert.Equal(3, _kept.All.Count);
        _clock.Advance(Second / 2);
        Assert.Equal("Article c was not taken in: Too late", _kept.Lines.Last());
        Assert.Equal(4, _kept.All.Count);
    }

    [Fact]
    public void A_count_is_told_when_the_process_stops()
    {
        for (var i = 0; i < 3; i++) Log(new IOException("Broken pipe"), $"a{i}");
        _provider.Dispose();
        Assert.Equal("Article a1 was not taken in: Broken pipe (and 1 more in 0.0 s)", _kept.Lines.Last());
    }

    [Fact]
    public void Kinds_without_end_share_a_line()
    {
        for (var i = 0; i < 10_000; i++) _log.LogWarning(i + 1, new IOException("Broken pipe"), "Event {Number}", i);
        Assert.Equal(OutageCounts.MostKinds + 1, _kept.All.Count);
        _clock.Advance(Second);
        Assert.Equal(OutageCounts.MostKinds + 2, _kept.All.Count);
        Assert.EndsWith($"(and {10_000 - OutageCounts.MostKinds - 2} more in 1.0 s)", _kept.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_warnings_without_an_exception_are_counted_and_what_is_told_for_information_is_not()
    {
        for (var i = 0; i < 5; i++)
        {
            _log.LogWarning(102, "{What} unavailable", $"a{i}");
            _log.LogInformation(103, "{What} done", $"a{i}");
            _provider.CreateLogger("Orleans.Runtime").LogWarning(9, "Something {What}", $"a{i}");
        }
        _clock.Advance(Second);
        Assert.Equal(["a0 unavailable", "a1 unavailable (and 3 more in 1.0 s)"], _kept.All.Where(l => l.Level == LogLevel.Warning && l.Category.StartsWith("Story", StringComparison.Ordinal)).Select(l => l.Line));
        Assert.Equal(5, _kept.All.Count(l => l.Level == LogLevel.Information));
        Assert.Equal(5, _kept.All.Count(l => l.Category == "Orleans.Runtime"));
    }

    public void Dispose() => _provider.Dispose();

    private void Log(Exception exception, string article) => _log.LogWarning(1001, exception, "Article {ArticleId} was not taken in.", article);
}
