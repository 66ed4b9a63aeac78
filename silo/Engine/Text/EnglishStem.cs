namespace StoryClustering.Engine.Text;

/// <summary>
/// English inflections only: step 1 of M. F. Porter, "An algorithm for suffix stripping" (1980): plurals, -ed, -ing, final y. The
/// later steps join different words ("general", "generate"), which costs precision between look-alike events. Lucene's own Porter
/// stemmer is not public.
/// </summary>
internal static class EnglishStem
{
    /// <summary>Stems in place; returns the new length.</summary>
    public static int Stem(char[] word, int length)
    {
        if (char.IsDigit(word[0]))
            return length;
        length = WithoutPlural(word, length);
        length = WithoutPast(word, length);
        if (length > 3 && word[length - 1] == 'y' && HasVowel(word, length - 1))
            word[length - 1] = 'i';
        // "voted" loses "ed", so "vote" must lose its "e".
        else if (length > 4 && word[length - 1] == 'e' && word[length - 2] != 'e')
            length--;
        return length;
    }

    private static int WithoutPlural(char[] word, int length)
    {
        if (word[length - 1] != 's')
            return length;
        var end = word.AsSpan(0, length);
        if (end.EndsWith("sses"))
            return length - 2;
        if (end.EndsWith("ies"))
        {
            word[length - 3] = 'y';
            return length > 4 ? length - 2 : length - 1;
        }
        return word[length - 2] is 's' or 'u' || end.EndsWith("is") ? length : length - 1;
    }

    private static int WithoutPast(char[] word, int length)
    {
        var end = word.AsSpan(0, length);
        int cut;
        if (end.EndsWith("ied") && length > 4)
        {
            word[length - 3] = 'y';
            return length - 2;
        }
        if (end.EndsWith("eed"))
            return length;
        if (end.EndsWith("ed"))
            cut = length - 2;
        else if (end.EndsWith("ing"))
            cut = length - 3;
        else
            return length;
        // "red", "king", "Beijing" is lost, "string" is not: a vowel and three letters must remain.
        if (cut < 3 || !HasVowel(word, cut))
            return length;
        // "planned" -> "plan", but "killed" -> "kill", "missed" -> "miss".
        var last = word[cut - 1];
        if (last == word[cut - 2] && last is not ('l' or 's' or 'z' or 'e' or 'o'))
            return cut - 1;
        // "voted" -> "vote", "fired" -> "fire", but "eating" -> "eat" (Porter's *o condition).
        if (cut == 3 && !IsVowel(last) && last is not ('w' or 'x' or 'y') && IsVowel(word[1]) && !IsVowel(word[0]))
            word[cut++] = 'e';
        return cut;
    }

    private static bool HasVowel(char[] word, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (IsVowel(word[i]) || (word[i] == 'y' && i > 0))
                return true;
        }
        return false;
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
