using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;

namespace StoryClustering.Gateway.Outlets;

/// <summary>Tokens between pages of outlets and of their changes. Signed, and bound to the request without page size and token.</summary>
public static class OutletPageTokens
{
    private const string ListPurpose = "outlets-page-1";
    private const string HistoryPurpose = "outlet-history-page-1";
    private const int QueryHashBytes = 8;

    /// <summary>Token of the page after the outlet with this main domain.</summary>
    public static string Write(byte[] key, IMessage asked, string afterDomain) => Write(key, ListPurpose, asked, Encoding.UTF8.GetBytes(afterDomain));

    /// <summary>Main domain after which to go on; null if the token is forged or belongs to another request.</summary>
    public static string? Read(byte[] key, IMessage asked, string token) =>
        Read(key, ListPurpose, asked, token) is { Length: > 0 } payload ? Encoding.UTF8.GetString(payload) : null;

    /// <summary>Token of the changes before this version.</summary>
    public static string WriteHistory(byte[] key, IMessage asked, long beforeVersion)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(payload, beforeVersion);
        return Write(key, HistoryPurpose, asked, payload);
    }

    /// <summary>Version before which to go on; null if the token is forged or belongs to another outlet.</summary>
    public static long? ReadHistory(byte[] key, IMessage asked, string token) =>
        Read(key, HistoryPurpose, asked, token) is { Length: 8 } payload ? BinaryPrimitives.ReadInt64BigEndian(payload) : null;

    private static string Write(byte[] key, string purpose, IMessage asked, byte[] position)
    {
        var payload = new byte[QueryHashBytes + position.Length];
        PageTokens.QueryHash(asked, payload.AsSpan(0, QueryHashBytes));
        position.CopyTo(payload, QueryHashBytes);
        return SignedToken.Write(key, purpose, payload);
    }

    private static byte[]? Read(byte[] key, string purpose, IMessage asked, string token)
    {
        if (SignedToken.Read(key, purpose, token) is not { Length: > QueryHashBytes } payload) return null;
        Span<byte> expected = stackalloc byte[QueryHashBytes];
        PageTokens.QueryHash(asked, expected);
        return expected.SequenceEqual(payload.AsSpan(0, QueryHashBytes)) ? payload[QueryHashBytes..] : null;
    }
}
