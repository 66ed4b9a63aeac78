using StoryClustering.Engine.Frames.Claims;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Finds what sentences that say the same count differently: "at least 12 killed", later "15 dead". Compared are numbers that count the
/// same,
/// by the stem of the counted word (words for victims and for injured are one each), sums of one currency, and shares; of the last two
/// only those around which a word recurs: "fined $9 million", "a fine of $7 million". An outlet is asked for its latest figure alone.
/// </summary>
internal sealed class NumberComparison(FrameSources sources, SentenceReader reader)
{
    private const int MostDifferences = 3;
    private const int MostReports = 6;
    private const int MostCitations = 8;

    // Words on either side of a sum or share that say what it is of, and of "people" that say what became of them.
    private const int Around = 6;

    // What is counted by other words in the next article.
    private static readonly string[][] Synonyms =
    [
        ["dead", "death", "deaths", "died", "die", "dies", "dying", "killed", "kill", "kills", "killing", "perished", "fatalities",
            "fatality", "victims", "toll", "lives",
            "bodies", "tote", "toten", "toter", "todesopfer", "getötet", "tötete", "starben", "gestorben", "opfer", "morts", "mort",
            "mortes", "tués", "tuées", "tué", "tuant",
            "décédées", "décédés", "victimes", "décès", "muertos", "muertes", "murieron", "mató", "fallecidos", "fallecieron", "víctimas",
            "mortos", "morreram", "matou",
            "vítimas", "morti", "morte", "uccisi", "uccise", "ucciso", "vittime", "doden", "gedood", "omgekomen", "overleden", "погибших",
            "погибли", "погиб", "погибло",
            "убиты", "döda", "dödade", "dödades", "dog", "omkom"],
        ["injured", "injuries", "injuring", "wounded", "wounding", "hurt", "verletzte", "verletzt", "verletzten", "blessés", "blessées",
            "blessé", "heridos", "heridas", "lesionados",
            "feridos", "feridas", "feriti", "ferite", "gewonden", "gewond", "пострадавших", "пострадали", "раненых", "ранены", "skadade",
            "skadades"],
        ["missing", "vermisst", "vermisste", "disparus", "desaparecidos", "dispersi", "vermist", "saknade"],
        ["arrested", "arrests", "detained", "festgenommen", "festnahmen", "arrêtés", "detenidos", "detidos", "arrestati", "gearresteerd", "gripna"],
    ];

    private static readonly Dictionary<string, int> Groups = Synonyms
        .SelectMany(static (words, group) => words.Select(word => (word, group))).ToDictionary(static w => w.word, static w =>
            w.group, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> GroupOf =
        Groups.GetAlternateLookup<ReadOnlySpan<char>>();

    // What became of them says what is counted.
    private static readonly HashSet<string> Persons = new(
        ("people persons person others menschen personen personnes personne personas persona pessoas pessoa persone mensen человек человека людей personer "
        + "människor").Split(' '), StringComparer.Ordinal);

    // By their signs and words; of others the word itself tells.
    private static readonly string[][] Currencies =
    [
        ["$", "dollar", "usd", "dólar", "dollari", "доллар"],
        ["\u20AC", "euro", "eur", "евро"],
        ["\u00A3", "pound", "gbp", "sterling", "pfund", "livres", "libras", "sterline", "pond", "фунт"],
        ["chf", "franken", "francs", "franchi", "fr."],
        ["\u20BD", "rubel", "ruble", "rouble", "rublos", "rubli", "roebel", "руб", "rub"],
        ["\u00A5", "yen", "jpy", "yens", "ienes", "иен"],
        ["\u20B9", "rupee", "inr", "rs"],
        ["sek", "kronor", "krona", "kr"],
        ["zar", "rand", "R"],
        ["yuan", "cny", "юан"],
    ];

    private static readonly HashSet<string> Measures = new(
        ("mph kph second seconds minute minutes hour hours day days night nights week weeks month months year years mile miles kilometer kilometers kilometre kilometres meter meters metre metres feet foot inches "
        + "m km cm mm ft in mi kilometre meter metre foot inch stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren minuten kilometer meter heure heures jour jours semaine semaines mois an ans année années "
        + "hora horas día días semana semanas mes meses año años dia dias mês ano anos ora ore giorno giorni settimana settimane mese mesi anno anni uur uren dag dagen weken maanden jaar jaren").Split(' '), StringComparer.Ordinal);

    private readonly List<NumberMention> _mentions = [];
    private readonly List<(int Rank, string Word, ulong Stem)> _around = [];

    private sealed record Said(FrameSentence Sentence, NumberMention Mention, string Value);

    /// <summary>Numbers on which a sentence and those that say the same differ among origins.</summary>
    public IReadOnlyList<NumberDifference> Compare(FrameSentence shown, IReadOnlyList<FrameSentence> others)
    {
        var subjects = new Dictionary<(NumberKind, ulong), (string Subject, List<Said> Said)>();
        foreach (var sentence in others.Prepend(shown))
        {
            _mentions.Clear();
            NumberMentions.Find(sentence.Text, sentence.Article.Language, _mentions);
            foreach (var mention in _mentions)
            {
                if (SubjectOf(sentence, mention) is not var (subject, word))
                    continue;
                if (!subjects.TryGetValue((mention.Kind, subject), out var known))
                    subjects.Add((mention.Kind, subject), known = (word, []));
                known.Said.Add(new Said(sentence, mention, Written(sentence.Text, mention)));
            }
        }
        var differences = new List<NumberDifference>();
        foreach (var ((kind, _), (subject, said)) in subjects)
        {
            // "Two of the five dead": a sentence that gives two numbers contradicts nobody.
            var alone = said.GroupBy(static s => s.Sentence).Where(static g => g.Skip(1).All(s =>
                AreSame(s.Mention, g.First().Mention))).Select(static g => g.First()).ToList();
            var name = subject;
            if (kind != NumberKind.Count && !KeepOfSame(shown, alone, ref name))
                continue;
            var values = Values(Latest(alone));
            if (values.Count < 2 || values.SelectMany(static v => v).Select(static s => s.Sentence.Article.Origin).Distinct().Count() < 2)
                continue;
            differences.Add(new NumberDifference(name, [.. values.Select(Report)
                .OrderByDescending(static r => r.Latest).ThenByDescending(static r => r.Citations.Count).ThenBy(static r => r.Value, StringComparer.Ordinal).Take(MostReports)]));
        }
        differences.Sort(static (a, b) => a.Reports.Count != b.Reports.Count ? b.Reports.Count.CompareTo(a.Reports.Count) : string.CompareOrdinal(a.Subject, b.Subject));
        return differences.Count > MostDifferences ? differences.GetRange(0, MostDifferences) : differences;
    }

    /// <summary>Whether every number of a sentence is in another, too, in whatever words.</summary>
    public static bool HasNumbersOf(FrameSentence sentence, FrameSentence other)
    {
        var (own, there) = (new List<NumberMention>(), new List<NumberMention>());
        NumberMentions.Find(sentence.Text, sentence.Article.Language, own);
        NumberMentions.Find(other.Text, other.Article.Language, there);
        return own.Count > 0 && own.TrueForAll(mention => there.Exists(t => AreSame(mention, t)));
    }

    // A later figure of an outlet stands for its earlier one.
    private static List<Said> Latest(List<Said> said)
    {
        var latest = new Dictionary<int, ArticleEntry>();
        foreach (var (sentence, _, _) in said)
        {
            if (!latest.TryGetValue(sentence.Article.Origin, out var known) || IsLater(sentence.Article, known))
                latest[sentence.Article.Origin] = sentence.Article;
        }
        return said.FindAll(s => latest[s.Sentence.Article.Origin] == s.Sentence.Article);
    }

    // A reprint may come after the outlet's own later figure.
    private static bool IsLater(ArticleEntry article, ArticleEntry than) =>
        article.Standing!.IsCopy != than.Standing!.IsCopy ? than.Standing.IsCopy
        : article.Appeared != than.Appeared ? article.Appeared > than.Appeared
        : string.CompareOrdinal(article.ArticleId, than.ArticleId) > 0;

    // Those that say the same number in other words are together.
    private static List<List<Said>> Values(List<Said> said)
    {
        var values = new List<List<Said>>();
        foreach (var one in said)
        {
            if (values.Find(v => AreSame(v[0].Mention, one.Mention)) is { } same)
                same.Add(one);
            else
                values.Add([one]);
        }
        return values;
    }

    // A number within the other's range, and one that is the other, rounded: "1.2 million", "1,212,000".
    private static bool AreSame(NumberMention a, NumberMention b) =>
        (a.Value <= b.High && b.Value <= a.High) || Math.Abs(a.Value - b.Value) <= Math.Max(RoundedBy(a), RoundedBy(b));

    // Half of the last digit's worth, of numbers of two digits or more that are written with "million" and the like.
    private static double RoundedBy(NumberMention number)
    {
        if (number.Scale < 1000 || number.High > number.Value)
            return 0;
        var mantissa = number.Value / number.Scale;
        var step = 1.0;
        while (step > 0.001 && Math.Abs(mantissa / step - Math.Round(mantissa / step)) > 1e-6)
            step /= 10;
        return mantissa / step >= 9.5 ? step * number.Scale / 2 : 0;
    }

    private (ulong Subject, string Word)? SubjectOf(FrameSentence sentence, NumberMention mention)
    {
        switch (mention.Kind)
        {
            case NumberKind.Money:
                return (CurrencyOf(sentence.Text.AsSpan(mention.Start, mention.Length)), "");
            case NumberKind.Percent:
                return (0, "");
            case NumberKind.Count when mention.UnitStart >= 0:
                var lower = sentence.Text.Substring(mention.UnitStart, mention.UnitLength).ToLowerInvariant();
                // How long and how far is seldom the same length or distance.
                if (Measures.Contains(lower))
                    return null;
                if (Groups.TryGetValue(lower, out var group))
                    return ((ulong)group, lower);
                if (!Persons.Contains(lower))
                    return (reader.StemOf(lower, sentence.Article.Language), lower);
                return FateOf(sentence, mention) is var (fate, word) ? ((ulong)fate, word) : (ulong.MaxValue, lower);
            default:
                return null;
        }
    }

    // "37 people were injured", "killed at least 12 people": the verb says what is counted.
    private static (int Group, string Word)? FateOf(FrameSentence sentence, NumberMention mention)
    {
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        ReadOnlySpan<SentenceWord> words = buffer[..SentenceWords.Read(sentence.Text, SentenceWords.Elides(sentence.Article.Language),
            buffer)];
        var first = 0;
        while (first < words.Length && words[first].End <= mention.Start)
            first++;
        var text = sentence.Text.AsSpan();
        for (var i = first - 1; i >= 0 && i >= first - Around && !words[i + 1].Is(SentenceWordTraits.AfterMark)
            && !words[i].Is(SentenceWordTraits.Digit); i--)
        {
            var word = text[words[i].Start..words[i].End];
            if (PolarityWords.IsAnd(word))
                break;
            if (GroupOf.TryGetValue(word, out var group))
                return (group, word.ToString().ToLowerInvariant());
        }
        var last = first;
        while (last < words.Length && words[last].Start < mention.UnitStart + mention.UnitLength)
            last++;
        for (var i = last; i < words.Length && i < last + Around
            && !words[i].Is(SentenceWordTraits.AfterMark | SentenceWordTraits.Digit); i++)
        {
            var word = text[words[i].Start..words[i].End];
            if (PolarityWords.IsAnd(word))
                break;
            if (GroupOf.TryGetValue(word, out var group))
                return (group, word.ToString().ToLowerInvariant());
        }
        return null;
    }

    private static ulong CurrencyOf(ReadOnlySpan<char> written)
    {
        for (var i = 0; i < Currencies.Length; i++)
        {
            foreach (var name in Currencies[i])
            {
                var comparison = name is "R" ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
                if (written.Contains(name, comparison))
                    return (ulong)i;
            }
        }
        var word = written.LastIndexOf(' ');
        return TokenBuffer.HashOf(written[(word + 1)..]);
    }

    // Leaves the sums and shares of what the shown sentence's one is of; what that is called.
    private bool KeepOfSame(FrameSentence shown, List<Said> said, ref string name)
    {
        var own = said.Find(s => s.Sentence == shown);
        if (own is null)
            return false;
        ReadAround(own);
        var around = _around.OrderBy(static w => w.Rank).ToList();
        var best = int.MaxValue;
        // What stands next to one of the two; of a share, nearly so: "unemployment rose to 12 percent".
        var nearest = own.Mention.Kind == NumberKind.Percent ? 2 : 1;
        for (var i = said.Count - 1; i >= 0; i--)
        {
            if (said[i] == own)
                continue;
            ReadAround(said[i]);
            var same = around.FindIndex(w => _around.Exists(o => o.Stem == w.Stem && Math.Min(o.Rank, w.Rank) <= nearest));
            if (same < 0)
                said.RemoveAt(i);
            else
                best = Math.Min(best, same);
        }
        if (said.Count < 2)
            return false;
        name = around[best].Word;
        return true;
    }

    // Words near a number that say something, by their stems. A name is near many sums.
    private void ReadAround(Said said)
    {
        _around.Clear();
        var (sentence, mention) = (said.Sentence, said.Mention);
        var language = sentence.Article.Language;
        Span<SentenceWord> buffer = stackalloc SentenceWord[SentenceWords.Most];
        ReadOnlySpan<SentenceWord> words = buffer[..SentenceWords.Read(sentence.Text, SentenceWords.Elides(language), buffer)];
        var stops = StopWords.Of(language == "und" ? "en" : language);
        var first = 0;
        while (first < words.Length && words[first].End <= mention.Start)
            first++;
        var last = first;
        while (last < words.Length && words[last].Start < mention.End)
            last++;
        for (int i = first - 1, rank = 1; i >= 0 && i >= first - Around; i--)
            rank += Take(words[i], i == 0, rank);
        for (int i = last, rank = 1; i < words.Length && i < last + Around; i++)
            rank += Take(words[i], i == 0, rank);

        int Take(SentenceWord found, bool isFirst, int rank)
        {
            if (found.Is(SentenceWordTraits.Digit) || (!isFirst && found.Is(SentenceWordTraits.Capital) && language != "de"))
                return 0;
            var word = sentence.Text[found.Start..found.End].ToLowerInvariant();
            var hash = TokenBuffer.HashOf(word);
            if (word.Length <= 2 || stops.Contains(hash) || StopWords.Calendar.Contains(hash))
                return 0;
            _around.Add((rank, word, reader.StemOf(word, language)));
            return 1;
        }
    }

    private NumberReport Report(List<Said> said)
    {
        // Who prints another's words says it for that one.
        var byOrigin = said.OrderByDescending(static s => s.Sentence.Article.Appeared).ThenBy(static s => s.Sentence.Article.ArticleId, StringComparer.Ordinal)
            .DistinctBy(static s => s.Sentence.Article.Origin).ToList();
        return new NumberReport(byOrigin[0].Value, byOrigin[0].Sentence.Article.Appeared, [.. byOrigin.Take(MostCitations).Select(s => sources.Cite(s.Sentence, 1))]);
    }

    private static string Written(string text, NumberMention mention)
    {
        var start = mention.QualifierStart >= 0 && mention.QualifierStart < mention.Start ? mention.QualifierStart : mention.Start;
        return text[start..mention.End];
    }
}
