using System.Globalization;
using System.Text.Json;
using StoryClustering.Evaluation.Syndication;

namespace StoryClustering.Evaluation.Commands;

/// <summary>
/// Whose text is it? Verdicts on real text, against rules that read the whole text and share no code with the engine.
/// </summary>
internal static class SyndicationCommand
{
    private const string Rules = """

        By text: credits are cut out and outlets unknown, so that only the texts speak. Two articles of one story and of different outlets are copies if their
        normalised texts are identical, or if 60 % of the shorter's 4-word shingles recur in the other (12 words or more, and a quarter of the
        other's length); they are none under 25 %; what is in between is left out and counted. An article is a copy if it is in a pair of copies, and is found to
        be one if the ledger puts it in one group with an article of another outlet. Articles without text: of their headlines only identical ones
        are copies.
        Files without stories (*): each set of copies with as many other articles at random.
        By credit: each article alone, with the starter catalogue. Positive: an agency's name in parentheses before a dash in the first 200 characters, or as the
        first line; or in the last 300 a rights notice, "This report by The Canadian Press was first published", "(Reporting by ...; editing by ...)".
        Negative: an agency is named, but only after the first 300 and before the last 400 characters. All others are left out. The positive rule
        resembles the detector: its recall says that these plain forms are found, not how many credits of other forms are. Precision is
        over the positive and the negative ones.
        By both: of each set of copies in which one credits an agency or is an agency's, every article should be wire; nothing is cut out.
        """;

    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--data", "--errors"], ["--json"]);
        var files = arguments.Rest.Count > 0 ? arguments.Rest : [.. DataFolder.ArticleFiles(arguments.One("--data") ?? DataFolder.Default)];
        if (files.Count == 0)
        {
            Console.WriteLine("no data: nothing measured");
            return 0;
        }
        var errors = arguments.One("--errors") is not { } text ? 0
            : int.TryParse(text, CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : throw new EvaluationException($"--errors is {text}; it must be a number.");
        var figures = new List<SyndicationFigures>();
        foreach (var file in files)
        {
            try
            {
                var articles = await MeasuredArticle.Read(file);
                var of = new SyndicationFigures(DataFolder.NameOf(file), errors);
                of.Measure(articles);
                figures.Add(of);
            }
            catch (EvaluationException problem) when (arguments.Rest.Count == 0)
            {
                // A folder may hold files of another kind; one that was named must be right.
                await Console.Error.WriteLineAsync("left out: " + problem.Message);
            }
        }
        var total = new SyndicationFigures("total", 0);
        foreach (var of in figures)
            total.Add(of);
        figures.Add(total);
        if (arguments.Switches.Contains("--json"))
            Console.WriteLine(JsonSerializer.Serialize(figures));
        else
            Print(figures);
        return 0;
    }

    private static void Print(List<SyndicationFigures> figures)
    {
        Table("by text, articles", figures, static f => f.CopiedArticles);
        Table("by text, pairs", figures, static f => f.CopiedPairs);
        Table("by text, identical pairs", figures, static f => f.IdenticalPairs);
        Table("by credit", figures, static f => f.Credited, static f => $"{f.CreditedToOutlets} of the missed are ascribed to an outlet that is no agency");
        Table("by both", figures, static f => f.Wire);
        Console.WriteLine(Rules);
    }

    private static void Table(string title, List<SyndicationFigures> figures, Func<SyndicationFigures, Hits> hits, Func<SyndicationFigures, string>? note = null)
    {
        Console.WriteLine();
        Console.WriteLine($"| {title,-26} | articles | stories | gold  | right | wrong | missed | left out | precision | recall |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var of in figures)
        {
            var h = hits(of);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {of.Name + (of.Pseudo ? " *" : ""),-26} | {of.Articles,8} | {of.Stories,7} | {h.Gold,5} | {h.Right,5} | {h.Wrong,5} | {h.Missed,6} | {h.LeftOut,8} | {Share(h.Precision),9} | {Share(h.Recall),6} |"));
        }
        if (note is not null)
            Console.WriteLine(note(figures[^1]));
    }

    private static string Share(double? share) => share is { } s ? s.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
