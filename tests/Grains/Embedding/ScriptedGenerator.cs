using Microsoft.Extensions.AI;

namespace StoryClustering.Tests.Grains.Embedding;

/// <summary>A model that does what a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly List<string[]> _requests = [];

    /// <summary>Default: <see cref="BilingualEmbedding"/>.</summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task<GeneratedEmbeddings<Embedding<float>>>> Answer { get; set; } = (texts, _) => Task.FromResult(Of(texts));

    public IReadOnlyList<string[]> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public static GeneratedEmbeddings<Embedding<float>> Of(IEnumerable<string> texts) => Of(texts.Select(BilingualEmbedding.Of));

    public static GeneratedEmbeddings<Embedding<float>> Of(IEnumerable<float[]> vectors) => [.. vectors.Select(static v => new Embedding<float>(v))];

    /// <summary>Waits until one more request has come.</summary>
    public async Task Asked() => Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(20)), "The model was not asked.");

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToArray();
        lock (_requests) _requests.Add(texts);
        _asked.Release();
        return Answer(texts, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _asked.Dispose();
}
