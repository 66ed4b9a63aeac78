using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Index;

/// <summary>Term -> slots of the stories that can be found by it. Not thread-safe.</summary>
internal sealed class TermPostings
{
    private sealed class Posting
    {
        public int[] Slots = new int[2];
        public int Count;
    }

    private readonly Dictionary<uint, Posting> _postings = [];

    public int TermCount => _postings.Count;

    public ReadOnlySpan<int> SlotsOf(uint term) =>
        _postings.TryGetValue(term, out var posting) ? posting.Slots.AsSpan(0, posting.Count) : default;

    public void Add(uint term, int slot)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, term, out _);
        posting ??= new Posting();
        if (posting.Count == posting.Slots.Length)
            Array.Resize(ref posting.Slots, posting.Count * 2);
        posting.Slots[posting.Count++] = slot;
    }

    public void Remove(uint term, int slot)
    {
        if (!_postings.TryGetValue(term, out var posting))
            return;
        var at = posting.Slots.AsSpan(0, posting.Count).IndexOf(slot);
        if (at < 0)
            return;
        posting.Slots[at] = posting.Slots[--posting.Count];
        if (posting.Count == 0)
            _postings.Remove(term);
        else if (posting.Count * 4 < posting.Slots.Length && posting.Slots.Length > 8)
            Array.Resize(ref posting.Slots, posting.Slots.Length / 2);
    }

    /// <summary>Makes a story findable by <paramref name="after"/> instead of <paramref name="before"/>, both sorted.</summary>
    public void Replace(ReadOnlySpan<uint> before, ReadOnlySpan<uint> after, int slot)
    {
        int i = 0, j = 0;
        while (i < before.Length || j < after.Length)
        {
            if (j == after.Length || (i < before.Length && before[i] < after[j]))
            {
                Remove(before[i++], slot);
            }
            else if (i == before.Length || after[j] < before[i])
            {
                Add(after[j++], slot);
            }
            else
            {
                i++;
                j++;
            }
        }
    }
}
