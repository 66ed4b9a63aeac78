using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using StoryClustering.Grains;
using StoryClustering.Silo;

namespace StoryClustering.Tests.Grains.Embedding;

/// <summary>The configured endpoint, over HTTP.</summary>
public sealed class EmbeddingEndpointTests : IAsyncLifetime
{
    private EmbeddingServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await EmbeddingServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Texts_become_embeddings_whichever_form_the_server_writes(bool asText)
    {
        _server.Answer = (http, question) => EmbeddingServer.Well(http, question, asText);
        using var endpoint = Endpoint();
        var embeddings = await endpoint.GenerateAsync(["water", "bread"]);
        Assert.Equal(BilingualEmbedding.Of("water"), embeddings[0].Vector.ToArray());
        Assert.Equal(BilingualEmbedding.Of("bread"), embeddings[1].Vector.ToArray());
        Assert.Equal(("m", null), (_server.Last!.Model, _server.Last.Dimensions));
        Assert.Equal(["water", "bread"], _server.Last.Input);
    }

    [Fact]
    public async Task Key_and_dimensions_are_sent_if_they_are_set()
    {
        using var endpoint = Endpoint(o => (o.Embedding.ApiKey, o.Embedding.Dimensions) = ("sk-key", 256));
        await endpoint.GenerateAsync(["water"], new EmbeddingGenerationOptions { Dimensions = 256 });
        Assert.Equal(("Bearer sk-key", 256), (_server.LastAuthorization, _server.Last!.Dimensions));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_is_passed_on_as_its_status_alone_and_not_tried_again(int status)
    {
        _server.Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("{\"error\":{\"message\":\"Incorrect API key: sk-geheim\"}}");
        };
        using var endpoint = Endpoint(o => o.Embedding.ApiKey = "sk-geheim");
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => endpoint.GenerateAsync(["water"]));
        Assert.Equal(status, (int)error.StatusCode!.Value);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"data\":null}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":[{}]}")]
    [InlineData("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":\"!!!\"}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}")]
    [InlineData("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[\"a\",{}]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}")]
    [InlineData("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1,2,")]
    public async Task Garbage_gives_an_error_or_nothing_that_is_of_use(string body)
    {
        _server.Answer = (http, _) =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(body);
        };
        using var endpoint = Endpoint();
        Assert.False(await IsOfUse(endpoint));
        // And the next request is answered.
        _server.Answer = (http, question) => EmbeddingServer.Well(http, question, asText: false);
        Assert.True(await IsOfUse(endpoint));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_answer_is_cut_off_whether_it_says_its_length_or_not(bool saysSo)
    {
        var hungUp = new TaskCompletionSource();
        _server.Answer = async (http, _) =>
        {
            if (saysSo) http.Response.ContentLength = 1L << 32;
            await using var gone = http.RequestAborted.Register(() => hungUp.TrySetResult());
            try
            {
                await http.Response.Body.WriteAsync(new byte[8 << 20], http.RequestAborted);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
            }
            await hungUp.Task; // more would come: whoever reads to the end waits for ever
        };
        using var endpoint = Endpoint();
        var error = await Assert.ThrowsAnyAsync<HttpRequestException>(() => endpoint.GenerateAsync(["water"]));
        Assert.Contains("too long", error.ToString(), StringComparison.Ordinal);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_slow_answer_ends_with_the_callers_patience()
    {
        var asked = new TaskCompletionSource();
        var hungUp = new TaskCompletionSource();
        _server.Answer = async (http, _) =>
        {
            asked.SetResult();
            await using var gone = http.RequestAborted.Register(hungUp.SetResult);
            await hungUp.Task;
        };
        using var endpoint = Endpoint();
        using var patience = new CancellationTokenSource();
        var call = endpoint.GenerateAsync(["water"], cancellationToken: patience.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await EmbeddingServer.Start();
        _server.Answer = (http, _) =>
        {
            http.Response.StatusCode = 307;
            http.Response.Headers.Location = elsewhere.Endpoint + "/embeddings";
            return Task.CompletedTask;
        };
        using var endpoint = Endpoint(o => o.Embedding.ApiKey = "sk-key");
        Assert.False(await IsOfUse(endpoint));
        Assert.Equal(0, elsewhere.Requests);
    }

    [Fact]
    public async Task Where_nobody_listens_is_an_error()
    {
        using var endpoint = Endpoint();
        await _server.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => endpoint.GenerateAsync(["water"]));
        _server = await EmbeddingServer.Start();
    }

    private static async Task<bool> IsOfUse(EmbeddingEndpoint endpoint)
    {
        try
        {
            var answer = await endpoint.GenerateAsync(["water"]);
            return answer.Count == 1 && StoryClustering.Engine.Features.DenseEmbedding.From(answer[0].Vector.Span, "m", new()) is not null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private EmbeddingEndpoint Endpoint(Action<ClusteringOptions>? set = null)
    {
        // The time-out is the embedder's affair; here a busy machine must not trip over it.
        var options = new ClusteringOptions { Embedding = { Endpoint = _server.Endpoint, Model = "m", Timeout = TimeSpan.FromSeconds(30) } };
        set?.Invoke(options);
        return new EmbeddingEndpoint(Options.Create(options));
    }
}
