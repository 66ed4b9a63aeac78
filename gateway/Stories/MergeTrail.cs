using System.Collections.Concurrent;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Stories;

/// <summary>Leads from the id of a story to the story that it went into, over however many mergers. A merger is for ever, so what was
/// once found further along is where the next search begins. Nothing is written.</summary>
internal sealed class MergeTrail(IStoryCluster cluster, StoryView view)
{
    // Far more mergers than a story sees; it bounds the work that a damaged chain can cause.
    private const int MostHops = 4096;
    private const int MostShortcuts = 10_000;

    // Merged stories, and one further along that each went into.
    private readonly ConcurrentDictionary<string, string> _shortcuts = new(StringComparer.Ordinal);

    /// <summary>The story, or the one that it went into; null if there is none, or if mergers run in a circle. One that this gateway
    /// does not hold is asked for in the catalog, which has every card: to ask its grain would wake it up and have it read all its
    /// articles, whether or not there is such a story.</summary>
    public async Task<StoryCard?> Follow(string storyId, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { storyId };
        var id = _shortcuts.GetValueOrDefault(storyId, storyId);
        seen.Add(id);
        for (var hop = 0; hop <= MostHops; hop++)
        {
            var known = view.Find(id);
            var card = known?.State switch
            {
                StoryState.Active => await cluster.Story(id).GetCard(cancellation),
                StoryState.Merged => known,
                _ => (await cluster.Catalog.GetCards([id], cancellation)).FirstOrDefault(),
            };
            if (card is not { State: StoryState.Merged, MergedInto: { } next })
            {
                if (card is not null) Remember(storyId, id);
                return card;
            }
            if (!seen.Add(next)) return null;
            id = next;
        }
        return null;
    }

    /// <summary>As <see cref="Follow"/> for many ids at once, all from the catalog, a read for each hop. Those that lead nowhere are
    /// left out.</summary>
    public async Task<Dictionary<string, StoryCard>> FollowAll(IEnumerable<string> storyIds, CancellationToken cancellation)
    {
        var cards = new Dictionary<string, StoryCard>(StringComparer.Ordinal);
        var ends = new Dictionary<string, StoryCard>(StringComparer.Ordinal);
        var open = storyIds.Distinct(StringComparer.Ordinal).Select(id => (Asked: id, At: _shortcuts.GetValueOrDefault(id, id))).ToList();
        for (var hop = 0; hop <= MostHops && open.Count > 0; hop++)
        {
            var wanted = open.Select(static o => o.At).Where(id => !cards.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToArray();
            if (wanted.Length > 0)
                foreach (var card in await cluster.Catalog.GetCards(wanted, cancellation)) cards[card.StoryId] = card;
            var further = new List<(string Asked, string At)>(open.Count);
            foreach (var (asked, at) in open)
            {
                if (!cards.TryGetValue(at, out var card)) continue;
                if (card is { State: StoryState.Merged, MergedInto: { } next })
                {
                    if (next != asked) further.Add((asked, next));
                    continue;
                }
                ends[asked] = card;
                Remember(asked, at);
            }
            open = further;
        }
        return ends;
    }

    private void Remember(string merged, string further)
    {
        if (merged == further) return;
        if (_shortcuts.Count >= MostShortcuts) _shortcuts.Clear();
        _shortcuts[merged] = further;
    }
}
