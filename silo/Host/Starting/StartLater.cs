using Microsoft.Extensions.DependencyInjection.Extensions;

namespace StoryClustering.Silo.Starting;

/// <summary>Starts the services of a host after its web server, and only when what they need is there; the web server answers health checks
/// meanwhile. They stop where they would have stopped anyway: after the server.</summary>
public sealed class StartLater : IHostedLifecycleService
{
    private const string Key = "later";
    private static readonly ServiceDescriptor s_self = ServiceDescriptor.Singleton<IHostedService>(static s => s.GetRequiredService<StartLater>());

    private readonly IServiceProvider _services;
    private readonly StartState _state;
    private readonly Wait _wait;
    private readonly Stack<IHostedService> _started = new();

    private StartLater(IServiceProvider services, StartState state, Wait wait) => (_services, _state, _wait) = (services, state, wait);

    /// <summary>Returns when what the services need is there.</summary>
    public delegate Task Wait(IServiceProvider services, CancellationToken cancellation);

    /// <summary>Takes over all hosted services that were added so far.</summary>
    /// <param name="services">Those of the host.</param>
    /// <param name="wait">What they wait for.</param>
    public static void Add(IServiceCollection services, Wait wait)
    {
        services.TryAddSingleton<StartState>();
        services.AddSingleton(s => new StartLater(s, s.GetRequiredService<StartState>(), wait));
        Include(services);
        services.Add(s_self);
    }

    /// <summary>Takes over those that were added since; they start after the others.</summary>
    public static void Include(IServiceCollection services)
    {
        foreach (var one in services.Where(static d => d.ServiceType == typeof(IHostedService) && !d.IsKeyedService && d != s_self).ToArray())
        {
            services.Remove(one);
            services.Add(one switch
            {
                { ImplementationType: { } type } => new ServiceDescriptor(typeof(IHostedService), Key, type, one.Lifetime),
                { ImplementationFactory: { } make } => new ServiceDescriptor(typeof(IHostedService), Key, (s, _) => make(s), one.Lifetime),
                _ => new ServiceDescriptor(typeof(IHostedService), Key, one.ImplementationInstance!),
            });
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await _wait(_services, cancellationToken);
        foreach (var service in _services.GetKeyedServices<IHostedService>(Key))
        {
            // Also if its start fails half-way: then there is something to stop.
            _started.Push(service);
            await service.StartAsync(cancellationToken);
        }
        _state.Waiting = null;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        List<Exception>? failures = null;
        while (_started.TryPop(out var service))
        {
            try
            {
                await service.StopAsync(cancellationToken);
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }
        }
        if (failures is not null) throw new AggregateException(failures);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
