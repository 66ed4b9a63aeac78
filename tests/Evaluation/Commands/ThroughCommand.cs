using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using StoryClustering.Cli.Connection;
using StoryClustering.Engine;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Commands;

/// <summary>
/// Clusters files by a running service, many articles in flight, and compares with the engine's own single pass: what the cluster
/// decides under load should be what the engine decides. The service should be empty before.
/// </summary>
internal static class ThroughCommand
{
    // Longer than an article of a silo waits for its second thoughts when no others come.
    private const int Settle = 6;

    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--in-flight", "--out", "--settle"], []);
        if (arguments.Rest.Count < 2)
            throw new EvaluationException("through HOST:PORT IN.jsonl[.gz]... [--in-flight 64] [--settle SECONDS] [--out OUT.jsonl]");
        var address = arguments.Rest[0].Contains("://", StringComparison.Ordinal) ? arguments.Rest[0] : "http://" + arguments.Rest[0];
        if (!Uri.TryCreate(address, UriKind.Absolute, out _))
            throw new EvaluationException($"{arguments.Rest[0]} is not HOST:PORT.");
        var paths = arguments.Rest[1..];
        var inFlight = Number(arguments, "--in-flight", 64);
        var settle = TimeSpan.FromSeconds(Number(arguments, "--settle", Settle));
        try
        {
            using var channel = ServerChannel.Open(address);
            using var service = new ServiceRun(channel, inFlight);
            var clock = Stopwatch.StartNew();
            await service.Send(ArticleStream.Read(paths));
            var seconds = clock.Elapsed.TotalSeconds;
            Print($"{service.Acked} articles acked, {service.Acked / seconds:0} a second with {inFlight} in flight");
            var found = await service.Stories(settle);
            if (arguments.One("--out") is { } output)
                ClusterCommand.Write(output, found);
            await Compare(paths, found);
            return 0;
        }
        catch (RpcException failure)
        {
            throw new EvaluationException(CallFailure.Describe(failure, address));
        }
    }

    private static async Task Compare(IReadOnlyList<string> paths, Dictionary<string, string> found)
    {
        var engine = new EngineRun(new EngineOptions());
        await foreach (var article in ArticleStream.Read(paths))
            engine.Ingest(article);
        var alone = engine.Stories();
        var agreement = ClusterScore.Of(alone, found);
        Print($"agreement of service and engine: B-cubed F1 {agreement.F1:0.0000}, pairwise F1 {agreement.PairF1:0.0000}; {agreement.Stories} and {agreement.GoldStories} stories");
        var gold = Labels.Read(paths, "story");
        if (gold.Count == 0)
            return;
        var (service, engineAlone) = (ClusterScore.Of(gold, found), ClusterScore.Of(gold, alone));
        Console.WriteLine("service:\n" + ScoreCommand.Describe(service));
        Console.WriteLine("engine alone:\n" + ScoreCommand.Describe(engineAlone));
        Print($"difference of B-cubed F1: {service.F1 - engineAlone.F1:+0.0000;-0.0000;0.0000}");
    }

    private static int Number(Arguments arguments, string name, int fallback) =>
        arguments.One(name) is not { } text ? fallback
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 1 ? number
        : throw new EvaluationException($"{name} is {text}; it must be a number, 1 or more.");

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
