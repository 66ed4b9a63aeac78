using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using StoryClustering.Api.V1;

namespace StoryClustering.Gateway.Stories.Watching;

/// <summary>Writes watch responses without serialising a story more than once. A subscriber has one
/// <see cref="WatchStoriesResponse"/> for its whole life, with the fields that are its own, and beside it this list of
/// changes, whose bytes all subscribers share; a message is the one followed by the others, copied. Protobuf allows fields in
/// any order, so clients see nothing of it.</summary>
public sealed class WatchFrames
{
    private static readonly ConditionalWeakTable<WatchStoriesResponse, WatchFrames> Known = [];
    private const byte ChangesTag = (WatchStoriesResponse.ChangesFieldNumber << 3) | 2;
    private const byte PreviousTag = StoryChange.PreviousVersionFieldNumber << 3;
    private const byte AddedTag = StoryChange.ArticlesAddedFieldNumber << 3;
    private const byte MissingTag = StoryChange.DetailsMissingFieldNumber << 3;

    private readonly List<FrameChange> _changes = [];

    /// <summary>Makes a response that can carry changes.</summary>
    public static (WatchStoriesResponse Head, WatchFrames Frames) Create()
    {
        var head = new WatchStoriesResponse();
        var frames = new WatchFrames();
        Known.Add(head, frames);
        return (head, frames);
    }

    /// <summary>Changes of the next message.</summary>
    public int Count => _changes.Count;

    /// <summary>Adds a change to the next message.</summary>
    /// <param name="body">Serialised StoryChange without the two fields that follow.</param>
    /// <param name="previousVersion">StoryChange.previous_version.</param>
    /// <param name="articlesAdded">StoryChange.articles_added.</param>
    public void Add(byte[] body, long previousVersion, long articlesAdded) =>
        _changes.Add(new FrameChange(body, null, null, false, previousVersion, articlesAdded));

    /// <summary>Adds a change with details to the next message.</summary>
    /// <param name="body">As above.</param>
    /// <param name="coverage">Serialised StoryChange with nothing but coverage_detail, or null.</param>
    /// <param name="frames">Serialised StoryChange with nothing but frames, or null.</param>
    /// <param name="missing">StoryChange.details_missing.</param>
    /// <param name="previousVersion">StoryChange.previous_version.</param>
    /// <param name="articlesAdded">StoryChange.articles_added.</param>
    public void Add(byte[] body, byte[]? coverage, byte[]? frames, bool missing, long previousVersion, long articlesAdded) =>
        _changes.Add(new FrameChange(body, coverage, frames, missing, previousVersion, articlesAdded));

    /// <summary>Begins the next message.</summary>
    public void Clear() => _changes.Clear();

    /// <summary>Marshaller for the method.</summary>
    public static Marshaller<WatchStoriesResponse> Marshaller(Marshaller<WatchStoriesResponse> generated) =>
        Marshallers.Create(Write, generated.ContextualDeserializer);

    /// <summary>The whole message as a client gets it.</summary>
    public static byte[] ToBytes(WatchStoriesResponse response)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Known.TryGetValue(response, out var frames);
        response.WriteTo(buffer);
        frames?.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(WatchStoriesResponse response, SerializationContext context)
    {
        Known.TryGetValue(response, out var frames);
        context.SetPayloadLength(response.CalculateSize() + (frames?.Size() ?? 0));
        var buffer = context.GetBufferWriter();
        response.WriteTo(buffer);
        frames?.Write(buffer);
        context.Complete();
    }

    private int Size()
    {
        var size = 0;
        foreach (var change in _changes)
        {
            var inner = change.Size;
            size += 1 + CodedOutputStream.ComputeLengthSize(inner) + inner;
        }
        return size;
    }

    private void Write(IBufferWriter<byte> buffer)
    {
        foreach (var change in _changes)
        {
            var inner = change.Size;
            var whole = 1 + CodedOutputStream.ComputeLengthSize(inner) + inner;
            var span = buffer.GetSpan(whole);
            span[0] = ChangesTag;
            var at = 1;
            Varint(span, ref at, (ulong)inner);
            change.Body.CopyTo(span[at..]);
            at += change.Body.Length;
            if (change.Coverage is { } coverage)
            {
                coverage.CopyTo(span[at..]);
                at += coverage.Length;
            }
            if (change.Frames is { } frames)
            {
                frames.CopyTo(span[at..]);
                at += frames.Length;
            }
            if (change.Missing)
            {
                span[at++] = MissingTag;
                span[at++] = 1;
            }
            if (change.Previous != 0)
            {
                span[at++] = PreviousTag;
                Varint(span, ref at, (ulong)change.Previous);
            }
            if (change.Added != 0)
            {
                span[at++] = AddedTag;
                Varint(span, ref at, (ulong)change.Added);
            }
            buffer.Advance(at);
        }
    }

    private static void Varint(Span<byte> span, ref int at, ulong value)
    {
        while (value >= 0x80)
        {
            span[at++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[at++] = (byte)value;
    }

    private readonly record struct FrameChange(byte[] Body, byte[]? Coverage, byte[]? Frames, bool Missing, long Previous, long Added)
    {
        public int Size => Body.Length + (Coverage?.Length ?? 0) + (Frames?.Length ?? 0) + (Missing ? 2 : 0)
            + (Previous == 0 ? 0 : 1 + CodedOutputStream.ComputeInt64Size(Previous))
            + (Added == 0 ? 0 : 1 + CodedOutputStream.ComputeInt64Size(Added));
    }
}
