using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StoryClustering.Contracts.Articles;

namespace StoryClustering.Grains.Articles;

/// <summary>
/// Tells a repetition from a revision: a hash of what a reader reads, which is title, text, outlet and credit. Not of the address as it was sent, of
/// which there are many spellings; nor of what only senders know of it (their own id, a language tag, the page's canonical address, a
/// publication time that is set anew), or two feeds that take turns would revise an article for ever.
/// </summary>
internal static class ArticleFingerprint
{
    /// <summary>Bytes of a fingerprint: the first of a SHA-256. Those of an earlier version have another length.</summary>
    public const int Length = 20;

    /// <summary>The fingerprint of an article.</summary>
    public static byte[] Of(ArticleContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, content.Title);
        Append(hash, content.Text);
        Append(hash, content.Outlet);
        Append(hash, content.FeedCredit);
        Span<byte> full = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(full);
        return full[..Length].ToArray();
    }

    private static void Append(IncrementalHash hash, string field)
    {
        // The length first: no two articles are the same with their words shared out differently.
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(MemoryMarshal.AsBytes(field.AsSpan()));
    }
}
