using System.Buffers.Binary;
using System.Numerics;
using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Features;

/// <summary>
/// Sparse vector of one article: at most <see cref="MaxTerms"/> hashed terms, ids strictly rising, weights of one byte each.
/// Beside them, if somebody has one made, a <see cref="DenseEmbedding"/>. The dot product of two vectors is their similarity, 0
/// (nothing shared) to about 1 (the same text).
/// </summary>
/// <remarks>
/// Invariants: ids rise strictly; a weight is only ever held as its byte code, so that a stored vector scores exactly
/// as the live one did; sums run in the order of the ids, so that every machine computes the same score.
/// The low three bits of an id name its <see cref="TermField"/>.
/// </remarks>
public sealed class ArticleVector
{
    /// <summary>Upper bound of <see cref="Count"/>; larger stored vectors are refused.</summary>
    public const int MaxTerms = FieldCaps.MaxTerms;

    private const byte Version = 1;
    private const byte VersionWithEmbedding = 2;
    private const byte HeadlineOnlyFlag = 1;
    private const byte ApartFlag = 2;
    private const int LanguageShift = 2;

    // Fewer names in common are chance: a president, a capital and a country share many events of one day. A number tells more.
    private const int LeastSharedAnchors = 4;
    private const int LeastSharedWithNumber = 3;
    private const uint NumberBit = 8;

    // A cosine of anchors, brought to the scale of the similarity of articles in one language.
    private const float AcrossLanguages = 0.4f;
    private const int HeaderBytes = 4;

    // Logarithmic codes: neighbours differ by 2.9 %, the smallest is 2^-10.6. Linear bytes would lose the small weights.
    private const double CodesPerOctave = 24;
    internal static readonly float[] Decoded = BuildDecoded();

    /// <summary>The vector of an article without any word.</summary>
    public static readonly ArticleVector Empty = new([], [], headlineOnly: true);

    private readonly uint[] _ids;
    private readonly byte[] _codes;

    internal ArticleVector(uint[] ids, byte[] codes, bool headlineOnly, byte language = Languages.Unknown,
        DenseEmbedding? embedding = null, bool standsApart = false)
    {
        StandsApart = standsApart;
        Embedding = embedding;
        Language = language;
        _ids = ids;
        _codes = codes;
        HeadlineOnly = headlineOnly;
    }

    /// <summary>Number of terms.</summary>
    public int Count => _ids.Length;

    /// <summary>Whether no term comes from anything but the title.</summary>
    public bool HeadlineOnly { get; }

    /// <summary>Whether the article is of a form that resembles many stories and belongs to none: see <see
    /// cref="ArticleForms.StandsApart"/>.</summary>
    public bool StandsApart { get; }

    /// <summary>Number of the language; 0 if unknown.</summary>
    internal byte Language { get; }

    /// <summary>What a language model made of the article; null if nobody asked one, or it did not answer.</summary>
    public DenseEmbedding? Embedding { get; }

    /// <summary>Term ids, strictly rising.</summary>
    public ReadOnlySpan<uint> Ids => _ids;

    internal ReadOnlySpan<byte> Codes => _codes;

    /// <summary>The block that a term id belongs to.</summary>
    public static TermField FieldOf(uint id) => (TermField)(id & 7);

    /// <summary>Weight of the term at <paramref name="index"/>.</summary>
    public float WeightAt(int index) => Decoded[_codes[index]];

    /// <summary>The same terms with an embedding, or without.</summary>
    public ArticleVector With(DenseEmbedding? embedding) => new(_ids, _codes, HeadlineOnly, Language, embedding, StandsApart);

    /// <summary>The vector of an article of a form.</summary>
    internal ArticleVector As(ArticleForm form) => form.StandsApart() == StandsApart ? this : new(_ids, _codes, HeadlineOnly, Language,
        Embedding, form.StandsApart());

    /// <summary>
    /// Similarity of two vectors. Of articles in different languages: by the names and numbers that they share, 0 if those are fewer
    /// than four, or three with a number among them; otherwise by all other blocks.
    /// If both have embeddings that can be compared, those count for their weight and the terms for the rest.
    /// </summary>
    public static float Dot(ArticleVector a, ArticleVector b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.IsForeignTo(b))
            return DenseEmbedding.Blend(DotOfAnchors(a, b), a.Embedding, b.Embedding);
        var sum = 0f;
        int i = 0, j = 0;
        var x = a._ids;
        var y = b._ids;
        while (i < x.Length && j < y.Length)
        {
            var p = x[i];
            var q = y[j];
            if (p == q)
            {
                if (FieldOf(p) != TermField.Anchor)
                    sum += Decoded[a._codes[i]] * Decoded[b._codes[j]];
                i++;
                j++;
            }
            else if (p < q)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return DenseEmbedding.Blend(sum, a.Embedding, b.Embedding);
    }

    /// <summary>Id of an anchor: bit 3 tells numbers from names.</summary>
    internal static uint AnchorId(ulong hash, bool isNumber) =>
        (uint)(hash >> 32) & ~15u | (isNumber ? NumberBit : 0) | (uint)TermField.Anchor;

    /// <summary>Whether two articles are known to be in different languages.</summary>
    internal bool IsForeignTo(ArticleVector other) =>
        Language != other.Language && Language != Languages.Unknown && other.Language != Languages.Unknown;

    private static float DotOfAnchors(ArticleVector a, ArticleVector b)
    {
        var sum = 0f;
        var (shared, numbers) = (0, 0);
        int i = 0, j = 0;
        var x = a._ids;
        var y = b._ids;
        while (i < x.Length && j < y.Length)
        {
            if (x[i] == y[j])
            {
                if (FieldOf(x[i]) == TermField.Anchor)
                {
                    sum += Decoded[a._codes[i]] * Decoded[b._codes[j]];
                    shared++;
                    if ((x[i] & NumberBit) != 0)
                        numbers++;
                }
                i++;
                j++;
            }
            else if (x[i] < y[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return shared < (numbers > 0 ? LeastSharedWithNumber : LeastSharedAnchors) ? 0 : AcrossLanguages * sum;
    }

    /// <summary>How much each block contributes to <see cref="Dot"/>: indexed by <see cref="TermField"/>, length 8.</summary>
    public static float[] DotByField(ArticleVector a, ArticleVector b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var sums = new float[8];
        if (a.IsForeignTo(b))
        {
            sums[(int)TermField.Anchor] = DotOfAnchors(a, b);
            return WithEmbeddings(sums, a, b);
        }
        int i = 0, j = 0;
        while (i < a._ids.Length && j < b._ids.Length)
        {
            var p = a._ids[i];
            var q = b._ids[j];
            if (p == q)
                sums[p & 7] += Decoded[a._codes[i++]] * Decoded[b._codes[j++]];
            else if (p < q)
                i++;
            else
                j++;
        }
        sums[(int)TermField.Anchor] = 0;
        return WithEmbeddings(sums, a, b);
    }

    private static float[] WithEmbeddings(float[] sums, ArticleVector a, ArticleVector b)
    {
        var (contribution, factor) = DenseEmbedding.Parts(a.Embedding, b.Embedding);
        for (var field = 0; field < sums.Length; field++)
            sums[field] *= factor;
        sums[(int)TermField.Embedding] += contribution;
        return sums;
    }

    /// <summary>
    /// Stored form: version, flags (1 = headline only, 2 = stands apart; from 4 on the number of the language), count (2 bytes, little
    /// endian), ids as variable-length differences, one code a term.
    /// Version 1 ends here; version 2 goes on with the embedding. A vector without one is always written as version 1.
    /// </summary>
    public byte[] ToBytes()
    {
        var size = HeaderBytes + _codes.Length;
        var previous = 0u;
        foreach (var id in _ids)
        {
            size += VarintLength(id - previous);
            previous = id;
        }
        var bytes = new byte[size + (Embedding?.StoredBytes ?? 0)];
        bytes[0] = Embedding is null ? Version : VersionWithEmbedding;
        bytes[1] = (byte)(Language << LanguageShift | (HeadlineOnly ? HeadlineOnlyFlag : 0) | (StandsApart ? ApartFlag : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)_ids.Length);
        var at = HeaderBytes;
        previous = 0;
        foreach (var id in _ids)
        {
            var delta = id - previous;
            previous = id;
            while (delta >= 0x80)
            {
                bytes[at++] = (byte)(delta | 0x80);
                delta >>= 7;
            }
            bytes[at++] = (byte)delta;
        }
        _codes.CopyTo(bytes, at);
        Embedding?.WriteTo(bytes.AsSpan(size));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are not a vector of a known version.</exception>
    public static ArticleVector FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
            throw new FormatException($"An article vector has at least {HeaderBytes} bytes, not {bytes.Length}.");
        if (bytes[0] is not (Version or VersionWithEmbedding))
            throw new FormatException($"Article vector version {bytes[0]} is unknown; this engine reads versions {Version} and {VersionWithEmbedding}.");
        int count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        if (count > MaxTerms)
            throw new FormatException($"An article vector has at most {MaxTerms} terms, not {count}.");
        var ids = new uint[count];
        var at = HeaderBytes;
        var previous = 0u;
        for (var i = 0; i < count; i++)
        {
            var delta = ReadVarint(bytes, ref at);
            var id = previous + delta;
            if (id > uint.MaxValue || (i > 0 && delta == 0))
                throw new FormatException("The term ids of an article vector must rise.");
            ids[i] = (uint)id;
            previous = (uint)id;
        }
        var isDense = bytes[0] == VersionWithEmbedding;
        if (isDense ? bytes.Length - at < count : bytes.Length - at != count)
            throw new FormatException($"An article vector of {count} terms has {count} weights, not {bytes.Length - at}.");
        var codes = bytes.Slice(at, count).ToArray();
        var embedding = isDense ? DenseEmbedding.Read(bytes[(at + count)..]) : null;
        return new ArticleVector(ids, codes, (bytes[1] & HeadlineOnlyFlag) != 0, (byte)(bytes[1] >> LanguageShift), embedding,
            (bytes[1] & ApartFlag) != 0);
    }

    internal static byte Encode(float weight)
    {
        if (!(weight > 0))
            return 0;
        var code = 255 + Math.Round(CodesPerOctave * Math.Log2(weight));
        return (byte)Math.Clamp(code, 0, 255);
    }

    private static float[] BuildDecoded()
    {
        var table = new float[256];
        for (var code = 0; code < 256; code++)
            table[code] = (float)Math.Pow(2, (code - 255) / CodesPerOctave);
        return table;
    }

    private static int VarintLength(uint value) =>
        value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : value < 1u << 28 ? 4 : 5;

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at >= sizeof(ulong))
        {
            // All bytes at once: the first without the high bit is the last of the number.
            var raw = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
            var ends = ~raw & 0x80_8080_8080;
            if (ends == 0)
                throw new FormatException("A term id of the article vector does not fit 32 bits.");
            var length = (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
            at += length;
            raw &= ulong.MaxValue >> (64 - 8 * length);
            return raw & 0x7F | raw >> 1 & 0x7F << 7 | raw >> 2 & 0x7F << 14 | raw >> 3 & 0x7F << 21 | raw >> 4 & 0x7Ful << 28;
        }
        var value = 0ul;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (at >= bytes.Length)
                throw new FormatException("The article vector ends early.");
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw new FormatException("A term id of the article vector does not fit 32 bits.");
    }
}
