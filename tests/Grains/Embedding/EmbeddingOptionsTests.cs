using Microsoft.Extensions.Configuration;
using StoryClustering.Grains;
using StoryClustering.Grains.Embedding;

namespace StoryClustering.Tests.Grains.Embedding;

public sealed class EmbeddingOptionsTests
{
    private static readonly ClusteringOptionsValidator Validator = new();

    [Fact]
    public void Off_is_the_default_and_a_local_endpoint_needs_a_model_only()
    {
        Assert.Empty(new EmbeddingOptions().Errors());
        Assert.Empty(new EmbeddingOptions { Endpoint = "http://127.0.0.1:11434/v1", Model = "m", ApiKey = "sk-key" }.Errors());
        Assert.Empty(new EmbeddingOptions { Endpoint = "https://models.example/v1", Model = "m", ApiKey = "sk-key" }.Errors());
        Assert.Empty(new EmbeddingOptions { Endpoint = "http://models.example/v1", Model = "m", ApiKey = "sk-key", Insecure = true }.Errors());
        Assert.True(Validator.Validate(null, new ClusteringOptions()).Succeeded);
    }

    [Fact]
    public void A_configuration_sets_the_endpoint_and_the_weight_and_floor_of_its_embeddings()
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Embedding:Endpoint"] = "http://127.0.0.1:11434/v1",
            ["Embedding:Model"] = "bge-m3",
            ["Embedding:Dimensions"] = "512",
            ["Embedding:Timeout"] = "00:00:00.5",
            ["Engine:EmbeddingFloor"] = "0.4",
            ["Engine:Weights:Embedding"] = "0.3",
        }).Build().Get<ClusteringOptions>()!;
        Assert.Equal(("http://127.0.0.1:11434/v1", "bge-m3", 512, TimeSpan.FromSeconds(0.5)),
            (options.Embedding.Endpoint, options.Embedding.Model, options.Embedding.Dimensions, options.Embedding.Timeout));
        Assert.Equal((0.4f, 0.3f, 0.41f), (options.Engine.EmbeddingFloor, options.Engine.Weights.Embedding, options.Engine.Weights.Words));
        Assert.Empty(options.Embedding.Errors());
        Assert.Empty(options.Engine.Errors());
    }

    [Theory]
    [InlineData("models.example/v1")]
    [InlineData("/v1")]
    [InlineData("ftp://models.example/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@models.example/v1")]
    [InlineData("https://models.example/v1?key=secret")]
    [InlineData("https://")]
    public void An_endpoint_is_a_plain_http_url(string endpoint)
    {
        var error = Assert.Single(new EmbeddingOptions { Endpoint = endpoint, Model = "m" }.Errors());
        Assert.StartsWith("Clustering:Embedding:Endpoint ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once_and_the_key_never()
    {
        var options = new ClusteringOptions
        {
            Embedding = new EmbeddingOptions
            {
                Endpoint = "http://models.example/v1", ApiKey = "sk-geheim", Dimensions = 15, Timeout = TimeSpan.FromSeconds(6), MaxBatch = 0, MaxRequests = 33,
                MaxWaiting = 0, MaxCharacters = -1, BreakAfter = 0, BreakFor = TimeSpan.Zero,
            },
        };
        var errors = options.Embedding.Errors();
        Assert.Equal(["ApiKey", "Model", "Dimensions", "Timeout", "MaxBatch", "MaxRequests", "MaxWaiting", "MaxCharacters", "BreakAfter", "BreakFor"],
            errors.Select(e => e.Split(':')[2].Split(' ')[0]));
        Assert.DoesNotContain(errors, e => e.Contains("geheim", StringComparison.Ordinal));
        Assert.Equal(errors, Validator.Validate(null, options).Failures);
        Assert.Single(new EmbeddingOptions { ApiKey = "two\r\nlines" }.Errors());
    }
}
