using StoryClustering.Engine.Features;
using StoryClustering.Engine.Frames.Claims;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>Reads off a sentence's words what it says of them. Holds buffers; not thread-safe.</summary>
internal sealed class StatementReader
{
    // Words that a negation reaches to, as for claims; a modal verb reaches to its verb, a condition to its subject and verb.
    private const int NegationReach = 2;
    private const int ModalReach = 1;
    private const int ConditionReach = 2;
    private const int SpeechReach = 3;

    // Words whose class is remembered: looking one up in a dozen lists costs more than all the rest.
    private const int MostClasses = 50_000;

    private readonly List<uint> _words = [];
    private readonly List<WordMarks> _marks = [];
    private readonly List<(int Pair, bool IsSecond, int Place, bool IsDenied)> _opposites = [];
    private readonly Dictionary<(string Language, ulong Hash), WordClass> _classes = [];

    /// <summary>What a sentence says.</summary>
    /// <param name="tokens">All its words.</param>
    /// <param name="language">ISO 639-1.</param>
    /// <param name="stops">Words that say nothing.</param>
    /// <param name="stems">A number for the stem of each word.</param>
    public Statement Read(TokenBuffer tokens, string language, HashSet<ulong> stops, ReadOnlySpan<uint> stems)
    {
        if (!PolarityWords.Knows(language))
            return Statement.Unknown;
        _words.Clear();
        _marks.Clear();
        _opposites.Clear();
        var (offices, weekdays, said) = (0ul, (byte)0, -SpeechReach - 1);
        var pronouns = WordGender.None;
        var (negation, modal, modalMark, passive, startsClause) = (0, 0, WordMarks.None, false, false);
        // German, Dutch and Swedish put the word after the verb.
        var isAfter = language is "de" or "nl" or "sv";
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            var word = ClassOf(tokens, i, language);
            if (token.Is(WordTraits.AfterBreak) || word.Is(WordRole.Joint))
            {
                (negation, passive, startsClause) = (0, false, true);
                if (token.Is(WordTraits.AfterBreak))
                    modal = 0;
            }
            offices |= word.Office;
            // "Police said on Tuesday" dates what they said.
            if (word.Is(WordRole.Speech))
                said = i;
            if (i - said > SpeechReach)
                weekdays |= word.Weekday;
            if (word.Opposite is { } opposite)
                _opposites.Add((opposite.Pair, opposite.IsSecond, _words.Count, negation > 0));
            pronouns |= word.Gender;
            var isNegation = word.Is(WordRole.Negation) && IsNegation(tokens, i);
            if (isNegation)
            {
                negation = NegationReach;
                if (isAfter && _words.Count > 0 && !startsClause)
                    _marks[^1] |= WordMarks.Denied;
            }
            // The month is no doubt.
            var isDoubt = word.Is(WordRole.Doubt) && !(word.Is(WordRole.May) && token.Is(WordTraits.Capitalised));
            if (word.Is(WordRole.Future))
                (modal, modalMark) = (ModalReach, WordMarks.Future);
            else if (word.Is(WordRole.Condition))
                (modal, modalMark) = (ConditionReach, WordMarks.Doubtful);
            else if (isDoubt)
                (modal, modalMark) = (ModalReach, WordMarks.Doubtful);
            passive |= word.Is(WordRole.Auxiliary);
            // What says how others are meant is no word of the statement itself.
            if (isNegation || isDoubt || token.Length < 2 || TermExtractor.IsStop(token, stops, shouting: false))
                continue;
            var isName = token.Is(WordTraits.Capitalised) && !token.Is(WordTraits.SentenceStart) && language != "de" && !StopWords.Calendar.Contains(token.Hash);
            var marks = startsClause ? WordMarks.ClauseStart : WordMarks.None;
            if (isName)
                marks |= WordMarks.Name;
            else if (word.Is(WordRole.Told))
                marks |= word.Is(WordRole.Done) ? WordMarks.Told | WordMarks.Done : WordMarks.Told;
            if (word.Weekday != 0 || StopWords.Calendar.Contains(token.Hash))
                marks |= WordMarks.Calendar;
            if (negation > 0)
            {
                marks |= WordMarks.Denied;
                negation--;
            }
            if (!word.Is(WordRole.Adverb))
            {
                if (modal > 0 && !isName)
                {
                    marks |= modalMark;
                    modal--;
                }
                if (passive && !isName && !word.Is(WordRole.Progressive))
                    marks |= WordMarks.Passive;
                passive = false;
            }
            startsClause = false;
            _words.Add(stems[i]);
            _marks.Add(marks);
        }
        var (firsts, seconds) = (0ul, 0ul);
        foreach (var (pair, isSecond, place, isDenied) in _opposites)
        {
            // "Did not accept" is "rejected".
            if (isSecond ^ (isDenied || (place < _marks.Count && (_marks[place] & WordMarks.Denied) != 0)))
                seconds |= 1ul << pair;
            else
                firsts |= 1ul << pair;
        }
        return new Statement([.. _words], [.. _marks], offices, pronouns) { Firsts = firsts, Seconds = seconds, Weekdays = weekdays,
            IsFixedOrder = language == "en" };
    }

    private WordClass ClassOf(TokenBuffer tokens, int index, string language)
    {
        var key = (language, tokens[index].Hash);
        if (_classes.TryGetValue(key, out var known))
            return known;
        if (_classes.Count == MostClasses)
            _classes.Clear();
        return _classes[key] = WordClass.Of(language, tokens.Word(index).ToString());
    }

    private static bool IsNegation(TokenBuffer tokens, int index)
    {
        if (index + 1 >= tokens.Count)
            return true;
        var next = tokens.Word(index + 1);
        // "No fewer than 12" is a bound; "not only the bridge but also the road" denies nothing.
        if (next is "more" or "less" or "fewer" or "later" or "mehr" or "weniger" or "более" or "менее")
            return !(IsNumeric(tokens, index + 2) || IsNumeric(tokens, index + 3));
        return next is not ("only" or "nur" or "seulement" or "sólo" or "solo" or "alleen" or "bara" or "только");
    }

    private static bool IsNumeric(TokenBuffer tokens, int index) => index < tokens.Count && tokens[index].Is(WordTraits.Numeric);
}

/// <summary>What part a word plays for others.</summary>
[Flags]
internal enum WordRole
{
    None = 0,
    Negation = 1,
    Doubt = 2,
    Future = 4,
    Condition = 8,
    Auxiliary = 16,
    Joint = 32,
    Adverb = 64,
    Told = 128,
    Progressive = 256,
    Speech = 1024,
    Done = 2048,
    May = 512,
}

/// <summary>All that the lists say of a word.</summary>
internal readonly record struct WordClass(WordRole Roles, ulong Office, WordGender Gender, (int Pair, bool IsSecond)? Opposite,
    byte Weekday)
{
    public bool Is(WordRole role) => (Roles & role) != 0;

    public static WordClass Of(string language, string word)
    {
        var isDoubt = (PolarityWords.IsDoubt(language, word) && !StatementWords.IsSoft(word)) || StatementWords.IsIntent(language, word);
        var roles = (PolarityWords.IsNegation(language, word) ? WordRole.Negation : 0) | (isDoubt ? WordRole.Doubt : 0)
            | (StatementWords.IsFuture(language, word) ? WordRole.Future : 0) | (StatementWords.IsCondition(language, word) ? WordRole.Condition : 0)
            | (PolarityWords.IsAuxiliary(word) ? WordRole.Auxiliary : 0) | (PolarityWords.IsJoint(language, word) ? WordRole.Joint : 0)
            | (StatementWords.IsAdverb(language, word) ? WordRole.Adverb : 0) | (StatementWords.IsTold(language, word) ? WordRole.Told : 0)
            | (language == "en" && word.EndsWith("ing", StringComparison.Ordinal) ? WordRole.Progressive : 0)
            | (word == "may" ? WordRole.May : 0) | (SpeechVerbs.Contains(word) ? WordRole.Speech : 0)
            | (StatementWords.IsDone(language, word) ? WordRole.Told | WordRole.Done : 0);
        return new WordClass(roles, StatementWords.OfficeOf(language, word), StatementWords.GenderOf(language, word),
            OppositeWords.Find(language, word),
            StatementWords.WeekdayOf(language, word));
    }
}
