using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Engine.Coverage;

/// <summary>What coverage needs to know of an article of a story.</summary>
/// <param name="ArticleId">Id.</param>
/// <param name="Outlet">Domain of the outlet.</param>
/// <param name="Language">ISO 639-1 or "und".</param>
/// <param name="Published">Publication time; arrival where that is unknown.</param>
/// <param name="Arrived">When the service took it in.</param>
/// <param name="Entities">Names.</param>
/// <param name="Signature">Near-duplicate signature.</param>
/// <param name="Credits">Credits found in its text, in its feed and in its page.</param>
public sealed record CoveredArticle(string ArticleId, string Outlet, string Language, DateTimeOffset Published, DateTimeOffset Arrived,
    IReadOnlyList<string> Entities, ContentSignature Signature, IReadOnlyList<CreditMention> Credits)
{
    /// <summary>When it appeared: published, but never after it arrived.</summary>
    public DateTimeOffset Appeared => Published < Arrived ? Published : Arrived;
}

/// <summary>What an article is to its story.</summary>
public enum ArticleVerdict : byte
{
    /// <summary>The outlet's own report.</summary>
    Original = 1,
    /// <summary>A copy of another outlet's text (or of another address of the same outlet).</summary>
    Reprint = 2,
    /// <summary>An agency's own text.</summary>
    WireOriginal = 3,
    /// <summary>A copy of an agency's text.</summary>
    WireReprint = 4,
}

/// <summary>A verdict and what it rests on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="OriginArticleId">For a copy: the earliest of its copies in the story, the agency's own if that is there. Null for an
/// original, and for the earliest copy of a text whose origin is not in the story.</param>
/// <param name="Source">The outlet whose text it is, if a credit or the group says so; null if it is the outlet's own.</param>
/// <param name="Credit">The credit that says so; null if the text alone does. An original may have one of <see cref="CreditForm.Assistance"/>.</param>
/// <param name="Copies">Articles of the story with this text, itself included.</param>
/// <param name="Similarity">To the origin: share of the shorter text's word sequences that recur, 0 to 1; 0 without an origin.</param>
/// <param name="SharedSentences">Sentences that it has in common with the origin, word for word, of at most 32.</param>
/// <param name="SameHeadlineOnly">Whether only the headlines could be compared, for want of a text of a dozen words.</param>
public sealed record SyndicationFinding(ArticleVerdict Verdict, string? OriginArticleId, OutletFacts? Source, CreditMention? Credit, int Copies,
    float Similarity, int SharedSentences, bool SameHeadlineOnly);

/// <summary>Families or outlets by side. Left + center + right + unrated is their number.</summary>
public readonly record struct SideCounts(int Left, int Center, int Right, int Unrated)
{
    /// <summary>All of them.</summary>
    public int Total => Left + Center + Right + Unrated;

    /// <summary>Those with a rating.</summary>
    public int Rated => Left + Center + Right;

    /// <summary>Number of one side.</summary>
    public int Of(Side side) => side switch { Side.Left => Left, Side.Center => Center, Side.Right => Right, _ => Unrated };

    internal SideCounts Plus(Side side, int by) => side switch
    {
        Side.Left => this with { Left = Left + by },
        Side.Center => this with { Center = Center + by },
        Side.Right => this with { Right = Right + by },
        _ => this with { Unrated = Unrated + by },
    };
}

/// <summary>A side that hardly reports the story.</summary>
/// <param name="Side">Left or right; unrated if there is no blindspot, or too little evidence for one.</param>
/// <param name="Strength">1 - (families of that side / families of the other), 0 to 1; 0 if there is none.</param>
public readonly record struct Blindspot(Side Side, double Strength)
{
    /// <summary>Rated families with an own report below which none is claimed.</summary>
    public const int LeastRated = 8;

    /// <summary>Families of the other side below which none is claimed.</summary>
    public const int LeastOther = 5;

    /// <summary>Strength below which none is claimed: the other side has at least four times as many.</summary>
    public const double LeastStrength = 0.75;

    /// <summary>The blindspot in these counts of families with an own report.</summary>
    public static Blindspot Of(SideCounts families)
    {
        var (fewer, more, side) = families.Left <= families.Right ? (families.Left, families.Right, Side.Left) : (families.Right, families.Left, Side.Right);
        if (families.Rated < LeastRated || more < LeastOther)
            return default;
        var strength = 1 - (double)fewer / more;
        return strength < LeastStrength ? default : new Blindspot(side, strength);
    }
}

/// <summary>Coverage of a story in numbers. Articles = originals + wire originals + reprints + wire reprints.</summary>
public readonly record struct CoverageCounts
{
    /// <summary>Articles.</summary>
    public int Articles { get; init; }
    /// <summary>Articles that are <see cref="ArticleVerdict.Original"/>.</summary>
    public int Originals { get; init; }
    /// <summary>Articles that are <see cref="ArticleVerdict.WireOriginal"/>.</summary>
    public int WireOriginals { get; init; }
    /// <summary>Articles that are <see cref="ArticleVerdict.Reprint"/>.</summary>
    public int Reprints { get; init; }
    /// <summary>Articles that are <see cref="ArticleVerdict.WireReprint"/>.</summary>
    public int WireReprints { get; init; }
    /// <summary>Distinct outlets, by side.</summary>
    public SideCounts Outlets { get; init; }
    /// <summary>Distinct publisher families.</summary>
    public int Families { get; init; }
    /// <summary>Publisher families with an original or a wire original, by side: the mean lean of those of their outlets that have one.</summary>
    public SideCounts OriginalFamilies { get; init; }
    /// <summary>See <see cref="Coverage.Blindspot"/>.</summary>
    public Blindspot Blindspot => Blindspot.Of(OriginalFamilies);
}

/// <summary>A group of articles by country, kind of outlet or language.</summary>
/// <param name="Key">ISO 3166-1 alpha-2 country, kind of outlet, ISO 639-1 language; empty or "unknown" where that is not known.</param>
/// <param name="Articles">Articles.</param>
/// <param name="Outlets">Distinct outlets; 0 for languages, which are the articles'.</param>
public readonly record struct GroupCount(string Key, int Articles, int Outlets);

/// <summary>Articles that appeared in a span of time.</summary>
/// <param name="Start">Start of the span.</param>
/// <param name="Hours">Its length: 1, 6 or 24.</param>
/// <param name="Articles">Articles.</param>
public readonly record struct TimelineBucket(DateTimeOffset Start, int Hours, int Articles);
