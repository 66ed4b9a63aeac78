namespace StoryClustering.Engine.Syndication;

/// <summary>Where an article says whose text it is.</summary>
public enum CreditForm : byte
{
    /// <summary>Before the first sentence: "LISBON (Lusa) - ".</summary>
    Dateline = 1,
    /// <summary>A line of its own, or "By NAME, Agency", at the top.</summary>
    Byline = 2,
    /// <summary>At the end: "(Reporting by ...)", "Copyright ... Agency", "originally published by ...".</summary>
    Trailer = 3,
    /// <summary>"With files from Agency", "avec AFP".</summary>
    Contribution = 4,
    /// <summary>The feed's own credit.</summary>
    FeedCredit = 5,
    /// <summary>The page says that its canonical address is at another outlet.</summary>
    CanonicalUrl = 6,
    /// <summary>"Agency contributed to this report", "(KXYZ/AP)": it had a part in the report, which is the outlet's own.</summary>
    Assistance = 7,
}

/// <summary>A credit found in an article.</summary>
/// <param name="Form">Where it stood.</param>
/// <param name="Source">Name as written, to be looked up among the outlets; at most 100 characters.</param>
/// <param name="Quote">The words that say so, exactly as in the article; at most 160 characters.</param>
public readonly record struct CreditMention(CreditForm Form, string Source, string Quote);
