using System.Globalization;
using System.Text;

namespace StoryClustering.Engine.Text;

/// <summary>
/// Cuts text into lower-cased words in one pass, without allocating. Scripts written without spaces are cut into pairs of
/// characters. Reads at most <see cref="MaxChars"/> characters, whatever the text's size.
/// </summary>
/// <remarks>
/// A scanner of our own because it must also tell where sentences and phrases end and what was capitalised, which
/// Lucene's StandardTokenizer throws away.
/// </remarks>
internal static class Tokenizer
{
    /// <summary>Letters kept of one word; the rest of a longer word is skipped.</summary>
    public const int MaxWordLength = 48;

    /// <summary>Characters read of one text: room for 400 words of any language.</summary>
    public const int MaxChars = 16 * 1024;

    private enum Kind : byte
    {
        Space,
        Letter,
        Digit,
        Apostrophe,
        Hyphen,
        Terminator,
        Punctuation,
        Ignored,
        Ideograph,
    }

    private static readonly Kind[] Ascii = BuildAscii();

    /// <summary>The part of a text that is read, with decomposed accents ("e" + U+0301) composed.</summary>
    public static ReadOnlySpan<char> Prepare(string text)
    {
        var source = RuneBounds.First(text.AsSpan(), MaxChars);
        return source.ContainsAnyInRange('\u0300', '\u036F') && Composed(source) is { } composed ? composed : source;
    }

    /// <summary>
    /// Appends the words of a prepared text to <paramref name="into"/>, until that holds <paramref name="maxTokens"/>. Places in the
    /// source are relative to <paramref name="source"/>.
    /// </summary>
    public static void Scan(ReadOnlySpan<char> source, int maxTokens, TokenBuffer into)
    {
        var sentenceStart = true;
        var broken = true;
        var i = 0;
        while (i < source.Length && into.Count < maxTokens)
        {
            var kind = KindAt(source, i, out var width, out _);
            switch (kind)
            {
                case Kind.Letter:
                case Kind.Digit:
                    var before = into.Count;
                    i = ReadWord(source, i, sentenceStart, broken, into);
                    if (into.Count > before)
                        sentenceStart = broken = false;
                    continue;
                case Kind.Ideograph:
                    i = ReadPairs(source, i, maxTokens, sentenceStart, broken, into);
                    sentenceStart = broken = false;
                    continue;
                case Kind.Terminator:
                    // "3.5" and "U.S." are read with their word; what is left ends a sentence, or an abbreviation such as "Mr.".
                    sentenceStart = broken = true;
                    break;
                case Kind.Punctuation:
                case Kind.Apostrophe:
                    broken = true;
                    break;
                case Kind.Hyphen:
                    // "Covid-19" is a phrase, "talks - again" is not.
                    if (i == 0 || i + width >= source.Length || source[i - 1] == ' ' || source[i + width] == ' ')
                        broken = true;
                    break;
                default:
                    break;
            }
            i += width;
        }
    }

    private static int ReadWord(ReadOnlySpan<char> source, int start, bool sentenceStart, bool broken, TokenBuffer into)
    {
        var mark = into.Mark;
        var wordStart = start;
        var i = start;
        var end = start;
        var letters = 0;
        var capitals = 0;
        var firstCapital = false;
        var firstDigit = false;
        var lastApostrophe = -1;
        while (i < source.Length)
        {
            var kind = KindAt(source, i, out var width, out var rune);
            if (kind is Kind.Letter or Kind.Digit)
            {
                var first = into.Mark == mark;
                var isUpper = kind == Kind.Letter && Rune.IsUpper(rune);
                if (kind == Kind.Letter)
                    letters++;
                if (isUpper)
                    capitals++;
                if (first)
                {
                    firstCapital = isUpper;
                    firstDigit = kind == Kind.Digit;
                }
                if (into.Mark - mark < MaxWordLength)
                    PushLower(rune, into);
                i += width;
                end = i;
                continue;
            }
            if (kind == Kind.Ignored)
            {
                i += width;
                continue;
            }
            var next = i + width < source.Length ? KindAt(source, i + width, out _, out _) : Kind.Space;
            if (kind == Kind.Apostrophe && next == Kind.Letter && letters > 0)
            {
                // French and Italian elisions: "l'accord" is about the accord.
                if (IsElision(into.Since(mark)))
                {
                    into.Truncate(mark);
                    letters = capitals = 0;
                    wordStart = i + width;
                    lastApostrophe = -1;
                }
                else
                {
                    lastApostrophe = into.Mark;
                }
                i += width;
                continue;
            }
            if (source[i] is '.' or ',' && next == Kind.Digit && firstDigit)
            {
                // "5.6" is one number and not "56"; "1,000" is "1000".
                if (source[i] == '.' && into.Mark - mark < MaxWordLength)
                    into.Push('.');
                i += width;
                continue;
            }
            if (source[i] == '.' && letters > 0 && letters == capitals && IsInitials(source, wordStart, i))
            {
                i += width;
                continue;
            }
            break;
        }
        // "Merkel's" is Merkel.
        if (lastApostrophe > mark && into.Mark - lastApostrophe == 1 && into.Since(lastApostrophe)[0] == 's')
        {
            into.Truncate(lastApostrophe);
            letters--;
        }
        if (into.Mark == mark)
            return Math.Max(i, start + 1);
        var traits = WordTraits.None;
        if (firstCapital)
            traits |= WordTraits.Capitalised;
        if (letters > 1 && letters == capitals)
            traits |= WordTraits.AllCapitals;
        if (firstDigit)
            traits |= WordTraits.Numeric;
        if (sentenceStart)
            traits |= WordTraits.SentenceStart;
        if (broken)
            traits |= WordTraits.AfterBreak;
        into.Add(mark, wordStart, end, traits);
        return i;
    }

    private static int ReadPairs(
        ReadOnlySpan<char> source,
        int start,
        int maxTokens,
        bool sentenceStart,
        bool broken,
        TokenBuffer into)
    {
        var i = start;
        var previous = default(Rune);
        var previousStart = -1;
        var pairs = 0;
        while (i < source.Length && into.Count < maxTokens)
        {
            var kind = KindAt(source, i, out var width, out var rune);
            if (kind == Kind.Ignored)
            {
                i += width;
                continue;
            }
            if (kind != Kind.Ideograph)
                break;
            if (previousStart >= 0)
            {
                var mark = into.Mark;
                PushLower(previous, into);
                PushLower(rune, into);
                var traits = WordTraits.CharacterPair;
                if (pairs++ == 0)
                    traits |= (sentenceStart ? WordTraits.SentenceStart : 0) | (broken ? WordTraits.AfterBreak : 0);
                into.Add(mark, previousStart, i + width, traits);
            }
            previous = rune;
            previousStart = i;
            i += width;
        }
        if (pairs == 0 && previousStart >= 0 && into.Count < maxTokens)
        {
            var mark = into.Mark;
            PushLower(previous, into);
            into.Add(mark, previousStart, i, WordTraits.CharacterPair | WordTraits.AfterBreak);
        }
        return Math.Max(i, start + 1);
    }

    private static void PushLower(Rune rune, TokenBuffer into)
    {
        if (rune.IsAscii)
        {
            into.Push((char)(rune.Value is >= 'A' and <= 'Z' ? rune.Value | 0x20 : rune.Value));
            return;
        }
        var lower = Rune.ToLowerInvariant(rune);
        if (lower.IsBmp)
        {
            into.Push((char)lower.Value);
            return;
        }
        Span<char> pair = stackalloc char[2];
        lower.EncodeToUtf16(pair);
        into.Push(pair[0]);
        into.Push(pair[1]);
    }

    private static bool IsElision(ReadOnlySpan<char> prefix) =>
        prefix.Length <= 2 || prefix is "dell" or "nell" or "all" or "sull" or "dall" or "quest" or "jusqu" or "lorsqu" or "aujourd";

    // "U.S." or "J.K.": single capitals with dots between.
    private static bool IsInitials(ReadOnlySpan<char> source, int start, int dot)
    {
        for (var i = dot - 1; i >= start; i -= 2)
        {
            if (!char.IsUpper(source[i]) || (i > start && source[i - 1] != '.'))
                return false;
        }
        return dot + 1 < source.Length && (char.IsUpper(source[dot + 1]) || dot - start > 1);
    }

    private static Kind KindAt(ReadOnlySpan<char> source, int index, out int width, out Rune rune)
    {
        var c = source[index];
        if (c < 128)
        {
            width = 1;
            rune = new Rune(c);
            return Ascii[c];
        }
        if (char.IsSurrogate(c))
        {
            Rune.DecodeFromUtf16(source[index..], out rune, out width);
            width = Math.Max(1, width);
        }
        else
        {
            rune = new Rune(c);
            width = 1;
        }
        return KindOf(rune);
    }

    private static Kind KindOf(Rune rune)
    {
        var value = rune.Value;
        if (value is 0x2019 or 0x02BC or 0x2018)
            return Kind.Apostrophe;
        if (value is 0x2010 or 0x2011)
            return Kind.Hyphen;
        if (value is 0x2026 or 0x3002 or 0xFF01 or 0xFF1F or 0x061F or 0x06D4 or 0x0964 or 0x2029)
            return Kind.Terminator;
        // Vowel points of Arabic and Hebrew are left out or written at the author's whim.
        if (value is (>= 0x064B and <= 0x065F) or 0x0670 or 0x0640 or (>= 0x0591 and <= 0x05BD))
            return Kind.Ignored;
        if (IsWithoutSpaces(value))
        {
            return Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                ? Kind.Ideograph
                : Kind.Punctuation;
        }
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => Kind.Digit,
            UnicodeCategory.Format => Kind.Ignored,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.Control => Kind.Space,
            _ => Kind.Punctuation,
        };
    }

    // Thai, Lao, Myanmar, Khmer; kana and Han; Hangul, which is spaced but inflects by endings; supplementary Han.
    private static bool IsWithoutSpaces(int value) =>
        value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1100 and <= 0x11FF)
            or (>= 0x1780 and <= 0x17FF) or (>= 0x3005 and <= 0x3007) or (>= 0x3041 and <= 0x30FF)
            or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x20000 and <= 0x3FFFF);

    private static string? Composed(ReadOnlySpan<char> source)
    {
        // Text cut in the middle of a surrogate pair, or broken from the start, cannot be normalised; it is read as it is.
        for (var i = 0; i < source.Length; i++)
        {
            if (!char.IsSurrogate(source[i]))
                continue;
            if (!char.IsHighSurrogate(source[i]) || i + 1 == source.Length || !char.IsLowSurrogate(source[i + 1]))
                return null;
            i++;
        }
        return source.ToString().Normalize(NormalizationForm.FormC);
    }

    private static Kind[] BuildAscii()
    {
        var kinds = new Kind[128];
        for (var c = 0; c < 128; c++)
        {
            kinds[c] = (char)c switch
            {
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' => Kind.Letter,
                >= '0' and <= '9' => Kind.Digit,
                '\'' => Kind.Apostrophe,
                '-' => Kind.Hyphen,
                '.' or '!' or '?' or '\n' => Kind.Terminator,
                <= ' ' or '\x7F' => Kind.Space,
                _ => Kind.Punctuation,
            };
        }
        return kinds;
    }
}
