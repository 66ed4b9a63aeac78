using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>What two texts are to each other, by the gold rule.</summary>
internal enum TextRelation
{
    /// <summary>Under a quarter of the shorter recurs.</summary>
    Different,
    /// <summary>In between, or too short to tell.</summary>
    Unclear,
    /// <summary>Most of the shorter recurs.</summary>
    Copy,
    /// <summary>Word for word the same.</summary>
    Identical,
}

/// <summary>
/// A text as the gold rule compares it: lower case, letters and digits only, and its 4-word shingles. It reads the whole text and shares no
/// code with the engine.
/// </summary>
internal sealed class ShingledText
{
    /// <summary>Share of the shorter text's shingles from which two are copies.</summary>
    public const double CopyShare = 0.6;

    /// <summary>Share under which they are not.</summary>
    public const double DifferentShare = 0.25;

    /// <summary>Words below which only identical texts are copies.</summary>
    public const int LeastWords = 12;

    /// <summary>The shorter text must have at least this share of the longer one's words: a paragraph within a long report may be a quotation.</summary>
    public const double LeastLength = 0.25;

    private const int Length = 4;

    private ShingledText(string normalised, int words, ulong[] shingles)
    {
        Normalised = normalised;
        Words = words;
        Shingles = shingles;
    }

    /// <summary>The words, with a space between each two.</summary>
    public string Normalised { get; }

    public int Words { get; }

    /// <summary>Hashes of the distinct shingles, rising.</summary>
    public ulong[] Shingles { get; }

    public static ShingledText Of(string text)
    {
        var normalised = new StringBuilder(text.Length);
        var starts = new List<int>();
        var inside = false;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                if (!inside)
                {
                    if (normalised.Length > 0)
                        normalised.Append(' ');
                    starts.Add(normalised.Length);
                }
                normalised.Append(char.ToLowerInvariant(c));
                inside = true;
            }
            else if (c is not ('\'' or '\u2019'))
            {
                inside = false;
            }
        }
        var all = normalised.ToString();
        var hashes = new List<ulong>();
        for (var i = 0; i + Length <= starts.Count; i++)
        {
            var end = i + Length < starts.Count ? starts[i + Length] - 1 : all.Length;
            hashes.Add(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(all.AsSpan(starts[i], end - starts[i]))));
        }
        hashes.Sort();
        return new ShingledText(all, starts.Count, [.. hashes.Distinct()]);
    }

    /// <summary>Share of the shorter text's shingles that the other has; 0 if it has none.</summary>
    public static double Shared(ShingledText a, ShingledText b)
    {
        var (x, y) = (a.Shingles, b.Shingles);
        if (x.Length == 0 || y.Length == 0)
            return 0;
        int i = 0, j = 0, shared = 0;
        while (i < x.Length && j < y.Length)
        {
            var order = x[i].CompareTo(y[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double)shared / Math.Min(x.Length, y.Length);
    }

    public static TextRelation Compare(ShingledText a, ShingledText b)
    {
        if (a.Words == 0 || b.Words == 0)
            return TextRelation.Unclear;
        if (a.Normalised == b.Normalised)
            return TextRelation.Identical;
        var share = Shared(a, b);
        if (share < DifferentShare)
            return TextRelation.Different;
        var (shorter, longer) = (Math.Min(a.Words, b.Words), Math.Max(a.Words, b.Words));
        return share >= CopyShare && shorter >= LeastWords && shorter >= LeastLength * longer ? TextRelation.Copy : TextRelation.Unclear;
    }
}
