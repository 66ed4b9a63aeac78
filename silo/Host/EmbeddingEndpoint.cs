using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;
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
            throw e.Status > 0
                ? new HttpRequestException("The endpoint refused.", null, (HttpStatusCode)e.Status)
                : new HttpRequestException("The endpoint gave no answer.", e.InnerException);
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
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a new address of the endpoint's name is noticed
        };
        var most = BytesAround + (long)options.MaxBatch * (options.Dimensions ?? Engine.Features.DenseEmbedding.MostDimension) * BytesPerNumber;
        return new HttpClient(new BoundedBodies(handler, most)) { Timeout = options.Timeout };
    }

    private static IEmbeddingGenerator<string, Embedding<float>> NewGenerator(EmbeddingOptions options, HttpClient http)
    {
        // A server without keys ignores it; the client wants one.
        var key = new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey);
        var settings = new OpenAIClientOptions
        {
            Endpoint = new Uri(options.Endpoint!),
            NetworkTimeout = options.Timeout,
            RetryPolicy = new ClientRetryPolicy(0), // the next articles are the next try
            Transport = new HttpClientPipelineTransport(http),
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        };
        return new OpenAIClient(key, settings).GetEmbeddingClient(options.Model).AsIEmbeddingGenerator(options.Dimensions);
    }

    /// <summary>Refuses bodies that are longer than they may be, also when they do not say so.</summary>
    private sealed class BoundedBodies(HttpMessageHandler inner, long most) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Content.Headers.ContentLength > most)
            {
                response.Dispose();
                throw new HttpRequestException("The endpoint's answer is too long.");
            }
            var bounded = new StreamContent(new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), most));
            foreach (var (name, values) in response.Content.Headers) bounded.Headers.TryAddWithoutValidation(name, values);
            response.Content = bounded;
            return response;
        }
    }

    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await inner.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int Counted(int read)
        {
            _read += read;
            return _read <= most ? read : throw new HttpRequestException("The endpoint's answer is too long.");
        }
    }
}
