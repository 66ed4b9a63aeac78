namespace StoryClustering.Engine.Syndication;

/// <summary>
/// The signatures of a story's newest originals; answers whether an article is a reprint of one of them. Bounded in memory
/// and time. Not thread-safe.
/// </summary>
public sealed class SignatureSet
{
    /// <summary>Share of the shorter text that must recur in the other for texts to be one.</summary>
    /// <remarks>Reports of one event in their own words share under a tenth (quotes); reprints, also abridged ones, over two thirds.</remarks>
    public const float TextThreshold = 0.5f;

    /// <summary>Jaccard index of title shingles; stricter, since one changed number is another event.</summary>
    public const float TitleThreshold = 0.85f;

    private readonly int _capacity;
    private readonly Dictionary<string, ContentSignature> _byArticle = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private readonly Dictionary<string, LinkedListNode<string>> _nodes = new(StringComparer.Ordinal);

    /// <summary>An empty set.</summary>
    /// <param name="capacity">Signatures kept; the oldest added is forgotten first.</param>
    public SignatureSet(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Signatures held.</summary>
    public int Count => _byArticle.Count;

    /// <summary>Adds an original; replaces the signature of an article that is already in. Empty signatures are not kept.</summary>
    public void Add(string articleId, ContentSignature signature)
    {
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        if (signature.IsEmpty)
        {
            Remove(articleId);
            return;
        }
        if (!_byArticle.ContainsKey(articleId))
        {
            if (_byArticle.Count == _capacity)
                Remove(_order.First!.Value);
            _nodes[articleId] = _order.AddLast(articleId);
        }
        _byArticle[articleId] = signature;
    }

    /// <summary>Removes an article; false if it was not in.</summary>
    public bool Remove(string articleId)
    {
        if (!_byArticle.Remove(articleId))
            return false;
        _nodes.Remove(articleId, out var node);
        _order.Remove(node!);
        return true;
    }

    /// <summary>The article of which this is most likely a reprint, or null. Of equal matches the one added first.</summary>
    public string? FindNearDuplicate(ContentSignature signature)
    {
        if (signature.IsEmpty)
            return null;
        var best = signature.FromTitle ? TitleThreshold : TextThreshold;
        string? found = null;
        foreach (var articleId in _order)
        {
            var similarity = ContentSignature.Similarity(signature, _byArticle[articleId]);
            if (similarity > best || (similarity == best && found is null))
            {
                best = similarity;
                found = articleId;
            }
        }
        return found;
    }
}
