using System.Buffers.Binary;
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

    public static StoryCard Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CardReader(bytes);
        var format = reader.Byte();
        if (format is not (Format or FormatWithoutFrames or FormatWithoutCoverage)) throw new InvalidDataException($"Card of unknown format {format}: written by a newer version.");
        var coverage = format > FormatWithoutCoverage;
        var frames = format > FormatWithoutFrames;
        // Initialisers run in the order in which they are written: the order of Encode.
        return new StoryCard
        {
            StoryId = reader.Text(),
            Version = reader.Number(),
            State = (StoryState)reader.Byte(),
            MergedInto = reader.Byte() != 0 ? reader.Text() : null,
            Headline = reader.Text(),
            HeadlineArticleId = reader.Text(),
            Articles = (int)reader.Number(),
            Reprints = (int)reader.Number(),
            Outlets = (int)reader.Number(),
            Left = (int)reader.Number(),
            Center = (int)reader.Number(),
            Right = (int)reader.Number(),
            Languages = reader.Texts(),
            Entities = reader.Texts(),
            FirstPublished = Micros.ToTime(reader.Fixed()),
            LastPublished = Micros.ToTime(reader.Fixed()),
            Created = Micros.ToTime(reader.Fixed()),
            Updated = Micros.ToTime(reader.Fixed()),
            Trending = BitConverter.Int64BitsToDouble(reader.Fixed()),
            WireOriginals = coverage ? (int)reader.Number() : 0,
            WireReprints = coverage ? (int)reader.Number() : 0,
            Families = coverage ? (int)reader.Number() : 0,
            OriginalFamilies = coverage ? new SideNumbers((int)reader.Number(), (int)reader.Number(), (int)reader.Number(), (int)reader.Number()) : default,
            BlindspotSide = coverage ? (OutletSide)reader.Byte() : default,
            BlindspotStrength = coverage ? BitConverter.Int64BitsToDouble(reader.Fixed()) : 0,
            Velocity = coverage ? BitConverter.Int64BitsToDouble(reader.Fixed()) : 0,
            Places = coverage ? reader.Texts() : [],
            OutletsVersion = coverage ? reader.Number() : 0,
            FramesVersion = frames ? reader.Number() : 0,
            FramesStoryVersion = frames ? reader.Number() : 0,
        };
    }

    private static void Write(BinaryWriter writer, string[] values)
    {
        writer.Write7BitEncodedInt(values.Length);
        foreach (var value in values) writer.Write(value);
    }

    // What BinaryReader reads, without a stream: a partition that loads reads tens of thousands of cards.
    private ref struct CardReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public byte Byte() => Take(1)[0];

        public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

        public long Number()
        {
            var value = 0ul;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var b = Byte();
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80) return (long)value;
            }
            throw new InvalidDataException("A number of the card does not end.");
        }

        public string Text()
        {
            var text = Take(Number());
            return text.Length == 0 ? "" : Encoding.UTF8.GetString(text);
        }

        public string[] Texts()
        {
            var count = Number();
            if (count == 0) return [];
            if (count < 0 || count > _rest.Length) throw new InvalidDataException($"A card of {count} strings ends early.");
            var values = new string[count];
            for (var i = 0; i < values.Length; i++) values[i] = Text();
            return values;
        }

        private ReadOnlySpan<byte> Take(long count)
        {
            if (count < 0 || count > _rest.Length) throw new InvalidDataException("The card ends early.");
            var taken = _rest[..(int)count];
            _rest = _rest[(int)count..];
            return taken;
        }
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
