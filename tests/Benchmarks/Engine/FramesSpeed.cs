using System.Globalization;
using System.Text;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// What the frames of a large story cost: taking an article in, working all sections out, memory. Invented: 1,000 articles of 400 outlets of all
/// sides, each of 30 sentences about the same forty happenings in words of its own, with names, numbers that change, and quotes.
/// </summary>
internal static class FramesSpeed
{
    private const int Rounds = 7;
    private const int Large = 1_000;
    private const int Small = 100;
    private const int Outlets = 400;
    private const int Happenings = 40;
    private const int Sentences = 30;

    private static readonly DateTimeOffset Start = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run(string[] args)
    {
        if (args.Length > 0)
        {
            Console.Error.WriteLine("frames takes no arguments.");
            return 2;
        }
        var articles = Articles(Large + Small);
        ArticleStanding[] standings = [.. Enumerable.Range(0, Large).Select(Standing)];
        var (early, late, builds) = (new List<double>(), new List<double>(), new List<double>());
        StoryFrames? frames = null;
        // One round more, to warm up.
        for (var round = 0; round <= Rounds; round++)
        {
            var ledger = new FrameLedger(new FrameOptions());
            for (var i = 0; i < Small; i++)
                ledger.Put(articles[i]);
            var start = CpuClock.Now();
            for (var i = Small; i < 2 * Small; i++)
                ledger.Put(articles[i]);
            var few = (CpuClock.Now() - start) / 1e3 / Small;
            for (var i = 2 * Small; i < Large; i++)
                ledger.Put(articles[i]);
            GC.Collect();
            start = CpuClock.Now();
            frames = ledger.Build(standings, Start);
            var build = (CpuClock.Now() - start) / 1e6;
            start = CpuClock.Now();
            for (var i = Large; i < Large + Small; i++)
                ledger.Put(articles[i]);
            var many = (CpuClock.Now() - start) / 1e3 / Small;
            if (round == 0)
                continue;
            early.Add(few);
            late.Add(many);
            builds.Add(build);
        }
        var before = EngineSpeed.LiveBytes();
        var kept = new FrameLedger(new FrameOptions());
        for (var i = 0; i < Large; i++)
            kept.Put(articles[i]);
        var bytes = EngineSpeed.LiveBytes() - before;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        frames = kept.Build(standings, Start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        EngineSpeed.Line($"article taken in, us of processor time, median of {Rounds}: at {Small} articles {Median(early):0}, at {Large} {Median(late):0}");
        EngineSpeed.Line($"frames of {Large} articles worked out, ms of processor time: median of {Rounds} {Median(builds):0}, worst {builds.Max():0}; allocated meanwhile {allocated / 1048576.0:0.0} MiB");
        EngineSpeed.Line($"memory of the ledger {bytes / 1048576.0:0.0} MiB for {kept.Sentences} sentences");
        EngineSpeed.Line($"{frames.Facts.Count} facts, {frames.Agreement.Count} agreed, {frames.Split.Points.Count} points, {frames.Split.Terms.Count} terms, {frames.Context.Count} answers, {frames.Quotes.Count} quotes");
        GC.KeepAlive(kept);
        return frames.Facts.Count == 0 ? 1 : 0;
    }

    private static ArticleStanding Standing(int i)
    {
        var outlet = Outlet(i);
        return new ArticleStanding(Id(i), outlet, false, (Side)(i % Outlets % 4), outlet, OutletKind.National);
    }

    private static FrameArticle[] Articles(int count)
    {
        var random = new Random(7);
        var words = Enumerable.Range(0, 4_000).Select(_ => Word(random)).ToArray();
        var names = Enumerable.Range(0, 60).Select(_ => Capital(Word(random)) + " " + Capital(Word(random))).ToArray();
        // What happened: the words that everybody needs for it, and those of each side.
        var happenings = Enumerable.Range(0, Happenings).Select(_ => Enumerable.Range(0, 14).Select(_ => words[random.Next(words.Length)]).ToArray()).ToArray();
        var sides = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 40).Select(_ => words[random.Next(words.Length)]).ToArray()).ToArray();
        var articles = new FrameArticle[count];
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Clear();
            for (var s = 0; s < Sentences; s++)
            {
                // The lead tells of the first happenings, the rest of any.
                var happening = s < 3 ? random.Next(4) : (int)(Happenings * random.NextDouble() * random.NextDouble());
                text.Append(s % 3 == 0 ? names[happening] : "The " + happenings[happening][0]);
                for (var w = 0; w < 16; w++)
                {
                    var pick = random.Next(10);
                    text.Append(' ').Append(pick < 5 ? happenings[happening][random.Next(14)] : pick < 6 ? sides[i % Outlets % 4][random.Next(40)] : pick < 8 ? "of" : words[random.Next(words.Length)]);
                }
                if (s % 4 == 1)
                    text.Append(CultureInfo.InvariantCulture, $" with {10 + random.Next(3) * (i / 200)} people hurt");
                if (s % 10 == 9)
                    text.Append(CultureInfo.InvariantCulture, $", \"we will not leave before {happenings[happening][3]} is over,\" said {names[happening]}");
                text.Append(". ");
            }
            articles[i] = new FrameArticle(Id(i), $"{names[0]} {happenings[0][1]} {happenings[0][random.Next(14)]} {words[random.Next(words.Length)]} {happenings[1][2]}", text.ToString(), "en", Outlet(i),
                $"https://{Outlet(i)}/{i}", Start.AddMinutes(i), 1);
        }
        return articles;
    }

    private static string Word(Random random)
    {
        const string consonants = "bdfgklmnprstv";
        const string vowels = "aeiou";
        var word = new StringBuilder();
        for (var i = 0; i < random.Next(2, 4); i++)
            word.Append(consonants[random.Next(consonants.Length)]).Append(vowels[random.Next(vowels.Length)]);
        return word.Append(consonants[random.Next(consonants.Length)]).ToString();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"article-{i:0000}");

    private static string Outlet(int i) => string.Create(CultureInfo.InvariantCulture, $"outlet-{i % Outlets}.example");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
