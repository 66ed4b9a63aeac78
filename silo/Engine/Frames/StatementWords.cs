using System.Collections.Frozen;

namespace StoryClustering.Engine.Frames;

/// <summary>Words that say how others are meant, beside those of <see cref="Claims.PolarityWords"/>, in the languages whose sentences are
/// compared. In lower case, by language.</summary>
internal static class StatementWords
{
    // "Threatened to close", "tried to rob": not done.
    private static readonly FrozenDictionary<string, FrozenSet<string>> Intents = Table(
        ("en", "threaten threatens threatened threatening vow vows vowed pledge pledges pledged promise promises promised want "
            + "wants wanted try tries tried attempt attempts attempted "
            + "seek seeks sought aims aimed hope hopes hoped urge urges urged offer offers offered propose proposes proposed "
            + "charged prepares preparing"),
        ("de", "droht drohte drohten will wollen wollte wollten plant plante planen versucht versuchte versuchten verspricht "
            + "versprach fordert forderte hofft hoffte soll"),
        ("fr", "menace menacé menacent veut veulent voulait tente tenté tentent promet promis espère propose proposé envisage"),
        ("es", "amenaza amenazó amenazan quiere quieren quería intenta intentó promete prometió espera propone propuso planea"),
        ("pt", "ameaça ameaçou ameaçam quer querem queria tenta tentou promete prometeu espera propõe propôs planeja"),
        ("it", "minaccia minacciato minacciano vuole vogliono voleva tenta tentato promette promesso spera propone proposto"),
        ("nl", "dreigt dreigde dreigen wil willen wilde probeert probeerde belooft beloofde hoopt plant"),
        ("sv", "hotar hotade vill ville försöker försökte lovar lovade hoppas planerar"),
        ("ru", "угрожает угрожал угрожала пригрозил пригрозила хочет хотят хотел пытается пытался обещает обещал намерен "
            + "намерена планирует"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Futures = Table(
        ("en", "will would shall ll gonna"), ("fr", "va vont"), ("es", "va van"), ("pt", "vai vão"), ("nl", "zal zullen zou zouden gaat gaan"), ("sv", "ska skall kommer"), ("ru", "будет будут"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Conditions = Table(
        ("en", "if unless whether"), ("de", "falls wenn ob"), ("fr", "si"), ("es", "si"), ("pt", "se"), ("it", "se"), ("nl", "als indien"), ("sv", "om ifall"), ("ru", "если"));

    // Of the words of doubt those that only say where something comes from, or that something ought to be: what they stand with is told.
    private static readonly FrozenSet<string> Soft = Set("reportedly reported apparently claims claimed claim likely unlikely "
            + "probably potential potentially expected must should shall ought "
        + "considering considers suspected suspect suspects offenbar wahrscheinlich vermutlich müssen muss müsse müssten doit "
            + "doivent devrait devraient debe deben debería deberían deve devem "
        + "devono dovrebbe dovrebbero moet moeten måste bör вероятно должен должна должны");

    // Past tenses of English that do not end in -ed.
    private static readonly FrozenSet<string> IrregularPasts = Set("ate beat became began bit bought broke brought built burst "
            + "came caught chose cut dealt did drew drove fed fell felt fled flew fought found froze gave "
        + "got grew held hid hit hurt kept killed knew led left lent lost made met paid put quit ran rang read rose said sang "
            + "sank saw sent set shook shot shut slept sold spent split spoke spread "
        + "stole stood struck stuck swam swept swore taught threw told took tore understood went withdrew won wore wrote");

    private static readonly FrozenSet<string> Adverbs = Set("soon now then also already still again today tomorrow later even "
            + "first bald jetzt auch schon noch wieder bientôt déjà aussi encore pronto ya también já também "
        + "presto già anche ancora snel nu ook al snart nu också redan скоро уже ещё также");

    private static readonly FrozenDictionary<string, WordGender> Pronouns = new Dictionary<string, WordGender>(StringComparer.Ordinal)
    {
        ["en he"] = WordGender.He, ["en his"] = WordGender.He, ["en him"] = WordGender.He, ["en she"] = WordGender.She, ["en her"] = WordGender.She,
        ["fr il"] = WordGender.He, ["fr elle"] = WordGender.She, ["es él"] = WordGender.He, ["es ella"] = WordGender.She, ["pt ele"] = WordGender.He, ["pt ela"] = WordGender.She,
        ["it lui"] = WordGender.He, ["it lei"] = WordGender.She, ["nl hij"] = WordGender.He, ["sv han"] = WordGender.He, ["sv hon"] = WordGender.She, ["ru он"] = WordGender.He, ["ru она"] = WordGender.She,
        ["de er"] = WordGender.He,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // For each language the offices, in one order: "king" and "König" are the same number, which is a bit of a sentence's offices. A name of
    // an office in one language is an everyday word in another (Spanish "fiscal", Dutch "rechter", Italian "re"). "-": none that is plain.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, int>> Offices = OfficeTable(
        ("en", "king queen prince princess president chancellor premier governor mayor senator pope judge ambassador "
            + "bishop sheriff spokesman/spokeswoman/spokesperson prosecutor congressman/congresswoman"),
        ("de", "könig königin prinz prinzessin präsident/präsidentin kanzler/kanzlerin/bundeskanzler/bundeskanzlerin "
            + "premierminister/premierministerin/ministerpräsident/ministerpräsidentin gouverneur/gouverneurin "
            + "bürgermeister/bürgermeisterin/oberbürgermeister/oberbürgermeisterin senator/senatorin papst "
            + "richter/richterin botschafter/botschafterin bischof - sprecher/sprecherin staatsanwalt/staatsanwältin -"),
        ("fr", "roi reine prince princesse président/présidente chancelier/chancelière - gouverneur maire "
            + "sénateur/sénatrice pape juge ambassadeur/ambassadrice évêque - - procureur -"),
        ("es", "rey reina príncipe princesa presidente/presidenta canciller - gobernador/gobernadora alcalde/alcaldesa "
            + "senador/senadora papa juez/jueza embajador/embajadora obispo - portavoz fiscal -"),
        ("pt", "rei rainha príncipe princesa presidente chanceler - governador/governadora prefeito/prefeita "
            + "senador/senadora papa juiz/juíza embaixador/embaixadora bispo - - promotor/promotora -"),
        ("it", "re regina principe principessa presidente cancelliere premier governatore/governatrice sindaco/sindaca "
            + "senatore/senatrice papa giudice ambasciatore/ambasciatrice vescovo - portavoce procuratore -"),
        ("nl", "koning koningin prins prinses president kanselier premier gouverneur burgemeester senator paus rechter "
            + "ambassadeur bisschop - woordvoerder officier -"),
        ("sv", "kung/konung drottning prins prinsessa president/presidenten kansler statsminister guvernör borgmästare "
            + "senator påve/påven domare ambassadör biskop - talesperson åklagare -"),
        ("ru", "король королева принц принцесса президент канцлер премьер губернатор мэр сенатор папа судья посол епископ "
            + "- - прокурор -"));

    /// <summary>Whether a word of doubt leaves what it stands with told.</summary>
    public static bool IsSoft(string word) => Soft.Contains(word);

    /// <summary>Whether a word, by its form, may tell that something is done or was. Of languages other than English every word may.</summary>
    public static bool IsTold(string language, string word) => language != "en" || IrregularPasts.Contains(word)
        || (word.Length > 3 && (word.EndsWith("ed", StringComparison.Ordinal) || (word[^1] == 's' && word[^2] != 's')));

    public static bool IsIntent(string language, string word) => Intents.TryGetValue(language, out var words) && words.Contains(word);

    public static bool IsFuture(string language, string word) => Futures.TryGetValue(language, out var words) && words.Contains(word);

    public static bool IsCondition(string language, string word) => Conditions.TryGetValue(language, out var words) && words.Contains(word);

    /// <summary>Whether a word stands between a verb and what says how it is meant.</summary>
    public static bool IsAdverb(string language, string word) => Adverbs.Contains(word)
        || (language == "en" && word.Length > 4 && word.EndsWith("ly", StringComparison.Ordinal));

    public static WordGender GenderOf(string language, string word) => Pronouns.GetValueOrDefault($"{language} {word}");

    private static readonly FrozenSet<string> DoneWords =
        Set("hit shot bit beat struck fought sent sold bought took stole led met gave drove threw caught taught overran won ran");

    /// <summary>Whether an English word tells by its form what was done to somebody.</summary>
    public static bool IsDone(string language, string word) =>
        language == "en" && (DoneWords.Contains(word) || (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal)));

    // Monday first.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, int>> Weekdays = OfficeTable(
        ("en", "monday/mondays tuesday/tuesdays wednesday/wednesdays thursday/thursdays friday/fridays saturday/saturdays sunday/sundays"),
        ("de", "montag/montags dienstag/dienstags mittwoch/mittwochs donnerstag/donnerstags freitag/freitags samstag/samstags/sonnabend sonntag/sonntags"),
        ("fr", "lundi mardi mercredi jeudi vendredi samedi dimanche"), ("es", "lunes martes miércoles jueves viernes sábado domingo"),
        ("it", "lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        ("pt", "segunda/segunda-feira terça/terça-feira quarta/quarta-feira quinta/quinta-feira sexta/sexta-feira sábado domingo"),
        ("nl", "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        ("sv", "måndag/måndagen tisdag/tisdagen onsdag/onsdagen torsdag/torsdagen fredag/fredags/fredagen lördag/lördagen söndag/söndagen"),
        ("ru", "понедельник вторник среду/среда четверг пятницу/пятница субботу/суббота воскресенье"));

    /// <summary>A bit for the day of the week that a word names; 0: none.</summary>
    public static byte WeekdayOf(string language, string word) =>
        Weekdays.TryGetValue(language, out var days) && days.TryGetValue(word, out var day) ? (byte)(1 << day) : (byte)0;

    /// <summary>A bit for the office that a word names; 0: none.</summary>
    public static ulong OfficeOf(string language, string word)
    {
        if (!Offices.TryGetValue(language, out var offices))
            return 0;
        if (offices.TryGetValue(word, out var number))
            return 1ul << number;
        // Declined: "Präsidenten", "президента".
        if (language is not ("de" or "ru"))
            return 0;
        for (var ending = 1; ending <= 2 && word.Length - ending >= 4; ending++)
        {
            if (offices.TryGetValue(word[..^ending], out number))
                return 1ul << number;
        }
        return 0;
    }

    private static FrozenDictionary<string, FrozenSet<string>> Table(params (string Language, string Words)[] lists) =>
        lists.ToFrozenDictionary(static l => l.Language, static l => Set(l.Words), StringComparer.Ordinal);

    private static FrozenDictionary<string, FrozenDictionary<string, int>> OfficeTable(params (string Language, string Offices)[] lists) =>
        lists.ToFrozenDictionary(static l => l.Language, static l => l.Offices.Split(' ')
            .SelectMany(static (names, number) => names.Split('/').Where(static name => name != "-").Select(name => (name, number)))
            .ToFrozenDictionary(static o => o.name, static o => o.number, StringComparer.Ordinal), StringComparer.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
