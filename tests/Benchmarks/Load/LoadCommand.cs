using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using StoryClustering.Api.V1;

namespace StoryClustering.Benchmarks.Load;

/// <summary>What an article costs a running service as a story grows, and as stories become many:
/// <code>load --address http://127.0.0.1:8081 [--in-flight 64] [--story 10000] [--stories 20000]</code>
/// Latencies are those of articles sent one at a time, so that they show the cost and not the queue; the bulk in between
/// is sent with many in flight. (Throughput on real articles is measured by <c>storyctl import --measure</c>.)</summary>
internal static class LoadCommand
{
    private const int Sample = 400;

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var address = Option(args, "--address", "http://127.0.0.1:8081");
        var inFlight = Number(args, "--in-flight", 64);
        var story = Number(args, "--story", 10_000);
        var stories = Number(args, "--stories", 20_000);
        var run = Environment.TickCount & 0xFFFFFF; // a new run founds its own stories
        using var channel = GrpcChannel.ForAddress(address);
        var client = new IngestService.IngestServiceClient(channel);

        await Bulk(client, inFlight, Enumerable.Range(0, 4000).Select(i => SyntheticNews.Report(run, 1_000_000 + i % 400, i))); // until all is compiled

        if (story > 0)
        {
            Console.WriteLine($"One story up to {story:N0} articles (median of {Sample} single articles, ms):");
            const int growing = 2_000_000;
            var sent = 100;
            await Bulk(client, inFlight, Range(0, sent).Select(i => SyntheticNews.Report(run, growing, i)));
            var early = await OneByOne(client, Range(sent, Sample).Select(i => SyntheticNews.Report(run, growing, i)), oneStory: true);
            sent += Sample;
            var rate = await Bulk(client, inFlight, Range(sent, story - sent - Sample).Select(i => SyntheticNews.Report(run, growing, i)));
            var late = await OneByOne(client, Range(story - Sample, Sample).Select(i => SyntheticNews.Report(run, growing, i)), oneStory: true);
            Print($"articles 100-{100 + Sample}", early);
            Print($"articles {story - Sample}-{story}", late);
            Console.WriteLine($"  ratio {late.Median / early.Median:F2}; in between {rate:F0} articles/s into one story");
        }
        if (stories > 0)
        {
            Console.WriteLine($"Up to {stories:N0} active stories (median of {Sample} single articles, ms):");
            const int first = 3_000_000;
            const int few = 1000;
            await Bulk(client, inFlight, Range(0, few).Select(i => SyntheticNews.Report(run, first + i, 0)));
            var early = await OneByOne(client, Range(0, Sample).Select(i => SyntheticNews.Report(run, first + i * 2, 1)), oneStory: false);
            var rate = await Bulk(client, inFlight, Range(few, stories - few).Select(i => SyntheticNews.Report(run, first + i, 0)));
            var late = await OneByOne(client, Range(0, Sample).Select(i => SyntheticNews.Report(run, first + i * 2, 2)), oneStory: false);
            Print($"{few} stories", early);
            Print($"{stories} stories", late);
            Console.WriteLine($"  ratio {late.Median / early.Median:F2}; in between {rate:F0} founding articles/s");
        }
        return 0;
    }

    private static IEnumerable<int> Range(int start, int count) => Enumerable.Range(start, Math.Max(0, count));

    internal static int Number(string[] args, string name, int fallback) =>
        int.Parse(Option(args, name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    internal static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }

    private static void Print(string what, (double Median, double P99, int Stories) figures) =>
        Console.WriteLine($"  {what,-24} p50 {figures.Median,7:F2}   p99 {figures.P99,7:F2}   ({figures.Stories} stories)");

    /// <summary>Articles per second.</summary>
    internal static async Task<double> Bulk(IngestService.IngestServiceClient client, int inFlight, IEnumerable<Article> articles)
    {
        var start = Stopwatch.GetTimestamp();
        using var stream = client.IngestArticles();
        using var free = new SemaphoreSlim(inFlight);
        var answered = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in stream.ResponseStream.ReadAllAsync())
            {
                if (answer.Error is { } error) throw new InvalidOperationException(error.Message);
                answered++;
                free.Release();
            }
        });
        foreach (var article in articles)
        {
            while (!await free.WaitAsync(TimeSpan.FromSeconds(60)))
                if (reading.IsFaulted) await reading;
            await stream.RequestStream.WriteAsync(new IngestArticlesRequest { Article = article });
        }
        await stream.RequestStream.CompleteAsync();
        await reading;
        return answered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(double Median, double P99, int Stories)> OneByOne(IngestService.IngestServiceClient client, IEnumerable<Article> articles, bool oneStory)
    {
        var times = new List<double>();
        var stories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var article in articles)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = await client.IngestArticleAsync(new IngestArticleRequest { Article = article });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            stories.Add(answer.StoryId);
        }
        if (oneStory && stories.Count > 1) Console.WriteLine($"  (the reports went into {stories.Count} stories, not one)");
        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.99)], stories.Count);
    }
}
