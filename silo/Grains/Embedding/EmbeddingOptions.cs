using StoryClustering.Contracts.Settings;

namespace StoryClustering.Grains.Embedding;

/// <summary>
/// How articles get dense embeddings: from an endpoint that speaks OpenAI's <c>/embeddings</c> protocol (Ollama, vLLM, Text
/// Embeddings Inference, an ONNX server behind one of them, OpenAI), or from any <c>IEmbeddingGenerator</c> that the host registers.
/// Section <c>Clustering:Embedding</c>. Off unless <see cref="Endpoint"/> is set or a generator is registered.
/// </summary>
public sealed class EmbeddingOptions
{
    /// <value>Base address of the endpoint, http or https, e.g. http://127.0.0.1:11434/v1; "/embeddings" is added to it. Default
    /// none: off. Titles and beginnings of all articles are sent there.</value>
    public string? Endpoint { get; set; }

    /// <value>Name of the model, as the endpoint knows it. Must be set with <see cref="Endpoint"/>. Embeddings of two models are never
    /// compared: after a change old and new articles meet by their words alone.</value>
    public string Model { get; set; } = "";

    /// <value>Key that is sent to the endpoint; default none. Set it by the environment (Clustering__Embedding__ApiKey), not by an
    /// argument, which others on the machine can read. It is never logged.</value>
    public string? ApiKey { get; set; }

    /// <value>Allows a key to be sent over plain http to another machine. Default false.</value>
    public bool Insecure { get; set; }

    /// <value>Numbers of an embedding, 16 to 4096, asked of the endpoint and required of its answers. Default none: as many as the model
    /// has. An article kept in memory and in the database grows by one byte a number.</value>
    public int? Dimensions { get; set; }

    /// <value>Longest that an article waits for its embedding, 50 ms to 5 s. Default 2 s. Afterwards it is taken in without.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>Most articles in one request, 1 to 256. Default 16. While requests are under way articles gather for the next.</value>
    public int MaxBatch { get; set; } = 16;

    /// <value>Most requests under way at once, 1 to 32. Default 2.</value>
    public int MaxRequests { get; set; } = 2;

    /// <value>Most articles of a silo that wait for a request, 1 to 10,000; above it they are taken in without. Default 256.</value>
    public int MaxWaiting { get; set; } = 256;

    /// <value>Characters of the text that are sent after the title, 0 to 20,000. Default 1,000. News tells the event first.</value>
    public int MaxCharacters { get; set; } = 1_000;

    /// <value>After so many failed requests in a row no more are made for <see cref="BreakFor"/>; then one is tried. Default 5, 1 to
    /// 100.</value>
    public int BreakAfter { get; set; } = 5;

    /// <value>How long no request is made after too many failed, 0.5 s to 1 h. Default 30 s. Articles are taken in without embeddings,
    /// at once.</value>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used. Never contains the key.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Clustering:Embedding");
        errors.Model(Endpoint, Model, ApiKey, Insecure);
        if (Dimensions is { } dimensions) errors.Range(nameof(Dimensions), dimensions, Engine.Features.DenseEmbedding.LeastDimension, Engine.Features.DenseEmbedding.MostDimension);
        errors.Range(nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5));
        errors.Range(nameof(MaxBatch), MaxBatch, 1, 256);
        errors.Range(nameof(MaxRequests), MaxRequests, 1, 32);
        errors.Range(nameof(MaxWaiting), MaxWaiting, 1, 10_000);
        errors.Range(nameof(MaxCharacters), MaxCharacters, 0, 20_000);
        errors.Range(nameof(BreakAfter), BreakAfter, 1, 100);
        errors.Range(nameof(BreakFor), BreakFor, TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1));
        return errors.All;
    }
}
