using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using StoryClustering.Api;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>A row of a table.</summary>
/// <param name="Line">Line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, perhaps more or fewer than the header has.</param>
internal sealed record TableRow(int Line, string[] Cells);

/// <summary>A file of comma-separated values that anybody may have sent, as cells.</summary>
/// <param name="Header">Names of the columns, trimmed.</param>
/// <param name="Rows">The rows; blank lines are left out.</param>
internal sealed record CsvTable(string[] Header, List<TableRow> Rows)
{
    // A character takes at most four bytes.
    private const int LongestCell = 4 * Limits.ImportCellChars;

    /// <summary>Reads a file; null if it breaks a rule, which <paramref name="violations"/> then states with its line.</summary>
    public static CsvTable? Read(Violations violations, string path, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            violations.Add(path, "Required.");
            return null;
        }
        if (bytes.Length > Limits.ImportBytes)
        {
            violations.Add(path, Text($"At most {Limits.ImportBytes} bytes. Got {bytes.Length}."));
            return null;
        }
        if (!Utf8.IsValid(bytes.Span))
        {
            violations.Add(path, Text($"Line {LineNotUtf8(bytes.Span)}: not UTF-8."));
            return null;
        }
        var table = Read(bytes, out var fault);
        if (table is null) violations.Add(path, fault);
        return table;
    }

    private static CsvTable? Read(ReadOnlyMemory<byte> bytes, out string fault)
    {
        CsvMalformedRecord? malformed = null;
        using var reader = CsvReader.Create(bytes, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            // Nothing is thrown: the reason comes with the line.
            OnMalformedRecord = record => malformed ??= record,
            Encoding = Encoding.UTF8,
        });
        string[]? header = null;
        var rows = new List<TableRow>();
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            if (malformed is { } bad)
            {
                fault = Text($"Line {bad.LineNumber}: {Reason(bad.Reason)}.");
                return null;
            }
            if (reader.FieldCount > Limits.ImportColumns)
            {
                fault = Text($"Line {line}: {reader.FieldCount} columns, at most {Limits.ImportColumns}.");
                return null;
            }
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                var cell = reader.GetSpan(i);
                if (cell.Length > LongestCell || (cell.Length > Limits.ImportCellChars && Encoding.UTF8.GetCharCount(cell) > Limits.ImportCellChars))
                    fault = Text($"Line {line}, column {i + 1}: a cell of {cell.Length} bytes, at most {Limits.ImportCellChars} characters.");
                else if (cell.Contains((byte)0)) fault = Text($"Line {line}, column {i + 1}: a NUL character.");
                else
                {
                    cells[i] = reader.GetString(i);
                    continue;
                }
                return null;
            }
            if (header is null) header = [.. cells.Select(static name => name.Trim())];
            else if (rows.Count == Limits.ImportRows)
            {
                fault = Text($"Line {line}: more than {Limits.ImportRows} rows.");
                return null;
            }
            else rows.Add(new TableRow(line, cells));
        }
        fault = malformed is { } last ? Text($"Line {last.LineNumber}: {Reason(last.Reason)}.")
            : header is null || header.All(static name => name.Length == 0) ? "Line 1: must name the columns." : "";
        return fault.Length > 0 ? null : new CsvTable(header!, rows);
    }

    private static string Reason(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "a quote within a cell that is not quoted",
        CsvMalformedReason.TextAfterClosingQuote => "text after a closing quote",
        CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
        _ => "no sound record of RFC 4180",
    };

    private static int LineNotUtf8(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            // No byte of a longer character is a line feed: a line is valid by itself or not at all.
            if (!Utf8.IsValid(bytes[range])) return line;
            line++;
        }
        return line;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
