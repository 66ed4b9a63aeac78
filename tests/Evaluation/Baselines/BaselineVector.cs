using StoryClustering.Engine.Features;

namespace StoryClustering.Evaluation.Baselines;

/// <summary>How a baseline weighs an article. Each field is scaled to length 1 and by the root of its weight.</summary>
internal static class BaselineVector
{
    // Of the earlier experiments; the last is the stream's own view of the words, under an id of its own.
    private static readonly (TermField Field, double Weight)[] EarlierFields =
    [
        (TermField.Word, 0.34), (TermField.Pair, 0.34), (TermField.Name, 0.07), (TermField.NameWord, 0.07),
        (TermField.TitleGram, 0.07), (TermField.TitleWord, 0.04),
    ];

    private const double StreamWeight = 0.07;
    private const uint StreamField = 7;

    /// <summary>Plain TF-IDF of words: (1 + ln tf) x idf, length 1.</summary>
    public static List<(uint Id, float Weight)> Unigrams(CountedArticle article, DocumentFrequencies background)
    {
        var vector = new List<(uint, float)>();
        AddField(vector, article, TermField.Word, 1, id => background.Idf(id), 0);
        return vector;
    }

    /// <summary>The fields of the earlier experiments, with their weights.</summary>
    public static List<(uint Id, float Weight)> Earlier(CountedArticle article, DocumentFrequencies background, DocumentFrequencies stream)
    {
        var vector = new List<(uint, float)>();
        foreach (var (field, weight) in EarlierFields)
            AddField(vector, article, field, weight, id => background.Idf(id), 0);
        AddField(vector, article, TermField.Word, StreamWeight, id => stream.Idf(id), StreamField);
        return vector;
    }

    private static void AddField(
        List<(uint, float)> vector, CountedArticle article, TermField field, double share, Func<uint, double> idf, uint renamed)
    {
        var start = vector.Count;
        var squares = 0.0;
        foreach (var (id, frequency) in article.Terms)
        {
            if (ArticleVector.FieldOf(id) != field)
                continue;
            var weight = field switch
            {
                TermField.Pair => Math.Sqrt(frequency) * idf(id),
                TermField.TitleWord => 1,
                _ => (1 + Math.Log(frequency)) * idf(id),
            };
            squares += weight * weight;
            vector.Add((id | renamed, (float)weight));
        }
        var scale = Math.Sqrt(share / Math.Max(1e-12, squares));
        for (var i = start; i < vector.Count; i++)
            vector[i] = (vector[i].Item1, (float)(vector[i].Item2 * scale));
    }
}
