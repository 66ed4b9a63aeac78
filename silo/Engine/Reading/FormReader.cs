using System.Buffers;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Reading;

/// <summary>
/// Tells what kind of piece an article is, by its title, by what was in front of that, by its address and by the first and last words of
/// its text. In doubt it is a report.
/// </summary>
internal static class FormReader
{
    private const int MostTitleChars = 300;
    private const int EdgeChars = 300;
    private const int MostObituaryWords = 6;
    private const int WeatherWithin = 14;
    private const int LeastListed = 3;

    private static readonly Phrases Roundups = new("""
        morning briefing, evening briefing, daily briefing, news briefing, afternoon briefing, weekend briefing,
        midday briefing, monday briefing, tuesday briefing, wednesday briefing, thursday briefing, friday briefing,
        morning brief, evening brief, daily brief, news brief, news briefs, news in brief, world in brief, in brief,
        business briefs, local briefs, sports briefs, morning headlines, evening headlines, today's headlines,
        headlines of the day, top headlines, news headlines, news roundup, news round-up, daily roundup, weekly roundup,
        morning roundup, weekend roundup, roundup of, round-up of, news wrap, daily wrap, morning wrap, daily digest,
        morning digest, evening digest, weekly digest, news digest, the week in, week in review, weekend edition,
        morning edition, evening edition, things to know this, things to know today, things to know for, things to know on,
        things you need to know, things to start your day, stories you need to know, stories to know,
        stories you may have missed, stories you might have missed, what you need to know today, what you need to know this,
        what to know today, what to know this morning, the day ahead, the week ahead, week ahead, news of the day, top news of,
        top stories of, top stories today, today's top stories, this week's top stories, morning newsletter, newsletter,
        morning update, afternoon update, evening update, morning mail, catch up on, morning report, news quiz, weekly quiz,
        what's on this weekend, morgenbriefing, abendbriefing, das wichtigste am, das wichtigste vom, das wichtigste des,
        das wichtigste in kürze, nachrichten am morgen, nachrichten am abend, nachrichten des tages, meldungen des tages,
        meldungen in kürze, kurz notiert, kurzmeldungen, kurz und knapp, nachrichten kompakt, news kompakt,
        nachrichtenüberblick, presseschau, wochenrückblick, tagesrückblick, was heute wichtig, was am morgen wichtig,
        l'essentiel de l'actualité, l'essentiel de l'actu, l'essentiel du jour, revue de presse, en bref, actualités du jour,
        l'actu du jour, les infos du jour, les infos du matin, les titres du jour, ce qu'il faut retenir,
        ce qu'il faut savoir ce matin, à la une ce, le récap de la semaine, las noticias del día, noticias del día,
        resumen del día, resumen de noticias, resumen de la semana, resumen semanal, lo más importante del día,
        las claves del día, titulares del día, boletín, revista de prensa, noticias breves, en breve, le notizie del giorno,
        notizie del giorno, notizie in breve, in breve, rassegna stampa, le notizie di oggi, le principali notizie,
        il punto della settimana, notícias do dia, resumo do dia, resumo da semana, resumo das notícias, destaques do dia,
        principais notícias, revista de imprensa, em resumo, nieuwsoverzicht, ochtendnieuws, kort nieuws,
        het nieuws van vandaag, nieuws van de dag, weekoverzicht, ochtendupdate, главное к утру, главные новости,
        главное за день, итоги дня, итоги недели, дайджест, обзор прессы, новости кратко
        """);

    private static readonly Phrases RoundupLeads = new("""
        in today's briefing, in this briefing, in today's edition, in today's newsletter, in this newsletter,
        in today's episode, in this episode, in today's podcast, here are today's top stories, here are the top stories,
        here are the day's top, here are the main stories, here is your morning briefing, here's your morning briefing,
        today's top stories, also in the news, in this week's edition, die wichtigsten nachrichten des tages,
        die wichtigsten meldungen des tages, les principales informations du jour, las principales noticias del día,
        le principali notizie di oggi, as principais notícias do dia
        """);

    private static readonly Phrases Templates = new("""
        winning numbers, lottery results, lottery numbers, lottery result, powerball numbers, powerball drawing,
        powerball results, mega millions numbers, mega millions drawing, mega millions results, lotto results, lotto numbers,
        euromillions results, euromillions numbers, pick 3, pick 4, cash 5, lottozahlen, lotto am samstag, lotto am mittwoch,
        eurojackpot gewinnzahlen, eurojackpot-zahlen, gewinnzahlen, résultats du loto, résultat du loto, tirage du loto,
        résultats euromillions, résultats de l'euromillions, resultados de la lotería, resultados del sorteo,
        números ganadores, sorteo de la lotería, estrazioni del lotto, estrazioni lotto, numeri vincenti,
        resultado da mega-sena, resultado da lotofácil, chave do euromilhões, lotto-uitslag, trekking lotto, horoscope,
        horoscopes, horoskop, horóscopo, oroscopo, horoscoop, гороскоп, box score, boxscore, box scores, crossword, sudoku,
        wordle answer, wordle hints, wordle today, connections hints, strands hints, tv listings, tv guide for,
        stock price & latest news, stock price today, share price today, stock quote, price target raised, price target cut,
        price target lowered, shares gap up, shares gap down, stock rating upgraded, stock rating lowered, shares bought by,
        shares sold by, short interest update, trading halt notice, gold rate today, gold price today, silver price today,
        petrol price today, diesel price today, fuel prices today, gas prices today, exchange rate today, exchange rates today,
        курс доллара на, курс валют, letters to the editor, letter to the editor, letters from readers, readers' letters,
        your letters, leserbriefe, leserbrief, courrier des lecteurs, cartas al director, cartas de los lectores,
        lettere al direttore, cartas dos leitores, lezersbrieven, obituaries, obituaries for, death notices, funeral notices,
        todesanzeigen, traueranzeigen, avis de décès, esquelas, necrologie, necrologi, overlijdensberichten, marriage licenses,
        births and deaths, police blotter, police log, crime log, arrest log, arrest report for, court docket, court log,
        restaurant inspections, property transfers, real estate transactions, building permits issued, tide times,
        pollen count, word of the day, photo of the day, picture of the day, on this day in history, this day in history,
        today in history
        """);

    private static readonly Phrases Exchanges = new("nyse:, nasdaq:, nasdaqgs:, nasdaqgm:, nysearca:, nyseamerican:, lon:, asx:, tsx:, tsxv:, tse:, otcmkts:, cve:, bmv:, etr:, epa:");

    // What programs write of each listed firm every day; of an acquisition or a new product people report.
    private static readonly Phrases Quotations = new("""
        price target, stock rating, rating upgraded, rating lowered, upgraded to, upgraded by, downgraded to, downgraded by,
        given new, given consensus, consensus rating, average rating, coverage initiated, initiates coverage, shares gap,
        gap up, gap down, short interest, stake, position in, holdings in, holdings, shares sold, shares bought,
        shares acquired, sells shares, buys shares, insider, trading up, trading down, shares up, shares down, stock up,
        stock down, 52-week high, 52-week low, 1-year high, 1-year low, 12-month high, 12-month low, moving average,
        stock price, stock position, shares of, dividend, earnings results, quarterly earnings, eps, stock holdings,
        raises position, trims position, grows stock
        """);

    // Of these a report may speak as well: they stand at the start of what a template writes.
    private static readonly Phrases Weather = new("""
        weather forecast, weather warning, weather alert, weather advisory, weather watch, weather outlook, flood advisory,
        flood warning, flood watch, flash flood warning, thunderstorm warning, thunderstorm watch, tornado watch,
        tornado warning, wind advisory, high wind warning, heat advisory, frost advisory, freeze warning, winter storm watch,
        winter storm warning, winter weather advisory, dense fog advisory, red flag warning, special weather statement,
        hazardous weather outlook, air quality alert, small craft advisory, rip current statement, amtliche unwetterwarnung,
        amtliche warnung, unwetterwarnung für, wetterwarnung für, wettervorhersage, das wetter in, das wetter am,
        vigilance météo, météo du, météo de, prévisions météo, pronóstico del tiempo, el tiempo en, el tiempo hoy,
        previsioni meteo, previsioni del tempo, allerta meteo per, previsão do tempo, weerbericht, weersverwachting,
        прогноз погоды
        """);

    private static readonly Phrases Generated = new("""
        this story was generated by automation, this article was generated by automation, generated by automated insights,
        this story was automatically generated, this article was automatically generated,
        this instant news story was generated, generated automatically using data, dieser artikel wurde automatisch,
        dieser text wurde automatisch, automatisch erstellt auf basis, cet article a été généré automatiquement,
        este texto fue generado automáticamente, noticia generada automáticamente
        """);

    private static readonly Phrases Live = new("""
        live updates, live update, live blog, liveblog, as it happened, liveticker, live-ticker, newsblog, newsticker,
        live coverage, minuto a minuto, última hora en directo, en direct, in diretta, ao minuto, текстовая трансляция,
        онлайн-трансляция
        """);

    private static readonly Phrases Pictures = new("in pictures, in photos, photo gallery, picture gallery, the best photos, best pictures, bildergalerie, die besten bilder, en images, en im\u00E1genes, le foto di, le foto del, em imagens, in beeld");

    private static readonly Phrases Lists = new("and more, and other news, and other stories, and much more, und mehr, et plus encore, y m\u00E1s, e altro, e mais, en meer");

    private static readonly Dictionary<string, ArticleForm> Labels = new(StringComparer.Ordinal)
    {
        ["live"] = ArticleForm.LiveBlog, ["live updates"] = ArticleForm.LiveBlog, ["live update"] = ArticleForm.LiveBlog,
        ["live blog"] = ArticleForm.LiveBlog, ["liveblog"] = ArticleForm.LiveBlog,
        ["liveticker"] = ArticleForm.LiveBlog, ["live-ticker"] = ArticleForm.LiveBlog, ["newsblog"] = ArticleForm.LiveBlog,
        ["newsticker"] = ArticleForm.LiveBlog, ["ticker"] = ArticleForm.LiveBlog,
        ["en direct"] = ArticleForm.LiveBlog, ["direct"] = ArticleForm.LiveBlog, ["en vivo"] = ArticleForm.LiveBlog,
        ["en directo"] = ArticleForm.LiveBlog, ["directo"] = ArticleForm.LiveBlog,
        ["minuto a minuto"] = ArticleForm.LiveBlog, ["diretta"] = ArticleForm.LiveBlog, ["in diretta"] = ArticleForm.LiveBlog,
        ["la diretta"] = ArticleForm.LiveBlog, ["ao vivo"] = ArticleForm.LiveBlog,
        ["as it happened"] = ArticleForm.LiveBlog, ["онлайн"] = ArticleForm.LiveBlog,
        ["video"] = ArticleForm.Video, ["videos"] = ArticleForm.Video, ["vídeo"] = ArticleForm.Video,
        ["vídeos"] = ArticleForm.Video, ["vidéo"] = ArticleForm.Video, ["watch"] = ArticleForm.Video,
        ["watch live"] = ArticleForm.Video, ["видео"] = ArticleForm.Video, ["listen"] = ArticleForm.Video,
        ["audio"] = ArticleForm.Video, ["podcast"] = ArticleForm.Video,
        ["photos"] = ArticleForm.Gallery, ["photo"] = ArticleForm.Gallery, ["pictures"] = ArticleForm.Gallery,
        ["in pictures"] = ArticleForm.Gallery, ["gallery"] = ArticleForm.Gallery, ["in photos"] = ArticleForm.Gallery,
        ["bilder"] = ArticleForm.Gallery, ["in bildern"] = ArticleForm.Gallery, ["bildergalerie"] = ArticleForm.Gallery,
        ["en images"] = ArticleForm.Gallery, ["fotos"] = ArticleForm.Gallery,
        ["en imágenes"] = ArticleForm.Gallery, ["foto"] = ArticleForm.Gallery, ["le foto"] = ArticleForm.Gallery,
        ["imagens"] = ArticleForm.Gallery, ["in beeld"] = ArticleForm.Gallery,
        ["opinion"] = ArticleForm.Opinion, ["opinions"] = ArticleForm.Opinion, ["op-ed"] = ArticleForm.Opinion,
        ["oped"] = ArticleForm.Opinion, ["op-ed columnist"] = ArticleForm.Opinion,
        ["op-ed contributor"] = ArticleForm.Opinion, ["editorial"] = ArticleForm.Opinion, ["editorials"] = ArticleForm.Opinion,
        ["column"] = ArticleForm.Opinion, ["columnist"] = ArticleForm.Opinion,
        ["commentary"] = ArticleForm.Opinion, ["comment"] = ArticleForm.Opinion, ["perspective"] = ArticleForm.Opinion,
        ["letter"] = ArticleForm.Opinion, ["letters"] = ArticleForm.Opinion,
        ["kommentar"] = ArticleForm.Opinion, ["meinung"] = ArticleForm.Opinion, ["tribune"] = ArticleForm.Opinion,
        ["éditorial"] = ArticleForm.Opinion, ["édito"] = ArticleForm.Opinion,
        ["opinión"] = ArticleForm.Opinion, ["opinione"] = ArticleForm.Opinion, ["opinioni"] = ArticleForm.Opinion,
        ["editoriale"] = ArticleForm.Opinion, ["opinião"] = ArticleForm.Opinion,
        ["opinie"] = ArticleForm.Opinion, ["commentaar"] = ArticleForm.Opinion,
        ["мнение"] = ArticleForm.Opinion,
        ["briefing"] = ArticleForm.Roundup, ["newsletter"] = ArticleForm.Roundup, ["stock price & latest news"] = ArticleForm.Template,
    };

    private static readonly Dictionary<string, ArticleForm> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["live"] = ArticleForm.LiveBlog, ["liveblog"] = ArticleForm.LiveBlog, ["live-blog"] = ArticleForm.LiveBlog,
        ["live-news"] = ArticleForm.LiveBlog, ["live-updates"] = ArticleForm.LiveBlog,
        ["liveticker"] = ArticleForm.LiveBlog, ["en-direct"] = ArticleForm.LiveBlog, ["directo"] = ArticleForm.LiveBlog,
        ["diretta"] = ArticleForm.LiveBlog,
        ["video"] = ArticleForm.Video, ["videos"] = ArticleForm.Video, ["watch"] = ArticleForm.Video,
        ["gallery"] = ArticleForm.Gallery, ["galleries"] = ArticleForm.Gallery, ["photos"] = ArticleForm.Gallery,
        ["pictures"] = ArticleForm.Gallery, ["bildergalerie"] = ArticleForm.Gallery,
        ["opinion"] = ArticleForm.Opinion, ["opinions"] = ArticleForm.Opinion, ["commentisfree"] = ArticleForm.Opinion,
        ["op-ed"] = ArticleForm.Opinion, ["editorial"] = ArticleForm.Opinion,
        ["editorials"] = ArticleForm.Opinion, ["columnists"] = ArticleForm.Opinion, ["meinung"] = ArticleForm.Opinion,
        ["opinie"] = ArticleForm.Opinion, ["opinioni"] = ArticleForm.Opinion,
        ["horoscopes"] = ArticleForm.Template, ["horoscope"] = ArticleForm.Template, ["lottery"] = ArticleForm.Template,
        ["obituaries"] = ArticleForm.Template, ["crosswords"] = ArticleForm.Template,
        ["newsletters"] = ArticleForm.Roundup, ["newsletter"] = ArticleForm.Roundup,
    };

    /// <summary>The form.</summary>
    /// <param name="title">The headline proper.</param>
    /// <param name="labels">What was around it.</param>
    /// <param name="text">The text.</param>
    /// <param name="url">Address, or empty.</param>
    public static ArticleForm Of(ReadOnlySpan<char> title, IReadOnlyList<string> labels, string text, string url)
    {
        var labelled = ArticleForm.Report;
        foreach (var label in labels)
        {
            if (labelled == ArticleForm.Report)
                labelled = Labels.GetValueOrDefault(HeadlineParts.Folded(label));
        }
        // "Evening briefing: ferry, bridge and a new mayor" is no label: it is what the piece is.
        var folded = HeadlineParts.Folded(title[..Math.Min(MostTitleChars, title.Length)]);
        if (labelled == ArticleForm.Template || Templates.AreIn(folded) || (Exchanges.AreIn(folded) && Quotations.AreIn(folded))
            || Weather.AreIn(folded, WeatherWithin) || IsObituary(folded) || Generated.AreAtEdges(text))
            return ArticleForm.Template;
        if (labelled == ArticleForm.Roundup || Roundups.AreIn(folded) || IsList(folded) || RoundupLeads.AreAtEdges(text))
            return ArticleForm.Roundup;
        if (labelled != ArticleForm.Report)
            return labelled;
        if (Live.AreIn(folded))
            return ArticleForm.LiveBlog;
        if (Pictures.AreIn(folded))
            return ArticleForm.Gallery;
        return FolderOf(url);
    }

    // "Ferry aground; bridge shut; mayor elected", "Ferry aground, bridge shut, mayor elected, and more"
    private static bool IsList(string title) =>
        title.AsSpan().Count(';') >= 2 || (title.AsSpan().Count(',') + title.AsSpan().Count(';') >= LeastListed && Lists.End(title));

    private static bool IsObituary(string title)
    {
        if (!title.StartsWith("obituary", StringComparison.Ordinal) && !title.EndsWith(" obituary", StringComparison.Ordinal)
            && !title.EndsWith(" obituaries", StringComparison.Ordinal))
            return false;
        return title.AsSpan().Count(' ') < MostObituaryWords;
    }

    private static ArticleForm FolderOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var at = start < 0 ? -1 : url.IndexOf('/', start + 3);
        while (at >= 0 && at + 1 < url.Length)
        {
            var end = url.AsSpan(at + 1).IndexOfAny("/?#");
            var folder = end < 0 ? url.AsSpan(at + 1) : url.AsSpan(at + 1, end);
            if (folder.Length is > 3 and < 20 && Folders.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(folder, out var form))
                return form;
            if (end < 0 || url[at + 1 + end] != '/')
                break;
            at += 1 + end;
        }
        return ArticleForm.Report;
    }

    /// <summary>Phrases that are looked for as whole words in folded text.</summary>
    private sealed class Phrases
    {
        private readonly SearchValues<string> _all;
        private readonly SearchValues<string> _parts;
        private readonly string[] _phrases;

        public Phrases(string list)
        {
            _phrases = list.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            _all = SearchValues.Create(_phrases, StringComparison.Ordinal);
            // Folding changes apostrophes: the longest part of each phrase that is found before it as well.
            _parts = SearchValues.Create(Array.ConvertAll(_phrases, p => p.Split('\'').MaxBy(part => part.Length)!),
                StringComparison.OrdinalIgnoreCase);
        }

        /// <summary>Whether the text ends in one of them.</summary>
        public bool End(string text)
        {
            text = text.TrimEnd(' ', '.', '\u2026', '!');
            return Array.Exists(_phrases, p => text.EndsWith(p, StringComparison.Ordinal));
        }

        /// <summary>Whether one of them is among the first or the last characters of a text that is not folded.</summary>
        public bool AreAtEdges(ReadOnlySpan<char> text)
        {
            if (text.Length > 2 * EdgeChars)
                return AreWithin(RuneBounds.First(text, EdgeChars)) || AreWithin(text[^EdgeChars..]);
            return AreWithin(text);
        }

        // Nearly no text has a part of one: only then it is folded.
        private bool AreWithin(ReadOnlySpan<char> text) => text.ContainsAny(_parts) && AreIn(HeadlineParts.Folded(text));

        /// <summary>Whether one of them begins within so many characters of the text.</summary>
        public bool AreIn(string text, int within = int.MaxValue)
        {
            if (text.AsSpan().IndexOfAny(_all) is var first && (first < 0 || first > within))
                return false;
            foreach (var phrase in _phrases)
            {
                for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0 && at <= within; at = text.IndexOf(phrase, at
                    + 1, StringComparison.Ordinal))
                {
                    var end = at + phrase.Length;
                    // "Five things to know about the accident" is about one event.
                    if (text.AsSpan(end).StartsWith(" about ", StringComparison.Ordinal))
                        continue;
                    if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])
                        || phrase[^1] == ':'))
                        return true;
                }
            }
            return false;
        }
    }
}
