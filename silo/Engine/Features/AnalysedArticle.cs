using StoryClustering.Engine.Syndication;

namespace StoryClustering.Engine.Features;

/// <summary>What the analysis of one article found. Immutable.</summary>
public sealed class AnalysedArticle
{
    internal AnalysedArticle(
        string language,
        DateTimeOffset? published,
        ArticleVector vector,
        ContentSignature signature,
        IReadOnlyList<string> entities)
    {
        Language = language;
        Published = published;
        Vector = vector;
        Signature = signature;
        Entities = entities;
    }

    /// <summary>ISO 639-1 code, or "und" if unknown.</summary>
    public string Language { get; }

    /// <summary>Publication time, or null if unknown.</summary>
    public DateTimeOffset? Published { get; }

    /// <summary>The features, comparable with those of any other article.</summary>
    public ArticleVector Vector { get; }

    /// <summary>Near-duplicate signature; empty for queries and for articles with too few words.</summary>
    public ContentSignature Signature { get; }

    /// <summary>At most 10 names as written in the article, strongest first.</summary>
    public IReadOnlyList<string> Entities { get; }

    /// <summary>The same article with an embedding; itself if there is none.</summary>
    public AnalysedArticle With(DenseEmbedding? embedding) =>
        embedding is null ? this : new AnalysedArticle(Language, Published, Vector.With(embedding), Signature, Entities);

    /// <summary>An article put together again from what a search needs, for queries that travel between processes.</summary>
    public static AnalysedArticle FromParts(string language, DateTimeOffset? published, ArticleVector vector)
    {
        ArgumentException.ThrowIfNullOrEmpty(language);
        ArgumentNullException.ThrowIfNull(vector);
        return new AnalysedArticle(language, published, vector, ContentSignature.Empty, []);
    }
}
