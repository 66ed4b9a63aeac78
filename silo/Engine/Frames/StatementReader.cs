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

    private readonly List<uint> _words = [];
    private readonly List<WordMarks> _marks = [];

    /// <summary>What a sentence says.</summary>
    /// <param name="tokens">All its words.</param>
    /// <param name="language">ISO 639-1.</param>
    /// <param name="isStop">Whether a word says nothing, by its index.</param>
    /// <param name="idOf">A number for the stem of a word, by its index.</param>
    public Statement Read(TokenBuffer tokens, string language, Func<int, bool> isStop, Func<int, uint> idOf)
    {
        if (!PolarityWords.Knows(language))
            return Statement.Unknown;
        _words.Clear();
        _marks.Clear();
        var offices = 0ul;
        var pronouns = WordGender.None;
        var (negation, modal, modalMark, passive, startsClause) = (0, 0, WordMarks.None, false, false);
        // German, Dutch and Swedish put the word after the verb.
        var isAfter = language is "de" or "nl" or "sv";
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            var word = tokens.Word(i).ToString();
            if (token.Is(WordTraits.AfterBreak) || PolarityWords.IsJoint(word))
            {
                (negation, passive, startsClause) = (0, false, true);
                if (token.Is(WordTraits.AfterBreak))
                    modal = 0;
            }
            offices |= StatementWords.OfficeOf(language, word);
            pronouns |= StatementWords.GenderOf(language, word);
            var isNegation = IsNegation(tokens, i, word, language);
            if (isNegation)
            {
                negation = NegationReach;
                if (isAfter && _words.Count > 0 && !startsClause)
                    _marks[^1] |= WordMarks.Denied;
            }
            // The month is no doubt.
            var isDoubt = (PolarityWords.IsDoubt(language, word) && !(word == "may" && token.Is(WordTraits.Capitalised))) || StatementWords.IsIntent(language, word);
            if (StatementWords.IsFuture(language, word))
                (modal, modalMark) = (ModalReach, WordMarks.Future);
            else if (StatementWords.IsCondition(language, word))
                (modal, modalMark) = (ConditionReach, WordMarks.Doubtful);
            else if (isDoubt)
                (modal, modalMark) = (ModalReach, WordMarks.Doubtful);
            passive |= PolarityWords.IsAuxiliary(word);
            // What says how others are meant is no word of the statement itself.
            if (isNegation || isDoubt || isStop(i) || word.Length < 2)
                continue;
            var isName = token.Is(WordTraits.Capitalised) && !token.Is(WordTraits.SentenceStart) && language != "de" && !StopWords.Calendar.Contains(token.Hash);
            var marks = startsClause ? WordMarks.ClauseStart : WordMarks.None;
            if (isName)
                marks |= WordMarks.Name;
            if (negation > 0)
            {
                marks |= WordMarks.Denied;
                negation--;
            }
            if (!StatementWords.IsAdverb(language, word))
            {
                if (modal > 0 && !isName)
                {
                    marks |= modalMark;
                    modal--;
                }
                if (passive && !isName && !(language == "en" && word.EndsWith("ing", StringComparison.Ordinal)))
                    marks |= WordMarks.Passive;
                passive = false;
            }
            startsClause = false;
            _words.Add(idOf(i));
            _marks.Add(marks);
        }
        return new Statement([.. _words], [.. _marks], offices, pronouns);
    }

    private static bool IsNegation(TokenBuffer tokens, int index, string word, string language)
    {
        if (!PolarityWords.IsNegation(language, word))
            return false;
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
