using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using StoryClustering.Api;
using StoryClustering.Gateway.Api.Json;
using StoryClustering.Gateway.Api.Wire;
using StoryClustering.Gateway.Articles;
using StoryClustering.Gateway.Editing;
using StoryClustering.Gateway.Locating;
using StoryClustering.Gateway.Outlets;
using StoryClustering.Gateway.Outlets.Import;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;

namespace StoryClustering.Gateway.Api;

/// <summary>Puts a gateway into a host.</summary>
public static class GatewayRegistration
{
    /// <summary>Name of the readiness check: healthy once every partition has been loaded.</summary>
    public const string ReadinessCheckName = "stories";
    /// <summary>Tag of the readiness check.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Registers the services, JSON transcoding, gRPC-Web, reflection, health and the story view. Expects Orleans'
    /// <c>IGrainFactory</c> (a client, or a silo in the same process) in the container.</summary>
    public static IServiceCollection AddStoryGateway(this IServiceCollection services, GatewayOptions? options = null)
    {
        services.AddSingleton(options ?? new GatewayOptions());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStoryCluster>(s => new OrleansStoryCluster(s.GetRequiredService<IGrainFactory>(),
            s.GetService<ClusterConnection>() ?? new ClusterConnection(static () => null), s.GetRequiredService<GatewayOptions>()));
        services.AddSingleton<ClusterFacts>();
        services.AddSingleton<Draining>();
        services.AddHostedService(static s => s.GetRequiredService<Draining>());
        services.AddSingleton<Failures>();
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton(s => PublicSuffixList.Load(s.GetRequiredService<GatewayOptions>().PublicSuffixFile));
        services.AddSingleton<ArticleRules>();
        services.AddSingleton<OutletRules>();
        services.AddSingleton<OutletImport>();
        services.AddSingleton<StoryView>();
        services.AddSingleton<StoryDetails>();
        services.AddSingleton<WatchDesk>();
        services.TryAddSingleton<FetchDoor>();
        services.AddSingleton<PageFetcher>();
        services.AddSingleton<PageReader>();
        services.AddHostedService<StoryViewService>();
        // Singletons: the services have no state of a call, and one instance saves one per call.
        services.AddSingleton<IngestService>();
        services.AddSingleton<StoryService>();
        services.AddSingleton<EditorService>();
        services.AddSingleton<OutletService>();
        services.AddSingleton<LocateService>();

        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = Limits.MessageBytes;
            grpc.MaxSendMessageSize = null;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<ErrorInterceptor>();
        }).AddJsonTranscoding(json =>
        {
            json.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
            // As protobuf's JSON mapping has it: a reader whose numbers are doubles would round them.
            json.JsonSettings.WriteInt64sAsStrings = true;
        });
        foreach (var own in services.Where(d => d.ServiceType == typeof(IServiceMethodProvider<>)
            && d.ImplementationType?.Name == "BinderServiceMethodProvider`1").ToArray())
            services.Remove(own);
        services.AddSingleton(typeof(IServiceMethodProvider<>), typeof(CheckedMethodProvider<>));
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks();
        services.AddHealthChecks().AddCheck<ReadinessCheck>(ReadinessCheckName, tags: [ReadyTag]);
        return services;
    }

    /// <summary>Maps all services, with gRPC-Web. To be called after authentication and other middleware.</summary>
    public static void MapStoryGateway(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use(async (context, next) =>
        {
            if (draining.IsOver || !HasServices(context))
            {
                Draining.Refuse(context);
                return;
            }
            draining.Enter();
            try
            {
                await next(context);
                await context.Response.CompleteAsync(); // trailers included
            }
            finally { draining.Leave(); }
        });
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        ((IEndpointRouteBuilder)app).MapStoryGateway();
    }

    // A host that gives up while it starts disposes of its services before its web server: who calls then is told of no defect.
    private static bool HasServices(HttpContext context)
    {
        try
        {
            return context.RequestServices is not null;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Maps all services. gRPC-Web works if the host has called <c>UseGrpcWeb</c>.</summary>
    public static void MapStoryGateway(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<IngestService>().Add(JsonRequests.Guard);
        endpoints.MapGrpcService<StoryService>().Add(JsonRequests.Guard);
        endpoints.MapGrpcService<EditorService>().Add(JsonRequests.Guard);
        endpoints.MapGrpcService<OutletService>().Add(JsonRequests.Guard);
        endpoints.MapGrpcService<LocateService>().Add(JsonRequests.Guard);
        endpoints.MapGrpcHealthChecksService();
        if (endpoints.ServiceProvider.GetRequiredService<GatewayOptions>().Reflection) endpoints.MapGrpcReflectionService();
    }
}
