using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using StoryClustering.Api.V1;
using StoryClustering.Storage;

namespace StoryClustering.Benchmarks.Restart;

/// <summary>How soon the service in one process works again on a database full of stories:
/// <code>restart [--stories 120000] [--active 200000] [--members 3] [--runs 3] [--folder DIR] [--connection POSTGRES] [--gateway DLL] [--log true]</code>
/// Measured from the start of the process: until a list is answered, until an article that belongs to one of the oldest active stories has joined
/// it, and until the health check says ready. The database is written first, or used again if it is there (SQLite: in the folder).</summary>
internal static class RestartCommand
{
    private const int Partitions = 4;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static int Run(string[] args) => RunAsync(args).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(string[] args)
    {
        var active = Number(args, "--active", 200_000);
        var stored = new StoredStories(Number(args, "--stories", 120_000), active, Number(args, "--members", 3), Partitions);
        var folder = Path.GetFullPath(Option(args, "--folder", Path.Combine(Path.GetTempPath(), "restart-benchmark")));
        var gateway = Path.GetFullPath(Option(args, "--gateway", null) ?? BuiltGateway());
        if (!File.Exists(gateway)) throw new FileNotFoundException($"{gateway} has not been built.");
        Directory.CreateDirectory(folder);
        var connection = Option(args, "--connection", "");
        var storage = connection.Length > 0
            ? new StorageOptions { Provider = StorageProvider.Postgres, ConnectionString = connection, CommandTimeout = TimeSpan.FromMinutes(5) }
            : new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "stories.db")}" };
        await stored.Prepare(storage);
        var runs = new List<Times>();
        for (var i = 0; i < Number(args, "--runs", 3); i++)
        {
            runs.Add(await Measure(stored, gateway, folder, connection, active, Option(args, "--log", "") == "true"));
            Console.WriteLine($"  {runs[^1]}");
        }
        static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
        Console.WriteLine($"{storage.Provider}, medians: {new Times(Median(runs.Select(r => r.List)), Median(runs.Select(r => r.Match)), Median(runs.Select(r => r.Healthy)), Median(runs.Select(r => r.PeakMegabytes)))}");
        return 0;
    }

    private static async Task<Times> Measure(StoredStories stored, string gateway, string folder, string connection, int active, bool log)
    {
        var (http, grpc) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = !log, RedirectStandardError = !log };
        start.ArgumentList.Add(gateway);
        foreach (var argument in new[] { "--mode", "embedded", "--http", $"{http}", "--grpc", $"{grpc}", "--data", folder, $"--Logging:LogLevel:Default={(log ? "Information" : "Warning")}",
            $"--Clustering:MaxActiveStories={active}" })
            start.ArgumentList.Add(argument);
        if (connection.Length > 0)
        {
            start.ArgumentList.Add("--Storage:Provider=Postgres");
            start.ArgumentList.Add($"--Storage:ConnectionString={connection}");
        }
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        if (!log)
        {
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, e) => { if (e.Data is { } line) Console.Error.WriteLine(line); };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        try
        {
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
            var article = StoredStories.Next(stored.Known, Environment.TickCount & 0xFFFFFF);
            var ingest = new IngestService.IngestServiceClient(channel);
            var stories = new StoryService.StoryServiceClient(channel);
            using var web = new HttpClient();
            async Task<double> Until(Func<Task<bool>> holds)
            {
                while (clock.Elapsed < Deadline)
                {
                    if (process.HasExited) throw new InvalidOperationException($"The gateway ended with {process.ExitCode}.");
                    try
                    {
                        if (await holds()) return clock.Elapsed.TotalSeconds;
                    }
                    catch (Exception e) when (e is RpcException { StatusCode: StatusCode.Unavailable } or HttpRequestException)
                    {
                        // Not yet.
                    }
                    await Task.Delay(Poll);
                }
                throw new TimeoutException($"After {Deadline.TotalSeconds} s the service does not work yet.");
            }
            var list = Until(async () => (await stories.ListStoriesAsync(new ListStoriesRequest { PageSize = 20 })).Stories.Count == 20);
            var match = Until(async () =>
            {
                var answer = await ingest.IngestArticleAsync(new IngestArticleRequest { Article = article });
                return answer.StoryId == StoredStories.StoryOf(stored.Known) ? true : throw new InvalidOperationException($"The article went to {answer.StoryId}, not to the story that it belongs to.");
            });
            var healthy = Until(async () => (await web.GetAsync($"http://127.0.0.1:{http}/health")).StatusCode == HttpStatusCode.OK);
            await Task.WhenAll(list, match, healthy);
            process.Refresh();
            return new Times(await list, await match, await healthy, process.PeakWorkingSet64 / 1048576.0);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static string BuiltGateway()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Clustering.sln")))
                return Path.Combine(folder.FullName, "gateway", "Host", "bin", configuration, "net10.0", "StoryClustering.Gateway.Host.dll");
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Clustering.sln.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int Number(string[] args, string name, int fallback) => int.Parse(Option(args, name, $"{fallback}"), CultureInfo.InvariantCulture);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(fallback))]
    private static string? Option(string[] args, string name, string? fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }

    /// <summary>Seconds from the start of the process, and its memory at most.</summary>
    private sealed record Times(double List, double Match, double Healthy, double PeakMegabytes)
    {
        public override string ToString() => $"first list {List:0.00} s, first correct match {Match:0.00} s, healthy {Healthy:0.00} s, at most {PeakMegabytes:0} MB";
    }
}
