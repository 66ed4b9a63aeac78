using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>Words around numbers, per language; lists as <see cref="PhraseLexicon"/> reads them.</summary>
internal sealed record NumberPhrases
{
    /// <summary>Number words below 100.</summary>
    public (int Value, string Words)[] Values { get; init; } = [];
    /// <summary>Words for powers of ten, by exponent.</summary>
    public (int Exponent, string Words)[] Multipliers { get; init; } = [];
    /// <summary>Nouns for as many, by how many: "a dozen", "une vingtaine".</summary>
    public (int Value, string Words)[] Dozens { get; init; } = [];
    /// <summary>"half" before a dozen or million, or behind a number: "two and a half".</summary>
    public string Halves { get; init; } = "";
    /// <summary>Words for a number and a half, by that number.</summary>
    public (int Value, string Words)[] AndHalves { get; init; } = [];
    public string Articles { get; init; } = "";
    /// <summary>"and" between number words, before a half, and between the ends of a range.</summary>
    public string Joints { get; init; } = "";
    public string Qualifiers { get; init; } = "";
    public string Months { get; init; } = "";
    public string Currencies { get; init; } = "";
    public string Percents { get; init; } = "";
    /// <summary>Nouns and participles that say what is counted.</summary>
    public string Units { get; init; } = "";
    public string Times { get; init; } = "";
    /// <summary>"Section", "Flight": the number is a name.</summary>
    public string NamesBefore { get; init; } = "";
    public string Scores { get; init; } = "";
    /// <summary>Words before a number that say what it counts: "killed 12", "the toll rose to 15".</summary>
    public string Casualties { get; init; } = "";
    /// <summary>Words that end the search for a unit.</summary>
    public string Functions { get; init; } = "";
    /// <summary>Words between a number and its unit.</summary>
    public string Describing { get; init; } = "";
    public string AgesBefore { get; init; } = "";
    /// <summary>Behind a number: it is an age.</summary>
    public string AgesAfter { get; init; } = "";
    /// <summary>Between the ends of a range: "20 to 30".</summary>
    public string Ranges { get; init; } = "";
    /// <summary>Before a range whose ends <see cref="Joints"/> joins: "between 20 and 30".</summary>
    public string RangesBefore { get; init; } = "";
    /// <summary>Before a time of day: "at 14.30".</summary>
    public string ClocksBefore { get; init; } = "";

    public static readonly FrozenDictionary<string, NumberPhrases> ByLanguage = new Dictionary<string, NumberPhrases>(StringComparer.Ordinal)
    {
        ["en"] = new()
        {
            Values = [(1, "one"), (2, "two"), (3, "three"), (4, "four"), (5, "five"), (6, "six"), (7, "seven"), (8, "eight"), (9, "nine"), (10, "ten"), (11, "eleven"), (12, "twelve"),
                (13, "thirteen"), (14, "fourteen"), (15, "fifteen"), (16, "sixteen"), (17, "seventeen"), (18, "eighteen"), (19, "nineteen"), (20, "twenty"), (30, "thirty"), (40, "forty"),
                (50, "fifty"), (60, "sixty"), (70, "seventy"), (80, "eighty"), (90, "ninety")],
            Multipliers = [(2, "hundred"), (3, "thousand"), (5, "lakh|lakhs"), (7, "crore|crores"), (6, "million|mn|mln"), (9,
                "billion|bn|bln"), (12, "trillion")],
            Dozens = [(12, "dozen")],
            Articles = "a",
            Joints = "and",
            Qualifiers = "at least|more than|over|about|nearly|almost|around|approximately|roughly|some|up to|fewer than|less than|as many as|as much as|at most|only|just over|just under|well over|close to|" +
                "under|an estimated|estimated|no more than|no fewer than|not less than|upwards of|above|below|exactly|just|another|an additional|at about|at around|more than a|about a|nearly a|at least a|over a|around a|almost a|some|a further|a total of|a record",
            Months = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
            Currencies = "dollars|dollar|euros|euro|pounds|pound sterling|rand|yen|yuan|rubles|roubles|rupees|pesos|francs|kronor|crowns|cents|u s dollars",
            Percents = "percent|per cent|pc|percentage points|percentage point|pct",
            Units = "people|persons|person|dead|injured|wounded|missing|killed|hurt|arrested|deaths|death|injuries|fatalities|victims|victim|casualties|men|man|women|woman|children|child|kids|students|" +
                "soldiers|troops|officers|policemen|civilians|residents|migrants|refugees|passengers|patients|workers|employees|jobs|homes|houses|buildings|families|cases|infections|votes|seats|" +
                "countries|states|cities|counties|miles|kilometers|kilometres|km|meters|metres|feet|acres|hectares|tons|tonnes|barrels|years|months|weeks|days|hours|minutes|seconds|times|points|" +
                "lawmakers|senators|members|protesters|demonstrators|suspects|hostages|prisoners|inmates|detainees|survivors|bodies|aircraft|planes|missiles|drones|rockets|attacks|strikes|" +
                "shots|charges|counts|counties|schools|hospitals|companies|firefighters|teachers|nurses|doctors|voters|attendees|customers|households|vehicles|" +
                "cars|trucks|firearms|guns|rounds|tests|doses|ballots|delegates|boys|girls|teenagers|adults|immigrants|agents|crew|billionaires|magnitude|degrees|games|goals|wins|losses|pages|documents|others|of them",
            Times = "a m|p m|am|pm|o'clock|noon|midnight|est|edt|gmt|et|local time|hours gmt|utc|bst",
            NamesBefore = "road|exit|lane|terminal|platform|seat|section|article|chapter|title|route|interstate|highway|flight|room|page|phase|level|category|part|amendment|proposition|prop|no|number|apollo|channel|grade|week|game|round|group|gate|" +
                "pier|boeing|airbus|rule|resolution|act|bowl|district|precinct|unit|iphone|windows|type|formula|big|size|version|item|exhibit|juror|day|ward|line|step|tier|top|area|form|fox|news|abc|nbc|cbs",
            Scores = "vote|votes|voted|decision|ruling|ruled|win|victory|lead|led|majority|score|split|defeat|loss|won|lost|beat|margin|draw|tie|series|record|final|game",
            Casualties = "killed|killing|kills|injured|injuring|wounded|wounding|dead|deaths|toll|arrested|arresting|detained|displaced|displacing|leaving|missing|magnitude|sentenced|casualties|hospitalized|infected|total|scored",
            Functions = "of|in|on|at|to|from|for|by|with|and|or|but|as|than|that|which|who|the|a|an|is|are|was|were|be|been|has|have|had|will|would|could|may|after|before|during|since|until|while|when|if|into|" +
                "over|under|between|among|against|about|around|near|his|her|its|their|this|these|it|he|she|they|not|so|said|says|died|did|does|do|through|per|out|up|down|off|because|where|each|can|must|should|there|ago|later",
            Describing = "other|more|new|additional|of the|young|local|small|large|major|different|separate|former|active|foreign|innocent|unarmed|armed|consecutive|straight|full|extra|confirmed|suspected|such|of|police|army|total|so|federal",
            AgesBefore = "aged|age|ages|boy of|girl of|man of|woman of|child of|son of|daughter of",
            Halves = "half", Ranges = "to", RangesBefore = "between",
            AgesAfter = "year old|year olds|years old|month old|week old|day old", ClocksBefore = "at|until|from|by|since",
        },
        ["de"] = new()
        {
            Values = [(1, "ein|eine|einen|einem|einer"), (2, "zwei"), (3, "drei"), (4, "vier"), (5, "fünf"), (6, "sechs"), (7, "sieben"),
                (8, "acht"), (9, "neun"), (10, "zehn"), (11, "elf"), (12, "zwölf"), (13, "dreizehn"), (14, "vierzehn"), (15, "fünfzehn"),
                (16, "sechzehn"),
                (17, "siebzehn"), (18, "achtzehn"), (19, "neunzehn"), (20, "zwanzig"), (30, "dreißig"), (40, "vierzig"), (50, "fünfzig"),
                    (60, "sechzig"), (70, "siebzig"), (80, "achtzig"), (90, "neunzig")],
            Multipliers = [(2, "hundert"), (3, "tausend|tsd"), (6, "million|millionen|mio"), (9, "milliarde|milliarden|mrd"), (12, "billion|billionen")],
            Dozens = [(12, "dutzend")], Articles = "ein|eine|einem|einer", Joints = "und",
            Qualifiers = "mindestens|mehr als|über|etwa|rund|ungefähr|fast|nahezu|knapp|bis zu|weniger als|höchstens|nur|gut|circa|ca|beinahe|wenigstens|maximal|um die|schätzungsweise|insgesamt|weitere",
            Months = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
            Currencies = "euro|dollar|us dollar|franken|pfund|rubel|yen|yuan|cent|kronen", Percents =
                "prozent|prozentpunkte|prozentpunkten|prozentig*",
            Units = "menschen|tote|toten|todesopfer|verletzte|verletzten|opfer|personen|männer|frauen|kinder|soldaten|polizisten|jahre|jahren|monate|monaten|wochen|tage|tagen|stunden|minuten|kilometer|meter|fälle|stimmen|sitze|häuser|festnahmen|vermisste|flüchtlinge|migranten|passagiere|mitarbeiter|arbeitsplätze|stellen|mal|prozent|tonnen|hektar|länder|städte|mensch|person|toter|toten|mann|frau|kind|verletzter|demonstranten|einwohner|schüler",
            Times = "uhr", NamesBefore =
                "artikel|bundesstraße|autobahn|landstraße|paragraf|paragraph|kapitel|seite|nummer|nr|gruppe|block|tor|zimmer|raum|linie|formel|abs|absatz|platz", Scores = "sieg|niederlage|gewann|verlor|gewonnen|verloren|unentschieden|führung",
            Casualties = "getötet|tötete|starben|verletzt|verletzte|tote|todesopfer|zahl", Functions = "der|die|das|den|dem|des|und|oder|in|im|an|am|auf|aus|bei|mit|nach|von|vor|zu|zum|zur|für|über|unter|durch|gegen|ist|sind|war|waren|wurde|wurden|hat|haben|werden|wird|als|bis|sich|nicht|so|wie|ums|seien|sei|sowie",
            Describing = "weitere|weiteren|neue|neuen|andere|anderen|junge|deutsche|zivile|verschiedene|schwer", AgesBefore =
                "alter von|alter",
            Halves = "halbe|halbes|halben|halb", Ranges = "bis", RangesBefore = "zwischen",
            AgesAfter = "jährig*|jahre alt|jahren alt", ClocksBefore = "um|gegen|bis|ab|seit",
            AndHalves = [(1, "anderthalb|eineinhalb"), (2, "zweieinhalb"), (3, "dreieinhalb"), (4, "viereinhalb"), (5, "fünfeinhalb")],
        },
        ["fr"] = new()
        {
            Values = [(1, "un|une"), (2, "deux"), (3, "trois"), (4, "quatre"), (5, "cinq"), (6, "six"), (7, "sept"), (8, "huit"), (9,
                "neuf"), (10, "dix"), (11, "onze"), (12, "douze"), (13, "treize"), (14, "quatorze"), (15, "quinze"), (16, "seize"), (20,
                "vingt"), (30, "trente"), (40, "quarante"), (50, "cinquante"), (60, "soixante")],
            Multipliers = [(2, "cent|cents"), (3, "mille"), (6, "million|millions"), (9, "milliard|milliards|md|mds")],
            Dozens = [(10, "dizaine"), (12, "douzaine|douzaines"), (15, "quinzaine"), (20, "vingtaine"), (30, "trentaine"), (40,
                "quarantaine"), (50, "cinquantaine"), (60, "soixantaine"), (100, "centaine")], Articles = "un|une", Joints = "et|de|d'",
            Qualifiers = "au moins|plus de|plus d'|environ|près de|presque|quelque|jusqu'à|moins de|au plus|seulement|autour de|à peine|au total|pas moins de|une|quelques",
            Months = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
            Currencies = "euros|euro|d'euros|dollars|dollar|de dollars|francs|livres|roubles|yens|yuans", Percents =
                "pour cent|pourcent|pour cents",
            Units = "personnes|personne|morts|mort|blessés|blessé|victimes|hommes|femmes|enfants|soldats|policiers|ans|années|mois|semaines|jours|heures|minutes|kilomètres|km|mètres|cas|voix|sièges|maisons|disparus|migrants|réfugiés|passagers|salariés|emplois|fois|points|tonnes|hectares|pays|villes|manifestants|élèves|habitants|interpellations|arrestations|décès",
            Times = "h|heures", NamesBefore = "article|chapitre|page|numéro|groupe|salle|ligne|formule|vol|route|titre|alinéa", Scores = "victoire|défaite|gagné|perdu|battu|score",
            Casualties = "tué|tués|tuées|blessé|blessés|blessées|morts|bilan|tuant|mort", Functions = "le|la|les|l'|un|une|des|du|et|ou|dans|en|sur|à|au|aux|par|pour|avec|sans|est|sont|était|étaient|a|ont|été|qui|que|qu'|dont|ce|se|ne|pas|contre|depuis|après|avant",
            Describing = "autres|nouveaux|nouvelles|jeunes|petits|grands|de|d'|civils", AgesBefore = "âgé de|âgée de|âgés de",
            Halves = "demi|demie", Ranges = "à", RangesBefore = "entre",
            AgesAfter = "", ClocksBefore = "à|vers",
        },
        ["es"] = new()
        {
            Values = [(1, "un|una|uno"), (2, "dos"), (3, "tres"), (4, "cuatro"), (5, "cinco"), (6, "seis"), (7, "siete"), (8, "ocho"), (9,
                "nueve"), (10, "diez"), (11, "once"), (12, "doce"), (13, "trece"), (14, "catorce"), (15, "quince"), (20, "veinte"), (30,
                "treinta"), (40, "cuarenta"), (50, "cincuenta"), (60, "sesenta"), (70, "setenta"), (80, "ochenta"), (90, "noventa")],
            Multipliers = [(2, "cien|ciento|cientos"), (3, "mil"), (6, "millón|millones"), (12, "billón|billones")],
            Dozens = [(10, "decena"), (12, "docena|docenas"), (20, "veintena"), (30, "treintena"), (50, "cincuentena"), (100,
                "centenar|centena")], Articles = "un|una", Joints = "y|de",
            Qualifiers = "al menos|por lo menos|más de|cerca de|casi|unos|unas|alrededor de|aproximadamente|hasta|menos de|como mínimo|como máximo|solo|sólo|apenas|un total de|otros|otras",
            Months = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
            Currencies = "euros|euro|de euros|dólares|dólar|de dólares|pesos|de pesos|libras|rublos|soles|yenes", Percents = "por ciento",
            Units = "personas|persona|muertos|muertes|fallecidos|heridos|víctimas|hombres|mujeres|niños|soldados|policías|años|meses|semanas|días|horas|minutos|kilómetros|km|metros|casos|votos|escaños|viviendas|casas|desaparecidos|migrantes|refugiados|pasajeros|trabajadores|empleos|veces|puntos|toneladas|hectáreas|países|ciudades|manifestantes|estudiantes|habitantes|detenidos|detenciones|civiles|hombre|mujer|niño|muerto|herido",
            Times = "horas|hs", NamesBefore = "artículo|capítulo|página|número|grupo|sala|línea|fórmula|vuelo|ruta|título|ley", Scores = "victoria|derrota|ganó|perdió|venció|marcador",
            Casualties = "muertos|mató|heridos|balance|fallecidos|muertes", Functions = "el|la|los|las|un|una|y|o|en|a|al|por|para|con|sin|es|son|fue|fueron|era|eran|ha|han|que|quien|se|no|contra|desde|tras|del|su|sus|como",
            Describing = "otras|otros|nuevos|nuevas|jóvenes|de|más", AgesBefore = "edad",
            Halves = "medio|media", Ranges = "a", RangesBefore = "entre",
            AgesAfter = "años de edad", ClocksBefore = "las",
        },
        ["pt"] = new()
        {
            Values = [(1, "um|uma"), (2, "dois|duas"), (3, "três"), (4, "quatro"), (5, "cinco"), (6, "seis"), (7, "sete"), (8, "oito"),
                (9, "nove"), (10, "dez"), (11, "onze"), (12, "doze"), (13, "treze"), (14, "catorze|quatorze"), (15, "quinze"), (20,
                "vinte"), (30, "trinta"), (40, "quarenta"), (50, "cinquenta"), (60, "sessenta"), (70, "setenta"), (80, "oitenta"), (90,
                "noventa")],
            Multipliers = [(2, "cem|cento"), (3, "mil"), (6, "milhão|milhões"), (9, "bilhão|bilhões|mil milhões"), (12, "trilhão|trilhões")],
            Dozens = [(10, "dezena"), (12, "dúzia|dúzias"), (100, "centena")], Articles = "um|uma", Joints = "e|de",
            Qualifiers = "pelo menos|ao menos|mais de|cerca de|quase|aproximadamente|até|menos de|no mínimo|no máximo|apenas|só|em torno de|um total de|outros|outras",
            Months = "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
            Currencies = "euros|euro|de euros|dólares|dólar|de dólares|reais|de reais|real|libras|rublos|ienes", Percents = "por cento",
            Units = "pessoas|pessoa|mortos|mortes|feridos|vítimas|homens|mulheres|crianças|soldados|policiais|polícias|anos|meses|semanas|dias|horas|minutos|quilómetros|quilômetros|km|metros|casos|votos|cadeiras|casas|desaparecidos|migrantes|refugiados|passageiros|trabalhadores|empregos|vezes|pontos|toneladas|hectares|países|cidades|manifestantes|alunos|habitantes|detidos|presos|civis|homem|mulher|criança|morto|ferido",
            Times = "h|horas", NamesBefore = "artigo|capítulo|página|número|grupo|sala|linha|fórmula|voo|rota|título|lei", Scores = "vitória|derrota|venceu|perdeu|ganhou|placar",
            Casualties = "mortos|matou|feridos|balanço|mortes", Functions = "o|a|os|as|um|uma|e|ou|em|no|na|nos|nas|por|para|com|sem|é|são|foi|foram|era|eram|que|quem|se|não|contra|desde|após|do|da|dos|das|seu|sua|como",
            Describing = "outras|outros|novos|novas|jovens|de|mais", AgesBefore = "idade",
            Halves = "meio|meia", Ranges = "a", RangesBefore = "entre",
            AgesAfter = "anos de idade", ClocksBefore = "às",
        },
        ["it"] = new()
        {
            Values = [(1, "un|uno|una|un'"), (2, "due"), (3, "tre"), (4, "quattro"), (5, "cinque"), (6, "sei"), (7, "sette"), (8, "otto"),
                (9, "nove"), (10, "dieci"), (11, "undici"), (12, "dodici"), (13, "tredici"), (14, "quattordici"), (15, "quindici"), (20,
                "venti"), (30, "trenta"), (40, "quaranta"), (50, "cinquanta"), (60, "sessanta"), (70, "settanta"), (80, "ottanta"), (90,
                "novanta")],
            Multipliers = [(2, "cento"), (3, "mille|mila"), (6, "milione|milioni"), (9, "miliardo|miliardi")],
            Dozens = [(10, "decina"), (12, "dozzina|dozzine"), (15, "quindicina"), (20, "ventina"), (30, "trentina"), (40, "quarantina"),
                (50, "cinquantina"), (60, "sessantina"), (100, "centinaio")], Articles = "un|una", Joints = "e|di",
            Qualifiers = "almeno|più di|oltre|circa|quasi|fino a|meno di|al massimo|solo|soltanto|intorno a|un totale di|altri|altre|appena",
            Months = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
            Currencies = "euro|di euro|dollari|dollaro|di dollari|sterline|rubli|franchi|yen", Percents = "per cento",
            Units = "persone|persona|morti|morto|feriti|ferito|vittime|uomini|donne|bambini|soldati|poliziotti|agenti|anni|mesi|settimane|giorni|ore|minuti|chilometri|km|metri|casi|voti|seggi|case|dispersi|migranti|rifugiati|passeggeri|lavoratori|posti|volte|punti|tonnellate|ettari|paesi|città|manifestanti|studenti|abitanti|arresti|arrestati|civili|uomo|donna|bambino|decessi",
            Times = "ore", NamesBefore = "articolo|capitolo|pagina|numero|gruppo|sala|linea|formula|volo|legge", Scores = "vittoria|sconfitta|vinto|perso|battuto|risultato",
            Casualties = "morti|ucciso|uccise|uccisi|feriti|bilancio|uccidendo", Functions = "il|lo|la|i|gli|le|un|una|e|o|in|a|al|alla|da|dal|per|con|su|è|sono|era|erano|ha|hanno|che|chi|si|non|contro|dopo|del|della|dei|delle|nel|nella|suo|sua|come",
            Describing = "altre|altri|nuovi|nuove|giovani|di|più", AgesBefore = "età",
            Halves = "mezzo|mezza", Ranges = "a", RangesBefore = "tra|fra",
            AgesAfter = "anni di età", ClocksBefore = "alle",
        },
        ["nl"] = new()
        {
            Values = [(1, "één"), (2, "twee"), (3, "drie"), (4, "vier"), (5, "vijf"), (6, "zes"), (7, "zeven"), (8, "acht"), (9, "negen"),
                (10, "tien"), (11, "elf"), (12, "twaalf"), (13, "dertien"), (14, "veertien"), (15, "vijftien"), (20, "twintig"), (30,
                "dertig"), (40, "veertig"), (50, "vijftig"), (60, "zestig"), (70, "zeventig"), (80, "tachtig"), (90, "negentig")],
            Multipliers = [(2, "honderd"), (3, "duizend"), (6, "miljoen"), (9, "miljard"), (12, "biljoen")],
            Dozens = [(12, "dozijn"), (10, "tiental"), (20, "twintigtal"), (100, "honderdtal")], Articles = "een", Joints = "en",
            Qualifiers = "minstens|ten minste|tenminste|meer dan|ruim|ongeveer|bijna|zo'n|circa|rond de|tot|maximaal|minder dan|hooguit|slechts|maar|zeker|in totaal|nog eens",
            Months = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
            Currencies = "euro|dollar|pond|roebel|yen|frank", Percents = "procent|procentpunt|procents",
            Units = "mensen|doden|dode|gewonden|gewonde|slachtoffers|personen|mannen|vrouwen|kinderen|soldaten|agenten|jaar|maanden|maand|weken|dagen|uur|minuten|kilometer|meter|gevallen|stemmen|zetels|huizen|woningen|vermisten|migranten|vluchtelingen|passagiers|werknemers|banen|keer|punten|ton|hectare|landen|steden|betogers|leerlingen|inwoners|arrestaties|verdachten|man|vrouw|kind|persoon|burgers",
            Times = "uur", NamesBefore = "artikel|hoofdstuk|pagina|nummer|groep|zaal|lijn|formule|vlucht|kamer", Scores = "zege|nederlaag|won|verloor|winst|gelijkspel",
            Casualties = "gedood|doodde|gewond|doden|dodental|omgekomen", Functions = "de|het|een|en|of|in|op|aan|bij|met|naar|van|voor|door|tegen|is|zijn|was|waren|werd|werden|heeft|hebben|had|die|dat|te|tot|om|niet|zich|sinds|na",
            Describing = "andere|nieuwe|jonge|extra|meer", AgesBefore = "leeftijd van",
            Halves = "half|halve", Ranges = "tot", RangesBefore = "tussen",
            AgesAfter = "jarig*|jaar oud", ClocksBefore = "om|tot|vanaf",
            AndHalves = [(1, "anderhalf|anderhalve"), (2, "tweeënhalf|tweeënhalve"), (3, "drieënhalf|drieënhalve")],
        },
        ["ru"] = new()
        {
            Values = [(1, "один|одна|одного|одну"), (2, "два|две|двух|двое"), (3, "три|трех|трёх|трое"), (4,
                "четыре|четырех|четырёх|четверо"), (5, "пять|пяти|пятеро"), (6, "шесть|шести"), (7, "семь|семи"), (8, "восемь|восьми"),
                (9, "девять|девяти"), (10, "десять|десяти"), (11, "одиннадцать"), (12, "двенадцать"), (13, "тринадцать"), (14,
                "четырнадцать"), (15, "пятнадцать"), (20, "двадцать"), (30, "тридцать"), (40, "сорок"), (50, "пятьдесят"), (60,
                "шестьдесят"), (70, "семьдесят"), (80, "восемьдесят"), (90, "девяносто")],
            Multipliers = [(2, "сто"), (3, "тысяча|тысячи|тысяч|тыс"), (6, "миллион|миллиона|миллионов|млн|полмиллиона"), (9,
                "миллиард|миллиарда|миллиардов|млрд"), (12, "триллион|триллиона|триллионов|трлн")],
            Dozens = [(10, "десяток|десятка|десятков"), (12, "дюжина|дюжины|дюжину|дюжин|полдюжины"), (100, "сотня|сотню|полсотни")],
                Articles = "", Joints = "с|и",
            Qualifiers = "не менее|более|более чем|около|почти|примерно|свыше|до|порядка|не более|как минимум|минимум|по меньшей мере|менее|всего|только|еще|ещё|больше",
            Months = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре",
            Currencies = "рублей|рубля|рубль|руб|долларов|доллара|евро|гривен|юаней|иен|фунтов", Percents =
                "процентов|процента|процент|проц|процентн*",
            Units = "человек|человека|погибших|погибли|погиб|раненых|ранены|пострадавших|пострадали|жертв|людей|мужчин|женщин|детей|солдат|военных|полицейских|лет|года|годов|месяцев|месяца|недель|недели|дней|дня|часов|часа|минут|километров|км|метров|случаев|случая|голосов|мест|домов|пропавших|мигрантов|беженцев|пассажиров|раз|раза|тонн|гектаров|стран|городов|задержанных|арестованных|беспилотников|дронов|ракет",
            Times = "час|часов|часа|мск", NamesBefore = "статья|статье|глава|страница|номер|группа|рейс|закон", Scores = "счетом|счётом|победа|победили|проиграли",
            Casualties = "погибли|погиб|ранены|пострадали|погибших|убиты", Functions = "в|во|на|и|или|с|со|от|из|по|к|о|об|за|для|при|до|после|не|что|который|которые|это|был|была|были|как|а|но|у",
            Describing = "новых|других|молодых|мирных|более", AgesBefore = "возрасте",
            Halves = "половиной|пол|полдюжины|полсотни|полмиллиона", Ranges = "до", RangesBefore = "между",
            AgesAfter = "летн*|лет от роду", ClocksBefore = "в|до|около",
            AndHalves = [(1, "полтора|полторы|полутора")],
        },
        ["sv"] = new()
        {
            Values = [(1, "en|ett"), (2, "två"), (3, "tre"), (4, "fyra"), (5, "fem"), (6, "sex"), (7, "sju"), (8, "åtta"), (9, "nio"),
                (10, "tio"), (11, "elva"), (12, "tolv"), (13, "tretton"), (14, "fjorton"), (15, "femton"), (20, "tjugo"), (30, "trettio"),
                (40, "fyrtio"), (50, "femtio"), (60, "sextio"), (70, "sjuttio"), (80, "åttio"), (90, "nittio")],
            Multipliers = [(2, "hundra"), (3, "tusen"), (6, "miljon|miljoner"), (9, "miljard|miljarder"), (12, "biljon|biljoner")],
            Dozens = [(10, "tiotal"), (12, "dussin"), (20, "tjugotal"), (30, "trettiotal"), (40, "fyrtiotal"), (50, "femtiotal"), (100,
                "hundratal")], Articles = "en|ett", Joints = "och",
            Qualifiers = "minst|mer än|över|omkring|cirka|ca|ungefär|nästan|närmare|upp till|mindre än|högst|bara|drygt|knappt|runt|totalt|ytterligare|åtminstone",
            Months = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
            Currencies = "kronor|krona|euro|dollar|pund|rubel|kr", Percents = "procent|procentenheter|procentig*",
            Units = "människor|personer|person|döda|död|skadade|skadad|offer|män|kvinnor|barn|soldater|poliser|år|månader|veckor|dagar|timmar|minuter|kilometer|mil|meter|fall|röster|mandat|hus|saknade|migranter|flyktingar|passagerare|anställda|jobb|gånger|poäng|ton|hektar|länder|städer|demonstranter|elever|invånare|gripna|civila|man|kvinna|dödsfall",
            Times = "tiden", NamesBefore = "artikel|kapitel|sida|nummer|grupp|sal|linje|formel|paragraf|flight", Scores = "seger|förlust|vann|förlorade|ledning|vinst",
            Casualties = "dödades|dödade|dödat|skadades|skadade|döda|dödssiffran|dödsoffer", Functions = "den|det|de|och|eller|i|på|av|med|från|till|för|om|vid|mot|är|var|har|hade|som|att|inte|sig|sedan|efter|under|blev|har",
            Describing = "andra|nya|unga|fler|civila", AgesBefore = "åldern|ålder av",
            Halves = "halv|halvt|halva", Ranges = "till", RangesBefore = "mellan",
            AgesAfter = "årig*|åring*|år gammal", ClocksBefore = "kl|klockan",
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
