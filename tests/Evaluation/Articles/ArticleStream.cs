using System.Globalization;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Import;

namespace StoryClustering.Evaluation.Articles;

/// <summary>Articles of files of JSON lines, plain or gzipped, read as storyctl reads them; labels are not read.</summary>
internal static class ArticleStream
{
    /// <summary>
    /// The articles of all files; of several, the one published earlier comes first. Within a file the order is kept: an article
    /// without a date, or an earlier one, comes right after the one before it.
    /// </summary>
    /// <exception cref="EvaluationException">A file cannot be read, or a line is no article; names file and line.</exception>
    public static async IAsyncEnumerable<EvaluatedArticle> Read(IReadOnlyList<string> paths)
    {
        var files = new List<IAsyncEnumerator<EvaluatedArticle>>();
        // Time, then the file's place among the arguments, so that ties are broken the same way every time.
        var heads = new PriorityQueue<int, (DateTimeOffset, int)>();
        var times = new DateTimeOffset[paths.Count];
        var occurrences = new Occurrences();
        try
        {
            for (var i = 0; i < paths.Count; i++)
            {
                files.Add(ReadFile(paths[i]).GetAsyncEnumerator());
                await Advance(i);
            }
            while (heads.TryDequeue(out var next, out _))
            {
                yield return Distinct(files[next].Current);
                await Advance(next);
            }
        }
        finally
        {
            foreach (var file in files)
                await file.DisposeAsync();
        }

        async Task Advance(int file)
        {
            if (!await files[file].MoveNextAsync())
                return;
            if (files[file].Current.Text.Published is { } published && published > times[file])
                times[file] = published;
            heads.Enqueue(file, (times[file], file));
        }

        // Two lines without URL are two articles, also with one id between them.
        EvaluatedArticle Distinct(EvaluatedArticle article)
        {
            var key = occurrences.KeyOf(article.Key);
            if (key == article.Key || !article.Wire.Url.StartsWith(ArticleLineParser.StandInUrl, StringComparison.Ordinal))
                return article with { Key = key };
            return new EvaluatedArticle(key, new Article(article.Wire) { Url = ArticleLineParser.StandInUrl + Uri.EscapeDataString(key) });
        }
    }

    private static async IAsyncEnumerable<EvaluatedArticle> ReadFile(string path)
    {
        var number = 0;
        await foreach (var line in LineReader.ReadAsync(Open(path), static _ => false, static _ => { }))
        {
            if (line.Article is not { } article)
                throw new EvaluationException($"{line.Place}: {line.Problem}");
            number++;
            var id = article.ExternalId.Length > 0 ? article.ExternalId : number.ToString(CultureInfo.InvariantCulture);
            yield return new EvaluatedArticle(id, article);
        }
    }

    private static InputFile Open(string path)
    {
        try
        {
            return InputFile.Open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"{path}: {e.Message}");
        }
    }
}
