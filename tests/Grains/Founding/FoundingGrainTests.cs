using Microsoft.Extensions.Options;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Grains;
using StoryClustering.Grains.Founding;
using StoryClustering.Tests.Unit.Gateway;

namespace StoryClustering.Tests.Grains.Founding;

public sealed class FoundingGrainTests
{
    private readonly ManualClock _clock = new();
    private readonly FoundingGrain _founding;

    public FoundingGrainTests() => _founding = new FoundingGrain(Options.Create(new ClusteringOptions()), _clock);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Drafts_are_remembered_for_a_minute_also_when_the_wall_clock_is_set(int hours)
    {
        var first = await Propose(1);
        _clock.StepWallClock(TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(first, await Propose(2));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.NotEqual(first, await Propose(3));
    }

    // Another report of the same event, each with a story of its own in mind.
    private Task<string> Propose(int report)
    {
        var content = News.Report(happening: 5, report);
        var article = new ArticleAnalyzer(new EngineOptions()).Analyse(new ArticleText(content.Title, content.Text, content.Language, content.Published));
        return _founding.Propose(new StoryDraft($"story-{report}", $"article-{report}", article.Vector.ToBytes(), article.Language, article.Published, [], 0, null), CancellationToken.None);
    }
}
