using StoryClustering.Api.V1;

namespace StoryClustering.Cli.Import;

/// <summary>One line of an input file: an article, or the reason why it is none.</summary>
/// <param name="File">File it is from.</param>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Article">The article; null for a bad line.</param>
/// <param name="Problem">What is wrong; null for an article.</param>
internal sealed record InputLine(InputFile File, long Number, Article? Article, string? Problem)
{
    /// <summary>True if the title was made from the text because there was none.</summary>
    public bool TitleMade { get; init; }

    /// <summary>True if the rest of the file cannot be read either. The line stays unsettled: a later run tries again.</summary>
    public bool EndsFile { get; init; }

    public DateTimeOffset? Published => Article?.PublishedAt?.ToDateTimeOffset();

    /// <summary>Where it is, as compilers write it: "news.jsonl:17".</summary>
    public string Place => $"{File.Path}:{Number}";
}
