namespace StoryClustering.Evaluation.Baselines;

/// <summary>In how many articles each term occurs.</summary>
internal sealed class DocumentFrequencies
{
    private readonly Dictionary<uint, int> _counts = [];

    /// <summary>Articles counted.</summary>
    public int Articles { get; private set; }

    public static DocumentFrequencies Of(IEnumerable<CountedArticle> articles)
    {
        var frequencies = new DocumentFrequencies();
        foreach (var article in articles)
            frequencies.Add(article);
        return frequencies;
    }

    public void Add(CountedArticle article)
    {
        Articles++;
        foreach (var (id, _) in article.Terms)
            _counts[id] = _counts.GetValueOrDefault(id) + 1;
    }

    /// <summary>ln((N + 1) / (df + 0.5)), at least 0.1.</summary>
    public double Idf(uint id) => Math.Max(0.1, Math.Log((Articles + 1) / (_counts.GetValueOrDefault(id) + 0.5)));
}
