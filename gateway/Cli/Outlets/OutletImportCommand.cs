using System.CommandLine;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets import FILE</summary>
internal static class OutletImportCommand
{
    private const string About = """
        FILE is CSV with a first line that names the columns. Options name the columns that are to be used; of an outlet that is in the
        catalogue only these change. A lean column needs a scale, since no rater's is centred on zero of itself:
          --labels "left=left,left-center=lean-left,center=center,right-center=lean-right,right=right,mixed=unrated"
          --center 3 --step 1                      five steps of 1, the middle one around 3
          --center median --step-deviations 0.75   re-centred on the file's own numbers
          --center 0 --cuts "-0.5,-0.2,0.2,0.5"    distances from the center at which the steps meet
        Try --preview first: it tells the same and changes nothing.

        Exit code: 0 done, 1 something failed or a row was refused, 2 wrong usage, 130 interrupted.
        """;

    public static Command Create(AddressOption address, Consoles consoles)
    {
        var file = new Argument<string>("FILE") { Description = "The file, at most 4 MiB." };
        var domain = Column("--domain", "domain, host or URL");
        var urls = new Option<string[]>("--url") { HelpName = "COL", Description = "Column of a URL of the outlet's site, where the domain is empty. May be given several times." };
        var name = Column("--name", "name");
        var family = Column("--family", "publisher family");
        var kind = Column("--kind", "kind");
        var country = Column("--country", "country");
        var language = Column("--language", "languages");
        var lean = Column("--lean", "lean");
        var reliability = Column("--reliability", "reliability");
        var labels = new Option<string?>("--labels") { HelpName = "LIST", Description = $"What each label of the lean means: LABEL={string.Join('|', OutletWords.Leans)}, separated by commas." };
        var reliabilityLabels = new Option<string?>("--reliability-labels") { HelpName = "LIST", Description = "As --labels, for the reliability: low, mixed, high or unrated." };
        var center = new Option<string?>("--center") { HelpName = "WHERE", Description = "Center of a scale of numbers: a number, median or mean." };
        var step = new Option<double?>("--step") { HelpName = "N", Description = "Width of a step." };
        var deviations = new Option<double?>("--step-deviations") { HelpName = "N", Description = "Width of a step in standard deviations of the file's numbers." };
        var cuts = new Option<string?>("--cuts") { HelpName = "A,B,C,D", Description = "Distances from the center at which the steps meet." };
        var flipped = new Option<bool>("--right-is-negative") { Description = "Higher numbers are further left." };
        var create = new Option<bool>("--create-unknown") { Description = "Make new outlets of domains that the catalogue does not know." };
        var nameCountries = new Option<string[]>("--name-country") { HelpName = "CODE", Description = "Find only outlets of this country by name. May be given several times." };
        var preview = new Option<bool>("--preview") { Description = "Change nothing, tell what would change." };
        var json = new Option<bool>("--json") { Description = "The report as a JSON object." };
        var rating = new RatingOptions();

        labels.Must(static text => Labels(text!, OutletWords.Lean) is not null, $"must be LABEL=LEAN, separated by commas; a lean is {string.Join(", ", OutletWords.Leans)}");
        reliabilityLabels.Must(static text => Labels(text!, OutletWords.Reliability) is not null, "must be LABEL=low, mixed, high or unrated, separated by commas");
        center.Must(static text => text is "median" or "mean" || Number(text!) is not null, "must be a number, median or mean");
        cuts.Must(static text => Numbers(text!) is { Length: 4 }, "must be four numbers, separated by commas");
        file.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!File.Exists(token.Value)) result.AddError($"{token.Value}: no such file");
                else if (new FileInfo(token.Value).Length > Limits.ImportBytes) result.AddError($"{token.Value}: at most {Limits.ImportBytes} bytes");
            }
        });

        var command = new DocumentedCommand("import", "Brings ratings and other facts from a CSV file into the catalogue.", About)
        {
            file, domain, urls, name, family, kind, country, language, lean, reliability, labels, reliabilityLabels, center, step, deviations, cuts, flipped, create, nameCountries, preview, json,
        };
        rating.AddTo(command);
        command.Validators.Add(result =>
        {
            var numbers = result.GetValue(center) is not null;
            var widths = (result.GetValue(step) is null ? 0 : 1) + (result.GetValue(deviations) is null ? 0 : 1) + (result.GetValue(cuts) is null ? 0 : 1);
            if (result.GetValue(labels) is not null && (numbers || widths > 0)) result.AddError("--labels: a column holds labels or numbers, not both");
            if (numbers && widths != 1) result.AddError("--center: needs one of --step, --step-deviations and --cuts");
            if (!numbers && widths > 0) result.AddError("--step, --step-deviations, --cuts: need --center");
        });
        command.SetAction(async (parsed, interrupt) =>
        {
            var request = new ImportOutletsRequest
            {
                Csv = ByteString.CopyFrom(await File.ReadAllBytesAsync(parsed.GetValue(file)!, interrupt)),
                Columns = new ImportColumns
                {
                    Domain = parsed.GetValue(domain) ?? "", Urls = { parsed.GetValue(urls) ?? [] }, Name = parsed.GetValue(name) ?? "", Family = parsed.GetValue(family) ?? "",
                    Kind = parsed.GetValue(kind) ?? "", Country = parsed.GetValue(country) ?? "", Language = parsed.GetValue(language) ?? "", Lean = parsed.GetValue(lean) ?? "",
                    Reliability = parsed.GetValue(reliability) ?? "",
                },
                Matching = new ImportMatching { CreateUnknown = parsed.GetValue(create), NameCountries = { parsed.GetValue(nameCountries) ?? [] } },
                Provenance = rating.Read(parsed),
                Actor = parsed.GetValue(rating.Actor)!,
                Reason = parsed.GetValue(rating.Reason) ?? "",
                Preview = parsed.GetValue(preview),
            };
            if (parsed.GetValue(reliabilityLabels) is { } reliabilities) request.ReliabilityLabels.Add(Labels(reliabilities, OutletWords.Reliability));
            if (parsed.GetValue(labels) is { } leans) request.Labels = new LabelScale { Leans = { Labels(leans, OutletWords.Lean) } };
            if (parsed.GetValue(center) is { } where)
            {
                request.Numbers = new NumberScale { RightIsNegative = parsed.GetValue(flipped) };
                if (where == "median") request.Numbers.CenterOf = CenterOf.Median;
                else if (where == "mean") request.Numbers.CenterOf = CenterOf.Mean;
                else request.Numbers.CenterAt = Number(where)!.Value;
                if (parsed.GetValue(step) is { } width) request.Numbers.Step = width;
                if (parsed.GetValue(deviations) is { } factor) request.Numbers.StepDeviations = factor;
                if (parsed.GetValue(cuts) is { } points) request.Numbers.CutPoints = new CutPoints { Distances = { Numbers(points) } };
            }
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var report = await new OutletService.OutletServiceClient(channel).ImportOutletsAsync(request, cancellationToken: interrupt);
            if (parsed.GetValue(json)) consoles.OutWriter.WriteLine(ApiJson.Of(report));
            else ImportReport.Write(consoles, report);
            return report.RowsRefused == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Option<string?> Column(string option, string what) => new(option) { HelpName = "COL", Description = $"Column of the {what}." };

    /// <summary>"left=lean-left,allsides=" by label; null if a part is not LABEL=VALUE or a value is none.</summary>
    internal static MapField<string, T>? Labels<T>(string list, Func<string, T?> parse) where T : struct
    {
        var labels = new MapField<string, T>();
        foreach (var part in list.Split(','))
        {
            var equals = part.LastIndexOf('=');
            if (equals <= 0 || part[..equals].Trim() is not { Length: > 0 } label || parse(part[(equals + 1)..].Trim()) is not { } value || labels.ContainsKey(label)) return null;
            labels.Add(label, value);
        }
        return labels;
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static double[]? Numbers(string list)
    {
        var numbers = list.Split(',').Select(Number).ToArray();
        return numbers.Contains(null) ? null : [.. numbers.Select(static n => n!.Value)];
    }
}
