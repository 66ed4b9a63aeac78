using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Measuring;
using RpcStatus = Google.Rpc.Status;

namespace StoryClustering.Cli.Import;

/// <summary>One run of an import.</summary>
/// <remarks>
/// <list type="number">
/// <item>Open the files and the checkpoint: what is settled is not sent again.</item>
/// <item>Begin to watch, if the delay to a watcher is measured.</item>
/// <item>Send (<see cref="ImportFeed"/>, <see cref="IngestSession"/>), counting in <see cref="ImportTally"/>, showing the
/// progress, and saving the checkpoint every second.</item>
/// <item>Save the checkpoint, or delete it when all is settled.</item>
/// <item>Wait for changes that the watcher has not seen, and sum up.</item>
/// </list>
/// </remarks>
internal sealed class ImportRun(ImportOptions options, CallInvoker service, Action<string> report, TimeProvider clock) : IIngestObserver
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private readonly ImportTally _tally = new();
    private readonly Lock _saving = new();
    private IReadOnlyList<InputFile> _files = [];
    private CheckpointFile? _checkpoint;
    private StoryDelayWatch? _delays;
    private long _startedAt;

    public async Task<ImportSummary> RunAsync(ImportProgress progress, CancellationToken interrupt)
    {
        // 1. Open.
        _files = [.. options.Files.Select(InputFile.Open)];
        OpenCheckpoint();

        // 2. Watch.
        using var ended = new CancellationTokenSource();
        var watching = Task.CompletedTask;
        if (options.Measure)
        {
            _delays = new StoryDelayWatch(new StoryService.StoryServiceClient(service), options.Address, clock);
            using var cancelled = interrupt.UnsafeRegister(_ => ended.Cancel(), null);
            watching = await _delays.StartAsync(ended.Token);
        }

        // 3. Send.
        _startedAt = clock.GetTimestamp();
        var feed = new ImportFeed(_files, options, _tally, line => report($"{line.Place}: {line.Problem}"), clock);
        using var session = new IngestSession(new IngestService.IngestServiceClient(service), options, this, clock);
        var sending = session.RunAsync(feed.Lines(), interrupt);
        var saving = KeepSavingAsync(ended.Token);
        await progress.ShowAsync(Progress, sending);
        var end = await sending;
        var elapsed = clock.GetElapsedTime(_startedAt);
        if (end.GaveUp is not null) report($"given up: {end.GaveUp}");

        // 4. Remember, or forget.
        var complete = end is { Interrupted: false, GaveUp: null } && _files.All(file => file.ReadToEnd);
        if (complete) DeleteCheckpoint();
        else SaveCheckpoint(last: true);

        // 5. Sum up.
        if (_delays is not null && !end.Interrupted)
            await Task.WhenAny(_delays.Meter.AllArrivedAsync(), watching, WaitAsync(options.MeasureWait, interrupt));
        await ended.CancelAsync();
        await saving;
        try
        {
            await watching;
        }
        catch (RpcException failure)
        {
            report($"the watch ended early, so delays are incomplete: {CallFailure.Describe(failure, options.Address)}");
        }
        return Summary(end, elapsed, feed.MostBehind);
    }

    void IIngestObserver.Sent(InputLine line, bool again) => _tally.Sent(line, again);

    void IIngestObserver.Acked(InputLine line, IngestArticleResponse response, TimeSpan latency)
    {
        // Only a new article changes its story for certain; the version told for others may be long past.
        if (response.Outcome == IngestOutcome.New) _delays?.Meter.Acked(response.StoryId, response.StoryVersion, _delays.Now);
        _tally.Acked(line, response, latency);
    }

    void IIngestObserver.Refused(InputLine line, RpcStatus status)
    {
        _tally.Refused(line);
        report($"{line.Place}: refused: {CallFailure.Describe(status)}");
    }

    void IIngestObserver.Disconnected(string reason) =>
        report($"no connection, trying on for {options.RetryFor.TotalSeconds:0.#} s: {reason}");

    void IIngestObserver.Reconnected() => report("connected again");

    private void OpenCheckpoint()
    {
        _checkpoint = options.Checkpoint is { } path
            ? new CheckpointFile(path)
            : CheckpointFile.InStateDirectory(options.Address, _files.Select(file => file.Identity));
        if (_checkpoint is null) report("no state directory can be written: an interrupted import will not be able to continue");

        var loaded = options.Restart ? null : _checkpoint?.Load();
        var earlier = loaded is not null && loaded.Address == options.Address ? loaded.Files.ToList() : [];
        if (loaded is not null && earlier.Count == 0) report($"{_checkpoint!.Path} is of another address and is ignored");
        foreach (var file in _files)
        {
            var found = earlier.FirstOrDefault(entry => entry.File == file.Identity);
            if (found is not null) earlier.Remove(found);
            try
            {
                _tally.Begin(file, found);
            }
            catch (FormatException damaged)
            {
                report($"{_checkpoint!.Path} is damaged ({damaged.Message}); {file.Path} is sent from the start");
                _tally.Begin(file, null);
                continue;
            }
            if (found is not null)
                report($"continuing {file.Path}: {found.Settled.Sum(range => range[1] - range[0] + 1):N0} lines were done by an earlier run (--restart sends them again)");
        }
    }

    private async Task KeepSavingAsync(CancellationToken ended)
    {
        while (await WaitAsync(SaveInterval, ended)) SaveCheckpoint(last: false);
    }

    private void SaveCheckpoint(bool last)
    {
        lock (_saving)
        {
            if (_checkpoint is null) return;
            try
            {
                if (_tally.TakeChanges() is { } files) _checkpoint.Save(new Checkpoint(options.Address, files));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                report($"the checkpoint cannot be written, a later run will not be able to continue: {failure.Message}");
                _checkpoint = null;
                return;
            }
            if (last && _tally.Counts.SettledLines > 0) report($"start the same import again to continue from here ({_checkpoint.Path})");
        }
    }

    private void DeleteCheckpoint()
    {
        lock (_saving)
        {
            _checkpoint?.Delete();
            _checkpoint = null;
        }
    }

    // True after the time, false if cancelled before.
    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(time, clock, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private ImportState Progress()
    {
        var exact = _files.All(file => file.ReadToEnd);
        var lines = _files.Sum(file => file.LinesRead);
        if (!exact)
        {
            // As many lines to a byte in what is not yet read as in what is.
            var bytes = _files.Sum(file => file.BytesRead);
            if (bytes > 0) lines = (long)((double)lines / bytes * _files.Sum(file => file.Identity.Size));
        }
        var counts = _tally.Counts;
        return new ImportState(counts, Math.Max(lines, counts.SettledLines), exact, clock.GetElapsedTime(_startedAt));
    }

    private ImportSummary Summary(IngestEnd end, TimeSpan elapsed, TimeSpan mostBehind)
    {
        var counts = _tally.Counts;
        var latencies = _tally.Latencies;
        var delay = _delays?.Meter.Summary();
        return new ImportSummary
        {
            Sent = counts.Sent,
            Acked = counts.Acked,
            New = counts.New,
            Duplicate = counts.Duplicate,
            Revised = counts.Revised,
            Failed = counts.Failed,
            BadLines = counts.Bad,
            Refused = counts.Refused,
            Unanswered = counts.Sent - counts.Acked - counts.Refused,
            SentAgain = counts.SentAgain,
            FoundedStories = counts.Founded,
            TitlesMadeFromText = counts.TitlesMade,
            EarlierLines = counts.EarlierLines,
            EarlierFailed = counts.EarlierFailed,
            ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
            ArticlesPerSecond = elapsed > TimeSpan.Zero ? Math.Round(counts.Acked / elapsed.TotalSeconds, 1) : 0,
            AckP50Ms = Milliseconds(latencies.P50),
            AckP99Ms = Milliseconds(latencies.P99),
            AckMaxMs = Milliseconds(latencies.Max),
            MostBehindSeconds = Math.Round(mostBehind.TotalSeconds, 3),
            UpdateDelay = delay is null ? null : new UpdateDelay(
                delay.Arrived, Milliseconds(delay.P50), Milliseconds(delay.P99), Milliseconds(delay.Max), delay.NeverArrived, _delays!.Breaks),
            Interrupted = end.Interrupted,
            GaveUp = end.GaveUp,
        };
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

/// <summary>How far an import is.</summary>
/// <param name="Counts">Counts so far.</param>
/// <param name="Lines">Lines in all files; an estimate until all have been read.</param>
/// <param name="Exact">Whether Lines is exact.</param>
/// <param name="Elapsed">Time since the start.</param>
internal sealed record ImportState(ImportCounts Counts, long Lines, bool Exact, TimeSpan Elapsed);
