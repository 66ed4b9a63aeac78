using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Stories;

/// <summary>storyctl explain ID</summary>
internal static class ExplainCommand
{
    public static Command Create(AddressOption address, Consoles consoles)
    {
        var id = new Argument<string>("ID") { Description = "Id of the article." };
        var json = new Option<bool>("--json") { Description = "The explanation as a JSON object." };

        var command = new Command("explain", "Tells why an article is in its story.") { id, json };
        command.SetAction(async (parsed, interrupt) =>
        {
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var request = new ExplainAssignmentRequest { ArticleId = parsed.GetValue(id)! };
            var found = await new StoryService.StoryServiceClient(channel).ExplainAssignmentAsync(request, cancellationToken: interrupt);
            if (parsed.GetValue(json)) consoles.OutWriter.WriteLine(ApiJson.Of(found));
            else WriteText(consoles, found);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void WriteText(Consoles consoles, ExplainAssignmentResponse found)
    {
        Line("article", found.ArticleId);
        Line("story", found.StoryId.Length > 0 ? found.StoryId : "none");
        Line("because", found.Origin switch
        {
            AssignmentOrigin.Decided => "it was put there when it came",
            AssignmentOrigin.Reconsidered => "it was moved there later, or its story was merged or split",
            AssignmentOrigin.Editor => "an editor put it there",
            AssignmentOrigin.Retracted => "it was retracted",
            AssignmentOrigin.Pending => "it is on its way to its story",
            _ => "the decision was not kept",
        });
        if (found.Decision is { } decision)
        {
            Line("decided", $"{(decision.FoundedStory ? "founded" : "joined")} {decision.StoryId} of {decision.Candidates:N0} stories considered; a score of {Number(decision.Threshold)} was needed");
            Candidate("best", decision.Best);
            Candidate("runner-up", decision.RunnerUp);
        }
        if (found.Nearest.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("similarity").NoWrap()).AddColumn("outlet").AddColumn("title").AddColumn("by").AddColumn("shared names");
        foreach (var near in found.Nearest)
        {
            table.AddRow(new Text(Number(near.Similarity)), new Text(TerminalText.Clean(near.Outlet)), new Text(TerminalText.Clean(near.Title)),
                new Text(string.Join(", ", near.Fields.OrderByDescending(f => f.Similarity).Select(f => $"{f.Field} {Number(f.Similarity)}"))),
                new Text(TerminalText.Clean(string.Join(", ", near.SharedEntities))));
        }
        consoles.Out.Write(table);

        void Line(string name, string value) => consoles.OutWriter.WriteLine($"{name,-12}{TerminalText.Clean(value)}");

        void Candidate(string name, AssignmentCandidate? candidate)
        {
            if (candidate is null) return;
            Line(name, $"{candidate.StoryId}: score {Number(candidate.Score)} = similarity {Number(candidate.Similarity)} x time {Number(candidate.TimeFactor)}, " +
                $"fit {Number(candidate.Fit)}, nearest {candidate.NearestArticleId}");
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
