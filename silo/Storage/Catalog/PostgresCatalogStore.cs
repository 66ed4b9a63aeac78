using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>The catalog in PostgreSQL. A batch of changes is one transaction of four round trips, whatever its size:
/// <list type="number">
/// <item>Claim: retractions are held off, founded stories inserted, existing ones locked and their versions read, rows to revise locked.</item>
/// <item>Members of the changes that hold so far are inserted; who is a member already does not come back.</item>
/// <item>What was inserted for changes that failed is deleted; the others' cards and revised members are written.</item>
/// <item>Commit.</item>
/// </list>
/// Locks are taken in one order everywhere (new stories, stories, articles, each by id), so that writers do not lock each
/// other out; should they all the same, the transaction is tried again.</summary>
public sealed class PostgresCatalogStore : ICatalogStore, IAsyncDisposable
{
    private const int Tries = 3;
    private const string DatabaseNow = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
    private const string NewStories = "unnest($1::text[], $2::int[], $3::bigint[], $4::smallint[], $5::text[], $6::int[], $7::int[], $8::float8[], "
        + "$9::bigint[], $10::text[], $11::bigint[], $12::bytea[], $13::int[], $14::smallint[], $15::text[], $16::text[]) "
        + "AS n(story_id, partition, version, state, merged_into, articles, outlets, trending, updated, languages, edit_version, card, originals, blindspot, entities, places)";
    private const string NewEntities = "ARRAY(SELECT jsonb_array_elements_text(n.entities::jsonb))";
    private const string NewPlaces = "ARRAY(SELECT jsonb_array_elements_text(n.places::jsonb))";
    private const string NewMembers = "unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], "
        + "$9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::bool[], $15::bytea[], $16::text[], $17::bytea[], $18::bytea[]) "
        + "AS n(" + CatalogRows.MemberColumnsWritten + ")";

    private const string FoundStories = "INSERT INTO story_catalog (story_id, partition, version, state, merged_into, articles, outlets, trending, updated, "
        + "languages, edit_version, card, originals, blindspot, entities, places, written_at) "
        + "SELECT story_id, partition, version, state, merged_into, articles, outlets, trending, updated, string_to_array(languages, ','), edit_version, card, "
        + "originals, blindspot, " + NewEntities + ", " + NewPlaces + ", " + DatabaseNow + " FROM " + NewStories + " ORDER BY story_id ON CONFLICT DO NOTHING RETURNING story_id";
    private const string LockStories = "SELECT story_id, version FROM story_catalog WHERE story_id = ANY($1) ORDER BY story_id FOR NO KEY UPDATE";
    private const string LockMembers = "SELECT article_id, story_id FROM article_catalog WHERE article_id = ANY($1) OR story_id = $2 ORDER BY article_id FOR UPDATE";
    private const string UpdateStories = "UPDATE story_catalog s SET partition = n.partition, version = n.version, state = n.state, merged_into = n.merged_into, "
        + "articles = n.articles, outlets = n.outlets, trending = n.trending, updated = n.updated, languages = string_to_array(n.languages, ','), "
        + "edit_version = greatest(s.edit_version, n.edit_version), card = n.card, originals = n.originals, blindspot = n.blindspot, "
        + "entities = " + NewEntities + ", places = " + NewPlaces + ", written_at = " + DatabaseNow + " FROM " + NewStories + " WHERE s.story_id = n.story_id";
    private const string InsertMembers = "INSERT INTO article_catalog (" + CatalogRows.MemberColumnsWritten + ", stored_at) "
        + "SELECT *, " + DatabaseNow + " FROM " + NewMembers + " WHERE NOT EXISTS (SELECT FROM article_retraction r WHERE r.article_id = n.article_id) "
        + "ORDER BY article_id ON CONFLICT DO NOTHING RETURNING article_id, story_id";
    private static readonly string FindPlacementsOf = "SELECT " + CatalogRows.PlacementColumns.Replace("@now", DatabaseNow, StringComparison.Ordinal)
        + " FROM unnest($1::text[]) AS i(value) LEFT JOIN article_catalog a ON a.article_id = i.value LEFT JOIN article_retraction r ON r.article_id = i.value "
        + "WHERE a.article_id IS NOT NULL OR r.article_id IS NOT NULL";
    private const string ReviseMembers = "UPDATE article_catalog a SET joined_version = n.joined_version, url = n.url, title = n.title, outlet = n.outlet, "
        + "published = n.published, ingested = n.ingested, language = n.language, external_id = n.external_id, feed_credit = n.feed_credit, revision = n.revision, "
        + "entities = n.entities, placed_by_editor = n.placed_by_editor, signature = n.signature, credits = n.credits, vector = n.vector, "
        + "fingerprint = n.fingerprint, stored_at = " + DatabaseNow + " FROM " + NewMembers + " WHERE a.article_id = n.article_id AND a.story_id = n.story_id";

    // Whoever inserts members holds it together with the others, whoever retracts an article alone: of an insertion and a retraction that
    // are under way at once, one sees what the other has done.
    private const string WhileInserting = "SELECT pg_advisory_xact_lock_shared(5499261047361325)";
    private const string WhileRetracting = "SELECT pg_advisory_xact_lock(5499261047361325)";

    private readonly NpgsqlDataSource _source;

    /// <summary>Makes the store; connects when first used.</summary>
    public PostgresCatalogStore(StorageOptions options)
    {
        if (options.Provider != StorageProvider.Postgres) throw new ArgumentException("The options are not PostgreSQL's.", nameof(options));
        _source = new NpgsqlDataSourceBuilder(options.PostgresString("clustering-catalog")).Build();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <inheritdoc/>
    public Task<CommitOutcome[]> Commit(IReadOnlyList<StoryCommit> changes, CancellationToken cancellation)
    {
        CatalogRules.Check(changes);
        return changes.Count == 0 ? Task.FromResult(Array.Empty<CommitOutcome>()) : Transact(c => Commit(c, changes, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> Edit(StoryEdit edit, CancellationToken cancellation)
    {
        CatalogRules.Check(edit);
        try
        {
            return await Transact(c => Edit(c, edit, cancellation), cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return CommitOutcome.Conflict;
        }
    }

    /// <inheritdoc/>
    public async Task<StoryRow?> FindStory(string storyId, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var rows = await Query("SELECT card, edit_version FROM story_catalog WHERE story_id = $1",
            row => new StoryRow(CatalogRows.ReadCard(row), row.GetInt64(1)), cancellation, Text(storyId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryCard>> FindCards(IReadOnlyList<string> storyIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. storyIds]);
        if (storyIds.Count == 0) return [];
        return await Query("SELECT card FROM story_catalog WHERE story_id = ANY($1)", CatalogRows.ReadCard, cancellation, Texts(storyIds));
    }

    /// <inheritdoc/>
    public async Task<StoryMember?> FindMember(string articleId, CancellationToken cancellation)
    {
        CatalogRules.Text(articleId);
        var rows = await Query($"SELECT {CatalogRows.MemberColumns} FROM article_catalog WHERE article_id = $1",
            CatalogRows.ReadMember, cancellation, Text(articleId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> FindMembers(IReadOnlyList<string> articleIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. articleIds]);
        if (articleIds.Count == 0) return [];
        return await Query($"SELECT {CatalogRows.MemberColumns} FROM article_catalog WHERE article_id = ANY($1)", CatalogRows.ReadMember, cancellation, Texts(articleIds));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArticlePlacement>> FindPlacements(IReadOnlyList<string> articleIds, CancellationToken cancellation)
    {
        CatalogRules.Text([.. articleIds]);
        if (articleIds.Count == 0) return [];
        return await Query(FindPlacementsOf, CatalogRows.ReadPlacement, cancellation, Texts(articleIds));
    }

    /// <inheritdoc/>
    public Task<bool> RetractArticle(string articleId, string reason, CancellationToken cancellation)
    {
        CatalogRules.Text(articleId, reason);
        return Transact(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            Add(batch, WhileRetracting);
            Add(batch, "INSERT INTO article_retraction (article_id, at, reason, pending) "
                + $"SELECT $1, {DatabaseNow}, $2, EXISTS (SELECT FROM article_catalog WHERE article_id = $1) ON CONFLICT DO NOTHING", Text(articleId), Text(reason));
            Add(batch, "SELECT EXISTS (SELECT FROM article_catalog WHERE article_id = $1)", Text(articleId));
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            await reader.NextResultAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return (reader.GetBoolean(0), true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PendingRetraction>> ListPendingRetractions(TimeSpan age, int limit, CancellationToken cancellation) =>
        await Query($"SELECT article_id, reason FROM article_retraction WHERE pending AND at <= {DatabaseNow} - $1 ORDER BY at LIMIT $2",
            row => new PendingRetraction(row.GetString(0), row.GetString(1)), cancellation, Value((long)age.TotalMicroseconds), Value(limit));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> ListMembers(string storyId, long afterVersion, int limit, bool withVectors, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var columns = withVectors ? CatalogRows.MemberColumnsWithVectors : CatalogRows.MemberColumns;
        return await Query($"SELECT {columns} FROM article_catalog WHERE story_id = $1 AND joined_version > $2 ORDER BY joined_version LIMIT $3",
            CatalogRows.ReadMember, cancellation, Text(storyId), Value(afterVersion), Value(limit));
    }

    /// <inheritdoc/>
    public async Task<StoryPage> ListStories(StoryListQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        CatalogRules.Text(query.Language, query.After?.StoryId);
        CatalogRules.Text(query.Entities);
        CatalogRules.Text(query.Places);
        var column = CatalogRows.SortColumn(query.Order);
        var parameters = new List<NpgsqlParameter> { Value(query.Limit + 1) };
        string Next(NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            return "$" + parameters.Count;
        }

        var sql = "SELECT card FROM story_catalog WHERE state = 1";
        if (query.After is { } after)
        {
            var value = Next(query.Order == StoryOrder.Trending ? Value(after.Value) : Value((long)after.Value));
            // The first condition bounds the scan of the index; the second leaves out what the page before had.
            sql += $" AND {column} <= {value} AND ({column} < {value} OR story_id > {Next(Text(after.StoryId))})";
        }
        if (query.Language is not null) sql += $" AND languages @> ARRAY[{Next(Text(query.Language))}]";
        if (query.MinArticles > 0) sql += $" AND articles >= {Next(Value(query.MinArticles))}";
        if (query.MinOutlets > 0) sql += $" AND outlets >= {Next(Value(query.MinOutlets))}";
        if (query.MinOriginals > 0) sql += $" AND originals >= {Next(Value(query.MinOriginals))}";
        if (query.Blindspot is { } side) sql += $" AND blindspot = {Next(Value((short)side))}";
        if (query.Entities.Length > 0) sql += $" AND entities && {Next(Texts(query.Entities))}";
        if (query.Places.Length > 0) sql += $" AND places && {Next(Texts(query.Places))}";
        if (query.UpdatedSince is { } since) sql += $" AND updated >= {Next(Value(Micros.From(since)))}";
        sql += $" ORDER BY {column} DESC, story_id LIMIT $1";
        return CatalogRows.Page(query, await Query(sql, CatalogRows.ReadCard, cancellation, [.. parameters]));
    }

    /// <inheritdoc/>
    public async Task<ChangedCards> LoadCards(int partition, int limit, TimeSpan tombstonesFor, CancellationToken cancellation)
    {
        var now = await Query($"SELECT {DatabaseNow}", row => row.GetInt64(0), cancellation);
        var cards = await Query("(SELECT card FROM story_catalog WHERE state = 1 AND partition = $1 ORDER BY updated DESC LIMIT $2) "
            + "UNION ALL (SELECT card FROM story_catalog WHERE state <> 1 AND partition = $1 AND written_at >= $3 ORDER BY written_at DESC)",
            CatalogRows.ReadCard, cancellation, Value(partition), Value(limit), Value(now[0] - (long)tombstonesFor.TotalMicroseconds));
        return new ChangedCards(cards, Micros.ToTime(now[0]));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoryMember>> LoadNewestMembers(IReadOnlyList<string> storyIds, int perStory, CancellationToken cancellation)
    {
        CatalogRules.Text([.. storyIds]);
        if (storyIds.Count == 0) return [];
        return await Query($"SELECT m.* FROM unnest($1::text[]) WITH ORDINALITY AS s(id, place) CROSS JOIN LATERAL "
            + $"(SELECT {CatalogRows.MemberColumnsWithVectors} FROM article_catalog WHERE story_id = s.id ORDER BY joined_version DESC LIMIT $2) AS m "
            + "ORDER BY s.place, m.joined_version", CatalogRows.ReadMember, cancellation, Texts(storyIds.Distinct()), Value(perStory));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<T>> LoadIndexableMembers<T>(IReadOnlyList<string> storyIds, int perStory, IndexableProjection<T> read, CancellationToken cancellation)
    {
        CatalogRules.Text([.. storyIds]);
        if (storyIds.Count == 0) return [];
        var vector = Array.Empty<byte>();
        return await Query($"SELECT {CatalogRows.IndexableColumns}, s.place FROM unnest($1::text[]) WITH ORDINALITY AS s(id, place) CROSS JOIN LATERAL "
            + $"(SELECT {CatalogRows.IndexableColumns}, joined_version FROM article_catalog WHERE story_id = s.id ORDER BY joined_version DESC LIMIT $2) AS m "
            + "ORDER BY s.place, m.joined_version", row =>
            {
                var length = (int)row.GetBytes(CatalogRows.IndexableVector, 0, null, 0, 0);
                if (vector.Length < length) vector = new byte[2 * length];
                row.GetBytes(CatalogRows.IndexableVector, 0, vector, 0, length);
                return read(CatalogRows.ReadIndexable(row, storyIds[(int)row.GetInt64(5) - 1], vector.AsSpan(0, length)));
            }, cancellation, Texts(storyIds), Value(perStory));
    }

    /// <inheritdoc/>
    public async Task<ChangedCards> LoadChangedCards(int partition, DateTimeOffset since, CancellationToken cancellation)
    {
        // The clock first: what is written between the two statements is in the cards and will be seen again next time.
        var now = await Query($"SELECT {DatabaseNow}", row => row.GetInt64(0), cancellation);
        var cards = await Query("SELECT card FROM story_catalog WHERE partition = $1 AND written_at >= $2 ORDER BY written_at",
            CatalogRows.ReadCard, cancellation, Value(partition), Value(Micros.From(since)));
        return new ChangedCards(cards, Micros.ToTime(now[0]));
    }

    /// <inheritdoc/>
    public async Task<byte[]> GetOrAddSetting(string name, byte[] initial, CancellationToken cancellation)
    {
        CatalogRules.Text(name);
        const string read = "SELECT value FROM settings WHERE name = $1";
        var found = await Query(read, row => row.GetFieldValue<byte[]>(0), cancellation, Text(name));
        if (found.Count > 0) return found[0];
        await Query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1", row => row.GetInt32(0), cancellation,
            Text(name), Value(initial));
        found = await Query(read, row => row.GetFieldValue<byte[]>(0), cancellation, Text(name));
        return found[0];
    }

    /// <inheritdoc/>
    public Task PutSetting(string name, byte[] value, CancellationToken cancellation)
    {
        CatalogRules.Text(name);
        return Query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value RETURNING 1",
            row => row.GetInt32(0), cancellation, Text(name), Value(value));
    }

    /// <inheritdoc/>
    public async Task<OutletTable> LoadOutlets(long afterVersion, CancellationToken cancellation)
    {
        return CatalogRows.OutletTable(await Query(CatalogRows.OutletsAfter("$1"), CatalogRows.ReadOutletRow, cancellation, Value(afterVersion)));
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> SaveOutlets(long expectedVersion, IReadOnlyList<OutletChange> changes, CancellationToken cancellation)
    {
        CatalogRules.Check(changes, expectedVersion);
        return Transact(async connection =>
        {
            await using var batch = new NpgsqlBatch(connection);
            Add(batch, "LOCK TABLE outlet IN SHARE ROW EXCLUSIVE MODE");
            Add(batch, "SELECT coalesce(max(version), 0) FROM outlet");
            await using (var reader = await batch.ExecuteReaderAsync(cancellation))
            {
                if (!await reader.ReadAsync(cancellation) || reader.GetInt64(0) != expectedVersion) return (CommitOutcome.Conflict, false);
            }
            await using var write = new NpgsqlBatch(connection);
            Add(write, "INSERT INTO outlet (domain, version, record) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) "
                + "ON CONFLICT (domain) DO UPDATE SET version = excluded.version, record = excluded.record",
                Texts(changes.Select(c => c.After.Domain)), Values(NpgsqlDbType.Bigint, changes.Select(c => c.Version)), Texts(changes.Select(c => CatalogRows.WriteOutlet(c.After))));
            Add(write, "INSERT INTO outlet_history (domain, version, at, actor, reason, before, after) "
                + "SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])",
                Texts(changes.Select(c => c.After.Domain)), Values(NpgsqlDbType.Bigint, changes.Select(c => c.Version)),
                Values(NpgsqlDbType.Bigint, changes.Select(c => Micros.From(c.At))), Texts(changes.Select(c => c.Actor)), Texts(changes.Select(c => c.Reason)),
                Texts(changes.Select(c => c.Before is null ? null : CatalogRows.WriteOutlet(c.Before))), Texts(changes.Select(c => CatalogRows.WriteOutlet(c.After))));
            await write.ExecuteNonQueryAsync(cancellation);
            return (CommitOutcome.Committed, true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutletChange>> ListOutletChanges(string domain, long beforeVersion, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(domain);
        return await Query($"SELECT {CatalogRows.OutletChangeColumns} FROM outlet_history WHERE domain = $1 AND version < $2 ORDER BY version DESC LIMIT $3",
            CatalogRows.ReadOutletChange, cancellation, Text(domain), Value(beforeVersion), Value(limit));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutletChange>> ListOutletChangesSince(long afterVersion, CancellationToken cancellation) =>
        await Query($"SELECT {CatalogRows.OutletChangeColumns} FROM outlet_history WHERE version > $1 ORDER BY version, domain",
            CatalogRows.ReadOutletChange, cancellation, Value(afterVersion));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListSources(SourceKind kind, string after, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(after);
        return await Query(CatalogRows.SourcesAfter(kind, "$1", "$2"), row => row.GetString(0), cancellation, Text(after), Value(limit));
    }

    /// <inheritdoc/>
    public async Task<StorySlice> ListStoriesOf(SourceKind kind, string source, string afterStoryId, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(source, afterStoryId);
        return CatalogRows.Slice(await Query(CatalogRows.StoriesOfSource(kind, "$1", "$2", "$3"), CatalogRows.ReadStoryOfSource, cancellation,
            Text(source), Text(afterStoryId), Value(limit)), limit);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> SaveFrames(FramesCommit commit, CancellationToken cancellation)
    {
        CatalogRules.Check(commit);
        var frames = commit.Frames;
        var (blob, entry) = (FramesCodec.Encode(frames), FramesCodec.Encode(CatalogRows.EntryOf(commit)));
        const string found = "INSERT INTO story_frames (story_id, version, story_version, articles, origins, computed, blob) "
            + "SELECT $1, $2, $3, $4, $5, $6, $7 WHERE $8 = 0 ON CONFLICT DO NOTHING RETURNING story_id";
        const string replace = "UPDATE story_frames SET version = $2, story_version = $3, articles = $4, origins = $5, computed = $6, blob = $7 "
            + "WHERE story_id = $1 AND version = $8 RETURNING story_id";
        return Transact(async connection =>
        {
            // Held against an edit that ends the story at this moment and takes its frames away.
            await using (var story = new NpgsqlCommand("SELECT state FROM story_catalog WHERE story_id = $1 FOR SHARE", connection))
            {
                story.Parameters.Add(Text(frames.StoryId));
                if (await story.ExecuteScalarAsync(cancellation) is not (short)StoryState.Active) return (CommitOutcome.Conflict, false);
            }
            await using (var save = new NpgsqlCommand(commit.ExpectedVersion == 0 ? found : replace, connection))
            {
                save.Parameters.AddRange(new[] { Text(frames.StoryId), Value(frames.Version), Value(frames.StoryVersion), Value(frames.About.Articles), Value(CatalogRows.OriginsOf(frames)),
                    Value(Micros.From(frames.About.Computed)), Value(blob), Value(commit.ExpectedVersion) });
                if (await save.ExecuteScalarAsync(cancellation) is null) return (CommitOutcome.Conflict, false);
            }
            await using var batch = new NpgsqlBatch(connection);
            Add(batch, "INSERT INTO story_frames_history (story_id, version, story_version, computed, blob) VALUES ($1, $2, $3, $4, $5)",
                Text(frames.StoryId), Value(frames.Version), Value(frames.StoryVersion), Value(Micros.From(frames.About.Computed)), Value(entry));
            Add(batch, "DELETE FROM story_frames_history WHERE story_id = $1 AND version <= $2", Text(frames.StoryId), Value(frames.Version - commit.Keep));
            await batch.ExecuteNonQueryAsync(cancellation);
            return (CommitOutcome.Committed, true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> TouchFrames(FramesTouch touch, CancellationToken cancellation)
    {
        CatalogRules.Text(touch.StoryId);
        var touched = await Query("UPDATE story_frames SET story_version = $3, articles = $4, computed = $5 WHERE story_id = $1 AND version = $2 AND story_version < $3 RETURNING 1",
            row => row.GetInt32(0), cancellation, Text(touch.StoryId), Value(touch.Version), Value(touch.StoryVersion), Value(touch.Articles), Value(Micros.From(touch.Computed)));
        return touched.Count == 1;
    }

    /// <inheritdoc/>
    public async Task<FramesRecord?> FindFrames(string storyId, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        var rows = await Query($"SELECT {CatalogRows.FramesColumns} FROM story_frames WHERE story_id = $1", CatalogRows.ReadFrames, cancellation, Text(storyId));
        return rows.Count == 0 ? null : rows[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FramesVersionEntry>> ListFramesHistory(string storyId, long beforeVersion, int limit, CancellationToken cancellation)
    {
        CatalogRules.Text(storyId);
        return await Query("SELECT blob FROM story_frames_history WHERE story_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3",
            CatalogRows.ReadFramesEntry, cancellation, Text(storyId), Value(beforeVersion), Value(limit));
    }

    /// <inheritdoc/>
    public Task Ping(CancellationToken cancellation) => Query("SELECT 1", row => row.GetInt32(0), cancellation);

    private static async Task<(CommitOutcome[], bool)> Commit(NpgsqlConnection connection, IReadOnlyList<StoryCommit> changes, CancellationToken cancellation)
    {
        var failed = await Claim(connection, changes, edit: false, cancellation);

        var added = changes.Where(c => !failed.Contains(c.Card.StoryId)).SelectMany(c => c.Added).ToList();
        var inserted = new List<(string Article, string Story)>(added.Count);
        if (added.Count > 0)
        {
            await using var insert = new NpgsqlCommand(InsertMembers, connection);
            insert.Parameters.AddRange(MemberArrays(added));
            await using var reader = await insert.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) inserted.Add((reader.GetString(0), reader.GetString(1)));
        }
        if (inserted.Count < added.Count)
        {
            var arrived = inserted.CountBy(i => i.Story).ToDictionary();
            failed.UnionWith(changes.Where(c => c.Added.Count > arrived.GetValueOrDefault(c.Card.StoryId)).Select(c => c.Card.StoryId));
        }

        await using var batch = new NpgsqlBatch(connection);
        var undo = inserted.Where(i => failed.Contains(i.Story)).Select(i => i.Article).ToList();
        if (undo.Count > 0) Add(batch, "DELETE FROM article_catalog WHERE article_id = ANY($1)", Texts(undo));
        // A founded story that fails was claimed by this transaction, or is another's: only those at their new version are ours.
        var unfounded = changes.Where(c => c.ExpectedVersion == 0 && failed.Contains(c.Card.StoryId) && !failed.IsForeign(c.Card.StoryId)).Select(c => c.Card.StoryId).ToList();
        if (unfounded.Count > 0) Add(batch, "DELETE FROM story_catalog WHERE story_id = ANY($1)", Texts(unfounded));
        var grown = changes.Where(c => c.ExpectedVersion != 0 && !failed.Contains(c.Card.StoryId)).ToList();
        if (grown.Count > 0) Add(batch, UpdateStories, StoryArrays(grown, edit: false));
        var revised = changes.Where(c => !failed.Contains(c.Card.StoryId)).SelectMany(c => c.Revised).ToList();
        if (revised.Count > 0) Add(batch, ReviseMembers, MemberArrays(revised));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);

        var outcomes = new CommitOutcome[changes.Count];
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = failed.Contains(changes[i].Card.StoryId) ? CommitOutcome.Conflict : CommitOutcome.Committed;
        return (outcomes, outcomes.Contains(CommitOutcome.Committed));
    }

    /// <summary>Inserts the stories to be founded, locks the others and the members to revise. Returns the stories that are
    /// not as they should be.</summary>
    private static async Task<FailedStories> Claim(NpgsqlConnection connection, IReadOnlyList<StoryCommit> changes, bool edit, CancellationToken cancellation)
    {
        var failed = new FailedStories();
        var founded = changes.Where(c => c.ExpectedVersion == 0).ToList();
        var existing = changes.Where(c => c.ExpectedVersion != 0).ToList();
        var revised = changes.SelectMany(c => c.Revised).ToList();
        var adds = changes.Any(static c => c.Added.Count > 0);
        await using var batch = new NpgsqlBatch(connection);
        if (adds) Add(batch, WhileInserting);
        if (founded.Count > 0) Add(batch, FoundStories, StoryArrays(founded, edit));
        if (existing.Count > 0) Add(batch, LockStories, Texts(existing.Select(c => c.Card.StoryId)));
        if (revised.Count > 0) Add(batch, LockMembers, Texts(revised.Select(m => m.Article.ArticleId)), Text(null));
        if (batch.BatchCommands.Count == 0) return failed;

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (adds) await reader.NextResultAsync(cancellation);
        if (founded.Count > 0)
        {
            var fresh = new HashSet<string>(founded.Count, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellation)) fresh.Add(reader.GetString(0));
            foreach (var change in founded.Where(c => !fresh.Contains(c.Card.StoryId))) failed.AddForeign(change.Card.StoryId);
            await reader.NextResultAsync(cancellation);
        }
        if (existing.Count > 0)
        {
            var versions = new Dictionary<string, long>(existing.Count, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellation)) versions[reader.GetString(0)] = reader.GetInt64(1);
            failed.UnionWith(existing.Where(c => versions.GetValueOrDefault(c.Card.StoryId) != c.ExpectedVersion).Select(c => c.Card.StoryId));
            await reader.NextResultAsync(cancellation);
        }
        if (revised.Count > 0)
        {
            var homes = new Dictionary<string, string>(revised.Count, StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellation)) homes[reader.GetString(0)] = reader.GetString(1);
            failed.UnionWith(revised.Where(m => homes.GetValueOrDefault(m.Article.ArticleId) != m.StoryId).Select(m => m.StoryId));
        }
        return failed;
    }

    private static async Task<(CommitOutcome, bool)> Edit(NpgsqlConnection connection, StoryEdit edit, CancellationToken cancellation)
    {
        var conflict = (CommitOutcome.Conflict, false);
        if ((await Claim(connection, edit.Stories, edit: true, cancellation)).Count > 0) return conflict;
        if (!await MembersAreAsExpected(connection, edit, cancellation)) return conflict;

        await using var batch = new NpgsqlBatch(connection);
        if (edit.Removed.Count > 0)
        {
            Add(batch, "DELETE FROM article_catalog WHERE article_id = ANY($1)", Texts(edit.Removed));
            Add(batch, "UPDATE article_retraction SET pending = false WHERE article_id = ANY($1)", Texts(edit.Removed));
        }
        if (edit.Moves.Count > 0)
            Add(batch, "UPDATE article_catalog a SET story_id = n.story_id, joined_version = n.joined_version, placed_by_editor = n.placed "
                + "FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bool[]) AS n(id, story_id, joined_version, placed) WHERE a.article_id = n.id",
                Texts(edit.Moves.Select(m => m.ArticleId)), Texts(edit.Moves.Select(m => m.ToStoryId)),
                Values(NpgsqlDbType.Bigint, edit.Moves.Select(m => m.JoinedVersion)), Values(NpgsqlDbType.Boolean, edit.Moves.Select(m => m.PlacedByEditor)));
        if (edit.MoveAllFrom is not null)
            Add(batch, "UPDATE article_catalog a SET story_id = $1, joined_version = $2 + n.place, placed_by_editor = placed_by_editor OR $4 "
                + "FROM (SELECT article_id, row_number() OVER (ORDER BY joined_version) AS place FROM article_catalog WHERE story_id = $3) AS n "
                + "WHERE a.article_id = n.article_id", Text(edit.Stories[0].Card.StoryId), Value(edit.MoveAllBase), Text(edit.MoveAllFrom), Value(edit.MoveAllByEditor));
        var grown = edit.Stories.Where(c => c.ExpectedVersion != 0).ToList();
        if (grown.Count > 0) Add(batch, UpdateStories, StoryArrays(grown, edit: true));
        var revised = edit.Stories.SelectMany(c => c.Revised).ToList();
        if (revised.Count > 0) Add(batch, ReviseMembers, MemberArrays(revised));
        var ended = EditRules.Ended(edit).ToList();
        if (ended.Count > 0)
        {
            Add(batch, "DELETE FROM story_frames WHERE story_id = ANY($1)", Texts(ended));
            Add(batch, "DELETE FROM story_frames_history WHERE story_id = ANY($1)", Texts(ended));
        }
        Add(batch, "INSERT INTO editor_audit (at, actor, action, story_id, other_story_id, article_ids, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            Value(Micros.From(edit.Audit.At)), Text(edit.Audit.Actor), Text(edit.Audit.Action), Text(edit.Audit.StoryId), Text(edit.Audit.OtherStoryId),
            Texts(edit.Audit.ArticleIds), Text(edit.Audit.Reason));
        await batch.ExecuteNonQueryAsync(cancellation);

        // Last, because members that move away may make room for them.
        var added = edit.Stories.SelectMany(c => c.Added).ToList();
        if (added.Count > 0)
        {
            await using var insert = new NpgsqlCommand(InsertMembers, connection);
            insert.Parameters.AddRange(MemberArrays(added));
            if (await insert.ExecuteNonQueryAsync(cancellation) != added.Count) return conflict;
        }
        return (CommitOutcome.Committed, true);
    }

    /// <summary>Locks every member that the edit touches and checks that it is in the story where the edit thinks it is.</summary>
    private static async Task<bool> MembersAreAsExpected(NpgsqlConnection connection, StoryEdit edit, CancellationToken cancellation)
    {
        var named = edit.Moves.Select(m => m.ArticleId).Concat(edit.Removed).Distinct().ToList();
        if (named.Count == 0 && edit.MoveAllFrom is null) return true;
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(LockMembers, connection);
        command.Parameters.Add(Texts(named));
        command.Parameters.Add(Text(edit.MoveAllFrom));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) homes[reader.GetString(0)] = reader.GetString(1);
        return EditRules.MembersAreAsExpected(edit, homes);
    }

    /// <summary>Runs <paramref name="work"/> in a transaction and commits it if work says so.</summary>
    private async Task<T> Transact<T>(Func<NpgsqlConnection, Task<(T Result, bool Keep)>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                var (result, keep) = await work(connection);
                committing = keep;
                if (keep) await transaction.CommitAsync(cancellation);
                else await transaction.RollbackAsync(cancellation);
                return result;
            }
            catch (PostgresException e) when (attempt < Tries && e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 20 * attempt)), TimeProvider.System, cancellation);
            }
            catch (Exception e) when (attempt == 1 && !committing && IsStaleConnection(e))
            {
                // A pooled connection that had died unnoticed. Nothing was committed; a fresh one may do.
            }
            catch (Exception e) when (IsUnavailable(e, cancellation))
            {
                throw new CatalogUnavailableException("PostgreSQL cannot be reached or failed.", e);
            }
        }
    }

    private async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancellation);
                await using var command = new NpgsqlCommand(sql, connection);
                foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone());
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var rows = new List<T>();
                while (await reader.ReadAsync(cancellation)) rows.Add(read(reader));
                return rows;
            }
            catch (Exception e) when (attempt == 1 && IsStaleConnection(e))
            {
            }
            catch (Exception e) when (IsUnavailable(e, cancellation))
            {
                throw new CatalogUnavailableException("PostgreSQL cannot be reached or failed.", e);
            }
        }
    }

    private static bool IsStaleConnection(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown }
        || (e is NpgsqlException and not PostgresException && e.InnerException is IOException or SocketException or EndOfStreamException);

    private static bool IsUnavailable(Exception e, CancellationToken cancellation) => e switch
    {
        // Class 08 connection, 53 resources, 57 operator (shutdown, starting, cancelled), 58 system, 25006 a standby, 40 gave up.
        PostgresException p => !cancellation.IsCancellationRequested
            && (p.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', ..] or ['5', '8', ..] or ['4', '0', ..] or PostgresErrorCodes.ReadOnlySqlTransaction),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        _ => false,
    };

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter[] StoryArrays(IReadOnlyList<StoryCommit> changes, bool edit)
    {
        var cards = changes.Select(c => c.Card).ToList();
        return
        [
            Texts(cards.Select(c => c.StoryId)),
            Values(NpgsqlDbType.Integer, changes.Select(c => c.Partition)),
            Values(NpgsqlDbType.Bigint, cards.Select(c => c.Version)),
            Values(NpgsqlDbType.Smallint, cards.Select(c => (short)c.State)),
            Texts(cards.Select(c => c.MergedInto)),
            Values(NpgsqlDbType.Integer, cards.Select(c => c.Articles)),
            Values(NpgsqlDbType.Integer, cards.Select(c => c.Outlets)),
            Values(NpgsqlDbType.Double, cards.Select(c => c.Trending)),
            Values(NpgsqlDbType.Bigint, cards.Select(c => Micros.From(c.Updated))),
            Texts(cards.Select(c => string.Join(',', c.Languages))),
            Values(NpgsqlDbType.Bigint, changes.Select(c => edit || c.Revised.Count > 0 ? c.Card.Version : 0)),
            Values(NpgsqlDbType.Bytea, cards.Select(CardCodec.Encode)),
            Values(NpgsqlDbType.Integer, cards.Select(c => c.Articles - c.Reprints)),
            Values(NpgsqlDbType.Smallint, cards.Select(c => (short)c.BlindspotSide)),
            Texts(cards.Select(c => CatalogRows.WriteStrings(c.Entities))),
            Texts(cards.Select(c => CatalogRows.WriteStrings(c.Places))),
        ];
    }

    private static NpgsqlParameter[] MemberArrays(IReadOnlyList<StoryMember> members)
    {
        var articles = members.Select(m => m.Article).ToList();
        return
        [
            Texts(articles.Select(a => a.ArticleId)),
            Texts(members.Select(m => m.StoryId)),
            Values(NpgsqlDbType.Bigint, members.Select(m => m.JoinedVersion)),
            Texts(articles.Select(a => a.Url)),
            Texts(articles.Select(a => a.Title)),
            Texts(articles.Select(a => a.Outlet)),
            Values(NpgsqlDbType.Bigint, articles.Select(a => a.Published is { } p ? Micros.From(p) : (long?)null)),
            Values(NpgsqlDbType.Bigint, articles.Select(a => Micros.From(a.Ingested))),
            Texts(articles.Select(a => a.Language)),
            Texts(articles.Select(a => a.ExternalId)),
            Texts(articles.Select(a => a.FeedCredit)),
            Values(NpgsqlDbType.Integer, articles.Select(a => a.Revision)),
            Texts(articles.Select(a => CatalogRows.WriteStrings(a.Entities))),
            Values(NpgsqlDbType.Boolean, members.Select(m => m.PlacedByEditor)),
            Values(NpgsqlDbType.Bytea, articles.Select(a => a.Signature)),
            Texts(articles.Select(a => CatalogRows.WriteCredits(a.Credits))),
            Values(NpgsqlDbType.Bytea, articles.Select(a => a.Vector)),
            Values(NpgsqlDbType.Bytea, articles.Select(a => a.Fingerprint)),
        ];
    }

    private static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Texts(IEnumerable<string?> values) => Values(NpgsqlDbType.Text, values);

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter Values<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };

    /// <summary>Stories whose change failed; of those to be founded, the ones that exist already are somebody else's.</summary>
    private sealed class FailedStories
    {
        private readonly HashSet<string> _all = new(StringComparer.Ordinal);
        private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

        public int Count => _all.Count;
        public bool Contains(string storyId) => _all.Contains(storyId);
        public bool IsForeign(string storyId) => _foreign.Contains(storyId);
        public void UnionWith(IEnumerable<string> storyIds) => _all.UnionWith(storyIds);

        public void AddForeign(string storyId)
        {
            _all.Add(storyId);
            _foreign.Add(storyId);
        }
    }
}
