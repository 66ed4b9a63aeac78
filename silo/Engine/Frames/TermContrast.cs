using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Frames;

/// <summary>A term that tells two groups of origins apart.</summary>
/// <param name="Id">Term.</param>
/// <param name="ZScore">Above 0: the first group's.</param>
/// <param name="FirstOrigins">Origins of the first group that use it.</param>
/// <param name="SecondOrigins">Origins of the second group that use it.</param>
internal readonly record struct WeighedTerm(uint Id, double ZScore, int FirstOrigins, int SecondOrigins);

/// <summary>
/// Log-odds ratio with an informative Dirichlet prior, as z-scores: B. Monroe, M. Colaresi and K. Quinn, "Fightin' Words" (2008),
/// equations 15, 20 and 22. The prior is how often the whole story uses the term.
/// </summary>
/// <remarks>An origin's sentences are counted, not its words, and no origin counts for more than its group's mean length times
/// <see cref="MostShare"/>: a long report, or a flood of them by one outlet, has no more to say than others.</remarks>
internal static class TermContrast
{
    /// <summary>Most that an origin counts, in means of its group.</summary>
    public const double MostShare = 1.5;

    // Sentences of the prior: with fewer, rare terms win by chance; with more, nothing does.
    private const double PriorSize = 60;

    private struct Count
    {
        public double First;
        public double Second;
        public double All;
        public int FirstOrigins;
        public int SecondOrigins;
    }

    /// <summary>Z-scores of all terms of either group, in rising order of ids.</summary>
    /// <param name="sentences">Sentences of the story.</param>
    /// <param name="groupOf">Group of an origin: 1, 2, or 0 for neither.</param>
    public static List<WeighedTerm> Of(IReadOnlyList<FrameSentence> sentences, Func<int, int> groupOf)
    {
        var byOrigin = new Dictionary<int, List<FrameSentence>>();
        foreach (var sentence in sentences)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(byOrigin, sentence.Article.Origin, out _);
            (list ??= []).Add(sentence);
        }
        Span<double> mean = stackalloc double[3];
        for (var group = 0; group < 3; group++)
        {
            var lengths = byOrigin.Where(o => groupOf(o.Key) == group).Select(static o => o.Value.Count).ToList();
            mean[group] = lengths.Count == 0 ? 0 : lengths.Average();
        }
        var counts = new Dictionary<uint, Count>();
        var own = new Dictionary<uint, int>();
        double firstTotal = 0, secondTotal = 0, total = 0;
        foreach (var (origin, list) in byOrigin)
        {
            var group = groupOf(origin);
            var scale = Math.Min(1, MostShare * mean[group] / list.Count);
            own.Clear();
            foreach (var sentence in list)
            {
                foreach (var id in sentence.Ids)
                    CollectionsMarshal.GetValueRefOrAddDefault(own, id, out _)++;
            }
            foreach (var (id, times) in own)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _);
                var value = times * scale;
                count.All += value;
                total += value;
                if (group == 1)
                {
                    (count.First, count.FirstOrigins) = (count.First + value, count.FirstOrigins + 1);
                    firstTotal += value;
                }
                else if (group == 2)
                {
                    (count.Second, count.SecondOrigins) = (count.Second + value, count.SecondOrigins + 1);
                    secondTotal += value;
                }
            }
        }
        var terms = new List<WeighedTerm>();
        foreach (var (id, c) in counts)
        {
            if (c.FirstOrigins + c.SecondOrigins == 0)
                continue;
            var prior = PriorSize * c.All / total;
            var first = Math.Log((c.First + prior) / (firstTotal + PriorSize - c.First - prior));
            var second = Math.Log((c.Second + prior) / (secondTotal + PriorSize - c.Second - prior));
            var deviation = Math.Sqrt(1 / (c.First + prior) + 1 / (c.Second + prior));
            terms.Add(new WeighedTerm(id, (first - second) / deviation, c.FirstOrigins, c.SecondOrigins));
        }
        terms.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return terms;
    }

    /// <summary>Z-score of a term in a list of <see cref="Of"/>; 0 if it is not in it.</summary>
    public static double Find(List<WeighedTerm> terms, uint id)
    {
        var (low, high) = (0, terms.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (terms[middle].Id == id)
                return terms[middle].ZScore;
            if (terms[middle].Id < id)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return 0;
    }
}
