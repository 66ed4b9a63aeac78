using System.Globalization;
using Spectre.Console;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Outlets;

/// <summary>The report of an import as tables.</summary>
internal static class ImportReport
{
    private const int ShownRows = 20;

    public static void Write(Consoles consoles, ImportOutletsResponse report)
    {
        consoles.OutWriter.WriteLine(report.Preview ? "Preview: nothing was changed." : $"Version {report.Version} of the catalogue.");
        var table = Plain("rows", "");
        Row("read", report.RowsRead);
        Row("refused", report.RowsRefused);
        Row("of an outlet in another row", report.Duplicates);
        Row("matched by domain", report.MatchedByDomain);
        Row("matched by name", report.MatchedByName);
        Row("new outlets", report.Created);
        Row("unmatched", report.Unmatched);
        Row("ambiguous", report.Ambiguous);
        Row("without a rating", report.EmptyRatings);
        Row(report.Preview ? "outlets that would change" : "outlets changed", report.Changed);
        Row("outlets unchanged", report.Unchanged);
        consoles.Out.Write(table);

        if (report.Lean is { } lean)
        {
            consoles.OutWriter.WriteLine($"scale: {TerminalText.Clean(lean.Scale)}");
            if (lean.Numbers > 0) consoles.OutWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"numbers: {lean.Numbers:N0}, median {lean.Median:0.####}, mean {lean.Mean:0.####}, standard deviation {lean.Deviation:0.####}"));
            table = Plain("step", "rows");
            Row("left", lean.Left);
            Row("lean-left", lean.LeanLeft);
            Row("center", lean.CenterRows);
            Row("lean-right", lean.LeanRight);
            Row("right", lean.Right);
            Row("unrated", lean.Unrated);
            consoles.Out.Write(table);
        }
        List("refused", report.RowsRefused, ["line", "column", "reason"], report.Refusals.Select(static r => new[] { $"{r.Line}", r.Column, r.Reason }));
        List("ambiguous", report.Ambiguous, ["line", "name", "may be"], report.AmbiguousRows.Select(static r => new[] { $"{r.Line}", r.Name, string.Join(", ", r.Candidates) }));
        List("of an outlet in another row", report.Duplicates, ["line", "row", "outlet"], report.DuplicateRows.Select(static r => new[] { $"{r.Line}", Who(r), string.Join(", ", r.Candidates) }));
        List("unmatched", report.Unmatched, ["line", "row"], report.UnmatchedRows.Select(static r => new[] { $"{r.Line}", Who(r) }));
        List(report.Preview ? "would change" : "changed", report.Changed, ["domain", "name", "before", "after"],
            report.Changes.Select(static c => new[] { c.Domain, c.Name, c.Created ? "new" : OutletWords.Of(c.LeanBefore), OutletWords.Of(c.LeanAfter) }));

        void Row(string name, int count) => table.AddRow(new Text(name), new Text(count.ToString("N0", CultureInfo.InvariantCulture)));

        void List(string title, int count, string[] columns, IEnumerable<string[]> rows)
        {
            if (count == 0) return;
            var shown = rows.Take(ShownRows).ToArray();
            consoles.OutWriter.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {count:N0}{(shown.Length < count ? $", the first {shown.Length}" : "")}"));
            var list = Plain(columns);
            foreach (var row in shown) list.AddRow(row.Select(static cell => new Text(TerminalText.Clean(cell, 100))));
            consoles.Out.Write(list);
        }
    }

    private static string Who(ImportedRow row) => row.Name.Length == 0 ? row.Domain : row.Domain.Length == 0 ? row.Name : $"{row.Domain} ({row.Name})";

    private static Table Plain(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(new TableColumn(column));
        return table;
    }
}
