using System.Globalization;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;
using StoryClustering.Evaluation.Frames;

namespace StoryClustering.Evaluation.Commands;

internal static class FramesCommand
{
    public static Task<int> Run(string[] args)
    {
        var options = new FrameOptions();
        var show = 0;
        var k = 3;
        foreach (var arg in args)
        {
            var (name, value) = arg.Split('=') is [var a, var b] ? (a[2..], float.Parse(b, CultureInfo.InvariantCulture)) : throw new EvaluationException(arg);
            if (name == "show") { show = (int)value; continue; }
            if (name == "k") { k = (int)value; continue; }
            var copy = options with { };
            typeof(FrameOptions).GetProperty(name)!.SetValue(copy, Convert.ChangeType(value, typeof(FrameOptions).GetProperty(name)!.PropertyType, CultureInfo.InvariantCulture));
            options = copy;
        }
        var triples = Triple.Read(Path.Combine(DataFolder.Default, "frame-triples.jsonl.gz")).ToList();
        var idf = LexRank.Idf(triples.SelectMany(static t => t.Articles).Select(static a => a.Title + " " + a.Text));
        var scores = new Dictionary<string, List<Rouge>>();
        var both = new Dictionary<string, List<Rouge>>();
        var random = new Random(1);
        var counts = new int[10];
        foreach (var triple in triples)
        {
            var ledger = new FrameLedger(options);
            var standings = new List<ArticleStanding>();
            var cuts = new List<SentenceCut>();
            var sentences = new List<string>();
            var firsts = new List<string>();
            for (var i = 0; i < triple.Articles.Count; i++)
            {
                var article = triple.Articles[i];
                ledger.Put(new FrameArticle("a" + i, article.Title, article.Text, "en", $"o{i}.example", "", default, 1));
                standings.Add(new ArticleStanding("a" + i, "o" + i, false, (Side)(i + 1), $"o{i}.example", OutletKind.National));
                cuts.Clear();
                SentenceSplitter.Split(article.Text, "en", cuts, 100);
                sentences.AddRange(cuts.Select(c => article.Text.Substring(c.Start, c.Length)));
                firsts.AddRange(cuts.Take(1).Select(c => article.Text.Substring(c.Start, c.Length)));
            }
            var frames = ledger.Build(standings, default);
            var facts = frames.Facts;
            counts[facts.Count]++;
            if (show-- > 0)
            {
                Console.WriteLine("N: " + triple.NeutralSummary);
                Console.WriteLine("H: " + frames.Headline?.Text);
                foreach (var f in facts) Console.WriteLine($"   {f.Line.Text}\n" + string.Join("\n", f.Line.Citations.Skip(1).Select(s => $"       {s.Similarity:0.00} {s.Text}")));
            }
            var n = Math.Max(1, facts.Count);
            var rank = LexRank.Rank(sentences, idf);
            var byRank = Enumerable.Range(0, sentences.Count).OrderByDescending(i => rank[i]).ToList();
            var shuffled = sentences.OrderBy(_ => random.Next()).ToList();
            Add("facts", string.Join(" ", facts.Select(f => f.Line.Text)));
            Add("lead-3", string.Join(" ", sentences.Take(3)));
            Add("lead-n", string.Join(" ", sentences.Take(n)));
            Add("lead-each", string.Join(" ", firsts));
            Add("lexrank-3", string.Join(" ", byRank.Take(3).Order().Select(i => sentences[i])));
            Add("lexrank-n", string.Join(" ", byRank.Take(n).Order().Select(i => sentences[i])));
            Add("random-3", string.Join(" ", shuffled.Take(3)));
            Add("random-n", string.Join(" ", shuffled.Take(n)));

            void Add(string name, string text)
            {
                var rouge = Rouge.Of(text, triple.NeutralSummary);
                (scores.TryGetValue(name, out var list) ? list : scores[name] = []).Add(rouge);
                if (facts.Count > 0) (both.TryGetValue(name, out list) ? list : both[name] = []).Add(rouge);
            }
        }
        Console.WriteLine("facts per triple: " + string.Join(" ", counts));
        foreach (var (name, list) in scores)
        {
            var (r, b) = (Rouge.Mean(list), Rouge.Mean(both[name]));
            Console.WriteLine($"{name,-10} all {r.One:0.0000} {r.Two:0.0000} {r.L:0.0000}   with facts {b.One:0.0000} {b.Two:0.0000} {b.L:0.0000}  ({both[name].Count})");
        }
        return Task.FromResult(0);
    }
}
