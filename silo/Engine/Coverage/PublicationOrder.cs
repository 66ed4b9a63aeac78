namespace StoryClustering.Engine.Coverage;

/// <summary>
/// Which of two copies of a text was published first. Publication times are what senders say: zones get lost, a day stands for a time,
/// and a
/// copy may claim to be older than what it copies. So they are measured by the copy that was seen first.
/// </summary>
/// <remarks>
/// Let F be the copy that arrived first, and X another. X says that it was published p(F) - p(X) before F, and yet it arrived a(X) - a(F)
/// later.
/// A sum of the two of more than <see cref="MostLead"/> is not believed: then X counts as published a(X) - a(F) after F. Given F this
/// is a total order, the same whatever the order in which the copies are compared.
/// </remarks>
public static class PublicationOrder
{
    /// <summary>Longest that a copy can have been published before another, and have arrived after it, in sum.</summary>
    public static readonly TimeSpan MostLead = TimeSpan.FromHours(2);

    /// <summary>Whether <paramref name="a"/> was published before <paramref name="b"/>.</summary>
    /// <param name="a">A copy.</param>
    /// <param name="b">Another one.</param>
    /// <param name="first">The copy of the same text that arrived first, or one of the two.</param>
    public static bool IsBefore(CoveredArticle a, CoveredArticle b, CoveredArticle first)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(first);
        var order = Believed(a, first).CompareTo(Believed(b, first));
        return order == 0 ? IsSeenBefore(a, b) : order < 0;
    }

    /// <summary>Whether <paramref name="a"/> arrived before <paramref name="b"/>; at one moment, whether it says that it is
    /// older.</summary>
    public static bool IsSeenBefore(CoveredArticle a, CoveredArticle b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var order = a.Arrived.CompareTo(b.Arrived);
        if (order == 0)
            order = Told(a).CompareTo(Told(b));
        return order == 0 ? string.CompareOrdinal(a.ArticleId, b.ArticleId) < 0 : order < 0;
    }

    private static DateTimeOffset Believed(CoveredArticle article, CoveredArticle first)
    {
        var (told, reference, later) = (Told(article), Told(first), article.Arrived - first.Arrived);
        return reference - told + later > MostLead ? reference + later : told;
    }

    // Midnight on the dot is a day without a time: it may have been at its end.
    private static DateTimeOffset Told(CoveredArticle article)
    {
        var published = article.Published;
        if (published.UtcDateTime.TimeOfDay == TimeSpan.Zero)
            published += TimeSpan.FromDays(1);
        return published < article.Arrived ? published : article.Arrived;
    }
}
