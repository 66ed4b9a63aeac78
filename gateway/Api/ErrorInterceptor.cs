using Grpc.Core;
using Grpc.Core.Interceptors;

namespace StoryClustering.Gateway.Api;

/// <summary>The one place where an exception becomes a status, for every method of every service.</summary>
public sealed class ErrorInterceptor(Failures failures, Draining draining) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            draining.ThrowIfStopping();
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException) { throw Translate(e, context); }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request,
        IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            draining.ThrowIfStopping();
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException) { throw Translate(e, context); }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            draining.ThrowIfStopping();
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException) { throw Translate(e, context); }
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            draining.ThrowIfStopping();
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException) { throw Translate(e, context); }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        // The caller has gone or its time is over: nobody reads the status, and nothing is wrong here.
        if (exception is not ApiException && context.CancellationToken.IsCancellationRequested)
            return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled or its deadline has passed."));
        return failures.Explain(exception, context.Method).ToStatus().ToRpcException();
    }
}
