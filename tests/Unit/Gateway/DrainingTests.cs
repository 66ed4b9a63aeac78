using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Articles;
using StoryClustering.Gateway.Api;
using IngestOutcome = StoryClustering.Contracts.Articles.IngestOutcome;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Gateways that stop while calls are under way, over real HTTP/2. CLUSTERING_DRAIN_ROUNDS repeats it more often.</summary>
public sealed class DrainingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const byte GoAway = 7;
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("CLUSTERING_DRAIN_ROUNDS"), out var rounds) ? rounds : 15;

    [Theory]
    [InlineData("application/grpc", 200, "14")]
    [InlineData("application/grpc-web+proto", 200, "14")]
    [InlineData("application/json", 503, "")]
    [InlineData(null, 503, "")]
    public void When_all_is_over_a_call_is_refused_without_asking_any_service(string? contentType, int status, string grpcStatus)
    {
        var draining = new Draining(new GatewayOptions());
        Assert.False(draining.IsOver);
        draining.Dispose();
        Assert.True(draining.IsOver);
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.ContentType = contentType;
        Draining.Refuse(context);
        Assert.Equal((status, grpcStatus), (context.Response.StatusCode, context.Response.Headers["grpc-status"].ToString()));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(8, 8, 0)]
    [InlineData(2, 2, 4)]
    public async Task Whatever_is_under_way_when_a_gateway_stops_is_answered_or_told_that_it_is_unavailable(int watches, int streams, int callers)
    {
        var wrong = new ConcurrentDictionary<string, int>();
        var roundsGoneWrong = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var before = wrong.Values.Sum();
            await Round(watches, streams, callers, wrong);
            if (wrong.Values.Sum() > before) roundsGoneWrong++;
        }
        Assert.True(roundsGoneWrong == 0, $"In {roundsGoneWrong} of {Rounds} rounds: {string.Join("; ", wrong.Select(w => $"{w.Value} x {w.Key}"))}");
    }

    [Fact]
    public async Task A_client_that_does_not_close_its_connection_holds_up_the_end_no_longer_than_its_time()
    {
        var clock = new ManualClock();
        await using var app = await Start(new FakeCluster(), clock);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var line = client.GetStream();
        // The preface, and empty settings.
        await line.WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
        var frame = new byte[9];
        await Next();
        var stopping = app.StopAsync();
        while (frame[3] != GoAway) await Next();
        var end = line.ReadAsync(frame).AsTask();
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        // Its time may begin a moment after its last frame.
        while (!end.IsCompleted && Environment.TickCount64 < deadline)
        {
            clock.Advance(LingeringClose.Longest);
            await Task.Delay(1);
        }
        Assert.Equal(0, await end.WaitAsync(Patience));
        await stopping.WaitAsync(Patience);

        async Task Next()
        {
            await line.ReadExactlyAsync(frame).AsTask().WaitAsync(Patience);
            await line.ReadExactlyAsync(new byte[frame[0] << 16 | frame[1] << 8 | frame[2]]).AsTask().WaitAsync(Patience);
        }
    }

    private static async Task Round(int watches, int streams, int callers, ConcurrentDictionary<string, int> wrong)
    {
        var cluster = new FakeCluster();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.OnIngest = async (id, content) =>
        {
            if (content.Title.StartsWith("Held", StringComparison.Ordinal)) await gate.Task;
            return new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1);
        };
        await using var app = await Start(cluster, TimeProvider.System);
        using var channel = GrpcChannel.ForAddress(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last());
        var stories = new StoryClustering.Api.V1.StoryService.StoryServiceClient(channel);
        var ingest = new StoryClustering.Api.V1.IngestService.IngestServiceClient(channel);

        var watching = Enumerable.Range(0, watches).Select(_ => stories.WatchStories(new WatchStoriesRequest())).ToArray();
        foreach (var watch in watching) Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        var sending = Enumerable.Range(0, streams).Select(_ => ingest.IngestArticles()).ToArray();
        foreach (var (n, stream) in sending.Index())
            await stream.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 1, Article = Article("Held", n) });
        await Until(() => cluster.Ingested.Count == streams, "the articles to be taken");
        // Who goes on calling while it stops: some calls begin before, some after the streams have been told.
        var calling = Enumerable.Range(0, callers).Select(c => Task.Run(() => Call(c))).ToArray();
        if (callers > 0) await Until(() => cluster.Ingested.Count >= streams + callers, "the callers");

        var stopping = Task.Run(() => app.StopAsync());
        await Task.WhenAll(watching.Select(w => Ends(() => w.ResponseStream.MoveNext(CancellationToken.None), "watch")));
        // New calls are refused while others are still held.
        await Task.WhenAll(calling).WaitAsync(Patience);
        gate.SetResult();
        await Task.WhenAll(sending.Select(async s =>
        {
            if (await Ends(() => s.ResponseStream.MoveNext(CancellationToken.None), "answer", mayGoOn: true))
                await Ends(() => s.ResponseStream.MoveNext(CancellationToken.None), "stream");
        }));
        await stopping.WaitAsync(Patience);
        foreach (var watch in watching) watch.Dispose();
        foreach (var stream in sending) stream.Dispose();

        // Until the gateway refuses.
        async Task Call(int caller)
        {
            for (var n = 0; ; n++)
            {
                try { await ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article($"Pier {caller}", n) }).ResponseAsync.WaitAsync(Patience); }
                catch (RpcException e)
                {
                    if (e.StatusCode != StatusCode.Unavailable) Note("call", e);
                    return;
                }
            }
        }

        // True if a message came, which only some may.
        async Task<bool> Ends(Func<Task<bool>> next, string what, bool mayGoOn = false)
        {
            try
            {
                if (await next().WaitAsync(Patience)) return mayGoOn ? true : throw new InvalidOperationException($"A {what} went on.");
                wrong.AddOrUpdate($"a {what} that ended well", 1, static (_, n) => n + 1);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason == Reasons.Draining) { return false; }
            catch (RpcException e) { Note(what, e); }
            return false;
        }

        void Note(string what, RpcException e) => wrong.AddOrUpdate($"a {what} that was told {e.Status.StatusCode} {e.Status.Detail}", 1, static (_, n) => n + 1);
    }

    private static Article Article(string title, int n) => new() { Url = $"https://harbor-ledger.example/{title.Replace(' ', '-')}/{n}", Title = $"{title} {n} reopens" };

    private static async Task<WebApplication> Start(FakeCluster cluster, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ConfigureStoryKestrel(IPAddress.Loopback, 0, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IStoryCluster>(cluster);
        builder.Services.AddSingleton(time);
        builder.Services.AddStoryGateway();
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        var app = builder.Build();
        app.UseRouting();
        app.MapStoryGateway();
        await app.StartAsync();
        return app;
    }

    private static async Task Until(Func<bool> done, string what)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!done())
        {
            if (Environment.TickCount64 > deadline) Assert.Fail($"Waited in vain for {what}.");
            await Task.Yield();
        }
    }
}
