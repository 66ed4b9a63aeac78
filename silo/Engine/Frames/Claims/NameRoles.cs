using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>
/// Whether the names of a claim stand in its spans: as a whole, in one of them, and bound to the words that they are bound to there.
/// A name is a run of capitalised words; the first word of a sentence is one unless the spans have it in lower case.
/// </summary>
internal static class NameRoles
{
    // "Bank of England", "Ursula von der Leyen".
    private const int MostParticles = 2;
    // Words between a name and the verb that it is bound to.
    private const int Far = 4;

    private readonly record struct Name(int First, int Last);

    private readonly record struct Binding(string Word, bool IsBefore, bool IsPassive);

    public static ClaimFault Check(ReadText claim, ReadText[] spans)
    {
        var ordinary = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in spans.SelectMany(static s => s.Words))
        {
            if (word.IsCapital) continue;
            ordinary.Add(word.Lower);
            ordinary.Add(word.Stem);
        }
        var there = spans.SelectMany(s => NamesIn(s, ordinary).SelectMany(n => BindingsOf(s, n).Select(b => (Binding: b, Span: s, Name: n))).ToArray()).ToLookup(static t => t.Binding);
        foreach (var name in NamesIn(claim, ordinary))
        {
            if (!Array.Exists(spans, s => Has(s, claim, name))) return ClaimFault.Name;
            foreach (var binding in BindingsOf(claim, name))
            {
                // Both stand in one span, if the word stands in any.
                if (Array.Exists(spans, s => s.Stems.Contains(binding.Word)) && !Array.Exists(spans, s => s.Stems.Contains(binding.Word) && HasPart(s, claim, name)))
                    return ClaimFault.Role;
                if (there.Contains(binding) && !there[binding].Any(t => IsSame(claim, name, t.Span, t.Name))) return ClaimFault.Role;
            }
        }
        return ClaimFault.None;
    }

    private static List<Name> NamesIn(ReadText text, HashSet<string> ordinary)
    {
        var names = new List<Name>();
        for (var i = 0; i < text.Words.Length; i++)
        {
            if (!IsNameWord(text, i, ordinary)) continue;
            var last = i;
            for (var k = i + 1; k < text.Words.Length && !text.Words[k].IsBroken && k - last <= MostParticles + 1; k++)
            {
                if (IsNameWord(text, k, ordinary) || (text.Words[k].IsCapital && !text.Words[k].IsStop)) last = k;
                else if (!IsParticle(text.Words[k].Lower)) break;
            }
            names.Add(new Name(i, last));
            i = last;
        }
        return names;
    }

    private static bool IsNameWord(ReadText text, int index, HashSet<string> ordinary)
    {
        var word = text.Words[index];
        if (!word.IsCapital || text.IsNumber(index)) return false;
        if (word.Is(WordTraits.AllCapitals)) return true;
        if (word.IsStop || word.Lower.Length < 2) return false;
        if (!word.Is(WordTraits.SentenceStart)) return true;
        // At the start of a sentence: an ordinary word, if it stands in lower case somewhere, in whatever form.
        return !ordinary.Contains(word.Lower) && !ordinary.Contains(word.Stem);
    }

    private static bool IsParticle(string word) =>
        word is "of" or "the" or "de" or "da" or "do" or "dos" or "di" or "del" or "della" or "la" or "le" or "du" or "des" or "van" or "der" or "den" or "von" or "zu"
            or "af" or "al" or "bin" or "ben" or "el" or "y" or "e" or "for" or "für" or "pour" or "för" or "voor";

    private static bool Has(ReadText span, ReadText claim, Name name)
    {
        var length = name.Last - name.First + 1;
        for (var from = 0; from + length <= span.Words.Length; from++)
        {
            var i = 0;
            while (i < length && IsSame(span.Words[from + i], claim.Words[name.First + i], claim.Language) && (i == 0 || !span.Words[from + i].IsBroken)) i++;
            if (i == length) return true;
        }
        return false;
    }

    private static bool HasPart(ReadText span, ReadText claim, Name name)
    {
        for (var i = name.First; i <= name.Last; i++)
            if (claim.Words[i].IsCapital && Array.Exists(span.Words, w => IsSame(w, claim.Words[i], claim.Language))) return true;
        return false;
    }

    private static bool IsSame(ReadText claim, Name name, ReadText span, Name there)
    {
        for (var i = name.First; i <= name.Last; i++)
        {
            for (var k = there.First; k <= there.Last; k++)
                if (claim.Words[i].IsCapital && IsSame(span.Words[k], claim.Words[i], claim.Language)) return true;
        }
        return false;
    }

    // English names have no endings ("Adams" is not "Adam"); where names are declined the stems are compared.
    private static bool IsSame(ReadWord there, ReadWord here, string language) =>
        (there.Lower == here.Lower || (language != "en" && there.Stem == here.Stem)) && (!here.IsCapital || there.IsCapital || here.Is(WordTraits.SentenceStart));

    private static List<Binding> BindingsOf(ReadText text, Name name)
    {
        var found = new List<Binding>(2);
        var passive = false;
        for (var i = name.Last + 1; i < text.Words.Length && i <= name.Last + Far; i++)
        {
            var word = text.Words[i];
            if (word.IsBroken || word.IsCapital || text.IsNumber(i) || PolarityWords.IsJoint(word.Lower)) break;
            passive |= PolarityWords.IsAuxiliary(word.Lower);
            if (!text.IsContent(i)) continue;
            found.Add(new Binding(word.Stem, false, passive));
            break;
        }
        for (var i = name.First - 1; i >= 0 && i >= name.First - Far && !text.Words[i + 1].IsBroken; i--)
        {
            var word = text.Words[i];
            if ((word.IsCapital && !word.Is(WordTraits.SentenceStart)) || text.IsNumber(i) || PolarityWords.IsJoint(word.Lower)) break;
            if (!text.IsContent(i)) continue;
            found.Add(new Binding(word.Stem, true, false));
            break;
        }
        return found;
    }
}
