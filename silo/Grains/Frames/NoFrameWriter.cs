using StoryClustering.Engine.Frames;

namespace StoryClustering.Grains.Frames;

/// <summary>No model: lines stay as articles have them.</summary>
public sealed class NoFrameWriter : IFrameWriter
{
    /// <inheritdoc/>
    public bool IsEnabled => false;

    /// <inheritdoc/>
    public StoryFrames Keep(StoryFrames frames, StoryFrames earlier) => frames;

    /// <inheritdoc/>
    public Task<StoryFrames?> Write(string storyId, StoryFrames frames, CancellationToken cancellation) => Task.FromResult<StoryFrames?>(null);
}
