using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using StoryClustering.Api.V1;

namespace StoryClustering.Benchmarks.Load;

/// <summary>What it costs a running service that feeds send what they have sent before:
/// <code>repeat --address http://127.0.0.1:8081 [--articles 6000] [--pause 150] [--rounds 3] [--in-flight 64]</code>
/// Sends new articles once, then again at once (warm: the articles' grains are awake), then again after the pause (cold: the grains have left the
/// memory; the pause must exceed the age at which they do, two minutes with the collection's own interval). Warm and cold take turns; articles/s.</summary>
internal static class RepeatCommand
{
    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var articles = LoadCommand.Number(args, "--articles", 6000);
        var pause = TimeSpan.FromSeconds(LoadCommand.Number(args, "--pause", 150));
        var rounds = LoadCommand.Number(args, "--rounds", 3);
        var inFlight = LoadCommand.Number(args, "--in-flight", 64);
        using var channel = GrpcChannel.ForAddress(LoadCommand.Option(args, "--address", "http://127.0.0.1:8081"));
        var client = new IngestService.IngestServiceClient(channel);
        var run = Environment.ProcessId;

        // Until all is compiled.
        var warmUp = Reports(run, 900_000, articles / 4);
        for (var i = 0; i < 3; i++) await LoadCommand.Bulk(client, inFlight, warmUp);

        var sent = Reports(run, 0, articles);
        var fresh = await LoadCommand.Bulk(client, inFlight, sent);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"new            {fresh,8:F0} articles/s"));
        var (warm, cold) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            warm.Add(await LoadCommand.Bulk(client, inFlight, sent));
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < pause) await Task.Delay(TimeSpan.FromSeconds(1));
            cold.Add(await LoadCommand.Bulk(client, inFlight, sent));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"again, at once {warm[^1],8:F0} articles/s; after {pause.TotalSeconds:F0} s {cold[^1],8:F0} articles/s; ratio {cold[^1] / warm[^1]:F2}"));
        }
        warm.Sort();
        cold.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"medians        {warm[rounds / 2],8:F0} and {cold[rounds / 2]:F0} articles/s; ratio {cold[rounds / 2] / warm[rounds / 2]:F2}"));
        return 0;
    }

    // Five reports of each event.
    private static Article[] Reports(int run, int first, int count) => [.. Enumerable.Range(0, count).Select(i => SyntheticNews.Report(run, first + i / 5, i % 5))];
}
