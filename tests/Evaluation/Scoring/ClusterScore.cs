namespace StoryClustering.Evaluation.Scoring;

/// <summary>
/// How well a clustering agrees with gold labels, over the articles that have one. B-cubed: A. Bagga and B. Baldwin, "Entity-based
/// cross-document coreferencing using the vector space model" (1998), macro over articles. Pairwise: over all pairs of articles.
/// All figures 0 to 1.
/// </summary>
internal sealed record ClusterScore(
    double Precision,
    double Recall,
    double PairPrecision,
    double PairRecall,
    int Articles,
    int GoldStories,
    int Stories)
{
    public double F1 => Harmonic(Precision, Recall);

    public double PairF1 => Harmonic(PairPrecision, PairRecall);

    /// <summary>Scores a clustering.</summary>
    /// <param name="gold">Gold story by article id.</param>
    /// <param name="found">Story found by article id; those without a gold label are left out.</param>
    /// <exception cref="EvaluationException">Articles with a gold label are missing; names some.</exception>
    public static ClusterScore Of(IReadOnlyDictionary<string, string> gold, IReadOnlyDictionary<string, string> found)
    {
        var missing = gold.Keys.Where(id => !found.ContainsKey(id)).Take(5).ToList();
        if (missing.Count > 0)
            throw new EvaluationException($"Articles with a gold label are in no story, among them {string.Join(", ", missing)}.");
        if (gold.Count == 0)
            throw new EvaluationException("No article has a gold label.");
        var goldSizes = Sizes(gold.Values);
        var foundSizes = Sizes(gold.Keys.Select(id => found[id]));
        var both = new Dictionary<(string, string), int>();
        foreach (var (id, label) in gold)
            both[(label, found[id])] = both.GetValueOrDefault((label, found[id])) + 1;
        double precision = 0, recall = 0;
        foreach (var ((label, story), n) in both)
        {
            precision += (double)n * n / foundSizes[story];
            recall += (double)n * n / goldSizes[label];
        }
        var right = both.Values.Sum(Pairs);
        return new ClusterScore(
            precision / gold.Count,
            recall / gold.Count,
            Share(right, foundSizes.Values.Sum(Pairs)),
            Share(right, goldSizes.Values.Sum(Pairs)),
            gold.Count,
            goldSizes.Count,
            foundSizes.Count);
    }

    private static double Harmonic(double a, double b) => a + b == 0 ? 0 : 2 * a * b / (a + b);

    // Without a single pair nothing was done wrong.
    private static double Share(double part, double whole) => whole == 0 ? 1 : part / whole;

    private static double Pairs(int n) => (double)n * (n - 1) / 2;

    private static Dictionary<string, int> Sizes(IEnumerable<string> labels) =>
        labels.GroupBy(static label => label, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count());
}
