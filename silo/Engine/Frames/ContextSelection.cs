using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Answers the questions of the context section with sentences of the articles: those with the words that such answers have ("because", "in
/// 2019", "remains unclear", "is expected to"), the most central first. A question without such a sentence is left out.
/// </summary>
internal sealed class ContextSelection(FrameOptions options, FrameSources sources, FactSelection facts)
{
    private const int MostAnswers = 2;
    private const int MostPeople = 2;
    private const int MostWords = 60;
    private const float LeastCentrality = 0.15f;

    private static readonly (ContextSlot Slot, SentenceTrait Trait, string Question)[] Slots =
    [
        (ContextSlot.Why, SentenceTrait.Cause, "Why now?"),
        (ContextSlot.Before, SentenceTrait.Past, "What happened before?"),
        (ContextSlot.Unresolved, SentenceTrait.Unresolved, "What remains unresolved?"),
        (ContextSlot.Next, SentenceTrait.Future, "What happens next?"),
    ];

    private static readonly HashSet<string> Copulas = new(["is", "was", "ist", "war", "est", "était", "es", "era", "é", "è", "är", "var"], StringComparer.Ordinal);

    private static readonly HashSet<string> Articles = new(
        ["a", "an", "the", "one", "former", "ein", "eine", "der", "die", "un", "une", "le", "la", "el", "una", "o", "um", "uma", "il", "een", "de", "en", "ett"], StringComparer.Ordinal);

    private readonly List<FrameSentence> _shown = [];

    /// <summary>The answers.</summary>
    /// <param name="above">Sentences that the page shows already.</param>
    /// <param name="earlier">Earlier stories.</param>
    public IReadOnlyList<ContextAnswer> Choose(IEnumerable<FrameSentence> above, IReadOnlyList<EarlierStory> earlier)
    {
        _shown.AddRange(above);
        var answers = new List<ContextAnswer>();
        answers.AddRange(People());
        foreach (var (slot, trait, question) in Slots)
        {
            var lines = Answer(trait);
            if (lines.Count > 0)
                answers.Add(new ContextAnswer(slot, "", question, lines));
            else if (slot == ContextSlot.Before && FromEarlier(earlier) is { } found)
                answers.Add(found);
        }
        return answers;
    }

    private List<CitedText> Answer(SentenceTrait trait)
    {
        var candidates = new List<(FrameSentence Sentence, List<Likeness> Support, float Score)>();
        foreach (var sentence in sources.Sentences)
        {
            if (!CanAnswer(sentence) || !sentence.Is(trait) || sentence.Is(SentenceTrait.Dangling))
                continue;
            var (support, centrality) = facts.SupportOf(sentence, sentence.Neighbours);
            if (centrality < LeastCentrality && sources.Origins > 1)
                continue;
            candidates.Add((sentence, support, (0.3f + centrality + options.CorroborationWeight * support.Count) / MathF.Sqrt(1 + support.Count)));
        }
        return Lines(candidates);
    }

    private IEnumerable<ContextAnswer> People()
    {
        var names = new Dictionary<ulong, (string Name, HashSet<int> Origins, List<FrameSentence> Sentences)>();
        foreach (var sentence in sources.Sentences)
        {
            if (!sentence.Article.IsVoice || sentence.Field != SpanField.Text)
                continue;
            foreach (var run in sentence.Names)
            {
                if (run.WordCount is < 2 or > 4)
                    continue;
                if (!names.TryGetValue(run.Hash, out var known))
                    names.Add(run.Hash, known = (Reading.Markup.Shown(sentence.Text.AsSpan(run.Start, run.Length)), [], []));
                known.Origins.Add(sentence.Article.Origin);
                known.Sentences.Add(sentence);
            }
        }
        var found = 0;
        foreach (var (_, (name, origins, sentences)) in names.OrderByDescending(static n => n.Value.Origins.Count).ThenByDescending(static n => n.Value.Sentences.Count).ThenBy(static n => n.Value.Name, StringComparer.Ordinal).Take(12))
        {
            if (found == MostPeople || (origins.Count < 2 && sources.Origins > 1))
                yield break;
            var candidates = new List<(FrameSentence Sentence, List<Likeness> Support, float Score)>();
            foreach (var sentence in sentences)
            {
                if (!CanAnswer(sentence) || !sentence.Is(SentenceTrait.Definition) || !Introduces(sentence.Text, name))
                    continue;
                var (support, centrality) = facts.SupportOf(sentence, sentence.Neighbours);
                candidates.Add((sentence, support, (1 + centrality) / (1 + sentence.Words / 40f)));
            }
            var lines = Lines(candidates, most: 1);
            if (lines.Count == 0)
                continue;
            found++;
            yield return new ContextAnswer(ContextSlot.Who, name, $"Who is {name.ReplaceLineEndings(" ")}?", lines);
        }
    }

    // "Name, a judge ...", "Name (D-Ohio)", "Name is a ...".
    private static bool Introduces(string text, string name)
    {
        var after = text.AsSpan(Math.Min(text.IndexOf(name, StringComparison.Ordinal) + name.Length, text.Length));
        if (after.StartsWith(" ("))
            return true;
        var isClause = after.StartsWith(", ");
        after = isClause ? after[2..] : after.TrimStart();
        var word = after[..Math.Max(0, after.IndexOf(' '))];
        if (!isClause)
        {
            if (!Copulas.Contains(word.ToString()))
                return false;
            after = after[word.Length..].TrimStart();
            word = after[..Math.Max(0, after.IndexOf(' '))];
        }
        return Articles.Contains(word.ToString());
    }

    private List<CitedText> Lines(List<(FrameSentence Sentence, List<Likeness> Support, float Score)> candidates, int most = MostAnswers)
    {
        candidates.Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : FrameSentence.Compare(a.Sentence, b.Sentence));
        var lines = new List<CitedText>();
        foreach (var (sentence, support, _) in candidates)
        {
            if (lines.Count == most)
                break;
            if (_shown.Exists(s => FrameSentence.Similarity(s, sentence) > options.MostRedundancy) || (sources.Origins > 1 && facts.BorneOut(sentence) < 1) || sources.HasDisputedQuote(sentence))
                continue;
            _shown.Add(sentence);
            lines.Add(new CitedText(sentence.Shown, [sources.Cite(sentence, 1), .. support.Take(4).Select(s => sources.Cite(s.Other,
                s.Similarity))]));
        }
        return lines;
    }

    // The lead of the most central article of the latest earlier story.
    private ContextAnswer? FromEarlier(IReadOnlyList<EarlierStory> earlier)
    {
        foreach (var story in earlier)
        {
            var reader = new SentenceReader(options);
            var entries = story.Articles.Select(reader.Read).ToList();
            var before = new FrameSources(entries, story.Standings);
            var own = new SentenceIndex(options);
            foreach (var sentence in before.Sentences)
                own.Add(sentence);
            var chosen = new FactSelection(options, own, reader, before).Choose(MostAnswers);
            if (chosen.Count == 0)
                continue;
            return new ContextAnswer(ContextSlot.Before, "", "What happened before?",
                [.. chosen.Select(c => new CitedText(c.Sentence.Shown, [before.Cite(c.Sentence, 1), .. c.Support.Take(4).Select(s =>
                    before.Cite(s.Other, s.Similarity))]))], story.StoryId);
        }
        return null;
    }

    private static bool CanAnswer(FrameSentence sentence) =>
        sentence is { Field: SpanField.Text, Words: >= 6 and <= MostWords, Article.IsVoice: true, IsPlain: true }
        && !sentence.Is(SentenceTrait.Question | SentenceTrait.FirstPerson | SentenceTrait.SecondPerson | SentenceTrait.Opinion);
}
