using System.Buffers;
using System.Globalization;
using System.Text;

namespace StoryClustering.Engine.Reading;

/// <summary>The parts of a title.</summary>
/// <param name="Start">Where the headline proper begins, in UTF-16 code units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Labels">What was in front of it and behind it: "LIVE", "Opinion", "Harbor Ledger".</param>
internal readonly record struct HeadlineParts(int Start, int End, IReadOnlyList<string> Labels)
{
    private const int MostAffixes = 4;
    private const int LongestAffix = 48;
    private const int LongestLabel = 28;
    private const int LeastWords = 2;

    private static readonly SearchValues<char> Separators = SearchValues.Create("|-\u2013\u2014\u00B7\u2022\u00BB\u203A:\u2013/");

    // In front of a headline, with a colon, a bar or a dash: what kind of piece it is, and how new.
    private static readonly HashSet<string> Marks = Set("""
        live, live updates, live update, live blog, liveblog, live now, happening now, as it happened, recap, latest,
        the latest, breaking, breaking news, urgent, flash, alert, news alert, just in, developing, update, updated, updates,
        exclusive, watch, watch live, video, videos, listen, podcast, audio, photos, photo, pictures, in pictures, gallery,
        in photos, opinion, opinions, op-ed, oped, op-ed columnist, op-ed contributor, editorial, editorials, column,
        columnist, commentary, comment, analysis, news analysis, perspective, explainer, explained, factbox, fact check,
        fact-check, interview, review, feature, letters, letter, q&a, timeline, correction, corrected, clarification, lead,
        newsletter, briefing, sponsored, advertorial, wrapup, eilmeldung, eil, liveticker, live-ticker, ticker, newsticker,
        newsblog, live-blog, kommentar, analyse, meinung, bilder, in bildern, bildergalerie, pressestimmen, en direct, direct,
        vidéo, vidéos, alerte info, alerte, exclusif, info, tribune, éditorial, édito, décryptage, en images, entretien,
        en vivo, en directo, directo, minuto a minuto, última hora, urgente, vídeo, vídeos, opinión, análisis, exclusiva,
        exclusivo, fotos, en imágenes, entrevista, diretta, in diretta, la diretta, ultim'ora, ultimora, opinione, editoriale,
        esclusiva, foto, le foto, analisi, intervista, ao vivo, últimas, opinião, análise, imagens, opinie, exclusief, foto's,
        in beeld, commentaar, срочно, молния, видео, мнение, эксклюзив, онлайн, обновлено, фото, интервью
        """);

    // Behind a headline: sections and kinds.
    private static readonly HashSet<string> Sections = Set("""
        news, latest news, breaking news, world news, us news, uk news, local news, national news, world, us, uk, europe,
        politics, political news, business, business news, economy, finance, markets, money, sport, sports, football, soccer,
        nfl, nba, opinion, opinions, comment, editorial, culture, arts, entertainment, life, lifestyle, style, travel, food,
        health, science, tech, technology, climate, environment, weather, education, crime, local, metro, video, videos,
        photos, live, live updates, analysis, features, fact check, podcast, podcasts, newsletter, archive, top stories,
        stock price & latest news, nachrichten, politik, wirtschaft, panorama, kultur, meinung, wissen, gesellschaft, regional,
        ausland, inland, vermischtes, actualités, actualité, actu, politique, économie, société, monde, international,
        faits divers, noticias, política, economía, sociedad, internacional, mundo, deportes, cultura, opinión, sucesos,
        notizie, politica, economia, cronaca, esteri, mondo, opinioni, notícias, desporto, esporte, esportes, opinião,
        sociedade, nieuws, politiek, economie, binnenland, buitenland, cultuur, opinie, новости, политика, экономика, мир,
        общество, спорт
        """);

    /// <summary>Parts a title. What is left has two words at least; otherwise all of it is the headline.</summary>
    /// <param name="title">The title, or its <see cref="Markup.View"/>.</param>
    /// <param name="site">Whose it is.</param>
    /// <param name="compared">Whether it is to be compared: then what a bar cuts off counts as no part of it either, an author's name for
    /// example.</param>
    public static HeadlineParts Of(string title, SiteName site, bool compared)
    {
        var (start, end) = Trim(title, 0, title.Length);
        List<string>? labels = null;
        for (var i = 0; i < MostAffixes && Front(title, start, end) is { Next: > 0 } front; i++)
        {
            if (Words(title, front.Next, end) < LeastWords)
                break;
            (labels ??= []).Add(front.Label);
            (start, end) = Trim(title, front.Next, end);
        }
        for (var i = 0; i < MostAffixes && Back(title, start, end, site, compared) is { Next: >= 0 } back; i++)
        {
            if (Words(title, start, back.Next) < LeastWords)
                break;
            (labels ??= []).Add(back.Label);
            (start, end) = Trim(title, start, back.Next);
        }
        return new HeadlineParts(start, end, labels ?? (IReadOnlyList<string>)[]);
    }

    /// <summary>Whether an agency's version of a report: "(URGENT)", "(2nd LD)", "UPDATE 3-".</summary>
    public static bool IsVersionMark(string label)
    {
        var bare = Folded(label);
        return bare is "urgent" or "flash" or "lead" or "update" or "updated" or "wrapup" or "alert" or "breaking" or "writethru"
                or "correction" or "corrected" or "refile" or "rpt"
            || bare.EndsWith(" ld", StringComparison.Ordinal) || bare.EndsWith(" lead", StringComparison.Ordinal)
            || bare.EndsWith("ld", StringComparison.Ordinal) && char.IsAsciiDigit(bare[0])
            || bare.StartsWith("update ", StringComparison.Ordinal) || bare.StartsWith("wrapup ", StringComparison.Ordinal);
    }

    private static (int Next, string Label) Front(string title, int start, int end)
    {
        // "(URGENT) ", "[Exclusive] "
        if (start < end && title[start] is '(' or '[' or '\u3010')
        {
            var close = title.AsSpan(start, Math.Min(LongestLabel, end - start)).IndexOfAny(')', ']', '\u3011');
            if (close <= 1)
                return default;
            var marked = title[(start + 1)..(start + close)];
            return IsBracketLabel(marked) ? (start + close + 1, marked) : default;
        }
        var rest = title.AsSpan(start, Math.Min(LongestLabel, end - start));
        for (var at = 1; at < rest.Length; at++)
        {
            var c = rest[at];
            if (!Separators.Contains(c) || c is '/')
                continue;
            var label = rest[..at].Trim();
            var width = 1;
            // "UPDATE 3-Ferry", "EXCLUSIVE-Ferry": capitals, and no blank.
            if (c == '-' && at + 1 < rest.Length && !char.IsWhiteSpace(rest[at + 1]))
            {
                if (IsDeskLabel(label))
                    return (start + at + width, label.ToString());
                continue;
            }
            if (c is '-' or '\u2013' or '\u2014' && rest[at - 1] != ' ')
                continue; // "live-blog"
            var folded = Folded(label);
            if (Marks.Contains(folded) || (c == '|' && Sections.Contains(folded)) || IsNumberedUpdate(folded))
                return (start + at + width, label.ToString());
            if (c is ':' or '|')
                return default;
        }
        return default;
    }

    private static (int Next, string Label) Back(string title, int start, int end, SiteName site, bool compared)
    {
        for (var at = end - 1; at > start && end - at <= LongestAffix; at--)
        {
            var c = title[at];
            if (!Separators.Contains(c) || c is ':')
                continue;
            var after = at + 1;
            while (after < end && title[after] == Markup.Filler)
                after++;
            var isSpaced = title[at - 1] == ' ' && after < end && title[after] == ' ';
            if (c is not ('|' or '\u00BB' or '\u203A') && !isSpaced)
                continue;
            var label = title.AsSpan(after..end).Trim();
            if (label.IsEmpty)
                return (at, "");
            if (site.Is(label) || (c is not '/' && Sections.Contains(Folded(label))) || (compared && c == '|' && IsNameLike(label)))
                return (at, label.ToString());
            // "- Opinion - Harbor Ledger" is cut from behind; what is no affix ends it.
            return (-1, "");
        }
        return (-1, "");
    }

    private static bool IsBracketLabel(string label)
    {
        var folded = Folded(label);
        return Marks.Contains(folded) || IsVersionMark(label) || folded.Split(' ') is { Length: <= 3 } words
            && Array.TrueForAll(words, static w => Marks.Contains(w) || IsVersionMark(w));
    }

    private static bool IsNumberedUpdate(string folded) =>
        folded.Length > 7 && folded.StartsWith("update ", StringComparison.Ordinal)
            && folded.AsSpan(7).IndexOfAnyExceptInRange('0', '9') < 0;

    // As agencies write: "UPDATE 3", "WRAPUP 2", "EXCLUSIVE", "RPT".
    private static bool IsDeskLabel(ReadOnlySpan<char> label)
    {
        var space = label.IndexOf(' ');
        var word = space < 0 ? label : label[..space];
        if (word.Length < 3 || word.IndexOfAnyExceptInRange('A', 'Z') >= 0)
            return false;
        if (space >= 0 && (label.Length == space + 1 || label[(space + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0))
            return false;
        return space >= 0 || word is "EXCLUSIVE" or "RPT" or "REFILE" or "CORRECTED" or "CORRECTION" or "WRAPUP" or "FACTBOX"
            or "TIMELINE" or "ANALYSIS" or "INSIGHT" or "EXPLAINER" or "FEATURE" or "UPDATE" or "URGENT" or "BREAKINGVIEWS"
            or "OPINION" or "COLUMN" or "INTERVIEW" or "PREVIEW" or "FOCUS" or "SPECIAL" or "ADVISORY";
    }

    // Up to three words with a capital each.
    private static bool IsNameLike(ReadOnlySpan<char> label)
    {
        var words = 0;
        foreach (var range in label.Split(' '))
        {
            var word = label[range];
            if (word.IsEmpty)
                continue;
            if (!char.IsUpper(word[0]) || ++words > 3)
                return false;
        }
        return words > 0;
    }

    private static (int Start, int End) Trim(string title, int start, int end)
    {
        while (start < end && IsBlank(title[start]))
            start++;
        while (end > start && IsBlank(title[end - 1]))
            end--;
        return (start, end);
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || c == Markup.Filler;

    private static int Words(string title, int start, int end)
    {
        var words = 0;
        var inWord = false;
        for (var i = start; i < end; i++)
        {
            var isWord = char.IsLetterOrDigit(title[i]) || char.IsSurrogate(title[i]);
            // A sign of a script without blanks is a word here.
            if (isWord && (!inWord || title[i] >= '\u3040'))
                words++;
            inWord = isWord;
        }
        return words;
    }

    /// <summary>In lower case, accents kept, blanks single.</summary>
    internal static string Folded(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Trim())
        {
            if (c == Markup.Filler)
                continue;
            if (!char.IsWhiteSpace(c))
                folded.Append(char.ToLower(c, CultureInfo.InvariantCulture) is var lower && lower == '\u2019' ? '\'' : lower);
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }
        return folded.ToString();
    }

    private static HashSet<string> Set(string list) =>
        new(list.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
