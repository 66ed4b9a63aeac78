using StoryClustering.Engine.Coverage;

namespace StoryClustering.Engine.Frames;

/// <summary>Works out the frames of a story, section by section: this is the recipe.</summary>
internal sealed class FrameBuilder(FrameOptions options, SentenceIndex index, SentenceReader reader, FrameSources sources)
{
    /// <summary>Rises when the same articles give other frames.</summary>
    public const int MethodVersion = 3;

    private readonly FactSelection _selection = new(options, index, reader, sources);
    private readonly NumberComparison _numbers = new(sources, reader);
    private readonly List<FrameOmission> _omissions = [];

    public StoryFrames Build(DateTimeOffset now, IReadOnlyList<EarlierStory> earlier)
    {
        var headline = HeadlineChoice.Choose(sources);
        var chosen = Facts();
        var facts = chosen.ConvertAll(ToFact);
        var (agreement, agreed) = Agreement(chosen, facts);
        var (contrast, omission) = new ContrastSelection(options, index, reader, sources, _selection).Choose();
        if (omission is not null)
            _omissions.Add(omission);
        var context = new ContextSelection(options, sources, _selection).Choose(chosen.Concat(agreed).Select(static c => c.Sentence), earlier);
        if (context.Count == 0)
            Omit(FrameSection.Context, "no-answers", "No sentence of the articles answers one of the questions.");
        var quotes = QuoteSelection.Choose(sources, options.MostQuotes);
        if (quotes.Count == 0)
            Omit(FrameSection.Quotes, "no-quotes", "No direct quote with a named speaker.");
        if (headline is null)
            Omit(FrameSection.Headline, "no-title", "No article has a title of four words.");
        return new StoryFrames
        {
            Headline = headline is null ? null : sources.Line(headline),
            Summary = Summary(facts, headline),
            Facts = facts,
            Agreement = agreement,
            Split = contrast,
            Context = context,
            Quotes = quotes,
            Disputes = sources.Origins < 2 ? [] : new DisputeSelection(options, sources, _selection).Choose(),
            About = About(now, facts),
        };
    }

    /// <summary>The facts alone.</summary>
    public IReadOnlyList<Fact> BuildFacts() => Facts().ConvertAll(ToFact);

    // As many as there is evidence for: three origins rarely bear out eight sentences well.
    private List<SupportedSentence> Facts()
    {
        if (sources.Origins < 2)
        {
            Omit(FrameSection.Facts, "too-few-origins", $"{sources.Origins} independent origin{(sources.Origins == 1 ? "" : "s")}; a fact needs 2.");
            return [];
        }
        var chosen = _selection.Choose(Math.Min(options.MostFacts, Math.Max(2, sources.Origins)));
        if (chosen.Count == 0)
            Omit(FrameSection.Facts, "not-corroborated", $"No sentence of {sources.Origins} origins is borne out by another of them.");
        return chosen;
    }

    private (List<Fact>, List<SupportedSentence>) Agreement(List<SupportedSentence> chosen, List<Fact> facts)
    {
        var sides = sources.OriginSides;
        if (sides.Left == 0 || sides.Right == 0)
        {
            Omit(FrameSection.Agreement, "too-few-origins", $"{sides.Left} origins rated left and {sides.Right} rated right; one of each is needed.");
            return ([], []);
        }
        // Facts of both sides that are shown above, then others.
        var agreed = new List<Fact>();
        for (var i = 0; i < facts.Count && agreed.Count < options.MostAgreement; i++)
        {
            if (!chosen[i].IsContested && IsAgreed(facts[i].Origins))
                agreed.Add(facts[i]);
        }
        var more = new List<SupportedSentence>();
        if (agreed.Count < options.MostAgreement)
        {
            foreach (var other in _selection.Choose(options.MostAgreement, IsAgreed))
            {
                if (agreed.Count == options.MostAgreement || agreed.Count >= Math.Max(2, sources.Origins / 2)
                    || chosen.Concat(more).Any(c => FrameSentence.Similarity(c.Sentence, other.Sentence) > options.MostRedundancy))
                    continue;
                more.Add(other);
                agreed.Add(ToFact(other));
            }
        }
        if (agreed.Count == 0)
            Omit(FrameSection.Agreement, "not-corroborated", $"No sentence is borne out by both sides ({sides.Left} origins left, {sides.Right} right).");
        return (agreed, more);
    }

    private static bool IsAgreed(SideCounts origins) => origins is { Left: > 0, Right: > 0 };

    private Fact ToFact(SupportedSentence fact)
    {
        var shown = fact.Sentence;
        var (same, counted) = (new List<FrameSentence>(), new List<FrameSentence>());
        foreach (var likeness in index.Sharing(shown))
        {
            if (likeness.Other.Article.Standing is null || !_selection.Supports(shown, likeness))
                continue;
            same.Add(likeness.Other);
            if (likeness.Similarity >= options.SameCount)
                counted.Add(likeness.Other);
        }
        AddUpdates(shown, counted);
        same.Sort(FrameSentence.Compare);
        counted.Sort(FrameSentence.Compare);
        var citations = new List<Citation> { sources.Cite(shown, 1) };
        foreach (var (other, similarity) in fact.Support.Take(options.MostCitations - 1))
            citations.Add(sources.Cite(other, similarity));
        return new Fact
        {
            FactId = IdOf(shown, same),
            Line = new CitedText(shown.Shown, citations),
            Origins = sources.Sides(fact.Support.Select(static s => s.Other.Article.Origin).Append(shown.Article.Origin)),
            Articles = same.Select(static s => s.Article).Append(shown.Article).Distinct().Count(),
            Differences = _numbers.Compare(shown, counted),
            First = citations.Min(static c => c.Appeared),
            Latest = citations.Max(static c => c.Appeared),
        };
    }

    // What an outlet says later of its own sentence need not be near enough to another's: it stands for the outlet's number all the same.
    private void AddUpdates(FrameSentence shown, List<FrameSentence> counted)
    {
        for (int i = -1, known = counted.Count; i < known; i++)
        {
            var earlier = i < 0 ? shown : counted[i];
            foreach (var likeness in earlier.Neighbours ?? [])
            {
                var other = likeness.Other;
                if (other.Slot >= 0 && other.Article.Standing is not null && other.Article.Origin == earlier.Article.Origin
                    && other.Article.Appeared > earlier.Article.Appeared
                    && likeness.Similarity >= options.SameCount && other != shown && !counted.Contains(other)
                    && _selection.Supports(earlier, likeness))
                    counted.Add(other);
            }
        }
    }

    // Named after the earliest sentence that says it: that one stays the same when a better one is shown.
    private static string IdOf(FrameSentence shown, List<FrameSentence> same)
    {
        var first = same.Count > 0 && FrameSentence.Compare(same[0], shown) < 0 ? same[0] : shown;
        return $"fact-{first.Fingerprint:x16}";
    }

    private IReadOnlyList<CitedText> Summary(List<Fact> facts, FrameSentence? headline)
    {
        if (facts.Count > 0)
            return [.. facts.Take(2).Select(static f => f.Line)];
        // Nothing is borne out: the lead of the article that the headline is from, as that article's.
        var lead = headline?.Article.Sentences.Where(s => s is { Field: SpanField.Text, Words: >= 6 and <= 70, IsPlain: true }
            && !s.Is(Text.SentenceTrait.Question) && !sources.HasDisputedQuote(s)).Take(2).Select(sources.Line).ToList() ?? [];
        if (lead.Count == 0)
            Omit(FrameSection.Summary, "no-text", "No fact, and no text behind the headline.");
        return lead;
    }

    private AboutFrames About(DateTimeOffset now, List<Fact> facts) => new()
    {
        Method = "extractive",
        MethodVersion = MethodVersion,
        Computed = now,
        Articles = sources.Articles.Count,
        Copies = sources.Copies,
        Origins = sources.OriginSides,
        Sentences = sources.Sentences.Count,
        Confidence = facts.Count == 0 ? 0 : Math.Round(1 - Math.Pow(2, 1 - facts.Average(static f => f.Origins.Total)), 3),
        Omissions = _omissions,
    };

    private void Omit(FrameSection section, string reason, string detail) => _omissions.Add(new FrameOmission(section, reason, detail));
}
