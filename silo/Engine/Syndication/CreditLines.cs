using System.Buffers;
using System.Text.RegularExpressions;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Syndication;

/// <summary>
/// Finds where an article says whose text it is: in the first and last lines, in the forms that the supported languages use. What it finds
/// is a name as written; whether that is an outlet, and another than the article's own, the catalogue decides.
/// </summary>
/// <remarks>
/// A mention inside the text ("told Reuters", "according to AP", "first reported by Axios") is no credit, nor is one of a picture
/// ("AP Photo/...", "REUTERS/...", "NAME/AFP/Getty Images"): only a place that a credit stands at counts. The cost is bounded: 300 characters
/// of the head and 400 of the tail are read (and 1,500 for a dateline after captions), and every repetition in the expressions is limited.
/// </remarks>
public static partial class CreditLines
{
    private const int HeadChars = 300;
    private const int LateDatelineChars = 1500;
    private const int LatePlaceChars = 100;
    private const int MostLateTries = 8;
    private const int TailChars = 400;
    private const int MostMentions = 4;
    private const int MostSourceChars = 100;
    private const int MostQuoteChars = 160;
    private const int MostDatelineWords = 14;
    private const int MostBylines = 4;
    private const int MostBylineChars = 120;
    private const int MostNameWords = 6;
    private const int RightsChars = 200;
    private const int MostLastWords = 60;

    private static readonly SearchValues<char> s_sentenceEnds = SearchValues.Create(".!?\u201D\"\u00BB\n");
    private const string RussianSource = "\u0438\u0441\u0442\u043E\u0447\u043D\u0438\u043A:";

    // ASCII only: others make the search several times slower.
    private static readonly SearchValues<string> s_pictures = SearchValues.Create(
        ["photo", "picture", "getty", "image", "caption", "courtesy", "landov", "video", " via ", "file)"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_copyright = SearchValues.Create(["copyright", "(c)"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_published = SearchValues.Create(
        ["published", "appeared", "posted", "produced", "provided", "printed", "was reported by", "content created by"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_source = SearchValues.Create(
        ["source:", "sources:", "quelle:", "fonte:", "fuente:", "bron:"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_desk = SearchValues.Create(["reporting by", "writing by", "may not be published", "contributed", "reported from", "solely responsible", "apne.ws/", "follow ap", "follow the ap"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_contribution = SearchValues.Create(
        ["contribut", "with file", "with input", "with report", "with material", "with info", "with content", "with agency", "(avec", "(with", "(mit", "(con", "(com", "(met",
            "avec l", "avec AFP", "avec Reuters", "avec AP", "mit material", "con informa", "com informa", "material from", "wire service"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_notInNames = SearchValues.Create("()/[]\"\u201C\u201D?!;:");
    private static readonly SearchValues<char> s_notInPairs = SearchValues.Create(" ()[]\"?!;:.");

    /// <summary>Finds the credits of an article, at most 4, the most telling first; those of feed and page are never left out.</summary>
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
            var head = RuneBounds.First(trimmed, HeadChars).ToString();
            var tail = RuneBounds.Last(trimmed, TailChars).ToString();
            FindDateline(head, found);
            FindLateDateline(trimmed, found);
            FindHouseForms(tail, found);
            FindByline(head, found);
            FindTrailer(tail, found);
            FindContribution(tail, found);
        }
        var ofText = found.Count;
        if (feedCredit.Length > 0)
        {
            foreach (var source in Parts(feedCredit))
                Add(found, CreditForm.FeedCredit, source, feedCredit);
        }
        if (canonicalHost.Length > 0)
            Add(found, CreditForm.CanonicalUrl, canonicalHost, canonicalHost);
        if (found.Count > MostMentions)
        {
            var least = Math.Min(ofText, found.Count - MostMentions);
            found.RemoveRange(ofText - least, least);
        }
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
                if (place.Split(' ').Length <= MostDatelineWords && !SentenceEnd().IsMatch(place))
                    AddAll(found, CreditForm.Dateline, match);
            }
            foreach (Match match in CapitalDateline().Matches(head))
                AddAll(found, CreditForm.Dateline, match);
            if (OpeningDateline().Match(head) is { Success: true } opening)
                AddAll(found, CreditForm.Dateline, opening);
        }
        if (NamedDateline().Match(head) is { Success: true } named)
            AddAll(found, CreditForm.Dateline, named);
    }

    // Behind captions: "(X) -" in a line that begins with a place in capitals, or with nothing before it.
    private static void FindLateDateline(ReadOnlySpan<char> text, List<CreditMention> found)
    {
        if (found.Count > 0 || text.Length <= HeadChars)
            return;
        var head = RuneBounds.First(text, LateDatelineChars);
        var tries = 0;
        for (var at = HeadChars - 1; at < head.Length && tries < MostLateTries;)
        {
            var next = head[at..].IndexOf(')');
            if (next < 0)
                return;
            at += next + 1;
            var after = head[at..].TrimStart(' ');
            if (after.IsEmpty || !(after[0] is '-' or (>= '\u2010' and <= '\u2015')))
                continue;
            tries++;
            var start = head[..at].LastIndexOf('\n') + 1;
            var isLine = at - start <= LatePlaceChars;
            var line = head[(isLine ? start : at - LatePlaceChars)..Math.Min(head.Length, at + 4)].ToString();
            if ((isLine ? LateDateline() : CapitalDateline()).Match(line) is { Success: true } match)
                AddAll(found, CreditForm.Dateline, match);
        }
    }

    // The house styles of agencies that do not name themselves there, or say it in a way of their own.
    private static void FindHouseForms(string tail, List<CreditMention> found)
    {
        if (!tail.AsSpan().ContainsAny(s_desk))
            return;
        if (ReutersDesk().Match(tail) is { Success: true } desk)
            Add(found, CreditForm.Trailer, "Reuters", desk.Value);
        // Others have copied the words of the notice: then it names them.
        if (ApRights().Match(tail) is { Success: true } rights)
        {
            var before = tail.AsSpan(Math.Max(0, rights.Index - RightsChars)..rights.Index);
            if (before.Contains("Associated Press", StringComparison.OrdinalIgnoreCase) || !IsMarked(before))
                Add(found, CreditForm.Trailer, "AP", rights.Value);
        }
        if (ApWriters().Match(tail) is { Success: true } writers)
            Add(found, CreditForm.Trailer, "AP", writers.Value);
        if (ApHouse().Match(tail) is { Success: true } house)
            Add(found, CreditForm.Trailer, "AP", house.Value);
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
            if (range.End.GetOffset(head.Length) == head.Length || ++lines > MostBylines)
                break;
            if (line.Length > MostBylineChars || line[^1] is '.' or '!' or '?' or ':' or ')' || line.ContainsAny(s_pictures))
                continue;
            var whole = line.ToString();
            var match = SignedBy().Match(whole);
            var source = match.Success ? match.Groups["source"].Value : whole;
            source = BylineEnd().Replace(source, "");
            if (!match.Success)
            {
                // "Agency", "NAME, Agency", "NAME | Agency": nothing but names.
                if (!IsNames(source))
                    continue;
                source = source[(source.AsSpan().LastIndexOfAny(',', '|') + 1)..];
            }
            foreach (var part in Parts(source))
                Add(found, CreditForm.Byline, part, whole);
        }
        if (FlatByline().Match(head) is { Success: true } flat)
            AddAll(found, CreditForm.Byline, flat);
    }

    private static void FindTrailer(string tail, List<CreditMention> found)
    {
        if (IsMarked(tail))
        {
            // "Copyright Agency / Outlet", "Outlet and Agency": both have written it.
            foreach (Match match in Copyright().Matches(tail))
                AddAll(found, match.Groups["source"].Value is var owner && (owner.Contains(" / ", StringComparison.Ordinal) || owner.Contains(" and ", StringComparison.Ordinal)) ? CreditForm.Assistance : CreditForm.Trailer, match);
        }
        if (tail.AsSpan().ContainsAny(s_published))
            AddAll(found, CreditForm.Trailer, Published().Matches(tail));
        if (tail.Contains(':') && (tail.AsSpan().ContainsAny(s_source) || tail.Contains(RussianSource, StringComparison.OrdinalIgnoreCase)))
            AddAll(found, CreditForm.Trailer, SourceLine().Matches(tail));
        var lineStart = tail.LastIndexOf('\n') + 1;
        var last = tail[lineStart..].TrimEnd(' ', '\t', '.');
        // "NAME, Outlet" as the last is what a digest says of its last quotation.
        if (lineStart > 0 && IsNames(last) && (!last.Contains(',') || !last.Replace(", ", "", StringComparison.Ordinal).Contains(' ')) && !last.AsSpan().ContainsAny(s_pictures))
        {
            foreach (var source in Parts(last))
                Add(found, CreditForm.Trailer, source, tail[lineStart..]);
        }
        if (last.EndsWith(')') && LastWord().Match(tail) is { Success: true } word)
            AddAll(found, CreditForm.Trailer, word);
        FindLastWords(tail, found);
    }

    // What an agency's customers leave at the very end: "... he said. AFP", "... he said. - Reuters", "(Associated Press)", "PTI KND
    // RHL", "(AP) SKS GRS":
    // the agency, and the initials of its desk. Names of agencies only.
    private static void FindLastWords(string tail, List<CreditMention> found)
    {
        var end = tail.AsSpan().TrimEnd().TrimEnd('.').Length;
        var from = Math.Max(0, end - MostLastWords);
        var start = end;
        while (start > from && IsDeskInitials(tail, start, out var word))
            start = word;
        // "(AP)", in front of initials or not.
        var bracket = start > from && tail[start - 1] == ')' ? tail.LastIndexOf('(', start - 1, start - from) : -1;
        if (bracket > 0)
        {
            AddAgency(tail[(bracket + 1)..(start - 1)], bracket);
            return;
        }
        // The last words behind the last sentence, or on a line of their own.
        var behind = tail.AsSpan(from, end - from).LastIndexOfAny(s_sentenceEnds);
        if (behind < 0)
            return;
        var words = tail[(from + behind + 1)..end].Trim(' ', '\t', '-', '\u2013', '\u2014', '\u00A0');
        if (SourceNames.IsAgency(words))
            AddAgency(words, from + behind + 1);
        else if (words.IndexOf(' ', StringComparison.Ordinal) is > 1 and var space && start <= end - (words.Length - space)
            && start < end)
            AddAgency(words[..space], from + behind + 1);

        void AddAgency(string name, int at)
        {
            name = name.Trim();
            if (SourceNames.IsAgency(name) && !found.Exists(f => f.Source == name))
                Add(found, CreditForm.Trailer, name, tail[at..end].Trim());
        }
    }

    // Two to four capitals that end before a place, and a blank before them.
    private static bool IsDeskInitials(string text, int end, out int before)
    {
        var start = end;
        while (start > 0 && char.IsAsciiLetterUpper(text[start - 1]))
            start--;
        before = start;
        while (before > 0 && text[before - 1] is ' ' or '\t')
            before--;
        return end - start is >= 2 and <= 4 && before < start && before > 0;
    }

    private static void FindContribution(string tail, List<CreditMention> found)
    {
        if (tail.AsSpan().ContainsAny(s_contribution))
        {
            AddAll(found, CreditForm.Contribution, Contribution().Matches(tail));
            AddAll(found, CreditForm.Assistance, Assistance().Matches(tail));
        }
    }

    private static bool IsMarked(ReadOnlySpan<char> text) => text.Contains('\u00A9') || text.ContainsAny(s_copyright);

    // Words with capitals, and few; "of", "and" and the like between them.
    private static bool IsNames(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.Length is < 2 or > MostBylineChars / 2 || line.ContainsAny(s_notInNames))
            return line.Length is >= 2 and <= MostBylineChars / 2 && IsPair(line);
        var words = 0;
        foreach (var range in line.Split(' '))
        {
            var word = line[range];
            if (word.IsEmpty)
                continue;
            words++;
            if (!char.IsUpper(word[0]) && word is not ("of" or "and" or "the" or "de" or "di" or "du" or "der" or "und" or "et" or "y" or "e" or "en" or "|" or "dpa" or "epd"))
                return false;
        }
        return words is > 0 and <= MostNameWords + 2;
    }

    // "AFP/dpa": single words.
    private static bool IsPair(ReadOnlySpan<char> line)
    {
        var slashes = line.Count('/');
        return slashes is 1 or 2 && !line.ContainsAny(s_notInPairs) && char.IsLetter(line[0]);
    }

    private static void AddAll(List<CreditMention> found, CreditForm form, MatchCollection matches)
    {
        foreach (Match match in matches)
            AddAll(found, form, match);
    }

    private static void AddAll(List<CreditMention> found, CreditForm form, Match match)
    {
        // "(KXYZ/AP)", "(CBS/AP)": a station and an agency have written it. Call signs begin with K or W.
        if (form == CreditForm.Dateline && Station().IsMatch(match.Groups["source"].Value))
            form = CreditForm.Assistance;
        foreach (var source in Parts(match.Groups["source"].Value))
            Add(found, form, source, match.Value);
    }

    private static void Add(List<CreditMention> found, CreditForm form, string source, string quote)
    {
        source = source.Trim(' ', '\t', '\u00A0', ',', ';', ':', '-', '\u2013', '\u2014', '*', '_', '"', '\'', '\u201C', '\u201D', '(', ')', '[', ']');
        source = RuneBounds.Whole(source); // bounded repetitions of the expressions count characters, too
        if (source.Length is 0 or > MostSourceChars || !found.TrueForAll(m => m.Form != form || m.Source != source))
            return;
        quote = RuneBounds.First(RuneBounds.Whole(quote.Trim()), MostQuoteChars);
        found.Add(new CreditMention(form, source, quote));
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
    [GeneratedRegex(@"(?:\A|\n)[ \t]{0,8}(?<place>[^\n()/\[\]]{0,140}?)[ \t]{0,4}[(/\[][ \t]?(?<source>[^()\n\[\]]{2,60}?)[ \t]?(?:\)[ \t]{0,4}(?:\.?[ \t]?[-\u2010-\u2015_]{1,2}|\u2015|:)|/\.?[ \t]{0,4}[-\u2010-\u2015.]|\][ \t]{0,4}[-\u2010-\u2015])", RegexOptions.CultureInvariant)]
    private static partial Regex Dateline();

    // Anywhere near the top, if the place is in capitals: "... of the county. EL PASO, Texas (AP) - "
    [GeneratedRegex(@"\p{Lu}{3,20}(?:,[ ][\p{L}. ]{2,20}?)?(?:,[ ][\p{L}]{3,9}\.?[ ]\d{1,2})?[ ]\((?<source>[^()\n]{2,40})\)[ \t]{0,2}[-\u2010-\u2015]", RegexOptions.CultureInvariant)]
    private static partial Regex CapitalDateline();

    [GeneratedRegex(@"(?:\p{Lu}{3,20}(?:,[ ][\p{L}. ]{2,20}?)?(?:,[ ][\p{L}]{3,9}\.?[ ]\d{1,2})?[ ]|\A[ \t]{0,8}|\A\p{Lu}[\p{L}.'-]{1,20}(?:[ ]\p{Lu}[\p{L}.'-]{1,20}){0,2}(?:,[ ][\p{L}. ]{2,20}?)?[ ])\((?<source>[^()\n/]{2,40})\)[ ]{0,2}[-\u2010-\u2015]", RegexOptions.CultureInvariant)]
    private static partial Regex LateDateline();

    // Without a dash, only as the very first: "Washington (CNN) The ...", "[Kyodo News, Washington] The ...", "(CBS/AP) ALBUQUERQUE - "
    [GeneratedRegex(@"\A(?:\p{Lu}[\p{L}.'-]{1,20}(?:,?[ ]\p{Lu}[\p{L}.'-]{1,20}){0,3}[ ])?(?:\((?<source>\p{Lu}[^()\n]{1,30})\)|\[(?<source>\p{Lu}[^\[\],\n]{1,30})(?:,[^\[\]\n]{2,30})?\])[ ]?(?=[\p{Lu}""\u201C\u2018'])", RegexOptions.CultureInvariant)]
    private static partial Regex OpeningDateline();

    // "MOSKVA, 3 fev - RIA Novosti. ": the agency after the place and a dash, a full stop after it.
    [GeneratedRegex(@"\A\p{Lu}[\p{L} .'-]{1,40},[ \t]?\d{1,2}[ \t]\p{L}{3,10}\.?[ \t]?[-\u2010-\u2015][ \t]?(?<source>\p{Lu}[\p{L} -]{2,30})\.[ \t]", RegexOptions.CultureInvariant)]
    private static partial Regex NamedDateline();

    [GeneratedRegex(@"(?<!\b(?:Mr|Mrs|Ms|Dr|St|ST|Gen|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|No|[A-Z]|[A-Z][a-z]{1,4}))[.!?][ \t]", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    // "By NAME, Agency", "Von NAME (dpa)", "Source: Agency", "By NAME for Outlet"
    [GeneratedRegex(@"\A(?:by|von|par|por|di|door|source|quelle|fonte|fuente|bron)\b:?[ \t]{0,4}(?:[^\n]{0,90}(?:,|\||[ \t][-\u2010-\u2015/\u2022][ \t]|[ \t]for[ \t]|[ \t]of[ \t]))?[ \t]{0,4}(?<source>[^\n,|]{2,60})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SignedBy();

    // An excerpt is one line: only agencies' names can be told from the sentence that follows.
    [GeneratedRegex(@"\A(?:By|BY)[ ](?:[\p{Lu}][\p{L}.'\u2019-]{0,24}[ ,]{1,2}|and[ ]|de[ ]|van[ ]|von[ ]){1,24}(?<source>(?:The[ ])?(?:Associated Press|Canadian Press|Press Association)|Agence France-Presse|Reuters|Bloomberg News|(?<=,[ ])(?:AP|AFP|UPI|CNN|Bloomberg))(?![\p{L}'\u2019])", RegexOptions.CultureInvariant)]
    private static partial Regex FlatByline();

    [GeneratedRegex(@"(?:[ \t](?:(?:staff|business|sports|political|science|medical|ap|military|national|white house|diplomatic|legal|film|entertainment|economics)[ \t]){0,3}(?:writers?|reporters?|correspondents?|editors?|staff|contributor)){1,2}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BylineEnd();

    // "Copyright 2026 Agency", "(c) 2026 by Agency. All rights reserved"
    [GeneratedRegex(@"(?<!image )(?:\u00A9|\(c\)|copyright)[ \t]{0,3}(?:\u00A9|\(c\)|copyright)?[ \t]{0,3}(?:\d{4}[, \t]{0,3})?(?:by[ \t])?(?<source>[\p{L}][^\n.,;|]{1,50}?)(?=[ \t]{0,3}(?:\d{4}|[.,;|\n]|all rights|\z))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Copyright();

    // "This report by Agency was first published", "originally published by Outlet", "republished from Outlet"; but not "as first reported by"
    [GeneratedRegex(@"this (?:report|story|content|article) by (?<source>[^\n.]{2,50}?) was (?:first|originally) published"
        + @"|\b(?:(?:first|originally)[ \t](?:published|appeared|posted|printed)|this[ \t](?:story|article|report|piece|post|content|column|item)[ \t](?:was|is|has been)[ \t](?:first[ \t]|originally[ \t]|re)?(?:published|posted|produced|written|provided|printed))[ \t](?:by|on|in|at|from|for)[ \t](?:the website of[ \t])?(?<source>[^\n.,;]{2,50}?)(?=[ \t]{0,3}(?:[,;\n]|\.(?:[ \t\n]|\z)|and is|under|with permission|\z))"
        + @"|\bthis[ \t](?:story|article|report)[ \t]was[ \t]reported[ \t]by[ \t](?<source>[^\n.,;]{2,50}?)(?=[ \t]{0,3}(?:[.,;\n]|\z))"
        + @"|\bcontent created by[ \t](?<source>[^\n.,;]{2,50}?)(?=[ \t](?:is|are)\b)"
        + @"|\b(?:re(?:published|printed) (?:from|with permission (?:from|of)))[ \t](?<source>[^\n.,;]{2,50}?)(?=[ \t]{0,3}(?:[.,;\n]|\z))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Published();

    // "Source: Agency", as a line or in parentheses at the end
    [GeneratedRegex(@"(?:\A|\n|\()[ \t]{0,8}(?:source|sources|quelle|fonte|fuente|bron|\u0438\u0441\u0442\u043E\u0447\u043D\u0438\u043A):[ \t]{0,8}(?<source>[^\n.()]{2,50}?)[ \t]{0,8}[.)]{0,2}(?=[ \t]{0,8}(?:\n|\z))", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SourceLine();

    // "(AFP)", "(AFP, dpa)": single words, as the last
    [GeneratedRegex(@"[.!?""\u201D\u00BB][ \t\n]{0,4}\([ \t]?(?<source>[\p{L}.]{2,12}(?:[ \t]?[/,&+][ \t]?[\p{L}.]{2,12}){0,3})[ \t]?\)\.?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LastWord();

    // "(Reporting by NAME in PLACE; Editing by NAME)"; typing errors and a bracket that is not closed occur
    [GeneratedRegex(@"\((?:(?:reporting|writing)(?: and \w{1,12})?|(?:additional |compiled )(?:reporting|writing)[^()\n]{0,120}?\bediting) by [^()\n]{3,300}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ReutersDesk();

    [GeneratedRegex(@"this material may not be published, broadcast,? (?:re-?written|or)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ApRights();

    [GeneratedRegex(@"\b(?:Associated Press|AP)(?:[ \t](?!and\b)[A-Za-z]{1,16}){0,3}[ \t](?:writers?|reporters?|journalists?|video journalists?)\b[^\n]{0,250}\bcontributed", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ApWriters();

    // "___ NAME reported from PLACE", and what it asks for under its texts
    [GeneratedRegex(@"___\s{1,4}(?:[\p{Lu}][\p{L}'\u2019-]{1,20}(?:,? and |, |[ ])){1,6}reported from [\p{Lu}]|\bThe AP is solely responsible|\bapne\.ws/|\bFollow (?:the )?AP['\u2019]s\b", RegexOptions.CultureInvariant)]
    private static partial Regex ApHouse();

    // "With files from Agency", and the like in the other languages
    [GeneratedRegex(@"\bwith[ \t](?:files?|inputs?|reports?|reporting|material|information|content|agency inputs)[ \t](?:from|by)[ \t](?<source>[^\n.;()]{2,60})"
        + @"|\([ \t]?(?:avec|with|mit|con|com|met)[ \t](?<source>[^()\n]{2,40})\)"
        + @"|\bavec[ \t](?:l'|l\u2019)?(?<source>\p{Lu}[^\n.;()]{1,30})[ \t]{0,4}\.?\z"
        + @"|\bmit material (?:von|der|des)[ \t](?:der[ \t])?(?<source>[^\n.;()]{2,40})"
        + @"|\bcon informaci\u00F3n de[ \t](?:la[ \t])?(?<source>[^\n.;()]{2,40})"
        + @"|\bcom informa\u00E7\u00F5es d[aeo]s?[ \t](?<source>[^\n.;()]{2,40})"
        + @"|\bcon informazioni (?:di|da)?[ \t]?(?<source>[^\n.;()]{2,40})", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Contribution();

    // "Agency contributed to this report"
    [GeneratedRegex(@"(?<!\bwith[ \t])\bmaterial from[ \t](?<source>[^\n.;()]{2,60})"
        + @"|(?:\A|\n|[.)][ \t])[ \t]{0,4}(?<source>(?:the )?\p{Lu}[^\n.;()]{1,60}?)[ \t](?:also[ \t]|has[ \t])?contributed[ \t](?:to this (?:report|story|article)|reporting)"
        + @"|\band[ \t](?<source>(?:the )?\p{Lu}[^\n.;(),]{1,40}?)[ \t]contributed[ \t](?:to this (?:report|story|article)|reporting)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Assistance();

    [GeneratedRegex(@"\A(?:CBS|NBC|ABC|FOX|[KW][A-Z]{2,3})[\p{L} ]{0,12}[/&]", RegexOptions.CultureInvariant)]
    private static partial Regex Station();

    [GeneratedRegex(@"[ \t]{0,4}(?:/|,|&|\+|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\bi\b)[ \t]{0,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
