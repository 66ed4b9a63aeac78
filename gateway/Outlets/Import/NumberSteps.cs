using System.Globalization;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>A scale of numbers, put upon the numbers of a file: where its center and its steps are. See NumberScale in
/// outlet_service.proto.</summary>
internal sealed class NumberSteps
{
    // What rounding may do to a number that stands on a cut point.
    private const double Rounding = 1e-9;
    private static readonly double[] InSteps = [-1.5, -0.5, 0.5, 1.5];

    private readonly double[] _distances;
    private readonly bool _rightIsNegative;

    private NumberSteps(double center, double[] distances, bool rightIsNegative) =>
        (Center, _distances, _rightIsNegative) = (center, distances, rightIsNegative);

    /// <summary>Center on the file's scale.</summary>
    public double Center { get; }
    /// <summary>Cut points on the file's scale, from left to right.</summary>
    public IEnumerable<double> CutPoints => _distances.Select(d => _rightIsNegative ? Center - d : Center + d);
    /// <summary>Numbers that it rests on.</summary>
    public int Count { get; private init; }
    /// <summary>Their median.</summary>
    public double Median { get; private init; }
    /// <summary>Their mean.</summary>
    public double Mean { get; private init; }
    /// <summary>Their standard deviation, the population's.</summary>
    public double Deviation { get; private init; }
    /// <summary>Center and steps in words, "center -0.12 = median of 4,212 rows, steps at -0.9, -0.3, 0.3, 0.9".</summary>
    public string Words { get; private init; } = "";

    /// <summary>Checks what can be checked of a scale without the file.</summary>
    public static void Check(Violations violations, string path, NumberScale scale)
    {
        switch (scale.CenterCase)
        {
            case NumberScale.CenterOneofCase.CenterAt:
                if (!IsUsual(scale.CenterAt)) violations.Add($"{path}.center_at", "Must be a number between -1e9 and 1e9.");
                break;
            case NumberScale.CenterOneofCase.CenterOf:
                if (scale.CenterOf is not (CenterOf.Median or CenterOf.Mean)) violations.Add($"{path}.center_of", "Must be MEDIAN or MEAN.");
                break;
            default:
                violations.Add($"{path}.center_at", "Required, or center_of: no scale is taken to be centred on zero.");
                break;
        }
        switch (scale.WidthCase)
        {
            case NumberScale.WidthOneofCase.Step:
                if (!IsUsual(scale.Step) || scale.Step <= 0) violations.Add($"{path}.step", "Must be above 0, at most 1e9.");
                break;
            case NumberScale.WidthOneofCase.StepDeviations:
                if (!IsUsual(scale.StepDeviations) || scale.StepDeviations <= 0) violations.Add($"{path}.step_deviations", "Must be above 0, at most 1e9.");
                break;
            case NumberScale.WidthOneofCase.CutPoints:
                var cuts = scale.CutPoints.Distances;
                if (cuts.Count != 4 || !cuts.All(IsUsual) || cuts.Zip(cuts.Skip(1)).Any(static p => p.First >= p.Second) || cuts[1] > 0 || cuts[2] < 0)
                    violations.Add($"{path}.cut_points.distances", "Must be four numbers that rise, the second at most 0 and the third at least 0.");
                break;
            default:
                violations.Add($"{path}.step", "Required, or step_deviations or cut_points.");
                break;
        }
    }

    /// <summary>Puts a checked scale upon the numbers of a file; null if they do not suffice, which <paramref name="violations"/> then states.</summary>
    public static NumberSteps? Of(Violations violations, string path, NumberScale scale, IReadOnlyCollection<double> numbers)
    {
        double median = 0, mean = 0, deviation = 0;
        if (numbers.Count > 0)
        {
            double[] sorted = [.. numbers.Order()];
            median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            mean = sorted.Average();
            deviation = Math.Sqrt(sorted.Average(x => (x - mean) * (x - mean)));
        }
        var ofNumbers = scale.CenterCase == NumberScale.CenterOneofCase.CenterOf;
        var byDeviation = scale.WidthCase == NumberScale.WidthOneofCase.StepDeviations;
        if (numbers.Count == 0 && (ofNumbers || byDeviation))
        {
            violations.Add(ofNumbers ? $"{path}.center_of" : $"{path}.step_deviations", "The lean column holds no number.");
            return null;
        }
        if (byDeviation && deviation * scale.StepDeviations <= Rounding)
        {
            violations.Add($"{path}.step_deviations", "All numbers of the lean column are the same.");
            return null;
        }
        var center = !ofNumbers ? scale.CenterAt : scale.CenterOf == CenterOf.Median ? median : mean;
        var width = byDeviation ? scale.StepDeviations * deviation : scale.Step;
        double[] distances = scale.WidthCase == NumberScale.WidthOneofCase.CutPoints ? [.. scale.CutPoints.Distances] : Array.ConvertAll(InSteps, s => s * width);
        var steps = new NumberSteps(center, distances, scale.RightIsNegative);
        var source = !ofNumbers ? "" : string.Create(CultureInfo.InvariantCulture, $" = {(scale.CenterOf == CenterOf.Median ? "median" : "mean")} of {numbers.Count:N0} rows");
        return new NumberSteps(center, distances, scale.RightIsNegative)
        {
            Count = numbers.Count,
            Median = median,
            Mean = mean,
            Deviation = deviation,
            Words = $"center {Show(center)}{source}, steps at {string.Join(", ", steps.CutPoints.Select(Show))}{(scale.RightIsNegative ? ", higher is further left" : "")}",
        };
    }

    /// <summary>Step of a number.</summary>
    public Lean Of(double number)
    {
        var d = _rightIsNegative ? Center - number : number - Center;
        if (d < _distances[0] - Rounding) return Lean.Left;
        if (d < _distances[1] - Rounding) return Lean.LeanLeft;
        if (d <= _distances[2] + Rounding) return Lean.Center;
        return d <= _distances[3] + Rounding ? Lean.LeanRight : Lean.Right;
    }

    /// <summary>A number as people write it, with at most four decimals.</summary>
    public static string Show(double number) => (Math.Abs(number) < 0.00005 ? 0 : number).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Whether a number is one that a scale may hold: finite, and small enough to reckon with.</summary>
    public static bool IsUsual(double number) => double.IsFinite(number) && Math.Abs(number) <= 1e9;
}
