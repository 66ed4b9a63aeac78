using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using StoryClustering.Storage;
using StoryClustering.Tests.Storage.Databases;

namespace StoryClustering.Tests.Storage.Silos;

/// <summary>A real silo on a test database, configured as the service configures it.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    /// <summary>Name of the storage that a service uses; on SQLite its writes pass the gate.</summary>
    public const string Gated = "Default";
    /// <summary>Name of Orleans' own storage.</summary>
    public const string Plain = "AdoNet";
    /// <summary>Orleans' own storage again, deleting rows when states are cleared.</summary>
    public const string Deleting = "Deleting";

    private readonly IHost _host;

    private SiloHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IGrainStorage Storage(string name) => Services.GetRequiredKeyedService<IGrainStorage>(name);

    public static async Task<SiloHost> Start(TestDatabase database, string serviceId, bool clustered = false)
    {
        var options = database.Options;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            if (clustered)
            {
                silo.UseAdoNetClustering(o =>
                {
                    o.Invariant = options.OrleansInvariant;
                    o.ConnectionString = options.OrleansConnectionString;
                });
                silo.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
                silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (serviceId, serviceId));
            }
            else
            {
                silo.UseLocalhostClustering(FreePort(), FreePort(), null, serviceId, serviceId);
            }
            silo.UseAdoNetReminderService(o =>
            {
                o.Invariant = options.OrleansInvariant;
                o.ConnectionString = options.OrleansConnectionString;
            });
            foreach (var name in new[] { Plain, Deleting })
                silo.AddAdoNetGrainStorage(name, o =>
                {
                    o.Invariant = options.OrleansInvariant;
                    o.ConnectionString = options.OrleansConnectionString;
                    o.DeleteStateOnClear = name == Deleting;
                });
            if (database.Gate is not null)
            {
                silo.Services.AddSingleton(database.Gate);
                silo.Services.AddGatedGrainStorage(Gated, Plain);
            }
            else
            {
                silo.Services.AddKeyedSingleton(Gated, (services, _) => services.GetRequiredKeyedService<IGrainStorage>(Plain));
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return new SiloHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        // The gate is the test database's, not the container's: it is not disposed here.
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
