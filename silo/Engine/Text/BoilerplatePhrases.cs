using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>Phrases by which boilerplate is known, per language; lists as <see cref="PhraseLexicon"/> reads them.</summary>
internal sealed record BoilerplatePhrases
{
    /// <summary>Boilerplate if a sentence begins with it.</summary>
    public string Openers { get; init; } = "";
    /// <summary>If a sentence begins with it and a colon or bar follows.</summary>
    public string Labels { get; init; } = "";
    /// <summary>Wherever it stands.</summary>
    public string Anywhere { get; init; } = "";
    /// <summary>If it is all, give or take a word.</summary>
    public string Whole { get; init; } = "";
    /// <summary>If a sentence begins with it and a date follows.</summary>
    public string BeforeDates { get; init; } = "";
    /// <summary>At the end, behind a bracket, bar or dash.</summary>
    public string Endings { get; init; } = "";
    /// <summary>What a sentence begins with that urges the reader to take <see cref="Wares"/>.</summary>
    public string Calls { get; init; } = "";
    /// <summary>What readers are urged to take.</summary>
    public string Wares { get; init; } = "";
    /// <summary>Verbs that make a sentence of three words.</summary>
    public string Verbs { get; init; } = "";
    /// <summary>Words of dates and times.</summary>
    public string DateWords { get; init; } = "";

    /// <summary>The same in every language.</summary>
    public static readonly BoilerplatePhrases International = new()
    {
        Openers = "ap photo|photo ap|image credit|photo credit|reuters photo|file photo|bildquelle|thomson reuters trust|related reading|copyright ©|copyright 20*|copyright 19*|© 20*",
        Labels = "photo|photos|image|images|video|foto|fotos|twitter|facebook|instagram|email|e mail|via",
        Anywhere = "all rights reserved|via getty images|via ap|via reuters|via afp|ap photo|getty images|afp getty|reuters trust principles|afp via|imago images|picture alliance|shutterstock|alamy stock photo|" +
            "zuma press|sipa usa|pool photo|pool via|dpa bildfunk",
        Endings = "reuters|afp|istock|epa|imago|zuma|instagram|screenshot|screengrab",
    };

    /// <summary>By language.</summary>
    public static readonly FrozenDictionary<string, BoilerplatePhrases> ByLanguage = new Dictionary<string, BoilerplatePhrases>(StringComparer.Ordinal)
    {
        ["en"] = new()
        {
            Openers = "image copyright|media playback is|content created by|for licensing|this report was updated|this story was updated|this article was updated|this report has been|follow on twitter|read more|read next|read also|also read|read the full|read full|read our|read about|click here|click to|tap here|sign up|sign in|log in|subscribe to|subscribe now|subscribe today|subscribe for|subscribe here|already a subscriber|" +
                "follow us|follow me|follow him on|follow her on|follow them on|like us on|join us on|find us on|this story was originally|this article was originally|this article originally|this story originally|this post originally|" +
                "this article first appeared|this story first appeared|this column first|a version of this|this story has been updated|this article has been updated|this post has been updated|this is a breaking|this is a developing|" +
                "this story is developing|this story is part of|this article is part of|our standards|the thomson reuters|story continues|article continues|continue reading|keep reading|" +
                "advertisement|skip advertisement|scroll to continue|skip to|enable javascript|please enable|you need to enable|we use cookies|this site uses|this website uses|" +
                "by clicking|by signing|by subscribing|by submitting|by continuing|by registering|by entering|you can unsubscribe|you may unsubscribe|unsubscribe|leave a comment|post a comment|join the conversation|join the discussion|view comments|show comments|" +
                "have a tip|got a tip|send us|send tips|email us|contact us|contact the reporter|contact the author|write to us|reach the reporter|" +
                "reporting by|editing by|written by|writing by|additional reporting|compiled by|photograph by|photo by|photos by|photography by|photo courtesy|photos courtesy|image courtesy|video by|graphic by|illustration by|" +
                "associated press writer|associated press writers|associated press reporter|associated press reporters|associated press journalist|associated press journalists|ap writer|ap writers|the associated press contributed|reuters contributed|" +
                "watch below|watch the video|watch live|watch now|listen to the|listen now|download our|download the app|get the app|get our|get breaking news|get email|get stories|" +
                "stay up to date|stay informed|don't miss|you may also|you might also|more on this|more coverage|more stories|most read|most popular|recommended for|trending now|editor's picks|editors' picks|" +
                "support our|become a subscriber|donate now|try a free|view more|view on|see more|see also|see full|see the full|" +
                "image source|image caption|media caption|video caption|file photo|file image|pictured above|in this file|in this image|in this undated|in this courtroom|the views expressed|the opinions expressed|" +
                "transcript provided|terms of service|terms of use|privacy policy|do not sell|cookie policy|create a free|create an account|register now|forgot your|enter your|thanks for reading|" +
                "please subscribe|please consider|please sign|please note|please check|please log|editor's note|editors' note|print article|email this|copy link|link copied|listen to this|" +
                "back to top|sponsored content|paid content|partner content|ad feedback|ad choices|content continues|image by|story by|text by|words by|with reporting by|with additional|" +
                "for more stories|for more news|for more information|for more on|for more details|for breaking|to read more|to subscribe|to sign up|to continue reading|to learn more|to receive|" +
                "this material may|news tips|follow on twitter|visit our|" +
                "join our|listen here|tune in|click on|discover more|explore more|learn more|find out more|related stories|related articles|related story|related article|related content|related coverage|related topics|related links|" +
                "now watching|play video|close video|show more|show less|hide caption|toggle caption|enlarge this|view image|courtesy photo|handout photo|handout via|fox news flash",
            Labels = "related|more|watch|listen|read|see|opinion|analysis|exclusive|caption|credit|source|sources|photo credit|image credit|picture|pictures|file|gallery|slideshow|topics|tags|filed under|posted in|category|categories|author|by|" +
                "contact|phone|follow|share|comments|updated|published|posted|first published|last updated|last modified|credits|note|tip|location|address|when|where|tickets|cost|price|rating|explainer|fact check|live|breaking|just in|podcast|newsletter|hashtags|disclaimer|story|transcript",
            Anywhere = "may not be published broadcast|this material may not|be published, broadcast|rewritten or redistributed|broadcast rewritten|contributed to this report|contributed to this story|contributed to this article|contributed reporting|contributed from|" +
                "click here to|to subscribe click|subscribe to our|sign up for our|sign up here|our newsletter|our newsletters|daily newsletter|email newsletter|follow us on|follow him on twitter|follow her on twitter|follow them on twitter|follow me on twitter|on twitter at|" +
                "can be reached at|be reached via|terms of service|privacy policy|cookie policy|unsubscribe at any time|getty images|file photo|courtesy photo|image courtesy of|photo courtesy of|screenshot via|screen grab|originally appeared on|originally published on|originally published by|originally published in|" +
                "first appeared on|appeared first on|is a registered trademark|affiliate commission|earn a commission|may earn|free trial|download our app|download the app|push notifications|your inbox|ad free|not necessarily reflect|do not necessarily reflect|does not necessarily reflect|" +
                "kaiser health news is|has been updated with|has been updated to|reporting by",
            Whole = "more|read|watch|share|tweet|print|email|comments|comment|related|menu|search|home|news|opinion|sports|subscribe|next|previous|top stories|latest news|breaking news|live updates|by|photo|photos|video|image|caption|credit|source|topics|tags|save|close|copy|play|mute|settings|read full story|see it|advertising|correction|loading|now playing|up next|share this|top headlines|disclosure|clarification|promoted|see all|view this",
            BeforeDates = "updated|last updated|published|first published|posted|created|modified|last modified|update|originally published|date|filed|aired|on air|uploaded|first posted|as of",
            Endings = "file photo|file|via twitter|via facebook|via instagram|handout|courtesy|screenshot|photo|ap|associated press|usa today|bloomberg news",
            Calls = "get|sign|join|enter|stay|receive|become|donate|try|tune|visit|subscribe|download|follow|discover|enjoy|start|register|unlock|never miss|create|access|activate|complete|like|buy|order|please",
            Wares = "newsletter|newsletters|inbox|email address|e mail address|free trial|breaking news alerts|news alerts|email alerts|unlimited access|digital access|our app|mobile app|our podcast|paywall|the app store|google play|apple podcasts|spotify|ad free|coupon|discount code|our website",
            Verbs = "is|are|was|were|has|have|had|will|said|says|died|won|lost|did|does|do|can|could|would|may|must|won't|isn't|wasn't|didn't|agreed|resigned|denied|declined|refused|pleaded|survived|escaped|fled|fell|rose|continues|continued|began|ended|failed|passed|voted|fired|closed|opened|followed|happened",
            DateWords = "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|" +
                "am|pm|a|p|m|et|est|edt|pst|pdt|cst|cdt|gmt|utc|bst|ist|at|minutes ago|hours ago|hour ago|days ago|min read|minute read|hrs|today|yesterday|updated|published|ago|read|min",
        },
        ["de"] = new()
        {
            Openers = "mehr zum thema|mehr dazu|mehr lesen|weiterlesen|lesen sie|lesen sie auch|lesen sie mehr|hier klicken|klicken sie|jetzt anmelden|melden sie sich|jetzt abonnieren|abonnieren sie|folgen sie uns|folge uns|folgen sie|teilen sie|artikel teilen|" +
                "dieser artikel erschien|dieser beitrag|wir verwenden cookies|diese webseite|mit der anmeldung|ihre e mail|kommentar schreiben|diskutieren sie|foto von|fotos von|bild von|symbolbild|symbolfoto|" +
                "archivbild|archivfoto|alle rechte vorbehalten|auch interessant|das könnte sie|empfohlener inhalt|empfohlener redaktioneller|hinweis der redaktion|anmerkung der redaktion|transparenzhinweis|jetzt lesen|zum artikel|zur startseite|" +
                "quelle dpa|von unserer redaktion|mit material von|bitte aktivieren|zum inhalt springen|ich bin damit einverstanden|externer inhalt|externen inhalt|hören sie|sehen sie hier|testen sie|jetzt testen|mit plus|bereits abonnent",
            Labels = "foto|bild|quelle|autor|autorin|von|video|lesen sie auch|mehr|thema|themen|schlagworte|stand|veröffentlicht|aktualisiert|kommentar|analyse|live|eilmeldung|podcast|newsletter|grafik|illustration|credit|bildnachweis|hintergrund",
            Anywhere = "alle rechte vorbehalten|unseren newsletter|unserem newsletter|abonnieren sie|melden sie sich hier|jetzt kostenlos|datenschutzerklärung|picture alliance|imago images|archivbild|symbolbild|folgen sie uns|lesen sie hier|mit der nutzung|die redaktion behält|externe inhalte",
            Whole = "anzeige|werbung|teilen|drucken|kommentare|mehr|startseite|suche|menü|vorlesen|merken|newsletter|redaktion|mehr zum thema",
            BeforeDates = "aktualisiert|zuletzt aktualisiert|veröffentlicht|veröffentlicht am|erstellt|stand|letztes update|aktualisiert am",
            Endings = "dpa|archiv|picture alliance|imago|afp|reuters|epa|symbolbild|archivbild|archivfoto|privat",
            Calls = "abonnieren|melden|jetzt|bleiben|erhalten|sichern|testen|verpassen|holen|laden|folgen|registrieren",
            Wares = "newsletter|postfach|abo|abonnement|e mail adresse|probeabo|unsere app|push mitteilungen|whatsapp kanal|podcast folge|kostenlos testen",
            Verbs = "ist|sind|war|waren|hat|haben|hatte|wird|wurde|wurden|sagte|starb|gewann|verlor|kann|muss|soll|blieb|kam|ging|floh",
            DateWords = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jan|feb|mär|apr|jun|jul|aug|sep|okt|nov|dez|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|uhr|min|minuten|lesezeit|heute|gestern|vor|stunden|aktualisiert|stand|am|um|lesedauer",
        },
        ["fr"] = new()
        {
            Openers = "lire aussi|lire la suite|à lire aussi|lire plus|en savoir plus|cliquez ici|cliquez|inscrivez vous|abonnez vous|je m'abonne|s'abonner|déjà abonné|suivez nous|" +
                "nous utilisons des|ce site utilise|en vous inscrivant|en cliquant|votre adresse|votre email|laisser un commentaire|crédit photo|crédits photo|photo d'archives|photo d'illustration|image d'illustration|tous droits réservés|" +
                "sur le même sujet|voir aussi|à voir aussi|la suite après|article réservé|contenu réservé|téléchargez|à découvrir|il vous reste|vous avez lu|note de la rédaction|la rédaction vous",
            Labels = "photo|crédit|crédits|source|auteur|par|vidéo|lire|lire aussi|à lire|voir|voir aussi|mots clés|thèmes|publié|mis à jour|mise à jour|direct|podcast|infographie|illustration|analyse|reportage|légende|tribune",
            Anywhere = "tous droits réservés|notre newsletter|nos newsletters|abonnez vous|inscrivez vous à|suivez nous sur|politique de confidentialité|photo d'archives|photo d'illustration|image d'illustration|réservé aux abonnés|cliquez ici",
            Whole = "publicité|partager|imprimer|commentaires|lire|accueil|menu|recherche|écouter|enregistrer|plus|avec afp|newsletter|à lire|réagir",
            BeforeDates = "publié|publié le|mis à jour|mis à jour le|mise à jour|modifié|modifié le|posté le",
            Endings = "afp|reuters|archives|epa|dr|maxppp|sipa|ap",
            Calls = "abonnez|inscrivez|recevez|téléchargez|retrouvez|suivez|découvrez|rejoignez|soutenez|profitez|ne manquez|testez",
            Wares = "newsletter|newsletters|boîte mail|abonnement|adresse e mail|essai gratuit|notre application|application mobile|alertes info|notre podcast|sans engagement",
            Verbs = "est|sont|était|étaient|a|ont|avait|sera|dit|mort|gagné|perdu|peut|doit",
            DateWords = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|h|à|le|min|minutes|lecture|temps de lecture|hier|aujourd'hui|publié|mis à jour|il y a|heures",
        },
        ["es"] = new()
        {
            Openers = "leer más|lea también|lee también|lea más|leer también|sigue leyendo|seguir leyendo|haga clic|haz clic|pincha aquí|regístrese|regístrate|suscríbase|suscríbete|síguenos|síganos|este artículo fue|este artículo se publicó|" +
                "utilizamos cookies|al suscribirse|al hacer clic|deja un comentario|foto de archivo|imagen de archivo|fotografía de archivo|todos los derechos|te puede interesar|le puede interesar|puede interesarte|también te puede|" +
                "ver más|vea también|ver también|mire también|noticias relacionadas|únete|únase|para seguir leyendo|contenido exclusivo|contenido patrocinado|nota del editor",
            Labels = "foto|fotos|crédito|fuente|autor|por|vídeo|video|lea también|lee también|más información|temas|etiquetas|publicado|actualizado|actualización|en vivo|en directo|podcast|imagen|opinión|análisis|relacionado|archivado en|leer más|vea también",
            Anywhere = "todos los derechos reservados|nuestro boletín|nuestra newsletter|suscríbete a|suscríbase a|síguenos en|síganos en|política de privacidad|foto de archivo|imagen de archivo|fotografía de archivo|haga clic aquí|haz clic aquí|solo para suscriptores",
            Whole = "publicidad|compartir|imprimir|comentarios|leer|inicio|menú|buscar|escuchar|guardar|más|más información|newsletter|boletín|comparte",
            BeforeDates = "publicado|publicado el|actualizado|actualizado el|actualizada|última actualización|creado|modificado",
            Endings = "efe|afp|reuters|archivo|ap|europa press|cortesía|epa",
            Calls = "suscríbete|suscríbase|recibe|reciba|descarga|síguenos|únete|regístrate|apúntate|disfruta|no te pierdas|consulta|apoya",
            Wares = "newsletter|boletín|boletines|suscripción|correo electrónico|prueba gratis|nuestra app|aplicación móvil|nuestro podcast|canal de whatsapp|suscriptores",
            Verbs = "es|son|era|eran|fue|fueron|ha|han|había|será|dijo|murió|ganó|perdió|puede|debe|está|están",
            DateWords = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|de|del|a|las|h|hs|horas|min|minutos|lectura|hoy|ayer|hace|actualizado|publicado|am|pm",
        },
        ["pt"] = new()
        {
            Openers = "leia mais|leia também|ler mais|veja também|veja mais|continue lendo|continuar a ler|clique aqui|clique para|inscreva se|cadastre se|já é assinante|siga nos|siga a nossa|este artigo foi|esta reportagem foi|" +
                "continua após|utilizamos cookies|usamos cookies|ao se inscrever|ao clicar|deixe um comentário|foto de arquivo|imagem de arquivo|todos os direitos|conteúdo exclusivo|conteúdo patrocinado|artigo exclusivo|" +
                "notícias relacionadas|quer receber|nota da redação",
            Labels = "foto|fotos|crédito|créditos|fonte|autor|por|vídeo|leia|leia também|leia mais|temas|tags|publicado|atualizado|ao vivo|podcast|imagem|opinião|análise|relacionado|legenda|veja também|reportagem|edição",
            Anywhere = "todos os direitos reservados|nossa newsletter|assine a|inscreva se no|siga nos no|siga nos nas|política de privacidade|foto de arquivo|imagem de arquivo|clique aqui|exclusivo para assinantes|canal do whatsapp|nosso canal",
            Whole = "publicidade|compartilhar|partilhar|imprimir|comentários|leia|início|menu|buscar|ouvir|salvar|mais|newsletter|saiba mais|compartilhe|partilhe|assine",
            BeforeDates = "publicado|publicado em|atualizado|atualizado em|atualizada em|última atualização|criado|modificado",
            Endings = "afp|reuters|arquivo|ap|lusa|agência brasil|divulgação|reprodução|arquivo pessoal|epa|redes sociais",
            Calls = "assine|receba|inscreva|baixe|siga|participe|cadastre|não perca|fique|apoie|acompanhe",
            Wares = "newsletter|newsletters|assinatura|e mail|teste grátis|nosso app|nosso aplicativo|nosso podcast|assinantes|grupo do whatsapp",
            Verbs = "é|são|era|eram|foi|foram|tem|têm|havia|será|disse|morreu|ganhou|perdeu|pode|deve|está|estão",
            DateWords = "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|segunda|terça|quarta|quinta|sexta|feira|sábado|domingo|de|às|h|min|minutos|leitura|hoje|ontem|há|horas|atualizado|publicado",
        },
        ["it"] = new()
        {
            Openers = "leggi anche|leggi tutto|leggi di più|continua a leggere|per continuare a leggere|clicca qui|iscriviti|registrati|abbonati|sei già abbonato|seguici|utilizziamo i cookie|" +
                "lascia un commento|foto d'archivio|immagine d'archivio|foto di repertorio|immagine di repertorio|tutti i diritti|riproduzione riservata|potrebbe interessarti|ti potrebbe|guarda anche|vedi anche|articoli correlati|contenuto riservato|scopri di più",
            Labels = "foto|crediti|credit|fonte|autore|di|video|leggi anche|leggi|temi|tag|pubblicato|aggiornato|aggiornamento|diretta|podcast|immagine|opinione|analisi|correlati|approfondimento|ultima ora",
            Anywhere = "tutti i diritti riservati|riproduzione riservata|nostra newsletter|iscriviti alla|abbonati a|seguici su|informativa sulla privacy|foto d'archivio|immagine d'archivio|foto di repertorio|clicca qui|riservato agli abbonati|canale whatsapp",
            Whole = "pubblicità|condividi|stampa|commenti|leggi|menu|cerca|ascolta|salva|altro|newsletter|segui|approfondisci",
            BeforeDates = "pubblicato|pubblicato il|aggiornato|aggiornato il|ultimo aggiornamento|modificato",
            Endings = "ansa|afp|reuters|ap|archivio|epa|lapresse|fotogramma",
            Calls = "iscriviti|abbonati|ricevi|scarica|segui|scopri|unisciti|registrati|non perdere|resta|sostieni",
            Wares = "newsletter|abbonamento|indirizzo email|prova gratuita|nostra app|notifiche|nostro podcast|abbonati",
            Verbs = "è|sono|era|erano|fu|ha|hanno|aveva|sarà|disse|detto|morto|vinto|perso|può|deve|sta",
            DateWords = "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|ore|alle|min|minuti|lettura|oggi|ieri|fa|aggiornato|pubblicato|il",
        },
        ["nl"] = new()
        {
            Openers = "lees ook|lees meer|lees verder|lees hier|bekijk ook|bekijk hier|klik hier|meld je aan|schrijf je in|abonneer|word abonnee|al abonnee|volg ons|deel dit|dit artikel verscheen|wij gebruiken cookies|we gebruiken cookies|" +
                "door je aan|je e mailadres|archieffoto|archiefbeeld|alle rechten|tekst gaat verder|artikel gaat verder|heb je een tip|tip de redactie|noot van de redactie",
            Labels = "foto|foto's|beeld|bron|auteur|door|video|lees ook|lees meer|onderwerpen|tags|gepubliceerd|bijgewerkt|geüpdatet|live|podcast|illustratie|opinie|analyse|gerelateerd|column",
            Anywhere = "alle rechten voorbehouden|onze nieuwsbrief|meld je aan voor|schrijf je in voor|volg ons op|privacybeleid|archieffoto|klik hier|alleen voor abonnees|tekst gaat verder|whatsapp kanaal",
            Whole = "advertentie|delen|printen|reacties|lees|home|menu|zoeken|luister|bewaren|meer|nieuwsbrief|reageer|meer nieuws",
            BeforeDates = "gepubliceerd|gepubliceerd op|bijgewerkt|laatst bijgewerkt|bijgewerkt op|laatste update|aangepast",
            Endings = "anp|afp|reuters|ap|epa|archief|getty",
            Calls = "abonneer|ontvang|meld|schrijf|download|word|registreer|mis|lees|probeer",
            Wares = "nieuwsbrief|nieuwsbrieven|abonnement|e mailadres|gratis proberen|onze app|pushberichten|onze podcast|inbox",
            Verbs = "is|zijn|was|waren|heeft|hebben|had|wordt|werd|werden|zei|overleed|won|verloor|kan|moet|zal",
            DateWords = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|uur|om|min|minuten|leestijd|vandaag|gisteren|geleden|bijgewerkt|gepubliceerd",
        },
        ["ru"] = new()
        {
            Openers = "читать далее|читайте также|читать также|подробнее|нажмите|кликните|подпишитесь|подписывайтесь|подписаться|поделитесь|мы используем|оставить комментарий|фото из архива|архивное фото|все права|смотрите также|" +
                "материалы по теме|ещё по теме|присоединяйтесь|нашли ошибку|нашли опечатку|перепечатка|использование материалов|наш телеграм|наш канал|больше новостей|самое важное",
            Labels = "фото|источник|автор|видео|читайте также|теги|темы|опубликовано|обновлено|подробнее|прямая трансляция|подкаст|иллюстрация|мнение|анализ|по теме|смотрите также|скриншот",
            Anywhere = "все права защищены|нашу рассылку|подпишитесь на|подписывайтесь на|политика конфиденциальности|архивное фото|фото из архива|в нашем телеграм|ctrl enter|нашем канале|наш telegram|перепечатка материалов",
            Whole = "реклама|поделиться|печать|комментарии|читать|главная|меню|поиск|слушать|сохранить|ещё|рассылка|по теме|смотреть|подробнее",
            BeforeDates = "опубликовано|обновлено|дата публикации|последнее обновление|изменено",
            Endings = "тасс|риа новости|reuters|afp|ap|архив|скриншот|epa|коммерсантъ",
            Calls = "подпишитесь|подписывайтесь|получайте|скачайте|присоединяйтесь|зарегистрируйтесь|не пропустите|поддержите|узнавайте",
            Wares = "рассылку|рассылка|подписку|подписка|электронной почты|телеграм канал|telegram канал",
            Verbs = "был|была|было|были|есть|будет|сказал|сказала|умер|погиб|погибли|выиграл|проиграл|может|должен|стал|стала|нет",
            DateWords = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|г|года|в|час|мин|сегодня|вчера|назад|мск|обновлено|опубликовано",
        },
        ["sv"] = new()
        {
            Openers = "läs mer|läs också|läs även|läs vidare|klicka här|anmäl dig|prenumerera|bli prenumerant|redan prenumerant|följ oss|dela artikeln|artikeln publicerades|den här artikeln|vi använder cookies|din e postadress|" +
                "arkivbild|arkivfoto|alla rättigheter|mer i ämnet|se även|se också|ladda ner|få nyheterna|logga in|artikeln fortsätter|texten fortsätter|tipsa oss|har du tips",
            Labels = "foto|bild|källa|av|författare|video|läs mer|läs också|ämnen|taggar|publicerad|uppdaterad|direkt|live|podd|illustration|ledare|krönika|analys|fakta|arkivbild|bakgrund|grafik|text",
            Anywhere = "alla rättigheter förbehållna|vårt nyhetsbrev|våra nyhetsbrev|prenumerera på|följ oss på|integritetspolicy|arkivbild|klicka här|endast för prenumeranter|artikeln fortsätter",
            Whole = "annons|dela|skriv ut|kommentarer|läs|hem|meny|sök|lyssna|spara|mer|nyhetsbrev|rättelse|kommentera",
            BeforeDates = "publicerad|publicerat|uppdaterad|uppdaterat|senast uppdaterad|ändrad",
            Endings = "tt|afp|reuters|ap|arkiv|epa|scanpix|privat",
            Calls = "prenumerera|anmäl|ladda|följ|registrera|missa|testa|stöd",
            Wares = "nyhetsbrev|nyhetsbrevet|prenumeration|e postadress|prova gratis|vår app|pushnotiser|vår podd|inkorg",
            Verbs = "är|var|har|hade|ska|blev|sade|sa|dog|vann|förlorade|kan|måste|greps|skadades",
            DateWords = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|kl|klockan|min|minuter|läsning|idag|igår|sedan|uppdaterad|publicerad",
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
