using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryClustering.Cli.Import;

/// <summary>What an import did. Times are in milliseconds unless the name says otherwise.</summary>
internal sealed record ImportSummary
{
    public required long Sent { get; init; }
    public required long Acked { get; init; }
    public required long New { get; init; }
    public required long Duplicate { get; init; }
    public required long Revised { get; init; }
    /// <summary>Bad lines and refused articles.</summary>
    public required long Failed { get; init; }
    public required long BadLines { get; init; }
    public required long Refused { get; init; }
    /// <summary>Articles written and not answered when the import ended.</summary>
    public required long Unanswered { get; init; }
    public required long SentAgain { get; init; }
    public required long FoundedStories { get; init; }
    public required long TitlesMadeFromText { get; init; }
    /// <summary>Lines that earlier runs of this import had settled, and how many of them failed.</summary>
    public required long EarlierLines { get; init; }
    public required long EarlierFailed { get; init; }
    /// <summary>From the first line read to the last answer.</summary>
    public required double ElapsedSeconds { get; init; }
    /// <summary>Acknowledged articles per second of the elapsed time.</summary>
    public required double ArticlesPerSecond { get; init; }
    public required double AckP50Ms { get; init; }
    public required double AckP99Ms { get; init; }
    public required double AckMaxMs { get; init; }
    /// <summary>How late a replay (--speed) was at its worst, seconds.</summary>
    public required double MostBehindSeconds { get; init; }
    /// <summary>Delay from ack to watcher of new articles; null without --measure.</summary>
    public UpdateDelay? UpdateDelay { get; init; }
    public required bool Interrupted { get; init; }
    /// <summary>Why the import ended early; null if it did not.</summary>
    public string? GaveUp { get; init; }

    [JsonIgnore]
    public int ExitCode =>
        Interrupted ? ExitCodes.Interrupted
        : GaveUp is not null || Failed > 0 || EarlierFailed > 0 || Unanswered > 0 ? ExitCodes.Failed
        : ExitCodes.Done;

    public string ToJson() => JsonSerializer.Serialize(this, ImportSummaryJson.Default.ImportSummary);

    /// <summary>The summary for people, a figure a line.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line("sent", $"{Sent:N0}{(SentAgain > 0 ? $"  (and {SentAgain:N0} written again after a break or a refusal for the moment)" : "")}");
        Line("new", $"{New:N0}{(TitlesMadeFromText > 0 ? $"  ({TitlesMadeFromText:N0} sent with a title made of text or url)" : "")}");
        Line("duplicate", $"{Duplicate:N0}");
        Line("revised", $"{Revised:N0}");
        Line("failed", $"{Failed:N0}{(Failed > 0 ? $"  ({BadLines:N0} bad lines, {Refused:N0} refused)" : "")}");
        if (Unanswered > 0) Line("unanswered", $"{Unanswered:N0}");
        if (EarlierLines > 0) Line("earlier runs", $"{EarlierLines:N0} lines done, {EarlierFailed:N0} of them failed");
        Line("founded stories", $"{FoundedStories:N0}");
        Line("elapsed", $"{ElapsedSeconds:N1} s");
        Line("articles/s", $"{ArticlesPerSecond:N1}");
        Line("ack latency", $"p50 {AckP50Ms:N1} ms, p99 {AckP99Ms:N1} ms, max {AckMaxMs:N1} ms");
        if (MostBehindSeconds >= 1) Line("replay", $"{MostBehindSeconds:N1} s late at its worst");
        if (UpdateDelay is { } delay)
        {
            Line("update delay", $"p50 {delay.P50Ms:N1} ms, p99 {delay.P99Ms:N1} ms, max {delay.MaxMs:N1} ms over {delay.Arrived:N0} new articles, ack to watcher");
            Line("never arrived", $"{delay.NeverArrived:N0}{(delay.WatchBreaks > 0 ? $"  (the watch broke {delay.WatchBreaks} times)" : "")}");
        }
        return text.ToString();

        void Line(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name,-16}{value}").AppendLine();
    }
}

/// <summary>Delay from the ack of a new article to the arrival of its story's change at a watcher.</summary>
internal sealed record UpdateDelay(long Arrived, double P50Ms, double P99Ms, double MaxMs, long NeverArrived, int WatchBreaks);

[JsonSerializable(typeof(ImportSummary))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class ImportSummaryJson : JsonSerializerContext;
