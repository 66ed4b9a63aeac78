using System.Collections.Frozen;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Words that turn a statement round or take its certainty, in the languages whose claims are checked.</summary>
internal static class PolarityWords
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> Negations = Table(
        ("en", "not no never none nobody nothing neither nor without cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wouldnt couldnt "
            + "shouldnt aint mustnt neednt hardly barely nowhere denied denies deny denying unable refused refuses failed fails false untrue"),
        ("de", "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder ohne kaum bestritt bestreitet dementierte dementiert verweigerte"),
        ("fr", "pas jamais aucun aucune rien personne ni sans guère nie nié dément démenti refusé refuse"),
        ("es", "no nunca jamás ningún ninguna ninguno nadie nada ni sin tampoco negó niega desmintió rechazó"),
        ("pt", "não nunca jamais nenhum nenhuma ninguém nada nem sem tampouco negou nega desmentiu recusou"),
        ("it", "non mai nessun nessuno nessuna niente nulla né senza neppure nemmeno nega negato smentito smentisce rifiutato"),
        ("nl", "niet geen nooit niemand niets noch zonder nauwelijks ontkende ontkent weigerde"),
        ("sv", "inte ej aldrig ingen inget inga ingenting utan varken knappt förnekade förnekar vägrade"),
        ("ru", "не нет ни никогда никто ничего без опроверг опровергла отрицает отказался отказалась"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Doubts = Table(
        ("en", "allegedly alleged alleges allege reportedly reported may might could possibly perhaps suspected suspect suspects purported purportedly apparently claimed claims "
            + "claim accused accuses accuse likely unlikely probably potential potentially expected plans planned would considering considers if unless whether must should shall ought"),
        ("de", "angeblich mutmaßlich mutmaßliche mutmaßlichen möglicherweise vielleicht könnte könnten soll sollen sollte wohl offenbar vermutlich wahrscheinlich falls ob wenn würde würden muss müssen müsse müssten"),
        ("fr", "présumé présumée prétendument peut pourrait pourraient serait seraient aurait auraient probablement apparemment si soupçonné soupçonnée doit doivent devrait devraient"),
        ("es", "presunto presunta presuntamente supuesto supuesta supuestamente podría podrían habría habrían sería quizás posiblemente probablemente si debe deben debería deberían"),
        ("pt", "suposto suposta supostamente alegadamente poderia poderiam teria teriam seria talvez possivelmente provavelmente deve devem deveria deveriam"),
        ("it", "presunto presunta presumibilmente potrebbe potrebbero avrebbe avrebbero sarebbe forse probabilmente deve devono dovrebbe dovrebbero"),
        ("nl", "vermoedelijk vermeende mogelijk misschien zou zouden wellicht waarschijnlijk moet moeten"),
        ("sv", "misstänkt misstänkta påstås påstådda möjligen kanske skulle sannolikt troligen måste bör"),
        ("ru", "якобы возможно предположительно вероятно может могут бы если подозреваемый должен должна должны"));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Attributions = Table(
        ("en", "said says say saying told tells claim claims claimed argue argues argued state states stated according insist insists insisted warn warns warned believe believes "
            + "believed think thinks announced testified wrote writes accuse accuses accused allege alleges alleged allegedly reportedly suggest suggests suggested describe described"),
        ("de", "sagt sagte sagten sagen erklärte erklärt erklärten laut zufolge teilte mitteilte angaben behauptet behauptete behaupteten meint meinte glaubt warnt warnte kündigte angeblich"),
        ("fr", "dit disent selon déclaré déclare affirme affirmé affirment indiqué indique estime estimé annoncé annonce accuse"),
        ("es", "dijo dice dijeron según afirmó afirma declaró declara aseguró asegura informó acusó acusa anunció"),
        ("pt", "disse diz disseram segundo afirmou afirma declarou informou acusou anunciou"),
        ("it", "detto dice dicono secondo dichiarato dichiara afferma affermato riferito accusa annunciato"),
        ("nl", "zei zegt zeiden volgens aldus verklaarde meldde meldt beweert beweerde"),
        ("sv", "sade säger sa enligt uppger uppgav meddelade hävdar hävdade"),
        ("ru", "сказал сказала заявил заявила заявили словам данным сообщил сообщила сообщили утверждает"));

    // Passive voice: who stands before the verb suffers it.
    private static readonly FrozenSet<string> Auxiliaries =
        Set("was were been being is are be get got wurde wurden wird werden ist sind sein fut été est sont fue fueron sido foi foram è stato stata werd werden wordt blev blivit был была были");

    private static readonly FrozenSet<string> Joints =
        Set("and or but while whereas as und oder aber während et ou mais y e o pero mas ed ma en of maar och eller men и или но а because after before when that who which");

    // "of" is "or" in Dutch and "o" an article in Portuguese.
    private static readonly FrozenDictionary<string, FrozenSet<string>> JointsOf = Table(
        ("en", "and or but while whereas as because after before when that who which"), ("de", "und oder aber während"),
        ("fr", "et ou mais"),
        ("es", "y e o pero mientras"), ("pt", "e ou mas enquanto"), ("it", "e ed o ma mentre"), ("nl", "en of maar terwijl"),
        ("sv", "och eller men medan"),
        ("ru", "и или но а"));

    private static readonly FrozenSet<string> Ands = Set("and but while whereas und aber während et mais tandis y pero mientras e mas enquanto ed ma mentre en maar terwijl och men medan и но");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AndSpans = Ands.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a language's negations are known: without them a claim cannot be checked.</summary>
    public static bool Knows(string language) => Negations.ContainsKey(language);

    public static bool IsNegation(string language, string word) =>
        (Negations.TryGetValue(language, out var words) && words.Contains(word)) || (language == "en" && word.Length > 4 && word.EndsWith("n't", StringComparison.Ordinal));

    public static bool IsDoubt(string language, string word) => Doubts.TryGetValue(language, out var words) && words.Contains(word);

    /// <summary>Whether a word says that somebody says so.</summary>
    public static bool IsAttribution(string language, string word) => Attributions.TryGetValue(language, out var words) && words.Contains(word);

    public static bool IsAuxiliary(string word) => Auxiliaries.Contains(word);

    /// <summary>Whether a word joins clauses or parts: what stands beyond it belongs to something else.</summary>
    public static bool IsJoint(string word) => Joints.Contains(word);

    /// <summary>Whether a word of a language begins another clause.</summary>
    public static bool IsJoint(string language, string word) => JointsOf.TryGetValue(language, out var joints)
        ? joints.Contains(word) : IsJoint(word);

    /// <summary>Whether a word joins two statements.</summary>
    public static bool IsAnd(string word) => Ands.Contains(word);

    /// <inheritdoc cref="IsAnd(string)"/>
    public static bool IsAnd(ReadOnlySpan<char> word) => AndSpans.Contains(word);

    private static FrozenDictionary<string, FrozenSet<string>> Table(params (string Language, string Words)[] lists) =>
        lists.ToFrozenDictionary(static l => l.Language, static l => Set(l.Words), StringComparer.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
