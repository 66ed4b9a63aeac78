using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Finds what sentences that say the same count differently: "at least 12 killed", later "15 dead". Compared are numbers of one kind that
/// count the same, by the stem of the counted word; words for victims and for injured are one each.
/// </summary>
internal sealed class NumberComparison(FrameSources sources, SentenceReader reader)
{
    private const int MostDifferences = 3;
    private const int MostReports = 6;
    private const int MostCitations = 8;

    // What is counted by other words in the next article.
    private static readonly string[][] Synonyms =
    [
        ["dead", "death", "deaths", "died", "die", "dies", "killed", "kill", "kills", "fatalities", "fatality", "victims", "toll", "lives", "bodies",
            "tote", "toten", "todesopfer", "getötet", "opfer", "morts", "mort", "tués", "victimes", "décès", "muertos", "muertes", "fallecidos", "víctimas",
            "mortos", "mortes", "vítimas", "morti", "vittime", "doden", "gedood", "погибших", "погибли", "погиб", "döda", "dödade"],
        ["injured", "injuries", "wounded", "hurt", "verletzte", "verletzt", "verletzten", "blessés", "heridos", "lesionados", "feridos", "feriti", "gewonden", "gewond",
            "пострадавших", "раненых", "ранены", "skadade"],
        ["missing", "vermisst", "vermisste", "disparus", "desaparecidos", "dispersi", "vermist", "saknade"],
        ["arrested", "arrests", "detained", "festgenommen", "festnahmen", "arrêtés", "detenidos", "detidos", "arrestati", "gearresteerd", "gripna"],
    ];

    private static readonly Dictionary<string, int> Groups = Synonyms
        .SelectMany(static (words, group) => words.Select(word => (word, group))).ToDictionary(static w => w.word, static w => w.group, StringComparer.Ordinal);

    private static readonly HashSet<string> Measures = new(
        ("second seconds minute minutes hour hours day days night nights week weeks month months year years mile miles kilometer kilometers kilometre kilometres meter meters metre metres feet foot inches "
        + "stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren minuten kilometer meter heure heures jour jours semaine semaines mois an ans année années "
        + "hora horas día días semana semanas mes meses año años dia dias mês ano anos ora ore giorno giorni settimana settimane mese mesi anno anni uur uren dag dagen weken maanden jaar jaren").Split(' '), StringComparer.Ordinal);

    private readonly List<NumberMention> _mentions = [];

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
                if (mention.Kind is not (NumberKind.Count or NumberKind.Percent or NumberKind.Money) || mention.UnitStart < 0)
                    continue;
                var lower = sentence.Text.Substring(mention.UnitStart, mention.UnitLength).ToLowerInvariant();
                // How long and how far is seldom the same length or distance.
                if (Measures.Contains(lower))
                    continue;
                var subject = Groups.TryGetValue(lower, out var group) ? (ulong)group : reader.StemOf(lower, sentence.Article.Language);
                if (!subjects.TryGetValue((mention.Kind, subject), out var known))
                    subjects.Add((mention.Kind, subject), known = (lower, []));
                known.Said.Add(new Said(sentence, mention, Written(sentence.Text, mention)));
            }
        }
        var differences = new List<NumberDifference>();
        foreach (var (_, (subject, said)) in subjects)
        {
            // "Two of the five dead": a sentence that gives two numbers contradicts nobody.
            var alone = said.GroupBy(static s => s.Sentence).Where(static g => g.Select(static s => s.Mention.Value).Distinct().Count() == 1).Select(static g => g.First()).ToList();
            if (alone.Select(static s => s.Mention.Value).Distinct().Count() < 2 || alone.Select(static s => s.Sentence.Article.Origin).Distinct().Count() < 2)
                continue;
            differences.Add(new NumberDifference(subject, [.. alone.GroupBy(static s => s.Mention.Value).Select(Report)
                .OrderByDescending(static r => r.Latest).ThenByDescending(static r => r.Citations.Count).ThenBy(static r => r.Value, StringComparer.Ordinal).Take(MostReports)]));
        }
        differences.Sort(static (a, b) => a.Reports.Count != b.Reports.Count ? b.Reports.Count.CompareTo(a.Reports.Count) : string.CompareOrdinal(a.Subject, b.Subject));
        return differences.Count > MostDifferences ? differences.GetRange(0, MostDifferences) : differences;
    }

    private NumberReport Report(IGrouping<double, Said> said)
    {
        // Who prints another's words says it for that one.
        var byOrigin = said.OrderByDescending(static s => s.Sentence.Article.Appeared).ThenBy(static s => s.Sentence.Article.ArticleId, StringComparer.Ordinal)
            .DistinctBy(static s => s.Sentence.Article.Origin).ToList();
        return new NumberReport(byOrigin[0].Value, byOrigin[0].Sentence.Article.Appeared, [.. byOrigin.Take(MostCitations).Select(s => sources.Cite(s.Sentence, 1))]);
    }

    private static string Written(string text, NumberMention mention)
    {
        var start = mention.QualifierStart >= 0 && mention.QualifierStart < mention.Start ? mention.QualifierStart : mention.Start;
        return text[start..(mention.Start + mention.Length)];
    }
}
