using System.Collections.Concurrent;
using Google.Rpc;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Articles;

/// <summary>Sends articles as a careful client does: by streams, and again whatever was not acked, until everything is.</summary>
internal sealed class Sender
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, IngestArticleResponse> _acks = new();
    private readonly ConcurrentQueue<string> _troubles = new();
    private int _acked;

    /// <summary>Answers by URL.</summary>
    public IReadOnlyDictionary<string, IngestArticleResponse> Acks => _acks;

    /// <summary>Acks so far, also of articles that were acked before.</summary>
    public int Acked => Volatile.Read(ref _acked);

    /// <summary>What did not get an ack at a try, and why.</summary>
    public IReadOnlyCollection<string> Troubles => _troubles;

    /// <summary>Returns when each article has been acked by the gateway; fails if one is refused for good.</summary>
    public async Task SendAll(GatewayClient gateway, IReadOnlyList<Article> articles, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        var open = articles.ToList();
        while (true)
        {
            open = await SendOnce(gateway, open, deadline.Token);
            if (open.Count == 0) return;
            if (deadline.IsCancellationRequested)
                Assert.Fail($"After {within.TotalSeconds:0} s {open.Count} of {articles.Count} articles are not acked; the last troubles: {string.Join("; ", _troubles.TakeLast(3))}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Sends each article once, in one stream; returns those without an ack. Only UNAVAILABLE is excused.</summary>
    public async Task<List<Article>> SendOnce(GatewayClient gateway, IReadOnlyList<Article> articles, CancellationToken cancellation)
    {
        var open = Enumerable.Range(0, articles.Count).ToHashSet();
        using var call = gateway.Ingest.IngestArticles(cancellationToken: cancellation);
        var writing = Write();
        try
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(CancellationToken.None))
            {
                var number = (int)answer.Sequence;
                Assert.True(number >= 0 && number < articles.Count, $"An answer has sequence {number}, which was never sent.");
                if (answer.ResultCase == IngestArticlesResponse.ResultOneofCase.Response)
                {
                    Assert.True(open.Remove(number), $"Article {number} was answered twice.");
                    _acks[articles[number].Url] = answer.Response;
                    Interlocked.Increment(ref _acked);
                }
                else
                {
                    Assert.True(answer.Error.Code == (int)Code.Unavailable, $"Article {number} was refused: {answer.Error}");
                    _troubles.Enqueue(answer.Error.Message);
                }
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            _troubles.Enqueue($"stream: {e.Status}");
        }
        await writing;
        return [.. open.Order().Select(i => articles[i])];

        async Task Write()
        {
            try
            {
                for (var i = 0; i < articles.Count; i++)
                    await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = i, Article = articles[i] }, cancellation);
                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
            {
                // The stream broke; the reader finds out how.
            }
        }
    }
}
