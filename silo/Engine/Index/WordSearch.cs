namespace StoryClustering.Engine.Index;

/// <summary>A story that a free-text query has found.</summary>
/// <param name="StoryId">The story.</param>
/// <param name="Match">How much of the query it has, above 0, at most 1: all words in its titles. Words weigh by their rarity.</param>
public readonly record struct WordMatch(string StoryId, float Match);

/// <summary>
/// Looks a <see cref="TextQuery"/> up, word by word, the rarest first, within a budget of postings. Its buffers are made when first
/// needed.
/// Not thread-safe.
/// </summary>
internal sealed class WordSearch(TermPostings postings)
{
    private const float InTitle = 1;
    private const float Elsewhere = 0.6f;
    private const int Budget = 10_000;

    // Of stories that match alike, twice the size makes up for two days.
    private const float DaysPerDoubling = 2;

    private float[] _scores = [];
    private int[] _stamps = [];
    private int _stamp;
    private ulong[] _keys = new ulong[256];
    private readonly List<int> _touched = [];

    /// <summary>The stories that match best, of those that match alike the larger and newer ones, in no order.</summary>
    public void Find(TextQuery query, ReadOnlySpan<StoryEntry?> slots, int limit, List<WordMatch> results)
    {
        if (_scores.Length < slots.Length)
        {
            _scores = new float[slots.Length];
            _stamps = new int[slots.Length];
        }
        var stories = Math.Max(1, slots.Length);
        var lengths = new int[query.Words.Count];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = Postings(query.Words[i]);
        var order = Enumerable.Range(0, lengths.Length).OrderBy(i => lengths[i]).ToArray();
        var total = 0f;
        var budget = Budget;
        foreach (var i in order)
        {
            var weight = MathF.Log(1 + stories / (1f + lengths[i]));
            total += weight;
            Add(query.Words[i], weight, slots, ref budget);
        }
        var best = Best(slots, limit);
        foreach (var key in best)
        {
            var slot = (int)(uint)key;
            results.Add(new WordMatch(slots[slot]!.StoryId, Math.Min(1, _scores[slot] / total)));
        }
        foreach (var slot in _touched)
            _scores[slot] = 0;
        _touched.Clear();
    }

    private int Postings(TextQuery.Word word)
    {
        var count = 0;
        foreach (var (id, _) in word.Titles)
            count += postings.SlotsOf(id).Length;
        foreach (var id in word.Names)
            count += postings.SlotsOf(id).Length;
        foreach (var (id, _) in word.Texts)
            count += postings.SlotsOf(id).Length;
        return count;
    }

    // Best first, so that a story counts by the best place where it has the word.
    private void Add(TextQuery.Word word, float weight, ReadOnlySpan<StoryEntry?> slots, ref int budget)
    {
        if (++_stamp == int.MaxValue)
        {
            Array.Clear(_stamps);
            _stamp = 1;
        }
        foreach (var (id, languages) in word.Titles)
            Add(id, languages, weight * InTitle, slots, ref budget);
        foreach (var id in word.Names)
            Add(id, ulong.MaxValue, weight * Elsewhere, slots, ref budget);
        foreach (var (id, languages) in word.Texts)
            Add(id, languages, weight * Elsewhere, slots, ref budget);
    }

    private void Add(uint id, ulong languages, float weight, ReadOnlySpan<StoryEntry?> slots, ref int budget)
    {
        var found = postings.SlotsOf(id);
        if (found.Length > budget)
            found = found[..budget];
        budget -= found.Length;
        foreach (var slot in found)
        {
            if (_stamps[slot] == _stamp || (slots[slot]!.Languages & languages) == 0)
                continue;
            _stamps[slot] = _stamp;
            if (_scores[slot] == 0)
                _touched.Add(slot);
            _scores[slot] += weight;
        }
    }

    // Keys of the best: match (16 bits), age and size (16 bits), slot.
    private ReadOnlySpan<ulong> Best(ReadOnlySpan<StoryEntry?> slots, int limit)
    {
        if (_keys.Length < _touched.Count)
            _keys = new ulong[Math.Max(_touched.Count, 2 * _keys.Length)];
        var keys = _keys.AsSpan(0, _touched.Count);
        var (most, newest) = (0f, long.MinValue);
        foreach (var slot in _touched)
        {
            most = Math.Max(most, _scores[slot]);
            newest = Math.Max(newest, slots[slot]!.LastArrived);
        }
        for (var i = 0; i < keys.Length; i++)
        {
            var story = slots[_touched[i]]!;
            var days = (float)((newest - story.LastArrived) / (double)TimeSpan.TicksPerDay)
                + DaysPerDoubling * (7 - MathF.Log2(1 + story.Members.Count));
            keys[i] = (ulong)(_scores[_touched[i]] / most * 65_535) << 48
                | (ulong)(65_535 - Math.Clamp(days * 100, 0, 65_535)) << 32 | (uint)_touched[i];
        }
        if (keys.Length <= limit)
            return keys;
        Features.Selection.LargestFirst(keys, limit);
        return keys[..limit];
    }
}
