using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StoryClustering.Grains;
using StoryClustering.Grains.Frames;
using StoryClustering.Grains.Frames.Model;

namespace StoryClustering.Silo;

/// <summary>Adds the model that writes lines of frames.</summary>
internal static class FrameModel
{
    /// <summary>A client that the host has registered, else the configured endpoint, else no model.</summary>
    public static IServiceCollection AddFrameModel(this IServiceCollection services)
    {
        services.AddOptions<FrameModelOptions>()
            .Configure<IServiceProvider>(static (o, s) => s.GetService<IConfiguration>()?.GetSection(FrameModelOptions.Section).Bind(o));
        services.AddSingleton<IValidateOptions<ClusteringOptions>, FrameModelOptionsValidator>();
        services.AddSingleton<FrameModelMetrics>();
        services.AddSingleton<ChatEndpoint>();
        services.TryAddSingleton<IFrameWriter>(static s => ClientOf(s) is { } client
            ? new ChatFrameWriter(client, s.GetRequiredService<IOptions<FrameModelOptions>>(), s.GetRequiredService<FrameModelMetrics>(),
                s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ChatFrameWriter>>())
            : new NoFrameWriter());
        return services;
    }

    private static IChatClient? ClientOf(IServiceProvider services) =>
        services.GetService<IChatClient>()
        ?? (string.IsNullOrEmpty(services.GetRequiredService<IOptions<FrameModelOptions>>().Value.Endpoint) ? null : services.GetRequiredService<ChatEndpoint>());
}
