using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Sentences of a story by their terms: finds those of other articles that say much the same. A sentence costs the same whatever the
/// story's size: only its rarest terms are looked up, within a budget of postings. Not thread-safe.
/// </summary>
internal sealed class SentenceIndex(FrameOptions options)
{
    private const int MostPostings = 400;
    private const int MostNeighbours = 48;

    private readonly Dictionary<uint, List<FrameSentence>> _postings = [];
    private readonly List<FrameSentence?> _slots = [];
    private readonly Stack<int> _free = new();
    private readonly List<(int Length, int Term)> _order = [];
    private readonly List<FrameSentence> _found = [];
    private int[] _seen = new int[256];
    private int _round;

    /// <summary>Sentences.</summary>
    public int Count => _slots.Count - _free.Count;

    /// <summary>Sentences, in no order.</summary>
    public IEnumerable<FrameSentence> All => _slots.OfType<FrameSentence>();

    /// <summary>Takes a sentence in and connects it with those that resemble it.</summary>
    public void Add(FrameSentence sentence)
    {
        foreach (var other in Near(sentence, MostPostings))
        {
            var similarity = FrameSentence.Similarity(sentence, other);
            if (similarity < options.LeastLikeness)
                continue;
            Connect(sentence, other, similarity);
            Connect(other, sentence, similarity);
        }
        sentence.Slot = _free.TryPop(out var free) ? free : _slots.Count;
        if (sentence.Slot == _slots.Count)
            _slots.Add(sentence);
        else
            _slots[sentence.Slot] = sentence;
        foreach (var id in sentence.Ids)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, id, out _);
            (list ??= new List<FrameSentence>(1)).Add(sentence);
        }
    }

    /// <summary>Takes a sentence out. Others that were connected with it let go of it when they are read.</summary>
    public void Remove(FrameSentence sentence)
    {
        foreach (var id in sentence.Ids)
        {
            var list = _postings[id];
            list.Remove(sentence);
            if (list.Count == 0)
                _postings.Remove(id);
        }
        sentence.Neighbours = null;
        _slots[sentence.Slot] = null;
        _free.Push(sentence.Slot);
        sentence.Slot = -1;
    }

    /// <summary>All sentences of other articles that have a term in common: for the few that are shown.</summary>
    public List<FrameSentence> Sharing(FrameSentence sentence) => Near(sentence, int.MaxValue);

    /// <summary>Sentences in which a term occurs.</summary>
    public IReadOnlyList<FrameSentence> With(uint term) => _postings.TryGetValue(term, out var list) ? list : [];

    /// <summary>Sentences of other articles with one of its rarest terms in common. Valid until the next call.</summary>
    public List<FrameSentence> Near(FrameSentence sentence, int mostPostings = MostPostings)
    {
        _found.Clear();
        _order.Clear();
        if (_seen.Length < _slots.Count)
            Array.Resize(ref _seen, 2 * _slots.Count);
        _round++;
        for (var i = 0; i < sentence.Ids.Length; i++)
        {
            if (_postings.TryGetValue(sentence.Ids[i], out var list))
                _order.Add((list.Count, i));
        }
        _order.Sort();
        var read = 0;
        foreach (var (length, term) in _order)
        {
            // The rarest is read whatever its length, up to the budget: its newest sentences.
            if (read > 0 && length > mostPostings - read)
                break;
            var list = _postings[sentence.Ids[term]];
            for (var i = list.Count - 1; i >= 0 && read < mostPostings; i--, read++)
            {
                var other = list[i];
                if (other.Article == sentence.Article || _seen[other.Slot] == _round)
                    continue;
                _seen[other.Slot] = _round;
                _found.Add(other);
            }
        }
        return _found;
    }

    private static void Connect(FrameSentence from, FrameSentence to, float similarity)
    {
        var list = from.Neighbours ??= new List<Likeness>(4);
        if (list.Count < MostNeighbours)
        {
            list.Add(new Likeness(to, similarity));
            return;
        }
        var least = 0;
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Other.Slot < 0)
            {
                list[i] = new Likeness(to, similarity);
                return;
            }
            if (list[i].Similarity < list[least].Similarity)
                least = i;
        }
        if (list[least].Similarity < similarity)
            list[least] = new Likeness(to, similarity);
    }
}
