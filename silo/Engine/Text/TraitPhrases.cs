using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>Words and phrases by which a sentence's traits are told, per language.</summary>
internal static class TraitPhrases
{
    /// <summary>What one language says; lists as <see cref="PhraseLexicon"/> reads them.</summary>
    private sealed record Lists
    {
        public string First { get; init; } = "";
        public string Second { get; init; } = "";
        public string Judging { get; init; } = "";
        public string Demanding { get; init; } = "";
        public string Sources { get; init; } = "";
        public string Openings { get; init; } = "";
        public string SoundOpenings { get; init; } = "";
        public string Hedges { get; init; } = "";
        public string Future { get; init; } = "";
        public string Past { get; init; } = "";
        public string Causes { get; init; } = "";
        public string Unresolved { get; init; } = "";
        public string Titles { get; init; } = "";
        public string Articles { get; init; } = "";
        public string Who { get; init; } = "";
        public string IsA { get; init; } = "";
    }

    public static FrozenDictionary<string, PhraseLexicon> Build(uint sound, uint demand, uint title, uint article, uint who, uint isA) =>
        ByLanguage.ToFrozenDictionary(pair => pair.Key, pair => new PhraseLexicon(
            pair.Key,
            ((uint)SentenceTrait.FirstPerson, pair.Value.First),
            ((uint)SentenceTrait.SecondPerson, pair.Value.Second),
            ((uint)SentenceTrait.Opinion, pair.Value.Judging),
            (demand, pair.Value.Demanding),
            ((uint)SentenceTrait.Attributed, pair.Value.Sources),
            // "ha" and "hieß" say something only beside a quotation.
            ((uint)SentenceTrait.Attributed, string.Join('|', SpeechVerbs.ByLanguage[pair.Key].Split('|').Except(NotAlone))),
            ((uint)SentenceTrait.Dangling, pair.Value.Openings),
            (sound, pair.Value.SoundOpenings),
            ((uint)SentenceTrait.Hedged, pair.Value.Hedges),
            ((uint)SentenceTrait.Future, pair.Value.Future),
            ((uint)SentenceTrait.Past, pair.Value.Past),
            ((uint)SentenceTrait.Cause, pair.Value.Causes),
            ((uint)SentenceTrait.Unresolved, pair.Value.Unresolved),
            (title, pair.Value.Titles),
            (article, pair.Value.Articles),
            (who, pair.Value.Who),
            (isA, pair.Value.IsA)));

    private static readonly string[] NotAlone =
    [
        "ha", "hieß", "heißt", "fügte", "räumte", "teilte", "voegde", "legde", "liet", "noemde", "noemt", "notes", "posted", "states", "claims", "observed", "continued",
        "conta", "cuenta", "lance", "lancé", "demande", "promet", "vindt", "vond", "denkt", "dacht", "critica", "crítica", "pidió", "pediu", "attacca", "attaccato",
        "poursuit", "reagi", "réagi", "recuerda", "agreed", "countered", "pledged", "conclude", "concluded", "considera", "считает", "указал", "указала", "передает",
        "recalls", "recalled", "suggested", "urged", "lobt", "lobte", "chiesto", "chiede", "kritisiert", "berichtet", "betont", "fordert", "forderte", "tycker", "vroeg", "vraagt",
        "asked", "asks", "fragt", "fragte", "replica", "boasted", "adds", "added",
    ];

    private static readonly Dictionary<string, Lists> ByLanguage = new(StringComparer.Ordinal)
    {
        ["en"] = new()
        {
            First = "i|we|our|ours|my|mine|myself|ourselves|=me|=us|i'm|i've|i'd|i'll|we're|we've|we'd|we'll|let's",
            Second = "you|your|yours|yourself|you're|you've|you'll|you'd",
            Judging = "outrage|outrageous|outrageously|shameful|shamefully|disgraceful|disgrace|disgusting|appalling|clearly|obviously|undoubtedly|make no mistake|of course|frankly|sadly|" +
                "thankfully|hopefully|unsurprisingly|needless to say|ridiculous|absurd|absurdly|pathetic|hypocrisy|hypocrites|hypocritical|ludicrous|laughable|insane|idiotic|stupid|" +
                "foolish|foolishly|cowardly|despicable|vile|wicked|monstrous|heinous|reprehensible|deplorable|unconscionable|inexcusable|indefensible|unforgivable|tyranny|lunacy|nonsense|" +
                "brazen|brazenly|blatant|blatantly|shockingly|astonishingly|incredibly|remarkably|ironically|the truth is|the fact is|the reality is|the problem is|no wonder|" +
                "it is time to|it's time to|the so called|so called|radical left|far too|simply put|to be sure|to be clear|arguably|wonderful|terrific|fantastic|terrible|awful|" +
                "brilliant|heroic|courageous|tragically|unfortunately|fortunately|at best|at worst|cannot be allowed|can't be allowed|enough is enough|it is clear that|it's clear that|" +
                "surely|naive|naively|delusional|sham|charade|farce|travesty|fiasco|debacle|witch hunt|virtue signaling|woke mob|the worst|the best thing|worse still|even worse|" +
                "alarmingly|disturbingly|troublingly|refreshing|refreshingly|embarrassing|embarrassingly|woefully|utterly",
            Demanding = "=must|should|shouldn't|ought to",
            Sources = "according to|in a statement|in an interview|in a tweet|in a post|sources say|sources said|officials say|police say|as per|reported that|reports that|citing|cited|" +
                "announced|confirmed|confirms|told reporters|the report found|the study found|found that|testimony|data from|data show|data shows|figures from|per the|spokesman for|spokeswoman for|" +
                "spokesperson for|quoted|quoting|alleged that|alleges|accused|prosecutors allege|police believe|believes that|denied|denies|reportedly told|reported by|first reported|wrote in|" +
                "a poll|polls show|polling|survey found|ruled that|tweeted|asked reporters|=reported",
            Openings = "he|she|they|it|his|her|hers|their|theirs|its|him|them|he's|she's|they're|it's|he'd|she'd|they'd|but|and|or|nor|yet|so|however|nevertheless|nonetheless|moreover|furthermore|" +
                "in addition|additionally|therefore|thus|hence|consequently|as a result|for example|for instance|meanwhile|instead|still|also|besides|likewise|similarly|otherwise|then|" +
                "that|this|these|those|that's|such|both|neither|either|the latter|the former was|the former is|the two|the pair|the duo|the trio|another|others|the others|the other|the same|" +
                "in other words|in contrast|by contrast|on the other hand|in that case|at that time|at the time|at that point|after that|before that|since then|by then|until then|there|here|" +
                "because of this|because of that|despite this|despite that|even so|if so|if not|again|indeed|in turn|in response|the man|the woman|the move|the decision|the incident|the announcement|" +
                "the statement|the document|the report|the bill|the measure|the ruling|the post|the message|the comment|the comments|the remarks|the suspect|the victim|the victims|" +
                "among them|one of them|some of them|most of them|many of them|all of them|none of them|two of them|in it|in them|to that end|which|who|whose|where|when asked|asked about|" +
                "asked whether|asked if|the company|the group|the agency|the department|the deal|the agreement|the attack|the law|the plan|the change|the changes|the proposal|the order|the lawsuit|too|" +
                "finally|first|second|third|next|elsewhere|later|earlier|afterward|afterwards|subsequently|thereafter|the letter|the video|the footage|the crash|the case|the charges|no one|nobody|not so|well|yes|no|" +
                "not only that|what's more|what is more|on top of that|more importantly|to be fair|of those|of these|of them",
            SoundOpenings = "it is not known|it is unclear|it is not clear|it was unclear|it was not clear|it wasn't clear|it isn't clear|it's unclear|it's not clear|it remains|it was not immediately|" +
                "it was not known|it is expected|it was the first|it is the first|it is believed|it was announced|it is understood|it emerged|this week|this month|this year|this morning|this afternoon|" +
                "this evening|this weekend|this summer|this winter|this spring|this fall|this autumn|this season|this time|those who|both sides|both parties|both countries|both houses|" +
                "both chambers|so far|still unclear|the second|the first|there is|there are|there was|there were|there has been|there have been|another person|another man|another woman|" +
                "the group of|the case of|the plan to|the case against|the company behind|the man accused|the woman accused|the man who|the woman who|the department of|the bill to|no one was|" +
                "first lady|first minister|second world|third world|second amendment|first amendment|first responders|no injuries|no deaths|no arrests|no casualties|next week|next month|next year|" +
                "earlier this|earlier on|later this|later on|here are|first quarter|second quarter|third quarter|the attack on|the attack in|the crash in|the crash on|the crash of|the law firm|the report by|" +
                "the report from|the decision by|the decision of|the decision to|the victims of|the deal between|the agreement between|no one has|no party|no government|no country|such as|third party",
            Hedges = "=may|might|could|possibly|reportedly|allegedly|alleged|apparently|appears to|appeared to|seems to|seemed to|suspected|purportedly|purported|rumored|rumoured|unconfirmed|" +
                "believed to|thought to|is said to|likely|presumably|perhaps|potentially|suggests that|suggesting that|if confirmed|not independently verified|claims without evidence|" +
                "preliminary|tentatively|it is unclear|could not verify",
            Future = "=will|won't|shall|is expected to|are expected to|was expected to|were expected to|expected to|expects to|expected in|expected on|expected next|is scheduled|are scheduled|was scheduled to|" +
                "scheduled for|scheduled to|plans to|plan to|planned for|planning to|is set to|are set to|set to|set for|is due to|are due to|due to be|due to appear|due to begin|due to meet|due to vote|" +
                "due in court|is slated|slated to|slated for|next week|next month|next year|next monday|next tuesday|next wednesday|next thursday|next friday|next saturday|next sunday|hearing on|trial is|" +
                "trial date|tomorrow|later this week|later this month|later this year|in the coming|coming days|coming weeks|coming months|by the end of|is likely to|are likely to|vowed to|pledged to|" +
                "promised to|intends to|intend to|aims to|going to|about to|to be held|to be sentenced|faces up to|would take effect|takes effect|hopes to|deadline|is to meet|are to meet",
            Past = "previously|earlier this year|earlier this month|earlier this week|last year|last month|last week|years ago|year ago|months ago|weeks ago|decades ago|a decade ago|began in|" +
                "had been|had already|had previously|has long|have long|had long|had said|had told|long standing|longstanding|historically|in the past|formerly|the former|in recent years|in recent months|" +
                "in recent weeks|over the past|over the last|dates back|dating back|for years|for decades|for months|for weeks|ever since|since then|since the|until recently|at the time|was first|" +
                "were first|first time since|originally|the previous|prior to|once served|used to|took office in|was founded|founded in|was elected in|came after a|the latest in|" +
                "followed a|earlier|background|history of|in january|in february|in march|in april|in may|in june|in july|in august|in september|in october|in november|in december",
            Causes = "because|because of|due to|amid|in response to|following|prompted by|prompting|to protest|in protest|led to|leading to|leads to|caused by|causing|caused|as a result of|resulting from|" +
                "resulted from|triggered|triggering|triggered by|sparked|sparking|sparked by|spurred|spurred by|fueled by|fuelled by|driven by|owing to|thanks to|blamed on|blamed|blames|blaming|" +
                "attributed to|in retaliation|in the wake of|on suspicion of|over allegations|over claims|stems from|stemmed from|stemming from|the reason|in order to|so that|in an effort to|in a bid to|" +
                "in an attempt to|aimed at|motivated by|on grounds|on the grounds|arguing that|citing|=after|days after|weeks after|hours after|months after|a day after|in exchange for|out of concern",
            Unresolved = "remains unclear|remain unclear|remained unclear|unclear|did not immediately respond|didn't immediately respond|has not responded|have not responded|did not respond|declined to comment|" +
                "declined to say|declined to give|unknown|not yet|has yet to|have yet to|had yet to|yet to be|investigation continues|investigation is ongoing|investigation was ongoing|under investigation|" +
                "is being investigated|are being investigated|are investigating|is investigating|still investigating|it was not immediately|was not immediately|were not immediately|wasn't immediately|it wasn't immediately|has not said|have not said|did not say|didn't say|awaiting|remains to be seen|" +
                "not known|isn't clear|is not clear|was not clear|wasn't clear|not clear|no word on|no immediate word|no immediate comment|could not be reached|couldn't be reached|could not be determined|" +
                "undecided|undetermined|unresolved|remains under|still missing|still being|remain missing|remains missing|remains at large|at large|open question|questions remain|question remains|no arrests|" +
                "no suspects|still searching|no decision|has not decided|have not decided|uncertain|unanswered|has not been released|have not been released|not been identified|not been determined|not been disclosed|" +
                "has not been|pending|cause of the fire|motive",
            Titles = "president|vice president|prime minister|minister|foreign minister|finance minister|defense minister|defence minister|interior minister|chancellor|king|queen|prince|princess|pope|" +
                "senator|sen|gov|rep|governor|congressman|congresswoman|representative|mayor|secretary|secretary of state|attorney general|prosecutor|judge|justice|chief justice|sheriff|chief|police chief|" +
                "spokesman|spokeswoman|spokesperson|chief executive|ceo|founder|co founder|chairman|chairwoman|chair|director|leader|general|gen|colonel|professor|prof|analyst|economist|" +
                "lawyer|attorney|researcher|ambassador|commissioner|candidate|nominee|coach|author|activist|editor|speaker|majority leader|minority leader|" +
                "ministre|officer|detective|superintendent|lawmaker|billionaire|businessman|actor|actress|singer|host|anchor|journalist|reporter|head|owner",
            Articles = "a|an|the|one of|former|chief|head of|director of|president of|professor of|chair of|founder of|chairman of|executive director|spokesman for|spokeswoman for|spokesperson for|author of|who",
            Who = "who|whose|which",
            IsA = "is a|is an|is the|was a|was an|was the|are the|has been a|has been the|became the|refers to|known as|also known as|are a",
        },
        ["de"] = new()
        {
            First = "ich|wir|uns|unser|unsere|unserer|unseren|unserem|mein|meine|meiner|meinem|meinen|mich|mir",
            Second = "du|dein|deine|dich|dir|euch|euer|eure",
            Judging = "skandal|skandalös|empörend|unverschämt|schändlich|schande|offensichtlich|natürlich|selbstverständlich|leider|glücklicherweise|hoffentlich|lächerlich|absurd|peinlich|heuchelei|" +
                "heuchlerisch|unerträglich|unverantwortlich|unverzeihlich|dumm|feige|zweifellos|ehrlich gesagt|kein wunder|es ist zeit|höchste zeit|wahnsinn|irrsinn|unsinn|farce|fatal|traurig|wunderbar|großartig|" +
                "schrecklich|sogenannte|sogenannten|endlich|vielleicht|die wahrheit ist|man darf nicht|ausgerechnet|immerhin|schlicht",
            Demanding = "muss|müssen|müsste|müssten|sollte|sollten|dürfen nicht|darf nicht",
            Sources = "nach angaben|laut|zufolge|den angaben zufolge|teilte mit|teilten mit|teilte die|teilte der|teilte das|in einer mitteilung|in einem interview|gab bekannt|gaben bekannt|bestätigte|bestätigt|bestätigten|" +
                "sagte der|sprecher|sprecherin|wie die polizei|berichtet die|berichten zufolge|beruft sich|berief sich|unter berufung|nach informationen|sprach von|kündigte|angekündigt|" +
                "warf|wirft|räumte ein|der zeitung|der deutschen presse agentur|nach eigenen angaben|hieß es|heißt es",
            Openings = "er|sie|es|ihr|ihre|sein|seine|ihm|ihn|ihnen|aber|und|oder|doch|jedoch|allerdings|dennoch|trotzdem|zudem|außerdem|ferner|deshalb|deswegen|daher|darum|somit|also|dabei|dafür|dagegen|" +
                "damit|danach|darauf|daraufhin|daran|darin|darüber|davon|davor|dazu|dort|hier|dann|dies|diese|dieser|dieses|diesen|diesem|das|beide|letztere|letzterer|ersterer|solche|sondern|stattdessen|" +
                "unterdessen|währenddessen|zum beispiel|beispielsweise|hingegen|ebenso|auch|so|nun|später|zuvor|anschließend|schließlich|derweil|indes|denn|jene|ihrer|seiner|seinen|ihren",
            SoundOpenings = "es ist unklar|es war zunächst unklar|es war unklar|es ist nicht bekannt|es gibt|es gab|das sind die|diese woche|dieses jahr|in diesem jahr|es handelt sich um|so viele|auch in|auch die|auch der|beide seiten|beide länder",
            Hedges = "möglicherweise|vermutlich|angeblich|mutmaßlich|mutmaßliche|mutmaßlichen|mutmaßlicher|offenbar|anscheinend|wohl|könnte|könnten|dürfte|dürften|soll|sollen|scheint|scheinen|" +
                "wahrscheinlich|vielleicht|verdacht|verdächtig|verdächtige|unbestätigt|unbestätigten|eventuell",
            Future = "wird|werden|soll am|sollen am|ist geplant|sind geplant|geplant|geplante|geplanten|plant|planen|will|wollen|nächste woche|nächsten|nächstes jahr|kommende woche|kommenden|kommende|morgen|voraussichtlich|" +
                "demnächst|künftig|in den kommenden|wird erwartet|werden erwartet|erwartet|ab dem|bis ende|bevorstehend|bevorstehende|bevorstehenden|vorgesehen|beginnt am|tritt in kraft|kündigte an",
            Past = "zuvor|bereits|früher|frühere|früheren|ehemalige|ehemaligen|im vergangenen|vergangene woche|vergangenes jahr|letztes jahr|letzte woche|letzten|im vorjahr|vor jahren|seit jahren|seit langem|seit|" +
                "vor einem jahr|vor zwei jahren|vor wochen|vor monaten|war bereits|hatte|hatten|begann|gegründet|damals|einst|ursprünglich|bisher|bislang|in den vergangenen|zuletzt|schon",
            Causes = "weil|wegen|aufgrund|auf grund|infolge|nach dem|nachdem|angesichts|als reaktion|aus protest|ausgelöst|ausgelöst durch|verursacht|führte zu|führten zu|führt zu|geführt|grund|grund dafür|ursache|" +
                "deshalb|daher|da die|da der|um zu|anlass|hintergrund|dank|durch|denn",
            Unresolved = "unklar|noch unklar|noch nicht|nicht bekannt|unbekannt|ermittelt|ermitteln|ermittlungen|ermittlungen dauern|die ermittlungen|untersucht|untersuchung|äußerte sich nicht|äußerten sich nicht|wollte sich nicht|wollten sich nicht|" +
                "keine angaben|steht noch aus|stehen noch aus|bleibt offen|offen|bleibt abzuwarten|bleibt unklar|weiter vermisst|noch vermisst|auf der flucht|ungewiss|ungeklärt|zunächst nicht|vorerst",
            Titles = "präsident|präsidentin|bundeskanzler|bundeskanzlerin|kanzler|kanzlerin|minister|ministerin|außenminister|außenministerin|innenminister|innenministerin|finanzminister|finanzministerin|verteidigungsminister|" +
                "verteidigungsministerin|ministerpräsident|ministerpräsidentin|bürgermeister|bürgermeisterin|oberbürgermeister|sprecher|sprecherin|polizeisprecher|polizeisprecherin|regierungssprecher|chef|chefin|vorsitzende|vorsitzender|" +
                "generalsekretär|staatsanwalt|staatsanwältin|professor|professorin|trainer|vorstandschef|gründer|direktor|direktorin|experte|expertin|senator|senatorin|abgeordnete|abgeordneter|anwalt|anwältin|könig|papst",
            Articles = "der|die|das|ein|eine|einer|chef|chefin|vorsitzender|sprecher|sprecherin",
            Who = "der|die|das|dessen|deren",
            IsA = "ist ein|ist eine|ist der|ist die|ist das|war ein|war eine|war der|war die|gilt als|wurde als|sind die",
        },
        ["fr"] = new()
        {
            First = "je|j'|nous|notre|nos|mon|ma|mes|moi",
            Second = "vous|votre|vos|tu|ton|tes|toi",
            Judging = "scandale|scandaleux|scandaleuse|honteux|honteuse|honte|indigne|évidemment|bien sûr|bien entendu|hélas|malheureusement|heureusement|ridicule|absurde|hypocrisie|hypocrite|inacceptable|intolérable|" +
                "impardonnable|lâche|stupide|sans aucun doute|force est de constater|il est temps|soyons clairs|pathétique|farce|mascarade|fiasco|formidable|magnifique|terrible|affligeant|consternant|pire|peut être|n'en déplaise|prétendu|prétendue|soi disant",
            Demanding = "doit|doivent|devrait|devraient|il faut|il faudrait|faut",
            Sources = "selon|d'après|a déclaré|ont déclaré|a annoncé|ont annoncé|a indiqué|ont indiqué|a affirmé|a précisé|dans un communiqué|dans un entretien|de source|citant|cité par|rapporte|rapporté|a confirmé|ont confirmé|" +
                "porte parole|auprès de|a fait savoir|accuse|accusé|accusent|a appris|indique t|selon lui|selon elle|selon les",
            Openings = "il|elle|ils|elles|ce|c'|cet|cette|ces|cela|ceci|ça|mais|et|ou|or|donc|car|cependant|toutefois|néanmoins|pourtant|en outre|de plus|par ailleurs|ainsi|alors|aussi|ensuite|puis|enfin|" +
                "son|sa|ses|leur|leurs|celui|celle|ceux|celles|ce dernier|cette dernière|ces derniers|tous deux|toutes deux|par exemple|en revanche|au contraire|pendant ce temps|entre temps|de même|" +
                "lui|eux|y|en effet|d'autres|d'ailleurs|du coup|depuis lors|parmi eux|à son tour|pour sa part|de son côté|l'intéressé|l'individu",
            SoundOpenings = "il n'est pas|il est difficile|il y a|il s'agit|cette année|cette semaine|ce lundi|ce mardi|ce mercredi|ce jeudi|ce vendredi|ce samedi|ce dimanche|ces dernières|ces derniers jours|ces derniers mois|ce matin|ce mois|ce week",
            Hedges = "peut être|pourrait|pourraient|aurait|auraient|serait|seraient|présumé|présumée|présumés|présumées|apparemment|semble|semblent|semblerait|probablement|sans doute|éventuel|éventuelle|éventuellement|prétendument|" +
                "supposé|supposée|soupçonné|soupçonnée|soupçonnés|possible|vraisemblablement|non confirmé",
            Future = "sera|seront|va|vont|aura|auront|devrait|devraient|doit se|doivent se|est prévu|est prévue|sont prévus|sont prévues|prévu|prévue|prévoit|prévoient|la semaine prochaine|le mois prochain|l'année prochaine|" +
                "prochain|prochaine|prochains|prochaines|demain|d'ici|dans les prochains|dans les prochaines|à partir du|à venir|envisage|s'apprête|compte se|pourra|pourront|entrera en vigueur",
            Past = "auparavant|précédemment|déjà|l'an dernier|l'année dernière|le mois dernier|la semaine dernière|il y a|avait|avaient|avait été|depuis|autrefois|jadis|ancien|ancienne|à l'époque|à l'origine|en 20*|" +
                "ces dernières années|ces derniers mois|plus tôt|jusqu'ici|jusque là|fondé en|fondée en|a débuté|a commencé|de longue date|historiquement",
            Causes = "parce qu'|parce que|car|à cause|en raison|à la suite|suite à|après|en réaction|en réponse|pour protester|pour dénoncer|grâce à|provoqué|provoquée|provoquant|a provoqué|entraîné|entraînant|a conduit|" +
                "causé|causée|déclenché|déclenchée|face à|afin de|puisque|du fait|faute de|au motif|motivé|sur fond de",
            Unresolved = "on ignore|ignore encore|pas encore|reste à|restent à|inconnu|inconnue|inconnus|inconnues|n'a pas répondu|n'ont pas répondu|n'a pas souhaité|n'a pas précisé|n'ont pas précisé|enquête|une enquête|l'enquête|enquête ouverte|" +
                "en cours|dans l'immédiat|incertain|incertaine|incertitude|en suspens|toujours recherché|toujours recherchée|toujours portés disparus|indéterminée|indéterminé|n'est pas connu|n'est pas connue|reste floue|reste flou|en fuite|encore floues",
            Titles = "président|présidente|premier ministre|première ministre|ministre|ministre des affaires étrangères|ministre de l'intérieur|maire|sénateur|sénatrice|député|députée|porte parole|procureur|procureure|directeur|directrice|patron|patronne|pdg|" +
                "chef|cheffe|chancelier|chancelière|roi|reine|pape|général|professeur|professeure|avocat|avocate|secrétaire d'état|fondateur|fondatrice|chercheur|chercheuse|préfet|préfète|juge|entraîneur|candidat|candidate",
            Articles = "le|la|l'|un|une|les|ancien|ancienne|chef|directeur|directrice|président|présidente|professeur|porte parole",
            Who = "qui|dont",
            IsA = "est un|est une|est le|est la|est l'|était un|était une|était le|était la|sont les|considéré comme|considérée comme",
        },
        ["es"] = new()
        {
            First = "yo|nosotros|nosotras|nuestro|nuestra|nuestros|nuestras|=mi|mis|nos|=me|creo que|pienso que",
            Second = "usted|ustedes|tú|vosotros|=tu|=tus|vuestro|vuestra",
            Judging = "escándalo|escandaloso|escandalosa|vergonzoso|vergonzosa|vergüenza|indignante|indigno|obviamente|evidentemente|por supuesto|claramente|lamentablemente|desgraciadamente|afortunadamente|ojalá|ridículo|ridícula|" +
                "absurdo|absurda|hipocresía|hipócrita|inaceptable|intolerable|imperdonable|cobarde|estúpido|patético|farsa|fiasco|sin duda|no cabe duda|ya es hora|es hora de|seamos claros|terrible|maravilloso|increíble|por desgracia|supuestos|quizás|quizá|tal vez|mal llamado|mal llamada",
            Demanding = "debe|deben|debería|deberían|hay que|tiene que|tienen que",
            Sources = "según|de acuerdo con|en un comunicado|en una entrevista|anunció|anunciaron|informó|informaron|confirmó|confirmaron|portavoz|fuentes|citó|citando|acusó|acusa|en rueda de prensa|a través de|precisó|ha dicho|ha declarado|ha afirmado|ha asegurado|ha anunciado|ha explicado|ha señalado|ha informado|ha confirmado|han confirmado|han informado",
            Openings = "él|ella|ellos|ellas|ello|esto|eso|este|esta|estos|estas|ese|esa|esos|esas|aquel|aquella|pero|y|e|o|sino|sin embargo|no obstante|además|asimismo|también|por tanto|por lo tanto|por eso|por ello|así|entonces|luego|" +
                "después|mientras tanto|en cambio|por ejemplo|por otra parte|por otro lado|por su parte|su|sus|le|les|lo|la misma|el mismo|ambos|ambas|dicho|dicha|dichos|dichas|tal|tales|de hecho|finalmente|a su vez|otro|otra|otros|otras|allí|ahí|aún así|aunque así|entre ellos|entre ellas",
            SoundOpenings = "este lunes|este martes|este miércoles|este jueves|este viernes|este sábado|este domingo|este año|este mes|esta semana|esta mañana|esta tarde|esta noche|estos días|ambas partes|ambos países|lo que|le corresponde|después de|y a",
            Hedges = "podría|podrían|posiblemente|probablemente|presunto|presunta|presuntos|presuntas|presuntamente|supuesto|supuesta|supuestamente|al parecer|aparentemente|parece|parecen|quizás|quizá|tal vez|posible|posibles|habría|habrían|sería|serían|sospechoso|sospechosa|sospecha|sin confirmar",
            Future = "será|serán|va a|van a|habrá|tendrá|tendrán|podrá|podrán|deberá|deberán|está previsto|está prevista|están previstos|previsto|prevista|prevé|prevén|la próxima semana|el próximo|la próxima|próximo|próxima|próximos|próximas|mañana|se espera|espera que|planea|planean|programado|programada|a partir del|en los próximos|en las próximas|entrará en vigor",
            Past = "anteriormente|previamente|ya había|el año pasado|el mes pasado|la semana pasada|hace años|hace un año|hace dos|hace meses|había|habían|había sido|desde|desde hace|antes|antiguo|antigua|exministro|expresidente|en los últimos|en las últimas|originalmente|en aquel entonces|comenzó en|fundado en|fundada en|hasta ahora|históricamente|en el pasado",
            Causes = "porque|debido a|a causa|por culpa|tras|después de|en respuesta|en protesta|para protestar|provocado|provocada|provocó|provocaron|causado|causada|causó|causaron|desencadenó|ante|gracias a|a raíz|ya que|puesto que|motivado|motivo|por lo que|a fin de|llevó a|con el fin|en medio de|por falta de",
            Unresolved = "se desconoce|se desconocen|aún no|todavía no|no está claro|no se sabe|no ha respondido|no respondió|no han respondido|investiga|investigan|investigación|la investigación|por determinar|por el momento|de momento|pendiente|pendientes|sin resolver|desconocido|desconocida|queda por|falta por|incertidumbre|incierto|incierta|siguen desaparecidos|desaparecidos|sigue abierta|prófugo|prófuga|a la espera",
            Titles = "presidente|presidenta|primer ministro|primera ministra|ministro|ministra|alcalde|alcaldesa|gobernador|gobernadora|senador|senadora|diputado|diputada|portavoz|fiscal|fiscal general|director|directora|líder|rey|reina|papa|general|profesor|profesora|abogado|abogada|secretario|secretaria|secretario de estado|canciller|fundador|fundadora|investigador|investigadora|juez|jueza|entrenador|candidato|candidata|vocero|vocera|jefe|jefa",
            Articles = "el|la|un|una|los|las|exministro|expresidente|director|directora|presidente|presidenta|portavoz|líder|profesor|profesora",
            Who = "quien|que|cuyo|cuya",
            IsA = "es un|es una|es el|es la|era un|era una|era el|era la|fue un|fue una|fue el|fue la|son los|considerado|considerada",
        },
        ["pt"] = new()
        {
            First = "eu|nós|nosso|nossa|nossos|nossas|meu|minha|meus|minhas|=me|=mim",
            Second = "você|vocês|teu|tua|vosso|vossa",
            Judging = "escândalo|escandaloso|escandalosa|vergonhoso|vergonhosa|vergonha|indignante|obviamente|evidentemente|claro que|claramente|lamentavelmente|infelizmente|felizmente|tomara|ridículo|ridícula|absurdo|absurda|hipocrisia|hipócrita|inaceitável|intolerável|imperdoável|covarde|estúpido|patético|farsa|fiasco|sem dúvida|está na hora|é hora de|terrível|maravilhoso|incrível|talvez",
            Demanding = "deve|devem|deveria|deveriam|é preciso|tem que|têm que|precisa|precisam",
            Sources = "segundo|de acordo com|conforme|em nota|em comunicado|em entrevista|anunciou|anunciaram|informou|informaram|confirmou|confirmaram|porta voz|fontes|citando|acusou|acusa|à imprensa|indicou|revelou",
            Openings = "ele|ela|eles|elas|isto|isso|este|esta|estes|estas|esse|essa|esses|essas|aquele|aquela|mas|e|ou|porém|contudo|no entanto|entretanto|todavia|além disso|também|portanto|por isso|assim|então|depois|enquanto isso|por exemplo|por outro lado|por sua vez|seu|sua|seus|suas|lhe|ambos|ambas|tal|tais|aliás|finalmente|outro|outra|outros|outras|ali|lá|já ele|já ela|entre eles|dele|dela",
            SoundOpenings = "esta segunda|esta terça|esta quarta|esta quinta|esta sexta|este sábado|este domingo|este ano|este mês|esta semana|esta manhã|esta tarde|esta noite|ambas as partes|ambos os países|depois de|outras pessoas",
            Hedges = "poderia|poderiam|pode ter|podem ter|possivelmente|provavelmente|suposto|suposta|supostos|supostas|supostamente|aparentemente|parece|parecem|talvez|possível|possíveis|teria|teriam|seria|seriam|suspeito|suspeita|suspeitos|alegado|alegada|alegadamente|não confirmado",
            Future = "será|serão|vai|vão|haverá|terá|terão|poderá|poderão|deverá|deverão|está previsto|está prevista|previsto|prevista|prevê|preveem|próxima semana|próximo|próxima|próximos|próximas|amanhã|espera se|planeja|planeia|pretende|pretendem|marcado para|marcada para|a partir de|nos próximos|nas próximas|entra em vigor|entrará em vigor",
            Past = "anteriormente|previamente|já tinha|já havia|no ano passado|no mês passado|na semana passada|há anos|há um ano|há dois|há meses|havia|haviam|tinha sido|desde|antes|antigo|antiga|ex ministro|ex presidente|nos últimos|nas últimas|originalmente|na época|começou em|fundado em|fundada em|até agora|historicamente|no passado",
            Causes = "porque|devido a|devido ao|devido à|por causa|após|depois de|em resposta|em protesto|para protestar|provocado|provocada|provocou|provocaram|causado|causada|causou|causaram|desencadeou|diante|graças a|já que|uma vez que|motivado|motivo|levou a|levaram a|a fim de|em meio a|por conta|na sequência",
            Unresolved = "não se sabe|ainda não|não está claro|não respondeu|não responderam|investiga|investigam|investigação|a investigação|por determinar|por enquanto|até o momento|pendente|pendentes|desconhecido|desconhecida|falta saber|resta saber|incerteza|incerto|incerta|seguem desaparecidos|continuam desaparecidos|desaparecidos|foragido|foragida|é desconhecida|à espera|aguarda|aguardam",
            Titles = "presidente|primeiro ministro|primeira ministra|ministro|ministra|prefeito|prefeita|governador|governadora|senador|senadora|deputado|deputada|porta voz|procurador|procuradora|procurador geral|diretor|diretora|líder|rei|rainha|papa|general|professor|professora|advogado|advogada|secretário|secretária|chanceler|fundador|fundadora|pesquisador|pesquisadora|juiz|juíza|treinador|técnico|candidato|candidata|chefe|delegado|delegada",
            Articles = "o|a|um|uma|os|as|ex ministro|ex presidente|diretor|diretora|presidente|porta voz|líder|professor|professora",
            Who = "quem|que|cujo|cuja",
            IsA = "é um|é uma|é o|é a|era um|era uma|era o|era a|foi um|foi uma|foi o|foi a|são os|considerado|considerada",
        },
        ["it"] = new()
        {
            First = "io|noi|nostro|nostra|nostri|nostre|mio|mia|miei|mie|=mi",
            Second = "voi|vostro|vostra|tuo|tua",
            Judging = "scandalo|scandaloso|scandalosa|vergognoso|vergognosa|vergogna|indegno|indegna|ovviamente|evidentemente|naturalmente|certamente|purtroppo|per fortuna|fortunatamente|ridicolo|ridicola|assurdo|assurda|ipocrisia|ipocrita|inaccettabile|intollerabile|imperdonabile|vigliacco|stupido|patetico|farsa|fiasco|senza dubbio|è ora di|terribile|meraviglioso|incredibile|forse|magari",
            Demanding = "deve|devono|dovrebbe|dovrebbero|bisogna|occorre",
            Sources = "secondo|stando a|in una nota|in un comunicato|in un'intervista|ha detto|ha dichiarato|ha affermato|ha spiegato|ha annunciato|hanno annunciato|ha riferito|hanno riferito|ha confermato|hanno confermato|portavoce|fonti|citando|accusa|accusato|a quanto si apprende|fa sapere|ha fatto sapere|riferisce|riferiscono|si legge",
            Openings = "lui|lei|loro|egli|essa|essi|esso|ciò|questo|questa|questi|queste|quello|quella|quelli|quelle|ma|e|ed|o|però|tuttavia|eppure|inoltre|anche|perciò|quindi|dunque|così|allora|poi|dopo di che|intanto|nel frattempo|invece|per esempio|ad esempio|d'altra parte|dal canto suo|suo|sua|suoi|sue|entrambi|entrambe|tale|tali|infatti|infine|altro|altra|altri|altre|lì|là|qui|gli stessi|lo stesso|la stessa|tra loro|fra loro|quest'ultimo|quest'ultima",
            SoundOpenings = "questa mattina|questa settimana|quest'anno|questo mese|questa sera|questa notte|entrambe le parti|entrambi i paesi|anche in|anche il|anche la|così come",
            Hedges = "potrebbe|potrebbero|forse|probabilmente|presunto|presunta|presunti|presunte|presumibilmente|apparentemente|sembra|sembrano|sembrerebbe|avrebbe|avrebbero|sarebbe|sarebbero|possibile|possibili|sospettato|sospettata|sospetto|non confermato|si ipotizza|ipotesi|pare",
            Future = "sarà|saranno|avrà|avranno|dovrà|dovranno|potrà|potranno|è previsto|è prevista|sono previsti|previsto|prevista|prevede|prevedono|la prossima settimana|il prossimo|la prossima|prossimo|prossima|prossimi|prossime|domani|si attende|in programma|a partire dal|nei prossimi|nelle prossime|entrerà in vigore|intende|intendono|si terrà|si terranno",
            Past = "in precedenza|precedentemente|già|l'anno scorso|il mese scorso|la settimana scorsa|anni fa|un anno fa|mesi fa|aveva|avevano|era stato|era stata|erano stati|da anni|da tempo|dal 20*|prima|ex|ex ministro|ex presidente|negli ultimi|nelle ultime|originariamente|all'epoca|iniziato|iniziata|fondato nel|fondata nel|finora|storicamente|in passato",
            Causes = "perché|poiché|a causa|per colpa|dopo|in seguito a|a seguito|in risposta|per protestare|per protesta|provocato|provocata|provocando|causato|causata|causando|scatenato|scatenata|di fronte a|grazie a|dovuto a|dovuta a|in quanto|motivato|motivo|al fine di|ha portato a|per via|nell'ambito",
            Unresolved = "non è chiaro|non è ancora|non ancora|ancora da|resta da|restano da|non si conosce|non si conoscono|sconosciuto|sconosciuta|non ha risposto|non hanno risposto|indaga|indagano|indagini|le indagini|indagine|inchiesta|in corso|da accertare|da chiarire|al momento|per ora|incerto|incerta|incertezza|dispersi|latitante|in fuga|in attesa|ignote|ignota|ignoti",
            Titles = "presidente|presidente del consiglio|premier|primo ministro|ministro|ministra|ministro degli esteri|ministro dell'interno|sindaco|sindaca|governatore|senatore|senatrice|deputato|deputata|portavoce|procuratore|procuratrice|direttore|direttrice|leader|segretario|segretaria|re|regina|papa|generale|professore|professoressa|avvocato|avvocata|cancelliere|fondatore|ricercatore|ricercatrice|giudice|allenatore|candidato|candidata|capo|amministratore delegato",
            Articles = "il|la|lo|l'|un|una|un'|gli|ex|direttore|direttrice|presidente|portavoce|leader|professore|professoressa",
            Who = "che|cui|il quale|la quale",
            IsA = "è un|è una|è il|è la|è l'|era un|era una|era il|era la|sono i|considerato|considerata",
        },
        ["nl"] = new()
        {
            First = "ik|wij|we|ons|onze|mijn|mij",
            Second = "jij|je|jouw|jullie|uw",
            Judging = "schandaal|schandalig|schandalige|schande|schaamteloos|schaamteloze|natuurlijk|uiteraard|vanzelfsprekend|helaas|gelukkig|hopelijk|belachelijk|belachelijke|absurd|absurde|hypocriet|hypocrisie|onaanvaardbaar|onacceptabel|onvergeeflijk|laf|laffe|dom|domme|ongetwijfeld|duidelijk is|geen wonder|het is tijd|hoog tijd|waanzin|onzin|farce|fiasco|verschrikkelijk|geweldig|prachtig|eerlijk gezegd|zogenaamd|zogenaamde|eindelijk|misschien",
            Demanding = "moet|moeten|zou moeten|zouden moeten",
            Sources = "volgens|aldus|in een verklaring|in een interview|meldt|melden|meldde|meldden|bevestigt|bevestigde|bevestigden|woordvoerder|woordvoerster|bronnen|laat weten|liet weten|lieten weten|maakte bekend|maakten bekend|kondigde|kondigden|beschuldigt|beschuldigde|blijkt uit|op gezag van|tegenover",
            Openings = "hij|zij|ze|het|zijn|haar|hun|hem|hen|maar|en|of|echter|toch|desondanks|niettemin|bovendien|daarnaast|daarom|dus|daardoor|ook|dan|daarna|vervolgens|intussen|ondertussen|daarentegen|in plaats daarvan|bijvoorbeeld|dit|dat|deze|die|beide|beiden|zo|daar|hier|daarbij|daarmee|daarvan|daarvoor|hierdoor|hiermee|laatstgenoemde|dezelfde|want|andere|anderen|later|eerder|uiteindelijk",
            SoundOpenings = "het is niet bekend|het is onduidelijk|het is nog onduidelijk|het is nog niet|het was niet|het gaat om|dit jaar|deze week|deze maand|beide partijen|beide landen|het kabinet|het bedrijf|het openbaar|het ministerie|het leger|het aantal|het parlement|het hof|de het|het europees|het team|het land|zo'n|zijn er|het vliegtuig|het gebouw|het dodental|het centrum|het plan|het huis|het bestuur|het museum|het ziekenhuis|het water|het nieuwe|later deze|eerder deze|eerder dit|ook in|ook de|ook het",
            Hedges = "mogelijk|mogelijke|waarschijnlijk|vermoedelijk|vermoedelijke|vermeende|naar verluidt|blijkbaar|kennelijk|lijkt|lijken|zou|zouden|misschien|verdacht|verdachte|verdachten|wellicht|onbevestigd|onbevestigde|vermoed|vermoeden",
            Future = "zal|zullen|gaat|gaan|wordt verwacht|worden verwacht|naar verwachting|verwacht|gepland|geplande|plan om|is van plan|volgende week|volgende maand|volgend jaar|komende|komend|morgen|binnenkort|vanaf|in de komende|staat gepland|treedt in werking|wil|willen|moet nog|later deze week|later dit jaar",
            Past = "eerder|eerdere|al eerder|voorheen|vorig jaar|vorige maand|vorige week|jaren geleden|een jaar geleden|maanden geleden|had|hadden|was al|sinds|al jaren|voormalig|voormalige|oud|destijds|ooit|aanvankelijk|de afgelopen|afgelopen|begon in|opgericht in|tot nu toe|in het verleden|oorspronkelijk",
            Causes = "omdat|doordat|wegens|vanwege|door|als gevolg van|naar aanleiding van|na|nadat|in reactie op|uit protest|veroorzaakt|veroorzaakte|leidde tot|leidden tot|leidt tot|aanleiding|oorzaak|reden|dankzij|om te|tegen de achtergrond|ten gevolge",
            Unresolved = "onduidelijk|nog onduidelijk|nog niet|niet bekend|onbekend|onderzoekt|onderzoeken|onderzoek|het onderzoek|wilde niet reageren|wil niet reageren|heeft niet gereageerd|nog niet gereageerd|blijft de vraag|de vraag is|moet nog blijken|moet blijken|vooralsnog|voorlopig|onzeker|vermist|vermisten|voortvluchtig|in afwachting|wacht op|nog gezocht|geen reactie",
            Titles = "president|premier|minister|minister president|minister van buitenlandse zaken|burgemeester|staatssecretaris|senator|kamerlid|woordvoerder|woordvoerster|officier van justitie|directeur|leider|fractievoorzitter|voorzitter|topman|topvrouw|koning|koningin|paus|generaal|hoogleraar|professor|advocaat|kanselier|bondskanselier|oprichter|onderzoeker|rechter|coach|trainer|kandidaat|commissaris|econoom",
            Articles = "de|het|een|voormalig|directeur|voorzitter|woordvoerder|hoogleraar|leider",
            Who = "die|wiens|dat",
            IsA = "is een|is de|is het|was een|was de|was het|zijn de|geldt als|staat bekend als",
        },
        ["ru"] = new()
        {
            First = "я|мы|наш|наша|наше|наши|нашего|нашей|наших|мой|моя|мое|моё|мои|нам|нас|мне|меня",
            Second = "ты|вы|ваш|ваша|ваше|ваши|вам|вас",
            Judging = "позор|позорн*|возмутительн*|безобрази*|очевидно|конечно|разумеется|безусловно|несомненно|к сожалению|увы|к счастью|надеюсь|нелеп*|абсурд*|лицемери*|недопустим*|непростительн*|трусост*|глуп*|фарс|пора|ужасн*|прекрасн*|чудовищн*|так называем*|якобы|наверное|может быть|пожалуй|честно говоря",
            Demanding = "должен|должна|должны|должно|следует|нужно|необходимо|надо",
            Sources = "по словам|по данным|согласно|по информации|как сообщ*|как заявил|как заявила|в заявлении|в интервью|сообщает|сообщают|сообщил*|заявил*|подтвердил*|пресс секретар*|пресс служб*|источник*|со ссылкой|ссылаясь|обвинил*|объявил*|по его словам|по ее словам|рассказал*|говорится",
            Openings = "он|она|оно|они|его|ее|её|их|им|ему|ей|это|этот|эта|эти|этого|этой|тот|та|те|но|и|а|или|однако|тем не менее|кроме того|также|тоже|поэтому|затем|потом|тогда|между тем|тем временем|вместо этого|например|в то же время|при этом|напротив|в частности|оба|обе|такой|такая|такие|там|здесь|итак|так|ранее|позже|впоследствии|наконец|другой|другие|последний|среди них|в результате|в свою очередь|для этого|с тех пор|после этого|до этого|зато",
            SoundOpenings = "это первый|так называем*|этой весной|этой осенью|этим летом|этой зимой",
            Hedges = "возможно|вероятно|предположительно|по видимому|видимо|якобы|может|могут|могло|могла|мог|могли|предполага*|подозрева*|подозреваем*|похоже|кажется|не исключ*|по неподтвержденн*|по предварительн*",
            Future = "будет|будут|намерен|намерена|намерены|планирует|планируют|планируется|ожидается|ожидают|предстоит|на следующей неделе|в следующем|следующ*|завтра|в ближайш*|скоро|вскоре|должен состояться|должна состояться|запланирован*|назначен*|вступит в силу|состоится|собирается|собираются|пройдет|пройдут|начнется|до конца года",
            Past = "ранее|раньше|прежде|до этого|в прошлом|на прошлой неделе|прошлогодн*|назад|был|была|были|с 20*|с тех пор|бывш*|экс|изначально|первоначально|тогда|в последние годы|в последние месяцы|в последнее время|начался в|началась в|началось в|основан*|до сих пор|исторически|уже",
            Causes = "потому что|поскольку|так как|из за|вследствие|в результате|после|на фоне|в связи|в ответ|в знак протеста|вызван*|вызвал*|привел*|привёл|причин*|спровоцир*|благодаря|чтобы|по причине|в рамках|ввиду|по подозрению",
            Unresolved = "неизвестно|пока неизвестно|неясно|пока не|еще не|ещё не|не известно|расследуе*|расследовани*|выясня*|устанавлива*|не ответил*|не прокомментировал*|отказался от комментари*|отказалась от комментари*|неизвестн*|не сообща*|не уточня*|остается|остаётся|пропавш*|разыскива*|в розыске|не решен*|под вопросом|не определен*|не установлен*",
            Titles = "президент|премьер министр|премьер|министр|глава|глава мид|мэр|губернатор|сенатор|депутат|спикер|пресс секретарь|представитель|прокурор|генпрокурор|директор|гендиректор|лидер|король|королева|папа|генерал|профессор|адвокат|канцлер|основатель|исследователь|судья|тренер|кандидат|председатель|секретарь|эксперт|экономист|аналитик",
            Articles = "бывший|бывшая|глава|директор|президент|профессор|лидер|основатель|один из|одна из|первый|первая",
            Who = "который|которая|которое|которые|которого|которой|чей",
            IsA = "является|являлся|являлась|считается|это",
        },
        ["sv"] = new()
        {
            First = "jag|vi|oss|vår|vårt|våra|min|mitt|mina|mig",
            Second = "du|ni|din|ditt|dina|dig|er|ert|era",
            Judging = "skandal|skandalöst|skandalös|skamligt|skam|upprörande|uppenbart|naturligtvis|självklart|givetvis|tyvärr|lyckligtvis|förhoppningsvis|löjligt|löjlig|absurt|absurd|hyckleri|hycklande|oacceptabelt|oacceptabel|oförlåtligt|fegt|dumt|utan tvekan|inte undra på|det är dags|vansinne|nonsens|fars|fiasko|fruktansvärt|underbart|fantastiskt|ärligt talat|så kallade|så kallad|äntligen|kanske|tvivelsutan",
            Demanding = "måste|bör|borde",
            Sources = "enligt|uppgifter från|i ett uttalande|i en intervju|meddelade|meddelar|bekräftade|bekräftar|talesperson|talesman|källor|rapporterar|rapporterade|anklagar|anklagade|skriver|i ett pressmeddelande|till tt|presstalesperson",
            Openings = "han|hon|de|den|det|hans|hennes|deras|dess|honom|henne|dem|men|och|eller|dock|ändå|trots det|dessutom|därför|således|också|även|sedan|därefter|samtidigt|under tiden|däremot|istället|i stället|till exempel|exempelvis|denna|detta|dessa|denne|båda|så|då|där|här|därmed|därtill|sådana|samma|andra|senare|tidigare|slutligen|den förra|den senare",
            SoundOpenings = "det är oklart|det är ännu oklart|det är inte känt|det var oklart|det finns|det fanns|det är första|den svenska|den nya|den ryska|den amerikanska|det nya|de flesta|den här veckan|de svenska|de nya|den tidigare|den misstänkte|det svenska|de två|den europeiska|tidigare i|senare i|båda sidor|båda länderna|andra världskriget|så många|även om",
            Hedges = "möjligen|troligen|sannolikt|påstådd|påstådda|påstås|uppges|misstänkt|misstänkta|misstänks|misstänkte|kan ha|kan vara|kunde|skulle|verkar|tycks|förmodligen|eventuellt|kanske|obekräftade|tros|antas",
            Future = "kommer att|ska|väntas|planerar|planeras|planerad|nästa vecka|nästa månad|nästa år|i morgon|imorgon|inom kort|kommande|de närmaste|framöver|träder i kraft|tänker|avser|från och med|senare i veckan|senare i år",
            Past = "tidigare|i fjol|förra året|förra månaden|förra veckan|för ett år sedan|år sedan|månader sedan|hade|sedan 20*|sedan länge|länge|före detta|dåvarande|ursprungligen|de senaste|senaste åren|började|grundades|grundat|hittills|historiskt|redan",
            Causes = "eftersom|därför att|på grund|till följd|efter|efter att|med anledning|som svar|i protest|orsakat|orsakades|orsakade|ledde till|lett till|leder till|anledning|anledningen|orsak|orsaken|tack vare|för att|med hänvisning|utlöst|utlöste|utlöstes|mot bakgrund",
            Unresolved = "oklart|ännu oklart|ännu inte|inte känt|okänt|okänd|utreder|utreds|utredning|utredningen|vill inte kommentera|ville inte kommentera|har inte kommenterat|inte svarat|återstår|återstår att se|tills vidare|i nuläget|osäkert|saknas fortfarande|fortfarande försvunn*|på flykt|inväntar|väntar på|undersöker|undersöks|olöst",
            Titles = "president|presidenten|statsminister|statsministern|minister|utrikesminister|utrikesministern|finansminister|finansministern|justitieminister|försvarsminister|borgmästare|riksdagsledamot|talesperson|talesman|presstalesperson|åklagare|kammaråklagare|direktör|ledare|partiledare|partiledaren|ordförande|vd|kung|kungen|drottning|påve|general|professor|advokat|kansler|förbundskansler|grundare|forskare|domare|tränare|kandidat|polischef|ekonom|chef",
            Articles = "en|ett|den|före detta|chef|ordförande|professor|talesperson|vd|ledare",
            Who = "som|vars",
            IsA = "är en|är ett|är den|är det|var en|var ett|var den|anses vara|räknas som",
        },
    };
}
