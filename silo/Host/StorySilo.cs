using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Orleans.Configuration;
using Orleans.Serialization;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Grains;
using StoryClustering.Grains.Articles;
using StoryClustering.Grains.Catalog;
using StoryClustering.Grains.Embedding;
using StoryClustering.Grains.Frames;
using StoryClustering.Grains.Outlets;
using StoryClustering.Grains.Partitions;
using StoryClustering.Grains.Reconsidering;
using StoryClustering.Grains.Stories;
using StoryClustering.Silo.Starting;
using Orleans.Storage;
using StoryClustering.Storage;
using StoryClustering.Storage.Catalog;
using StoryClustering.Storage.GrainState;
using StoryClustering.Storage.Schema;

namespace StoryClustering.Silo;

/// <summary>Puts a silo together.</summary>
public static class StorySilo
{
    private const string PartitionsSetting = "partitions";

    /// <summary>Adds a silo with its grains, engine and storage to a host. Configuration: sections <c>Cluster</c>,
    /// <c>Storage</c>, <c>Clustering</c>. It starts after the web server, once the database is there (<see cref="PrepareDatabase"/>); all
    /// hosted services that were added before start then, too.</summary>
    /// <exception cref="StartException">A value of these sections cannot be used.</exception>
    public static IHostApplicationBuilder AddStorySilo(this IHostApplicationBuilder builder)
    {
        if (SiloSettings.Errors(builder.Configuration) is { Count: > 0 } errors) throw new StartException(ExitCode.Configuration, errors);
        var host = builder.Configuration.GetSection("Cluster").Get<SiloHostOptions>() ?? new SiloHostOptions();
        var storage = builder.Configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        builder.Services.AddOptions<ClusteringOptions>().Bind(builder.Configuration.GetSection("Clustering"))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClusteringOptions>, ClusteringOptionsValidator>();
        builder.Services.AddSingleton(host);
        builder.Services.AddSingleton(storage);
        builder.UseOrleans(silo =>
        {
            silo.ConfigureStorySilo(host, storage);
            silo.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, EndAtOnce>());
        });
        builder.Services.AddDatabaseStart();
        StartLater.Add(builder.Services, static (services, cancellation) =>
            PrepareDatabase(services, services.GetRequiredService<SiloHostOptions>().Migrate, cancellation));
        return builder;
    }

    /// <summary>The silo itself; also used by tests that bring their own clustering.</summary>
    public static ISiloBuilder ConfigureStorySilo(this ISiloBuilder silo, SiloHostOptions host, StorageOptions storage)
    {
        if (host.Embedded)
        {
            silo.UseLocalhostClustering(FreePortUnless(host.SiloPort), FreePortUnless(host.GatewayPort), null, host.ServiceId, host.ClusterId);
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (storage.OrleansInvariant, storage.OrleansConnectionString));
        }
        else
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (host.ClusterId, host.ServiceId));
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (storage.OrleansInvariant, storage.OrleansConnectionString));
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (storage.OrleansInvariant, storage.OrleansConnectionString));
            var address = IPAddress.Parse(host.AdvertisedAddress);
            silo.ConfigureEndpoints(address, FreePortUnless(host.SiloPort), FreePortUnless(host.GatewayPort), listenOnAnyHostAddress: false);
            silo.Configure<ClusterMembershipOptions>(o =>
            {
                o.ProbeTimeout = host.ProbeTimeout;
                o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
                // A silo that was frozen and given up may have lost the others' message that it was: then it reads so here. 60 s is
                // the default, and long for a process that takes itself for a member and is none.
                o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            });
        }
        return silo.ConfigureStoryGrains(host, storage);
    }

    /// <summary>Grains, engine and storage, without clustering.</summary>
    public static ISiloBuilder ConfigureStoryGrains(this ISiloBuilder silo, SiloHostOptions host, StorageOptions storage)
    {
        silo.Configure<SiloMessagingOptions>(o =>
        {
            o.MaxEnqueuedRequestsHardLimit = 20_000;
            // What was under way to a silo that died is answered by this time-out; everything may safely be sent again.
            o.ResponseTimeout = Deadlines.CallTimeout;
            o.CancelRequestOnTimeout = true;
        });
        silo.Services.AddPassingExceptions();
        silo.Configure<GrainCollectionOptions>(o =>
        {
            o.CollectionQuantum = TimeSpan.FromSeconds(15);
            o.ClassSpecificCollectionAge[typeof(ArticleGrain).FullName!] = host.ArticleAge;
            o.ClassSpecificCollectionAge[typeof(StoryGrain).FullName!] = host.StoryAge;
        });
        silo.AddStoryGrainStorage(storage);
        silo.Services.AddCatalogStore(storage);
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<CatalogWriter>();
        silo.Services.AddSingleton<PlacementReader>();
        silo.Services.AddSingleton<PartitionMetrics>();
        silo.Services.AddSingleton<PartitionLoads>();
        silo.Services.AddSingleton<PartitionRouter>();
        silo.Services.AddSingleton<PartitionWatch>();
        silo.Services.AddHostedService(static s => s.GetRequiredService<PartitionWatch>());
        silo.Services.AddHealthChecks().AddCheck<PartitionsCheck>(PartitionsCheck.Name);
        silo.Services.AddSingleton<OutletCatalog>();
        silo.Services.AddSingleton<OutletMetrics>();
        silo.Services.AddHostedService<OutletWatch>();
        silo.Services.AddHostedService<RetractionWatch>();
        silo.Services.AddSingleton(static s => new StreamFrequencies(s.GetRequiredService<IOptions<ClusteringOptions>>().Value.Engine));
        silo.Services.AddSingleton(static s => new ArticleAnalyzer(s.GetRequiredService<IOptions<ClusteringOptions>>().Value.Engine, s.GetRequiredService<StreamFrequencies>()));
        silo.Services.AddMetrics();
        silo.Services.AddSingleton<EmbeddingMetrics>();
        silo.Services.AddSingleton<EmbeddingEndpoint>();
        silo.Services.AddSingleton(static s => new ArticleEmbedder(ModelOf(s), s.GetRequiredService<IOptions<ClusteringOptions>>(),
            s.GetRequiredService<EmbeddingMetrics>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ArticleEmbedder>>()));
        silo.Services.AddFrameModel();
        silo.Services.AddSingleton(static s => new Assigner(s.GetRequiredService<IOptions<ClusteringOptions>>().Value.Engine));
        silo.Services.AddSingleton<SecondThoughtQueue>();
        silo.Services.AddSingleton<FramesMetrics>();
        silo.Services.AddSingleton<EarlierStories>();
        silo.Services.AddSingleton<FrameQueue>();
        return silo;
    }

    /// <summary>Lets the exception pass between processes by which Orleans gives up looking for a place for a grain: without it, whoever asked
    /// is told of a missing codec, which sounds like a defect and not like a silo that is away. For silos and their clients.</summary>
    public static IServiceCollection AddPassingExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static o => o.SupportedNamespacePrefixes.Add("Polly"));

    /// <summary>A generator that the host has registered, else the configured endpoint, else none.</summary>
    private static IEmbeddingGenerator<string, Embedding<float>>? ModelOf(IServiceProvider services) =>
        services.GetService<IEmbeddingGenerator<string, Embedding<float>>>()
        ?? (string.IsNullOrEmpty(services.GetRequiredService<IOptions<ClusteringOptions>>().Value.Embedding.Endpoint) ? null : services.GetRequiredService<EmbeddingEndpoint>());

    /// <summary>What a start needs to wait for the database, and the readiness check that tells of it.</summary>
    public static IServiceCollection AddDatabaseStart(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StartState>();
        services.TryAddSingleton<DatabaseStart>();
        services.AddHealthChecks().AddCheck<StartCheck>("start");
        return services;
    }

    /// <summary>Waits for the database, applies migrations if it may, and makes sure that the number of partitions is the one that the database
    /// was made with.</summary>
    /// <exception cref="StartException">It is not, or the database refuses.</exception>
    public static async Task PrepareDatabase(IServiceProvider services, bool migrate, CancellationToken cancellation)
    {
        var storage = services.GetRequiredService<StorageOptions>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("StoryClustering.Silo.Database");
        var wanted = services.GetRequiredService<IOptions<ClusteringOptions>>().Value.Partitions;
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, wanted);
        var stored = wanted;
        await services.GetRequiredService<DatabaseStart>().Run(async stop =>
        {
            if (migrate) await Migrator.Migrate(storage, log, stop);
            stored = BinaryPrimitives.ReadInt32LittleEndian(await services.GetRequiredService<ICatalogStore>().GetOrAddSetting(PartitionsSetting, bytes, stop));
        }, services.GetRequiredService<SiloHostOptions>().DatabaseWait, cancellation);
        if (stored != wanted)
            throw new StartException(ExitCode.Failure, $"Clustering:Partitions is {wanted}, but the database at {storage.Place} was made with {stored} partitions, and their number "
                + $"is fixed for its life; set it to {stored}, or use another database.");
    }

    /// <summary>Telemetry of a process: metrics of the runtime, Orleans and ASP.NET, sent by OTLP if
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; otherwise nobody listens and it costs nothing.</summary>
    public static IHostApplicationBuilder AddStoryTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return builder;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => OpenTelemetry.Resources.ResourceBuilderExtensions.AddService(r, service))
            .WithMetrics(m => m.AddMeter("Microsoft.Orleans", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "StoryClustering").AddOtlpExporter())
            .WithTracing(t => t.AddSource("Microsoft.Orleans.Application", "Microsoft.AspNetCore").AddOtlpExporter());
        return builder;
    }

    private static void AddStoryGrainStorage(this ISiloBuilder silo, StorageOptions storage)
    {
        const string plain = "ado-net";
        const string gated = "ado-net-gated";
        silo.Services.AddAdoNetGrainStorage(plain, o => o.Configure<Serializer>((a, serializer) => Configure(a, serializer, storage)));
        // SQLite has one writer and blocks its thread: all writes of the process pass one gate, off the grains' schedulers.
        if (storage.Provider == StorageProvider.Sqlite) silo.Services.AddGatedGrainStorage(gated, plain);
        silo.Services.AddUnavailableGrainStorage(StorageNames.Grains, storage.Provider == StorageProvider.Sqlite ? gated : plain);
    }

    private static void Configure(AdoNetGrainStorageOptions options, Serializer serializer, StorageOptions storage)
    {
        options.Invariant = storage.OrleansInvariant;
        options.ConnectionString = storage.OrleansConnectionString;
        options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        options.DeleteStateOnClear = true;
    }

    private static int FreePortUnless(int port)
    {
        if (port != 0) return port;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
