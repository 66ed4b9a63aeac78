using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Frames;
using StoryClustering.Grains;
using StoryClustering.Grains.Frames;
using static StoryClustering.Tests.Grains.Frames.Telling;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>A model of the tests': it answers when it is let.</summary>
public sealed class ScriptedWriter : IFrameWriter
{
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    public bool IsEnabled => true;
    public int Asked => Volatile.Read(ref _asked);
    public void Open() => _open.TrySetResult();
    public void Close() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoryFrames Keep(StoryFrames frames, StoryFrames earlier)
    {
        var written = earlier.Facts.Where(static f => f.Line.ByModel).ToDictionary(static f => f.FactId);
        var kept = frames.Facts.Select(f => written.TryGetValue(f.FactId, out var w) && w.Line.Citations[0].ArticleId == f.Line.Citations[0].ArticleId
            ? f with { Line = f.Line with { Text = w.Line.Text, ByModel = true } } : f).ToArray();
        return frames with { Facts = kept };
    }

    public async Task<StoryFrames?> Write(string storyId, StoryFrames frames, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _asked);
        await _open.Task.WaitAsync(cancellation);
        return frames with
        {
            Facts = [.. frames.Facts.Select(static f => f with { Line = f.Line with { Text = "In short: " + f.Line.Text, ByModel = true } })],
            About = frames.About with { Method = "model", Model = "scripted" },
        };
    }
}

public sealed class WritingFixture : ClusterFixture
{
    public ScriptedWriter Writer { get; } = new();

    protected override void Configure(ISiloBuilder silo)
    {
        silo.Services.Configure<ClusteringOptions>(static o => (o.Frames.Enabled, o.Frames.QuietPeriod, o.Frames.MaxDelay) = (true, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)));
        silo.Services.AddSingleton<IFrameWriter>(Writer);
    }
}

public sealed class FrameWriterTests(WritingFixture cluster) : IClassFixture<WritingFixture>
{
    [Fact]
    public async Task A_models_lines_come_later_as_a_version_of_their_own_and_are_kept_while_their_evidence_stands()
    {
        cluster.Writer.Close();
        var story = (await cluster.Grains.SendAll([Report(500, 0, Line(500, 0)), Report(500, 1, Line(500, 0))]))[0].StoryId;
        // The model has not answered: nobody waits for it.
        var plain = await cluster.Framed(story);
        await Eventually.Holds(() => Task.FromResult(cluster.Writer.Asked > 0 ? null : "the model was not asked"));
        Assert.False(plain.Facts[0].Line.ByModel);
        Assert.Null(await cluster.Grains.GetGrain<IFramesGrain>(story).Update());
        cluster.Writer.Open();
        var written = await cluster.Framed(story, f => f.Facts[0].Line.ByModel ? null : "the model's lines are not there");
        Assert.Equal((plain.Version + 1, "In short: " + plain.Facts[0].Line.Text, "scripted"), (written.Version, written.Facts[0].Line.Text, written.About.Model));
        Assert.Equal(written.Version, (await cluster.Reconciled(story)).FramesVersion);

        var asked = cluster.Writer.Asked;
        // A copy is no new evidence.
        await cluster.Grains.Send(Report(500, 1, Line(500, 0)) with { Url = "https://copier.example/500", Outlet = "copier.example" });
        await Eventually.Holds(async () => (await cluster.Store.FindFrames(story, CancellationToken.None))!.StoryVersion >= 5 ? null : "the copy is not covered");
        var after = (await cluster.Store.FindFrames(story, CancellationToken.None))!;
        Assert.Equal((written.Version, written.Facts[0].Line.Text), (after.Version, after.Facts[0].Line.Text));
        Assert.Equal(asked, cluster.Writer.Asked);
    }

    [Fact]
    public async Task What_a_model_wrote_about_a_story_that_has_moved_on_is_not_shown()
    {
        cluster.Writer.Close();
        var asked = cluster.Writer.Asked;
        var first = Report(510, 0, Line(510, 0), Line(510, 1));
        var story = (await cluster.Grains.SendAll([first, Report(510, 1, Line(510, 0), Line(510, 1))]))[0].StoryId;
        await cluster.Framed(story, f => f.Says(Line(510, 0)) ? null : "the fact is missing");
        await Eventually.Holds(() => Task.FromResult(cluster.Writer.Asked > asked ? null : "the model was not asked"));
        await cluster.Grains.Send(first with { Text = first.Text.Replace(Line(510, 0).By(0), "", StringComparison.Ordinal) });
        var plain = await cluster.Framed(story, f => !f.Says(Line(510, 0)) ? null : "what was taken back is still told");
        Assert.True(plain.Says(Line(510, 1)));
        cluster.Writer.Open();
        // It is asked again about what is there now.
        var written = await cluster.Framed(story, f => f.Facts.All(static x => x.Line.ByModel) ? null : "the model's lines are not there");
        Assert.False(written.Says(Line(510, 0)));
        Assert.All(written.Facts, static f => Assert.StartsWith("In short: ", f.Line.Text, StringComparison.Ordinal));
        await cluster.Settled();
        Assert.DoesNotContain((await cluster.Grains.GetGrain<IFramesGrain>(story).History(0, 50))!.Versions.Where(v => v.Version > plain.Version).SelectMany(static v => v.Changes),
            c => Line(510, 0).IsIn(c.After));
    }
}
