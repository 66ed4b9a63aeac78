using System.Text;
using StoryClustering.Contracts.Stories;

namespace StoryClustering.Storage.Catalog;

/// <summary>The bytes of a card in story_catalog. First byte: format, 3 (2, without what frames added, and 1, without
/// what coverage added either, are still read). Then the fields in fixed order: numbers as
/// variable-length integers, text as length and UTF-8, times as 8 bytes of Unix microseconds. A new field goes to the end
/// under a new format number; old numbers are read for ever.</summary>
internal static class CardCodec
{
    private const byte Format = 3;
    private const byte FormatWithoutFrames = 2;
    private const byte FormatWithoutCoverage = 1;

    public static byte[] Encode(StoryCard card)
    {
        using var stream = new MemoryStream(768);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Format);
        writer.Write(card.StoryId);
        writer.Write7BitEncodedInt64(card.Version);
        writer.Write((byte)card.State);
        writer.Write(card.MergedInto is not null);
        if (card.MergedInto is not null) writer.Write(card.MergedInto);
        writer.Write(card.Headline);
        writer.Write(card.HeadlineArticleId);
        writer.Write7BitEncodedInt(card.Articles);
        writer.Write7BitEncodedInt(card.Reprints);
        writer.Write7BitEncodedInt(card.Outlets);
        writer.Write7BitEncodedInt(card.Left);
        writer.Write7BitEncodedInt(card.Center);
        writer.Write7BitEncodedInt(card.Right);
        Write(writer, card.Languages);
        Write(writer, card.Entities);
        writer.Write(Micros.From(card.FirstPublished));
        writer.Write(Micros.From(card.LastPublished));
        writer.Write(Micros.From(card.Created));
        writer.Write(Micros.From(card.Updated));
        writer.Write(card.Trending);
        writer.Write7BitEncodedInt(card.WireOriginals);
        writer.Write7BitEncodedInt(card.WireReprints);
        writer.Write7BitEncodedInt(card.Families);
        writer.Write7BitEncodedInt(card.OriginalFamilies.Left);
        writer.Write7BitEncodedInt(card.OriginalFamilies.Center);
        writer.Write7BitEncodedInt(card.OriginalFamilies.Right);
        writer.Write7BitEncodedInt(card.OriginalFamilies.Unrated);
        writer.Write((byte)card.BlindspotSide);
        writer.Write(card.BlindspotStrength);
        writer.Write(card.Velocity);
        Write(writer, card.Places);
        writer.Write7BitEncodedInt64(card.OutletsVersion);
        writer.Write7BitEncodedInt64(card.FramesVersion);
        writer.Write7BitEncodedInt64(card.FramesStoryVersion);
        writer.Flush();
        return stream.ToArray();
    }

    public static StoryCard Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var format = reader.ReadByte();
        if (format is not (Format or FormatWithoutFrames or FormatWithoutCoverage)) throw new InvalidDataException($"Card of unknown format {format}: written by a newer version.");
        // Initialisers run in the order in which they are written: the order of Encode.
        var card = new StoryCard
        {
            StoryId = reader.ReadString(),
            Version = reader.Read7BitEncodedInt64(),
            State = (StoryState)reader.ReadByte(),
            MergedInto = reader.ReadBoolean() ? reader.ReadString() : null,
            Headline = reader.ReadString(),
            HeadlineArticleId = reader.ReadString(),
            Articles = reader.Read7BitEncodedInt(),
            Reprints = reader.Read7BitEncodedInt(),
            Outlets = reader.Read7BitEncodedInt(),
            Left = reader.Read7BitEncodedInt(),
            Center = reader.Read7BitEncodedInt(),
            Right = reader.Read7BitEncodedInt(),
            Languages = ReadStrings(reader),
            Entities = ReadStrings(reader),
            FirstPublished = Micros.ToTime(reader.ReadInt64()),
            LastPublished = Micros.ToTime(reader.ReadInt64()),
            Created = Micros.ToTime(reader.ReadInt64()),
            Updated = Micros.ToTime(reader.ReadInt64()),
            Trending = reader.ReadDouble(),
        };
        if (format == FormatWithoutCoverage) return card;
        card = card with
        {
            WireOriginals = reader.Read7BitEncodedInt(),
            WireReprints = reader.Read7BitEncodedInt(),
            Families = reader.Read7BitEncodedInt(),
            OriginalFamilies = new SideNumbers(reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt()),
            BlindspotSide = (OutletSide)reader.ReadByte(),
            BlindspotStrength = reader.ReadDouble(),
            Velocity = reader.ReadDouble(),
            Places = ReadStrings(reader),
            OutletsVersion = reader.Read7BitEncodedInt64(),
        };
        return format == FormatWithoutFrames ? card : card with
        {
            FramesVersion = reader.Read7BitEncodedInt64(),
            FramesStoryVersion = reader.Read7BitEncodedInt64(),
        };
    }

    private static void Write(BinaryWriter writer, string[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (var value in values) writer.Write(value);
    }

    private static string[] ReadStrings(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count == 0) return [];
        var values = new string[count];
        for (var i = 0; i < count; i++) values[i] = reader.ReadString();
        return values;
    }
}

/// <summary>Times as they are stored: Unix microseconds. What is finer is cut off (towards the past).</summary>
internal static class Micros
{
    public static long From(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        return ticks >= 0 ? ticks / 10 : -((9 - ticks) / 10);
    }

    public static DateTimeOffset ToTime(long micros) => new(micros * 10 + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
