using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>What a store refuses before it asks the database: text that one of the databases would change or cut (NUL, halves of
/// surrogate pairs), numbers that have no order, a story twice. All throw <see cref="ArgumentException"/>.</summary>
public static class CatalogRules
{
    /// <summary>Why an article cannot be a member of any story, or null. Names the field.</summary>
    public static string? FaultOf(ArticleDigest article)
    {
        foreach (var (field, value) in new[]
        {
            ("article id", article.ArticleId), ("URL", article.Url), ("title", article.Title), ("outlet", article.Outlet), ("language", article.Language),
            ("external id", article.ExternalId), ("feed credit", article.FeedCredit),
        })
            if (!IsStorable(value)) return FaultOf(field);
        foreach (var credit in article.Credits)
            if (!IsStorable(credit.Source) || !IsStorable(credit.Quote)) return FaultOf("credit line");
        foreach (var entity in article.Entities)
            if (!IsStorable(entity)) return FaultOf("name");
        return null;
    }

    internal static void Check(IReadOnlyList<StoryCommit> changes)
    {
        var seen = new HashSet<string>(changes.Count, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            Check(change);
            if (!seen.Add(change.Card.StoryId)) throw new ArgumentException($"Story {change.Card.StoryId} appears twice.", nameof(changes));
        }
    }

    internal static void Check(StoryEdit edit)
    {
        Check(edit.Stories);
        foreach (var move in edit.Moves) Text(move.ArticleId, move.FromStoryId, move.ToStoryId);
        if (edit.MoveAllFrom is not null)
        {
            Text(edit.MoveAllFrom);
            if (edit.Stories.Count == 0) throw new ArgumentException("MoveAllFrom needs a first story to move to.", nameof(edit));
        }
        foreach (var id in edit.Removed) Text(id);
        var audit = edit.Audit;
        Text(audit.Actor, audit.Action, audit.StoryId, audit.OtherStoryId, audit.Reason);
        Text(audit.ArticleIds);
    }

    internal static void Check(IReadOnlyList<OutletChange> changes, long expectedVersion)
    {
        if (changes.Count == 0) throw new ArgumentException("There is nothing to save.", nameof(changes));
        var version = changes[0].Version;
        if (version <= expectedVersion) throw new ArgumentException($"Version {version} does not rise above {expectedVersion}.", nameof(changes));
        var seen = new HashSet<string>(changes.Count, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Version != version || change.After.Version != version) throw new ArgumentException($"{change.After.Domain} is not of version {version}.", nameof(changes));
            if (!seen.Add(change.After.Domain)) throw new ArgumentException($"Outlet {change.After.Domain} appears twice.", nameof(changes));
            Text(change.Actor, change.Reason, change.After.Name, change.After.Family, change.After.Country);
            Text(change.After.Domains);
            Text(change.After.LeanBy?.Source, change.After.LeanBy?.Scale, change.After.LeanBy?.Licence, change.After.LeanBy?.Original);
        }
    }

    internal static void Check(FramesCommit commit)
    {
        Text(commit.Frames.StoryId);
        ArgumentOutOfRangeException.ThrowIfNegative(commit.ExpectedVersion);
        ArgumentOutOfRangeException.ThrowIfLessThan(commit.Keep, 1);
        if (commit.Frames.Version != commit.ExpectedVersion + 1)
            throw new ArgumentException($"Frames {commit.Frames.Version} of {commit.Frames.StoryId} do not follow {commit.ExpectedVersion}.", nameof(commit));
    }

    internal static void Text(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            if (value is not null && !IsStorable(value))
                throw new UnstorableException("Text with a NUL character or half a surrogate pair cannot be stored.");
    }

    private static void Check(StoryCommit change)
    {
        var card = change.Card;
        Text(card.StoryId, card.MergedInto, card.Headline, card.HeadlineArticleId);
        Text(card.Languages);
        Text(card.Entities);
        Text(card.Places);
        if (!double.IsFinite(card.Trending)) throw new ArgumentException($"Trending score of {card.StoryId} is not a number.");
        if (card.Version <= change.ExpectedVersion)
            throw new ArgumentException($"Version {card.Version} of {card.StoryId} does not rise above {change.ExpectedVersion}.");
        foreach (var member in change.Added) Check(member, card.StoryId);
        foreach (var member in change.Revised) Check(member, card.StoryId);
    }

    private static void Check(StoryMember member, string storyId)
    {
        var article = member.Article;
        if (member.StoryId != storyId) throw new ArgumentException($"Member {article.ArticleId} of {member.StoryId} is in a change of {storyId}.");
        if (FaultOf(article) is { } fault) throw new UnstorableException(fault);
    }

    private static string FaultOf(string field) => $"The article's {field} has a NUL character or half a surrogate pair, which cannot be stored.";

    private static bool IsStorable(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\0') return false;
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1])) return false;
            i++;
        }
        return true;
    }
}
