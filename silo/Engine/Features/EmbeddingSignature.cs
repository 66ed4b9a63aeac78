using System.Numerics;

namespace StoryClustering.Engine.Features;

/// <summary>
/// On which sides of 216 fixed random hyperplanes an embedding lies, so that near ones are found without measuring all: two embeddings
/// at the angle a agree in a share 1 - a / pi of the bits, on average (Charikar, 2002).
/// </summary>
/// <remarks>
/// The bits are cut into 24 tables of 9; what agrees in all bits of one table falls into one bucket. A look-up also tries, in each
/// table, the bucket beyond the hyperplane that is nearest. By that formula, a bucket is shared at a cosine of .7 in 83 of 100
/// cases, more with the second buckets; at a cosine of 0 in 5.
/// </remarks>
internal sealed class EmbeddingSignature
{
    public const int Tables = 24;

    private const int BitsPerTable = 9;
    private const int Planes = Tables * BitsPerTable;
    private const int Words = (Planes + 63) / 64;
    private const int KindBits = 15;

    private static readonly Lazy<sbyte[]> s_planes = new(DrawPlanes);

    private readonly ulong[] _bits;
    private readonly byte[] _nearest;
    private readonly uint _kind;

    private EmbeddingSignature(ulong kind, ulong[] bits, byte[] nearest)
    {
        _bits = bits;
        _nearest = nearest;
        _kind = (uint)(kind * 0x9E3779B97F4A7C15ul >> 64 - KindBits);
    }

    /// <summary>Share of the bits in which two signatures agree, 0 to 1; about .5 for unrelated directions.</summary>
    public static float Agreement(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var differing = 0;
        for (var i = 0; i < Words; i++)
            differing += BitOperations.PopCount(a[i] ^ b[i]);
        return 1 - differing / (float)Planes;
    }

    public ReadOnlySpan<ulong> Bits => _bits;

    public static EmbeddingSignature Of(DenseEmbedding embedding)
    {
        var bits = new ulong[Words];
        var nearest = new byte[Tables];
        var planes = s_planes.Value.AsSpan();
        var codes = embedding.Codes;
        for (var table = 0; table < Tables; table++)
        {
            var least = int.MaxValue;
            for (var bit = 0; bit < BitsPerTable; bit++)
            {
                var plane = table * BitsPerTable + bit;
                var side = DenseEmbedding.Product(codes, planes.Slice(plane * DenseEmbedding.MostDimension, codes.Length));
                if (side > 0)
                    bits[plane >> 6] |= 1ul << (plane & 63);
                if (Math.Abs(side) >= least)
                    continue;
                least = Math.Abs(side);
                nearest[table] = (byte)bit;
            }
        }
        return new EmbeddingSignature(embedding.Kind, bits, nearest);
    }

    /// <summary>The bits that most of some signatures have; a tie is a 1. Does not depend on their order.</summary>
    public static ulong[] Majority(List<EmbeddingSignature> signatures)
    {
        Span<int> ones = stackalloc int[Planes];
        ones.Clear();
        foreach (var signature in signatures)
        {
            for (var plane = 0; plane < Planes; plane++)
                ones[plane] += (int)(signature._bits[plane >> 6] >> (plane & 63) & 1);
        }
        var bits = new ulong[Words];
        for (var plane = 0; plane < Planes; plane++)
        {
            if (2 * ones[plane] >= signatures.Count)
                bits[plane >> 6] |= 1ul << (plane & 63);
        }
        return bits;
    }

    /// <summary>The bucket of each table, as a term of the field <see cref="TermField.Embedding"/>; rising.</summary>
    public void Buckets(Span<uint> into)
    {
        for (var table = 0; table < Tables; table++)
            into[table] = TermOf(table, BucketOf(table));
    }

    /// <summary>The second bucket of each table: beyond the nearest hyperplane.</summary>
    public void SecondBuckets(Span<uint> into)
    {
        for (var table = 0; table < Tables; table++)
            into[table] = TermOf(table, BucketOf(table) ^ 1u << _nearest[table]);
    }

    private uint BucketOf(int table)
    {
        var first = table * BitsPerTable;
        var bits = _bits[first >> 6] >> (first & 63);
        if ((first & 63) > 64 - BitsPerTable)
            bits |= _bits[(first >> 6) + 1] << 64 - (first & 63);
        return (uint)bits & (1u << BitsPerTable) - 1;
    }

    // From the top: kind, table, bucket, field.
    private uint TermOf(int table, uint bucket) =>
        ((_kind << 5 | (uint)table) << BitsPerTable | bucket) << 3 | (uint)TermField.Embedding;

    // Every number is +1 or -1 (Achlioptas, 2003), from SplitMix64 with a fixed seed: the same on every machine, for ever, since stored
    // embeddings are signed anew by each process that reads them.
    private static sbyte[] DrawPlanes()
    {
        var planes = new sbyte[Planes * DenseEmbedding.MostDimension];
        var state = 0x53544F5259ul;
        for (var i = 0; i < planes.Length; i += 64)
        {
            state += 0x9E3779B97F4A7C15ul;
            var bits = (state ^ state >> 30) * 0xBF58476D1CE4E5B9ul;
            bits = (bits ^ bits >> 27) * 0x94D049BB133111EBul;
            bits ^= bits >> 31;
            for (var j = 0; j < 64; j++)
                planes[i + j] = (sbyte)(((bits >> j & 1) << 1) - 1);
        }
        return planes;
    }
}
