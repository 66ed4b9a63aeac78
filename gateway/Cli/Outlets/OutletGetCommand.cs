using System.CommandLine;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets get DOMAIN</summary>
internal static class OutletGetCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "A domain of the outlet, or a host below one." };
        var json = new Option<bool>("--json") { Description = "The outlet as a JSON object." };
        var command = new Command("get", "Shows one outlet and who rated it.") { domain, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var request = new GetOutletRequest { Domain = parsed.GetValue(domain)! };
            var outlet = (await new OutletService.OutletServiceClient(channel).GetOutletAsync(request, cancellationToken: interrupt)).Outlet;
            if (parsed.GetValue(json)) consoles.OutWriter.WriteLine(ApiJson.Of(outlet));
            else WriteText(consoles, outlet);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>An outlet in lines.</summary>
    public static void WriteText(Consoles consoles, Outlet outlet)
    {
        Line("domains", string.Join(", ", outlet.Domains));
        Line("name", outlet.Name);
        Line("family", outlet.Family.Length > 0 ? outlet.Family : "stands alone");
        Line("kind", OutletWords.Of(outlet.Kind));
        Line("country", outlet.Country.Length > 0 ? outlet.Country : "unknown");
        Line("languages", string.Join(", ", outlet.Languages));
        Line("lean", OutletWords.Of(outlet.Lean) + Rating(outlet.LeanProvenance));
        Line("reliability", OutletWords.Of(outlet.Reliability) + Rating(outlet.ReliabilityProvenance));
        Line("version", outlet is { IsStarter: true, Version: 0 } ? "as the service came with it" : $"{outlet.Version}");

        void Line(string name, string value) => consoles.OutWriter.WriteLine($"{name,-12}{TerminalText.Clean(value)}");
    }

    private static string Rating(RatingProvenance? by)
    {
        if (by is null) return "";
        var parts = new[] { OutletWords.Time(by.RatedAt), by.Scale, by.Licence.Length > 0 ? $"licence {by.Licence}" : "" };
        return $", by {by.RatedBy}{string.Concat(parts.Where(static p => p.Length > 0).Select(static p => $"; {p}"))}";
    }
}
