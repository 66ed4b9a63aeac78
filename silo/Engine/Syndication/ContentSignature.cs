using System.Buffers.Binary;
using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Syndication;

/// <summary>
/// Near-duplicate signature: the 48 smallest 24-bit hashes of the text's word 5-shingles and the number of shingles
/// ("bottom-k sketch", Broder 1997), hashes of its first 32 sentences of 32 characters or more, and of its names and numbers. Beside them
/// what kind of piece it is. At most <see cref="MaxBytes"/> bytes stored.
/// </summary>
/// <remarks>
/// Unlike the positions of a MinHash, a bottom-k sketch with a count also estimates how much of the SHORTER text
/// is contained in the longer one, and wire copy is mostly abridged from the end.
/// An article without text, or with less than a dozen words of it, is signed by 3-shingles of its title and these words, and such a signature only
/// ever matches another of its kind, and nearly in full: the same headline over two different texts is no reprint. Nor are two texts by
/// one
/// template that share most of their words and differ in who, where or how much. An agency's versions of one report ("URGENT", "2nd LD")
/// are
/// one text, however much was added: they are known by their outlet and the mark in their titles.
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

    /// <summary>Names and numbers kept.</summary>
    public const int MaxDetails = 32;

    /// <summary>Most bytes stored.</summary>
    public const int MaxBytes = HeaderBytes + 3 * MaxHashes + 4 * MaxSentences + 2 * MaxDetails + 8;

    private const int MinSentenceChars = 32;

    private const int LeastDetails = 2;
    private const int MostFound = 512;
    // What is named so often is what a text is about.
    private const int LeastTimes = 2;

    // Versions 1 and 2 are still read: the first had no sentences, the second no details.
    private const byte Version = 3;
    private const byte VersionWithoutDetails = 2;
    private const byte VersionWithoutSentences = 1;
    private const byte TitleFlag = 1;
    private const byte SeriesFlag = 2;
    private const int FormShift = 4;
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
    private readonly ushort[]? _details;
    private readonly ushort _subject;
    private readonly uint _series;

    private ContentSignature(uint[]? hashes, int shingles, bool fromTitle, uint[] sentences, ushort[] details, ushort subject,
        ArticleForm form, uint series)
    {
        _hashes = hashes;
        _shingles = shingles;
        _fromTitle = fromTitle;
        _sentences = sentences;
        _details = details;
        _subject = subject;
        Form = form;
        _series = series;
    }

    /// <summary>The signature that resembles nothing.</summary>
    public static ContentSignature Empty => default;

    /// <summary>Whether there was too little text to sign; then it resembles nothing but other versions of the same report.</summary>
    public bool IsEmpty => _hashes is null && _series == 0;

    /// <summary>Whether the title was signed because there was no text, or hardly any.</summary>
    public bool FromTitle => _fromTitle;

    /// <summary>What kind of piece the text is.</summary>
    public ArticleForm Form { get; }

    /// <summary>What the versions of a report by one agency have in common; 0 if it is none of several.</summary>
    internal uint Series => _series;

    internal ReadOnlySpan<uint> Hashes => _hashes;

    // The smallest hashes of the names and numbers, rising.
    private ReadOnlySpan<ushort> Details => _details;

    /// <summary>Hashes of the sentences, rising.</summary>
    internal ReadOnlySpan<uint> Sentences => _sentences;

    /// <summary>
    /// Whether one text is the other, or an abridged or lightly edited copy of it: half of the shorter text's shingles recur, or more
    /// than half of its sentences and no fewer than two; and they are about the same names and numbers. Titles: <see
    /// cref="TitleThreshold"/>. Symmetric.
    /// </summary>
    public static bool AreCopies(ContentSignature a, ContentSignature b)
    {
        if (a._series != 0 && a._series == b._series)
            return true;
        if (Similarity(a, b) >= (a._fromTitle ? TitleThreshold : TextThreshold))
            return !NameOthers(a, b);
        var shared = SharedSentences(a, b);
        return shared >= 2 && 2 * shared > Math.Min(a.Sentences.Length, b.Sentences.Length) && !NameOthers(a, b);
    }

    // Whether the two are about different names and numbers: more than half of those of the one that has fewer are not the other's, or
    // neither has the
    // name that is most frequent in the other.
    private static bool NameOthers(ContentSignature a, ContentSignature b)
    {
        var x = a.Details;
        var y = b.Details;
        // Of a text with more than are kept the smallest are kept: up to there both lists are complete.
        var last = Math.Min(x.Length == MaxDetails ? x[^1] : ushort.MaxValue, y.Length == MaxDetails ? y[^1] : ushort.MaxValue);
        int i = 0, j = 0, shared = 0, ofA = 0, ofB = 0;
        while (true)
        {
            var p = i < x.Length && x[i] <= last ? x[i] : int.MaxValue;
            var q = j < y.Length && y[j] <= last ? y[j] : int.MaxValue;
            if (p == int.MaxValue && q == int.MaxValue)
                break;
            if (p <= q)
            {
                ofA++;
                i++;
            }
            if (q <= p)
            {
                ofB++;
                j++;
            }
            if (p == q)
                shared++;
        }
        var fewer = Math.Min(ofA, ofB);
        if (fewer >= LeastDetails && 2 * shared <= fewer)
            return true;
        return a._subject != 0 && b._subject != 0 && a._subject <= last && b._subject <= last && x.BinarySearch(b._subject) < 0
            && y.BinarySearch(a._subject) < 0;
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

    /// <summary>Stored form: version, flags (1 title, 2 series, from 16 on the form), shingle count (2 bytes, little endian), 3 bytes a
    /// hash of the
    /// sketch (as many as shingles, at most 48), number of sentences, 4 bytes a sentence, number of details, 2 bytes a detail, the
    /// detail that is most frequent, 2 bytes, and the series, 4 bytes, if there is one.</summary>
    public byte[] ToBytes()
    {
        if (_hashes is null && Form == ArticleForm.Report && _series == 0)
            return [];
        var bytes = new byte[HeaderBytes + 3 * Hashes.Length + 4 * Sentences.Length + 2 * Details.Length + 4 + (_series == 0 ? 0 : 4)];
        bytes[0] = Version;
        bytes[1] = (byte)((_fromTitle ? TitleFlag : 0) | (_series == 0 ? 0 : SeriesFlag) | (int)Form << FormShift);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)_shingles);
        var at = HeaderBytes;
        foreach (var hash in Hashes)
        {
            bytes[at++] = (byte)hash;
            bytes[at++] = (byte)(hash >> 8);
            bytes[at++] = (byte)(hash >> 16);
        }
        bytes[at++] = (byte)Sentences.Length;
        foreach (var sentence in Sentences)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), sentence);
            at += 4;
        }
        bytes[at++] = (byte)Details.Length;
        foreach (var detail in Details)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), detail);
            at += 2;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), _subject);
        if (_series != 0)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 2), _series);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; no bytes are the empty signature.</summary>
    /// <exception cref="FormatException">The bytes are not a signature of a known version.</exception>
    public static ContentSignature FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return Empty;
        if (bytes.Length < HeaderBytes + 2)
            throw new FormatException($"A content signature cannot have {bytes.Length} bytes.");
        if (bytes[0] is not (Version or VersionWithoutDetails or VersionWithoutSentences))
            throw new FormatException($"Content signature version {bytes[0]} is unknown; this engine reads versions 1 to {Version}.");
        var form = (ArticleForm)(bytes[1] >> FormShift);
        if (bytes[0] == Version ? (bytes[1] & 0xC) != 0 || form > ArticleForm.Opinion : bytes[1] > TitleFlag)
            throw new FormatException($"Content signature flags {bytes[1]} are unknown.");
        int shingles = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        var count = Math.Min(shingles, MaxHashes);
        var at = HeaderBytes + 3 * count;
        if (shingles > MaxShingles || at > bytes.Length || (count == 0 && bytes[0] != Version))
            throw Broken(bytes, shingles);
        var hashes = count == 0 ? null : new uint[count];
        for (var i = 0; i < count; i++)
        {
            var from = HeaderBytes + 3 * i;
            hashes![i] = bytes[from] | (uint)bytes[from + 1] << 8 | (uint)bytes[from + 2] << 16;
            if (i > 0 && hashes[i] <= hashes[i - 1])
                throw new FormatException("The hashes of a content signature must rise.");
        }
        // Until version 3 the sentences were what was left.
        var listed = bytes[0] == Version ? at < bytes.Length ? bytes[at++] : -1 : (bytes.Length - at) % 4 == 0
            ? (bytes.Length - at) / 4 : -1;
        if (listed is < 0 or > MaxSentences || at + 4 * listed > bytes.Length || (listed > 0 && bytes[0] == VersionWithoutSentences))
            throw Broken(bytes, shingles);
        var sentences = listed == 0 ? [] : new uint[listed];
        for (var i = 0; i < sentences.Length; i++, at += 4)
        {
            sentences[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if (i > 0 && sentences[i] <= sentences[i - 1])
                throw new FormatException("The sentences of a content signature must rise.");
        }
        if (bytes[0] != Version)
            return new ContentSignature(hashes, shingles, bytes[1] == TitleFlag, sentences, [], 0, ArticleForm.Report, 0);
        var named = at < bytes.Length ? bytes[at++] : MaxDetails + 1;
        var hasSeries = (bytes[1] & SeriesFlag) != 0;
        if (named > MaxDetails || bytes.Length - at != 2 * named + 2 + (hasSeries ? 4 : 0))
            throw Broken(bytes, shingles);
        var details = named == 0 ? [] : new ushort[named];
        for (var i = 0; i < details.Length; i++, at += 2)
        {
            details[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            if (i > 0 && details[i] <= details[i - 1])
                throw new FormatException("The details of a content signature must rise.");
        }
        var subject = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        var series = hasSeries ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 2)..]) : 0;
        return new ContentSignature(hashes, shingles, (bytes[1] & TitleFlag) != 0, sentences, details, subject, form, series);
    }

    private static FormatException Broken(ReadOnlySpan<byte> bytes, int shingles) =>
        new($"A content signature of {shingles} shingles cannot have {bytes.Length} bytes.");

    /// <inheritdoc/>
    public bool Equals(ContentSignature other) =>
        _fromTitle == other._fromTitle && _shingles == other._shingles && Form == other.Form && _series == other._series
            && _subject == other._subject && Hashes.SequenceEqual(other.Hashes)
        && Sentences.SequenceEqual(other.Sentences) && Details.SequenceEqual(other.Details);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentSignature other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashes is null ? (int)_series : HashCode.Combine(_shingles, _hashes[0], _hashes[^1]);

    /// <summary>Same content.</summary>
    public static bool operator ==(ContentSignature left, ContentSignature right) => left.Equals(right);

    /// <summary>Different content.</summary>
    public static bool operator !=(ContentSignature left, ContentSignature right) => !left.Equals(right);

    /// <summary>Signs words <paramref name="titleWords"/> onward, or all from the title on if too little follows it.</summary>
    /// <param name="words">Words of title and text.</param>
    /// <param name="titleWords">How many of them are the title's.</param>
    /// <param name="language">ISO 639-1 or "und".</param>
    /// <param name="form">What kind of piece it is.</param>
    /// <param name="series">What the versions of a report have in common, or 0.</param>
    internal static ContentSignature Of(TokenBuffer words, int titleWords, string language = "und",
        ArticleForm form = ArticleForm.Report, uint series = 0)
    {
        ContentSignature unsigned = new(null, 0, false, [], [], 0, form, series);
        var fromTitle = words.Count - titleWords < MinTextWords;
        var first = fromTitle ? 0 : titleWords;
        var count = words.Count - first;
        var length = fromTitle ? TitleShingle : TextShingle;
        // "Letters to the editor", "Five things to know": that headline is over other words each time.
        if (fromTitle && (count < MinTitleWords || form.StandsApart()))
            return unsigned;
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
        var (details, subject) = fromTitle ? ([], (ushort)0) : DetailsOf(words, first, language);
        return new ContentSignature(hashes[..Math.Min(distinct, MaxHashes)].ToArray(), distinct, fromTitle,
            fromTitle ? [] : SentencesOf(words, first), details, subject, form, series);
    }

    // Names and numbers of the text, and the name that is most frequent.
    private static (ushort[] Details, ushort Subject) DetailsOf(TokenBuffer words, int first, string language)
    {
        var stops = StopWords.Of(language == "und" ? "en" : language);
        Span<ushort> found = stackalloc ushort[MostFound];
        var (count, names) = (0, 0);
        Span<ushort> named = stackalloc ushort[MostFound];
        for (var i = first; i < words.Count && count < MostFound; i++)
        {
            ref readonly var word = ref words[i];
            var isName = word.Is(WordTraits.Capitalised) && !word.Is(WordTraits.SentenceStart) && !stops.Contains(word.Hash)
                && !StopWords.Calendar.Contains(word.Hash);
            if (!isName && !word.Is(WordTraits.Numeric))
                continue;
            var detail = (ushort)(word.Hash >> 48);
            found[count++] = detail;
            if (isName)
                named[names++] = detail;
        }
        var all = found[..count];
        all.Sort();
        var distinct = 0;
        foreach (var detail in all)
        {
            if (distinct == 0 || all[distinct - 1] != detail)
                all[distinct++] = detail;
        }
        return (all[..Math.Min(distinct, MaxDetails)].ToArray(), MostFrequent(named[..names]));
    }

    // 0 if none is frequent; of several the smallest.
    private static ushort MostFrequent(Span<ushort> names)
    {
        names.Sort();
        var (best, most, from) = ((ushort)0, LeastTimes - 1, 0);
        for (var i = 1; i <= names.Length; i++)
        {
            if (i < names.Length && names[i] == names[from])
                continue;
            if (i - from > most)
                (best, most) = (names[from], i - from);
            from = i;
        }
        return best;
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
