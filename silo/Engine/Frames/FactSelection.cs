using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>A sentence with those of other origins that say the same, the nearest of each origin, the nearest first.</summary>
internal sealed record SupportedSentence(FrameSentence Sentence, List<Likeness> Support, float Score)
{
    /// <summary>Whether it has a number of its own where others have another one of theirs: that is shown beside it, and nobody agrees
    /// on it.</summary>
    public bool IsContested { get; init; }
}

/// <summary>
/// Chooses facts: sentences that other origins bear out, the most central first, each new against those above it.
/// </summary>
/// <remarks>
/// A star around each sentence instead of a partition into groups: every citation resembles the very sentence that is shown, and is not
/// linked to it by a chain of others. Centrality is that of degree (Erkan and Radev 2004, section 3.1), except that an origin counts once, by
/// its nearest sentence, or a flood of one would win. Choice by maximal marginal relevance (Carbonell and Goldstein 1998).
/// A sentence is not shown if it has a name or number of its own where others that say the same have another: an invented number or a
/// swapped name does not ride on a sentence that is otherwise borne out. Only if each number is one origin's alone is the sentence
/// shown, with the others beside it. Details that are merely one source's own count against it.
/// </remarks>
internal sealed class FactSelection(FrameOptions options, SentenceIndex index, SentenceReader reader, FrameSources sources)
{
    private const int LeastWords = 6;
    private const int MostWords = 70;
    private const int MostCandidates = 400;
    private const int MostTries = 48;

    private const SentenceTrait NoFact = SentenceTrait.Question | SentenceTrait.FirstPerson | SentenceTrait.SecondPerson | SentenceTrait.Opinion;

    private static readonly List<Likeness> NoSupport = [];

    // By origin, the nearest sentence of the one that is being looked at; valid where the round is this one's.
    private readonly Likeness[] _best = new Likeness[sources.Origins];
    private readonly int[] _rounds = new int[sources.Origins];
    private readonly List<int> _origins = [];
    private int _round;
    private readonly HashSet<ulong> _prints = [];
    private List<SupportedSentence>? _candidates;
    private readonly NumberComparison _numbers = new(sources, reader);

    private List<SupportedSentence> Candidates => _candidates ??= FindCandidates();

    /// <summary>Chooses at most so many.</summary>
    /// <param name="most">How many.</param>
    /// <param name="isWanted">A further condition, on the sides of the origins; null: none.</param>
    public List<SupportedSentence> Choose(int most, Func<Coverage.SideCounts, bool>? isWanted = null)
    {
        var left = Candidates;
        var redundancies = new float[left.Count];
        var chosen = new List<SupportedSentence>();
        for (var tries = 0; chosen.Count < most && tries < MostTries; tries++)
        {
            var (best, bestScore) = (-1, float.MinValue);
            for (var i = 0; i < left.Count; i++)
            {
                var score = left[i].Score * (1 - options.Novelty * redundancies[i]);
                if (redundancies[i] <= options.MostRedundancy && score > bestScore)
                    (best, bestScore) = (i, score);
            }
            if (best < 0)
                break;
            redundancies[best] = float.MaxValue;
            // What is kept of neighbours is bounded; who is shown is counted in full.
            var sentence = left[best].Sentence;
            var fact = left[best] with { Support = SupportOf(sentence, index.Sharing(sentence)).Support };
            if (fact.Support.Count == 0)
                continue;
            var contested = IsDisputed(sentence, fact.Support);
            if (contested && (isWanted is not null || IsDisputed(sentence, fact.Support, differencesShow: true)))
                continue;
            if (isWanted is not null && !isWanted(sources.Sides(fact.Support.Select(static s => s.Other.Article.Origin).Append(sentence.Article.Origin))))
                continue;
            chosen.Add(fact with { IsContested = contested });
            for (var i = 0; i < left.Count; i++)
                redundancies[i] = Math.Max(redundancies[i], FrameSentence.Similarity(left[i].Sentence, sentence));
        }
        return chosen;
    }

    // The best of those that others bear out.
    private List<SupportedSentence> FindCandidates()
    {
        var candidates = new List<SupportedSentence>();
        foreach (var sentence in sources.Sentences)
        {
            if (!CanBeShown(sentence))
                continue;
            var (supporters, centrality) = Weigh(sentence);
            if (supporters > 0)
                candidates.Add(new SupportedSentence(sentence, NoSupport, Score(sentence, supporters, centrality)));
        }
        candidates.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : FrameSentence.Compare(a.Sentence, b.Sentence));
        if (candidates.Count > MostCandidates)
            candidates.RemoveRange(MostCandidates, candidates.Count - MostCandidates);
        return candidates;
    }

    /// <summary>Share of a sentence's names and numbers that occur in articles of other origins, too; 1 if it has none.</summary>
    public float BorneOut(FrameSentence sentence)
    {
        if (sentence.Details.Length == 0)
            return 1;
        var elsewhere = 0;
        foreach (var detail in sentence.Details)
        {
            if (IsElsewhere(sentence, detail))
                elsewhere++;
        }
        return (float)elsewhere / sentence.Details.Length;
    }

    /// <summary>
    /// Whether a sentence has a name or number of its own where another that says the same has another one ("500 people", "12 people"; "Senator
    /// A", "Senator B").
    /// </summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="support">Those that say the same.</param>
    /// <param name="differencesShow">Whether numbers do not count of which each is one origin's alone and which are shown as a
    /// difference.</param>
    public bool IsDisputed(FrameSentence sentence, List<Likeness> support, bool differencesShow = false)
    {
        List<DetailPlace>? own = null;
        foreach (var detail in sentence.Details)
        {
            if (IsElsewhere(sentence, detail))
                continue;
            foreach (var place in own ??= reader.PlacesOf(sentence))
            {
                if (place.Id != detail)
                    continue;
                foreach (var (other, similarity) in support)
                {
                    // "12 500" and "12,500", "half a dozen" and "6" are one number.
                    if (place.IsNumber && NumberComparison.HasNumbersOf(sentence, other))
                        continue;
                    foreach (var there in reader.PlacesOf(other))
                    {
                        if (there.IsNumber != place.IsNumber || Array.BinarySearch(sentence.Ids, there.Id) >= 0
                            || !((there.Before != 0 && there.Before == place.Before) || (there.After != 0 && there.After == place.After)))
                            continue;
                        if (!differencesShow || !place.IsNumber || similarity < options.SameCount || IsElsewhere(other, there.Id)
                            || _numbers.Compare(sentence, [other]).Count == 0)
                            return true;
                    }
                }
            }
        }
        return false;
    }

    /// <summary>The nearest sentence of each other origin that says the same, and how near all origins are.</summary>
    public (List<Likeness> Support, float Centrality) SupportOf(FrameSentence sentence, List<Likeness>? neighbours)
    {
        var support = new List<Likeness>();
        if (neighbours is null)
            return (support, 0);
        Nearest(sentence, neighbours);
        var centrality = 0f;
        foreach (var origin in _origins)
        {
            var likeness = _best[origin];
            centrality += likeness.Similarity;
            if (Supports(sentence, likeness))
                support.Add(likeness);
        }
        support.Sort(static (a, b) => IsNearer(a, b) ? -1 : IsNearer(b, a) ? 1 : 0);
        // Word for word the same in two outlets is one text, printed twice: it bears nothing out.
        for (var i = support.Count - 1; i >= 0; i--)
        {
            var print = support[i].Other.Fingerprint;
            if (IsSameText(sentence, support[i]) || support.FindIndex(0, i, s => s.Other.Fingerprint == print && s.Other.ContentWords >= options.LeastCopiedWords) >= 0)
                support.RemoveAt(i);
        }
        return (support, centrality);
    }

    // How many origins say the same, and how near all are: of all sentences, so without making lists.
    private (int Supporters, float Centrality) Weigh(FrameSentence sentence)
    {
        if (sentence.Neighbours is null)
            return (0, 0);
        Nearest(sentence, sentence.Neighbours);
        _prints.Clear();
        var (supporters, centrality) = (0, 0f);
        foreach (var origin in _origins)
        {
            var likeness = _best[origin];
            centrality += likeness.Similarity;
            if (Supports(sentence, likeness) && !IsSameText(sentence, likeness) && (likeness.Other.ContentWords < options.LeastCopiedWords || _prints.Add(likeness.Other.Fingerprint)))
                supporters++;
        }
        return (supporters, centrality);
    }

    private void Nearest(FrameSentence sentence, List<Likeness> neighbours)
    {
        _origins.Clear();
        _round++;
        foreach (var likeness in neighbours)
        {
            var other = likeness.Other;
            if (other.Slot < 0 || other.Article.Standing is null)
                continue;
            var origin = other.Article.Origin;
            if (origin == sentence.Article.Origin)
                continue;
            if (_rounds[origin] != _round)
            {
                _rounds[origin] = _round;
                _origins.Add(origin);
                _best[origin] = likeness;
            }
            else if (IsNearer(likeness, _best[origin]))
            {
                _best[origin] = likeness;
            }
        }
    }

    /// <summary>Whether a likeness is near enough to say the same, and does not say the opposite in the same words.</summary>
    public bool Supports(FrameSentence sentence, Likeness likeness)
    {
        var other = likeness.Other;
        if (other.Is(SentenceTrait.Question) || sources.HasDisputedQuote(other))
            return false;
        var shared = FrameSentence.Shared(sentence, other);
        if (shared < Math.Min(options.LeastShared, Math.Min(sentence.ContentWords, other.ContentWords) - 1))
            return false;
        // Two words are little, unless they are half of either: "Glyde fined; 41 hurt" does not say that the fine of Glyde is a record.
        if (shared < 3 && 2 * shared < Math.Max(sentence.ContentWords, other.ContentWords))
            return false;
        return (likeness.Similarity >= options.Support || (likeness.Similarity >= options.PartialSupport && FrameSentence.Contained(other, sentence) >= options.Contained))
            && Statement.Agrees(sentence.Statement, other.Statement);
    }

    // Most of the shorter one's pairs of words: in the same order, then. Who tells it anew in the same words keeps few of them.
    private bool IsSameText(FrameSentence a, Likeness b) =>
        Math.Min(a.ContentWords, b.Other.ContentWords) >= options.LeastCopiedWords
        && (a.Fingerprint == b.Other.Fingerprint || (b.Similarity >= options.Support && FrameSentence.SharedPairs(a, b.Other) >= options.SameText));

    private static bool IsNearer(Likeness a, Likeness b) =>
        a.Similarity != b.Similarity ? a.Similarity > b.Similarity
        : a.Other.Article.Standing!.IsCopy != b.Other.Article.Standing!.IsCopy ? b.Other.Article.Standing.IsCopy
        : FrameSentence.Compare(a.Other, b.Other) < 0;

    private bool IsElsewhere(FrameSentence sentence, uint term) => index.IsElsewhere(term, sentence.Article.Origin);

    private bool CanBeShown(FrameSentence sentence) =>
        sentence is { Field: SpanField.Text, Words: >= LeastWords and <= MostWords, Article.IsVoice: true, IsPlain: true }
            && !sentence.Is(NoFact) && !sources.HasDisputedQuote(sentence);

    private float Score(FrameSentence sentence, int supporters, float centrality)
    {
        var score = (options.CorroborationWeight * supporters + centrality) / MathF.Sqrt(1 + supporters);
        score *= 1 + options.LeadWeight / (1 + sentence.Position);
        score *= 1 - options.LengthWeight * Math.Min(1, Math.Abs(sentence.Words - options.IdealWords) / 40f);
        score *= 1 - options.DetailWeight * (1 - BorneOut(sentence));
        if (sentence.IsCut)
            score *= 0.5f;
        if (sentence.Is(SentenceTrait.Attributed))
            score *= 0.9f;
        if (sentence.Is(SentenceTrait.Quoted))
            score *= 0.8f;
        if (sentence.Is(SentenceTrait.Dangling))
            score *= 0.6f;
        return score;
    }
}
