namespace StoryClustering.Engine.Text;

/// <summary>
/// Dutch inflections: -en, -s, -e, and the doubled vowel or consonant they hide ("regeringen" and "regering", "bommen" and
/// "bom"). Lucene's Dutch stemmer works on strings and keeps state, so it can be neither shared nor free of garbage.
/// </summary>
internal static class DutchStem
{
    /// <summary>Stems in place; returns the new length.</summary>
    public static int Stem(char[] word, int length)
    {
        var end = word.AsSpan(0, length);
        if (length > 5 && end.EndsWith("eren"))
            length -= 2;
        else if (length > 4 && end.EndsWith("en"))
            length -= 2;
        else if (length > 4 && end.EndsWith("s") && !IsVowel(word[length - 2]) && word[length - 2] != 's')
            length--;
        else if (length > 4 && end.EndsWith("e"))
            length--;
        else
            return WithoutLongVowel(word, length);
        if (length > 3 && word[length - 1] == word[length - 2] && !IsVowel(word[length - 1]))
            length--;
        return WithoutLongVowel(word, length);
    }

    // "straat" and "straten" both become "strat".
    private static int WithoutLongVowel(char[] word, int length)
    {
        if (length < 4 || word[length - 2] != word[length - 3] || word[length - 2] is not ('a' or 'e' or 'o' or 'u')
            || IsVowel(word[length - 1]))
        {
            return length;
        }
        word[length - 2] = word[length - 1];
        return length - 1;
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
}
