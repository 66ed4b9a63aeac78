using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Index;

/// <summary>Term -> slots of the stories that can be found by it. Not thread-safe.</summary>
/// <remarks>
/// A table of eight bytes an entry, open addressing, at most two thirds full: a partition knows millions of terms, and looking one
/// up costs one miss of the cache. Most terms have one story: its slot stands in the entry itself.
/// What is added before the first lookup is only put down, then sorted into the order of the table and written from its one end to the
/// other: an index that is loaded has millions of entries, and would miss the cache for each.
/// </remarks>
internal sealed class TermPostings(int expected = 0)
{
    private const int Empty = int.MinValue;
    private const int FirstBits = 10;
    private const uint Golden = 0x9E3779B1;
    private const uint GoldenInverse = 0x0E8B2F51; // Golden * GoldenInverse = 1 modulo 2^32

    // Value: Empty; or the slot of the only story; or the complement of a place in _shared.
    private struct Entry
    {
        public uint Term;
        public int Value;
    }

    private struct Shared
    {
        public int[] Slots;
        public int Count;
    }

    private Entry[] _table = NewTable(FirstBits);
    private int _shift = 32 - FirstBits;
    private Shared[] _shared = new Shared[64];
    private int _sharedUsed;
    private readonly Stack<int> _sharedFree = new();
    private int _terms;

    // Put down until the first lookup, null from then on: hash of the term in the upper half, slot in the lower.
    private ulong[]? _unsorted = new ulong[Math.Max(expected, 1 << FirstBits)];
    private int _unsortedCount;

    /// <summary>Terms that at least one story can be found by.</summary>
    public int TermCount
    {
        get
        {
            Settle();
            return _terms;
        }
    }

    /// <summary>Slots of the stories, each once, in no order. Good until the next change.</summary>
    public ReadOnlySpan<int> SlotsOf(uint term)
    {
        Settle();
        ref var entry = ref _table[Find(term)];
        if (entry.Value >= 0)
            return MemoryMarshal.CreateReadOnlySpan(ref entry.Value, 1);
        return entry.Value == Empty ? default : _shared[~entry.Value].Slots.AsSpan(0, _shared[~entry.Value].Count);
    }

    public void Add(uint term, int slot)
    {
        if (_unsorted is not null)
        {
            if (_unsortedCount == _unsorted.Length)
                Array.Resize(ref _unsorted, 2 * _unsortedCount);
            _unsorted[_unsortedCount++] = (ulong)(term * Golden) << 32 | (uint)slot;
            return;
        }
        ref var entry = ref _table[Find(term)];
        if (entry.Value == Empty)
        {
            (entry.Term, entry.Value) = (term, slot);
            _terms++;
            if (3L * _terms > 2L * _table.Length)
                Grow();
            return;
        }
        if (entry.Value >= 0)
            entry.Value = ~Share([entry.Value, 0], 1);
        ref var shared = ref _shared[~entry.Value];
        if (shared.Count == shared.Slots.Length)
            Array.Resize(ref shared.Slots, shared.Count * 2);
        shared.Slots[shared.Count++] = slot;
    }

    public void Remove(uint term, int slot)
    {
        Settle();
        var at = Find(term);
        ref var entry = ref _table[at];
        if (entry.Value >= 0)
        {
            if (entry.Value == slot)
                Vacate(at);
            return;
        }
        if (entry.Value == Empty)
            return;
        ref var shared = ref _shared[~entry.Value];
        var index = shared.Slots.AsSpan(0, shared.Count).IndexOf(slot);
        if (index < 0)
            return;
        shared.Slots[index] = shared.Slots[--shared.Count];
        if (shared.Count == 1)
        {
            var only = shared.Slots[0];
            shared = default;
            _sharedFree.Push(~entry.Value);
            entry.Value = only;
        }
        else if (shared.Count * 4 < shared.Slots.Length && shared.Slots.Length > 8)
        {
            Array.Resize(ref shared.Slots, shared.Slots.Length / 2);
        }
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

    /// <summary>Sorts what was put down into the table, once; does nothing from then on. The first lookup does it by itself.</summary>
    public void Settle()
    {
        if (_unsorted is not { } unsorted)
            return;
        _unsorted = null;
        var entries = SortByHash(unsorted, _unsortedCount);
        for (var i = 0; i < entries.Length; i++)
        {
            if (i == 0 || (uint)(entries[i] >> 32) != (uint)(entries[i - 1] >> 32))
                _terms++;
        }
        while (3L * _terms > 2L << (32 - _shift))
            _shift--;
        if (_table.Length != 1 << (32 - _shift))
            _table = NewTable(32 - _shift);
        for (var i = 0; i < entries.Length;)
        {
            var hash = (uint)(entries[i] >> 32);
            var end = i + 1;
            while (end < entries.Length && (uint)(entries[end] >> 32) == hash)
                end++;
            var value = (int)(uint)entries[i];
            if (end - i > 1)
            {
                var slots = new int[end - i];
                for (var j = 0; j < slots.Length; j++)
                    slots[j] = (int)(uint)entries[i + j];
                value = ~Share(slots, slots.Length);
            }
            var at = (int)(hash >> _shift);
            while (_table[at].Value != Empty)
                at = (at + 1) & (_table.Length - 1);
            _table[at] = new Entry { Term = hash * GoldenInverse, Value = value };
            i = end;
        }
    }

    // Least significant byte first; slots keep their order. The hash is one to one, so the order is that of the table.
    private static ReadOnlySpan<ulong> SortByHash(ulong[] entries, int count)
    {
        var (from, to) = (entries, new ulong[count]);
        Span<int> starts = stackalloc int[256];
        for (var shift = 32; shift < 64; shift += 8)
        {
            starts.Clear();
            foreach (var entry in from.AsSpan(0, count))
                starts[(byte)(entry >> shift)]++;
            var start = 0;
            foreach (ref var place in starts)
                (place, start) = (start, start + place);
            foreach (var entry in from.AsSpan(0, count))
                to[starts[(byte)(entry >> shift)]++] = entry;
            (from, to) = (to, from);
        }
        return from.AsSpan(0, count);
    }

    private static Entry[] NewTable(int bits)
    {
        var table = new Entry[1 << bits];
        table.AsSpan().Fill(new Entry { Value = Empty });
        return table;
    }

    private int HomeOf(uint term) => (int)(term * Golden >> _shift);

    // Where the term is, or where it would go.
    private int Find(uint term)
    {
        var table = _table;
        var at = HomeOf(term);
        while (table[at].Value != Empty && table[at].Term != term)
            at = (at + 1) & (table.Length - 1);
        return at;
    }

    private int Share(int[] slots, int count)
    {
        if (!_sharedFree.TryPop(out var place))
        {
            place = _sharedUsed++;
            if (place == _shared.Length)
                Array.Resize(ref _shared, 2 * place);
        }
        _shared[place] = new Shared { Slots = slots, Count = count };
        return place;
    }

    // Entries behind the gap move up, unless they would come to stand before their home: a search ends at the first empty entry.
    private void Vacate(int at)
    {
        _terms--;
        var mask = _table.Length - 1;
        for (var next = (at + 1) & mask; _table[next].Value != Empty; next = (next + 1) & mask)
        {
            if (((next - HomeOf(_table[next].Term)) & mask) < ((next - at) & mask))
                continue;
            _table[at] = _table[next];
            at = next;
        }
        _table[at].Value = Empty;
    }

    private void Grow()
    {
        var before = _table;
        _shift--;
        _table = NewTable(32 - _shift);
        foreach (var entry in before)
        {
            if (entry.Value != Empty)
                _table[Find(entry.Term)] = entry;
        }
    }
}
