using System.Data.Common;
using System.Text.Json;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>Rows to records: the part of the SQL that both databases share.</summary>
internal static class CatalogRows
{
    /// <summary>Columns of a member in the order of <see cref="ReadMember"/>, but vector and signature.</summary>
    public const string MemberColumns = "article_id, story_id, joined_version, url, title, outlet, published, ingested, language, "
        + "external_id, feed_credit, revision, entities, origin_article_id, placed_by_editor";

    /// <summary>All columns of a member.</summary>
    public const string MemberColumnsWithVectors = MemberColumns + ", vector, signature";

    /// <summary>Reads a member; without vectors if the row has none.</summary>
    public static StoryMember ReadMember(DbDataReader row)
    {
        var withVectors = row.FieldCount > 15;
        return new StoryMember
        {
            StoryId = row.GetString(1),
            JoinedVersion = row.GetInt64(2),
            OriginArticleId = row.IsDBNull(13) ? null : row.GetString(13),
            PlacedByEditor = row.GetBoolean(14),
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
                Vector = withVectors ? row.GetFieldValue<byte[]>(15) : [],
                Signature = withVectors ? row.GetFieldValue<byte[]>(16) : [],
            },
        };
    }

    public static StoryCard ReadCard(DbDataReader row) => CardCodec.Decode(row.GetFieldValue<byte[]>(0));

    /// <summary>Strings as one text column: a JSON array.</summary>
    public static string WriteStrings(string[] values) => values.Length == 0 ? "[]" : JsonSerializer.Serialize(values);

    public static string[] ReadStrings(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json)!;

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
