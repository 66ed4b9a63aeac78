namespace StoryClustering.Cli.Import;

/// <summary>The lines of a file that need not be sent again, as ranges of line numbers.</summary>
/// <remarks>Invariants: ranges are in order, do not overlap and do not touch. As lines settle nearly in order, there are no
/// more ranges than articles in flight, whatever the length of the file. Not thread-safe.</remarks>
internal sealed class SettledLines
{
    private readonly List<(long First, long Last)> _ranges = [];

    public SettledLines()
    {
    }

    /// <summary>Throws FormatException if the ranges break the invariants.</summary>
    public SettledLines(IEnumerable<long[]> ranges)
    {
        foreach (var range in ranges)
        {
            if (range is not [var first, var last] || first > last || first <= (_ranges.Count == 0 ? 0 : _ranges[^1].Last + 1))
                throw new FormatException("line ranges are not in order");
            _ranges.Add((first, last));
            Count += last - first + 1;
        }
    }

    /// <summary>How many lines are settled.</summary>
    public long Count { get; private set; }

    /// <summary>[first, last] of each range.</summary>
    public long[][] Ranges => [.. _ranges.Select(range => new[] { range.First, range.Last })];

    public bool Contains(long line)
    {
        var at = RangeAtOrBefore(line);
        return at >= 0 && line <= _ranges[at].Last;
    }

    /// <summary>Settles a line. Returns false if it was settled already.</summary>
    public bool Add(long line)
    {
        var at = RangeAtOrBefore(line);
        if (at >= 0 && line <= _ranges[at].Last) return false;

        var joinsBefore = at >= 0 && _ranges[at].Last == line - 1;
        var joinsAfter = at + 1 < _ranges.Count && _ranges[at + 1].First == line + 1;
        if (joinsBefore && joinsAfter)
        {
            _ranges[at] = (_ranges[at].First, _ranges[at + 1].Last);
            _ranges.RemoveAt(at + 1);
        }
        else if (joinsBefore) _ranges[at] = (_ranges[at].First, line);
        else if (joinsAfter) _ranges[at + 1] = (line, _ranges[at + 1].Last);
        else _ranges.Insert(at + 1, (line, line));
        Count++;
        return true;
    }

    // Index of the last range that begins at or before the line; -1 if there is none.
    private int RangeAtOrBefore(long line)
    {
        int low = 0, high = _ranges.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].First <= line) low = middle + 1;
            else high = middle - 1;
        }
        return high;
    }
}
