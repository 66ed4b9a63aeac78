using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using RpcStatus = Google.Rpc.Status;

namespace StoryClustering.Cli.Import;

/// <summary>Told of what becomes of the articles; may be called from several threads at a time.</summary>
internal interface IIngestObserver
{
    /// <summary>An article was written; <paramref name="again"/> if it had been written before.</summary>
    void Sent(InputLine line, bool again);
    /// <summary>An article is stored. The latency counts from the first try to write it.</summary>
    void Acked(InputLine line, IngestArticleResponse response, TimeSpan latency);
    /// <summary>An article was refused for good.</summary>
    void Refused(InputLine line, RpcStatus status);
    /// <summary>A stream broke and will be opened again.</summary>
    void Disconnected(string reason);
    /// <summary>After a break, the first answer has come.</summary>
    void Reconnected();
}

/// <summary>How a session ended: all settled, interrupted, or given up for a reason.</summary>
internal sealed record IngestEnd(bool Interrupted, string? GaveUp);

/// <summary>Sends articles through IngestArticles streams until each has been answered.</summary>
/// <remarks>
/// The way of an article:
/// <list type="number">
/// <item>Feed: it takes one of <see cref="ImportOptions.Concurrency"/> slots and goes into the outbox.</item>
/// <item>Write: a stream takes it from the outbox, notes it as in flight there, and writes it.</item>
/// <item>Answer: acknowledged or refused for good, it is reported once and its slot is free; refused for the moment, it
/// goes back to the outbox after a while.</item>
/// <item>Break: when a stream ends, what was in flight there goes back to the outbox, and the stream is opened anew.</item>
/// </list>
/// An article is in the outbox, in flight on one stream or waiting to go back, never in two of them: so it is reported once.
/// </remarks>
internal sealed class IngestSession(
    IngestService.IngestServiceClient client, ImportOptions options, IIngestObserver observer, TimeProvider clock) : IDisposable
{
    private sealed class Outgoing(InputLine line, long sequence)
    {
        public InputLine Line { get; } = line;
        public IngestArticlesRequest Request { get; } = new() { Sequence = sequence, Article = line.Article };
        public long FirstTriedAt { get; set; }
        public Backoff? Backoff { get; set; }

        private int _sent;
        public bool WasSent => Volatile.Read(ref _sent) == 1;
        /// <summary>True for the first caller.</summary>
        public bool MarkSent() => Interlocked.Exchange(ref _sent, 1) == 0;
    }

    private readonly Channel<Outgoing> _outbox = Channel.CreateUnbounded<Outgoing>();
    private readonly SemaphoreSlim _slots = new(options.Concurrency);
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _unsettled = 1; // one for the feed itself, so that it is not drained before it has ended
    private volatile bool _feedEnded;
    private long _progressAt;
    private int _broken;
    private string _lastFailure = "no answer";

    /// <summary>Runs until every line has been settled, <paramref name="interrupt"/> is asked for, or nothing has been
    /// acknowledged for <see cref="ImportOptions.RetryFor"/>.</summary>
    public async Task<IngestEnd> RunAsync(IAsyncEnumerable<InputLine> lines, CancellationToken interrupt)
    {
        var feed = FeedAsync(lines, interrupt);
        var streams = Enumerable.Range(0, options.StreamCount).Select(_ => Task.Run(KeepStreamAsync)).ToArray();
        var stall = WatchForStallAsync();

        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (interrupt.UnsafeRegister(_ => interrupted.TrySetResult(), null))
            await Task.WhenAny(_drained.Task, _gaveUp.Task, interrupted.Task);

        var wasInterrupted = interrupt.IsCancellationRequested && !_drained.Task.IsCompleted;
        if (wasInterrupted)
            await Task.WhenAny(_drained.Task, _gaveUp.Task, Task.Delay(options.InterruptGrace, clock, _abort.Token));

        _outbox.Writer.TryComplete();
        // All answered: the streams end in good order, if the server lets them.
        if (_drained.Task.IsCompleted)
            await Task.WhenAny(Task.WhenAll(streams), Task.Delay(TimeSpan.FromSeconds(1), clock, _abort.Token));
        await _abort.CancelAsync();
        await Task.WhenAll([.. streams, feed, stall]);
        return new IngestEnd(wasInterrupted, _gaveUp.Task.IsCompleted ? await _gaveUp.Task : null);
    }

    public void Dispose()
    {
        _slots.Dispose();
        _abort.Dispose();
    }

    // 1. Feed.
    private async Task FeedAsync(IAsyncEnumerable<InputLine> lines, CancellationToken interrupt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt, _abort.Token);
        long sequence = 0;
        try
        {
            await foreach (var line in lines.WithCancellation(stop.Token))
            {
                await _slots.WaitAsync(stop.Token);
                // Nothing was waiting: the time without an ack counts from here.
                if (Interlocked.Increment(ref _unsettled) == 2) Progressed();
                _outbox.Writer.TryWrite(new Outgoing(line, ++sequence));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What has been fed is still awaited.
        }
        catch (Exception unreadable)
        {
            _gaveUp.TrySetException(unreadable);
        }
        _feedEnded = true;
        if (Interlocked.Decrement(ref _unsettled) == 0) _drained.TrySetResult();
    }

    private async Task KeepStreamAsync()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));
        try
        {
            // A stream is opened when there is something to send, and kept until nothing is left.
            while (await _outbox.Reader.WaitToReadAsync(_abort.Token))
            {
                var failure = await UseStreamAsync(backoff);
                if (failure is null) continue;
                _lastFailure = CallFailure.Describe(failure, options.Address);
                if (!CallFailure.IsBrokenStream(failure.StatusCode))
                {
                    _gaveUp.TrySetResult(_lastFailure);
                    return;
                }
                if (Interlocked.Exchange(ref _broken, 1) == 0) observer.Disconnected(_lastFailure);
                await Task.Delay(backoff.Next(), clock, _abort.Token);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Asked to end.
        }
        catch (Exception unexpected)
        {
            _gaveUp.TrySetException(unexpected);
        }
    }

    // Null: ended because nothing is left, or because it was asked to. Otherwise why the stream broke.
    private async Task<RpcException?> UseStreamAsync(Backoff backoff)
    {
        var inFlight = new ConcurrentDictionary<long, Outgoing>();
        using var calling = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        using var call = client.IngestArticles(cancellationToken: calling.Token);
        var writing = WriteAsync(call.RequestStream, inFlight, calling);
        RpcException? failure = null;
        try
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(CancellationToken.None))
            {
                if (!inFlight.TryRemove(answer.Sequence, out var article)) continue;
                backoff.Reset();
                if (Interlocked.Exchange(ref _broken, 0) == 1) observer.Reconnected();
                Settle(article, answer);
            }
            if (!inFlight.IsEmpty || !_outbox.Reader.Completion.IsCompleted)
                failure = new RpcException(new Status(StatusCode.Unavailable, "the server ended the stream"));
        }
        catch (RpcException broken)
        {
            if (!_abort.IsCancellationRequested) failure = broken;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // A cut connection is not always dressed as a status.
            failure = new RpcException(new Status(StatusCode.Unavailable, broken.Message, broken));
        }
        await calling.CancelAsync();
        await writing;

        // 4. Break: everything that was in flight here goes back.
        foreach (var article in inFlight.Values) _outbox.Writer.TryWrite(article);
        return failure;
    }

    // 2. Write.
    private async Task WriteAsync(
        IClientStreamWriter<IngestArticlesRequest> stream, ConcurrentDictionary<long, Outgoing> inFlight, CancellationTokenSource calling)
    {
        try
        {
            await foreach (var article in _outbox.Reader.ReadAllAsync(calling.Token))
            {
                inFlight[article.Request.Sequence] = article;
                if (article.FirstTriedAt == 0) article.FirstTriedAt = clock.GetTimestamp();
                var again = article.WasSent;
                await stream.WriteAsync(article.Request, calling.Token);
                if (again || article.MarkSent()) observer.Sent(article.Line, again);
            }
            await stream.CompleteAsync();
        }
        catch (Exception broken) when (
            broken is RpcException or IOException or HttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // The reading side learns the status of a broken stream and takes care of it; if it does not, the call is cut.
            if (!calling.IsCancellationRequested) calling.CancelAfter(TimeSpan.FromSeconds(2));
        }
    }

    // 3. Answer.
    private void Settle(Outgoing article, IngestArticlesResponse answer)
    {
        // The answer may come before the writing side has noticed that it has written.
        if (article.MarkSent()) observer.Sent(article.Line, again: false);
        switch (answer.ResultCase)
        {
            case IngestArticlesResponse.ResultOneofCase.Response:
                Progressed();
                observer.Acked(article.Line, answer.Response, clock.GetElapsedTime(article.FirstTriedAt));
                break;
            case IngestArticlesResponse.ResultOneofCase.Error when CallFailure.IsTransient((StatusCode)answer.Error.Code):
                _lastFailure = CallFailure.Describe(answer.Error);
                _ = SendAgainAsync(article, CallFailure.RetryDelay(answer.Error));
                return;
            default:
                Progressed();
                observer.Refused(article.Line, answer.Error ?? new RpcStatus { Code = (int)StatusCode.Unknown, Message = "the answer is empty" });
                break;
        }
        _slots.Release();
        if (Interlocked.Decrement(ref _unsettled) == 0) _drained.TrySetResult();
    }

    private async Task SendAgainAsync(Outgoing article, TimeSpan? asked)
    {
        article.Backoff ??= new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        try
        {
            await Task.Delay(asked ?? article.Backoff.Next(), clock, _abort.Token);
            _outbox.Writer.TryWrite(article);
        }
        catch (OperationCanceledException)
        {
            // The session ends; the article stays unsettled.
        }
    }

    private async Task WatchForStallAsync()
    {
        var look = TimeSpan.FromTicks(Math.Clamp(options.RetryFor.Ticks / 10, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond / 2));
        try
        {
            while (true)
            {
                await Task.Delay(look, clock, _abort.Token);
                var waiting = Volatile.Read(ref _unsettled) > (_feedEnded ? 0 : 1);
                if (waiting && clock.GetElapsedTime(Volatile.Read(ref _progressAt)) > options.RetryFor)
                    _gaveUp.TrySetResult($"nothing was acknowledged for {options.RetryFor.TotalSeconds:0.#} s; last: {_lastFailure}");
            }
        }
        catch (OperationCanceledException)
        {
            // The session has ended.
        }
    }

    private void Progressed() => Volatile.Write(ref _progressAt, clock.GetTimestamp());
}
