using System.Collections.Concurrent;
using System.Globalization;
using StoryClustering.Engine;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Baselines;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Commands;

/// <summary>
/// All labelled sets of a folder, each alone and mixed by time with as many unlabelled articles: the engine in one configuration
/// beside two baselines. With --cross-validate also: what is left of fitted values on a set that they were not fitted on.
/// </summary>
internal static class ReportCommand
{
    private const string NoiseFile = DataFolder.UnlabelledFile;

    private sealed record Set(string Name, List<EvaluatedArticle> Articles, Dictionary<string, string> Gold);

    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--data", "--orders"], ["--cross-validate"], engineOptions: true);
        var folder = arguments.One("--data") ?? DataFolder.Default;
        if (!Directory.Exists(folder))
        {
            Console.WriteLine($"no data: nothing measured ({folder} is not there)");
            return 0;
        }
        var sets = await Load(folder);
        var noise = File.Exists(Path.Combine(folder, NoiseFile)) ? await Collect(Path.Combine(folder, NoiseFile)) : [];
        if (sets.Count == 0)
        {
            Console.WriteLine($"no data: nothing measured (no file of {folder} has labels)");
            return 0;
        }
        TellFit(sets, noise);
        if (arguments.Switches.Contains("--cross-validate"))
        {
            CrossValidate(sets, arguments.Options);
            return 0;
        }
        if (arguments.One("--orders") is { } orders)
        {
            Orders(sets, arguments.Options, int.TryParse(orders, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : throw new EvaluationException($"--orders is {orders}; it must be a number above 0."));
            return 0;
        }
        var background = noise.Count > 0 ? DocumentFrequencies.Of(CountedArticle.Of(noise)) : null;
        Console.WriteLine("One configuration for all sets. B3: B-cubed, macro over labelled articles; a second: articles a second of wall time, one thread.");
        if (noise.Count == 0)
            Console.WriteLine($"{NoiseFile} is not there: no noise, and the baselines count frequencies on each set itself.");
        Table("alone", sets, set => set.Articles, arguments.Options, background);
        if (noise.Count > 0)
            Table("mixed with unlabelled articles", sets, set => Noise.Mix(set.Articles, noise), arguments.Options, background);
        return 0;
    }

    private static void Table(
        string title, List<Set> sets, Func<Set, List<EvaluatedArticle>> stream, EngineOptions options, DocumentFrequencies? background)
    {
        var table = new ReportTable(title);
        foreach (var set in sets)
        {
            var articles = stream(set);
            table.Add(set.Name, "engine", articles, set.Gold, all => Engine(all, options));
            table.Add(set.Name, "unigrams", articles, set.Gold, all => Baseline.Unigrams(all, background));
            table.Add(set.Name, "earlier", articles, set.Gold, all => Baseline.Earlier(all, background));
        }
        table.Means();
    }

    /// <summary>What was fitted on what, and how far those are the same articles.</summary>
    private static void TellFit(List<Set> sets, List<EvaluatedArticle> noise)
    {
        Console.WriteLine($"The background table that comes with the engine was counted on {NoiseFile} alone, without labels; its thresholds and weights were set with the labelled sets in view.");
        foreach (var set in sets)
        {
            if (noise.Count - Noise.Outside(set.Articles, noise).Count is var shared and > 0)
                Console.WriteLine($"{shared} of the articles of {NoiseFile} are also in {set.Name} ({set.Articles.Count} articles): the background has seen their texts. They are left out of its noise.");
        }
    }

    private static Dictionary<string, string> Engine(List<EvaluatedArticle> articles, EngineOptions options)
    {
        var run = new EngineRun(options);
        foreach (var article in articles)
            run.Ingest(article);
        return run.Stories();
    }

    /// <summary>
    /// Each set in several orders, articles shuffled within an hour: how much of a score is luck. Also the better figure to tune by.
    /// </summary>
    private static void Orders(List<Set> sets, EngineOptions options, int orders)
    {
        Console.WriteLine($"B-cubed F1 and pairwise F1, {orders} orders, articles shuffled within an hour: mean, lowest to highest");
        var scores = new (double F1, double PairF1)[sets.Count, orders];
        Parallel.For(0, sets.Count * orders, i =>
        {
            var (set, seed) = (sets[i / orders], i % orders);
            var score = ClusterScore.Of(set.Gold, Engine(Shuffle(set.Articles, seed), options));
            scores[i / orders, seed] = (score.F1, score.PairF1);
        });
        var all = new List<(double F1, double PairF1)>();
        for (var s = 0; s < sets.Count; s++)
        {
            var of = Enumerable.Range(0, orders).Select(seed => scores[s, seed]).ToList();
            all.Add((of.Average(x => x.F1), of.Average(x => x.PairF1)));
            Line($"{sets[s].Name,-24} {all[^1].F1:0.0000} ({of.Min(x => x.F1):0.000} to {of.Max(x => x.F1):0.000})   {all[^1].PairF1:0.000} ({of.Min(x => x.PairF1):0.000} to {of.Max(x => x.PairF1):0.000})");
        }
        Line($"{"mean",-24} {all.Average(x => x.F1):0.0000}                    {all.Average(x => x.PairF1):0.0000}");
    }

    /// <summary>The articles in another order: each arrives up to an hour later than it does.</summary>
    internal static List<EvaluatedArticle> Shuffle(List<EvaluatedArticle> articles, int seed)
    {
        var random = new Random(seed);
        var time = DateTimeOffset.MinValue;
        var keyed = new List<(DateTimeOffset At, EvaluatedArticle Article)>(articles.Count);
        foreach (var article in articles)
        {
            // The undated come one a minute after the last dated one.
            time = article.Text.Published is { } published && published > time ? published : article.Text.Published is null ? time.AddMinutes(1) : time;
            keyed.Add((time.AddHours(random.NextDouble()), article));
        }
        return keyed.OrderBy(static entry => entry.At).Select(static entry => entry.Article).ToList();
    }

    /// <summary>Coordinate ascent on the mean B-cubed F1 of all sets but one, then the score on that one.</summary>
    private static void CrossValidate(List<Set> sets, EngineOptions options)
    {
        Console.WriteLine("Leave one set out: values fitted on the other sets only, by one round of coordinate ascent (from the defaults, which were set with all sets in view) on their mean B-cubed F1 over");
        foreach (var (name, values) in Tunables.All)
            Console.WriteLine($"  {name}: {string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))}");
        var known = new ConcurrentDictionary<(EngineOptions, string), ClusterScore>();
        double defaults = 0, left = 0, pairs = 0;
        foreach (var held in sets)
        {
            var others = sets.Where(set => set != held).ToList();
            var fitted = Tunables.Fit(options, candidate => others.AsParallel().AsOrdered().Select(set => Score(set, candidate).F1).ToList().Average());
            var (before, after) = (Score(held, options), Score(held, fitted.Options));
            defaults += before.F1;
            left += after.F1;
            pairs += after.PairF1;
            Line($"{held.Name,-24} defaults {before.F1:0.000} / {before.PairF1:0.000}   left out {after.F1:0.000} / {after.PairF1:0.000}   with {string.Join(" ", fitted.Values.Select(v => $"{v.Key}={v.Value.ToString(CultureInfo.InvariantCulture)}"))}");
        }
        Line($"{"mean",-24} defaults {defaults / sets.Count:0.0000}   left out {left / sets.Count:0.0000} / {pairs / sets.Count:0.000}");

        ClusterScore Score(Set set, EngineOptions candidate) =>
            known.GetOrAdd((candidate, set.Name), _ => ClusterScore.Of(set.Gold, Engine(set.Articles, candidate)));
    }

    private static async Task<List<Set>> Load(string folder)
    {
        var sets = new List<Set>();
        foreach (var path in Directory.GetFiles(folder, "*.jsonl.gz").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path)[..^".jsonl.gz".Length];
            if (Path.GetFileName(path) == NoiseFile || name.EndsWith("-coverage", StringComparison.Ordinal) || Labels.Read([path], "story") is not { Count: > 0 } gold)
                continue;
            // Labels that are all different, or all the same, are of another kind.
            if (gold.Values.Distinct().Count() is var stories && (stories == gold.Count || stories < 2))
                continue;
            sets.Add(new Set(name, await Collect(path), gold));
        }
        return sets;
    }

    private static async Task<List<EvaluatedArticle>> Collect(string path)
    {
        var articles = new List<EvaluatedArticle>();
        await foreach (var article in ArticleStream.Read([path]))
            articles.Add(article);
        return articles;
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
