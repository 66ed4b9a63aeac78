using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.Unit.Cli.Fakes;

/// <summary>How a fake server breaks an ingest stream.</summary>
public enum Break
{
    /// <summary>The handler returns: a good end in the middle of everything.</summary>
    EndStream,
    /// <summary>The stream ends with UNAVAILABLE.</summary>
    Unavailable,
    /// <summary>The HTTP/2 stream is reset.</summary>
    ResetStream,
    /// <summary>The connection is cut.</summary>
    CutConnection,
}

/// <summary>A story service over real HTTP/2 on a free port of the loopback. Each title's first word is a story.</summary>
internal sealed class FakeStoryServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeStoryServer(WebApplication app, FakeState state, string address)
    {
        _app = app;
        State = state;
        Address = address;
    }

    public FakeState State { get; }
    public string Address { get; }

    /// <summary>Starts a server; <paramref name="state"/> and <paramref name="port"/> of an earlier one make it a restart.</summary>
    public static async Task<FakeStoryServer> StartAsync(FakeState? state = null, int port = 0)
    {
        state ??= new FakeState();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(state);
        var app = builder.Build();
        app.MapGrpcService<FakeIngestService>();
        app.MapGrpcService<FakeStoryService>();
        app.MapGrpcService<FakeLocateService>();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new FakeStoryServer(app, state, address);
    }

    public int Port => new Uri(Address).Port;

    /// <summary>Stops at once, cutting every connection.</summary>
    public async Task StopAsync()
    {
        State.CutAll();
        await _app.StopAsync(new CancellationToken(canceled: true));
    }

    public async ValueTask DisposeAsync()
    {
        State.CutAll();
        await _app.DisposeAsync();
    }
}

/// <summary>What a fake server has stored, and how it is to behave. Survives a restart.</summary>
internal sealed class FakeState
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IngestArticleResponse> _byUrl = [];
    private readonly List<Article> _received = [];
    private readonly ConcurrentDictionary<HttpContextAbort, bool> _open = [];
    private long _version;
    private int _unanswered;

    internal sealed record HttpContextAbort(Action Abort);

    /// <summary>Answers an article instead of storing it; null stores it.</summary>
    public Func<Article, Google.Rpc.Status?> Refuse { get; set; } = _ => null;

    /// <summary>Awaited after storing and before acknowledging. The number counts articles received, from 1.</summary>
    public Func<int, Task> BeforeAck { get; set; } = _ => Task.CompletedTask;

    /// <summary>Breaks the stream after storing this article and before acknowledging it. By number received.</summary>
    public ConcurrentDictionary<int, Break> BreakAt { get; } = [];

    /// <summary>Refuses every stream.</summary>
    public Status? RefuseStreams { get; set; }

    /// <summary>Whether a watcher is told of a story.</summary>
    public Func<string, bool> Publish { get; set; } = _ => true;

    /// <summary>Told of each change to be published; set by a watch.</summary>
    public event Action<StoryChange>? Changed;

    public List<WatchStoriesRequest> Watches { get; } = [];
    public Queue<Func<IServerStreamWriter<WatchStoriesResponse>, Task>> WatchScripts { get; } = [];
    public List<Story> Stories { get; } = [];
    public List<StoryArticle> Articles { get; } = [];
    public Dictionary<string, StoryFrames> Frames { get; } = [];
    public List<FramesVersion> History { get; } = [];
    public Func<LocateArticleRequest, LocateArticleResponse> Locate { get; set; } = _ => new LocateArticleResponse();

    public int MostUnanswered { get; private set; }

    public IReadOnlyList<Article> Received
    {
        get { lock (_lock) return [.. _received]; }
    }

    public int Stored
    {
        get { lock (_lock) return _byUrl.Count; }
    }

    public int Receive(Article article)
    {
        lock (_lock)
        {
            _received.Add(article);
            MostUnanswered = Math.Max(MostUnanswered, ++_unanswered);
            return _received.Count;
        }
    }

    public void Answered()
    {
        lock (_lock) _unanswered--;
    }

    public IngestArticleResponse Store(Article article)
    {
        IngestArticleResponse response;
        var story = "story-" + article.Title.Split(' ')[0];
        lock (_lock)
        {
            if (_byUrl.TryGetValue(article.Url, out var known))
            {
                response = known.Clone();
                response.Outcome = IngestOutcome.Duplicate;
                return response;
            }
            response = new IngestArticleResponse
            {
                ArticleId = $"article-{_byUrl.Count}",
                StoryId = story,
                StoryVersion = ++_version,
                Outcome = IngestOutcome.New,
                FoundedStory = _byUrl.Values.All(other => other.StoryId != story),
                Revision = 1,
            };
            _byUrl[article.Url] = response;
        }
        if (Publish(story))
            Changed?.Invoke(new StoryChange { Type = ChangeType.Upsert, Story = new Story { StoryId = story, Version = response.StoryVersion } });
        return response;
    }

    public IDisposable Track(Action abort)
    {
        var entry = new HttpContextAbort(abort);
        _open[entry] = true;
        return new Untrack(() => _open.TryRemove(entry, out _));
    }

    public void CutAll()
    {
        foreach (var entry in _open.Keys) entry.Abort();
    }

    private sealed class Untrack(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}

internal sealed class FakeIngestService(FakeState state) : IngestService.IngestServiceBase
{
    public override async Task IngestArticles(
        IAsyncStreamReader<IngestArticlesRequest> requestStream, IServerStreamWriter<IngestArticlesResponse> responseStream, ServerCallContext context)
    {
        if (state.RefuseStreams is { } refused) throw new RpcException(refused);
        var http = context.GetHttpContext();
        var connection = http.Features.Get<IConnectionLifetimeFeature>()!;
        using var tracked = state.Track(connection.Abort);
        using var writing = new SemaphoreSlim(1);
        var answers = new List<Task>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var number = state.Receive(request.Article);
            var answer = new IngestArticlesResponse { Sequence = request.Sequence };
            if (state.Refuse(request.Article) is { } error) answer.Error = error;
            else answer.Response = state.Store(request.Article);
            if (state.BreakAt.TryRemove(number, out var how))
            {
                switch (how)
                {
                    case Break.EndStream: return;
                    case Break.Unavailable: throw new RpcException(new Status(StatusCode.Unavailable, "going away"));
                    case Break.ResetStream: http.Abort(); break;
                    case Break.CutConnection: connection.Abort(); break;
                }
                return;
            }
            answers.Add(AnswerAsync(number, answer));
        }
        await Task.WhenAll(answers);

        async Task AnswerAsync(int number, IngestArticlesResponse answer)
        {
            await state.BeforeAck(number).WaitAsync(context.CancellationToken);
            await writing.WaitAsync(context.CancellationToken);
            try
            {
                state.Answered();
                await responseStream.WriteAsync(answer, context.CancellationToken);
            }
            finally
            {
                writing.Release();
            }
        }
    }
}

internal sealed class FakeStoryService(FakeState state) : StoryService.StoryServiceBase
{
    public override async Task WatchStories(
        WatchStoriesRequest request, IServerStreamWriter<WatchStoriesResponse> responseStream, ServerCallContext context)
    {
        state.Watches.Add(request);
        if (state.WatchScripts.TryDequeue(out var script))
        {
            await script(responseStream);
            return;
        }
        var changes = System.Threading.Channels.Channel.CreateUnbounded<StoryChange>();
        void Take(StoryChange change) => changes.Writer.TryWrite(change);
        state.Changed += Take;
        try
        {
            await responseStream.WriteAsync(new WatchStoriesResponse { ResumeOutcome = ResumeOutcome.Live, ResumeToken = "t0" });
            await foreach (var change in changes.Reader.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(new WatchStoriesResponse { Changes = { change }, ResumeToken = "t1" });
        }
        finally
        {
            state.Changed -= Take;
        }
    }

    public override Task<ListStoriesResponse> ListStories(ListStoriesRequest request, ServerCallContext context)
    {
        var from = request.PageToken.Length > 0 ? int.Parse(request.PageToken) : 0;
        // Pages smaller than asked for, so that a caller has to follow the tokens.
        var page = state.Stories.Skip(from).Take(Math.Min(2, request.PageSize)).ToList();
        var next = from + page.Count;
        return Task.FromResult(new ListStoriesResponse { Stories = { page }, NextPageToken = next < state.Stories.Count ? $"{next}" : "" });
    }

    public override Task<SearchStoriesResponse> SearchStories(SearchStoriesRequest request, ServerCallContext context) =>
        Task.FromResult(new SearchStoriesResponse
        {
            Results = { state.Stories.Where(s => s.Headline.Contains(request.Query)).Select(s => new SearchResult { Story = s, Score = 0.5f }) },
        });

    public override Task<GetStoryResponse> GetStory(GetStoryRequest request, ServerCallContext context) =>
        state.Stories.FirstOrDefault(s => s.StoryId == request.StoryId) is { } story
            ? Task.FromResult(new GetStoryResponse { Story = story, Frames = request.View == StoryView.Full ? state.Frames.GetValueOrDefault(story.StoryId) : null })
            : throw new RpcException(new Status(StatusCode.NotFound, $"no story {request.StoryId}"));

    public override Task<StoryHistoryResponse> StoryHistory(StoryHistoryRequest request, ServerCallContext context)
    {
        var from = request.PageToken.Length > 0 ? int.Parse(request.PageToken) : 0;
        var page = state.History.Skip(from).Take(Math.Min(2, request.PageSize)).ToList();
        var next = from + page.Count;
        return Task.FromResult(new StoryHistoryResponse { Versions = { page }, StoryId = request.StoryId, NextPageToken = next < state.History.Count ? $"{next}" : "" });
    }

    public override Task<ExplainAssignmentResponse> ExplainAssignment(ExplainAssignmentRequest request, ServerCallContext context) =>
        Task.FromResult(new ExplainAssignmentResponse
        {
            ArticleId = request.ArticleId,
            StoryId = "story-1",
            Origin = AssignmentOrigin.Reconsidered,
            Decision = new AssignmentDecision
            {
                StoryId = "story-2", Candidates = 12, Threshold = 0.125,
                Best = new AssignmentCandidate { StoryId = "story-2", Score = 0.25, Similarity = 0.5, TimeFactor = 0.5, Fit = 1, NearestArticleId = "article-9" },
            },
            Nearest =
            {
                new ArticleResemblance
                {
                    ArticleId = "article-2", Title = "Ferry\u001b[31m stops", Outlet = "harbor.example", Similarity = 0.375, SharedEntities = { "Morag Sinclair" },
                    Fields = { new FieldContribution { Field = "words", Similarity = 0.25 }, new FieldContribution { Field = "names", Similarity = 0.125 } },
                },
            },
        });

    public override Task<ListStoryArticlesResponse> ListStoryArticles(ListStoryArticlesRequest request, ServerCallContext context)
    {
        var from = request.PageToken.Length > 0 ? int.Parse(request.PageToken) : 0;
        var page = state.Articles.Skip(from).Take(Math.Min(20, request.PageSize)).ToList();
        var next = from + page.Count;
        return Task.FromResult(new ListStoryArticlesResponse
        {
            Articles = { page }, StoryId = request.StoryId, NextPageToken = next < state.Articles.Count ? $"{next}" : "",
        });
    }
}

internal sealed class FakeLocateService(FakeState state) : LocateService.LocateServiceBase
{
    public override Task<LocateArticleResponse> LocateArticle(LocateArticleRequest request, ServerCallContext context) => Task.FromResult(state.Locate(request));
}
