using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using StoryClustering.Grains;
using StoryClustering.Grains.Embedding;

namespace StoryClustering.Silo;

/// <summary>
/// The endpoint of <see cref="EmbeddingOptions"/>. What it answers is not trusted: no redirect is followed (it would be given the key
/// and the articles), a body longer than the embeddings asked for can be is cut off, and errors are passed on as a status alone.
/// </summary>
internal sealed class EmbeddingEndpoint : DelegatingEmbeddingGenerator<string, Embedding<float>>
{
    // A number as text takes 25 characters at most; the rest is room for what servers write around them.
    private const int BytesPerNumber = 32;
    private const int BytesAround = 64 * 1024;

    private readonly HttpClient _http;

    public EmbeddingEndpoint(IOptions<ClusteringOptions> options)
        : this(options.Value.Embedding, NewClient(options.Value.Embedding))
    {
    }

    private EmbeddingEndpoint(EmbeddingOptions options, HttpClient http)
        : base(NewGenerator(options, http))
    {
        _http = http;
    }

    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GenerateAsync(values, options, cancellationToken);
        }
        catch (ClientResultException e)
        {
            throw ModelEndpoint.Refusal(e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _http.Dispose();
    }

    private static HttpClient NewClient(EmbeddingOptions options)
    {
        var most = BytesAround + (long)options.MaxBatch * (options.Dimensions ?? Engine.Features.DenseEmbedding.MostDimension) * BytesPerNumber;
        return ModelEndpoint.NewClient(options.Timeout, most);
    }

    private static IEmbeddingGenerator<string, Embedding<float>> NewGenerator(EmbeddingOptions options, HttpClient http)
    {
        return ModelEndpoint.NewOpenAIClient(options.Endpoint!, options.ApiKey, options.Timeout, http).GetEmbeddingClient(options.Model).AsIEmbeddingGenerator(options.Dimensions);
    }
}
