using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace StoryClustering.Cli.Import;

/// <summary>Reads a JSON Lines file, plain or gzip (told by its first bytes, not by its name), line by line in bounded
/// memory.</summary>
internal static class LineReader
{
    /// <summary>Longest line that is parsed, bytes. Four times what the service takes, for escapes and unknown fields.</summary>
    public const int LongestLine = 8 * 1024 * 1024;

    private static ReadOnlySpan<byte> GzipMagic => [0x1f, 0x8b];
    private static ReadOnlySpan<byte> ByteOrderMark => [0xef, 0xbb, 0xbf];

    /// <summary>Every line that is neither blank nor skipped.</summary>
    /// <param name="skip">Lines that need not be parsed, by number.</param>
    /// <param name="blank">Told of each blank line, by number.</param>
    public static async IAsyncEnumerable<InputLine> ReadAsync(
        InputFile file, Func<long, bool> skip, Action<long> blank, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var raw = File.OpenRead(file.Path);
        await using var text = IsGzip(raw) ? new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true) : (Stream)raw;
        var reader = PipeReader.Create(text, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        long number = 0;
        var tooLong = false; // within a line whose beginning has been thrown away
        while (true)
        {
            var (read, failure) = await TryReadAsync(reader, cancellation);
            if (failure is not null)
            {
                yield return new InputLine(file, number + 1, null, $"the rest of the file cannot be read: {failure}") { EndsFile = true };
                yield break;
            }
            file.BytesRead = raw.Position;

            var rest = read.Buffer;
            while (true)
            {
                ReadOnlySequence<byte> line;
                if (rest.PositionOf((byte)'\n') is { } end)
                {
                    line = rest.Slice(0, end);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }
                else if (read.IsCompleted && (!rest.IsEmpty || tooLong))
                {
                    line = rest;
                    rest = rest.Slice(rest.End);
                }
                else
                {
                    break;
                }

                file.LinesRead = ++number;
                var cut = tooLong || line.Length > LongestLine;
                tooLong = false;
                if (skip(number)) continue;
                if (cut) yield return new InputLine(file, number, null, $"longer than {LongestLine >> 20} MiB");
                else if (IsBlank(ref line, first: number == 1)) blank(number);
                else yield return ArticleLineParser.Parse(file, number, line);
            }

            if (rest.Length > LongestLine)
            {
                tooLong = true;
                rest = rest.Slice(rest.End);
            }
            reader.AdvanceTo(rest.Start, rest.End);
            if (!read.IsCompleted) continue;
            file.ReadToEnd = true;
            yield break;
        }
    }

    /// <summary>Whether the file begins as gzip does; its position is then 0.</summary>
    internal static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        var length = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..length].SequenceEqual(GzipMagic);
    }

    private static async ValueTask<(ReadResult Read, string? Failure)> TryReadAsync(PipeReader reader, CancellationToken cancellation)
    {
        try
        {
            return (await reader.ReadAsync(cancellation), null);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return (default, failure.Message);
        }
    }

    private static bool IsBlank(ref ReadOnlySequence<byte> line, bool first)
    {
        if (first && line.Length >= 3)
        {
            Span<byte> start = stackalloc byte[3];
            line.Slice(0, 3).CopyTo(start);
            if (start.SequenceEqual(ByteOrderMark)) line = line.Slice(3);
        }
        foreach (var part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0) return false;
        }
        return true;
    }
}
