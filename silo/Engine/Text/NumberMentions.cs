using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace StoryClustering.Engine.Text;

/// <summary>What a number in a sentence is.</summary>
internal enum NumberKind : byte
{
    /// <summary>How many.</summary>
    Count,
    /// <summary>A share.</summary>
    Percent,
    /// <summary>An amount of money.</summary>
    Money,
    /// <summary>A day or year.</summary>
    Date,
    /// <summary>A time of day.</summary>
    Time,
    /// <summary>A rank: "5th".</summary>
    Ordinal,
    /// <summary>A result: "3-2".</summary>
    Score,
    /// <summary>An age, a range, a name such as "Section 230".</summary>
    Other,
}

/// <summary>A number in a sentence; places are UTF-16 offsets into it.</summary>
/// <param name="Start">First character, of a currency's sign if that stands in front.</param>
/// <param name="Length">Up to the end of "million", "%" or the currency.</param>
/// <param name="Value">Value; of a range, its lower end.</param>
/// <param name="QualifierStart">Where "at least" begins, -1 without.</param>
/// <param name="UnitStart">Where the word is that says what is counted, -1 without.</param>
/// <param name="UnitLength">Its length.</param>
/// <param name="Kind">What it is.</param>
/// <param name="High">Upper end of a range; else the value.</param>
/// <param name="Scale">What "million" and the like multiply by, 1 without.</param>
internal readonly record struct NumberMention(int Start, int Length, double Value, int QualifierStart, int UnitStart, int UnitLength,
    NumberKind Kind, double High, double Scale)
{
    public int End => Start + Length;
}

/// <summary>Finds the numbers in a sentence: digits in the language's notation, number words, and both together.</summary>
internal static class NumberMentions
{
    // A number word's value, or how many a dozen or score are, is in the low byte; the exponent of ten of a multiplier in the next four
    // bits.
    private const uint Small = 0xFF;
    private const int ExponentAt = 8;
    private const uint Exponent = 0xFu << ExponentAt;
    private const uint Dozen = 1 << 12;
    private const uint Article = 1 << 13;
    private const uint Joint = 1 << 14;
    private const uint Half = 1 << 15;
    private const uint Qualifier = 1 << 16;
    private const uint Month = 1 << 17;
    private const uint Currency = 1 << 18;
    private const uint PercentWord = 1 << 19;
    private const uint State = 1 << 20;
    private const uint TimeWord = 1 << 21;
    private const uint NameBefore = 1 << 22;
    private const uint ScoreWord = 1 << 23;
    private const uint Casualty = 1 << 24;
    private const uint Function = 1 << 25;
    private const uint Describing = 1 << 26;
    private const uint AgeBefore = 1 << 27;
    private const uint AgeAfter = 1 << 28;
    private const uint Range = 1 << 29;
    private const uint RangeBefore = 1 << 30;
    private const uint ClockBefore = 1u << 31;

    private static readonly SearchValues<char> DigitsAndMarks = SearchValues.Create("0123456789.,");

    private const int MostUnitDistance = 4;
    private const int MostLookBack = 6;

    private static readonly FrozenDictionary<string, PhraseLexicon> Lexicons = NumberPhrases.ByLanguage.ToFrozenDictionary(pair => pair.Key, pair => Lexicon(pair.Key, pair.Value));

    /// <summary>Appends the numbers of a sentence, in order.</summary>
    public static void Find(ReadOnlySpan<char> sentence, string language, List<NumberMention> into)
    {
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        var words = buffer[..SentenceWords.Read(sentence, SentenceWords.Elides(language), buffer)];
        var reader = new Reader(sentence, language, words, Lexicons.GetValueOrDefault(language) ?? Lexicons["en"], into.Count);
        for (var i = 0; i < words.Length;)
        {
            var at = i;
            var known = into.Count;
            i = reader.Read(at, into);
            if (into.Count > known && known > reader.First)
                reader.JoinRange(at, into);
        }
    }

    private static PhraseLexicon Lexicon(string language, NumberPhrases phrases)
    {
        var lists = new List<(uint, string)>
        {
            (Half, phrases.Halves),
            (Article, phrases.Articles),
            (Joint, phrases.Joints),
            (Qualifier, phrases.Qualifiers),
            (Month, phrases.Months),
            (Currency, phrases.Currencies),
            (PercentWord, phrases.Percents),
            (State, phrases.Units),
            (TimeWord, phrases.Times),
            (NameBefore, phrases.NamesBefore),
            (ScoreWord, phrases.Scores),
            (Casualty, phrases.Casualties),
            (Function, phrases.Functions),
            (Describing, phrases.Describing),
            (AgeBefore, phrases.AgesBefore),
            (AgeAfter, phrases.AgesAfter),
            (Range, phrases.Ranges),
            (RangeBefore, phrases.RangesBefore),
            (ClockBefore, phrases.ClocksBefore),
        };
        foreach (var (value, words) in phrases.Dozens)
            lists.Add((Dozen | (uint)value, words));
        foreach (var (value, words) in phrases.AndHalves)
            lists.Add((Half | (uint)value, words));
        foreach (var (value, words) in phrases.Values)
            lists.Add(((uint)value, words));
        foreach (var (exponent, words) in phrases.Multipliers)
            lists.Add(((uint)exponent << ExponentAt, words));
        return new PhraseLexicon(language, [.. lists]);
    }

    private readonly ref struct Reader(ReadOnlySpan<char> sentence, string language, ReadOnlySpan<SentenceWord> words, PhraseLexicon lexicon, int before)
    {
        private readonly ReadOnlySpan<char> _sentence = sentence;
        private readonly ReadOnlySpan<SentenceWord> _words = words;

        // The first mention that is this sentence's.
        public int First => before;

        // Reads what begins at a word and returns the word to go on with.
        public int Read(int at, List<NumberMention> into)
        {
            if (_words[at].Is(SentenceWordTraits.Digit))
                return ReadDigits(at, 0, into);
            if (_sentence[_words[at].Start] == 'R' && CurrencyLetters(TextOf(at)) is var letters and > 0)
                return ReadDigits(at, letters, into);
            // "the Group of Seven": a name.
            if (at > 0 && language is "en" && _words[at].Is(SentenceWordTraits.Capital) && !_words[at].Is(SentenceWordTraits.AfterMark))
                return at + 1;
            var flags = FlagsAt(at);
            var article = (flags & Article) != 0 && at + 1 < _words.Length && (FlagsAt(at + 1) & (Dozen | Exponent)) != 0 && !_words[at + 1].Is(SentenceWordTraits.AfterMark);
            if ((flags & (Article | Half)) != 0 && HalfFrom(at, out var power, out var next) is var half and > 0)
                return Finish(at, next, _words[at].Start, _words[next - 1].End, half, NumberKind.Count, into, scale: power);
            if ((flags & (Small | Dozen | Exponent)) == 0 && !article)
                return at + 1;
            return ReadWords(at, article, into);
        }

        // "half a dozen", "a half-dozen", "eine halbe Million", "полмиллиона".
        private double HalfFrom(int at, out double power, out int next)
        {
            (power, next) = (1, at);
            if ((FlagsAt(next) & (Article | Half)) == Article && next + 1 < _words.Length
                && !_words[next + 1].Is(SentenceWordTraits.AfterMark))
                next++;
            var flags = FlagsAt(next);
            if ((flags & Half) == 0 || ((flags & Small) != 0 && (flags & Dozen) == 0))
                return 0;
            if ((flags & (Dozen | Exponent)) == 0)
            {
                if (++next < _words.Length && (FlagsAt(next) & Article) != 0 && !_words[next].Is(SentenceWordTraits.AfterMark))
                    next++;
                if (next >= _words.Length || _words[next].Is(SentenceWordTraits.AfterMark))
                    return 0;
                flags = FlagsAt(next);
            }
            if ((flags & (Dozen | Exponent)) == 0)
                return 0;
            next++;
            if ((flags & Dozen) != 0)
                return (flags & Small) / 2.0;
            power = Math.Pow(10, (flags & Exponent) >> ExponentAt);
            return power / 2;
        }

        // "... and a half" behind a number; how many words, 0 if it is not there. "Two million and half a million" are two numbers.
        private int HalfBehind(int at, bool isMultiplied)
        {
            var next = at;
            if (next < _words.Length && (FlagsAt(next) & Joint) != 0 && !_words[next].Is(SentenceWordTraits.AfterMark))
                next++;
            if (next == at)
                return 0;
            if (next < _words.Length && (FlagsAt(next) & (Article | Half)) == Article && !_words[next].Is(SentenceWordTraits.AfterMark))
                next++;
            else if (language is "en" or "de" or "nl" or "sv")
                return 0;
            if (next >= _words.Length || (FlagsAt(next) & (Half | Small | Dozen | Exponent)) != Half
                || _words[next].Is(SentenceWordTraits.AfterMark))
                return 0;
            return (FlagsAt(next + 1) & (isMultiplied ? Dozen | Exponent : Dozen)) == 0 ? next + 1 - at : 0;
        }

        // Of a word that begins with so many letters of a currency.
        private int ReadDigits(int at, int letters, List<NumberMention> into)
        {
            var word = _words[at];
            var text = TextOf(at)[letters..];
            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] is '.' or ',' or '\'' or '\u2019'))
                digits++;
            if (digits == 0)
                return at + 1;
            var suffix = text[digits..];
            var number = text[..digits];
            var next = at + 1;
            var value = Parse(number, language);
            // "12 500": groups of three behind a space.
            if (suffix.IsEmpty && digits <= 3 && number[0] != '0')
            {
                while (IsGroup(at, next))
                {
                    var group = TextOf(next++);
                    value = value * 1000 + Parse(group, language);
                    if (group.Length > 3)
                        break;
                }
            }
            var start = word.Start;
            var end = _words[next - 1].End;
            if (suffix.IsEmpty && end < _sentence.Length && _sentence[end] is '\u00BD' or '\u00BC' or '\u00BE')
                value += _sentence[end++] switch { '\u00BD' => 0.5, '\u00BC' => 0.25, _ => 0.75 };
            var kind = NumberKind.Count;
            var floor = into.Count > before ? into[^1].End : 0;
            // "$20-30m"
            var isSecond = floor > 0 && floor == start - 1 && into[^1].Kind == NumberKind.Money && _sentence[floor] is '-' or '\u2013';
            var signs = letters > 0 || isSecond || CurrencyBefore(floor, ref start) || CodeBefore(at, floor, ref start);
            if (signs)
                kind = NumberKind.Money;
            if (next > at + 1 || end > word.End)
                return Finish(at, next, start, end, value, kind, into);
            if (number.Count('.') == 2 && suffix.IsEmpty && !IsGrouped(number))
                return Add(start, end, value, NumberKind.Date, into, next);
            if (!suffix.IsEmpty)
            {
                if (suffix is "st" or "nd" or "rd" or "th" or "er" or "re" or "e" or "ème" or "eme" or "º" or "ª" or "de" or "ste" or "я" or "й" or "го" or "го" && !signs)
                    return Add(start, end, value, number.Length <= 2 && IsMonth(next) ? NumberKind.Date : NumberKind.Ordinal, into, next);
                if (suffix is "am" or "pm" or "h" || (suffix[0] == 'h' && IsDigits(suffix[1..])))
                    return Add(start, end, value, NumberKind.Time, into, next);
                if (suffix is "s" or "er" && value >= 20)
                    return Add(start, end, value, NumberKind.Date, into, next);
                if (suffix is "pc" or "pct")
                    return Add(start, end, value, NumberKind.Percent, into, next, at);
                if (suffix is "kr")
                    return Add(start, end, value, NumberKind.Money, into, next, at);
                if (IsAgeSuffix(suffix))
                    return Add(start, end, value, NumberKind.Other, into, next);
                var power = PowerOf(suffix);
                if (power > 0 && (signs || suffix is "k" or "K" or "bn" or "mn" or "mln" or "bln" or "tn" or "M" || (suffix is "m"
                    && CountsMillions(next))))
                    return Finish(at, next, start, end, value * power, kind, into, scale: power);
                if (!SentenceWords.IsWordChar(suffix[0]))
                    return Add(start, end, value, NumberKind.Other, into, next);
                // "20km": counted in what is attached.
                into.Add(new NumberMention(start, word.Start + digits - start, value, QualifierBefore(at), word.Start + digits,
                    suffix.Length, NumberKind.Count, value, 1));
                return next;
            }
            if (!signs && Attached(at, end, value, digits, into) is var attached and > 0)
                return attached;
            return Finish(at, next, start, end, value, kind, into);
        }

        // "5:30", "3-2", "15-year-old", "5/3/2021", "Covid-19", a year, a day, "Section 230", an age between commas. 0 if none of these.
        private int Attached(int at, int end, double value, int digits, List<NumberMention> into)
        {
            var word = _words[at];
            var start = word.Start;
            var next = at + 1;
            var mark = end < _sentence.Length ? _sentence[end] : ' ';
            var joined = next < _words.Length && _words[next].Start == end + 1;
            // "14:30"; "3:2" is a result.
            if (mark == ':' && joined && _words[next].Is(SentenceWordTraits.Digit))
                return Add(start, _words[next].End, value, _words[next].Length == 1 ? NumberKind.Score : NumberKind.Time, into, next + 1);
            if (mark == '/' && joined && _words[next].Is(SentenceWordTraits.Digit))
            {
                var last = next;
                while (last + 1 < _words.Length && _words[last + 1].Start == _words[last].End + 1 && _sentence[_words[last].End] == '/')
                    last++;
                return Add(start, _words[last].End, value, last > next ? NumberKind.Date : NumberKind.Other, into, last + 1);
            }
            if (mark is '-' or '\u2013' or '\u2011' && joined)
                return Hyphened(at, next, value, digits, into);
            if (at > 0 && start > 0 && _sentence[start - 1] is '-' or '\u2011' && _words[at - 1].End == start - 1)
                return Add(start, end, value, NumberKind.Other, into, next);
            if (at > 0 && (FlagsAt(at - 1) & TimeWord) != 0 && (next >= _words.Length || (FlagsAt(next) & State) == 0) && value < 25 && TextOf(at - 1).Length <= 7 && !IsEnglish
                || IsHalfOfDay(next)
                || (next < _words.Length && (FlagsAt(next) & TimeWord) != 0 && !_words[next].Is(SentenceWordTraits.AfterMark) && value < 25))
                return Add(start, end, value, NumberKind.Time, into, next);
            if (IsClock(at, next))
                return Add(start, end, value, NumberKind.Time, into, next);
            if (digits <= 2 && value is >= 1 and <= 31 && (IsMonth(next) || (at > 0 && IsMonth(at - 1) && (!word.Is(SentenceWordTraits.AfterMark) || _sentence[(_words[at - 1].End)..start] is ". ")) || IsOrdinalDay(at, next)))
                return Add(start, end, value, NumberKind.Date, into, next);
            if (digits == 4 && value is >= 1900 and < 2100 && !HasKnownUnit(next) && QualifierBefore(at) < 0)
                return Add(start, end, value, NumberKind.Date, into, next);
            if (digits == 4 && value is >= 1500 and < 1900 && at > 0 && (FlagsAt(at - 1) & Function) != 0 && !HasKnownUnit(next))
                return Add(start, end, value, NumberKind.Date, into, next);
            if (at > 0)
            {
                if (value < 120 && (EndsBefore(at, AgeBefore) >= 0 || IsAge(at)))
                    return Add(start, end, value, NumberKind.Other, into, next);
                if ((FlagsAt(at - 1) & NameBefore) != 0 && (_words[at - 1].Is(SentenceWordTraits.Capital) || !HasKnownUnit(next)))
                    return Add(start, end, value, NumberKind.Other, into, next);
            }
            return 0;
        }

        private int Hyphened(int at, int next, double value, int digits, List<NumberMention> into)
        {
            var start = _words[at].Start;
            if (_words[next].Is(SentenceWordTraits.Digit))
            {
                var end = _words[next].End;
                var second = Parse(TextOf(next), language);
                if (digits == 4 && value is >= 1900 and < 2100)
                    return Add(start, end, value, NumberKind.Date, into, next + 1);
                if (IsMonth(next + 1) || (at > 0 && IsMonth(at - 1)))
                    return Add(start, end, value, NumberKind.Date, into, next + 1);
                if (value is 9 && second is 11)
                    return Add(start, end, value, NumberKind.Date, into, next + 1);
                if (at > 0 && (FlagsAt(at - 1) & NameBefore) != 0)
                    return Add(start, end, value, NumberKind.Other, into, next + 1);
                var score = (next + 1 < _words.Length && (FlagsAt(next + 1) & ScoreWord) != 0) || (at > 0 && (FlagsAt(at - 1) & ScoreWord) != 0)
                    || (next + 2 < _words.Length && (FlagsAt(next + 2) & ScoreWord) != 0) || value >= second;
                return score ? Add(start, end, value, NumberKind.Score, into, next + 1)
                    : Finish(at, next + 1, start, end, second, NumberKind.Count, into, low: value);
            }
            // "15-year-old" is an age, "6.4-magnitude" and "20-mile" count.
            if ((FlagsAt(next) & (Exponent | PercentWord)) != 0)
                return 0;
            if ((PhrasesAt(next) & AgeAfter) != 0)
                return Add(start, _words[at].End, value, NumberKind.Other, into, next + 1);
            if (next + 1 < _words.Length && _words[next + 1].Is(SentenceWordTraits.AfterHyphen) && _words[next + 1].Length <= 4
                && TextOf(next + 1) is not ("long" or "high" or "wide" or "deep"))
                return Add(start, _words[at].End, value, NumberKind.Other, into, next + 2);
            if (_words[next].Is(SentenceWordTraits.AfterHyphen) && !_words[next].Is(SentenceWordTraits.Capital))
            {
                into.Add(new NumberMention(start, _words[at].End - start, value, QualifierBefore(at), _words[next].Start,
                    _words[next].Length, NumberKind.Count, value, 1));
                return next + 1;
            }
            return 0;
        }

        private int ReadWords(int at, bool article, List<NumberMention> into)
        {
            var i = article ? at + 1 : at;
            double total = 0;
            double current = article ? 1 : 0;
            var lastSmall = 0u;
            var any = false;
            var scale = 1.0;
            for (; i < _words.Length; i++)
            {
                if (i > at && _words[i].Is(SentenceWordTraits.AfterMark) && !_words[i].Is(SentenceWordTraits.AfterHyphen))
                    break;
                var flags = FlagsAt(i);
                var small = flags & Small;
                if ((flags & Dozen) != 0)
                {
                    current = Math.Max(current, 1) * small;
                    i++;
                    any = true;
                    break;
                }
                if (small != 0)
                {
                    // "twenty-one", "one hundred and five"; but "two three" are two.
                    if (any && !(lastSmall >= 20 && small < 10) && !(lastSmall == 0 && current >= 100 && small < 100) && !(lastSmall == 0 && current == 0))
                        break;
                    // "anderthalb"
                    current += (flags & Half) != 0 ? small + 0.5 : small;
                    lastSmall = small;
                }
                else if ((flags & Exponent) != 0)
                {
                    var power = Math.Pow(10, (flags & Exponent) >> ExponentAt);
                    if (power > 100)
                    {
                        // "a million and a half"
                        current = Math.Max(current, 1);
                        scale = power;
                        if (HalfBehind(i + 1, isMultiplied: true) is var halfAfter and > 0)
                        {
                            current += 0.5;
                            i += halfAfter;
                        }
                        total += current * power;
                        current = 0;
                    }
                    else
                    {
                        current = Math.Max(current, 1) * power;
                    }
                    lastSmall = 0;
                }
                else if (any && current > 0 && HalfBehind(i, isMultiplied: false) is var half and > 0)
                {
                    // "two and a half million"
                    current += 0.5;
                    i += half - 1;
                    lastSmall = 0;
                }
                else if ((flags & Joint) != 0 && any && lastSmall == 0 && language is not ("de" or "sv" or "ru") && i + 1 < _words.Length
                    && (FlagsAt(i + 1) & Small) != 0)
                {
                    continue;
                }
                else
                {
                    break;
                }
                any = true;
            }
            if (!any)
                return at + 1;
            var value = total + current;
            // "One" is a number only before what it counts; a plain "thousand" or "zero" needs a number too.
            if (value == 1 && !HasKnownUnit(i))
                return i;
            // Hundreds and thousands that nobody counted say nothing: "thousands" is not in the lists, a bare "million" is no value.
            var first = FlagsAt(at);
            if (!article && i == at + 1 && ((first & Dozen) != 0 || ((first & Exponent) != 0 && (first & Small) == 0)))
                return i;
            return Finish(at, i, _words[at].Start, _words[i - 1].End, value, NumberKind.Count, into, scale: current == 0 ? scale : 1);
        }

        // Multiplier, share, currency; then what is counted. Of a range "value" is the upper end.
        private int Finish(int at, int next, int start, int end, double value, NumberKind kind, List<NumberMention> into, double low =
            double.NaN, double scale = 1)
        {
            while (next < _words.Length && Follows(end, next) && IsMultiplier(next, kind == NumberKind.Money, out var power))
            {
                value *= power;
                scale *= power;
                end = _words[next].End;
                next++;
                // "two million and a half", with digits.
                if (HalfBehind(next, isMultiplied: true) is var half and > 0)
                {
                    value += 0.5 * power;
                    next += half;
                    end = _words[next - 1].End;
                }
                // "Mio." and "млн."
                if (end < _sentence.Length && _sentence[end] == '.' && next < _words.Length && _words[next].Is(SentenceWordTraits.AfterMark) && _words[next].Start == end + 2)
                    break;
            }
            var sign = end;
            while (sign < _sentence.Length && _sentence[sign] is ' ' or '\u00A0' or '\u202F' or '\u2009' or '.')
                sign++;
            var unit = -1;
            if (sign < _sentence.Length && _sentence[sign] is '%' or '\u2030' or '\u066A')
                (kind, end) = (NumberKind.Percent, sign + 1);
            else if (sign < _sentence.Length && IsCurrency(_sentence[sign]) && (sign + 1 >= _sentence.Length
                || !char.IsAsciiDigit(_sentence[sign + 1])) && kind != NumberKind.Money)
                (kind, end) = (NumberKind.Money, sign + 1);
            else
                ReadWordAfter(ref next, ref end, ref kind);
            if (kind == NumberKind.Count)
            {
                if ((next < _words.Length && !_words[next].Is(SentenceWordTraits.AfterMark) && (PhrasesAt(next) & AgeAfter) != 0)
                    || IsOneIn(at))
                    kind = NumberKind.Other;
                else if ((unit = UnitAfter(next)) < 0)
                    unit = UnitBefore(at);
            }
            var isRange = !double.IsNaN(low) && low * scale < value;
            // "737-800": of what nobody counts.
            if (isRange && kind == NumberKind.Count && unit < 0)
                kind = NumberKind.Other;
            var (unitStart, unitLength) = unit < 0 ? (-1, 0) : (_words[unit].Start, _words[unit].Length);
            into.Add(new NumberMention(start, end - start, isRange ? low * scale
                : value, QualifierBefore(at), unitStart, unitLength, kind, value, scale));
            return next;
        }

        // "one in five people", "une personne sur cinq": no five.
        private bool IsOneIn(int at)
        {
            var joint = language switch { "en" => "in", "de" => "von", "fr" => "sur", "es" or "pt" => "cada", "it" => "su", "sv" =>
                "av", _ => "" };
            if (at < 2 || !(TextOf(at - 1).SequenceEqual(joint) || (language is "en" && TextOf(at - 1) is "of"
                && TextOf(at - 2) is "out")))
                return false;
            for (var i = at - 2; i >= 0 && i >= at - 5 && !_words[i + 1].Is(SentenceWordTraits.AfterMark); i--)
            {
                if (_words[i].Is(SentenceWordTraits.Digit) || (FlagsAt(i) & (Small | Dozen)) is > 0 and < Dozen)
                    return true;
            }
            return false;
        }

        // "percent", "euros".
        private void ReadWordAfter(ref int next, ref int end, ref NumberKind kind)
        {
            if (next >= _words.Length || !(Follows(end, next) || (_sentence[end] == '.' && _words[next].Start == end + 2)))
                return;
            var flags = lexicon.Match(_sentence, _words, next, out var longest);
            if ((flags & PercentWord) != 0)
                kind = NumberKind.Percent;
            else if (kind == NumberKind.Count && (flags & Currency) != 0)
                kind = NumberKind.Money;
            else
                return;
            next += longest;
            end = _words[next - 1].End;
        }

        // "million"; "M" behind or before a sign.
        private bool IsMultiplier(int at, bool isMoney, out double power)
        {
            var flags = FlagsAt(at);
            power = Math.Pow(10, (flags & Exponent) >> ExponentAt);
            if ((flags & Exponent) != 0 && (flags & (Small | Half)) == 0)
                return true;
            var end = _words[at].End;
            power = TextOf(at) is "M" && (isMoney || (end < _sentence.Length && IsCurrency(_sentence[end]))) ? 1e6 : 0;
            return power > 0;
        }

        // Nothing but space or a hyphen lies before a word.
        private bool Follows(int end, int next)
        {
            for (var i = end; i < _words[next].Start; i++)
            {
                if (!char.IsWhiteSpace(_sentence[i]) && _sentence[i] is not '-')
                    return false;
            }
            return true;
        }

        /// <summary>Makes one of the last two numbers if they are the ends of a range.</summary>
        /// <param name="at">Word that the second begins with.</param>
        /// <param name="into">The numbers.</param>
        public void JoinRange(int at, List<NumberMention> into)
        {
            var (low, high) = (into[^2], into[^1]);
            // "aged 5 to 11"
            if (low.Kind == NumberKind.Other && high.Kind == NumberKind.Count && high.Value > low.Value && high.Value < 120 && at > 1
                && (FlagsAt(at - 1) & Range) != 0
                && _sentence[low.End.._words[at - 1].Start].IsWhiteSpace())
            {
                into[^1] = high with { Kind = NumberKind.Other, UnitStart = -1, UnitLength = 0, QualifierStart = -1 };
                return;
            }
            if (high.Kind is not (NumberKind.Count or NumberKind.Percent or NumberKind.Money) || (low.Kind != NumberKind.Count
                && low.Kind != high.Kind && high.Kind != NumberKind.Count)
                || low.Kind is not (NumberKind.Count or NumberKind.Percent or NumberKind.Money) || low.High > low.Value
                || high.High > high.Value)
                return;
            var between = _sentence[low.End..high.Start];
            var qualifier = low.QualifierStart;
            if (between.Trim() is not ("-" or "\u2013"))
            {
                if (at < 2 || low.End > _words[at - 1].Start || !_sentence[low.End.._words[at - 1].Start].IsWhiteSpace()
                    || !_sentence[_words[at - 1].End..high.Start].IsWhiteSpace())
                    return;
                var flags = FlagsAt(at - 1);
                var first = at - 2;
                while (first > 0 && _words[first - 1].Start >= low.Start)
                    first--;
                // "fell 2 percent to 12 percent"; but "from 2 percent to 12 percent".
                if ((flags & Range) != 0 && low.Kind != NumberKind.Count && !(first > 0 && IsFrom(TextOf(first - 1))))
                    return;
                if ((flags & Range) == 0)
                {
                    if ((flags & Joint) == 0 || first == 0 || (FlagsAt(first - 1) & RangeBefore) == 0)
                        return;
                    qualifier = _words[first - 1].Start;
                }
            }
            else if (high.Kind == NumberKind.Count && high.UnitStart < 0)
            {
                return;
            }
            var value = low.Scale == 1 && low.Value * high.Scale < high.Value ? low.Value * high.Scale : low.Value;
            if (value >= high.Value)
                return;
            var kind = high.Kind == NumberKind.Count ? low.Kind : high.Kind;
            var (unitStart, unitLength) = kind == NumberKind.Count ? (high.UnitStart, high.UnitLength) : (-1, 0);
            into[^2] = new NumberMention(low.Start, high.End - low.Start, value, qualifier, unitStart, unitLength, kind, high.Value,
                high.Scale);
            into.RemoveAt(into.Count - 1);
        }

        private static bool IsFrom(ReadOnlySpan<char> word) => word is "from" or "From" or "von" or "Von" or "de" or "De" or "da" or "Da"
            or "van" or "Van" or "fr\u00E5n" or "от" or "От" or "с" or "С";

        private int Add(int start, int end, double value, NumberKind kind, List<NumberMention> into, int next, int at = -1)
        {
            into.Add(new NumberMention(start, end - start, value, at < 0 ? -1 : QualifierBefore(at), -1, 0, kind, value, 1));
            return next;
        }

        // The first word known to be counted, or else the next word that is neither a name nor a function word.
        private int UnitAfter(int next)
        {
            var plain = -1;
            for (var i = next; i < _words.Length && i < next + MostUnitDistance; i++)
            {
                var word = _words[i];
                if (word.Is(SentenceWordTraits.AfterMark) && !word.Is(SentenceWordTraits.AfterHyphen))
                {
                    // "30 mln. people": the point of the multiplier.
                    if (!(i == next && next > 0 && _sentence[_words[next - 1].End] == '.' && (FlagsAt(next - 1) & Exponent) != 0))
                        break;
                }
                if (word.Is(SentenceWordTraits.Digit))
                    break;
                var flags = FlagsAt(i);
                if ((flags & State) != 0)
                    return i;
                if ((flags & Joint) != 0 && i == next && (flags & Describing) != 0)
                    continue;
                if ((flags & (Function | Small | Exponent)) != 0)
                    break;
                // German nouns have capitals, names elsewhere are no unit.
                if (plain < 0 && (flags & Describing) == 0 && (!word.Is(SentenceWordTraits.Capital) || language == "de"))
                    plain = i;
            }
            return plain;
        }

        private int UnitBefore(int at)
        {
            for (var i = at - 1; i >= 0 && i >= at - MostLookBack; i--)
            {
                var flags = FlagsAt(i);
                if ((flags & Casualty) != 0)
                    return i;
                if (_words[i].Is(SentenceWordTraits.Digit) || (_words[i].Is(SentenceWordTraits.AfterMark) && i < at - 1))
                    break;
            }
            return -1;
        }

        private int QualifierBefore(int at) => EndsBefore(at, Qualifier);

        // Where a phrase begins that ends right before a word; -1: none does.
        private int EndsBefore(int at, uint flag)
        {
            for (var i = Math.Max(0, at - 4); i < at; i++)
            {
                if ((lexicon.Match(_sentence, _words[..at], i, out var longest) & flag) != 0 && i + longest == at)
                    return _words[i].Start;
            }
            return -1;
        }

        private bool HasKnownUnit(int next)
        {
            for (var i = next; i < _words.Length && i < next + 3; i++)
            {
                if (_words[i].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Digit))
                    return false;
                var flags = FlagsAt(i);
                // "2021 года" is the year.
                if ((flags & State) != 0)
                    return TextOf(i) is not ("года" or "годов");
                if ((flags & (Function | Dozen | Exponent)) != 0)
                    return false;
            }
            return false;
        }

        private bool IsMonth(int at)
        {
            if (at < 0 || at >= _words.Length)
                return false;
            // "3 de marzo", "3. März".
            var flags = FlagsAt(at);
            if ((flags & Month) != 0)
                return language is not "en" || _words[at].Is(SentenceWordTraits.Capital);
            return language is "es" or "pt" && at + 1 < _words.Length && TextOf(at) is "de" && (FlagsAt(at + 1) & Month) != 0;
        }

        // "5 p.m."
        private bool IsHalfOfDay(int next) =>
            next + 1 < _words.Length && TextOf(next) is "a" or "p" or "A" or "P" && _words[next + 1].Start == _words[next].End + 1 && TextOf(next + 1) is "m" or "M";

        // "am 3. " before no month: a day all the same.
        private bool IsOrdinalDay(int at, int next) =>
            language is "de" && _words[at].End < _sentence.Length && _sentence[_words[at].End] == '.' && next < _words.Length && (FlagsAt(next) & Month) != 0;

        // "Ines Quill, 34, left." "A girl, 17, was hurt." "Anna (34)"
        private bool IsAge(int at)
        {
            var word = _words[at];
            if (_sentence[word.Start - 1] == '(' && word.End < _sentence.Length && _sentence[word.End] == ')')
                return true;
            if (!word.Is(SentenceWordTraits.AfterMark) || _sentence[_words[at - 1].End] != ','
                || _words[at - 1].Is(SentenceWordTraits.Digit))
                return false;
            return _words[at - 1].Is(SentenceWordTraits.Capital)
                ? word.End >= _sentence.Length || _sentence[word.End] is ',' or '.' or ';' or ')'
                : word.End < _sentence.Length && _sentence[word.End] is ',' or '.' && _sentence[_words[at - 1].End - 1] is not 's'
                && (at + 1 >= _words.Length || !_words[at + 1].Is(SentenceWordTraits.Digit));
        }

        // "at 14.30", "um 14.30 Uhr"
        private bool IsClock(int at, int next)
        {
            var text = TextOf(at);
            return text.Length is 4 or 5 && text[^3] == '.' && text[^2] < '6' && IsDigits(text[..^3])
                && int.Parse(text[..^3], CultureInfo.InvariantCulture) < 25
                && at > 0 && (FlagsAt(at - 1) & ClockBefore) != 0 && !HasKnownUnit(next)
                && (FlagsAt(next) & (PercentWord | Currency | Exponent)) == 0
                && !(_words[at].End < _sentence.Length && _sentence[_words[at].End..].TrimStart() is [var sign, ..] && (sign == '%'
                || IsCurrency(sign)));
        }

        // "12 500", but "12 May 500" and "Route 66 120 miles" are two; and so are "3 500-metre races".
        private bool IsGroup(int at, int next)
        {
            if (next >= _words.Length || _words[next].Start != _words[next - 1].End + 1 || _words[next].Length < 3)
                return false;
            var text = TextOf(next);
            if (!IsDigits(text[..3]) || (text.Length > 3 && (text[3] is not ('.' or ',') || !IsDigits(text[4..]))))
                return false;
            var gap = _sentence[_words[next].Start - 1];
            if (gap is '\u00A0' or '\u202F' or '\u2009')
                return true;
            return gap is ' ' && !(at > 0 && ((FlagsAt(at - 1) & NameBefore) != 0 || IsMonth(at - 1) || EndsBefore(at, AgeBefore) >= 0))
                && !(_words[next].End + 1 < _sentence.Length && _sentence[_words[next].End] == '-'
                && char.IsLetter(_sentence[_words[next].End + 1]));
        }

        // "30m people" and "30m euros"; "30m high" and "a 30m wall" are metres.
        private bool CountsMillions(int next)
        {
            if (next >= _words.Length || _words[next].Is(SentenceWordTraits.AfterMark))
                return false;
            var flags = lexicon.Match(_sentence, _words, next, out _);
            return (flags & (State | Currency)) != 0;
        }

        // "R1.2bn", "Rs500": how many letters; "R2" is a name.
        private static int CurrencyLetters(ReadOnlySpan<char> word)
        {
            var letters = word.Length > 2 && word[1] == 's' ? 2 : 1;
            if (word.Length <= letters || !char.IsAsciiDigit(word[letters]))
                return 0;
            var digits = word[letters..].IndexOfAnyExcept(DigitsAndMarks);
            var number = digits < 0 ? word[letters..] : word.Slice(letters, digits);
            return (digits < 0 ? number.Length >= 3 : PowerOf(word[(letters + digits)..]) > 0) ? letters : 0;
        }

        // "CHF 500"
        private bool CodeBefore(int at, int floor, ref int start)
        {
            if (at == 0 || !_words[at - 1].Is(SentenceWordTraits.Capital) || _words[at - 1].Start < floor
                || _words[at - 1].Length is < 2 or > 3)
                return false;
            if (TextOf(at - 1) is not ("CHF" or "EUR" or "USD" or "GBP" or "SEK" or "NOK" or "DKK" or "PLN" or "INR" or "ZAR" or "AUD"
                or "CAD" or "RUB" or "JPY" or "CNY" or "Rs" or "Fr")
                || _sentence[_words[at - 1].End..start].Trim() is not ("" or "."))
                return false;
            start = _words[at - 1].Start;
            return true;
        }

        private bool CurrencyBefore(int floor, ref int start)
        {
            var i = start - 1;
            if (i > 0 && _sentence[i] is '\u00A0' or ' ' && IsCurrency(_sentence[i - 1]))
                i--;
            if (i < floor || !IsCurrency(_sentence[i]))
                return false;
            // "US$", "R$"
            while (i > floor && char.IsAsciiLetterUpper(_sentence[i - 1]))
                i--;
            start = i;
            return true;
        }

        // Of phrases of several words, too.
        private uint PhrasesAt(int at) => lexicon.Match(_sentence, _words, at, out _);

        private uint FlagsAt(int at) => at < _words.Length ? lexicon.Match(_sentence, _words[..Math.Min(_words.Length, at + 1)], at, out _) : 0;

        private ReadOnlySpan<char> TextOf(int at) => _sentence[_words[at].Start.._words[at].End];

        private bool IsEnglish => language is "en";
    }

    private static bool IsCurrency(char c) => c is '$' or '\u00A3' or '\u00A5' or '\u20AC' or '\u20B9' or '\u20BD' or '\u20BA' or '\u20AA' or '\u20A9' or '\u20B4' or '\u20A6';

    private static double PowerOf(ReadOnlySpan<char> suffix) => suffix switch
    {
        "k" or "K" => 1e3,
        "m" or "M" or "mn" or "mln" => 1e6,
        "bn" or "B" or "b" or "bln" => 1e9,
        "tn" or "T" => 1e12,
        _ => 0,
    };

    // "17jährige", "15enne"
    private static bool IsAgeSuffix(ReadOnlySpan<char> suffix) =>
        suffix.StartsWith("jähr") || suffix.StartsWith("jarig") || suffix.StartsWith("årig") || suffix.StartsWith("åring")
            || suffix is "enne" or "enni";

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    // "1.234.567"
    private static bool IsGrouped(ReadOnlySpan<char> number)
    {
        var last = number.LastIndexOf('.');
        return number.Length - last - 1 == 3 && last - number[..last].LastIndexOf('.') - 1 == 3;
    }

    // The last mark is a decimal one unless a group of three follows; English reads "1.234" as little more than one, German "1,234".
    private static double Parse(ReadOnlySpan<char> number, string language)
    {
        Span<char> plain = stackalloc char[32];
        var trimmed = number.TrimEnd(".,'\u2019");
        var last = trimmed.LastIndexOfAny('.', ',');
        if (last >= 0)
        {
            var mark = trimmed[last];
            var grouped = trimmed.Length - last - 1 == 3;
            var decimalMark = language is "en" or "zh" or "ja" or "hi" or "ar" or "he" or "ko" or "th" or "und" ? '.' : ',';
            if (trimmed[..last].Contains(mark) || (grouped && mark != decimalMark) || (grouped && language is "es" && last <= 3 && trimmed[0] != '0'))
                last = -1;
        }
        var length = 0;
        for (var i = 0; i < trimmed.Length && length < plain.Length; i++)
        {
            if (char.IsAsciiDigit(trimmed[i]))
                plain[length++] = trimmed[i];
            else if (i == last)
                plain[length++] = '.';
        }
        return double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
