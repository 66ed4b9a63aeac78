namespace StoryClustering.Engine.Features;

/// <summary>What the engine needs to know of an article.</summary>
/// <param name="Title">Headline; may be empty.</param>
/// <param name="Text">Body, an excerpt, or empty (headline only).</param>
/// <param name="Language">Declared language ("en", "en-US"), or null to have it detected.</param>
/// <param name="Published">Publication time, or null if unknown.</param>
public sealed record ArticleText(string Title, string Text, string? Language, DateTimeOffset? Published)
{
    /// <summary>Domain of the outlet, or empty. Its own name, and what it puts around its titles, count for nothing.</summary>
    public string Outlet { get; init; } = "";

    /// <summary>Name that the feed gives, or empty.</summary>
    public string Credit { get; init; } = "";

    /// <summary>Address, or empty: it may tell what kind of piece the article is.</summary>
    public string Url { get; init; } = "";
}
