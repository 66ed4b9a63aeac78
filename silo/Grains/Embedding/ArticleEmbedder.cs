using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;

namespace StoryClustering.Grains.Embedding;

/// <summary>
/// A silo's way to the language model, if there is one: gathers articles while requests are under way, so that many share one.
/// Nothing depends on the model. Whatever it does, an article waits for <see cref="EmbeddingOptions.Timeout"/> at most and is then
/// taken in without an embedding: when the answer is late, wrong or missing, when too many articles wait, and at once
/// while too many requests have failed. One per silo; not a grain.
/// </summary>
public sealed partial class ArticleEmbedder
{
    // Requests that went on after they were cancelled: a generator that collects them is left alone.
    private const int MostAbandoned = 16;

    private readonly IEmbeddingGenerator<string, Embedding<float>>? _generator;
    private readonly EmbeddingOptions _options;
    private readonly EngineOptions _engine;
    private readonly EmbeddingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ArticleEmbedder> _log;
    private readonly string _model;
    private readonly EmbeddingGenerationOptions _request;
    private readonly FailureBreaker _breaker;
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private int _running;
    private int _abandoned;

    /// <param name="generator">The model, or null: no article gets an embedding.</param>
    /// <param name="options">Limits, and the engine's weight and floor of embeddings.</param>
    /// <param name="metrics">Where outcomes are counted.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the model stops and starts to answer, not of each article.</param>
    public ArticleEmbedder(IEmbeddingGenerator<string, Embedding<float>>? generator, IOptions<ClusteringOptions> options, EmbeddingMetrics metrics,
        TimeProvider time, ILogger<ArticleEmbedder> log)
    {
        _generator = generator;
        _options = options.Value.Embedding;
        _engine = options.Value.Engine;
        _metrics = metrics;
        _time = time;
        _log = log;
        _request = new EmbeddingGenerationOptions { Dimensions = _options.Dimensions };
        _model = _options.Model.Length > 0 ? _options.Model
            : (generator?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId
            ?? generator?.GetType().FullName ?? "";
        _breaker = new FailureBreaker(_options.BreakAfter, _options.BreakFor, time);
        if (generator is not null) LogOn(_model);
    }

    /// <summary>Whether articles are embedded at all.</summary>
    public bool IsOn => _generator is not null;

    /// <summary>What the model makes of an article; null if it is off, or has not answered well within the time-out. Never fails.</summary>
    public ValueTask<DenseEmbedding?> Embed(string title, string text)
    {
        if (_generator is null) return default;
        var waiting = new Waiting(Beginning(title, text));
        lock (_gate)
        {
            if (_queue.Count >= _options.MaxWaiting)
            {
                _metrics.Count(EmbeddingOutcome.CrowdedOut);
                return default;
            }
            _queue.Enqueue(waiting);
            if (_running < _options.MaxRequests)
            {
                _running++;
                _ = Task.Run(RequestUntilEmpty); // off the caller's (a grain's) scheduler
            }
        }
        return Await(waiting);
    }

    private async ValueTask<DenseEmbedding?> Await(Waiting waiting)
    {
        try
        {
            return await waiting.Task.WaitAsync(_options.Timeout, _time);
        }
        catch (TimeoutException)
        {
            // Whoever is still in the queue is not asked for any more.
            if (waiting.TrySetResult(null)) _metrics.Count(EmbeddingOutcome.TimedOut);
            return null;
        }
    }

    private async Task RequestUntilEmpty()
    {
        var batch = new List<Waiting>(_options.MaxBatch);
        while (true)
        {
            batch.Clear();
            lock (_gate)
            {
                while (batch.Count < _options.MaxBatch && _queue.TryDequeue(out var next))
                    if (!next.Task.IsCompleted) batch.Add(next);
                if (batch.Count == 0)
                {
                    _running--;
                    return;
                }
            }
            if (!_breaker.LetsThrough())
            {
                foreach (var waiting in batch) Answer(waiting, null, EmbeddingOutcome.Paused);
                continue;
            }
            try
            {
                var embeddings = await Request(batch.ConvertAll(static w => w.Text));
                if (_breaker.Succeeded()) LogResumed();
                for (var i = 0; i < embeddings.Length; i++) Answer(batch[i], embeddings[i], embeddings[i] is null ? EmbeddingOutcome.Refused : EmbeddingOutcome.Embedded);
            }
            catch (Exception e)
            {
                LogFailed(Reason(e));
                if (_breaker.Failed()) LogPaused(Reason(e), _options.BreakFor);
                foreach (var waiting in batch) Answer(waiting, null, EmbeddingOutcome.Failed);
            }
        }
    }

    private void Answer(Waiting waiting, DenseEmbedding? embedding, EmbeddingOutcome outcome)
    {
        if (waiting.TrySetResult(embedding)) _metrics.Count(outcome);
    }

    /// <summary>One embedding or null for each text. Throws if the model fails, is too slow, or answers nothing that is of use.</summary>
    private async Task<DenseEmbedding?[]> Request(List<string> texts)
    {
        var start = _time.GetTimestamp();
        var succeeded = false;
        try
        {
            var answered = await Ask(texts);
            if (answered.Count != texts.Count) throw new InvalidDataException($"{answered.Count} embeddings for {texts.Count} texts.");
            var embeddings = new DenseEmbedding?[texts.Count];
            var taken = 0;
            for (var i = 0; i < embeddings.Length; i++)
            {
                if (answered[i] is not { } answer || (_options.Dimensions is { } wanted && answer.Vector.Length != wanted)) continue;
                embeddings[i] = DenseEmbedding.From(answer.Vector.Span, _model, _engine);
                if (embeddings[i] is not null) taken++;
            }
            if (taken == 0) throw new InvalidDataException("No embedding is of use: a wrong dimension, a number that is not finite, or zeros.");
            succeeded = true;
            return embeddings;
        }
        finally
        {
            _metrics.Request(_time.GetElapsedTime(start), succeeded);
        }
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> Ask(List<string> texts)
    {
        if (Volatile.Read(ref _abandoned) >= MostAbandoned) throw new TimeoutException("Earlier requests have not ended.");
        using var cancellation = new CancellationTokenSource(_options.Timeout, _time);
        // On a thread of its own: not every generator gives the caller's back before it waits.
        var call = Task.Run(() => _generator!.GenerateAsync(texts, _request, cancellation.Token), CancellationToken.None);
        try
        {
            return await call.WaitAsync(cancellation.Token);
        }
        catch (OperationCanceledException) when (!call.IsCompleted)
        {
            Interlocked.Increment(ref _abandoned);
            _ = call.ContinueWith(static (ended, self) =>
            {
                _ = ended.Exception; // observed
                Interlocked.Decrement(ref ((ArticleEmbedder)self!)._abandoned);
            }, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw new TimeoutException("No answer in time.");
        }
    }

    private string Beginning(string title, string text)
    {
        var cut = Math.Min(text.Length, _options.MaxCharacters);
        // Not in the middle of a character.
        if (cut > 0 && cut < text.Length && char.IsHighSurrogate(text[cut - 1])) cut--;
        return cut == 0 ? title : string.Concat(title, "\n", text.AsSpan(0, cut));
    }

    // Of what the other side says only the status: its text may be long, hostile, or repeat the key.
    private static string Reason(Exception e) =>
        e is HttpRequestException { StatusCode: { } status } ? $"HTTP {(int)status}" : e.GetType().Name;

    [LoggerMessage(3401, LogLevel.Information, "Articles get embeddings of the model {Model}.")]
    private partial void LogOn(string model);

    [LoggerMessage(3402, LogLevel.Warning, "Articles are taken in without embeddings: the model does not answer well ({Reason}). It is asked again every {Pause}.")]
    private partial void LogPaused(string reason, TimeSpan pause);

    [LoggerMessage(3403, LogLevel.Information, "The model answers again: articles get embeddings.")]
    private partial void LogResumed();

    [LoggerMessage(3404, LogLevel.Debug, "A request for embeddings failed: {Reason}.")]
    private partial void LogFailed(string reason);

    /// <summary>One article's wish.</summary>
    private sealed class Waiting(string text) : TaskCompletionSource<DenseEmbedding?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string Text { get; } = text;
    }
}
