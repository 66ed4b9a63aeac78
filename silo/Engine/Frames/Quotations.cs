using System.Collections.Frozen;
using StoryClustering.Engine.Frames.Claims;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>A direct quote with its speaker; all places are UTF-16 offsets into the text.</summary>
/// <param name="Start">First character inside the marks.</param>
/// <param name="Length">Up to the closing mark, less the comma before it.</param>
/// <param name="SpeakerStart">Where the speaker's name is.</param>
/// <param name="SpeakerLength">Its length.</param>
/// <param name="SentenceStart">Where the sentence with the quote begins.</param>
/// <param name="SentenceLength">Its length.</param>
internal readonly record struct Quotation(int Start, int Length, int SpeakerStart, int SpeakerLength, int SentenceStart, int SentenceLength);

/// <summary>
/// Finds direct quotes and who said them. A quote whose speaker is not named, beside a verb of saying, in its own sentence or plainly
/// in the one before, is left out: no quote is better than one in the wrong mouth.
/// </summary>
internal static class Quotations
{
    private const int LeastWords = 4;
    private const int LeastIdeographs = 8;
    private const int Reach = 14;
    private const int MostBetween = 10;
    private const int MostTitles = 4;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Pronouns = Set(
        "he she they it i we you er sie es wir ich ihr il elle ils elles on je nous él ella ellos ellas yo ele ela eles elas eu lui lei loro egli hij zij ze ik wij we он она они я мы han hon de vi jag who qui que wer die der");

    // Between a subject and its verb.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Between = Set(
        "also later then has had have previously recently earlier again once reportedly himself herself hat habe hatte a ha avait avaient auch aussi también também anche ook также också repeatedly publicly simply bluntly famously t once has " +
        "tidigare senare därefter später zuvor dann daarna");

    // Titles before a name, as they are written with a capital.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles = Set(
        "mr mrs ms mx dr prof gov sen rep gen lt col maj capt sgt rev hon st president vice senator governor representative congressman congresswoman mayor secretary minister prime chancellor judge justice chief " +
        "sheriff speaker leader majority minority whip director general attorney king queen prince princess pope chairman chairwoman chair professor doctor officer detective spokesman spokeswoman spokesperson sir lord lady dame " +
        "ambassador commissioner administrator superintendent colonel captain major lieutenant sergeant sec state foreign defense defence interior treasury former deputy assistant acting republican democratic democrat republicans democrats " +
        "herr frau ministerpräsident ministerpräsidentin bundeskanzler bundeskanzlerin kanzler kanzlerin präsident präsidentin außenminister außenministerin innenminister innenministerin finanzminister finanzministerin " +
        "verteidigungsminister verteidigungsministerin polizeisprecher polizeisprecherin sprecher sprecherin bürgermeister bürgermeisterin oberbürgermeister ministerin professorin regierungssprecher cdu-chef chef chefin vorsitzende vorsitzender generalsekretär " +
        "m mme mlle monsieur madame maître me sr sra srta don doña señor señora presidente presidenta ministro ministra dra sig signor signora dott dhr mevr mevrouw meneer мистер госпожа господин herr fru statsminister " +
        "bürgermeisterin oberbürgermeisterin rätin rat stadtrat stadträtin abgeordnete abgeordneter chairperson councilman councilwoman councillor alcalde alcaldesa prefeito prefeita " +
        "sindaco sindaca maire burgemeester minister ministern мэр министр губернатор президент");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoNames = Set(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag " +
        "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo the");

    // They end as verbs do, and stand between a quote and a name.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoVerbs = Set(
        "indeed named called titled dubbed based followed entitled accused headed joined reports reported quotes quoted cites cited besides across towards unless always perhaps sometimes plus versus thus " +
        "laut mit seit statt damit selbst jetzt zuletzt erst fast sonst samt nebst bitte heute gute beste letzte erste zweite alte neue bekannte genannte " +
        "contre entre comme notre votre cette encore ensuite presque même autre quelque feue propre dite soit avant devant pendant durant avant suivant c'est est " +
        "seu meu teu sou vou ou deu met niet want uit tot beide oude nieuwe goede grote bekende genaamde under efter över eller från där när men annars både gode gamle " +
        "utan inför inte vid для или если от над под нет этот тот вот ut mot ved " +
        "dla ta i ała про для з від");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Articles =
        Set("the a an der die das ein eine le la les un une el il lo o os as de het den det ihr sein");

    // Whoever is told or asked stands behind these.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WithObject = Set("told tells asked asks urged warned warns vertelde vertelt");

    private static readonly FrozenDictionary<string, PhraseLexicon> Verbs = SpeechVerbs.ByLanguage.ToFrozenDictionary(pair => pair.Key, pair => new PhraseLexicon(pair.Key, (1u, pair.Value)));

    /// <summary>Appends the quotes of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">ISO 639-1 or "und".</param>
    /// <param name="sentences">Its sentences, as <see cref="SentenceSplitter"/> cuts them.</param>
    /// <param name="into">Gets them.</param>
    /// <param name="most">Most that are appended.</param>
    public static void Find(string text, string language, IReadOnlyList<SentenceCut> sentences, List<Quotation> into, int most)
    {
        if (!Verbs.TryGetValue(language, out var verbs))
            return;
        var end = into.Count + most;
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        var last = default(Speaker);
        var lastEnd = -1;
        var several = false;
        for (var s = 0; s < sentences.Count && into.Count < end; s++)
        {
            var cut = sentences[s];
            var sentence = text.AsSpan(cut.Start, cut.Length);
            var words = buffer[..SentenceWords.Read(sentence, elides: SentenceWords.Elides(language), buffer)];
            var reader = new Reader(sentence, words, verbs, language);
            // What was said last is known only right after it.
            var before = s > 0 && sentences[s - 1].Start + sentences[s - 1].Length == lastEnd ? last : default;
            var sameParagraph = before.Length > 0 && text.AsSpan(lastEnd, cut.Start - lastEnd).IndexOfAny('\n', '\r', '\u2028') < 0;
            var announced = before.Length > 0 && text[lastEnd - 1] == ':';
            var said = default(Speaker);
            var closed = -1;
            for (var i = 0; i < sentence.Length && into.Count < end; i++)
            {
                var close = QuoteMarks.IsMark(sentence[i]) ? QuoteMarks.EndOf(sentence, i) : -1;
                if (close < 0)
                    continue;
                var speaker = reader.SpeakerOf(i, close);
                if (speaker.IsPronoun)
                    speaker = said.Length > 0 ? said : before.IsFamily && !several ? before : default;
                else if (speaker.Length == 0 && reader.IsAllQuoted && (sameParagraph || announced))
                    speaker = before;
                else if (speaker.Length == 0 && said.Length > 0 && reader.IsInterrupted(closed, i))
                    speaker = said;
                else if (speaker.Length > 0)
                    speaker = speaker.From(cut.Start);
                if (speaker.Length > 0)
                {
                    said = speaker;
                    var (start, length) = Inside(sentence, i, close);
                    if (length > 0 && reader.IsSpoken(i, close))
                        into.Add(new Quotation(cut.Start + start, length, speaker.Start, speaker.Length, cut.Start, cut.Length));
                }
                i = closed = close;
            }
            several = reader.NamesSeveral();
            if (said.Length == 0 && !reader.HasQuote && !several)
                said = reader.Reporter() is { Length: > 0, IsPronoun: false } reporter ? reporter.From(cut.Start) : default;
            last = said;
            lastEnd = said.Length > 0 ? cut.Start + cut.Length : -1;
        }
    }

    private static (int Start, int Length) Inside(ReadOnlySpan<char> sentence, int open, int close)
    {
        var start = open + 1;
        while (start < close && char.IsWhiteSpace(sentence[start]))
            start++;
        while (close > start && (char.IsWhiteSpace(sentence[close - 1]) || sentence[close - 1] == ','))
            close--;
        return (start, close - start);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // A name's place; a pronoun has none.
    private readonly record struct Speaker(int Start, int Length, bool IsPronoun, bool IsFamily)
    {
        public static readonly Speaker Pronoun = new(0, 0, true, false);

        public Speaker From(int offset) => this with { Start = Start + offset };
    }

    private readonly ref struct Reader(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words, PhraseLexicon verbs, string language)
    {
        private readonly ReadOnlySpan<char> _sentence = sentence;
        private readonly ReadOnlySpan<SentenceWord> _words = words;

        public bool IsAllQuoted
        {
            get
            {
                foreach (var word in _words)
                {
                    if (!word.Is(SentenceWordTraits.Quoted))
                        return false;
                }
                return true;
            }
        }

        public bool HasQuote
        {
            get
            {
                foreach (var word in _words)
                {
                    if (word.Is(SentenceWordTraits.Quoted))
                        return true;
                }
                return false;
            }
        }

        // "...," X grumbled, "...": what goes on is the same one's.
        public bool IsInterrupted(int closed, int open)
        {
            if (_sentence[..open].TrimEnd() is not [.., ','])
                return false;
            var (count, names, isName) = (0, 0, false);
            for (var i = 0; i < _words.Length; i++)
            {
                if (_words[i].Start <= closed || _words[i].End > open)
                    continue;
                if (++count > MostBetween || PolarityWords.IsAnd(TextOf(i)))
                    return false;
                if (_words[i].Is(SentenceWordTraits.Capital) && !NoNames.Contains(TextOf(i)))
                    names += isName ? 0 : 1;
                isName = _words[i].Is(SentenceWordTraits.Capital);
            }
            return count > 1 && names == 1;
        }

        // Long enough, and not a title of a work.
        public bool IsSpoken(int open, int close)
        {
            var count = 0;
            var small = 0;
            foreach (var word in _words)
            {
                if (word.Start <= open || word.End > close)
                    continue;
                if (_sentence[word.Start] >= '\u3040')
                    return close - open > LeastIdeographs;
                count++;
                if (!word.Is(SentenceWordTraits.Capital) && word.Length > 3)
                    small++;
            }
            return count >= LeastWords && small > 0;
        }

        public Speaker SpeakerOf(int open, int close)
        {
            var right = 0;
            while (right < _words.Length && _words[right].Start < close)
                right++;
            var left = right - 1;
            while (left >= 0 && _words[left].End > open)
                left--;
            var pause = close > 0 && _sentence[close - 1] is ',' or '!' or '?' or '-' or '\u2014' or '\u2026'
                || (close + 1 < _sentence.Length && _sentence[close + 1] is ',') || (close + 2 < _sentence.Length && _sentence[(close + 1)..].TrimStart() is [',' or '\u2014' or '\u2013' or '-', ..]);
            if (pause && SpeakerAfter(right) is var after && (after.Length > 0 || after.IsPronoun))
                return after;
            if (SpeakerBefore(left) is var before && (before.Length > 0 || before.IsPronoun))
                return before;
            return default;
        }

        // "X said ..." without a quote: who speaks, for "he said" in the next sentence.
        public Speaker Reporter()
        {
            for (var v = 1; v < Math.Min(_words.Length, Reach); v++)
            {
                if (IsVerb(v))
                    return Before(v, 0);
            }
            return default;
        }

        // "...," said X; "...," X said.
        private Speaker SpeakerAfter(int right)
        {
            if (right >= _words.Length || _words[right].Is(SentenceWordTraits.Quoted))
                return default;
            for (var v = right; v < Math.Min(_words.Length, right + Reach); v++)
            {
                // Behind an "and" somebody else may speak.
                if (_words[v].Is(SentenceWordTraits.Quoted) || (v > right && (EndsBetween(v) || PolarityWords.IsAnd(TextOf(v)))))
                    return default;
                if (!IsVerb(v))
                {
                    // "...," grumbled X; "...," X grumbled; "...", a grommelé X: verbs of saying are no closed list.
                    if (v == right && LooksLikeVerb(v))
                        return Subject(v + 1);
                    if (v > right && language is "fr" or "it" && AllBetween(right, v) && LooksLikeParticiple(v))
                        return Subject(v + 1);
                    if (v > right && language is "en" && LooksLikeVerb(v) && !_words[v].Is(SentenceWordTraits.AfterMark))
                    {
                        if (v - 1 == right && Pronouns.Contains(TextOf(right)) && TextOf(right) is not "who")
                            return Speaker.Pronoun;
                        if (!_words[v - 1].Is(SentenceWordTraits.Capital))
                            continue;
                        // "as X knows": in the present tense only where nothing stands before the name.
                        var before = InOneClause(Before(v, right), right);
                        return TextOf(v)[^1] is 'd' || before.Start == _words[right].Start ? before : default;
                    }
                    continue;
                }
                var first = v == right || (v - right <= 3 && AllBetween(right, v));
                if (!first)
                    return InOneClause(Before(v, right), right);
                // French and the like: "a-t-il dit", "a déclaré M. Aulne".
                for (var k = right; k < v; k++)
                {
                    if (Pronouns.Contains(TextOf(k)))
                        return Speaker.Pronoun;
                }
                if (WithObject.Contains(TextOf(v)))
                    return default;
                var next = v + 1;
                while (next < _words.Length && IsVerb(next) && !_words[next].Is(SentenceWordTraits.AfterMark))
                    next++;
                return After(next);
            }
            return default;
        }

        // Somebody or something else is named before a comma: the quote may be theirs.
        private Speaker InOneClause(Speaker speaker, int right)
        {
            for (var i = right + 1; i < _words.Length && speaker.Length > 0 && _words[i].Start <= speaker.Start; i++)
            {
                if (_words[i].Is(SentenceWordTraits.AfterMark) && !AfterTitle(i))
                    return default;
            }
            return speaker;
        }

        // Who stands behind a verb: a name, after titles and an article at most, or a pronoun.
        private Speaker Subject(int from)
        {
            if (from < _words.Length && !_words[from].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Capital)
                && Pronouns.Contains(TextOf(from)) && !Articles.Contains(TextOf(from)))
                return Speaker.Pronoun;
            for (var i = from; i < _words.Length && i < from + MostTitles
                && !_words[i].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Quoted | SentenceWordTraits.Digit); i++)
            {
                if (_words[i].Is(SentenceWordTraits.Capital))
                    return After(from);
                if (i == from ? IsFunction(i) && !Articles.Contains(TextOf(i)) : IsFunction(i))
                    return default;
            }
            return default;
        }

        // "Mayor Ines Quill: ..." at the start of a sentence. Without a title it may be the name of anything.
        private Speaker Announced(int left)
        {
            if (left < 0 || !_words[left].Is(SentenceWordTraits.Capital) || _words[left].End >= _sentence.Length
                || _sentence[_words[left].End] != ':')
                return default;
            var first = RunStart(left, 0);
            return first == 0 && left > 0 && Titles.Contains(TextOf(0)) ? Name(0, left) : default;
        }

        // X said: "..."; X said that it "...".
        private Speaker SpeakerBefore(int left)
        {
            if (Announced(left) is { Length: > 0 } announced)
                return announced;
            var named = false;
            for (var v = left; v >= 0 && v > left - Reach; v--)
            {
                if (_words[v].Is(SentenceWordTraits.Quoted))
                    return default;
                if (IsVerb(v) || (v == left && v > 0 && IsBeforeQuote(v) && LooksLikeVerb(v) && !(language is "en"
                    && TextOf(v)[^1] is 's') && (_words[v - 1].Is(SentenceWordTraits.Capital) || Pronouns.Contains(TextOf(v - 1)))))
                {
                    var lowest = v;
                    while (lowest > 0 && !_words[lowest - 1].Is(SentenceWordTraits.Quoted))
                        lowest--;
                    var before = Before(v, lowest);
                    if (before.Length > 0 || before.IsPronoun || WithObject.Contains(TextOf(v)) || v > lowest)
                        return before;
                    return After(v + 1, left + 1);
                }
                // "X said no, Y grumbled ...": not X.
                named |= _words[v].Is(SentenceWordTraits.Capital) && !NoNames.Contains(TextOf(v)) && !Titles.Contains(TextOf(v));
                if (named && ((_words[v].Is(SentenceWordTraits.AfterMark) && !AfterTitle(v)) || PolarityWords.IsAnd(TextOf(v))))
                    return default;
            }
            return default;
        }

        // "grumbled: ...", "grumbled, ..."; in other languages with a colon alone.
        private bool IsBeforeQuote(int verb) => _words[verb].End < _sentence.Length && (_sentence[_words[verb].End] == ':'
            || (language is "en" && _sentence[_words[verb].End] == ','));

        private Speaker Before(int verb, int lowest)
        {
            var k = verb - 1;
            var comma = _words[verb].Is(SentenceWordTraits.AfterMark);
            for (var skipped = 0; k >= lowest && skipped < 2 && !comma && !_words[k].Is(SentenceWordTraits.Capital) && Between.Contains(TextOf(k)); skipped++)
            {
                comma = _words[k].Is(SentenceWordTraits.AfterMark);
                k--;
            }
            if (k < lowest)
                return default;
            if (!comma)
            {
                if (Pronouns.Contains(TextOf(k)))
                    return Speaker.Pronoun;
                if (!_words[k].Is(SentenceWordTraits.Capital))
                    return default;
                var first = RunStart(k, lowest);
                // "Ines Quill of Orrin Roads said": the person, not the firm.
                if (first - 1 > lowest && TextOf(first - 1) is "of" or "from" or "for" or "at" or "with")
                    return _words[first - 2].Is(SentenceWordTraits.Capital) && !_words[first - 1].Is(SentenceWordTraits.AfterMark) ? Name(RunStart(first - 2, lowest), first - 2) : default;
                // "a spokesman for the Roads Council said": not the council.
                if (first - 2 >= lowest && TextOf(first - 1) is "the" && TextOf(first - 2) is "of" or "from" or "for" or "at" or "with")
                    return default;
                return Name(first, k);
            }
            // "Ines Quill, the mayor of Orrin, said": the name is what the clause begins with.
            if (_sentence[_words[verb - 1].End] != ',')
                return default;
            for (var i = lowest; i < k; i++)
            {
                if (i > lowest && _words[i].Is(SentenceWordTraits.AfterMark) && !AfterTitle(i))
                    return default;
                if (!_words[i].Is(SentenceWordTraits.Capital))
                    continue;
                var last = RunEnd(i);
                // Skips "But" at the start.
                if (last == i && Abbreviations.Of(language).Starts(TextOf(i)))
                    continue;
                return last + 1 < _words.Length && _words[last + 1].Is(SentenceWordTraits.AfterMark) && _sentence[_words[last].End] == ',' ? Name(i, last) : default;
            }
            return default;
        }

        private Speaker After(int from, int highest = int.MaxValue)
        {
            highest = Math.Min(highest, _words.Length);
            for (var i = from; i < highest && i < from + 8; i++)
            {
                if (i > from && _words[i].Is(SentenceWordTraits.AfterMark) && !AfterTitle(i))
                    return default;
                if (_words[i].Is(SentenceWordTraits.Quoted))
                    return default;
                if (!_words[i].Is(SentenceWordTraits.Capital))
                {
                    if (i == from && Pronouns.Contains(TextOf(i)) && TextOf(i) is not ("der" or "die" or "de"))
                        return Speaker.Pronoun;
                    continue;
                }
                var last = RunEnd(i);
                if (last >= highest)
                    last = highest - 1;
                // "White House adviser Ines Quill", "Minister of Roads Ines Quill": a further name close by is the person.
                var next = last + 1;
                var small = 0;
                while (next < highest && small < 3 && !_words[next].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Capital | SentenceWordTraits.Digit) && !IsVerb(next)
                    && (IsTitleRun(i, last) || !IsFunction(next)))
                {
                    next++;
                    small++;
                }
                if (small > 0 && next + 1 < highest && _words[next].Is(SentenceWordTraits.Capital) && !_words[next].Is(SentenceWordTraits.AfterMark) && !NoNames.Contains(TextOf(next)))
                {
                    i = next - 1;
                    continue;
                }
                var name = Name(i, last);
                if (name.Length > 0)
                    return name;
                i = last;
            }
            // "dijo" alone leaves the subject to the verb.
            return from >= highest && language is "es" or "pt" or "it" ? Speaker.Pronoun : default;
        }

        private int RunEnd(int from)
        {
            var last = from;
            while (last + 1 < _words.Length && IsNamePart(last + 1) && (!_words[last + 1].Is(SentenceWordTraits.AfterMark) || AfterTitle(last + 1)) && !_words[last + 1].Is(SentenceWordTraits.Quoted))
                last++;
            while (last > from && !_words[last].Is(SentenceWordTraits.Capital))
                last--;
            return last;
        }

        private int RunStart(int last, int lowest)
        {
            var first = last;
            while (first > lowest && IsNamePart(first - 1) && (!_words[first].Is(SentenceWordTraits.AfterMark) || AfterTitle(first)))
                first--;
            while (first < last && !_words[first].Is(SentenceWordTraits.Capital) && !(language is "en" && TextOf(first) is "de" or "von" or "van"))
                first++;
            return first;
        }

        private bool IsNamePart(int i) => _words[i].Is(SentenceWordTraits.Capital) ? !NoNames.Contains(TextOf(i)) : TextOf(i) is "von" or "van" or "de" or "der" or "den" or "bin" or "al" or "el" or "da" or "di" or "del" or "della" or "dos" or "ter" or "zu" or "af";

        // "Gov. Quill" and "J. Quill": the point is no end.
        private bool AfterTitle(int i)
        {
            if (i == 0 || _sentence[_words[i - 1].End] != '.' || _words[i].Start > _words[i - 1].End + 2)
                return false;
            var before = TextOf(i - 1);
            return before.Length == 1 || Titles.Contains(before) || before is "Jr" or "Sr" || Abbreviations.Of(language).KindOf(before) == AbbreviationKind.Never;
        }

        private Speaker Name(int first, int last)
        {
            while (first < last && (Titles.Contains(TextOf(first)) || Abbreviations.Of(language).Starts(TextOf(first)) || (!_words[first].Is(SentenceWordTraits.Capital) && !(language is "en" && TextOf(first) is "de" or "von" or "van"))
                || Abbreviations.Of(language).KindOf(TextOf(first)) == AbbreviationKind.Never))
                first++;
            while (last > first && NoNames.Contains(TextOf(last)))
                last--;
            // "Orrin Police Chief Bo Tarn", "Orrin's President Bo Tarn": the name is what follows.
            for (var i = last - 1; i > first; i--)
            {
                if (Titles.Contains(TextOf(i)) || IsPossessive(TextOf(i)))
                {
                    first = i + 1;
                    break;
                }
            }
            if (last > first && IsPossessive(TextOf(first)))
                first++;
            // "Speaker of the House Ines Quill"
            if (last - first > 3 || (last - first == 2 && TextOf(first) is "House"))
                first = last - 1;
            var text = TextOf(last);
            if (!_words[last].Is(SentenceWordTraits.Capital) || NoNames.Contains(text) || (_words[first].Is(SentenceWordTraits.Capital) && Pronouns.Contains(TextOf(first))) || Titles.Contains(text) || Abbreviations.Of(language).Starts(text)
                || IsPossessive(text) || text.Length < 2)
                return default;
            var organisation = first > 0 && TextOf(first - 1) is "the" or "The";
            return new Speaker(_words[first].Start, _words[last].End - _words[first].Start, false, !organisation);
        }

        private static bool IsPossessive(ReadOnlySpan<char> text) => text.EndsWith("'s") || text.EndsWith("\u2019s");

        private bool IsTitleRun(int first, int last)
        {
            for (var i = first; i <= last; i++)
            {
                if (!Titles.Contains(TextOf(i)))
                    return false;
            }
            return true;
        }

        private bool AllBetween(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var text = TextOf(i);
                if (_words[i].Is(SentenceWordTraits.Capital) || !(Between.Contains(text) || text is "t" or "il" or "elle" or "ils" or "on" or "так" or "it" or "si" || IsVerb(i)))
                    return false;
            }
            return language is not "en";
        }

        private bool EndsBetween(int i)
        {
            var gap = _sentence[_words[i - 1].End.._words[i].Start];
            return gap.IndexOfAny('!', '?', ';') >= 0 || (gap.IndexOf('.') >= 0 && !AfterTitle(i));
        }

        private bool IsFunction(int i) => TextOf(i) is "of" or "for" or "in" or "on" or "at" or "to" or "and" or "during" or "after" or "with" or "from" or "about" or "in" or "im" or "am" or "dem" or "nach" or "bei" or "zu" or "à" or "au" or "dans" or "en"
            or "por" or "em" or "na" or "no" or "ao" or "a" or "al" or "di" or "op" or "tegen" or "aan" or "i" or "på" or "till" or "в" or "на" or "the" or "der" or "de" or "that" or "by" or "as";

        // By its ending, between a quote and a name: there few other words have these.
        private bool LooksLikeVerb(int i)
        {
            if (_words[i].Is(SentenceWordTraits.Capital | SentenceWordTraits.Digit))
                return false;
            var word = TextOf(i);
            if (word.Length <= 3 || NoVerbs.Contains(word) || StopWords.Of(language).Contains(TokenBuffer.HashOf(word))
                || Titles.Contains(word))
                return language is "de" && word is "so";
            return language switch
            {
                "en" => word.Length > 4 && (word.EndsWith("ed") || (word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))),
                "de" => word.EndsWith("te") || word.EndsWith("ten") || word[^1] == 't',
                "fr" => word.Length > 4 && word[^1] is 'e' or 't',
                "es" => word[^1] == '\u00F3',
                "pt" => word.EndsWith("ou") || word.EndsWith("eu") || word.EndsWith("iu"),
                "it" => word[^1] == '\u00F2',
                "nl" => word.EndsWith("de") || word.EndsWith("te") || word[^1] == 't',
                "sv" => word.EndsWith("de") || word.EndsWith("te") || word.EndsWith("ar") || word.EndsWith("er"),
                "da" => word.EndsWith("ede") || word.EndsWith("te") || word.EndsWith("er"),
                "no" => word.EndsWith("et") || word.EndsWith("te") || word.EndsWith("de") || word.EndsWith("er"),
                "ru" => word[^1] == 'л' || word.EndsWith("ла") || word.EndsWith("ли") || word.EndsWith("лся") || word.EndsWith("лась")
                || word.EndsWith("ает") || word.EndsWith("ит"),
                "uk" => word[^1] == 'в' || word.EndsWith("ла") || word.EndsWith("ли") || word.EndsWith("вся") || word.EndsWith("лася"),
                "pl" => word[^1] == 'ł' || word.EndsWith("ła") || word.EndsWith("li"),
                _ => false,
            };
        }

        // "a grommelé", "ha borbottato"
        private bool LooksLikeParticiple(int i)
        {
            var word = TextOf(i);
            return !_words[i].Is(SentenceWordTraits.Capital) && word.Length > 4
                && (language is "fr" ? word[^1] is '\u00E9' or 'i' or 'u' : word.EndsWith("ato") || word.EndsWith("ito")
                || word.EndsWith("uto") || word.EndsWith("eso"));
        }

        /// <summary>Whether two persons or more are named: "she" may be either.</summary>
        public bool NamesSeveral()
        {
            var names = 0;
            var first = default(ReadOnlySpan<char>);
            for (var i = 0; i < _words.Length; i++)
            {
                if (!_words[i].Is(SentenceWordTraits.Capital) || _words[i].Is(SentenceWordTraits.Quoted) || NoNames.Contains(TextOf(i))
                    || Titles.Contains(TextOf(i)))
                    continue;
                var last = RunEnd(i);
                // "told Fell", "and Fell": a place stands elsewhere.
                var isPerson = last > i || (i > 0 && !_words[i].Is(SentenceWordTraits.AfterMark) && (IsVerb(i - 1)
                    || PolarityWords.IsAnd(TextOf(i - 1)) || TextOf(i - 1) is "with"));
                if (isPerson && !TextOf(last).SequenceEqual(first))
                {
                    names++;
                    first = TextOf(last);
                }
                i = last;
            }
            return names > 1;
        }

        private bool IsVerb(int i) => !_words[i].Is(SentenceWordTraits.Capital | SentenceWordTraits.Quoted) && verbs.Match(_sentence, _words[..(i + 1)], i, out _) != 0 && TextOf(i) is not "ha";

        private ReadOnlySpan<char> TextOf(int i) => _sentence[_words[i].Start.._words[i].End];
    }
}
