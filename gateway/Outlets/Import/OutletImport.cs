using System.Globalization;
using System.Text;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using OutletLean = StoryClustering.Api.V1.OutletLean;
using Reliability = StoryClustering.Contracts.Outlets.OutletReliability;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>Brings ratings and other facts from a CSV file into the catalogue; the rules are in outlet_service.proto. Reads the whole
/// catalogue first: a change that others make to an outlet of the file between that and the upsert is lost.</summary>
public sealed class OutletImport(IStoryCluster cluster, OutletRules rules, GatewayOptions options)
{
    private const int Candidates = 10;

    /// <summary>Checks, works out and, unless it is a preview, applies an import. Throws INVALID_ARGUMENT before anything is changed; throws
    /// what stopped a batch with the number of changes applied before it.</summary>
    public async Task<ImportOutletsResponse> Run(ImportOutletsRequest request, CancellationToken cancellation)
    {
        var violations = new Violations(request);
        var plan = ImportPlan.Read(violations, request);
        violations.ThrowIfAny();
        var report = new ImportOutletsResponse { Preview = request.Preview };
        var rows = Read(plan!, violations, report);
        violations.ThrowIfAny();

        var catalogue = new Dictionary<string, OutletRecord>(StringComparer.Ordinal);
        for (var (after, more) = ("", true); more;)
        {
            var page = await cluster.Outlets.List(new OutletQuery(), after, Limits.PageSize, cancellation).WaitAsync(cancellation);
            foreach (var outlet in page.Outlets) catalogue[outlet.Domain] = outlet;
            more = page.More && page.Outlets.Length > 0;
            if (more) after = page.Outlets[^1].Domain;
        }
        var changes = Match(plan!, rows, catalogue, request.Matching?.CreateUnknown ?? false, report);
        foreach (var (before, now) in changes.OrderBy(static c => c.Before?.Lean == c.After.Lean || (c.Before is null && c.After.Lean == Lean.Unrated)).Take(Limits.ImportListed))
        {
            report.Changes.Add(new ImportedChange
            {
                Domain = now.Domain, Name = RatedRow.Cut(now.Name), LeanBefore = (OutletLean)(before?.Lean ?? default), LeanAfter = (OutletLean)now.Lean, Created = before is null,
            });
        }
        report.Version = request.Preview || changes.Count == 0
            ? (await cluster.Outlets.GetStatus(cancellation).WaitAsync(cancellation)).Version
            : await Apply([.. changes.Select(static c => c.After)], request, cancellation);
        return report;
    }

    // The rows that keep the rules, with their leans. Fills what the report says of the file itself.
    private List<RatedRow> Read(ImportPlan plan, Violations violations, ImportOutletsResponse report)
    {
        var rows = new List<RatedRow>(plan.Table.Rows.Count);
        foreach (var row in plan.Table.Rows)
        {
            report.RowsRead++;
            if (RatedRow.Read(plan, rules, row, violations, out var refusal) is { } read) rows.Add(read);
            else
            {
                report.RowsRefused++;
                if (report.Refusals.Count < Limits.ImportListed) report.Refusals.Add(refusal);
            }
        }
        if (plan.Lean < 0) return rows;

        report.EmptyRatings = rows.Count(static r => r.LeanCell.Length == 0);
        if (plan.Numbers is { } scale)
        {
            if (!violations.None || NumberSteps.Of(violations, "numbers", scale, [.. rows.Select(static r => r.Number).OfType<double>()]) is not { } steps) return rows;
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].Number is { } number) rows[i] = rows[i] with { Lean = steps.Of(number) };
            report.Lean = new LeanReport
            {
                Scale = $"{plan.LeanScale}; {steps.Words}", Center = steps.Center, CutPoints = { steps.CutPoints }, Numbers = steps.Count, Median = steps.Median,
                Mean = steps.Mean, Deviation = steps.Deviation,
            };
        }
        else
        {
            report.Lean = new LeanReport
            {
                Scale = $"{plan.LeanScale}; {string.Join(", ", plan.LeanLabels!.OrderBy(static l => l.Value).ThenBy(static l => l.Key, StringComparer.Ordinal).Select(static l => $"{l.Key} = {Word(l.Value)}"))}",
            };
        }
        var counts = rows.Where(static r => r.Lean is not null).CountBy(static r => r.Lean!.Value).ToDictionary();
        report.Lean.Left = counts.GetValueOrDefault(Lean.Left);
        report.Lean.LeanLeft = counts.GetValueOrDefault(Lean.LeanLeft);
        report.Lean.CenterRows = counts.GetValueOrDefault(Lean.Center);
        report.Lean.LeanRight = counts.GetValueOrDefault(Lean.LeanRight);
        report.Lean.Right = counts.GetValueOrDefault(Lean.Right);
        report.Lean.Unrated = counts.GetValueOrDefault(Lean.Unrated);
        return rows;
    }

    private List<(OutletRecord? Before, OutletRecord After)> Match(ImportPlan plan, List<RatedRow> rows, Dictionary<string, OutletRecord> catalogue, bool create,
        ImportOutletsResponse report)
    {
        var byDomain = new Dictionary<string, OutletRecord>(StringComparer.Ordinal);
        foreach (var outlet in catalogue.Values)
            foreach (var domain in outlet.Domains) byDomain[domain] = outlet;
        var names = plan.Name < 0 ? null
            : new OutletNames(rules, catalogue.Values.Where(o => o.Name.Length > 0 && (plan.NameCountries.Count == 0 || plan.NameCountries.Contains(o.Country))));
        var targets = rows.ConvertAll(row => Target(plan, row, byDomain, names));
        // Which row counts where several are of one outlet: the closest, of those the first that says anything, else the first.
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (targets[i].Key is not { } key) continue;
            if (!counts.TryGetValue(key, out var best) || Rank(i) < Rank(best)) counts[key] = i;
        }

        var changes = new List<(OutletRecord?, OutletRecord)>();
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, target) = (rows[i], targets[i]);
            var outlet = target.Key is null ? null : byDomain.GetValueOrDefault(target.Key);
            if (target.Found.Length > 1)
            {
                report.Ambiguous++;
                List(report.AmbiguousRows, row, target.Found);
            }
            else if (target.Key is null || (outlet is null && (!create || !rows[counts[target.Key]].SaysAnything)))
            {
                report.Unmatched++;
                List(report.UnmatchedRows, row, []);
            }
            else if (counts[target.Key] != i)
            {
                report.Duplicates++;
                List(report.DuplicateRows, row, [target.Key]);
            }
            else
            {
                if (outlet is null) report.Created++;
                else if (row.Domain.Length > 0) report.MatchedByDomain++;
                else report.MatchedByName++;
                var after = Merge(plan, outlet ?? new OutletRecord { Domains = [row.Domain] }, row, report);
                if (outlet is not null && IsSame(outlet, after)) report.Unchanged++;
                else
                {
                    report.Changed++;
                    changes.Add((outlet, after));
                }
            }
        }
        return changes;

        int Rank(int i) => 2 * targets[i].Distance + (rows[i].HasFacts ? 0 : 1);
    }

    // Key: main domain of the outlet that a row is about, or its own if nobody has it; null if it is about none or several.
    private (string? Key, string[] Found, int Distance) Target(ImportPlan plan, RatedRow row, Dictionary<string, OutletRecord> byDomain, OutletNames? names)
    {
        if (row.Domain.Length > 0) return (byDomain.GetValueOrDefault(row.Domain)?.Domain ?? row.Domain, [], row.IsBelowDomain ? 1 : 0);
        // A name that is a domain ("FactCheck.org") is the outlet of that domain, if there is one.
        if (row.Name.Contains('.', StringComparison.Ordinal) && rules.Reduce(row.Name) is { } domain && byDomain.TryGetValue(domain, out var outlet)
            && (plan.NameCountries.Count == 0 || plan.NameCountries.Contains(outlet.Country)))
            return (outlet.Domain, [], 0);
        var reading = 0;
        var found = names?.Find(row.Name, out reading) ?? [];
        return (found.Length == 1 ? found[0] : null, found, reading);
    }

    private static OutletRecord Merge(ImportPlan plan, OutletRecord outlet, RatedRow row, ImportOutletsResponse report) => outlet with
    {
        Name = outlet.Name.Length > 0 ? outlet.Name : row.Name,
        Family = row.Family.Length > 0 ? row.Family : outlet.Family,
        Kind = row.Kind ?? outlet.Kind,
        Country = row.Country.Length > 0 ? row.Country : outlet.Country,
        Languages = row.Languages.Length > 0 ? row.Languages : outlet.Languages,
        Lean = row.Lean ?? outlet.Lean,
        LeanBy = row.Lean switch
        {
            null => outlet.LeanBy,
            Lean.Unrated => null,
            _ => plan.RatedBy! with { Scale = Fit($"{row.LeanCell} on {report.Lean!.Scale}"), Original = row.LeanCell },
        },
        Reliability = row.Reliability ?? outlet.Reliability,
        ReliabilityBy = row.Reliability switch
        {
            null => outlet.ReliabilityBy,
            Reliability.Unrated => null,
            _ => plan.RatedBy! with { Scale = Fit($"{row.ReliabilityCell} on {plan.ReliabilityScale}"), Original = row.ReliabilityCell },
        },
    };

    private async Task<long> Apply(OutletRecord[] changes, ImportOutletsRequest request, CancellationToken cancellation)
    {
        long version = 0;
        var applied = 0;
        foreach (var batch in changes.Chunk(Limits.UpsertOutlets))
        {
            UpsertAnswer answer;
            try { answer = await cluster.Outlets.Upsert(batch, request.Actor, request.Reason, cancellation).WaitAsync(cancellation); }
            catch (Exception e) when (!cancellation.IsCancellationRequested && Failures.ReasonToRetry(e) is { } reason)
            {
                throw Stopped(ApiError.Unavailable(reason, "The service does not answer in time.", options.RetryDelay), applied, changes.Length).ToException();
            }
            if (OutletService.Taken(answer) is { } taken) throw Stopped(taken, applied, changes.Length).ToException();
            applied += batch.Length;
            version = answer.Version;
        }
        return version;
    }

    private static ApiError Stopped(ApiError error, int applied, int changes) => error with
    {
        Message = string.Create(CultureInfo.InvariantCulture,
            $"{error.Message} {applied} of {changes} changes were applied before. Sending the file again is safe: what is so already is not changed again."),
        Metadata = new Dictionary<string, string>(error.Metadata)
        {
            ["applied"] = applied.ToString(CultureInfo.InvariantCulture),
            ["changes"] = changes.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static void List(Google.Protobuf.Collections.RepeatedField<ImportedRow> rows, RatedRow row, string[] candidates)
    {
        if (rows.Count < Limits.ImportListed)
            rows.Add(new ImportedRow { Line = row.Line, Domain = row.Domain, Name = RatedRow.Cut(row.Name), Candidates = { candidates.Take(Candidates) } });
    }

    // Arrays are compared by reference in a record.
    private static bool IsSame(OutletRecord a, OutletRecord b) =>
        (a.Name, a.Family, a.Kind, a.Country, a.Lean, a.Reliability) == (b.Name, b.Family, b.Kind, b.Country, b.Lean, b.Reliability)
        && a.LeanBy == b.LeanBy && a.ReliabilityBy == b.ReliabilityBy && a.Languages.AsSpan().SequenceEqual(b.Languages) && a.Domains.AsSpan().SequenceEqual(b.Domains);

    private static string Word(Lean lean) => lean switch
    {
        Lean.LeanLeft => "lean left",
        Lean.LeanRight => "lean right",
        _ => lean.ToString().ToLowerInvariant(),
    };

    // A scale in words as long as one may be, in bytes.
    private static string Fit(string words)
    {
        if (Encoding.UTF8.GetByteCount(words) <= Limits.ScaleBytes) return words;
        Encoding.UTF8.GetEncoder().Convert(words, new byte[Limits.ScaleBytes - 3], flush: false, out var used, out _, out _);
        return words[..used] + "...";
    }
}
