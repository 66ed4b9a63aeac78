using System.Buffers;
using System.Globalization;

namespace StoryClustering.Engine.Text;

/// <summary>Where a sentence stands in a text, in UTF-16 code units.</summary>
internal readonly record struct SentenceCut(int Start, int Length);

/// <summary>
/// Cuts a text into sentences: spans of the unchanged text, ordered, disjoint, trimmed, never empty. A paragraph is cut at its
/// terminators unless an abbreviation, an initial, an ordinal, quotation marks or brackets around it, or a small letter after it speak against.
/// </summary>
/// <remarks>
/// A splitter of our own: ICU4N is an alpha on old data and its plain rules cut at every "Mr. Smith"; Sentencex, native code, is not on
/// every feed; the ports of Pragmatic Segmenter give rewritten strings without places, by regular expressions that hostile text makes slow.
/// </remarks>
internal static class SentenceSplitter
{
    /// <summary>Longest sentence that is given; a longer one is no prose.</summary>
    public const int MostChars = 1000;

    // Terminators inside a pair of marks do not end the sentence around it, if the pair is no longer than this.
    private const int MostQuoted = 600;
    private const int MostBracketed = 300;
    private const int MostTokenChars = 24;
    private const int WidestWrap = 120;

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\u2028\u2029\v\f\u0085");
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    /// <summary>Appends the sentences of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">ISO 639-1 or "und".</param>
    /// <param name="into">Gets them, in order.</param>
    /// <param name="most">Most that are appended.</param>
    public static void Split(string text, string language, List<SentenceCut> into, int most)
    {
        var end = into.Count + most;
        var abbreviations = Abbreviations.Of(language);
        var ordinals = Abbreviations.HasOrdinalPoint(language);
        var lines = new LineReader(text);
        var start = 0;
        var more = lines.Next();
        while (more && into.Count < end)
        {
            var line = lines.Current;
            more = lines.Next();
            if (more && !line.IsBlank && !lines.BreaksAfter(line, abbreviations))
                continue;
            SplitParagraph(text, start, line.End, abbreviations, ordinals, into, end);
            start = more ? lines.Current.Start : text.Length;
        }
    }

    private static void SplitParagraph(string text, int start, int end, Abbreviations abbreviations, bool ordinals, List<SentenceCut> into, int most)
    {
        var paragraph = text.AsSpan(start, end - start);
        var from = 0;
        for (var i = 0; i < paragraph.Length && into.Count < most;)
        {
            var c = paragraph[i];
            if (char.IsAsciiLetterOrDigit(c) || c == ' ')
            {
                i++;
                continue;
            }
            var closed = PairEnd(paragraph, i);
            int after;
            if (closed > 0)
            {
                after = closed + 1;
                var last = closed - 1;
                while (last > i && char.IsWhiteSpace(paragraph[last]))
                    last--;
                // What is closed may go on: "...?" she asked.
                if (!IsTerminator(paragraph[last]) || after < paragraph.Length && IsTerminator(paragraph[after]))
                {
                    i = after;
                    continue;
                }
                after = SkipClosers(paragraph, after);
                if (!EndsAfterPair(paragraph, last, after, abbreviations))
                {
                    i = after;
                    continue;
                }
            }
            else if (IsTerminator(c))
            {
                var run = i + 1;
                while (run < paragraph.Length && (IsTerminator(paragraph[run]) || IsSpacedPoint(paragraph, run)))
                    run++;
                after = SkipClosers(paragraph, run);
                if (!Ends(paragraph, from, i, run, after, abbreviations, ordinals))
                {
                    i = after;
                    continue;
                }
            }
            else
            {
                i++;
                continue;
            }
            Add(text, start + from, start + after, into);
            from = i = after;
        }
        if (into.Count < most)
            Add(text, start + from, end, into);
    }

    /// <summary>Whether a character ends sentences in some script.</summary>
    public static bool IsTerminator(char c) => c switch
    {
        '.' or '!' or '?' => true,
        < (char)128 => false,
        // Ellipsis, interrobang and doubles; Armenian, Arabic, Devanagari, Myanmar, Ethiopic, Khmer; ideographic and full-width.
        '\u2026' or '\u203C' or '\u203D' or (>= '\u2047' and <= '\u2049') or '\u0589' or '\u061F' or '\u06D4' or '\u0964' or '\u0965' or '\u104B' or '\u1362' or '\u17D4'
            or '\u3002' or '\uFF01' or '\uFF0E' or '\uFF1F' or '\uFF61' => true,
        _ => false,
    };

    // These need no space after them.
    private static bool EndsWithoutSpace(char c) => c is '\u3002' or '\uFF01' or '\uFF1F' or '\uFF61' or '\u0964' or '\u0965' or '\u06D4' or '\u061F' or '\u17D4' or '\u104B';

    // ". . ." is one ellipsis.
    private static bool IsSpacedPoint(ReadOnlySpan<char> text, int at) =>
        text[at] is ' ' or '\u00A0' && at + 1 < text.Length && text[at + 1] == '.' && text[at - 1] == '.';

    private static int PairEnd(ReadOnlySpan<char> text, int at)
    {
        var c = text[at];
        if (c is '(' or '[' or '\uFF08')
        {
            var close = c switch { '(' => ')', '[' => ']', _ => '\uFF09' };
            var rest = text.Slice(at + 1, Math.Min(text.Length - at - 1, MostBracketed));
            var found = rest.IndexOfAny(c, close);
            return found >= 0 && rest[found] == close ? at + 1 + found : -1;
        }
        return QuoteMarks.IsMark(c) ? QuoteMarks.EndOf(text, at, MostQuoted) : -1;
    }

    private static int SkipClosers(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (c is ')' or ']' or '}' or '\uFF09' || QuoteMarks.IsCloser(c) && !QuoteMarks.Opens(text, at))
                at++;
            else if (c is ' ' or '\u00A0' or '\u202F' && at + 1 < text.Length && text[at + 1] is '\u00BB' or '\u203A' && !QuoteMarks.Opens(text, at + 1))
                at += 2;
            else
                break;
        }
        return at;
    }

    private static bool EndsAfterPair(ReadOnlySpan<char> text, int terminator, int after, Abbreviations abbreviations)
    {
        if (after >= text.Length)
            return true;
        var next = NextOf(text, after);
        if (next >= text.Length)
            return true;
        if (next == after)
        {
            // 「…。」 goes on without a space; "...”The" lost its.
            return text[after] is '\u300C' or '\u300E'
                || (char.IsUpper(text[after]) && text[after - 1] != '"' && text[after - 1] != ')' && text[after - 1] != ']');
        }
        return StartsSentence(text, next) && !(text[terminator] is '?' or '!' or '\u2026' && IsSaid(text, next, abbreviations));
    }

    private static bool Ends(ReadOnlySpan<char> text, int from, int at, int run, int after, Abbreviations abbreviations, bool ordinals)
    {
        if (after >= text.Length)
            return true;
        var next = NextOf(text, after);
        if (next >= text.Length)
            return true;
        if (next == after)
        {
            var last = text[run - 1];
            if (EndsWithoutSpace(last))
                return after == run || !char.IsLetterOrDigit(text[after]);
            return LostItsSpace(text, at, run, after);
        }
        if (!StartsSentence(text, next))
            return false;
        if (run - at > 1 || text[at] != '.')
            return text[at] == '.' || after == run || !IsSaid(text, next, abbreviations);
        return PointEnds(text, from, at, next, abbreviations, ordinals);
    }

    // A single point with a space and a possible start of a sentence after it.
    private static bool PointEnds(ReadOnlySpan<char> text, int from, int at, int next, Abbreviations abbreviations, bool ordinals)
    {
        var start = at;
        while (start > from && at - start < MostTokenChars && IsTokenChar(text[start - 1]))
            start--;
        var token = text[start..at];
        if (token.IsEmpty)
            return true;
        var nextWord = WordAt(text, next);
        var starter = abbreviations.Starts(nextWord);
        if (char.IsDigit(token[^1]))
        {
            if (!IsDigits(token))
                return true;
            // "1. First of all" at the start is an item's number.
            if (start == from || (start - from < 8 && IsBlank(text[from..start])))
                return token.Length > 3;
            return !ordinals || token.Length > 2 || starter || !char.IsLetter(text[next]);
        }
        // "l'art. 5": what follows the elision.
        if (token.LastIndexOfAny('\'', '\u2019') is var apostrophe and >= 0 && apostrophe + 1 < token.Length)
        {
            start += apostrophe + 1;
            token = text[start..at];
        }
        var kind = abbreviations.KindOf(token);
        // "Hauptstr. 5"
        if (kind == AbbreviationKind.None && token.EndsWith("str") && char.IsDigit(text[next]))
            return false;
        // "z. B." is one abbreviation: its first point ends nothing, its last one what the whole says.
        if (nextWord.Length <= 3 && next + nextWord.Length < text.Length && text[next + nextWord.Length] == '.'
            && KindOfJoined(text[start..(at + 1)], nextWord, abbreviations) != AbbreviationKind.None)
            return false;
        if (kind == AbbreviationKind.None)
            kind = SpacedKind(text, from, start, at, abbreviations);
        if (kind == AbbreviationKind.None && token.IndexOf('.') is var dot and > 0 && abbreviations.KindOf(token[(token.LastIndexOf('.') + 1)..]) == AbbreviationKind.Never
            && token.LastIndexOf('.') + 2 < token.Length)
            kind = AbbreviationKind.Never;
        switch (kind)
        {
            case AbbreviationKind.Never:
                return false;
            case AbbreviationKind.BeforeNumber:
                if (char.IsDigit(text[next]) || IsRoman(nextWord))
                    return false;
                return starter || token.Length > 2 || !char.IsUpper(token[0]);
            case AbbreviationKind.Either:
                return starter || BeginsByMark(text, next);
            case AbbreviationKind.EndsAfterNumber:
                return start > from + 1 && NumberBefore(text, start);
            default:
                break;
        }
        // "George W. Bush", "J. K. Example"; but "plan B. The".
        if (token.Length == 1 && char.IsUpper(token[0]))
            return (starter && (nextWord.Length > 1 || token[0] == 'I')) || char.IsDigit(text[next]) || BeginsByMark(text, next);
        // "د. سالم": scripts without capitals have initials and titles of one letter, too.
        if (token.Length == 1 && char.GetUnicodeCategory(token[0]) == UnicodeCategory.OtherLetter)
            return BeginsByMark(text, next);
        if (token.Length == 2 && token[0] == '-' && char.IsUpper(token[1]))
            return starter;
        // "U.S.", "a.m.", "EE.UU."
        if (IsAcronym(token))
            return starter || BeginsByMark(text, next) || (IsTimeOfDay(token) && EndsTime(text, next, nextWord));
        // "J.-P. Example", and the second of two initials.
        if (token.Length >= 3 && token[^2] is '.' or '-' && char.IsUpper(token[^1]) && char.IsUpper(token[0]))
            return starter;
        return !IsShortened(token) || starter || BeginsByMark(text, next);
    }

    // "Chf. Bo Tarn": a word with a capital and no vowel is the rest of a longer one.
    private static bool IsShortened(ReadOnlySpan<char> token)
    {
        if (token.Length is < 2 or > 5 || !char.IsAsciiLetterUpper(token[0]))
            return false;
        return token[1..].IndexOfAnyExceptInRange('a', 'z') < 0 && !token.ContainsAny(Vowels);
    }

    // After an abbreviation: a mark that opens a quote or a question begins a sentence, and so does the dash
    // after a dateline ("ORRIN, Mo. — The mayor"). A bracket, "&" or a currency goes on, unless the bracket holds a whole sentence.
    private static bool BeginsByMark(ReadOnlySpan<char> text, int next)
    {
        if (char.IsLetterOrDigit(text[next]) || char.GetUnicodeCategory(text[next]) is UnicodeCategory.CurrencySymbol
            or UnicodeCategory.MathSymbol)
            return false;
        if (text[next] is '(' or '[')
            return PairEnd(text, next) is var end and > 0 && IsTerminator(text[end - 1]) && text[next..end].Contains(' ');
        return text[next] is not ('#' or '\u00A7' or '\u2116' or '/' or '*');
    }

    private static bool IsDigits(ReadOnlySpan<char> token)
    {
        foreach (var c in token)
        {
            if (!char.IsDigit(c))
                return false;
        }
        return true;
    }

    private static AbbreviationKind SpacedKind(ReadOnlySpan<char> text, int from, int start, int at, Abbreviations abbreviations)
    {
        if (at - start > 3 || start - 3 < from || text[start - 1] is not (' ' or '\u00A0' or '\u202F') || text[start - 2] != '.')
            return AbbreviationKind.None;
        var before = start - 2;
        while (before > from && start - before < 6 && char.IsLetter(text[before - 1]))
            before--;
        return KindOfJoined(text[before..(start - 1)], text[start..at], abbreviations);
    }

    private static AbbreviationKind KindOfJoined(ReadOnlySpan<char> first, ReadOnlySpan<char> second, Abbreviations abbreviations)
    {
        Span<char> joined = stackalloc char[8];
        if (first.Length + second.Length > joined.Length)
            return AbbreviationKind.None;
        first.CopyTo(joined);
        second.CopyTo(joined[first.Length..]);
        return abbreviations.KindOf(joined[..(first.Length + second.Length)]);
    }

    private static bool IsTokenChar(char c) => c is '.' or '-' or '\'' or '\u2019' or '/' or '&' or ':' or '\u2011' or '№' or '§'
        || SentenceWords.IsWordChar(c) || c is 'º' or 'ª' or '°';

    private static bool IsAcronym(ReadOnlySpan<char> token)
    {
        if (token.IndexOf('.') < 0)
            return false;
        foreach (var part in token.Split('.'))
        {
            var length = part.End.Value - part.Start.Value;
            if (length is 0 or > 2)
                return false;
        }
        return true;
    }

    private static bool IsTimeOfDay(ReadOnlySpan<char> token) => token is "a.m" or "p.m" or "A.M" or "P.M";

    // "at 9 a.m. Tuesday" and "9 a.m. Eastern" go on; "9 a.m. Police" does not.
    private static bool EndsTime(ReadOnlySpan<char> text, int next, ReadOnlySpan<char> word)
    {
        if (!char.IsUpper(text[next]) || word.Length < 2)
            return !char.IsDigit(text[next]);
        if (word.EndsWith("day") && word.Length <= 9)
            return false;
        return word is not ("EST" or "EDT" or "ET" or "CST" or "CDT" or "CT" or "MST" or "MDT" or "MT" or "PST" or "PDT" or "PT" or "GMT" or "UTC" or "BST" or "CET"
            or "CEST" or "IST" or "JST" or "AEST" or "Eastern" or "Central" or "Mountain" or "Pacific" or "Greenwich" or "Moscow" or "Beijing" or "January"
            or "February" or "March" or "April" or "May" or "June" or "July" or "August" or "September" or "October" or "November" or "December"
            or "Jan" or "Feb" or "Aug" or "Sept" or "Oct" or "Nov" or "Dec" or "Mon" or "Tue" or "Wed" or "Thu" or "Fri" or "Sat" or "Sun");
    }

    private static bool NumberBefore(ReadOnlySpan<char> text, int start)
    {
        var i = start - 1;
        while (i > 0 && char.IsWhiteSpace(text[i]))
            i--;
        return char.IsDigit(text[i]) || text[i] is 'X' or 'I' or 'V' or 'Х' or 'І';
    }

    private static bool IsRoman(ReadOnlySpan<char> word) => !word.IsEmpty && !word.ContainsAnyExcept("IVXLC");

    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsTrimmed(c) && !IsBullet(c))
                return false;
        }
        return true;
    }

    // "said.The": a word of small letters, and one that begins with a capital and goes on in small letters.
    private static bool LostItsSpace(ReadOnlySpan<char> text, int at, int run, int after)
    {
        if (after + 1 >= text.Length || !char.IsUpper(text[after]) || !(char.IsLower(text[after + 1]) || text[after + 1] is ' ' or '\''))
            return false;
        if (after > run && text[after - 1] != '"')
            return true;
        var start = at;
        while (start > 0 && at - start < 4 && char.IsLower(text[start - 1]))
            start--;
        if (at - start < 3 || after != run)
            return false;
        // An address is not a sentence: "www.Example.Com".
        while (start > 0 && at - start < MostTokenChars && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
            if (text[start] is '.' or '/' or '@' or ':' or '_')
                return false;
        }
        return WordAt(text, after) is not ("Com" or "Org" or "Net" or "Gov" or "Co" or "Js" or "Edu");
    }

    private static int NextOf(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsTrimmed(text[at]))
            at++;
        return at;
    }

    private static bool StartsSentence(ReadOnlySpan<char> text, int at)
    {
        // Bullets, dashes, opening marks and brackets: what follows them decides.
        var i = at;
        while (i < text.Length && i - at < 6 && !char.IsLetterOrDigit(text[i]))
        {
            if (text[i] is ',' or ';' or ':' or ')' or ']' or '.' or '/' or '|' or '%' or '&' or '+' or '=')
                return false;
            i++;
        }
        if (i >= text.Length || !char.IsLetterOrDigit(text[i]))
            return true;
        // "iPhone" begins one, "and" does not.
        return !char.IsLower(text[i]) || (i + 1 < text.Length && char.IsUpper(text[i + 1]));
    }

    // Names and then a verb of saying: "Where is it?" Anna Beispiel asked.
    private static bool IsSaid(ReadOnlySpan<char> text, int at, Abbreviations abbreviations)
    {
        for (var words = 0; words < 4 && at < text.Length; words++)
        {
            var word = WordAt(text, at);
            if (word.IsEmpty)
                return false;
            if (char.IsLower(word[0]))
                return words > 0 && SpeechVerbs.Contains(word);
            if (words == 0 && abbreviations.Starts(word) && !IsSubject(word))
                return false;
            at += word.Length;
            if (at < text.Length && text[at] == '.')
                at++;
            if (at >= text.Length || text[at] != ' ')
                return false;
            at++;
        }
        return false;
    }

    private static bool IsSubject(ReadOnlySpan<char> word) => word is "He" or "She" or "They" or "Er" or "Sie" or "I" or "We";

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && !char.IsLetterOrDigit(text[at]) && !char.IsWhiteSpace(text[at]))
            at++;
        var end = at;
        while (end < text.Length && end - at < MostTokenChars && (char.IsLetterOrDigit(text[end]) || text[end] is '\'' or '\u2019'))
            end++;
        var word = text[at..end];
        // "It's" is "It"; "L’enquête" stays, since names elide as well.
        var apostrophe = word.IndexOfAny('\'', '\u2019');
        return apostrophe > 1 ? word[..apostrophe] : word;
    }

    private static bool IsTrimmed(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF' or '\u200E' or '\u200F' or '\u2060' || char.IsControl(c);

    private static bool IsBullet(char c) =>
        c is '\u2022' or '\u2023' or '\u25AA' or '\u25CF' or '\u25CB' or '\u00B7' or '\u2219' or '\u25A0' or '\u25BA' or '\u25B6' or '\u2605' or '\u27A4' or '\u2192' or '\u2014'
            or '\u2013' or '-' or '*';

    private static void Add(string text, int start, int end, List<SentenceCut> into)
    {
        while (start < end && IsTrimmed(text[start]))
            start++;
        while (end > start && IsTrimmed(text[end - 1]))
            end--;
        // The bullet of an item is no part of what it says.
        while (start + 1 < end && IsBullet(text[start]) && (IsTrimmed(text[start + 1]) || text[start] == '\u2022'))
        {
            start++;
            while (start < end && IsTrimmed(text[start]))
                start++;
        }
        if (end > start && end - start <= MostChars)
            into.Add(new SentenceCut(start, end - start));
    }

    private readonly record struct Line(int Start, int End, bool IsBlank);

    // Lines, each with its neighbours' widths: a line that the next word would still have fitted into was ended on purpose.
    private struct LineReader(string text)
    {
        private readonly bool _wrapped = IsWrapped(text);
        private int _next;
        private int _widthBefore;

        public Line Current { get; private set; }

        public bool Next()
        {
            if (_next >= text.Length)
                return false;
            _widthBefore = Current.IsBlank ? 0 : Current.End - Current.Start;
            var start = _next;
            var length = text.AsSpan(start).IndexOfAny(LineEnds);
            var end = length < 0 ? text.Length : start + length;
            _next = end;
            if (_next < text.Length)
                _next += text[_next] == '\r' && _next + 1 < text.Length && text[_next + 1] == '\n' ? 2 : 1;
            Current = new Line(start, end, text.AsSpan(start, end - start).IsWhiteSpace());
            return true;
        }

        /// <summary>Whether the break between a line and the current one ends a sentence.</summary>
        public readonly bool BreaksAfter(Line line, Abbreviations abbreviations)
        {
            if (Current.IsBlank)
                return true;
            var before = text.AsSpan(line.Start, line.End - line.Start).TrimEnd();
            var after = text.AsSpan(Current.Start, Current.End - Current.Start).TrimStart();
            if (IsBullet(after[0]) && after.Length > 1 && char.IsWhiteSpace(after[1]) || after[0] == '\u2022' || IsNumbered(after))
                return true;
            var small = char.IsLower(after[0]) && !(after.Length > 1 && char.IsUpper(after[1]));
            var last = before.Length;
            while (last > 0 && (QuoteMarks.IsCloser(before[last - 1]) || before[last - 1] is ')' or ']'))
                last--;
            if (last > 0 && (IsTerminator(before[last - 1]) || before[last - 1] == ':'))
                return !small && !(before[last - 1] == '.' && IsUnfinished(before[..(last - 1)], abbreviations));
            // Only text that was wrapped at a width is joined again.
            if (!_wrapped)
                return !small || before.Length < 40;
            var width = Math.Max(_widthBefore, after.Length);
            var word = after.IndexOfAny(' ', '\t');
            var fits = before.Length + 1 + (word < 0 ? after.Length : word) <= width;
            return small ? fits && before.Length < 40 : fits || before.Length < 40;
        }

        // One line wider than any wrap, and a line is a paragraph.
        private static bool IsWrapped(string text)
        {
            var rest = text.AsSpan();
            while (rest.Length > WidestWrap)
            {
                var end = rest[..(WidestWrap + 1)].LastIndexOfAny(LineEnds);
                if (end < 0)
                    return false;
                rest = rest[(end + 1)..];
            }
            return true;
        }

        private static bool IsUnfinished(ReadOnlySpan<char> before, Abbreviations abbreviations)
        {
            var space = before.LastIndexOfAny(' ', '(', '\u00A0');
            var token = before[(space + 1)..];
            return token.Length <= MostTokenChars && (abbreviations.KindOf(token) == AbbreviationKind.Never || (token.Length == 1 && char.IsUpper(token[0])));
        }

        private static bool IsNumbered(ReadOnlySpan<char> line)
        {
            var digits = 0;
            while (digits < line.Length && char.IsAsciiDigit(line[digits]))
                digits++;
            return digits is > 0 and < 4 && digits + 1 < line.Length && line[digits] is '.' or ')' && char.IsWhiteSpace(line[digits + 1]);
        }
    }
}
