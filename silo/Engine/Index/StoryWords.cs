using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Index;

/// <summary>
/// The terms that a story is found by in free-text search beside those of its articles' texts: the words of its titles, and what its
/// names and places need. Articles never look these terms up, so they change no decision. Reused; not thread-safe.
/// </summary>
/// <remarks>
/// Kept small: a name's word is left out if the text's terms have it already, and a form without accents is there only where accents are.
/// </remarks>
internal sealed class StoryWords
{
    private const int MostHeadlineWords = 24;
    private const int MostWords = 48;

    private readonly TokenBuffer _tokens = new();
    private readonly WordForms _forms = new();
    private readonly List<uint> _words = [];

    /// <summary>The terms of a story, sorted.</summary>
    /// <param name="story">The story.</param>
    /// <param name="headline">Its headline.</param>
    /// <param name="names">Its names.</param>
    /// <param name="places">The usual names of its places.</param>
    /// <param name="titles">The commonest title words of its articles.</param>
    public uint[] Of(StoryEntry story, string headline, IReadOnlyList<string> names, IReadOnlyList<string> places,
        ReadOnlySpan<uint> titles)
    {
        _words.Clear();
        Scan(headline, MostHeadlineWords);
        for (var i = 0; i < _tokens.Count; i++)
        {
            ref readonly var token = ref _tokens[i];
            if (token.Length == 1 && !Stays(token))
                continue;
            foreach (var (hash, _) in _forms.Of(_tokens.Word(i), Stays(token), story.Languages))
                Add(TermExtractor.IdOf(hash, TermField.TitleWord));
        }
        foreach (var id in titles)
        {
            if (_words.Count < MostHeadlineWords)
                Add(id);
        }
        foreach (var place in places)
            Add(TextQuery.PlaceId(place));
        foreach (var name in names)
        {
            Scan(name, MostHeadlineWords);
            for (var i = 0; i < _tokens.Count && _words.Count < MostWords; i++)
            {
                var word = _tokens.Word(i);
                var folded = _forms.Fold(word);
                var (id, isPlain) = (TextQuery.NameId(folded), folded.SequenceEqual(word));
                if (!isPlain || !IsFound(story, i))
                    Add(id);
            }
        }
        _words.Sort();
        return [.. _words];
    }

    // They are few: looking through them costs less than keeping them in order.
    private void Add(uint id)
    {
        if (!_words.Contains(id))
            _words.Add(id);
    }

    private bool IsFound(StoryEntry story, int index)
    {
        foreach (var (hash, _) in _forms.Of(_tokens.Word(index), Stays(_tokens[index]), story.Languages))
        {
            if (_words.Contains(TermExtractor.IdOf(hash, TermField.TitleWord))
                || Array.BinarySearch(story.Terms, TermExtractor.IdOf(hash, TermField.Word)) >= 0)
                return true;
        }
        return false;
    }

    private void Scan(string text, int most)
    {
        _tokens.Clear();
        Tokenizer.Scan(Tokenizer.Prepare(text), most, _tokens);
    }

    private static bool Stays(in Token token) => token.Is(WordTraits.Numeric | WordTraits.CharacterPair);
}
