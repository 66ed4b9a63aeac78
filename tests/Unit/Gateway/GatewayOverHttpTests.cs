using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Api.V1;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using Xunit;
using IngestOutcome = StoryClustering.Contracts.Articles.IngestOutcome;
using StoryState = StoryClustering.Contracts.Stories.StoryState;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>The whole gateway on loopback, over real HTTP/1.1 and HTTP/2, with silos of ours.</summary>
public sealed class GatewayOverHttpTests : IAsyncLifetime
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(b => b, b => b);

    private readonly FakeCluster _cluster = new();
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ConfigureStoryKestrel(IPAddress.Loopback, 0, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IStoryCluster>(_cluster);
        builder.Services.AddStoryGateway();
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapStoryGateway();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        _http = new HttpClient { BaseAddress = new Uri(addresses[0]) };
        _channel = GrpcChannel.ForAddress(addresses[1]);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private StoryClustering.Api.V1.IngestService.IngestServiceClient Ingest => new(_channel);
    private StoryClustering.Api.V1.StoryService.StoryServiceClient StoriesClient => new(_channel);

    private static Article Article(int n) => new() { Url = $"https://harbor-ledger.example/{n}", Title = $"Pier {n} reopens" };

    private static async Task<(StatusCode Code, Google.Rpc.Status Status, ErrorInfo Info)> Fails(Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        var status = error.GetRpcStatus();
        Assert.True(status is not null, $"No details: {error.Status}");
        return (error.StatusCode, status, status.GetDetail<ErrorInfo>()!);
    }

    private static string[] Fields(Google.Rpc.Status status) => [.. status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field)];

    private async Task<byte[]> Raw(string service, string method, byte[] request)
    {
        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, "storyclustering.v1." + service, method, Bytes, Bytes), null, default, request);
        return await call;
    }

    // A message whose only content is a string field that is not UTF-8.
    private static byte[] BadString(int field) => [(byte)(field << 3 | 2), 3, (byte)'a', 0xff, (byte)'b'];

    private static byte[] Nested(int field, byte[] inner) => [(byte)(field << 3 | 2), (byte)inner.Length, .. inner];

    [Fact]
    public async Task An_article_goes_in_and_its_answer_comes_back()
    {
        var answer = await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(1) });
        Assert.Equal(StoryClustering.Api.V1.IngestOutcome.New, answer.Outcome);
        Assert.Equal(_cluster.Ingested.Single().Id, answer.ArticleId);
        Assert.Equal("harbor-ledger.example", _cluster.Ingested.Single().Content.Outlet);
    }

    [Fact]
    public async Task A_wrong_article_gets_every_fault_in_the_details()
    {
        var (code, status, info) = await Fails(async () => await Ingest.IngestArticleAsync(
            new IngestArticleRequest { Article = new Article { Url = "file:///etc/passwd", Title = "a\0b", Language = "??" } }));
        Assert.Equal(StatusCode.InvalidArgument, code);
        Assert.Equal(("INVALID_ARTICLE", "storyclustering.v1"), (info.Reason, info.Domain));
        Assert.Equal(["article.title", "article.url", "article.language"], Fields(status));
        Assert.Empty(_cluster.Ingested);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_an_invalid_argument_that_names_the_field()
    {
        var (code, status, _) = await Fails(() => Raw("IngestService", "IngestArticle", Nested(1, [.. BadString(2), .. BadString(1)])));
        Assert.Equal(StatusCode.InvalidArgument, code);
        Assert.Equal(["article.title", "article.url"], Fields(status));
    }

    [Fact]
    public async Task Every_unary_method_refuses_text_that_is_not_utf8_and_names_the_field()
    {
        foreach (var service in new[] { IngestServiceReflection.Descriptor, StoryServiceReflection.Descriptor, EditorServiceReflection.Descriptor,
            OutletServiceReflection.Descriptor }
            .SelectMany(f => f.Services))
        {
            foreach (var method in service.Methods.Where(m => !m.IsServerStreaming))
            {
                foreach (var field in method.InputType.Fields.InDeclarationOrder()
                    .Where(f => f.FieldType == Google.Protobuf.Reflection.FieldType.String))
                {
                    var (code, status, _) = await Fails(() => Raw(service.Name, method.Name, BadString(field.FieldNumber)));
                    Assert.Equal(StatusCode.InvalidArgument, code);
                    Assert.Contains(field.IsRepeated ? field.Name + "[0]" : field.Name, Fields(status));
                }
            }
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_an_invalid_argument()
    {
        foreach (var garbage in new byte[][] { [0xff], [0x0a, 0x7f], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f], [0x07], [0x0b], [0x0c], [0x00, 0x01] })
        {
            var (code, _, info) = await Fails(() => Raw("StoryService", "GetStory", garbage));
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_REQUEST"), (code, info.Reason));
        }
    }

    [Fact]
    public async Task Unknown_fields_pass()
    {
        _cluster.Stories[Ids.Story(1)] = Cards.New(1);
        byte[] unknown = [0xfa, 0x01, 2, 0xff, 0xfe, 0xfb, 0x01, 0x08, 0x01, 0xfc, 0x01];
        var answer = GetStoryResponse.Parser.ParseFrom(await Raw("StoryService", "GetStory",
            [.. new GetStoryRequest { StoryId = Ids.Story(1) }.ToByteArray(), .. unknown]));
        Assert.Equal(Ids.Story(1), answer.Story.StoryId);
    }

    [Fact]
    public async Task A_stream_goes_on_after_articles_that_are_wrong_or_not_even_text()
    {
        _cluster.OnIngest = (id, content) => content.Title.Contains("broken", StringComparison.Ordinal)
            ? Task.FromException<IngestAnswer>(new InvalidOperationException("Host=db;Password=secret"))
            : Task.FromResult(new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1));
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "storyclustering.v1.IngestService", "IngestArticles", Bytes, Bytes);
        using var call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, default);
        await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 1, Article = Article(1) }.ToByteArray());
        await call.RequestStream.WriteAsync([0x08, 2, .. Nested(2, [.. Article(2).ToByteArray(), .. BadString(3)])]);
        await call.RequestStream.WriteAsync([0x08, 3, 0xff]);
        await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 4 }.ToByteArray());
        await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 5, Article = new Article { Url = "http://a.example/5", Title = "broken" } }.ToByteArray());
        await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 6, Article = Article(6) }.ToByteArray());
        await call.RequestStream.CompleteAsync();
        var answers = new Dictionary<long, IngestArticlesResponse>();
        await foreach (var bytes in call.ResponseStream.ReadAllAsync())
        {
            var answer = IngestArticlesResponse.Parser.ParseFrom(bytes);
            answers.Add(answer.Sequence, answer);
        }
        Assert.Equal([1L, 2, 3, 4, 5, 6], answers.Keys.Order());
        Assert.NotNull(answers[1].Response);
        Assert.NotNull(answers[6].Response);
        Assert.Equal(["article.text"], Fields(answers[2].Error));
        Assert.Equal((int)StatusCode.InvalidArgument, answers[3].Error.Code);
        Assert.Equal(["article"], Fields(answers[4].Error));
        Assert.Equal((int)StatusCode.Internal, answers[5].Error.Code);
        Assert.DoesNotContain("secret", answers[5].Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_stream_has_at_most_256_articles_under_way_and_answers_all()
    {
        var running = 0;
        var most = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.OnIngest = async (id, _) =>
        {
            var now = Interlocked.Increment(ref running);
            lock (gate) most = Math.Max(most, now);
            if (now == 256) full.TrySetResult();
            await gate.Task;
            Interlocked.Decrement(ref running);
            return new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1);
        };
        using var call = Ingest.IngestArticles();
        var sending = Task.Run(async () =>
        {
            for (var n = 1; n <= 1000; n++) await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = n, Article = Article(n) });
            await call.RequestStream.CompleteAsync();
        });
        await full.Task.WaitAsync(TimeSpan.FromSeconds(20));
        gate.SetResult();
        var seen = new HashSet<long>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync()) Assert.True(seen.Add(answer.Sequence));
        await sending;
        Assert.Equal(1000, seen.Count);
        Assert.Equal(256, most);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_harms_nobody()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.OnIngest = async (id, _) =>
        {
            begun.TrySetResult();
            await gate.Task;
            return new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1);
        };
        using (var call = Ingest.IngestArticles())
        {
            await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 1, Article = Article(1) });
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
        gate.SetResult();
        await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(2) });
    }

    [Fact]
    public async Task A_stopping_gateway_answers_what_it_has_taken_and_ends_its_streams_as_unavailable()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _cluster.OnIngest = async (id, _) =>
        {
            begun.TrySetResult();
            await gate.Task;
            return new IngestAnswer(id, Ids.Story(1), 1, IngestOutcome.New, true, 1);
        };
        using var watch = StoriesClient.WatchStories(new WatchStoriesRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        using var call = Ingest.IngestArticles();
        await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 1, Article = Article(1) });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        // As by a signal: stopping waits for the calls, and must not hold up who is to end them.
        var stopping = Task.Run(() => _app.StopAsync());
        var (code, _, info) = await Fails(() => watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((StatusCode.Unavailable, "DRAINING"), (code, info.Reason));
        gate.SetResult();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, call.ResponseStream.Current.Sequence);
        (code, _, info) = await Fails(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((StatusCode.Unavailable, "DRAINING"), (code, info.Reason));
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Internals_never_leak()
    {
        _cluster.OnIngest = (_, _) => Task.FromException<IngestAnswer>(new InvalidOperationException("Host=db;Password=secret"));
        var (code, status, info) = await Fails(async () => await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(1) }));
        Assert.Equal((StatusCode.Internal, "INTERNAL"), (code, info.Reason));
        Assert.NotEmpty(info.Metadata["correlation_id"]);
        Assert.DoesNotContain("secret", status.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("InvalidOperation", status.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_no_story_can_take_is_the_senders_fault_and_named_as_such()
    {
        _cluster.OnIngest = (_, _) => Task.FromException<IngestAnswer>(new ArticleRefusedException("The article's credit line cannot be stored."));
        var (code, status, info) = await Fails(async () => await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(1) }));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARTICLE"), (code, info.Reason));
        var violation = Assert.Single(status.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("article", "The article's credit line cannot be stored."), (violation.Field, violation.Description));
    }

    // As Polly's, which Orleans throws.
    private sealed class TimeoutRejectedException(string message) : Exception(message);

    public static TheoryData<Exception, string> Troubles => new()
    {
        { new StorageUnavailableException("db-1 is away"), "STORAGE_UNAVAILABLE" },
        { new Contracts.Partitions.PartitionLoadingException("silo-7"), "NOT_READY" },
        { new Contracts.OverloadedException("silo-7"), "OVERLOADED" },
        { new TimeoutException("silo-7"), "SILO_UNAVAILABLE" },
        { new OperationCanceledException("Message expired before silo-7 could be asked."), "SILO_UNAVAILABLE" },
        { new Orleans.Runtime.SiloUnavailableException("silo-7"), "SILO_UNAVAILABLE" },
        { new Orleans.Runtime.OrleansException("silo-7"), "SILO_UNAVAILABLE" },
        { new Orleans.Storage.InconsistentStateException("etag"), "SILO_UNAVAILABLE" },
        { new InvalidOperationException("outer", new StorageUnavailableException("db-1")), "STORAGE_UNAVAILABLE" },
        { new InvalidOperationException("outer", new TimeoutRejectedException("silo-7")), "SILO_UNAVAILABLE" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Trouble_that_passes_is_unavailable_and_says_when_to_try_again(Exception exception, string reason)
    {
        _cluster.OnIngest = (_, _) => Task.FromException<IngestAnswer>(exception);
        var (code, status, info) = await Fails(async () => await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(1) }));
        Assert.Equal((StatusCode.Unavailable, reason), (code, info.Reason));
        Assert.True(status.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        Assert.DoesNotContain("silo-7", status.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("db-1", status.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retraction_knows_unknown_articles_and_retracted_ones_are_not_taken_again()
    {
        var (code, _, info) = await Fails(async () => await Ingest.RetractArticleAsync(new RetractArticleRequest { Url = "http://a.example/x" }));
        Assert.Equal((StatusCode.NotFound, "ARTICLE_NOT_FOUND"), (code, info.Reason));
        (code, _, _) = await Fails(async () => await Ingest.RetractArticleAsync(new RetractArticleRequest()));
        Assert.Equal(StatusCode.InvalidArgument, code);
        _cluster.OnIngest = (id, _) => Task.FromResult(new IngestAnswer(id, "", 0, IngestOutcome.Retracted, false, 1));
        (code, _, info) = await Fails(async () => await Ingest.IngestArticleAsync(new IngestArticleRequest { Article = Article(1) }));
        Assert.Equal((StatusCode.FailedPrecondition, "ARTICLE_RETRACTED"), (code, info.Reason));
    }

    [Fact]
    public async Task Merged_stories_lead_to_the_survivor()
    {
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, state: StoryState.Merged, mergedInto: Ids.Story(2));
        _cluster.Stories[Ids.Story(2)] = Cards.New(2, state: StoryState.Merged, mergedInto: Ids.Story(3));
        _cluster.Stories[Ids.Story(3)] = Cards.New(3);
        var one = await StoriesClient.GetStoryAsync(new GetStoryRequest { StoryId = Ids.Story(1) });
        Assert.Equal((Ids.Story(3), Ids.Story(1)), (one.Story.StoryId, one.RedirectedFrom));
        var batch = await StoriesClient.BatchGetStoriesAsync(new BatchGetStoriesRequest { StoryIds = { Ids.Story(2), Ids.Story(9), Ids.Story(3) } });
        Assert.Equal([(Ids.Story(3), Ids.Story(2)), (Ids.Story(3), "")], batch.Stories.Select(s => (s.Story.StoryId, s.RedirectedFrom)));
        Assert.Equal([Ids.Story(9)], batch.NotFound);
        _cluster.Stories[Ids.Story(3)] = Cards.New(3, state: StoryState.Merged, mergedInto: Ids.Story(1));
        var (code, _, _) = await Fails(async () => await StoriesClient.GetStoryAsync(new GetStoryRequest { StoryId = Ids.Story(1) }));
        Assert.Equal(StatusCode.NotFound, code);
    }

    [Fact]
    public async Task Lists_go_from_page_to_page_and_refuse_the_token_of_another_query()
    {
        for (var n = 1; n <= 5; n++) _cluster.Stories[Ids.Story(n)] = Cards.New(n);
        var request = new ListStoriesRequest { PageSize = 2, Filter = new StoryFilter { MinArticles = 1 } };
        var seen = new List<string>();
        do
        {
            var page = await StoriesClient.ListStoriesAsync(request);
            seen.AddRange(page.Stories.Select(s => s.StoryId));
            request.PageToken = page.NextPageToken;
            if (seen.Count == 2)
            {
                var other = request.Clone();
                other.Filter.MinArticles = 2;
                var (code, status, _) = await Fails(async () => await StoriesClient.ListStoriesAsync(other));
                Assert.Equal(StatusCode.InvalidArgument, code);
                Assert.Equal(["page_token"], Fields(status));
            }
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(Enumerable.Range(1, 5).Select(Ids.Story), seen);
        var (bad, faults, _) = await Fails(async () => await StoriesClient.ListStoriesAsync(
            new ListStoriesRequest { PageSize = -1, PageToken = "x", Filter = new StoryFilter { MinArticles = -1, MinOutlets = -1, Language = "english" }, Order = (StoryClustering.Api.V1.StoryOrder)9 }));
        Assert.Equal(StatusCode.InvalidArgument, bad);
        Assert.Equal(["order", "filter.min_articles", "filter.min_outlets", "filter.language", "page_size", "page_token"], Fields(faults));
    }

    [Fact]
    public async Task Edits_name_what_stands_in_their_way()
    {
        var editor = new StoryClustering.Api.V1.EditorService.EditorServiceClient(_channel);
        var request = new MoveArticleRequest { ArticleId = Ids.Article(1), TargetStoryId = Ids.Story(2) };
        Assert.Equal(Ids.Story(2), (await editor.MoveArticleAsync(request)).TargetStory.StoryId);
        foreach (var (outcome, expected) in new[]
        {
            (Contracts.Editing.EditOutcome.NotFound, StatusCode.NotFound), (Contracts.Editing.EditOutcome.NotActive, StatusCode.FailedPrecondition),
            (Contracts.Editing.EditOutcome.NotMember, StatusCode.FailedPrecondition), (Contracts.Editing.EditOutcome.NothingLeft, StatusCode.FailedPrecondition),
            (Contracts.Editing.EditOutcome.Conflict, StatusCode.Aborted),
        })
        {
            _cluster.OnEdit = () => new Contracts.Editing.EditAnswer(outcome, Ids.Story(2), null, null);
            var (code, _, info) = await Fails(async () => await editor.MoveArticleAsync(request));
            Assert.Equal(expected, code);
            Assert.Equal(Ids.Story(2), info.Metadata["story_id"]);
        }
        var (bad, status, _) = await Fails(async () => await editor.MergeStoriesAsync(
            new MergeStoriesRequest { TargetStoryId = Ids.Story(1), SourceStoryIds = { Ids.Story(1) }, Actor = new string('x', 257) }));
        Assert.Equal(StatusCode.InvalidArgument, bad);
        Assert.Equal(["actor", "source_story_ids"], Fields(status));
    }

    [Fact]
    public async Task Json_reads_lists_searches_and_posts()
    {
        _cluster.Stories[Ids.Story(1)] = Cards.New(1);
        _cluster.Members.Add(new StoryMember
        {
            StoryId = Ids.Story(1),
            JoinedVersion = 1,
            Article = new ArticleDigest
            {
                ArticleId = Ids.Article(1), Url = "http://a.example/1", Title = "Pier", Outlet = "a.example", Ingested = DateTimeOffset.UnixEpoch,
                Language = "en", ExternalId = "", FeedCredit = "", Revision = 1, Entities = [], Vector = [], Signature = [],
            },
        });
        Assert.Equal(Ids.Story(1), (await Json("/v1/stories?pageSize=5")).GetProperty("stories")[0].GetProperty("storyId").GetString());
        Assert.Equal(Ids.Story(1), (await Json($"/v1/stories/{Ids.Story(1)}")).GetProperty("story").GetProperty("storyId").GetString());
        Assert.Equal(Ids.Article(1), (await Json($"/v1/stories/{Ids.Story(1)}/articles")).GetProperty("articles")[0].GetProperty("articleId").GetString());
        Assert.Equal(Ids.Story(1), (await Json("/v1/stories:search?query=ferry")).GetProperty("results")[0].GetProperty("story").GetProperty("storyId").GetString());
        var posted = await _http.PostAsJsonAsync("/v1/articles", new { url = "http://a.example/1", title = "Pier" });
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal("INGEST_OUTCOME_NEW", (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcome").GetString());
        var merged = await _http.PostAsJsonAsync($"/v1/stories/{Ids.Story(1)}:merge", new { sourceStoryIds = new[] { Ids.Story(2) } });
        Assert.Equal(HttpStatusCode.OK, merged.StatusCode);
        var batch = await _http.PostAsJsonAsync("/v1/stories:batchGet", new { storyIds = new[] { Ids.Story(1) } });
        Assert.Equal(HttpStatusCode.OK, batch.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.PostAsJsonAsync("/v1/articles:retract", new { url = "http://a.example/9" })).StatusCode);
    }

    [Fact]
    public async Task Json_lists_changes_imports_and_explains_outlets()
    {
        var upsert = await _http.PostAsync("/v1/outlets:upsert", Body("""
            {"actor":"ada","outlets":[{"domains":["harbor.example"],"name":"Harbor Ledger","kind":"OUTLET_KIND_LOCAL","country":"NO","languages":["nb"],
             "lean":"OUTLET_LEAN_LEAN_LEFT","leanProvenance":{"ratedBy":"Press Lens","original":"2"}},{"domains":["echo.example"],"name":"Echo"}]}
            """));
        Assert.Equal("""{"version":"1","changed":2}""", (await upsert.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("Harbor Ledger", (await Json("/v1/outlets/www.harbor.example")).GetProperty("outlet").GetProperty("name").GetString());
        Assert.Equal("Echo", (await Json("/v1/outlets?filter.lean=OUTLET_LEAN_UNSPECIFIED&pageSize=5")).GetProperty("outlets")[0].GetProperty("name").GetString());
        Assert.Equal(2, (await Json("/v1/outlets?filter.text=e")).GetProperty("outlets").GetArrayLength());
        var csv = Convert.ToBase64String("source,rating\nEcho,left-center\nHarbor Ledger,mixed\n"u8);
        var imported = await _http.PostAsync("/v1/outlets:import", Body($$$"""
            {"csv":"{{{csv}}}","columns":{"name":"source","lean":"rating"},"labels":{"leans":{"left-center":"OUTLET_LEAN_LEAN_LEFT","mixed":"OUTLET_LEAN_UNSPECIFIED"}},
             "provenance":{"ratedBy":"Press Lens","scale":"rater labels"}}
            """));
        var report = await imported.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((2, 2, 1), (report.GetProperty("matchedByName").GetInt32(), report.GetProperty("changed").GetInt32(), report.GetProperty("lean").GetProperty("unrated").GetInt32()));
        Assert.Equal(2, (await Json("/v1/outlets/harbor.example/history")).GetProperty("changes").GetArrayLength());
        Assert.Equal("2", (await Json("/v1/outlets:status")).GetProperty("version").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/v1/outlets/nobody.example")).StatusCode);
        var taken = await _http.PostAsync("/v1/outlets:upsert", Body("""{"outlets":[{"domains":["new.example","echo.example"]}]}"""));
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("OUTLET_DOMAIN_TAKEN", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_as_large_as_may_be_gets_through_and_a_larger_one_is_told_so()
    {
        var outlets = new StoryClustering.Api.V1.OutletService.OutletServiceClient(_channel);
        var bytes = new byte[StoryClustering.Api.Limits.ImportBytes];
        Array.Fill(bytes, (byte)'\n');
        "domain\n"u8.CopyTo(bytes);
        var request = new ImportOutletsRequest { Csv = ByteString.CopyFrom(bytes), Columns = new ImportColumns { Domain = "domain" }, Preview = true };
        Assert.Equal(0, (await outlets.ImportOutletsAsync(request)).RowsRead);
        using var json = await _http.PostAsync("/v1/outlets:import", Body($$$"""{"csv":"{{{Convert.ToBase64String(bytes)}}}","columns":{"domain":"domain"}}"""));
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        request.Csv = ByteString.CopyFrom([.. bytes, (byte)'x']);
        var (code, status, _) = await Fails(async () => await outlets.ImportOutletsAsync(request));
        Assert.Equal((StatusCode.InvalidArgument, "csv"), (code, Assert.Single(Fields(status))));
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<JsonElement> Json(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    [Theory]
    [InlineData("""{"url":"javascript:x","title":""}""", 400)]
    [InlineData("""{"url":"http://a.example/1","title":"half \ud800 pair"}""", 400)]
    [InlineData("""{"url":"http://a.example/1","title":"x","publishedAt":"9999-01-01T00:00:00Z"}""", 400)]
    [InlineData("""{"url":"http://a.example/1","title":"x","publishedAt":"yesterday"}""", 400)]
    [InlineData("""{"url":5}""", 400)]
    [InlineData("{", 400)]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    public async Task Json_that_is_wrong_is_a_bad_request_that_can_be_read(string body, int expected)
    {
        using var response = await _http.PostAsync("/v1/articles", new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == (int)response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Json_bytes_that_are_not_utf8_are_a_bad_request()
    {
        var content = new ByteArrayContent([.. "{\"url\":\"http://a.example/1\",\"title\":\""u8, 0xff, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var response = await _http.PostAsync("/v1/articles", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Json_errors_carry_the_fields()
    {
        using var response = await _http.PostAsJsonAsync("/v1/articles", new { url = "ftp://a.example", title = "" });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("article.url", text, StringComparison.Ordinal);
        Assert.Contains("INVALID_ARTICLE", text, StringComparison.Ordinal);
        using var missing = await _http.GetAsync($"/v1/stories/{Ids.Story(404)}");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var malformed = await _http.GetAsync("/v1/stories/nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Fact]
    public async Task A_watch_runs_over_a_real_connection_and_health_says_when_it_can()
    {
        await _cluster.Partitions[0].Put(Cards.New(1));
        using var call = StoriesClient.WatchStories(new WatchStoriesRequest());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        var health = await new Health.HealthClient(_channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        var seen = call.ResponseStream.Current.Changes.Count;
        await _cluster.Partitions[1].Put(Cards.New(2));
        while (seen < 2 && await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))) seen += call.ResponseStream.Current.Changes.Count;
        Assert.Equal(2, seen);
    }

    [Fact]
    public async Task A_watch_with_details_runs_over_a_real_connection_and_its_bytes_are_those_of_the_full_view()
    {
        var card = Cards.New(1, 3) with { FramesVersion = 2, FramesStoryVersion = 3 };
        _cluster.Stories[card.StoryId] = card;
        _cluster.Framed[card.StoryId] = Framing.New(1, 2, 3);
        await _cluster.Partitions[0].Put(card);
        using var call = StoriesClient.WatchStories(new WatchStoriesRequest { View = StoryClustering.Api.V1.StoryView.Full });
        StoryChange? change = null;
        while (change is null && await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)))
            change = call.ResponseStream.Current.Changes.FirstOrDefault();
        var full = await StoriesClient.GetStoryAsync(new GetStoryRequest { StoryId = card.StoryId, View = StoryClustering.Api.V1.StoryView.Full });
        Assert.NotNull(full.Frames);
        Assert.Equal(new StoryChange { Type = ChangeType.Upsert, Story = full.Story, CoverageDetail = full.CoverageDetail, Frames = full.Frames }, change);
    }

    [Fact]
    public async Task Frames_history_and_the_dial_speak_JSON()
    {
        _cluster.Stories[Ids.Story(1)] = Cards.New(1, 3) with { FramesVersion = 2 };
        _cluster.Framed[Ids.Story(1)] = Framing.New(1, 2, 3);
        _cluster.Histories[Ids.Story(1)] = [new StoryClustering.Contracts.Frames.FramesVersionEntry(2, 3, DateTimeOffset.UnixEpoch, 9, 5, [])];
        var full = await _http.GetFromJsonAsync<JsonElement>($"/v1/stories/{Ids.Story(1)}?view=STORY_VIEW_FULL");
        Assert.Equal("The pier was closed.", full.GetProperty("frames").GetProperty("facts")[0].GetProperty("line").GetProperty("citations")[0].GetProperty("text").GetString());
        var history = await _http.GetFromJsonAsync<JsonElement>($"/v1/stories/{Ids.Story(1)}/history?pageSize=1");
        Assert.Equal(2, int.Parse(history.GetProperty("versions")[0].GetProperty("version").GetString()!));
        _cluster.OnLocate = q => new StoryClustering.Contracts.Frames.LocateAnswer(q.Text.Length > 0 ? Cards.New(1) : null, false, 0.5f, 0.25f, [], null, q.Text.Length > 0 ? "en" : "");
        using var located = await _http.PostAsync("/v1/articles:locate", new StringContent("""{"article":{"title":"Pier","text":"The pier."}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(Ids.Story(1), (await located.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("story").GetProperty("storyId").GetString());
        using var refused = await _http.PostAsync("/v1/articles:locate", new StringContent("""{"url":"https://ledger.example/pier"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("FETCH_DISABLED", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_web_reaches_the_port_for_browsers()
    {
        var body = new GetStoryRequest { StoryId = Ids.Story(1) }.ToByteArray();
        _cluster.Stories[Ids.Story(1)] = Cards.New(1);
        using var content = new ByteArrayContent([0, 0, 0, 0, (byte)body.Length, .. body]);
        content.Headers.ContentType = new("application/grpc-web");
        using var response = await _http.PostAsync("/storyclustering.v1.StoryService/GetStory", content);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Contains("grpc-status: 0", Encoding.ASCII.GetString(bytes), StringComparison.OrdinalIgnoreCase);
    }
}
