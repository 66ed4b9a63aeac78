using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StoryClustering.Tests.Grains.Embedding;

/// <summary>An HTTP server on loopback that speaks OpenAI's protocol of embeddings, well or as badly as a test says.</summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddingServer(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.Single() + "/v1";

    /// <summary>What is answered to a request; default <see cref="Well"/>.</summary>
    public Func<HttpContext, Question, Task> Answer { get; set; } = static (http, question) => Well(http, question, asText: false);

    public Question? Last { get; private set; }

    public string? LastAuthorization { get; private set; }

    public int Requests { get; private set; }

    internal sealed record Question(string Model, string[] Input, string? EncodingFormat, int? Dimensions);

    public static async Task<EmbeddingServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new EmbeddingServer(app);
        app.MapPost("/v1/embeddings", server.Take);
        await app.StartAsync();
        return server;
    }

    /// <summary>Numbers as base64, if that was asked for, or as text, as servers do that know no other form.</summary>
    public static Task Well(HttpContext http, Question question, bool asText)
    {
        var data = question.Input.Select(object (text, i) =>
        {
            var values = BilingualEmbedding.Of(text);
            object embedding = asText || question.EncodingFormat != "base64" ? values : Convert.ToBase64String(MemoryMarshal.AsBytes(values.AsSpan()));
            return new { @object = "embedding", index = i, embedding };
        });
        return http.Response.WriteAsJsonAsync(new { @object = "list", data, model = question.Model, usage = new { prompt_tokens = 1, total_tokens = 1 } });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var root = body.RootElement;
        var input = root.GetProperty("input");
        Last = new Question(root.GetProperty("model").GetString()!,
            input.ValueKind == JsonValueKind.String ? [input.GetString()!] : [.. input.EnumerateArray().Select(static e => e.GetString()!)],
            root.TryGetProperty("encoding_format", out var format) ? format.GetString() : null,
            root.TryGetProperty("dimensions", out var dimensions) ? dimensions.GetInt32() : null);
        LastAuthorization = http.Request.Headers.Authorization;
        Requests++;
        await Answer(http, Last);
    }
}
