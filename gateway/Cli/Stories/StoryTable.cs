using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Stories;

/// <summary>Stories as a table: id, headline, articles, outlets, languages, updated.</summary>
internal static class StoryTable
{
    private const int HeadlineLength = 200;
    // What a row holds beside the headline: five columns at their widest, and the space between them.
    private const int OtherCells = 84;

    public static Table Of(IEnumerable<Story> stories, DateTimeOffset now) => Of(stories, now, HeadlineLength);

    /// <summary>As above, a line a story on a terminal of <paramref name="width"/> columns: a table that is drawn again and again
    /// must know its height, or its first rows leave the screen.</summary>
    public static Table OneLineEach(IEnumerable<Story> stories, DateTimeOffset now, int width) =>
        Of(stories, now, Math.Max(12, width - OtherCells));

    private static Table Of(IEnumerable<Story> stories, DateTimeOffset now, int headline)
    {
        var table = Empty();
        foreach (var story in stories) table.AddRow(Cells(story, now, headline));
        return table;
    }

    /// <summary>As above, with a score in front of each.</summary>
    public static Table Of(IEnumerable<SearchResult> results, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(Right("score"));
        AddColumns(table);
        foreach (var result in results)
            table.AddRow([new Text(result.Score.ToString("0.000", CultureInfo.InvariantCulture)), .. Cells(result.Story, now, HeadlineLength)]);
        return table;
    }

    /// <summary>A time as seen from now: "12 s ago", "3 min ago", or the date when it is more than a day away.</summary>
    public static string Age(Timestamp? time, DateTimeOffset now)
    {
        if (time is null) return "";
        var at = time.ToDateTimeOffset();
        var age = now - at;
        if (age < TimeSpan.Zero || age > TimeSpan.FromDays(1)) return at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        if (age < TimeSpan.FromMinutes(1)) return $"{(int)age.TotalSeconds} s ago";
        return age < TimeSpan.FromHours(1) ? $"{(int)age.TotalMinutes} min ago" : $"{(int)age.TotalHours} h ago";
    }

    private static Table Empty()
    {
        var table = new Table().Border(TableBorder.Simple);
        AddColumns(table);
        return table;
    }

    private static void AddColumns(Table table)
    {
        table.AddColumn(new TableColumn("headline"));
        table.AddColumn(Right("articles")).AddColumn(Right("outlets"));
        table.AddColumn(new TableColumn("languages").NoWrap());
        table.AddColumn(Right("updated"));
        table.AddColumn(new TableColumn("story").NoWrap());
    }

    private static TableColumn Right(string head) => new TableColumn(head).RightAligned().NoWrap();

    // Text, never markup: a headline is not ours, and may hold brackets and control characters.
    private static Text[] Cells(Story story, DateTimeOffset now, int headline) =>
    [
        new Text(TerminalText.Clean(story.Headline, headline)) { Overflow = Overflow.Ellipsis },
        new Text($"{story.Coverage?.Articles ?? 0:N0}"),
        new Text($"{story.Coverage?.Outlets ?? 0:N0}"),
        new Text(TerminalText.Clean(string.Join(' ', story.Languages.Take(4)))),
        new Text(Age(story.UpdatedAt, now)),
        new Text(TerminalText.Clean(story.StoryId)),
    ];
}
