using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace StoryClustering.Gateway.Api;

/// <summary>Opaque strings that clients bring back: base64url of a payload and the first 16 bytes of an HMAC-SHA256 over
/// purpose and payload. A token for one purpose is no token for another.</summary>
public static class SignedToken
{
    private const int TagBytes = 16;

    /// <summary>Makes a token.</summary>
    public static string Write(byte[] key, string purpose, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[payload.Length + TagBytes];
        payload.CopyTo(bytes);
        Tag(key, purpose, payload, bytes.AsSpan(payload.Length));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Payload of a token; null if it is forged, damaged, or made for another purpose.</summary>
    public static byte[]? Read(byte[] key, string purpose, string token)
    {
        byte[] bytes;
        // Padding and white space are legal base64url, but not what Write gives: one token, one spelling.
        if (token.AsSpan().IndexOfAnyExcept(Alphabet) >= 0) return null;
        try { bytes = Base64Url.DecodeFromChars(token); }
        catch (FormatException) { return null; }
        if (bytes.Length < TagBytes) return null;
        var payload = bytes.AsSpan(0, bytes.Length - TagBytes);
        Span<byte> tag = stackalloc byte[TagBytes];
        Tag(key, purpose, payload, tag);
        return CryptographicOperations.FixedTimeEquals(tag, bytes.AsSpan(payload.Length)) ? payload.ToArray() : null;
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static void Tag(byte[] key, string purpose, ReadOnlySpan<byte> payload, Span<byte> tag)
    {
        var label = Encoding.UTF8.GetByteCount(purpose);
        var size = label + 1 + payload.Length;
        Span<byte> text = size <= 1024 ? stackalloc byte[size] : new byte[size];
        Encoding.UTF8.GetBytes(purpose, text);
        text[label] = 0;
        payload.CopyTo(text[(label + 1)..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, text, full);
        full[..TagBytes].CopyTo(tag);
    }
}
