using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>Rows to records: the part of the SQL that both databases share.</summary>
internal static class CatalogRows
{
    /// <summary>Columns of a member in the order of <see cref="ReadMember"/>, but the vector.</summary>
    public const string MemberColumns = "article_id, story_id, joined_version, url, title, outlet, published, ingested, language, "
        + "external_id, feed_credit, revision, entities, placed_by_editor, signature, credits";

    /// <summary>All columns of a member.</summary>
    public const string MemberColumnsWithVectors = MemberColumns + ", vector";

    /// <summary>Columns that are written with a member, in the order of the parameters; <c>stored_at</c> comes on top.</summary>
    public const string MemberColumnsWritten = MemberColumnsWithVectors + ", fingerprint";

    /// <summary>Columns of a placement in the order of <see cref="ReadPlacement"/>. <c>i</c> are the ids, <c>a</c> the members, <c>r</c> the
    /// retractions; <c>@now</c> is to be replaced by the database's clock.</summary>
    public const string PlacementColumns = "i.value, a.story_id, a.joined_version, a.revision, a.placed_by_editor, a.fingerprint, @now - a.stored_at, r.article_id IS NOT NULL";

    public static ArticlePlacement ReadPlacement(DbDataReader row) => row.IsDBNull(1)
        ? new ArticlePlacement(row.GetString(0), null, 0, 0, false, [], TimeSpan.Zero, row.GetBoolean(7))
        : new ArticlePlacement(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetBoolean(4), row.GetFieldValue<byte[]>(5),
            TimeSpan.FromMicroseconds(row.GetInt64(6)), row.GetBoolean(7));

    /// <summary>Reads a member; without a vector if the row has none.</summary>
    public static StoryMember ReadMember(DbDataReader row)
    {
        var withVector = row.FieldCount > 16;
        return new StoryMember
        {
            StoryId = row.GetString(1),
            JoinedVersion = row.GetInt64(2),
            PlacedByEditor = row.GetBoolean(13),
            Article = new ArticleDigest
            {
                ArticleId = row.GetString(0),
                Url = row.GetString(3),
                Title = row.GetString(4),
                Outlet = row.GetString(5),
                Published = row.IsDBNull(6) ? null : Micros.ToTime(row.GetInt64(6)),
                Ingested = Micros.ToTime(row.GetInt64(7)),
                Language = row.GetString(8),
                ExternalId = row.GetString(9),
                FeedCredit = row.GetString(10),
                Revision = row.GetInt32(11),
                Entities = ReadStrings(row.GetString(12)),
                Signature = row.GetFieldValue<byte[]>(14),
                Credits = ReadCredits(row.GetString(15)),
                Vector = withVector ? row.GetFieldValue<byte[]>(16) : [],
            },
        };
    }

    /// <summary>Columns of a member in the order of <see cref="ReadIndexable"/>.</summary>
    public const string IndexableColumns = "article_id, published, ingested, language, vector";

    /// <summary>Place of the vector among them.</summary>
    public const int IndexableVector = 4;

    /// <summary>What an index needs of a member; the vector as the caller has read it, each database in its own way.</summary>
    public static IndexableMember ReadIndexable(DbDataReader row, string storyId, ReadOnlySpan<byte> vector) => new()
    {
        StoryId = storyId,
        ArticleId = row.GetString(0),
        Published = row.IsDBNull(1) ? null : Micros.ToTime(row.GetInt64(1)),
        Ingested = Micros.ToTime(row.GetInt64(2)),
        Language = row.GetString(3),
        Vector = vector,
    };

    public static StoryCard ReadCard(DbDataReader row) => CardCodec.Decode(row.GetFieldValue<byte[]>(0));

    /// <summary>Strings as one text column: a JSON array.</summary>
    public static string WriteStrings(string[] values) => values.Length == 0 ? "[]" : JsonSerializer.Serialize(values);

    public static string[] ReadStrings(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;

    /// <summary>Credits as one text column: a JSON array.</summary>
    public static string WriteCredits(ArticleCredit[] credits) =>
        credits.Length == 0 ? "[]" : JsonSerializer.Serialize(Array.ConvertAll(credits, static c => new StoredCredit(c.Form, c.Source, c.Quote)), CatalogJson.Default.StoredCreditArray);

    public static ArticleCredit[] ReadCredits(string json) =>
        json == "[]" ? [] : Array.ConvertAll(JsonSerializer.Deserialize(json, CatalogJson.Default.StoredCreditArray)!, static c => new ArticleCredit(c.Form, c.Source, c.Quote));

    /// <summary>An outlet as one text column.</summary>
    public static string WriteOutlet(OutletRecord outlet) => JsonSerializer.Serialize(outlet, CatalogJson.Default.OutletRecord);

    public static OutletRecord ReadOutlet(string json) => JsonSerializer.Deserialize(json, CatalogJson.Default.OutletRecord)!;

    /// <summary>Distinct outlets or credited names.</summary>
    public static string SourcesAfter(SourceKind kind, string after, string limit)
    {
        var (table, column) = TableOf(kind);
        return $"{Jump(table, column, "", after, limit)} SELECT value FROM found";
    }

    /// <summary>Distinct stories of an outlet or credited name, and their states.</summary>
    public static string StoriesOfSource(SourceKind kind, string source, string after, string limit)
    {
        var (table, column) = TableOf(kind);
        return $"{Jump(table, "story_id", $"{column} = {source} AND ", after, limit)} SELECT value, (SELECT s.state FROM story_catalog s WHERE s.story_id = value) FROM found";
    }

    // Distinct values in their order by jumping along an index: one look for each, however many rows have it.
    private static string Jump(string table, string column, string where, string after, string limit) =>
        $"WITH RECURSIVE jump(value) AS (SELECT (SELECT {column} FROM {table} WHERE {where}{column} > {after} ORDER BY {column} LIMIT 1) "
        + $"UNION ALL SELECT (SELECT {column} FROM {table} WHERE {where}{column} > jump.value ORDER BY {column} LIMIT 1) FROM jump WHERE jump.value IS NOT NULL), "
        + $"found(value) AS (SELECT value FROM jump WHERE value IS NOT NULL LIMIT {limit})";

    /// <summary>A slice of the rows of <see cref="StoriesOfSource"/>.</summary>
    public static StorySlice Slice(List<(string Id, bool Active)> read, int limit) =>
        new([.. read.Where(static r => r.Active).Select(static r => r.Id)], read.Count < limit ? null : read[^1].Id);

    public static (string Id, bool Active) ReadStoryOfSource(DbDataReader row) => (row.GetString(0), !row.IsDBNull(1) && row.GetInt32(1) == (int)StoryState.Active);

    private static (string Table, string Column) TableOf(SourceKind kind) => kind switch
    {
        SourceKind.Outlet => ("article_catalog", "outlet"),
        SourceKind.Credit => ("article_credit", "source"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind."),
    };

    /// <summary>Outlets after a version, and first the newest version there is. One statement: what is written between two would be missed.</summary>
    public static string OutletsAfter(string after) =>
        $"SELECT NULL AS record, coalesce(max(version), 0) AS version, '' AS domain FROM outlet UNION ALL SELECT record, version, domain FROM outlet WHERE version > {after} ORDER BY version, domain";

    public static (OutletRecord? Outlet, long Version) ReadOutletRow(DbDataReader row) => (row.IsDBNull(0) ? null : ReadOutlet(row.GetString(0)), row.GetInt64(1));

    public static OutletTable OutletTable(List<(OutletRecord? Outlet, long Version)> rows) =>
        new(rows.Find(static r => r.Outlet is null).Version, [.. rows.Where(static r => r.Outlet is not null).Select(static r => r.Outlet!)]);

    /// <summary>Columns of a change of an outlet in the order of <see cref="ReadOutletChange"/>.</summary>
    public const string OutletChangeColumns = "version, at, actor, reason, before, after";

    public static OutletChange ReadOutletChange(DbDataReader row) => new(row.GetInt64(0), Micros.ToTime(row.GetInt64(1)), row.GetString(2), row.GetString(3),
        row.IsDBNull(4) ? null : ReadOutlet(row.GetString(4)), ReadOutlet(row.GetString(5)));

    /// <summary>Columns of frames in the order of <see cref="ReadFrames"/>.</summary>
    public const string FramesColumns = "blob, story_version, articles, computed";

    public static FramesRecord ReadFrames(DbDataReader row)
    {
        var frames = FramesCodec.DecodeFrames(row.GetFieldValue<byte[]>(0));
        return frames with
        {
            StoryVersion = row.GetInt64(1),
            About = frames.About with { Articles = row.GetInt32(2), Computed = Micros.ToTime(row.GetInt64(3)) },
        };
    }

    public static FramesVersionEntry ReadFramesEntry(DbDataReader row) => FramesCodec.DecodeEntry(row.GetFieldValue<byte[]>(0));

    /// <summary>Independent origins of all sides.</summary>
    public static int OriginsOf(FramesRecord frames)
    {
        var origins = frames.About.Origins;
        return origins.Left + origins.Center + origins.Right + origins.Unrated;
    }

    public static FramesVersionEntry EntryOf(FramesCommit commit)
    {
        var frames = commit.Frames;
        return new FramesVersionEntry(frames.Version, frames.StoryVersion, frames.About.Computed, frames.About.Articles, OriginsOf(frames), commit.Changes);
    }

    /// <summary>The column that an order sorts by.</summary>
    public static string SortColumn(StoryOrder order) => order switch
    {
        StoryOrder.Trending => "trending",
        StoryOrder.Latest => "updated",
        StoryOrder.Largest => "articles",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown order."),
    };

    /// <summary>Makes a page of the rows read, one more than asked for if there are more.</summary>
    public static StoryPage Page(StoryListQuery query, List<StoryCard> read)
    {
        if (read.Count <= query.Limit) return new StoryPage([.. read], null);
        read.RemoveRange(query.Limit, read.Count - query.Limit);
        var last = read[^1];
        var value = query.Order switch
        {
            StoryOrder.Trending => last.Trending,
            StoryOrder.Latest => Micros.From(last.Updated),
            _ => (double)last.Articles,
        };
        return new StoryPage([.. read], new PagePosition(value, last.StoryId));
    }
}

/// <summary>A credit as it is stored; names are short because there are many.</summary>
internal sealed record StoredCredit([property: JsonPropertyName("f")] byte Form, [property: JsonPropertyName("s")] string Source, [property: JsonPropertyName("q")] string Quote);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredCredit[]))]
[JsonSerializable(typeof(OutletRecord))]
internal sealed partial class CatalogJson : JsonSerializerContext;
