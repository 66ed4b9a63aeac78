using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Engine.Features;
using StoryClustering.Grains;
using StoryClustering.Grains.Embedding;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Embedding;

/// <summary>Whatever the model does, an article waits for the time-out at most and never fails.</summary>
public sealed class ArticleEmbedderTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ScriptedGenerator _model = new();
    private readonly EventLog _log = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _outcomes = [];

    public ArticleEmbedderTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "storyclustering.embedding.articles" && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (_outcomes)
            {
                var outcome = (string)tags[0].Value!;
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + value;
            }
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task Without_a_model_the_answer_is_there_at_once_and_costs_nothing()
    {
        var embedder = Embedder(on: false);
        Assert.False(embedder.IsOn);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            var none = embedder.Embed("title", "text");
            Assert.True(none.IsCompletedSuccessfully);
            Assert.Null(await none);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public async Task An_article_gets_the_embedding_of_its_title_and_the_beginning_of_its_text()
    {
        var embedder = Embedder(o => o.MaxCharacters = 6);
        var embedding = await embedder.Embed("A title", "water flooded the village");
        Assert.Equal("A title\nwater ", Assert.Single(Assert.Single(_model.Requests)));
        Assert.Equal(1, DenseEmbedding.Cosine(embedding!, DenseEmbedding.From(BilingualEmbedding.Of("A title water"), "scripted", new())!), 5);
        await embedder.Embed("No text", "");
        await embedder.Embed("A character is not cut", "12345\U0001F30A");
        Assert.Equal(["No text", "A character is not cut\n12345"], _model.Requests.Skip(1).Select(r => r.Single()));
        Assert.Equal(3, Outcome("embedded"));
        Assert.Equal([3401], _log.Events);
    }

    [Fact]
    public async Task What_comes_while_a_request_is_under_way_goes_with_the_next()
    {
        var go = new TaskCompletionSource();
        _model.Answer = async (texts, _) =>
        {
            await go.Task;
            return ScriptedGenerator.Of(texts);
        };
        var embedder = Embedder(o => (o.MaxRequests, o.MaxBatch) = (1, 16));
        var first = embedder.Embed("0", "").AsTask();
        await _model.Asked();
        var others = Enumerable.Range(1, 20).Select(i => embedder.Embed($"{(char)('a' + i)}", "").AsTask()).ToArray();
        go.SetResult();
        foreach (var (other, i) in others.Select((o, i) => (o, i + 1)))
            Assert.Equal(1, DenseEmbedding.Cosine((await other)!, DenseEmbedding.From(BilingualEmbedding.Of($"{(char)('a' + i)}"), "scripted", new())!), 5);
        await first;
        Assert.Equal([1, 16, 4], _model.Requests.Select(r => r.Length));
    }

    [Fact]
    public async Task A_model_that_hangs_costs_the_time_out_and_its_thread_even_if_it_cannot_be_cancelled()
    {
        using var never = new ManualResetEventSlim();
        _model.Answer = (_, _) =>
        {
            never.Wait(CancellationToken.None);
            throw new InvalidOperationException("The test is over.");
        };
        var embedder = Embedder();
        var hanging = embedder.Embed("title", "text").AsTask();
        await _model.Asked();
        Assert.False(hanging.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await hanging.WaitAsync(TimeSpan.FromSeconds(20)));
        // The next is not held up by it.
        _model.Answer = (texts, _) => Task.FromResult(ScriptedGenerator.Of(texts));
        Assert.NotNull(await embedder.Embed("title", "text"));
        Assert.Equal((1, 1), (Outcome("timed_out") + Outcome("failed"), Outcome("embedded")));
        never.Set();
    }

    [Fact]
    public async Task A_model_that_collects_hanging_requests_is_left_alone()
    {
        var never = new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>();
        _model.Answer = (_, _) => never.Task;
        var embedder = Embedder(o => (o.BreakAfter, o.MaxRequests) = (100, 1));
        for (var i = 0; i < 16; i++)
        {
            var hanging = embedder.Embed("title", "text").AsTask();
            await _model.Asked();
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Null(await hanging.WaitAsync(TimeSpan.FromSeconds(20)));
        }
        Assert.Null(await embedder.Embed("title", "text"));
        Assert.Equal(16, _model.Requests.Count);
        never.SetException(new InvalidOperationException("At last."));
        _model.Answer = (texts, _) => Task.FromResult(ScriptedGenerator.Of(texts));
        Assert.NotNull(await embedder.Embed("title", "text"));
    }

    [Fact]
    public async Task After_five_failures_the_model_is_left_alone_for_a_while_then_tried_and_each_change_is_logged_once()
    {
        var embedder = Embedder();
        for (var i = 0; i < 100; i++) Assert.NotNull(await embedder.Embed("title", "text")); // however well it did before
        _model.Answer = (_, _) => throw new HttpRequestException("secret words of the server", null, System.Net.HttpStatusCode.Unauthorized);
        for (var i = 0; i < 5; i++) Assert.Null(await embedder.Embed("title", "text"));
        for (var i = 0; i < 10; i++) Assert.Null(await embedder.Embed("title", "text"));
        Assert.Equal(105, _model.Requests.Count);
        Assert.Equal((5, 10), (Outcome("failed"), Outcome("paused")));
        // The probe fails, too: another while, and no word about it.
        _clock.Advance(TimeSpan.FromSeconds(31));
        for (var i = 0; i < 3; i++) Assert.Null(await embedder.Embed("title", "text"));
        Assert.Equal(106, _model.Requests.Count);
        _clock.Advance(TimeSpan.FromSeconds(31));
        _model.Answer = (texts, _) => Task.FromResult(ScriptedGenerator.Of(texts));
        for (var i = 0; i < 3; i++) Assert.NotNull(await embedder.Embed("title", "text"));
        Assert.Equal(109, _model.Requests.Count);
        Assert.Equal([3401, 3402, 3403], _log.Events);
        Assert.Contains("HTTP 401", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_now_and_then_is_no_reason_to_stop()
    {
        var number = 0;
        _model.Answer = (texts, _) => ++number % 2 == 0 ? throw new InvalidOperationException() : Task.FromResult(ScriptedGenerator.Of(texts));
        var embedder = Embedder();
        for (var i = 0; i < 40; i++) await embedder.Embed("title", "text");
        Assert.Equal((20, 20), (Outcome("embedded"), Outcome("failed")));
        Assert.Equal([3401], _log.Events);
    }

    [Fact]
    public async Task When_too_many_wait_the_next_goes_without_at_once()
    {
        var go = new TaskCompletionSource();
        _model.Answer = async (texts, _) =>
        {
            await go.Task;
            return ScriptedGenerator.Of(texts);
        };
        var embedder = Embedder(o => (o.MaxRequests, o.MaxWaiting) = (1, 2));
        var asked = embedder.Embed("asked", "").AsTask();
        await _model.Asked();
        var waiting = new[] { embedder.Embed("waits", "").AsTask(), embedder.Embed("waits too", "").AsTask() };
        var tooMany = embedder.Embed("goes without", "");
        Assert.True(tooMany.IsCompletedSuccessfully);
        Assert.Null(await tooMany);
        go.SetResult();
        Assert.All(await Task.WhenAll([asked, .. waiting]), Assert.NotNull);
        Assert.Equal(1, Outcome("crowded_out"));
    }

    [Fact]
    public async Task Who_has_stopped_waiting_is_not_asked_for()
    {
        var go = new TaskCompletionSource();
        _model.Answer = async (texts, _) =>
        {
            await go.Task;
            return ScriptedGenerator.Of(texts);
        };
        var embedder = Embedder(o => (o.MaxRequests, o.MaxBatch) = (1, 1));
        var first = embedder.Embed("first", "").AsTask();
        await _model.Asked();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var (second, third) = (embedder.Embed("second", "").AsTask(), embedder.Embed("third", "").AsTask());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await first);
        await _model.Asked(); // for the second, whose request may take longer than the third has patience
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await second);
        Assert.Null(await third);
        var fourth = embedder.Embed("fourth", "").AsTask();
        go.SetResult();
        Assert.NotNull(await fourth);
        Assert.Equal(["first", "second", "fourth"], _model.Requests.Select(r => r.Single()));
        Assert.Equal((3, 1), (Outcome("timed_out") + Outcome("failed"), Outcome("embedded")));
    }

    [Fact]
    public async Task An_answer_of_no_use_is_dropped_and_the_others_of_its_request_are_kept()
    {
        var good = BilingualEmbedding.Of("good");
        var go = new TaskCompletionSource();
        _model.Answer = async (texts, _) =>
        {
            await go.Task;
            return texts.Count == 1 ? ScriptedGenerator.Of(texts)
                : ScriptedGenerator.Of([good, [.. good[..255], float.NaN], new float[256], [1, 2, 3], new float[5000], good[..128], []]);
        };
        var embedder = Embedder(o => (o.MaxRequests, o.Dimensions) = (1, 256));
        var first = embedder.Embed("holds the line", "").AsTask();
        await _model.Asked();
        var seven = Enumerable.Range(0, 7).Select(i => embedder.Embed($"{i}", "").AsTask()).ToArray();
        go.SetResult();
        var answers = await Task.WhenAll([first, .. seven]);
        Assert.Equal([true, true, false, false, false, false, false, false], answers.Select(a => a is not null));
        Assert.Equal((2, 6), (Outcome("embedded"), Outcome("refused")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(1_000)]
    public async Task A_wrong_number_of_answers_is_none(int count)
    {
        _model.Answer = (_, _) => Task.FromResult(ScriptedGenerator.Of(Enumerable.Repeat(BilingualEmbedding.Of("good"), count)));
        Assert.Null(await Embedder().Embed("title", "text"));
        Assert.Equal(1, Outcome("failed"));
    }

    [Fact]
    public async Task An_answer_of_null_or_nothing_but_useless_ones_is_a_failure()
    {
        var embedder = Embedder();
        _model.Answer = (_, _) => Task.FromResult<GeneratedEmbeddings<Embedding<float>>>(null!);
        Assert.Null(await embedder.Embed("title", "text"));
        _model.Answer = (_, _) => null!;
        Assert.Null(await embedder.Embed("title", "text"));
        _model.Answer = (_, _) => Task.FromResult<GeneratedEmbeddings<Embedding<float>>>([null!]);
        Assert.Null(await embedder.Embed("title", "text"));
        _model.Answer = (_, _) => Task.FromResult(ScriptedGenerator.Of([new float[256]]));
        Assert.Null(await embedder.Embed("title", "text"));
        Assert.Equal(4, Outcome("failed"));
    }

    private long Outcome(string name)
    {
        lock (_outcomes) return _outcomes.GetValueOrDefault(name);
    }

    private ArticleEmbedder Embedder(Action<EmbeddingOptions>? set = null, bool on = true)
    {
        var options = new ClusteringOptions { Embedding = { Model = "scripted" } };
        set?.Invoke(options.Embedding);
        Assert.Empty(options.Embedding.Errors());
        return new ArticleEmbedder(on ? _model : null, Options.Create(options), new EmbeddingMetrics(_services.GetRequiredService<IMeterFactory>()), _clock, _log);
    }

    private sealed class EventLog : ILogger<ArticleEmbedder>
    {
        private readonly List<(int Id, string Text)> _events = [];

        public IEnumerable<int> Events
        {
            get
            {
                lock (_events) return [.. _events.Select(e => e.Id)];
            }
        }

        public string Text
        {
            get
            {
                lock (_events) return string.Join('\n', _events.Select(e => e.Text));
            }
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_events) _events.Add((eventId.Id, formatter(state, exception) + exception));
        }
    }
}
