using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>What single values must look like in JSON and in a query string, by the type of their field: protobuf's JSON
/// mapping.</summary>
internal static class FieldValues
{
    private const string Text = "Must be a string.";
    private const string Whole = "Must be a whole number";
    private const string Number = "Must be a number.";
    private const string Truth = "Must be true or false.";
    private const string Base64Text = "Must be base64.";
    private const int Listed = 12;

    /// <summary>True for messages that JSON writes as one value: times, durations, masks, wrappers.</summary>
    public static bool IsOneValue(MessageDescriptor message) => IsWrapper(message) || message.FullName is
        "google.protobuf.Timestamp" or "google.protobuf.Duration" or "google.protobuf.FieldMask";

    /// <summary>True for messages that hold any JSON.</summary>
    public static bool IsFree(MessageDescriptor message) => message.FullName is
        "google.protobuf.Struct" or "google.protobuf.Value" or "google.protobuf.ListValue" or "google.protobuf.Any";

    /// <summary>True for <c>google.protobuf.Int32Value</c> and the like, whose JSON is that of their value.</summary>
    public static bool IsWrapper(MessageDescriptor message) => message.File.Name == "google/protobuf/wrappers.proto";

    /// <summary>The rule that a value breaks, or null. Messages of several fields are not looked at.</summary>
    /// <param name="field">Its field; of a repeated one, a single value.</param>
    /// <param name="value">The value, not null.</param>
    /// <param name="loose">Set if protobuf's mapping allows this form but the server's parser does not know it.</param>
    public static string? Fault(FieldDescriptor field, JsonElement value, ref bool loose)
    {
        var isText = value.ValueKind == JsonValueKind.String;
        switch (field.FieldType)
        {
            case FieldType.Bool: return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : Truth;
            case FieldType.String: return isText ? null : Text;
            case FieldType.Bytes:
                if (!isText || !IsBase64(value.GetString()!)) return Base64Text;
                loose |= NeedsPadding(value.GetString()!);
                return null;
            case FieldType.Enum:
                if (isText) return EnumFault(field.EnumType, value.GetString()!, numbers: false);
                return value.ValueKind == JsonValueKind.Number
                    ? EnumFault(field.EnumType, value.GetRawText(), numbers: true) : OneOf(field.EnumType);
            case FieldType.Double or FieldType.Float:
                if (isText && value.GetString() is "NaN" or "Infinity" or "-Infinity") return null;
                loose |= isText;
                return (isText || value.ValueKind == JsonValueKind.Number)
                    && Double(isText ? value.GetString()! : value.GetRawText()) is not null ? null : Number;
            case FieldType.Message:
                if (IsWrapper(field.MessageType)) return Fault(field.MessageType.FindFieldByName("value"), value, ref loose);
                return isText ? Fault(field, value.GetString()!) : Text;
            default:
                if (!isText && value.ValueKind != JsonValueKind.Number) return WholeRule(field);
                var text = isText ? value.GetString()! : value.GetRawText();
                if (Integer(field, text) is null) return WholeRule(field);
                // As text a 64-bit number is at home, a 32-bit one is not; "2.0" and "2e1" are whole in protobuf's JSON alone.
                loose |= isText ? !IsLong(field) || !IsPlain(text) : !IsPlain(text);
                return null;
        }
    }

    /// <summary>The rule that a value in a query string, or the key of a map, breaks; or null.</summary>
    public static string? Fault(FieldDescriptor field, string value)
    {
        switch (field.FieldType)
        {
            case FieldType.String: return null;
            case FieldType.Bool: return bool.TryParse(value, out _) ? null : Truth;
            case FieldType.Bytes: return Base64.IsValid(value) ? null : Base64Text;
            case FieldType.Enum:
                return EnumFault(field.EnumType, value, int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _));
            case FieldType.Double or FieldType.Float: return Double(value) is null ? Number : null;
            case FieldType.Message when IsWrapper(field.MessageType): return Fault(field.MessageType.FindFieldByName("value"), value);
            case FieldType.Message when IsOneValue(field.MessageType): return Parses(field.MessageType, value);
            case FieldType.Message: return "Is a message; give its fields, each by its path.";
            default: return IsPlain(value) && Integer(field, value) is not null ? null : WholeRule(field);
        }
    }

    /// <summary>A value whose form is loose, as the server's parser takes it.</summary>
    public static void Write(Utf8JsonWriter writer, FieldDescriptor field, JsonElement value)
    {
        if (field.FieldType == FieldType.Message && IsWrapper(field.MessageType)) field = field.MessageType.FindFieldByName("value");
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null || field.FieldType is FieldType.String or FieldType.Enum or FieldType.Bool or FieldType.Message)
            value.WriteTo(writer);
        else if (field.FieldType == FieldType.Bytes) writer.WriteStringValue(Padded(text));
        else if (field.FieldType is not (FieldType.Double or FieldType.Float))
            writer.WriteRawValue(Integer(field, text)!.Value.ToString(CultureInfo.InvariantCulture));
        else if (text is "NaN" or "Infinity" or "-Infinity") value.WriteTo(writer);
        else writer.WriteNumberValue(Double(text)!.Value);
    }

    private static string? Parses(MessageDescriptor type, string value)
    {
        try
        {
            JsonParser.Default.Parse(JsonSerializer.Serialize(value), type);
            return null;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException or ArgumentException or OverflowException)
        {
            return type.FullName switch
            {
                "google.protobuf.Timestamp" => "Must be a time like 2026-02-03T04:05:06Z or 2026-02-03T04:05:06+01:00.",
                "google.protobuf.Duration" => "Must be a duration in seconds like 2.5s.",
                _ => "Must be names of fields with commas between them.",
            };
        }
    }

    private static string? EnumFault(EnumDescriptor type, string value, bool numbers)
    {
        if (!numbers) return type.FindValueByName(value) is null ? OneOf(type, value) : null;
        return int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && type.FindValueByNumber(number) is not null ? null : OneOf(type);
    }

    // With the name that was probably meant: in another case, without the prefix, or with a letter wrong.
    private static string OneOf(EnumDescriptor type, string value = "")
    {
        var names = type.Values.Select(static v => v.Name).ToArray();
        var near = value.Length is < 3 or > 64 ? null
            : names.FirstOrDefault(n => n.EndsWith("_" + value.Replace('-', '_'), StringComparison.OrdinalIgnoreCase))
                ?? names.Select(n => (Name: n, Distance: NameDistance.Between(n, value)))
                    .Where(n => n.Distance <= Math.Max(2, value.Length / 6))
                    .OrderBy(static n => n.Distance).Select(static n => n.Name).FirstOrDefault();
        var rule = $"Must be one of {string.Join(", ", names.Take(Listed))}{(names.Length > Listed ? ", ..." : "")}";
        return near is null ? rule + "." : $"{rule}; did you mean {near}?";
    }

    private static string WholeRule(FieldDescriptor field)
    {
        var (least, most) = Range(field);
        return string.Create(CultureInfo.InvariantCulture, $"{Whole}, {least} to {most}.");
    }

    private static decimal? Integer(FieldDescriptor field, string text)
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            || decimal.Truncate(number) != number) return null;
        var (least, most) = Range(field);
        return number >= least && number <= most ? decimal.Truncate(number) : null;
    }

    private static double? Double(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && text.AsSpan().Trim().Length == text.Length
            && (double.IsFinite(number) || text is "NaN" or "Infinity" or "-Infinity") ? number : null;

    private static bool IsPlain(string text) =>
        text.AsSpan(text.StartsWith('-') ? 1 : 0) is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9');

    private static bool IsLong(FieldDescriptor field) => field.FieldType is
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64;

    private static (decimal Least, decimal Most) Range(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long.MinValue, long.MaxValue),
        FieldType.UInt64 or FieldType.Fixed64 => (0, ulong.MaxValue),
        FieldType.UInt32 or FieldType.Fixed32 => (0, uint.MaxValue),
        _ => (int.MinValue, int.MaxValue),
    };

    private static bool IsBase64(string text) => Base64.IsValid(Padded(text));

    private static bool NeedsPadding(string text) => !ReferenceEquals(Padded(text), text);

    // The alphabet for URLs, and without padding: both are base64 to protobuf.
    private static string Padded(string text)
    {
        if (text.AsSpan().ContainsAny('-', '_')) text = text.Replace('-', '+').Replace('_', '/');
        return text.Length % 4 is var over and (2 or 3) && !text.Contains('=', StringComparison.Ordinal)
            ? text + new string('=', 4 - over) : text;
    }
}
