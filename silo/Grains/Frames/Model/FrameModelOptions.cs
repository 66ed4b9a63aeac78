using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Grains.Frames.Model;

/// <summary>
/// How lines of frames are written by a chat model: at an endpoint of OpenAI's protocol (<c>/chat/completions</c>) or of Ollama's
/// (<c>/api/chat</c>), or by any <c>IChatClient</c> that the host registers. Section <c>Clustering:Frames:Model</c>. Off unless
/// <see cref="Endpoint"/> is set or a client is registered: then every line is an article's own.
/// </summary>
public sealed class FrameModelOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Clustering:Frames:Model";

    /// <value>"openai" or "ollama": the protocol of <see cref="Endpoint"/>. Default openai, which most servers speak, Ollama too.</value>
    public string Provider { get; set; } = "openai";

    /// <value>Base address, http or https: http://127.0.0.1:11434/v1 for openai ("/chat/completions" is added), http://127.0.0.1:11434
    /// for ollama ("/api/chat" is added). Default none: off. Sentences of articles are sent there.</value>
    public string? Endpoint { get; set; }

    /// <value>Name of the model, as the endpoint knows it. Must be set with <see cref="Endpoint"/>. Pages show it.</value>
    public string Model { get; set; } = "";

    /// <value>Key that is sent to the endpoint; default none. Set it by the environment (Clustering__Frames__Model__ApiKey), not by an
    /// argument, which others on the machine can read. It is never logged.</value>
    public string? ApiKey { get; set; }

    /// <value>Allows a key to be sent over plain http to another machine. Default false.</value>
    public bool Insecure { get; set; }

    /// <value>Most requests of a silo in any minute, 1 to 10,000. Default 30. Stories that would need more keep the articles' own lines.</value>
    public int CallsPerMinute { get; set; } = 30;

    /// <value>Most tokens that a story may cost while a silo remembers it, 500 to 10,000,000. Default 20,000: four requests or so.</value>
    public int TokensPerStory { get; set; } = 20_000;

    /// <value>Longest that a request may take, 1 s to 10 min. Default 60 s. Nothing waits for it.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>Most characters of evidence in a request, 500 to 200,000. Default 12,000, about 3,000 tokens.</value>
    public int MaxInput { get; set; } = 12_000;

    /// <value>Most tokens of an answer, 100 to 16,000. Default 1,500.</value>
    public int MaxOutputTokens { get; set; } = 1_500;

    /// <value>Most requests under way at once, 1 to 16. Default 2. More are not queued: those stories keep the articles' own lines.</value>
    public int MaxRequests { get; set; } = 2;

    /// <value>After so many failed requests in a row no more are made for <see cref="BreakFor"/>; then one is tried. Default 5, 1 to
    /// 100.</value>
    public int BreakAfter { get; set; } = 5;

    /// <value>How long no request is made after too many failed, 0.5 s to 1 h. Default 60 s.</value>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether <see cref="Provider"/> is Ollama.</summary>
    public bool IsOllama => string.Equals(Provider, "ollama", StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used. Never contains the key.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors(Section);
        if (!IsOllama && !string.Equals(Provider, "openai", StringComparison.OrdinalIgnoreCase)) errors.Wrong(nameof(Provider), Provider, "must be openai or ollama");
        errors.Model(Endpoint, Model, ApiKey, Insecure);
        errors.Range(nameof(CallsPerMinute), CallsPerMinute, 1, 10_000);
        errors.Range(nameof(TokensPerStory), TokensPerStory, 500, 10_000_000);
        errors.Range(nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        errors.Range(nameof(MaxInput), MaxInput, 500, 200_000);
        errors.Range(nameof(MaxOutputTokens), MaxOutputTokens, 100, 16_000);
        errors.Range(nameof(MaxRequests), MaxRequests, 1, 16);
        errors.Range(nameof(BreakAfter), BreakAfter, 1, 100);
        errors.Range(nameof(BreakFor), BreakFor, TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1));
        return errors.All;
    }
}

/// <summary>Stops a start whose options of the model cannot be used, naming all that is wrong beside what is wrong with the others.</summary>
public sealed class FrameModelOptionsValidator(IOptions<FrameModelOptions> model) : IValidateOptions<ClusteringOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusteringOptions options) =>
        model.Value.Errors() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
