using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Frames.Claims;

namespace StoryClustering.Grains.Frames.Model;

/// <summary>
/// Has a chat model write lines of frames, and lets none pass that says more than the spans that it cites (<see cref="ClaimCheck"/>).
/// Whatever the model does, the lines that were there are the worst that comes of it. Bounded by requests a minute, tokens a story,
/// requests at once and a time-out; while too many requests have failed none is made. One per silo; not a grain.
/// </summary>
public sealed partial class ChatFrameWriter : IFrameWriter
{
    // Requests that went on after they were cancelled: a client that collects them is left alone.
    private const int MostAbandoned = 4;
    // Evidence that earlier lines are looked up in: no request, so only the work is bounded.
    private const int MostKeptInput = 200_000;
    private const int CharactersPerToken = 4;

    private readonly IChatClient _client;
    private readonly FrameModelOptions _options;
    private readonly FrameModelMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ChatFrameWriter> _log;
    private readonly string _model;
    private readonly FailureBreaker _breaker;
    private readonly CallWindow _window;
    private readonly StoryTokens _tokens;
    private int _running;
    private int _abandoned;

    /// <param name="client">The model.</param>
    /// <param name="options">Limits.</param>
    /// <param name="metrics">Where outcomes are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the model stops and starts to answer, not of each story.</param>
    public ChatFrameWriter(IChatClient client, IOptions<FrameModelOptions> options, FrameModelMetrics metrics, TimeProvider time, ILogger<ChatFrameWriter> log)
    {
        (_client, _options, _metrics, _time, _log) = (client, options.Value, metrics, time, log);
        _model = _options.Model.Length > 0 ? _options.Model
            : (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? client.GetType().Name;
        _breaker = new FailureBreaker(_options.BreakAfter, _options.BreakFor, time);
        _window = new CallWindow(_options.CallsPerMinute, time);
        _tokens = new StoryTokens(_options.TokensPerStory);
        LogOn(_model);
    }

    /// <inheritdoc/>
    public bool IsEnabled => true;

    /// <inheritdoc/>
    public StoryFrames Keep(StoryFrames frames, StoryFrames earlier)
    {
        if (earlier.About.Model.Length == 0) return frames;
        var evidence = EvidenceList.Of(frames, MostKeptInput);
        var draft = FrameRewrite.Recover(frames, earlier, evidence);
        if (draft.Claims.Count == 0) return frames;
        var kept = FrameRewrite.Apply(frames, evidence, draft, earlier.About.Model);
        _metrics.Claims("kept", kept.Taken);
        foreach (var (_, fault) in kept.Faults) _metrics.Failed("dropped", fault);
        return kept.Frames;
    }

    /// <inheritdoc/>
    public async Task<StoryFrames?> Write(string storyId, StoryFrames frames, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var evidence = EvidenceList.Of(frames, _options.MaxInput);
        var lines = WritableLine.Of(frames, evidence).Where(l => l.CanBeSupported(evidence)).ToList();
        if (lines.Count == 0) return NotAsked(FrameModelOutcome.NothingToWrite);
        var prompt = FramePrompt.Of(lines, evidence);
        var asked = (prompt.Sum(static m => m.Text.Length) + CharactersPerToken - 1) / CharactersPerToken;
        var most = asked + _options.MaxOutputTokens;
        if (Interlocked.Increment(ref _running) > _options.MaxRequests)
        {
            Interlocked.Decrement(ref _running);
            return NotAsked(FrameModelOutcome.Busy);
        }
        try
        {
            if (!_tokens.TryReserve(storyId, most)) return NotAsked(FrameModelOutcome.OverTokens);
            if (!_window.TryTake(_breaker.LetsThrough, out var isOverRate))
            {
                _tokens.Settle(storyId, most, 0);
                return NotAsked(isOverRate ? FrameModelOutcome.OverRate : FrameModelOutcome.Paused);
            }
            return await Request(storyId, frames, evidence, prompt, asked, most, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private StoryFrames? NotAsked(FrameModelOutcome why)
    {
        _metrics.Call(why);
        return null;
    }

    private async Task<StoryFrames?> Request(string storyId, StoryFrames frames, EvidenceList evidence, List<ChatMessage> prompt, int asked, int reserved,
        CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        var outcome = FrameModelOutcome.Failed;
        long cost = asked;
        try
        {
            var answer = await Ask(prompt, cancellation);
            var text = answer?.Text ?? "";
            // What the endpoint says it cost may be wrong; it is never less than what was sent and came.
            cost = Math.Max(asked + text.Length / CharactersPerToken, Math.Clamp(answer?.Usage?.TotalTokenCount ?? 0, 0, _options.TokensPerStory));
            if (DraftReader.Read(text) is not { } draft)
            {
                outcome = FrameModelOutcome.Malformed;
                throw new InvalidDataException("The answer is not of the form that was asked for.");
            }
            if (_breaker.Succeeded()) LogResumed();
            var written = FrameRewrite.Apply(frames, evidence, draft, _model);
            _metrics.Claims("taken", written.Taken);
            foreach (var (_, fault) in written.Faults) _metrics.Failed("failed", fault);
            outcome = written.Taken > 0 ? FrameModelOutcome.Written : FrameModelOutcome.Rejected;
            return written.Taken > 0 ? WithOmissions(written) : null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            outcome = FrameModelOutcome.Cancelled;
            _breaker.Withdrawn();
            throw;
        }
        catch (Exception e)
        {
            if (e is TimeoutException) outcome = FrameModelOutcome.TimedOut;
            LogFailed(Reason(e));
            if (_breaker.Failed()) LogPaused(Reason(e), _options.BreakFor);
            return null;
        }
        finally
        {
            _tokens.Settle(storyId, reserved, cost);
            _metrics.Tokens(cost);
            _metrics.Call(outcome);
            _metrics.Took(_time.GetElapsedTime(start), outcome);
        }
    }

    private async Task<ChatResponse> Ask(List<ChatMessage> prompt, CancellationToken caller)
    {
        if (Volatile.Read(ref _abandoned) >= MostAbandoned) throw new TimeoutException("Earlier requests have not ended.");
        using var patience = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, patience.Token);
        // On a thread of its own: not every client gives the caller's back before it waits.
        var call = Task.Run(() => _client.GetResponseAsync(prompt, FramePrompt.Options(_options), either.Token), CancellationToken.None);
        try
        {
            return await call.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            if (!call.IsCompleted)
            {
                Interlocked.Increment(ref _abandoned);
                _ = call.ContinueWith(static (ended, self) =>
                {
                    _ = ended.Exception; // observed
                    Interlocked.Decrement(ref ((ChatFrameWriter)self!)._abandoned);
                }, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            caller.ThrowIfCancellationRequested();
            throw new TimeoutException("No answer in time.");
        }
    }

    // A page says how many of a model's lines it does without, and why.
    private static StoryFrames WithOmissions(RewrittenFrames written)
    {
        if (written.Faults.Count == 0) return written.Frames;
        var omissions = written.Faults.GroupBy(static f => f).OrderBy(static g => g.Key.Section).ThenBy(static g => g.Key.Fault)
            .Select(static g => new FrameOmission(g.Key.Section, "claim-" + g.Key.Fault.Code(), $"Lines of the model that did not pass the check: {g.Count()}."));
        return written.Frames with { About = written.Frames.About with { Omissions = [.. written.Frames.About.Omissions, .. omissions] } };
    }

    // Of what the other side says only the status: its text may be long, hostile, or repeat the key.
    private static string Reason(Exception e) => e is HttpRequestException { StatusCode: { } status } ? $"HTTP {(int)status}" : e.GetType().Name;

    [LoggerMessage(3451, LogLevel.Information, "Lines of frames are written by the model {Model} and checked.")]
    private partial void LogOn(string model);

    [LoggerMessage(3452, LogLevel.Warning, "Frames keep the articles' own lines: the model does not answer well ({Reason}). It is asked again every {Pause}.")]
    private partial void LogPaused(string reason, TimeSpan pause);

    [LoggerMessage(3453, LogLevel.Information, "The model answers again: lines of frames are written by it.")]
    private partial void LogResumed();

    [LoggerMessage(3454, LogLevel.Debug, "A request for lines of frames failed: {Reason}.")]
    private partial void LogFailed(string reason);
}
