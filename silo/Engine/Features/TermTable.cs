namespace StoryClustering.Engine.Features;

/// <summary>
/// Counts terms in the order in which they are first seen. Emptying it costs nothing, so one table serves article after
/// article. Not thread-safe.
/// </summary>
internal sealed class TermTable
{
    private const uint Golden = 0x9E3779B1;

    private int[] _slots = new int[4096];
    private int[] _generations = new int[4096];
    private uint[] _ids = new uint[1024];
    private int[] _counts = new int[1024];
    private int _generation = 1;
    private int _shift = 20;

    public int Count { get; private set; }

    public uint Id(int index) => _ids[index];

    public int Frequency(int index) => _counts[index];

    public void Clear()
    {
        Count = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_generations);
            _generation = 1;
        }
    }

    public void Add(uint id, int times = 1)
    {
        var slot = (int)(id * Golden >> _shift);
        while (_generations[slot] == _generation)
        {
            var index = _slots[slot];
            if (_ids[index] == id)
            {
                _counts[index] += times;
                return;
            }
            slot = (slot + 1) & (_slots.Length - 1);
        }
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, Count * 2);
            Array.Resize(ref _counts, Count * 2);
        }
        _ids[Count] = id;
        _counts[Count] = times;
        _slots[slot] = Count++;
        _generations[slot] = _generation;
        if (Count * 2 > _slots.Length)
            Grow();
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        _generations = new int[_slots.Length];
        _generation = 1;
        _shift--;
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)(_ids[i] * Golden >> _shift);
            while (_generations[slot] == _generation)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = i;
            _generations[slot] = _generation;
        }
    }
}
