using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>A span that may be cited by its number.</summary>
/// <param name="Number">From 1; fixed within one list.</param>
/// <param name="Citation">The span.</param>
/// <param name="IsSpeech">Whether the whole span is somebody's words, as the spans of quotes are, whose marks stand outside of it.</param>
public sealed record EvidenceSpan(int Number, Citation Citation, bool IsSpeech);

/// <summary>
/// The spans that a story's frames rest on, numbered. Invariants: no span is in it twice; the texts together are no longer than was
/// asked for; the same frames give the same numbers; no span speaks to a model (<see cref="InstructionText"/>). Not thread-safe.
/// </summary>
public sealed class EvidenceList
{
    // A sentence that is longer is none: a list, or a text without full stops.
    private const int LongestSpan = 1_200;

    private readonly List<EvidenceSpan> _spans = [];
    private readonly List<ReadText?> _read = [];
    private readonly Dictionary<SpanKey, int> _numbers = [];
    private readonly HashSet<SpanKey> _speech = [];
    private readonly int _mostCharacters;

    private EvidenceList(StoryFrames frames, int mostCharacters)
    {
        _mostCharacters = mostCharacters;
        foreach (var quote in frames.Quotes)
            foreach (var citation in quote.Citations) _speech.Add(SpanKey.Of(citation));
    }

    /// <summary>The spans, in the order of their numbers.</summary>
    public IReadOnlyList<EvidenceSpan> Spans => _spans;

    /// <summary>UTF-16 code units of all texts.</summary>
    public int Characters { get; private set; }

    /// <summary>Spans that were left out because they address a model.</summary>
    public int Instructions { get; private set; }

    /// <summary>ISO 639-1 code of the language of most of the evidence, or "und".</summary>
    public string Language { get; private set; } = "und";

    /// <summary>Collects the spans of frames. Every line gets its first spans before any gets more.</summary>
    public static EvidenceList Of(StoryFrames frames, int mostCharacters)
    {
        var list = new EvidenceList(frames, mostCharacters);
        var lines = Lines(frames).ToList();
        for (var round = 0; list.Add(lines, round); round++)
        {
        }
        foreach (var quote in frames.Quotes)
            foreach (var citation in quote.Citations.Take(1)) list.Add(citation);
        list.Language = LanguageDetector.Detect("", string.Join('\n', list._spans.Select(static s => s.Citation.Text)));
        return list;
    }

    /// <summary>The span of a number; null if there is none.</summary>
    public EvidenceSpan? Find(int number) => number >= 1 && number <= _spans.Count ? _spans[number - 1] : null;

    /// <summary>Number of a citation: same article, revision, part, place and words; 0 if it is not in the list.</summary>
    public int NumberOf(Citation citation) => _numbers.GetValueOrDefault(SpanKey.Of(citation));

    internal ReadText Read(int number) => _read[number - 1] ??= ReadText.Of(_spans[number - 1].Citation.Text, LanguageOf(number));

    private string LanguageOf(int number)
    {
        var own = LanguageDetector.Detect("", _spans[number - 1].Citation.Text);
        return own == "und" ? Language : own;
    }

    // Two sides first: a line needs one of each more than it needs a third of one.
    private static IEnumerable<List<Citation>> Lines(StoryFrames frames)
    {
        foreach (var fact in frames.Facts.Concat(frames.Agreement)) yield return BySide(fact.Line.Citations);
        foreach (var point in frames.Split.Points)
        {
            if (point.First is { } first) yield return [.. first.Citations];
            if (point.Second is { } second) yield return [.. second.Citations];
            if (point.Statement is { } statement) yield return [.. statement.Citations];
        }
        foreach (var answer in frames.Context)
            foreach (var line in answer.Answer) yield return [.. line.Citations];
        foreach (var line in frames.Summary) yield return [.. line.Citations];
    }

    private static List<Citation> BySide(IReadOnlyList<Citation> citations)
    {
        var ordered = new List<Citation>(citations.Count);
        if (citations.Count == 0) return ordered;
        ordered.Add(citations[0]);
        if (citations.FirstOrDefault(c => c.Side == Outlets.Side.Left) is { } left && !ordered.Contains(left)) ordered.Add(left);
        if (citations.FirstOrDefault(c => c.Side == Outlets.Side.Right) is { } right && !ordered.Contains(right)) ordered.Add(right);
        ordered.AddRange(citations.Where(c => !ordered.Contains(c)));
        return ordered;
    }

    // Three spans of each line, then the rest: false when there are no more.
    private bool Add(List<List<Citation>> lines, int round)
    {
        const int AtOnce = 3;
        var any = false;
        foreach (var line in lines)
        {
            foreach (var citation in line.Skip(round * AtOnce).Take(AtOnce))
            {
                any = true;
                Add(citation);
            }
        }
        return any;
    }

    private void Add(Citation citation)
    {
        var text = citation.Text;
        if (text.Length is 0 or > LongestSpan || Characters + text.Length > _mostCharacters) return;
        var key = SpanKey.Of(citation);
        if (_numbers.ContainsKey(key)) return;
        if (InstructionText.IsIn(text))
        {
            _numbers.Add(key, 0);
            Instructions++;
            return;
        }
        _spans.Add(new EvidenceSpan(_spans.Count + 1, citation, _speech.Contains(key)));
        _read.Add(null);
        _numbers.Add(key, _spans.Count);
        Characters += text.Length;
    }

    private readonly record struct SpanKey(string ArticleId, int Revision, SpanField Field, int Start, int Length, string Text)
    {
        public static SpanKey Of(Citation c) => new(c.ArticleId, c.Revision, c.Field, c.Start, c.Length, c.Text);
    }
}
