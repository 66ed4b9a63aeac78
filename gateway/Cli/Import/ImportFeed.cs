using System.Runtime.CompilerServices;
using StoryClustering.Cli.Pacing;

namespace StoryClustering.Cli.Import;

/// <summary>The articles of all files in the order and at the times in which they are to be sent.</summary>
internal sealed class ImportFeed(
    IReadOnlyList<InputFile> files, ImportOptions options, ImportTally tally, Action<InputLine> badLine, TimeProvider clock)
{
    private TimeSpan _mostBehind;

    /// <summary>How late a replay was at its worst. Zero without --speed.</summary>
    public TimeSpan MostBehind => _mostBehind;

    public IAsyncEnumerable<InputLine> Lines()
    {
        var lines = options.Speed is null ? InTurn() : ByTime();
        if (options.Speed is { } speed) lines = Replayed(lines, new ReplaySchedule(speed, options.MaxGap));
        if (options.Rate is { } rate) lines = Capped(lines, new TokenBucket(rate, Math.Max(1, rate / 20), clock));
        return lines;
    }

    private async IAsyncEnumerable<InputLine> OfFile(InputFile file, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in LineReader.ReadAsync(
            file, number => tally.IsSettled(file, number), number => tally.Blank(file, number), cancellation))
        {
            if (line.Problem is null)
            {
                yield return line;
                continue;
            }
            tally.Bad(line);
            badLine(line);
        }
    }

    private async IAsyncEnumerable<InputLine> InTurn([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var file in files)
        {
            await foreach (var line in OfFile(file, cancellation)) yield return line;
        }
    }

    // Of the next lines of all files, the earliest. One without a time goes at once, and so keeps nothing behind it waiting.
    private async IAsyncEnumerable<InputLine> ByTime([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var readers = files.Select(file => OfFile(file, cancellation).GetAsyncEnumerator(cancellation)).ToList();
        try
        {
            var heads = new PriorityQueue<IAsyncEnumerator<InputLine>, (DateTimeOffset, int)>();
            async ValueTask Advance(IAsyncEnumerator<InputLine> reader, int file)
            {
                if (await reader.MoveNextAsync())
                    heads.Enqueue(reader, (reader.Current.Published ?? DateTimeOffset.MinValue, file));
            }

            for (var file = 0; file < readers.Count; file++) await Advance(readers[file], file);
            while (heads.TryDequeue(out var earliest, out var place))
            {
                yield return earliest.Current;
                await Advance(earliest, place.Item2);
            }
        }
        finally
        {
            foreach (var reader in readers) await reader.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<InputLine> Replayed(
        IAsyncEnumerable<InputLine> lines, ReplaySchedule schedule, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        long? startedAt = null;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            startedAt ??= clock.GetTimestamp();
            var wait = schedule.Due(line.Published) - clock.GetElapsedTime(startedAt.Value);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation);
            else if (-wait > _mostBehind) _mostBehind = -wait;
            yield return line;
        }
    }

    private async IAsyncEnumerable<InputLine> Capped(
        IAsyncEnumerable<InputLine> lines, TokenBucket bucket, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var wait = bucket.Take();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation);
            yield return line;
        }
    }
}
