using System.Collections.Frozen;

namespace StoryClustering.Engine.Frames;

/// <summary>Words that say how others are meant, beside those of <see cref="Claims.PolarityWords"/>, in the languages whose sentences are
/// compared. In lower case, by language.</summary>
internal static class StatementWords
{
    // "Threatened to close", "tried to rob": not done.
    private static readonly FrozenDictionary<string, FrozenSet<string>> Intents = Table(
        ("en", "threaten threatens threatened threatening vow vows vowed pledge pledges pledged promise promises promised want wants wanted try tries tried attempt attempts attempted "
            + "seek seeks sought aims aimed hope hopes hoped urge urges urged offer offers offered propose proposes proposed charged prepares preparing"),
        ("de", "droht drohte drohten will wollen wollte wollten plant plante planen versucht versuchte versuchten verspricht versprach fordert forderte hofft hoffte soll"),
        ("fr", "menace menacé menacent veut veulent voulait tente tenté tentent promet promis espère propose proposé envisage"),
        ("es", "amenaza amenazó amenazan quiere quieren quería intenta intentó promete prometió espera propone propuso planea"),
        ("pt", "ameaça ameaçou ameaçam quer querem queria tenta tentou promete prometeu espera propõe propôs planeja"),
        ("it", "minaccia minacciato minacciano vuole vogliono voleva tenta tentato promette promesso spera propone proposto"),
        ("nl", "dreigt dreigde dreigen wil willen wilde probeert probeerde belooft beloofde hoopt plant"),
        ("sv", "hotar hotade vill ville försöker försökte lovar lovade hoppas planerar"),
        ("ru", "угрожает угрожал угрожала пригрозил пригрозила хочет хотят хотел пытается пытался обещает обещал намерен намерена планирует"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Futures = Table(
        ("en", "will would shall ll gonna"), ("fr", "va vont"), ("es", "va van"), ("pt", "vai vão"), ("nl", "zal zullen zou zouden gaat gaan"), ("sv", "ska skall kommer"), ("ru", "будет будут"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Conditions = Table(
        ("en", "if unless whether"), ("de", "falls wenn ob"), ("fr", "si"), ("es", "si"), ("pt", "se"), ("it", "se"), ("nl", "als indien"), ("sv", "om ifall"), ("ru", "если"));

    // Of the words of doubt those that only say where something comes from, or that something ought to be: what they stand with is told.
    private static readonly FrozenSet<string> Soft = Set("reportedly reported apparently claims claimed claim likely unlikely probably potential potentially expected must should shall ought "
        + "considering considers suspected suspect suspects offenbar wahrscheinlich vermutlich müssen muss müsse müssten doit doivent devrait devraient debe deben debería deberían deve devem "
        + "devono dovrebbe dovrebbero moet moeten måste bör вероятно должен должна должны");

    // Past tenses of English that do not end in -ed.
    private static readonly FrozenSet<string> IrregularPasts = Set("ate beat became began bit bought broke brought built burst came caught chose cut dealt did drew drove fed fell felt fled flew fought found froze gave "
        + "got grew held hid hit hurt kept killed knew led left lent lost made met paid put quit ran rang read rose said sang sank saw sent set shook shot shut slept sold spent split spoke spread "
        + "stole stood struck stuck swam swept swore taught threw told took tore understood went withdrew won wore wrote");

    private static readonly FrozenSet<string> Adverbs = Set("soon now then also already still again today tomorrow later even first bald jetzt auch schon noch wieder bientôt déjà aussi encore pronto ya también já também "
        + "presto già anche ancora snel nu ook al snart nu också redan скоро уже ещё также");

    private static readonly FrozenDictionary<string, WordGender> Pronouns = new Dictionary<string, WordGender>(StringComparer.Ordinal)
    {
        ["en he"] = WordGender.He, ["en his"] = WordGender.He, ["en him"] = WordGender.He, ["en she"] = WordGender.She, ["en her"] = WordGender.She,
        ["fr il"] = WordGender.He, ["fr elle"] = WordGender.She, ["es él"] = WordGender.He, ["es ella"] = WordGender.She, ["pt ele"] = WordGender.He, ["pt ela"] = WordGender.She,
        ["it lui"] = WordGender.He, ["it lei"] = WordGender.She, ["nl hij"] = WordGender.He, ["sv han"] = WordGender.He, ["sv hon"] = WordGender.She, ["ru он"] = WordGender.He, ["ru она"] = WordGender.She,
        ["de er"] = WordGender.He,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // A row for each office: its names in all languages and both genders. Rows are numbered; a sentence's offices are a set of bits.
    private static readonly string[] OfficeRows =
    [
        "king könig roi rey rei re koning kung король", "queen königin reine reina rainha regina koningin drottning королева", "prince prinz príncipe principe prins принц", "princess prinzessin princesse princesa principessa prinses prinsessa принцесса",
        "president präsident präsidentin président présidente presidente presidenta presidente president presidenten президент", "chancellor kanzler kanzlerin chancelier chancelière canciller chanceler cancelliere kanselier kansler канцлер",
        "premier premierminister premierministerin ministerpräsident statsminister premierminister премьер", "governor gouverneur gouverneurin gobernador gobernadora governador governadora governatore guvernör губернатор",
        "mayor bürgermeister bürgermeisterin oberbürgermeister maire alcalde alcaldesa prefeito prefeita sindaco burgemeester borgmästare мэр", "senator senatorin sénateur sénatrice senador senadora senatore senatrice сенатор",
        "pope papst pape papa paus påve папа", "judge richter richterin juge juez jueza juiz juíza giudice rechter domare судья", "ambassador botschafter botschafterin ambassadeur ambassadrice embajador embajadora embaixador embaixadora ambasciatore ambasciatrice ambassadör посол",
        "bishop bischof évêque obispo bispo vescovo bisschop biskop епископ", "sheriff шериф", "spokesman spokeswoman spokesperson sprecher sprecherin porte-parole portavoz porta-voz portavoce woordvoerder talesperson",
        "prosecutor staatsanwalt staatsanwältin procureur fiscal promotor procuratore officier åklagare прокурор", "congressman congresswoman",
    ];

    private static readonly FrozenDictionary<string, int> Offices = OfficeRows
        .SelectMany(static (row, number) => row.Split(' ').Distinct().Select(name => (Name: name, Number: number)))
        .DistinctBy(static o => o.Name).ToFrozenDictionary(static o => o.Name, static o => o.Number, StringComparer.Ordinal);

    public static bool IsSoft(string word) => Soft.Contains(word);

    /// <summary>Whether a word, by its form, may tell that something is done or was. Of languages other than English every word may.</summary>
    public static bool IsTold(string language, string word) => language != "en" || IrregularPasts.Contains(word)
        || (word.Length > 3 && (word.EndsWith("ed", StringComparison.Ordinal) || (word[^1] == 's' && word[^2] != 's')));

    public static bool IsIntent(string language, string word) => Intents.TryGetValue(language, out var words) && words.Contains(word);

    public static bool IsFuture(string language, string word) => Futures.TryGetValue(language, out var words) && words.Contains(word);

    public static bool IsCondition(string language, string word) => Conditions.TryGetValue(language, out var words) && words.Contains(word);

    /// <summary>Whether a word stands between a verb and what says how it is meant.</summary>
    public static bool IsAdverb(string language, string word) => Adverbs.Contains(word) || (language == "en" && word.Length > 4 && word.EndsWith("ly", StringComparison.Ordinal));

    public static WordGender GenderOf(string language, string word) => Pronouns.GetValueOrDefault($"{language} {word}");

    /// <summary>A bit for the office that a word names; 0: none.</summary>
    public static ulong OfficeOf(string language, string word)
    {
        if (Offices.TryGetValue(word, out var number))
            return 1ul << number;
        // Declined: "Präsidenten", "президента".
        if (language is not ("de" or "ru"))
            return 0;
        for (var ending = 1; ending <= 2 && word.Length - ending >= 4; ending++)
        {
            if (Offices.TryGetValue(word[..^ending], out number))
                return 1ul << number;
        }
        return 0;
    }

    private static FrozenDictionary<string, FrozenSet<string>> Table(params (string Language, string Words)[] lists) =>
        lists.ToFrozenDictionary(static l => l.Language, static l => Set(l.Words), StringComparer.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
