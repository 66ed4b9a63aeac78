using System.Text.RegularExpressions;

namespace StoryClustering.Engine.Syndication;

/// <summary>
/// Finds where an article says whose text it is: in the first and last lines, in the forms that the supported languages use. What it finds
/// is a name as written; whether that is an outlet, and another than the article's own, the catalogue decides.
/// </summary>
/// <remarks>A mention inside the text ("told Reuters", "according to AP") is no credit, nor is one of a picture ("AP Photo/...",
/// "REUTERS/..."): only a place that a credit stands at counts.</remarks>
public static partial class CreditLines
{
    private const int HeadChars = 300;
    private const int TailChars = 400;
    private const int MostMentions = 4;
    private const int MostSourceChars = 100;
    private const int MostQuoteChars = 160;
    private const int MostDatelineWords = 14;

    /// <summary>Finds the credits of an article, at most 4, the most telling first.</summary>
    /// <param name="text">Body or excerpt.</param>
    /// <param name="feedCredit">The feed's credit, or empty.</param>
    /// <param name="canonicalHost">Host of the page's canonical address if that is another than the article's, or empty.</param>
    public static IReadOnlyList<CreditMention> Find(string text, string feedCredit = "", string canonicalHost = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(feedCredit);
        ArgumentNullException.ThrowIfNull(canonicalHost);
        var found = new List<CreditMention>();
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length > 0)
        {
            var head = trimmed[..Math.Min(trimmed.Length, HeadChars)].ToString();
            var tail = trimmed.Length <= TailChars ? trimmed.ToString() : trimmed[^TailChars..].ToString();
            FindDateline(head, found);
            FindByline(head, found);
            FindTrailer(tail, found);
            FindContribution(tail, found);
        }
        if (feedCredit.Length > 0)
        {
            foreach (var source in Parts(feedCredit))
                Add(found, CreditForm.FeedCredit, source, feedCredit);
        }
        if (canonicalHost.Length > 0)
            Add(found, CreditForm.CanonicalUrl, canonicalHost, canonicalHost);
        return found.Count == 0 ? [] : found.Count <= MostMentions ? found : found[..MostMentions];
    }

    private static void FindDateline(string head, List<CreditMention> found)
    {
        if (head.AsSpan().ContainsAny('(', '/', '['))
        {
            foreach (Match match in Dateline().Matches(head))
            {
                // "By NAME (AP) -" is a dateline, a sentence that ends in "(AP) -" is none.
                var place = match.Groups["place"].Value;
                if (place.Split(' ').Length > MostDatelineWords || SentenceEnd().IsMatch(place))
                    continue;
                foreach (var source in Parts(match.Groups["source"].Value))
                    Add(found, CreditForm.Dateline, source, match.Value);
            }
        }
        if (NamedDateline().Match(head) is { Success: true } named)
        {
            foreach (var source in Parts(named.Groups["source"].Value))
                Add(found, CreditForm.Dateline, source, named.Value);
        }
    }

    private static void FindByline(string head, List<CreditMention> found)
    {
        var lines = 0;
        foreach (var range in head.AsSpan().Split('\n'))
        {
            var line = head.AsSpan(range).Trim();
            if (line.IsEmpty)
                continue;
            // Where a text is one line, its first words are not a byline.
            if (range.End.GetOffset(head.Length) == head.Length || ++lines > 4)
                break;
            if (line.Length > 120 || line[^1] is '.' or '!' or '?' or ':' && line.Length > 40)
                continue;
            var whole = line.ToString();
            var match = Byline().Match(whole);
            var source = match.Success ? match.Groups["source"].Value : whole;
            foreach (var part in Parts(BylineEnd().Replace(source, "")))
                Add(found, CreditForm.Byline, part, whole);
        }
    }

    private static void FindTrailer(string tail, List<CreditMention> found)
    {
        foreach (Match match in Trailer().Matches(tail))
        {
            foreach (var source in Parts(match.Groups["source"].Value))
                Add(found, CreditForm.Trailer, source, match.Value);
        }
        // The house style of one agency, which does not name itself there.
        if (ReutersDesk().Match(tail) is { Success: true } desk)
            Add(found, CreditForm.Trailer, "Reuters", desk.Value);
        if (ApRights().Match(tail) is { Success: true } rights)
            Add(found, CreditForm.Trailer, "AP", rights.Value);
        if (ApWriters().Match(tail) is { Success: true } writers)
            Add(found, CreditForm.Trailer, "AP", writers.Value);
    }

    private static void FindContribution(string tail, List<CreditMention> found)
    {
        foreach (Match match in Contribution().Matches(tail))
        {
            foreach (var source in Parts(match.Groups["source"].Value))
                Add(found, CreditForm.Contribution, source, match.Value);
        }
    }

    private static void Add(List<CreditMention> found, CreditForm form, string source, string quote)
    {
        source = source.Trim(' ', '\t', '\u00A0', ',', ';', ':', '-', '\u2013', '\u2014', '*', '_', '"', '\'', '\u201C', '\u201D', '(', ')', '[', ']');
        if (source.Length is 0 or > MostSourceChars || !found.TrueForAll(m => m.Form != form || m.Source != source))
            return;
        quote = quote.Trim();
        found.Add(new CreditMention(form, source, quote.Length <= MostQuoteChars ? quote : quote[..MostQuoteChars]));
    }

    // "AFP/dpa", "AP and Reuters"; the whole first, for names that have such a word in them.
    private static IEnumerable<string> Parts(string sources)
    {
        yield return sources;
        if (!(sources.AsSpan().IndexOfAny("/,&+") >= 0) && !sources.Contains(" and ", StringComparison.Ordinal))
            yield break;
        foreach (var part in Separator().Split(sources))
            yield return part;
    }

    // "LISBON (Lusa) - ", "PARIS, 3 Feb (Reuters) - ", "(ANSA) - ROMA, ", "Madrid (EFE).- ", "MOSKVA, 3 Feb. /TASS/. "
    [GeneratedRegex(@"(?:\A|\n)[ \t]*(?<place>[^\n()/\[\]]{0,140}?)[ \t]*[(/\[][ \t]?(?<source>[^()\n\[\]]{2,60}?)[ \t]?(?:\)[ \t]*(?:\.?[ \t]?[-\u2010-\u2015_]{1,2}|\u2015|:)|/\.?[ \t]*[-\u2010-\u2015.]|\][ \t]*[-\u2010-\u2015])", RegexOptions.CultureInvariant)]
    private static partial Regex Dateline();

    // "MOSKVA, 3 fev - RIA Novosti. ": the agency after the place and a dash, a full stop after it.
    [GeneratedRegex(@"\A[ \t]*\p{Lu}[\p{L} .'-]{1,40},[ \t]?\d{1,2}[ \t]\p{L}{3,10}\.?[ \t]*[-\u2010-\u2015][ \t]*(?<source>\p{Lu}[\p{L} -]{2,30})\.[ \t]", RegexOptions.CultureInvariant)]
    private static partial Regex NamedDateline();

    [GeneratedRegex(@"(?<!\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|No|[A-Z]|[A-Z][a-z]{1,4}))[.!?][ \t]", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    // "By NAME, Agency", "NAME | Agency", "Von NAME, dpa", "NAME - Agency"
    [GeneratedRegex(@"\A(?:(?:by|von|par|por|di|door|from|source|quelle|fonte|fuente|bron)\b:?[ \t]*)?(?:[^\n]{0,90}(?:,|\||[ \t][-\u2010-\u2015/\u2022][ \t]|[ \t]for[ \t]|[ \t]of[ \t]))?[ \t]*(?<source>[^\n,|]{2,60})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Byline();

    [GeneratedRegex(@"(?:[ \t](?:(?:staff|business|sports|political|science|medical|ap|military|national|white house|diplomatic|legal|film|entertainment)[ \t])*(?:writers?|reporters?|correspondents?|editors?|staff|contributor))+\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BylineEnd();

    // "Copyright 2026 Agency", "This report by Agency was first published", "originally published by Outlet", "Source: Agency", a last "(AFP)"
    [GeneratedRegex(@"(?:\u00A9|\(c\)|copyright)[ \t]*(?:\u00A9|\(c\))?[ \t]*(?:\d{4}[, \t]*)?(?:by[ \t])?(?<source>[\p{L}][^\n.,;|\d]{1,50}?)(?=[ \t]*(?:[.,;|\n]|all rights|\z))"
        + @"|this (?:report|story|content|article) by (?<source>[^\n.]{2,50}?) was (?:first|originally) published"
        + @"|(?:first|originally|was|has been)[ \t](?:first[ \t]|originally[ \t]|re)?(?:published|appeared|posted|reported|produced|written|provided|printed)[ \t](?:by|on|in|at|from|for)[ \t](?:the website of[ \t])?(?<source>[^\n.,;]{2,50}?)(?=[ \t]*(?:[,;\n]|\.(?:[ \t\n]|\z)|and is|under|with permission|\z))"
        + @"|(?:re(?:published|printed) (?:from|with permission (?:from|of)))[ \t](?<source>[^\n.,;]{2,50}?)(?=[ \t]*(?:[.,;\n]|\z))"
        + @"|(?:\A|\n)[ \t]*(?:source|sources|quelle|fonte|fuente|bron|\u0438\u0441\u0442\u043E\u0447\u043D\u0438\u043A):[ \t]*(?<source>[^\n.]{2,50})[ \t]*\.?(?=\n|\z)"
        + @"|(?:\A|\n)[ \t]*(?<source>[\p{L}][\p{L} /.&'-]{1,40}?)[ \t]*\z"
        + @"|\([ \t]?(?<source>[^()\n]{2,40}?)[ \t]?\)[ \t]*\.?[ \t]*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Trailer();

    [GeneratedRegex(@"\((?:additional |compiled |writing and )?(?:reporting|writing)[^()\n]{0,200}? by [^()\n]{3,250}?\bediting by\b[^()\n]{3,120}\)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ReutersDesk();

    [GeneratedRegex(@"this material may not be published, broadcast,? (?:re-?written|or)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ApRights();

    [GeneratedRegex(@"\b(?:Associated Press|AP)(?:[ \t][A-Za-z]+){0,3}[ \t](?:writers?|reporters?|journalists?|video journalists?)\b[^\n]{0,250}\bcontributed", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ApWriters();

    // "With files from Agency", "Agency contributed to this report", and the like in the other languages
    [GeneratedRegex(@"\bwith[ \t](?:files?|inputs?|reports?|reporting|material|information|content|agency inputs)[ \t](?:from|by)[ \t](?<source>[^\n.;()]{2,60})"
        + @"|(?:\A|\n|[.)][ \t])[ \t]*(?<source>(?:the )?\p{Lu}[^\n.;()]{1,60}?)[ \t](?:also[ \t]|has[ \t])?contributed[ \t](?:to this (?:report|story|article)|reporting)"
        + @"|\([ \t]?(?:avec|with|mit|con|com|met)[ \t](?<source>[^()\n]{2,40})\)"
        + @"|\bavec[ \t](?:l'|l\u2019)?(?<source>\p{Lu}[^\n.;()]{1,30})[ \t]*\.?[ \t]*\z"
        + @"|\bmit material (?:von|der|des)[ \t](?:der[ \t])?(?<source>[^\n.;()]{2,40})"
        + @"|\bcon informaci\u00F3n de[ \t](?:la[ \t])?(?<source>[^\n.;()]{2,40})"
        + @"|\bcom informa\u00E7\u00F5es d[aeo]s?[ \t](?<source>[^\n.;()]{2,40})"
        + @"|\bcon informazioni (?:di|da)?[ \t]?(?<source>[^\n.;()]{2,40})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Contribution();

    [GeneratedRegex(@"[ \t]*(?:/|,|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bi\b)[ \t]*", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
