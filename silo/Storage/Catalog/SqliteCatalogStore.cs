using Microsoft.Data.Sqlite;
using SQLitePCL;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Sqlite;

namespace StoryClustering.Storage.Catalog;

/// <summary>The catalog in a SQLite file. All writes pass the <see cref="SqliteWriteGate"/> and use one connection with
/// statements compiled once; a batch of changes is one transaction, each change a savepoint in it. Reads have connections of
/// their own and see the last commit.</summary>
public sealed class SqliteCatalogStore : ICatalogStore, IAsyncDisposable
{
    private const string DatabaseNow = "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)";
    private const string MemberValues = "@article_id, @story_id, @joined_version, @url, @title, @outlet, @published, @ingested, @language, "
        + "@external_id, @feed_credit, @revision, @entities, @placed_by_editor, @signature, @credits, @vector, @fingerprint";

    private static readonly string FindPlacementsOf = "SELECT " + CatalogRows.PlacementColumns.Replace("@now", DatabaseNow, StringComparison.Ordinal)
        + " FROM json_each(@ids) AS i LEFT JOIN article_catalog a ON a.article_id = i.value LEFT JOIN article_retraction r ON r.article_id = i.value "
        + "WHERE a.article_id IS NOT NULL OR r.article_id IS NOT NULL";

    private readonly SqliteWriteGate _gate;
    private readonly string _writeString;
    private readonly string _readString;
    private readonly SemaphoreSlim _readers;
    private SqliteWriter? _writer; // this and the next: touched on the gate's thread only
    private bool _disposed;

    /// <summary>Makes the store; opens the file when first used. The gate is the file's, shared with whoever writes to it too.</summary>
    public SqliteCatalogStore(StorageOptions options, SqliteWriteGate gate)
    {
        if (options.Provider != StorageProvider.Sqlite) throw new ArgumentException("The options are not SQLite's.", nameof(options));
        _gate = gate;
        _writeString = options.SqliteString(readOnly: false);
        _readString = options.SqliteString(readOnly: true);
        _readers = new SemaphoreSlim(options.MaxPoolSize);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.Run(() =>
        {
            _writer?.Dispose();
            _writer = null;
            _disposed = true;
            return true;
        });
        _readers.Dispose();
    }

    /// <inheritdoc/>
    public Task<CommitOutcome[]> Commit(IReadOnlyList<StoryCommit> changes, CancellationToken cancellation)
    {
        CatalogRules.Check(changes);
        if (changes.Count == 0) return Task.FromResult(Array.Empty<CommitOutcome>());
        return Write(writer =>
        {
            var outcomes = new CommitOutcome[changes.Count];
            for (var i = 0; i < outcomes.Length; i++)
            {
                writer.Execute("SAVEPOINT change");
                var kept = Apply(writer, changes[i], edit: false);
                if (!kept) writer.Execute("ROLLBACK TO change");
                writer.Execute("RELEASE change");
                outcomes[i] = kept ? CommitOutcome.Committed : CommitOutcome.Conflict;
            }
            return (outcomes, outcomes.Contains(CommitOutcome.Committed));
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> Edit(StoryEdit edit, CancellationToken cancellation)
    {
        CatalogRules.Check(edit);
        return Write(writer =>
        {
            var kept = Apply(writer, edit);
            return (kept ? CommitOutcome.Committed : CommitOutcome.Conflict, kept);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<StoryRow?> FindStory(string storyId, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var rows = await Read("SELECT card, edit_version FROM story_catalog WHERE story_id = @id",
            row => new StoryRow(ReadCard(row), row.GetInt64(1)), cancellation, ("@id", storyId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryCard>> FindCards(IReadOnlyList<string> storyIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. storyIds]);
        if (storyIds.Count == 0) return [];
        return await Read("SELECT card FROM story_catalog WHERE story_id IN (SELECT value FROM json_each(@ids))",
            ReadCard, cancellation, ("@ids", CatalogRows.WriteStrings([.. storyIds])));
    }

    /// <inheritdoc/>
    public async Task<StoryMember?> FindMember(string articleId, CancellationToken cancellation)
    {
        CatalogRules.Text(articleId);
        var rows = await Read($"SELECT {CatalogRows.MemberColumns} FROM article_catalog WHERE article_id = @id",
            CatalogRows.ReadMember, cancellation, ("@id", articleId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> FindMembers(IReadOnlyList<string> articleIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. articleIds]);
        if (articleIds.Count == 0) return [];
        return await Read($"SELECT {CatalogRows.MemberColumns} FROM article_catalog WHERE article_id IN (SELECT value FROM json_each(@ids))",
            CatalogRows.ReadMember, cancellation, ("@ids", CatalogRows.WriteStrings([.. articleIds])));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArticlePlacement>> FindPlacements(IReadOnlyList<string> articleIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. articleIds]);
        if (articleIds.Count == 0) return [];
        return await Read(FindPlacementsOf, CatalogRows.ReadPlacement, cancellation, ("@ids", CatalogRows.WriteStrings([.. articleIds])));
    }

    /// <inheritdoc/>
    public Task<bool> RetractArticle(string articleId, string reason, CancellationToken cancellation)
    {
        CatalogRules.Text(articleId, reason);
        return Write(writer =>
        {
            var kept = writer.Execute("INSERT INTO article_retraction (article_id, at, reason, pending) "
                + $"SELECT @id, {DatabaseNow}, @reason, EXISTS (SELECT 1 FROM article_catalog WHERE article_id = @id) WHERE true ON CONFLICT DO NOTHING",
                ("@id", articleId), ("@reason", reason)) > 0;
            return (writer.Scalar("SELECT 1 FROM article_catalog WHERE article_id = @id", ("@id", articleId)) is not null, kept);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PendingRetraction>> ListPendingRetractions(TimeSpan age, int limit, CancellationToken cancellation) =>
        await Read($"SELECT article_id, reason FROM article_retraction WHERE pending AND at <= {DatabaseNow} - @age ORDER BY at LIMIT @limit",
            row => new PendingRetraction(row.GetString(0), row.GetString(1)), cancellation, ("@age", (long)age.TotalMicroseconds), ("@limit", limit));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> ListMembers(string storyId, long afterVersion, int limit, bool withVectors, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var columns = withVectors ? CatalogRows.MemberColumnsWithVectors : CatalogRows.MemberColumns;
        return await Read($"SELECT {columns} FROM article_catalog WHERE story_id = @id AND joined_version > @after ORDER BY joined_version LIMIT @limit",
            CatalogRows.ReadMember, cancellation, ("@id", storyId), ("@after", afterVersion), ("@limit", limit));
    }

    /// <inheritdoc/>
    public async Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        CatalogRules.Text(query.Language, query.After?.StoryId);
        CatalogRules.Text(query.Entities);
        CatalogRules.Text(query.Places);
        var column = CatalogRows.SortColumn(query.Order);
        var parameters = new List<(string, object?)> { ("@limit", query.Limit + 1) };
        var sql = "SELECT card FROM story_catalog WHERE state = 1";
        if (query.After is { } after)
        {
            // The first condition bounds the scan of the index; the second leaves out what the page before had.
            sql += $" AND {column} <= @value AND ({column} < @value OR story_id > @story)";
            parameters.Add(("@value", query.Order == StoryOrder.Trending ? after.Value : (object)(long)after.Value));
            parameters.Add(("@story", after.StoryId));
        }
        if (query.Language is not null)
        {
            sql += " AND instr(languages, @language) > 0 AND @language <> ',,'"; // which is what a story without languages has
            parameters.Add(("@language", $",{query.Language},"));
        }
        if (query.MinArticles > 0)
        {
            sql += " AND articles >= @articles";
            parameters.Add(("@articles", query.MinArticles));
        }
        if (query.MinOutlets > 0)
        {
            sql += " AND outlets >= @outlets";
            parameters.Add(("@outlets", query.MinOutlets));
        }
        if (query.MinOriginals > 0)
        {
            sql += " AND originals >= @originals";
            parameters.Add(("@originals", query.MinOriginals));
        }
        if (query.Blindspot is { } side)
        {
            sql += " AND blindspot = @blindspot";
            parameters.Add(("@blindspot", (int)side));
        }
        foreach (var (names, where) in new[] { (query.Entities, "entities"), (query.Places, "places") })
        {
            if (names.Length == 0) continue;
            sql += $" AND EXISTS (SELECT 1 FROM json_each({where}) AS c JOIN json_each(@{where}) AS w ON c.value = w.value)";
            parameters.Add(($"@{where}", CatalogRows.WriteStrings(names)));
        }
        if (query.UpdatedSince is { } since)
        {
            sql += " AND updated >= @since";
            parameters.Add(("@since", Micros.From(since)));
        }
        sql += $" ORDER BY {column} DESC, story_id LIMIT @limit";
        return CatalogRows.Page(query, await Read(sql, ReadCard, cancellation, [.. parameters]));
    }

    /// <inheritdoc/>
    public async Task<ChangedCards> LoadCards(int partition, int limit, TimeSpan tombstonesFor, CancellationToken cancellation)
    {
        var now = await Read($"SELECT {DatabaseNow}", row => row.GetInt64(0), cancellation);
        var cards = await Read("SELECT * FROM (SELECT card FROM story_catalog WHERE state = 1 AND partition = @partition ORDER BY updated DESC LIMIT @limit) "
            + "UNION ALL SELECT * FROM (SELECT card FROM story_catalog WHERE state <> 1 AND partition = @partition AND written_at >= @since ORDER BY written_at DESC)",
            ReadCard, cancellation, ("@partition", partition), ("@limit", limit), ("@since", now[0] - (long)tombstonesFor.TotalMicroseconds));
        return new ChangedCards(cards, Micros.ToTime(now[0]));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> LoadNewestMembers(IReadOnlyList<string> storyIds, int perStory, CancellationToken cancellation)
    {
        var distinct = storyIds.Distinct().ToList();
        return await ReadNewest(CatalogRows.MemberColumnsWithVectors, static (row, _) => CatalogRows.ReadMember(row), distinct, perStory, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> LoadIndexableMembers<T>(IReadOnlyList<string> storyIds, int perStory, IndexableProjection<T> read, CancellationToken cancellation) =>
        await ReadNewest(CatalogRows.IndexableColumns, (row, storyId) => read(CatalogRows.ReadIndexable(row, storyId, raw.sqlite3_column_blob(row.Handle, CatalogRows.IndexableVector))),
            storyIds, perStory, cancellation);

    /// <inheritdoc/>
    public async Task<ChangedCards> LoadChangedCards(int partition, DateTimeOffset since, CancellationToken cancellation)
    {
        // The clock first: what is written between the two statements is in the cards and will be seen again next time.
        var now = await Read($"SELECT {DatabaseNow}", row => row.GetInt64(0), cancellation);
        var cards = await Read("SELECT card FROM story_catalog WHERE partition = @partition AND written_at >= @since ORDER BY written_at",
            ReadCard, cancellation, ("@partition", partition), ("@since", Micros.From(since)));
        return new ChangedCards(cards, Micros.ToTime(now[0]));
    }

    /// <inheritdoc/>
    public Task<byte[]> GetOrAddSetting(string name, byte[] initial, CancellationToken cancellation)
    {
        CatalogRules.Text(name);
        return Write(writer =>
        {
            var kept = writer.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT DO NOTHING", ("@name", name), ("@value", initial)) > 0;
            var value = (byte[])writer.Scalar("SELECT value FROM settings WHERE name = @name", ("@name", name))!;
            return (value, kept);
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task PutSetting(string name, byte[] value, CancellationToken cancellation)
    {
        CatalogRules.Text(name);
        return Write(writer => (writer.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            ("@name", name), ("@value", value)), true), cancellation);
    }

    /// <inheritdoc/>
    public async Task<OutletTable> LoadOutlets(long afterVersion, CancellationToken cancellation)
    {
        return CatalogRows.OutletTable(await Read(CatalogRows.OutletsAfter("@after"), CatalogRows.ReadOutletRow, cancellation, ("@after", afterVersion)));
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> SaveOutlets(long expectedVersion, IReadOnlyList<OutletChange> changes, CancellationToken cancellation)
    {
        CatalogRules.Check(changes, expectedVersion);
        return Write(writer =>
        {
            if ((long)writer.Scalar("SELECT coalesce(max(version), 0) FROM outlet")! != expectedVersion) return (CommitOutcome.Conflict, false);
            foreach (var change in changes)
            {
                var after = CatalogRows.WriteOutlet(change.After);
                writer.Execute("INSERT INTO outlet (domain, version, record) VALUES (@domain, @version, @record) "
                    + "ON CONFLICT (domain) DO UPDATE SET version = excluded.version, record = excluded.record",
                    ("@domain", change.After.Domain), ("@version", change.Version), ("@record", after));
                writer.Execute("INSERT INTO outlet_history (domain, version, at, actor, reason, before, after) VALUES (@domain, @version, @at, @actor, @reason, @before, @after)",
                    ("@domain", change.After.Domain), ("@version", change.Version), ("@at", Micros.From(change.At)), ("@actor", change.Actor), ("@reason", change.Reason),
                    ("@before", change.Before is null ? null : CatalogRows.WriteOutlet(change.Before)), ("@after", after));
            }
            return (CommitOutcome.Committed, true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutletChange>> ListOutletChanges(string domain, long beforeVersion, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(domain);
        return await Read($"SELECT {CatalogRows.OutletChangeColumns} FROM outlet_history WHERE domain = @domain AND version < @before ORDER BY version DESC LIMIT @limit",
            CatalogRows.ReadOutletChange, cancellation, ("@domain", domain), ("@before", beforeVersion), ("@limit", limit));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutletChange>> ListOutletChangesSince(long afterVersion, CancellationToken cancellation) =>
        await Read($"SELECT {CatalogRows.OutletChangeColumns} FROM outlet_history WHERE version > @after ORDER BY version, domain",
            CatalogRows.ReadOutletChange, cancellation, ("@after", afterVersion));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListSources(SourceKind kind, string after, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(after);
        return await Read(CatalogRows.SourcesAfter(kind, "@after", "@limit"), row => row.GetString(0), cancellation, ("@after", after), ("@limit", limit));
    }

    /// <inheritdoc/>
    public async Task<StorySlice> ListStoriesOf(SourceKind kind, string source, string afterStoryId, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(source, afterStoryId);
        return CatalogRows.Slice(await Read(CatalogRows.StoriesOfSource(kind, "@source", "@after", "@limit"), CatalogRows.ReadStoryOfSource, cancellation,
            ("@source", source), ("@after", afterStoryId), ("@limit", limit)), limit);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> SaveFrames(FramesCommit commit, CancellationToken cancellation)
    {
        CatalogRules.Check(commit);
        var frames = commit.Frames;
        var (blob, entry) = (FramesCodec.Encode(frames), FramesCodec.Encode(CatalogRows.EntryOf(commit)));
        const string found = "INSERT INTO story_frames (story_id, version, story_version, articles, origins, computed, blob) "
            + "VALUES (@story, @version, @story_version, @articles, @origins, @computed, @blob) ON CONFLICT DO NOTHING";
        const string replace = "UPDATE story_frames SET version = @version, story_version = @story_version, articles = @articles, origins = @origins, "
            + "computed = @computed, blob = @blob WHERE story_id = @story AND version = @expected";
        return Write(writer =>
        {
            if (writer.Scalar("SELECT 1 FROM story_catalog WHERE story_id = @story AND state = 1", ("@story", frames.StoryId)) is null) return (CommitOutcome.Conflict, false);
            if (writer.Execute(commit.ExpectedVersion == 0 ? found : replace, ("@story", frames.StoryId), ("@version", frames.Version), ("@story_version", frames.StoryVersion),
                ("@articles", frames.About.Articles), ("@origins", CatalogRows.OriginsOf(frames)), ("@computed", Micros.From(frames.About.Computed)), ("@blob", blob),
                ("@expected", commit.ExpectedVersion)) != 1) return (CommitOutcome.Conflict, false);
            writer.Execute("INSERT INTO story_frames_history (story_id, version, story_version, computed, blob) VALUES (@story, @version, @story_version, @computed, @blob)",
                ("@story", frames.StoryId), ("@version", frames.Version), ("@story_version", frames.StoryVersion), ("@computed", Micros.From(frames.About.Computed)), ("@blob", entry));
            writer.Execute("DELETE FROM story_frames_history WHERE story_id = @story AND version <= @upto", ("@story", frames.StoryId), ("@upto", frames.Version - commit.Keep));
            return (CommitOutcome.Committed, true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TouchFrames(FramesTouch touch, CancellationToken cancellation)
    {
        CatalogRules.Text(touch.StoryId);
        return Write(writer =>
        {
            var touched = writer.Execute("UPDATE story_frames SET story_version = @story_version, articles = @articles, computed = @computed "
                + "WHERE story_id = @story AND version = @version AND story_version < @story_version",
                ("@story", touch.StoryId), ("@version", touch.Version), ("@story_version", touch.StoryVersion), ("@articles", touch.Articles),
                ("@computed", Micros.From(touch.Computed))) == 1;
            return (touched, touched);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<FramesRecord?> FindFrames(string storyId, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var rows = await Read($"SELECT {CatalogRows.FramesColumns} FROM story_frames WHERE story_id = @story", CatalogRows.ReadFrames, cancellation, ("@story", storyId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FramesVersionEntry>> ListFramesHistory(string storyId, long beforeVersion, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        return await Read("SELECT blob FROM story_frames_history WHERE story_id = @story AND version < @before ORDER BY version DESC LIMIT @limit",
            CatalogRows.ReadFramesEntry, cancellation, ("@story", storyId), ("@before", beforeVersion), ("@limit", limit));
    }

    /// <inheritdoc/>
    public Task Ping(CancellationToken cancellation) =>
        // A table's, so that a file that is gone or is no database does not answer.
        Read("SELECT count(*) FROM (SELECT 1 FROM settings LIMIT 1)", row => row.GetInt64(0), cancellation);

    /// <summary>One story's change inside the open transaction. False: it failed, and what it did is to be rolled back.</summary>
    private static bool Apply(SqliteWriter writer, StoryCommit change, bool edit)
    {
        if (!ApplyCard(writer, change, edit)) return false;
        foreach (var member in change.Revised)
            if (!Revise(writer, member)) return false;
        foreach (var member in change.Added)
            if (!Insert(writer, member)) return false;
        return true;
    }

    private static bool Apply(SqliteWriter writer, StoryEdit edit)
    {
        foreach (var story in edit.Stories)
            if (!ApplyCard(writer, story, edit: true)) return false;
        if (!EditRules.MembersAreAsExpected(edit, Homes(writer, edit))) return false;
        foreach (var id in edit.Removed)
        {
            writer.Execute("DELETE FROM article_catalog WHERE article_id = @id", ("@id", id));
            writer.Execute("UPDATE article_retraction SET pending = 0 WHERE article_id = @id", ("@id", id));
        }
        foreach (var move in edit.Moves)
            if (writer.Execute("UPDATE OR IGNORE article_catalog SET story_id = @story, joined_version = @version, placed_by_editor = @placed WHERE article_id = @id",
                ("@story", move.ToStoryId), ("@version", move.JoinedVersion), ("@placed", move.PlacedByEditor), ("@id", move.ArticleId)) != 1) return false;
        if (edit.MoveAllFrom is not null && !MoveAll(writer, edit)) return false;
        foreach (var member in edit.Stories.SelectMany(s => s.Revised))
            if (!Revise(writer, member)) return false;
        foreach (var member in edit.Stories.SelectMany(s => s.Added))
            if (!Insert(writer, member)) return false;
        foreach (var ended in EditRules.Ended(edit))
        {
            writer.Execute("DELETE FROM story_frames WHERE story_id = @story", ("@story", ended));
            writer.Execute("DELETE FROM story_frames_history WHERE story_id = @story", ("@story", ended));
        }
        writer.Execute("INSERT INTO editor_audit (at, actor, action, story_id, other_story_id, article_ids, reason) "
            + "VALUES (@at, @actor, @action, @story, @other, @articles, @reason)",
            ("@at", Micros.From(edit.Audit.At)), ("@actor", edit.Audit.Actor), ("@action", edit.Audit.Action), ("@story", edit.Audit.StoryId),
            ("@other", edit.Audit.OtherStoryId), ("@articles", CatalogRows.WriteStrings(edit.Audit.ArticleIds)), ("@reason", edit.Audit.Reason));
        return true;
    }

    private static Dictionary<string, string> Homes(SqliteWriter writer, StoryEdit edit)
    {
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in edit.Moves.Select(m => m.ArticleId).Concat(edit.Removed))
            if (writer.Scalar("SELECT story_id FROM article_catalog WHERE article_id = @id", ("@id", id)) is string home) homes[id] = home;
        return homes;
    }

    private static bool MoveAll(SqliteWriter writer, StoryEdit edit)
    {
        var count = (long)writer.Scalar("SELECT count(*) FROM article_catalog WHERE story_id = @from", ("@from", edit.MoveAllFrom))!;
        return writer.Execute("UPDATE OR IGNORE article_catalog SET story_id = @to, joined_version = @base + n.place, placed_by_editor = placed_by_editor OR @placed "
            + "FROM (SELECT article_id, row_number() OVER (ORDER BY joined_version) AS place FROM article_catalog WHERE story_id = @from) AS n "
            + "WHERE article_catalog.article_id = n.article_id",
            ("@to", edit.Stories[0].Card.StoryId), ("@base", edit.MoveAllBase), ("@from", edit.MoveAllFrom), ("@placed", edit.MoveAllByEditor)) == count;
    }

    private static bool ApplyCard(SqliteWriter writer, StoryCommit change, bool edit)
    {
        const string found = "INSERT INTO story_catalog (story_id, partition, version, state, merged_into, articles, outlets, trending, updated, languages, "
            + "edit_version, card, originals, blindspot, entities, places, written_at) VALUES (@story_id, @partition, @version, @state, @merged_into, @articles, @outlets, @trending, @updated, @languages, "
            + "@edit_version, @card, @originals, @blindspot, @entities, @places, " + DatabaseNow + ") ON CONFLICT DO NOTHING";
        const string grow = "UPDATE story_catalog SET partition = @partition, version = @version, state = @state, merged_into = @merged_into, articles = @articles, "
            + "outlets = @outlets, trending = @trending, updated = @updated, languages = @languages, edit_version = max(edit_version, @edit_version), card = @card, "
            + "originals = @originals, blindspot = @blindspot, entities = @entities, places = @places, written_at = " + DatabaseNow + " WHERE story_id = @story_id AND version = @expected";
        var card = change.Card;
        return writer.Execute(change.ExpectedVersion == 0 ? found : grow,
            ("@story_id", card.StoryId), ("@partition", change.Partition), ("@version", card.Version), ("@state", (int)card.State), ("@merged_into", card.MergedInto),
            ("@articles", card.Articles), ("@outlets", card.Outlets), ("@trending", card.Trending), ("@updated", Micros.From(card.Updated)),
            ("@languages", $",{string.Join(',', card.Languages)},"), ("@edit_version", edit || change.Revised.Count > 0 ? card.Version : 0L), ("@card", CardCodec.Encode(card)),
            ("@originals", card.Articles - card.Reprints), ("@blindspot", (int)card.BlindspotSide), ("@entities", CatalogRows.WriteStrings(card.Entities)),
            ("@places", CatalogRows.WriteStrings(card.Places)), ("@expected", change.ExpectedVersion)) == 1;
    }

    private static bool Insert(SqliteWriter writer, StoryMember member) =>
        writer.Execute($"INSERT INTO article_catalog ({CatalogRows.MemberColumnsWritten}, stored_at) SELECT {MemberValues}, {DatabaseNow} "
            + "WHERE NOT EXISTS (SELECT 1 FROM article_retraction WHERE article_id = @article_id) ON CONFLICT DO NOTHING", Values(member)) == 1;

    private static bool Revise(SqliteWriter writer, StoryMember member) =>
        writer.Execute("UPDATE OR IGNORE article_catalog SET joined_version = @joined_version, url = @url, title = @title, outlet = @outlet, published = @published, "
            + "ingested = @ingested, language = @language, external_id = @external_id, feed_credit = @feed_credit, revision = @revision, entities = @entities, "
            + "placed_by_editor = @placed_by_editor, signature = @signature, credits = @credits, vector = @vector, "
            + "fingerprint = @fingerprint, stored_at = " + DatabaseNow + " WHERE article_id = @article_id AND story_id = @story_id", Values(member)) == 1;

    private static (string, object?)[] Values(StoryMember member)
    {
        var article = member.Article;
        return
        [
            ("@article_id", article.ArticleId), ("@story_id", member.StoryId), ("@joined_version", member.JoinedVersion), ("@url", article.Url),
            ("@title", article.Title), ("@outlet", article.Outlet), ("@published", article.Published is { } p ? Micros.From(p) : null),
            ("@ingested", Micros.From(article.Ingested)), ("@language", article.Language), ("@external_id", article.ExternalId),
            ("@feed_credit", article.FeedCredit), ("@revision", article.Revision), ("@entities", CatalogRows.WriteStrings(article.Entities)),
            ("@placed_by_editor", member.PlacedByEditor), ("@signature", article.Signature), ("@credits", CatalogRows.WriteCredits(article.Credits)),
            ("@vector", article.Vector), ("@fingerprint", article.Fingerprint),
        ];
    }

    /// <summary>Runs <paramref name="work"/> in a transaction on the gate's thread and commits it if work says so.</summary>
    private Task<T> Write<T>(Func<SqliteWriter, (T Result, bool Keep)> work, CancellationToken cancellation) => _gate.Run(() =>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            _writer ??= new SqliteWriter(_writeString);
            _writer.Execute("BEGIN IMMEDIATE");
            var (result, keep) = work(_writer);
            _writer.Execute(keep ? "COMMIT" : "ROLLBACK");
            return result;
        }
        catch (Exception e)
        {
            // A new connection next time: this one may hold half a transaction, or a file that is gone.
            _writer?.Dispose();
            _writer = null;
            if (IsUnavailable(e)) throw new CatalogUnavailableException("The SQLite file cannot be used.", e);
            throw;
        }
    }, cancellation);

    /// <summary>The newest members of each story, story by story, oldest joined first within a story. One statement for all: a statement
    /// for each story took most of the time that a partition needs to load.</summary>
    private async Task<List<T>> ReadNewest<T>(string columns, Func<SqliteDataReader, string, T> read, IReadOnlyList<string> storyIds, int perStory, CancellationToken cancellation)
    {
        CatalogRules.Text([.. storyIds]);
        if (storyIds.Count == 0) return [];
        return await Read($"SELECT {columns}, s.key FROM json_each(@ids) AS s CROSS JOIN article_catalog AS a ON a.story_id = s.value "
            + "WHERE a.joined_version > coalesce((SELECT joined_version FROM article_catalog WHERE story_id = s.value ORDER BY joined_version DESC LIMIT 1 OFFSET @limit), -1) "
            + "ORDER BY s.key, a.joined_version",
            row => read(row, storyIds[row.GetInt32(row.FieldCount - 1)]), cancellation, ("@ids", CatalogRows.WriteStrings([.. storyIds])), ("@limit", perStory));
    }

    private Task<List<T>> Read<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellation, params (string Name, object? Value)[] parameters) =>
        Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
                if ((rows.Count & 255) == 0) cancellation.ThrowIfCancellationRequested();
            }
            return rows;
        }, cancellation);

    private async Task<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellation)
    {
        await _readers.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() =>
            {
                using var connection = new SqliteConnection(_readString);
                connection.Open();
                return read(connection);
            }, cancellation);
        }
        catch (SqliteException e) when (IsUnavailable(e))
        {
            throw new CatalogUnavailableException("The SQLite file cannot be used.", e);
        }
        finally
        {
            _readers.Release();
        }
    }

    private static StoryCard ReadCard(SqliteDataReader row) => CardCodec.Decode(raw.sqlite3_column_blob(row.Handle, 0));

    // 5 busy, 6 locked, 8 read only, 10 I/O, 11 corrupt, 13 full, 14 cannot open, 26 not a database.
    private static bool IsUnavailable(Exception e) => e is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26 };
}
