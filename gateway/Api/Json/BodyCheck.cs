using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>Holds a JSON body against the message that it is to become, and names all that does not fit. The parser behind it skips what
/// it
/// does not know, and its errors name no field.</summary>
internal static class BodyCheck
{
    private const string NotUtf8 = "Not valid UTF-8, or half a surrogate pair.";
    private static readonly JsonDocumentOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };

    /// <summary>Notes every fault of a body. Returns the JSON to parse: the same, or one that says the same in the forms that the parser
    /// knows.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="message">What it is to become.</param>
    /// <param name="prefix">Path of the body within the request, with a dot at its end, or empty.</param>
    /// <param name="given">Fields that the path gives, by name in the .proto file, and their values.</param>
    /// <param name="violations">Takes the faults.</param>
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> json, MessageDescriptor message, string prefix,
        IReadOnlyDictionary<string, string> given, Violations violations)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        var body = prefix.TrimEnd('.');
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            violations.Add(body, "The body is empty; it must be a JSON object.");
            return json;
        }
        JsonDocument document;
        try { document = JsonDocument.Parse(json, Strict); }
        catch (JsonException e)
        {
            violations.Add(body, string.Create(CultureInfo.InvariantCulture,
                $"The body is not JSON: see line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}."));
            return json;
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                violations.Add(body, $"The body must be a JSON object, not {Kind(document.RootElement)}.");
                return json;
            }
            var loose = false;
            Object(document.RootElement, message, prefix, given, violations, ref loose);
            return loose && violations.None ? Rewritten(document.RootElement, message) : json;
        }
    }

    private static void Object(JsonElement value, MessageDescriptor message, string prefix, IReadOnlyDictionary<string, string>? given,
        Violations violations, ref bool loose)
    {
        var fields = RequestFields.Of(message);
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<OneofDescriptor>? chosen = null;
        foreach (var property in value.EnumerateObject())
        {
            if (Text(property) is not { } name)
            {
                violations.Add(prefix.TrimEnd('.'), "A name in it is " + NotUtf8);
                continue;
            }
            if (fields.Find(name) is not { } field)
            {
                violations.Add(prefix + Violations.Quote(name), prefix.Length > 0 && name == prefix.TrimEnd('.')
                    ? $"Unknown field; the body is the {name} itself, send its fields without this." : fields.Unknown(name));
                continue;
            }
            var path = prefix + field.Name;
            if (!seen.Add(field.Name))
            {
                violations.Add(path, "Given twice.");
                continue;
            }
            if (property.Value.ValueKind == JsonValueKind.Null)
            {
                // As if it were not there; not every field's parser knows that.
                loose = true;
                continue;
            }
            if (field.RealContainingOneof is { } oneof && !(chosen ??= []).Add(oneof))
                violations.Add(path, $"Only one of {string.Join(", ", oneof.Fields.Select(static f => f.Name))}.");
            Field(property.Value, field, path, violations, ref loose);
            if (given?.TryGetValue(field.Name, out var told) == true && !violations.Has(path)
                && (property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.GetRawText()) != told)
                violations.Add(path, "Differs from the path, which gives it.");
        }
    }

    private static void Field(JsonElement value, FieldDescriptor field, string path, Violations violations, ref bool loose)
    {
        if (field.IsMap)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                violations.Add(path, $"Must be an object, not {Kind(value)}.");
                return;
            }
            var (key, item) = (field.MessageType.FindFieldByNumber(1), field.MessageType.FindFieldByNumber(2));
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (var entry in value.EnumerateObject())
            {
                var name = Text(entry);
                var at = $"{path}[\"{Violations.Quote(name ?? "")}\"]";
                if (name is null) violations.Add(path, "A name in it is " + NotUtf8);
                else if (FieldValues.Fault(key, name) is { } rule) violations.Add(at, "Key: " + rule);
                else if (!seen.Add(name)) violations.Add(at, "Given twice.");
                else One(entry.Value, item, at, violations, ref loose);
            }
            return;
        }
        if (!field.IsRepeated)
        {
            One(value, field, path, violations, ref loose);
            return;
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            violations.Add(path, $"Must be an array, not {Kind(value)}.");
            return;
        }
        var index = 0;
        foreach (var item in value.EnumerateArray())
            One(item, field, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), violations, ref loose);
    }

    private static void One(JsonElement value, FieldDescriptor field, string path, Violations violations, ref bool loose)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            violations.Add(path, "Must not be null.");
            return;
        }
        if (field.FieldType == FieldType.Message && !FieldValues.IsOneValue(field.MessageType))
        {
            if (FieldValues.IsFree(field.MessageType)) return;
            if (value.ValueKind == JsonValueKind.Object) Object(value, field.MessageType, path + ".", null, violations, ref loose);
            else violations.Add(path, $"Must be an object, not {Kind(value)}.");
            return;
        }
        try
        {
            // Read whatever the type: the text must be sound even where its form is not looked at.
            var shown = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            if (FieldValues.Fault(field, value, ref loose) is { } rule) violations.Add(path, rule, shown);
        }
        catch (InvalidOperationException) { violations.Add(path, NotUtf8); }
    }

    private static byte[] Rewritten(JsonElement body, MessageDescriptor message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, body, message);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, MessageDescriptor message)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            var field = RequestFields.Of(message).Find(property.Name)!;
            writer.WritePropertyName(property.Name);
            if (field.IsMap)
            {
                writer.WriteStartObject();
                foreach (var entry in property.Value.EnumerateObject())
                {
                    writer.WritePropertyName(entry.Name);
                    WriteOne(writer, entry.Value, field.MessageType.FindFieldByNumber(2));
                }
                writer.WriteEndObject();
            }
            else if (field.IsRepeated)
            {
                writer.WriteStartArray();
                foreach (var item in property.Value.EnumerateArray()) WriteOne(writer, item, field);
                writer.WriteEndArray();
            }
            else WriteOne(writer, property.Value, field);
        }
        writer.WriteEndObject();
    }

    private static void WriteOne(Utf8JsonWriter writer, JsonElement value, FieldDescriptor field)
    {
        if (field.FieldType != FieldType.Message || FieldValues.IsOneValue(field.MessageType)) FieldValues.Write(writer, field, value);
        else if (FieldValues.IsFree(field.MessageType)) value.WriteTo(writer);
        else Write(writer, value, field.MessageType);
    }

    private static string? Text(JsonProperty property)
    {
        try { return property.Name; }
        catch (InvalidOperationException) { return null; }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
