using System.Globalization;

namespace StoryClustering.Engine.Text;

/// <summary>What is known of a word in a sentence.</summary>
[Flags]
internal enum SentenceWordTraits : byte
{
    None = 0,
    /// <summary>A mark stands between it and the word before, not only a space or hyphen.</summary>
    AfterMark = 1,
    /// <summary>Within quotation marks.</summary>
    Quoted = 2,
    /// <summary>Begins with a capital.</summary>
    Capital = 4,
    /// <summary>Two or more letters, all capitals.</summary>
    Capitals = 8,
    /// <summary>Begins with a digit.</summary>
    Digit = 16,
    /// <summary>A hyphen joins it to the word before.</summary>
    AfterHyphen = 32,
}

/// <summary>A word of a sentence: where it is, and the hash of its lower-case form.</summary>
internal readonly record struct SentenceWord(int Start, int End, ulong Hash, SentenceWordTraits Traits)
{
    public int Length => End - Start;

    public bool Is(SentenceWordTraits trait) => (Traits & trait) != 0;
}

/// <summary>
/// Words of one sentence with their places, whole as a reader sees them ("don't", "Tesla's", "1,000"); hyphens separate, and so does the
/// apostrophe of an elision ("l'|accord") in French and Italian.
/// </summary>
internal static class SentenceWords
{
    /// <summary>Words read of one sentence: beyond any sentence that is shown.</summary>
    public const int Most = 256;

    /// <summary>Whether words elide before an apostrophe in a language.</summary>
    public static bool Elides(string language) => language is "fr" or "it" or "ca";

    /// <summary>Reads the words and returns how many.</summary>
    public static int Read(ReadOnlySpan<char> sentence, bool elides, Span<SentenceWord> into)
    {
        var count = 0;
        var quoteEnd = -1;
        var gap = SentenceWordTraits.None;
        var i = 0;
        while (i < sentence.Length && count < into.Length)
        {
            var c = sentence[i];
            if (!IsWordChar(c))
            {
                if (c == '-' && i > 0 && IsWordChar(sentence[i - 1]))
                {
                    gap |= SentenceWordTraits.AfterHyphen;
                }
                else if (!char.IsWhiteSpace(c))
                {
                    gap |= SentenceWordTraits.AfterMark;
                    if (i > quoteEnd && QuoteMarks.IsMark(c))
                        quoteEnd = QuoteEnd(sentence, i, into[..count], quoteEnd);
                }
                i++;
                continue;
            }
            var start = i;
            var hash = FnvOffset;
            var capitals = 0;
            var letters = 0;
            for (; i < sentence.Length; i++)
            {
                c = sentence[i];
                if (c is >= 'a' and <= 'z')
                {
                    letters++;
                }
                else if (c is >= 'A' and <= 'Z')
                {
                    letters++;
                    capitals++;
                    c = (char)(c | 0x20);
                }
                else if (char.IsAsciiDigit(c))
                {
                }
                else if (c is '\'' or '\u2019')
                {
                    if (i + 1 >= sentence.Length || !IsWordChar(sentence[i + 1]))
                        break;
                    c = '\'';
                    if (elides && letters > 0)
                    {
                        hash = (hash ^ c) * FnvPrime;
                        i++;
                        break;
                    }
                }
                else if (c is '.' or ',')
                {
                    if (i + 1 >= sentence.Length || !char.IsAsciiDigit(sentence[i + 1]) || !char.IsAsciiDigit(sentence[i - 1]))
                        break;
                }
                else if (c > 127 && IsWordChar(c))
                {
                    letters++;
                    if (char.IsUpper(c))
                    {
                        capitals++;
                        c = char.ToLowerInvariant(c);
                    }
                }
                else
                {
                    break;
                }
                hash = (hash ^ c) * FnvPrime;
            }
            var traits = gap;
            if (start <= quoteEnd)
                traits |= SentenceWordTraits.Quoted;
            if (char.IsUpper(sentence[start]))
                traits |= SentenceWordTraits.Capital;
            if (letters > 1 && letters == capitals)
                traits |= SentenceWordTraits.Capitals;
            if (char.IsDigit(sentence[start]))
                traits |= SentenceWordTraits.Digit;
            into[count++] = new SentenceWord(start, i, hash, traits);
            gap = SentenceWordTraits.None;
        }
        return count;
    }

    /// <summary>Hash of a word as <see cref="Read"/> gives it.</summary>
    public static ulong HashOf(ReadOnlySpan<char> word)
    {
        var hash = FnvOffset;
        foreach (var c in word)
            hash = HashOn(hash, c);
        return hash;
    }

    /// <summary>Hash with one more character.</summary>
    public static ulong HashOn(ulong hash, char c) => (hash ^ Lower(c)) * FnvPrime;

    /// <summary>Lower case of one character; the typographic apostrophe as the plain one.</summary>
    public static char Lower(char c) => c switch
    {
        < (char)128 => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c,
        '\u2019' => '\'',
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>Whether a character is part of a word.</summary>
    public static bool IsWordChar(char c)
    {
        if (c < 128)
            return char.IsAsciiLetterOrDigit(c);
        return char.IsLetterOrDigit(c) || (c >= '\u0300' && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
    }

    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;

    // A quotation that goes on beyond the sentence, or came into it from the one before, has but one of its marks here.
    private static int QuoteEnd(ReadOnlySpan<char> sentence, int at, Span<SentenceWord> before, int quoteEnd)
    {
        var end = QuoteMarks.EndOf(sentence, at);
        if (end >= 0)
            return end;
        var c = sentence[at];
        if (c is '\u2018' or '\u2019' or '\u201A')
            return quoteEnd;
        if (QuoteMarks.Opens(sentence, at))
            return sentence.Length;
        for (var i = before.Length - 1; i >= 0 && before[i].Start > quoteEnd; i--)
            before[i] = before[i] with { Traits = before[i].Traits | SentenceWordTraits.Quoted };
        return at;
    }
}
