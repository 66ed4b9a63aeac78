using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Index;

/// <summary>
/// The stories of one partition, found by content. NOT thread-safe: one owner calls it.
/// </summary>
/// <remarks>
/// A search runs in three steps, each bounded whatever the number and size of the stories:
/// 1. the article's strongest terms are looked up, rarest first, within a budget of postings;
/// 2. the stories hit most, weighed by term and time, are kept;
/// 3. those are scored exactly by their sampled members; beside them, the four stories with members in other languages that share
///    most names and numbers, and the six whose embeddings are nearest, if the article has one.
/// Invariants: a story has at least one and at most <see cref="EngineOptions.MembersPerStory"/> members; its postings
/// are the strongest terms of those members; the answer does not depend on the order in which stories were added.
/// </remarks>
public sealed class StoryIndex
{
    // Entries for which room is made at once, 128 MB; more grow as they come.
    private const int MostReserved = 1 << 24;

    private const int ComparedMembers = 16;
    private const int CohesionMembers = 8;
    private const int LeastMembersForFit = 4;
    private const int PreselectionFactor = 4;

    // Title words of its articles by which a story is found in free-text search.
    private const int TitleWords = 16;

    // Stories of other languages: by how many terms each is found, how many postings are read, how many are scored.
    private const int StoryAnchors = 12;
    private const int LeastAnchorsHit = 2;
    private const int AnchorBudget = 1_000;
    private const int ScoredForeign = 4;

    // Stories with near embeddings: by how many buckets each is found, how many postings are read, how many are scored, and in which
    // share of the bits they agree at least (.6 is a cosine of about .3).
    private const int StoryBuckets = 2 * EmbeddingSignature.Tables;
    private const int BucketBudget = 2_000;
    private const int ScoredNear = 6;
    private const float LeastAgreement = 0.6f;

    // One event is told in all languages within days.
    private static readonly long ForeignWithin = TimeSpan.FromDays(3).Ticks;

    private readonly EngineOptions _options;
    private readonly Dictionary<string, StoryEntry> _stories;
    private readonly TermPostings _postings;
    private readonly int[] _storiesIn = new int[Languages.Most + 1];
    private readonly SortedSet<StoryEntry> _byArrival = new(ByArrival.Instance);
    private readonly List<string> _evicted = [];
    private readonly QueryTerms _query = new();
    private readonly TermRanking _ranking = new();
    private readonly uint[] _termBuffer;
    private readonly float[] _similarities;
    private readonly List<int> _touched = [];
    private readonly List<(float Score, StoryEntry Story)> _coarse = [];
    private readonly List<(float Score, StoryEntry Story)> _beside = [];
    private readonly List<EmbeddingSignature> _signatures = [];

    private readonly StoryWords _words = new();
    private readonly WordSearch _wordSearch;

    private StoryEntry?[] _slots = new StoryEntry?[256];
    private float[] _hits = new float[256];
    private uint[] _slotLots = new uint[256];
    private ulong[] _hitKeys = new ulong[1024];
    private readonly Stack<int> _freeSlots = new();
    private int _usedSlots;
    private bool _isMultilingual;

    /// <summary>An empty index.</summary>
    /// <param name="options">The engine's.</param>
    /// <param name="expected">Stories that will be added before the first search, if that is known: room is made for them at once.</param>
    public StoryIndex(EngineOptions options, int expected = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _stories = new Dictionary<string, StoryEntry>(expected, StringComparer.Ordinal);
        _postings = new TermPostings((int)Math.Min((long)expected * options.StoryTerms, MostReserved));
        _wordSearch = new WordSearch(_postings);
        _termBuffer = new uint[Math.Max(options.StoryTerms, options.QueryTerms)];
        _similarities = new float[options.MembersPerStory];
    }

    /// <summary>Stories held.</summary>
    public int StoryCount => _stories.Count;

    /// <summary>Terms by which stories can be found; 0 in an empty index.</summary>
    public int TermCount => _postings.TermCount;

    /// <summary>Stories evicted since <see cref="ClearEvicted"/>, oldest first. The owner reads and clears it.</summary>
    public IReadOnlyList<string> Evicted => _evicted;

    /// <summary>Makes an index that was only added to so far ready to be searched; else the first search does, and takes the time.</summary>
    public void Prepare() => _postings.Settle();

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
        AddMembers(storyId, [new ArrivedMember(articleId, vector, published, arrived)]);
    }

    /// <summary>Adds articles to a story as <see cref="AddMember"/> does one after the other, in their order, but works out only once by
    /// which terms the story is found. Either all are added or, if one is no member, none.</summary>
    public void AddMembers(string storyId, ReadOnlySpan<ArrivedMember> members)
    {
        ArgumentException.ThrowIfNullOrEmpty(storyId);
        foreach (ref readonly var member in members)
        {
            ArgumentException.ThrowIfNullOrEmpty(member.ArticleId, nameof(members));
            ArgumentNullException.ThrowIfNull(member.Vector, nameof(members));
        }
        var story = _stories.GetValueOrDefault(storyId);
        var newest = long.MinValue;
        var sampled = false;
        foreach (ref readonly var added in members)
        {
            if (story?.IndexOf(added.ArticleId) >= 0)
                continue;
            story ??= Found(storyId, members.Length);
            var member = new Member(
                added.ArticleId,
                added.Vector,
                added.Published?.UtcTicks ?? StoryEntry.Undated,
                added.Arrived.UtcTicks,
                MemberSample.LotOf(added.ArticleId));
            story.Date(member.Published);
            story.FirstArrived = Math.Min(story.FirstArrived, member.Arrived);
            newest = Math.Max(newest, member.Arrived);
            sampled |= MemberSample.Offer(story.Members, member, _options.MembersPerStory, _options.MemberTermsPerStory);
        }
        if (story is null)
            return;
        if (newest > story.LastArrived)
        {
            _byArrival.Remove(story);
            story.LastArrived = newest;
            _byArrival.Add(story);
        }
        if (sampled)
            SampleChanged(story);
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
        SampleChanged(story);
        return true;
    }

    /// <summary>Removes a story; false if it is not held.</summary>
    public bool RemoveStory(string storyId)
    {
        if (!_stories.Remove(storyId, out var story))
            return false;
        _byArrival.Remove(story);
        _postings.Replace(story.Terms, [], story.Slot);
        _postings.Replace(story.Anchors, [], story.Slot);
        _postings.Replace(story.Buckets, [], story.Slot);
        _postings.Replace(story.Words, [], story.Slot);
        CountLanguages(story, 0);
        _slots[story.Slot] = null;
        _freeSlots.Push(story.Slot);
        return true;
    }

    /// <summary>The sampled members of a story, to be measured against a story of another index; empty if it is not held.</summary>
    public IReadOnlyList<SampledMember> SampleOf(string storyId)
    {
        if (!_stories.TryGetValue(storyId, out var story))
            return [];
        var members = new SampledMember[story.Members.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var member = story.Members[i];
            members[i] = new SampledMember(member.ArticleId, member.Vector, member.Published == StoryEntry.Undated ? null : new DateTimeOffset(member.Published, TimeSpan.Zero));
        }
        return members;
    }

    /// <summary>
    /// How near another story, given by its members, is to a story of this index. At most 16 members are measured, evenly spread
    /// over <paramref name="members"/>. Ask with the smaller story's members. <see cref="Kinship.None"/> if the story is not held.
    /// </summary>
    /// <param name="members">Members of the other story.</param>
    /// <param name="storyId">The story.</param>
    /// <param name="except">An article that is not to vouch for the two: it is taken as no member of the story.</param>
    public Kinship Compare(IReadOnlyList<SampledMember> members, string storyId, string? except = null)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0 || !_stories.TryGetValue(storyId, out var story))
            return Kinship.None;
        var measured = Math.Min(members.Count, ComparedMembers);
        var (affinity, average) = (0f, 0f);
        var headlines = 0;
        for (var i = 0; i < measured; i++)
        {
            var member = members[i * members.Count / measured];
            _query.Load(member.Vector);
            var similarity = SimilarityTo(story, member.Published, except, out _, out var mean);
            affinity += similarity * TimeFactor(member.Published, story, SearchMode.Assign);
            average += mean;
            if (member.Vector.HeadlineOnly)
                headlines++;
        }
        var ofHeadlines = 2 * headlines > measured && 2 * story.Members.Count(static m => m.Vector.HeadlineOnly) > story.Members.Count;
        return new Kinship(affinity / measured, average / measured, Math.Min(members.Count, story.Members.Count), ofHeadlines);
    }

    /// <summary>
    /// The members of a story's sample that are a group of their own, if there is one: much nearer to themselves than to the rest.
    /// </summary>
    /// <param name="storyId">The story.</param>
    /// <returns>The smaller group, at least 2 members; empty if the story is one, or not held, or has fewer than 4 members.</returns>
    public IReadOnlyList<string> GroupApart(string storyId)
    {
        return _stories.TryGetValue(storyId, out var story) ? SampleSplit.GroupApart(story.Members, _query, _options) : [];
    }

    /// <summary>
    /// Score of one story for an article as if that were not its member; null if the story is not held, or has no other member.
    /// </summary>
    public Candidate? Score(AnalysedArticle article, string storyId, string articleId)
    {
        ArgumentNullException.ThrowIfNull(article);
        if (!_stories.TryGetValue(storyId, out var story) || (story.Members.Count == 1 && story.IndexOf(articleId) == 0))
            return null;
        _query.Load(article.Vector);
        return ScoreStory(article, story, SearchMode.Assign, articleId);
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
        survivor.ChangesUntilCohesion = 0;
        SampleChanged(survivor);
        return true;
    }

    /// <summary>Moves sampled members of a story into a new one. Ids that are not of the sample are passed over.</summary>
    /// <param name="storyId">The story.</param>
    /// <param name="articleIds">Who leaves; some must stay.</param>
    /// <param name="newStoryId">The story that they are from now on.</param>
    public void SplitOff(string storyId, IReadOnlyCollection<string> articleIds, string newStoryId)
    {
        ArgumentNullException.ThrowIfNull(articleIds);
        if (!_stories.TryGetValue(storyId, out var story))
            return;
        foreach (var articleId in articleIds)
        {
            var at = story.IndexOf(articleId);
            if (at < 0)
                continue;
            var member = story.Members[at];
            story.Members.RemoveAt(at);
            AddMember(newStoryId, articleId, member.Vector, member.Published == StoryEntry.Undated ? null : new DateTimeOffset(member.Published, TimeSpan.Zero), new DateTimeOffset(member.Arrived, TimeSpan.Zero));
        }
        if (story.Members.Count == 0)
        {
            RemoveStory(storyId);
            return;
        }
        story.FirstPublished = story.LastPublished = StoryEntry.Undated;
        foreach (var member in story.Members)
            story.Date(member.Published);
        story.ChangesUntilCohesion = 0;
        SampleChanged(story);
    }

    /// <summary>Whether story <paramref name="a"/> was founded before <paramref name="b"/>; both must be held.</summary>
    public bool IsOlder(string a, string b)
    {
        var x = _stories[a].FirstArrived;
        var y = _stories[b].FirstArrived;
        return x != y ? x < y : string.CompareOrdinal(a, b) < 0;
    }

    /// <summary>Finds the stories nearest to an article or a query. What stands apart (<see cref="ArticleVector.StandsApart"/>) is only
    /// near others
    /// that do.</summary>
    /// <param name="query">The article, or <see cref="ArticleAnalyzer.AnalyseQuery"/> of a free text.</param>
    /// <param name="mode">Whether time counts.</param>
    /// <param name="limit">Largest number of answers; at most <see cref="EngineOptions.ScoredStories"/> are ever given.</param>
    /// <param name="results">Cleared, then filled in the order of <see cref="Candidate.Compare"/>.</param>
    /// <param name="except">
    /// An article that is left out of all stories, to ask where it would go now; a story of nothing else is no answer.
    /// </param>
    public void Search(AnalysedArticle query, SearchMode mode, int limit, List<Candidate> results, string? except = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(results);
        results.Clear();
        if (limit <= 0 || _stories.Count == 0 || (query.Vector.Count == 0 && query.Vector.Embedding is null))
            return;
        LookUp(query.Vector);
        KeepBest(query.Published, mode);
        if (_isMultilingual && mode == SearchMode.Assign && query.Published is not null && HasForeignStories(query.Vector.Language))
            AddForeign(query);
        if (query.Vector.Embedding is { } embedding)
            AddNear(embedding, query.Published, mode);
        _query.Load(query.Vector);
        foreach (var (_, story) in _coarse)
        {
            if (except is not null && story.Members.Count == 1 && story.IndexOf(except) == 0)
                continue;
            if (mode == SearchMode.Assign && story.StandsApart != query.Vector.StandsApart)
                continue;
            var candidate = ScoreStory(query, story, mode, except);
            if (candidate.Similarity > 0)
                results.Add(candidate);
        }
        _coarse.Clear();
        results.Sort(Candidate.Compare);
        if (results.Count > limit)
            results.RemoveRange(limit, results.Count - limit);
    }

    /// <summary>Makes a story findable by words beside those of its articles' texts (<see cref="Find"/>), and by what its articles are
    /// called by now. Does nothing if it is not held. To be called after its members have changed.</summary>
    /// <param name="storyId">The story.</param>
    /// <param name="headline">What it is shown by.</param>
    /// <param name="names">Its names.</param>
    /// <param name="places">The usual names of its places.</param>
    public void Describe(string storyId, string headline, IReadOnlyList<string> names, IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(headline);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(places);
        if (!_stories.TryGetValue(storyId, out var story))
            return;
        Span<uint> titles = stackalloc uint[TitleWords];
        var words = _words.Of(story, headline, names, places, _ranking.CommonestTitleWords(story.Members, TitleWords, titles));
        if (words.AsSpan().SequenceEqual(story.Words))
            return;
        _postings.Replace(story.Words, words, story.Slot);
        story.Words = words;
    }

    /// <summary>Finds stories by words, in any language. See <see cref="Describe"/>.</summary>
    /// <param name="query">The words.</param>
    /// <param name="limit">Largest number of answers.</param>
    /// <param name="results">Cleared, then filled, in no order.</param>
    public void Find(TextQuery query, int limit, List<WordMatch> results)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(results);
        results.Clear();
        if (limit > 0 && _stories.Count > 0)
            _wordSearch.Find(query, _slots, limit, results);
    }

    private StoryEntry Found(string storyId, int members)
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
        var story = new StoryEntry(storyId, slot, Math.Min(members, _options.MembersPerStory + 1));
        _slots[slot] = story;
        _slotLots[slot] = (uint)MemberSample.LotOf(storyId);
        _stories.Add(storyId, story);
        return story;
    }

    private void SampleChanged(StoryEntry story)
    {
        story.ChangesUntilCohesion--;
        IndexTerms(story);
        var languages = 0ul;
        var hasEmbeddings = story.EmbeddingKind != 0;
        story.StandsApart = true;
        foreach (var member in story.Members)
        {
            story.StandsApart &= member.Vector.StandsApart;
            languages |= 1ul << member.Vector.Language;
            hasEmbeddings |= member.Vector.Embedding is not null;
        }
        CountLanguages(story, languages);
        if (hasEmbeddings)
            IndexEmbeddings(story);
        if (_isMultilingual)
        {
            IndexAnchors(story);
        }
        else if (HasForeignStories(LowestOf(languages & ~1ul)))
        {
            // Once: from now on stories can be found by those of other languages. Until then none of it is needed.
            _isMultilingual = true;
            foreach (var each in _stories.Values)
                IndexAnchors(each);
        }
    }

    private static byte LowestOf(ulong languages) =>
        languages == 0 ? Languages.Unknown : (byte)System.Numerics.BitOperations.TrailingZeroCount(languages);

    private void CountLanguages(StoryEntry story, ulong languages)
    {
        for (var changed = story.Languages ^ languages; changed != 0; changed &= changed - 1)
        {
            var language = System.Numerics.BitOperations.TrailingZeroCount(changed);
            _storiesIn[language] += (languages >> language & 1) != 0 ? 1 : -1;
        }
        story.Languages = languages;
    }

    private void IndexAnchors(StoryEntry story)
    {
        Span<uint> buffer = stackalloc uint[StoryAnchors];
        var anchors = _ranking.StrongestAnchors(story.Members, StoryAnchors, buffer);
        _postings.Replace(story.Anchors, anchors, story.Slot);
        if (story.Anchors.Length == anchors.Length)
            anchors.CopyTo(story.Anchors);
        else
            story.Anchors = anchors.ToArray();
    }

    // Embeddings of the commonest kind only: more than one is there only for a while after the model was changed.
    private void IndexEmbeddings(StoryEntry story)
    {
        story.EmbeddingKind = 0;
        var most = 0;
        foreach (var member in story.Members)
        {
            if (member.Vector.Embedding?.Kind is not { } kind)
                continue;
            var count = story.Members.Count(m => m.Vector.Embedding?.Kind == kind);
            if (count > most || (count == most && kind > story.EmbeddingKind))
                (most, story.EmbeddingKind) = (count, kind);
        }
        _signatures.Clear();
        foreach (var member in story.Members)
        {
            if (member.Vector.Embedding is { } embedding && embedding.Kind == story.EmbeddingKind)
                _signatures.Add(embedding.Signature);
        }
        Span<uint> buffer = stackalloc uint[StoryBuckets];
        var buckets = _ranking.CommonestBuckets(_signatures, StoryBuckets, buffer);
        _postings.Replace(story.Buckets, buckets, story.Slot);
        story.Buckets = buckets.ToArray();
        story.EmbeddingBits = most == 0 ? [] : EmbeddingSignature.Majority(_signatures);
        _signatures.Clear();
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

    private bool HasForeignStories(byte language)
    {
        if (language == Languages.Unknown)
            return false;
        for (var other = 1; other < _storiesIn.Length; other++)
        {
            if (other != language && _storiesIn[other] > 0)
                return true;
        }
        return false;
    }

    // The few stories with members in other languages that share most anchors, beside those that were found by words: so an
    // article in one language finds what it would find if there were no other.
    private void AddForeign(AnalysedArticle query)
    {
        Span<uint> buffer = stackalloc uint[FieldCaps.MaxTerms];
        var anchors = TermRanking.Anchors(query.Vector, buffer);
        Span<ulong> byLength = stackalloc ulong[anchors.Length];
        for (var i = 0; i < anchors.Length; i++)
            byLength[i] = (ulong)_postings.SlotsOf(anchors[i]).Length << 32 | (uint)i;
        byLength.Sort();
        var budget = AnchorBudget;
        var others = ~(1ul << query.Vector.Language | 1ul);
        foreach (var entry in byLength)
        {
            budget -= (int)(entry >> 32);
            if (budget < 0)
                break;
            var anchor = anchors[(int)(uint)entry];
            var weight = query.Vector.WeightAt(query.Vector.Ids.BinarySearch(anchor));
            foreach (var slot in _postings.SlotsOf(anchor))
            {
                if ((_slots[slot]!.Languages & others) == 0)
                    continue;
                if (_hits[slot] == 0)
                    _touched.Add(slot);
                // Whole numbers count the anchors, the rest (weights are at most 1, squares sum to 1) weighs them.
                _hits[slot] += 2 + weight * weight;
            }
        }
        _beside.Clear();
        foreach (var slot in _touched)
        {
            var hits = (int)(_hits[slot] / 2);
            if (hits >= LeastAnchorsHit)
                _beside.Add((_hits[slot] - 2 * hits, _slots[slot]!));
            _hits[slot] = 0;
        }
        _touched.Clear();
        AddBest(_beside, ScoredForeign);
    }

    // The best few, unless they are there already.
    private void AddBest(List<(float Score, StoryEntry Story)> found, int limit)
    {
        found.Sort(static (a, b) =>
        {
            var byScore = b.Score.CompareTo(a.Score);
            return byScore != 0 ? byScore : string.CompareOrdinal(a.Story.StoryId, b.Story.StoryId);
        });
        var known = _coarse.Count;
        for (var i = 0; i < found.Count && i < limit; i++)
        {
            var isKnown = false;
            for (var j = 0; j < known && !isKnown; j++)
                isKnown = _coarse[j].Story == found[i].Story;
            if (!isKnown)
                _coarse.Add(found[i]);
        }
    }

    // The few stories whose embeddings are nearest, beside those that were found by words and names.
    private void AddNear(DenseEmbedding embedding, DateTimeOffset? published, SearchMode mode)
    {
        Span<uint> buckets = stackalloc uint[2 * EmbeddingSignature.Tables];
        var signature = embedding.Signature;
        signature.Buckets(buckets);
        signature.SecondBuckets(buckets[EmbeddingSignature.Tables..]);
        Span<ulong> byLength = stackalloc ulong[buckets.Length];
        for (var i = 0; i < buckets.Length; i++)
            byLength[i] = (ulong)_postings.SlotsOf(buckets[i]).Length << 32 | (uint)i;
        byLength.Sort();
        var budget = BucketBudget;
        foreach (var entry in byLength)
        {
            budget -= (int)(entry >> 32);
            if (budget < 0)
                break;
            foreach (var slot in _postings.SlotsOf(buckets[(int)(uint)entry]))
            {
                if (_hits[slot] == 0)
                    _touched.Add(slot);
                _hits[slot] = 1;
            }
        }
        _beside.Clear();
        foreach (var slot in _touched)
        {
            _hits[slot] = 0;
            var story = _slots[slot]!;
            if (story.EmbeddingKind != embedding.Kind)
                continue;
            var agreement = EmbeddingSignature.Agreement(signature.Bits, story.EmbeddingBits);
            if (agreement >= LeastAgreement)
                _beside.Add(((agreement - 0.5f) * TimeFactor(published, story, mode), story));
        }
        _touched.Clear();
        AddBest(_beside, ScoredNear);
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

    private Candidate ScoreStory(AnalysedArticle query, StoryEntry story, SearchMode mode, string? except)
    {
        var similarity = SimilarityTo(story, query.Published, except, out var best, out var mean);
        var time = TimeFactor(query.Published, story, mode);
        var score = similarity * time;
        // Whoever is refused anyway need not be measured.
        var fit = mode == SearchMode.Assign && score >= _options.JoinThreshold && story.Members.Count >= LeastMembersForFit
            ? mean / CohesionOf(story)
            : 1;
        return new Candidate(story.StoryId, score, similarity, time, best, fit);
    }

    // Mean of the most similar members, and of all; both without the article that is left out.
    private float SimilarityTo(StoryEntry story, DateTimeOffset? published, string? except, out string bestMember, out float mean)
    {
        var members = story.Members;
        var count = 0;
        var best = -1;
        var highest = 0f;
        for (var i = 0; i < members.Count; i++)
        {
            if (except is not null && members[i].ArticleId == except)
                continue;
            var score = _query.IsForeign(members[i].Vector) && !IsNear(published, members[i].Published) ? 0 : _query.Dot(members[i].Vector);
            if (best < 0
                || score > highest
                || (score == highest && string.CompareOrdinal(members[i].ArticleId, members[best].ArticleId) < 0))
            {
                best = i;
                highest = score;
            }
            _similarities[count++] = score;
        }
        bestMember = best < 0 ? "" : members[best].ArticleId;
        mean = 0;
        if (count == 0)
            return 0;
        // Sorted, so that sums do not depend on the order in which members came.
        var scores = _similarities.AsSpan(0, count);
        scores.Sort();
        foreach (var score in scores)
            mean += score;
        mean /= count;
        var isSample = MemberSample.IsFull(members, _options.MembersPerStory, _options.MemberTermsPerStory);
        var top = Math.Min(isSample ? _options.TopMembersOfSample : _options.TopMembers, count);
        var sum = 0f;
        for (var i = count - 1; i >= count - top; i--)
            sum += scores[i];
        return sum / top;
    }

    private static bool IsNear(DateTimeOffset? published, long other) =>
        published is { } time && other != StoryEntry.Undated && Math.Abs(time.UtcTicks - other) <= ForeignWithin;

    // Of at most 8 members, evenly spread, and again when a quarter of the sample has changed: cheap enough to be asked for always.
    private static float CohesionOf(StoryEntry story)
    {
        if (story.ChangesUntilCohesion > 0)
            return story.Cohesion;
        var members = story.Members;
        var measured = Math.Min(members.Count, CohesionMembers);
        var sum = 0f;
        for (var i = 1; i < measured; i++)
        {
            for (var j = 0; j < i; j++)
                sum += ArticleVector.Dot(members[i * members.Count / measured].Vector, members[j * members.Count / measured].Vector);
        }
        story.Cohesion = Math.Max(1e-6f, 2 * sum / (measured * (measured - 1)));
        story.ChangesUntilCohesion = Math.Max(1, members.Count / 4);
        return story.Cohesion;
    }

    private float TimeFactor(DateTimeOffset? published, StoryEntry story, SearchMode mode)
    {
        if (mode == SearchMode.Retrieve)
            return 1;
        if (published is not { } time)
            return story.LastPublished == StoryEntry.Undated ? _options.UndatedTimeFactor : _options.HalfDatedTimeFactor;
        if (story.LastPublished == StoryEntry.Undated)
            return _options.HalfDatedTimeFactor;
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
