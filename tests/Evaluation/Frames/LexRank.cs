namespace StoryClustering.Evaluation.Frames;

/// <summary>Continuous LexRank (Erkan and Radev 2004): a baseline. Cosines of tf-idf with the set's own document frequencies, links from 0.1 on,
/// damping 0.15.</summary>
internal static class LexRank
{
    private const double Threshold = 0.1;
    private const double Damping = 0.15;

    /// <summary>Score of each sentence; they sum to 1.</summary>
    public static double[] Rank(IReadOnlyList<string> sentences, IReadOnlyDictionary<string, double> idf)
    {
        var vectors = sentences.Select(s => Vector(s, idf)).ToList();
        var n = sentences.Count;
        var links = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < n; j++)
            {
                var cosine = i == j ? 1 : Cosine(vectors[i], vectors[j]);
                sum += links[i, j] = cosine >= Threshold ? cosine : 0;
            }
            for (var j = 0; j < n; j++)
                links[i, j] /= sum;
        }
        var rank = Enumerable.Repeat(1.0 / n, n).ToArray();
        for (var round = 0; round < 100; round++)
        {
            var next = new double[n];
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < n; i++)
                    next[j] += rank[i] * links[i, j];
                next[j] = Damping / n + (1 - Damping) * next[j];
            }
            rank = next;
        }
        return rank;
    }

    /// <summary>Inverse document frequencies over texts.</summary>
    public static Dictionary<string, double> Idf(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var all = 0;
        foreach (var text in texts)
        {
            all++;
            foreach (var word in Rouge.Words(text).Distinct(StringComparer.Ordinal))
                counts[word] = counts.GetValueOrDefault(word) + 1;
        }
        return counts.ToDictionary(static c => c.Key, c => Math.Log((double)all / c.Value), StringComparer.Ordinal);
    }

    private static Dictionary<string, double> Vector(string sentence, IReadOnlyDictionary<string, double> idf) =>
        Rouge.Words(sentence).GroupBy(static w => w, StringComparer.Ordinal).ToDictionary(static g => g.Key, g => g.Count() * idf.GetValueOrDefault(g.Key), StringComparer.Ordinal);

    private static double Cosine(Dictionary<string, double> a, Dictionary<string, double> b)
    {
        var dot = a.Sum(x => x.Value * b.GetValueOrDefault(x.Key));
        return dot == 0 ? 0 : dot / Math.Sqrt(a.Values.Sum(static v => v * v) * b.Values.Sum(static v => v * v));
    }
}
