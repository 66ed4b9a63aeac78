using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Index;

/// <summary>Term -> slots of the stories that can be found by it. Not thread-safe.</summary>
internal sealed class TermPostings
{
    // Most terms have one story: that is kept in place, without an array.
    private struct Posting
    {
        public int[]? Slots;
        public int Count;
        public int Only;
    }

    private readonly Dictionary<uint, Posting> _postings = [];

    public int TermCount => _postings.Count;

    /// <summary>Slots of the stories, each once, in no order. Good until the next change.</summary>
    public ReadOnlySpan<int> SlotsOf(uint term)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, term);
        if (Unsafe.IsNullRef(ref posting))
            return default;
        return posting.Slots is { } slots ? slots.AsSpan(0, posting.Count) : MemoryMarshal.CreateReadOnlySpan(ref posting.Only, 1);
    }

    public void Add(uint term, int slot)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, term, out var exists);
        if (!exists)
        {
            posting.Only = slot;
            posting.Count = 1;
            return;
        }
        if (posting.Slots is null)
            posting.Slots = [posting.Only, 0];
        else if (posting.Count == posting.Slots.Length)
            Array.Resize(ref posting.Slots, posting.Count * 2);
        posting.Slots[posting.Count++] = slot;
    }

    public void Remove(uint term, int slot)
    {
        ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, term);
        if (Unsafe.IsNullRef(ref posting))
            return;
        if (posting.Slots is not { } slots)
        {
            if (posting.Only == slot)
                _postings.Remove(term);
            return;
        }
        var at = slots.AsSpan(0, posting.Count).IndexOf(slot);
        if (at < 0)
            return;
        slots[at] = slots[--posting.Count];
        if (posting.Count == 1)
            (posting.Only, posting.Slots) = (slots[0], null);
        else if (posting.Count * 4 < slots.Length && slots.Length > 8)
            Array.Resize(ref posting.Slots, slots.Length / 2);
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
