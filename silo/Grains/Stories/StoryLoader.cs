using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Syndication;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Stories;

/// <summary>Counts a story from the catalog.</summary>
public static class StoryLoader
{
    private const int Page = 1000;

    /// <summary>Largest number of originals whose signatures a story remembers for telling reprints.</summary>
    public const int RememberedOriginals = 256;

    /// <summary>Counts all members, or those that joined after <paramref name="checkpoint"/> if that is still valid. Returns
    /// null if there is no such story.</summary>
    public static async Task<LoadedStory?> Load(ICatalogStore store, string storyId, StoryLedger? checkpoint, CancellationToken cancellation)
    {
        var row = await store.FindStory(storyId, cancellation);
        if (row is null) return null;
        var valid = checkpoint is not null && checkpoint.Version >= row.EditVersion && checkpoint.Version <= row.Card.Version;
        var ledger = valid ? checkpoint! : new StoryLedger { StoryId = storyId };
        var signatures = new SignatureSet(RememberedOriginals);
        var small = row.Card.Articles <= RememberedOriginals;
        var after = valid ? ledger.Version : 0;
        while (true)
        {
            var members = await store.ListMembers(storyId, after, Page, withVectors: small && !valid, cancellation);
            foreach (var member in members)
            {
                ledger.Add(member);
                if (small && !valid) Remember(signatures, member);
                after = member.JoinedVersion;
            }
            if (members.Count < Page) break;
        }
        if (!small || valid)
            foreach (var member in await store.LoadNewestMembers([storyId], RememberedOriginals, cancellation)) Remember(signatures, member);
        // The card may be ahead of the members: an edit or a revision raises the version without adding one.
        ledger.Version = Math.Max(ledger.Version, row.Card.Version);
        ledger.State = row.Card.State;
        ledger.MergedInto = row.Card.MergedInto;
        ledger.Created = row.Card.Created;
        if (row.Card.Updated > ledger.Updated) ledger.Updated = row.Card.Updated;
        if (ledger.Articles == 0)
        {
            ledger.Headline = row.Card.Headline;
            ledger.HeadlineArticleId = row.Card.HeadlineArticleId;
        }
        return new LoadedStory(ledger, signatures, row);
    }

    private static void Remember(SignatureSet signatures, StoryMember member)
    {
        if (member.OriginArticleId is null && member.Article.Signature.Length > 0)
            signatures.Add(member.Article.ArticleId, ContentSignature.FromBytes(member.Article.Signature));
    }
}

/// <summary>A story counted from the catalog.</summary>
public sealed record LoadedStory(StoryLedger Ledger, SignatureSet Signatures, StoryRow Row);
