using System.Globalization;

namespace StoryClustering.Evaluation.Articles;

/// <summary>
/// Tells lines with the same id apart, which real files have: the second "a" is "a", newline, "2". No id contains a newline from a
/// line of JSON unless it was escaped there.
/// </summary>
internal sealed class Occurrences
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>A key that no other line has had.</summary>
    public string KeyOf(string id)
    {
        var count = _seen[id] = _seen.GetValueOrDefault(id) + 1;
        return count == 1 ? id : id + "\n" + count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The id of a key.</summary>
    public static string IdOf(string key) => key.IndexOf('\n') is var at and >= 0 ? key[..at] : key;
}
