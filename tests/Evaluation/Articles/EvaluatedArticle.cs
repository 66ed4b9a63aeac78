using StoryClustering.Api.V1;
using StoryClustering.Engine.Features;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;

namespace StoryClustering.Evaluation.Articles;

/// <summary>An article as it is evaluated: without any label.</summary>
internal sealed record EvaluatedArticle
{
    private static readonly ArticleRules Rules = new(PublicSuffixList.BuiltIn(), TimeProvider.System);

    /// <param name="key">The field "id" of its line; see <see cref="Occurrences"/> for lines with the same.</param>
    /// <param name="wire">The message that the service would be sent.</param>
    public EvaluatedArticle(string key, Article wire)
    {
        Key = key;
        Wire = wire;
        // By the gateway's own rules ("eng" is "en", tracking parameters go), so that engine and service see the same. What the
        // service would refuse is clustered all the same, as it stands.
        if (Rules.Check(wire, new Violations(wire)) is { ArticleId: var id, Content: var content })
        {
            ArticleId = id;
            Text = new ArticleText(content.Title, content.Text, content.Language, content.Published)
            {
                Outlet = content.Outlet,
                Credit = content.FeedCredit,
                Url = content.Url,
            };
        }
        else
        {
            ArticleId = wire.Url;
            Text = new ArticleText(wire.Title, wire.Text, wire.Language.Length == 0 ? null : wire.Language, wire.PublishedAt?.ToDateTimeOffset());
        }
    }

    /// <summary>Tells lines apart.</summary>
    public string Key { get; init; }

    /// <summary>The message that the service would be sent.</summary>
    public Article Wire { get; }

    /// <summary>Tells articles apart, as the service does: by the canonical URL.</summary>
    public string ArticleId { get; }

    /// <summary>What the engine is given: what the service would make of the message.</summary>
    public ArticleText Text { get; }
}
