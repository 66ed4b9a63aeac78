using System.CommandLine;
using System.Globalization;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Stories;
using StoryClustering.Cli.Terminal;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Locating;

/// <summary>storyctl locate URL | --file FILE</summary>
internal static class LocateCommand
{
    private const string About = """
        Tells which story an article belongs to, where it stands between the story's left (-1) and right (1), which facts it leaves out,
        what it alone says, and how the other side reads the same. The article is a URL or a text file ("-": standard input). A URL whose
        article was not ingested is fetched by the service only if its operators have enabled that.
        """;

    public static Command Create(AddressOption address, Consoles consoles)
    {
        var url = new Argument<string?>("URL") { Arity = ArgumentArity.ZeroOrOne, Description = "Where the article can be read." };
        var file = new Option<string?>("--file") { HelpName = "FILE", Description = "File with the article's text." };
        var title = new Option<string?>("--title") { HelpName = "TEXT", Description = "Headline of the text." };
        var language = new Option<string?>("--language") { HelpName = "TAG", Description = "Language of the text, as \"en\". Default: detected." };
        var json = new Option<bool>("--json") { Description = "The answer as a JSON object." };

        var command = new DocumentedCommand("locate", "Tells which story an article belongs to, and where it stands there.", About) { url, file, title, language, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(url) is null == result.GetValue(file) is null) result.AddError("Give a URL, or a text by --file.");
            else if (result.GetValue(file) is null && (result.GetValue(title) is not null || result.GetValue(language) is not null))
                result.AddError("--title and --language go with --file.");
        });
        command.SetAction(async (parsed, interrupt) =>
        {
            var request = new LocateArticleRequest();
            if (parsed.GetValue(url) is { } asked)
            {
                request.Url = asked;
            }
            else
            {
                var path = parsed.GetValue(file)!;
                var text = path == "-" ? await Console.In.ReadToEndAsync(interrupt) : await File.ReadAllTextAsync(path, interrupt);
                request.Article = new LocatableArticle { Title = parsed.GetValue(title) ?? "", Text = text, Language = parsed.GetValue(language) ?? "" };
            }
            using var channel = ServerChannel.Open(parsed.GetValue(address)!);
            var found = await new LocateService.LocateServiceClient(channel).LocateArticleAsync(request, cancellationToken: interrupt);
            if (parsed.GetValue(json)) consoles.OutWriter.WriteLine(ApiJson.Of(found));
            else Write(consoles.OutWriter, found);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(TextWriter writer, LocateArticleResponse found)
    {
        if (found.Fetched is { } page)
        {
            Line("read", page.FinalUrl);
            Line("title", page.Title);
            Line("text", $"{page.TextLength:N0} characters: {page.Excerpt}");
        }
        if (found.Story is { } story)
        {
            Line("story", $"{story.StoryId}: {story.Headline}");
            Line("member", found.IsMember ? "yes, it is one of the story's articles" : $"no; score {Number(found.Score)}, {Number(found.Threshold)} is needed");
        }
        else
        {
            Line("story", $"none: no score reaches {Number(found.Threshold)}");
        }
        foreach (var near in found.Nearest) Line("near", $"{Number(near.Score)} {near.Story?.StoryId}: {near.Story?.Headline}");
        if (found.Location is not { } location) return;

        Line("position", location.Position is { } p
            ? $"{Signed(p.Value)} between -1 (left) and +1 (right); with 90 % between {Signed(p.Low)} and {Signed(p.High)}, by {p.Terms} terms"
            : $"none: {location.Reason}");
        var lines = new FramesText.Lines(writer);
        Section("What puts it there", location.Sentences.Select(s => ($"{Signed(s.Weight)} {s.Text}", string.Join(", ", s.Terms))));
        Section("Facts that it leaves out", location.MissingFacts.Select(f => (f.Line.Text, FramesText.Outlets(f.Line))));
        Section("Facts that it reports", location.SharedFacts.Select(f => (f.Line.Text, FramesText.Outlets(f.Line))));
        Section("What no other source has", location.UniqueClaims.Select(s => (s.Text, "")));
        if (location.OtherSide.Count == 0) return;
        lines.Head("How the other side reads the same");
        foreach (var reading in location.OtherSide)
        {
            lines.Item(reading.Own.Text);
            lines.Under($"{reading.Other.Text} [{FramesText.Outlets(reading.Other)}]");
        }

        void Line(string name, string value) => writer.WriteLine(TerminalText.Clean($"{name,-12}{value}"));

        void Section(string head, IEnumerable<(string Text, string Source)> items)
        {
            var first = true;
            foreach (var (text, source) in items)
            {
                if (first) lines.Head(head);
                first = false;
                lines.Item(text, source);
            }
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
