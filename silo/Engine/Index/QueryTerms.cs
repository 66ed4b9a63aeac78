using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>
/// One query vector, spread over a small hash table, so that scoring a member costs one probe per member term. Most probes
/// miss; a filter of one byte a hash answers those without touching the table. Reused from query to query; not thread-safe.
/// </summary>
internal sealed class QueryTerms
{
    private const int FilterBits = 13;
    private const uint Golden = 0x9E3779B1;

    private readonly bool[] _filter = new bool[1 << FilterBits];
    private uint[] _keys = new uint[1024];
    private float[] _weights = new float[1024];
    private int _shift = 22;
    private ArticleVector _vector = ArticleVector.Empty;

    public void Load(ArticleVector vector)
    {
        _vector = vector;
        var ids = vector.Ids;
        var size = _keys.Length;
        while (size < 2 * ids.Length)
            size *= 2;
        if (size != _keys.Length)
        {
            _keys = new uint[size];
            _weights = new float[size];
            _shift = 32 - System.Numerics.BitOperations.Log2((uint)size);
        }
        Array.Clear(_keys);
        Array.Clear(_weights);
        Array.Clear(_filter);
        for (var i = 0; i < ids.Length; i++)
        {
            if (ArticleVector.FieldOf(ids[i]) == TermField.Anchor)
                continue; // not between articles of one language
            var hash = ids[i] * Golden;
            _filter[hash >> (32 - FilterBits)] = true;
            // A weight is never 0, so weight 0 marks a free slot even for the id 0.
            var slot = (int)(hash >> _shift);
            while (_weights[slot] != 0)
                slot = (slot + 1) & (size - 1);
            _keys[slot] = ids[i];
            _weights[slot] = vector.WeightAt(i);
        }
    }

    /// <summary>Whether a member is in another language than the query.</summary>
    public bool IsForeign(ArticleVector member) => _vector.IsForeignTo(member);

    /// <summary>Equals <see cref="ArticleVector.Dot"/> to the last bit: the same products in the same order.</summary>
    public float Dot(ArticleVector member)
    {
        if (_vector.IsForeignTo(member))
            return ArticleVector.Dot(_vector, member);
        var ids = member.Ids;
        var codes = member.Codes;
        var filter = _filter;
        var sum = 0f;
        for (var i = 0; i < ids.Length; i++)
        {
            var hash = ids[i] * Golden;
            if (filter[hash >> (32 - FilterBits)])
                sum += Product(ids[i], hash, codes[i]);
        }
        return DenseEmbedding.Blend(sum, _vector.Embedding, member.Embedding);
    }

    // 0 if the query has not got the term.
    private float Product(uint id, uint hash, byte code)
    {
        var keys = _keys;
        var weights = _weights;
        for (var slot = (int)(hash >> _shift); weights[slot] != 0; slot = (slot + 1) & (keys.Length - 1))
        {
            if (keys[slot] == id)
                return weights[slot] * ArticleVector.Decoded[code];
        }
        return 0;
    }
}
