using System.Buffers.Binary;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>Where a watch stands: for each partition the sequence up to which everything has been delivered. Byte 0 is the
/// format (1), then the number of partitions (two bytes), then the sequences as varints; signed.</summary>
public static class ResumeToken
{
    private const byte Format = 1;
    private const string Purpose = "watch-resume-1";

    /// <summary>Makes a token.</summary>
    public static string Write(byte[] key, ReadOnlySpan<long> sequences)
    {
        Span<byte> payload = sequences.Length <= 64 ? stackalloc byte[3 + sequences.Length * 10] : new byte[3 + sequences.Length * 10];
        payload[0] = Format;
        BinaryPrimitives.WriteUInt16BigEndian(payload[1..], (ushort)sequences.Length);
        var at = 3;
        foreach (var sequence in sequences)
        {
            var rest = (ulong)sequence;
            for (; rest >= 0x80; rest >>= 7) payload[at++] = (byte)(rest | 0x80);
            payload[at++] = (byte)rest;
        }
        return SignedToken.Write(key, Purpose, payload[..at]);
    }

    /// <summary>Reads a token; null if it is forged or damaged, or of a cluster with another number of partitions.</summary>
    public static long[]? Read(byte[] key, int partitions, string token)
    {
        if (SignedToken.Read(key, Purpose, token) is not { Length: >= 3 } payload || payload[0] != Format) return null;
        if (BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(1)) != partitions) return null;
        var sequences = new long[partitions];
        var at = 3;
        for (var i = 0; i < partitions; i++)
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                if (at >= payload.Length || shift > 63) return null;
                var b = payload[at++];
                value |= (ulong)(b & 0x7f) << shift;
                if (b < 0x80) break;
            }
            sequences[i] = (long)value;
        }
        return at == payload.Length ? sequences : null;
    }
}
