using System.Globalization;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// Counts in how many articles each term occurs and writes the engine's background table: hashed ids and counts, no words.
/// Run again whenever tokenising, stemming or hashing changes; the file is silo/Engine/Features/background-en.bin.
/// </summary>
internal static class BackgroundDerivation
{
    private const int MaxBytes = 300_000;

    public static int Run(string[] args)
    {
        if (args.Length != 2)
        {
            Console.Error.WriteLine("derive-background IN.jsonl.gz OUT");
            return 2;
        }
        var articles = ArticleFile.Read(args[0]);
        var counts = new Dictionary<uint, int>();
        var lower = new Dictionary<uint, int>();
        var extractor = new TermExtractor();
        var seenLower = new HashSet<uint>();
        foreach (var article in articles)
        {
            extractor.ReadForBackground(
                Tokenizer.Prepare(article.Article.Title),
                Tokenizer.Prepare(article.Article.Text),
                "en",
                400);
            for (var i = 0; i < extractor.Terms.Count; i++)
                counts[extractor.Terms.Id(i)] = counts.GetValueOrDefault(extractor.Terms.Id(i)) + 1;
            seenLower.Clear();
            extractor.LowerCaseWords(seenLower);
            foreach (var id in seenLower)
                lower[id] = lower.GetValueOrDefault(id) + 1;
        }
        // A word that is mostly written small is no name, however often somebody capitalised it.
        foreach (var (id, count) in lower)
        {
            if (counts.TryGetValue(id, out var capitalised) && capitalised <= count)
                counts.Remove(id);
        }
        // Blocks by rising floor until the table fits; word counts matter most and keep the lowest floor.
        for (var floor = 2; ; floor++)
        {
            int[] lowest = [floor, 2 * floor, 2 * floor, floor, 10 * floor, 2 * floor, int.MaxValue, int.MaxValue];
            var table = BackgroundTable.Write(articles.Count, counts, lowest);
            if (table.Length > MaxBytes)
                continue;
            File.WriteAllBytes(args[1], table);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{articles.Count} articles, {counts.Count} terms, lowest count {floor}, {table.Length} bytes"));
            return 0;
        }
    }
}
