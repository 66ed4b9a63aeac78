namespace StoryClustering.Engine.Frames;

/// <summary>The sentences of a story, in groups that say the same, kept up to date article by article in bounded state. Not thread-safe.</summary>
public sealed class FrameLedger(FrameOptions options)
{
    private readonly FrameOptions _options = options;

    /// <summary>Articles in it.</summary>
    public int Articles => throw new NotImplementedException();

    /// <summary>Revision of an article that is in it; 0 if it is not.</summary>
    public int RevisionOf(string articleId) => throw new NotImplementedException();

    /// <summary>Ids of the articles in it.</summary>
    public IEnumerable<string> ArticleIds => throw new NotImplementedException();

    /// <summary>Takes an article's sentences in; instead of those of its earlier revision, if that is in.</summary>
    public void Put(FrameArticle article) => throw new NotImplementedException();

    /// <summary>Takes an article's sentences out; false if it was not in.</summary>
    public bool Remove(string articleId) => throw new NotImplementedException();

    /// <summary>Works out the frames.</summary>
    /// <param name="standings">Of every article that is to count; others in the ledger are left out.</param>
    /// <param name="now">Time.</param>
    /// <param name="earlier">Earlier stories that may answer questions; null: none.</param>
    public StoryFrames Build(IReadOnlyList<ArticleStanding> standings, DateTimeOffset now, IReadOnlyList<EarlierStory>? earlier = null) =>
        throw new NotImplementedException();

    /// <summary>Where another article, or one of its own, stands in the story.</summary>
    public ArticleLocation Locate(FrameArticle article, IReadOnlyList<ArticleStanding> standings, DateTimeOffset now) => throw new NotImplementedException();
}

/// <summary>An earlier story that is related.</summary>
/// <param name="StoryId">Id.</param>
/// <param name="Articles">Articles of it, with their standings.</param>
/// <param name="Standings">See <paramref name="Articles"/>.</param>
public sealed record EarlierStory(string StoryId, IReadOnlyList<FrameArticle> Articles, IReadOnlyList<ArticleStanding> Standings);
