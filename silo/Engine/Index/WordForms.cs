using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Index;

/// <summary>The forms under which a word can have been indexed: stemmed as each language stems, as written, with accents and without.
/// Reused; not thread-safe.</summary>
internal sealed class WordForms
{
    private static readonly (string Code, ulong Bits)[] Stemmed = [.. Stemming.Languages.Select(static l => (l, BitsOf(l)))];
    private static readonly ulong Unstemmed = ~Stemmed.Aggregate(0ul, static (bits, l) => bits | l.Bits);

    private readonly char[] _stem = new char[AnchorForm.MaxLength];
    private readonly char[] _folded = new char[AnchorForm.MaxLength];

    /// <summary>Takes a form of a word.</summary>
    /// <param name="hash">Hash of the form.</param>
    /// <param name="languages">One bit for each language, by its number, whose words have it.</param>
    /// <param name="isFolded">Whether it is the form without accents of one that has some.</param>
    public delegate void Taker(ulong hash, ulong languages, bool isFolded);

    /// <summary>Gives the forms of a word in some languages, each once or several times.</summary>
    /// <param name="word">A lower-case word.</param>
    /// <param name="stays">Whether no language stems it: a number, or a pair of characters.</param>
    /// <param name="languages">One bit for each language.</param>
    /// <param name="take">Takes them.</param>
    public void Each(ReadOnlySpan<char> word, bool stays, ulong languages, Taker take)
    {
        if (stays || word.Length < Stemming.MinLength)
        {
            Give(word, languages, take);
            return;
        }
        foreach (var (code, bits) in Stemmed)
        {
            if ((languages & bits) == 0)
                continue;
            word.CopyTo(_stem);
            Give(_stem.AsSpan(0, Stemming.Stem(code, _stem, word.Length)), bits, take);
        }
        if ((languages & Unstemmed) != 0)
            Give(word, Unstemmed, take);
    }

    /// <summary>A word without accents, in Latin letters; the same word if it has none. Good until the next call.</summary>
    public ReadOnlySpan<char> Fold(ReadOnlySpan<char> word) =>
        Ascii(word) ? word : _folded.AsSpan(0, AnchorForm.Fold(word, _folded));

    private void Give(ReadOnlySpan<char> form, ulong languages, Taker take)
    {
        take(TokenBuffer.HashOf(form), languages, false);
        var folded = Fold(form);
        if (!folded.SequenceEqual(form))
            take(TokenBuffer.HashOf(folded), languages, true);
    }

    private static bool Ascii(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('\0', '\x7f');

    // Texts of unknown language are stemmed as English.
    private static ulong BitsOf(string language) => 1ul << Languages.NumberOf(language) | (language == "en" ? 1ul << Languages.Unknown : 0);
}
