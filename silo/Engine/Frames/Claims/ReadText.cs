using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>A word of a claim or a span.</summary>
/// <param name="Lower">In lower case.</param>
/// <param name="Stem">Without its ending.</param>
/// <param name="Start">First code unit in the source.</param>
/// <param name="End">After the last.</param>
/// <param name="Traits">What the tokeniser saw.</param>
/// <param name="IsStop">Whether it says nothing.</param>
internal readonly record struct ReadWord(string Lower, string Stem, int Start, int End, WordTraits Traits, bool IsStop)
{
    public bool Is(WordTraits trait) => (Traits & trait) != 0;
    public bool IsCapital => Is(WordTraits.Capitalised);
    public bool IsBroken => Is(WordTraits.AfterBreak);
    public bool IsDigits => Is(WordTraits.Numeric);
}

/// <summary>A claim or a span, taken apart.</summary>
internal sealed class ReadText
{
    // As many as a claim or a sentence can have: bounds the work on hostile input.
    private const int MostWords = 400;

    [ThreadStatic]
    private static TokenBuffer? t_buffer;

    private readonly bool[] _isNumber;

    private ReadText(string source, string language, ReadWord[] words)
    {
        (Source, Language, Words) = (source, language, words);
        Numbers = ClaimNumbers.In(this);
        _isNumber = new bool[words.Length];
        foreach (var number in Numbers) _isNumber.AsSpan(number.First, number.Last - number.First + 1).Fill(true);
        Stems = [.. words.Select(static w => w.Stem)];
    }

    public string Source { get; }
    public string Language { get; }
    public ReadWord[] Words { get; }
    public ClaimNumber[] Numbers { get; }
    public HashSet<string> Stems { get; }

    /// <summary>Whether a word belongs to a number.</summary>
    public bool IsNumber(int index) => _isNumber[index];

    /// <summary>Whether a word says something and is no number.</summary>
    public bool IsContent(int index) => !Words[index].IsStop && !Words[index].IsDigits && Words[index].Lower.Length > 1 && !IsNumber(index);

    public static ReadText Of(string text, string language)
    {
        var source = Tokenizer.Prepare(text);
        var buffer = t_buffer ??= new TokenBuffer();
        buffer.Clear();
        Tokenizer.Scan(source, MostWords, buffer);
        var stops = StopWords.Of(language);
        var words = new ReadWord[buffer.Count];
        var letters = new char[64];
        for (var i = 0; i < words.Length; i++)
        {
            var token = buffer[i];
            var lower = buffer.Word(i).ToString();
            if (letters.Length < lower.Length) letters = new char[lower.Length * 2];
            lower.CopyTo(letters);
            var length = Stemming.Stem(language, letters, lower.Length);
            words[i] = new ReadWord(lower, length == lower.Length && letters.AsSpan(0, length).SequenceEqual(lower) ? lower : new string(letters, 0, length),
                token.SourceStart, token.SourceEnd, token.Traits, stops.Contains(token.Hash));
        }
        return new ReadText(source.ToString(), language, words);
    }
}
