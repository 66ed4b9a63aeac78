using System.CommandLine;
using Spectre.Console;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets history DOMAIN</summary>
internal static class OutletHistoryCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "A domain of the outlet." };
        var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 20, HelpName = "N", Description = "Most changes to show." };
        limit.Must(value => value > 0, "must be above 0");
        var json = new Option<bool>("--json") { Description = "A JSON object for each change." };
        var command = new Command("history", "Shows the changes of an outlet, the newest first.") { domain, limit, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var client = new OutletService.OutletServiceClient(channel);
            var most = parsed.GetValue(limit);
            var changes = new List<OutletChange>();
            var request = new ListOutletHistoryRequest { Domain = parsed.GetValue(domain)! };
            do
            {
                request.PageSize = Math.Min(most - changes.Count, Limits.PageSize);
                var page = await client.ListOutletHistoryAsync(request, cancellationToken: interrupt);
                changes.AddRange(page.Changes);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && changes.Count < most);
            if (parsed.GetValue(json))
            {
                foreach (var change in changes) consoles.OutWriter.WriteLine(ApiJson.Of(change));
                return ExitCodes.Done;
            }
            if (changes.Count == 0)
            {
                consoles.OutWriter.WriteLine("Never changed.");
                return ExitCodes.Done;
            }
            var table = new Table().Border(TableBorder.Simple);
            table.AddColumn("version").AddColumn(new TableColumn("changed").NoWrap()).AddColumn("by").AddColumn("reason").AddColumn("what");
            foreach (var change in changes)
            {
                table.AddRow(new Text($"{change.Version}"), new Text(OutletWords.Time(change.ChangedAt)), new Text(TerminalText.Clean(change.Actor, 40)), new Text(TerminalText.Clean(change.Reason, 80)),
                    new Text(TerminalText.Clean(Difference(change))));
            }
            consoles.Out.Write(table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>What a change changed: "lean center -> left, family A -> B".</summary>
    internal static string Difference(OutletChange change)
    {
        if (change.Before is not { } before) return "new";
        var after = change.After;
        (string Name, string Before, string After)[] fields =
        [
            ("domains", string.Join(' ', before.Domains), string.Join(' ', after.Domains)), ("name", before.Name, after.Name), ("family", before.Family, after.Family),
            ("kind", OutletWords.Of(before.Kind), OutletWords.Of(after.Kind)), ("country", before.Country, after.Country),
            ("languages", string.Join(' ', before.Languages), string.Join(' ', after.Languages)), ("lean", OutletWords.Of(before.Lean), OutletWords.Of(after.Lean)),
            ("lean rated by", before.LeanProvenance?.RatedBy ?? "", after.LeanProvenance?.RatedBy ?? ""),
            ("reliability", OutletWords.Of(before.Reliability), OutletWords.Of(after.Reliability)),
        ];
        var different = fields.Where(static f => f.Before != f.After).Select(static f => $"{f.Name} {Shown(f.Before)} -> {Shown(f.After)}").ToArray();
        return different.Length > 0 ? string.Join(", ", different) : "source of a rating";
    }

    private static string Shown(string value) => value.Length > 0 ? value : "none";
}
