using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>Tells what stands in an article and is none of its prose: sign-ups, credits, bylines, labels, links, fragments.</summary>
internal static class Boilerplate
{
    // What a phrase means where it stands.
    private const uint Opener = 1;
    private const uint Label = 2;
    private const uint Anywhere = 4;
    private const uint Whole = 8;
    private const uint Dated = 16;
    private const uint Ending = 32;
    private const uint Call = 64;
    private const uint Wares = 128;
    private const uint Verb = 256;
    private const uint DateWord = 512;

    private const int LeastWords = 3;
    private const int LeastIdeographs = 8;
    private const int LongestHeader = 110;
    private const int LongestHeading = 7;

    private static readonly FrozenDictionary<string, PhraseLexicon> Lexicons = BoilerplatePhrases.ByLanguage.ToFrozenDictionary(
        pair => pair.Key,
        pair => new PhraseLexicon(
            pair.Key,
            (Opener, BoilerplatePhrases.International.Openers),
            (Label, BoilerplatePhrases.International.Labels),
            (Anywhere, BoilerplatePhrases.International.Anywhere),
            (Ending, BoilerplatePhrases.International.Endings),
            (Opener, pair.Value.Openers),
            (Label, pair.Value.Labels),
            (Anywhere, pair.Value.Anywhere),
            (Whole, pair.Value.Whole),
            (Dated, pair.Value.BeforeDates),
            (Ending, pair.Value.Endings),
            (Call, pair.Value.Calls),
            (Wares, pair.Value.Wares),
            (Verb, pair.Value.Verbs),
            (DateWord, pair.Value.DateWords)));

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Agencies = new[]
    {
        "AP", "Reuters", "REUTERS", "AFP", "UPI", "CNN", "dpa", "DPA", "AFX", "ANSA", "Ansa", "EFE", "Efe", "Europa Press", "EUROPA PRESS", "Lusa", "LUSA", "Belga", "BELGA", "ANP", "TT", "NTB", "Ritzau",
        "STT", "PAP", "TASS", "ТАСС", "RIA Novosti", "РИА Новости", "Интерфакс", "Interfax", "Xinhua", "XINHUA", "Kyodo", "Yonhap", "PTI", "ANI", "IANS", "Bloomberg", "BLOOMBERG", "KNA", "epd", "SID", "APA",
        "Keystone-SDA", "sda", "ATS", "Adnkronos", "AdnKronos", "Agência Brasil", "Agencia Brasil", "Notimex", "Télam", "JTA", "RNS", "KHN", "CBS", "NBC", "ABC", "Fox News", "BBC", "The Center Square", "Thomson Reuters Foundation",
        "StudyFinds", "AA", "Anadolu", "WAM", "SPA", "MENA", "CP", "PA", "AAP", "dpa/AFX", "AP/Reuters", "dts", "Укринформ", "NewsNation", "The Hill", "States Newsroom", "CN",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a sentence is none of an article's prose.</summary>
    public static bool Is(ReadOnlySpan<char> sentence, string language)
    {
        if (IsNoProse(sentence))
            return true;
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        var words = buffer[..SentenceWords.Read(sentence, SentenceWords.Elides(language), buffer)];
        if (words.IsEmpty)
            return true;
        var ideographic = sentence[words[0].Start] >= '\u3040' || sentence[words[^1].Start] >= '\u3040';
        var lexicon = Lexicons.GetValueOrDefault(language) ?? Lexicons["en"];
        var hasVerb = false;
        var calls = false;
        var dates = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var flags = lexicon.Match(sentence, words, i, out var longest);
            if (words[i].Is(SentenceWordTraits.Digit) || (flags & DateWord) != 0)
                dates++;
            if (flags == 0)
                continue;
            if ((flags & Anywhere) != 0)
                return true;
            var end = words[i + longest - 1].End;
            if (i == 0)
            {
                if ((flags & Opener) != 0
                    || ((flags & Label) != 0 && IsLabel(sentence, end))
                    || ((flags & Whole) != 0 && words.Length <= longest + 1)
                    || ((flags & Dated) != 0 && BeforeDate(sentence, words, longest, end, lexicon)))
                    return true;
                calls = (flags & Call) != 0;
            }
            else if ((flags & Wares) != 0 && calls && !words[0].Is(SentenceWordTraits.Quoted))
            {
                return true;
            }
            if ((flags & Ending) != 0 && i + longest >= words.Length - 3 && (i == 0 || IsApart(sentence, words[i].Start)))
                return true;
            hasVerb |= (flags & Verb) != 0;
        }
        // "March 3, 2021 / 5:04 PM"
        if (dates >= 2 && words.Length <= 12 && dates >= words.Length - 2)
            return true;
        if (ideographic)
            return sentence.Length < LeastIdeographs;
        if (words.Length < LeastWords || (words.Length == LeastWords && !(hasVerb && SentenceSplitter.IsTerminator(sentence[^1]))))
            return true;
        if (IsBiography(sentence, words) || IsLinks(sentence, words) || IsPost(sentence))
            return true;
        // A line without a stop that is this short is a heading or a caption.
        if (words.Length <= LongestHeading && !EndsInStop(sentence))
            return true;
        var lead = LeadIn(sentence);
        return lead > 0 && CountWords(sentence[lead..]) < LeastWords;
    }

    /// <summary>Characters at a sentence's start that are a dateline: "WASHINGTON (AP) — ", "(Reuters) - ". 0 without one.</summary>
    public static int LeadIn(ReadOnlySpan<char> sentence)
    {
        var skipped = 0;
        // "(ANSA) - ROMA, 03 MAR - " has two.
        for (var i = 0; i < 2; i++)
        {
            var more = OneLeadIn(sentence[skipped..]);
            if (more == 0)
                break;
            skipped += more;
        }
        return skipped;
    }

    private static int OneLeadIn(ReadOnlySpan<char> sentence)
    {
        var agencyEnd = -1;
        var header = sentence[..Math.Min(sentence.Length, LongestHeader)];
        var bracket = header.IndexOf('(');
        if (bracket >= 0 && header[(bracket + 1)..].IndexOf(')') is var length and > 0 && IsAgency(header.Slice(bracket + 1, length)))
            agencyEnd = bracket + length + 2;
        if (bracket == 0 && agencyEnd > 0)
            return agencyEnd + SkipDash(sentence[agencyEnd..]);
        if (agencyEnd > 0)
        {
            var dash = SkipDash(sentence[agencyEnd..]);
            return dash > 0 && IsPlace(header[..bracket], agency: true) ? agencyEnd + dash : 0;
        }
        // Without an agency only capitals are surely a place: "WASHINGTON, March 3 — ".
        for (var i = 2; i < header.Length - 1; i++)
        {
            if (header[i] is '\u2014' or '\u2013' or '\u2015' || (header[i] == '-' && (header[i - 1] is ' ' or '\u00A0' || header[i + 1] == '-')))
            {
                var end = i;
                while (end > 0 && char.IsWhiteSpace(sentence[end - 1]))
                    end--;
                var dash = SkipDash(sentence[end..]);
                return dash > 0 && IsPlace(sentence[..end], agency: false) ? end + dash + AgencyAfterDash(sentence[(end + dash)..]) : 0;
            }
        }
        return 0;
    }

    // " — ", ".- ", " -- " and what space there is; then prose has to begin.
    private static int SkipDash(ReadOnlySpan<char> rest)
    {
        var i = 0;
        while (i < rest.Length && (char.IsWhiteSpace(rest[i]) || rest[i] is '.' or ':'))
            i++;
        var dashes = i;
        while (i < rest.Length && rest[i] is '-' or '\u2013' or '\u2014' or '\u2015' or '\u2010' or '\u2011')
            i++;
        if (i == dashes)
            return 0;
        while (i < rest.Length && char.IsWhiteSpace(rest[i]))
            i++;
        return i >= rest.Length || !char.IsLower(rest[i]) ? i : 0;
    }

    // "МОСКВА, 3 мар — РИА Новости. "
    private static int AgencyAfterDash(ReadOnlySpan<char> rest)
    {
        var stop = rest[..Math.Min(rest.Length, 24)].IndexOf('.');
        if (stop < 0 || !Agencies.Contains(rest[..stop]))
            return 0;
        stop++;
        while (stop < rest.Length && char.IsWhiteSpace(rest[stop]))
            stop++;
        return stop;
    }

    private static bool IsAgency(ReadOnlySpan<char> text)
    {
        if (Agencies.Contains(text))
            return true;
        var cut = text.IndexOfAny('/', ',', ' ');
        return cut > 0 && Agencies.Contains(text[..cut]);
    }

    // Capitals and what stands beside them: "NEW YORK", "ST. LOUIS, Mo.", "BERLIN, 3 March", "Berlin/Paris" before an agency.
    private static bool IsPlace(ReadOnlySpan<char> header, bool agency)
    {
        var words = 0;
        var capitals = 0;
        var first = true;
        for (var i = 0; i < header.Length;)
        {
            if (!char.IsLetterOrDigit(header[i]))
            {
                if (header[i] is not (' ' or '\u00A0' or ',' or '.' or '/' or '\'' or '\u2019' or '-'))
                    return false;
                i++;
                continue;
            }
            var start = i;
            var upper = 0;
            var letters = 0;
            while (i < header.Length && char.IsLetterOrDigit(header[i]))
            {
                if (char.IsLetter(header[i]))
                    letters++;
                if (char.IsUpper(header[i]))
                    upper++;
                i++;
            }
            words++;
            var isCapitals = letters > 0 && letters == upper && (letters > 1 || (i < header.Length && header[i] == '.'));
            if (isCapitals)
                capitals++;
            if (first && !agency && (!isCapitals || letters < 3) && !(isCapitals && i < header.Length && header[i] == '.'))
                return false;
            first = false;
            // Small words: "3 de marzo", "3 mars", "am Main".
            if (letters > 0 && char.IsLower(header[start]) && (letters > 9 || !agency && !DigitBefore(header, start) && letters > 3))
                return false;
        }
        return words is > 0 and <= 8 && (agency || capitals * 2 >= words);
    }

    private static bool DigitBefore(ReadOnlySpan<char> header, int start)
    {
        var i = start - 1;
        while (i >= 0 && header[i] is ' ' or '.' or ',' or '\u00A0')
            i--;
        return i >= 0 && char.IsDigit(header[i]);
    }

    private static bool IsNoProse(ReadOnlySpan<char> sentence)
    {
        int letters = 0, upper = 0, cased = 0, others = 0;
        foreach (var c in sentence)
        {
            if (c is >= 'a' and <= 'z')
            {
                letters++;
                cased++;
            }
            else if (c is >= 'A' and <= 'Z')
            {
                letters++;
                cased++;
                upper++;
            }
            else if (c > 127 && SentenceWords.IsWordChar(c))
            {
                letters++;
                if (char.IsUpper(c))
                {
                    upper++;
                    cased++;
                }
                else if (char.IsLower(c))
                {
                    cased++;
                }
            }
            else if (!char.IsWhiteSpace(c))
            {
                others++;
            }
        }
        if (letters == 0 || others > letters)
            return true;
        return others * 3 > letters * 2 && letters > 0 && sentence.Length > 12 || (cased >= 10 && upper * 10 > cased * 6);
    }

    private static bool IsLabel(ReadOnlySpan<char> sentence, int end)
    {
        while (end < sentence.Length && sentence[end] is ' ' or ')' or '\u00A0')
            end++;
        return end < sentence.Length && sentence[end] is ':' or '\uFF1A' or '|' or '\u00BB' or '\u203A' or '\u2192' or '>' or '/' or '\u00A9';
    }

    private static bool BeforeDate(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words, int longest, int end, PhraseLexicon lexicon)
    {
        if (IsLabel(sentence, end))
            return true;
        if (longest >= words.Length)
            return true;
        if (words.Length > 16)
            return false;
        return words[longest].Is(SentenceWordTraits.Digit) || (lexicon.Match(sentence, words, longest, out _) & DateWord) != 0;
    }

    // A credit at the end stands in brackets or behind a stop, bar, dash or slash.
    private static bool IsApart(ReadOnlySpan<char> sentence, int start)
    {
        var i = start - 1;
        while (i >= 0 && char.IsWhiteSpace(sentence[i]))
            i--;
        return i < 0 || sentence[i] is '(' or '[' or '/' or '|' or '.' or ':' or '\u2014' or '\u2013' or '\u00A9' or '-';
    }

    // "Anna Beispiel is a staff writer covering ...": a name, "is", and within a few words what only newsrooms say of their own.
    private static bool IsBiography(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words)
    {
        if (words.Length < 6 || !words[0].Is(SentenceWordTraits.Capital) || !words[1].Is(SentenceWordTraits.Capital))
            return false;
        var verb = -1;
        for (var i = 2; i < Math.Min(words.Length, 5); i++)
        {
            if (sentence[words[i].Start..words[i].End] is "is" or "covers" or "writes")
            {
                verb = i;
                break;
            }
        }
        if (verb < 0)
            return false;
        if (sentence[words[verb].Start..words[verb].End] is not "is")
            return words.Length < 40 && sentence.IndexOf(" for ") > 0 && (sentence.EndsWith("The Associated Press.") || sentence.Contains(" for The Hill", StringComparison.Ordinal));
        var rest = sentence[words[verb].End..];
        return rest.Contains("staff writer", StringComparison.Ordinal) || rest.Contains("contributing writer", StringComparison.Ordinal)
            || rest.Contains("contributing editor", StringComparison.Ordinal) || rest.Contains("contributor to", StringComparison.Ordinal) || rest.Contains("who covers", StringComparison.Ordinal)
            || rest.Contains("writer covering", StringComparison.Ordinal) || rest.Contains("reporter covering", StringComparison.Ordinal)
            || rest.Contains("correspondent covering", StringComparison.Ordinal) || rest.Contains("columnist for", StringComparison.Ordinal) || rest.Contains("the author of \u201C", StringComparison.Ordinal)
            || rest.Contains("syndicated columnist", StringComparison.Ordinal) || rest.Contains("based reporter", StringComparison.Ordinal);
    }

    // Titles side by side, an address with a word or two.
    private static bool IsLinks(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words)
    {
        var bars = 0;
        foreach (var c in sentence)
        {
            if (c is '|' or '\u203A' or '\u2022' or '\u25BA')
                bars++;
        }
        if (bars >= 2 && bars * 8 >= words.Length)
            return true;
        if (sentence.Contains("://", StringComparison.Ordinal) && words.Length < 14)
            return true;
        // Every word capitalised and no stop: a headline, a menu.
        if (words.Length < 5 || SentenceSplitter.IsTerminator(sentence[^1]) || QuoteMarks.IsCloser(sentence[^1]))
            return false;
        var capitals = 0;
        foreach (var word in words)
        {
            if (word.Is(SentenceWordTraits.Capital | SentenceWordTraits.Digit))
                capitals++;
        }
        return capitals * 10 >= words.Length * 8;
    }

    // An embedded post: "... — Name (@handle) March 3, 2021".
    private static bool IsPost(ReadOnlySpan<char> sentence) =>
        sentence.Contains("pic.twitter.com", StringComparison.Ordinal) || sentence.Contains("t.co/", StringComparison.Ordinal)
        || (sentence.Contains("(@", StringComparison.Ordinal) && char.IsDigit(sentence[^1]));

    private static bool EndsInStop(ReadOnlySpan<char> sentence)
    {
        var last = sentence.Length - 1;
        while (last > 0 && (QuoteMarks.IsCloser(sentence[last]) || sentence[last] is ')' or ']' || char.IsWhiteSpace(sentence[last])))
            last--;
        return SentenceSplitter.IsTerminator(sentence[last]) || sentence[last] is ':' or ';' or ',';
    }

    private static int CountWords(ReadOnlySpan<char> text)
    {
        Span<SentenceWord> buffer = stackalloc SentenceWord[LeastWords];
        return SentenceWords.Read(text, elides: false, buffer);
    }
}
