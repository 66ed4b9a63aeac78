using System.Globalization;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using Provenance = StoryClustering.Contracts.Outlets.RatingProvenance;
using Reliability = StoryClustering.Contracts.Outlets.OutletReliability;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>A request of ImportOutlets, checked: the file, and what is where in it.</summary>
internal sealed class ImportPlan
{
    private const int None = -1;
    private const int ListedColumns = 20;

    /// <summary>The file.</summary>
    public required CsvTable Table { get; init; }
    /// <summary>Columns that may tell the domain, in the order in which they are tried.</summary>
    public required (int Column, bool IsUrl)[] Domains { get; init; }
    /// <summary>Column of the name, or -1.</summary>
    public required int Name { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Family { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Kind { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Country { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Language { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Lean { get; init; }
    /// <summary>As <see cref="Name"/>.</summary>
    public required int Reliability { get; init; }
    /// <summary>Labels of the lean, or null if it is a number.</summary>
    public required IReadOnlyDictionary<string, Lean>? LeanLabels { get; init; }
    /// <summary>Numbers of the lean, or null if it is a label.</summary>
    public required NumberScale? Numbers { get; init; }
    /// <summary>Labels of the reliability.</summary>
    public required IReadOnlyDictionary<string, Reliability> ReliabilityLabels { get; init; }
    /// <summary>Where ratings come from; null if there are none. Its scale is the name of the rater's.</summary>
    public required Provenance? RatedBy { get; init; }
    /// <summary>Countries whose outlets may be found by name; empty: all.</summary>
    public required IReadOnlySet<string> NameCountries { get; init; }

    /// <summary>Name of the rater's scale of leans.</summary>
    public string LeanScale => RatedBy is { Scale.Length: > 0 } named ? named.Scale : Table.Header[Lean];

    /// <summary>Name of the rater's scale of reliability.</summary>
    public string ReliabilityScale => RatedBy is { Scale.Length: > 0 } named ? named.Scale : Table.Header[Reliability];

    /// <summary>Checks a request; null if <paramref name="violations"/> has something to say.</summary>
    public static ImportPlan? Read(Violations violations, ImportOutletsRequest request)
    {
        var columns = request.Columns ?? new ImportColumns();
        TextRules.Line(violations, "reason", request.Reason, Limits.ReasonBytes);
        TextRules.Line(violations, "actor", request.Actor, Limits.ActorBytes);
        var rated = columns.Lean.Length > 0 || columns.Reliability.Length > 0;
        var ratedBy = OutletRules.Provenance(violations, "provenance", request.Provenance, rated);
        if (request.Provenance is { Original.Length: > 0 }) violations.Add("provenance.original", "Must be empty: it is the cell.");
        if (request.Provenance is { Scale: var scale }) TextRules.Line(violations, "provenance.scale", scale, Limits.NameBytes);
        var leanLabels = Scale(violations, request, columns.Lean.Length > 0);
        var reliabilityLabels = Reliabilities(violations, request);
        var countries = Countries(violations, request.Matching);
        if (columns.Domain.Length == 0 && columns.Urls.Count == 0 && columns.Name.Length == 0)
            violations.Add("columns", "At least one of domain, urls and name must be mapped.");
        if (columns.Urls.Count > Limits.OutletDomains)
            violations.Add("columns.urls", string.Create(CultureInfo.InvariantCulture, $"At most {Limits.OutletDomains}. Got {columns.Urls.Count}."));

        if (CsvTable.Read(violations, "csv", request.Csv.Memory) is not { } table) return null;
        var domains = new List<(int, bool)>();
        if (columns.Domain.Length > 0) domains.Add((Column(violations, table, "columns.domain", columns.Domain), false));
        for (var i = 0; i < Math.Min(columns.Urls.Count, Limits.OutletDomains); i++)
            domains.Add((Column(violations, table, string.Create(CultureInfo.InvariantCulture, $"columns.urls[{i}]"), columns.Urls[i], required: true), true));
        var plan = new ImportPlan
        {
            Table = table,
            Domains = [.. domains],
            Name = Column(violations, table, "columns.name", columns.Name),
            Family = Column(violations, table, "columns.family", columns.Family),
            Kind = Column(violations, table, "columns.kind", columns.Kind),
            Country = Column(violations, table, "columns.country", columns.Country),
            Language = Column(violations, table, "columns.language", columns.Language),
            Lean = Column(violations, table, "columns.lean", columns.Lean),
            Reliability = Column(violations, table, "columns.reliability", columns.Reliability),
            LeanLabels = leanLabels,
            Numbers = request.LeanScaleCase == ImportOutletsRequest.LeanScaleOneofCase.Numbers ? request.Numbers : null,
            ReliabilityLabels = reliabilityLabels,
            RatedBy = ratedBy,
            NameCountries = countries,
        };
        return violations.None ? plan : null;
    }

    /// <summary>A label as it is compared.</summary>
    public static string Label(string text) => text.Trim().ToLowerInvariant();

    private static Dictionary<string, Lean>? Scale(Violations violations, ImportOutletsRequest request, bool mapped)
    {
        switch (request.LeanScaleCase)
        {
            case ImportOutletsRequest.LeanScaleOneofCase.Labels:
                if (!mapped) violations.Add("labels", "Needs a column: columns.lean.");
                var sent = request.Labels.Leans;
                if (sent.Count == 0) violations.Add("labels.leans", "Required.");
                return Labels(violations, "labels.leans", sent.Select(l => (l.Key, (int)l.Value)), (int)OutletLean.Right)
                    .ToDictionary(static l => l.Key, static l => (Lean)l.Value, StringComparer.Ordinal);
            case ImportOutletsRequest.LeanScaleOneofCase.Numbers:
                if (!mapped) violations.Add("numbers", "Needs a column: columns.lean.");
                NumberSteps.Check(violations, "numbers", request.Numbers);
                return null;
            default:
                if (mapped) violations.Add("labels", "Required, or numbers: a lean column needs a scale.");
                return null;
        }
    }

    private static Dictionary<string, Reliability> Reliabilities(Violations violations, ImportOutletsRequest request)
    {
        var sent = request.ReliabilityLabels;
        if (sent.Count > 0 && request.Columns is not { Reliability.Length: > 0 }) violations.Add("reliability_labels", "Need a column: columns.reliability.");
        if (sent.Count == 0)
            return Enum.GetValues<Reliability>().Where(static r => r != default).ToDictionary(static r => Label(r.ToString()), StringComparer.Ordinal);
        return Labels(violations, "reliability_labels", sent.Select(l => (l.Key, (int)l.Value)), (int)OutletReliability.High)
            .ToDictionary(static l => l.Key, static l => (Reliability)l.Value, StringComparer.Ordinal);
    }

    private static Dictionary<string, int> Labels(Violations violations, string path, IEnumerable<(string Text, int Step)> sent, int most)
    {
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = 0;
        foreach (var (text, step) in sent)
        {
            count++;
            var label = Label(text);
            if (label.Length is 0 or > Limits.NameBytes) violations.Add(path, "A label must be 1 to 512 bytes and not blank.", text);
            else if (step < 0 || step > most) violations.Add(path, $"Unknown step {step} of the label.", text);
            else if (!labels.TryAdd(label, step) && labels[label] != step) violations.Add(path, "Is mapped twice, to two steps.", text);
        }
        if (count > Limits.ImportLabels) violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {Limits.ImportLabels} labels. Got {count}."));
        return labels;
    }

    private static HashSet<string> Countries(Violations violations, ImportMatching? matching)
    {
        var countries = new HashSet<string>(StringComparer.Ordinal);
        if (matching is null) return countries;
        if (matching.NameCountries.Count > Limits.OutletDomains)
            violations.Add("matching.name_countries", string.Create(CultureInfo.InvariantCulture, $"At most {Limits.OutletDomains}. Got {matching.NameCountries.Count}."));
        else
        {
            for (var i = 0; i < matching.NameCountries.Count; i++)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"matching.name_countries[{i}]");
                if (matching.NameCountries[i].Length == 0) violations.Add(path, "Required.");
                else countries.Add(OutletRules.Country(violations, path, matching.NameCountries[i]));
            }
        }
        return countries;
    }

    private static int Column(Violations violations, CsvTable table, string path, string name, bool required = false)
    {
        if (name.Length == 0)
        {
            if (required) violations.Add(path, "Required.");
            return None;
        }
        if (violations.Has(path)) return None;
        var at = Array.IndexOf(table.Header, name.Trim());
        if (at < 0)
        {
            var has = string.Join(", ", table.Header.Take(ListedColumns).Select(static h => $"\"{Violations.Quote(h)}\""));
            violations.Add(path, $"Line 1 names no such column. It names {has}{(table.Header.Length > ListedColumns ? " and more" : "")}.", name);
        }
        else if (Array.IndexOf(table.Header, name.Trim(), at + 1) >= 0) violations.Add(path, "Line 1 names two columns so.", name);
        return at;
    }
}
