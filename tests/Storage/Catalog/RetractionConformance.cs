using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

public sealed class SqliteRetractionTests(SqliteDatabase database) : RetractionConformance(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresRetractionTests(PostgresDatabase database) : RetractionConformance(database), IClassFixture<PostgresDatabase>;

/// <summary>What every catalog store must do about articles that are sent again and articles that are taken back.</summary>
public abstract class RetractionConformance(TestDatabase database) : DatabaseTests(database)
{
    private ICatalogStore Store => Database.Store;

    [Fact]
    public async Task A_placement_says_where_an_article_is_and_what_it_said()
    {
        var id = Sample.NewId();
        var change = Sample.Found(id, 2);
        var second = change.Added[1] with { PlacedByEditor = true, Article = change.Added[1].Article with { Fingerprint = [1, 0, 255] } };
        await Commit(change with { Added = [change.Added[0], second] });

        var placement = Assert.Single(await Store.FindPlacements([second.Article.ArticleId, "article-none"], Cancellation));
        Assert.Equal((second.Article.ArticleId, id, 2L, 1, true, false),
            (placement.ArticleId, placement.StoryId, placement.JoinedVersion, placement.Revision, placement.PlacedByEditor, placement.Retracted));
        Assert.Equal([1, 0, 255], placement.Fingerprint);
        Assert.InRange(placement.Age, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Empty(Assert.Single(await Store.FindPlacements([change.Added[0].Article.ArticleId], Cancellation)).Fingerprint);
        Assert.Empty(await Store.FindPlacements([], Cancellation));

        var revised = second with { Article = second.Article with { Revision = 2, Fingerprint = [7] } };
        await Commit(new StoryCommit(Sample.Card(id, 3), 3, 2, [], [revised]));
        placement = Assert.Single(await Store.FindPlacements([second.Article.ArticleId], Cancellation));
        Assert.Equal((2, 7), (placement.Revision, placement.Fingerprint.Single()));
    }

    [Fact]
    public async Task A_retracted_article_is_never_inserted_and_its_neighbours_are()
    {
        var (id, fine, founded) = (Sample.NewId(), Sample.NewId(), Sample.NewId());
        await Commit(Sample.Found(id));
        var late = Sample.Member(id, 2, 2);
        Assert.False(await Store.RetractArticle(late.Article.ArticleId, "withdrawn", Cancellation));
        Assert.False(await Store.RetractArticle(late.Article.ArticleId, "again", Cancellation));

        var outcomes = await Store.Commit(
        [
            new StoryCommit(Sample.Card(id, 2), 3, 1, [late], []),
            Sample.Found(fine),
            new StoryCommit(Sample.Card(founded, 1), 3, 0, [late with { StoryId = founded, JoinedVersion = 1 }], []),
        ], Cancellation);
        Assert.Equal([CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Conflict], outcomes);
        Assert.Null(await Store.FindMember(late.Article.ArticleId, Cancellation));
        Assert.Null(await Store.FindStory(founded, Cancellation));
        Assert.Equal(1, (await Store.FindStory(id, Cancellation))!.Card.Version);
        var placement = Assert.Single(await Store.FindPlacements([late.Article.ArticleId], Cancellation));
        Assert.True(placement is { StoryId: null, Retracted: true });
    }

    [Fact]
    public async Task A_retraction_of_a_member_is_pending_until_an_edit_has_removed_it()
    {
        var id = Sample.NewId();
        await Commit(Sample.Found(id, 2));
        var article = Sample.ArticleOf(id, 1);
        Assert.True(await Store.RetractArticle(article, "withdrawn", Cancellation));
        Assert.True(await Store.RetractArticle(article, "again", Cancellation));
        Assert.Contains(await Store.ListPendingRetractions(TimeSpan.Zero, 100, Cancellation), p => p == new PendingRetraction(article, "withdrawn"));
        Assert.DoesNotContain(await Store.ListPendingRetractions(TimeSpan.FromHours(1), 100, Cancellation), p => p.ArticleId == article);
        var placement = Assert.Single(await Store.FindPlacements([article], Cancellation));
        Assert.True(placement.Retracted);
        Assert.Equal(id, placement.StoryId);

        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([Sample.Touch(id, 2)], removed: [article]), Cancellation));
        Assert.DoesNotContain(await Store.ListPendingRetractions(TimeSpan.Zero, 100, Cancellation), p => p.ArticleId == article);
        Assert.Null(Assert.Single(await Store.FindPlacements([article], Cancellation)).StoryId);
        Assert.False(await Store.RetractArticle(article, "once more", Cancellation));
    }

    [Fact]
    public async Task Of_an_insertion_and_a_retraction_at_the_same_moment_one_sees_the_other()
    {
        var (retractedFirst, insertedFirst) = (0, 0);
        for (var round = 0; round < 40; round++)
        {
            var id = Sample.NewId();
            var article = Sample.ArticleOf(id, 1);
            var inserting = Store.Commit([.. Enumerable.Range(0, 5).Select(_ => Sample.Found(Sample.NewId())), Sample.Found(id)], Cancellation);
            var retracting = Store.RetractArticle(article, "withdrawn", Cancellation);
            await Task.WhenAll(inserting, retracting);
            var isMember = await Store.FindMember(article, Cancellation) is not null;
            Assert.Equal((await inserting)[^1] == CommitOutcome.Committed, isMember);
            // Either the insertion was refused, or the retraction knows that there is something to remove.
            Assert.Equal(isMember, await retracting);
            if (isMember) insertedFirst++;
            else retractedFirst++;
        }
        Assert.Equal(40, retractedFirst + insertedFirst);
    }

    [Fact]
    public async Task Text_that_cannot_be_stored_is_refused_before_the_database_is_asked()
    {
        var id = Sample.NewId();
        var change = Sample.Found(id);
        var member = change.Added[0];
        foreach (var article in new[]
        {
            member.Article with { Title = "half \uD83D" },
            member.Article with { Credits = [new ArticleCredit(1, "Wire", "half \uDE00")] },
            member.Article with { Entities = ["null \0"] },
        })
        {
            Assert.NotNull(CatalogRules.FaultOf(article));
            await Assert.ThrowsAsync<UnstorableException>(() => Store.Commit([change with { Added = [member with { Article = article }] }], Cancellation));
        }
        Assert.Null(CatalogRules.FaultOf(member.Article));
        Assert.Null(await Store.FindStory(id, Cancellation));
    }

    private async Task Commit(params StoryCommit[] changes) =>
        Assert.All(await Store.Commit(changes, Cancellation), o => Assert.Equal(CommitOutcome.Committed, o));
}
