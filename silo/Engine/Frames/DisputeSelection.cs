using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Finds where sources contradict each other: a sentence of one origin that says in the same words what a sentence of another denies, or
/// who did it
/// to whom the other way about. Each side is cited with whoever bears it out; nothing says who is right.
/// </summary>
internal sealed class DisputeSelection(FrameOptions options, FrameSources sources, FactSelection facts)
{
    private const int LeastWords = 5;
    private const int MostWords = 70;
    private const int MostCitations = 5;

    private const SentenceTrait NoStatement = SentenceTrait.Question | SentenceTrait.Opinion;

    private readonly record struct Pair(FrameSentence First, FrameSentence Second, float Similarity);

    /// <summary>The nearest pairs, each sentence in one of them.</summary>
    public List<Dispute> Choose()
    {
        var pairs = new List<Pair>();
        foreach (var sentence in sources.Sentences)
        {
            // Few have a neighbour that is so near, and asking for the rest costs more.
            foreach (var (other, similarity) in sentence.Neighbours ?? [])
            {
                // Each pair once, the earlier sentence first.
                if (similarity >= options.Support && other.Slot >= 0 && other.Article.Standing is not null
                    && other.Article.Origin != sentence.Article.Origin && FrameSentence.Compare(sentence, other) <= 0
                    && Statement.Contradict(sentence.Statement, other.Statement) && CanBeShown(sentence) && CanBeShown(other))
                    pairs.Add(new Pair(sentence, other, similarity));
            }
        }
        pairs.Sort(static (a, b) => a.Similarity != b.Similarity ? b.Similarity.CompareTo(a.Similarity)
            : FrameSentence.Compare(a.First, b.First) is var order and not 0 ? order : FrameSentence.Compare(a.Second, b.Second));
        var disputes = new List<Dispute>();
        var told = new List<FrameSentence>();
        foreach (var pair in pairs)
        {
            if (disputes.Count == options.MostDisputes)
                break;
            if (told.Exists(t => IsSame(t, pair.First)) && told.Exists(t => IsSame(t, pair.Second)))
                continue;
            told.Add(pair.First);
            told.Add(pair.Second);
            disputes.Add(new Dispute($"dispute-{Math.Min(pair.First.Fingerprint, pair.Second.Fingerprint) ^ (Math.Max(pair.First.Fingerprint, pair.Second.Fingerprint) << 1):x16}",
                Line(pair.First, pair.Second), Line(pair.Second, pair.First)));
        }
        return disputes;
    }

    // The sentence, and those of others that bear it out; not who tells the other side as well.
    private CitedText Line(FrameSentence sentence, FrameSentence against)
    {
        var citations = new List<Citation> { sources.Cite(sentence, 1) };
        foreach (var (other, similarity) in facts.SupportOf(sentence, sentence.Neighbours).Support)
        {
            if (citations.Count < MostCitations && other.Article.Origin != against.Article.Origin)
                citations.Add(sources.Cite(other, similarity));
        }
        return new CitedText(sentence.Shown, citations);
    }

    private bool IsSame(FrameSentence a, FrameSentence b) =>
        ReferenceEquals(a, b) || (FrameSentence.Similarity(a, b) >= options.Support && Statement.Agrees(a.Statement, b.Statement));

    private bool CanBeShown(FrameSentence sentence) =>
        sentence is { Field: SpanField.Text, Words: >= LeastWords and <= MostWords, Article.IsVoice: true, IsPlain: true,
            IsCut: false } && !sentence.Is(NoStatement)
        && !sources.HasDisputedQuote(sentence);
}
