using StoryClustering.Contracts.Stories;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Editing;

/// <summary>Keeps reprints true when articles part: a reprint points to an original of its own story.</summary>
public static class Reparenting
{
    /// <summary>Changes of origin within <paramref name="group"/>, the members (in the order in which they joined) that are
    /// together from now on: of the reprints whose origin is not among them, the earliest becomes the original of the
    /// others.</summary>
    public static IReadOnlyList<OriginChange> Within(IReadOnlyList<StoryMember> group)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in group) present.Add(member.Article.ArticleId);
        Dictionary<string, string>? heirs = null;
        List<OriginChange>? changes = null;
        foreach (var member in group)
        {
            if (member.OriginArticleId is not { } origin || present.Contains(origin)) continue;
            heirs ??= new(StringComparer.Ordinal);
            if (heirs.TryGetValue(origin, out var heir)) (changes ??= []).Add(new OriginChange(member.Article.ArticleId, heir));
            else
            {
                heirs.Add(origin, member.Article.ArticleId);
                (changes ??= []).Add(new OriginChange(member.Article.ArticleId, null));
            }
        }
        return changes ?? [];
    }
}
