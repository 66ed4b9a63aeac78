using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Engine.Assignment;

/// <summary>
/// The stories proposed in the last moments, so that articles which found a story for one event at the same time end in one
/// story. Bounded in memory and time; one owner calls it. Time is handed in.
/// </summary>
/// <remarks>
/// Invariants: the same proposed id always gets the same answer while it is remembered; an answer is always an id that was
/// proposed within the window, or the caller's choice. An article that was sent to another's draft becomes a member of that draft, as it would in the
/// story, so that the third founder is measured against both.
/// </remarks>
public sealed class DraftBoard
{
    private readonly record struct Answer(string StoryId, DateTimeOffset At);

    private readonly int _capacity;
    private readonly TimeSpan _window;
    private readonly StoryIndex _drafts;
    private readonly Assigner _assigner;
    private readonly Dictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private readonly Queue<(string Proposed, DateTimeOffset At)> _order = new();
    private readonly List<Candidate> _candidates = [];

    /// <summary>An empty board.</summary>
    /// <param name="options">The rule; the same as the <see cref="Assigner"/>'s.</param>
    /// <param name="capacity">Proposals remembered; the oldest is forgotten first.</param>
    /// <param name="window">How long a proposal is remembered, default 60 s. Longer than a story takes to become searchable.</param>
    public DraftBoard(EngineOptions options, int capacity = 20_000, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _window = window ?? TimeSpan.FromSeconds(60);
        _drafts = new StoryIndex(options with { MaxStories = int.MaxValue });
        _assigner = new Assigner(options);
    }

    /// <summary>Proposals remembered.</summary>
    public int Count => _answers.Count;

    /// <summary>
    /// The story that <paramref name="article"/> should join: a draft that it matches better than <paramref name="chosen"/>, else that,
    /// else <paramref name="proposedStoryId"/>, which becomes a draft itself.
    /// </summary>
    /// <param name="proposedStoryId">The story that would be founded.</param>
    /// <param name="articleId">The article.</param>
    /// <param name="article">What it says.</param>
    /// <param name="refused">
    /// Stories that the article has been measured against already, with all their members: their drafts, which are their first
    /// members only, do not count for it again.
    /// </param>
    /// <param name="threshold">Score that the article needed there.</param>
    /// <param name="now">The time.</param>
    /// <param name="chosen">The story that it would join if there were no drafts, one of <paramref name="refused"/>; null = none.</param>
    public string Propose(
        string proposedStoryId,
        string articleId,
        AnalysedArticle article,
        IReadOnlyCollection<string> refused,
        float threshold,
        DateTimeOffset now,
        Candidate? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentException.ThrowIfNullOrEmpty(proposedStoryId);
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        ArgumentNullException.ThrowIfNull(article);
        Expire(now);
        if (_answers.TryGetValue(proposedStoryId, out var known))
            return known.StoryId;
        _drafts.Search(article, SearchMode.Assign, int.MaxValue, _candidates);
        _candidates.RemoveAll(candidate => refused.Contains(candidate.StoryId));
        if (chosen is { } choice)
            _candidates.Add(choice);
        var storyId = _assigner.Decide(article, _candidates, threshold).StoryId ?? proposedStoryId;
        while (_answers.Count >= _capacity)
            Forget();
        // A story from before the window has no draft: one member would not be it.
        if (storyId == proposedStoryId || _drafts.Contains(storyId))
            _drafts.AddMember(storyId, articleId, article.Vector, article.Published, now);
        _answers.Add(proposedStoryId, new Answer(storyId, now));
        _order.Enqueue((proposedStoryId, now));
        return storyId;
    }

    private void Expire(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && now - oldest.At > _window)
            Forget();
    }

    private void Forget()
    {
        var (proposed, _) = _order.Dequeue();
        _answers.Remove(proposed);
        // By now the story is in the partitions' indexes, or its founder never came back.
        _drafts.RemoveStory(proposed);
    }
}
