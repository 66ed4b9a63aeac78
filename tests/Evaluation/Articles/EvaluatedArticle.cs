using StoryClustering.Api.V1;
using StoryClustering.Engine.Features;

namespace StoryClustering.Evaluation.Articles;

/// <summary>An article as it is evaluated: without any label.</summary>
/// <param name="Key">The field "id" of its line; see <see cref="Occurrences"/> for lines with the same.</param>
/// <param name="Wire">The message that the service would be sent.</param>
internal sealed record EvaluatedArticle(string Key, Article Wire)
{
    /// <summary>What the engine is given: what the service would make of the message.</summary>
    public ArticleText Text { get; } = new(
        Wire.Title,
        Wire.Text,
        Wire.Language.Length == 0 ? null : Wire.Language,
        Wire.PublishedAt?.ToDateTimeOffset());
}
