using StoryClustering.Engine.Outlets;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>A directory of outlets with the leans that the articles' own labels give them; kinds and families are the starter catalogue's.</summary>
internal sealed class LabelledOutlets
{
    private readonly HashSet<string> _ties = new(StringComparer.Ordinal);

    /// <param name="labels">Outlet and label (left, center, right or null) of each article.</param>
    public LabelledOutlets(IEnumerable<(string Outlet, string? Label)> labels)
    {
        var known = new OutletDirectory(1, StarterOutlets.All);
        var outlets = StarterOutlets.All.Select(static outlet => outlet with { Lean = Lean.Unrated }).ToList();
        foreach (var outlet in labels.GroupBy(static l => l.Outlet, StringComparer.Ordinal))
        {
            var facts = known.Find(outlet.Key);
            var isKnown = facts.Kind != OutletKind.Unknown;
            var name = StarterOutlets.All.FirstOrDefault(o => o.Domains.Contains(outlet.Key))?.Name ?? "";
            outlets.Add(new CatalogOutlet([outlet.Key], name, isKnown ? facts.Family : "", facts.Kind, facts.Country, [], Majority(outlet.Key, outlet.Select(static l => l.Label))));
        }
        Directory = new OutletDirectory(1, outlets);
    }

    public OutletDirectory Directory { get; }

    /// <summary>Whether two labels of the outlet are as frequent: it is unrated then.</summary>
    public bool IsTie(string outlet) => _ties.Contains(outlet);

    private Lean Majority(string outlet, IEnumerable<string?> labels)
    {
        var counts = labels.Select(LeanOf).Where(static lean => lean != Lean.Unrated).CountBy(static lean => lean).OrderByDescending(static c => c.Value).Take(2).ToList();
        if (counts is [var first, var second] && first.Value == second.Value)
        {
            _ties.Add(outlet);
            return Lean.Unrated;
        }
        return counts.Count == 0 ? Lean.Unrated : counts[0].Key;
    }

    private static Lean LeanOf(string? label) => label switch
    {
        "left" => Lean.Left,
        "center" => Lean.Center,
        "right" => Lean.Right,
        _ => Lean.Unrated,
    };
}
