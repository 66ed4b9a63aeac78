using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoryClustering.Contracts.Frames;

namespace StoryClustering.Storage.Catalog;

/// <summary>
/// The bytes of frames and of their history. First byte: format, 1. Then JSON, compressed by Brotli. JSON, because frames are a deep tree
/// that will gain fields: one that is missing gets its default, one that is not known is passed over, so versions of this service read
/// each other's rows. (A field that is added must not be <c>required</c>.) It is text that repeats outlets, addresses and sentences, and
/// shrinks to a fifth or less.
/// </summary>
internal static class FramesCodec
{
    /// <summary>Bytes of JSON beyond which nothing is stored or read: many times what the engine's bounds allow.</summary>
    public const int MostBytes = 8 << 20;

    private const byte Format = 1;
    // By reflection: generated code assigns every init-only property, so one that is missing would lose its initialiser.
    // The text goes into no page from here; escaped, a letter of most scripts would take six bytes.
    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Encode(FramesRecord frames) => Pack(JsonSerializer.SerializeToUtf8Bytes(frames, s_json));

    public static byte[] Encode(FramesVersionEntry entry) => Pack(JsonSerializer.SerializeToUtf8Bytes(entry, s_json));

    public static FramesRecord DecodeFrames(byte[] bytes) => JsonSerializer.Deserialize<FramesRecord>(Unpack(bytes), s_json)!;

    public static FramesVersionEntry DecodeEntry(byte[] bytes) => JsonSerializer.Deserialize<FramesVersionEntry>(Unpack(bytes), s_json)!;

    private static byte[] Pack(byte[] json)
    {
        if (json.Length > MostBytes) throw new ArgumentException($"Frames of {json.Length} bytes are not stored; at most {MostBytes} are.");
        var packed = new byte[1 + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        packed[0] = Format;
        // Quality 5 of 11: those above take many times as long for little.
        if (!BrotliEncoder.TryCompress(json, packed.AsSpan(1), out var length, quality: 5, window: 20)) throw new InvalidOperationException("Frames could not be compressed.");
        return packed[..(1 + length)];
    }

    private static ReadOnlySpan<byte> Unpack(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes[0] != Format) throw new InvalidDataException($"Frames of unknown format {(bytes.Length == 0 ? 0 : bytes[0])}: written by a newer version.");
        using var stream = new BrotliStream(new MemoryStream(bytes, 1, bytes.Length - 1, writable: false), CompressionMode.Decompress);
        using var json = new MemoryStream(bytes.Length * 6);
        var chunk = new byte[16 << 10];
        for (int read; (read = stream.Read(chunk)) > 0;)
        {
            if (json.Length + read > MostBytes) throw new InvalidDataException($"Frames of more than {MostBytes} bytes.");
            json.Write(chunk, 0, read);
        }
        return json.GetBuffer().AsSpan(0, (int)json.Length);
    }
}
