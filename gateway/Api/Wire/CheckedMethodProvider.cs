using System.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Stories.Watching;

namespace StoryClustering.Gateway.Api.Wire;

/// <summary>Binds the generated services to routes, as Grpc.AspNetCore's own provider does, but with marshallers of our own:
/// requests are checked (<see cref="CheckedMarshaller"/>), and watch responses are written from bytes serialised once
/// (<see cref="WatchFrames"/>). Takes the place of the framework's provider for all services.</summary>
public sealed class CheckedMethodProvider<TService> : IServiceMethodProvider<TService> where TService : class
{
    /// <inheritdoc/>
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } attribute) continue;
            var bind = attribute.BindType.GetMethod(attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static,
                [typeof(ServiceBinderBase), type]);
            bind?.Invoke(null, [new Binder(context, type), null]);
            return;
        }
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context, Type generated) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method,
            UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var (invoker, metadata) = Find<UnaryServerMethod<TService, TRequest, TResponse>>(method.Name);
            context.AddUnaryMethod(Checked(method), metadata, invoker);
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (invoker, metadata) = Find<ServerStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
            context.AddServerStreamingMethod(Checked(method), metadata, invoker);
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method,
            ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (invoker, metadata) = Find<ClientStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
            context.AddClientStreamingMethod(Checked(method), metadata, invoker);
        }

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (invoker, metadata) = Find<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(method.Name);
            context.AddDuplexStreamingMethod(Checked(method), metadata, invoker);
        }

        private static Method<TRequest, TResponse> Checked<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class where TResponse : class => new(method.Type, method.ServiceName, method.Name,
                CheckedMarshaller.For(method.RequestMarshaller),
                method.ResponseMarshaller is Marshaller<WatchStoriesResponse> watch
                    ? (Marshaller<TResponse>)(object)WatchFrames.Marshaller(watch)
                    : method.ResponseMarshaller);

        // Attributes of the class first, then of the method: the later ones win.
        private (TDelegate, List<object>) Find<TDelegate>(string name) where TDelegate : Delegate
        {
            var parameters = typeof(TDelegate).GetMethod("Invoke")!.GetParameters()[1..];
            var method = typeof(TService).GetMethod(name, BindingFlags.Public | BindingFlags.Instance,
                Array.ConvertAll(parameters, p => p.ParameterType));
            if (method is null || method.GetBaseDefinition().DeclaringType != generated)
                throw new InvalidOperationException($"{typeof(TService)} has no override of '{name}'.");
            List<object> metadata = [.. typeof(TService).GetCustomAttributes(inherit: true), .. method.GetCustomAttributes(inherit: true),
                new HttpMethodMetadata(["POST"], acceptCorsPreflight: true)];
            return (method.CreateDelegate<TDelegate>(), metadata);
        }
    }
}
