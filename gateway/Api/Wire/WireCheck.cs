using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace StoryClustering.Gateway.Api.Wire;

/// <summary>Checks the string fields of a message for valid UTF-8 before it is parsed. Google.Protobuf throws at the first
/// bad string without a word on which field it is, and so would end a whole stream. The check walks the bytes by the
/// message's descriptor; bad strings are overwritten with question marks of the same length, after which the message parses
/// and the handler can name its sequence number and every fault.</summary>
internal sealed class WireCheck
{
    private const int MaxDepth = 100;
    private const string NotUtf8 = "Not valid UTF-8.";
    private static readonly ConcurrentDictionary<string, WireCheck> Known = new(StringComparer.Ordinal);

    private readonly Dictionary<int, Field> _fields = [];

    private sealed record Field(string Name, bool Repeated, WireCheck? Message);

    /// <summary>Outcome of the fast look.</summary>
    internal enum Verdict { Clean, BadText, Broken }

    /// <summary>The check for a type of message.</summary>
    internal static WireCheck For(MessageDescriptor descriptor)
    {
        if (Known.TryGetValue(descriptor.FullName, out var known)) return known;
        lock (Known) return Build(descriptor);
    }

    private static WireCheck Build(MessageDescriptor descriptor)
    {
        if (Known.TryGetValue(descriptor.FullName, out var known)) return known;
        var check = new WireCheck();
        // First, because messages may contain themselves.
        Known[descriptor.FullName] = check;
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType == FieldType.String) check._fields[field.FieldNumber] = new Field(field.Name, field.IsRepeated, null);
            else if (field.FieldType == FieldType.Message)
                check._fields[field.FieldNumber] = new Field(field.Name, field.IsRepeated, Build(field.MessageType));
        }
        return check;
    }

    /// <summary>Looks without changing or allocating anything.</summary>
    internal Verdict Look(ReadOnlySpan<byte> bytes, int depth = 0)
    {
        if (depth > MaxDepth) return Verdict.Broken;
        var verdict = Verdict.Clean;
        var at = 0;
        while (at < bytes.Length)
        {
            if (!Next(bytes, ref at, depth, out var number, out var start, out var length)) return Verdict.Broken;
            if (start < 0 || !_fields.TryGetValue(number, out var field)) continue;
            var value = bytes.Slice(start, length);
            if (field.Message is { } message)
            {
                var inner = message.Look(value, depth + 1);
                if (inner == Verdict.Broken) return inner;
                if (inner == Verdict.BadText) verdict = inner;
            }
            else if (!Utf8.IsValid(value)) verdict = Verdict.BadText;
        }
        return verdict;
    }

    /// <summary>Lists the bad strings and makes them parseable. Only for bytes on which <see cref="Look"/> said so.</summary>
    internal void Repair(Span<byte> bytes, string prefix, List<FieldFault> faults, int depth = 0)
    {
        Dictionary<int, int> seen = [];
        var at = 0;
        while (at < bytes.Length)
        {
            if (!Next(bytes, ref at, depth, out var number, out var start, out var length)) return;
            if (start < 0 || !_fields.TryGetValue(number, out var field)) continue;
            var path = prefix + field.Name;
            if (field.Repeated)
            {
                seen[number] = seen.TryGetValue(number, out var count) ? count + 1 : 0;
                path = string.Create(CultureInfo.InvariantCulture, $"{path}[{seen[number]}]");
            }
            var value = bytes.Slice(start, length);
            if (field.Message is { } message) message.Repair(value, path + ".", faults, depth + 1);
            else if (!Utf8.IsValid(value))
            {
                value.Fill((byte)'?');
                faults.Add(new FieldFault(path, NotUtf8));
            }
        }
    }

    // Steps over one field. start is -1 unless the field is of the length-delimited kind. False: not a protobuf message.
    private static bool Next(ReadOnlySpan<byte> bytes, ref int at, int depth, out int number, out int start, out int length)
    {
        number = 0;
        start = -1;
        length = 0;
        if (!Varint(bytes, ref at, out var tag) || tag > uint.MaxValue) return false;
        number = (int)((uint)tag >> 3);
        if (number == 0) return false;
        switch ((int)tag & 7)
        {
            case 0: return Varint(bytes, ref at, out _);
            case 1: return Skip(bytes, ref at, 8);
            case 5: return Skip(bytes, ref at, 4);
            case 2:
                if (!Varint(bytes, ref at, out var size) || size > (ulong)(bytes.Length - at)) return false;
                start = at;
                length = (int)size;
                at += length;
                return true;
            case 3: return SkipGroup(bytes, ref at, number, depth + 1);
            default: return false;
        }
    }

    private static bool SkipGroup(ReadOnlySpan<byte> bytes, ref int at, int group, int depth)
    {
        if (depth > MaxDepth) return false;
        while (at < bytes.Length)
        {
            var ahead = at;
            if (!Varint(bytes, ref ahead, out var tag)) return false;
            if (((int)tag & 7) == 4)
            {
                at = ahead;
                return (int)((uint)tag >> 3) == group;
            }
            if (!Next(bytes, ref at, depth, out _, out _, out _)) return false;
        }
        return false;
    }

    private static bool Skip(ReadOnlySpan<byte> bytes, ref int at, int count)
    {
        if (bytes.Length - at < count) return false;
        at += count;
        return true;
    }

    private static bool Varint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (at >= bytes.Length) return false;
            var b = bytes[at++];
            if (shift < 64) value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return true;
        }
        return false;
    }
}
