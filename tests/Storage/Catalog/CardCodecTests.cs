using StoryClustering.Storage.Catalog;
using Xunit;

namespace StoryClustering.Tests.Storage.Catalog;

/// <summary>Cards that older versions of the service have stored.</summary>
public sealed class CardCodecTests
{
    [Fact]
    public void A_card_from_before_frames_is_read_and_has_none()
    {
        var card = Sample.Card("story-old", 7);
        var now = CardCodec.Encode(card);
        Assert.Equal(3, now[0]);
        Assert.Equivalent(card, CardCodec.Decode(now), strict: true);
        // Format 2 was the same but for the two small numbers at the end.
        byte[] before = [2, .. now[1..^2]];
        Assert.Equivalent(card with { FramesVersion = 0, FramesStoryVersion = 0 }, CardCodec.Decode(before), strict: true);
    }

    [Fact]
    public void A_card_from_before_coverage_is_read_and_has_neither()
    {
        var card = Sample.Card("story-older", 7) with
        {
            WireOriginals = 0, WireReprints = 0, Families = 0, OriginalFamilies = default, BlindspotSide = default, BlindspotStrength = 0, Velocity = 0, Places = [], OutletsVersion = 0,
            FramesVersion = 0, FramesStoryVersion = 0,
        };
        var now = CardCodec.Encode(card);
        // Eleven numbers and an empty list of a byte each, and two of eight bytes, came after what format 1 had.
        byte[] before = [1, .. now[1..^(11 + 16)]];
        Assert.Equivalent(card, CardCodec.Decode(before), strict: true);
    }

    [Fact]
    public void A_card_of_a_later_format_is_refused()
    {
        var bytes = CardCodec.Encode(Sample.Card("story-new", 7));
        bytes[0] = 4;
        Assert.Throws<InvalidDataException>(() => CardCodec.Decode(bytes));
    }

    [Fact]
    public void A_card_that_was_cut_off_is_refused_wherever_the_cut_is()
    {
        var bytes = CardCodec.Encode(Sample.Card("story-cut", 7) with { Headline = "Überschwemmung in 東京 🌊" });
        Assert.Equal("Überschwemmung in 東京 🌊", CardCodec.Decode(bytes).Headline);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(() => CardCodec.Decode(bytes.AsSpan(0, length)));
    }
}
