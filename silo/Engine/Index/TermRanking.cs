using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>Picks the strongest terms of an article or a story for the lookup. Reuses its buffers; not thread-safe.</summary>
internal sealed class TermRanking
{
    private const uint Golden = 0x9E3779B1;

    private uint[] _keys = new uint[8192];
    private float[] _sums = new float[8192];
    private int _shift = 19;
    private readonly List<int> _slots = [];
    private ulong[] _ranked = new ulong[1024];
    private int _count;

    /// <summary>The lookup goes by words and word pairs; the other blocks say the same in other forms.</summary>
    private static bool IsLookedUp(uint id) => ArticleVector.FieldOf(id) is TermField.Word or TermField.Pair;

    private static bool IsAnchor(uint id) => ArticleVector.FieldOf(id) == TermField.Anchor;

    /// <summary>The <paramref name="limit"/> heaviest terms, sorted by id. Of equal weights the smaller id is taken.</summary>
    public ReadOnlySpan<uint> Strongest(ArticleVector vector, int limit, Span<uint> into)
    {
        _count = 0;
        var ids = vector.Ids;
        for (var i = 0; i < ids.Length; i++)
        {
            if (IsLookedUp(ids[i]))
                Rank(ids[i], vector.WeightAt(i));
        }
        return Take(limit, into);
    }

    /// <summary>All anchors of an article, sorted by id.</summary>
    public static ReadOnlySpan<uint> Anchors(ArticleVector vector, Span<uint> into)
    {
        var count = 0;
        foreach (var id in vector.Ids)
        {
            if (IsAnchor(id) && count < into.Length)
                into[count++] = id;
        }
        return into[..count];
    }

    /// <summary>The heaviest anchors of the sum of a story's members, sorted by id.</summary>
    public ReadOnlySpan<uint> StrongestAnchors(List<Member> members, int limit, Span<uint> into)
    {
        foreach (var member in members)
        {
            var ids = member.Vector.Ids;
            for (var i = 0; i < ids.Length; i++)
            {
                if (IsAnchor(ids[i]))
                    Accumulate(ids[i], member.Vector.WeightAt(i));
            }
        }
        return TakeAccumulated(limit, into);
    }

    /// <summary>The words that occur in the titles of most members, sorted by id.</summary>
    public ReadOnlySpan<uint> CommonestTitleWords(List<Member> members, int limit, Span<uint> into)
    {
        foreach (var member in members)
        {
            foreach (var id in member.Vector.Ids)
            {
                if (ArticleVector.FieldOf(id) == TermField.TitleWord)
                    Accumulate(id, 1);
            }
        }
        return TakeAccumulated(limit, into);
    }

    /// <summary>The buckets into which most of some embeddings fall, sorted.</summary>
    public ReadOnlySpan<uint> CommonestBuckets(List<EmbeddingSignature> signatures, int limit, Span<uint> into)
    {
        Span<uint> buckets = stackalloc uint[EmbeddingSignature.Tables];
        foreach (var signature in signatures)
        {
            signature.Buckets(buckets);
            foreach (var bucket in buckets)
                Accumulate(bucket, 1);
        }
        return TakeAccumulated(limit, into);
    }

    /// <summary>The heaviest terms of the sum of a story's members.</summary>
    public ReadOnlySpan<uint> Strongest(List<Member> members, int limit, Span<uint> into)
    {
        if (members.Count == 1)
            return Strongest(members[0].Vector, limit, into);
        var total = 0;
        foreach (var member in members)
            total += member.Vector.Count;
        Reserve(total);
        foreach (var member in members)
        {
            var ids = member.Vector.Ids;
            for (var i = 0; i < ids.Length; i++)
            {
                if (IsLookedUp(ids[i]))
                    Accumulate(ids[i], member.Vector.WeightAt(i));
            }
        }
        return TakeAccumulated(limit, into);
    }

    private ReadOnlySpan<uint> TakeAccumulated(int limit, Span<uint> into)
    {
        _count = 0;
        foreach (var slot in _slots)
        {
            Rank(_keys[slot], _sums[slot]);
            _sums[slot] = 0;
        }
        _slots.Clear();
        return Take(limit, into);
    }

    // A positive float's bits rise with its value, so weight and id fit one sortable number.
    private void Rank(uint id, float weight)
    {
        if (_count == _ranked.Length)
            Array.Resize(ref _ranked, _count * 2);
        _ranked[_count++] = (ulong)(uint)BitConverter.SingleToInt32Bits(weight) << 32 | ~id;
    }

    private ReadOnlySpan<uint> Take(int limit, Span<uint> into)
    {
        var ranked = _ranked.AsSpan(0, _count);
        var taken = Math.Min(limit, _count);
        if (taken < _count)
            Selection.LargestFirst(ranked, taken);
        for (var i = 0; i < taken; i++)
            into[i] = ~(uint)ranked[i];
        into = into[..taken];
        into.Sort();
        return into;
    }

    private void Reserve(int terms)
    {
        var size = _keys.Length;
        while (size < terms * 2)
            size *= 2;
        if (size == _keys.Length)
            return;
        _keys = new uint[size];
        _sums = new float[size];
        _shift = 32 - System.Numerics.BitOperations.Log2((uint)size);
    }

    private void Accumulate(uint id, float weight)
    {
        var slot = (int)(id * Golden >> _shift);
        while (_sums[slot] != 0)
        {
            if (_keys[slot] == id)
            {
                _sums[slot] += weight;
                return;
            }
            slot = (slot + 1) & (_keys.Length - 1);
        }
        _keys[slot] = id;
        _sums[slot] = weight;
        _slots.Add(slot);
    }
}
