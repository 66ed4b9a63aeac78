using System.Diagnostics;
using System.Globalization;
using StoryClustering.Engine;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// Speed of the engine on one core: real articles from files, or invented ones. Times are processor time of one thread
/// after a warm-up, as means, since a service pays the mean. Run the release build.
/// </summary>
internal static class EngineSpeed
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            InventedStories.Run();
            return 0;
        }
        foreach (var file in args)
            Measure(Path.GetFileName(file), ArticleFile.Read(file));
        return 0;
    }

    private static void Measure(string name, List<FileArticle> articles)
    {
        var warmUp = articles.GetRange(0, Math.Min(2_000, articles.Count));
        // Until the compiler has nothing left to improve: a service runs for days.
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
            Whole(warmUp);
        var whole = Whole(articles);
        var window = Math.Min(5_000, articles.Count);
        var first = PerSecond(whole.AsSpan(0, window));
        var last = PerSecond(whole.AsSpan(articles.Count - window));
        Line($"{name}: {articles.Count} articles");
        Line($"  articles/s           all {PerSecond(whole),8:0}   first {window} {first,8:0}   last {window} {last,8:0}   cost last/first {first / last:0.00}");
        Ingest(warmUp, out _, out _);
        var before = LiveBytes();
        var stages = Ingest(articles, out var index, out var vectorBytes);
        var after = LiveBytes();
        Line($"  without second thoughts: {stages.Rate(0, articles.Count):0} articles/s, {index.StoryCount} stories");
        Line($"  us an article        analyse {stages.Analyse / articles.Count,6:0.0}   search {stages.Search / articles.Count,6:0.0}   decide {stages.Decide / articles.Count,6:0.0}   add {stages.Add / articles.Count,6:0.0}");
        Line($"  bytes an article     allocated {stages.Allocated / articles.Count,8:0}   vector as stored {vectorBytes / articles.Count,6:0}");
        Line($"  index memory         {(after - before) / 1024.0 / 1024.0,6:0.0} MiB, {(after - before) / (double)index.StoryCount / 1024.0,5:0.00} KiB a story");
        GC.KeepAlive(index);
    }

    // Nanoseconds that each article took, with all second thoughts: the engine as it is.
    private static long[] Whole(List<FileArticle> articles)
    {
        var engine = new StoryEngine(new EngineOptions());
        var times = new long[articles.Count];
        var arrived = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < articles.Count; i++)
        {
            arrived = articles[i].Article.Published is { } time && time > arrived ? time : arrived.AddMilliseconds(1);
            var start = CpuClock.Now();
            engine.Ingest(articles[i].Id + "#" + i.ToString(CultureInfo.InvariantCulture), articles[i].Article, arrived);
            times[i] = CpuClock.Now() - start;
        }
        return times;
    }

    private static double PerSecond(ReadOnlySpan<long> nanoseconds)
    {
        var sum = 0L;
        foreach (var time in nanoseconds)
            sum += time;
        return nanoseconds.Length * 1e9 / sum;
    }

    private static StageTimes Ingest(List<FileArticle> articles, out StoryIndex index, out double vectorBytes)
    {
        var options = new EngineOptions();
        var analyzer = new ArticleAnalyzer(options, new StreamFrequencies(options));
        var assigner = new Assigner(options);
        index = new StoryIndex(options);
        var candidates = new List<Candidate>();
        var stages = new StageTimes(articles.Count);
        var arrived = DateTimeOffset.UnixEpoch;
        var stored = 0L;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < articles.Count; i++)
        {
            arrived = articles[i].Article.Published is { } time && time > arrived ? time : arrived.AddMilliseconds(1);
            var t0 = CpuClock.Now();
            var analysed = analyzer.Analyse(articles[i].Article);
            var t1 = CpuClock.Now();
            index.Search(analysed, SearchMode.Assign, 20, candidates);
            var t2 = CpuClock.Now();
            var decision = assigner.Decide(analysed, candidates);
            var t3 = CpuClock.Now();
            index.AddMember(decision.StoryId ?? articles[i].Id, articles[i].Id, analysed.Vector, analysed.Published, arrived);
            stages.Note(i, t0, t1, t2, t3, CpuClock.Now());
        }
        stages.Allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        foreach (var article in articles.Take(1_000))
            stored += analyzer.Analyse(article.Article).Vector.ToBytes().Length;
        vectorBytes = stored * (articles.Count / (double)Math.Min(1_000, articles.Count));
        return stages;
    }

    internal static long LiveBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    internal static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class StageTimes(int count)
    {
        private readonly long[] _ticks = new long[count];

        public double Analyse { get; private set; }

        public double Search { get; private set; }

        public double Decide { get; private set; }

        public double Add { get; private set; }

        public double Allocated { get; set; }

        public void Note(int article, long t0, long t1, long t2, long t3, long t4)
        {
            _ticks[article] = t4 - t0;
            Analyse += Microseconds(t1 - t0);
            Search += Microseconds(t2 - t1);
            Decide += Microseconds(t3 - t2);
            Add += Microseconds(t4 - t3);
        }

        public double Rate(int from, int to) => (to - from) * 1e6 / Microseconds(_ticks.AsSpan(from, to - from).ToArray().Sum());

        private static double Microseconds(long ticks) => ticks / 1e3;
    }
}
