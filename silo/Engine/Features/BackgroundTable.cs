using System.Buffers.Binary;

namespace StoryClustering.Engine.Features;

/// <summary>
/// In how many of N English news articles a term occurs, for inverse document frequency. Numbers only: hashed ids and
/// counts, derived once (benchmarks' command derive-background). Immutable.
/// </summary>
/// <remarks>
/// Only terms above a lowest count per block are stored; for all others that block's floor is assumed. Counts
/// are stored as logarithms in one byte (7 % steps), which moves an idf by less than 0.04.
/// File: version (1 byte), N (4), entries (4), lowest count per block (8 x 2 bytes), then for each entry in rising order of ids
/// the difference to the previous id as a variable-length number; then one byte of count for each. Little endian.
/// </remarks>
internal sealed class BackgroundTable
{
    private const byte Version = 1;
    private const int HeaderBytes = 9 + 16;
    private const double CodeBase = 1.07;
    private const uint Golden = 0x9E3779B1;

    /// <summary>Knows nothing: every term weighs the same.</summary>
    public static readonly BackgroundTable None = new();

    private static readonly Lazy<BackgroundTable> Shipped = new(LoadEnglish);

    private readonly uint[] _keys;
    private readonly byte[] _codes;
    private readonly float[] _idf = new float[256];
    private readonly float[] _floorIdf = new float[8];
    private readonly int _shift;

    private BackgroundTable()
    {
        _keys = new uint[1];
        _codes = new byte[1];
        _shift = 32;
        Array.Fill(_floorIdf, 1f);
    }

    private BackgroundTable(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes || file[0] != Version)
            throw new FormatException("This is not a background table of version 1.");
        var documents = BinaryPrimitives.ReadInt32LittleEndian(file[1..]);
        var entries = BinaryPrimitives.ReadInt32LittleEndian(file[5..]);
        for (var field = 0; field < 8; field++)
        {
            int lowest = BinaryPrimitives.ReadUInt16LittleEndian(file[(9 + 2 * field)..]);
            // What is not stored has between 0 and lowest - 1 articles, most of it near 0.
            _floorIdf[field] = Idf(documents, Math.Max(0.5, lowest / 4.0));
        }
        for (var code = 0; code < 256; code++)
            _idf[code] = Idf(documents, Math.Pow(CodeBase, code));
        var bits = System.Numerics.BitOperations.Log2((uint)Math.Max(1, entries)) + 2;
        _keys = new uint[1 << bits];
        _codes = new byte[1 << bits];
        _shift = 32 - bits;
        var at = HeaderBytes;
        var id = 0u;
        for (var i = 0; i < entries; i++)
        {
            var delta = 0u;
            for (var shift = 0; ; shift += 7)
            {
                var part = file[at++];
                delta |= (uint)(part & 0x7F) << shift;
                if (part < 0x80)
                    break;
            }
            id += delta;
            var slot = (int)(id * Golden >> _shift);
            while (_codes[slot] != 0)
                slot = (slot + 1) & (_keys.Length - 1);
            _keys[slot] = id;
            _codes[slot] = file[file.Length - entries + i];
        }
        IsEmpty = false;
    }

    /// <summary>The table for English that comes with the engine.</summary>
    public static BackgroundTable English => Shipped.Value;

    public bool IsEmpty { get; } = true;

    /// <summary>ln((N + 1) / (df + 0.5)), N = articles of the background, df = those with the term.</summary>
    public float Idf(uint id)
    {
        var code = CodeOf(id);
        return code == 0 ? _floorIdf[id & 7] : _idf[code];
    }

    public bool Contains(uint id) => CodeOf(id) != 0;

    /// <summary>Writes a table.</summary>
    /// <param name="documents">Articles counted.</param>
    /// <param name="counts">Articles with the term, by term id; those under their block's lowest count are left out.</param>
    /// <param name="lowest">Lowest count stored per block, 8 numbers.</param>
    public static byte[] Write(int documents, IReadOnlyDictionary<uint, int> counts, ReadOnlySpan<int> lowest)
    {
        var kept = new List<(uint Id, int Count)>();
        foreach (var (id, count) in counts)
        {
            if (count >= lowest[(int)(id & 7)])
                kept.Add((id, count));
        }
        kept.Sort();
        var bytes = new List<byte>(kept.Count * 4);
        var header = new byte[HeaderBytes];
        header[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1), documents);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(5), kept.Count);
        for (var field = 0; field < 8; field++)
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(9 + 2 * field), (ushort)Math.Min(lowest[field], ushort.MaxValue));
        bytes.AddRange(header);
        var previous = 0u;
        foreach (var (id, _) in kept)
        {
            var delta = id - previous;
            previous = id;
            for (; delta >= 0x80; delta >>= 7)
                bytes.Add((byte)(delta | 0x80));
            bytes.Add((byte)delta);
        }
        foreach (var (_, count) in kept)
            bytes.Add((byte)Math.Clamp(Math.Round(Math.Log(count) / Math.Log(CodeBase)), 1, 255));
        return [.. bytes];
    }

    public static BackgroundTable Read(ReadOnlySpan<byte> file) => new(file);

    private static float Idf(int documents, double count) => (float)Math.Max(0.1, Math.Log((documents + 1) / (count + 0.5)));

    private static BackgroundTable LoadEnglish()
    {
        using var resource = typeof(BackgroundTable).Assembly.GetManifestResourceStream("background-en.bin");
        if (resource is null)
            return None;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return new BackgroundTable(bytes);
    }

    private byte CodeOf(uint id)
    {
        if (IsEmpty)
            return 0;
        var slot = (int)(id * Golden >> _shift);
        while (_codes[slot] != 0)
        {
            if (_keys[slot] == id)
                return _codes[slot];
            slot = (slot + 1) & (_keys.Length - 1);
        }
        return 0;
    }
}
