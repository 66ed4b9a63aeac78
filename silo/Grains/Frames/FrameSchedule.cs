using StoryClustering.Contracts.Settings;
using StoryClustering.Engine.Frames;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// When frames are worked out, and how much that may cost. Section <c>Clustering:Frames</c>. First when a story has two originals; then when
/// their number has grown by <see cref="Growth"/>, an article was revised or left, or after a quiet moment.
/// </summary>
public sealed class FrameSchedule
{
    private const string Section = "Clustering:Frames";

    /// <value>Whether frames are worked out as articles come. Default true. Without, they are when somebody asks, and are not stored.</value>
    public bool Enabled { get; set; } = true;

    /// <value>How long a story must not have changed before its frames are worked out again, 0.1 s to 10 min. Default 3 s. Shorter is fresher
    /// and costs more.</value>
    public TimeSpan QuietPeriod { get; set; } = TimeSpan.FromSeconds(3);

    /// <value>Longest that a story that keeps changing waits, <see cref="QuietPeriod"/> to 1 h. Default 30 s.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Times as many originals as the last frames knew that make new ones due at once, 1.1 to 100. Default 2.</value>
    public double Growth { get; set; } = 2;

    /// <value>Stories whose frames a silo has worked out at once, 1 to 32. Default 1, so that frames take at most one processor.</value>
    public int Workers { get; set; } = 1;

    /// <value>Most stories that wait in a silo, 1 to 1,000,000. Default 20,000; a story above that waits for its next change.</value>
    public int MaxWaiting { get; set; } = 20_000;

    /// <value>Most articles of a story that are read, 2 to 10,000. Default 1,000. Copies whose origin is in the story are not read. Of more, the
    /// newest of each publisher are.</value>
    public int MaxArticles { get; set; } = 1_000;

    /// <value>Articles whose words are asked for at once, 1 to 256. Default 16.</value>
    public int ReadsAtOnce { get; set; } = 16;

    /// <value>Versions that a story's history keeps, 1 to 10,000. Default 200.</value>
    public int HistoryKept { get; set; } = Storage.Catalog.FramesCommit.MostKept;

    /// <value>The engine's own settings.</value>
    public FrameOptions Engine { get; set; } = new();

    /// <summary>What is wrong with these values, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors(Section);
        var (quiet, longestQuiet) = (TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(10));
        errors.Range(nameof(QuietPeriod), QuietPeriod, quiet, longestQuiet);
        errors.Range(nameof(MaxDelay), MaxDelay, QuietPeriod >= quiet && QuietPeriod <= longestQuiet ? QuietPeriod : quiet, TimeSpan.FromHours(1));
        errors.Range(nameof(Growth), Growth, 1.1, 100);
        errors.Range(nameof(Workers), Workers, 1, 32);
        errors.Range(nameof(MaxWaiting), MaxWaiting, 1, 1_000_000);
        errors.Range(nameof(MaxArticles), MaxArticles, 2, 10_000);
        errors.Range(nameof(ReadsAtOnce), ReadsAtOnce, 1, 256);
        errors.Range(nameof(HistoryKept), HistoryKept, 1, 10_000);
        errors.Add(Engine.Errors().Select(static e => $"{Section}:Engine:{e}"));
        return errors.All;
    }
}
