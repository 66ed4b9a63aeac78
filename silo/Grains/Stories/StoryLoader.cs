using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Stories;

/// <summary>Counts a story from the catalog.</summary>
public static class StoryLoader
{
    private const int Page = 1000;

    /// <summary>Counts all members of a story whose row has been read.</summary>
    public static async Task<StoryLedger> Load(ICatalogStore store, StoryRow row, IOutletDirectory outlets, CancellationToken cancellation)
    {
        var card = row.Card;
        var ledger = new StoryLedger(card.StoryId, outlets);
        foreach (var member in await Members(store, card.StoryId, cancellation)) ledger.Add(member);
        // The card may be ahead of the members: an edit, a revision or a rating raises the version without adding one.
        ledger.Version = Math.Max(ledger.Version, card.Version);
        ledger.State = card.State;
        ledger.MergedInto = card.MergedInto;
        ledger.Created = card.Created;
        if (card.Updated > ledger.Updated) ledger.Updated = card.Updated;
        ledger.EditVersion = row.EditVersion;
        ledger.TakeFrames(card);
        return ledger;
    }

    /// <summary>All members of a story in the order in which they joined, without vectors.</summary>
    public static async Task<List<StoryMember>> Members(ICatalogStore store, string storyId, CancellationToken cancellation)
    {
        var all = new List<StoryMember>();
        for (long after = 0; ;)
        {
            var page = await store.ListMembers(storyId, after, Page, withVectors: false, cancellation);
            all.AddRange(page);
            if (page.Count < Page) return all;
            after = page[^1].JoinedVersion;
        }
    }
}
