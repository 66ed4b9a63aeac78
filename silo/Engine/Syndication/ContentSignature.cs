using System.Buffers.Binary;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Syndication;

/// <summary>
/// Near-duplicate signature: the 48 smallest 24-bit hashes of the text's word 5-shingles and the number of shingles
/// ("bottom-k sketch", Broder 1997), and hashes of its first 32 sentences of 32 characters or more. At most 277 bytes stored.
/// </summary>
/// <remarks>
/// Unlike the positions of a MinHash, a bottom-k sketch with a count also estimates how much of the SHORTER text
/// is contained in the longer one, and wire copy is mostly abridged from the end.
/// An article without text, or with less than a dozen words of it, is signed by 3-shingles of its title and these words, and such a signature only
/// ever matches another of its kind, and nearly in full: the same headline over two different texts is no reprint.
/// </remarks>
public readonly struct ContentSignature : IEquatable<ContentSignature>
{
    /// <summary>Hashes kept.</summary>
    public const int MaxHashes = 48;

    /// <summary>Sentences kept: more than the words that the engine reads of an article have, as a rule.</summary>
    public const int MaxSentences = 32;

    /// <summary>Share of the shorter text that must recur in the other for texts to be one.</summary>
    /// <remarks>Reports of one event in their own words share under a tenth (quotes); reprints, also abridged ones, over two thirds.</remarks>
    public const float TextThreshold = 0.5f;

    /// <summary>Jaccard index of title shingles; stricter, since one changed number is another event.</summary>
    public const float TitleThreshold = 0.85f;

    private const int MinSentenceChars = 32;

    // Version 1 had no sentences; it is still read.
    private const byte Version = 2;
    private const byte VersionWithoutSentences = 1;
    private const byte TitleFlag = 1;
    private const int HeaderBytes = 4;
    private const int TextShingle = 5;
    private const int TitleShingle = 3;

    // Fewer words say too little without the title: a photo caption or "Live updates" would make reprints of unrelated articles.
    private const int MinTextWords = 12;
    private const int MinTitleWords = 5;
    private const int MaxShingles = 4096;

    private readonly uint[]? _hashes;
    private readonly int _shingles;
    private readonly bool _fromTitle;
    private readonly uint[]? _sentences;

    private ContentSignature(uint[] hashes, int shingles, bool fromTitle, uint[] sentences)
    {
        _hashes = hashes;
        _shingles = shingles;
        _fromTitle = fromTitle;
        _sentences = sentences;
    }

    /// <summary>The signature that resembles nothing.</summary>
    public static ContentSignature Empty => default;

    /// <summary>Whether there was too little text to sign.</summary>
    public bool IsEmpty => _hashes is null;

    /// <summary>Whether the title was signed because there was no text, or hardly any.</summary>
    public bool FromTitle => _fromTitle;

    internal ReadOnlySpan<uint> Hashes => _hashes;

    /// <summary>Hashes of the sentences, rising.</summary>
    internal ReadOnlySpan<uint> Sentences => _sentences;

    /// <summary>
    /// Whether one text is the other, or an abridged or lightly edited copy of it: half of the shorter text's shingles recur, or more
    /// than half of its sentences and no fewer than two. Titles: <see cref="TitleThreshold"/>. Symmetric.
    /// </summary>
    public static bool AreCopies(ContentSignature a, ContentSignature b)
    {
        if (Similarity(a, b) >= (a._fromTitle ? TitleThreshold : TextThreshold))
            return true;
        var shared = SharedSentences(a, b);
        return shared >= 2 && 2 * shared > Math.Min(a.Sentences.Length, b.Sentences.Length);
    }

    /// <summary>Number of sentences that both texts have, word for word.</summary>
    public static int SharedSentences(ContentSignature a, ContentSignature b)
    {
        var x = a.Sentences;
        var y = b.Sentences;
        int i = 0, j = 0, shared = 0;
        while (i < x.Length && j < y.Length)
        {
            if (x[i] == y[j])
            {
                shared++;
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
        return shared;
    }

    /// <summary>
    /// Share of the shorter text's shingles that the other text has, estimated, 0 to 1. For titles: the shingles' Jaccard
    /// index, since a headline within a longer headline is not the same headline. 0 if either is empty or they differ in kind.
    /// </summary>
    public static float Similarity(ContentSignature a, ContentSignature b)
    {
        if (a._hashes is null || b._hashes is null || a._fromTitle != b._fromTitle)
            return 0;
        var x = a._hashes;
        var y = b._hashes;
        // The k smallest hashes of the union are a fair sample of the union; k is what both sketches surely cover.
        var k = int.MaxValue;
        if (x.Length < a._shingles)
            k = x.Length;
        if (y.Length < b._shingles)
            k = Math.Min(k, y.Length);
        int i = 0, j = 0, shared = 0, seen = 0;
        while (seen < k && (i < x.Length || j < y.Length))
        {
            if (j >= y.Length || (i < x.Length && x[i] < y[j]))
            {
                i++;
            }
            else if (i >= x.Length || y[j] < x[i])
            {
                j++;
            }
            else
            {
                shared++;
                i++;
                j++;
            }
            seen++;
        }
        var jaccard = (float)shared / seen;
        if (a._fromTitle)
            return jaccard;
        var common = jaccard * (a._shingles + b._shingles) / (1 + jaccard);
        return Math.Min(1, common / Math.Min(a._shingles, b._shingles));
    }

    /// <summary>Stored form: version, flags, shingle count (2 bytes, little endian), 3 bytes a hash of the sketch (as many as
    /// shingles, at most 48), then 4 bytes a sentence.</summary>
    public byte[] ToBytes()
    {
        if (_hashes is null)
            return [];
        var bytes = new byte[HeaderBytes + 3 * _hashes.Length + 4 * Sentences.Length];
        bytes[0] = Version;
        bytes[1] = _fromTitle ? TitleFlag : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)_shingles);
        var at = HeaderBytes;
        foreach (var hash in _hashes)
        {
            bytes[at++] = (byte)hash;
            bytes[at++] = (byte)(hash >> 8);
            bytes[at++] = (byte)(hash >> 16);
        }
        foreach (var sentence in Sentences)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), sentence);
            at += 4;
        }
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; no bytes are the empty signature.</summary>
    /// <exception cref="FormatException">The bytes are not a signature of a known version.</exception>
    public static ContentSignature FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Empty;
        if (bytes.Length < HeaderBytes + 3)
            throw new FormatException($"A content signature cannot have {bytes.Length} bytes.");
        if (bytes[0] is not (Version or VersionWithoutSentences))
            throw new FormatException($"Content signature version {bytes[0]} is unknown; this engine reads versions 1 and {Version}.");
        if (bytes[1] > TitleFlag)
            throw new FormatException($"Content signature flags {bytes[1]} are unknown.");
        int shingles = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var count = Math.Min(shingles, MaxHashes);
        var rest = bytes.Length - HeaderBytes - 3 * count;
        if (count == 0 || shingles > MaxShingles || rest < 0 || rest % 4 != 0 || rest / 4 > MaxSentences || (rest > 0 && bytes[0] == VersionWithoutSentences))
            throw new FormatException($"A content signature of {shingles} shingles cannot have {bytes.Length} bytes.");
        var hashes = new uint[count];
        for (var i = 0; i < count; i++)
        {
            var at = HeaderBytes + 3 * i;
            hashes[i] = bytes[at] | (uint)bytes[at + 1] << 8 | (uint)bytes[at + 2] << 16;
            if (i > 0 && hashes[i] <= hashes[i - 1])
                throw new FormatException("The hashes of a content signature must rise.");
        }
        var sentences = rest == 0 ? [] : new uint[rest / 4];
        for (var i = 0; i < sentences.Length; i++)
        {
            sentences[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeaderBytes + 3 * count + 4 * i)..]);
            if (i > 0 && sentences[i] <= sentences[i - 1])
                throw new FormatException("The sentences of a content signature must rise.");
        }
        return new ContentSignature(hashes, shingles, bytes[1] == TitleFlag, sentences);
    }

    /// <inheritdoc/>
    public bool Equals(ContentSignature other) =>
        _fromTitle == other._fromTitle && _shingles == other._shingles && Hashes.SequenceEqual(other.Hashes)
        && Sentences.SequenceEqual(other.Sentences);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentSignature other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashes is null ? 0 : HashCode.Combine(_shingles, _hashes[0], _hashes[^1]);

    /// <summary>Same content.</summary>
    public static bool operator ==(ContentSignature left, ContentSignature right) => left.Equals(right);

    /// <summary>Different content.</summary>
    public static bool operator !=(ContentSignature left, ContentSignature right) => !left.Equals(right);

    /// <summary>Signs words <paramref name="titleWords"/> onward, or all from the title on if too little follows it.</summary>
    internal static ContentSignature Of(TokenBuffer words, int titleWords)
    {
        var fromTitle = words.Count - titleWords < MinTextWords;
        var first = fromTitle ? 0 : titleWords;
        var count = words.Count - first;
        var length = fromTitle ? TitleShingle : TextShingle;
        if (fromTitle && count < MinTitleWords)
            return Empty;
        var shingles = Math.Min(count - length + 1, MaxShingles);
        Span<uint> hashes = shingles <= 1024 ? stackalloc uint[shingles] : new uint[shingles];
        Span<ulong> window = stackalloc ulong[length];
        for (var i = 0; i < count && i < shingles + length - 1; i++)
        {
            window[i % length] = words[first + i].Hash;
            if (i < length - 1)
                continue;
            var mixed = 0x9E3779B97F4A7C15ul;
            for (var j = i - length + 1; j <= i; j++)
                mixed = (mixed ^ window[j % length]) * 0xD6E8FEB86659FD93ul + (ulong)length;
            mixed ^= mixed >> 32;
            mixed *= 0xD6E8FEB86659FD93ul;
            hashes[i - length + 1] = (uint)(mixed >> 40);
        }
        hashes.Sort();
        var distinct = 0;
        foreach (var hash in hashes)
        {
            if (distinct == 0 || hashes[distinct - 1] != hash)
                hashes[distinct++] = hash;
        }
        return new ContentSignature(hashes[..Math.Min(distinct, MaxHashes)].ToArray(), distinct, fromTitle,
            fromTitle ? [] : SentencesOf(words, first));
    }

    private static uint[] SentencesOf(TokenBuffer words, int first)
    {
        Span<uint> found = stackalloc uint[MaxSentences];
        var count = 0;
        var start = first;
        for (var i = first + 1; i <= words.Count && count < MaxSentences; i++)
        {
            if (i < words.Count && !words[i].Is(WordTraits.SentenceStart))
                continue;
            // The last one may have been cut where the engine stops reading: then its copy was cut there, too, or it is not missed.
            if (words[i - 1].SourceEnd - words[start].SourceStart >= MinSentenceChars)
                found[count++] = HashOf(words, start, i);
            start = i;
        }
        var sentences = found[..count];
        sentences.Sort();
        var distinct = 0;
        foreach (var sentence in sentences)
        {
            if (distinct == 0 || sentences[distinct - 1] != sentence)
                sentences[distinct++] = sentence;
        }
        return sentences[..distinct].ToArray();
    }

    private static uint HashOf(TokenBuffer words, int start, int end)
    {
        var mixed = 0x9E3779B97F4A7C15ul;
        for (var i = start; i < end; i++)
            mixed = (mixed ^ words[i].Hash) * 0xD6E8FEB86659FD93ul + 1;
        mixed ^= mixed >> 32;
        return (uint)((mixed * 0xD6E8FEB86659FD93ul) >> 32);
    }
}
