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
    private readonly List<(ulong Hash, ulong Languages)> _forms = [];

    /// <summary>The forms of a word in some languages, by hash, each once or several times, with the languages whose words have it. Good
    /// until the next call.</summary>
    /// <param name="word">A lower-case word.</param>
    /// <param name="stays">Whether no language stems it: a number, or a pair of characters.</param>
    /// <param name="languages">One bit for each language, by its number.</param>
    public List<(ulong Hash, ulong Languages)> Of(ReadOnlySpan<char> word, bool stays, ulong languages)
    {
        _forms.Clear();
        if (stays || word.Length < Stemming.MinLength)
        {
            Give(word, languages);
            return _forms;
        }
        foreach (var (code, bits) in Stemmed)
        {
            if ((languages & bits) == 0)
                continue;
            word.CopyTo(_stem);
            Give(_stem.AsSpan(0, Stemming.Stem(code, _stem, word.Length)), bits);
        }
        if ((languages & Unstemmed) != 0)
            Give(word, Unstemmed);
        return _forms;
    }

    /// <summary>A word without accents, in Latin letters; the same word if it has none. Good until the next call.</summary>
    public ReadOnlySpan<char> Fold(ReadOnlySpan<char> word) =>
        Ascii(word) ? word : _folded.AsSpan(0, AnchorForm.Fold(word, _folded));

    private void Give(ReadOnlySpan<char> form, ulong languages)
    {
        _forms.Add((TokenBuffer.HashOf(form), languages));
        var folded = Fold(form);
        if (!folded.SequenceEqual(form))
            _forms.Add((TokenBuffer.HashOf(folded), languages));
    }

    private static bool Ascii(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('\0', '\x7f');

    // Texts of unknown language are stemmed as English.
    private static ulong BitsOf(string language) => 1ul << Languages.NumberOf(language) | (language == "en"
        ? 1ul << Languages.Unknown : 0);
}
