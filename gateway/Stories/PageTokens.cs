using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using StoryClustering.Contracts.Ids;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories;

/// <summary>Tokens between pages. Signed, and bound to the query: with another order or filter the position means nothing.</summary>
public static class PageTokens
{
    private const string ListPurpose = "stories-page-1";
    private const string MembersPurpose = "articles-page-2";
    private const string HistoryPurpose = "history-page-1";
    private const int QueryHashBytes = 8;

    /// <summary>Token of the next page of a list. <paramref name="query"/> is the request without page size and token.</summary>
    public static string Write(byte[] key, IMessage query, PagePosition position)
    {
        var id = Encoding.UTF8.GetBytes(position.StoryId);
        var payload = new byte[QueryHashBytes + 8 + id.Length];
        QueryHash(query, payload.AsSpan(0, QueryHashBytes));
        BinaryPrimitives.WriteDoubleBigEndian(payload.AsSpan(QueryHashBytes), position.Value);
        id.CopyTo(payload, QueryHashBytes + 8);
        return SignedToken.Write(key, ListPurpose, payload);
    }

    /// <summary>Reads a token of a list; null if it is forged or belongs to another query.</summary>
    public static PagePosition? Read(byte[] key, IMessage query, string token)
    {
        if (SignedToken.Read(key, ListPurpose, token) is not { Length: > QueryHashBytes + 8 } payload) return null;
        Span<byte> expected = stackalloc byte[QueryHashBytes];
        QueryHash(query, expected);
        if (!expected.SequenceEqual(payload.AsSpan(0, QueryHashBytes))) return null;
        var id = Encoding.UTF8.GetString(payload.AsSpan(QueryHashBytes + 8));
        return Key.IsStory(id) ? new PagePosition(BinaryPrimitives.ReadDoubleBigEndian(payload.AsSpan(QueryHashBytes)), id) : null;
    }

    /// <summary>Token of the next page of a story's articles.</summary>
    /// <param name="key">Key of the cluster.</param>
    /// <param name="asked">The request without page size and token.</param>
    /// <param name="storyId">Story whose articles these are: another one if the asked one was merged.</param>
    /// <param name="afterVersion">Version at which the last article of the page joined.</param>
    public static string WriteMembers(byte[] key, IMessage asked, string storyId, long afterVersion) =>
        WriteVersion(key, MembersPurpose, asked, storyId, afterVersion);

    /// <summary>Reads a token of a story's articles; null if it is forged or was given for another request.</summary>
    public static (string StoryId, long AfterVersion)? ReadMembers(byte[] key, IMessage asked, string token) =>
        ReadVersion(key, MembersPurpose, asked, token);

    /// <summary>Token of the next page of a story's history; parameters as of <see cref="WriteMembers"/>, but that the page goes on below a
    /// version.</summary>
    public static string WriteHistory(byte[] key, IMessage asked, string storyId, long beforeVersion) =>
        WriteVersion(key, HistoryPurpose, asked, storyId, beforeVersion);

    /// <summary>Reads a token of a story's history; null if it is forged or was given for another request.</summary>
    public static (string StoryId, long BeforeVersion)? ReadHistory(byte[] key, IMessage asked, string token) =>
        ReadVersion(key, HistoryPurpose, asked, token);

    private static string WriteVersion(byte[] key, string purpose, IMessage asked, string storyId, long version)
    {
        var id = Encoding.UTF8.GetBytes(storyId);
        var payload = new byte[QueryHashBytes + 8 + id.Length];
        QueryHash(asked, payload.AsSpan(0, QueryHashBytes));
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(QueryHashBytes), version);
        id.CopyTo(payload, QueryHashBytes + 8);
        return SignedToken.Write(key, purpose, payload);
    }

    private static (string StoryId, long Version)? ReadVersion(byte[] key, string purpose, IMessage asked, string token)
    {
        if (SignedToken.Read(key, purpose, token) is not { Length: > QueryHashBytes + 8 } payload) return null;
        Span<byte> expected = stackalloc byte[QueryHashBytes];
        QueryHash(asked, expected);
        if (!expected.SequenceEqual(payload.AsSpan(0, QueryHashBytes))) return null;
        return (Encoding.UTF8.GetString(payload.AsSpan(QueryHashBytes + 8)), BinaryPrimitives.ReadInt64BigEndian(payload.AsSpan(QueryHashBytes)));
    }

    /// <summary>What binds a token to a query: the first bytes of a SHA-256 over the message, as many as <paramref name="hash"/> takes.</summary>
    internal static void QueryHash(IMessage query, Span<byte> hash)
    {
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(query.ToByteArray(), full);
        full[..hash.Length].CopyTo(hash);
    }
}
