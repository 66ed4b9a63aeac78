namespace StoryClustering.Engine.Features;

/// <summary>
/// In how many of the articles that came lately a word or a name occurs: what everybody writes about these days tells stories apart
/// less than the background says. Thread-safe; bounded in memory.
/// </summary>
/// <remarks>
/// Frequencies enter as a ratio to the number of articles, so any fair sample of a stream gives the same weights: silos that each see
/// their share of the articles agree without exchanging anything. When <see cref="MaxTerms"/> are counted, all counts are halved
/// and what falls to zero is forgotten; so the table follows the news.
/// </remarks>
public sealed class StreamFrequencies
{
    /// <summary>Terms counted, at most; about 8 MB.</summary>
    public const int MaxTerms = 400_000;

    // Articles at which the stream counts half as much as it ever will. Where no background is known, it is all there is.
    private const double HalfTrust = 2_000;
    private const double HalfTrustWithoutBackground = 200;
    private const uint Golden = 0x9E3779B1;

    private readonly Lock _gate = new();
    private readonly float _weight;
    private readonly Dictionary<string, int> _articles = new(StringComparer.Ordinal);
    private uint[] _keys = new uint[1 << 14];
    private int[] _counts = new int[1 << 14];
    private int _shift = 32 - 14;
    private int _terms;

    /// <summary>A stream that has not begun.</summary>
    /// <param name="options">How much it counts: <see cref="EngineOptions.StreamWeight"/>.</param>
    public StreamFrequencies(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _weight = options.StreamWeight;
    }

    /// <summary>Terms counted now.</summary>
    public int TermCount
    {
        get
        {
            lock (_gate)
                return _terms;
        }
    }

    /// <summary>Counts an article that was analysed before, when its silo starts again.</summary>
    public void Observe(ArticleVector vector, string language)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(language);
        lock (_gate)
        {
            foreach (var id in vector.Ids)
                Count(id);
            CountArticle(language);
        }
    }

    /// <summary>
    /// Factors for the weights of an article's terms, then counts the article if <paramref name="observe"/> says so.
    /// </summary>
    /// <param name="terms">The article's terms.</param>
    /// <param name="language">Its language.</param>
    /// <param name="hasBackground">Whether the language has a background table.</param>
    /// <param name="observe">False for queries.</param>
    /// <param name="factors">As many as terms; above 0, at most 1.</param>
    internal void Weigh(TermTable terms, string language, bool hasBackground, bool observe, Span<float> factors)
    {
        lock (_gate)
        {
            var articles = _articles.GetValueOrDefault(language);
            var half = hasBackground ? HalfTrust : HalfTrustWithoutBackground;
            var trust = (float)(articles / (articles + half) * (hasBackground || _weight == 0 ? _weight : 1));
            var most = MathF.Log(articles + 2);
            for (var i = 0; i < terms.Count; i++)
            {
                var id = terms.Id(i);
                if (!IsCounted(id))
                {
                    factors[i] = 1;
                    continue;
                }
                var rarity = MathF.Log((articles + 2f) / (CountOf(id) + 1f)) / most;
                factors[i] = 1 - trust + trust * Math.Clamp(rarity, 0.05f, 1);
                if (observe)
                    Count(id);
            }
            if (observe)
                CountArticle(language);
        }
    }

    // Pairs are rare by themselves, and title blocks repeat the words.
    private static bool IsCounted(uint id) =>
        ArticleVector.FieldOf(id) is TermField.Word or TermField.Name or TermField.NameWord;

    private void CountArticle(string language)
    {
        // Any two letters may be declared as a language: no stream has this many.
        if (_articles.Count < 512 || _articles.ContainsKey(language))
            _articles[language] = _articles.GetValueOrDefault(language) + 1;
        if (_terms > MaxTerms)
            Halve();
    }

    private int CountOf(uint id)
    {
        for (var slot = (int)(id * Golden >> _shift); _counts[slot] != 0; slot = (slot + 1) & (_keys.Length - 1))
        {
            if (_keys[slot] == id)
                return _counts[slot];
        }
        return 0;
    }

    private void Count(uint id)
    {
        if (!IsCounted(id))
            return;
        Put(id, 1);
        if (2 * _terms > _keys.Length)
            Rebuild(2 * _keys.Length, static count => count);
    }

    private void Put(uint id, int count)
    {
        var slot = (int)(id * Golden >> _shift);
        for (; _counts[slot] != 0; slot = (slot + 1) & (_keys.Length - 1))
        {
            if (_keys[slot] != id)
                continue;
            _counts[slot] += count;
            return;
        }
        _keys[slot] = id;
        _counts[slot] = count;
        _terms++;
    }

    private void Halve()
    {
        Rebuild(_keys.Length, static count => count / 2);
        foreach (var language in _articles.Keys)
            _articles[language] /= 2;
    }

    private void Rebuild(int size, Func<int, int> count)
    {
        var (keys, counts) = (_keys, _counts);
        _keys = new uint[size];
        _counts = new int[size];
        _shift = 32 - System.Numerics.BitOperations.Log2((uint)size);
        _terms = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (counts[i] > 0 && count(counts[i]) is > 0 and var left)
                Put(keys[i], left);
        }
    }
}
