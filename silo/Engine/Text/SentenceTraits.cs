using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>What a sentence is like, told by its words.</summary>
[Flags]
internal enum SentenceTrait
{
    None = 0,
    /// <summary>"I", "we", "our" outside quotation marks.</summary>
    FirstPerson = 1,
    /// <summary>"You", "your" outside quotation marks.</summary>
    SecondPerson = 1 << 1,
    /// <summary>Judges, in the writer's own words.</summary>
    Opinion = 1 << 2,
    /// <summary>Ends in a question mark.</summary>
    Question = 1 << 3,
    /// <summary>Names who says so: "said", "according to".</summary>
    Attributed = 1 << 4,
    /// <summary>Has a direct quote of three words or more.</summary>
    Quoted = 1 << 5,
    /// <summary>Begins with a word that needs what came before: "He", "But", "However".</summary>
    Dangling = 1 << 6,
    /// <summary>"May", "reportedly", "alleged".</summary>
    Hedged = 1 << 7,
    /// <summary>Speaks of what is to come.</summary>
    Future = 1 << 8,
    /// <summary>Speaks of what went before the event.</summary>
    Past = 1 << 9,
    /// <summary>Gives a cause.</summary>
    Cause = 1 << 10,
    /// <summary>Says what is not known or not decided.</summary>
    Unresolved = 1 << 11,
    /// <summary>Says who or what somebody or something is.</summary>
    Definition = 1 << 12,
}

/// <summary>Tells a sentence's traits by word lists of its language, in one pass and without allocating.</summary>
internal static class SentenceTraits
{
    private const uint Opening = (uint)SentenceTrait.Dangling;
    // Phrases that look like a dangling opening and are none: "It is not known", "This week".
    private const uint Sound = 1 << 20;
    // Judges only if nobody is named who says so: "must", "should".
    private const uint Demand = 1 << 21;
    // "Spokesman" before a name.
    private const uint Title = 1 << 22;
    // "a", "the" after a name and a comma.
    private const uint Article = 1 << 23;
    private const uint Who = 1 << 24;
    private const uint IsA = 1 << 25;
    private const uint WriterOnly = (uint)(SentenceTrait.FirstPerson | SentenceTrait.SecondPerson | SentenceTrait.Opinion) | Demand;
    private const uint Anywhere =
        (uint)(SentenceTrait.Attributed | SentenceTrait.Hedged | SentenceTrait.Future | SentenceTrait.Past | SentenceTrait.Cause | SentenceTrait.Unresolved);

    private static readonly FrozenDictionary<string, PhraseLexicon> Lexicons = TraitPhrases.Build(Sound, Demand, Title, Article, Who, IsA);

    /// <summary>Traits of a sentence; of the marks alone in a language without word lists.</summary>
    public static SentenceTrait Of(ReadOnlySpan<char> sentence, string language)
    {
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        var words = buffer[..SentenceWords.Read(sentence, SentenceWords.Elides(language), buffer)];
        var traits = OfMarks(sentence, words);
        if (words.IsEmpty || !Lexicons.TryGetValue(language, out var lexicon))
            return traits;
        var found = 0u;
        var nameBefore = false;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var flags = lexicon.Match(sentence, words, i, out var longest);
            if (flags != 0)
            {
                if (i == 0 && (flags & Opening) != 0 && (flags & Sound) == 0 && !JoinedToNext(words))
                    found |= Opening;
                if (!word.Is(SentenceWordTraits.Quoted))
                    found |= flags & WriterOnly;
                found |= flags & Anywhere;
                if (nameBefore && IsDefinition(sentence, words, i, longest, flags))
                    traits |= SentenceTrait.Definition;
                if ((flags & Title) != 0 && NameFollows(words, i + longest))
                    traits |= SentenceTrait.Definition;
            }
            nameBefore = word.Is(SentenceWordTraits.Capital) && (i > 0 || flags == 0);
        }
        // What somebody says may begin as it likes, if it is told who.
        if (words[0].Is(SentenceWordTraits.Quoted) && ((found | (uint)traits) & (uint)SentenceTrait.Attributed) != 0)
            found &= ~Opening;
        traits |= (SentenceTrait)(found & (WriterOnly | Anywhere | Opening) & ~Demand);
        if ((found & Demand) != 0 && (traits & SentenceTrait.Attributed) == 0)
            traits |= SentenceTrait.Opinion;
        return traits;
    }

    private static SentenceTrait OfMarks(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words)
    {
        var traits = SentenceTrait.None;
        var last = sentence.Length - 1;
        while (last >= 0 && (QuoteMarks.IsCloser(sentence[last]) || sentence[last] is ')' || char.IsWhiteSpace(sentence[last])))
            last--;
        if (last >= 0 && sentence[last] is '?' or '\uFF1F' or '\u061F')
            traits |= SentenceTrait.Question;
        var quoted = 0;
        foreach (var word in words)
        {
            quoted = !word.Is(SentenceWordTraits.Quoted) ? 0 : quoted + (sentence[word.Start] >= '\u3040' ? word.Length : 1);
            if (quoted >= 3)
            {
                traits |= SentenceTrait.Quoted;
                break;
            }
        }
        if (last >= 0 && sentence[last] is '!' or '\uFF01' && (words.IsEmpty || !words[^1].Is(SentenceWordTraits.Quoted)))
            traits |= SentenceTrait.Opinion;
        return traits;
    }

    // "Then-President" and "Its-like": the word is part of another.
    private static bool JoinedToNext(ReadOnlySpan<SentenceWord> words) => words.Length > 1 && words[1].Is(SentenceWordTraits.AfterHyphen);

    private static bool IsDefinition(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words, int at, int longest, uint flags)
    {
        if ((flags & IsA) != 0)
            return !words[at].Is(SentenceWordTraits.AfterMark) && at + longest < words.Length && !words[at + longest].Is(SentenceWordTraits.Capital);
        if ((flags & (Article | Who)) == 0 || !words[at].Is(SentenceWordTraits.AfterMark) || at + 1 >= words.Length || !CommaBefore(sentence, words, at))
            return false;
        // "Anna Beispiel, the mayor, ...": what follows is no name, and the apposition ends.
        return (flags & Who) != 0 || (at > 1 && !words[at + 1].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Capital));
    }

    private static bool CommaBefore(ReadOnlySpan<char> sentence, ReadOnlySpan<SentenceWord> words, int at) =>
        sentence[words[at - 1].End..words[at].Start].IndexOf(',') == 0;

    private static bool NameFollows(ReadOnlySpan<SentenceWord> words, int at) =>
        at + 1 < words.Length && IsName(words[at]) && IsName(words[at + 1]) && !words[at + 1].Is(SentenceWordTraits.AfterMark);

    private static bool IsName(SentenceWord word) => word.Is(SentenceWordTraits.Capital) && !word.Is(SentenceWordTraits.AfterMark);
}
