using StoryClustering.Engine.Frames;

namespace StoryClustering.Grains.Frames;

/// <summary>Writes lines of frames anew, from the spans that they cite and from nothing else.</summary>
public interface IFrameWriter
{
    /// <summary>Whether there is one.</summary>
    bool IsEnabled { get; }

    /// <summary>Takes over what was written before for the same evidence, so that pages do not change back and forth. Asks nobody.</summary>
    /// <param name="frames">Extractive frames as they are now.</param>
    /// <param name="earlier">Frames that were shown before.</param>
    /// <returns><paramref name="frames"/>, with the lines of <paramref name="earlier"/> that still pass all checks.</returns>
    StoryFrames Keep(StoryFrames frames, StoryFrames earlier);

    /// <summary>Has lines written. May take long; never throws but for cancellation.</summary>
    /// <returns>The frames with the lines that pass all checks; null if there are none, or nobody may be asked now.</returns>
    Task<StoryFrames?> Write(string storyId, StoryFrames frames, CancellationToken cancellation);
}
