using System.Threading.Channels;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Articles;

/// <summary>One IngestArticles stream.
/// <para>1. Read a message when one of <see cref="Limits.StreamInFlight"/> places is free. 2. Work on it. 3. Queue the answer.
/// 4. One loop writes the answers, in whatever order they come. 5. Its place is free once its answer is written: a client
/// that sends but does not read stops being read.</para></summary>
internal sealed class ArticleStream(Func<IngestArticlesRequest, CancellationToken, Task<IngestArticlesResponse>> answer,
    IServerStreamWriter<IngestArticlesResponse> responses, WriteGuard guard, Draining draining, CancellationToken call) : IDisposable
{
    private readonly SemaphoreSlim _places = new(Limits.StreamInFlight);
    // As many as there are places: writing to it never waits.
    private readonly Channel<IngestArticlesResponse> _answers = Channel.CreateBounded<IngestArticlesResponse>(
        new BoundedChannelOptions(Limits.StreamInFlight) { SingleReader = true });
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(call);

    /// <summary>Returns when the client has sent its last message and has all answers.</summary>
    public async Task Run(IAsyncStreamReader<IngestArticlesRequest> requests)
    {
        var writing = WriteAnswers();
        var drained = false;
        try
        {
            drained = await ReadRequests(requests, writing);
            // All places free: every article has been answered and every answer written.
            for (var i = 0; i < Limits.StreamInFlight && !writing.IsCompleted; i++) await TakePlace(writing);
        }
        finally { _answers.Writer.TryComplete(); }
        await writing;
        if (drained) throw draining.Error.ToException();
    }

    // True if it stopped because the process is stopping.
    private async Task<bool> ReadRequests(IAsyncStreamReader<IngestArticlesRequest> requests, Task writing)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = draining.Token.Register(() => stop.TrySetResult());
        while (true)
        {
            await TakePlace(writing);
            if (writing.IsCompleted) return false;
            var next = requests.MoveNext(_over.Token);
            if (!next.IsCompleted && await Task.WhenAny(next, stop.Task, writing) != next)
            {
                _ = next.ContinueWith(static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                _places.Release();
                return stop.Task.IsCompleted;
            }
            if (!await next)
            {
                _places.Release();
                return false;
            }
            _ = Work(requests.Current);
        }
    }

    // The writing loop fails when the client is gone; whoever waits for a place must not wait for ever then.
    private async Task TakePlace(Task writing)
    {
        var place = _places.WaitAsync(_over.Token);
        if (!place.IsCompleted) await Task.WhenAny(place, writing);
        if (place.IsFaulted || place.IsCanceled) await place;
    }

    private async Task Work(IngestArticlesRequest request)
    {
        try
        {
            var result = await answer(request, _over.Token);
            _answers.Writer.TryWrite(result);
        }
        catch (OperationCanceledException) { /* The call is over: nobody waits for the answer. */ }
        catch (Exception) when (_over.IsCancellationRequested) { /* Likewise. */ }
    }

    private async Task WriteAnswers()
    {
        var hint = new WriteOptions(WriteFlags.BufferHint);
        try
        {
            await foreach (var one in _answers.Reader.ReadAllAsync(_over.Token))
            {
                // While more is waiting, do not flush: a flush is a system call.
                responses.WriteOptions = _answers.Reader.TryPeek(out _) ? hint : WriteOptions.Default;
                await guard.Write(responses, one, _over.Token);
                _places.Release();
            }
        }
        catch
        {
            await _over.CancelAsync();
            throw;
        }
    }

    /// <summary>Lets go of whatever is still under way. The source is not disposed: work that outlives the call still looks at
    /// its token, and cancelling has already taken it off the call's own.</summary>
    public void Dispose()
    {
        _over.Cancel();
        guard.Dispose();
    }
}
