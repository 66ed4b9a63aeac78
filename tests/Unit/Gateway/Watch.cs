using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>One client: reads what the gateway writes, in the form that goes over the wire.</summary>
internal sealed class Watch : IServerStreamWriter<WatchStoriesResponse>, IAsyncDisposable
{
    private readonly Channel<WatchStoriesResponse> _messages = Channel.CreateUnbounded<WatchStoriesResponse>();
    private readonly CancellationTokenSource _gone = new();
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _block;
    private readonly Task _run;

    public Watch(WatchDesk desk, WatchStoriesRequest request, bool blocked = false)
    {
        _block = blocked;
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(_aborted));
        _run = Run();

        async Task Run()
        {
            await Task.Yield();
            try { await desk.Watch(request, this, new FakeCallContext(http, _gone.Token)); }
            finally { _messages.Writer.TryComplete(); }
        }
    }

    public Task Blocked => _blocked.Task;
    public bool Aborted => _aborted.Task.IsCompleted;
    public WriteOptions? WriteOptions { get; set; }

    public async Task WriteAsync(WatchStoriesResponse message)
    {
        if (_block)
        {
            _blocked.TrySetResult();
            await _aborted.Task;
            throw new OperationCanceledException();
        }
        _messages.Writer.TryWrite(WatchStoriesResponse.Parser.ParseFrom(WatchFrames.ToBytes(message)));
    }

    public Task WriteAsync(WatchStoriesResponse message, CancellationToken cancellationToken) => WriteAsync(message);

    /// <summary>The next message that is no heartbeat.</summary>
    public async Task<WatchStoriesResponse> NextChange()
    {
        while (true)
        {
            var message = await Next();
            if (!message.Heartbeat) return message;
        }
    }

    public async Task<WatchStoriesResponse> Next()
    {
        var reading = _messages.Reader.ReadAsync().AsTask();
        if (await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(20))) != reading) Assert.Fail("Waited in vain for a message.");
        if (reading.IsFaulted) await _run;
        return await reading;
    }

    public async Task<ApiException> Fails()
    {
        await WatchTests.Within(Task.WhenAny(_run), "the watch to end");
        return await Assert.ThrowsAsync<ApiException>(() => _run);
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        try { await _run; }
        catch (ApiException) { /* The test has looked at it. */ }
        catch (OperationCanceledException) { /* As asked. */ }
    }

    private sealed class Lifetime(TaskCompletionSource aborted) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }
        public void Abort() => aborted.TrySetResult();
    }
}
