using System.Collections.Frozen;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>
/// Decides, without a model, whether a claim says no more than the spans that it cites. It is strict: what it cannot see to be so fails,
/// and the line that stands there already stays. Pure and bounded; whatever the claim, no exception.
/// </summary>
/// <remarks>
/// In this order: it is one line of plain prose; its spans exist, belong to the line and are in one language that can be checked; every
/// span has a share of its words and most of its words are theirs; enough origins or sides say most of it; quotes, numbers, dates, names
/// (<see cref="NameRoles"/>) and negations are those of the spans; it says what the line says that it stands for.
/// </remarks>
public static class ClaimCheck
{
    /// <summary>Share of a claim's words that the cited spans must have.</summary>
    public const double LeastShare = 0.7;
    /// <summary>Share that each cited span must have.</summary>
    public const double LeastShareOfSpan = 0.25;
    /// <summary>Share that a span must have to count for its origin.</summary>
    public const double LeastShareOfOrigin = 0.5;
    // Of the words of the line that it stands for: a claim is shorter, but about the same.
    private const double LeastShareOfLine = 0.2;

    // What a contrast is told with. Not the names of sides: which side says what is shown beside it, from the data.
    private static readonly FrozenSet<string> ContrastWords = Set(
        "one side sides other others group groups first second while whereas both speak speaks call calls stress stresses emphasise emphasises emphasize emphasizes describe "
        + "describes mention mentions point points focus focuses coverage outlets sources eine seite andere anderen während beide sprechen spricht nennen nennt betonen betont "
        + "un une côté autre autres tandis parlent parle soulignent souligne uno una lado otro otros mientras hablan habla destacan destaca outro outros enquanto falam fala "
        + "parte altri altra mentre parlano parla een kant ander andere terwijl spreken spreekt ena sidan andra medan talar");

    private static readonly FrozenSet<string> SideWords = Set(
        "left right leftwing rightwing leftist leftists rightist rightists links rechts linke rechte linken rechten gauche droite izquierda derecha esquerda direita sinistra destra "
        + "linkse rechtse vänster höger левые правые");

    private static readonly FrozenSet<string> Calendar = Set(
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
        + "januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
        + "janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche "
        + "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo "
        + "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro segunda-feira terça quarta quinta sexta "
        + "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica "
        + "januari februari maart mei augustus maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maj augusti måndag tisdag onsdag torsdag fredag lördag söndag "
        + "января февраля марта апреля мая июня июля августа сентября октября ноября декабря понедельник вторник среду среда четверг пятницу пятница субботу суббота воскресенье "
        + "yesterday tomorrow today tonight gestern morgen heute hier demain ayer mañana hoy ontem amanhã hoje ieri domani oggi gisteren vandaag igår imorgon idag вчера завтра сегодня");

    /// <summary>Why a claim does not pass; <see cref="ClaimFault.None"/> if it does.</summary>
    /// <param name="claim">What a model wrote.</param>
    /// <param name="line">The line that it is to stand for.</param>
    /// <param name="evidence">The spans by their numbers.</param>
    public static ClaimFault Check(DraftedClaim claim, WritableLine line, EvidenceList evidence)
    {
        if (claim.Spans.Count == 0) return ClaimFault.Uncited;
        if (claim.Spans.Count > DraftedFrames.MostSpans) return ClaimFault.DecorativeSpan;
        var numbers = claim.Spans.Distinct().ToArray();
        foreach (var number in numbers)
            if (evidence.Find(number) is null) return ClaimFault.UnknownSpan;
        foreach (var number in numbers)
            if (!line.Spans.Contains(number)) return ClaimFault.ForeignSpan;
        var spans = numbers.Select(n => evidence.Find(n)!).ToArray();
        if (PlainLine.Check(claim.Text, [.. spans.Select(static s => s.Citation.Text)]) is var plain and not ClaimFault.None) return plain;
        if (InstructionText.IsIn(claim.Text)) return ClaimFault.Instruction;
        var reads = numbers.Select(evidence.Read).ToArray();
        var language = LanguageOf(reads, evidence);
        if (!PolarityWords.Knows(language)) return ClaimFault.UncheckedLanguage;
        var read = ReadText.Of(claim.Text, language);
        if (IsOfAnotherLanguage(claim.Text, language)) return ClaimFault.Language;
        if (line.Needed == SupportNeeded.BothGroups && read.Words.Any(static w => SideWords.Contains(w.Lower))) return ClaimFault.NamesSides;

        var content = ContentOf(read, line.Needed == SupportNeeded.BothGroups);
        if (content.Count == 0) return ClaimFault.TooShort;
        var shares = reads.Select(r => ShareOf(content, r.Stems)).ToArray();
        if (Fewest(line.Needed, content.Count, shares) is var decorative and not ClaimFault.None) return decorative;
        if (content.Count(w => reads.Any(r => r.Stems.Contains(w))) < LeastShare * content.Count) return ClaimFault.Words;
        if (Support(line, numbers, spans, shares) is var support and not ClaimFault.None) return support;

        if (!QuotesAreThere(claim.Text, spans)) return ClaimFault.Quote;
        if (!NumbersAreThere(read, reads)) return ClaimFault.Number;
        if (!DatesAreThere(read, reads)) return ClaimFault.Date;
        if (NameRoles.Check(read, reads) is var names and not ClaimFault.None) return names;
        var supporting = reads.Where((_, i) => shares[i] >= LeastShareOfOrigin).ToArray();
        if (supporting.Length == 0) supporting = [reads[Array.IndexOf(shares, shares.Max())]];
        if (Polarity.Check(read, content, reads, supporting) is var polarity and not ClaimFault.None) return polarity;
        // What one span reports as somebody's words stays that; what several report is told as it is.
        if (line.Needed == SupportNeeded.OneSpan && !HasAttribution(read) && Array.TrueForAll(supporting, HasAttribution)) return ClaimFault.Attribution;
        return SaysTheLine(line, read, language) ? ClaimFault.None : ClaimFault.OtherLine;
    }

    /// <summary>Of spans that a claim does not cite, those that say most of it as well.</summary>
    internal static IEnumerable<int> AlsoSaying(string claim, IEnumerable<int> numbers, EvidenceList evidence)
    {
        var reads = new Dictionary<string, (ReadText Read, HashSet<string> Content)>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var span = evidence.Read(number);
            if (!reads.TryGetValue(span.Language, out var own))
            {
                var read = ReadText.Of(claim, span.Language);
                reads.Add(span.Language, own = (read, ContentOf(read, withoutContrast: false)));
            }
            if (own.Content.Count > 0 && ShareOf(own.Content, span.Stems) >= LeastShareOfOrigin && NumbersAreThere(own.Read, [span])
                && Polarity.Check(own.Read, own.Content, [span], [span]) == ClaimFault.None) yield return number;
        }
    }

    private static string LanguageOf(ReadText[] spans, EvidenceList evidence)
    {
        // Claims cite spans of one language; if not, the one that most are in.
        var language = spans.GroupBy(static s => s.Language).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).First().Key;
        return language == "und" ? evidence.Language : language;
    }

    private static bool IsOfAnotherLanguage(string claim, string language)
    {
        var words = new TokenBuffer();
        Tokenizer.Scan(Tokenizer.Prepare(claim), PlainLine.Longest, words);
        if (LanguageDetector.IsOfAnother(words, words.Count, language)) return true;
        var own = LanguageDetector.Detect("", claim);
        // Neighbours are easily taken for each other in one line; that one is clearly something else is for the rule above.
        return own != "und" && own != language && !PolarityWords.Knows(own) && !LanguageDetector.IsOfAnother(words, words.Count, own);
    }

    private static HashSet<string> ContentOf(ReadText read, bool withoutContrast)
    {
        var content = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < read.Words.Length; i++)
            if (read.IsContent(i) && !(withoutContrast && ContrastWords.Contains(read.Words[i].Lower))) content.Add(read.Words[i].Stem);
        return content;
    }

    private static double ShareOf(HashSet<string> content, HashSet<string> stems) => (double)content.Count(stems.Contains) / content.Count;

    private static ClaimFault Fewest(SupportNeeded needed, int words, double[] shares)
    {
        // Of a contrast each span has its part only; a word of it at least.
        var least = needed == SupportNeeded.BothGroups ? Math.Min(LeastShareOfSpan, 1.0 / words) : LeastShareOfSpan;
        return Array.Exists(shares, s => s < least - 1e-9) ? ClaimFault.DecorativeSpan : ClaimFault.None;
    }

    private static ClaimFault Support(WritableLine line, int[] numbers, EvidenceSpan[] spans, double[] shares)
    {
        var strong = spans.Where((_, i) => shares[i] >= LeastShareOfOrigin).Select(static s => s.Citation).ToArray();
        return line.Needed switch
        {
            SupportNeeded.TwoOrigins => TwoOrigins(strong) ? ClaimFault.None : ClaimFault.Origins,
            SupportNeeded.BothSides => !TwoOrigins(strong) ? ClaimFault.Origins
                : Array.Exists(strong, static c => c.Side == Side.Left) && Array.Exists(strong, static c => c.Side == Side.Right) ? ClaimFault.None : ClaimFault.Sides,
            SupportNeeded.BothGroups => Array.Exists(numbers, line.SecondSpans.Contains) && Array.Exists(numbers, n => !line.SecondSpans.Contains(n))
                ? ClaimFault.None : ClaimFault.Sides,
            _ => ClaimFault.None,
        };
    }

    private static bool TwoOrigins(Citation[] citations) => citations.Select(static c => c.Origin).Distinct(StringComparer.Ordinal).Skip(1).Any();

    private static bool QuotesAreThere(string claim, EvidenceSpan[] spans)
    {
        if (ClaimQuotes.Passages(claim) is not { } passages) return false;
        foreach (var passage in passages)
        {
            // What a reporter writes is not somebody's word because a claim puts marks around it.
            if (!Array.Exists(spans, s => (s.IsSpeech || ClaimQuotes.IsIn(s.Citation.Text)) && ClaimQuotes.IsQuoted(passage, s.Citation.Text))) return false;
        }
        return true;
    }

    private static bool NumbersAreThere(ReadText claim, ReadText[] spans)
    {
        if (claim.Numbers.Length == 0) return true;
        var there = spans.SelectMany(static s => s.Numbers.SelectMany(n => Neighbours(s, n).Select(neighbour => (Neighbour: neighbour, Number: n))).ToArray())
            .ToLookup(static t => t.Neighbour, static t => t.Number);
        foreach (var number in claim.Numbers)
        {
            if (!Array.Exists(spans, s => Array.Exists(s.Numbers, n => n.IsSame(number)))) return false;
            // "12 dead and 30 hurt" is not "30 dead and 12 hurt".
            foreach (var neighbour in Neighbours(claim, number))
                if (there.Contains(neighbour) && !there[neighbour].Any(n => n.IsSameValue(number))) return false;
        }
        return true;
    }

    // What a number is bound to: the nearest word that says something, on either side of it.
    private static List<(string Word, bool IsBefore)> Neighbours(ReadText text, ClaimNumber number)
    {
        const int Far = 3;
        var found = new List<(string, bool)>(2);
        for (var i = number.Last + 1; i < text.Words.Length && i <= number.Last + Far; i++)
        {
            if (text.Words[i].IsBroken || text.IsNumber(i) || PolarityWords.IsJoint(text.Words[i].Lower)) break;
            if (!text.IsContent(i)) continue;
            found.Add((text.Words[i].Stem, false));
            break;
        }
        for (var i = number.First - 1; i >= 0 && i >= number.First - Far && !text.Words[i + 1].IsBroken; i--)
        {
            if (text.IsNumber(i) || PolarityWords.IsJoint(text.Words[i].Lower)) break;
            if (!text.IsContent(i) || Calendar.Contains(text.Words[i].Lower)) continue;
            found.Add((text.Words[i].Stem, true));
            break;
        }
        return found;
    }

    private static bool HasAttribution(ReadText text) => Array.Exists(text.Words, w => PolarityWords.IsAttribution(text.Language, w.Lower));

    private static bool DatesAreThere(ReadText claim, ReadText[] spans)
    {
        for (var i = 0; i < claim.Words.Length; i++)
        {
            var word = claim.Words[i];
            if (!Calendar.Contains(word.Lower)) continue;
            // English "may" and "march" are months with a capital only.
            if (claim.Language == "en" && !word.IsCapital && word.Lower is "may" or "march" or "mars") continue;
            var day = DayBeside(claim, i);
            if (!Array.Exists(spans, s => HasDate(s, word, day))) return false;
        }
        return true;
    }

    private static bool HasDate(ReadText span, ReadWord date, decimal? day)
    {
        for (var i = 0; i < span.Words.Length; i++)
            if (span.Words[i].Lower == date.Lower && span.Words[i].IsCapital == (date.IsCapital || span.Words[i].IsCapital) && (day is null || DayBeside(span, i) == day)) return true;
        return false;
    }

    // "5 May", "May 5", "5 de mayo", "5. Mai".
    private static decimal? DayBeside(ReadText text, int index)
    {
        foreach (var number in text.Numbers)
        {
            if (number.Kind is not (ClaimNumberKind.Plain or ClaimNumberKind.Ordinal) || number.Value is < 1 or > 31) continue;
            if (number.First == index + 1 || number.Last == index - 1 || (number.Last == index - 2 && text.Words[index - 1].Lower is "de" or "of")) return number.Value;
        }
        return null;
    }

    // A claim that stands for a line says some of it.
    private static bool SaysTheLine(WritableLine line, ReadText claim, string language)
    {
        if (line.Text.Length == 0) return true;
        foreach (var part in line.Text.Split('\n'))
        {
            var content = ContentOf(ReadText.Of(part, language), withoutContrast: false);
            var common = content.Count(claim.Stems.Contains);
            var least = line.Needed == SupportNeeded.BothGroups ? 1 : Math.Max(1, (int)Math.Ceiling(LeastShareOfLine * content.Count));
            if (content.Count > 0 && common < least) return false;
        }
        return true;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
