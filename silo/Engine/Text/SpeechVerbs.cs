using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>Verbs that attribute words to a speaker, as they stand beside quotations, in all languages that are known.</summary>
internal static class SpeechVerbs
{
    /// <summary>By language, separated by '|'.</summary>
    public static readonly FrozenDictionary<string, string> ByLanguage = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "said|says|told|tells|asked|asks|added|adds|wrote|writes|tweeted|argued|argues|explained|explains|insisted|insists|stated|states|declared|declares|" +
            "warned|warns|noted|notes|continued|replied|replies|responded|testified|recalled|recalls|shouted|yelled|quipped|joked|remarked|commented|concluded|acknowledged|" +
            "admitted|claimed|claims|posted|announced|urged|vowed|lamented|complained|countered|stressed|emphasized|emphasised|observed|suggested|pleaded|pledged|agreed|" +
            "predicted|cautioned|conceded|contended|thundered|boasted|mused|whispered|" +
            "spat|swore|quoth",
        ["de"] = "sagte|sagt|sagten|erklärte|erklärt|erklärten|meinte|meint|betonte|betont|kritisierte|kritisiert|schrieb|schreibt|fragte|fragt|ergänzte|fügte|warnte|warnt|forderte|fordert|" +
            "berichtete|berichtet|äußerte|antwortete|behauptete|behauptet|mahnte|mahnt|lobte|lobt|unterstrich|versicherte|räumte|teilte|hieß|heißt|kommentierte|zitierte|rief|ruft|schrie|sprach|entgegnete|bekräftigte|räumt",
        ["fr"] = "dit|déclaré|déclare|affirmé|affirme|expliqué|explique|ajouté|ajoute|estimé|estime|indiqué|indique|souligné|souligne|précisé|précise|assuré|assure|écrit|lancé|lance|" +
            "dénoncé|dénonce|confié|confie|demandé|demande|répondu|répond|raconté|raconte|annoncé|annonce|averti|avertit|prévenu|prévient|rappelé|rappelle|regretté|regrette|martelé|" +
            "conclu|conclut|insisté|insiste|réagi|poursuit|poursuivi|commenté|commente|tweeté|promis|promet|témoigné|témoigne|reconnu|reconnaît|rétorqué|rétorque|renchérit|soupire|soupiré|grommelle|ironise|ironisé|tempête|plaide|plaidé|martèle",
        ["es"] = "dijo|dice|dijeron|declaró|declara|afirmó|afirma|explicó|explica|añadió|añade|aseguró|asegura|señaló|señala|indicó|indica|escribió|escribe|preguntó|respondió|advirtió|advierte|" +
            "denunció|denuncia|agregó|agrega|manifestó|sostuvo|sostiene|comentó|comenta|subrayó|subraya|recordó|recuerda|destacó|destaca|apuntó|apunta|insistió|insiste|relató|relata|" +
            "criticó|critica|precisó|reconoció|concluyó|contó|cuenta|anunció|tuiteó|expresó|lamentó|prometió|pidió|opinó|suspira|suspiró|ironizó|ironiza|zanjó|zanja|espetó|espeta",
        ["pt"] = "disse|diz|disseram|declarou|declara|afirmou|afirma|explicou|explica|acrescentou|acrescenta|garantiu|garante|escreveu|escreve|perguntou|respondeu|alertou|alerta|" +
            "criticou|critica|ressaltou|ressalta|destacou|destaca|comentou|comenta|contou|conta|lembrou|lembra|relatou|relata|completou|completa|defendeu|defende|avaliou|avalia|" +
            "argumentou|anunciou|lamentou|prometeu|pediu|sublinhou|referiu|salientou|frisou|admitiu|concluiu|ressaltou|desabafou|desabafa|suspirou|ironizou|ironiza|reclamou|reclama",
        ["it"] = "detto|dice|dichiarato|dichiara|affermato|afferma|spiegato|spiega|aggiunto|aggiunge|scritto|scrive|chiesto|chiede|risposto|risponde|sottolineato|sottolinea|ha|commentato|commenta|" +
            "raccontato|racconta|avvertito|avverte|assicurato|assicura|osservato|osserva|precisato|precisa|ricordato|ricorda|concluso|conclude|denunciato|denuncia|annunciato|annuncia|" +
            "ribadito|ribadisce|sostenuto|sostiene|disse|attaccato|attacca|insistito|replicato|replica|sbotta|sbottato|sospira|sospirato|ironizza|ironizzato|incalza|grida",
        ["nl"] = "zei|zegt|zeiden|verklaarde|verklaart|vertelde|vertelt|stelde|stelt|schreef|schrijft|vroeg|vraagt|antwoordde|aldus|benadrukte|benadrukt|waarschuwde|waarschuwt|meldde|meldt|" +
            "reageerde|reageert|vindt|vond|denkt|dacht|noemde|noemt|voegde|legde|liet|beweerde|concludeerde|twitterde|beloofde|vervolgde|riep|roept|sprak|verzuchtte|mopperde|moppert",
        ["ru"] = "сказал|сказала|сказали|заявил|заявила|заявили|заявляет|отметил|отметила|отмечает|сообщил|сообщила|сообщили|сообщает|подчеркнул|подчеркнула|добавил|добавила|написал|написала|" +
            "пишет|пояснил|пояснила|объяснил|объяснила|рассказал|рассказала|спросил|спросила|ответил|ответила|считает|говорит|говорил|говорила|предупредил|предупредила|уточнил|уточнила|" +
            "признал|признала|утверждает|утверждал|призвал|призвала|пообещал|пообещала|напомнил|напомнила|цитирует|передает|указал|указала|заверил|прокомментировал|прокомментировала",
        ["sv"] = "sade|sa|säger|uppgav|uppger|förklarade|förklarar|skrev|skriver|berättade|berättar|menade|menar|hävdade|hävdar|frågade|frågar|svarade|svarar|tillade|tillägger|varnade|varnar|" +
            "betonade|betonar|kommenterade|kommenterar|konstaterade|konstaterar|påpekade|påpekar|kritiserade|lovade|anser|tycker|ropade|skrek|suckade|suckar|medgav|medger",
        ["da"] = "sagde|siger|forklarede|forklarer|skrev|skriver|fortalte|fortæller|mente|mener|spurgte|svarede|svarer|tilføjede|tilføjer|lyder",
        ["no"] = "sa|sier|forklarte|forklarer|skrev|skriver|fortalte|forteller|mente|mener|spurte|svarte|svarer|legger|opplyser|uttaler",
        ["pl"] = "powiedział|powiedziała|powiedzieli|mówi|mówił|mówiła|stwierdził|stwierdziła|dodał|dodała|napisał|napisała|podkreślił|podkreśliła|zaznaczył|zaznaczyła|oświadczył|oświadczyła",
        ["uk"] = "сказав|сказала|заявив|заявила|зазначив|зазначила|повідомив|повідомила|додав|додала|написав|написала|підкреслив|підкреслила|розповів|розповіла|пояснив|пояснила|наголосив|наголосила",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Every =
        ByLanguage.Values.SelectMany(list => list.Split('|')).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word, as written in small letters, is one in any language.</summary>
    public static bool Contains(ReadOnlySpan<char> word) => Every.Contains(word);
}
