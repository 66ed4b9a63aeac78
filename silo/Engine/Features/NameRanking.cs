using System.Runtime.InteropServices;
using System.Text;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Features;

/// <summary>
/// Picks the names that an article is about from its runs of capitalised words. "Merkel" after "Angela Merkel" counts for the
/// longer form. Reuses its buffers; not thread-safe.
/// </summary>
internal sealed class NameRanking
{
    private const int MaxNames = 10;

    private struct Name
    {
        public int First;
        public int Last;
        public float Strength;
    }

    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly Dictionary<ulong, int> _longerByWord = [];
    private readonly StringBuilder _display = new();
    private Name[] _names = new Name[256];
    private int _count;

    public IReadOnlyList<string> Strongest(TermExtractor article, ReadOnlySpan<char> title, ReadOnlySpan<char> text)
    {
        if (article.Runs.Count == 0)
            return [];
        _byHash.Clear();
        _longerByWord.Clear();
        _count = 0;
        var words = article.Words;
        foreach (var (first, last) in article.Runs)
        {
            if (last == first)
                continue;
            var index = Count(article, first, last);
            for (var i = first; i <= last; i++)
                _longerByWord.TryAdd(words[i].Hash, index);
        }
        foreach (var (first, last) in article.Runs)
        {
            if (last > first)
                continue;
            if (_longerByWord.TryGetValue(words[first].Hash, out var longer))
                _names[longer].Strength += StrengthOf(article, first);
            else
                Count(article, first, last);
        }
        var names = _names.AsSpan(0, _count);
        names.Sort(static (a, b) => a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength) : a.First.CompareTo(b.First));
        var strongest = new string[Math.Min(MaxNames, _count)];
        for (var i = 0; i < strongest.Length; i++)
            strongest[i] = Display(words, names[i], names[i].First < article.TitleWords ? title : text);
        return strongest;
    }

    private int Count(TermExtractor article, int first, int last)
    {
        var hash = 0ul;
        for (var i = first; i <= last; i++)
            hash = hash * 0x9E3779B97F4A7C15ul + article.Words[i].Hash;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_byHash, hash, out var known);
        if (!known)
        {
            if (_count == _names.Length)
                Array.Resize(ref _names, _count * 2);
            index = _count;
            // A name of several words names one thing more surely than a single capital.
            _names[_count++] = new Name { First = first, Last = last, Strength = 0.5f * (last - first) };
        }
        _names[index].Strength += StrengthOf(article, first);
        return index;
    }

    private static float StrengthOf(TermExtractor article, int first) => first < article.TitleWords ? 2 : 1;

    // As written, but on one line with single spaces.
    private string Display(TokenBuffer words, in Name name, ReadOnlySpan<char> source)
    {
        _display.Clear();
        for (var i = name.First; i <= name.Last; i++)
        {
            if (i > name.First)
                _display.Append(source[words[i].SourceStart - 1] == '-' ? '-' : ' ');
            _display.Append(source[words[i].SourceStart..words[i].SourceEnd]);
        }
        return Reading.Markup.Shown(_display.ToString());
    }
}
