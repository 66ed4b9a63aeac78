using System.Globalization;
using System.Text;
using StoryClustering.Engine;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// What an article costs a story's ledger of 100 and of 10,000 articles from 2,000 outlets, with all that a card shows read after each.
/// Invented: half are reports of their own, a third reprints, the rest wire copy, most of it credited.
/// </summary>
internal static class CoverageSpeed
{
    private const int Rounds = 5;
    private const int Outlets = 2_000;
    private const int Agencies = 10;
    private const int Small = 100;
    private const int Large = 10_000;
    private const int Measured = 2_000;

    // At 100 articles the ledger is made anew after so many more.
    private const int Batch = 20;

    private static readonly DateTimeOffset Start = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        if (args.Length > 0)
        {
            Console.Error.WriteLine("coverage takes no arguments.");
            return 2;
        }
        var directory = Directory();
        var articles = Articles();
        var (small, large, ratios) = (new List<double>(), new List<double>(), new List<double>());
        var sum = 0.0;
        // One round more, to warm up.
        for (var round = 0; round <= Rounds; round++)
        {
            var (few, many) = (Few(directory, articles, ref sum), Many(directory, articles, ref sum));
            if (round == 0)
                continue;
            small.Add(few);
            large.Add(many);
            ratios.Add(many / few);
        }
        var before = EngineSpeed.LiveBytes();
        var ledger = Filled(directory, articles, Large);
        var bytes = EngineSpeed.LiveBytes() - before;
        var counts = ledger.Counts;
        EngineSpeed.Line($"add + read of a card, us of processor time, median of {Rounds}: at {Small} articles {Median(small):0.0}, at {Large} {Median(large):0.0}, ratio {Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00})");
        EngineSpeed.Line($"{Large} articles: {counts.Originals} original, {counts.Reprints} reprinted, {counts.WireOriginals} and {counts.WireReprints} wire, {counts.Outlets.Total} outlets, {counts.Families} families; {bytes / 1024.0 / Large:0.00} KiB an article beside the articles");
        GC.KeepAlive(ledger);
        return double.IsNaN(sum) ? 1 : 0;
    }

    private static double Few(OutletDirectory directory, CoveredArticle[] articles, ref double sum)
    {
        var time = 0L;
        GC.Collect();
        for (var done = 0; done < Measured; done += Batch)
        {
            // Other articles each time, as mixed as in the large one.
            var first = done * 5 % (Large - Small);
            var ledger = new CoverageLedger(directory);
            for (var i = 0; i < Small; i++)
                ledger.Add(articles[first + i]);
            var start = CpuClock.Now();
            for (var i = 0; i < Batch; i++)
                sum += Add(ledger, articles[Large + done + i]);
            time += CpuClock.Now() - start;
        }
        return time / 1e3 / Measured;
    }

    private static double Many(OutletDirectory directory, CoveredArticle[] articles, ref double sum)
    {
        var ledger = Filled(directory, articles, Large);
        // What was allocated before is not this one's to collect.
        GC.Collect();
        var start = CpuClock.Now();
        for (var i = 0; i < Measured; i++)
            sum += Add(ledger, articles[Large + i]);
        return (CpuClock.Now() - start) / 1e3 / Measured;
    }

    private static CoverageLedger Filled(OutletDirectory directory, CoveredArticle[] articles, int count)
    {
        var ledger = new CoverageLedger(directory);
        for (var i = 0; i < count; i++)
            ledger.Add(articles[i]);
        return ledger;
    }

    private static double Add(CoverageLedger ledger, CoveredArticle article)
    {
        ledger.Add(article);
        return ledger.Counts.Articles + ledger.Counts.Blindspot.Strength + ledger.Entities(10).Count + ledger.Places(5).Count + ledger.Languages(8).Count + ledger.Trending + ledger.Velocity;
    }

    private static OutletDirectory Directory()
    {
        var random = new Random(1);
        return new OutletDirectory(1, Enumerable.Range(0, Outlets).Select(i => new CatalogOutlet([Domain(i)], "", random.Next(2) == 0 ? $"Family {random.Next(200)}" : "",
            i < Agencies ? OutletKind.Agency : (OutletKind)random.Next(2, 5), "US DE FR".Split(' ')[random.Next(3)], ["en"], (Lean)random.Next(0, 6))));
    }

    private static CoveredArticle[] Articles()
    {
        var random = new Random(2);
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        string[] places = ["Paris", "France", "Berlin", "Germany", "Madrid", "Lisbon", "London"];
        var (texts, wireTexts) = (new List<string>(), new List<string>());
        var articles = new CoveredArticle[Large + Measured];
        for (var i = 0; i < articles.Length; i++)
        {
            var kind = random.Next(6);
            var wire = kind == 5;
            var known = wire ? wireTexts : texts;
            // Copies are of late texts, now and then cut.
            var isNew = kind < 3 || known.Count == 0 || (wire && random.Next(8) == 0);
            var text = isNew ? Text(random) : known[Math.Max(0, known.Count - 1 - (int)(200 * random.NextDouble() * random.NextDouble()))];
            if (isNew)
                known.Add(text);
            else if (random.Next(3) == 0)
                text = text[..(text.Length * 2 / 3)];
            CreditMention[] credits = wire && random.Next(4) > 0 ? [new CreditMention(CreditForm.Dateline, Domain(random.Next(Agencies)), "PLACE (AGENCY)")] : [];
            // Some names are in many articles, most in few.
            var names = Enumerable.Range(0, 8).Select(_ => "Name " + ((int)Math.Pow(20_000, random.NextDouble())).ToString(CultureInfo.InvariantCulture)).Append(places[random.Next(places.Length)])
                .Append(places[random.Next(2)]).Distinct().ToArray();
            var outlet = Domain(wire && random.Next(20) == 0 ? random.Next(Agencies) : (int)Math.Pow(Outlets, random.NextDouble()));
            var at = Start.AddSeconds(15 * i);
            articles[i] = new CoveredArticle("article-" + i.ToString(CultureInfo.InvariantCulture), outlet, random.Next(5) == 0 ? "de" : "en", at, at.AddMinutes(1), names,
                analyzer.Analyse(new ArticleText("Title", text, "en", null)).Signature, credits);
        }
        return articles;
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 220; i++)
        {
            text.Append(i % 14 == 0 ? "The " : "").Append((char)('a' + random.Next(26))).Append((char)('a' + random.Next(26))).Append("kota".AsSpan(0, random.Next(2, 5))).Append((char)('a' + random.Next(26)))
                .Append(i % 14 == 13 ? ". " : " ");
        }
        return text.ToString();
    }

    private static string Domain(int outlet) => string.Create(CultureInfo.InvariantCulture, $"outlet-{outlet}.example");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
