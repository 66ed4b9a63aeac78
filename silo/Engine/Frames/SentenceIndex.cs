using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Sentences of a story by their words: finds those of other articles that say much the same. A sentence costs the same whatever the
/// story's size: its rarest words are looked up, within a budget of postings. Not thread-safe.
/// </summary>
/// <remarks>Pairs of words are compared but not looked up: most occur once, and would take most of the memory.</remarks>
internal sealed class SentenceIndex(FrameOptions options)
{
    private const int MostPostings = 600;
    private const int MostCompared = 48;
    private const int MostNeighbours = 32;
    private const float LeastCompared = 0.12f;
    private const int Classes = 128;

    private readonly record struct Posting(int Slot, float Weight);

    private readonly Dictionary<uint, List<Posting>> _postings = [];
    private readonly List<FrameSentence?> _slots = [];
    private readonly Stack<int> _free = new();
    private readonly List<(int Length, int Term)> _order = [];
    private readonly List<int> _touched = [];
    private readonly List<Likeness> _found = [];
    private float[] _sums = new float[256];

    /// <summary>Sentences.</summary>
    public int Count => _slots.Count - _free.Count;

    /// <summary>Sentences, in no order.</summary>
    public IEnumerable<FrameSentence> All => _slots.OfType<FrameSentence>();

    /// <summary>Takes a sentence in and connects it with those that resemble it.</summary>
    public void Add(FrameSentence sentence)
    {
        foreach (var (other, similarity) in Near(sentence))
        {
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
        for (var i = 0; i < sentence.Ids.Length; i++)
        {
            if (!SentenceReader.IsWord(sentence.Ids[i]))
                continue;
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, sentence.Ids[i], out _);
            (list ??= new List<Posting>(1)).Add(new Posting(sentence.Slot, sentence.Weights[i]));
        }
    }

    /// <summary>Takes a sentence out. Others that were connected with it let go of it when they are read.</summary>
    public void Remove(FrameSentence sentence)
    {
        foreach (var id in sentence.Ids)
        {
            if (!SentenceReader.IsWord(id))
                continue;
            var list = _postings[id];
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i].Slot != sentence.Slot)
                    continue;
                list.RemoveAt(i);
                break;
            }
            if (list.Count == 0)
                _postings.Remove(id);
        }
        sentence.Neighbours = null;
        _slots[sentence.Slot] = null;
        _free.Push(sentence.Slot);
        sentence.Slot = -1;
    }

    /// <summary>Sentences of other articles with one of its rarest terms in common, those that resemble it most. Valid until the next call.</summary>
    public List<Likeness> Near(FrameSentence sentence)
    {
        Sum(sentence, MostPostings);
        if (_found.Count > MostCompared)
            KeepBest();
        Compare(sentence, 0);
        return _found;
    }

    /// <summary>All sentences of other articles that have a word in common, in no order; the similarity of those that have little in common is
    /// without pairs. Valid until the next call.</summary>
    public List<Likeness> Sharing(FrameSentence sentence)
    {
        Sum(sentence, int.MaxValue);
        Compare(sentence, LeastCompared);
        return _found;
    }

    /// <summary>Whether a word occurs in a counted article of another origin.</summary>
    public bool IsElsewhere(uint term, int origin)
    {
        if (!_postings.TryGetValue(term, out var list))
            return false;
        foreach (var posting in list)
        {
            var article = _slots[posting.Slot]!.Article;
            if (article.Standing is not null && article.Origin != origin)
                return true;
        }
        return false;
    }

    // Adds up the products of weights, word by word, the rarest first.
    private void Sum(FrameSentence sentence, int mostPostings)
    {
        _found.Clear();
        _order.Clear();
        _touched.Clear();
        if (_sums.Length < _slots.Count)
            Array.Resize(ref _sums, 2 * _slots.Count);
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
            var list = CollectionsMarshal.AsSpan(_postings[sentence.Ids[term]]);
            var weight = sentence.Weights[term];
            var last = Math.Max(0, list.Length - (mostPostings - read));
            for (var i = list.Length - 1; i >= last; i--)
            {
                ref var sum = ref _sums[list[i].Slot];
                if (sum == 0)
                    _touched.Add(list[i].Slot);
                sum += weight * list[i].Weight;
            }
            read += list.Length - last;
        }
        foreach (var slot in _touched)
        {
            var other = _slots[slot]!;
            if (other.Article != sentence.Article)
                _found.Add(new Likeness(other, Math.Min(1, _sums[slot])));
            _sums[slot] = 0;
        }
    }

    // About as many of the best as are compared: by classes of similarity, which is cheaper than to sort them.
    private void KeepBest()
    {
        Span<int> classes = stackalloc int[Classes];
        foreach (var (_, similarity) in _found)
            classes[ClassOf(similarity)]++;
        var (lowest, kept) = (Classes - 1, classes[Classes - 1]);
        while (lowest > 0 && kept + classes[lowest - 1] <= MostCompared)
            kept += classes[--lowest];
        // A class that is too large alone: the newest of it.
        var room = kept == 0 ? MostCompared : kept;
        if (kept == 0)
        {
            while (classes[lowest] == 0)
                lowest--;
        }
        _found.RemoveAll(likeness => ClassOf(likeness.Similarity) < lowest || --room < 0);
    }

    private static int ClassOf(float similarity) => Math.Min(Classes - 1, (int)(similarity * Classes));

    private void Compare(FrameSentence sentence, float least)
    {
        for (var i = 0; i < _found.Count; i++)
        {
            if (_found[i].Similarity >= least)
                _found[i] = new Likeness(_found[i].Other, FrameSentence.Similarity(sentence, _found[i].Other));
        }
    }

    private static void Connect(FrameSentence from, FrameSentence to, float similarity)
    {
        var list = from.Neighbours ??= new List<Likeness>(4);
        if (list.Count < MostNeighbours)
        {
            list.Add(new Likeness(to, similarity));
            from.LeastNeighbour = list.Count == 1 ? similarity : Math.Min(from.LeastNeighbour, similarity);
            return;
        }
        if (similarity <= from.LeastNeighbour)
            return;
        // The one to go, and what will be the least then.
        var (going, value, next) = (0, float.MaxValue, float.MaxValue);
        for (var i = 0; i < list.Count; i++)
        {
            var of = list[i].Other.Slot < 0 ? -1 : list[i].Similarity;
            if (of < value)
                (going, value, next) = (i, of, value);
            else if (of < next)
                next = of;
        }
        list[going] = new Likeness(to, similarity);
        from.LeastNeighbour = Math.Min(similarity, next);
    }
}
