namespace StoryClustering.Engine.Text;

/// <summary>
/// Phrases with flags, found word by word in one table: the cost of a look-up does not grow with their number. Immutable.
/// </summary>
/// <remarks>
/// Phrases are written as text, separated by '|'; a last word may end in '*', which stands for any ending ("enquêt*"). "=" in front demands
/// a small first letter: "=may" is not the month, "=us" not the country. Marks within a phrase of the sentence end the match.
/// </remarks>
internal sealed class PhraseLexicon
{
    private const int ShortestPrefix = 2;
    private const ulong PrefixSalt = 0x9E3779B97F4A7C15;

    private readonly ulong[] _keys;
    private readonly int[] _nodes;
    private readonly uint[] _flags;
    private readonly uint[] _flagsOfSmall;
    private readonly uint _prefixLengths;

    /// <param name="language">ISO 639-1.</param>
    /// <param name="phrases">Flags, and the phrases that carry them.</param>
    public PhraseLexicon(string language, params ReadOnlySpan<(uint Flags, string Phrases)> phrases)
    {
        var edges = new Dictionary<ulong, int>();
        var flags = new List<uint> { 0 };
        var small = new List<uint> { 0 };
        var elides = SentenceWords.Elides(language);
        Span<SentenceWord> words = stackalloc SentenceWord[16];
        foreach (var (flag, list) in phrases)
        {
            foreach (var written in list.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var onlySmall = written[0] == '=';
                var phrase = onlySmall ? written[1..] : written;
                var open = phrase[^1] == '*';
                // An elision is one only before a word: "qu'" is read as "qu'a", without the "a".
                var elided = elides && phrase[^1] == '\'';
                var count = SentenceWords.Read(elided ? phrase + "a" : phrase, elides, words) - (elided ? 1 : 0);
                var node = 0;
                for (var i = 0; i < count; i++)
                {
                    var hash = words[i].Hash;
                    if (open && i == count - 1)
                    {
                        if (words[i].Length is < ShortestPrefix or > 31)
                            throw new ArgumentException($"'{written}': a word with any ending needs {ShortestPrefix} to 31 characters.", nameof(phrases));
                        hash ^= PrefixSalt;
                        _prefixLengths |= 1u << words[i].Length;
                    }
                    var key = KeyOf(node, hash);
                    if (!edges.TryGetValue(key, out var next))
                    {
                        next = flags.Count;
                        edges.Add(key, next);
                        flags.Add(0);
                        small.Add(0);
                    }
                    node = next;
                }
                if (node == 0)
                    throw new ArgumentException($"'{written}' has no words.", nameof(phrases));
                (onlySmall ? small : flags)[node] |= flag;
            }
        }
        var size = 16;
        while (size < 4 * edges.Count)
            size *= 2;
        _keys = new ulong[size];
        _nodes = new int[size];
        foreach (var (key, node) in edges)
        {
            var slot = (int)(key & (ulong)(size - 1));
            while (_nodes[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _keys[slot] = key;
            _nodes[slot] = node;
        }
        _flags = [.. flags];
        _flagsOfSmall = [.. small];
    }

    /// <summary>Flags of all phrases that begin with a word.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="words">Its words.</param>
    /// <param name="at">Which of them.</param>
    /// <param name="longest">Words of the longest such phrase; 0 if there is none.</param>
    public uint Match(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words, int at, out int longest)
    {
        longest = 0;
        var isSmall = !words[at].Is(SentenceWordTraits.Capital);
        var node = 0;
        var found = 0u;
        for (var i = at; i < words.Length; i++)
        {
            if (i > at && words[i].Is(SentenceWordTraits.AfterMark))
                break;
            if (_prefixLengths != 0)
                found |= MatchPrefix(sentence, words[i], node, isSmall, i - at + 1, ref longest);
            node = Next(node, words[i].Hash);
            if (node == 0)
                break;
            found |= FlagsOf(node, isSmall, i - at + 1, ref longest);
        }
        return found;
    }

    private uint MatchPrefix(ReadOnlySpan<char> sentence, SentenceWord word, int node, bool isSmall, int words, ref int longest)
    {
        var found = 0u;
        var hash = SentenceWords.HashOf(default);
        var length = 0;
        for (var lengths = _prefixLengths; lengths != 0; lengths &= lengths - 1)
        {
            var wanted = System.Numerics.BitOperations.TrailingZeroCount(lengths);
            if (wanted > word.Length)
                break;
            for (; length < wanted; length++)
                hash = SentenceWords.HashOn(hash, sentence[word.Start + length]);
            if (Next(node, hash ^ PrefixSalt) is var next and not 0)
                found |= FlagsOf(next, isSmall, words, ref longest);
        }
        return found;
    }

    private uint FlagsOf(int node, bool isSmall, int words, ref int longest)
    {
        var flags = isSmall ? _flags[node] | _flagsOfSmall[node] : _flags[node];
        if (flags != 0)
            longest = words;
        return flags;
    }

    private int Next(int node, ulong hash)
    {
        var key = KeyOf(node, hash);
        var mask = _keys.Length - 1;
        for (var slot = (int)(key & (ulong)mask); _nodes[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == key)
                return _nodes[slot];
        }
        return 0;
    }

    private static ulong KeyOf(int node, ulong hash)
    {
        var key = (hash + (ulong)node * 0xD6E8FEB86659FD93) * 0x9E3779B97F4A7C15;
        return key ^ (key >> 29);
    }
}
