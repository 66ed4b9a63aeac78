using System.CommandLine;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets set-lean DOMAIN LEAN</summary>
internal static class SetLeanCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var domain = new Argument<string>("DOMAIN") { Description = "A domain of the outlet." };
        var lean = new Argument<string>("LEAN") { Description = string.Join(", ", OutletWords.Leans) + "." };
        lean.AcceptOnlyFromAmong(OutletWords.Leans);
        var original = new Option<string?>("--original") { HelpName = "TEXT", Description = "The rating as the rater wrote it." };
        var rating = new RatingOptions();
        var command = new Command("set-lean", "Rates one outlet of the catalogue, or takes its rating off.") { domain, lean, original };
        rating.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(lean) is { } word && word != "unrated" && string.IsNullOrWhiteSpace(result.GetValue(rating.RatedBy))) result.AddError("--rated-by: a rating must say who rated");
        });
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var client = new OutletService.OutletServiceClient(channel);
            var outlet = (await client.GetOutletAsync(new GetOutletRequest { Domain = parsed.GetValue(domain)! }, cancellationToken: interrupt)).Outlet;
            outlet.Lean = OutletWords.Lean(parsed.GetValue(lean)!)!.Value;
            outlet.LeanProvenance = null;
            if (outlet.Lean != OutletLean.Unspecified)
            {
                outlet.LeanProvenance = rating.Read(parsed);
                outlet.LeanProvenance!.Original = parsed.GetValue(original) ?? "";
            }
            var request = new UpsertOutletsRequest { Outlets = { outlet }, Actor = parsed.GetValue(rating.Actor)!, Reason = parsed.GetValue(rating.Reason) ?? "" };
            var answer = await client.UpsertOutletsAsync(request, cancellationToken: interrupt);
            if (answer.Changed > 0) outlet.Version = answer.Version;
            OutletGetCommand.WriteText(consoles, outlet);
            return ExitCodes.Done;
        });
        return command;
    }
}
