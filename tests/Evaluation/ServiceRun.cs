using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Evaluation.Articles;

namespace StoryClustering.Evaluation;

/// <summary>A running service over a stream, many articles in flight at a time.</summary>
internal sealed class ServiceRun(ChannelBase channel, int inFlight) : IDisposable
{
    private const int Tries = 20;

    private readonly IngestService.IngestServiceClient _ingest = new(channel);
    private readonly StoryService.StoryServiceClient _stories = new(channel);
    private readonly List<(string Key, string ArticleId)> _acked = [];
    private readonly Dictionary<long, (EvaluatedArticle Article, int Tries)> _waiting = [];
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Articles acked.</summary>
    public int Acked => _acked.Count;

    public void Dispose() => _writing.Dispose();

    /// <summary>Sends all articles and returns when each has been acked.</summary>
    /// <exception cref="EvaluationException">An article was refused for good.</exception>
    /// <exception cref="RpcException">The stream broke.</exception>
    public async Task Send(IAsyncEnumerable<EvaluatedArticle> articles)
    {
        using var call = _ingest.IngestArticles();
        using var free = new SemaphoreSlim(inFlight);
        var reading = Read(call, free);
        var sequence = 0L;
        await foreach (var article in articles)
        {
            await Take(free, reading);
            lock (_waiting)
                _waiting[sequence] = (article, 1);
            await Write(call, sequence++, article, reading);
        }
        // All that is free again has been answered, also what was sent again.
        for (var i = 0; i < inFlight; i++)
            await Take(free, reading);
        await call.RequestStream.CompleteAsync();
        await reading;
    }

    /// <summary>
    /// The story of every article sent, by its key, as soon as two readings <paramref name="pause"/> apart agree: second thoughts
    /// come after the acks, and an article that moves between two pages is on both or on none.
    /// </summary>
    /// <exception cref="EvaluationException">The stories go on changing, or an article that was acked is in none.</exception>
    public async Task<Dictionary<string, string>> Stories(TimeSpan pause)
    {
        var before = await ReadAll();
        for (var i = 0; i < Tries; i++)
        {
            await Task.Delay(pause);
            var now = await ReadAll();
            if (now.Count == before.Count && now.All(entry => before.GetValueOrDefault(entry.Key) == entry.Value))
            {
                return _acked.ToDictionary(
                    static ack => ack.Key,
                    ack => now.GetValueOrDefault(ack.ArticleId) ?? throw new EvaluationException($"{ack.Key} was acked as {ack.ArticleId}, and is in no story."),
                    StringComparer.Ordinal);
            }
            before = now;
        }
        throw new EvaluationException($"The service's stories still change after {Tries} readings, {pause.TotalSeconds:0} s apart.");
    }

    private async Task Read(AsyncDuplexStreamingCall<IngestArticlesRequest, IngestArticlesResponse> call, SemaphoreSlim free)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            (EvaluatedArticle Article, int Tries) sent;
            lock (_waiting)
                sent = _waiting[answer.Sequence];
            if (answer.Error is { } error)
            {
                if (!CallFailure.IsTransient((StatusCode)error.Code) || sent.Tries == Tries)
                    throw new EvaluationException($"{sent.Article.Key} was refused: {CallFailure.Describe(error)}");
                // "Send again": rare, so the answers behind it may wait, as long as the service asks.
                await Task.Delay(CallFailure.RetryDelay(error) ?? backoff.Next());
                lock (_waiting)
                    _waiting[answer.Sequence] = (sent.Article, sent.Tries + 1);
                await Write(call, answer.Sequence, sent.Article, null);
                continue;
            }
            lock (_waiting)
                _waiting.Remove(answer.Sequence);
            _acked.Add((sent.Article.Key, answer.Response.ArticleId));
            backoff.Reset();
            free.Release();
        }
    }

    // One message at a time: a stream takes no two writers.
    private async Task Write(
        AsyncDuplexStreamingCall<IngestArticlesRequest, IngestArticlesResponse> call, long sequence, EvaluatedArticle article, Task? reading)
    {
        await _writing.WaitAsync();
        try
        {
            await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = sequence, Article = article.Wire });
        }
        catch (Exception e) when (reading is not null && e is RpcException or InvalidOperationException)
        {
            // The reading side knows why; it has ended, or is about to.
            await reading!;
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    // A place among those in flight; if the answers have ended there will be none.
    private static async Task Take(SemaphoreSlim free, Task reading)
    {
        while (!await free.WaitAsync(TimeSpan.FromSeconds(1)))
        {
            if (!reading.IsCompleted)
                continue;
            await reading;
            throw new EvaluationException("The service ended the stream before all articles were answered.");
        }
    }

    private async Task<Dictionary<string, string>> ReadAll()
    {
        var storyOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var list = new ListStoriesRequest { Order = StoryOrder.Latest, PageSize = 1000 };
        do
        {
            var page = await _stories.ListStoriesAsync(list);
            await Parallel.ForEachAsync(page.Stories, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (story, cancellation) =>
            {
                var members = new ListStoryArticlesRequest { StoryId = story.StoryId, PageSize = 1000 };
                do
                {
                    var answer = await _stories.ListStoryArticlesAsync(members, cancellationToken: cancellation);
                    lock (storyOf)
                    {
                        // If it was merged meanwhile, the answer is of the survivor.
                        foreach (var article in answer.Articles)
                            storyOf[article.ArticleId] = answer.StoryId;
                    }
                    members.PageToken = answer.NextPageToken;
                }
                while (members.PageToken.Length > 0);
            });
            list.PageToken = page.NextPageToken;
        }
        while (list.PageToken.Length > 0);
        return storyOf;
    }
}
