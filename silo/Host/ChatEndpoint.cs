using System.ClientModel;
using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OllamaSharp;
using OllamaSharp.Models.Exceptions;
using StoryClustering.Grains.Frames.Model;

namespace StoryClustering.Silo;

/// <summary>The endpoint of <see cref="FrameModelOptions"/>, in either protocol; see <see cref="ModelEndpoint"/> for what it is trusted with.</summary>
internal sealed class ChatEndpoint : DelegatingChatClient
{
    // Bytes of a token in an answer, escaped and each in a line of its own as Ollama streams them; and room for what servers write around.
    private const int BytesPerToken = 512;
    private const int BytesAround = 256 * 1024;

    private readonly HttpClient _http;

    public ChatEndpoint(IOptions<FrameModelOptions> options)
        : this(options.Value, ModelEndpoint.NewClient(options.Value.Timeout, BytesAround + (long)options.Value.MaxOutputTokens * BytesPerToken))
    {
    }

    private ChatEndpoint(FrameModelOptions options, HttpClient http)
        : base(options.IsOllama ? NewOllama(options, http)
            : ModelEndpoint.NewOpenAIClient(options.Endpoint!, options.ApiKey, options.Timeout, http).GetChatClient(options.Model).AsIChatClient())
    {
        _http = http;
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (ClientResultException e)
        {
            throw ModelEndpoint.Refusal(e);
        }
        catch (OllamaException)
        {
            throw new HttpRequestException("The endpoint refused.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _http.Dispose();
    }

    private static OllamaApiClient NewOllama(FrameModelOptions options, HttpClient http)
    {
        // "http://host/path" without a last slash would lose the path.
        http.BaseAddress = new Uri(options.Endpoint!.TrimEnd('/') + "/");
        if (!string.IsNullOrEmpty(options.ApiKey)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        return new OllamaApiClient(http, options.Model);
    }
}
