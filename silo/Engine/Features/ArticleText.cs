namespace StoryClustering.Engine.Features;

/// <summary>What the engine needs to know of an article.</summary>
/// <param name="Title">Headline; may be empty.</param>
/// <param name="Text">Body, an excerpt, or empty (headline only).</param>
/// <param name="Language">Declared language ("en", "en-US"), or null to have it detected.</param>
/// <param name="Published">Publication time, or null if unknown.</param>
public sealed record ArticleText(string Title, string Text, string? Language, DateTimeOffset? Published);
