using StoryClustering.Engine.Reading;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// The sentences of a story, with the likenesses among them, kept up to date article by article. Invariants:
/// <list type="bullet">
/// <item>an article costs the same whatever the story's size;</item>
/// <item>at most <see cref="FrameOptions.MostSentences"/> sentences are kept: beyond, those that no other article resembles go, the oldest first;</item>
/// <item>after <see cref="Remove"/> nothing of the article can be shown.</item>
/// </list>
/// Not thread-safe.
/// </summary>
public sealed class FrameLedger
{
    private readonly FrameOptions _options;
    private readonly SentenceReader _reader;
    private readonly SentenceIndex _index;
    private readonly Dictionary<string, ArticleEntry> _articles = new(StringComparer.Ordinal);

    /// <summary>An empty ledger.</summary>
    public FrameLedger(FrameOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _reader = new SentenceReader(options);
        _index = new SentenceIndex(options);
    }

    /// <summary>Articles in it.</summary>
    public int Articles => _articles.Count;

    /// <summary>Sentences in it.</summary>
    public int Sentences => _index.Count;

    /// <summary>Ids of the articles in it.</summary>
    public IEnumerable<string> ArticleIds => _articles.Keys;

    /// <summary>Revision of an article that is in it; 0 if it is not.</summary>
    public int RevisionOf(string articleId) => _articles.TryGetValue(articleId, out var entry) ? entry.Revision : 0;

    /// <summary>Takes an article's sentences in; instead of those of its earlier revision, if that is in.</summary>
    public void Put(FrameArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        Remove(article.ArticleId);
        var entry = _reader.Read(article);
        if (!entry.Form.BearsFacts())
        {
            // Of many events, or written by a template: nothing of it is this story's.
            entry.Sentences.Clear();
            entry.Quotes.Clear();
        }
        _articles.Add(article.ArticleId, entry);
        foreach (var sentence in entry.Sentences)
            _index.Add(sentence);
        if (_index.Count > _options.MostSentences)
            MakeRoom();
    }

    /// <summary>Takes an article's sentences out; false if it was not in.</summary>
    public bool Remove(string articleId)
    {
        if (!_articles.Remove(articleId, out var entry))
            return false;
        entry.Standing = null;
        foreach (var sentence in entry.Sentences)
            _index.Remove(sentence);
        return true;
    }

    /// <summary>Works out the frames.</summary>
    /// <param name="standings">Of every article that is to count; others in the ledger are left out.</param>
    /// <param name="now">Time.</param>
    /// <param name="earlier">Earlier stories that may answer questions; null: none.</param>
    public StoryFrames Build(IReadOnlyList<ArticleStanding> standings, DateTimeOffset now, IReadOnlyList<EarlierStory>? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(standings);
        return new FrameBuilder(_options, _index, _reader, new FrameSources(_articles.Values, standings)).Build(now, earlier ?? []);
    }

    /// <summary>Where another article, or one of its own, stands in the story.</summary>
    public ArticleLocation Locate(FrameArticle article, IReadOnlyList<ArticleStanding> standings)
    {
        ArgumentNullException.ThrowIfNull(article);
        ArgumentNullException.ThrowIfNull(standings);
        var sources = new FrameSources(_articles.Values, standings);
        return new Dial(_options, _index, _reader, sources).Locate(_reader.Read(article), new FrameBuilder(_options, _index, _reader, sources).BuildFacts());
    }

    // A tenth at once, so that it is not done for every article. Headlines and leads stay: they are few, and say most.
    private void MakeRoom()
    {
        var most = _options.MostSentences - _options.MostSentences / 10;
        var sentences = _index.All.Where(static s => s is { Field: SpanField.Text, Position: > 2 }).ToList();
        sentences.Sort(static (a, b) =>
        {
            var order = (a.Neighbours?.Count ?? 0).CompareTo(b.Neighbours?.Count ?? 0);
            return order != 0 ? order : FrameSentence.Compare(a, b);
        });
        foreach (var sentence in sentences.Take(_index.Count - most))
        {
            sentence.Article.Sentences.Remove(sentence);
            _index.Remove(sentence);
        }
    }
}

/// <summary>An earlier story that is related.</summary>
/// <param name="StoryId">Id.</param>
/// <param name="Articles">Articles of it, with their standings.</param>
/// <param name="Standings">See <paramref name="Articles"/>.</param>
public sealed record EarlierStory(string StoryId, IReadOnlyList<FrameArticle> Articles, IReadOnlyList<ArticleStanding> Standings);
