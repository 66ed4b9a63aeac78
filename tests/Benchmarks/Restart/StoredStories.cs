using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StoryClustering.Api.V1;
using StoryClustering.Benchmarks.Load;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.Schema;
using StoryClustering.Storage.Sqlite;
using StoryState = StoryClustering.Contracts.Stories.StoryState;

namespace StoryClustering.Benchmarks.Restart;

/// <summary>A database of invented stories, written straight through the store. Story 0 is the oldest. Only stories that a service will hold
/// get vectors of their own words; the others, which are never read by it, share some.</summary>
internal sealed class StoredStories(int stories, int active, int members, int partitions)
{
    private const string Setting = "restart-benchmark";
    private const int Run = 7;
    private const int PerCommit = 1000;
    private const int SharedVectors = 500;

    // Older than a day, so that nobody works out frames for them, whose texts are not stored.
    private static readonly TimeSpan Age = TimeSpan.FromDays(3);

    /// <summary>A story that is among the least recently changed of those that a service holds.</summary>
    public int Known => Math.Max(0, stories - (int)(0.9 * Math.Min(active, stories)));

    public static string StoryOf(int number) => Key.StoryFoundedBy(ArticleOf(number, 0));

    /// <summary>An article that nobody has sent yet and that belongs to the story.</summary>
    public static Article Next(int number, int attempt)
    {
        // Within minutes of the others: a later one would rightly found a story.
        var article = SyntheticNews.Report(Run, number, 1000 + attempt % 1000);
        article.Url = $"https://outlet-restart.example/{number}/{attempt}";
        return article;
    }

    /// <summary>Writes the stories unless they are there.</summary>
    public async Task Prepare(StorageOptions options)
    {
        await Migrator.Migrate(options, NullLogger.Instance, CancellationToken.None);
        using var gate = new SqliteWriteGate();
        ICatalogStore store = options.Provider == StorageProvider.Postgres ? new PostgresCatalogStore(options) : new SqliteCatalogStore(options, gate);
        await using var closing = (IAsyncDisposable)store;
        var wanted = $"{stories} stories, {active} active, {members} members, {partitions} partitions";
        var found = Encoding.UTF8.GetString(await store.GetOrAddSetting(Setting, Encoding.UTF8.GetBytes("begun"), CancellationToken.None));
        if (found == wanted) return;
        if (found != "begun" || await store.FindStory(StoryOf(0), CancellationToken.None) is not null)
            throw new InvalidOperationException($"The database holds something else ({found}); wanted: {wanted}.");
        Console.WriteLine($"Writing {wanted} ...");
        var now = DateTimeOffset.UtcNow;
        var shared = Enumerable.Range(0, SharedVectors).Select(i => Analysed(new ArticleAnalyzer(new EngineOptions()), i, 0)).ToArray();
        var writing = Task.CompletedTask;
        for (var first = 0; first < stories; first += PerCommit)
        {
            var commits = new StoryCommit[Math.Min(PerCommit, stories - first)];
            var start = first;
            Parallel.For(0, commits.Length, () => new ArticleAnalyzer(new EngineOptions()), (i, _, analyzer) =>
            {
                commits[i] = Story(start + i, start + i < stories - 1.1 * active ? null : analyzer, shared, now);
                return analyzer;
            }, static _ => { });
            await writing;
            writing = store.Commit(commits, CancellationToken.None);
        }
        await writing;
        await store.PutSetting(Setting, Encoding.UTF8.GetBytes(wanted), CancellationToken.None);
    }

    private StoryCommit Story(int number, ArticleAnalyzer? analyzer, AnalysedArticle[] shared, DateTimeOffset now)
    {
        var id = StoryOf(number);
        var changed = now - Age - TimeSpan.FromMilliseconds(stories - number);
        var added = new StoryMember[members];
        var title = "";
        for (var m = 0; m < members; m++)
        {
            var report = SyntheticNews.Report(Run, number, m);
            var article = analyzer is null ? shared[(number + m) % shared.Length] : Analysed(analyzer, number, m);
            title = report.Title;
            added[m] = new StoryMember
            {
                StoryId = id,
                JoinedVersion = m + 1,
                Article = new ArticleDigest
                {
                    ArticleId = ArticleOf(number, m), Url = report.Url, Title = report.Title, Outlet = $"outlet-{m}.example", Published = report.PublishedAt.ToDateTimeOffset(),
                    Ingested = changed, Language = "en", ExternalId = "", FeedCredit = "", Revision = 1, Entities = [.. article.Entities],
                    Vector = article.Vector.ToBytes(), Signature = article.Signature.ToBytes(),
                },
            };
        }
        var published = added[0].Article.Published!.Value;
        var card = new StoryCard
        {
            StoryId = id, Version = members, State = StoryState.Active, Headline = title, HeadlineArticleId = added[^1].Article.ArticleId, Articles = members, Reprints = 0,
            Outlets = members, Families = members, Languages = ["en"], Entities = added[0].Article.Entities, FirstPublished = published, LastPublished = published,
            Created = changed, Updated = changed, Trending = number,
        };
        return new StoryCommit(card, Key.HomeOf(id, partitions), 0, added, []);
    }

    private static string ArticleOf(int number, int member) => Key.Article($"restart/{number}/{member}");

    private static AnalysedArticle Analysed(ArticleAnalyzer analyzer, int number, int member)
    {
        var report = SyntheticNews.Report(Run, number, member);
        return analyzer.Analyse(new ArticleText(report.Title, report.Text, "en", report.PublishedAt.ToDateTimeOffset()));
    }
}
