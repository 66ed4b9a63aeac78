using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// What two groups of origins split on: terms by their z-scores, pairs of sentences on one topic in each side's own words, and topics that
/// only one side has.
/// </summary>
/// <remarks>
/// The sentence of a side is chosen by how well it stands for its own side and how much of its side's terms it has, as in comparative
/// LexRank (M. Paul, C. Zhai and R. Girju, "Summarizing contrastive viewpoints in opinionated text", 2010), with centrality of degree: likeness
/// to sentences of other origins of its side, less likeness to the other side's.
/// </remarks>
internal sealed class ContrastSelection(FrameOptions options, SentenceIndex index, SentenceReader reader, FrameSources sources, FactSelection facts)
{
    private const int MostSentencesOfSide = 60;
    private const float LeastOneTopic = 0.12f;
    private const float MostOneTopic = 0.45f;
    private const float LeastOwnTopic = 0.15f;
    private const float MostOtherTopic = 0.12f;
    private const int MostOmittedTried = 15;
    private const int LeastSharedOfTopic = 2;
    private const int TopicTerms = 3;
    private const int MostWords = 60;

    private List<WeighedTerm> _terms = [];

    private sealed record Ranked(FrameSentence Sentence, double Score, double Bias);

    /// <summary>The contrast, and why it is empty if it is.</summary>
    public (SideContrast Contrast, FrameOmission? Omission) Choose()
    {
        var sides = sources.OriginSides;
        if (sides.Left >= options.LeastOriginsOfSide && sides.Right >= options.LeastOriginsOfSide)
            return Contrast(ContrastBasis.Sides, origin => sources.SideOf(origin) switch { Side.Left => 1, Side.Right => 2, _ => 0 }, sides.Left, sides.Right);
        if (sides.Left + sides.Right > 0)
            return (SideContrast.None, new FrameOmission(FrameSection.Split, "too-few-origins",
                $"{sides.Left} origins rated left and {sides.Right} rated right; each side needs {options.LeastOriginsOfSide}."));
        if (sources.Origins < 2 * options.LeastOriginsOfSide)
            return (SideContrast.None, new FrameOmission(FrameSection.Split, "too-few-origins", $"{sources.Origins} origins, none rated left or right; two camps need {2 * options.LeastOriginsOfSide}."));
        if (Camps.Divide(sources, options.LeastOriginsOfSide) is not { } camps)
            return (SideContrast.None, new FrameOmission(FrameSection.Split, "no-camps", "No origin is rated left or right, and their words do not fall into two camps."));
        return Contrast(ContrastBasis.Camps, origin => camps[origin], camps.Count(static c => c == 1), camps.Count(static c => c == 2));
    }

    private (SideContrast, FrameOmission?) Contrast(ContrastBasis basis, Func<int, int> groupOf, int first, int second)
    {
        var own = sources.Sentences.FindAll(static s => s.Article.IsVoice);
        _terms = TermContrast.Of(own, groupOf);
        var shown = Terms(own, groupOf);
        var points = Points(own, groupOf);
        var omission = points.Count == 0 && shown.Count == 0
            ? new FrameOmission(FrameSection.Split, "no-contrast", $"{first} and {second} origins; no term or topic tells them apart clearly.")
            : null;
        return (new SideContrast { Basis = omission is null ? basis : ContrastBasis.None, FirstOrigins = first, SecondOrigins = second, Terms = shown, Points = points }, omission);
    }

    private List<ContrastTerm> Terms(List<FrameSentence> sentences, Func<int, int> groupOf)
    {
        var shown = new List<ContrastTerm>();
        foreach (var group in new[] { 1, 2 })
        {
            var count = 0;
            var written = new List<string>();
            foreach (var term in _terms.Where(t => IsShown(t, group)).OrderByDescending(static t => Math.Abs(t.ZScore)).ThenBy(static t => t.Id))
            {
                if (Display(term.Id, groupOf, group) is not { } words || written.Exists(w => Overlap(w, words)))
                    continue;
                written.Add(words);
                shown.Add(new ContrastTerm(words, Math.Round(term.ZScore, 2), term.FirstOrigins, term.SecondOrigins));
                if (++count == options.MostTerms)
                    break;
            }
        }
        return shown;
    }

    private bool IsShown(in WeighedTerm term, int group) =>
        group == 1
            ? term.ZScore >= options.LeastZScore && term.FirstOrigins >= options.LeastOriginsOfTerm
            : term.ZScore <= -options.LeastZScore && term.SecondOrigins >= options.LeastOriginsOfTerm;

    // "shutdown" and "government shutdown" are one.
    private static bool Overlap(string a, string b)
    {
        var (x, y) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        return x.Contains(y, StringComparison.Ordinal) || y.Contains(x, StringComparison.Ordinal);
    }

    private string? Display(uint id, Func<int, int> groupOf, int group)
    {
        foreach (var sentence in sources.Sentences)
        {
            if (sentence.Article.IsVoice && groupOf(sentence.Article.Origin) == group && Array.BinarySearch(sentence.Ids, id) >= 0 && reader.Display(sentence, id) is { } words)
                return words;
        }
        return null;
    }

    private List<ContrastPoint> Points(List<FrameSentence> sentences, Func<int, int> groupOf)
    {
        var first = Rank(sentences, groupOf, 1);
        var second = Rank(sentences, groupOf, 2);
        var points = new List<ContrastPoint>();
        Pair(first, second, points, groupOf);
        Omitted(first, 1, 2, ContrastKind.FirstOnly, points, groupOf);
        Omitted(second, 2, 1, ContrastKind.SecondOnly, points, groupOf);
        points.Sort(static (a, b) => b.Contrast.CompareTo(a.Contrast));
        // One of each kind before a second of any.
        var ordered = points.GroupBy(static p => p.Kind).SelectMany(static g => g.Select(static (p, i) => (p, i))).OrderBy(static x => x.i).ThenByDescending(static x => x.p.Contrast).Select(static x => x.p).ToList();
        return ordered.Count > options.MostPoints ? ordered.GetRange(0, options.MostPoints) : ordered;
    }

    private List<Ranked> Rank(List<FrameSentence> sentences, Func<int, int> groupOf, int group)
    {
        var ranked = new List<Ranked>();
        var nearest = new Dictionary<int, float>();
        foreach (var sentence in sentences)
        {
            if (groupOf(sentence.Article.Origin) != group || sentence.Field != SpanField.Text || !sentence.IsPlain
                || sentence.Words is < 6 or > MostWords || sentence.Is(SentenceTrait.Question | SentenceTrait.Dangling))
                continue;
            var bias = Bias(sentence) * (group == 1 ? 1 : -1);
            if (bias <= 0 || facts.BorneOut(sentence) < 1 || sources.HasDisputedQuote(sentence))
                continue;
            nearest.Clear();
            foreach (var (other, similarity) in sentence.Neighbours ?? [])
            {
                if (other.Slot >= 0 && other.Article.Standing is not null && other.Article.Origin != sentence.Article.Origin)
                    nearest[other.Article.Origin] = Math.Max(similarity, nearest.GetValueOrDefault(other.Article.Origin));
            }
            var (ownSide, otherSide) = (0.0, 0.0);
            foreach (var (origin, similarity) in nearest)
            {
                if (groupOf(origin) == group)
                    ownSide += similarity;
                else if (groupOf(origin) != 0)
                    otherSide += similarity;
            }
            ranked.Add(new Ranked(sentence, bias * (0.1 + ownSide) / (0.3 + ownSide + otherSide), bias));
        }
        ranked.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : FrameSentence.Compare(a.Sentence, b.Sentence));
        return ranked.Count > MostSentencesOfSide ? ranked.GetRange(0, MostSentencesOfSide) : ranked;
    }

    // Mean z-score of what a sentence says, by the weights of its terms.
    private double Bias(FrameSentence sentence)
    {
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < sentence.Ids.Length; i++)
        {
            sum += sentence.Weights[i] * TermContrast.Find(_terms, sentence.Ids[i]);
            weight += sentence.Weights[i];
        }
        return weight == 0 ? 0 : sum / weight;
    }

    private void Pair(List<Ranked> first, List<Ranked> second, List<ContrastPoint> points, Func<int, int> groupOf)
    {
        var pairs = new List<(Ranked A, Ranked B, double Score)>();
        foreach (var a in first)
        {
            foreach (var b in second)
            {
                var similarity = FrameSentence.Similarity(a.Sentence, b.Sentence);
                if (similarity is >= LeastOneTopic and <= MostOneTopic && a.Sentence.Article.Language == b.Sentence.Article.Language
                    && FrameSentence.Shared(a.Sentence, b.Sentence) >= LeastSharedOfTopic)
                    pairs.Add((a, b, Math.Sqrt(a.Score * b.Score) * Math.Sqrt(similarity)));
            }
        }
        pairs.Sort(static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : FrameSentence.Compare(x.A.Sentence, y.A.Sentence));
        var used = new List<FrameSentence>();
        foreach (var (a, b, _) in pairs)
        {
            if (used.Count == 4)
                break;
            if (used.Exists(u => FrameSentence.Similarity(u, a.Sentence) > options.Support || FrameSentence.Similarity(u, b.Sentence) > options.Support))
                continue;
            used.Add(a.Sentence);
            used.Add(b.Sentence);
            points.Add(new ContrastPoint(ContrastKind.Wording, SharedTopic(a.Sentence, b.Sentence), sources.Line(a.Sentence), sources.Line(b.Sentence), Strength(a.Bias + b.Bias)));
        }
    }

    // Two origins of a side speak of it, none of the other.
    private void Omitted(List<Ranked> ranked, int group, int otherGroup, ContrastKind kind, List<ContrastPoint> points, Func<int, int> groupOf)
    {
        var taken = new List<FrameSentence>();
        foreach (var item in ranked.Take(MostOmittedTried))
        {
            if (taken.Count == 2)
                break;
            if (taken.Exists(t => FrameSentence.Similarity(t, item.Sentence) > LeastOwnTopic))
                continue;
            var own = new Dictionary<int, Likeness>();
            var isOthers = false;
            foreach (var (other, similarity) in index.Sharing(item.Sentence))
            {
                if (other.Article.Standing is null || other.Article.Origin == item.Sentence.Article.Origin)
                    continue;
                var of = groupOf(other.Article.Origin);
                if (of == otherGroup && similarity > MostOtherTopic)
                {
                    isOthers = true;
                    break;
                }
                if (of == group && similarity >= LeastOwnTopic && other.Fingerprint != item.Sentence.Fingerprint && similarity > own.GetValueOrDefault(other.Article.Origin).Similarity)
                    own[other.Article.Origin] = new Likeness(other, similarity);
            }
            if (isOthers || own.Count == 0)
                continue;
            taken.Add(item.Sentence);
            var line = new CitedText(item.Sentence.Shown, [sources.Cite(item.Sentence, 1), .. own.Values.OrderByDescending(static l =>
                l.Similarity).ThenBy(static l => l.Other.Article.ArticleId, StringComparer.Ordinal)
                .Take(4).Select(l => sources.Cite(l.Other, l.Similarity))]);
            points.Add(new ContrastPoint(kind, OwnTopic(item.Sentence, group), group == 1 ? line : null, group == 2 ? line : null, Strength(2 * item.Bias)));
        }
    }

    private List<string> SharedTopic(FrameSentence a, FrameSentence b)
    {
        var terms = new List<(uint Id, float Weight)>();
        for (var i = 0; i < a.Ids.Length; i++)
        {
            var j = Array.BinarySearch(b.Ids, a.Ids[i]);
            if (j >= 0)
                terms.Add((a.Ids[i], a.Weights[i] * b.Weights[j]));
        }
        return Named(a, terms);
    }

    private List<string> OwnTopic(FrameSentence sentence, int group)
    {
        var terms = new List<(uint Id, float Weight)>();
        for (var i = 0; i < sentence.Ids.Length; i++)
        {
            var z = (float)TermContrast.Find(_terms, sentence.Ids[i]) * (group == 1 ? 1 : -1);
            if (z > 0)
                terms.Add((sentence.Ids[i], sentence.Weights[i] * z));
        }
        return Named(sentence, terms);
    }

    private List<string> Named(FrameSentence sentence, List<(uint Id, float Weight)> terms)
    {
        var names = new List<string>();
        foreach (var (id, _) in terms.OrderByDescending(static t => t.Weight).ThenBy(static t => t.Id))
        {
            if (names.Count == TopicTerms)
                break;
            if (reader.Display(sentence, id) is { } name && !names.Exists(n => Overlap(n, name)))
                names.Add(name);
        }
        return names;
    }

    private static double Strength(double bias) => Math.Round(Math.Tanh(bias / 2), 3);
}
