namespace StoryClustering.Evaluation;

/// <summary>The labelled files: beside the checkout, never in it.</summary>
internal static class DataFolder
{
    /// <summary>Articles without labels.</summary>
    public const string UnlabelledFile = "load-fulltext.jsonl.gz";

    /// <summary>Where the files are if nobody says otherwise.</summary>
    public static string Default => Path.Combine(Repository(), "..", "shared", "data");

    /// <summary>The files of articles in a folder, by name; those of counts are none.</summary>
    public static IReadOnlyList<string> ArticleFiles(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.jsonl.gz").Concat(Directory.GetFiles(folder, "*.jsonl"))
                .Where(static path => !NameOf(path).EndsWith("-coverage", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>A file's name without folder and endings.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        foreach (var end in new[] { ".gz", ".jsonl" })
        {
            if (name.EndsWith(end, StringComparison.Ordinal))
                name = name[..^end.Length];
        }
        return name;
    }

    // The folder above this program that has the solution; elsewhere the current one.
    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Clustering.sln")))
                return folder.FullName;
        }
        return ".";
    }
}
