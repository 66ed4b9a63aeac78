using System.Text;

namespace StoryClustering.Evaluation.Frames;

/// <summary>ROUGE F1 (Lin 2004) of a text against one reference: words of letters and digits in lower case, not stemmed; all words count.</summary>
/// <param name="One">Shared words.</param>
/// <param name="Two">Shared pairs of adjacent words.</param>
/// <param name="L">Longest common subsequence of words, the texts as a whole.</param>
internal readonly record struct Rouge(double One, double Two, double L)
{
    public static Rouge Of(string candidate, string reference)
    {
        var (c, r) = (Words(candidate), Words(reference));
        return new Rouge(Grams(c, r, 1), Grams(c, r, 2), F1(Longest(c, r), c.Count, r.Count));
    }

    public static Rouge Mean(IReadOnlyCollection<Rouge> scores) =>
        scores.Count == 0 ? default : new Rouge(scores.Average(static s => s.One), scores.Average(static s => s.Two), scores.Average(static s => s.L));

    internal static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }

    private static double Grams(List<string> candidate, List<string> reference, int size)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + size <= reference.Count; i++)
        {
            var gram = string.Join(' ', reference.GetRange(i, size));
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }
        var shared = 0;
        for (var i = 0; i + size <= candidate.Count; i++)
        {
            var gram = string.Join(' ', candidate.GetRange(i, size));
            if (counts.GetValueOrDefault(gram) is not (> 0 and var left))
                continue;
            counts[gram] = left - 1;
            shared++;
        }
        return F1(shared, Math.Max(0, candidate.Count - size + 1), Math.Max(0, reference.Count - size + 1));
    }

    private static int Longest(List<string> a, List<string> b)
    {
        var row = new int[b.Count + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Count; j++)
            {
                var above = row[j];
                row[j] = word == b[j - 1] ? diagonal + 1 : Math.Max(row[j], row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.Count];
    }

    private static double F1(int shared, int candidate, int reference) => shared == 0 ? 0 : 2.0 * shared / (candidate + reference);
}
