using System.Globalization;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using Kind = StoryClustering.Contracts.Outlets.OutletKind;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using Reliability = StoryClustering.Contracts.Outlets.OutletReliability;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>What a row says; what is empty or null it does not say.</summary>
internal sealed record RatedRow
{
    private static readonly ImportOutletsRequest Nothing = new();
    private static readonly HashSet<string> Absent = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "-" };
    // Sites where many outlets are at home: their domain says nothing about who it is.
    private static readonly HashSet<string> Platforms = new(StringComparer.Ordinal)
    {
        "x.com", "twitter.com", "facebook.com", "fb.com", "instagram.com", "threads.net", "threads.com", "youtube.com", "youtu.be", "tiktok.com", "linkedin.com", "t.me",
        "telegram.me", "vk.com", "reddit.com", "bsky.app", "mastodon.social", "wikipedia.org", "wikidata.org", "google.com", "apple.com", "medium.com", "linktr.ee",
    };

    /// <summary>Line on which it begins.</summary>
    public required int Line { get; init; }
    /// <summary>Registrable domain, or empty.</summary>
    public string Domain { get; private init; } = "";
    /// <summary>Whether the row is about a host or a page below the domain ("news.harbor.example", "harbor.example/news").</summary>
    public bool IsBelowDomain { get; private init; }
    /// <summary>Name.</summary>
    public string Name { get; private init; } = "";
    /// <summary>Family.</summary>
    public string Family { get; private init; } = "";
    /// <summary>Kind.</summary>
    public Kind? Kind { get; private init; }
    /// <summary>Country.</summary>
    public string Country { get; private init; } = "";
    /// <summary>Languages.</summary>
    public string[] Languages { get; private init; } = [];
    /// <summary>Lean as the rater wrote it, or empty.</summary>
    public string LeanCell { get; private init; } = "";
    /// <summary>Lean as a number.</summary>
    public double? Number { get; private init; }
    /// <summary>Lean by a label, or by <see cref="NumberSteps"/>, once it is known.</summary>
    public Lean? Lean { get; init; }
    /// <summary>Reliability as the rater wrote it, or empty.</summary>
    public string ReliabilityCell { get; private init; } = "";
    /// <summary>Reliability.</summary>
    public Reliability? Reliability { get; private init; }

    /// <summary>Whether it says anything beside domain and name.</summary>
    public bool HasFacts => Lean is not null || Reliability is not null || Kind is not null || (Family + Country).Length > 0 || Languages.Length > 0;

    /// <summary>Whether it says anything that a new outlet could begin with: "unrated" is nothing.</summary>
    public bool SaysAnything => Lean is not (null or Contracts.Outlets.OutletLean.Unrated) || Reliability is not (null or Contracts.Outlets.OutletReliability.Unrated)
        || Kind is not null || (Name + Family + Country).Length > 0 || Languages.Length > 0;

    /// <summary>Reads a row. Null if it breaks a rule; <paramref name="refusal"/> then tells which.</summary>
    /// <param name="plan">What is where.</param>
    /// <param name="rules">Reduces hosts to domains.</param>
    /// <param name="row">The row.</param>
    /// <param name="file">Takes what makes the whole file suspect: formulas.</param>
    /// <param name="refusal">Why it was refused.</param>
    public static RatedRow? Read(ImportPlan plan, OutletRules rules, TableRow row, Violations file, out ImportRefusal? refusal)
    {
        refusal = null;
        if (row.Cells.Length != plan.Table.Header.Length)
        {
            refusal = new ImportRefusal { Line = row.Line, Reason = string.Create(CultureInfo.InvariantCulture, $"Has {row.Cells.Length} cells, line 1 has {plan.Table.Header.Length}.") };
            return null;
        }
        var faults = new Violations(Nothing);
        var domain = "";
        var below = false;
        foreach (var (column, isUrl) in plan.Domains)
        {
            var text = Cell(column, Limits.UrlBytes, ratings: true);
            if (text.Length == 0) continue;
            if (rules.Reduce(text) is not { } reduced) faults.Add(plan.Table.Header[column], "No domain, host or URL.", text);
            else if (isUrl && Platforms.Contains(reduced)) continue;
            else (domain, below) = (reduced, OutletRules.IsBelow(text, reduced));
            break;
        }
        var name = Cell(plan.Name, Limits.NameBytes);
        var family = Cell(plan.Family, Limits.NameBytes);
        var kindCell = Cell(plan.Kind, Limits.NameBytes);
        var kind = kindCell.Length == 0 ? null : OutletRules.TryKind(kindCell);
        if (kindCell.Length > 0 && kind is null) Add(plan.Kind, OutletRules.KindRule, kindCell);
        var countryCell = Cell(plan.Country, Limits.NameBytes);
        var country = countryCell.Length == 0 ? "" : OutletRules.TryCountry(countryCell) ?? "";
        if (countryCell.Length > 0 && country.Length == 0) Add(plan.Country, "Must be a code of ISO 3166-1 alpha-2.", countryCell);
        var languageCell = Cell(plan.Language, Limits.NameBytes);
        var words = languageCell.Split([' ', '\t', ';', ','], StringSplitOptions.RemoveEmptyEntries);
        string[] languages = [.. words.Select(OutletRules.TryLanguage).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (words.Length > Limits.OutletDomains || words.Any(static w => OutletRules.TryLanguage(w) is null)) Add(plan.Language, "Must be codes of ISO 639-1, at most 20.", languageCell);

        var leanCell = Cell(plan.Lean, Limits.NameBytes, ratings: true);
        Lean? lean = null;
        double? number = null;
        if (leanCell.Length > 0)
        {
            if (plan.LeanLabels is { } labels)
            {
                if (labels.TryGetValue(ImportPlan.Label(leanCell), out var step)) lean = step;
                else Add(plan.Lean, "The label is not among labels.leans.", leanCell);
            }
            else if (double.TryParse(leanCell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && NumberSteps.IsUsual(value)) number = value;
            else Add(plan.Lean, "No number between -1e9 and 1e9.", leanCell);
        }
        var reliabilityCell = Cell(plan.Reliability, Limits.NameBytes, ratings: true);
        Reliability? reliability = null;
        if (reliabilityCell.Length > 0)
        {
            if (plan.ReliabilityLabels.TryGetValue(ImportPlan.Label(reliabilityCell), out var step)) reliability = step;
            else Add(plan.Reliability, "The label is not among the labels of reliability.", reliabilityCell);
        }
        if (faults.None && domain.Length == 0 && name.Length == 0) faults.Add("", "Has neither a domain nor a name.");
        if (!faults.None)
        {
            var first = faults.ToError().Fields[0];
            refusal = new ImportRefusal { Line = row.Line, Column = Cut(first.Path), Reason = first.Rule };
            return null;
        }
        return new RatedRow
        {
            Line = row.Line,
            Domain = domain,
            IsBelowDomain = below,
            Name = name,
            Family = family,
            Kind = kind,
            Country = country,
            Languages = languages,
            LeanCell = leanCell,
            Number = number,
            Lean = lean,
            ReliabilityCell = reliabilityCell,
            Reliability = reliability,
        };

        string Cell(int column, int maxBytes, bool ratings = false)
        {
            if (column < 0) return "";
            var text = row.Cells[column].Trim();
            if (ratings && Absent.Contains(text)) return "";
            if (IsFormula(text))
            {
                file.Add("csv", string.Create(CultureInfo.InvariantCulture, $"Line {row.Line}, column \"{Violations.Quote(plan.Table.Header[column])}\": looks like a formula."), text);
                return "";
            }
            TextRules.Line(faults, plan.Table.Header[column], text, maxBytes);
            return text;
        }

        void Add(int column, string rule, string value)
        {
            if (!faults.Has(plan.Table.Header[column])) faults.Add(plan.Table.Header[column], rule, value);
        }
    }

    /// <summary>A text from the file, cut for a report.</summary>
    public static string Cut(string text) => text.Length <= 100 ? text : text[..(char.IsHighSurrogate(text[99]) ? 99 : 100)] + "...";

    // "+972 Magazine" and "-0.3" are none; "=1+1", "@SUM(A1)" and "+cmd|' /C calc'!A0" are.
    private static bool IsFormula(string text) =>
        text.Length > 1 && (text[0] == '=' || (text[0] is '+' or '-' or '@' && text.AsSpan().IndexOfAny("(|!=") > 0));
}
