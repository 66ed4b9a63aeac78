using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>What an edit requires and what it ends, the same in every store.</summary>
internal static class EditRules
{
    /// <summary>True if what is to be moved or removed is where the edit thinks it is.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="homes">Story of every article that the edit names; those missing are in no story.</param>
    public static bool MembersAreAsExpected(StoryEdit edit, IReadOnlyDictionary<string, string> homes)
    {
        foreach (var move in edit.Moves)
            if (homes.GetValueOrDefault(move.ArticleId) != move.FromStoryId) return false;
        foreach (var id in edit.Removed)
            if (!homes.TryGetValue(id, out var home) || !edit.Stories.Any(s => s.Card.StoryId == home)) return false;
        return true;
    }

    /// <summary>Stories that are not active after the edit.</summary>
    public static IEnumerable<string> Ended(StoryEdit edit) => edit.Stories.Where(static s => s.Card.State != StoryState.Active).Select(static s => s.Card.StoryId);
}
