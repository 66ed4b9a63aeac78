using System.Globalization;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;
using StoryClustering.Evaluation.Frames;

namespace StoryClustering.Evaluation.Commands;

/// <summary>
/// How good are the frames: facts and agreement of three articles on one event against an expert's neutral summary (ROUGE F1), beside
/// baselines over the same sentences; whether citations are what they say; whether contrast terms tell left from right.
/// </summary>
internal static class FramesCommand
{
    private const string Triples = "frame-triples.jsonl.gz";
    private const string Labels = "editor-stories.jsonl.gz";
    private const int Shuffles = 5;

    private static readonly string[] LeanFiles = ["editor-stories", "three-outlet-events", "stream-excerpts"];

    public static Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--data", "--triples", "--split", "--show", "--story"], []);
        var data = arguments.One("--data") ?? DataFolder.Default;
        var options = arguments.Rest.Aggregate(new FrameOptions(), Set);
        if (arguments.All("--story") is [var file, var label])
        {
            Page.Write(LabelledStory.Read(file).Find(s => s.Id == label) ?? throw new EvaluationException($"{file} has no story {label}."), options);
            return Task.FromResult(0);
        }
        var path = arguments.One("--triples") ?? Path.Combine(data, Triples);
        List<Triple> triples = [];
        if (!File.Exists(path) && arguments.One("--triples") is null)
        {
            Console.WriteLine("no triples: facts and agreement not measured");
        }
        else
        {
            var labels = Path.Combine(data, Labels);
            var stories = File.Exists(labels) ? LabelledStory.Read(labels).ToDictionary(static s => s.Id, StringComparer.Ordinal) : [];
            triples = [.. Triple.Read(path).Where(t => arguments.One("--split") is not { } split || t.Split == split).Select(t => t.With(stories))];
            Compare(triples, options, int.Parse(arguments.One("--show") ?? "0", CultureInfo.InvariantCulture));
        }
        Leans(data, triples);
        return Task.FromResult(0);
    }

    private static void Compare(List<Triple> triples, FrameOptions options, int show)
    {
        var idf = LexRank.Idf(triples.SelectMany(static t => t.Articles).Select(static a => a.Title + " " + a.Text));
        var (facts, agreement, rotated) = (new RougeTable("facts"), new RougeTable("agreement"), new RougeTable("rotated"));
        var citations = new CitationCheck();
        var random = new Random(1);
        foreach (var triple in triples)
        {
            var sentences = Sentences(triple);
            var rank = LexRank.Rank([.. sentences.Select(static s => s.Text)], idf);
            // Where nobody says which article is left and which right, each in turn stands between the other two.
            var isLabelled = triple.Articles.Any(static a => a.Lean == "left") && triple.Articles.Any(static a => a.Lean == "right");
            for (var center = 0; center < (isLabelled ? 1 : triple.Articles.Count); center++)
            {
                var (ledger, standings) = Ledger(triple, options, isLabelled ? -1 : center);
                var frames = ledger.Build(standings, default);
                citations.Check(frames, triple.Articles.Select(static (a, i) => (a, i)).ToDictionary(static x => $"{x.i}", static x => (x.a.Title, x.a.Text)));
                if (center == 0)
                {
                    Add(facts, triple, [.. frames.Facts.Select(static f => f.Line.Text)], sentences, rank, random);
                    if (show-- > 0)
                        Page.Write(triple.NeutralSummary, frames);
                }
                Add(isLabelled ? agreement : rotated, triple, [.. frames.Agreement.Select(static f => f.Line.Text)], sentences, rank, random);
            }
        }
        Console.WriteLine($"{triples.Count} triples; ROUGE F1 against the neutral summary.");
        Console.WriteLine("-n: as many sentences as the section shows; -3: three. 'each lead': the first sentence of each article.");
        Console.WriteLine("agreement: triples whose left and right article are known; rotated: the others, with each article in turn between the other two.");
        facts.Write();
        agreement.Write();
        rotated.Write();
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"citations: {citations.Citations} looked at, {citations.Wrong} wrong, precision {1 - (double)citations.Wrong / Math.Max(1, citations.Citations):0.0000}"));
    }

    private static void Add(RougeTable table, Triple triple, List<string> shown, List<(string Text, bool IsLead)> sentences, double[] rank, Random random)
    {
        var n = Math.Max(1, shown.Count);
        var byRank = Enumerable.Range(0, sentences.Count).OrderByDescending(i => rank[i]).ThenBy(static i => i).ToList();
        table.Begin(triple.NeutralSummary, isAnswered: shown.Count > 0);
        table.Add(table.Section, string.Join(' ', shown));
        table.Add("lead-3", Join(sentences.Select(static s => s.Text).Take(3)));
        table.Add("lead-n", Join(sentences.Select(static s => s.Text).Take(n)));
        table.Add("each lead", Join(sentences.Where(static s => s.IsLead).Select(static s => s.Text)));
        table.Add("LexRank-3", Join(byRank.Take(3).Order().Select(i => sentences[i].Text)));
        table.Add("LexRank-n", Join(byRank.Take(n).Order().Select(i => sentences[i].Text)));
        for (var shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            var shuffled = sentences.Select(static s => s.Text).ToArray();
            random.Shuffle(shuffled);
            table.Add("random-3", Join(shuffled.Take(3)));
            table.Add("random-n", Join(shuffled.Take(n)));
        }
    }

    private static string Join(IEnumerable<string> sentences) => string.Join(' ', sentences);

    private static List<(string Text, bool IsLead)> Sentences(Triple triple)
    {
        var sentences = new List<(string, bool)>();
        var cuts = new List<SentenceCut>();
        foreach (var article in triple.Articles)
        {
            cuts.Clear();
            SentenceSplitter.Split(article.Text, "en", cuts, 100);
            sentences.AddRange(cuts.Select((cut, i) => (article.Text.Substring(cut.Start, cut.Length), i == 0)));
        }
        return sentences;
    }

    private static (FrameLedger, List<ArticleStanding>) Ledger(Triple triple, FrameOptions options, int center)
    {
        var ledger = new FrameLedger(options);
        var standings = new List<ArticleStanding>();
        for (var i = 0; i < triple.Articles.Count; i++)
        {
            var side = center < 0 ? SideOf(triple.Articles[i].Lean) : i == center ? Side.Center : standings.Exists(static s => s.Side == Side.Left) ? Side.Right : Side.Left;
            ledger.Put(new FrameArticle($"{i}", triple.Articles[i].Title, triple.Articles[i].Text, "en", $"outlet-{i}.example", "", default, 1));
            standings.Add(new ArticleStanding($"{i}", $"outlet-{i}.example", false, side, $"outlet-{i}.example", OutletKind.National));
        }
        return (ledger, standings);
    }

    private static Side SideOf(string? lean) => lean switch { "left" => Side.Left, "center" => Side.Center, "right" => Side.Right, _ => Side.Unrated };

    private static void Leans(string data, List<Triple> triples)
    {
        Console.WriteLine();
        Console.WriteLine("Left or right by the contrast's terms (|z| >= 1.96, at most 300 of a side), learned on the stories of one half, asked of the other:");
        Console.WriteLine("| stories with both sides | texts left / right | AUC    | AUC within a story | AUC, other outlets too | within a story |");
        Console.WriteLine("|---|---|---|---|---|---|");
        if (triples.Count > 0)
            Row("triples", [.. triples.Select(static t => t.AsStory())], withOutlets: false);
        foreach (var name in LeanFiles)
        {
            var path = Path.Combine(data, name + ".jsonl.gz");
            if (!File.Exists(path))
            {
                Console.WriteLine($"| {name}: no data, not measured |");
                continue;
            }
            var stories = LabelledStory.Read(path);
            Row(name, stories, withOutlets: true);
        }
    }

    private static void Row(string name, List<LabelledStory> stories, bool withOutlets)
    {
        var seen = LeanFigures.Of(stories, otherOutlets: false);
        // The triples do not say whose their texts are.
        var unseen = withOutlets ? LeanFigures.Of(stories, otherOutlets: true) : null;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name,-23} | {seen.Left,5} / {seen.Right,-10} | {seen.Auc:0.000}  | {seen.WithinStory,-18:0.000} | {unseen?.Auc,-22:0.000} | {unseen?.WithinStory,-14:0.000} |"));
    }

    private static FrameOptions Set(FrameOptions options, string setting)
    {
        if (setting.Split('=') is not [var name, var value] || typeof(FrameOptions).GetProperty(name) is not { } property || !double.TryParse(value, CultureInfo.InvariantCulture, out var number))
            throw new EvaluationException($"{setting} sets no option of frames.");
        var copy = options with { };
        property.SetValue(copy, Convert.ChangeType(number, property.PropertyType, CultureInfo.InvariantCulture));
        return copy;
    }
}
