using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Partitions;

namespace StoryClustering.Tests.Grains.Partitions;

public sealed class ChangeFeedTests
{
    [Fact]
    public void A_tombstone_is_dropped_by_how_long_it_has_been_there_not_by_the_time_on_its_card()
    {
        var feed = new ChangeFeed();
        // Of a silo whose clock is days behind, and of one days ahead.
        feed.Enter(Card("story-behind", StoryState.Merged, updatedDays: -5), 1, TimeSpan.FromHours(1));
        feed.Enter(Card("story-ahead", StoryState.Retracted, updatedDays: 5), 2, TimeSpan.FromHours(2));
        feed.Enter(Card("story-alive", StoryState.Active, updatedDays: -9), 3, TimeSpan.FromHours(2));
        feed.DropTombstones(TimeSpan.FromHours(1));
        Assert.Equal((3, 0L), (feed.Count, feed.Oldest));
        feed.DropTombstones(TimeSpan.FromHours(1.5));
        Assert.Equal((2, 1L), (feed.Count, feed.Oldest)); // whoever has not heard of it cannot resume
        feed.DropTombstones(TimeSpan.FromHours(3));
        Assert.Equal((1, 2L), (feed.Count, feed.Oldest));
        Assert.NotNull(feed.Find("story-alive"));
    }

    private static StoryCard Card(string id, StoryState state, int updatedDays)
    {
        var time = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero).AddDays(updatedDays);
        return new StoryCard
        {
            StoryId = id, Version = 1, State = state, Headline = "", HeadlineArticleId = "", Articles = 1, Reprints = 0, Outlets = 1, Languages = [], Entities = [],
            FirstPublished = time, LastPublished = time, Created = time, Updated = time, Trending = 0,
        };
    }
}
