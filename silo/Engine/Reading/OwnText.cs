using System.Buffers;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Reading;

/// <summary>
/// Blanks what stands in an article's text and is not its own: boxes with other stories, lines that lead to one, credits of agencies and
/// desks, the paper's name for itself. The view is as long as the text, so that places are the same; a text without any of it is given
/// back as it is.
/// </summary>
internal static class OwnText
{
    private const int LongestCue = 48;
    private const int LongestLine = 200;
    private const int MostLines = 14;
    private const int HeadChars = 200;
    private const int TailChars = 500;
    private const int LongestAgency = 40;
    private const int MostListed = 2_000;

    // What heads a box of other stories, or begins a line that leads to one. Longest first where one begins with another does not matter:
    // what follows must be an end, a colon or a list.
    private static readonly HashSet<string> Cues = new("""
        recommended stories, recommended, recommended reading, recommended for you, related, related stories, related articles,
        related news, related content, related coverage, related topics, related links, related posts, read more, read also,
        also read, read next, read on, see also, see more, more stories, more news, more coverage, more on this story,
        more on this topic, most read, most popular, most viewed, trending, trending now, trending stories, top stories,
        top story, editor's picks, editors' picks, editors picks, you may also like, you might also like, you may like,
        you might be interested in, don't miss, do not miss, in other news, other news, other stories, popular now,
        popular stories, latest news, latest stories, up next, what to read next, must read, must reads, further reading,
        stories you may like, more for you, more like this, watch more, watch also, also watch, from our partners,
        around the web, sponsored content, keep reading, in case you missed it, icymi, mehr zum thema, mehr dazu,
        lesen sie auch, lesen sie mehr, lesen sie hier, lesen sie dazu, auch interessant, das könnte sie auch interessieren,
        das könnte dich auch interessieren, weitere nachrichten, weitere meldungen, weitere artikel, weitere themen,
        meistgelesen, meistgelesene artikel, zum thema, passend zum thema, empfohlene artikel, mehr nachrichten, mehr lesen,
        aus dem ressort, beliebte artikel, hintergrund zum thema, à lire aussi, lire aussi, à lire également, lire également,
        à lire, lire la suite, lire plus, sur le même sujet, sur le même thème, les plus lus, articles recommandés,
        à voir aussi, voir aussi, à voir, dans la même rubrique, recommandé pour vous, nos derniers articles,
        plus d'actualités, à ne pas manquer, articles associés, lea también, lee también, leer también, lea más, leer más,
        lee más, te puede interesar, le puede interesar, también te puede interesar, te podría interesar, puede interesarte,
        noticias relacionadas, más noticias, más información, lo más leído, lo más visto, artículos relacionados, ver también,
        vea también, contenido relacionado, leggi anche, leggi altro, leggi tutto, leggi pure, potrebbe interessarti,
        ti potrebbe interessare, potrebbe interessarti anche, articoli correlati, i più letti, le più lette, altre notizie,
        notizie correlate, vedi anche, guarda anche, da non perdere, leia também, leia mais, ler mais, leia ainda, veja também,
        veja mais, notícias relacionadas, mais lidas, mais notícias, saiba mais, artigos relacionados, pode interessar-lhe,
        você pode gostar, relacionadas, lees ook, lees meer, lees verder, meer nieuws, meer lezen, meest gelezen, bekijk ook,
        gerelateerd, ook interessant, meer over dit onderwerp, aanbevolen, läs också, läs även, läs mer, les også, les mer,
        læs også, læs mere, mest lest, mest læst, mest läst, czytaj także, czytaj też, czytaj więcej, zobacz także, zobacz też,
        przeczytaj także, przeczytaj też, polecane, polecamy, читайте также, читайте на тему, читать далее, смотрите также,
        по теме, материалы по теме, самое читаемое, новости по теме, читайте також, другие новости, ilginizi çekebilir,
        bunlar da ilginizi çekebilir, اقرأ أيضا, اقرأ المزيد, اقرأ أيضًا
        """.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    // First two letters of every cue: most lines begin with others.
    private static readonly HashSet<int> Beginnings = [.. Cues.Select(static c => c[0] << 16 | c[1])];

    private static readonly SearchValues<char> Colons = SearchValues.Create(":|\u00BB\u203A>\u2192");
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\u2028\u2029");

    /// <summary>The text with blanks for what is not its own.</summary>
    /// <param name="text">The text, or its <see cref="Markup.View"/>.</param>
    /// <param name="site">Whose it is.</param>
    public static string View(string text, SiteName site)
    {
        char[]? view = null;
        Boxes(text, ref view);
        Lists(text, ref view);
        Dateline(text, ref view);
        Desk(text, ref view);
        for (var at = 0; site.FindIn(text, at) is { Length: > 0 } name; at = name.Start + name.Length)
            Blank(text, name.Start, name.Start + name.Length, ref view);
        return view is null ? text : new string(view);
    }

    private static void Boxes(string text, ref char[]? view)
    {
        for (var at = 0; at < text.Length;)
        {
            var (start, end, next) = Line(text, at);
            var whole = at;
            at = next;
            var after = CueEnd(text, start, end);
            if (after < 0)
                continue;
            if (after < end)
            {
                // "READ MORE: Ferry runs aground"
                if (end - start <= LongestLine)
                    Blank(text, whole, next, ref view);
                else if (SentenceEnd(text, after, Math.Min(end, after + LongestLine)) is > 0 and var stop)
                    Blank(text, start, stop, ref view);
                continue;
            }
            at = Box(text, start, end, next, ref view);
        }
    }

    // A heading, and the headlines below it: lines without a stop. Prose ends the box; so does a line that the next one goes on with.
    private static int Box(string text, int start, int end, int next, ref char[]? view)
    {
        var stop = end;
        var at = next;
        for (var lines = 0; lines < MostLines && at < text.Length; lines++)
        {
            var (lineStart, lineEnd, lineNext) = Line(text, at);
            if (lineStart == lineEnd)
            {
                at = lineNext;
                continue;
            }
            if (lineEnd - lineStart > LongestLine || EndsInStop(text, lineStart, lineEnd))
                break;
            var (following, followingEnd, _) = Line(text, lineNext);
            if (following < followingEnd && char.IsLower(text[following]))
                break;
            stop = lineEnd;
            at = lineNext;
        }
        Blank(text, start, stop, ref view);
        return at;
    }

    // "list of 3 items ... end of list", also where the line ends were lost.
    private static void Lists(string text, ref char[]? view)
    {
        const string opening = "list of ";
        for (var at = 0; (at = text.IndexOf(opening, at, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            var start = at;
            at += opening.Length;
            var digits = at;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
                digits++;
            if (digits == at || !text.AsSpan(digits).StartsWith(" item", StringComparison.OrdinalIgnoreCase))
                continue;
            var rest = text.AsSpan(digits, Math.Min(MostListed, text.Length - digits));
            var end = rest.IndexOf("end of list", StringComparison.OrdinalIgnoreCase);
            if (end < 0)
                continue;
            at = digits + end + 11;
            // "Recommended Stories" in front of it.
            const string heading = "recommended stories";
            var before = text.AsSpan(0, start).TrimEnd();
            if (before.EndsWith(heading, StringComparison.OrdinalIgnoreCase))
                start = before.Length - heading.Length;
            Blank(text, start, at, ref view);
        }
    }

    // "LISBON, Nov. 3 (Agency) -- ": the agency's name says nothing of what happened.
    private static void Dateline(string text, ref char[]? view)
    {
        var head = text.AsSpan(0, Math.Min(HeadChars, text.Length));
        var open = head.IndexOf('(');
        if (open < 0)
            return;
        var close = head[open..].IndexOf(')');
        if (close is < 3 or > LongestAgency)
            return;
        var after = head[(open + close + 1)..].TrimStart();
        if (after.IsEmpty || after[0] is not ('-' or '\u2013' or '\u2014' or '\u2015' or '.' or ':')
            || !IsAgency(head.Slice(open + 1, close - 1)))
            return;
        Blank(text, open, open + close + 1, ref view);
    }

    // "(Reporting by ...; Editing by ...)" and a last line that is an agency's name.
    private static void Desk(string text, ref char[]? view)
    {
        var from = Math.Max(0, text.Length - TailChars);
        for (var open = text.IndexOf('(', from); open >= 0 && open + 1 < text.Length; open = text.IndexOf('(', open + 1))
        {
            var rest = text.AsSpan(open + 1).TrimStart();
            if (!(StartsWith(rest, "reporting by") || StartsWith(rest, "additional reporting") || StartsWith(rest, "writing by")
                || StartsWith(rest, "editing by") || StartsWith(rest, "compiled by") || StartsWith(rest, "reporting and writing")
                || StartsWith(rest, "with inputs from") || StartsWith(rest, "with agency")))
                continue;
            var close = text.IndexOf(')', open);
            Blank(text, open, close < 0 ? text.Length : close + 1, ref view);
        }
        var end = text.AsSpan().TrimEnd().Length;
        if (end == 0)
            return;
        var start = end;
        while (start > 0 && !LineEnds.Contains(text[start - 1]))
            start--;
        var last = text.AsSpan(start, end - start).Trim().Trim("().-\u2013\u2014");
        if (start > 0 && last.Length is > 1 and <= LongestAgency && (IsAgency(last) || IsDesk(last)))
            Blank(text, start, end, ref view);
        else if (text[end - 1] == ')' && text.AsSpan(0, end).LastIndexOf('(') is > 0 and var bracket
            && end - bracket <= LongestAgency && IsAgency(text.AsSpan((bracket + 1)..(end - 1))))
            Blank(text, bracket, end, ref view);
    }

    // "PTI KND RHL": an agency and the initials of its desk.
    private static bool IsDesk(ReadOnlySpan<char> line)
    {
        var space = line.IndexOf(' ');
        if (space < 2 || !IsAgency(line[..space]))
            return false;
        foreach (var range in line[(space + 1)..].Split(' '))
        {
            if (line[(space + 1)..][range] is var word && (word.Length is < 2 or > 4 || word.IndexOfAnyExceptInRange('A', 'Z') >= 0))
                return false;
        }
        return true;
    }

    private static bool IsAgency(ReadOnlySpan<char> name) => SourceNames.IsAgency(name.Trim().ToString());

    private static bool StartsWith(ReadOnlySpan<char> text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    // Where what follows a cue at the start of a line begins; the line's end if nothing does, -1 if there is no cue.
    private static int CueEnd(string text, int start, int end)
    {
        if (end - start < 4)
            return -1;
        var (first, second) = (char.ToLowerInvariant(text[start]), char.ToLowerInvariant(text[start + 1]));
        if (!Beginnings.Contains(first << 16 | second))
            return -1;
        var line = text.AsSpan(start, Math.Min(LongestCue, end - start));
        var colon = line.IndexOfAny(Colons);
        if (colon > 0)
        {
            if (!Cues.Contains(HeadlineParts.Folded(line[..colon])))
                return -1;
            var after = start + colon + 1;
            while (after < end && (char.IsWhiteSpace(text[after]) || text[after] is '\u00BB' or '\u203A' or '>'))
                after++;
            return after;
        }
        var bare = line.TrimEnd(" .\u2026-\u2013\u2014");
        var isCue = Cues.Contains(HeadlineParts.Folded(bare)) || (IsMoreFrom(bare) && bare.Length == line.Length);
        return end - start <= LongestCue && isCue ? end : -1;
    }

    // "More from Harbor Ledger", "More on the ferry", "Mehr von ..."
    private static bool IsMoreFrom(ReadOnlySpan<char> line) =>
        StartsWith(line, "more from ") || StartsWith(line, "more on ") || StartsWith(line, "more in ")
            || StartsWith(line, "mehr von ") || StartsWith(line, "mehr aus ");

    private static (int Start, int End, int Next) Line(string text, int at)
    {
        if (at >= text.Length)
            return (text.Length, text.Length, text.Length);
        var length = text.AsSpan(at).IndexOfAny(LineEnds);
        var end = length < 0 ? text.Length : at + length;
        var next = Math.Min(end + 1, text.Length);
        while (at < end && (char.IsWhiteSpace(text[at]) || text[at] is '-' or '*' or '\u2022' or '\u25B6' or '\u25BA' or '>'
            or Markup.Filler or '(' or '['))
            at++;
        while (end > at && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is Markup.Filler or ')' or ']'))
            end--;
        return (at, end, next);
    }

    private static bool EndsInStop(string text, int start, int end)
    {
        var last = end - 1;
        while (last > start && QuoteMarks.IsCloser(text[last]))
            last--;
        // Headlines ask and shout; prose ends in a stop.
        return SentenceSplitter.IsTerminator(text[last]) && (text[last] is not ('?' or '!' or '\u061F' or '\uFF1F' or '\uFF01')
            || end - start > LongestLine / 2);
    }

    private static int SentenceEnd(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (SentenceSplitter.IsTerminator(text[i]) && (i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1])))
                return i + 1;
        }
        return -1;
    }

    private static void Blank(string text, int start, int end, ref char[]? view)
    {
        view ??= text.ToCharArray();
        for (var i = start; i < end; i++)
        {
            if (!LineEnds.Contains(view[i]))
                view[i] = ' ';
        }
    }
}
