using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Index;

/// <summary>
/// A free-text query. It has no language: each of its words is looked up as every language stems it and as it is written, with accents
/// and without. Immutable.
/// </summary>
public sealed class TextQuery
{
    /// <summary>Words that are looked up, at most; the rest of a longer query is passed over.</summary>
    public const int MostWords = 32;

    private const int MostWordsOfPlace = 3;
    private const ulong AllLanguages = ulong.MaxValue;

    // Of the score: how the index matches, how many words the headline has as written, size and age of the story.
    private const float MatchShare = 0.8f;
    private const float WrittenShare = 0.15f;
    private const float OrderShare = 1 - MatchShare - WrittenShare;

    // Size and age count half after so many days; a doubling of the articles makes up for two, up to 1,023 of them.
    private const double HalfDays = 10;
    private const double DaysPerDoubling = 2;
    private const double MostDoublings = 10;

    private readonly string[] _written;

    private TextQuery(IReadOnlyList<Word> words, IEnumerable<string> written)
    {
        Words = words;
        _written = [.. written.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>One word: all terms that it can be found by.</summary>
    /// <param name="Written">The word as typed, without accents.</param>
    /// <param name="Titles">Terms of titles, and the languages that a story must have one of.</param>
    /// <param name="Names">Terms of names and places.</param>
    /// <param name="Texts">Terms of texts, as those of titles.</param>
    internal sealed record Word(string Written, IReadOnlyList<(uint Id, ulong Languages)> Titles, IReadOnlyList<uint> Names,
        IReadOnlyList<(uint Id, ulong Languages)> Texts);

    internal IReadOnlyList<Word> Words { get; }

    /// <summary>Reads a query. Words that say nothing in some language ("the", "el") count only if there are no others.</summary>
    /// <param name="text">What somebody typed.</param>
    /// <param name="placeOf">The usual name of a place by any of its names, or null.</param>
    public static TextQuery Read(string text, Func<string, string?> placeOf)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(placeOf);
        var source = Tokenizer.Prepare(text);
        var tokens = new TokenBuffer();
        Tokenizer.Scan(source, MostWords, tokens);
        var places = PlacesIn(source, tokens, placeOf);
        var forms = new WordForms();
        var seen = new HashSet<ulong>();
        var telling = new List<Word>();
        var others = new List<Word>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (seen.Add(tokens[i].Hash))
                (SaysNothing(tokens[i]) ? others : telling).Add(Read(tokens, i, places[i], forms));
        }
        var words = telling.Count > 0 ? telling : others;
        return new TextQuery(words, words.Select(static w => w.Written));
    }

    /// <summary>Score of a story that was found, above 0, at most 1: by its match above all, then by how many of the words its headline
    /// has as they were typed, then by its size and age.</summary>
    /// <param name="match">Its match.</param>
    /// <param name="headline">Its headline.</param>
    /// <param name="articles">Its articles.</param>
    /// <param name="latest">When the latest was published.</param>
    /// <param name="now">The time.</param>
    public float Score(float match, string headline, int articles, DateTimeOffset latest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headline);
        var days = Math.Max(0, (now - latest).TotalDays) + DaysPerDoubling * Math.Max(0, MostDoublings - Math.Log2(1 + articles));
        return MatchShare * match + WrittenShare * WrittenIn(headline) + OrderShare * (float)(1 / (1 + days / HalfDays));
    }

    private float WrittenIn(string headline)
    {
        if (_written.Length == 0)
            return 0;
        var tokens = new TokenBuffer();
        Tokenizer.Scan(Tokenizer.Prepare(headline), MostWords, tokens);
        Span<char> folded = stackalloc char[AnchorForm.MaxLength];
        var found = 0ul;
        for (var i = 0; i < tokens.Count; i++)
        {
            var word = folded[..AnchorForm.Fold(tokens.Word(i), folded)];
            for (var w = 0; w < _written.Length; w++)
            {
                if (word.SequenceEqual(_written[w]))
                    found |= 1ul << w;
            }
        }
        return System.Numerics.BitOperations.PopCount(found) / (float)_written.Length;
    }

    /// <summary>The term of a place, by its usual name.</summary>
    internal static uint PlaceId(string name) => TermExtractor.IdOf(TokenBuffer.HashOf("@" + name.ToLowerInvariant()),
        TermField.NameWord);

    /// <summary>The term of a word of a name, without accents.</summary>
    internal static uint NameId(ReadOnlySpan<char> folded) => TermExtractor.IdOf(TokenBuffer.HashOf(folded), TermField.NameWord);

    private static Word Read(TokenBuffer tokens, int index, List<uint> places, WordForms forms)
    {
        var (titles, texts, names) = (new Dictionary<uint, ulong>(), new Dictionary<uint, ulong>(), new List<uint>(places));
        var stays = tokens[index].Is(WordTraits.Numeric | WordTraits.CharacterPair);
        foreach (var spelling in Spellings(tokens.Word(index).ToString(), forms))
        {
            foreach (var (hash, languages) in forms.Of(spelling, stays, AllLanguages))
            {
                Add(titles, TermExtractor.IdOf(hash, TermField.TitleWord), languages);
                Add(texts, TermExtractor.IdOf(hash, TermField.Word), languages);
            }
            names.Add(NameId(forms.Fold(spelling)));
        }
        return new Word(forms.Fold(tokens.Word(index)).ToString(), [.. titles.Select(static t => (t.Key, t.Value))],
            [.. names.Distinct()],
            [.. texts.Select(static t => (t.Key, t.Value))]);

        static void Add(Dictionary<uint, ulong> terms, uint id, ulong languages) =>
            terms[id] = terms.GetValueOrDefault(id) | languages;
    }

    // As typed; without accents; "ue" for "ü" and the other way round, "aa" for "å": what keyboards without these letters do.
    private static IEnumerable<string> Spellings(string word, WordForms forms)
    {
        yield return word;
        var folded = forms.Fold(word).ToString();
        if (folded != word)
            yield return folded;
        var spelt = word.Replace("ä", "ae", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)
            .Replace("ü", "ue", StringComparison.Ordinal).Replace("ø", "oe", StringComparison.Ordinal)
            .Replace("å", "aa", StringComparison.Ordinal);
        if (spelt != word)
            yield return spelt;
        var joined = word.Replace("ae", "ä", StringComparison.Ordinal).Replace("oe", "ö", StringComparison.Ordinal)
            .Replace("ue", "ü", StringComparison.Ordinal).Replace("aa", "å", StringComparison.Ordinal);
        if (joined != word)
            yield return joined;
    }

    private static bool SaysNothing(in Token token)
    {
        if (token.Length == 1 && !token.Is(WordTraits.CharacterPair | WordTraits.Numeric))
            return true;
        if (token.Is(WordTraits.AllCapitals))
            return false;
        foreach (var (_, words) in StopWords.All)
        {
            if (words.Contains(token.Hash))
                return true;
        }
        return false;
    }

    private static List<uint>[] PlacesIn(ReadOnlySpan<char> source, TokenBuffer tokens, Func<string, string?> placeOf)
    {
        var places = new List<uint>[tokens.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = [];
        for (var first = 0; first < tokens.Count; first++)
        {
            for (var last = first; last < tokens.Count && last < first + MostWordsOfPlace; last++)
            {
                if (placeOf(source[tokens[first].SourceStart..tokens[last].SourceEnd].ToString()) is not { } place)
                    continue;
                for (var i = first; i <= last; i++)
                    places[i].Add(PlaceId(place));
            }
        }
        return places;
    }
}
