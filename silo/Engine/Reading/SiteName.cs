using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Reading;

/// <summary>What an outlet calls itself, told from its domain and from the credit that came with the article.</summary>
/// <param name="Domain">Domain of the outlet; empty if unknown.</param>
/// <param name="Credit">Name that the feed gives, or empty.</param>
internal readonly record struct SiteName(string Domain, string Credit = "")
{
    private const int LongestName = 256;

    private static readonly string[] Articles = ["the", "la", "le", "les", "el", "il", "der", "die", "das", "o", "de", "het"];
    private static readonly string[] Ends = ["com", "online", "news", "live", "international", "digital", "uk", "us", "tv", "web",
        "de", "fr", "es", "it"];

    /// <summary>Whether a text names the outlet: "The Harbor Ledger" and "HarborLedger.com" are "harbor-ledger.example".</summary>
    public bool Is(ReadOnlySpan<char> text)
    {
        var name = Letters(text);
        if (name.Length < 2)
            return false;
        if (Credit.Length > 0 && name == Letters(Credit))
            return true;
        var label = Label();
        if (label.Length < 2)
            return false;
        return Same(name, label) || (name.Length > 3 && name == Letters(Domain));
    }

    /// <summary>
    /// Where a text names the outlet behind an article: "told the Harbor Ledger". A name without one may be a firm's or a place's.
    /// </summary>
    /// <returns>First code unit, from <paramref name="from"/> on, and length; length 0 if there is none.</returns>
    public (int Start, int Length) FindIn(string text, int from)
    {
        var label = Label();
        if (label.Length < 6)
            return default;
        if (label.StartsWith("the", StringComparison.Ordinal))
            label = label[3..];
        if (label.Length < 4)
            return default;
        var first = char.ToUpperInvariant(label[0]);
        for (var at = from; at < text.Length; at++)
        {
            var next = text.AsSpan(at).IndexOf(first);
            if (next < 0)
                return default;
            at += next;
            if (at >= 4 && (text.AsSpan(at - 4, 4) is "the " or "The ") && (at == 4 || !char.IsLetter(text[at - 5]))
                && MatchAt(text, at, label) is > 0 and var length)
                return (at, length);
        }
        return default;
    }

    // The words there, each with a capital, which are the label without its blanks: at least two.
    private static int MatchAt(string text, int at, string label)
    {
        var (i, matched, words) = (at, 0, 0);
        while (i < text.Length && matched < label.Length)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c))
            {
                if (char.ToLowerInvariant(c) != label[matched])
                    return 0;
                if (i == at || !char.IsLetterOrDigit(text[i - 1]))
                {
                    if (!char.IsUpper(c) && !char.IsDigit(c))
                        return 0;
                    words++;
                }
                matched++;
            }
            else if (c is not (' ' or '-' or '\u00A0'))
            {
                return 0;
            }
            i++;
        }
        return matched == label.Length && words >= 2 && (i == text.Length || !char.IsLetterOrDigit(text[i])) ? i - at : 0;
    }

    // "harborledger" of "harbor-ledger.co.uk".
    private string Label()
    {
        if (Domain.Length == 0)
            return "";
        var labels = Domain.Split('.');
        var at = labels.Length - 2;
        // A second level of a registry is no name.
        if (at > 0 && labels[at].Length <= 3 && labels[^1].Length <= 3)
            at--;
        return at < 0 ? "" : Letters(labels[at]);
    }

    private static bool Same(string name, string label)
    {
        if (name == label)
            return true;
        var bare = WithoutArticle(name);
        var bareLabel = WithoutArticle(label);
        if (bare == bareLabel && bare.Length > 2)
            return true;
        foreach (var end in Ends)
        {
            if (bare.Length > end.Length + 2 && bare.EndsWith(end, StringComparison.Ordinal) && bare[..^end.Length] == bareLabel
                || bareLabel.Length > end.Length + 2 && bareLabel.EndsWith(end, StringComparison.Ordinal)
                    && bareLabel[..^end.Length] == bare)
                return true;
        }
        return false;
    }

    private static string WithoutArticle(string name)
    {
        foreach (var article in Articles)
        {
            if (name.Length > article.Length + 3 && name.StartsWith(article, StringComparison.Ordinal))
                return name[article.Length..];
        }
        return name;
    }

    // Letters and digits alone, in lower case, without accents.
    private static string Letters(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, LongestName)];
        Span<char> letters = stackalloc char[LongestName];
        Span<char> folded = stackalloc char[4 * LongestName + 4];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                letters[length++] = char.ToLowerInvariant(c);
        }
        return folded[..AnchorForm.Fold(letters[..length], folded)].ToString();
    }
}
