namespace StoryClustering.Evaluation.Baselines;

/// <summary>What a baseline does besides joining the nearest story.</summary>
/// <param name="Threshold">Score at which an article joins.</param>
/// <param name="HeadlineFactor">The same is multiplied by this for an article without text.</param>
/// <param name="MergeThreshold">Mean score of the smaller story's members for the larger at which two stories are merged; null: never.</param>
/// <param name="ReconsiderAfter">Articles after which an article may move to a story that scores 1.1 times better; 0: never.</param>
internal sealed record BaselineRule(double Threshold, double HeadlineFactor = 1, double? MergeThreshold = null, int ReconsiderAfter = 0);

/// <summary>
/// Single-pass clustering by exact similarities to all articles so far: score of a story = mean over its 5 most similar members x
/// 1 / (1 + gap / 7 days), 0.9 if a date is missing. Deterministic; its cost grows with the stream, it is here to compare with.
/// </summary>
internal sealed class SinglePass(BaselineRule rule)
{
    private const int TopMembers = 5;
    private const double Days = 7;
    private const double Undated = 0.9;
    private const double MoveFactor = 1.1;

    private readonly List<CountedArticle> _articles = [];
    private readonly List<List<(uint Id, float Weight)>> _vectors = [];
    private readonly Dictionary<uint, List<(int Article, float Weight)>> _postings = [];
    private readonly List<int> _storyOf = [];
    private readonly List<List<int>> _members = [];
    private float[] _similarity = new float[1024];

    /// <summary>Takes the next article in.</summary>
    public void Add(CountedArticle article, List<(uint Id, float Weight)> vector)
    {
        var index = _articles.Count;
        _articles.Add(article);
        _vectors.Add(vector);
        _storyOf.Add(-1);
        var scores = Scores(index);
        var threshold = ThresholdOf(article);
        var story = _members.Count;
        if (scores.Count > 0 && scores[0].Score >= threshold)
        {
            story = scores[0].Story;
            if (rule.MergeThreshold is { } least && scores.Count > 1 && scores[1].Score >= threshold && Affinity(story, scores[1].Story) >= least)
                story = Merge(story, scores[1].Story);
        }
        Join(index, story);
        foreach (var (id, weight) in vector)
        {
            if (!_postings.TryGetValue(id, out var posting))
                _postings.Add(id, posting = []);
            posting.Add((index, weight));
        }
        if (rule.ReconsiderAfter > 0 && index >= rule.ReconsiderAfter)
            Reconsider(index - rule.ReconsiderAfter);
    }

    /// <summary>The story of each article, by article id.</summary>
    public Dictionary<string, string> Stories()
    {
        for (var i = Math.Max(0, _articles.Count - rule.ReconsiderAfter); i < _articles.Count && rule.ReconsiderAfter > 0; i++)
            Reconsider(i);
        var stories = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < _articles.Count; i++)
            stories[_articles[i].Id] = "story-" + _storyOf[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return stories;
    }

    private double ThresholdOf(CountedArticle article) => rule.Threshold * (article.HeadlineOnly ? rule.HeadlineFactor : 1);

    private void Join(int article, int story)
    {
        if (story == _members.Count)
            _members.Add([]);
        _members[story].Add(article);
        _storyOf[article] = story;
    }

    private int Merge(int a, int b)
    {
        var (stay, go) = (Math.Min(a, b), Math.Max(a, b));
        foreach (var member in _members[go])
            Join(member, stay);
        _members[go] = [];
        return stay;
    }

    private void Reconsider(int article)
    {
        var own = _storyOf[article];
        _members[own].Remove(article);
        _storyOf[article] = -1;
        var scores = Scores(article);
        var current = scores.Find(score => score.Story == own).Score;
        var better = scores.Count > 0 && scores[0].Story != own && scores[0].Score >= Math.Max(ThresholdOf(_articles[article]), MoveFactor * current);
        Join(article, better ? scores[0].Story : own);
    }

    private double Affinity(int a, int b)
    {
        var (smaller, larger) = _members[a].Count < _members[b].Count ? (a, b) : (b, a);
        return _members[smaller].Average(member => Scores(member).Find(score => score.Story == larger).Score);
    }

    private List<(int Story, double Score)> Scores(int article)
    {
        if (_similarity.Length < _articles.Count)
            _similarity = new float[2 * _articles.Count];
        var touched = new List<int>();
        foreach (var (id, weight) in _vectors[article])
        {
            if (!_postings.TryGetValue(id, out var posting))
                continue;
            foreach (var (other, value) in posting)
            {
                if (_similarity[other] == 0)
                    touched.Add(other);
                _similarity[other] += weight * value;
            }
        }
        var stories = new Dictionary<int, List<float>>();
        foreach (var other in touched)
        {
            if (other != article && _storyOf[other] >= 0 && _similarity[other] > 0.01f)
                (stories.TryGetValue(_storyOf[other], out var list) ? list : stories[_storyOf[other]] = []).Add(_similarity[other]);
            _similarity[other] = 0;
        }
        var scores = new List<(int Story, double Score)>(stories.Count);
        foreach (var (story, similarities) in stories)
        {
            similarities.Sort();
            var top = Math.Min(TopMembers, _members[story].Count);
            scores.Add((story, similarities.TakeLast(top).Sum() / top * Decay(article, story)));
        }
        scores.Sort(static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : x.Story.CompareTo(y.Story));
        return scores;
    }

    // The gap to the story's last article.
    private double Decay(int article, int story)
    {
        var last = _members[story].Max(member => _articles[member].Day);
        return _articles[article].Day is { } day && last is { } then ? 1 / (1 + Math.Abs(day - then) / Days) : Undated;
    }
}
