using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryClustering.Grains;
using StoryClustering.Grains.Frames;
using StoryClustering.Grains.Frames.Model;
using StoryClustering.Silo;

namespace StoryClustering.Tests.Grains.Frames.Model;

public sealed class FrameModelOptionsTests
{
    [Fact]
    public void Off_is_the_default_and_a_local_endpoint_needs_a_model_only()
    {
        Assert.Empty(new FrameModelOptions().Errors());
        Assert.Empty(new FrameModelOptions { Endpoint = "http://127.0.0.1:11434/v1", Model = "m", ApiKey = "sk-key" }.Errors());
        Assert.Empty(new FrameModelOptions { Endpoint = "http://127.0.0.1:11434", Model = "m", Provider = "Ollama" }.Errors());
        Assert.Empty(new FrameModelOptions { Endpoint = "https://models.example/v1", Model = "m", ApiKey = "sk-key" }.Errors());
        Assert.Empty(new FrameModelOptions { Endpoint = "http://models.example/v1", Model = "m", ApiKey = "sk-key", Insecure = true }.Errors());
        Assert.IsType<NoFrameWriter>(WriterOf([]));
    }

    [Fact]
    public void A_configuration_or_a_client_of_the_host_turns_it_on()
    {
        Assert.IsType<ChatFrameWriter>(WriterOf(new() { ["Clustering:Frames:Model:Endpoint"] = "http://127.0.0.1:11434", ["Clustering:Frames:Model:Model"] = "m",
            ["Clustering:Frames:Model:Provider"] = "ollama" }));
        Assert.IsType<ChatFrameWriter>(WriterOf([], new NobodysClient()));
    }

    [Fact]
    public async Task No_writer_changes_nothing_and_asks_nobody()
    {
        var frames = InventedStory.Invented();
        var none = new NoFrameWriter();
        Assert.False(none.IsEnabled);
        Assert.Same(frames, none.Keep(frames, InventedStory.Invented("Another answer.")));
        Assert.Null(await none.Write("s", frames, CancellationToken.None));
    }

    [Theory]
    [InlineData("models.example/v1")]
    [InlineData("ftp://models.example/v1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:secret@models.example/v1")]
    [InlineData("https://models.example/v1?key=secret")]
    public void An_endpoint_is_a_plain_http_url(string endpoint)
    {
        var error = Assert.Single(new FrameModelOptions { Endpoint = endpoint, Model = "m" }.Errors());
        Assert.StartsWith("Clustering:Frames:Model:Endpoint ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once_and_the_key_never()
    {
        var options = new FrameModelOptions
        {
            Provider = "oracle", Endpoint = "http://models.example/v1", ApiKey = "sk-geheim", CallsPerMinute = 0, TokensPerStory = 499, Timeout = TimeSpan.Zero, MaxInput = 1,
            MaxOutputTokens = 1, MaxRequests = 17, BreakAfter = 0, BreakFor = TimeSpan.Zero,
        };
        var errors = options.Errors();
        Assert.Equal(["Provider", "ApiKey", "Model", "CallsPerMinute", "TokensPerStory", "Timeout", "MaxInput", "MaxOutputTokens", "MaxRequests", "BreakAfter", "BreakFor"],
            errors.Select(e => e.Split(':')[3].Split(' ')[0]));
        Assert.DoesNotContain(errors, e => e.Contains("geheim", StringComparison.Ordinal));
        Assert.Equal(errors, new FrameModelOptionsValidator(Options.Create(options)).Validate(null, new ClusteringOptions()).Failures);
        Assert.Single(new FrameModelOptions { ApiKey = "two\r\nlines" }.Errors());
    }

    private static IFrameWriter WriterOf(Dictionary<string, string?> configuration, IChatClient? client = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics().AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        if (client is not null) services.AddSingleton(client);
        services.AddFrameModel();
        return services.BuildServiceProvider().GetRequiredService<IFrameWriter>();
    }

    private sealed class NobodysClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
