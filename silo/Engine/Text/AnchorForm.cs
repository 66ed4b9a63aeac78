using System.Globalization;
using System.Text;

namespace StoryClustering.Engine.Text;

/// <summary>
/// One spelling for names that languages spell differently: accents folded, Cyrillic transliterated, letters that stand for one sound
/// made one ("Selenskyj", "Zelensky", "Зеленский" -> "selensk"). Meant to be compared, not read; different names may fall together.
/// </summary>
/// <remarks>
/// The Latin letters for Cyrillic ones follow the usual English press transliteration (BGN/PCGN without its diacritics), and lose what
/// languages disagree on.
/// </remarks>
internal static class AnchorForm
{
    /// <summary>Room that a form may need: for every letter up to four.</summary>
    public const int MaxLength = 4 * Tokenizer.MaxWordLength + 4;

    private const int LeastBeforeEnding = 4;

    private static readonly string[] Cyrillic = BuildCyrillic();
    private static readonly char[] Folded = BuildFolded();

    /// <summary>Folds accents and transliterates; the rest stays as it is. Returns the length.</summary>
    /// <param name="word">A lower-case word.</param>
    /// <param name="into">At least <see cref="MaxLength"/> long.</param>
    public static int Fold(ReadOnlySpan<char> word, Span<char> into)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c < 128)
            {
                into[length++] = c;
            }
            else if (c is >= '\u0430' and <= '\u045F' || c == 'ґ')
            {
                foreach (var letter in c == 'ґ' ? "g" : Cyrillic[c - '\u0430'])
                    into[length++] = letter;
            }
            else if (c is 'ß' or 'æ' or 'œ' or 'þ')
            {
                into[length++] = c switch { 'ß' => 's', 'æ' => 'a', 'œ' => 'o', _ => 't' };
                into[length++] = c switch { 'ß' => 's', 'þ' => 'h', _ => 'e' };
            }
            else
            {
                into[length++] = c < Folded.Length ? Folded[c] : c;
            }
        }
        return length;
    }

    /// <summary>Makes one of spellings that differ by language, in place; returns the length.</summary>
    /// <param name="letters">A folded word.</param>
    /// <param name="length">Its length.</param>
    public static int Unify(Span<char> letters, int length)
    {
        var end = 0;
        var i = 0;
        while (i < length)
        {
            var rest = letters[i..length];
            var (read, sound) = SoundAt(rest);
            // Doubled letters are spelling, too.
            foreach (var c in sound)
            {
                if (end == 0 || letters[end - 1] != c)
                    letters[end++] = c;
            }
            i += read;
        }
        while (end > LeastBeforeEnding && letters[end - 1] is 'e' or 'i')
            end--;
        return end;
    }

    // What is written never is longer than what was read, so that it can be done in place.
    private static (int Read, string Sound) SoundAt(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("tsch") || rest.StartsWith("shch"))
            return (4, "ch");
        if (rest.StartsWith("sch"))
            return (3, "sh");
        if (rest.StartsWith("tch"))
            return (3, "ch");
        if (rest.Length > 1)
        {
            var pair = (rest[0], rest[1]) switch
            {
                ('p', 'h') => "f",
                ('c', 'k') => "k",
                ('c', 'h') => "ch",
                ('k', 'h') => "h",
                ('z', 'h') => "sh",
                ('t', 's') or ('t', 'z') => "s",
                ('o', 'u') => "u",
                ('a', 'i') or ('a', 'y') or ('e', 'i') or ('e', 'y') => "i",
                ('q', 'u') => "k",
                _ => null,
            };
            if (pair is not null)
                return (2, pair);
        }
        return (1, rest[0] switch
        {
            'w' => "v",
            'y' or 'j' => "i",
            'q' => "k",
            'z' => "s",
            'c' => rest.Length > 1 && rest[1] is 'e' or 'i' or 'y' ? "s" : "k",
            'x' => "k",
            _ => One(rest[0]),
        });
    }

    private static readonly string[] Singles = Enumerable.Range(0, 128).Select(static c => ((char)c).ToString()).ToArray();

    private static string One(char c) => c < 128 ? Singles[c] : c.ToString();

    private static string[] BuildCyrillic()
    {
        var table = new string[0x460 - 0x430];
        Array.Fill(table, "");
        // U+0430 to U+044F, then U+0450 to U+045F.
        string[] basic =
        [
            "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch",
            "sh", "shch", "", "y", "", "e", "yu", "ya",
        ];
        basic.CopyTo(table, 0);
        foreach (var (letter, latin) in new[] { ('ё', "e"), ('є', "e"), ('і', "i"), ('ї', "i"), ('ј', "j"), ('љ', "lj"), ('њ', "nj"), ('ћ', "c"), ('ў', "u"), ('ђ', "d"), ('џ', "dz") })
            table[letter - '\u0430'] = latin;
        return table;
    }

    // The base letter of every accented Latin one.
    private static char[] BuildFolded()
    {
        var table = new char[0x250];
        for (var c = '\0'; c < table.Length; c++)
        {
            table[c] = c;
            foreach (var part in c.ToString().Normalize(NormalizationForm.FormD))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(part) == UnicodeCategory.NonSpacingMark)
                    continue;
                table[c] = part;
                break;
            }
        }
        foreach (var (letter, latin) in new[] { ('ı', 'i'), ('ø', 'o'), ('ł', 'l'), ('đ', 'd'), ('ð', 'd'), ('ħ', 'h') })
            table[letter] = latin;
        return table;
    }
}
