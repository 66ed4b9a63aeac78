using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using StoryClustering.Api.V1;
using StoryClustering.Evaluation.Articles;
using StoryClustering.Evaluation.Scoring;

namespace StoryClustering.Evaluation.Commands;

/// <summary>
/// Clusters files by a running service, many articles in flight, and compares with the engine's own single pass: what the cluster
/// decides under load should be what the engine decides. The service should be empty before.
/// </summary>
internal static class ThroughCommand
{
    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--in-flight", "--out", "--settle"], []);
        if (arguments.Rest.Count < 2)
            throw new EvaluationException("through HOST:PORT IN.jsonl[.gz]... [--in-flight 64] [--settle SECONDS] [--out OUT.jsonl]");
        var address = arguments.Rest[0].Contains("://", StringComparison.Ordinal) ? arguments.Rest[0] : "http://" + arguments.Rest[0];
        var paths = arguments.Rest[1..];
        var inFlight = Number(arguments, "--in-flight", 64);
        using var channel = GrpcChannel.ForAddress(address);

        var clock = Stopwatch.StartNew();
        var engine = new EngineRun(new StoryClustering.Engine.EngineOptions());
        var articleIds = await Send(new IngestService.IngestServiceClient(channel), ArticleStream.Read(paths), engine, inFlight);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{articleIds.Count} articles acked, {articleIds.Count / seconds:0} a second with {inFlight} in flight (this process runs the engine beside)"));
        // Second thoughts come after the articles: the service is given time for them.
        await Task.Delay(TimeSpan.FromSeconds(Number(arguments, "--settle", 0)));

        var storyOf = await Read(new StoryService.StoryServiceClient(channel));
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, articleId) in articleIds)
            found[id] = storyOf.TryGetValue(articleId, out var story) ? story : throw new EvaluationException($"{id} was acked as {articleId}, and is in no story.");
        if (arguments.One("--out") is { } output)
            ClusterCommand.Write(output, found);

        var alone = engine.Stories();
        var agreement = ClusterScore.Of(alone, found);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"agreement of service and engine: B-cubed F1 {agreement.F1:0.0000}, pairwise F1 {agreement.PairF1:0.0000}; {agreement.Stories} and {agreement.GoldStories} stories"));
        var gold = Labels.Read(paths, "story");
        if (gold.Count == 0)
            return 0;
        var (service, engineAlone) = (ClusterScore.Of(gold, found), ClusterScore.Of(gold, alone));
        Console.WriteLine("service:\n" + ScoreCommand.Describe(service));
        Console.WriteLine("engine alone:\n" + ScoreCommand.Describe(engineAlone));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"difference of B-cubed F1: {service.F1 - engineAlone.F1:+0.0000;-0.0000}"));
        return 0;
    }

    private static int Number(Arguments arguments, string name, int fallback) =>
        arguments.One(name) is not { } text ? fallback
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw new EvaluationException($"{name} is {text}; it must be a number, 0 or more.");

    /// <summary>The service's article id of each article's id, of all that were acked.</summary>
    private static async Task<List<(string Id, string ArticleId)>> Send(
        IngestService.IngestServiceClient client, IAsyncEnumerable<EvaluatedArticle> articles, EngineRun engine, int inFlight)
    {
        using var stream = client.IngestArticles();
        using var free = new SemaphoreSlim(Math.Max(1, inFlight));
        var ids = new List<string>();
        var acked = new List<(string, string)>();
        var reading = Task.Run(async () =>
        {
            await foreach (var answer in stream.ResponseStream.ReadAllAsync())
            {
                string id;
                lock (ids)
                    id = ids[(int)answer.Sequence];
                if (answer.Error is { } error)
                    throw new EvaluationException($"{id} was refused: {error.Message}");
                acked.Add((id, answer.Response.ArticleId));
                free.Release();
            }
        });
        await foreach (var article in articles)
        {
            engine.Ingest(article);
            while (!await free.WaitAsync(TimeSpan.FromSeconds(1)))
            {
                if (reading.IsCompleted)
                    await reading;
            }
            int sequence;
            lock (ids)
            {
                sequence = ids.Count;
                ids.Add(article.Key);
            }
            await stream.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = sequence, Article = article.Wire });
        }
        await stream.RequestStream.CompleteAsync();
        await reading;
        return acked;
    }

    /// <summary>The story of every article of the service.</summary>
    private static async Task<Dictionary<string, string>> Read(StoryService.StoryServiceClient client)
    {
        var stories = new Dictionary<string, string>(StringComparer.Ordinal);
        var list = new ListStoriesRequest { Order = StoryOrder.Latest, PageSize = 1000 };
        do
        {
            var page = await client.ListStoriesAsync(list);
            await Parallel.ForEachAsync(page.Stories, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (story, cancellation) =>
            {
                var members = new ListStoryArticlesRequest { StoryId = story.StoryId, PageSize = 1000 };
                do
                {
                    var answer = await client.ListStoryArticlesAsync(members, cancellationToken: cancellation);
                    lock (stories)
                    {
                        foreach (var article in answer.Articles)
                            stories[article.ArticleId] = story.StoryId;
                    }
                    members.PageToken = answer.NextPageToken;
                }
                while (members.PageToken.Length > 0);
            });
            list.PageToken = page.NextPageToken;
        }
        while (list.PageToken.Length > 0);
        return stories;
    }
}
