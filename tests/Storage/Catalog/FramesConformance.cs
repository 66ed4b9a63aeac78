using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

public sealed class SqliteFramesTests(SqliteDatabase database) : FramesConformance(database), IClassFixture<SqliteDatabase>;

public sealed class PostgresFramesTests(PostgresDatabase database) : FramesConformance(database), IClassFixture<PostgresDatabase>;

/// <summary>What every store does for frames and their history.</summary>
public abstract class FramesConformance(TestDatabase database) : DatabaseTests(database)
{
    private ICatalogStore Store => Database.Store;

    [Fact]
    public async Task Frames_come_back_with_every_field()
    {
        var id = await Story();
        Assert.Null(await Store.FindFrames(id, Cancellation));
        var frames = Frames(id, 1, storyVersion: 7);
        Assert.Equal(CommitOutcome.Committed, await Save(frames));
        Assert.Equivalent(frames, await Store.FindFrames(id, Cancellation), strict: true);
        Assert.Equal((1L, 7L, 12L, 9L), (await Number(id, "version"), await Number(id, "story_version"), await Number(id, "articles"), await Number(id, "origins")));
    }

    [Fact]
    public async Task Of_many_writers_of_one_version_one_wins_and_the_others_leave_nothing()
    {
        var id = await Story();
        foreach (var expected in new long[] { 0, 1 })
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Save(Frames(id, expected + 1, storyVersion: 10 + i))));
            Assert.Single(outcomes, CommitOutcome.Committed);
            var won = 10 + Array.IndexOf(outcomes, CommitOutcome.Committed);
            Assert.Equal((expected + 1, won), ((await Store.FindFrames(id, Cancellation))!.Version, (await Store.FindFrames(id, Cancellation))!.StoryVersion));
            Assert.Equal(won, (await Store.ListFramesHistory(id, long.MaxValue, 10, Cancellation))[0].StoryVersion);
        }
        Assert.Equal(2, (await Store.ListFramesHistory(id, long.MaxValue, 10, Cancellation)).Count);
        Assert.Equal(CommitOutcome.Conflict, await Save(Frames(id, 4, storyVersion: 30)));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveFrames(new FramesCommit(Frames(id, 4, storyVersion: 30), 2, []), Cancellation));
    }

    [Fact]
    public async Task Frames_of_a_story_that_is_not_there_or_not_active_are_refused()
    {
        Assert.Equal(CommitOutcome.Conflict, await Save(Frames(Sample.NewId(), 1, storyVersion: 1)));
        var id = Sample.NewId();
        await Store.Commit([new StoryCommit(Sample.Card(id, 1) with { State = StoryState.Retracted }, 3, 0, [], [])], Cancellation);
        Assert.Equal(CommitOutcome.Conflict, await Save(Frames(id, 1, storyVersion: 1)));
        Assert.Null(await Store.FindFrames(id, Cancellation));
    }

    [Fact]
    public async Task A_touch_raises_the_covered_version_of_the_story_and_nothing_else()
    {
        var id = await Story();
        var frames = Frames(id, 1, storyVersion: 7);
        await Save(frames);
        var later = Sample.Time.AddMinutes(5);
        Assert.True(await Store.TouchFrames(new FramesTouch(id, 1, 9, 20, later), Cancellation));
        Assert.False(await Store.TouchFrames(new FramesTouch(id, 1, 9, 21, later), Cancellation));
        Assert.False(await Store.TouchFrames(new FramesTouch(id, 1, 8, 21, later), Cancellation));
        Assert.False(await Store.TouchFrames(new FramesTouch(id, 2, 10, 21, later), Cancellation));
        Assert.False(await Store.TouchFrames(new FramesTouch(Sample.NewId(), 1, 10, 21, later), Cancellation));
        Assert.Equivalent(frames with { StoryVersion = 9, About = frames.About with { Articles = 20, Computed = later } }, await Store.FindFrames(id, Cancellation), strict: true);
        Assert.Equal(7, Assert.Single(await Store.ListFramesHistory(id, long.MaxValue, 10, Cancellation)).StoryVersion);
    }

    [Fact]
    public async Task The_history_is_read_newest_first_in_pages_and_keeps_the_newest_versions()
    {
        var id = await Story();
        for (var version = 1; version <= 9; version++)
        {
            var commit = new FramesCommit(Frames(id, version, storyVersion: version * 2), version - 1, [Change(version)], Keep: 6);
            Assert.Equal(CommitOutcome.Committed, await Store.SaveFrames(commit, Cancellation));
        }
        var all = await Store.ListFramesHistory(id, long.MaxValue, 100, Cancellation);
        Assert.Equal([9L, 8, 7, 6, 5, 4], all.Select(e => e.Version));
        Assert.Equal([6L, 5], (await Store.ListFramesHistory(id, 7, 2, Cancellation)).Select(e => e.Version));
        Assert.Equivalent(new FramesVersionEntry(9, 18, Sample.Time, 12, 9, [Change(9)]), all[0], strict: true);
    }

    [Fact]
    public async Task Frames_go_with_the_story_when_an_edit_ends_it_and_only_then()
    {
        var (stays, ends) = (await Story(), await Story());
        await Save(Frames(stays, 1, storyVersion: 1));
        await Save(Frames(ends, 1, storyVersion: 1));
        var survivor = new StoryCommit(Sample.Card(stays, 5), 3, 1, [], []);
        var tombstone = new StoryCommit(Sample.Card(ends, 2) with { State = StoryState.Merged, MergedInto = stays }, 3, 1, [], []);
        Assert.Equal(CommitOutcome.Conflict, await Store.Edit(Sample.Edit([survivor with { ExpectedVersion = 4 }, tombstone], moveAllFrom: ends, moveAllBase: 1), Cancellation));
        Assert.NotNull(await Store.FindFrames(ends, Cancellation));
        Assert.Equal(CommitOutcome.Committed, await Store.Edit(Sample.Edit([survivor, tombstone], moveAllFrom: ends, moveAllBase: 1), Cancellation));
        Assert.Null(await Store.FindFrames(ends, Cancellation));
        Assert.Empty(await Store.ListFramesHistory(ends, long.MaxValue, 10, Cancellation));
        Assert.NotNull(await Store.FindFrames(stays, Cancellation));
        Assert.Equal(CommitOutcome.Conflict, await Save(Frames(ends, 1, storyVersion: 2)));
    }

    [Fact]
    public async Task Frames_of_an_end_race_leave_no_row_behind_the_tombstone()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await Story();
            var ended = new StoryCommit(Sample.Card(id, 2) with { State = StoryState.Retracted }, 3, 1, [], []);
            await Task.WhenAll(Save(Frames(id, 1, storyVersion: 1)), Store.Edit(Sample.Edit([ended]), Cancellation));
            Assert.Null(await Store.FindFrames(id, Cancellation));
        }
    }

    [Fact]
    public async Task Frames_as_large_as_they_get_take_a_fraction_of_their_text()
    {
        var id = await Story();
        var line = Frames(id, 1, storyVersion: 1).Facts[0].Line;
        var facts = Enumerable.Range(0, 12).Select(i => Frames(id, 1, 1).Facts[0] with
        {
            FactId = "fact-" + i,
            Line = line with { Citations = [.. Enumerable.Range(0, 32).Select(n => line.Citations[0] with { ArticleId = Sample.ArticleOf(id, n), Start = n * i })] },
        }).ToArray();
        Assert.Equal(CommitOutcome.Committed, await Save(Frames(id, 1, storyVersion: 1) with { Facts = facts, Agreement = facts }));
        Assert.InRange(await Number(id, "length(blob)"), 100, 64 * 1024);
        Assert.Equal(12, (await Store.FindFrames(id, Cancellation))!.Agreement.Length);
    }

    private async Task<string> Story()
    {
        var id = Sample.NewId();
        Assert.Equal([CommitOutcome.Committed], await Store.Commit([Sample.Found(id)], Cancellation));
        return id;
    }

    private Task<CommitOutcome> Save(FramesRecord frames) => Store.SaveFrames(new FramesCommit(frames, frames.Version - 1, [Change(frames.Version)]), Cancellation);

    private Task<long> Number(string id, string column) => Database.Scalar<long>($"SELECT {column} FROM story_frames WHERE story_id = '{id}'");

    private static FrameChange Change(long version) => new(FrameChangeKind.Changed, FrameSection.Facts, "fact-" + version, "“Before” 港", "After \\ \"quoted\" <b> 🌊");

    private static FramesRecord Frames(string id, long version, long storyVersion)
    {
        var citation = new CitationRecord
        {
            ArticleId = Sample.ArticleOf(id, 1),
            Revision = 2,
            Outlet = "harbor-ledger.example",
            Url = "https://harbor-ledger.example/a?b=%20&c",
            Side = OutletSide.Right,
            Origin = "Harbor & Sons",
            Appeared = Sample.Time,
            Field = SpanField.Title,
            Start = 3,
            Length = 30,
            Text = "Harbor reopens “after” 港が再開 🌊 <b>",
            Similarity = 0.8125f,
        };
        var line = new CitedLine(citation.Text, [citation], ByModel: true);
        var fact = new FactRecord
        {
            FactId = "fact-1",
            Line = line,
            Origins = new SideNumbers(1, 2, 3, 4),
            Articles = 5,
            Differences = [new DifferenceRecord("dead", [new NumberRecord("at least 12", Sample.Time, [citation])])],
            First = Sample.Time.AddHours(-2),
            Latest = Sample.Time,
        };
        return new FramesRecord
        {
            StoryId = id,
            Version = version,
            StoryVersion = storyVersion,
            Headline = line,
            Summary = [line],
            Facts = [fact],
            Agreement = [fact],
            Split = new ContrastRecord
            {
                Basis = ContrastBasis.Camps,
                FirstOrigins = 2,
                SecondOrigins = 3,
                Terms = [new TermRecord("cuts", -2.5, 1, 4)],
                Points = [new PointRecord(ContrastKind.FirstOnly, ["cuts", "taxes"], line, null, 0.75, line)],
            },
            Context = [new ContextRecord(ContextSlot.Who, "Mira Tan", "Who is Mira Tan?", [line], "story-earlier")],
            Quotes = [new QuoteRecord("We will rebuild", "Mira Tan", [citation], new SideNumbers(0, 1, 0, 2))],
            Disputes = [new DisputeRecord("dispute-1", new CitedLine("It was so.", [citation], false), new CitedLine("It was not so.",
                [citation], false))],
            About = new AboutRecord
            {
                Method = "model",
                MethodVersion = 3,
                Model = "some-model",
                Computed = Sample.Time,
                Articles = 12,
                Copies = 4,
                Origins = new SideNumbers(2, 3, 3, 1),
                Sentences = 120,
                Confidence = 0.5,
                Omissions = [new OmissionRecord(FrameSection.Split, "too-few-origins", "1 of 2")],
            },
        };
    }
}
