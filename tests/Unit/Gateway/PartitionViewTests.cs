using StoryClustering.Contracts.Partitions;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Stories;
using Xunit;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class PartitionViewTests
{
    private static readonly TimeSpan Now = TimeSpan.FromDays(3);

    private readonly PartitionView _view = new(0);

    private void Page(long upTo, params FeedEntry[] entries) => _view.Apply(new FeedPage(0, entries, upTo, false, 0), Now);

    private static FeedEntry At(long sequence, int story, long version, int articles = 1, StoryState state = StoryState.Active) =>
        new(sequence, Cards.New(story, version, articles, state));

    private (string Changes, long Cursor) Collect(long cursor, CollectMode mode, long token = 0, IReadOnlySet<string>? ids = null,
        StoryCondition? condition = null)
    {
        var pending = new List<PendingChange>();
        var end = _view.Collect(cursor, token, mode, ids, condition, pending);
        pending.Reverse();
        return (string.Join(" ", pending.Select(p => $"{int.Parse(p.Story.Card.StoryId[6..])}v{p.Story.Card.Version}<{p.PreviousVersion}+{p.Skipped}")), end);
    }

    [Fact]
    public void Each_story_stands_once_in_order_of_its_last_change()
    {
        Page(4, At(1, 1, 1), At(2, 2, 1), At(3, 3, 1), At(4, 1, 2));
        Assert.Equal(("2v1<0+0 3v1<0+0 1v2<0+0", 4), Collect(0, CollectMode.Everything));
    }

    [Fact]
    public void A_batch_that_does_not_join_on_is_a_gap_and_changes_nothing()
    {
        Page(4, At(4, 1, 1));
        Assert.Equal(BatchResult.Gap, _view.Apply(new FeedBatch(0, 5, [At(6, 2, 1)]), Now));
        Assert.Equal(4, _view.Last);
        Assert.Equal(BatchResult.Applied, _view.Apply(new FeedBatch(0, 4, [At(5, 2, 1)]), Now));
        Assert.Equal(5, _view.Last);
    }

    [Fact]
    public void Batches_that_overlap_a_page_are_taken_from_where_they_are_new()
    {
        Page(4, At(3, 1, 3), At(4, 2, 1));
        Assert.Equal(BatchResult.Stale, _view.Apply(new FeedBatch(0, 1, [At(2, 1, 2), At(3, 1, 3)]), Now));
        Assert.Equal(BatchResult.Applied, _view.Apply(new FeedBatch(0, 2, [At(3, 1, 3), At(5, 1, 4)]), Now));
        Assert.Equal(("1v4<3+0", 5), Collect(4, CollectMode.Live));
    }

    [Fact]
    public void A_version_never_falls_even_if_the_partition_sends_an_older_one()
    {
        Page(1, At(1, 1, 5));
        Page(9, At(9, 1, 4));
        Assert.Equal(5, _view.Find(Ids.Story(1))!.Version);
        Assert.Equal(("", 9), Collect(1, CollectMode.Live));
    }

    [Fact]
    public void Changes_between_two_visits_are_one_with_the_number_of_the_skipped()
    {
        Page(1, At(1, 1, 1, articles: 1));
        foreach (var n in Enumerable.Range(2, 4)) Page(n, At(n, 1, n, articles: n));
        Assert.Equal(("1v5<1+3", 5), Collect(1, CollectMode.Live));
        Assert.Equal(("1v5<3+1", 5), Collect(3, CollectMode.Live));
        Assert.Equal(("", 5), Collect(5, CollectMode.Live));
    }

    [Fact]
    public void What_is_forgotten_of_a_story_is_said_to_be_unknown()
    {
        Page(1, At(1, 1, 1));
        foreach (var n in Enumerable.Range(2, 30)) Page(n, At(n, 1, n));
        Assert.Equal(("1v31<0+8", 31), Collect(1, CollectMode.Live));
    }

    // The partition has moved and numbers all its stories anew.
    [Fact]
    public void A_live_stream_does_not_get_the_same_version_twice_after_a_reload()
    {
        Page(100, At(100, 1, 5));
        var (_, cursor) = Collect(0, CollectMode.Everything);
        Page(1000, At(1000, 1, 5));
        Assert.Equal(("", 1000), Collect(cursor, CollectMode.Live));
        Page(2000, At(2000, 1, 5));
        Assert.Equal(("", 2000), Collect(1000, CollectMode.Live));
    }

    // Another gateway missed version 5 at 100, heard of it at 1000 only, and gave a token for 999 before that.
    [Fact]
    public void A_stream_that_resumes_from_another_gateways_token_gets_what_that_one_had_not_seen()
    {
        Page(100, At(100, 1, 5));
        Page(1000, At(1000, 1, 5));
        Assert.Equal(("1v5<0+0", 1000), Collect(999, CollectMode.CatchUp, token: 999));
    }

    [Fact]
    public void And_gets_it_too_if_the_reload_reaches_this_gateway_later_but_only_once()
    {
        Page(999, At(100, 1, 5));
        Assert.Equal(("", 999), Collect(999, CollectMode.CatchUp, token: 999));
        Page(1000, At(1000, 1, 5));
        Assert.Equal(("1v5<0+0", 1000), Collect(999, CollectMode.Live, token: 999));
        Page(2000, At(2000, 1, 5));
        Assert.Equal(("", 2000), Collect(1000, CollectMode.Live, token: 999));
    }

    [Fact]
    public void Snapshots_leave_tombstones_out_unless_they_were_asked_for()
    {
        Page(2, At(1, 1, 1), At(2, 2, 2, state: StoryState.Retracted));
        Assert.Equal(("1v1<0+0", 2), Collect(0, CollectMode.Everything));
        Assert.Equal(("2v2<0+0", 2), Collect(0, CollectMode.Everything, ids: new HashSet<string> { Ids.Story(2) }));
    }

    private static StoryCondition AtLeast(int articles) => new(null, articles, 0, 0, null, [], [], null);

    [Fact]
    public void A_condition_passes_what_matches_and_holds_back_what_does_not()
    {
        Page(3, At(1, 1, 1, articles: 5), At(2, 2, 1, articles: 2), At(3, 3, 1, articles: 9));
        Assert.Equal(("1v1<0+0 3v1<0+0", 3), Collect(0, CollectMode.Everything, condition: AtLeast(5)));
        Assert.Equal(("3v1<0+0", 3), Collect(0, CollectMode.Everything, ids: new HashSet<string> { Ids.Story(2), Ids.Story(3) }, condition: AtLeast(5)));
    }

    [Fact]
    public void A_story_is_told_of_from_when_it_matches_and_not_when_it_no_longer_does()
    {
        Page(1, At(1, 1, 1, articles: 1));
        Assert.Equal(("", 1), Collect(0, CollectMode.Live, condition: AtLeast(2)));
        Page(2, At(2, 1, 2, articles: 2));
        Assert.Equal(("1v2<1+0", 2), Collect(1, CollectMode.Live, condition: AtLeast(2)));
        Page(3, At(3, 1, 3, articles: 1));
        Assert.Equal(("", 3), Collect(2, CollectMode.Live, condition: AtLeast(2)));
    }

    [Theory]
    [InlineData(StoryState.Merged)]
    [InlineData(StoryState.Retracted)]
    public void The_end_of_a_story_is_told_whatever_the_condition(StoryState end)
    {
        Page(1, At(1, 1, 1, articles: 9));
        Page(2, At(2, 1, 2, articles: 0, state: end));
        Assert.Equal(("1v2<1+0", 2), Collect(1, CollectMode.Live, condition: AtLeast(5)));
        Assert.Equal(("1v2<1+0", 2), Collect(1, CollectMode.CatchUp, token: 1, condition: AtLeast(5)));
        Assert.Equal(("", 2), Collect(0, CollectMode.Everything, condition: AtLeast(0)));
    }

    [Fact]
    public void Forgetting_a_tombstone_makes_older_tokens_expire()
    {
        Page(1, At(1, 1, 1));
        Page(5, At(5, 2, 2, state: StoryState.Retracted));
        Page(6, At(6, 3, 1));
        _view.Sweep(Now - TimeSpan.FromHours(1));
        Assert.Equal((3, 0L), (_view.Count, _view.Oldest));
        _view.Sweep(Now + TimeSpan.FromHours(1));
        Assert.Equal((2, 5L), (_view.Count, _view.Oldest));
        Assert.Equal(("1v1<0+0 3v1<0+0", 6), Collect(0, CollectMode.Everything));
    }

    [Fact]
    public void A_full_view_forgets_the_least_recently_changed_and_tells_streams_that_had_not_got_so_far()
    {
        var view = new PartitionView(0, most: 2);
        view.Apply(new FeedPage(0, [At(1, 1, 1), At(2, 2, 1)], 2, false, 0), Now);
        view.Apply(new FeedBatch(0, 2, [At(3, 1, 2), At(4, 3, 1, state: StoryState.Retracted)]), Now);
        Assert.Equal((2, 2L), (view.Count, view.Oldest)); // story 2, last changed at 2, is gone
        var pending = new List<PendingChange>();
        Assert.Equal(-1, view.Collect(1, 0, CollectMode.Live, null, null, pending));
        Assert.Empty(pending);
        Assert.Equal(4, view.Collect(2, 0, CollectMode.Live, null, null, pending));
        Assert.Equal([3L, 1L], pending.Select(p => p.Story.Card.StoryId == Ids.Story(3) ? 3L : 1L));
        // Comes back when it changes, and an old tombstone does not take the newcomer with it.
        view.Apply(new FeedBatch(0, 4, [At(5, 2, 2), At(6, 4, 1), At(7, 3, 2)]), Now);
        view.Sweep(Now + TimeSpan.FromHours(48));
        Assert.Equal(2, view.Count);
        Assert.NotNull(view.Find(Ids.Story(3)));
    }

    [Fact]
    public void Random_feeds_give_every_stream_the_last_version_of_every_story_with_rising_versions()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var view = new PartitionView(0);
            var truth = new Dictionary<string, long>();
            var streams = new List<(long Cursor, long Token, Dictionary<string, long> Had)>();
            long sequence = 0;
            for (var step = 0; step < 60; step++)
            {
                var entries = new List<FeedEntry>();
                if (random.Next(12) == 0)
                {
                    // Reload: new numbers for all.
                    sequence += 1000;
                    foreach (var (id, version) in truth) entries.Add(new FeedEntry(++sequence, Cards.New(int.Parse(id[6..]), version)));
                }
                for (var i = random.Next(4); i > 0; i--)
                {
                    var story = random.Next(6);
                    var version = truth[Ids.Story(story)] = truth.GetValueOrDefault(Ids.Story(story)) + 1 + random.Next(2);
                    entries.Add(new FeedEntry(++sequence, Cards.New(story, version)));
                }
                view.Apply(new FeedPage(0, [.. entries], sequence, false, 0), Now);
                if (random.Next(6) == 0) streams.Add((0, 0, []));
                for (var s = 0; s < streams.Count; s++)
                {
                    if (random.Next(3) > 0) continue;
                    var (cursor, token, had) = streams[s];
                    var pending = new List<PendingChange>();
                    var mode = cursor == 0 ? CollectMode.Everything : CollectMode.Live;
                    var end = view.Collect(cursor, token, mode, null, null, pending);
                    foreach (var change in Enumerable.Reverse(pending))
                    {
                        var card = change.Story.Card;
                        Assert.True(card.Version > had.GetValueOrDefault(card.StoryId), $"seed {seed}: {card.StoryId} v{card.Version} again");
                        had[card.StoryId] = card.Version;
                    }
                    Assert.Equal(truth.OrderBy(t => t.Key, StringComparer.Ordinal), had.OrderBy(t => t.Key, StringComparer.Ordinal));
                    streams[s] = (end, token, had);
                }
            }
        }
    }
}
