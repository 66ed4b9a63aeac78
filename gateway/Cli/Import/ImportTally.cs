using StoryClustering.Api.V1;
using StoryClustering.Cli.Measuring;

namespace StoryClustering.Cli.Import;

/// <summary>Counts what becomes of the lines of one run, and which lines of its files are settled. Thread-safe.</summary>
internal sealed class ImportTally
{
    private readonly Lock _lock = new();
    private readonly LatencyHistogram _latencies = new();
    private readonly Dictionary<InputFile, (SettledLines Settled, long Failed)> _files = [];
    private ImportCounts _counts = new();
    private bool _dirty;

    /// <summary>Takes a file in, with what an earlier run had settled of it.</summary>
    public void Begin(InputFile file, FileCheckpoint? earlier)
    {
        lock (_lock)
        {
            var settled = earlier is null ? new SettledLines() : new SettledLines(earlier.Settled);
            _files[file] = (settled, earlier?.Failed ?? 0);
            _counts = _counts with
            {
                EarlierLines = _counts.EarlierLines + settled.Count,
                EarlierFailed = _counts.EarlierFailed + (earlier?.Failed ?? 0),
                SettledLines = _counts.SettledLines + settled.Count,
            };
        }
    }

    public bool IsSettled(InputFile file, long line)
    {
        lock (_lock) return _files[file].Settled.Contains(line);
    }

    public void Blank(InputFile file, long line)
    {
        lock (_lock) Settle(file, line, failed: false);
    }

    public void Bad(InputLine line)
    {
        lock (_lock)
        {
            _counts = _counts with { Bad = _counts.Bad + 1 };
            if (!line.EndsFile) Settle(line.File, line.Number, failed: true);
        }
    }

    public void Sent(InputLine line, bool again)
    {
        lock (_lock)
        {
            _counts = again
                ? _counts with { SentAgain = _counts.SentAgain + 1 }
                : _counts with { Sent = _counts.Sent + 1, TitlesMade = _counts.TitlesMade + (line.TitleMade ? 1 : 0) };
        }
    }

    public void Acked(InputLine line, IngestArticleResponse response, TimeSpan latency)
    {
        lock (_lock)
        {
            _latencies.Add(latency);
            _counts = response.Outcome switch
            {
                IngestOutcome.Duplicate => _counts with { Duplicate = _counts.Duplicate + 1 },
                IngestOutcome.Revised => _counts with { Revised = _counts.Revised + 1 },
                _ => _counts with { New = _counts.New + 1, Founded = _counts.Founded + (response.FoundedStory ? 1 : 0) },
            };
            Settle(line.File, line.Number, failed: false);
        }
    }

    public void Refused(InputLine line)
    {
        lock (_lock)
        {
            _counts = _counts with { Refused = _counts.Refused + 1 };
            Settle(line.File, line.Number, failed: true);
        }
    }

    public ImportCounts Counts
    {
        get { lock (_lock) return _counts; }
    }

    public (TimeSpan P50, TimeSpan P99, TimeSpan Max) Latencies
    {
        get { lock (_lock) return (_latencies.Percentile(0.5), _latencies.Percentile(0.99), _latencies.Max); }
    }

    /// <summary>What to remember, or null if nothing has changed since the last call.</summary>
    public IReadOnlyList<FileCheckpoint>? TakeChanges()
    {
        lock (_lock)
        {
            if (!_dirty) return null;
            _dirty = false;
            return [.. _files.Select(file => new FileCheckpoint(file.Key.Identity, file.Value.Settled.Ranges, file.Value.Failed))];
        }
    }

    private void Settle(InputFile file, long line, bool failed)
    {
        var (settled, failures) = _files[file];
        if (!settled.Add(line)) return;
        if (failed) _files[file] = (settled, failures + 1);
        _counts = _counts with { SettledLines = _counts.SettledLines + 1 };
        _dirty = true;
    }
}

/// <summary>Counts of one run.</summary>
internal sealed record ImportCounts
{
    /// <summary>Articles written to the service, each once.</summary>
    public long Sent { get; init; }
    /// <summary>Times that an article was written again because its answer was lost or asked for it.</summary>
    public long SentAgain { get; init; }
    public long New { get; init; }
    public long Duplicate { get; init; }
    public long Revised { get; init; }
    /// <summary>Stories founded by articles that were new.</summary>
    public long Founded { get; init; }
    /// <summary>Articles that the service refused.</summary>
    public long Refused { get; init; }
    /// <summary>Lines that are no article.</summary>
    public long Bad { get; init; }
    /// <summary>Articles sent with a title made from their text.</summary>
    public long TitlesMade { get; init; }
    /// <summary>Lines that an earlier run had settled, and how many of them had failed.</summary>
    public long EarlierLines { get; init; }
    public long EarlierFailed { get; init; }
    /// <summary>Lines settled by this and earlier runs, blank ones included.</summary>
    public long SettledLines { get; init; }

    public long Acked => New + Duplicate + Revised;
    public long Failed => Refused + Bad;
}
