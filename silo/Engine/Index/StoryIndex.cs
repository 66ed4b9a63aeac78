using StoryClustering.Engine.Features;

namespace StoryClustering.Engine.Index;

/// <summary>
/// The stories of one partition, found by content. NOT thread-safe: one owner calls it.
/// </summary>
/// <remarks>
/// A search runs in three steps, each bounded whatever the number and size of the stories:
/// 1. the article's strongest terms are looked up, rarest first, within a budget of postings;
/// 2. the stories hit most, weighed by term and time, are kept;
/// 3. those are scored exactly by their sampled members.
/// Invariants: a story has at least one and at most <see cref="EngineOptions.MembersPerStory"/> members; its postings
/// are the strongest terms of those members; the answer does not depend on the order in which stories were added.
/// </remarks>
public sealed class StoryIndex
{
    private const int AffinityMembers = 8;
    private const int PreselectionFactor = 4;

    private readonly EngineOptions _options;
    private readonly Dictionary<string, StoryEntry> _stories = new(StringComparer.Ordinal);
    private readonly TermPostings _postings = new();
    private readonly SortedSet<StoryEntry> _byArrival = new(ByArrival.Instance);
    private readonly List<string> _evicted = [];
    private readonly QueryTerms _query = new();
    private readonly TermRanking _ranking = new();
    private readonly uint[] _termBuffer;
    private readonly float[] _similarities;
    private readonly List<int> _touched = [];
    private readonly List<(float Score, StoryEntry Story)> _coarse = [];

    private StoryEntry?[] _slots = new StoryEntry?[256];
    private float[] _hits = new float[256];
    private uint[] _slotLots = new uint[256];
    private ulong[] _hitKeys = new ulong[1024];
    private readonly Stack<int> _freeSlots = new();
    private int _usedSlots;

    /// <summary>An empty index.</summary>
    public StoryIndex(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _termBuffer = new uint[Math.Max(options.StoryTerms, options.QueryTerms)];
        _similarities = new float[options.MembersPerStory];
    }

    /// <summary>Stories held.</summary>
    public int StoryCount => _stories.Count;

    /// <summary>Terms by which stories can be found; 0 in an empty index.</summary>
    public int TermCount => _postings.TermCount;

    /// <summary>Stories evicted since <see cref="ClearEvicted"/>, oldest first. The owner reads and clears it.</summary>
    public IReadOnlyList<string> Evicted => _evicted;

    /// <summary>Forgets the report of evictions.</summary>
    public void ClearEvicted() => _evicted.Clear();

    /// <summary>Whether the story is held.</summary>
    public bool Contains(string storyId) => _stories.ContainsKey(storyId);

    /// <summary>Members kept of a story, at most <see cref="EngineOptions.MembersPerStory"/>; 0 if it is not held.</summary>
    public int MemberCount(string storyId) => _stories.TryGetValue(storyId, out var story) ? story.Members.Count : 0;

    /// <summary>
    /// Adds an article to a story, and the story if it is new. Adding the same article again changes nothing. The cost does not
    /// depend on how many members the story ever had.
    /// </summary>
    /// <param name="storyId">The story.</param>
    /// <param name="articleId">The article; unique within the story.</param>
    /// <param name="vector">Its features.</param>
    /// <param name="published">Publication time, or null if unknown.</param>
    /// <param name="arrived">Time of arrival; decides which members are newest and which story is evicted first.</param>
    public void AddMember(
        string storyId,
        string articleId,
        ArticleVector vector,
        DateTimeOffset? published,
        DateTimeOffset arrived)
    {
        ArgumentException.ThrowIfNullOrEmpty(storyId);
        ArgumentException.ThrowIfNullOrEmpty(articleId);
        ArgumentNullException.ThrowIfNull(vector);
        var isNew = !_stories.TryGetValue(storyId, out var story);
        if (isNew)
            story = Found(storyId);
        else if (story!.IndexOf(articleId) >= 0)
            return;

        var member = new Member(
            articleId,
            vector,
            published?.UtcTicks ?? StoryEntry.Undated,
            arrived.UtcTicks,
            MemberSample.LotOf(articleId));
        story!.Date(member.Published);
        story.FirstArrived = Math.Min(story.FirstArrived, member.Arrived);
        if (isNew || member.Arrived > story.LastArrived)
        {
            _byArrival.Remove(story);
            story.LastArrived = member.Arrived;
            _byArrival.Add(story);
        }
        if (MemberSample.Offer(story.Members, member, _options.MembersPerStory, _options.MemberTermsPerStory))
            IndexTerms(story);
        while (_stories.Count > _options.MaxStories)
        {
            var oldest = _byArrival.Min!;
            _evicted.Add(oldest.StoryId);
            RemoveStory(oldest.StoryId);
        }
    }

    /// <summary>Takes an article out of a story; the story goes with its last member. False if it was not in the sample.</summary>
    public bool RemoveMember(string storyId, string articleId)
    {
        if (!_stories.TryGetValue(storyId, out var story))
            return false;
        var at = story.IndexOf(articleId);
        if (at < 0)
            return false;
        story.Members.RemoveAt(at);
        if (story.Members.Count == 0)
            return RemoveStory(storyId);
        IndexTerms(story);
        return true;
    }

    /// <summary>Removes a story; false if it is not held.</summary>
    public bool RemoveStory(string storyId)
    {
        if (!_stories.Remove(storyId, out var story))
            return false;
        _byArrival.Remove(story);
        _postings.Replace(story.Terms, [], story.Slot);
        _slots[story.Slot] = null;
        _freeSlots.Push(story.Slot);
        return true;
    }

    /// <summary>The sampled members of a story, to be measured against a story of another index; empty if it is not held.</summary>
    public IReadOnlyList<ArticleVector> SampleOf(string storyId)
    {
        if (!_stories.TryGetValue(storyId, out var story))
            return [];
        var vectors = new ArticleVector[story.Members.Count];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = story.Members[i].Vector;
        return vectors;
    }

    /// <summary>
    /// Mean similarity of another story's members to a story of this index, 0 to about 1; 0 if that is not held. At most 8 members
    /// are measured, evenly spread over <paramref name="members"/>. Ask with the smaller story's members.
    /// </summary>
    public float Affinity(IReadOnlyList<ArticleVector> members, string storyId)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0 || !_stories.TryGetValue(storyId, out var story))
            return 0;
        var measured = Math.Min(members.Count, AffinityMembers);
        var sum = 0f;
        for (var i = 0; i < measured; i++)
        {
            _query.Load(members[i * members.Count / measured]);
            sum += SimilarityTo(story, out _);
        }
        return sum / measured;
    }

    /// <summary>
    /// Moves the sampled members of a story into another and removes it; false if either is not held. Which of two stories
    /// should survive is for the caller to say.
    /// </summary>
    public bool MergeInto(string storyId, string survivorId)
    {
        if (storyId == survivorId
            || !_stories.TryGetValue(storyId, out var story)
            || !_stories.TryGetValue(survivorId, out var survivor))
        {
            return false;
        }
        RemoveStory(storyId);
        survivor.Date(story.FirstPublished);
        survivor.Date(story.LastPublished);
        survivor.FirstArrived = Math.Min(survivor.FirstArrived, story.FirstArrived);
        if (story.LastArrived > survivor.LastArrived)
        {
            _byArrival.Remove(survivor);
            survivor.LastArrived = story.LastArrived;
            _byArrival.Add(survivor);
        }
        foreach (var member in story.Members)
        {
            if (survivor.IndexOf(member.ArticleId) < 0)
                MemberSample.Offer(survivor.Members, member, _options.MembersPerStory, _options.MemberTermsPerStory);
        }
        IndexTerms(survivor);
        return true;
    }

    /// <summary>Whether story <paramref name="a"/> was founded before <paramref name="b"/>; both must be held.</summary>
    public bool IsOlder(string a, string b)
    {
        var x = _stories[a].FirstArrived;
        var y = _stories[b].FirstArrived;
        return x != y ? x < y : string.CompareOrdinal(a, b) < 0;
    }

    /// <summary>Finds the stories nearest to an article or a query.</summary>
    /// <param name="query">The article, or <see cref="ArticleAnalyzer.AnalyseQuery"/> of a free text.</param>
    /// <param name="mode">Whether time counts.</param>
    /// <param name="limit">Largest number of answers; at most <see cref="EngineOptions.ScoredStories"/> are ever given.</param>
    /// <param name="results">Cleared, then filled in the order of <see cref="Candidate.Compare"/>.</param>
    public void Search(AnalysedArticle query, SearchMode mode, int limit, List<Candidate> results)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(results);
        results.Clear();
        if (limit <= 0 || _stories.Count == 0 || query.Vector.Count == 0)
            return;
        LookUp(query.Vector);
        KeepBest(query.Published, mode);
        _query.Load(query.Vector);
        foreach (var (_, story) in _coarse)
        {
            var similarity = SimilarityTo(story, out var best);
            var time = TimeFactor(query.Published, story, mode);
            if (similarity > 0)
                results.Add(new Candidate(story.StoryId, similarity * time, similarity, time, best));
        }
        _coarse.Clear();
        results.Sort(Candidate.Compare);
        if (results.Count > limit)
            results.RemoveRange(limit, results.Count - limit);
    }

    private StoryEntry Found(string storyId)
    {
        if (!_freeSlots.TryPop(out var slot))
        {
            slot = _usedSlots++;
            if (slot == _slots.Length)
            {
                Array.Resize(ref _slots, slot * 2);
                Array.Resize(ref _hits, slot * 2);
                Array.Resize(ref _slotLots, slot * 2);
            }
        }
        var story = new StoryEntry(storyId, slot);
        _slots[slot] = story;
        _slotLots[slot] = (uint)MemberSample.LotOf(storyId);
        _stories.Add(storyId, story);
        return story;
    }

    private void IndexTerms(StoryEntry story)
    {
        var terms = _ranking.Strongest(story.Members, _options.StoryTerms, _termBuffer);
        _postings.Replace(story.Terms, terms, story.Slot);
        if (story.Terms.Length == terms.Length)
            terms.CopyTo(story.Terms);
        else
            story.Terms = terms.ToArray();
    }

    private void LookUp(ArticleVector vector)
    {
        var terms = _ranking.Strongest(vector, _options.QueryTerms, _termBuffer);
        Span<ulong> byLength = stackalloc ulong[terms.Length];
        for (var i = 0; i < terms.Length; i++)
            byLength[i] = (ulong)_postings.SlotsOf(terms[i]).Length << 32 | (uint)i;
        byLength.Sort();
        var budget = _options.PostingBudget;
        var ids = vector.Ids;
        foreach (var entry in byLength)
        {
            var length = (int)(entry >> 32);
            if (length == 0)
                continue;
            budget -= length;
            if (budget < 0)
                break;
            var term = terms[(int)(uint)entry];
            var weight = vector.WeightAt(ids.BinarySearch(term));
            foreach (var slot in _postings.SlotsOf(term))
            {
                if (_hits[slot] == 0)
                    _touched.Add(slot);
                _hits[slot] += weight * weight;
            }
        }
    }

    // First by term hits alone, which lie densely in memory, then the few best by hits and time.
    private void KeepBest(DateTimeOffset? published, SearchMode mode)
    {
        var preselected = PreselectionFactor * _options.ScoredStories;
        var floor = 0ul;
        if (_touched.Count > preselected)
        {
            if (_hitKeys.Length < _touched.Count)
                _hitKeys = new ulong[Math.Max(_touched.Count, 2 * _hitKeys.Length)];
            var keys = _hitKeys.AsSpan(0, _touched.Count);
            for (var i = 0; i < keys.Length; i++)
                keys[i] = HitKey(_touched[i]);
            Selection.LargestFirst(keys, preselected);
            floor = ulong.MaxValue;
            foreach (var key in keys[..preselected])
                floor = Math.Min(floor, key);
        }
        foreach (var slot in _touched)
        {
            if (HitKey(slot) >= floor)
            {
                var story = _slots[slot]!;
                _coarse.Add((_hits[slot] * TimeFactor(published, story, mode), story));
            }
            _hits[slot] = 0;
        }
        _touched.Clear();
        if (_coarse.Count <= _options.ScoredStories)
            return;
        _coarse.Sort(static (a, b) =>
        {
            var byScore = b.Score.CompareTo(a.Score);
            return byScore != 0 ? byScore : string.CompareOrdinal(a.Story.StoryId, b.Story.StoryId);
        });
        _coarse.RemoveRange(_options.ScoredStories, _coarse.Count - _options.ScoredStories);
    }

    // Of equal hits a hash of the story id decides, not the slot: slots depend on the order of arrival.
    private ulong HitKey(int slot) => (ulong)(uint)BitConverter.SingleToInt32Bits(_hits[slot]) << 32 | _slotLots[slot];

    private float SimilarityTo(StoryEntry story, out string bestMember)
    {
        var members = story.Members;
        var scores = _similarities.AsSpan(0, members.Count);
        var best = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = _query.Dot(members[i].Vector);
            if (scores[i] > scores[best]
                || (scores[i] == scores[best] && string.CompareOrdinal(members[i].ArticleId, members[best].ArticleId) < 0))
            {
                best = i;
            }
        }
        bestMember = members[best].ArticleId;
        scores.Sort();
        var isSample = MemberSample.IsFull(members, _options.MembersPerStory, _options.MemberTermsPerStory);
        var top = Math.Min(isSample ? _options.TopMembersOfSample : _options.TopMembers, scores.Length);
        var sum = 0f;
        for (var i = scores.Length - 1; i >= scores.Length - top; i--)
            sum += scores[i];
        return sum / top;
    }

    private float TimeFactor(DateTimeOffset? published, StoryEntry story, SearchMode mode)
    {
        if (mode == SearchMode.Retrieve)
            return 1;
        if (published is not { } time || story.LastPublished == StoryEntry.Undated)
            return _options.UndatedTimeFactor;
        var ticks = time.UtcTicks;
        var gap = Math.Max(0, Math.Max(ticks - story.LastPublished, story.FirstPublished - ticks));
        return (float)(1 / (1 + (double)gap / _options.TimeConstant.Ticks));
    }

    private sealed class ByArrival : IComparer<StoryEntry>
    {
        public static readonly ByArrival Instance = new();

        public int Compare(StoryEntry? x, StoryEntry? y)
        {
            var byTime = x!.LastArrived.CompareTo(y!.LastArrived);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.StoryId, y.StoryId);
        }
    }
}
