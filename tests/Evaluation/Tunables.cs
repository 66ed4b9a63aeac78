using System.Globalization;
using StoryClustering.Engine;
using StoryClustering.Evaluation.Commands;

namespace StoryClustering.Evaluation;

/// <summary>The numbers of the engine that were set by looking at labelled sets, and the values that were tried.</summary>
internal static class Tunables
{
    public static readonly (string Name, double[] Values)[] All =
    [
        ("JoinThreshold", [0.1, 0.105, 0.11, 0.115, 0.12]),
        ("CrowdWeight", [0, 0.3, 0.6, 0.9]),
        ("FullFit", [0, 0.5, 0.6, 0.7, 0.8]),
        ("TimeConstant", [7, 11, 14]),
        ("MergeThreshold", [0.14, 0.16, 0.18]),
        ("MergeAverage", [0.02, 0.03, 0.04]),
        ("SplitRatio", [0, 0.6, 0.8, 1]),
        ("StreamWeight", [0, 0.3, 0.6, 0.9]),
        ("Weights.Pairs", [0.3, 0.38, 0.46]),
        ("Weights.NameWords", [0.04, 0.07, 0.1]),
    ];

    /// <summary>One round of coordinate ascent from <paramref name="start"/>, in the order of <see cref="All"/>.</summary>
    public static (EngineOptions Options, Dictionary<string, double> Values) Fit(EngineOptions start, Func<EngineOptions, double> score)
    {
        var (best, values) = (start, new Dictionary<string, double>(StringComparer.Ordinal));
        var highest = score(start);
        foreach (var (name, candidates) in All)
        {
            foreach (var value in candidates)
            {
                var candidate = Arguments.Set(best, name, value.ToString(CultureInfo.InvariantCulture));
                var result = score(candidate);
                if (result <= highest)
                    continue;
                (best, highest) = (candidate, result);
                values[name] = value;
            }
        }
        return (best, values);
    }
}
