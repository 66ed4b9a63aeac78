using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Features;

namespace StoryClustering.Grains.Articles;

/// <summary>Works out why an article is in its story, when somebody asks: taking articles in pays nothing for it but the record of
/// the decision.</summary>
public static class Explanation
{
    private const int MostNearest = 5;

    /// <summary>Explains an article by its state, its membership and the members of its story (itself may be among them).</summary>
    public static AssignmentExplanation Of(ArticleState state, StoryMember? member, IReadOnlyList<StoryMember> members)
    {
        if (member is null) return new AssignmentExplanation(state.Assignment, null, state.Retracted, [], []);
        var id = member.Article.ArticleId;
        // The row that comes with its vector.
        var own = members.FirstOrDefault(m => m.Article.ArticleId == id)?.Article ?? member.Article;
        var nearest = own.Vector.Length == 0 ? [] : Nearest(own, members.Where(m => m.Article.ArticleId != id && m.Article.Vector.Length > 0));
        return new AssignmentExplanation(state.Assignment, member with { Article = Bare(member.Article) }, state.Retracted, own.Entities, nearest);
    }

    private static Resemblance[] Nearest(ArticleDigest article, IEnumerable<StoryMember> others)
    {
        var vector = ArticleVector.FromBytes(article.Vector);
        var names = new HashSet<string>(article.Entities, StringComparer.OrdinalIgnoreCase);
        return [.. others
            .Select(other => (other.Article, Vector: ArticleVector.FromBytes(other.Article.Vector)))
            .Select(other => (other.Article, other.Vector, Similarity: ArticleVector.Dot(vector, other.Vector)))
            .OrderByDescending(other => other.Similarity)
            .ThenBy(other => other.Article.ArticleId, StringComparer.Ordinal)
            .Take(MostNearest)
            .Select(other => new Resemblance(Bare(other.Article), other.Similarity, ArticleVector.DotByField(vector, other.Vector),
                [.. other.Article.Entities.Where(names.Contains)]))];
    }

    private static ArticleDigest Bare(ArticleDigest article) => article with { Vector = [], Signature = [] };
}
