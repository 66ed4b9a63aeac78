using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Text;

/// <summary>What the tokeniser saw at a word.</summary>
[Flags]
internal enum WordTraits : byte
{
    None = 0,

    /// <summary>Begins with a capital letter.</summary>
    Capitalised = 1,

    /// <summary>Two or more letters, all capitals.</summary>
    AllCapitals = 2,

    /// <summary>First word of a sentence or of the text: its capital says nothing.</summary>
    SentenceStart = 4,

    /// <summary>Punctuation stands between the previous word and this one.</summary>
    AfterBreak = 8,

    /// <summary>Begins with a digit.</summary>
    Numeric = 16,

    /// <summary>One of the character pairs that a script without spaces is cut into.</summary>
    CharacterPair = 32,
}

/// <summary>A word: its normalised letters in the buffer and their hash, its place in the source.</summary>
internal readonly record struct Token(int Start, int Length, int SourceStart, int SourceEnd, ulong Hash, WordTraits Traits)
{
    public bool Is(WordTraits trait) => (Traits & trait) != 0;
}

/// <summary>Words of one article, lower-cased, in one pooled character array. Not thread-safe.</summary>
internal sealed class TokenBuffer
{
    private char[] _chars = new char[8192];
    private Token[] _tokens = new Token[512];
    private int _used;

    public int Count { get; private set; }

    public ref readonly Token this[int index] => ref _tokens[index];

    public ReadOnlySpan<char> Word(int index)
    {
        ref readonly var token = ref _tokens[index];
        return _chars.AsSpan(token.Start, token.Length);
    }

    /// <summary>The letters of words that follow each other, as one.</summary>
    public ReadOnlySpan<char> Joined(int first, int last) => _chars.AsSpan(_tokens[first].Start,
        _tokens[last].Start + _tokens[last].Length - _tokens[first].Start);

    /// <summary>The hash by which words are compared everywhere in the engine. Fixed for ever: it is stored.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word));

    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Where the letters of the word that is being read begin.</summary>
    public int Mark => _used;

    public void Push(char letter)
    {
        if (_used == _chars.Length)
            Array.Resize(ref _chars, _chars.Length * 2);
        _chars[_used++] = letter;
    }

    public ReadOnlySpan<char> Since(int mark) => _chars.AsSpan(mark, _used - mark);

    public void Truncate(int mark) => _used = mark;

    public void Add(int mark, int sourceStart, int sourceEnd, WordTraits traits)
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, _tokens.Length * 2);
        _tokens[Count++] = new Token(mark, _used - mark, sourceStart, sourceEnd, HashOf(Since(mark)), traits);
    }
}
