using System.Collections.Frozen;

namespace StoryClustering.Engine.Frames;

/// <summary>Words of which one says the opposite of the other: "accepted" and "rejected", "rose" and "fell". A closed list; each pair has
/// a number that
/// is the same in all languages.</summary>
internal static class OppositeWords
{
    // Pairs by number; of each the words of the one, "|", the words of the other. Empty where a language's words are not told.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, (int Pair,
        bool IsSecond)>> Words = new Dictionary<string, string[]>
    {
        ["en"] =
        [
            "support supports supported supporting backs backed backing favours favors endorsed endorses | oppose opposes "
                + "opposed opposing",
            "accept accepts accepted accepting approve approves approved signed signs adopt adopts adopted ratified | reject rejects "
                + "rejected rejecting refuse refuses refused declined vetoed vetoes",
            "win wins won capture captures captured seized gained retook | lose loses lost",
            "rise rises rose risen rising increase increases increased increasing climbed climbs grew grows grown jumped "
                + "surged soared raise raises raised hike hiked higher "
                + "| fall falls fell fallen falling decrease decreases decreased decreasing dropped drops declined shrank "
                + "sank slumped plunged cut cuts lower lowered lowers reduce reduced reduces slashed",
            "uphold upholds upheld affirmed affirms | overturn overturned overturns annulled quashed reversed struck",
            "safe safely harmless | unsafe dangerous unsafely",
            "convicted convicts convict guilty sentenced arrested jailed charged | acquitted acquits cleared exonerated "
                + "innocent freed released",
            "hold holds holding | collapse collapsed collapses collapsing broken",
            "open opens opened reopen reopens reopened opening | closes closed shut shuts closing closure",
            "allow allows allowed permit permits permitted legal legalised legalized lifted | ban bans banned forbid "
                + "forbade forbids forbidden prohibit prohibited illegal outlawed barred",
            "buy buys bought buying | sell sells sold selling",
            "admit admits admitted confess confesses confessed | deny denies",
            "hired appoint appoints appointed | fired sacked dismissed dismisses",
            "true | false untrue",
            "succeed succeeds succeeded successful successfully | fail fails failed unsuccessful",
            "praise praises praised | criticise criticises criticised criticize criticizes criticized condemn condemns condemned",
            "begins began begun starts started | ends ended stops stopped halted",
            "survive survives survived alive | died dies dead killed",
            "join joins joined | quit quits withdraw withdrew withdraws",
            "strengthen strengthens strengthened stronger | weaken weakens weakened weaker",
        ],
        ["de"] =
        [
            "unterstützt unterstützte unterstützen befürwortet befürwortete | ablehnt",
            "angenommen annimmt nahm nimmt billigt billigte zugestimmt stimmte | ablehnt abgelehnt lehnte lehnt verweigert verweigerte",
            "gewann gewinnt gewonnen eroberte erobert | verlor verliert verloren",
            "steigt stieg gestiegen steigen erhöht erhöhte erhöhen wächst wuchs | sinkt sank gesunken sinken fällt fiel "
                + "gefallen senkt senkte senken",
            "bestätigt bestätigte | aufgehoben hob kippt kippte gekippt",
            "sicher ungefährlich | unsicher gefährlich",
            "verurteilt verurteilte schuldig verhaftet festgenommen | freigesprochen sprach freispruch unschuldig freigelassen",
            "hält | zusammengebrochen gebrochen",
            "öffnet öffnete geöffnet eröffnet | schließt schloss geschlossen gesperrt",
            "erlaubt erlaubte erlauben legal | verbietet verbot verboten illegal",
            "kauft kaufte gekauft | verkauft verkaufte",
            "gesteht gestand zugegeben | leugnet",
            "",
            "wahr | falsch",
            "gelingt gelang | scheitert scheiterte gescheitert",
            "lobt lobte | kritisiert kritisierte",
            "beginnt begann begonnen | endet endete beendet",
            "überlebt überlebte | starb gestorben tot getötet",
        ],
        ["fr"] =
        [
            "soutient soutenu soutiennent | oppose opposé opposent",
            "accepté accepte acceptent approuvé approuve adopté adopte | rejeté rejette refusé refuse refusent",
            "gagné gagne remporté remporte | perdu perd",
            "augmenté augmente augmentent monté monte hausse relevé | baissé baisse baissent diminué diminue chuté chute "
                + "réduit",
            "confirmé confirme | annulé annule cassé",
            "sûr sûre sûrs | dangereux dangereuse",
            "condamné condamne coupable arrêté | acquitté acquitte innocent relaxé libéré",
            "",
            "ouvert ouvre rouvert rouvre | fermé ferme ferment",
            "autorisé autorise permis légal | interdit interdisent illégal",
            "acheté achète | vendu vend",
            "avoué avoue reconnu | nié nie",
            "",
            "vrai | faux",
            "réussi réussit | échoué échoue",
            "salué loué | critiqué critique condamné",
            "commencé commence | terminé termine", "survécu survit | mort morts tué tués",
        ],
        ["es"] =
        [
            "apoya apoyó apoyan respalda respaldó | opone opuso oponen",
            "aceptó acepta aceptan aceptado aprobó aprueba aprobado | rechazó rechaza rechazan rechazado vetó",
            "ganó gana ganaron | perdió pierde perdieron",
            "subió sube suben aumentó aumenta aumentan creció crece | bajó baja bajan cayó cae caen disminuyó redujo "
                + "reduce recortó",
            "confirmó confirma ratificó | anuló anula revocó",
            "seguro segura | peligroso peligrosa",
            "condenó condenado condenada culpable detenido | absolvió absuelto absuelta inocente liberado",
            "",
            "abrió abre reabrió abierto | cerró cierra cerrado",
            "permite permitió autorizó autoriza legal | prohíbe prohibió prohibido ilegal",
            "compró compra | vendió vende",
            "admitió confesó | negó niega",
            "",
            "cierto verdadero | falso",
            "logró consiguió | fracasó fracasa",
            "elogió | criticó critica condenó",
            "empezó comenzó | terminó acabó",
            "sobrevivió | murió muerto muertos",
        ],
        ["it"] =
        [
            "sostiene sostenuto appoggia | oppone opposto",
            "accettato accetta approvato approva | respinto respinge rifiutato rifiuta bocciato",
            "vinto vince conquistato | perso perde",
            "aumentato aumenta aumentano salito sale cresciuto cresce alzato | diminuito diminuisce calato cala sceso "
                + "scende abbassato ridotto tagliato",
            "confermato conferma | annullato annulla",
            "sicuro sicura | pericoloso pericolosa",
            "condannato condannata colpevole arrestato | assolto assolta innocente scarcerato",
            "",
            "aperto apre riaperto riapre | chiuso chiude",
            "permette permesso autorizzato legale | vieta vietato illegale",
            "comprato compra | venduto vende",
            "ammesso confessato | negato nega",
            "",
            "vero | falso",
            "riuscito | fallito",
            "lodato | criticato critica condannato",
            "iniziato cominciato | finito terminato",
            "sopravvissuto | morto morti ucciso",
        ],
        ["pt"] =
        [
            "apoia apoiou apoiam | opõe opôs",
            "aceitou aceita aceitaram aprovou aprova aprovado | rejeitou rejeita rejeitaram recusou recusa vetou",
            "venceu vence ganhou ganha | perdeu perde",
            "subiu sobe aumentou aumenta cresceu cresce elevou | caiu cai desceu diminuiu diminui baixou reduziu cortou",
            "confirmou confirma manteve | anulou anula",
            "seguro segura | perigoso perigosa",
            "condenou condenado condenada culpado preso | absolveu absolvido absolvida inocente libertado solto",
            "",
            "abriu abre reabriu aberto | fechou fecha fechado",
            "permite permitiu autorizou legal | proíbe proibiu proibido ilegal",
            "comprou compra | vendeu vende",
            "admitiu confessou | negou nega",
            "",
            "verdadeiro | falso",
            "conseguiu | fracassou falhou",
            "elogiou | criticou critica condenou",
            "começou iniciou | terminou acabou",
            "sobreviveu | morreu morto mortos",
        ],
        ["nl"] =
        [
            "steunt steunde | tegen",
            "aanvaardt aanvaardde accepteert accepteerde goedgekeurd | verwerpt verwierp weigert weigerde afgewezen",
            "wint won gewonnen | verliest verloor verloren",
            "stijgt steeg gestegen verhoogt verhoogde | daalt daalde gedaald verlaagt verlaagde",
            "bevestigt bevestigde | vernietigt vernietigde",
            "veilig | onveilig gevaarlijk",
            "veroordeeld veroordeelt schuldig gearresteerd | vrijgesproken onschuldig vrijgelaten",
            "",
            "opent opende geopend | sluit sloot gesloten",
            "toegestaan legaal | verbiedt verbood verboden illegaal",
            "koopt kocht | verkoopt verkocht",
        ],
        ["ru"] =
        [
            "поддержал поддержала поддержали поддерживает | выступил",
            "принял приняла приняли одобрил одобрила одобрили | отклонил отклонила отклонили отверг отвергла отказался "
                + "отказалась",
            "выиграл выиграла победил | проиграл проиграла",
            "вырос выросла выросли повысил повысила увеличил поднялся | упал упала упали снизил снизила сократил снизился "
                + "снизилась",
            "подтвердил | отменил отменила",
            "безопасен безопасна | опасен опасна",
            "осуждён осужден арестован виновен | оправдан невиновен освобождён освобожден",
            "",
            "открыл открыла открыт | закрыл закрыла закрыт",
            "разрешил разрешила разрешён | запретил запретила запрещён",
            "купил купила | продал продала",
        ],
    }.ToFrozenDictionary(static l => l.Key, static l => Table(l.Value), StringComparer.Ordinal);

    /// <summary>Number of the pair that a word belongs to, and which of the two it is; null if it has no opposite here.</summary>
    public static (int Pair, bool IsSecond)? Find(string language, string word) =>
        Words.TryGetValue(language, out var words) && words.TryGetValue(word, out var found) ? found : null;

    private static FrozenDictionary<string, (int, bool)> Table(string[] pairs)
    {
        var words = new Dictionary<string, (int, bool)>(StringComparer.Ordinal);
        for (var pair = 0; pair < pairs.Length; pair++)
        {
            var sides = pairs[pair].Split('|');
            for (var side = 0; side < sides.Length; side++)
            {
                foreach (var word in sides[side].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    words.TryAdd(word, (pair, side == 1));
            }
        }
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
