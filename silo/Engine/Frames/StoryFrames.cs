using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// What the articles of a story say. Invariants:
/// <list type="number">
/// <item>every text shown is, character for character, the span of an article that its first citation names (a claim of a model, which
/// <see cref="CitedText.ByModel"/> marks, is the exception: it is checked against the spans that it cites);</item>
/// <item>every citation's text is that span of its article;</item>
/// <item>a section without enough evidence is empty, and <see cref="AboutFrames.Omissions"/> says why.</item>
/// </list>
/// </summary>
public sealed record StoryFrames
{
    /// <summary>Most central headline of an original; null if there is no article.</summary>
    public CitedText? Headline { get; init; }
    /// <summary>At most two sentences.</summary>
    public IReadOnlyList<CitedText> Summary { get; init; } = [];
    /// <summary>What two or more independent origins report, the most telling first.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];
    /// <summary>Facts that at least one left-rated and one right-rated origin report.</summary>
    public IReadOnlyList<Fact> Agreement { get; init; } = [];
    /// <summary>How the two sides differ.</summary>
    public SideContrast Split { get; init; } = SideContrast.None;
    /// <summary>Questions that the articles answer.</summary>
    public IReadOnlyList<ContextAnswer> Context { get; init; } = [];
    /// <summary>Direct quotes.</summary>
    public IReadOnlyList<SpokenQuote> Quotes { get; init; } = [];
    /// <summary>Where sources contradict each other.</summary>
    public IReadOnlyList<Dispute> Disputes { get; init; } = [];
    /// <summary>How these frames came about.</summary>
    public required AboutFrames About { get; init; }
}

/// <summary>What sources tell in opposite ways.</summary>
/// <param name="DisputeId">Stays while the two sentences live.</param>
/// <param name="First">The sentence that came first, with who bears it out.</param>
/// <param name="Second">The one that contradicts it, with who bears that out.</param>
public sealed record Dispute(string DisputeId, CitedText First, CitedText Second);

/// <summary>A span of an article that a line rests on.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="Revision">Revision of the article whose words these are.</param>
/// <param name="Outlet">Main domain of its outlet.</param>
/// <param name="Url">Its address.</param>
/// <param name="Side">Side of the outlet whose text it is.</param>
/// <param name="Origin">Origin that it counts for.</param>
/// <param name="Appeared">When the article appeared.</param>
/// <param name="Field">Part of the article.</param>
/// <param name="Start">First UTF-16 code unit of the span in that part, from 0.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Text">The words there.</param>
/// <param name="Similarity">How much it says what the line says: weighted share of words in common, 0 to 1; 1 for the line itself.</param>
public sealed record Citation(string ArticleId, int Revision, string Outlet, string Url, Side Side, string Origin, DateTimeOffset Appeared, SpanField Field,
    int Start, int Length, string Text, float Similarity);

/// <summary>A line of a page with its evidence. The first citation is where the words are from, unless a model wrote them.</summary>
public sealed record CitedText(string Text, IReadOnlyList<Citation> Citations, bool ByModel = false);

/// <summary>Something that several origins report.</summary>
public sealed record Fact
{
    /// <summary>Stays while the group of sentences behind it lives, whichever of them is shown.</summary>
    public required string FactId { get; init; }
    /// <summary>The sentence that is shown, with a citation for each origin, at most <see cref="FrameOptions.MostCitations"/>.</summary>
    public required CitedText Line { get; init; }
    /// <summary>Independent origins that report it, by side.</summary>
    public required Coverage.SideCounts Origins { get; init; }
    /// <summary>Articles of those that were read that report it.</summary>
    public required int Articles { get; init; }
    /// <summary>Numbers on which the sources differ.</summary>
    public IReadOnlyList<NumberDifference> Differences { get; init; } = [];
    /// <summary>When the first and the latest of the cited articles appeared.</summary>
    public required DateTimeOffset First { get; init; }
    /// <summary>See <see cref="First"/>.</summary>
    public required DateTimeOffset Latest { get; init; }
}

/// <summary>A number that sources give differently.</summary>
/// <param name="Subject">What is counted, a word as written ("people", "dead").</param>
/// <param name="Reports">Who says which, the newest first.</param>
public sealed record NumberDifference(string Subject, IReadOnlyList<NumberReport> Reports);

/// <summary>A number as sources give it.</summary>
/// <param name="Value">As written, with its qualifier ("at least 12").</param>
/// <param name="Latest">When the latest article that says so appeared.</param>
/// <param name="Citations">Who says so, the newest first.</param>
public sealed record NumberReport(string Value, DateTimeOffset Latest, IReadOnlyList<Citation> Citations);

/// <summary>What a contrast is between.</summary>
public enum ContrastBasis : byte
{
    /// <summary>There is none.</summary>
    None = 0,
    /// <summary>Outlets rated left, and outlets rated right.</summary>
    Sides = 1,
    /// <summary>The two largest groups of articles by their words; not left and right.</summary>
    Camps = 2,
}

/// <summary>How two groups of origins tell a story differently.</summary>
public sealed record SideContrast
{
    /// <summary>No contrast.</summary>
    public static readonly SideContrast None = new();
    /// <summary>Between what.</summary>
    public ContrastBasis Basis { get; init; }
    /// <summary>Origins of the first group (left).</summary>
    public int FirstOrigins { get; init; }
    /// <summary>Origins of the second group (right).</summary>
    public int SecondOrigins { get; init; }
    /// <summary>Terms by which they differ most, the first group's before the second's.</summary>
    public IReadOnlyList<ContrastTerm> Terms { get; init; } = [];
    /// <summary>Points on which they differ, the strongest first.</summary>
    public IReadOnlyList<ContrastPoint> Points { get; init; } = [];
}

/// <summary>A term that one group uses more.</summary>
/// <param name="Term">As an article writes it.</param>
/// <param name="ZScore">Log-odds with an informative Dirichlet prior, divided by its standard deviation (Monroe, Colaresi and Quinn 2008, eq.
/// 22): above 0 the first group's, below 0 the second's.</param>
/// <param name="FirstOrigins">Origins of the first group that use it.</param>
/// <param name="SecondOrigins">Origins of the second group that use it.</param>
public sealed record ContrastTerm(string Term, double ZScore, int FirstOrigins, int SecondOrigins);

/// <summary>Kind of a point.</summary>
public enum ContrastKind : byte
{
    /// <summary>Both speak of it, in different words.</summary>
    Wording = 1,
    /// <summary>Only the first group speaks of it.</summary>
    FirstOnly = 2,
    /// <summary>Only the second group speaks of it.</summary>
    SecondOnly = 3,
}

/// <summary>A point on which two groups differ.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Topic">Terms that name it, as written.</param>
/// <param name="First">Sentence of the first group; null if it does not speak of it.</param>
/// <param name="Second">Sentence of the second group; null if it does not speak of it.</param>
/// <param name="Contrast">0 to 1: how much they differ.</param>
/// <param name="Statement">The point in a model's words; null without a model.</param>
public sealed record ContrastPoint(ContrastKind Kind, IReadOnlyList<string> Topic, CitedText? First, CitedText? Second, double Contrast, CitedText? Statement = null);

/// <summary>Which question.</summary>
public enum ContextSlot : byte
{
    /// <summary>Who is ...?</summary>
    Who = 1,
    /// <summary>Why now?</summary>
    Why = 2,
    /// <summary>What happened before?</summary>
    Before = 3,
    /// <summary>What remains unresolved?</summary>
    Unresolved = 4,
    /// <summary>What happens next?</summary>
    Next = 5,
}

/// <summary>A question and the sentences that answer it.</summary>
/// <param name="Slot">Which question.</param>
/// <param name="Subject">For <see cref="ContextSlot.Who"/>: the name. Empty otherwise.</param>
/// <param name="Question">The question in words.</param>
/// <param name="Answer">One to three sentences.</param>
/// <param name="StoryId">Earlier story whose articles answer it; null: this story's own.</param>
public sealed record ContextAnswer(ContextSlot Slot, string Subject, string Question, IReadOnlyList<CitedText> Answer, string? StoryId = null);

/// <summary>A direct quote.</summary>
/// <param name="Words">What stands between the quotation marks.</param>
/// <param name="Speaker">Name as written.</param>
/// <param name="Citations">Where; the first is where the speaker is named. Their text is the quote without its marks.</param>
/// <param name="Origins">Independent origins that carry it, by side.</param>
public sealed record SpokenQuote(string Words, string Speaker, IReadOnlyList<Citation> Citations, Coverage.SideCounts Origins);

/// <summary>How frames came about.</summary>
public sealed record AboutFrames
{
    /// <summary>"extractive", or "model" if a model wrote lines that passed the checks.</summary>
    public required string Method { get; init; }
    /// <summary>Version of the method: rises when the same articles give other frames.</summary>
    public required int MethodVersion { get; init; }
    /// <summary>Name of the model; empty without one.</summary>
    public string Model { get; init; } = "";
    /// <summary>When.</summary>
    public required DateTimeOffset Computed { get; init; }
    /// <summary>Articles read.</summary>
    public required int Articles { get; init; }
    /// <summary>Of these, copies: of a text whose origin is not in the story, one is read.</summary>
    public required int Copies { get; init; }
    /// <summary>Independent origins, by side.</summary>
    public required Coverage.SideCounts Origins { get; init; }
    /// <summary>Sentences considered.</summary>
    public required int Sentences { get; init; }
    /// <summary>0 to 1: 1 - 2^-(mean number of origins behind a fact, less one); 0 without facts.</summary>
    public required double Confidence { get; init; }
    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<FrameOmission> Omissions { get; init; } = [];
}

/// <summary>A part of a page.</summary>
public enum FrameSection : byte
{
    /// <summary>Headline.</summary>
    Headline = 1,
    /// <summary>Summary.</summary>
    Summary = 2,
    /// <summary>Facts.</summary>
    Facts = 3,
    /// <summary>What both sides agree on.</summary>
    Agreement = 4,
    /// <summary>What they split on.</summary>
    Split = 5,
    /// <summary>Context.</summary>
    Context = 6,
    /// <summary>Quotes.</summary>
    Quotes = 7,
    /// <summary>Where sources contradict each other.</summary>
    Disputes = 8,
}

/// <summary>Something that was left out.</summary>
/// <param name="Section">Where.</param>
/// <param name="Reason">Code, as "too-few-origins".</param>
/// <param name="Detail">In words, with the numbers.</param>
public sealed record FrameOmission(FrameSection Section, string Reason, string Detail);
