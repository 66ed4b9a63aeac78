using System.Buffers.Binary;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Features;

/// <summary>
/// What a language model made of one article: 16 to 4,096 numbers, kept as one signed byte each. An optional part of an
/// <see cref="ArticleVector"/>.
/// </summary>
/// <remarks>
/// Invariants: codes are -127 to 127 and not all 0; only embeddings of one <see cref="Kind"/> are compared: one model, one dimension,
/// one weight, one floor. Products are summed as integers, so that every machine computes the same cosine, however wide its registers.
/// Memory: one byte a number and about 200 bytes.
/// </remarks>
public sealed class DenseEmbedding
{
    /// <summary>Fewest numbers of an embedding.</summary>
    public const int LeastDimension = 16;

    /// <summary>Most numbers of an embedding; bounds memory, and keeps the sums of products within 32 bits.</summary>
    public const int MostDimension = 4096;

    // Dimension (2 bytes), model (4), weight (1), floor (1).
    internal const int HeaderBytes = 8;

    private const int Steps = 255;
    private const int Largest = 127;

    private readonly sbyte[] _codes;
    private readonly float _weight;
    private readonly float _floor;
    private readonly double _inverseLength;
    private EmbeddingSignature? _signature;

    private DenseEmbedding(sbyte[] codes, uint model, byte weight, byte floor)
    {
        _codes = codes;
        Kind = (ulong)model | (ulong)weight << 32 | (ulong)floor << 40 | (ulong)codes.Length << 48;
        _weight = weight / (float)Steps;
        _floor = floor / (float)Steps;
        _inverseLength = 1 / Math.Sqrt(Product(codes, codes));
    }

    /// <summary>How many numbers it has.</summary>
    public int Dimension => _codes.Length;

    /// <summary>Model, dimension, weight and floor in one number: embeddings with another cannot be compared.</summary>
    public ulong Kind { get; }

    /// <summary>On which sides of the engine's hyperplanes it lies; worked out when first asked for.</summary>
    internal EmbeddingSignature Signature => _signature ??= EmbeddingSignature.Of(this);

    internal ReadOnlySpan<sbyte> Codes => _codes;

    /// <summary>
    /// Takes in what a model answered; null if that is of no use: fewer than 16 or more than 4,096 numbers, one that is not
    /// finite, or nothing but zeros. Its length does not matter.
    /// </summary>
    /// <param name="values">The numbers, of any scale.</param>
    /// <param name="model">Name of the model; embeddings of two models are not compared.</param>
    /// <param name="options">Weight and floor, which travel with the embedding in steps of 1/255.</param>
    public static DenseEmbedding? From(ReadOnlySpan<float> values, string model, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        if (values.Length is < LeastDimension or > MostDimension)
            return null;
        var largest = 0f;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                return null;
            largest = Math.Max(largest, Math.Abs(value));
        }
        if (largest == 0)
            return null;
        var codes = new sbyte[values.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (sbyte)Math.Round(Largest * ((double)values[i] / largest));
        var tag = (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(model.AsSpan()));
        return new DenseEmbedding(codes, tag, Step(options.Weights.Embedding), Step(options.EmbeddingFloor));
    }

    /// <summary>Cosine of two embeddings of one <see cref="Kind"/>, -1 to 1.</summary>
    /// <exception cref="ArgumentException">They are of different kinds.</exception>
    public static float Cosine(DenseEmbedding a, DenseEmbedding b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Kind != b.Kind)
            throw new ArgumentException("Embeddings of different kinds cannot be compared.", nameof(b));
        return (float)(Product(a._codes, b._codes) * (a._inverseLength * b._inverseLength));
    }

    /// <summary>
    /// (1 - w) x <paramref name="sparse"/> + w x max(0, (cosine - floor) / (1 - floor)): models give unrelated texts a
    /// cosine well above 0, so what lies below the floor says nothing. <paramref name="sparse"/> itself if either is missing or they
    /// are of different kinds.
    /// </summary>
    internal static float Blend(float sparse, DenseEmbedding? a, DenseEmbedding? b) =>
        a is null || b is null || a.Kind != b.Kind ? sparse : (1 - a._weight) * sparse + Contribution(a, b);

    /// <summary>The second summand of <see cref="Blend"/>, and the factor of the first.</summary>
    internal static (float Contribution, float Factor) Parts(DenseEmbedding? a, DenseEmbedding? b) =>
        a is null || b is null || a.Kind != b.Kind ? (0, 1) : (Contribution(a, b), 1 - a._weight);

    /// <summary>Sum of the products of two rows of equal length, at most 4,096 numbers from -127 to 127.</summary>
    internal static int Product(ReadOnlySpan<sbyte> a, ReadOnlySpan<sbyte> b)
    {
        var sum = 0;
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var sums = Vector<int>.Zero;
            for (; i <= a.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(a[i..]), out var a0, out var a1);
                Vector.Widen(new Vector<sbyte>(b[i..]), out var b0, out var b1);
                // Two products of at most 127 x 127 fit 16 bits.
                Vector.Widen(a0 * b0 + a1 * b1, out var low, out var high);
                sums += low + high;
            }
            sum = Vector.Sum(sums);
        }
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    internal int StoredBytes => HeaderBytes + _codes.Length;

    /// <summary>Stored form: dimension (2 bytes, little endian), hash of the model's name (4), weight and floor in steps of 1/255 (1 each), the codes.</summary>
    internal void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)_codes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[2..], (uint)Kind);
        bytes[6] = (byte)(Kind >> 32);
        bytes[7] = (byte)(Kind >> 40);
        MemoryMarshal.AsBytes<sbyte>(_codes).CopyTo(bytes[HeaderBytes..]);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote, to the end of <paramref name="bytes"/>.</summary>
    /// <exception cref="FormatException">The bytes are no embedding.</exception>
    internal static DenseEmbedding Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderBytes)
            throw new FormatException("The article vector ends before its embedding.");
        int dimension = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (dimension is < LeastDimension or > MostDimension)
            throw new FormatException($"An embedding has {LeastDimension} to {MostDimension} numbers, not {dimension}.");
        if (bytes.Length != HeaderBytes + dimension)
            throw new FormatException($"An embedding of {dimension} numbers takes {HeaderBytes + dimension} bytes, not {bytes.Length}.");
        if (bytes[7] == Steps)
            throw new FormatException("The floor of an embedding must be below 1.");
        var codes = MemoryMarshal.Cast<byte, sbyte>(bytes[HeaderBytes..]).ToArray();
        if (codes.AsSpan().Contains(sbyte.MinValue))
            throw new FormatException($"The numbers of an embedding are at least -{Largest}.");
        if (!codes.AsSpan().ContainsAnyExcept((sbyte)0))
            throw new FormatException("An embedding must not be all zeros.");
        return new DenseEmbedding(codes, BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]), bytes[6], bytes[7]);
    }

    private static float Contribution(DenseEmbedding a, DenseEmbedding b) =>
        a._weight * Math.Clamp((Cosine(a, b) - a._floor) / (1 - a._floor), 0, 1);

    private static byte Step(float share) => (byte)Math.Clamp((int)Math.Round((double)share * Steps), 0, Steps);
}
