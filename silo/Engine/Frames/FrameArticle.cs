using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames;

/// <summary>Which part of an article a span lies in.</summary>
public enum SpanField : byte
{
    /// <summary>The body.</summary>
    Text = 1,
    /// <summary>The headline.</summary>
    Title = 2,
}

/// <summary>An article as frames need it: the words that were ingested, unchanged, since spans count in them.</summary>
/// <param name="ArticleId">Id.</param>
/// <param name="Title">Headline.</param>
/// <param name="Text">Body or excerpt, may be empty.</param>
/// <param name="Language">ISO 639-1 or "und".</param>
/// <param name="Outlet">Domain of the outlet.</param>
/// <param name="Url">Address.</param>
/// <param name="Appeared">When it appeared: published, but never after it arrived.</param>
/// <param name="Revision">1 for the first text.</param>
public sealed record FrameArticle(string ArticleId, string Title, string Text, string Language, string Outlet, string Url, DateTimeOffset Appeared, int Revision);

/// <summary>What an article counts as in its story: changes with the other articles and with ratings, not with its own words.</summary>
/// <param name="ArticleId">Id.</param>
/// <param name="Origin">Whose words they are: articles with one origin are one source, however many they are. The publisher family of
/// the outlet or agency whose text it is.</param>
/// <param name="IsCopy">Whether it is a copy of another article: its own words count for its origin only.</param>
/// <param name="Side">Side of the outlet whose text it is.</param>
/// <param name="Outlet">Main domain of the article's own outlet.</param>
/// <param name="Kind">Kind of the article's own outlet.</param>
public sealed record ArticleStanding(string ArticleId, string Origin, bool IsCopy, Side Side, string Outlet, OutletKind Kind);
