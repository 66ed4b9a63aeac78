using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace StoryClustering.Gateway.Api.Wire;

/// <summary>Marshallers that never throw on what a client sends: whatever is wrong with the bytes is attached to the message
/// (<see cref="WireFaults"/>) and answered by the handler as INVALID_ARGUMENT. Valid input costs one more walk over the bytes.</summary>
public static class CheckedMarshaller
{
    private const string NotProtobuf = "Not a protobuf message of this type.";

    /// <summary>Puts the check in front of a generated method's marshaller, if the type is a protobuf message.</summary>
    public static Marshaller<T> For<T>(Marshaller<T> generated) where T : class
    {
        if (!typeof(IMessage).IsAssignableFrom(typeof(T)) || Activator.CreateInstance<T>() is not IMessage sample) return generated;
        var descriptor = sample.Descriptor;
        return Marshallers.Create(generated.ContextualSerializer, context => (T)(object)Read(Activator.CreateInstance<T>, descriptor, context));
    }

    private static IMessage Read<T>(Func<T> create, MessageDescriptor descriptor, DeserializationContext context)
    {
        var message = (IMessage)create()!;
        var payload = context.PayloadAsReadOnlySequence();
        if (payload.IsSingleSegment)
        {
            Fill(message, descriptor, payload.FirstSpan, null);
            return message;
        }
        var rented = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            var bytes = rented.AsSpan(0, (int)payload.Length);
            payload.CopyTo(bytes);
            Fill(message, descriptor, bytes, rented);
            return message;
        }
        finally { ArrayPool<byte>.Shared.Return(rented); }
    }

    /// <summary>Fills a message from bytes and attaches what is wrong with them.</summary>
    /// <param name="message">An empty message.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="bytes">What was received.</param>
    /// <param name="writable">The array that begins with <paramref name="bytes"/> if it may be overwritten; otherwise null.</param>
    internal static void Fill(IMessage message, MessageDescriptor descriptor, ReadOnlySpan<byte> bytes, byte[]? writable)
    {
        var check = WireCheck.For(descriptor);
        List<FieldFault>? faults = null;
        switch (check.Look(bytes))
        {
            case WireCheck.Verdict.BadText:
                writable ??= bytes.ToArray();
                check.Repair(writable.AsSpan(0, bytes.Length), "", faults = []);
                bytes = writable.AsSpan(0, bytes.Length);
                break;
            case WireCheck.Verdict.Broken:
                faults = [new FieldFault("", NotProtobuf)];
                break;
        }
        try { message.MergeFrom(bytes); }
        catch (InvalidProtocolBufferException)
        {
            // What came before the fault has been read: with luck the sequence number is among it.
            if (faults is not [{ Path: "" }]) (faults ??= []).Add(new FieldFault("", NotProtobuf));
        }
        if (faults is not null) WireFaults.Attach(message, faults);
    }
}
