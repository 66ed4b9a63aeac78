using System.Security.Cryptography;
using System.Text;

namespace StoryClustering.Contracts.Ids;

/// <summary>Makes and checks the string keys of grains. A key is a prefix and 26 characters of Crockford base 32 in lower
/// case (the first 130 bits of a SHA-256). The prefix is never hexadecimal, because Orleans' ADO.NET storage turns keys that
/// parse as hexadecimal into integers.</summary>
public static class Key
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    /// <summary>Prefix of article keys.</summary>
    public const string ArticlePrefix = "article-";
    /// <summary>Prefix of story keys.</summary>
    public const string StoryPrefix = "story-";
    /// <summary>Prefix of partition keys.</summary>
    public const string PartitionPrefix = "partition-";

    /// <summary>Article key of a canonical URL.</summary>
    public static string Article(string canonicalUrl) => ArticlePrefix + Hash(canonicalUrl);

    /// <summary>Key of the story that an article founds: the same for every try, so that a founder that crashes and comes
    /// again founds no second story.</summary>
    public static string StoryFoundedBy(string articleId) => StoryPrefix + articleId[ArticlePrefix.Length..];

    /// <summary>Key of a story made by an editor.</summary>
    public static string NewStory() => StoryPrefix + Encode(RandomNumberGenerator.GetBytes(32));

    /// <summary>Key of a partition.</summary>
    public static string Partition(int number) => PartitionPrefix + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Number of the partition that a key names. Throws FormatException for another key.</summary>
    public static int PartitionNumber(string key) =>
        key.StartsWith(PartitionPrefix, StringComparison.Ordinal)
            ? int.Parse(key.AsSpan(PartitionPrefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture)
            : throw new FormatException($"'{key}' is not the key of a partition.");

    /// <summary>True if <paramref name="id"/> has the form of an article key.</summary>
    public static bool IsArticle(string? id) => HasForm(id, ArticlePrefix);

    /// <summary>True if <paramref name="id"/> has the form of a story key.</summary>
    public static bool IsStory(string? id) => HasForm(id, StoryPrefix);

    /// <summary>Home partition of a story, 0 to <paramref name="partitions"/> - 1: FNV-1a over the key's characters, the same
    /// in every process and version.</summary>
    public static int HomeOf(string storyId, int partitions)
    {
        uint hash = 2166136261;
        foreach (var c in storyId) hash = (hash ^ c) * 16777619;
        return (int)(hash % (uint)partitions);
    }

    private static bool HasForm(string? id, string prefix)
    {
        if (id is null || id.Length != prefix.Length + Length || !id.StartsWith(prefix, StringComparison.Ordinal)) return false;
        foreach (var c in id.AsSpan(prefix.Length))
            if (!Alphabet.Contains(c, StringComparison.Ordinal)) return false;
        return true;
    }

    private static string Hash(string text) => Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[Length];
        int bits = 0, value = 0, at = 0;
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
            bits += 8;
            while (bits >= 5 && at < Length)
            {
                chars[at++] = Alphabet[(value >> (bits - 5)) & 31];
                bits -= 5;
            }
            value &= (1 << bits) - 1;
            if (at == Length) break;
        }
        return new string(chars);
    }
}
