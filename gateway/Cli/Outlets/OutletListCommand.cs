using System.CommandLine;
using Spectre.Console;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets list</summary>
internal static class OutletListCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var text = new Option<string?>("--text") { HelpName = "TEXT", Description = "Outlets with this in name, family or domain." };
        var kind = new Option<string?>("--kind") { HelpName = "KIND", Description = $"Outlets of this kind: {string.Join(", ", OutletWords.Kinds)}." };
        kind.AcceptOnlyFromAmong(OutletWords.Kinds);
        var country = new Option<string?>("--country") { HelpName = "CODE", Description = "Outlets in this country, ISO 3166-1 alpha-2, or \"unknown\"." };
        var lean = new Option<string?>("--lean") { HelpName = "LEAN", Description = $"Outlets with this lean: {string.Join(", ", OutletWords.Leans)}." };
        lean.AcceptOnlyFromAmong(OutletWords.Leans);
        var family = new Option<string?>("--family") { HelpName = "NAME", Description = "Outlets of this publisher family." };
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 100, HelpName = "N", Description = "Most outlets to show." };
        limit.Must(value => value > 0, "must be above 0");
        var json = new Option<bool>("--json") { Description = "A JSON object for each outlet." };

        var command = new Command("list", "Lists outlets by domain.") { text, kind, country, lean, family, limit, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var filter = new OutletFilter { Text = parsed.GetValue(text) ?? "", Country = parsed.GetValue(country) ?? "", Family = parsed.GetValue(family) ?? "" };
            if (parsed.GetValue(kind) is { } kindWord) filter.Kind = OutletWords.Kind(kindWord)!.Value;
            if (parsed.GetValue(lean) is { } leanWord) filter.Lean = OutletWords.Lean(leanWord)!.Value;
            var outlets = await ListAsync(new OutletService.OutletServiceClient(channel), filter, parsed.GetValue(limit), interrupt);
            if (parsed.GetValue(json))
            {
                foreach (var outlet in outlets) consoles.OutWriter.WriteLine(ApiJson.Of(outlet));
                return ExitCodes.Done;
            }
            var table = new Table().Border(TableBorder.Simple);
            table.AddColumn("domain").AddColumn("name").AddColumn("family").AddColumn("kind").AddColumn("country").AddColumn(new TableColumn("lean").NoWrap()).AddColumn("rated by");
            foreach (var outlet in outlets)
            {
                table.AddRow(new Text(TerminalText.Clean(outlet.Domains.FirstOrDefault() ?? "")), new Text(TerminalText.Clean(outlet.Name, 60)), new Text(TerminalText.Clean(outlet.Family, 40)),
                    new Text(OutletWords.Of(outlet.Kind)), new Text(TerminalText.Clean(outlet.Country)), new Text(OutletWords.Of(outlet.Lean)),
                    new Text(TerminalText.Clean(outlet.LeanProvenance?.RatedBy ?? "", 40)));
            }
            consoles.Out.Write(table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<List<Outlet>> ListAsync(OutletService.OutletServiceClient client, OutletFilter filter, int limit, CancellationToken cancellation)
    {
        var outlets = new List<Outlet>();
        var page = "";
        do
        {
            var request = new ListOutletsRequest { Filter = filter, PageSize = Math.Min(limit - outlets.Count, Limits.PageSize), PageToken = page };
            var response = await client.ListOutletsAsync(request, cancellationToken: cancellation);
            outlets.AddRange(response.Outlets);
            page = response.NextPageToken;
        }
        while (page.Length > 0 && outlets.Count < limit);
        return outlets;
    }
}
