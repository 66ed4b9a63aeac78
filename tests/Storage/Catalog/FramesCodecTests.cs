using System.IO.Compression;
using System.Text;
using StoryClustering.Contracts.Frames;
using StoryClustering.Storage.Catalog;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

/// <summary>Frames that other versions of the service have stored.</summary>
public sealed class FramesCodecTests
{
    [Fact]
    public void Fields_of_a_later_version_are_passed_over_and_those_of_before_get_their_defaults()
    {
        const string json = """
            { "StoryId": "story-x", "Version": 3, "StoryVersion": 9, "Mood": { "Of": ["the", "day"] },
              "Split": { "Basis": 1, "Weather": "fair" },
              "About": { "Method": "extractive", "MethodVersion": 1, "Computed": "2025-03-04T05:06:07+00:00", "Articles": 2, "Copies": 0,
                         "Origins": { "Left": 1, "Center": 0, "Right": 1, "Unrated": 0 }, "Sentences": 8, "Confidence": 0.5 } }
            """;
        var frames = FramesCodec.DecodeFrames(Packed(1, json));
        Assert.Equal(("story-x", 3L, ContrastBasis.Sides), (frames.StoryId, frames.Version, frames.Split.Basis));
        Assert.Empty(frames.Facts);
        Assert.Empty(frames.Split.Points);
        Assert.Null(frames.Headline);
        Assert.Equal("", frames.About.Model);
    }

    [Fact]
    public void Another_format_and_what_swells_beyond_bounds_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => FramesCodec.DecodeFrames(Packed(2, "{}")));
        Assert.Throws<InvalidDataException>(() => FramesCodec.DecodeFrames([]));
        Assert.Throws<InvalidDataException>(() => FramesCodec.DecodeFrames(Packed(1, new string(' ', FramesCodec.MostBytes + 1))));
        var tooLong = new FrameChange(FrameChangeKind.Added, FrameSection.Facts, "x", "", new string('x', FramesCodec.MostBytes));
        Assert.Throws<ArgumentException>(() => FramesCodec.Encode(new FramesVersionEntry(1, 1, default, 0, 0, [tooLong])));
    }

    private static byte[] Packed(byte format, string json)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(format);
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(Encoding.UTF8.GetBytes(json));
        return packed.ToArray();
    }
}
