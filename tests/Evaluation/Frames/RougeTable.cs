using System.Globalization;

namespace StoryClustering.Evaluation.Frames;

/// <summary>Scores of a section and of baselines: over the events for which the section says something, and over all (where it is empty it scores 0).</summary>
internal sealed class RougeTable(string section)
{
    private readonly Dictionary<string, (List<Rouge> Answered, List<Rouge> All)> _scores = new(StringComparer.Ordinal);
    private string _reference = "";
    private bool _isAnswered;
    private int _answered;
    private int _events;

    public string Section { get; } = section;

    /// <summary>The next event.</summary>
    public void Begin(string reference, bool isAnswered)
    {
        (_reference, _isAnswered) = (reference, isAnswered);
        _events++;
        if (isAnswered)
            _answered++;
    }

    public void Add(string way, string text)
    {
        if (!_scores.TryGetValue(way, out var scores))
            _scores.Add(way, scores = ([], []));
        var score = Rouge.Of(text, _reference);
        scores.All.Add(score);
        if (_isAnswered)
            scores.Answered.Add(score);
    }

    public void Write()
    {
        Console.WriteLine();
        Console.WriteLine($"| {Section,-10} | answered ({_answered} of {_events}): R-1 | R-2   | R-L   | all: R-1 | R-2   | R-L   |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (way, (answered, all)) in _scores)
        {
            var (a, b) = (Rouge.Mean(answered), Rouge.Mean(all));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {way,-10} | {a.One,29:0.0000} | {a.Two:0.000} | {a.L:0.000} | {b.One,8:0.0000} | {b.Two:0.000} | {b.L:0.000} |"));
        }
    }
}
