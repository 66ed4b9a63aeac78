using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Whether a claim affirms what its spans affirm, denies what they deny, and is no surer than they are.</summary>
internal static class Polarity
{
    // Words that a negation reaches to.
    private const int Reach = 2;

    /// <param name="claim">The claim.</param>
    /// <param name="content">Its words.</param>
    /// <param name="spans">Spans that it cites.</param>
    /// <param name="supporting">Of these, those that say most of it.</param>
    public static ClaimFault Check(ReadText claim, HashSet<string> content, ReadText[] spans, ReadText[] supporting)
    {
        var negated = Array.Exists(claim.Words, w => PolarityWords.IsNegation(claim.Language, w.Lower)) && HasNegation(claim, content);
        if (negated ? !Array.Exists(supporting, s => HasNegation(s, content)) : Array.TrueForAll(supporting, s => HasNegation(s, content))) return ClaimFault.Negation;
        if (!WordsAgree(claim, content, spans) || Negations(claim) > spans.Max(Negations)) return ClaimFault.Negation;
        var doubtful = Array.Exists(claim.Words, w => IsDoubt(claim, w));
        return !doubtful && Array.TrueForAll(supporting, s => HasDoubt(s, content)) ? ClaimFault.Doubt : ClaimFault.None;
    }

    // Word by word: "did not pay, and left" is not "paid, and did not leave".
    private static bool WordsAgree(ReadText claim, HashSet<string> content, ReadText[] spans)
    {
        var denied = Denied(claim);
        var deniedBy = Array.ConvertAll(spans, Denied);
        foreach (var word in content)
        {
            var (says, denies) = (0, 0);
            for (var i = 0; i < spans.Length; i++)
            {
                if (!spans[i].Stems.Contains(word)) continue;
                says++;
                if (deniedBy[i].Contains(word)) denies++;
            }
            if (says > 0 && (denied.Contains(word) ? denies == 0 : denies == says)) return false;
        }
        return true;
    }

    private static int Negations(ReadText text)
    {
        var count = 0;
        for (var i = 0; i < text.Words.Length; i++)
            if (IsNegation(text, i)) count++;
        return count;
    }

    private static HashSet<string> Denied(ReadText text)
    {
        var denied = new HashSet<string>(StringComparer.Ordinal);
        // German, Dutch and Swedish put the word after the verb.
        var isAfter = text.Language is "de" or "nl" or "sv";
        for (var i = 0; i < text.Words.Length; i++)
        {
            if (!IsNegation(text, i)) continue;
            var left = Reach;
            for (var k = i + 1; k < text.Words.Length && left > 0 && !text.Words[k].IsBroken; k++)
            {
                if (!text.IsContent(k)) continue;
                denied.Add(text.Words[k].Stem);
                left--;
            }
            for (var k = i - 1; k >= 0 && (isAfter || left == Reach || text.Language == "fr") && !text.Words[k + 1].IsBroken; k--)
            {
                if (!text.IsContent(k)) continue;
                denied.Add(text.Words[k].Stem);
                break;
            }
        }
        return denied;
    }

    // A negation counts in a part of the sentence that speaks of what the claim speaks of, or in the first if that speaks of nothing ("It is not true, he said, that ...").
    private static bool HasNegation(ReadText text, HashSet<string> content) => HasIn(text, content, IsNegation);

    private static bool HasDoubt(ReadText text, HashSet<string> content) => HasIn(text, content, static (t, i) => IsDoubt(t, t.Words[i]));

    private static bool HasIn(ReadText text, HashSet<string> content, Func<ReadText, int, bool> isOne)
    {
        const int Few = 2;
        var (any, common, words, isFirst) = (false, 0, 0, true);
        for (var i = 0; i <= text.Words.Length; i++)
        {
            if (i == text.Words.Length || (i > 0 && (text.Words[i].IsBroken || PolarityWords.IsAnd(text.Words[i].Lower))))
            {
                if (any && (common > 0 || (isFirst && words < Few))) return true;
                (any, common, words, isFirst) = (false, 0, 0, false);
                if (i == text.Words.Length) break;
            }
            any |= isOne(text, i);
            if (!text.IsContent(i)) continue;
            words++;
            if (content.Contains(text.Words[i].Stem)) common++;
        }
        return false;
    }

    private static bool IsNegation(ReadText text, int index)
    {
        if (!PolarityWords.IsNegation(text.Language, text.Words[index].Lower)) return false;
        if (index + 1 >= text.Words.Length) return true;
        switch (text.Words[index + 1].Lower)
        {
            // "No fewer than 12" is a bound.
            case "more" or "less" or "fewer" or "later" or "mehr" or "weniger" or "более" or "менее":
                return !((index + 2 < text.Words.Length && text.IsNumber(index + 2)) || (index + 3 < text.Words.Length && text.IsNumber(index + 3)));
            // "Not only the bridge but also the road" denies nothing.
            case "only" or "nur" or "seulement" or "sólo" or "solo" or "alleen" or "bara" or "только":
                return !Array.Exists(text.Words[(index + 2)..], static w => w.Lower is "but" or "sondern" or "mais" or "sino" or "mas" or "ma" or "maar" or "utan" or "но");
            default:
                return true;
        }
    }

    // The month is no doubt.
    private static bool IsDoubt(ReadText text, ReadWord word) =>
        PolarityWords.IsDoubt(text.Language, word.Lower) && !(word.Lower == "may" && word.Is(WordTraits.Capitalised));
}
